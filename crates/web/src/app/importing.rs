//! Files of other programs: read beside the page, asked about, opened as a diagram of their own, and reported on.

use document::import::Parameter;
use document::inputs::Refusal;
use document::inputs::answer::{Answer, Outcome};
use document::text;
use editor::panel::import::{Progress, Report};
use yew::prelude::*;

use super::dialogs::{Target, action};
use super::startup::Arrival;
use super::{Action, App, Dialog, Msg};
use crate::port::files::Chosen;
use crate::port::importer::{Heard, Importer};
use crate::shared::Shared;
use crate::view::chooser::Choice;
use crate::view::fence::fence_keyed;
use crate::view::panel::import::{ParametersForm, ProgressProps, ReportPanel, progress_dialog};

/// The import that is under way, and the report on the diagram that came of the last one.
#[derive(Debug, Default)]
pub struct Importing {
    running: Option<Importer>,
    files: Vec<Chosen>,
    values: Vec<(String, String)>,
    progress: Shared<Progress>,
    /// What came out so far, while somebody is asked for values.
    found: Option<(String, Outcome)>,
    asked: Shared<Vec<Parameter>>,
    report: Option<Shared<Report>>,
}

impl Importing {
    /// Another diagram is shown.
    pub(super) fn forget_report(&mut self) {
        self.report = None;
    }

    fn end(&mut self) {
        *self = Self {
            report: self.report.take(),
            ..Self::default()
        };
    }
}

impl App {
    /// One diagram out of these files.
    pub(super) fn import(&mut self, ctx: &Context<Self>, files: Vec<Chosen>) {
        self.importing.end();
        self.importing.files = files;
        self.start_import(ctx);
    }

    fn start_import(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let running = Importer::start(move |heard| link.send_message(Msg::Arrived(Arrival::Import(heard))));
        if running.is_none() {
            return self.import_failed(APART, "");
        }
        self.importing.running = running;
        self.importing.progress.set(Progress::starting());
        self.shell.notice = None;
        self.shell.dialog = Some(Dialog::Importing);
    }

    pub(super) fn imported(&mut self, ctx: &Context<Self>, heard: Heard) {
        // What was said before it was cancelled may still arrive.
        let Some(running) = &self.importing.running else {
            return;
        };
        match heard {
            Ok((Answer::Ready, _)) => running.ask(&self.importing.files, &self.importing.values),
            Ok((Answer::Step(step), _)) => self.importing.progress.set(Progress::of(&step)),
            Ok((Answer::Read(outcome), text)) => self.import_read(ctx, text, outcome),
            Ok((Answer::Refused(refused), _)) => self.import_refused(&refused),
            Ok((Answer::Stopped(why), _)) | Err(why) => self.import_failed("The importer stopped", &why),
        }
    }

    fn import_read(&mut self, ctx: &Context<Self>, text: String, outcome: Outcome) {
        self.importing.running = None;
        if outcome.missing.is_empty() {
            return self.open_import(ctx, &text, outcome);
        }
        self.importing.asked.set(outcome.missing.clone());
        self.importing.found = Some((text, outcome));
        self.shell.dialog = Some(Dialog::Parameters);
    }

    /// The same files again, with what somebody said.
    pub(super) fn give_values(&mut self, ctx: &Context<Self>, values: Vec<(String, String)>) {
        self.importing.values.extend(values);
        self.importing.found = None;
        self.start_import(ctx);
    }

    pub(super) fn import_without_values(&mut self, ctx: &Context<Self>) {
        if let Some((text, outcome)) = self.importing.found.take() {
            self.open_import(ctx, &text, outcome);
        }
    }

    fn open_import(&mut self, ctx: &Context<Self>, text: &str, outcome: Outcome) {
        self.importing.end();
        match text::parse(text) {
            Ok(document) => {
                self.open_chosen(ctx, document, text);
                let report = Report::of(outcome);
                self.say(&format!("Imported: {}", report.summary()));
                self.importing.report = Some(Shared::new(report));
                self.shell.dialog = Some(Dialog::Report);
            }
            Err(errors) => {
                let why = errors.first().map(ToString::to_string).unwrap_or_default();
                self.import_failed("What came out cannot be read", &why);
            }
        }
    }

    fn import_refused(&mut self, refused: &[Refusal]) {
        let name = match (self.importing.files.as_slice(), refused) {
            ([one], _) => one.name.clone(),
            (_, [one]) => one.file.clone(),
            _ => "These files".to_owned(),
        };
        let mut why = refused.first().map(ToString::to_string).unwrap_or_default();
        if let Some(more @ 1..) = refused.len().checked_sub(1) {
            why.push_str(&format!(" And {more} more."));
        }
        self.importing.end();
        self.not_opened(&name, &why);
    }

    /// Nothing of the files' own making is wrong, as far as is known.
    fn import_failed(&mut self, what: &str, why: &str) {
        self.importing.end();
        self.shell.dialog = None;
        let colon = if why.is_empty() { "" } else { ": " };
        let text = format!("{what}{colon}{}. Your diagram is as it was.", why.trim_end_matches('.'));
        self.notice("The files could not be read.", &text);
    }

    pub(super) fn cancel_import(&mut self) {
        self.importing.end();
        self.shell.dialog = None;
        self.say("Cancelled. Nothing was changed.");
        self.focus_canvas();
    }

    /// The report, as long as its diagram is shown.
    pub(super) fn report_action(&self) -> Option<(Target, Choice)> {
        let report = self.importing.report.as_ref();
        report.map(|_| action("Show the import report", Action::Open(Dialog::Report)))
    }

    pub(super) fn report_button(&self) -> Html {
        if self.importing.report.is_none() {
            return Html::default();
        }
        let onclick = self.callbacks.act.reform(|_: MouseEvent| Action::Open(Dialog::Report));
        html! { <button type="button" class="button report-button" {onclick}>{ "Import report" }</button> }
    }

    pub(super) fn import_dialog(&self, dialog: &Dialog) -> Html {
        let act = self.callbacks.act.clone();
        let cancel = self.callbacks.act.reform(|()| Action::CancelImport);
        match (dialog, &self.importing.report) {
            (Dialog::Importing, _) => {
                let model = self.importing.progress.clone();
                fence_keyed("importing", ProgressProps { model, cancel }, progress_dialog)
            }
            (Dialog::Parameters, _) => {
                html! { <ParametersForm key="parameters" asked={self.importing.asked.clone()} {act} {cancel} /> }
            }
            (_, Some(report)) => {
                html! { <ReportPanel key="report" model={report.clone()} close={self.callbacks.close.clone()} /> }
            }
            _ => Html::default(),
        }
    }
}

const APART: &str = "This page is shown in a frame that keeps it apart, where the browser starts no importer. Open it in a tab of its own";
