//! Security groups and network ACLs. A rule that is not understood is never just left out: its group or ACL is marked.

use reach::id::{Direction, Ref};
use reach::topology::{
    AclAction, AclEntry, NetworkAcl, NetworkAclId, Rule, RulePeer, SecurityGroup, SecurityGroupId, VpcId,
};

use super::address::{net, traffic};
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

const UNREADABLE: &str = "this rule is not understood, so what the group decides about is unknown";

/// The numbers that AWS gives to the final deny, for IPv4 and IPv6.
const FINAL: [i64; 2] = [32767, 32768];

/// A rule's place.
struct Place<'a, T> {
    found: &'a Found<T>,
    group: &'a Text,
    direction: Direction,
    step: &'a str,
}

impl Build<'_> {
    pub(super) fn security_groups(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.security_groups {
            let Some(vpc) = self.needs(&found.record.vpc_id, found, id, "VpcId") else {
                continue;
            };
            let record = &found.record;
            let name = raw::name(&record.tags).or(record.group_name.as_ref().filter(|name| &***name != "default"));
            let mut group = SecurityGroup {
                name: names::other_than(name, id),
                vpc: VpcId::new(vpc),
                inbound: Vec::new(),
                outbound: Vec::new(),
            };
            group.inbound = self.permissions(&record.ip_permissions, Direction::In, found, id);
            group.outbound = self.permissions(&record.ip_permissions_egress, Direction::Out, found, id);
            self.put(id, group);
            self.unread_permissions(id, found);
        }
        self.single_rules();
        for found in raw.security_group_vpc_associations.values() {
            if let (Some(group), Some(vpc)) = (&found.record.group_id, &found.record.vpc_id) {
                let text = format!("it is shared into {vpc}, where this program does not take it into account");
                self.doubt(Ref::from(&SecurityGroupId::new(group.clone())), found, "VpcId", text);
            }
        }
    }

    /// A list of rules that is something else altogether.
    fn unread_permissions(&mut self, id: &Text, found: &Found<raw::SecurityGroup>) {
        for (list, direction) in [
            ("IpPermissions", Direction::In),
            ("IpPermissionsEgress", Direction::Out),
        ] {
            let ends = |path: &Text| path.ends_with(&format!(".{list}"));
            if found.is_doubtful || found.unread.iter().any(ends) {
                self.gaps.groups.insert((SecurityGroupId::new(id.clone()), direction));
            }
        }
    }

    fn permissions(
        &mut self,
        permissions: &[raw::IpPermission],
        direction: Direction,
        found: &Found<raw::SecurityGroup>,
        id: &Text,
    ) -> Vec<Rule> {
        let list = match direction {
            Direction::In => "IpPermissions",
            Direction::Out => "IpPermissionsEgress",
        };
        let mut rules = Vec::new();
        for (index, permission) in permissions.iter().enumerate() {
            let at = Place {
                found,
                group: id,
                direction,
                step: &format!("{list}[{index}]"),
            };
            // A rule without its wrong part could let more through than the whole one.
            let is_whole = !found.unread.iter().any(|path| path.contains(&format!(".{}", at.step)));
            let protocol = permission.ip_protocol.as_deref().filter(|_| is_whole);
            let read = protocol.and_then(|protocol| traffic(protocol, permission.from_port, permission.to_port));
            let Some(traffic) = read else {
                self.gap_in_group(&at, UNREADABLE);
                continue;
            };
            for (peer, description) in self.peers(permission, &at) {
                push_new(
                    &mut rules,
                    Rule {
                        traffic,
                        peer,
                        description,
                    },
                );
            }
        }
        rules
    }

    fn peers<T>(&mut self, permission: &raw::IpPermission, at: &Place<'_, T>) -> Vec<(RulePeer, Option<Text>)> {
        let v4 = permission
            .ip_ranges
            .iter()
            .map(|range| (&range.cidr_ip, &range.description));
        let v6 = permission
            .ipv6_ranges
            .iter()
            .map(|range| (&range.cidr_ipv6, &range.description));
        let mut peers = Vec::new();
        for (cidr, description) in v4.chain(v6) {
            match cidr.as_deref().and_then(net) {
                Some(net) => peers.push((RulePeer::Cidr(net), description.clone())),
                None => self.gap_in_group(at, UNREADABLE),
            }
        }
        for list in &permission.prefix_list_ids {
            if let Some(id) = &list.prefix_list_id {
                let peer = self.list_of_rule(id, at);
                peers.push((peer, list.description.clone()));
            }
        }
        for pair in &permission.user_id_group_pairs {
            let peer = self.group_of_rule(pair, at);
            peers.extend(peer.map(|peer| (peer, pair.description.clone())));
        }
        peers
    }

    /// The rules that `describe-security-group-rules` lists. Those that the group's own description has as well count once.
    fn single_rules(&mut self) {
        let raw = self.raw;
        let mut without_group = 0;
        for (id, found) in &raw.security_group_rules {
            let record = &found.record;
            let Some(group) = record.group_id.clone().map(SecurityGroupId::new) else {
                self.note(NoteKind::Ignored, found, id, "it names no group");
                continue;
            };
            if self.topology.security_groups.get(&group).is_none() {
                without_group += 1;
                continue;
            }
            let at = Place {
                found,
                group: &group.text(),
                direction: if record.is_egress == Some(true) {
                    Direction::Out
                } else {
                    Direction::In
                },
                step: "IpProtocol",
            };
            let Some(rule) = self.single_rule(record, &at).filter(|_| !super::decides(found)) else {
                self.gap_in_group(&at, UNREADABLE);
                continue;
            };
            if let Some(known) = self.topology.security_groups.get_mut(&group) {
                let rules = if record.is_egress == Some(true) {
                    &mut known.outbound
                } else {
                    &mut known.inbound
                };
                push_new(rules, rule);
            }
        }
        if without_group > 0 {
            let text = format!("{without_group} security group rules belong to groups that are not in the input");
            self.say(NoteKind::Ignored, text);
        }
    }

    fn single_rule<T>(&mut self, record: &raw::SecurityGroupRule, at: &Place<'_, T>) -> Option<Rule> {
        let traffic = traffic(record.ip_protocol.as_deref()?, record.from_port, record.to_port)?;
        let cidr = record.cidr_ipv4.as_deref().or(record.cidr_ipv6.as_deref());
        let peer = match (cidr, &record.prefix_list_id) {
            (Some(cidr), _) => RulePeer::Cidr(net(cidr)?),
            (None, Some(list)) => self.list_of_rule(list, at),
            (None, None) => self.group_of_rule(&record.referenced_group_info, at)?,
        };
        Some(Rule {
            traffic,
            peer,
            description: record.description.clone(),
        })
    }

    /// A rule with a list whose entries nobody said makes its own gap: the list is not there.
    fn list_of_rule<T>(&mut self, list: &Text, at: &Place<'_, T>) -> RulePeer {
        if let Some((kind, text)) = self.about_list(list) {
            self.note_at(kind, at.found, at.step, at.group, text);
        }
        RulePeer::PrefixList(self.list_named(list))
    }

    fn group_of_rule<T>(&mut self, pair: &raw::GroupPair, at: &Place<'_, T>) -> Option<RulePeer> {
        let Some(named) = &pair.group_id else {
            self.gap_in_group(at, UNREADABLE);
            return None;
        };
        let is_stale = pair.peering_status.is_some() && !raw::is(&pair.peering_status, &["active"]);
        if is_stale {
            let text = format!("its rule for {named} is stale and matches nothing: the peering is gone");
            self.note_at(NoteKind::Ignored, at.found, at.step, at.group, text);
        } else if !self.raw.security_groups.contains_key(named) {
            self.gap_in_group(at, format!("a rule names the group {named}, which is not in the input"));
        }
        Some(RulePeer::SecurityGroup(SecurityGroupId::new(named.clone())))
    }

    /// A rule that may let more through than is known.
    fn gap_in_group<T>(&mut self, at: &Place<'_, T>, why: impl Into<Text>) {
        self.note_at(NoteKind::NotModelled, at.found, at.step, at.group, why);
        self.gaps
            .groups
            .insert((SecurityGroupId::new(at.group.clone()), at.direction));
    }

    pub(super) fn network_acls(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.network_acls {
            let Some(vpc) = self.needs(&found.record.vpc_id, found, id, "VpcId") else {
                continue;
            };
            let mut acl = NetworkAcl::new(VpcId::new(vpc));
            acl.name = names::given(&found.record.tags, id);
            for (index, entry) in found.record.entries.iter().enumerate() {
                if entry.rule_number.is_some_and(|number| FINAL.contains(&number)) {
                    continue;
                }
                let side = if entry.egress == Some(true) {
                    &mut acl.outbound
                } else {
                    &mut acl.inbound
                };
                match acl_entry(entry) {
                    Some(read) => side.push(read),
                    None => {
                        let text = "this entry is not understood, so what the ACL decides about is unknown";
                        let at = Ref::from(&NetworkAclId::new(id.clone()));
                        self.doubt(at, found, &format!("Entries[{index}]"), text);
                    }
                }
            }
            for side in [&mut acl.inbound, &mut acl.outbound] {
                side.sort_by_key(|entry| entry.number);
            }
            self.put(id, acl);
            self.doubt_unread(Ref::from(&NetworkAclId::new(id.clone())), found);
        }
    }
}

fn acl_entry(entry: &raw::NetworkAclEntry) -> Option<AclEntry> {
    let protocol = entry.protocol.as_deref()?;
    let is_icmp = matches!(protocol, "1" | "58" | "icmp" | "icmpv6");
    let (from, to) = match is_icmp {
        true => (entry.icmp_type_code.kind, entry.icmp_type_code.code),
        false => (entry.port_range.from, entry.port_range.to),
    };
    let cidr = entry.cidr_block.as_deref().or(entry.ipv6_cidr_block.as_deref())?;
    let action = match entry.rule_action.as_deref()? {
        word if word.eq_ignore_ascii_case("allow") => AclAction::Allow,
        word if word.eq_ignore_ascii_case("deny") => AclAction::Deny,
        _ => return None,
    };
    Some(AclEntry {
        number: u16::try_from(entry.rule_number?).ok()?,
        action,
        traffic: traffic(protocol, from, to)?,
        cidr: net(cidr)?,
    })
}

fn push_new(rules: &mut Vec<Rule>, rule: Rule) {
    let is_same = |known: &Rule| known.traffic == rule.traffic && known.peer == rule.peer;
    if !rules.iter().any(is_same) {
        rules.push(rule);
    }
}
