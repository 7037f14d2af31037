//! Where the diagram comes from and where it is kept: a link, this browser, a sample.

use std::rc::Rc;

use document::{Document, text};
use editor::{Effect, Message};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::startup::{Arrival, mode};
use super::{App, Kept, Msg, Notice};
use crate::port::{fetch, location, panic, storage};

/// The first screen needs no second request.
const FIRST: &str = include_str!("../../../../www/samples/s3-lab.reach");
/// Typing and dragging end before anything is written.
const SAVE_AFTER: u32 = 500;
const HINT_FOR: u32 = 1600;

/// The document that waits to be kept, and the timers.
#[derive(Debug, Default)]
pub struct Keeping {
    unsaved: Option<Rc<Document>>,
    timer: Option<Timeout>,
    hint: Option<Timeout>,
}

impl App {
    /// A link wins over this browser's diagram, and that over the first sample.
    pub(super) fn open_first(&mut self, ctx: &Context<Self>) {
        let local = if self.shell.embed { None } else { storage::load() };
        let stored = local.and_then(|text| text::parse(&text).ok());
        let kept = if stored.is_some() { Kept::Browser } else { Kept::Nowhere };
        if let Some(document) = stored.or_else(|| text::parse(FIRST).ok()) {
            self.open(ctx, document, kept);
        }
    }

    /// Shows another diagram. What is kept in this browser stays until the new one is edited.
    fn open(&mut self, ctx: &Context<Self>, document: Document, kept: Kept) {
        let mode = document.view.mode.unwrap_or_else(|| mode(self.shell.embed));
        let message = Message::Open {
            document: Box::new(document),
            mode,
        };
        for effect in self.session.update(message) {
            if !matches!(effect, Effect::Save(_)) {
                self.run(ctx, effect);
            }
        }
        self.keeping = Keeping::default();
        self.shell.kept = kept;
        self.shell.dialog = None;
        self.shell.asking = kept != Kept::Browser;
        panic::keep(&text::format(self.session.document()));
        self.models.refresh(&self.session, &self.shell, self.hands.world);
    }

    pub(super) fn save(&mut self, ctx: &Context<Self>, document: Rc<Document>) {
        self.keeping.unsaved = Some(document);
        let link = ctx.link().clone();
        // A timer that is replaced is a timer that never rings.
        self.keeping.timer = Some(Timeout::new(SAVE_AFTER, move || {
            link.send_message(Msg::Arrived(Arrival::Quiet))
        }));
    }

    /// No edit for a moment: now it is kept.
    fn keep(&mut self) {
        let Some(document) = self.keeping.unsaved.take() else {
            return;
        };
        let text = text::format(&document);
        panic::keep(&text);
        if self.shell.embed {
            return;
        }
        self.shell.kept = if storage::save(&text) {
            Kept::Browser
        } else {
            Kept::Refused
        };
    }

    /// The address of the full page with the diagram as it is now.
    pub(super) fn full_address(&self) -> AttrValue {
        location::base().into()
    }

    pub(super) fn open_sample(&self, ctx: &Context<Self>, file: Rc<str>) {
        ctx.link().send_future(async move {
            let text = fetch::text(&format!("./samples/{file}.reach")).await;
            Msg::Arrived(Arrival::Sample(text))
        });
    }

    fn sample(&mut self, ctx: &Context<Self>, text: Result<String, String>) {
        let read = text.and_then(|text| {
            text::parse(&text).map_err(|errors| errors.first().map(ToString::to_string).unwrap_or_default())
        });
        match read {
            Ok(document) => self.open(ctx, document, Kept::Nowhere),
            Err(problem) => self.notice("The sample could not be opened.", &problem),
        }
    }

    fn notice(&mut self, title: &str, text: &str) {
        self.shell.notice = Some(Notice {
            title: title.into(),
            text: text.into(),
        });
    }

    /// Says for a moment how an embedded drawing is zoomed.
    pub(super) fn hint_at_zoom(&mut self, ctx: &Context<Self>) -> bool {
        let link = ctx.link().clone();
        self.keeping.hint = Some(Timeout::new(HINT_FOR, move || {
            link.send_message(Msg::Arrived(Arrival::HintSeen))
        }));
        !std::mem::replace(&mut self.shell.zoom_hint, true)
    }

    pub(super) fn arrived(&mut self, ctx: &Context<Self>, arrival: Arrival) -> bool {
        match arrival {
            Arrival::Copied(true) => self.say("Copied."),
            Arrival::Copied(false) => self.say("The browser refused to copy."),
            Arrival::Quiet => self.keep(),
            Arrival::HintSeen => self.shell.zoom_hint = false,
            Arrival::Sample(text) => self.sample(ctx, text),
            Arrival::Clipboard(_) | Arrival::Address => return false,
        }
        true
    }
}
