//! VPCs and subnets.

use std::collections::BTreeMap;

use ipnet::{Ipv4Net, Ipv6Net};
use reach::id::{Id, Ref};
use reach::topology::{RouteTableId, Subnet, SubnetId, Vpc, VpcId};

use super::address::{net4, net6};
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn vpcs(&mut self) {
        let raw = self.raw;
        let mut without_region = 0;
        for (id, found) in &raw.vpcs {
            let Some(mut vpc) = self.vpc(id, found) else { continue };
            let said = found.record.region.as_ref().or(found.origin.region.as_ref());
            match said.or(self.owners.region_of_vpc(id)) {
                Some(region) => vpc.region = region.clone(),
                None => without_region += 1,
            }
            self.put(id, vpc);
            self.doubt_unread(Ref::from(&VpcId::new(id.clone())), found);
        }
        if without_region > 0 {
            let text = format!(
                "no Region is named for {without_region} VPCs: {} was taken",
                Vpc::DEFAULT_REGION
            );
            self.say(NoteKind::Assumed, text);
        }
        self.defaults();
    }

    fn vpc(&mut self, id: &Text, found: &Found<raw::Vpc>) -> Option<Vpc> {
        let record = &found.record;
        let cidrs = self.cidrs(id, found);
        let Some(primary) = cidrs.first().copied() else {
            let text = "it has no IPv4 range that is known, so it was left out with all that is in it";
            self.note(NoteKind::NotModelled, found, id, text);
            return None;
        };
        let mut vpc = Vpc::new(primary);
        vpc.cidrs = cidrs;
        vpc.ipv6_cidrs = self.ipv6_cidrs(&record.ipv6_cidr_block_association_set, found, id);
        vpc.name = names::given(&record.tags, id);
        let owner = record.owner_id.as_ref().or(found.origin.account.as_ref());
        vpc.account = self.owners.account(owner.or(self.owners.account_of_vpc(id)));
        vpc.dns_support = record.enable_dns_support.unwrap_or(true);
        vpc.dns_hostnames = record.enable_dns_hostnames.unwrap_or(false);
        if record.encryption_control.mode.as_deref() == Some("enforce") {
            let text = "encryption control is enforced here, which can drop packets that this program lets through";
            self.doubt(Ref::from(&VpcId::new(id.clone())), found, "EncryptionControl", text);
        }
        Some(vpc)
    }

    /// The primary one first. Dumps of old tools have only that.
    fn cidrs(&mut self, id: &Text, found: &Found<raw::Vpc>) -> Vec<Ipv4Net> {
        let record = &found.record;
        let step = "CidrBlockAssociationSet";
        let mut cidrs: Vec<Ipv4Net> = Vec::new();
        let primary = self.parsed(&record.cidr_block, net4, found, "CidrBlock", id);
        for association in &record.cidr_block_association_set {
            if association.cidr_block_state.is(&["associated", "associating"]) {
                cidrs.extend(self.parsed(&association.cidr_block, net4, found, step, id));
            } else {
                let state = association.cidr_block_state.state.as_deref().unwrap_or_default();
                let cidr = association.cidr_block.as_deref().unwrap_or_default();
                self.note_at(
                    NoteKind::Ignored,
                    found,
                    step,
                    id,
                    format!("{cidr} is {state}, so it was left out"),
                );
            }
        }
        if let Some(primary) = primary
            && (cidrs.is_empty() || cidrs.contains(&primary))
        {
            cidrs.retain(|cidr| *cidr != primary);
            cidrs.insert(0, primary);
        }
        cidrs
    }

    fn ipv6_cidrs<T>(&mut self, set: &[raw::Ipv6CidrAssociation], found: &Found<T>, id: &Text) -> Vec<Ipv6Net> {
        let live = set
            .iter()
            .filter(|one| one.ipv6_cidr_block_state.is(&["associated", "associating"]));
        live.filter_map(|one| self.parsed(&one.ipv6_cidr_block, net6, found, "Ipv6CidrBlockAssociationSet", id))
            .collect()
    }

    /// Main route tables, default groups and default ACLs: VPCs do not name theirs.
    fn defaults(&mut self) {
        for (id, found) in &self.raw.route_tables {
            let is_main = |association: &raw::RouteTableAssociation| association.main == Some(true);
            if found.record.associations.0.iter().any(is_main) {
                self.of_vpc(&found.record.vpc_id, |vpc| {
                    vpc.main_route_table = Some(Id::new(id.clone()))
                });
            }
        }
        for (id, found) in &self.raw.security_groups {
            if found.record.group_name.as_deref() == Some("default") {
                self.of_vpc(&found.record.vpc_id, |vpc| {
                    vpc.default_security_group = Some(Id::new(id.clone()))
                });
            }
        }
        for (id, found) in &self.raw.network_acls {
            if found.record.is_default == Some(true) {
                self.of_vpc(&found.record.vpc_id, |vpc| {
                    vpc.default_network_acl = Some(Id::new(id.clone()))
                });
            }
        }
    }

    fn of_vpc(&mut self, vpc: &Option<Text>, change: impl FnOnce(&mut Vpc)) {
        let known = vpc.clone().map(VpcId::new);
        if let Some(record) = known.and_then(|id| self.topology.vpcs.get_mut(&id)) {
            change(record);
        }
    }

    pub(super) fn subnets(&mut self) {
        let raw = self.raw;
        let mut tables: BTreeMap<&Text, RouteTableId> = BTreeMap::new();
        for (id, found) in &raw.route_tables {
            let live = found.record.associations.0.iter();
            let live = live.filter(|one| one.association_state.is(&["associated", "associating"]));
            tables.extend(live.filter_map(|one| Some((one.subnet_id.as_ref()?, Id::new(id.clone())))));
        }
        let mut acls = BTreeMap::new();
        for (id, found) in &raw.network_acls {
            if found.record.is_default != Some(true) {
                let subnets = found
                    .record
                    .associations
                    .0
                    .iter()
                    .filter_map(|one| one.subnet_id.as_ref());
                acls.extend(subnets.map(|subnet| (subnet, Id::new(id.clone()))));
            }
        }
        for (id, found) in &raw.subnets {
            let Some(mut subnet) = self.subnet(id, found) else {
                continue;
            };
            subnet.route_table = tables.get(id).cloned();
            subnet.network_acl = acls.get(id).cloned();
            self.put(id, subnet);
            self.doubt_unread(Ref::from(&SubnetId::new(id.clone())), found);
        }
        self.missing_tables();
    }

    fn subnet(&mut self, id: &Text, found: &Found<raw::Subnet>) -> Option<Subnet> {
        let record = &found.record;
        let vpc = self.needs(&record.vpc_id, found, id, "VpcId")?;
        let ipv6 = self.ipv6_cidrs(&record.ipv6_cidr_block_association_set, found, id);
        let cidr = self.parsed(&record.cidr_block, net4, found, "CidrBlock", id);
        if cidr.is_none() && ipv6.is_empty() {
            self.note(
                NoteKind::NotModelled,
                found,
                id,
                "it has no range that is known, so it was left out",
            );
            return None;
        }
        let zone = record
            .availability_zone
            .clone()
            .unwrap_or_else(|| self.a_zone(&vpc, found, id));
        Some(Subnet {
            name: names::given(&record.tags, id),
            vpc: VpcId::new(vpc),
            zone,
            cidr,
            ipv6_cidr: ipv6.first().copied(),
            route_table: None,
            network_acl: None,
        })
    }

    fn a_zone(&mut self, vpc: &Text, found: &Found<raw::Subnet>, id: &Text) -> Text {
        let vpc = self.topology.vpcs.get(&VpcId::new(vpc.clone()));
        let zone = format!("{}a", vpc.map_or(Vpc::DEFAULT_REGION, |vpc| &vpc.region));
        let text = format!("no Availability Zone is named: {zone} was taken");
        self.note(NoteKind::Assumed, found, id, text);
        zone.into()
    }

    /// What the input as a whole lacks, or lacks for single VPCs.
    fn missing_tables(&mut self) {
        let raw = self.raw;
        let no_groups = raw.security_groups.is_empty() && raw.security_group_rules.is_empty();
        let lacks = [
            (
                raw.route_tables.is_empty(),
                "there are no route tables in the input: each VPC was taken to have a main one with local routes only",
            ),
            (
                raw.network_acls.is_empty(),
                "there are no network ACLs in the input: each subnet was taken to have AWS's default one, which lets everything through",
            ),
            (
                no_groups,
                "there are no security groups in the input: what those that interfaces name let through is unknown",
            ),
        ];
        for (_, text) in lacks.into_iter().filter(|(lacks, _)| *lacks && !raw.vpcs.is_empty()) {
            self.say(NoteKind::Assumed, text);
        }
        for (id, found) in &raw.vpcs {
            let Some(vpc) = self.topology.vpcs.get(&VpcId::new(id.clone())) else {
                continue;
            };
            let lacks = (vpc.main_route_table.is_none(), vpc.default_network_acl.is_none());
            if lacks.0 && !raw.route_tables.is_empty() {
                let text = "its main route table is not in the input: one with local routes only was taken";
                self.note(NoteKind::Assumed, found, id, text);
            }
            if lacks.1 && !raw.network_acls.is_empty() {
                let text =
                    "its default network ACL is not in the input: AWS's, which lets everything through, was taken";
                self.note(NoteKind::Assumed, found, id, text);
            }
        }
    }

    /// A remark on the input as a whole.
    pub(super) fn say(&mut self, kind: NoteKind, text: impl Into<Text>) {
        self.notes
            .add(kind, &crate::import::report::Origin::default(), None, text);
    }
}
