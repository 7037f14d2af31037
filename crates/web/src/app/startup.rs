//! What opens first, and what arrives later.

use document::Mode;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent, ResizeObserver};
use yew::html::Scope;
use yew::prelude::*;

use super::{App, Msg};
use crate::port::files::{self, Chosen};
use crate::port::{dom, importer::Heard};

/// Something that was waited for.
#[derive(Debug)]
pub enum Arrival {
    Copied(bool),
    Clipboard(Option<String>),
    /// Dropped on the page, or chosen.
    Files(Vec<Chosen>),
    /// How the one file begins that was given.
    Beginning(Chosen, Option<Vec<u8>>),
    /// What the importer says.
    Import(Heard),
    /// What is in this file.
    Content(Chosen, Option<Vec<u8>>),
    /// The file that was offered, by its name.
    Taken(Option<String>),
    /// The address got another fragment.
    Address,
    Sample(Result<String, String>),
    /// No edit for a moment.
    Quiet,
    HintSeen,
    /// The page is about to be printed, or was.
    Print(bool),
    /// The next step of a trace that is played.
    Beat,
}

/// An embedded diagram is looked at, whatever its link asks for; the full page is for drawing.
pub fn opening_mode(asked: Option<Mode>, embed: bool) -> Mode {
    match asked {
        Some(Mode::View) => Mode::View,
        _ if embed => Mode::Explore,
        asked => asked.unwrap_or(Mode::Edit),
    }
}

/// What the page listens to besides its own elements; stops when dropped.
#[derive(Debug)]
pub struct Listeners {
    _events: Vec<EventListener>,
    resize: Option<Resize>,
}

#[derive(Debug)]
struct Resize {
    observer: ResizeObserver,
    _call: Closure<dyn FnMut()>,
}

impl Listeners {
    pub fn new(link: &Scope<App>) -> Self {
        let Some(window) = dom::window() else {
            return Self {
                _events: Vec::new(),
                resize: None,
            };
        };
        let key = |name: &'static str, down: bool| {
            let link = link.clone();
            EventListener::new_with_options(
                &window,
                name,
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        link.send_message(Msg::Key(event.clone(), down));
                    }
                },
            )
        };
        // A file that is dropped would take the place of the page.
        let over = EventListener::new_with_options(
            &window,
            "dragover",
            EventListenerOptions::enable_prevent_default(),
            |event| event.prevent_default(),
        );
        let drop = {
            let link = link.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "drop", options, move |event| {
                event.prevent_default();
                if let Some(dropped) = event.dyn_ref().map(files::dropped) {
                    link.send_future(async move { Msg::Arrived(Arrival::Files(files::unfolded(dropped).await)) });
                }
            })
        };
        let print = |name: &'static str, prints: bool| {
            let link = link.clone();
            EventListener::new(&window, name, move |_| {
                link.send_message(Msg::Arrived(Arrival::Print(prints)))
            })
        };
        let address = {
            let link = link.clone();
            EventListener::new(&window, "hashchange", move |_| {
                link.send_message(Msg::Arrived(Arrival::Address))
            })
        };
        let resize = {
            let link = link.clone();
            let call = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Resized));
            let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok();
            observer.map(|observer| Resize { observer, _call: call })
        };
        Self {
            _events: vec![
                key("keydown", true),
                key("keyup", false),
                address,
                over,
                drop,
                print("beforeprint", true),
                print("afterprint", false),
            ],
            resize,
        }
    }

    /// The drawing's size follows the window and the panels.
    pub fn watch(&self, svg: &NodeRef) {
        if let (Some(resize), Some(svg)) = (&self.resize, svg.cast::<Element>()) {
            resize.observer.observe(&svg);
        }
    }
}

impl Drop for Listeners {
    fn drop(&mut self) {
        if let Some(resize) = &self.resize {
            resize.observer.disconnect();
        }
    }
}
