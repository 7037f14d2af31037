//! What the shown trace says of the rows of tables: which were hit, which decided, which lost, and where one is missing.

use reach::id::{Direction, Ref, Row, RowRef};
use reach::trace::{Action, Hop, Step};

use super::context::Context;
use super::inspector::{Cell, Mark, TableRow};
use super::words;

impl Context<'_> {
    /// Every hop of the shown trace with its step, counted from 1, forward leg first.
    pub(crate) fn hops(&self) -> impl Iterator<Item = (usize, &Hop)> {
        let hops = self.trace.map(|trace| trace.forward.iter().chain(&trace.reply));
        hops.into_iter()
            .flatten()
            .enumerate()
            .map(|(index, hop)| (index + 1, hop))
    }

    /// What the shown trace says of this row. The shown step counts more than the others, deciding more than losing.
    pub(crate) fn mark(&self, row: &RowRef) -> Mark {
        let mut mark = Mark::None;
        for (step, hop) in self.hops() {
            let is_shown = step == self.step + 1;
            let new = if hop.decision.by.as_ref() == Some(row) {
                if is_shown || hop.action == Action::Drop {
                    Mark::Deciding(step, hop.action != Action::Drop)
                } else {
                    Mark::Hit(step)
                }
            } else {
                self.passed_over(hop, row)
            };
            if weight(&new) > weight(&mark) || (is_shown && weight(&new) == weight(&mark)) {
                mark = new;
            }
        }
        mark
    }

    /// Why the row did not decide at this hop: it lost to another, or did not match. The latter is worth a word only where
    /// the packet is dropped.
    fn passed_over(&self, hop: &Hop, row: &RowRef) -> Mark {
        let Some(passed) = hop.decision.passed_over.iter().find(|passed| passed.by == *row) else {
            return Mark::None;
        };
        let title = || words::uncapitalized(passed.reason.title).into();
        let winner = hop.decision.by.as_ref().map(|by| &by.row);
        match (passed.reason.code, winner) {
            ("MORE_SPECIFIC_ROUTE", Some(winner)) => Mark::Shadowed(format!("{winner} is more specific").into()),
            ("HIGHER_PRIORITY_ROUTE", Some(winner)) => {
                Mark::Shadowed(format!("the other route to {winner} goes first").into())
            }
            ("decided-before", Some(Row::Entry(_, Some(number)))) => {
                Mark::Shadowed(format!("rule {number} comes first").into())
            }
            ("decided-before" | "stale-rule" | "SG_REFERENCES_NOT_PRESERVED", _) => Mark::Shadowed(title()),
            _ if hop.action == Action::Drop => Mark::Unmatched(title()),
            _ => Mark::None,
        }
    }

    /// The row that says that a row is missing in the route table: the packet met it and nothing matched.
    pub(crate) fn missing_route(&self, table: &Ref) -> Option<TableRow> {
        let (step, hop) = self.hops().find(|(_, hop)| {
            hop.at == *table
                && hop.action == Action::Drop
                && hop.decision.by.is_none()
                && matches!(hop.step, Step::RouteTable { .. })
        })?;
        let destination = hop.packet.destination;
        Some(missing(
            step,
            format!(
                "No row matches {destination}{}: the packet is dropped here",
                self.owner(step)
            ),
        ))
    }

    /// The same for security groups: none of the rules lets the packet through.
    pub(crate) fn missing_rule(&self, group: &Ref, direction: Direction) -> Option<TableRow> {
        let (step, hop) = self.hops().find(|(_, hop)| {
            hop.action == Action::Drop
                && hop.decision.by.is_none()
                && hop.step == Step::SecurityGroup(direction)
                && (hop.at == *group || self.groups_of(&hop.at).contains(group))
        })?;
        let trace = self.trace?;
        let what = words::traffic(trace.question.traffic);
        Some(missing(
            step,
            match direction {
                Direction::In => format!(
                    "No rule lets {what} from {} in: the packet is dropped here",
                    hop.packet.source
                ),
                Direction::Out => format!(
                    "No rule lets {what} to {} out: the packet is dropped here",
                    hop.packet.destination
                ),
            },
        ))
    }

    /// The security groups of an interface or interface endpoint.
    pub(crate) fn groups_of(&self, of: &Ref) -> Vec<Ref> {
        if let Some(id) = of.to_id() {
            return self.network.security_groups_of(&id).iter().map(Ref::from).collect();
        }
        let endpoint = of.to_id().map(|id| self.network.security_groups_of_endpoint(&id));
        endpoint.unwrap_or_default().iter().map(Ref::from).collect()
    }

    /// " (S3)": whom the packet's destination belongs to, where the question names an end and not an address.
    fn owner(&self, step: usize) -> String {
        let Some(trace) = self.trace else {
            return String::new();
        };
        let end = if step <= trace.forward.len() {
            &trace.question.to
        } else {
            &trace.question.from
        };
        match end {
            reach::question::End::Address(_) => String::new(),
            end => format!(" ({})", words::end(self.resolved, end)),
        }
    }
}

fn missing(step: usize, sentence: String) -> TableRow {
    TableRow {
        cells: vec![Cell::fixed(sentence)],
        mark: Mark::Missing(step),
        ..TableRow::default()
    }
}

fn weight(mark: &Mark) -> u8 {
    match mark {
        Mark::None => 0,
        Mark::Unmatched(_) => 1,
        Mark::Shadowed(_) => 2,
        Mark::Hit(_) => 3,
        Mark::Deciding(_, true) => 4,
        Mark::Deciding(_, false) | Mark::Missing(_) => 5,
    }
}
