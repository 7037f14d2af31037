//! The decision card: the packet as it arrives and leaves, what decided, and what follows.

use std::rc::Rc;

use ipnet::IpNet;
use reach::explain::Explanation;
use reach::id::{Ref, RowRef};
use reach::packet::{Grid, IntervalSet, PacketSet};
use reach::question::End;
use reach::topology::Destination;
use reach::trace::{Action, Hop, Leg, Packet, Step, Trace, Verdict};

use super::super::context::{Context, source};
use super::super::inspector::Source;

/// The decision at the shown step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub at: Ref,
    /// "rtb-private".
    pub place: Rc<str>,
    /// "No route".
    pub title: Rc<str>,
    pub packet: Vec<PacketLine>,
    pub decided: Rc<str>,
    pub therefore: Rc<str>,
    pub source: Source,
    pub row: Option<RowRef>,
}

/// One field of the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketLine {
    pub label: &'static str,
    pub arrives: Rc<str>,
    /// As it leaves, where the hop changes it.
    pub leaves: Option<Rc<str>>,
}

pub(super) fn card(context: &Context<'_>, trace: &Trace, explanation: &Explanation, step: usize) -> Option<Card> {
    let (leg, index) = match step.checked_sub(trace.forward.len()) {
        None => (Leg::Forward, step),
        Some(index) => (Leg::Return, index),
    };
    let (hop, text) = match leg {
        Leg::Forward => (trace.forward.get(index)?, explanation.forward.get(index)),
        Leg::Return => (trace.reply.get(index)?, explanation.reply.get(index)),
    };
    let finding = &hop.decision.finding;
    Some(Card {
        at: hop.at.clone(),
        place: context.name(&hop.at),
        title: text.map_or_else(|| finding.reason.title.into(), |text| text.title.as_str().into()),
        packet: lines(hop),
        decided: text.map_or_else(|| context.sentence(finding), |text| text.text.as_str().into()),
        therefore: therefore(context, trace, hop, leg).into(),
        source: source(finding),
        row: hop.decision.by.clone(),
    })
}

fn lines(hop: &Hop) -> Vec<PacketLine> {
    let line = |label, of: &dyn Fn(&Packet) -> Rc<str>| {
        let arrives = of(&hop.packet);
        let leaves = hop.packet_out.as_ref().map(of).filter(|leaves| *leaves != arrives);
        PacketLine { label, arrives, leaves }
    };
    vec![
        line("From", &|packet| packet.source.to_string().into()),
        line("To", &|packet| packet.destination.to_string().into()),
        line("Packets", &|packet| packets(&packet.packets).into()),
    ]
}

/// What follows from the decision, for the packet and for the flow.
fn therefore(context: &Context<'_>, trace: &Trace, hop: &Hop, leg: Leg) -> String {
    let passes = match (hop.action, leg) {
        (Action::Pass, _) => return "It goes on.".to_owned(),
        (Action::Forward, _) => return "It is sent on.".to_owned(),
        (Action::Rewrite, _) => return "It goes on with the changed address.".to_owned(),
        (Action::Deliver, Leg::Forward) => "It has arrived.",
        (Action::Deliver, Leg::Return) => "The reply is back.",
        (Action::Drop, _) => return [dropped(context, trace, hop), remedy(context, trace, hop, leg)].concat(),
    };
    match (trace.verdict, leg) {
        (Verdict::Allowed, Leg::Return) => format!("{passes} The flow is allowed."),
        (Verdict::Partial, Leg::Return) if !trace.by_chance.is_empty() => {
            format!("{passes} AWS may pick another way, by which it would not be.")
        }
        (Verdict::Partial, Leg::Return) => format!("{passes} A part of the ports is allowed."),
        _ => passes.to_owned(),
    }
}

fn dropped(context: &Context<'_>, trace: &Trace, hop: &Hop) -> String {
    let others: Vec<_> = trace
        .blockers
        .iter()
        .filter(|blocker| blocker.finding.at != hop.at)
        .collect();
    // A walk goes on past filters, and never past a way that is missing (PW-00).
    let goes_on = matches!(hop.step, Step::SecurityGroup(_) | Step::NetworkAcl { .. });
    match others.as_slice() {
        [] if goes_on => "Dropped. Nothing else is known to block this flow.".to_owned(),
        [] => "Dropped, so nothing was asked that would come after it.".to_owned(),
        [one] => format!("Dropped. {} blocks this flow, too.", context.name(&one.finding.at)),
        many => format!("Dropped. {} other things block this flow, too.", many.len()),
    }
}

/// Where nothing but a route is missing: which one would do.
fn remedy(context: &Context<'_>, trace: &Trace, hop: &Hop, leg: Leg) -> String {
    if !hop.decision.finding.reason.rules.contains(&"RT-19") {
        return String::new();
    }
    let missing = context.network.missing_routes().into_iter().find(|route| {
        let leads_there = |cidr: &IpNet| cidr.contains(&hop.packet.destination);
        Ref::from(&route.table) == hop.at && matches!(&route.destination, Destination::Cidr(cidr) if leads_there(cidr))
    });
    match (missing, leg, &trace.question.to) {
        (Some(route), ..) => {
            let target = context.name(&route.target);
            format!(" Missing in this table: {} → {target}.", route.destination)
        }
        (None, Leg::Forward, End::Service { name, .. }) if matches!(&**name, "s3" | "dynamodb") => {
            let service = reach::service::title(name);
            format!(" A gateway endpoint for {service} would put a route to it into this table.")
        }
        (None, Leg::Forward, End::Internet) => {
            " It takes a route 0.0.0.0/0 to an internet gateway or a NAT gateway.".to_owned()
        }
        _ => String::new(),
    }
}

/// "tcp 443, from 1024–65535".
fn packets(set: &PacketSet) -> String {
    let mut parts = Vec::new();
    let all = PacketSet::all();
    if *set == all {
        return "all traffic".to_owned();
    }
    for (protocol, grid, every) in [("tcp", &set.tcp, &all.tcp), ("udp", &set.udp, &all.udp)] {
        parts.extend(ports(protocol, grid, every));
    }
    for (protocol, grid, every) in [("icmp", &set.icmp, &all.icmp), ("icmpv6", &set.icmpv6, &all.icmpv6)] {
        if grid == every {
            parts.push(protocol.to_owned());
        } else if !grid.is_empty() {
            parts.push(format!("{protocol} type {}", intervals(&grid.firsts())));
        }
    }
    let mut others = set.other.iter();
    match (others.next(), others.next()) {
        (Some(one), None) => parts.push(format!("protocol {one}")),
        (Some(_), Some(_)) => parts.push("other protocols".to_owned()),
        (None, _) => {}
    }
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

fn ports(protocol: &str, grid: &Grid, every: &Grid) -> Option<String> {
    if grid.is_empty() {
        return None;
    }
    if grid == every {
        return Some(protocol.to_owned());
    }
    let (to, from) = (intervals(&grid.firsts()), intervals(&grid.seconds()));
    Some(format!("{protocol} {to}, from {from}"))
}

fn intervals(set: &IntervalSet) -> String {
    let ranges = set.spans();
    match ranges.as_slice() {
        [one] if one == "0–65535" => "any port".to_owned(),
        [first, second, _, rest @ ..] => format!("{first}, {second} and {} more", rest.len() + 1),
        few => few.join(", "),
    }
}
