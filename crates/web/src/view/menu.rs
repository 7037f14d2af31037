//! A menu over the page, where it was asked for.

use editor::kernel::geometry::Rect;
use editor::panel::menu::MenuItem;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::port::dom;
use crate::shared::Shared;
use crate::view::afloat::put;

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// In pixels of the window.
    pub place: (i32, i32),
    pub items: Shared<Vec<MenuItem>>,
    pub choose: Callback<&'static str>,
    pub close: Callback<()>,
}

/// Arrows move, Enter takes, Escape, Tab and a press elsewhere leave.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let list = use_node_ref();
    use_effect_with(props.place, {
        let list = list.clone();
        move |(x, y): &(i32, i32)| {
            if let Some(list) = list.cast::<HtmlElement>() {
                put(&list, Rect::new(*x, *y, 0, 0));
                go(&list, |_, _| 0);
            }
        }
    });
    let onkeydown = {
        let (close, list) = (props.close.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(list) = list.cast::<Element>() else { return };
            match event.key().as_str() {
                "ArrowDown" => go(&list, |at, all| (at + 1) % all),
                "ArrowUp" => go(&list, |at, all| (at + all - 1) % all),
                "Home" => go(&list, |_, _| 0),
                "End" => go(&list, |_, all| all - 1),
                "Escape" | "Tab" => close.emit(()),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let away = {
        let close = props.close.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            close.emit(());
        })
    };
    html! {
        <div class="menu-place">
            <div class="menu-veil" onmousedown={away.clone()} oncontextmenu={away}></div>
            <ul class="menu" role="menu" aria-label="What can be done" ref={list} {onkeydown}>
                { for props.items.iter().map(|item| entry(item, &props.choose)) }
            </ul>
        </div>
    }
}

fn entry(item: &MenuItem, choose: &Callback<&'static str>) -> Html {
    let command = item.command;
    let onclick = item
        .refused
        .is_none()
        .then(|| choose.reform(move |_: MouseEvent| command));
    let why = item.refused.as_ref().map(ToString::to_string);
    html! {
        <>
            if item.first { <li role="separator"></li> }
            <li role="none"><button type="button" role="menuitem" tabindex="-1" aria-disabled={why.is_some().then_some("true")} title={why} {onclick}>
                <span>{ item.title }</span>
                if !item.keys.is_empty() { <kbd aria-hidden="true">{ &*item.keys }</kbd> }
            </button></li>
        </>
    }
}

/// Moves the keyboard to another of the entries.
fn go(list: &Element, next: impl Fn(usize, usize) -> usize) {
    let Ok(found) = list.query_selector_all("button") else {
        return;
    };
    let entries: Vec<Element> = (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect();
    let active = dom::document().and_then(|document| document.active_element());
    let at = entries
        .iter()
        .position(|entry| Some(entry) == active.as_ref())
        .unwrap_or_default();
    if let Some(entry) = (!entries.is_empty())
        .then(|| entries.get(next(at, entries.len())))
        .flatten()
    {
        dom::focus(entry);
    }
}
