//! Buttons on the edges of the page that show and hide its parts; most of them for narrow screens.

use yew::prelude::*;

use crate::app::{Action, Dialog};
use crate::view::glyph::{Icon, UiIcon};

#[derive(Properties, PartialEq)]
pub struct EdgeProps {
    pub act: Callback<Action>,
}

/// What has no room in the narrow top bar.
#[component]
pub fn DrawerActions(props: &EdgeProps) -> Html {
    let button = |action: Action, icon: Icon, words: &'static str| {
        let onclick = props.act.reform(move |_: MouseEvent| action.clone());
        html! { <button class="button" type="button" {onclick}><UiIcon {icon} />{ words }</button> }
    };
    html! {
        <div class="drawer-actions narrow-only">
            { button(Action::Open(Dialog::Gallery), Icon::Gallery, "Samples") }
            { button(Action::Open(Dialog::Commands), Icon::Search, "Search or run") }
            { button(Action::ToggleTheme, Icon::Theme, "Light or dark") }
        </div>
    }
}

#[component]
pub fn OpenInspector(props: &EdgeProps) -> Html {
    let onclick = props.act.reform(|_: MouseEvent| Action::ToggleInspector);
    html! { <button class="button open-inspector narrow-only" type="button" {onclick}>{ "Details" }</button> }
}

#[component]
pub fn CloseInspector(props: &EdgeProps) -> Html {
    let onclick = props.act.reform(|_: MouseEvent| Action::ToggleInspector);
    html! {
        <button class="button quiet icon-only close-inspector narrow-only" type="button" aria-label="Close the details" {onclick}>
            <UiIcon icon={Icon::Close} />
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub struct DockToggleProps {
    pub open: bool,
    pub act: Callback<Action>,
}

#[component]
pub fn DockToggle(props: &DockToggleProps) -> Html {
    let onclick = props.act.reform(|_: MouseEvent| Action::ToggleDock);
    let (expanded, label) = if props.open {
        ("true", "Hide the trace")
    } else {
        ("false", "Show the trace")
    };
    html! {
        <button class="dock-toggle" type="button" aria-expanded={expanded} aria-label={label} title={label} {onclick}>
            { "Trace" }<UiIcon icon={Icon::Down} />
        </button>
    }
}
