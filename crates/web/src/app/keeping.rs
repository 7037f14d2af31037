//! Where the diagram comes from and where it is kept: a link, this browser, a sample.

use std::rc::Rc;

use document::link::{self, LinkError};
use document::{Document, Mode, View, text};
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
    /// The fragment that this page itself put into the address.
    mirrored: Option<String>,
    hint: Option<Timeout>,
}

impl App {
    /// A link wins over this browser's diagram, and that over the first sample.
    pub(super) fn open_first(&mut self, ctx: &Context<Self>) {
        let local = if self.shell.embed { None } else { storage::load() };
        let stored = local.and_then(|text| text::parse(&text).ok());
        if let Some(document) = self.linked() {
            // The page mirrors its own edits into the address: then this is no foreign diagram.
            let own = stored.is_some_and(|stored| same(&stored, &document));
            return self.open(ctx, document, if own { Kept::Browser } else { Kept::Link });
        }
        let kept = if stored.is_some() { Kept::Browser } else { Kept::Nowhere };
        if let Some(document) = stored.or_else(|| text::parse(FIRST).ok()) {
            self.open(ctx, document, kept);
        }
    }

    /// The diagram of the address; a banner if there should be one and it cannot be read.
    fn linked(&mut self) -> Option<Document> {
        let fragment = location::fragment();
        if fragment.is_empty() {
            return None;
        }
        match link::open(&fragment) {
            Ok(opened) => {
                if opened.not_shown > 0 {
                    self.notice(
                        "A part of this diagram is not shown.",
                        "It was made by a newer version of Reachlight.",
                    );
                }
                Some(opened.document)
            }
            Err(error) => {
                let text = format!("Sorry, {error} Nothing of yours was changed.");
                self.notice("The link could not be opened.", &text);
                None
            }
        }
    }

    /// Another address was typed or chosen.
    fn address_changed(&mut self, ctx: &Context<Self>) {
        if self.keeping.mirrored.as_deref() == Some(&location::fragment()) {
            return;
        }
        self.shell.notice = None;
        if let Some(document) = self.linked() {
            self.open(ctx, document, Kept::Link);
        }
    }

    /// The diagram as a reader gets it: opened at what is shown now.
    pub(super) fn document_for(&self, mode: Mode) -> Document {
        let mut document = self.session.shared_document();
        document.view.mode = (mode != Mode::Edit).then_some(mode);
        document
    }

    /// The fragment of a link, with the answer to the shown question for previews.
    pub(super) fn link_to(&self, document: &Document) -> Result<String, LinkError> {
        let verdict = self.models.dock.shown.as_ref().map(|shown| &*shown.headline);
        link::encode_with_verdict(document, verdict)
    }

    /// The address follows the diagram; one that is too long for an address leaves it empty.
    fn mirror(&mut self) {
        let fragment = self.link_to(&self.session.shared_document()).unwrap_or_default();
        location::replace_fragment(&fragment);
        self.keeping.mirrored = Some(fragment);
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
        self.keeping.unsaved = None;
        self.shell.kept = kept;
        self.shell.dialog = None;
        self.shell.drawer = false;
        self.shell.asking = kept != Kept::Browser;
        panic::keep(&text::format(self.session.document()));
        self.refresh();
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
        self.mirror();
    }

    /// The address of the full page with the diagram as it is now.
    pub(super) fn full_address(&self) -> AttrValue {
        let fragment = self.link_to(&self.document_for(Mode::Edit)).unwrap_or_default();
        format!("{}#{fragment}", location::base()).into()
    }

    pub(super) fn open_sample(&self, ctx: &Context<Self>, file: Rc<str>) {
        ctx.link().send_future(async move {
            let text = fetch::text(&format!("./samples/{file}.reach")).await;
            Msg::Arrived(Arrival::Sample(text))
        });
    }

    pub(super) fn new_diagram(&mut self, ctx: &Context<Self>) {
        self.shell.dialog = None;
        self.shell.drawer = false;
        self.shell.asking = false;
        self.edit(ctx, Message::Replace(Box::default()));
        self.say("A new diagram. Undo brings the last one back");
        self.focus_canvas();
    }

    fn sample(&mut self, ctx: &Context<Self>, text: Result<String, String>) {
        let read = text.and_then(|text| text::parse(&text).map_err(|errors| first(&errors)));
        match read {
            Ok(document) => {
                self.open(ctx, document, Kept::Nowhere);
                self.mirror();
            }
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
            Arrival::Address => self.address_changed(ctx),
            Arrival::Clipboard(text) => self.pasted(ctx, &text.unwrap_or_default()),
        }
        true
    }

    /// A diagram on the clipboard, as link or as text.
    fn pasted(&mut self, ctx: &Context<Self>, text: &str) {
        let read = if link::is_link(text) {
            link::decode(text).map_err(|error| error.to_string())
        } else {
            text::parse(text).map_err(|errors| first(&errors))
        };
        match read {
            Ok(document) => {
                self.edit(ctx, Message::Replace(Box::new(document)));
            }
            Err(problem) => self.notice("This cannot be pasted as a diagram.", &problem),
        }
    }
}

fn first(errors: &[text::Error]) -> String {
    errors.first().map(ToString::to_string).unwrap_or_default()
}

/// The same diagram, whatever is selected in it; links carry no comments.
fn same(one: &Document, other: &Document) -> bool {
    let bare = |document: &Document| Document {
        view: View::default(),
        comments: Rc::default(),
        ..document.clone()
    };
    bare(one) == bare(other)
}
