//! Sites behind a transit gateway reach a VPC whose tables do not lead back to them (TGW-13): requests arrive, and no reply returns.
//! AWS page: vpc/latest/tgw/tgw-vpn-attachments.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::way::{End, has_machine, lead, look_up, parts};
use super::{Found, Lint};
use crate::address::overlaps;
use crate::id::Ref;
use crate::issue::Level;
use crate::network::{Network, cidrs_of};
use crate::reason::reasons;
use crate::resolve::element;
use crate::sorted::SortedSet;
use crate::topology::{Attached, SiteId, TransitGatewayAttachment, TransitGatewayAttachmentId, VpcId};

reasons! {
    NO_WAY_BACK: "transit-gateway-site-one-way" ["TGW-13", "PW-22"] "No route back to the site",
        "{at} leads from {site} to {vpc}, and no table of {vpc} leads back to {site}: requests arrive, and replies do not return. Add a route in {vpc}.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
}

pub(super) static ONE_WAY: Lint = Lint {
    name: "transit-gateway-site-one-way",
    level: Level::Warning,
    reason: &NO_WAY_BACK,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let attachments = network.topology().transit_gateway_attachments.iter();
    let mut told = SortedSet::new();
    let mut found = Vec::new();
    for (id, record) in attachments.filter(|(_, record)| record.state.carries()) {
        for (site, ranges) in sites(network, &record.to) {
            let vpcs = vpcs_of(network, record).into_iter();
            let without = vpcs
                .filter(|(far, vpc)| is_announced(network, record, vpc) && is_one_way(network, id, far, vpc, &ranges));
            // Once, over however many lines.
            let without = without.filter(|(_, vpc)| told.insert((site.clone(), (*vpc).clone())));
            found.extend(without.map(|(_, vpc)| {
                let facts = vec![("site", element(&site)), ("vpc", element(vpc))];
                Found::at(&record.gateway, facts)
            }));
        }
    }
    found
}

/// The sites at the far end of a VPN connection or of a Direct Connect gateway.
fn sites(network: &Network, to: &Attached) -> Vec<(SiteId, Vec<IpNet>)> {
    let topology = network.topology();
    let ids: Vec<&SiteId> = match to {
        Attached::Vpn(connection) => {
            let connection = topology.vpn_connections.get(connection);
            let device = connection.and_then(|record| topology.customer_gateways.get(&record.customer_gateway));
            device.and_then(|device| device.site.as_ref()).into_iter().collect()
        }
        Attached::DirectConnectGateway(gateway) => {
            let lines = topology.virtual_interfaces.iter().map(|(_, record)| record);
            let own = lines.filter(|record| record.gateway.as_ref() == Some(&gateway.into()));
            own.filter_map(|record| record.site.as_ref()).collect()
        }
        _ => Vec::new(),
    };
    let known = ids
        .into_iter()
        .filter_map(|id| Some((id.clone(), topology.sites.get(id)?.cidrs.clone())));
    known.collect()
}

fn vpcs_of<'n>(
    network: &'n Network,
    beside: &TransitGatewayAttachment,
) -> Vec<(&'n TransitGatewayAttachmentId, &'n VpcId)> {
    let all = network.topology().transit_gateway_attachments.iter();
    let own = all.filter(|(_, record)| record.gateway == beside.gateway && record.state.carries());
    let vpcs = own.filter_map(|(id, record)| match &record.to {
        Attached::Vpc { vpc, .. } => Some((id, vpc)),
        _ => None,
    });
    vpcs.collect()
}

/// Over Direct Connect the site is told of the allowed prefixes alone (DX-10).
fn is_announced(network: &Network, record: &TransitGatewayAttachment, vpc: &VpcId) -> bool {
    let Attached::DirectConnectGateway(line) = &record.to else {
        return true;
    };
    let topology = network.topology();
    let associations = topology
        .direct_connect_gateways
        .get(line)
        .map(|line| &line.associations);
    let own = associations.into_iter().flatten();
    let mut allowed = own
        .filter(|own| own.gateway == Ref::from(&record.gateway))
        .flat_map(|own| &own.allowed_prefixes);
    let vpc = topology.vpcs.get(vpc);
    vpc.is_some_and(|vpc| allowed.any(|prefix| cidrs_of(vpc).any(|cidr| overlaps(cidr, *prefix))))
}

/// Of the subnets with somebody in them that the site's packets get to, none has a way to any of its networks.
fn is_one_way(
    network: &Network,
    came_by: &TransitGatewayAttachmentId,
    far: &TransitGatewayAttachmentId,
    vpc: &VpcId,
    site: &[IpNet],
) -> bool {
    let topology = network.topology();
    let own = topology.subnets.iter().filter(|(_, record)| record.vpc == *vpc);
    let mut reached = own
        .filter(|(id, record)| {
            let first: Option<IpAddr> = record.cidr.map(|range| range.addr().into());
            has_machine(network, id)
                && first.is_some_and(|to| look_up(network, came_by, to).is_ok_and(|next| next == far))
        })
        .peekable();
    let has_way_back = |id| {
        let mut all = site.iter().flat_map(|range| parts(network, id, *range));
        all.any(|to| lead(network, id, to) != End::Never)
    };
    reached.peek().is_some() && !site.is_empty() && !reached.any(|(id, _)| has_way_back(id))
}
