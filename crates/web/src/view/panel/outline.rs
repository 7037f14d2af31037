//! The outline: a tree of everything that is drawn, with one tab stop and arrows inside.

use std::cell::RefCell;
use std::rc::Rc;

use editor::Message;
use editor::panel::outline::OutlineItem;
use reach::id::Ref;
use reach::sorted::SortedSet;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::port::dom;
use crate::shared::{Send, Shared};
use crate::view::glyph::glyph_icon;

/// The attribute that finds an item again: its place in the list.
const PLACE: &str = "data-place";

#[derive(Properties, PartialEq)]
pub struct OutlineProps {
    pub model: Shared<Vec<OutlineItem>>,
    pub emit: Send,
}

#[component]
pub fn OutlineTree(props: &OutlineProps) -> Html {
    let closed = use_state(SortedSet::<Ref>::new);
    let stop = use_state(|| None::<usize>);
    let tree = use_node_ref();
    let next = use_mut_ref(Vec::<Ref>::new);
    use_effect_with(props.model.clone(), {
        let (next, tree) = (next.clone(), tree.clone());
        move |items: &Shared<Vec<OutlineItem>>| go_on(items, &next.take(), &tree)
    });
    let items = &*props.model;
    let shown: Vec<usize> = (0..items.len())
        .filter(|place| is_shown(items, *place, &closed))
        .collect();
    let selected = items.iter().position(|item| item.selected);
    let current = stop
        .filter(|place| shown.contains(place))
        .or(selected.filter(|place| shown.contains(place)));
    let current = current.or(shown.first().copied());
    let onkeydown = keys(props, &closed, &shown, &tree, &next);
    html! {
        <section class="outline" aria-label="Outline">
            <h2 class="heading">{ "Outline" }</h2>
            if items.is_empty() { <p class="note">{ "Nothing is drawn yet." }</p> }
            <ul role="tree" aria-label="Outline" class="tree" ref={tree.clone()} {onkeydown}>
                { for shown.iter().filter_map(|place| {
                    let item = items.get(*place)?;
                    Some(line(props, item, *place, current == Some(*place), &closed, &stop))
                }) }
            </ul>
        </section>
    }
}

fn is_shown(items: &[OutlineItem], place: usize, closed: &SortedSet<Ref>) -> bool {
    let mut parent = items.get(place).and_then(|item| item.parent);
    while let Some(item) = parent.and_then(|place| items.get(place)) {
        if closed.contains(&item.of) {
            return false;
        }
        parent = item.parent;
    }
    true
}

fn line(
    props: &OutlineProps,
    item: &OutlineItem,
    place: usize,
    is_stop: bool,
    closed: &UseStateHandle<SortedSet<Ref>>,
    stop: &UseStateHandle<Option<usize>>,
) -> Html {
    let of = item.of.clone();
    let onclick = {
        let (emit, of) = (props.emit.clone(), of.clone());
        Callback::from(move |event: MouseEvent| {
            let (of, more) = (of.clone(), event.shift_key() || event.ctrl_key() || event.meta_key());
            emit.emit(if more {
                Message::SelectMore(of)
            } else {
                Message::Select(vec![of])
            });
        })
    };
    let onfocus = {
        let stop = stop.clone();
        Callback::from(move |_: FocusEvent| stop.set(Some(place)))
    };
    let is_open = !closed.contains(&of);
    let fold = {
        let (closed, of) = (closed.clone(), of.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            set_open(&closed, &of, !is_open);
        })
    };
    html! {
        <li key={format!("{} {}", of.kind.word(), of.id)} role="treeitem" class={classes!("tree-item", format!("level-{}", item.level.min(4)))}
            aria-level={item.level.to_string()} aria-posinset={item.position.0.to_string()} aria-setsize={item.position.1.to_string()}
            aria-selected={if item.selected { "true" } else { "false" }}
            aria-expanded={item.has_children.then_some(if is_open { "true" } else { "false" })}
            aria-label={item.label.to_string()} tabindex={if is_stop { "0" } else { "-1" }} data-place={place.to_string()} {onclick} {onfocus}>
            <span class={classes!("fold", item.has_children.then_some("can"), is_open.then_some("open"))} aria-hidden="true" onclick={fold}>
                if item.has_children { { "›" } }
            </span>
            { glyph_icon(item.glyph) }
            <span class="tree-title">{ &*item.title }</span>
            <span class="tree-detail mono">{ &*item.detail }</span>
        </li>
    }
}

fn set_open(closed: &UseStateHandle<SortedSet<Ref>>, of: &Ref, open: bool) {
    let mut next = (**closed).clone();
    if open {
        next.remove(of);
    } else {
        next.insert(of.clone());
    }
    closed.set(next);
}

/// After something was deleted: the keyboard is on the first of these that is still there.
fn go_on(items: &[OutlineItem], next: &[Ref], tree: &NodeRef) {
    let place = next.iter().find_map(|of| items.iter().position(|item| item.of == *of));
    if let (Some(place), Some(tree)) = (place, tree.cast())
        && let Some(element) = dom::with_value(&tree, PLACE, &place.to_string())
    {
        dom::focus(&element);
    }
}

/// The keys of a tree: arrows, Home, End, Enter selects, Delete deletes.
fn keys(
    props: &OutlineProps,
    closed: &UseStateHandle<SortedSet<Ref>>,
    shown: &[usize],
    tree: &NodeRef,
    after: &Rc<RefCell<Vec<Ref>>>,
) -> Callback<KeyboardEvent> {
    let (model, emit, closed, shown, tree, after) = (
        props.model.clone(),
        props.emit.clone(),
        closed.clone(),
        shown.to_vec(),
        tree.clone(),
        Rc::clone(after),
    );
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let focused = event
            .target_dyn_into::<HtmlElement>()
            .and_then(|element| element.get_attribute(PLACE));
        let Some(place) = focused.and_then(|place| place.parse::<usize>().ok()) else {
            return;
        };
        let (Some(item), Some(at)) = (model.get(place), shown.iter().position(|other| *other == place)) else {
            return;
        };
        let is_open = item.has_children && !closed.contains(&item.of);
        let key = event.key();
        let next = match key.as_str() {
            "ArrowDown" => shown.get(at + 1).copied(),
            "ArrowUp" => at.checked_sub(1).and_then(|before| shown.get(before).copied()),
            "Home" => shown.first().copied(),
            "End" => shown.last().copied(),
            "ArrowRight" if is_open => shown.get(at + 1).copied(),
            "ArrowLeft" if !is_open => item.parent,
            "ArrowRight" | "ArrowLeft" => {
                if item.has_children {
                    set_open(&closed, &item.of, key == "ArrowRight");
                }
                None
            }
            "Enter" | " " => {
                emit.emit(Message::Select(vec![item.of.clone()]));
                None
            }
            "Delete" | "Backspace" => {
                // Itself, if it may not be deleted.
                let below = shown.iter().skip(at);
                let above = shown.iter().take(at).rev();
                let others = below.chain(above).filter_map(|place| model.get(*place));
                after.replace(others.map(|item| item.of.clone()).collect());
                emit.emit(Message::Select(vec![item.of.clone()]));
                emit.emit(Message::Command("delete"));
                None
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let found = next.and_then(|place| dom::with_value(&tree.cast()?, PLACE, &place.to_string()));
        if let Some(element) = found {
            dom::focus(&element);
        }
    })
}
