//! What a walk writes down: hops, blockers, and what is worth a remark.

use crate::id::{Direction, Ref, RowRef};
use crate::packet::PacketSet;
use crate::reason::Reason;
use crate::trace::{Action, Blocker, Decision, Fact, Finding, Hop, Packet, PassedOver, Step};

use super::{Next, Party, Walk};

#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) hops: Vec<Hop>,
    /// What lets nothing through.
    pub(crate) blockers: Vec<Blocker>,
    /// What lets a part through.
    pub(crate) cuts: Vec<Blocker>,
    pub(crate) hints: Vec<Finding>,
    pub(crate) warnings: Vec<Finding>,
    pub(crate) notes: Vec<Finding>,
    /// What the next hop is to say, too.
    ahead: Vec<Why>,
    /// Every element whose rows were asked, beyond the first drop, too.
    pub(crate) asked: Vec<Ref>,
}

impl Journal {
    /// The hops up to where the packet is dropped.
    pub(crate) fn finish(&mut self) {
        let end = self.hops.iter().position(|hop| hop.action == Action::Drop);
        if let Some(end) = end {
            self.hops.truncate(end + 1);
        }
        let length = self.hops.len();
        for blocker in self.blockers.iter_mut().chain(&mut self.cuts) {
            blocker.hop = blocker.hop.filter(|index| *index < length);
        }
    }
}

/// A reason with its facts and rows, on its way into the journal.
#[derive(Debug)]
pub(crate) struct Why {
    reason: &'static Reason,
    facts: Vec<(&'static str, Fact)>,
    by: Option<RowRef>,
    passed_over: Vec<PassedOver>,
    direction: Option<Direction>,
    because: Vec<Why>,
}

impl Why {
    pub(crate) fn new(reason: &'static Reason) -> Self {
        Self {
            reason,
            facts: Vec::new(),
            by: None,
            passed_over: Vec::new(),
            direction: None,
            because: Vec::new(),
        }
    }

    /// Because of what was found elsewhere.
    pub(crate) fn of(finding: Finding) -> Self {
        Self {
            facts: finding.facts,
            ..Self::new(finding.reason)
        }
    }

    /// The same that stops a packet elsewhere.
    pub(crate) fn of_blocker(blocker: Blocker) -> Self {
        Self {
            by: blocker.by,
            direction: blocker.direction,
            ..Self::of(blocker.finding)
        }
    }

    /// A further rule behind the decision.
    pub(crate) fn because(mut self, why: impl IntoIterator<Item = Why>) -> Self {
        self.because.extend(why);
        self
    }

    pub(crate) fn fact(mut self, name: &'static str, fact: Fact) -> Self {
        self.facts.push((name, fact));
        self
    }

    pub(crate) fn element(self, name: &'static str, element: impl Into<Ref>) -> Self {
        self.fact(name, Fact::Element(element.into()))
    }

    pub(crate) fn text(self, name: &'static str, text: &str) -> Self {
        self.fact(name, Fact::Text(text.into()))
    }

    pub(crate) fn by(mut self, row: Option<RowRef>) -> Self {
        if let Some(row) = &row {
            self.facts.push(("row", Fact::Row(row.clone())));
        }
        self.by = row;
        self
    }

    pub(crate) fn passed_over(mut self, rows: Vec<PassedOver>) -> Self {
        self.passed_over = rows;
        self
    }

    pub(crate) fn direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }
}

impl Walk<'_> {
    /// The component lets the packet go on.
    pub(crate) fn pass(&mut self, at: impl Into<Ref>, step: Step, action: Action, why: Why) {
        self.push(at.into(), step, action, why, None);
    }

    /// The component changes the header; the packet goes on as `out`.
    pub(crate) fn rewrite(&mut self, at: impl Into<Ref>, step: Step, out: Packet, why: Why) {
        self.push(at.into(), step, Action::Rewrite, why, Some(out.clone()));
        self.packet = out;
    }

    /// A routing denial: nothing behind it can be known.
    pub(crate) fn stop(&mut self, at: impl Into<Ref>, step: Step, why: Why) -> Next {
        self.block(at.into(), step, why);
        Next::Done
    }

    /// The packet is at its end.
    pub(crate) fn deliver(&mut self, at: impl Into<Ref>, step: Step, party: Party, why: Why) -> Next {
        self.push(at.into(), step, Action::Deliver, why, None);
        self.delivered = Some(party);
        Next::Done
    }

    /// A filter admits these packets; the walk goes on even if it admits none.
    pub(crate) fn filter(&mut self, at: Ref, step: Step, admitted: PacketSet, admits: Why, refuses: Why) {
        if admitted.is_empty() {
            self.block(at, step, refuses);
            return;
        }
        let refused = self.packet.packets.minus(&admitted);
        if !refused.is_empty() {
            let finding = self.finding(&at, refuses.reason, refuses.facts, Some(&refused));
            self.journal.cuts.push(Blocker {
                leg: self.leg,
                finding,
                by: refuses.by,
                direction: refuses.direction,
                hop: Some(self.journal.hops.len()),
            });
        }
        let before = self.packet.clone();
        self.packet.packets = admitted;
        self.push(at, step, Action::Pass, admits, None);
        if let Some(hop) = self.journal.hops.last_mut() {
            hop.packet = before;
        }
    }

    /// A component that takes only some packets: goes on with these. `Some` if there are none, which ends the walk.
    pub(crate) fn restrict(&mut self, at: &Ref, step: &Step, taken: &PacketSet, why: Why) -> Option<Next> {
        let admitted = self.packet.packets.and(taken);
        if admitted.is_empty() {
            return Some(self.stop(at.clone(), step.clone(), why));
        }
        let refused = self.packet.packets.minus(&admitted);
        if !refused.is_empty() {
            let finding = self.finding(at, why.reason, why.facts, Some(&refused));
            self.journal.cuts.push(Blocker {
                leg: self.leg,
                finding,
                by: None,
                direction: None,
                hop: Some(self.journal.hops.len()),
            });
            self.packet.packets = admitted;
        }
        None
    }

    pub(crate) fn hint(&mut self, at: impl Into<Ref>, why: Why) {
        let finding = self.finding(&at.into(), why.reason, why.facts, None);
        if !self.journal.hints.contains(&finding) {
            self.journal.hints.push(finding);
        }
    }

    pub(crate) fn warn(&mut self, at: impl Into<Ref>, why: Why) {
        let finding = self.finding(&at.into(), why.reason, why.facts, None);
        if !self.journal.warnings.contains(&finding) {
            self.journal.warnings.push(finding);
        }
    }

    pub(crate) fn note(&mut self, at: impl Into<Ref>, why: Why) {
        let finding = self.finding(&at.into(), why.reason, why.facts, None);
        self.journal.notes.push(finding);
    }

    /// The next hop says this, too.
    pub(crate) fn ahead(&mut self, why: Why) {
        self.journal.ahead.push(why);
    }

    /// Nothing passes here; the caller says whether the walk goes on.
    pub(crate) fn block(&mut self, at: Ref, step: Step, why: Why) {
        let (by, direction) = (why.by.clone(), why.direction);
        self.push(at, step, Action::Drop, why, None);
        let index = self.journal.hops.len().saturating_sub(1);
        let finding = self.journal.hops.last().map(|hop| hop.decision.finding.clone());
        self.journal.blockers.extend(finding.map(|finding| Blocker {
            leg: self.leg,
            finding,
            by,
            direction,
            hop: Some(index),
        }));
    }

    fn push(&mut self, at: Ref, step: Step, action: Action, why: Why, packet_out: Option<Packet>) {
        let ahead = std::mem::take(&mut self.journal.ahead);
        let because = ahead.into_iter().chain(why.because);
        let because = because
            .map(|why| self.finding(&at, why.reason, why.facts, None))
            .collect();
        let finding = self.finding(&at, why.reason, why.facts, None);
        self.journal.asked.push(at.clone());
        self.journal.hops.push(Hop {
            at,
            step,
            action,
            decision: Decision {
                by: why.by,
                finding,
                because,
                passed_over: why.passed_over,
            },
            packet: self.packet.clone(),
            packet_out,
        });
    }

    /// With the facts that any sentence may use: those of the packet itself.
    fn finding(
        &self,
        at: &Ref,
        reason: &'static Reason,
        mut facts: Vec<(&'static str, Fact)>,
        packets: Option<&PacketSet>,
    ) -> Finding {
        let mut add = |name: &'static str, place: &str, fact: &dyn Fn() -> Fact| {
            let is_given = facts.iter().any(|(known, _)| *known == name);
            if !is_given && reason.words.contains(place) {
                facts.push((name, fact()));
            }
        };
        let packets = packets.unwrap_or(&self.packet.packets);
        add("source", "{source}", &|| Fact::Address(self.packet.source));
        add("destination", "{destination}", &|| {
            Fact::Address(self.packet.destination)
        });
        add("packets", "{packets}", &|| Fact::Packets(packets.clone()));
        Finding {
            reason,
            at: at.clone(),
            facts,
        }
    }
}
