//! Ranges, main route tables and default network ACLs of VPCs, and routes that are written twice.

use std::collections::BTreeMap;

use super::Settle;
use crate::import::raw::{self, Pages, Text};
use crate::import::report::NoteKind;

impl Settle<'_> {
    /// The second and further ranges, behind the first.
    pub(super) fn ranges(&mut self) {
        for (vpc, cidr) in std::mem::take(&mut self.ends.ranges) {
            let Some(found) = self.gathered.vpcs.get_mut(&vpc) else {
                continue;
            };
            let record = &mut found.record;
            if cidr.contains(':') {
                let set = &mut record.ipv6_cidr_block_association_set;
                if set.iter().all(|one| one.ipv6_cidr_block.as_ref() != Some(&cidr)) {
                    set.push(raw::Ipv6CidrAssociation {
                        ipv6_cidr_block: Some(cidr),
                        ..raw::Ipv6CidrAssociation::default()
                    });
                }
                continue;
            }
            let set = &mut record.cidr_block_association_set;
            let first = record.cidr_block.clone().filter(|_| set.is_empty());
            for cidr in first.into_iter().chain([cidr]) {
                if set.iter().all(|one| one.cidr_block.as_ref() != Some(&cidr)) {
                    set.push(raw::CidrAssociation {
                        cidr_block: Some(cidr),
                        ..raw::CidrAssociation::default()
                    });
                }
            }
        }
    }

    pub(super) fn tables(&mut self) {
        self.single_routes();
        let mains: BTreeMap<Text, Text> = std::mem::take(&mut self.ends.mains).into_iter().collect();
        let links: Vec<_> = self
            .ends
            .vpcs
            .iter()
            .map(|(vpc, links)| (vpc.clone(), links.main_table.clone(), links.origin.clone()))
            .collect();
        for (vpc, main, origin) in links {
            let is_main = |one: &raw::RouteTableAssociation| one.main == Some(true);
            let mut own = self.gathered.route_tables.values_mut();
            if mains.contains_key(&vpc) {
                for found in own.filter(|found| found.record.vpc_id.as_ref() == Some(&vpc)) {
                    found.record.associations.0.retain(|one| !is_main(one));
                }
            } else if own.any(|found| {
                found.record.vpc_id.as_ref() == Some(&vpc) && found.record.associations.0.iter().any(is_main)
            }) {
                continue;
            }
            let main = mains.get(&vpc).cloned().or(main);
            let table = raw::RouteTable {
                route_table_id: main.clone(),
                vpc_id: Some(vpc),
                associations: Pages(vec![raw::RouteTableAssociation {
                    main: Some(true),
                    ..raw::RouteTableAssociation::default()
                }]),
                ..raw::RouteTable::default()
            };
            if main.is_some() {
                self.imply(table, &origin);
            }
        }
    }

    /// A route in a table and by itself is one route: states hold both after a refresh.
    fn single_routes(&mut self) {
        for (id, found) in &mut self.gathered.route_tables {
            let mut kept: Vec<raw::Route> = Vec::new();
            for route in std::mem::take(&mut found.record.routes.0) {
                let bare = |route: &raw::Route| raw::Route {
                    state: None,
                    origin: None,
                    ..route.clone()
                };
                match kept.iter_mut().find(|known| bare(known) == bare(&route)) {
                    Some(known) => {
                        known.state = known.state.take().max(route.state);
                        known.origin = known.origin.take().max(route.origin);
                    }
                    None => kept.push(route),
                }
            }
            let destination = |route: &raw::Route| {
                let ranges = [
                    &route.destination_cidr_block,
                    &route.destination_ipv6_cidr_block,
                    &route.destination_prefix_list_id,
                ];
                ranges.into_iter().flatten().next().cloned()
            };
            let mut seen = std::collections::BTreeSet::new();
            for route in kept.iter().filter(|route| route.origin.is_none()) {
                if let Some(to) = destination(route)
                    && !seen.insert(to.clone())
                {
                    let text = format!("there are two routes to {to}, which AWS does not accept");
                    self.notes.add(NoteKind::Conflict, &found.origin, Some(id), text);
                }
            }
            found.record.routes = Pages(kept);
        }
    }

    /// Entries that are resources, and what AWS puts into a default ACL that no resource takes over.
    pub(super) fn network_acls(&mut self) {
        for (acl, entry) in std::mem::take(&mut self.ends.entries) {
            let found = self.gathered.network_acls.get_mut(&acl);
            match found {
                Some(found) => add_entry(&mut found.record.entries, entry),
                None => {
                    let links = self
                        .ends
                        .vpcs
                        .values()
                        .find(|links| links.default_acl.as_ref() == Some(&acl));
                    let origin = links.map(|links| links.origin.clone()).unwrap_or_default();
                    let record = raw::NetworkAcl {
                        network_acl_id: Some(acl),
                        entries: vec![entry],
                        ..raw::NetworkAcl::default()
                    };
                    self.imply(record, &origin);
                }
            }
        }
        for (vpc, links) in &self.ends.vpcs {
            let Some(acl) = &links.default_acl else { continue };
            let Some(found) = self.gathered.network_acls.get_mut(acl) else {
                continue;
            };
            let record = &mut found.record;
            if record.is_default == Some(true) {
                record.vpc_id.get_or_insert_with(|| vpc.clone());
                continue;
            }
            record.vpc_id = Some(vpc.clone());
            record.is_default = Some(true);
            if !self.ends.managed_acls.contains(acl) {
                for egress in [false, true] {
                    add_entry(&mut record.entries, everything(egress));
                }
            }
        }
    }

    /// A plan calls a new VPC's default group by the VPC and by the resource that takes it over.
    fn taken_over(&mut self) {
        for (vpc, group) in std::mem::take(&mut self.ends.default_groups) {
            let Some(links) = self.ends.vpcs.get_mut(&vpc) else {
                continue;
            };
            let Some(other) = links
                .default_group
                .replace(group.clone())
                .filter(|other| *other != group)
            else {
                continue;
            };
            let rename = |known: &mut raw::Group| {
                if known.group_id.as_ref() == Some(&other) {
                    known.group_id = Some(group.clone());
                }
            };
            let interfaces = self.gathered.network_interfaces.values_mut();
            interfaces.flat_map(|found| &mut found.record.groups).for_each(rename);
            let endpoints = self.gathered.vpc_endpoints.values_mut();
            endpoints.flat_map(|found| &mut found.record.groups).for_each(rename);
            for found in self.gathered.security_group_rules.values_mut() {
                let record = &mut found.record;
                for named in [&mut record.group_id, &mut record.referenced_group_info.group_id] {
                    if named.as_ref() == Some(&other) {
                        *named = Some(group.clone());
                    }
                }
            }
        }
    }

    pub(super) fn static_routes(&mut self) {
        for (connection, cidr) in std::mem::take(&mut self.ends.static_routes) {
            let Some(found) = self.gathered.vpn_connections.get_mut(&connection) else {
                continue;
            };
            let routes = &mut found.record.routes;
            if routes
                .iter()
                .all(|route| route.destination_cidr_block.as_ref() != Some(&cidr))
            {
                routes.push(raw::VpnStaticRoute {
                    destination_cidr_block: Some(cidr),
                    state: None,
                });
            }
        }
    }

    /// The group that AWS gives to what names none, and that needs no resource.
    pub(super) fn default_groups(&mut self) {
        self.taken_over();
        let of_vpc = |settle: &Self, subnet: &Option<Text>| {
            let vpc = settle.vpc_of(subnet.as_ref()?)?;
            settle.ends.vpcs.get(&vpc)?.default_group.clone()
        };
        let without: Vec<(Text, Option<Text>)> = self
            .gathered
            .network_interfaces
            .iter()
            .filter(|(id, found)| {
                let says = self.ends.public.get(*id).is_none_or(|public| public.has_groups);
                !says && found.record.groups.is_empty()
            })
            .map(|(id, found)| (id.clone(), found.record.subnet_id.clone()))
            .collect();
        for (id, subnet) in without {
            let group = of_vpc(self, &subnet);
            if let (Some(group), Some(found)) = (group, self.gathered.network_interfaces.get_mut(&id)) {
                found.record.groups.push(raw::Group { group_id: Some(group) });
            }
        }
        let mut used: std::collections::BTreeSet<Text> = std::collections::BTreeSet::new();
        for found in self.gathered.network_interfaces.values() {
            used.extend(found.record.groups.iter().filter_map(|group| group.group_id.clone()));
        }
        for found in self.gathered.vpc_endpoints.values() {
            used.extend(found.record.groups.iter().filter_map(|group| group.group_id.clone()));
        }
        for hosted in self.ends.hosted.values() {
            used.extend(hosted.groups.iter().cloned());
        }
        for found in self.gathered.security_group_rules.values() {
            used.extend(found.record.referenced_group_info.group_id.clone());
            used.extend(found.record.group_id.clone());
        }
        let links: Vec<_> = self
            .ends
            .vpcs
            .iter()
            .filter_map(|(vpc, links)| Some((vpc.clone(), links.default_group.clone()?, links.origin.clone())))
            .collect();
        for (vpc, group, origin) in links {
            if let Some(found) = self.gathered.security_groups.get_mut(&group) {
                found.record.vpc_id.get_or_insert(vpc);
            } else if used.contains(&group) {
                let text = "no resource is its default group, so that was taken as AWS makes it".to_owned();
                self.assume(&origin, &vpc, text);
                self.imply(default_group(group, vpc), &origin);
            }
        }
    }
}

fn add_entry(entries: &mut Vec<raw::NetworkAclEntry>, entry: raw::NetworkAclEntry) {
    let is_same = |known: &raw::NetworkAclEntry| (known.egress, known.rule_number) == (entry.egress, entry.rule_number);
    if !entries.iter().any(is_same) {
        entries.push(entry);
    }
}

fn everything(egress: bool) -> raw::NetworkAclEntry {
    raw::NetworkAclEntry {
        rule_number: Some(100),
        egress: Some(egress),
        protocol: Some("-1".into()),
        rule_action: Some("allow".into()),
        cidr_block: Some("0.0.0.0/0".into()),
        ..raw::NetworkAclEntry::default()
    }
}

/// From its own members everything may come in, and everything may go out.
fn default_group(group: Text, vpc: Text) -> raw::SecurityGroup {
    let all = || raw::IpPermission {
        ip_protocol: Some("-1".into()),
        ..raw::IpPermission::default()
    };
    let own = raw::GroupPair {
        group_id: Some(group.clone()),
        ..raw::GroupPair::default()
    };
    let anywhere = raw::IpRange {
        cidr_ip: Some("0.0.0.0/0".into()),
        description: None,
    };
    raw::SecurityGroup {
        group_id: Some(group),
        group_name: Some("default".into()),
        vpc_id: Some(vpc),
        ip_permissions: vec![raw::IpPermission {
            user_id_group_pairs: vec![own],
            ..all()
        }],
        ip_permissions_egress: vec![raw::IpPermission {
            ip_ranges: vec![anywhere],
            ..all()
        }],
        ..raw::SecurityGroup::default()
    }
}
