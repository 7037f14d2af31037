//! Where the diagram comes from and where it is kept: a link, this browser, a sample.

use std::rc::Rc;

use document::link::{self, LinkError};
use document::{Document, Mode, View, text};
use editor::Message;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::places::{self, Outcome, Place, Places};
use super::startup::{Arrival, opening_mode};
use super::{App, Kept, Msg, Notice};
use crate::port::{clock, fetch, location, panic};

/// The first screen needs no second request.
const FIRST: &str = include_str!("../../../../www/samples/s3-lab.reach");
/// Browsers refuse an address that changes with every key.
const MIRROR_AFTER: u32 = 500;
const HINT_FOR: u32 = 1600;

/// Which diagram this is, and the timers.
#[derive(Debug, Default)]
pub struct Keeping {
    pub(super) places: Places,
    /// Rings when the address has to follow.
    timer: Option<Timeout>,
    /// The fragment that this page itself put into the address.
    mirrored: Option<String>,
    hint: Option<Timeout>,
    /// That nothing can be kept was said.
    told: bool,
}

impl App {
    /// A link wins over this browser's diagrams, and they over the first sample.
    pub(super) fn open_first(&mut self, ctx: &Context<Self>) {
        if let Some(document) = self.linked() {
            return self.open_linked(ctx, document);
        }
        // In somebody's page nothing takes the place of what was meant to be there.
        if self.shell.embed && !location::fragment().is_empty() {
            return self.open(ctx, Document::default(), "", Kept::Nowhere);
        }
        let kept = if self.shell.embed {
            None
        } else {
            places::of_address(&location::fragment()).or_else(places::last)
        };
        if let Some((place, document)) = kept.and_then(read) {
            self.open(ctx, document, &place.text, Kept::Browser);
            self.keeping.places.enter(&place, &location::fragment());
        } else if let Ok(document) = text::parse(FIRST) {
            self.open(ctx, document, FIRST, Kept::Nowhere);
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
                if let Some(notice) = &mut self.shell.notice {
                    notice.offers = !self.shell.embed;
                }
                None
            }
        }
    }

    /// A link is a diagram of its own, unless it is to one that is kept here as it is.
    fn open_linked(&mut self, ctx: &Context<Self>, document: Document) {
        let fragment = location::fragment();
        match self.own(&document, &fragment) {
            Some((place, own)) => {
                self.open(ctx, own, &place.text, Kept::Browser);
                self.keeping.places.enter(&place, &fragment);
            }
            None => {
                let is_own = places::is_own_address(&fragment);
                let text = text::format(&document);
                self.open(ctx, document, &text, if is_own { Kept::Nowhere } else { Kept::Link });
                if is_own {
                    self.keeping.places.note(&fragment);
                }
            }
        }
    }

    /// The kept diagram that the link stands for, opened where the link says.
    fn own(&self, linked: &Document, fragment: &str) -> Option<(Place, Document)> {
        if self.shell.embed {
            return None;
        }
        let view = linked.view;
        if let Some((place, kept)) = places::of_address(fragment).and_then(read) {
            let mode = kept.view.mode;
            let view = View { mode, ..view };
            return Some((place, Document { view, ..kept }));
        }
        // What is sent for looking at is looked at, also by its author.
        if view.mode.is_some() {
            return None;
        }
        let mut kept = places::all().into_iter().filter_map(read);
        let (place, kept) = kept.find(|(_, kept)| same(kept, linked))?;
        Some((place, Document { view, ..kept }))
    }

    /// Another address was typed or chosen.
    fn address_changed(&mut self, ctx: &Context<Self>) {
        if self.keeping.mirrored.as_deref() == Some(&location::fragment()) {
            return;
        }
        self.shell.notice = None;
        if let Some(document) = self.linked() {
            self.open_linked(ctx, document);
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
        self.keeping.places.note(&fragment);
        self.keeping.mirrored = Some(fragment);
    }

    /// Shows another diagram, and keeps its text for the worst case. It is no diagram of this browser's before it is edited.
    fn open(&mut self, ctx: &Context<Self>, document: Document, text: &str, kept: Kept) {
        let mode = opening_mode(document.view.mode, self.shell.embed);
        let message = Message::Open {
            document: Box::new(document),
            mode,
        };
        for effect in self.session.update(message) {
            self.run(ctx, effect);
        }
        self.keeping.timer = None;
        if !self.shell.embed {
            self.keeping.places.leave();
        }
        self.shell.kept = kept;
        self.shell.dialog = None;
        self.shell.drawer = false;
        self.importing.forget_report();
        self.shell.asking = kept != Kept::Browser;
        panic::keep(text);
        self.refresh();
    }

    /// The same for what was chosen on the page. Where nothing can be kept, it is a step that can be undone.
    pub(super) fn open_chosen(&mut self, ctx: &Context<Self>, document: Document, text: &str) {
        if self.shell.kept == Kept::Refused && self.session.mode() == Mode::Edit {
            self.shell.dialog = None;
            self.shell.drawer = false;
            self.edit(ctx, Message::Replace(Box::new(document)));
        } else {
            self.open(ctx, document, text, Kept::Nowhere);
            self.mirror();
        }
    }

    /// A diagram of the gallery.
    pub(super) fn open_kept(&mut self, ctx: &Context<Self>, id: &str) {
        let place = places::all().into_iter().find(|place| *place.id == *id);
        match place.and_then(read) {
            Some((place, document)) => {
                self.open(ctx, document, &place.text, Kept::Browser);
                self.keeping.places.enter(&place, &location::fragment());
                self.mirror();
                self.focus_canvas();
            }
            None => self.notice("This diagram cannot be opened.", "It is not in this browser any more."),
        }
    }

    /// From looking on to changing: a diagram of its own.
    pub(super) fn edit_copy(&mut self, ctx: &Context<Self>) {
        let mut document = self.session.shared_document();
        document.view.mode = None;
        let text = text::format(&document);
        self.open(ctx, document, &text, Kept::Nowhere);
        self.shell.asking = false;
        self.mirror();
        self.say("A copy, to change");
        self.focus_canvas();
    }

    /// An edit is kept at once; the address follows when there was none for a moment.
    pub(super) fn save(&mut self, ctx: &Context<Self>, document: &Document) {
        let text = text::format(document);
        panic::keep(&text);
        if self.shell.embed {
            return;
        }
        self.keep(&document.title, &text);
        let link = ctx.link().clone();
        // A timer that is replaced is a timer that never rings.
        self.keeping.timer = Some(Timeout::new(MIRROR_AFTER, move || {
            link.send_message(Msg::Arrived(Arrival::Quiet))
        }));
    }

    fn keep(&mut self, title: &str, text: &str) {
        let outcome = self.keeping.places.keep(title, text, clock::now());
        self.shell.kept = match outcome {
            Outcome::Refused => Kept::Refused,
            Outcome::Kept | Outcome::Parted => Kept::Browser,
        };
        self.keeping.places.note(&location::fragment());
        if outcome == Outcome::Parted {
            self.notice(
                "This diagram was changed in another tab as well.",
                "What you do here is now a diagram of its own. “Diagrams” lists both.",
            );
        }
        if outcome == Outcome::Refused && !std::mem::replace(&mut self.keeping.told, true) {
            self.notice(
                "This browser keeps nothing for this page.",
                "The diagram is gone when the page is closed. “Share” gives a link or a text that holds it.",
            );
        }
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
        self.open_chosen(ctx, Document::default(), "");
        self.say("A new diagram");
        self.focus_canvas();
    }

    pub(super) fn open_pasted(&mut self, ctx: &Context<Self>, document: &Document) {
        self.shell.notice = None;
        self.open_chosen(ctx, document.clone(), &text::format(document));
        self.say(&format!("{} is open", document.title));
        self.focus_canvas();
    }

    fn sample(&mut self, ctx: &Context<Self>, text: Result<String, String>) {
        let read = text.and_then(|text| match text::parse(&text) {
            Ok(document) => Ok((document, text)),
            Err(errors) => Err(first(&errors)),
        });
        match read {
            Ok((document, text)) => {
                self.open_chosen(ctx, document, &text);
                self.focus_canvas();
            }
            Err(problem) => self.notice("The sample could not be opened.", &problem),
        }
    }

    pub(super) fn notice(&mut self, title: &str, text: &str) {
        self.shell.notice = Some(Notice {
            title: title.into(),
            text: text.into(),
            offers: false,
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
            Arrival::Taken(name) => self.taken(name),
            Arrival::Files(files) => self.take_files(ctx, files),
            Arrival::Beginning(file, bytes) => self.take_file(ctx, file, bytes),
            Arrival::Import(heard) => self.imported(ctx, heard),
            Arrival::Content(file, bytes) => self.open_file(ctx, file, bytes),
            Arrival::Quiet => {
                if self.keeping.timer.take().is_some() {
                    self.mirror();
                }
            }
            Arrival::Print(prints) => self.fit_paper(prints),
            Arrival::Beat => self.beat(ctx),
            Arrival::HintSeen => self.shell.zoom_hint = false,
            Arrival::Sample(text) => self.sample(ctx, text),
            Arrival::Address => self.address_changed(ctx),
            Arrival::Clipboard(text) => self.pasted(ctx, &text.unwrap_or_default()),
        }
        true
    }

    /// A diagram on the clipboard, in any of its forms.
    fn pasted(&mut self, ctx: &Context<Self>, text: &str) {
        match document::open(text) {
            Ok(document) => {
                self.edit(ctx, Message::Replace(Box::new(document)));
            }
            Err(problem) => self.notice("This cannot be pasted as a diagram.", &problem.to_string()),
        }
    }
}

/// A kept diagram that can still be read.
fn read(place: Place) -> Option<(Place, Document)> {
    let document = text::parse(&place.text).ok()?;
    Some((place, document))
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
