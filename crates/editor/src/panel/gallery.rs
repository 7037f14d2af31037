//! The samples of the start gallery. Each one is a file of `www/samples/`; a test holds the titles to the files.

use super::find::holds;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The name of the file, without folder and ending.
    pub file: &'static str,
    pub title: &'static str,
    /// What it is good for, in one line.
    pub purpose: &'static str,
}

/// Samples about one thing, under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub title: &'static str,
    pub samples: &'static [Sample],
}

/// Every sample, in the order of the gallery.
pub fn samples() -> impl Iterator<Item = &'static Sample> {
    CHAPTERS.iter().flat_map(|chapter| chapter.samples)
}

/// The samples that have every typed word in their own words or their chapter's; chapters without any are left out.
pub fn find_samples(typed: &str) -> Vec<(&'static str, Vec<&'static Sample>)> {
    let of_chapter = |chapter: &'static Chapter| {
        let words = |sample: &Sample| format!("{} {} {}", chapter.title, sample.title, sample.purpose);
        let found = chapter.samples.iter().filter(|sample| holds(&words(sample), typed));
        (chapter.title, found.collect())
    };
    let mut chapters: Vec<(_, Vec<_>)> = CHAPTERS.iter().map(of_chapter).collect();
    chapters.retain(|(_, found)| !found.is_empty());
    chapters
}

const fn sample(file: &'static str, title: &'static str, purpose: &'static str) -> Sample {
    Sample { file, title, purpose }
}

/// The very first one is what a new visitor sees.
#[rustfmt::skip]
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        title: "Start here",
        samples: &[
            sample("s3-lab", "S3 from a private subnet", "Why can app-1 not reach S3? Add the gateway endpoint and see it turn."),
            sample("longest-prefix", "The longest prefix wins, even a blackhole", "A forgotten route to a deleted peering, and nothing falls back."),
            sample("group-or-acl", "Security group or network ACL?", "Three servers, three answers: one remembers, one refuses, one forgets the reply."),
            sample("prefix-lists", "Prefix list: one list, two places", "A route and a group name the same list. One entry mends both."),
        ],
    },
    Chapter {
        title: "To and from the internet",
        samples: &[
            sample("ways-to-the-internet", "Ways to the internet, and who gets in", "A route and a public address, or a NAT gateway."),
            sample("regional-nat-gateway", "Regional NAT gateway", "One for all zones, without a public subnet. One zone was forgotten."),
            sample("nat-instance", "NAT instance: the check that must be off", "The source/destination check drops what is not for the machine itself."),
            sample("egress-only-ipv6", "IPv6: out, but not in", "No NAT: the egress-only gateway is what keeps the world out."),
            sample("block-public-access", "Block Public Access, with one exclusion", "One switch closes every internet gateway of the Region."),
            sample("application-load-balancer", "Application Load Balancer and its targets", "Two connections, two groups: whom the targets must let in."),
        ],
    },
    Chapter {
        title: "Peering",
        samples: &[
            sample("two-peered-vpcs", "Two peered VPCs", "One peering connection and a route on each side: all it takes."),
            sample("missing-return-route", "Peering without the return route", "The request arrives, the reply does not."),
            sample("not-transitive", "Three VPCs, not transitive", "A is peered with B and with C. B still does not reach C."),
            sample("overlapping-cidrs", "Overlapping CIDRs", "Two VPCs with the same addresses: the peering request fails."),
            sample("peers-nat-and-endpoint", "A peer tries the other’s NAT and endpoint", "What a peering connection never carries."),
            sample("peering-accounts-and-regions", "Peering between accounts and Regions", "Somebody must accept, and a group means nothing in another Region."),
            sample("security-group-reference", "Security-group reference across a peering", "Members get in by their group, not by their address."),
            sample("function-and-database", "A function, a database and the peer", "Lambda and RDS as ends: what a function in a VPC reaches."),
        ],
    },
    Chapter {
        title: "Endpoints and PrivateLink",
        samples: &[
            sample("endpoint-policy", "Endpoint policy: arrived, and refused", "The packets get through; what is asked of the bucket does not."),
            sample("interface-endpoint-names", "Interface endpoint: by which name, and who may", "Private DNS holds in one VPC. The endpoint’s own name holds everywhere."),
            sample("privatelink-service", "A service for others, same addresses", "PrivateLink where no peering could ever be."),
            sample("gateway-load-balancer", "Inspection by a Gateway Load Balancer", "Through a firewall in another VPC, both ways."),
        ],
    },
    Chapter {
        title: "VPN and Direct Connect",
        samples: &[
            sample("on-premises-vpn", "On-premises by VPN, and what it cannot reach", "From the office to a VPC, and no further."),
            sample("vpn-tunnels", "Two tunnels, and none", "One tunnel down goes unnoticed. Two do not."),
            sample("cloudhub", "Office to office over one gateway", "CloudHub: two VPNs with BGP meet at one virtual private gateway."),
            sample("vpn-on-transit-gateway", "Site-to-Site VPN on a transit gateway", "BGP learns the way back. Static routing waits for somebody to write it."),
            sample("client-vpn", "Client VPN: who may go where", "Everybody to the application, engineers to the database too."),
            sample("direct-connect", "Direct Connect before VPN", "Which way is taken, and what the allowed prefixes leave out."),
            sample("direct-connect-transit", "Direct Connect for a transit gateway", "One gateway for many VPCs. A line breaks: who has a VPN goes on."),
        ],
    },
    Chapter {
        title: "Transit gateway",
        samples: &[
            sample("transit-gateway-hub", "Hub and spoke over a transit gateway", "Shared services and one way out, while the spokes stay apart."),
            sample("transit-gateway-peering", "Transit gateways of two Regions", "Nothing is learnt over the peering: one static route is missing."),
            sample("transit-gateway-shared", "A transit gateway for other accounts", "Shared with two accounts. One attachment was never accepted."),
            sample("group-over-transit-gateway", "Security groups over a transit gateway", "A group of another VPC, where the attachments allow it."),
            sample("appliance-mode", "Appliance mode: the reply at the wrong firewall", "Between zones, requests and replies meet different machines."),
            sample("private-nat", "Private NAT between equal addresses", "Same range twice. A second range and a NAT gateway let them talk."),
        ],
    },
    Chapter {
        title: "Names",
        samples: &[
            sample("dns-over-peering", "Private names across a peering", "Whose zone answers whom, and who asks in vain."),
            sample("resolver-endpoints", "Resolver endpoints: names across the VPN", "The office asks the inbound endpoint, never 10.0.0.2 itself."),
        ],
    },
];
