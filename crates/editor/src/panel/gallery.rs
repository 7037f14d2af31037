//! The samples of the start gallery. Each one is a file of `www/samples/`; a test holds the titles to the files.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The name of the file, without folder and ending.
    pub file: &'static str,
    pub title: &'static str,
    /// What it is good for, in one line.
    pub purpose: &'static str,
}

/// The first one is what a new visitor sees.
pub const SAMPLES: [Sample; 8] = [
    Sample {
        file: "s3-lab",
        title: "S3 from a private subnet",
        purpose: "Why can app-1 not reach S3? Add the gateway endpoint and see it turn.",
    },
    Sample {
        file: "two-peered-vpcs",
        title: "Two peered VPCs",
        purpose: "One peering connection and a route on each side: all it takes.",
    },
    Sample {
        file: "not-transitive",
        title: "Three VPCs, not transitive",
        purpose: "A is peered with B and with C. B still does not reach C.",
    },
    Sample {
        file: "overlapping-cidrs",
        title: "Overlapping CIDRs",
        purpose: "Two VPCs with the same addresses: the peering request fails.",
    },
    Sample {
        file: "missing-return-route",
        title: "Peering without the return route",
        purpose: "The request arrives, the reply does not.",
    },
    Sample {
        file: "peers-nat-and-endpoint",
        title: "A peer tries the other’s NAT and endpoint",
        purpose: "What a peering connection never carries.",
    },
    Sample {
        file: "on-premises-vpn",
        title: "On-premises by VPN, and what it cannot reach",
        purpose: "From the office to a VPC, and no further.",
    },
    Sample {
        file: "security-group-reference",
        title: "Security-group reference across a peering",
        purpose: "Members get in by their group, not by their address.",
    },
];
