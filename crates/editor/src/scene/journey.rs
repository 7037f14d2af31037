//! From a trace to the things that its line passes, and to the places where its hops are shown.

use std::rc::Rc;

use reach::id::{Direction, Kind, Ref};
use reach::topology::{SubnetId, Target};
use reach::trace::{Action, Hop, Leg, Step, Trace, Verdict};

use super::Source;
use super::ends::{answer_spot, hop_spot, spot};
use super::field::{Field, Stop};
use crate::Outcome;

/// Where one hop takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HopPlace {
    /// At a thing that the line passes.
    At(Stop),
    /// At something that hangs on a thing: its security group.
    Beside(Stop, Direction),
    /// On the border of a subnet: its network ACL.
    Border(Stop, Direction),
    Nowhere,
}

impl HopPlace {
    pub(super) fn stop(&self) -> Option<&Stop> {
        match self {
            HopPlace::At(stop) | HopPlace::Beside(stop, _) | HopPlace::Border(stop, _) => Some(stop),
            HopPlace::Nowhere => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Journey {
    /// From the sender to the receiver, or to the last thing that the packet came to.
    pub(super) reached: Vec<Stop>,
    /// Where it would have gone: the receiver, if it did not come there.
    pub(super) receiver: Stop,
    /// Of every hop, the forward leg first.
    pub(super) hops: Vec<HopPlace>,
    /// Where it stops, on which leg.
    pub(super) stopped: Option<(Leg, HopPlace)>,
}

impl Journey {
    pub(super) fn of(source: &Source<'_>, field: &Field, trace: &Trace) -> Option<Self> {
        let question = &trace.question;
        let sender = field.stop(&spot(source, &question.from, &question.to)?)?;
        let receiver = spot(source, &question.to, &question.from).or_else(|| answer_spot(source, trace))?;
        let receiver = field.stop(&receiver)?;
        let forward = places(source, field, &trace.forward, &sender, &receiver);
        let reply = places(source, field, &trace.reply, &receiver, &sender);
        let mut reached = vec![sender];
        for (hop, place) in trace.forward.iter().zip(&forward) {
            if let HopPlace::At(stop) = place
                && passes(hop)
                && reached.last() != Some(stop)
            {
                reached.push(stop.clone());
            }
        }
        let stopped = stopped(trace, &forward, &reply);
        let lost = matches!(stopped, Some((Leg::Forward, HopPlace::At(_))));
        if !lost && reached.last() != Some(&receiver) {
            reached.push(receiver.clone());
        }
        Some(Self {
            reached,
            receiver,
            hops: forward.into_iter().chain(reply).collect(),
            stopped,
        })
    }
}

/// A route table is worth a way of its own only if it sends the packet somewhere, or nowhere.
fn passes(hop: &Hop) -> bool {
    match &hop.step {
        Step::RouteTable { target } => *target != Target::Local || hop.action == Action::Drop,
        _ => true,
    }
}

fn places(source: &Source<'_>, field: &Field, hops: &[Hop], from: &Stop, to: &Stop) -> Vec<HopPlace> {
    let mut here = from.clone();
    let mut places = Vec::new();
    for hop in hops {
        let place = match &hop.step {
            Step::SecurityGroup(Direction::Out) => HopPlace::Beside(here.clone(), Direction::Out),
            Step::SecurityGroup(Direction::In) => HopPlace::Beside(to.clone(), Direction::In),
            Step::Tracked => HopPlace::Beside(here.clone(), Direction::Out),
            Step::NetworkAcl { direction, subnet } => HopPlace::Border(Stop::Frame(subnet.into()), *direction),
            Step::RouteTable { .. } => table(source, field, &here, &hop.at),
            Step::Local | Step::VpnConnection { .. } | Step::VpcService | Step::Loopback => HopPlace::Nowhere,
            step => hop_spot(source, &hop.at, step, hop.packet.destination)
                .and_then(|spot| field.stop(&spot))
                .filter(|stop| !matches!(stop, Stop::Frame(of) if of.kind != Kind::Site))
                .map_or(HopPlace::Nowhere, HopPlace::At),
        };
        if let HopPlace::At(stop @ Stop::Node(_)) = &place {
            here = stop.clone();
        }
        places.push(place);
    }
    places
}

/// The tab of the subnet that the packet leaves; of any subnet that shows the table, if it comes from elsewhere.
fn table(source: &Source<'_>, field: &Field, here: &Stop, table: &Ref) -> HopPlace {
    let subnet: Option<SubnetId> = match here {
        Stop::Node(spot) => source.subnet_of(spot),
        _ => None,
    };
    let own = subnet.map(Stop::Tab).filter(|tab| field.rect(tab).is_some());
    own.or_else(|| field.tab_of(table))
        .map_or(HopPlace::Nowhere, HopPlace::At)
}

fn stopped(trace: &Trace, forward: &[HopPlace], reply: &[HopPlace]) -> Option<(Leg, HopPlace)> {
    if trace.verdict != Verdict::Blocked && trace.verdict != Verdict::Unknown {
        return None;
    }
    let first = |hops: &[Hop], places: &[HopPlace]| {
        let index = hops.iter().position(|hop| hop.action == Action::Drop);
        index.and_then(|index| places.get(index).cloned())
    };
    match trace.leg {
        Some(Leg::Return) => Some((Leg::Return, first(&trace.reply, reply).unwrap_or(HopPlace::Nowhere))),
        Some(Leg::Forward) => Some((
            Leg::Forward,
            first(&trace.forward, forward).unwrap_or(HopPlace::Nowhere),
        )),
        None => first(&trace.forward, forward).map(|place| (Leg::Forward, place)),
    }
}

/// What the line is called by assistive technology.
pub(super) fn label(source: &Source<'_>, journey: &Journey, trace: &Trace, words: &str) -> Rc<str> {
    let from = journey
        .reached
        .first()
        .map(|stop| name_of_stop(source, stop))
        .unwrap_or_default();
    let mut text = format!(
        "Flow from {from} to {}, {words}",
        name_of_stop(source, &journey.receiver)
    );
    let refusal = trace
        .authorization
        .as_ref()
        .filter(|_| Outcome::of(trace) == Outcome::Refused);
    let blocker = trace.blockers.first().map(|blocker| &blocker.finding);
    if let Some(finding) = refusal.or(blocker) {
        text.push_str(", at ");
        text.push_str(&source.name(&finding.at));
    }
    text.into()
}

pub(super) fn name_of_stop(source: &Source<'_>, stop: &Stop) -> Rc<str> {
    match stop {
        Stop::Node((of, Some(part))) if of.kind == Kind::Site => Rc::clone(part),
        Stop::Node((of, _)) | Stop::Frame(of) => source.name(of),
        Stop::Tab(subnet) => source.name(&subnet.into()),
    }
}
