//! What can be added. Dragging puts it where the pointer lets go; a click arms it for the next click; Enter puts it into the selected parent.

use editor::panel::palette::{PALETTE, PaletteItem};
use editor::{Message, Placeable};
use yew::prelude::*;

use crate::shared::Send;
use crate::view::glyph::glyph_icon;

#[derive(PartialEq)]
pub struct PaletteProps {
    pub armed: Option<Placeable>,
    pub send: Send,
    /// A press on an item: the canvas takes the pointer over when it moves.
    pub grab: Callback<(Placeable, PointerEvent)>,
}

pub fn palette(props: &PaletteProps) -> Html {
    html! {
        <section class="palette" aria-labelledby="palette-title">
            <h2 id="palette-title" class="heading">{ "Add" }</h2>
            <ul>{ for PALETTE.iter().map(|item| entry(item, props)) }</ul>
        </section>
    }
}

fn entry(item: &'static PaletteItem, props: &PaletteProps) -> Html {
    let places = item.places;
    let armed = props.armed == Some(places);
    let onclick = {
        let send = props.send.clone();
        // A click that no pointer made comes from Enter or Space.
        Callback::from(move |event: MouseEvent| {
            let by_key = event.detail() == 0;
            send.emit(if by_key {
                Message::Place(places)
            } else {
                Message::Arm(places)
            });
        })
    };
    let onpointerdown = {
        let grab = props.grab.clone();
        Callback::from(move |event: PointerEvent| grab.emit((places, event)))
    };
    html! {
        <li>
            <button type="button" class="palette-item" aria-pressed={if armed { "true" } else { "false" }} title={format!("{}. Goes {}.", item.purpose, item.parent)}
                {onclick} {onpointerdown}>
                { glyph_icon(item.glyph) }
                <span class="palette-name">{ item.title }</span>
                <span class="palette-purpose">{ item.purpose }</span>
            </button>
        </li>
    }
}
