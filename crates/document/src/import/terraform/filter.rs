//! Security groups in all five ways to write their rules, network ACLs and prefix lists.

use super::attributes::Attributes;
use super::{Reader, Resource};
use crate::import::raw::{self, Pages, Text};

impl Reader<'_> {
    pub(super) fn of_filters(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_security_group" | "aws_default_security_group" => self.security_group(resource, of),
            "aws_security_group_rule" => self.rules(resource, of),
            "aws_vpc_security_group_ingress_rule" => self.single_rule(resource, of, false),
            "aws_vpc_security_group_egress_rule" => self.single_rule(resource, of, true),
            "aws_vpc_security_group_vpc_association" => self.group_association(resource, of),
            "aws_network_acl" | "aws_default_network_acl" => self.network_acl(resource, of),
            "aws_network_acl_rule" => {
                let entry = acl_entry(of, of.flag("egress") == Some(true), ["rule_number", "rule_action"]);
                match of.text("network_acl_id") {
                    Some(acl) => self.ends.entries.push((acl, entry)),
                    None => self.left_out(resource, of, "it names no network ACL"),
                }
            }
            "aws_network_acl_association" => self.acl_association(resource, of),
            "aws_ec2_managed_prefix_list" | "aws_prefix_list" => self.prefix_list(resource, of),
            "aws_ec2_managed_prefix_list_entry" => self.prefix_list_entry(resource, of),
            _ => return false,
        }
        true
    }

    fn security_group(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let is_default = resource.kind() == "aws_default_security_group";
        let name = match is_default {
            true => Some("default".into()),
            false => of.text("name").or(Some(resource.address.clone())),
        };
        if resource.is_data {
            // It says nothing of its rules.
            return;
        }
        if let Some(vpc) = of.text("vpc_id").filter(|_| is_default) {
            self.ends.default_groups.insert(vpc, id.clone());
        }
        let record = raw::SecurityGroup {
            group_name: name,
            vpc_id: of.text("vpc_id"),
            owner_id: of.text("owner_id"),
            ip_permissions: permissions(of, "ingress", "IpPermissions", &id),
            ip_permissions_egress: permissions(of, "egress", "IpPermissionsEgress", &id),
            tags: of.named(None),
            group_id: Some(id),
        };
        self.add(record, resource, of);
    }

    /// One resource, many rules: each range, group and list is one.
    fn rules(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(group) = of.text("security_group_id") else {
            self.left_out(resource, of, "it names no group");
            return;
        };
        let permission = permission(of, &group, "source_security_group_id");
        let own = self.id(resource, of);
        let base = raw::SecurityGroupRule {
            group_id: Some(group),
            is_egress: of.text("type").map(|kind| &*kind == "egress"),
            ip_protocol: permission.ip_protocol,
            from_port: permission.from_port,
            to_port: permission.to_port,
            description: of.text("description"),
            ..raw::SecurityGroupRule::default()
        };
        let mut rules = Vec::new();
        let v4 = permission.ip_ranges.into_iter().map(|range| range.cidr_ip);
        rules.extend(v4.map(|cidr_ipv4| raw::SecurityGroupRule {
            cidr_ipv4,
            ..base.clone()
        }));
        let v6 = permission.ipv6_ranges.into_iter().map(|range| range.cidr_ipv6);
        rules.extend(v6.map(|cidr_ipv6| raw::SecurityGroupRule {
            cidr_ipv6,
            ..base.clone()
        }));
        let lists = permission.prefix_list_ids.into_iter().map(|list| list.prefix_list_id);
        rules.extend(lists.map(|prefix_list_id| raw::SecurityGroupRule {
            prefix_list_id,
            ..base.clone()
        }));
        let groups = permission.user_id_group_pairs.into_iter();
        rules.extend(groups.map(|referenced_group_info| raw::SecurityGroupRule {
            referenced_group_info,
            ..base.clone()
        }));
        for (index, mut rule) in rules.into_iter().enumerate() {
            rule.security_group_rule_id = own.as_ref().map(|own| format!("{own}#{index}").into());
            self.add(rule, resource, of);
        }
    }

    fn single_rule(&mut self, resource: &Resource, of: &Attributes<'_>, is_egress: bool) {
        let Some(id) = self.known(of.first(&["security_group_rule_id", "id"]), resource, of) else {
            return;
        };
        let record = raw::SecurityGroupRule {
            security_group_rule_id: Some(id),
            group_id: of.text("security_group_id"),
            is_egress: Some(is_egress),
            ip_protocol: of.text("ip_protocol"),
            from_port: of.number("from_port"),
            to_port: of.number("to_port"),
            cidr_ipv4: of.text("cidr_ipv4"),
            cidr_ipv6: of.text("cidr_ipv6"),
            prefix_list_id: of.text("prefix_list_id"),
            referenced_group_info: raw::GroupPair {
                group_id: of.text("referenced_security_group_id").map(without_account),
                ..raw::GroupPair::default()
            },
            description: of.text("description"),
        };
        self.add(record, resource, of);
    }

    fn group_association(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::SecurityGroupVpcAssociation {
            group_id: of.text("security_group_id"),
            vpc_id: of.text("vpc_id"),
            state: of.text("state"),
        };
        self.add(record, resource, of);
    }

    fn network_acl(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let is_default = resource.kind() == "aws_default_network_acl";
        let id = match is_default {
            true => of.first(&["default_network_acl_id", "id"]),
            false => of.text("id"),
        };
        let Some(id) = self.known(id, resource, of) else { return };
        let mut entries = Vec::new();
        for (name, egress) in [("ingress", false), ("egress", true)] {
            let blocks = of.blocks(name).into_iter();
            entries.extend(blocks.map(|block| acl_entry(&block, egress, ["rule_no", "action"])));
        }
        if is_default {
            self.ends.managed_acls.insert(id.clone());
        }
        let subnets = of.texts("subnet_ids").into_iter().map(Some);
        let record = raw::NetworkAcl {
            network_acl_id: Some(id),
            vpc_id: of.text("vpc_id"),
            owner_id: of.text("owner_id"),
            is_default: is_default.then_some(true),
            associations: Pages(
                subnets
                    .map(|subnet_id| raw::NetworkAclAssociation { subnet_id })
                    .collect(),
            ),
            entries,
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn acl_association(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::NetworkAcl {
            network_acl_id: of.text("network_acl_id"),
            associations: Pages(vec![raw::NetworkAclAssociation {
                subnet_id: of.text("subnet_id"),
            }]),
            ..raw::NetworkAcl::default()
        };
        self.add(record, resource, of);
    }

    fn prefix_list(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let mut entries = Vec::new();
        for name in ["entry", "entries"] {
            let blocks = of.blocks(name).into_iter();
            entries.extend(blocks.map(|block| raw::PrefixListEntry {
                cidr: block.text("cidr"),
            }));
        }
        let record = raw::PrefixList {
            prefix_list_id: Some(id),
            prefix_list_name: of.text("name"),
            prefix_list_arn: of.text("arn"),
            owner_id: of.text("owner_id"),
            cidrs: of.texts("cidr_blocks"),
            entries: Pages(entries),
            tags: of.named(None),
            state: None,
        };
        self.add(record, resource, of);
    }

    fn prefix_list_entry(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::PrefixList {
            prefix_list_id: of.text("prefix_list_id"),
            entries: Pages(vec![raw::PrefixListEntry { cidr: of.text("cidr") }]),
            ..raw::PrefixList::default()
        };
        self.add(record, resource, of);
    }
}

/// Inline rules, each at the place of the permission that it becomes.
fn permissions(of: &Attributes<'_>, name: &str, field: &str, own: &Text) -> Vec<raw::IpPermission> {
    if of.is_odd(name) {
        of.at(of.path().to_owned()).wrong::<()>(field);
        return Vec::new();
    }
    let blocks = of.blocks(name).into_iter().enumerate();
    let permissions = blocks.map(|(index, block)| {
        let path = format!("{}.{field}[{index}]", of.path());
        permission(&block.at(path), own, "")
    });
    permissions.collect()
}

fn permission(of: &Attributes<'_>, own: &Text, one_group: &str) -> raw::IpPermission {
    let words = of.text("description");
    let mut groups = of.texts("security_groups");
    groups.extend(of.text(one_group));
    groups.extend(of.flag("self").filter(|own| *own).map(|_| own.clone()));
    raw::IpPermission {
        ip_protocol: of.text("protocol"),
        from_port: of.number("from_port"),
        to_port: of.number("to_port"),
        user_id_group_pairs: groups
            .into_iter()
            .map(|group| raw::GroupPair {
                group_id: Some(without_account(group)),
                description: words.clone(),
                ..raw::GroupPair::default()
            })
            .collect(),
        ip_ranges: of
            .texts("cidr_blocks")
            .into_iter()
            .map(|cidr| raw::IpRange {
                cidr_ip: Some(cidr),
                description: words.clone(),
            })
            .collect(),
        ipv6_ranges: of
            .texts("ipv6_cidr_blocks")
            .into_iter()
            .map(|cidr| raw::Ipv6Range {
                cidr_ipv6: Some(cidr),
                description: words.clone(),
            })
            .collect(),
        prefix_list_ids: of
            .texts("prefix_list_ids")
            .into_iter()
            .map(|list| raw::PrefixListPeer {
                prefix_list_id: Some(list),
                description: words.clone(),
            })
            .collect(),
    }
}

/// A group of another account is written `123456789012/sg-…`.
fn without_account(group: Text) -> Text {
    match group.split_once('/') {
        Some((account, id)) if crate::import::place::is_account(account) => id.into(),
        _ => group,
    }
}

fn acl_entry(of: &Attributes<'_>, egress: bool, [number, action]: [&str; 2]) -> raw::NetworkAclEntry {
    let protocol = of.text("protocol");
    let has_ports = !matches!(protocol.as_deref(), Some("-1" | "all"));
    raw::NetworkAclEntry {
        rule_number: of.number(number),
        egress: Some(egress),
        rule_action: of.text(action),
        cidr_block: of.text("cidr_block"),
        ipv6_cidr_block: of.text("ipv6_cidr_block"),
        port_range: raw::AclPorts {
            from: of.number("from_port").filter(|_| has_ports),
            to: of.number("to_port").filter(|_| has_ports),
        },
        icmp_type_code: raw::IcmpTypeCode {
            kind: of.number("icmp_type"),
            code: of.number("icmp_code"),
        },
        protocol,
    }
}
