//! What every panel reads from the session, and the small builders of fields and links.

use std::rc::Rc;

use reach::id::{Id, Record, Ref};
use reach::issue::Issue;
use reach::network::{EffectiveRoute, Network};
use reach::topology::{RouteTableId, Target, Topology};
use reach::trace::{Finding, Trace};

use super::inspector::{Choice, Field, Input, Link, Section, Source, TableError};
use super::problems::{self, ProblemItem};
use super::words;
use crate::edit::field::{self, FieldError};
use crate::message::FieldId;
use crate::scene::Glyph;
use crate::session::Session;
use crate::words::joined;

pub(crate) struct Context<'a> {
    pub(crate) session: &'a Session,
    /// As drawn: may be wrong.
    pub(crate) drawn: &'a Topology,
    pub(crate) network: &'a Network,
    /// With AWS's defaults filled in, without what cannot exist.
    pub(crate) resolved: &'a Topology,
    pub(crate) trace: Option<&'a Trace>,
    /// The shown hop, forward leg first.
    pub(crate) step: usize,
    /// Names may be changed and things deleted.
    pub(crate) may_edit: bool,
    /// Rows of tables may be changed.
    pub(crate) may_edit_rows: bool,
    error: Option<&'a FieldError>,
}

impl<'a> Context<'a> {
    pub(crate) fn of(session: &'a Session) -> Self {
        let derived = session.derived();
        Self {
            session,
            drawn: &session.document().topology,
            network: &derived.network,
            resolved: derived.network.topology(),
            trace: session.trace().map(Rc::as_ref),
            step: session.step(),
            may_edit: session.may_edit(),
            may_edit_rows: session.may_edit_rows(),
            error: session.field_error(),
        }
    }

    /// What cannot be, and what should not stay so.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &'a Issue> {
        let issues = &self.session.derived().issues;
        issues.iter().chain(self.session.lints())
    }

    pub(crate) fn name(&self, of: &Ref) -> Rc<str> {
        words::name(self.resolved, of)
    }

    pub(crate) fn name_of<T: Record>(&self, id: &Id<T>) -> Rc<str> {
        self.name(&Ref::from(id))
    }

    /// An editable field, or the same read-only where nothing may be edited.
    pub(crate) fn field(&self, of: &Ref, id: FieldId, label: &str, value: impl Into<Rc<str>>, input: Input) -> Field {
        let error = self
            .error
            .filter(|error| error.of == *of && error.field == id && error.cell.is_none());
        let value = error.map_or_else(|| value.into(), |error| Rc::clone(&error.typed));
        let (value, input) = if self.session.may_set(id) {
            (value, input)
        } else {
            (in_words(&value, &input), Input::ReadOnly)
        };
        Field {
            id,
            label: label.into(),
            value,
            input,
            error: error.map(|error| Rc::clone(&error.text)),
            hint: None,
        }
    }

    /// A field for the eye only.
    pub(crate) fn fact(&self, label: &str, value: impl Into<Rc<str>>) -> Field {
        Field {
            id: "",
            label: label.into(),
            value: value.into(),
            input: Input::ReadOnly,
            error: None,
            hint: None,
        }
    }

    pub(crate) fn switch(&self, of: &Ref, id: FieldId, label: &str, on: bool) -> Field {
        let input = Input::Switch { on: "on", off: "off" };
        self.field(of, id, label, if on { "on" } else { "off" }, input)
    }

    /// The title of the inspector as a field; `None` where nothing may be edited.
    pub(crate) fn name_field(&self, of: &Ref) -> Option<Field> {
        (self.may_edit && self.drawn.contains(of)).then(|| {
            let mut field = self.field(of, field::NAME, "Name", self.name(of), Input::Text);
            field.hint = None;
            field
        })
    }

    /// The refused value of a table, if there is one.
    pub(crate) fn table_error(&self, of: &Ref, table: FieldId) -> Option<TableError> {
        let error = self.error.filter(|error| error.of == *of && error.field == table)?;
        let (row, column) = error.cell?;
        Some(TableError {
            row: (row != field::NEW_ROW).then_some(row),
            column,
            typed: Rc::clone(&error.typed),
            text: Rc::clone(&error.text),
        })
    }

    pub(crate) fn glyph(&self, of: &Ref) -> Glyph {
        words::glyph(self.resolved, of)
    }

    /// The routes in force whose target is this element, table by table.
    pub(crate) fn routes_to(&self, of: &Ref) -> Vec<(&RouteTableId, &EffectiveRoute)> {
        let leads_there = |route: &&EffectiveRoute| matches!(&route.target, Target::Element(target) if target == of);
        let tables = self.resolved.route_tables.ids();
        tables
            .flat_map(|table| {
                self.network
                    .routes(table)
                    .iter()
                    .filter(leads_there)
                    .map(move |route| (table, route))
            })
            .collect()
    }

    pub(crate) fn link(&self, of: impl Into<Ref>, detail: impl Into<Rc<str>>) -> Link {
        let of = of.into();
        Link {
            glyph: self.glyph(&of),
            label: self.name(&of),
            detail: detail.into(),
            of,
        }
    }

    /// A choice for each of these elements, by name.
    pub(crate) fn choices<'b, T: Record + 'b>(&self, ids: impl Iterator<Item = &'b Id<T>>) -> Vec<Choice> {
        ids.map(|id| (id.text(), self.name_of(id))).collect()
    }

    pub(crate) fn problems_at(&self, of: &Ref) -> Vec<ProblemItem> {
        problems::items(self, |issue| issue.finding.at == *of)
    }

    pub(crate) fn sentence(&self, finding: &Finding) -> Rc<str> {
        reach::explain::sentence(finding, self.resolved).into()
    }

    /// "Why it stops here", for every blocker of the shown trace at this element.
    pub(crate) fn why_here(&self, of: &Ref) -> Vec<Section> {
        let blockers = self.trace.map(|trace| trace.blockers.as_slice()).unwrap_or_default();
        blockers
            .iter()
            .filter(|blocker| blocker.finding.at == *of || blocker.by.as_ref().is_some_and(|row| row.of == *of))
            .map(|blocker| Section::Text {
                title: match blocker.leg {
                    reach::trace::Leg::Forward => "Why it stops here".into(),
                    reach::trace::Leg::Return => "Why the reply stops here".into(),
                },
                text: self.sentence(&blocker.finding),
                source: Some(source(&blocker.finding)),
            })
            .collect()
    }
}

/// What a value reads as where it may not be changed.
fn in_words(value: &str, input: &Input) -> Rc<str> {
    let label = |choices: &[Choice], value: &str| {
        let known = choices.iter().find(|(choice, _)| **choice == *value);
        known.map_or_else(|| value.into(), |(_, label)| Rc::clone(label))
    };
    match input {
        Input::Switch { .. } => words::capitalized(value).into(),
        Input::Choice(choices) => label(choices, value),
        Input::Many(choices) => joined(value.split(',').map(|one| label(choices, one.trim()))).into(),
        Input::ReadOnly | Input::Text | Input::Mono | Input::Suggest(_) => value.into(),
    }
}

pub(crate) fn source(finding: &Finding) -> Source {
    let reason = finding.reason;
    Source {
        code: reason.shown_code().map(Into::into),
        rule: reason.rules.first().map(|rule| (*rule).into()),
        page: (!reason.page.is_empty()).then(|| format!("https://docs.aws.amazon.com/{}", reason.page).into()),
    }
}
