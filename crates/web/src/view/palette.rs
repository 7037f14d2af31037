//! What can be added. Dragging puts it where the pointer lets go; a click arms it for the next click; Enter puts it into the selected parent.

use std::rc::Rc;

use editor::panel::palette::{BASICS, Group, PaletteItem, palette_items};
use editor::{Message, Placeable};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::Action;
use crate::shared::Send;
use crate::view::glyph::glyph_icon;

#[derive(PartialEq)]
pub struct PaletteProps {
    pub armed: Option<Placeable>,
    /// What was typed to find an item.
    pub filter: Rc<str>,
    pub act: Callback<Action>,
    pub send: Send,
    /// A press on an item: the canvas takes the pointer over when it moves.
    pub grab: Callback<(Placeable, PointerEvent)>,
}

pub fn palette(props: &PaletteProps) -> Html {
    html! {
        <section class="palette" aria-labelledby="palette-title">
            <div class="palette-head">
                <h2 id="palette-title" class="heading">{ "Add" }</h2>
                { filter(props) }
            </div>
            if props.filter.is_empty() {
                <ul>{ for BASICS.iter().map(|item| entry(item, props)) }</ul>
                { more(props, false) }
            } else {
                { found(props) }
            }
        </section>
    }
}

/// The fold is a filter that everything passes: a space.
fn more(props: &PaletteProps, open: bool) -> Html {
    let next = if open { "" } else { " " };
    let onclick = props.act.reform(move |_: MouseEvent| Action::Filter(next.to_owned()));
    html! {
        <button type="button" class="palette-more" aria-expanded={if open { "true" } else { "false" }} {onclick}>{ if open { "Less" } else { "More" } }</button>
    }
}

/// What was looked for, or everything by its groups.
#[inline(never)]
fn found(props: &PaletteProps) -> Html {
    if props.filter.trim().is_empty() {
        return html! {
            <>
                <ul>{ for BASICS.iter().map(|item| entry(item, props)) }</ul>
                { more(props, true) }
                { for Group::FOLDED.into_iter().map(|group| html! {
                    <>
                        <h3 class="palette-group">{ group.title() }</h3>
                        <ul>{ for group.items().map(|item| entry(item, props)) }</ul>
                    </>
                }) }
            </>
        };
    }
    let items = palette_items(&props.filter);
    html! {
        <>
            <ul>{ for items.iter().map(|item| entry(item, props)) }</ul>
            if items.is_empty() { <p class="muted">{ "Nothing is called that." }</p> }
        </>
    }
}

/// Enter takes the first that is left, Escape takes the filter away.
fn filter(props: &PaletteProps) -> Html {
    let typed = |event: &InputEvent| event.target_dyn_into::<HtmlInputElement>().map(|field| field.value());
    let oninput = props
        .act
        .reform(move |event: InputEvent| Action::Filter(typed(&event).unwrap_or_default()));
    let onkeydown = {
        let (act, send, filter) = (props.act.clone(), props.send.clone(), Rc::clone(&props.filter));
        let is_empty = props.filter.is_empty();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            // Without a word nothing was chosen yet. What is refused keeps its words.
            "Enter" if !filter.trim().is_empty() => {
                if let Some(item) = palette_items(&filter).first() {
                    event.prevent_default();
                    send.emit(Message::Place(item.places));
                }
            }
            "Escape" if is_empty => act.emit(Action::FocusCanvas),
            "Escape" => act.emit(Action::Filter(String::new())),
            _ => {}
        })
    };
    html! {
        <input type="text" class="palette-filter" aria-label="Find what to add" placeholder="Find" autocomplete="off" spellcheck="false"
            value={props.filter.to_string()} {oninput} {onkeydown} />
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
