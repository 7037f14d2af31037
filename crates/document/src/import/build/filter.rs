//! Security groups and network ACLs. A rule that is not understood is never just left out: its group or ACL is marked.

use reach::id::Ref;
use reach::topology::{
    AclAction, AclEntry, NetworkAcl, NetworkAclId, PrefixListId, Rule, RulePeer, SecurityGroup, SecurityGroupId, VpcId,
};

use super::address::{net, traffic};
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

const UNREADABLE: &str = "this rule is not understood, so what the group decides about is unknown";

/// The numbers that AWS gives to the final deny, for IPv4 and IPv6.
const FINAL: [i64; 2] = [32767, 32768];

impl Build<'_> {
    pub(super) fn security_groups(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.security_groups {
            let Some(vpc) = self.needs(&found.record.vpc_id, found, id, "VpcId") else {
                continue;
            };
            let record = &found.record;
            let name = raw::name(&record.tags).or(record.group_name.as_ref());
            let mut group = SecurityGroup {
                name: names::other_than(name, id),
                vpc: VpcId::new(vpc),
                inbound: Vec::new(),
                outbound: Vec::new(),
            };
            group.inbound = self.permissions(&record.ip_permissions, "IpPermissions", found, id);
            group.outbound = self.permissions(&record.ip_permissions_egress, "IpPermissionsEgress", found, id);
            self.put(id, group);
            self.doubt_unread(Ref::from(&SecurityGroupId::new(id.clone())), found);
        }
        self.single_rules();
        for found in raw.security_group_vpc_associations.values() {
            if let (Some(group), Some(vpc)) = (&found.record.group_id, &found.record.vpc_id) {
                let text = format!("it is shared into {vpc}, where this program does not take it into account");
                self.doubt(Ref::from(&SecurityGroupId::new(group.clone())), found, "VpcId", text);
            }
        }
    }

    fn permissions(
        &mut self,
        permissions: &[raw::IpPermission],
        step: &str,
        found: &Found<raw::SecurityGroup>,
        id: &Text,
    ) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (index, permission) in permissions.iter().enumerate() {
            let step = format!("{step}[{index}]");
            let protocol = permission.ip_protocol.as_deref();
            let read = protocol.and_then(|protocol| traffic(protocol, permission.from_port, permission.to_port));
            let Some(traffic) = read else {
                self.doubt(Ref::from(&SecurityGroupId::new(id.clone())), found, &step, UNREADABLE);
                continue;
            };
            for (peer, description) in self.peers(permission, &step, found, id) {
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

    fn peers(
        &mut self,
        permission: &raw::IpPermission,
        step: &str,
        found: &Found<raw::SecurityGroup>,
        id: &Text,
    ) -> Vec<(RulePeer, Option<Text>)> {
        let v4 = permission
            .ip_ranges
            .iter()
            .map(|range| (&range.cidr_ip, &range.description));
        let v6 = permission
            .ipv6_ranges
            .iter()
            .map(|range| (&range.cidr_ipv6, &range.description));
        let cidrs: Vec<_> = v4.chain(v6).collect();
        let mut peers = Vec::new();
        for (cidr, description) in cidrs {
            match cidr.as_deref().and_then(net) {
                Some(net) => peers.push((RulePeer::Cidr(net), description.clone())),
                None => self.doubt(Ref::from(&SecurityGroupId::new(id.clone())), found, step, UNREADABLE),
            }
        }
        for list in &permission.prefix_list_ids {
            if let Some(list_id) = &list.prefix_list_id {
                self.list_of_rule(list_id, step, found, id);
                let peer = RulePeer::PrefixList(PrefixListId::new(list_id.clone()));
                peers.push((peer, list.description.clone()));
            }
        }
        for pair in &permission.user_id_group_pairs {
            let peer = self.group_of_rule(pair, step, found, id);
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
            let Some(rule) = self.single_rule(found, &group.text()) else {
                self.doubt(Ref::from(&group), found, "IpProtocol", UNREADABLE);
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

    fn single_rule(&mut self, found: &Found<raw::SecurityGroupRule>, group: &Text) -> Option<Rule> {
        let record = &found.record;
        let traffic = traffic(record.ip_protocol.as_deref()?, record.from_port, record.to_port)?;
        let cidr = record.cidr_ipv4.as_deref().or(record.cidr_ipv6.as_deref());
        let peer = match (cidr, &record.prefix_list_id) {
            (Some(cidr), _) => RulePeer::Cidr(net(cidr)?),
            (None, Some(list)) => {
                self.list_of_rule(list, "PrefixListId", found, group);
                RulePeer::PrefixList(PrefixListId::new(list.clone()))
            }
            (None, None) => self.group_of_rule(&record.referenced_group_info, "ReferencedGroupInfo", found, group)?,
        };
        Some(Rule {
            traffic,
            peer,
            description: record.description.clone(),
        })
    }

    /// A rule with a list whose entries nobody said.
    fn list_of_rule<T>(&mut self, list: &Text, step: &str, found: &Found<T>, group: &Text) {
        let is_doubtful = self.doubts.contains_key(&Ref::from(&PrefixListId::new(list.clone())));
        if is_doubtful || !self.topology.prefix_lists.contains(list) {
            let text = format!("the entries of the prefix list {list} are not in the input");
            self.doubt(Ref::from(&SecurityGroupId::new(group.clone())), found, step, text);
        }
    }

    fn group_of_rule<T>(
        &mut self,
        pair: &raw::GroupPair,
        step: &str,
        found: &Found<T>,
        group: &Text,
    ) -> Option<RulePeer> {
        let at = Ref::from(&SecurityGroupId::new(group.clone()));
        let Some(named) = &pair.group_id else {
            self.doubt(at, found, step, UNREADABLE);
            return None;
        };
        let is_stale = pair.peering_status.is_some() && !raw::is(&pair.peering_status, &["active"]);
        if is_stale {
            let text = format!("its rule for {named} is stale and matches nothing: the peering is gone");
            self.note_at(NoteKind::Ignored, found, step, group, text);
        } else if !self.raw.security_groups.contains_key(named) {
            let text = format!("a rule names the group {named}, which is not in the input");
            self.doubt(at, found, step, text);
        }
        Some(RulePeer::SecurityGroup(SecurityGroupId::new(named.clone())))
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
