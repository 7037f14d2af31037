//! The packet walk of the rules, as plainly as it can be said: one packet at a time over the records as they are drawn, without
//! sets, indexes or prepared tables. It is written from the rules alone, so that it can be compared with the engine:
//! `tests/tests/differential.rs` asks both about the same packets.
//!
//! A component a file, each named after it. [`judge`] asks forward and back; [`walk`] is a leg (PW-01 to PW-08), [`arrival`] its
//! end in a VPC (PW-09 to PW-13).

pub mod appliance;
pub mod arrival;
pub mod block_public_access;
pub mod direct_connect;
pub mod endpoint;
pub mod internet;
pub mod nat;
pub mod network_acl;
pub mod outcome;
pub mod packet;
pub mod peering;
pub mod regional_nat;
pub mod route_table;
pub mod security_group;
pub mod site;
pub mod transit;
pub mod transit_table;
pub mod vpn;
pub mod walk;
pub mod world;

use reach::topology::{InterfaceId, SiteId, Topology};
use reach::trace::Leg;

pub use outcome::{Drop, Outcome, Place};
pub use packet::Packet;
pub use world::{ServiceRanges, World};

use outcome::Arrival;
use walk::{Memory, Walk};

/// Who sends the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    Interface(InterfaceId),
    Internet,
    Site(SiteId),
}

/// What becomes of a packet and its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Allowed(Place),
    Blocked(Leg, Drop),
    Unknown(Leg),
    /// Of the source ports that NAT gateways on the way may choose, some let the reply through (NA-09).
    Partial(Leg, Drop),
    /// The rules do not say.
    Open(&'static str),
}

/// The packet and its reply, for every source port that tells two packets behind a NAT gateway apart.
pub fn judge(drawn: &Topology, services: &[ServiceRanges], sender: &Sender, packet: Packet) -> Answer {
    let ask = |nat_port| {
        let services = services.to_vec();
        let world = World {
            drawn,
            services,
            nat_port,
        };
        judge_with(&world, sender, packet)
    };
    let (first, is_translated) = ask(nat::PORTS.0);
    if !is_translated {
        return first;
    }
    let mut worst = first;
    let mut has_passed = matches!(worst, Answer::Allowed(_));
    for port in nat::ports(drawn) {
        let (answer, _) = ask(port);
        match answer {
            Answer::Allowed(_) => has_passed = true,
            other => worst = other,
        }
    }
    match worst {
        Answer::Blocked(leg, drop) if has_passed => Answer::Partial(leg, drop),
        answer => answer,
    }
}

/// With one choice of the NAT gateways' ports. Says also whether one chose.
fn judge_with(world: &World<'_>, sender: &Sender, packet: Packet) -> (Answer, bool) {
    let mut forward = Walk::new(world, None);
    let there = match sender {
        Sender::Interface(id) => forward.send(id, packet),
        Sender::Internet => internet::from_internet(&mut forward, packet, None),
        Sender::Site(site) => site::send(&mut forward, site, packet),
    };
    let arrival = match there {
        Outcome::Delivered(arrival) => arrival,
        other => return (failed(Leg::Forward, other), false),
    };
    let Some(reply) = arrival.packet.reply().filter(|_| arrival.place != Place::Local) else {
        return (Answer::Allowed(arrival.place), false);
    };
    let mut memory = std::mem::take(&mut forward.memory);
    memory.asker = match sender {
        Sender::Interface(id) => Some(id.clone()),
        _ => None,
    };
    let is_translated = memory.translations.iter().any(|it| it.after.has_ports());
    let answer = match answer(world, &memory, &arrival, reply) {
        Outcome::Delivered(back) if is_back(sender, &back.place) => Answer::Allowed(arrival.place),
        Outcome::Delivered(_) => {
            let drop = Drop {
                code: "X_REPLY_TO_WRONG_VPC",
                at: Vec::new(),
            };
            Answer::Blocked(Leg::Return, drop)
        }
        other => failed(Leg::Return, other),
    };
    (answer, is_translated)
}

/// From where the packet arrived, back.
fn answer(world: &World<'_>, memory: &Memory, arrival: &Arrival, reply: Packet) -> Outcome {
    let mut back = Walk::new(world, Some(memory));
    match &arrival.place {
        Place::Interface(id) => back.send(id, reply),
        Place::Local => Outcome::delivered(Place::Local, reply),
        Place::Internet { vpc, egress_only } => internet::from_internet(&mut back, reply, Some((vpc, *egress_only))),
        Place::Site(site) => site::send(&mut back, site, reply),
        Place::GatewayEndpoint(id) => endpoint::reply_of_gateway(&mut back, id, reply),
        Place::InterfaceEndpoint(id, subnet) => endpoint::reply_of_interface(&mut back, id, subnet, reply),
    }
}

fn is_back(sender: &Sender, place: &Place) -> bool {
    match (sender, place) {
        (Sender::Interface(asker), Place::Interface(id)) => asker == id,
        (Sender::Internet, Place::Internet { .. }) => true,
        (Sender::Site(asker), Place::Site(site)) => asker == site,
        _ => false,
    }
}

fn failed(leg: Leg, outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Dropped(drop) => Answer::Blocked(leg, drop),
        Outcome::Open(why) => Answer::Open(why),
        Outcome::Unknown | Outcome::Delivered(_) => Answer::Unknown(leg),
    }
}
