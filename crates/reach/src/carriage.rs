//! Over whose lines a packet travels on the way, and what encrypts it there. AWS page: vpc/latest/peering/vpc-peering-basics.html
//!
//! Inside a VPC there is nothing to say. A hop that leads out of one is carried by AWS's own network, by a private line or by
//! the public internet; AWS, a tunnel, or nobody but the application encrypts it. A kind of hop is a line in [`way_of`].

use crate::id::Ref;
use crate::network::Network;
use crate::reason::{Reason, reasons};
use crate::topology::VpcId;
use crate::trace::{Action, Finding, Hop, Leg, Step, Trace};

reasons! {
    SAME_REGION_PEERING: "carried-in-region" ["PEER-11"] "On AWS's network",
        "{at} stays on AWS's own network inside one Region. AWS documents encryption for peering between Regions only; inside one it relies on its own cables and machines.",
        "vpc/latest/peering/vpc-peering-basics.html", assumed;
    OTHER_REGION_PEERING: "carried-between-regions" ["PEER-11"] "On AWS's backbone, encrypted",
        "{at} stays on AWS's backbone between the Regions, and AWS encrypts it there. It never crosses the public internet.",
        "vpc/latest/peering/vpc-peering-basics.html";
    TUNNEL: "carried-in-tunnel" ["VPN-01"] "Over the internet, in a tunnel",
        "{at} crosses the public internet in a tunnel that both of its ends encrypt with IPsec.",
        "vpn/latest/s2svpn/how_it_works.html";
    CLIENT_TUNNEL: "carried-in-client-tunnel" ["CVPN-10"] "Over the internet, in a tunnel",
        "Between the client and {at} the packet crosses the public internet in a tunnel that both of its ends encrypt with TLS.",
        "vpn/latest/clientvpn-admin/what-is.html";
    PRIVATE_TUNNEL: "carried-in-private-tunnel" ["VPN-11"] "Over a private line, in a tunnel",
        "{at} runs over Direct Connect, which is no part of the public internet, in a tunnel that both of its ends encrypt with IPsec.",
        "vpn/latest/s2svpn/private-ip-dx.html";
    DIRECT_CONNECT: "carried-by-direct-connect" ["DX-01", "DX-02"] "Over a private line",
        "{at} runs over a private line to AWS, which is no part of the public internet. By itself it encrypts nothing: MACsec on the line, a VPN over it or the application can.",
        "directconnect/latest/UserGuide/encryption-in-transit.html";
    TRANSIT_GATEWAY: "carried-by-transit-gateway" ["TGW-01"] "On AWS's network",
        "What goes through {at} stays on AWS's own network inside one Region, where AWS relies on its own cables and machines.",
        "vpc/latest/tgw/how-transit-gateways-work.html", assumed;
    TRANSIT_PEERING: "carried-between-transit-gateways" ["TGW-50"] "On AWS's network",
        "{at} stays on AWS's own network between the two gateways; between Regions AWS encrypts it there.",
        "vpc/latest/tgw/tgw-peering.html", assumed;
    TO_GATEWAY_ENDPOINT: "carried-to-gateway-endpoint" ["EG-11"] "On AWS's network",
        "What goes through {at} stays on AWS's own network. Whether it is encrypted is up to the application, for example with HTTPS.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    TO_INTERFACE_ENDPOINT: "carried-to-interface-endpoint" ["EI-01"] "On AWS's network",
        "What goes through {at} stays on AWS's own network, between private addresses. Whether it is encrypted is up to the application, for example with HTTPS.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    TO_APPLIANCE: "carried-to-appliance" ["PL-15"] "On AWS's network",
        "What goes through {at} to an appliance and back stays on AWS's own network, wrapped in GENEVE, which does not encrypt.",
        "elasticloadbalancing/latest/gateway/introduction.html";
    TO_SERVICE: "carried-to-service" ["EG-03"] "On AWS's network",
        "{at} has a public address, but what goes there from a VPC does not leave AWS's network. Whether it is encrypted is up to the application, for example with HTTPS.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    TO_INTERNET: "carried-by-internet" ["PW-08"] "Over the public internet",
        "The packet crosses the public internet, and only the application itself can encrypt it there, for example with HTTPS.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    BETWEEN_PUBLIC_ADDRESSES: "carried-between-public-addresses" ["IG-07"] "On AWS's network",
        "Between public addresses in AWS the packet stays on AWS's own network. Whether it is encrypted is up to the application.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html", assumed;
}

/// One stretch outside the VPCs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carriage {
    pub leg: Leg,
    /// The place in the leg's hop list.
    pub hop: usize,
    pub at: Ref,
    pub lines: Lines,
    pub encryption: Encryption,
    reason: &'static Reason,
}

/// Whose lines they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lines {
    Aws,
    /// A line of one's own or a provider's to AWS.
    Private,
    PublicInternet,
}

/// Who encrypts what travels there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encryption {
    /// AWS encrypts all of it.
    Aws,
    /// The two ends of a tunnel.
    Tunnel,
    /// Nothing is documented but the protection of AWS's own lines and machines.
    PhysicalLayer,
    /// Nobody but the application, if it does.
    Application,
}

impl Lines {
    pub const fn words(self) -> &'static str {
        match self {
            Lines::Aws => "AWS's network",
            Lines::Private => "a private line",
            Lines::PublicInternet => "the public internet",
        }
    }
}

impl Encryption {
    pub const fn words(self) -> &'static str {
        match self {
            Encryption::Aws => "AWS",
            Encryption::Tunnel => "the tunnel",
            Encryption::PhysicalLayer => "AWS's own lines and machines, as far as is known",
            Encryption::Application => "the application, if it does",
        }
    }
}

impl Carriage {
    pub const fn crosses_internet(&self) -> bool {
        matches!(self.lines, Lines::PublicInternet)
    }

    pub fn finding(&self) -> Finding {
        Finding {
            reason: self.reason,
            at: self.at.clone(),
            facts: Vec::new(),
        }
    }
}

/// Every stretch outside the VPCs that the packets travel, on both legs.
pub fn carriage(network: &Network, trace: &Trace) -> Vec<Carriage> {
    let legs = [(Leg::Forward, &trace.forward), (Leg::Return, &trace.reply)];
    let mut all = Vec::new();
    for (leg, hops) in legs {
        for (index, hop) in hops.iter().enumerate().filter(|(_, hop)| hop.action != Action::Drop) {
            let before = index.checked_sub(1).and_then(|before| hops.get(before));
            let Some((reason, lines, encryption)) = way_of(network, hop, before, hops) else {
                continue;
            };
            all.push(Carriage {
                leg,
                hop: index,
                at: hop.at.clone(),
                lines,
                encryption,
                reason,
            });
        }
    }
    all
}

type Way = (&'static Reason, Lines, Encryption);

fn way_of(network: &Network, hop: &Hop, before: Option<&Hop>, leg: &[Hop]) -> Option<Way> {
    match &hop.step {
        Step::Peering { from, to } if network.region_of(from) == network.region_of(to) => {
            Some((&SAME_REGION_PEERING, Lines::Aws, Encryption::PhysicalLayer))
        }
        Step::Peering { .. } => Some((&OTHER_REGION_PEERING, Lines::Aws, Encryption::Aws)),
        Step::VpnConnection { .. } if has_private_transport(network, &hop.at) => {
            Some((&PRIVATE_TUNNEL, Lines::Private, Encryption::Tunnel))
        }
        Step::VpnConnection { .. } => Some((&TUNNEL, Lines::PublicInternet, Encryption::Tunnel)),
        Step::VirtualInterface => Some((&DIRECT_CONNECT, Lines::Private, Encryption::Application)),
        Step::ClientVpn { route, .. } => {
            let past_tunnel = |hop: &Hop| matches!(hop.step, Step::Internet | Step::Service);
            let is_inside = route.is_some() || before.is_some_and(|before| !past_tunnel(before)) || is_answer(leg);
            is_inside.then_some((&CLIENT_TUNNEL, Lines::PublicInternet, Encryption::Tunnel))
        }
        Step::AttachmentIn { .. } => Some((&TRANSIT_GATEWAY, Lines::Aws, Encryption::PhysicalLayer)),
        Step::TransitGatewayPeering { from, to } => {
            let region = |id| {
                network
                    .topology()
                    .transit_gateways
                    .get(id)
                    .map(|gateway| &gateway.region)
            };
            let encryption = if region(from) == region(to) {
                Encryption::PhysicalLayer
            } else {
                Encryption::Aws
            };
            Some((&TRANSIT_PEERING, Lines::Aws, encryption))
        }
        Step::GatewayEndpoint => Some((&TO_GATEWAY_ENDPOINT, Lines::Aws, Encryption::Application)),
        Step::GatewayLoadBalancerEndpoint => Some((&TO_APPLIANCE, Lines::Aws, Encryption::Application)),
        Step::InterfaceEndpoint => Some((&TO_INTERFACE_ENDPOINT, Lines::Aws, Encryption::Application)),
        Step::Service => {
            let is_by_endpoint = leg.iter().any(|hop| hop.step == Step::GatewayEndpoint);
            (!is_by_endpoint).then_some((&TO_SERVICE, Lines::Aws, Encryption::Application))
        }
        Step::Internet if is_service(network, hop, leg) => Some((&TO_SERVICE, Lines::Aws, Encryption::Application)),
        // From one VPC that is drawn to another.
        Step::Internet if before.is_some() && hop.action == Action::Forward => {
            Some((&BETWEEN_PUBLIC_ADDRESSES, Lines::Aws, Encryption::Application))
        }
        Step::Internet => Some((&TO_INTERNET, Lines::PublicInternet, Encryption::Application)),
        _ => None,
    }
}

/// From one client to another: the leg is all in the tunnel.
fn is_answer(leg: &[Hop]) -> bool {
    leg.iter().all(|hop| matches!(hop.step, Step::ClientVpn { .. }))
}

/// Its tunnels run over a Direct Connect attachment.
fn has_private_transport(network: &Network, connection: &Ref) -> bool {
    let record = connection
        .to_id()
        .and_then(|id| network.topology().vpn_connections.get(&id));
    record.is_some_and(|record| record.options.transport.is_some())
}

/// The address is one of AWS's own services', as far as they are known here.
fn is_service(network: &Network, hop: &Hop, leg: &[Hop]) -> bool {
    let address = match hop.action {
        Action::Deliver => hop.packet.destination,
        _ => hop.packet.source,
    };
    let region = leg.iter().find_map(|hop| network.region_of(&vpc_of(network, hop)?));
    region.is_some_and(|region| {
        network.gateway_service_at(region, address).is_some() || network.is_stand_in(region, address)
    })
}

fn vpc_of(network: &Network, hop: &Hop) -> Option<VpcId> {
    match &hop.step {
        Step::InternetGateway => network.topology().internet_gateways.get(&hop.at.to_id()?)?.vpc.clone(),
        _ => None,
    }
}
