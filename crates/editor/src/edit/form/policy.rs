//! Policies, as rows: of endpoints and of buckets or tables themselves.

use document::text;
use reach::id::{Kind, Ref};
use reach::topology::{Effect, PolicyCondition, ResourcePolicy, Statement};

use super::items::{element, word_of};
use super::{Form, FormInput};
use crate::edit::rows::{RowRefused, at, cell};
use crate::edit::{Drawing, Refused, field, parse};
use crate::words::joined;

const EFFECTS: &[(&str, Effect)] = &[("allow", Effect::Allow), ("deny", Effect::Deny)];
const SOURCES: &[Kind] = &[Kind::Vpc, Kind::GatewayEndpoint, Kind::InterfaceEndpoint];

impl Form<'_> {
    pub(super) fn resource_policy(&mut self, record: &mut ResourcePolicy) {
        self.word(
            (field::RESOURCE, "Bucket or table"),
            &mut record.resource,
            "a bucket or table",
            "my-bucket",
        );
        self.hint("Flows that name it are judged by these statements");
        self.statements("None. The policy adds nothing.", &mut record.statements);
    }

    /// An endpoint's policy: AWS's own, which allows everything, or statements.
    pub(super) fn endpoint_policy(&mut self, policy: &mut Option<Vec<Statement>>) {
        self.heading("Policy");
        let mut full = policy.is_none();
        self.switch((field::FULL_ACCESS, "Full access"), &mut full);
        match (&policy, full) {
            (Some(_), true) => *policy = None,
            (None, false) => *policy = Some(vec![Statement::everything()]),
            _ => {}
        }
        if let Some(statements) = policy {
            self.statements("None. Nothing is allowed.", statements);
        }
    }

    fn statements(&mut self, empty: &'static str, list: &mut Vec<Statement>) {
        let labels: &'static [_] = &[("allow", "Allow"), ("deny", "Deny")];
        let inputs = vec![
            FormInput::Words(labels),
            FormInput::Mono,
            FormInput::Mono,
            FormInput::Mono,
            FormInput::Mono,
            FormInput::Mono,
        ];
        let words = ("Add statement", empty);
        self.table((field::STATEMENTS, "Statements"), words, inputs, list, statement, cells);
    }
}

/// An empty cell is `*`; then come a CIDR, a VPC or an endpoint, and what else must hold, as in the text form.
fn statement(drawing: Drawing<'_>, cells: &[String]) -> Result<Statement, RowRefused> {
    let word = |column: usize, what, example| match cell(cells, column) {
        "" => Ok("*".into()),
        typed => at(column, parse::word(typed, what, example)),
    };
    let mut source_ip = None;
    let mut source: Option<Ref> = None;
    match cell(cells, 4) {
        "" => {}
        typed if parse::cidr(typed).is_ok() => source_ip = Some(at(4, parse::cidr(typed))?),
        typed => source = Some(at(4, element(drawing, SOURCES, typed))?),
    }
    Ok(Statement {
        effect: at(0, parse::choice(cell(cells, 0), EFFECTS))?,
        resource: word(1, "a resource", "my-bucket")?,
        action: word(2, "an action", "s3:GetObject")?,
        principal: word(3, "a principal", "111111111111")?,
        source_ip,
        source,
        conditions: at(5, conditions(cell(cells, 5)))?,
    })
}

fn conditions(typed: &str) -> Result<Vec<PolicyCondition>, Refused> {
    text::parse_conditions(typed)
        .map_err(|error| format!("{}, as in if Bool aws:SecureTransport true.", error.problem).into())
}

fn cells(statement: &Statement) -> Vec<String> {
    let from = match &statement.source {
        Some(of) => of.id.to_string(),
        None => joined(statement.source_ip),
    };
    vec![
        word_of(EFFECTS, &statement.effect),
        statement.resource.to_string(),
        statement.action.to_string(),
        statement.principal.to_string(),
        from,
        text::format_conditions(&statement.conditions),
    ]
}
