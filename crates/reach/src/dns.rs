//! What a name means to the sender: the answer of its VPC's resolver, or of the public DNS (DN-01..08, EI-05..07, PEER-52,
//! PEER-53). A flow that is asked for by name goes to whatever the answer is. AWS page: vpc/latest/userguide/vpc-dns.html

mod beside;
mod name;

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use crate::address::{Family, RFC1918};
use crate::id::Ref;
use crate::network::{Holder, Network};
use crate::question::End;
use crate::reason::{Reason, reasons};
use crate::service::GATEWAY_SERVICES;
use crate::topology::{
    HostedZone, HostedZoneId, InterfaceEndpoint, InterfaceEndpointId, TransitGatewayAttachmentId, Vpc, VpcId,
};
use crate::trace::{Fact, Finding};
use crate::walk::Party;
pub(crate) use beside::{Beside, REASONS as BESIDE_REASONS, beside};
use name::Name;

reasons! {
    DISABLED: "X_DNS_DISABLED" ["DN-02", "EG-14", "DEC-28"] "DNS is off",
        "{name} cannot be resolved: DNS support is off in {at}. Only names need it: packets to an address are sent all the same.",
        "vpc/latest/userguide/vpc-dns.html";
    NO_HOST_NAMES: "X_DNS_DISABLED" ["DN-02", "DN-03"] "No public names",
        "{name} does not exist: DNS host names are off in {at}, so nothing there has a public name.",
        "vpc/latest/userguide/vpc-dns.html";
    NO_ZONES: "X_DNS_DISABLED" ["DN-02", "DN-07"] "No private hosted zones",
        "{name} cannot be resolved: {zone} answers only where both DNS support and DNS host names are on, and host names are off in {at}.",
        "Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html";
    NOT_ACROSS: "X_DNS_DISABLED" ["PEER-53", "DN-06"] "Not across VPCs",
        "{name} is not resolved from outside {at}: that works for private addresses of the same Region, or with DNS resolution over an active peering connection.",
        "vpc/latest/peering/vpc-peering-dns.html";
    IN_ZONE: "dns-zone" ["DN-07"] "From a hosted zone",
        "{name} stands in {at}, which answers for it here.",
        "Route53/latest/DeveloperGuide/hosted-zones-private.html";
    ZONE_FIRST: "dns-zone-first" ["DN-10", "DN-07"] "The zone goes first",
        "{name} stands in {at}, which goes before the private DNS of endpoints.",
        "Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html", assumed;
    NOT_IN_ZONE: "X_DNS_DISABLED" ["DN-07"] "Not in the zone",
        "{name} cannot be resolved: {at} answers for such names here and has no such record, so nobody else is asked.",
        "Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html";
    FORWARDED: "UNKNOWN_DESTINATION" ["DN-10", "DN-09", "DEC-26"] "Asked elsewhere",
        "{at} sends queries for {name} on to other servers, before anybody here is asked; what those answer is not known.",
        "Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network.html";
    LOST_LINK: "UNKNOWN_DESTINATION" ["DEC-26"] "Private or public",
        "Something that may lead to {at} cannot exist as it is drawn, so nobody knows whether {name} is a private or a public address.",
        "vpc/latest/reachability/explanation-codes.html";
    LOST_ALIAS: "UNKNOWN_DESTINATION" ["DEC-26", "DN-07"] "Its target is not there",
        "{name} stands in {at} and leads to what is not there.",
        "Route53/latest/DeveloperGuide/hosted-zones-private.html";
    UNKNOWN: "UNKNOWN_DESTINATION" ["DEC-26", "DN-07"] "Name not known",
        "{name} is not a name of anything drawn here, so this program cannot say where it leads.",
        "vpc/latest/userguide/vpc-dns.html";
    ENDPOINT_NAME: "dns-endpoint" ["EI-06"] "The endpoint's own name",
        "{name} is a name of {at}; everybody who asks gets its private addresses.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    PRIVATE_DNS: "dns-private" ["EI-05", "DN-08"] "The endpoint answers for the service",
        "{name} leads to {at} for everything in its VPC, because its private DNS is on.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    PROVIDERS_NAME: "dns-private-name-of-service" ["PL-13", "EI-05"] "The provider's own name",
        "{name} leads to {at} for everything in its VPC: the provider has verified the name, and private DNS is on.",
        "vpc/latest/privatelink/manage-dns-names.html";
    RESOLVER_ONLY: "dns-inbound-only" ["EI-10"] "The gateway endpoint's turn",
        "{name} leads to public addresses inside the VPC, so that the gateway endpoint is used: the private DNS of {at} answers only through inbound Resolver endpoints.",
        "AmazonS3/latest/userguide/privatelink-interface-endpoints.html";
    NOT_THIS_VPC: "dns-private-elsewhere" ["EI-07", "DN-08"] "Private DNS of another VPC",
        "{name} leads to public addresses here: the private DNS of {at} holds in its own VPC only. Use the endpoint's own name, or a private zone.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    SERVICE: "dns-service" ["EG-14"] "The public addresses of the service",
        "{name} leads to the public addresses of {at}.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    GATEWAY_SERVICE: "dns-gateway-service" ["EG-14"] "The public addresses of the service",
        "{name} leads to the public addresses of {at}, with a gateway endpoint, too.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    PRIVATE_INSIDE: "dns-public-name-inside" ["DN-03"] "The private address, from inside",
        "{name} leads to {address} inside {at}, and to the public address from elsewhere.",
        "vpc/latest/userguide/vpc-dns.html";
    PRIVATE_FOR_PEER: "dns-public-name-peer" ["PEER-52", "DN-04"] "The private address, for the peer, too",
        "{name} leads to {address}: {peering} lets the peer resolve names of {at} to private addresses.",
        "vpc/latest/peering/vpc-peering-dns.html";
    PUBLIC_FOR_PEER: "dns-public-name-peer-off" ["PEER-52", "DN-04"] "The public address, for the peer",
        "{name} leads to the public address {address}, not over {peering}: there DNS resolution is off for names of {at}.",
        "vpc/latest/peering/vpc-peering-dns.html";
    PUBLIC_OUTSIDE: "dns-public-name-outside" ["DN-03"] "The public address",
        "{name} leads to {address} from outside {at}.",
        "vpc/latest/userguide/vpc-dns.html";
    PRIVATE_OVER_GATEWAY: "dns-public-name-transit-gateway" ["TGW-62", "DN-04"] "The private address, over the transit gateway, too",
        "{name} leads to {address}: {gateway} and both attachments have DNS support, so names of {at} lead to private addresses.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    PUBLIC_OVER_GATEWAY: "dns-public-name-transit-gateway-off" ["TGW-62", "DN-04"] "The public address",
        "{name} leads to the public address {address}: DNS support is off at {gateway} or at one of the two attachments.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    PRIVATE_NAME: "dns-private-name" ["DN-06"] "The private address",
        "{name} leads to {address}.",
        "vpc/latest/userguide/vpc-dns.html";
    PRIVATE_NAME_OVER_PEERING: "dns-private-name-peer" ["PEER-53"] "The private address, over the peering",
        "{name} leads to {address} in {at}, and {peering} leads there.",
        "vpc/latest/peering/vpc-peering-basics.html";
}

/// The service and the Region of a service's public name.
pub(crate) fn service_named(name: &str) -> Option<(String, String)> {
    match name::read(name) {
        Name::Service { name, region } => Some((name, region)),
        _ => None,
    }
}

/// Where a name leads to, and why.
pub(crate) struct Answer {
    pub(crate) end: End,
    pub(crate) finding: Finding,
}

/// Asks for the sender. An error is what the flow fails with (DEC-28).
pub(crate) fn resolve(
    network: &Network,
    name: &Rc<str>,
    sender: &Party,
    family: Family,
) -> Result<Answer, Box<Finding>> {
    let asker = Asker {
        network,
        name,
        // Whom a client of a Client VPN asks is up to its own machine.
        vpc: sender.vpc(network).filter(|_| !matches!(sender, Party::Client { .. })),
    };
    if let Some((id, vpc)) = asker.vpc.and_then(|id| Some((id, network.topology().vpcs.get(id)?)))
        && !vpc.dns_support
    {
        return Err(Box::new(asker.finding(&DISABLED, id)));
    }
    let zone = asker.closest_zone();
    if let Some(forwarded) = asker.forwarded(zone.map(|(_, zone)| zone)) {
        return Err(Box::new(forwarded));
    }
    if let Some((id, zone)) = zone {
        return match asker.without_names() {
            Some(vpc) if !zone.vpcs.is_empty() => {
                let mut finding = asker.finding(&NO_ZONES, vpc);
                finding.facts.push(("zone", Fact::Element(Ref::from(id))));
                Err(Box::new(finding))
            }
            _ => asker.in_zone(id, zone, family),
        };
    }
    if let Some(answer) = asker.private_name() {
        return Ok(answer);
    }
    match name::read(name) {
        Name::Endpoint { id, service, region } => asker.endpoint(&id, &service, &region),
        Name::Service { name, region } => Ok(asker.service(name.into(), region.into())),
        Name::Public { address } => asker.public(address),
        Name::Private { address, region } => asker.private(address, &region),
        Name::Other => Err(Box::new(asker.finding(&UNKNOWN, Ref::internet()))),
    }
}

struct Asker<'a> {
    network: &'a Network,
    name: &'a Rc<str>,
    /// `None` for whoever asks the public DNS.
    vpc: Option<&'a VpcId>,
}

type Asked = Result<Answer, Box<Finding>>;

impl<'a> Asker<'a> {
    fn finding(&self, reason: &'static Reason, at: impl Into<Ref>) -> Finding {
        Finding {
            reason,
            at: at.into(),
            facts: vec![("name", Fact::Text(Rc::clone(self.name)))],
        }
    }

    fn address(&self, reason: &'static Reason, at: &VpcId, address: Ipv4Addr) -> Answer {
        let mut finding = self.finding(reason, at);
        let address = IpAddr::V4(address);
        finding.facts.push(("address", Fact::Address(address)));
        Answer {
            end: End::Address(address),
            finding,
        }
    }

    /// The most specific private zone of the asker's VPC; for everybody else, and after it, the public ones (DN-07).
    fn closest_zone(&self) -> Option<(&'a HostedZoneId, &'a HostedZone)> {
        let answers = |(_, zone): &(&HostedZoneId, &HostedZone)| {
            let is_here = zone.vpcs.is_empty() || self.vpc.is_some_and(|vpc| zone.vpcs.contains(vpc));
            is_here && is_below(self.name, &zone.domain)
        };
        let zones = self.network.topology().hosted_zones.iter().filter(answers);
        zones.max_by_key(|(_, zone)| (!zone.vpcs.is_empty(), zone.domain.len()))
    }

    /// DN-10: a forwarding rule of the asker's VPC for this name goes before a zone that is no closer to it.
    fn forwarded(&self, zone: Option<&HostedZone>) -> Option<Finding> {
        let vpc = self.vpc?;
        let rules = self.network.topology().resolver_rules.iter();
        let fitting = rules.filter(|(_, rule)| rule.vpcs.contains(vpc) && is_below(self.name, &rule.domain));
        let (id, rule) = fitting.max_by_key(|(_, rule)| rule.domain.len())?;
        let private = zone.filter(|zone| !zone.vpcs.is_empty());
        let is_closer = private.is_some_and(|zone| zone.domain.len() > rule.domain.len());
        (!is_closer).then(|| self.finding(&FORWARDED, id))
    }

    /// The asker's VPC, if it has not both attributes that private hosted zones need (DN-02).
    fn without_names(&self) -> Option<&'a VpcId> {
        let vpc = self.network.topology().vpcs.get(self.vpc?)?;
        self.vpc.filter(|_| !has_names(vpc))
    }

    fn in_zone(&self, id: &HostedZoneId, zone: &HostedZone, family: Family) -> Asked {
        let name = self.name.trim_end_matches('.');
        let record = zone
            .records
            .iter()
            .find(|record| record.name.trim_end_matches('.').eq_ignore_ascii_case(name));
        let is_asked = |address: &&IpAddr| Family::of(**address) == family;
        let address = record.and_then(|record| record.addresses.iter().find(is_asked).copied().map(End::Address));
        let alias = record.and_then(|record| record.alias.clone().map(End::Element));
        let Some(end) = address.or(alias) else {
            let is_empty = record.is_some_and(|record| record.addresses.is_empty());
            let is_lost = is_empty && self.network.is_incomplete(&Ref::from(id));
            return Err(Box::new(
                self.finding(if is_lost { &LOST_ALIAS } else { &NOT_IN_ZONE }, id),
            ));
        };
        let finding = self.finding(if self.hides_endpoint() { &ZONE_FIRST } else { &IN_ZONE }, id);
        Ok(Answer { end, finding })
    }

    /// The name of a provider's service, in a VPC with an endpoint for it that answers for the name.
    fn private_name(&self) -> Option<Answer> {
        let topology = self.network.topology();
        let name = self.name.trim_end_matches('.');
        let is_its_own = |record: &InterfaceEndpoint| {
            let provider = record.provider.as_ref()?;
            let own = topology.endpoint_services.get(provider)?.private_dns_name.as_deref()?;
            Some(own.eq_ignore_ascii_case(name))
        };
        let mut endpoints = topology.interface_endpoints.iter();
        let (id, _) = endpoints.find(|(_, record)| {
            record.private_dns && Some(&record.vpc) == self.vpc && is_its_own(record).unwrap_or_default()
        })?;
        let end = End::Element(Ref::from(id));
        let finding = self.finding(&PROVIDERS_NAME, id);
        Some(Answer { end, finding })
    }

    /// An endpoint of the asker's VPC would answer for the name.
    fn hides_endpoint(&self) -> bool {
        let Name::Service { name, .. } = name::read(self.name) else {
            return false;
        };
        let mut endpoints = self.network.topology().interface_endpoints.iter();
        endpoints.any(|(_, record)| record.private_dns && *record.service == *name && Some(&record.vpc) == self.vpc)
    }

    /// Regional, or of one zone: `vpce-1-us-east-1a`.
    fn endpoint(&self, label: &str, service: &str, region: &str) -> Asked {
        let topology = self.network.topology();
        let mut endpoints = topology.interface_endpoints.iter();
        let zone_of = |id: &InterfaceEndpointId| Some(label.strip_prefix(id.as_str())?.strip_prefix('-')?.to_owned());
        let fits = |(id, record): &(&InterfaceEndpointId, &InterfaceEndpoint)| {
            let is_named = label == id.as_str() || zone_of(id).is_some();
            let is_for = match &record.provider {
                Some(provider) => provider.as_str() == service,
                None => &*record.service == service,
            };
            is_named && is_for && self.network.region_of(&record.vpc) == Some(region)
        };
        let Some((id, record)) = endpoints.find(fits) else {
            return Err(Box::new(self.finding(&UNKNOWN, Ref::internet())));
        };
        let mut end = End::Element(Ref::from(id));
        if let Some(zone) = zone_of(id) {
            let is_there = |subnet| topology.subnets.get(subnet).is_some_and(|subnet| *subnet.zone == *zone);
            let place = record.subnets.iter().find(|place| is_there(&place.subnet));
            let place = place.ok_or_else(|| Box::new(self.finding(&UNKNOWN, Ref::internet())))?;
            end = End::Address(IpAddr::V4(place.ipv4));
        }
        let finding = self.finding(&ENDPOINT_NAME, id);
        Ok(Answer { end, finding })
    }

    fn service(&self, name: Rc<str>, region: Rc<str>) -> Answer {
        let endpoints = self.network.topology().interface_endpoints.iter();
        let private = endpoints.filter(|(_, record)| {
            record.private_dns && record.service == name && self.network.region_of(&record.vpc) == Some(&*region)
        });
        let finding = match private.min_by_key(|(_, record)| Some(&record.vpc) != self.vpc) {
            Some((id, record)) if Some(&record.vpc) == self.vpc && record.inbound_resolver_only => {
                self.finding(&RESOLVER_ONLY, id)
            }
            Some((id, record)) if Some(&record.vpc) == self.vpc => {
                let end = End::Element(Ref::from(id));
                let finding = self.finding(&PRIVATE_DNS, id);
                return Answer { end, finding };
            }
            Some((id, _)) => self.finding(&NOT_THIS_VPC, id),
            None => self.finding(service_reason(&name), Ref::service(&name, &region)),
        };
        let region = Some(region);
        let end = End::Service { name, region };
        Answer { end, finding }
    }

    fn public(&self, public: Ipv4Addr) -> Asked {
        let Some((owner, _, private)) = self.network.holder_of_public(IpAddr::V4(public)) else {
            return Err(Box::new(self.finding(&UNKNOWN, Ref::internet())));
        };
        let has_names = |id: &VpcId| self.network.topology().vpcs.get(id).is_some_and(has_names);
        if !has_names(&owner) {
            return Err(Box::new(self.finding(&NO_HOST_NAMES, &owner)));
        }
        if self.vpc == Some(&owner) {
            return Ok(self.address(&PRIVATE_INSIDE, &owner, private));
        }
        let peering = self.vpc.and_then(|vpc| self.peering(vpc, &owner));
        let gateway = self.vpc.and_then(|vpc| self.transit_gateway(vpc, &owner));
        let has_names = self.vpc.is_some_and(has_names);
        if let (Some((gateway, is_on)), None | Some((_, false))) = (gateway, &peering)
            && (is_on || peering.is_none())
        {
            let mut answer = if is_on && has_names {
                self.address(&PRIVATE_OVER_GATEWAY, &owner, private)
            } else {
                self.address(&PUBLIC_OVER_GATEWAY, &owner, public)
            };
            answer.finding.facts.push(("gateway", Fact::Element(gateway)));
            return Ok(answer);
        }
        if peering.is_none() && self.vpc.is_some_and(|vpc| self.network.is_incomplete(&vpc.into())) {
            return Err(Box::new(self.finding(&LOST_LINK, &owner)));
        }
        let Some((peering, is_on)) = peering else {
            return Ok(self.address(&PUBLIC_OUTSIDE, &owner, public));
        };
        let mut answer = if is_on && has_names {
            self.address(&PRIVATE_FOR_PEER, &owner, private)
        } else {
            self.address(&PUBLIC_FOR_PEER, &owner, public)
        };
        answer.finding.facts.push(("peering", Fact::Element(peering)));
        Ok(answer)
    }

    fn private(&self, address: Ipv4Addr, region: &str) -> Asked {
        let network = self.network;
        let holds = |vpc: &&VpcId| {
            network.region_of(vpc) == Some(region)
                && matches!(network.holder(vpc, IpAddr::V4(address)), Some(Holder::Interface(_)))
        };
        let own = self.vpc.filter(holds);
        if let Some(own) = own {
            return Ok(self.address(&PRIVATE_NAME, own, address));
        }
        let (Some(vpc), Some(owner)) = (self.vpc, network.topology().vpcs.ids().find(holds)) else {
            return Err(Box::new(self.finding(&UNKNOWN, Ref::internet())));
        };
        let is_private = RFC1918.iter().any(|range| range.contains(&address));
        let is_near = network.region_of(vpc) == Some(region) && is_private;
        match self.peering(vpc, owner) {
            Some((peering, is_on)) if is_near || is_on => {
                let mut answer = self.address(&PRIVATE_NAME_OVER_PEERING, owner, address);
                answer.finding.facts.push(("peering", Fact::Element(peering)));
                Ok(answer)
            }
            None if is_near => Ok(self.address(&PRIVATE_NAME, owner, address)),
            _ => Err(Box::new(self.finding(&NOT_ACROSS, owner))),
        }
    }

    /// The transit gateway that both are attached to, and whether names of one resolve to private addresses for the other.
    fn transit_gateway(&self, vpc: &VpcId, owner: &VpcId) -> Option<(Ref, bool)> {
        let topology = self.network.topology();
        let supports = |id: &TransitGatewayAttachmentId| {
            let record = topology.transit_gateway_attachments.get(id);
            record.is_some_and(|record| record.dns_support && record.state.carries())
        };
        let mut common = self.network.transit_gateways_of(vpc).filter_map(|(gateway, near)| {
            let far = self.network.attachment_of_vpc(gateway, owner)?;
            let is_on = topology.transit_gateways.get(gateway)?.dns_support;
            Some((Ref::from(gateway), is_on && supports(near) && supports(far)))
        });
        let first = common.next()?;
        if first.1 {
            return Some(first);
        }
        Some(common.find(|(_, is_on)| *is_on).unwrap_or(first))
    }

    /// The active peering of the two, and whether names of `owner` resolve to private addresses over it.
    fn peering(&self, vpc: &VpcId, owner: &VpcId) -> Option<(Ref, bool)> {
        let id = self.network.active_peering_between(vpc, owner)?;
        let record = self.network.topology().peering_connections.get(id)?;
        let is_on = if record.requester == *owner {
            record.requester_dns
        } else {
            record.accepter_dns
        };
        Some((Ref::from(id), is_on))
    }
}

pub(crate) fn is_below(name: &str, domain: &str) -> bool {
    let (name, domain) = (name.trim_end_matches('.'), domain.trim_end_matches('.'));
    let Some(start) = name.len().checked_sub(domain.len()) else {
        return false;
    };
    let tail = name.get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(domain));
    tail && (start == 0 || name.get(..start).is_some_and(|head| head.ends_with('.')))
}

fn service_reason(name: &str) -> &'static Reason {
    if GATEWAY_SERVICES.contains(&name) {
        &GATEWAY_SERVICE
    } else {
        &SERVICE
    }
}

fn has_names(vpc: &Vpc) -> bool {
    vpc.dns_support && vpc.dns_hostnames
}
