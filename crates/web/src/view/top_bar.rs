//! Title, undo and redo, mode, search, theme, share.

use std::rc::Rc;

use editor::{Activity, Message};
use yew::prelude::*;

use crate::app::{Action, Dialog, Kept};
use crate::port::theme::Theme;
use crate::shared::Send;
use crate::view::glyph::{Icon, ui_icon};
use crate::view::title::Title;

#[derive(PartialEq)]
pub struct TopBarProps {
    pub title: Rc<str>,
    pub kept: Kept,
    pub activity: Activity,
    pub theme: Theme,
    /// What undo would take back, and redo bring again.
    pub undo: Option<Rc<str>>,
    pub redo: Option<Rc<str>>,
    pub send: Send,
    pub act: Callback<Action>,
}

pub fn top_bar(props: &TopBarProps) -> Html {
    let act = |action: Action| {
        let act = props.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let command = |name: &'static str| {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Message::Command(name)))
    };
    html! {
        <header class="top">
            <button class="button icon-only narrow-only" type="button" aria-label="Add and outline" onclick={act(Action::ToggleDrawer)}>
                { ui_icon(Icon::Menu) }
            </button>
            <span class="logo wide-only" title="Reachlight">{ ui_icon(Icon::Logo) }</span>
            <h1 class="title-place"><Title title={props.title.clone()} send={props.send.clone()} act={props.act.clone()} /></h1>
            <span class="kept wide-only">{ props.kept.words() }</span>
            <div class="pair" role="group" aria-label="History">
                { history("Undo", "Ctrl+Z", Icon::Undo, props.undo.as_deref(), command("undo")) }
                { history("Redo", "Ctrl+Y", Icon::Redo, props.redo.as_deref(), command("redo")) }
            </div>
            { activities(props.activity, &props.act) }
            <button class="button wide-only" type="button" onclick={act(Action::Open(Dialog::Gallery))}>{ ui_icon(Icon::Gallery) }{ "Diagrams" }</button>
            <button class="button search-button" type="button" aria-label="Search or run a command" onclick={act(Action::Open(Dialog::Commands))}>
                { ui_icon(Icon::Search) }<span class="wide-only">{ "Search or run" }</span><kbd class="wide-only">{ "Ctrl K" }</kbd>
            </button>
            <button class="button icon-only wide-only" type="button" aria-label={props.theme.words()} title={props.theme.words()} onclick={act(Action::NextTheme)}>
                { ui_icon(Icon::Theme) }
            </button>
            <button class="button primary" type="button" onclick={act(Action::Open(Dialog::Share))}>{ "Share" }</button>
        </header>
    }
}

fn history(label: &'static str, keys: &str, icon: Icon, step: Option<&str>, onclick: Callback<MouseEvent>) -> Html {
    let title = match step {
        Some(step) => format!("{label}: {step} ({keys})"),
        None => format!("Nothing to {}", label.to_ascii_lowercase()),
    };
    html! {
        <button class="button icon-only" type="button" aria-label={label} {title} disabled={step.is_none()} {onclick}>{ ui_icon(icon) }</button>
    }
}

fn activities(now: Activity, act: &Callback<Action>) -> Html {
    let button = |activity: Activity, words: &'static str, about: &'static str| {
        let act = act.clone();
        let onclick = Callback::from(move |_: MouseEvent| act.emit(Action::Activity(activity)));
        let pressed = if now == activity { "true" } else { "false" };
        html! { <button type="button" aria-pressed={pressed} title={about} {onclick}>{ words }</button> }
    };
    html! {
        <div class="segmented" role="group" aria-label="Mode">
            { button(Activity::Build, "Build", "Draw and change the network") }
            { button(Activity::Trace, "Trace", "Follow packets through the network") }
        </div>
    }
}
