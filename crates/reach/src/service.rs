//! The public addresses of AWS services: what a managed prefix list stands for, and what a flow to a service aims at.
//!
//! A prefix list of the topology that says which service it is for wins; otherwise the built-in ranges are used, which
//! are close to AWS's lists and not equal to them. AWS page: vpc/latest/userguide/aws-ip-ranges.html

mod addresses;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::address::Family;
use crate::network::Network;
use crate::topology::{PrefixList, PrefixListId, Topology, Vpc};

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

    /// The public ranges of the service in this Region; none if they are not known here.
    pub fn service_prefixes(&self, service: &str, region: &str, family: Family) -> Vec<IpNet> {
        let of_family = |entries: &[IpNet]| -> Vec<IpNet> {
            entries
                .iter()
                .filter(|net| Family::of(net.addr()) == family)
                .copied()
                .collect()
        };
        let list = self.prefix_list_of_service(service, region);
        let drawn = list
            .and_then(|list| self.topology().prefix_lists.get(&list))
            .map(|list| of_family(&list.entries))
            .unwrap_or_default();
        if drawn.is_empty() {
            built_in(service, region, family)
        } else {
            drawn
        }
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
