//! How elements, ends and traffic are called in the panels.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::question::{End, Question};
use reach::service;
use reach::topology::{PortRange, Role, Topology, Traffic, Vpc, VpcId};

use crate::scene::Glyph;
use crate::words;
pub(crate) use crate::words::{count, label as name};

/// The name and Region of a service's reference, `s3@us-east-1`.
pub(crate) fn service_parts(of: &Ref) -> (&str, &str) {
    of.id.split_once('@').unwrap_or((&of.id, ""))
}

/// What AWS made with the VPC and nobody named, on a chip: "default ACL".
pub(crate) fn of_default(topology: &Topology, whose: &Ref) -> Option<&'static str> {
    let mut vpcs = topology.vpcs.ids();
    let (of, title): (&dyn Fn(&VpcId) -> Ref, _) = match whose.kind {
        Kind::SecurityGroup => (&|vpc| Vpc::implicit_security_group(vpc).into(), "default group"),
        Kind::NetworkAcl => (&|vpc| Vpc::implicit_network_acl(vpc).into(), "default ACL"),
        _ => return None,
    };
    vpcs.any(|vpc| of(vpc) == *whose).then_some(title)
}

/// "web-1", "S3", "Internet", "office / desk".
pub(crate) fn end(topology: &Topology, end: &End) -> Rc<str> {
    match end {
        End::Element(of) => name(topology, of),
        End::Internet => "Internet".into(),
        End::Site { site, host: Some(host) } => format!("{} / {host}", name(topology, &site.into())).into(),
        End::Service {
            name,
            region: Some(region),
        } if !is_only_region(topology, region) => format!("{} in {region}", service::title(name)).into(),
        _ => words::end(topology, end),
    }
}

/// Where there is one Region only, nobody has to be told which.
pub(crate) fn is_only_region(topology: &Topology, region: &str) -> bool {
    topology.vpcs.iter().all(|(_, vpc)| *vpc.region == *region)
}

/// "tcp 443", "icmp", "all traffic".
pub(crate) fn traffic(traffic: Traffic) -> String {
    let ports = |protocol: &str, range: PortRange| {
        if range == PortRange::ALL {
            protocol.to_owned()
        } else {
            format!("{protocol} {}", port_range(range))
        }
    };
    match traffic {
        Traffic::All => "all traffic".to_owned(),
        Traffic::Tcp(range) => ports("tcp", range),
        Traffic::Udp(range) => ports("udp", range),
        Traffic::Icmp { .. } | Traffic::Icmpv6 { .. } => match ports_cell(traffic).as_str() {
            "all" => protocol_cell(traffic),
            message => format!("{} {message}", protocol_cell(traffic)),
        },
        Traffic::Protocol(number) => format!("protocol {number}"),
    }
}

/// "app-1 → S3, tcp 443", "app-1 → S3, tcp 443: s3:GetObject, photos".
pub(crate) fn question(topology: &Topology, question: &Question) -> Rc<str> {
    let mut text = format!(
        "{} → {}, {}",
        end(topology, &question.from),
        end(topology, &question.to),
        traffic(question.traffic)
    );
    if question.is_request() {
        text.push_str(": ");
        text.push_str(&super::dock::policy::words(question));
    }
    text.into()
}

pub(crate) fn port_range(range: PortRange) -> String {
    if range == PortRange::ALL {
        "all".to_owned()
    } else if range.from == range.to {
        range.from.to_string()
    } else {
        format!("{}-{}", range.from, range.to)
    }
}

/// The protocol as it is typed into a rule: see [`crate::edit::field::columns`].
pub(crate) fn protocol_cell(traffic: Traffic) -> String {
    match traffic {
        Traffic::All => "all".to_owned(),
        Traffic::Tcp(_) => "tcp".to_owned(),
        Traffic::Udp(_) => "udp".to_owned(),
        Traffic::Icmp { .. } => "icmp".to_owned(),
        Traffic::Icmpv6 { .. } => "icmpv6".to_owned(),
        Traffic::Protocol(number) => number.to_string(),
    }
}

/// The ports as they are typed into a rule; for ICMP the type, or type/code.
pub(crate) fn ports_cell(traffic: Traffic) -> String {
    match traffic {
        Traffic::All | Traffic::Protocol(_) => "all".to_owned(),
        Traffic::Tcp(range) | Traffic::Udp(range) => port_range(range),
        Traffic::Icmp { kind, code } | Traffic::Icmpv6 { kind, code } => match (kind, code) {
            (Some(kind), Some(code)) => format!("{kind}/{code}"),
            (Some(kind), None) => kind.to_string(),
            (None, _) => "all".to_owned(),
        },
    }
}

/// The console's name of the kind, as a title: "Route table".
pub(crate) fn kind_title(topology: &Topology, of: &Ref) -> Rc<str> {
    match role(topology, of) {
        Some(Role::Instance) => "EC2 instance".into(),
        Some(Role::Database) => "RDS database".into(),
        Some(Role::Function) => "Lambda function".into(),
        _ => capitalized(of.kind.title()).into(),
    }
}

pub(crate) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => std::iter::once(first.to_ascii_uppercase()).chain(characters).collect(),
        None => String::new(),
    }
}

/// The first letter small, except where the first word is an abbreviation or a name: "No route", "NAT gateway".
pub(crate) fn uncapitalized(text: &str) -> String {
    let is_word = text
        .chars()
        .nth(1)
        .is_none_or(|second| second.is_ascii_lowercase() || second == ' ');
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if is_word => std::iter::once(first.to_ascii_lowercase()).chain(characters).collect(),
        _ => text.to_owned(),
    }
}

/// "a", "a and b", "a, b and 3 more".
pub(crate) fn list(names: &[Rc<str>]) -> String {
    match names {
        [] => String::new(),
        [one] => one.to_string(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

fn role(topology: &Topology, of: &Ref) -> Option<Role> {
    Some(topology.interfaces.get(&of.to_id()?)?.role)
}

pub(crate) fn glyph(topology: &Topology, of: &Ref) -> Glyph {
    match of.kind {
        Kind::Vpc => Glyph::Vpc,
        Kind::Subnet => Glyph::Subnet,
        Kind::RouteTable => Glyph::RouteTable,
        Kind::NetworkAcl => Glyph::NetworkAcl,
        Kind::SecurityGroup => Glyph::SecurityGroup,
        Kind::PrefixList => Glyph::PrefixList,
        Kind::NetworkInterface => match role(topology, of) {
            Some(Role::Instance) => Glyph::Instance,
            Some(Role::Database) => Glyph::Database,
            Some(Role::Function) => Glyph::Function,
            _ => Glyph::Interface,
        },
        Kind::InternetGateway => Glyph::InternetGateway,
        Kind::NatGateway => Glyph::NatGateway,
        Kind::PeeringConnection => Glyph::Peering,
        Kind::GatewayEndpoint => Glyph::GatewayEndpoint,
        Kind::InterfaceEndpoint => Glyph::InterfaceEndpoint,
        Kind::VpnGateway => Glyph::VpnGateway,
        Kind::CustomerGateway => Glyph::CustomerGateway,
        Kind::VpnConnection => Glyph::VpnConnection,
        Kind::Site => Glyph::Site,
        Kind::EgressOnlyInternetGateway => Glyph::EgressOnlyInternetGateway,
        Kind::TransitGateway => Glyph::TransitGateway,
        Kind::TransitGatewayAttachment => Glyph::TransitGatewayAttachment,
        Kind::TransitGatewayRouteTable => Glyph::RouteTable,
        Kind::DirectConnectGateway | Kind::VirtualInterface => Glyph::DirectConnect,
        Kind::ClientVpnEndpoint => Glyph::ClientVpn,
        Kind::LoadBalancer => Glyph::LoadBalancer,
        Kind::EndpointService => Glyph::Service,
        Kind::GatewayLoadBalancerEndpoint => Glyph::InterfaceEndpoint,
        Kind::BlockPublicAccess => Glyph::NetworkAcl,
        Kind::RegionalNatGateway => Glyph::NatGateway,
        Kind::ResourcePolicy => Glyph::Bucket,
        Kind::HostedZone | Kind::ResolverEndpoint | Kind::ResolverRule => Glyph::Dns,
        Kind::Internet => Glyph::Internet,
        Kind::Service => match service_parts(of).0 {
            "s3" => Glyph::Bucket,
            "dynamodb" => Glyph::Table,
            _ => Glyph::Service,
        },
    }
}
