//! Buttons on the edges of the page that show and hide its parts; most of them for narrow screens.

use yew::prelude::*;

use crate::app::{Action, Dialog};
use crate::view::glyph::{Icon, ui_icon};

/// What has no room in the narrow top bar.
pub fn drawer_actions(act: &Callback<Action>) -> Html {
    let button = |action: Action, icon: Icon, words: &'static str| {
        let onclick = act.reform(move |_: MouseEvent| action.clone());
        html! { <button class="button" type="button" {onclick}>{ ui_icon(icon) }{ words }</button> }
    };
    html! {
        <div class="drawer-actions narrow-only">
            { button(Action::Open(Dialog::Gallery), Icon::Gallery, "Diagrams") }
            { button(Action::Open(Dialog::Commands), Icon::Search, "Search or run") }
            { button(Action::NextTheme, Icon::Theme, "Light or dark") }
        </div>
    }
}

pub fn open_inspector(act: &Callback<Action>) -> Html {
    let onclick = act.reform(|_: MouseEvent| Action::ToggleInspector);
    html! { <button class="button open-inspector narrow-only" type="button" {onclick}>{ "Details" }</button> }
}

pub fn close_inspector(act: &Callback<Action>) -> Html {
    let onclick = act.reform(|_: MouseEvent| Action::ToggleInspector);
    html! {
        <button class="button quiet icon-only close-inspector narrow-only" type="button" aria-label="Close the details" {onclick}>
            { ui_icon(Icon::Close) }
        </button>
    }
}

pub fn dock_toggle(open: bool, act: &Callback<Action>) -> Html {
    let onclick = act.reform(|_: MouseEvent| Action::ToggleDock);
    let (expanded, label) = if open {
        ("true", "Hide the trace")
    } else {
        ("false", "Show the trace")
    };
    html! {
        <button class="dock-toggle" type="button" aria-expanded={expanded} aria-label={label} title={label} {onclick}>
            { "Trace" }{ ui_icon(Icon::Down) }
        </button>
    }
}
