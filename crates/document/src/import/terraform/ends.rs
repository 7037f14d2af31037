//! What several resources say together, kept until all inputs were read: Terraform writes relations as things of their own.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::raw::{self, Tag, Text};
use crate::import::report::Origin;

#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// The default things of VPCs, which need no resource.
    pub(super) vpcs: BTreeMap<Text, Links>,
    /// Further ranges of VPCs.
    pub(super) ranges: Vec<(Text, Text)>,
    /// VPCs that follow another main table.
    pub(super) mains: Vec<(Text, Text)>,
    /// Default network ACLs whose entries are resources.
    pub(super) managed_acls: BTreeSet<Text>,
    /// Default security groups that resources take over, by VPC.
    pub(super) default_groups: BTreeMap<Text, Text>,
    pub(super) entries: Vec<(Text, raw::NetworkAclEntry)>,
    /// Instances' own interfaces: by instance, the interface and what it is.
    pub(super) first_interfaces: BTreeMap<Text, (Text, raw::NetworkInterface)>,
    /// First interfaces that are resources of their own, by instance.
    pub(super) primary: BTreeMap<Text, Text>,
    /// Interface, instance, place.
    pub(super) attached: Vec<(Text, Text, i64)>,
    /// Interfaces that are resources and say nothing of an attachment.
    pub(super) unattached: BTreeSet<Text>,
    pub(super) interface_groups: Vec<(Text, Text)>,
    pub(super) public: BTreeMap<Text, Public>,
    pub(super) nat_allocations: Vec<(Text, Text)>,
    /// Databases and functions.
    pub(super) hosted: BTreeMap<Text, Hosted>,
    pub(super) subnet_groups: BTreeMap<Text, Vec<Text>>,
    /// Groups and subnet group of database clusters.
    pub(super) clusters: BTreeMap<Text, (Vec<Text>, Option<Text>)>,
    pub(super) balancers: BTreeMap<Text, Wants>,
    pub(super) endpoints: BTreeMap<Text, Wants>,
    pub(super) endpoint_subnets: Vec<(Text, Text)>,
    /// Endpoint, group, and whether it takes the place of the VPC's default one.
    pub(super) endpoint_groups: Vec<(Text, Text, bool)>,
    pub(super) policies: BTreeMap<Text, Text>,
    /// Endpoints and attachments that somebody accepts.
    pub(super) accepted: BTreeSet<Text>,
    pub(super) peerings: Vec<PeeringWord>,
    /// Peering, requester's and accepter's VPC as the accepter knows them.
    pub(super) accepters: Vec<(Text, Option<Text>, Option<Text>)>,
    /// Peering, and whether names are resolved across it for the requester and the accepter.
    pub(super) dns_options: Vec<(Text, Option<bool>, Option<bool>)>,
    pub(super) static_routes: Vec<(Text, Text)>,
    pub(super) attachments: BTreeMap<Text, Attached>,
    pub(super) default_associations: BTreeMap<Text, Text>,
    pub(super) default_propagations: BTreeMap<Text, Text>,
    /// Attachments of Direct Connect gateways, by both gateways, and the associations that make them.
    pub(super) dx_attachments: BTreeMap<(Text, Text), Text>,
    pub(super) dx_associations: BTreeMap<(Text, Text), Text>,
    /// Things that a relation, which is known only after apply, may be about.
    pub(super) doubted: BTreeSet<Text>,
    /// The files that were read.
    pub(super) files: BTreeSet<Text>,
}

impl Ends {
    /// What somebody accepts without a resource that says so.
    pub(crate) fn accept(&mut self, ids: Vec<Text>) {
        self.accepted.extend(ids);
    }

    pub(super) fn is_terraform(&self, file: &str) -> bool {
        self.files.contains(file)
    }
}

/// What a VPC names as its own.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) main_table: Option<Text>,
    pub(super) default_acl: Option<Text>,
    pub(super) default_group: Option<Text>,
    pub(super) origin: Origin,
}

/// Whether an interface gets a public address when it starts.
#[derive(Debug)]
pub(super) struct Public {
    /// By its own word; else its subnet decides.
    pub(super) said: Option<bool>,
    /// AWS has not given it any address yet.
    pub(super) is_new: bool,
    /// It says its groups; otherwise it gets the VPC's default one.
    pub(super) has_groups: bool,
}

/// A thing of which AWS does not tell the interfaces here.
#[derive(Debug)]
pub(super) struct Hosted {
    /// Requester and description of such interfaces.
    pub(super) words: (Text, &'static str),
    pub(super) kind: Option<Text>,
    pub(super) name: Vec<Tag>,
    pub(super) subnet_group: Option<Text>,
    pub(super) cluster: Option<Text>,
    pub(super) zone: Option<Text>,
    pub(super) subnets: Vec<Text>,
    pub(super) groups: Vec<Text>,
    pub(super) is_public: bool,
    /// In each of its subnets; else in one of them.
    pub(super) everywhere: bool,
    pub(super) origin: Origin,
}

/// What is known of the interfaces of a load balancer or an endpoint.
#[derive(Debug, Default)]
pub(super) struct Wants {
    pub(super) places: Vec<Place>,
    pub(super) interfaces: Vec<Text>,
}

#[derive(Debug)]
pub(super) struct Place {
    pub(super) subnet: Text,
    pub(super) address: Option<Text>,
    pub(super) allocation: Option<Text>,
}

impl Place {
    pub(super) fn of(subnet: &Text, address: Option<Text>) -> Self {
        Self {
            subnet: subnet.clone(),
            address,
            allocation: None,
        }
    }
}

/// One resource's word about the state of a peering connection.
#[derive(Debug)]
pub(super) struct PeeringWord {
    pub(super) id: Text,
    pub(super) said: Option<Text>,
    pub(super) accepts: bool,
    pub(super) is_accepter: bool,
}

/// What an attachment says about the default tables of its transit gateway.
#[derive(Debug, Default)]
pub(super) struct Attached {
    pub(super) gateway: Option<Text>,
    pub(super) association: Option<bool>,
    pub(super) propagation: Option<bool>,
}
