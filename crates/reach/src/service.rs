//! The public addresses of AWS services: what a managed prefix list stands for, and what a flow to a service aims at.
//!
//! A prefix list of the topology that says which service it is for wins, and is taken as it is. Otherwise S3 and DynamoDB have
//! the ranges that AWS published, which are close to its prefix lists and not equal to them, and every other service has a
//! block of its Region that only stands for its addresses ([`Source`]). What rests on either is said to be assumed.
//! AWS page: vpc/latest/userguide/aws-ip-ranges.html

mod addresses;
mod stand_in;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::address::{Family, overlaps};
use crate::id::Ref;
use crate::issue::endpoint;
use crate::network::Network;
use crate::reason::reasons;
use crate::topology::{PrefixList, PrefixListId, Topology, Vpc};
use crate::trace::{Fact, Finding};

reasons! {
    PUBLISHED: "addresses-as-published" ["DEC-26"] "Addresses as published",
        "The addresses of {service} are those that AWS published on {date}; its prefix list is close to them, not equal. A prefix list of your own for {service} goes first.",
        "vpc/latest/userguide/aws-ip-ranges.html", assumed;
    STANDS_IN: "addresses-stand-in" ["DEC-26"] "Addresses that stand in",
        "The addresses of {service} are not known here: {cidr} stands for them, as some public addresses. A prefix list of your own for {service} goes first.",
        "vpc/latest/userguide/aws-ip-ranges.html", assumed;
    CUT: "UNKNOWN_DESTINATION" ["DEC-26"] "Depends on the addresses",
        "{cidr} only stands for the addresses of {at}, and rows on the way tell some of it from the rest. Give a prefix list that says which addresses {at} has.",
        "vpc/latest/userguide/aws-ip-ranges.html";
    IN_USE: "UNKNOWN_DESTINATION" ["DEC-26"] "Addresses not known",
        "The addresses of {at} are not known here, and {cidr}, which would stand for them, is in use at {other}. Give a prefix list that says which addresses {at} has.",
        "vpc/latest/userguide/aws-ip-ranges.html";
}

/// Where the addresses come from that are used for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A prefix list of the topology.
    Drawn,
    /// What AWS published: close to its own prefix list, and not equal.
    Published,
    /// A block that stands for addresses that are not known here.
    StandIn,
}

/// The services that a gateway endpoint can be for and whose addresses are known here (EG-01).
pub const GATEWAY_SERVICES: [&str; 2] = ["s3", "dynamodb"];

/// The service's name as AWS writes it; what was typed, if it is not known here.
pub fn title(name: &str) -> &str {
    match name {
        "s3" => "S3",
        "dynamodb" => "DynamoDB",
        "ec2" => "EC2",
        "ecr" => "ECR",
        "kms" => "KMS",
        "lambda" => "Lambda",
        "secretsmanager" => "Secrets Manager",
        "sns" => "SNS",
        "sqs" => "SQS",
        "ssm" => "Systems Manager",
        "sts" => "STS",
        other => other,
    }
}

/// How far into its largest range the one address lies that stands for a service in questions and pictures.
const SHOWN_ADDRESS: u32 = 2049;

impl Network {
    /// The list that AWS manages for the service in this Region: what a route to its gateway endpoint names.
    pub fn prefix_list_of_service(&self, service: &str, region: &str) -> Option<PrefixListId> {
        managed_list(self.topology(), service, region)
    }

    /// The public ranges of the service in this Region; none if nothing is known here, as of a Region that does not exist.
    pub fn service_prefixes(&self, service: &str, region: &str, family: Family) -> Vec<IpNet> {
        self.prefixes(service, region, family)
            .map(|(_, prefixes)| prefixes)
            .unwrap_or_default()
    }

    /// Where those ranges come from.
    pub fn service_source(&self, service: &str, region: &str, family: Family) -> Option<Source> {
        Some(self.prefixes(service, region, family)?.0)
    }

    fn prefixes(&self, service: &str, region: &str, family: Family) -> Option<(Source, Vec<IpNet>)> {
        let list = self.prefix_list_of_service(service, region);
        let is_drawn = list.as_ref().is_some_and(|list| !self.is_built_in(list));
        let drawn = list.and_then(|list| self.topology().prefix_lists.get(&list));
        let entries = drawn.map(|list| list.entries.as_slice()).unwrap_or_default();
        let is_asked = |net: &&IpNet| Family::of(net.addr()) == family;
        let drawn: Vec<IpNet> = entries.iter().filter(is_asked).copied().collect();
        if is_drawn && !drawn.is_empty() {
            return Some((Source::Drawn, drawn));
        }
        let published = built_in(service, region, family);
        if !published.is_empty() {
            return Some((Source::Published, published));
        }
        let has_list = endpoint::GATEWAY_SERVICES.contains(&service);
        let block = stand_in::block(region).filter(|_| family == Family::V4 && !has_list)?;
        Some((Source::StandIn, vec![block]))
    }

    /// What is assumed about the service's addresses, if anything is.
    pub(crate) fn assumed_addresses(&self, service: &str, region: &str, family: Family) -> Option<Finding> {
        let (source, prefixes) = self.prefixes(service, region, family)?;
        let about = |reason, fact| {
            let at = Ref::service(service, region);
            let facts = vec![("service", Fact::Element(at.clone())), fact];
            Some(Finding { reason, at, facts })
        };
        match source {
            Source::Drawn => None,
            Source::Published => about(&PUBLISHED, ("date", Fact::Text(addresses::CREATED.into()))),
            Source::StandIn => about(&STANDS_IN, ("cidr", Fact::Cidr(*prefixes.first()?))),
        }
    }

    /// What is assumed where this list decides: it is AWS's, and the topology does not say what is in it.
    pub(crate) fn assumed_list(&self, list: &PrefixListId) -> Option<Finding> {
        let (service, region) = of_implicit_list(list).filter(|_| self.is_built_in(list))?;
        self.assumed_addresses(service, region, Family::V4)
    }

    /// Who uses addresses of the block that stands in for a service's: nobody could tell them apart.
    pub(crate) fn stand_in_used_by(&self, block: IpNet) -> Option<Ref> {
        let topology = self.topology();
        let is_there = |net: IpNet| stand_in::is_reserved(net) && overlaps(net, block);
        let vpcs = topology.vpcs.iter();
        let mut vpcs = vpcs.filter(|(_, vpc)| vpc.cidrs.iter().any(|net| is_there(IpNet::V4(*net))));
        let mut sites = topology.sites.iter();
        let vpc = vpcs.next().map(|(id, _)| id.into());
        vpc.or_else(|| {
            let site = sites.find(|(_, site)| site.cidrs.iter().any(|net| is_there(*net)));
            site.map(|(id, _)| id.into())
        })
    }

    /// The address is one that only stands for a service's.
    pub(crate) fn is_stand_in(&self, region: &str, address: IpAddr) -> bool {
        stand_in::block(region).is_some_and(|block| block.contains(&address))
    }

    /// Which of the services with known addresses has this one in the Region.
    pub(crate) fn gateway_service_at(&self, region: &str, address: IpAddr) -> Option<&'static str> {
        let has_it = |service: &&str| {
            let prefixes = self.service_prefixes(service, region, Family::of(address));
            prefixes.iter().any(|prefix| prefix.contains(&address))
        };
        GATEWAY_SERVICES.into_iter().find(has_it)
    }

    /// One address of the service, always the same: in its largest range.
    pub fn service_address(&self, service: &str, region: &str, family: Family) -> Option<IpAddr> {
        let prefixes = self.service_prefixes(service, region, family);
        let largest = prefixes.into_iter().min_by_key(|net| (net.prefix_len(), *net))?;
        Some(shown_address(largest))
    }
}

/// The id of the managed list where the topology has no record for it: `pl-s3`, in other Regions `pl-s3@eu-west-1`.
pub fn implicit_list(service: &str, region: &str) -> PrefixListId {
    if region == Vpc::DEFAULT_REGION {
        PrefixListId::new(format!("pl-{service}"))
    } else {
        PrefixListId::new(format!("pl-{service}@{region}"))
    }
}

/// The service and Region that such an id means.
pub fn of_implicit_list(list: &PrefixListId) -> Option<(&'static str, &str)> {
    let name = list.as_str().strip_prefix("pl-")?;
    let (service, region) = name.split_once('@').unwrap_or((name, Vpc::DEFAULT_REGION));
    let service = GATEWAY_SERVICES.into_iter().find(|known| *known == service)?;
    (implicit_list(service, region) == *list).then_some((service, region))
}

/// The record for the service in this Region; after [`crate::resolve`] there is one for every Region in use.
pub(crate) fn managed_list(topology: &Topology, service: &str, region: &str) -> Option<PrefixListId> {
    let is_for = |list: &PrefixList| list.service.as_deref() == Some(service) && *list.region == *region;
    let declared = topology
        .prefix_lists
        .iter()
        .find(|(_, list)| is_for(list))
        .map(|(id, _)| id.clone());
    declared.or_else(|| {
        let implicit = implicit_list(service, region);
        topology.prefix_lists.contains(implicit.as_str()).then_some(implicit)
    })
}

/// The record that stands for AWS's list where none is drawn. IPv4 only, as an IPv4 gateway endpoint's list is (EG-12);
/// empty in a Region whose addresses are not known here.
pub(crate) fn built_in_list(service: &str, region: &str) -> PrefixList {
    PrefixList {
        name: None,
        region: region.into(),
        service: Some(service.into()),
        entries: built_in(service, region, Family::V4),
    }
}

fn built_in(service: &str, region: &str, family: Family) -> Vec<IpNet> {
    let Some(region) = addresses::REGIONS.iter().find(|known| known.name == region) else {
        return Vec::new();
    };
    let addresses = (region.addresses)();
    let text = match (service, family) {
        ("s3", Family::V4) => addresses.s3,
        ("s3", Family::V6) => addresses.s3_ipv6,
        ("dynamodb", Family::V4) => addresses.dynamodb,
        _ => "",
    };
    text.split(' ').filter_map(|cidr| cidr.parse().ok()).collect()
}

fn shown_address(net: IpNet) -> IpAddr {
    match net {
        IpNet::V4(net) => {
            let hosts = u32::from(net.hostmask());
            IpAddr::V4(Ipv4Addr::from(u32::from(net.network()) | (SHOWN_ADDRESS & hosts)))
        }
        IpNet::V6(net) => {
            let hosts = u128::from(net.hostmask());
            IpAddr::V6(Ipv6Addr::from(
                u128::from(net.network()) | (u128::from(SHOWN_ADDRESS) & hosts),
            ))
        }
    }
}

#[cfg(test)]
mod tests;
