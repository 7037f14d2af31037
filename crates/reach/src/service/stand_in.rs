//! A block of addresses for each Region that stands for the services whose public addresses are not known here.
//!
//! The blocks are in 198.18.0.0/16: IANA keeps 198.18.0.0/15 for measuring network devices (RFC 2544), so they are nobody's
//! on the internet, and the ranges for documentation stay free for what people draw. (The upper half, 198.19.0.0/16, is one
//! that AWS uses inside its network, VPC-31.) To routes and filters they are public addresses like a service's own: `0.0.0.0/0`
//! has them, private ranges do not. IPv4 only: not every service has IPv6 addresses.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

/// A Region's place here is the third number of its block. New ones go to the end, so that blocks stay.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "me-west-1",
    "mx-central-1",
    "sa-east-1",
    "sa-west-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-south-1",
    "us-west-1",
    "us-west-2",
];

/// What RFC 2544 keeps; where people draw it, it is theirs.
const RESERVED: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(198, 18, 0, 0), 15));

pub(super) fn is_reserved(net: IpNet) -> bool {
    RESERVED.contains(&net)
}

/// The Region's block; none for a Region that is not known here.
pub(super) fn block(region: &str) -> Option<IpNet> {
    let place = REGIONS.iter().position(|known| *known == region)?;
    let address = Ipv4Addr::new(198, 18, u8::try_from(place).ok()?, 0);
    Ipv4Net::new(address, 24).ok().map(IpNet::V4)
}

#[cfg(test)]
mod tests {
    use super::super::addresses;
    use super::*;

    /// Every Region of the published addresses has one, and blocks never move.
    #[test]
    fn regions_have_blocks_of_their_own() {
        for region in addresses::REGIONS {
            assert!(block(region.name).is_some(), "{}", region.name);
        }
        let written = |region: &str| block(region).map(|block| block.to_string());
        for (region, known) in [
            ("af-south-1", Some("198.18.0.0/24")),
            ("us-east-1", Some("198.18.35.0/24")),
            ("us-west-2", Some("198.18.41.0/24")),
            ("mars-north-1", None),
        ] {
            assert_eq!(written(region).as_deref(), known);
        }
    }
}
