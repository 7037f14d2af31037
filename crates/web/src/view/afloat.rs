//! HTML at a place over the drawing. The place is set by script: the page's security policy refuses style attributes.

use editor::kernel::geometry::Rect;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct AfloatProps {
    /// In pixels of the canvas; a width of 0 is as wide as the content.
    pub place: Rect,
    pub children: Children,
}

#[component]
pub fn Afloat(props: &AfloatProps) -> Html {
    let here = use_node_ref();
    use_effect_with(props.place, {
        let here = here.clone();
        move |place: &Rect| {
            let Some(element) = here.cast::<HtmlElement>() else {
                return;
            };
            let style = element.style();
            let sides = [
                ("left", place.x),
                ("top", place.y),
                ("width", place.width),
                ("height", place.height),
            ];
            for (side, pixels) in sides {
                if pixels != 0 || matches!(side, "left" | "top") {
                    // A fixed name and a number are always accepted.
                    let _ = style.set_property(side, &format!("{pixels}px"));
                }
            }
        }
    });
    html! { <div class="afloat" ref={here}>{ for props.children.iter() }</div> }
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
