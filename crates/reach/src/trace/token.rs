//! The short text of each hop, as the cases write hop lists: `rt:rtb-a[10.1.0.0/16=>pcx-ab]`.

use std::net::IpAddr;

use super::{Action, Fact, Hop, Packet, Step};
use crate::id::{Direction, Row};
use crate::topology::{ClientVpnTarget, EndpointSubnet, NetworkInterface, Target, Topology, TransitGatewayTarget};

/// The tokens of a leg, in order. A leg that does not deliver ends in `drop(CODE)`.
pub fn tokens(hops: &[Hop], topology: &Topology) -> Vec<String> {
    let mut all = Vec::with_capacity(hops.len() + 1);
    for (index, hop) in hops.iter().enumerate() {
        if hop.action != Action::Drop {
            all.push(token(hop, topology));
            continue;
        }
        // A packet that is dropped in the middle of a peering connection, or after it is inside a VPC, got that far.
        let came_by_route = index
            .checked_sub(1)
            .and_then(|before| hops.get(before))
            .is_some_and(|before| matches!(before.step, Step::RouteTable { .. }));
        let got_in = match hop.step {
            Step::Peering { .. } => true,
            Step::Local => !came_by_route,
            _ => false,
        };
        if got_in {
            all.push(token(hop, topology));
        }
        all.push(format!("drop({})", hop.decision.finding.reason.code));
    }
    all
}

/// The token of one hop, as if it let the packet pass.
pub fn token(hop: &Hop, topology: &Topology) -> String {
    let id = &hop.at.id;
    match &hop.step {
        Step::Interface => format!("eni:{id}/{}{}", own_address(hop, topology), rewritten(hop)),
        Step::SecurityGroup(Direction::In) => format!("sg-in:{id}"),
        Step::SecurityGroup(Direction::Out) => format!("sg-out:{id}"),
        Step::Tracked => format!("sg-tracked:{id}"),
        Step::NetworkAcl { direction, subnet } => format!("nacl-{}:{subnet}", direction.word()),
        Step::RouteTable { target } => route(hop, target),
        Step::Local => format!("local:{id}"),
        Step::InternetGateway => format!("igw:{id}{}", rewritten(hop)),
        Step::EgressOnlyInternetGateway => format!("eigw:{id}"),
        Step::NatGateway => format!("nat:{id}{}", both_rewritten(hop)),
        Step::Peering { from, to } => format!("pcx:{id}({from}>{to})"),
        Step::GatewayEndpoint => format!("vpce:{id}"),
        Step::InterfaceEndpoint => format!("vpce:{id}/{}", own_address(hop, topology)),
        Step::EndpointService => format!("vpce-svc:{id}"),
        Step::LoadBalancer if hop.packet_out.is_none() => format!("lb:{id}/{}", own_address(hop, topology)),
        Step::LoadBalancer => format!("lb:{id}{}", both_rewritten(hop)),
        Step::GatewayLoadBalancerEndpoint => format!("gwlbe:{id}"),
        Step::VpnGateway { prefix, to } => format!("vgw:{id}[{prefix}=>{}]", to.id),
        Step::VpnConnection { tunnel } => format!("vpn:{id}/t{tunnel}"),
        Step::VirtualInterface => format!("vif:{id}"),
        Step::DirectConnectGateway => format!("dxgw:{id}"),
        Step::CustomerGateway => format!("cgw:{id}"),
        Step::AttachmentIn { zone } => format!("tgw-in:{id}{}", in_zone(zone.as_deref())),
        Step::TransitGatewayRouteTable { target } => {
            let target = match target {
                TransitGatewayTarget::Attachment(attachment) => attachment.as_str(),
                TransitGatewayTarget::Blackhole => "blackhole",
            };
            format!("tgw-rt:{id}[{}=>{target}]", destination(hop))
        }
        Step::AttachmentOut { zone } => format!("tgw-out:{id}{}", in_zone(zone.as_deref())),
        Step::TransitGatewayPeering { from, to } => format!("tgw-peer:{id}({from}>{to})"),
        Step::Site { host } => {
            let name = host.as_ref().unwrap_or(id);
            format!("onprem:{name}/{}", far_address(hop))
        }
        Step::Internet => format!("inet/{}", far_address(hop)),
        Step::Service => format!("service:{id}/{}", far_address(hop)),
        Step::ClientVpn {
            authorization: Some(authorization),
            route: Some(route),
        } => {
            let target = match &route.target {
                ClientVpnTarget::Subnet(subnet) => subnet.as_str(),
                ClientVpnTarget::Local => "local",
                ClientVpnTarget::TransitGateway => "transit-gateway",
            };
            format!("cvpn:{id}[auth {authorization}; route {}=>{target}]", route.destination)
        }
        Step::ClientVpn { .. } => format!("cvpn:{id}"),
        Step::SourceNat => format!(
            "snat{}",
            changed(hop)
                .map(|(_, from, to)| format!("{{{from}=>{to}}}"))
                .unwrap_or_default()
        ),
        Step::VpcService => format!("vpc-service:{id}/{}", hop.packet.destination),
        Step::Loopback => format!("self:{id}/{}", hop.packet.destination),
        Step::Other => format!("{}:{id}", hop.at.kind.word()),
    }
}

/// The destination as the row writes it; for a local route the CIDR that matched.
fn route(hop: &Hop, target: &Target) -> String {
    let target = match target {
        Target::Local => "local",
        Target::Element(element) => &element.id,
        Target::NotModelled(words) => words,
    };
    format!("rt:{}[{}=>{target}]", hop.at.id, destination(hop))
}

fn destination(hop: &Hop) -> String {
    match hop.decision.by.as_ref().map(|by| &by.row) {
        Some(Row::Route(destination)) => destination.to_string(),
        _ => String::new(),
    }
}

fn in_zone(zone: Option<&str>) -> String {
    zone.map(|zone| format!("/{zone}")).unwrap_or_default()
}

/// `{src a=>b}` or `{dst a=>b}`; nothing where nothing is rewritten, as with IPv6.
fn rewritten(hop: &Hop) -> String {
    let changed = changed(hop).map(|(word, from, to)| format!("{{{word} {from}=>{to}}}"));
    changed.unwrap_or_default()
}

fn changed(hop: &Hop) -> Option<(&'static str, IpAddr, IpAddr)> {
    let out = hop.packet_out.as_ref()?;
    Some(if out.source != hop.packet.source {
        ("src", hop.packet.source, out.source)
    } else {
        ("dst", hop.packet.destination, out.destination)
    })
}

/// `{src a=>b dst c=>d}`, without what stays.
fn both_rewritten(hop: &Hop) -> String {
    let Some(out) = &hop.packet_out else {
        return String::new();
    };
    let ends = [
        ("src", hop.packet.source, out.source),
        ("dst", hop.packet.destination, out.destination),
    ];
    let changed = ends.iter().filter(|(_, from, to)| from != to);
    let parts: Vec<String> = changed.map(|(word, from, to)| format!("{word} {from}=>{to}")).collect();
    format!("{{{}}}", parts.join(" "))
}

/// The address of the packet that is the interface's own: the source where it sends, the destination where it receives.
fn own_address(hop: &Hop, topology: &Topology) -> IpAddr {
    let Packet {
        source, destination, ..
    } = hop.packet;
    let endpoint = hop.at.to_id().and_then(|id| topology.client_vpn_endpoints.get(&id));
    if let Some(endpoint) = endpoint {
        let is_its = |place: &EndpointSubnet| destination == place.ipv4;
        let comes_in = endpoint.associations.iter().any(is_its);
        return if comes_in { destination } else { source };
    }
    match hop.action {
        Action::Deliver => destination,
        _ if is_of_endpoint(hop, topology, destination) => destination,
        _ => hop
            .at
            .to_id::<NetworkInterface>()
            .and_then(|id| topology.interfaces.get(&id))
            .and_then(|record| record.ipv4.filter(|_| !is_own(record, source)))
            .map_or(source, IpAddr::V4),
    }
}

/// Requests come to an endpoint's address and go on; answers leave from it.
fn is_of_endpoint(hop: &Hop, topology: &Topology, address: IpAddr) -> bool {
    let record = hop.at.to_id().and_then(|id| topology.interface_endpoints.get(&id));
    record.is_some_and(|record| record.subnets.iter().any(|place| address == place.ipv4))
}

fn is_own(record: &NetworkInterface, address: IpAddr) -> bool {
    crate::hop::interface::owns(record, address)
}

/// The address outside: the source where the packet starts there, the destination where it ends there.
fn far_address(hop: &Hop) -> IpAddr {
    match hop.action {
        Action::Deliver => hop.packet.destination,
        _ => hop.packet.source,
    }
}

impl Hop {
    /// The fact with this name, if the decision has it.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.decision.finding.fact(name)
    }
}

impl super::Finding {
    /// The fact with this name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        let named = self.facts.iter().find(|(known, _)| *known == name);
        named.map(|(_, fact)| fact)
    }
}
