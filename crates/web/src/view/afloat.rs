//! HTML at a place over the drawing. The place is set by script: the page's security policy refuses style attributes.

use editor::kernel::geometry::Rect;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How far from the edges of the drawing it stays.
const EDGE: i32 = 6;

#[derive(Properties, PartialEq)]
pub struct AfloatProps {
    /// In pixels of the canvas; a width of 0 is as wide as the content.
    pub place: Rect,
    pub children: Children,
}

#[component]
pub fn Afloat(props: &AfloatProps) -> Html {
    let here = use_node_ref();
    // Also when only the words are others: they may be too long for the place.
    use_effect({
        let (here, place) = (here.clone(), props.place);
        move || {
            if let Some(element) = here.cast::<HtmlElement>() {
                put(&element, place);
            }
        }
    });
    html! { <div class="afloat" ref={here}>{ for props.children.iter() }</div> }
}

/// There, or as far to the left and up that all of it is seen.
pub fn put(element: &HtmlElement, place: Rect) {
    let set = |side: &str, pixels: i32| {
        // A fixed name and a number are always accepted.
        let _ = element.style().set_property(side, &format!("{pixels}px"));
    };
    for (side, pixels) in [("width", place.width), ("height", place.height)] {
        if pixels != 0 {
            set(side, pixels);
        }
    }
    // It is as wide as its words only where it has all the room.
    set("left", 0);
    let (mut left, mut top) = (place.x, place.y);
    if let Some(around) = element.parent_element() {
        left = left.min(around.client_width() - element.offset_width() - EDGE);
        top = top.min(around.client_height() - element.offset_height() - EDGE);
    }
    set("left", left.max(EDGE));
    set("top", top.max(EDGE));
}

/// What would happen if the pointer let go here, or why it cannot.
pub fn hint(place: Rect, text: &str, accepted: bool) -> Html {
    let (class, sign) = if accepted {
        ("drop-hint accepted", "✓")
    } else {
        ("drop-hint refused", "✕")
    };
    html! { <Afloat {place}><p {class} aria-hidden="true">{ sign }{ " " }{ text }</p></Afloat> }
}
