//! Packets that are interesting: between addresses that exist, on ports that rules name.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use reach::address::Family;
use reach::id::Ref;
use reach::question::{End, Question};
use reach::topology::*;

use super::Dice;
use super::network::private_addresses;
use crate::literal::packet::{ICMP, ICMPV6, TCP, UDP};
use crate::literal::{Packet, Sender};

/// The same packet for both: as a question, and as it is.
#[derive(Clone, Debug)]
pub struct Asked {
    pub question: Question,
    pub sender: Sender,
    pub packet: Packet,
    /// Where else it may go: the addresses of what the question names, if it has several (DEC-27).
    pub elsewhere: Vec<IpAddr>,
}

pub fn packet(drawn: &Topology, dice: &mut Dice) -> Option<Asked> {
    let (from, sender, source) = sender(drawn, dice)?;
    let destination = destination(drawn, dice, &sender, source)?;
    let (traffic, packet) = content(drawn, dice, source, destination);
    let mut question = Question::new(from, End::Address(destination), traffic);
    question.source_ports = PortRange::single(packet.source_port);
    question.family = Some(Family::of(destination));
    if !packet.has_ports() {
        question.source_ports = Question::CLIENT_PORTS;
    }
    let named = several(drawn, &sender, destination).filter(|_| dice.chance(50));
    let (element, elsewhere) = named.unzip();
    if let Some(element) = element {
        question.to = End::Element(element);
    }
    Some(Asked {
        question,
        sender,
        packet,
        elsewhere: elsewhere.unwrap_or_default(),
    })
}

/// What has this address and others, and those. From another VPC its name is another question (DEC-23). Where another VPC has the same addresses, what answers there is not what was named, and is asked for by address.
fn several(drawn: &Topology, sender: &Sender, destination: IpAddr) -> Option<(Ref, Vec<IpAddr>)> {
    let vpc = match sender {
        Sender::Interface(id) => Some(&drawn.subnets.get(&drawn.interfaces.get(id)?.subnet)?.vpc),
        Sender::Client(id, _) => Some(drawn.client_vpn_endpoints.get(id)?.vpc.as_ref()?),
        Sender::Site(_) => None,
        Sender::Internet => return several_public(drawn, destination),
    };
    let endpoints = drawn.interface_endpoints.iter();
    let endpoints = endpoints.map(|(id, it)| (Ref::from(id), &it.vpc, &it.subnets));
    let balancers = drawn.load_balancers.iter();
    let balancers = balancers.map(|(id, it)| (Ref::from(id), &it.vpc, &it.subnets));
    let resolvers = drawn.resolver_endpoints.iter();
    let resolvers = resolvers.map(|(id, it)| (Ref::from(id), &it.vpc, &it.subnets));
    let mut all = endpoints.chain(balancers).chain(resolvers);
    all.find_map(|(element, own, places)| {
        let mut addresses: Vec<IpAddr> = places.iter().map(|place| IpAddr::V4(place.ipv4)).collect();
        let here = addresses.iter().position(|address| *address == destination)?;
        addresses.remove(here);
        let is_here = vpc.is_none_or(|vpc| vpc == own);
        let is_only_here = addresses.iter().chain([&destination]).all(|address| {
            let others = drawn.vpcs.iter().filter(|(id, _)| *id != own);
            others
                .flat_map(|(_, vpc)| &vpc.cidrs)
                .all(|cidr| !IpNet::V4(*cidr).contains(address))
        });
        (is_here && is_only_here && !addresses.is_empty()).then_some((element, addresses))
    })
}

/// From the internet, public addresses count: those of a load balancer.
fn several_public(drawn: &Topology, destination: IpAddr) -> Option<(Ref, Vec<IpAddr>)> {
    drawn.load_balancers.iter().find_map(|(id, it)| {
        let is_whole = it.internet_facing && it.public_ipv4.len() == it.subnets.len();
        let own: Vec<IpAddr> = it.public_ipv4.iter().copied().map(IpAddr::V4).collect();
        let (here, others): (Vec<IpAddr>, Vec<IpAddr>) = own.into_iter().partition(|own| *own == destination);
        (is_whole && here.len() == 1 && !others.is_empty()).then_some((Ref::from(id), others))
    })
}

impl Asked {
    /// The packet to every address that it may go to.
    pub fn to_all(&self, packet: Packet) -> Vec<Packet> {
        let to = |destination: &IpAddr| Packet {
            destination: *destination,
            ..packet
        };
        std::iter::once(packet).chain(self.elsewhere.iter().map(to)).collect()
    }

    /// Another packet between the same ends.
    pub fn other(&self, drawn: &Topology, dice: &mut Dice) -> Packet {
        content(drawn, dice, self.packet.source, self.packet.destination).1
    }

    /// Everything between the same ends.
    pub fn everything(&self) -> Question {
        Question {
            traffic: Traffic::All,
            source_ports: PortRange::ALL,
            ..self.question.clone()
        }
    }
}

/// Everything that one end may send to another.
pub fn everything(drawn: &Topology, dice: &mut Dice) -> Option<Question> {
    let mut question = packet(drawn, dice)?.question;
    question.traffic = Traffic::All;
    question.source_ports = Question::CLIENT_PORTS;
    let interfaces: Vec<&InterfaceId> = drawn.interfaces.ids().collect();
    if let Some(id) = dice.pick(&interfaces).filter(|_| dice.chance(30)) {
        question.to = End::Element((*id).into());
        question.family = None;
    }
    Some(question)
}

fn sender(drawn: &Topology, dice: &mut Dice) -> Option<(End, Sender, IpAddr)> {
    let sites: Vec<&SiteId> = drawn.sites.ids().collect();
    let endpoints: Vec<&ClientVpnEndpointId> = drawn.client_vpn_endpoints.ids().collect();
    match dice.below(100) {
        _ if !endpoints.is_empty() && dice.chance(20) => {
            let id = (*dice.pick(&endpoints)?).clone();
            let clients = &drawn.client_vpn_endpoints.get(&id)?.clients;
            let client = dice.pick(clients)?;
            let end = End::Client {
                endpoint: id.clone(),
                client: Some(client.name.clone()),
            };
            Some((end, Sender::Client(id, client.name.to_string()), client.address))
        }
        0..12 => {
            let address = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));
            let ipv6 = "2001:4860:4860::8888".parse().ok()?;
            let address = if dice.chance(75) { address } else { ipv6 };
            Some((End::Address(address), Sender::Internet, address))
        }
        12..30 if !sites.is_empty() => {
            let site = (*dice.pick(&sites)?).clone();
            let host = drawn.sites.get(&site)?.hosts.first()?;
            let end = End::Site {
                site: site.clone(),
                host: Some(host.name.clone()),
            };
            Some((end, Sender::Site(site), host.address))
        }
        _ => {
            let interfaces: Vec<&InterfaceId> = drawn.interfaces.ids().collect();
            let id = (*dice.pick(&interfaces)?).clone();
            let record = drawn.interfaces.get(&id)?;
            let ipv6 = record.ipv6.first().filter(|_| dice.chance(30));
            let address = ipv6.copied().map(IpAddr::V6).or(record.ipv4.map(IpAddr::V4))?;
            Some((End::Element((&id).into()), Sender::Interface(id), address))
        }
    }
}

fn destination(drawn: &Topology, dice: &mut Dice, sender: &Sender, source: IpAddr) -> Option<IpAddr> {
    let mut choices = if dice.chance(70) {
        private_addresses(drawn)
    } else {
        others(drawn, dice)
    };
    if source == IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)) {
        choices = public(drawn);
    }
    let is_machine = matches!(sender, Sender::Interface(_));
    choices.retain(|address| is_machine || !is_near(*address));
    choices.retain(|address| address.is_ipv4() == source.is_ipv4() && (*address != source || dice.chance(10)));
    dice.pick(&choices).copied()
}

fn public(drawn: &Topology) -> Vec<IpAddr> {
    let interfaces = drawn.interfaces.iter().filter_map(|(_, it)| it.public_ipv4);
    let nats = drawn.nat_gateways.iter().filter_map(|(_, it)| match it.connectivity {
        NatConnectivity::Public(public) => Some(public),
        NatConnectivity::Private => None,
    });
    let regional = drawn
        .regional_nat_gateways
        .iter()
        .flat_map(|(_, it)| it.public_ipv4.iter().copied());
    let balancers = drawn
        .load_balancers
        .iter()
        .flat_map(|(_, it)| it.public_ipv4.iter().copied());
    interfaces
        .chain(nats)
        .chain(regional)
        .chain(balancers)
        .map(IpAddr::V4)
        .collect()
}

/// Addresses outside, and those that nobody has.
fn others(drawn: &Topology, dice: &mut Dice) -> Vec<IpAddr> {
    let mut others = public(drawn);
    if dice.chance(25) {
        others.extend(special());
    }
    let fixed = [
        "198.51.100.7",
        "198.51.100.7",
        "52.216.8.1",
        "52.216.8.1",
        "52.94.0.1",
        "192.168.9.9",
        "10.9.9.9",
        "100.64.200.1",
        "2001:4860:4860::8888",
        "2001:4860:4860::8888",
        "2001:db8:0:ffff::1",
        "64:ff9b::198.51.100.7",
        "64:ff9b::198.51.100.7",
        "64:ff9b::10.1.0.10",
    ];
    others.extend(fixed.iter().filter_map(|text| text.parse::<IpAddr>().ok()));
    for (_, site) in drawn.sites.iter() {
        others.extend(site.hosts.iter().map(|host| host.address));
        others.extend(site.hosts.iter().map(|host| host.address));
    }
    for (_, vpc) in drawn.vpcs.iter() {
        for cidr in &vpc.cidrs {
            let base = u32::from(cidr.network());
            others.extend([2, 99].map(|last| IpAddr::V4((base + last).into())));
        }
    }
    others
}

/// What a host outside never sends to AWS.
fn is_near(address: IpAddr) -> bool {
    let is_broadcast = address == IpAddr::V4(Ipv4Addr::BROADCAST);
    address.is_loopback() || address.is_multicast() || is_broadcast
}

/// What never leaves the VPC, or is nothing that a VPC has (PW-01).
fn special() -> Vec<IpAddr> {
    let special = [
        "169.254.169.254",
        "169.254.169.253",
        "169.254.169.123",
        "fd00:ec2::253",
        "fd00:ec2::254",
        "fd00:ec2::77",
        "255.255.255.255",
        "224.0.0.5",
        "127.0.0.1",
        "::1",
        "ff02::1",
    ];
    special.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Whether a load balancer is there, which takes few ports only.
fn is_listening(drawn: &Topology, destination: IpAddr) -> bool {
    let is_one = |places: &[EndpointSubnet]| places.iter().any(|place| IpAddr::V4(place.ipv4) == destination);
    let mut balancers = drawn.load_balancers.iter();
    let mut endpoints = drawn.interface_endpoints.iter();
    balancers.any(|(_, it)| is_one(&it.subnets) || it.public_ipv4.iter().any(|own| IpAddr::V4(*own) == destination))
        || endpoints.any(|(_, it)| is_one(&it.subnets))
}

/// The one thing that a service inside the VPC takes: a resolver, its endpoints, the metadata and the time service.
fn taken_at(drawn: &Topology, destination: IpAddr) -> Option<(u8, u16)> {
    let is_one = |place: &EndpointSubnet| IpAddr::V4(place.ipv4) == destination;
    let mut resolvers = drawn.resolver_endpoints.iter();
    let bases = drawn.vpcs.iter().filter_map(|(_, vpc)| vpc.cidrs.first());
    let mut bases = bases.map(|cidr| IpAddr::V4((u32::from(cidr.network()) + 2).into()));
    let own = match destination.to_string().as_str() {
        "169.254.169.254" | "fd00:ec2::254" => Some((TCP, 80)),
        "169.254.169.123" => Some((UDP, 123)),
        "169.254.169.253" | "fd00:ec2::253" => Some((UDP, 53)),
        _ => None,
    };
    let is_resolver = bases.any(|base| base == destination) || resolvers.any(|(_, it)| it.subnets.iter().any(is_one));
    own.or(is_resolver.then_some((UDP, 53)))
}

fn content(drawn: &Topology, dice: &mut Dice, source: IpAddr, destination: IpAddr) -> (Traffic, Packet) {
    let ports = [443, 443, 443, 22, 53, 80, 1023, 1024, 32767, 32768, 61000, 61001, 65535];
    let is_asked = is_listening(drawn, destination) && dice.chance(65);
    let destination_port = ports[if is_asked {
        [0, 0, 4][dice.below(3)]
    } else {
        dice.below(ports.len())
    }];
    let source_port = [40000, 40000, 1024, 2000, 62000, 65535][dice.below(6)];
    let mut packet = Packet {
        protocol: TCP,
        source,
        destination,
        source_port,
        destination_port,
        message: (0, 0),
    };
    if let Some((protocol, port)) = taken_at(drawn, destination).filter(|_| dice.chance(60)) {
        (packet.protocol, packet.destination_port) = (protocol, port);
        let port = PortRange::single(port);
        let is_udp = protocol == UDP;
        return (if is_udp { Traffic::Udp(port) } else { Traffic::Tcp(port) }, packet);
    }
    let traffic = match dice.below(10) {
        _ if is_asked => Traffic::Tcp(PortRange::single(destination_port)),
        0 | 1 => {
            packet.protocol = UDP;
            Traffic::Udp(PortRange::single(destination_port))
        }
        2 => {
            (packet.source_port, packet.destination_port) = (0, 0);
            let is_ipv4 = source.is_ipv4();
            packet.protocol = if is_ipv4 { ICMP } else { ICMPV6 };
            let echo = if is_ipv4 { 8 } else { 128 };
            packet.message = (if dice.chance(80) { echo } else { 3 }, 0);
            let (kind, code) = (Some(packet.message.0), Some(packet.message.1));
            if is_ipv4 {
                Traffic::Icmp { kind, code }
            } else {
                Traffic::Icmpv6 { kind, code }
            }
        }
        3 if dice.chance(40) => {
            (packet.source_port, packet.destination_port) = (0, 0);
            packet.protocol = 47;
            Traffic::Protocol(47)
        }
        _ => Traffic::Tcp(PortRange::single(destination_port)),
    };
    (traffic, packet)
}
