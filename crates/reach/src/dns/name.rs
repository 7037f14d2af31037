//! What kind of name it is, as AWS makes them.

use std::net::Ipv4Addr;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// `vpce-1.sqs.us-east-1.vpce.amazonaws.com`, or with a zone after the id.
    Endpoint {
        id: String,
        service: String,
        region: String,
    },
    /// `bucket.s3.us-east-1.amazonaws.com`.
    Service {
        name: String,
        region: String,
    },
    /// `ec2-203-0-113-10.compute-1.amazonaws.com`: the public name of a public address.
    Public {
        address: Ipv4Addr,
    },
    /// `ip-10-0-1-10.ec2.internal`: the private name of a private one.
    Private {
        address: Ipv4Addr,
        region: String,
    },
    Other,
}

/// The Region whose names are older than Regions.
const FIRST_REGION: &str = "us-east-1";

pub(super) fn read(name: &str) -> Name {
    let labels: Vec<&str> = name.trim_end_matches('.').split('.').collect();
    let read = match labels.as_slice() {
        [first, "ec2", "internal"] => private(first, FIRST_REGION),
        [first, region, "compute", "internal"] => private(first, region),
        [first, "compute-1", "amazonaws", "com"] | [first, _, "compute", "amazonaws", "com"] => public(first),
        [.., id, service, region, "vpce", "amazonaws", "com"] => Some(Name::Endpoint {
            id: (*id).to_owned(),
            service: (*service).to_owned(),
            region: (*region).to_owned(),
        }),
        [.., service, region, "amazonaws", "com"] => Some(Name::Service {
            name: (*service).to_owned(),
            region: (*region).to_owned(),
        }),
        _ => None,
    };
    read.unwrap_or(Name::Other)
}

fn public(label: &str) -> Option<Name> {
    let address = address(label.strip_prefix("ec2-")?)?;
    Some(Name::Public { address })
}

fn private(label: &str, region: &str) -> Option<Name> {
    let address = address(label.strip_prefix("ip-")?)?;
    let region = region.to_owned();
    Some(Name::Private { address, region })
}

fn address(dashed: &str) -> Option<Ipv4Addr> {
    dashed.replace('-', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_aws() {
        let service = |name: &str, region: &str| Name::Service {
            name: name.to_owned(),
            region: region.to_owned(),
        };
        assert_eq!(read("s3.eu-west-1.amazonaws.com"), service("s3", "eu-west-1"));
        assert_eq!(read("bucket.s3.us-east-1.amazonaws.com."), service("s3", "us-east-1"));
        let address = Ipv4Addr::new(203, 0, 113, 10);
        assert_eq!(
            read("ec2-203-0-113-10.compute-1.amazonaws.com"),
            Name::Public { address }
        );
        assert_eq!(
            read("ec2-203-0-113-10.eu-west-1.compute.amazonaws.com"),
            Name::Public { address }
        );
        assert_eq!(read("ec2-203-0-113.compute-1.amazonaws.com"), Name::Other);
        let own = Name::Private {
            address: Ipv4Addr::new(10, 0, 1, 10),
            region: "us-east-1".to_owned(),
        };
        assert_eq!(read("ip-10-0-1-10.ec2.internal"), own);
        let endpoint = Name::Endpoint {
            id: "vpce-1-us-east-1a".to_owned(),
            service: "sqs".to_owned(),
            region: "us-east-1".to_owned(),
        };
        assert_eq!(read("vpce-1-us-east-1a.sqs.us-east-1.vpce.amazonaws.com"), endpoint);
        assert_eq!(read("example.com"), Name::Other);
        assert_eq!(read(""), Name::Other);
    }
}
