//! The packet walk of the rules, as plainly as it can be said: one packet at a time over the records as they are drawn, without
//! sets, indexes or prepared tables. It is written from the rules alone, so that it can be compared with the engine:
//! `tests/tests/differential.rs` asks both about the same packets.
//!
//! A component a file, each named after it. [`judge`] asks forward and back; [`walk`] is a leg (PW-01 to PW-08), [`arrival`] its
//! end in a VPC (PW-09 to PW-13).

pub mod appliance;
pub mod arrival;
pub mod block_public_access;
pub mod client_vpn;
pub mod direct_connect;
pub mod endpoint;
pub mod gateway_load_balancer;
pub mod internet;
pub mod load_balancer;
pub mod nat;
pub mod network_acl;
pub mod outcome;
pub mod packet;
pub mod peering;
pub mod picks;
pub mod private_link;
pub mod regional_nat;
pub mod resolver;
pub mod route_table;
pub mod security_group;
pub mod site;
pub mod transit;
pub mod transit_table;
pub mod vpn;
pub mod walk;
pub mod world;

use std::collections::BTreeSet;

use reach::topology::{ClientVpnEndpointId, InterfaceId, SiteId, Topology};
use reach::trace::Leg;

pub use outcome::{Drop, Outcome, Place};
pub use packet::Packet;
pub use world::{ServiceRanges, World};

use outcome::Arrival;
use picks::Picks;
use walk::{Memory, Walk};

/// Who sends the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    Interface(InterfaceId),
    Internet,
    Site(SiteId),
    Client(ClientVpnEndpointId, String),
}

/// What becomes of a packet and its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// At one of these, if AWS picks one of several.
    Allowed(Vec<Place>),
    /// For one of these reasons.
    Blocked(Vec<(Leg, Drop)>),
    Unknown,
    /// Of the source ports that NAT gateways on the way may choose, or of the targets that AWS may pick, only some let it
    /// through (NA-09, DEC-27).
    Partial(Vec<(Leg, Drop)>),
    /// The rules do not say.
    Open(&'static str),
}

/// How one walk there and back ended.
enum Ended {
    Arrived(Place),
    Dropped(Leg, Drop),
    Unknown,
    Open(&'static str),
}

/// The packet and its reply, for every source port that tells two packets behind a NAT gateway apart and for whatever AWS may
/// pick; it picks one of `packets`, too, where a name has several addresses. Says also which components they met.
pub fn judge(
    drawn: &Topology,
    services: &[ServiceRanges],
    sender: &Sender,
    packets: &[Packet],
) -> (Answer, BTreeSet<&'static str>) {
    let mut met = BTreeSet::new();
    let mut all = Vec::new();
    for packet in packets {
        all.extend(every_way(drawn, services, sender, *packet, &mut met));
    }
    (together(all), met)
}

fn every_way(
    drawn: &Topology,
    services: &[ServiceRanges],
    sender: &Sender,
    packet: Packet,
    met: &mut BTreeSet<&'static str>,
) -> Vec<Ended> {
    let mut all = Vec::new();
    for (number, nat_port) in std::iter::once(nat::PORTS.0).chain(nat::ports(drawn)).enumerate() {
        let mut is_translated = false;
        let mut given = Some(Vec::new());
        while let Some(picks) = given {
            let services = services.to_vec();
            let world = World {
                drawn,
                services,
                nat_port,
                picks: Picks::new(picks),
            };
            let (ended, was_translated) = judge_with(&world, sender, packet);
            is_translated |= was_translated;
            all.push(ended);
            met.extend(world.picks.met());
            given = world.picks.next();
        }
        if number == 0 && !is_translated {
            break;
        }
    }
    all
}

fn together(all: Vec<Ended>) -> Answer {
    let (mut places, mut drops, mut is_unknown) = (Vec::new(), Vec::new(), false);
    for ended in all {
        match ended {
            Ended::Arrived(place) if !places.contains(&place) => places.push(place),
            Ended::Dropped(leg, drop) if !drops.contains(&(leg, drop.clone())) => drops.push((leg, drop)),
            Ended::Arrived(_) | Ended::Dropped(..) => {}
            Ended::Unknown => is_unknown = true,
            Ended::Open(why) => return Answer::Open(why),
        }
    }
    match (places.is_empty(), drops.is_empty(), is_unknown) {
        (true, true, _) => Answer::Unknown,
        (false, true, false) => Answer::Allowed(places),
        (true, false, false) => Answer::Blocked(drops),
        (false, false, false) => Answer::Partial(drops),
        _ => Answer::Open("known for some of the picks only"),
    }
}

/// With one choice of the NAT gateways' ports and one of the picks. Says also whether a port was chosen.
fn judge_with(world: &World<'_>, sender: &Sender, packet: Packet) -> (Ended, bool) {
    if !packet.is_ipv4() {
        world.picks.meet("IPv6");
    }
    let mut forward = Walk::new(world, None);
    let there = match sender {
        Sender::Interface(id) => forward.send(id, packet),
        Sender::Internet => internet::from_internet(&mut forward, packet, None),
        Sender::Site(site) => site::send(&mut forward, site, packet),
        Sender::Client(endpoint, client) => client_vpn::send(&mut forward, endpoint, client, packet),
    };
    let mut memory = std::mem::take(&mut forward.memory);
    let is_translated = memory.translations.iter().any(|it| it.after.has_ports())
        || memory.balanced.iter().any(|it| it.after.source != it.before.source);
    let arrival = match there {
        Outcome::Delivered(arrival) => arrival,
        // Nothing on the way there looks at the source port.
        other => return (failed(Leg::Forward, other), false),
    };
    let Some(reply) = arrival.packet.reply().filter(|_| arrival.place != Place::Local) else {
        return (Ended::Arrived(arrival.place), is_translated);
    };
    memory.asker = match sender {
        Sender::Interface(id) => Some(id.clone()),
        _ => None,
    };
    let ended = match answer(world, &memory, sender, &arrival, reply) {
        Outcome::Delivered(back) if is_back(sender, &back.place) => Ended::Arrived(arrival.place),
        Outcome::Delivered(_) => {
            let drop = Drop {
                code: "X_REPLY_TO_WRONG_VPC",
                at: Vec::new(),
            };
            Ended::Dropped(Leg::Return, drop)
        }
        other => failed(Leg::Return, other),
    };
    (ended, is_translated)
}

/// From where the packet arrived, back.
fn answer(world: &World<'_>, memory: &Memory, sender: &Sender, arrival: &Arrival, reply: Packet) -> Outcome {
    let mut back = Walk::new(world, Some(memory));
    match &arrival.place {
        Place::Interface(id) => back.send(id, reply),
        Place::Local => Outcome::delivered(Place::Local, reply),
        Place::Internet { vpc, egress_only } => internet::from_internet(&mut back, reply, Some((vpc, *egress_only))),
        Place::Site(site) => site::send(&mut back, site, reply),
        Place::GatewayEndpoint(id) => endpoint::reply_of_gateway(&mut back, id, reply),
        Place::InterfaceEndpoint(id, subnet) => endpoint::reply_of_interface(&mut back, id, subnet, reply),
        Place::Resolver(id, subnet) => endpoint::reply_of_resolver(&mut back, id, subnet, reply),
        Place::LoadBalancer(id, node) => load_balancer::reply_of(&mut back, id, node, reply),
        Place::PastTunnel => client_vpn::back_past_tunnel(sender, reply),
        Place::Client(endpoint, client) => client_vpn::reply(&mut back, endpoint, client, reply),
    }
}

fn is_back(sender: &Sender, place: &Place) -> bool {
    match (sender, place) {
        (Sender::Interface(asker), Place::Interface(id)) => asker == id,
        (Sender::Internet, Place::Internet { .. }) => true,
        (Sender::Site(asker), Place::Site(site)) => asker == site,
        (Sender::Client(endpoint, asker), Place::Client(of, client)) => endpoint == of && asker == client,
        _ => false,
    }
}

fn failed(leg: Leg, outcome: Outcome) -> Ended {
    match outcome {
        Outcome::Dropped(drop) => Ended::Dropped(leg, drop),
        Outcome::Open(why) => Ended::Open(why),
        Outcome::Unknown | Outcome::Delivered(_) => Ended::Unknown,
    }
}
