//! What the session and the views ask of the browser and of the page.

use std::rc::Rc;

use editor::{Activity, Effect, Message};
use reach::id::Ref;
use reach::question::Question;
use reach::trace::Verdict;
use web_sys::Element;
use yew::prelude::*;

use super::startup::Arrival;
use super::{Action, App, Dialog, Msg};
use crate::port::{clipboard, dom};
use crate::view::canvas::{ELEMENT, name};

/// What waits for the next rendering.
#[derive(Debug, Default)]
pub struct Later {
    /// The element that gets the keyboard focus when it is drawn.
    pub(super) focus: Option<Ref>,
    /// The same for a part of a panel: the first of these selectors that finds something.
    part: &'static [&'static str],
    /// What had the keyboard focus when something was about to change, and the panel that it is in.
    held: Option<(Element, Option<Element>)>,
    /// The one element of the drawing that Tab stops at; the drawing itself if there is none.
    stop: Option<Element>,
}

impl App {
    pub(super) fn run(&mut self, ctx: &Context<Self>, effect: Effect) {
        match effect {
            Effect::Save(document) => self.save(ctx, &document),
            Effect::CopyText(text) => self.copy(ctx, text),
            Effect::ReadClipboard => ctx.link().send_future(async {
                let text = clipboard::read().await;
                Msg::Arrived(Arrival::Clipboard(text))
            }),
            Effect::Announce(text) => self.say(&text),
            Effect::Focus(of) => self.later.focus = Some(of),
            Effect::Rename(of) => self.shell.renaming = Some(of),
            Effect::FocusPart { forward } => self.focus_part(forward),
            Effect::FocusPalette => self.focus_palette(),
            Effect::ClearPalette => self.shell.filter = Rc::from(""),
            Effect::FocusFixes => {
                self.shell.dock = true;
                // A finger has no use for a button in focus, whose tip would lie over the words.
                self.later.part = match dom::matches("(pointer: coarse)") {
                    true => &[".fixes", ".trace-dock .verdict"],
                    false => &[".fixes li button", ".fixes", ".trace-dock .verdict"],
                };
            }
            Effect::FocusVerdict => self.later.part = &[".trace-dock .verdict"],
            Effect::OpenShare => self.open_dialog(Dialog::Share),
            // Embedded, it shows what its address says and nothing else.
            Effect::OpenGallery if self.shell.embed => {}
            Effect::OpenGallery => self.open_dialog(Dialog::Gallery),
            Effect::OpenCommandPalette => self.open_dialog(Dialog::Commands),
            Effect::OpenKeySheet => self.open_dialog(Dialog::Keys),
            Effect::OpenMenu => self.open_menu(),
            Effect::OpenMatrix => self.open_dialog(Dialog::Matrix),
            Effect::Play => self.play(ctx),
            Effect::OpenAlong => self.open_dialog(Dialog::Along),
            Effect::OpenCompare => self.open_dialog(Dialog::Compare),
            Effect::OpenConnectList(of) => self.open_dialog(Dialog::Connect(of)),
            Effect::PostTrace(flow) => self.post_trace(flow),
        }
    }

    pub(super) fn act(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        match action {
            Action::Activity(activity) => self.set_activity(ctx, activity),
            Action::Open(dialog) => self.open_dialog(dialog),
            Action::CloseDialog => {
                self.shell.dialog = None;
                self.focus_canvas();
            }
            Action::Choose(index) => self.choose(ctx, index),
            Action::Ask(question) => self.ask(ctx, question),
            Action::Command(name) => {
                self.shell.dialog = None;
                self.focus_canvas();
                self.edit(ctx, Message::Command(name));
            }
            Action::Named => {
                if let Some(of) = self.shell.renaming.take() {
                    self.later.focus = Some(of);
                }
            }
            Action::CloseNotice => self.shell.notice = None,
            Action::ShowBlocked => self.show_blocked(ctx),
            Action::CloseQuestion => self.shell.asking = false,
            Action::NextTheme => self.next_theme(),
            Action::SingleKeys(on) => self.set_single_keys(on),
            Action::Filter(typed) => self.shell.filter = typed.into(),
            Action::ToggleDrawer => self.shell.drawer = !self.shell.drawer,
            Action::ToggleInspector => self.shell.inspecting = !self.shell.inspecting,
            Action::ToggleDock => self.toggle_dock(ctx),
            Action::FocusCanvas => self.focus_canvas(),
            Action::ShareWith(mode) => self.share_with(mode),
            Action::Copy(text) => self.copy(ctx, text),
            Action::Take(take) => self.take(ctx, take),
            Action::NewDiagram => self.new_diagram(ctx),
            Action::EditCopy => self.edit_copy(ctx),
            Action::OpenKept(id) => self.open_kept(ctx, &id),
            Action::DeleteKept(id) => self.delete_kept(&id),
            Action::UndeleteKept(id) => self.undelete_kept(&id),
            Action::ChooseFiles => self.choose_files(ctx, false),
            Action::ChooseFolder => self.choose_files(ctx, true),
            Action::CancelImport => self.cancel_import(),
            Action::GiveValues(values) => self.give_values(ctx, values),
            Action::ImportWithoutValues => self.import_without_values(ctx),
            Action::OpenSample(file) => self.open_sample(ctx, file),
            Action::OpenPasted(document) => self.open_pasted(ctx, &document),
        }
        true
    }

    /// The answer is in the dock, whatever was shown before.
    fn ask(&mut self, ctx: &Context<Self>, question: Question) {
        self.shell.dialog = None;
        self.focus_canvas();
        self.edit(ctx, Message::Ask(question));
        self.set_activity(ctx, Activity::Trace);
    }

    /// Looking at the trace is Trace; putting it away is going on with building.
    fn toggle_dock(&mut self, ctx: &Context<Self>) {
        self.shell.dock = !self.shell.dock;
        let activity = if self.shell.dock {
            Activity::Trace
        } else {
            Activity::Build
        };
        self.set_activity(ctx, activity);
    }

    fn set_activity(&mut self, ctx: &Context<Self>, activity: Activity) {
        self.shell.dock |= activity == Activity::Trace;
        self.edit(ctx, Message::Activity(activity));
    }

    /// The first question's flow: the shown one if it does not get through, else the first that does not.
    pub(super) fn first_blocked(&self) -> Option<usize> {
        let traces = &self.session.derived().traces;
        let is_blocked = |flow: &usize| traces.get(*flow).is_some_and(|trace| trace.verdict == Verdict::Blocked);
        let shown = self.session.flow().filter(is_blocked);
        shown.or_else(|| (0..traces.len()).find(is_blocked))
    }

    fn show_blocked(&mut self, ctx: &Context<Self>) {
        self.shell.asking = false;
        let Some(flow) = self.first_blocked() else { return };
        self.edit(ctx, Message::SelectFlow(Some(flow)));
        self.set_activity(ctx, Activity::Trace);
        let blocking = self.session.derived().traces.get(flow).and_then(|trace| {
            let blocker = trace.blockers.first()?;
            let before = match blocker.leg {
                reach::trace::Leg::Forward => 0,
                reach::trace::Leg::Return => trace.forward.len(),
            };
            Some((before + blocker.hop?, blocker.finding.at.clone()))
        });
        if let Some((step, at)) = blocking {
            self.edit(ctx, Message::Step(step));
            self.edit(ctx, Message::Select(vec![at.clone()]));
            // The button that was pressed is gone; the keyboard goes on at what blocks.
            let drawn = self.drawn.svg.cast::<Element>();
            match drawn.filter(|svg| dom::with_value(svg, ELEMENT, &name(&at)).is_some()) {
                Some(_) => self.later.focus = Some(at),
                None => self.focus_canvas(),
            }
        }
    }

    /// The headline of the first question, while it is asked.
    pub(super) fn question(&self) -> Option<AttrValue> {
        if !self.shell.asking || self.shell.embed || self.shell.notice.is_some() {
            return None;
        }
        let traces = &self.session.derived().traces;
        let asked = &traces.get(self.first_blocked()?)?.question;
        let topology = &self.session.document().topology;
        let (from, to) = (
            editor::words::end(topology, &asked.from),
            editor::words::end(topology, &asked.to),
        );
        // Where other packets between the same two get through, it matters which these are.
        let mut passing = traces.iter().filter(|trace| trace.verdict != Verdict::Blocked);
        let some_pass = passing.any(|trace| trace.question.from == asked.from && trace.question.to == asked.to);
        let on = if some_pass {
            format!(" on {}", editor::scene::traffic_words(asked.traffic))
        } else {
            String::new()
        };
        Some(format!("{from} cannot reach {to}{on}.").into())
    }

    pub(super) fn say(&mut self, text: &str) {
        // The same sentence twice would not be a change, and so not be read.
        let again = *self.shell.said == *text;
        self.shell.said = Rc::from(if again {
            format!("{text}\u{a0}")
        } else {
            text.to_owned()
        });
    }

    pub(super) fn copy(&mut self, ctx: &Context<Self>, text: String) {
        ctx.link().send_future(async move {
            let copied = clipboard::copy(&text).await;
            Msg::Arrived(Arrival::Copied(copied))
        });
    }

    pub(super) fn focus_canvas(&self) {
        if let Some(element) = self.later.stop.clone().or_else(|| self.drawn.svg.cast::<Element>()) {
            dom::focus(&element);
        }
    }

    fn focus_palette(&mut self) {
        self.shell.drawer = true;
        let field = dom::document().and_then(|document| document.query_selector(".palette input").ok().flatten());
        if let Some(field) = field {
            dom::focus(&field);
        }
    }

    /// Tab stops once in the drawing: where the focus last was.
    pub(super) fn rove(&mut self, element: &Element) {
        let before = self.later.stop.take().or_else(|| self.drawn.svg.cast());
        // Setting an attribute with a fixed, valid name cannot fail.
        if let Some(before) = before {
            let _ = before.set_attribute("tabindex", "-1");
        }
        let _ = element.set_attribute("tabindex", "0");
        self.later.stop = Some(element.clone());
    }

    /// Before a change: where the keyboard is.
    pub(super) fn hold_focus(&mut self) {
        let active = dom::document().and_then(|document| document.active_element());
        self.later.held = active.map(|element| {
            let panel = element.closest("aside, .trace-dock, .toast").ok().flatten();
            (element, panel)
        });
    }

    /// After it: a part that was asked for, or the panel of a button that is gone or has done all it can.
    fn focus_panel(&mut self) {
        let Some(document) = dom::document() else { return };
        let held = self.later.held.take();
        let mut wanted = std::mem::take(&mut self.later.part).iter();
        if let Some(element) = wanted.find_map(|part| document.query_selector(part).ok().flatten()) {
            return dom::focus_part(&element);
        }
        let Some((held, Some(panel))) = held else { return };
        let active = document.active_element();
        let is_left = active.is_none_or(|active| active == held || active.tag_name() == "BODY");
        if !is_left || held.is_connected() && !held.has_attribute("disabled") {
            return;
        }
        // A message goes with its button, and what it was about is in the drawing.
        if panel.is_connected() {
            dom::focus_part(&panel);
        } else {
            self.focus_canvas();
        }
    }

    pub(super) fn focus_later(&mut self) {
        self.focus_panel();
        let Some(svg) = self.drawn.svg.cast::<Element>() else {
            return;
        };
        if self.later.stop.as_ref().is_some_and(|stop| !stop.is_connected()) {
            let had_focus = dom::document()
                .and_then(|document| document.active_element())
                .is_none_or(|active| active.tag_name() == "BODY");
            self.rove(&svg);
            if had_focus && self.later.focus.is_none() {
                dom::focus(&svg);
            }
        }
        let Some(of) = self.later.focus.take() else { return };
        if let Some(element) = dom::with_value(&svg, ELEMENT, &name(&of)) {
            dom::focus(&element);
        }
    }
}
