//! Security groups, network ACLs and prefix lists.

use ipnet::IpNet;
use reach::id::Direction;
use reach::sorted::SortedSet;
use reach::topology::*;

use super::{Builder, Field, Key, Value, field, id_of, text};

impl Builder<'_> {
    pub(super) fn filters(&mut self) {
        for (id, it) in self.topology.prefix_lists.iter().filter(|(_, it)| it.service.is_none()) {
            self.region = it.region.clone();
            self.prefix_list(id, it);
        }
        let used = self.used_groups();
        for (id, it) in self.topology.security_groups.iter() {
            if used.contains(id) || self.drawn.security_groups.contains(id.as_str()) {
                self.enter(&it.vpc);
                self.group(id, it);
            }
        }
        for (id, it) in self.topology.network_acls.iter() {
            // The default one is AWS's, unless somebody changed it.
            if self.drawn.network_acls.contains(id.as_str()) {
                self.enter(&it.vpc);
                self.acl(id, it);
            }
        }
    }

    fn prefix_list(&mut self, id: &PrefixListId, it: &PrefixList) {
        let six = it.entries.iter().any(|entry| matches!(entry, IpNet::V6(_)));
        if six && it.entries.iter().any(|entry| matches!(entry, IpNet::V4(_))) {
            return self.note(
                &id.into(),
                "it has entries of both address families, which no prefix list can have",
            );
        }
        let entries = it
            .entries
            .iter()
            .map(|entry| vec![field(["Cidr", "cidr"], text(entry))]);
        let fields = vec![
            field(["PrefixListName", "name"], text(id)),
            field(
                ["AddressFamily", "address_family"],
                text(if six { "IPv6" } else { "IPv4" }),
            ),
            field(
                ["MaxEntries", "max_entries"],
                Value::Number(it.entries.len().max(1) as i64),
            ),
            field(["Entries", "entry"], Value::Blocks(entries.collect())),
        ];
        self.add_element(
            &id.into(),
            ["AWS::EC2::PrefixList", "aws_ec2_managed_prefix_list"],
            fields,
        );
    }

    fn used_groups(&self) -> SortedSet<SecurityGroupId> {
        let mut used = SortedSet::new();
        for id in self.topology.interfaces.ids() {
            for group in self.network.security_groups_of(id) {
                used.insert(group.clone());
            }
        }
        for id in self.topology.interface_endpoints.ids() {
            for group in self.network.security_groups_of_endpoint(id) {
                used.insert(group.clone());
            }
        }
        used
    }

    fn group(&mut self, id: &SecurityGroupId, it: &SecurityGroup) {
        let named = self
            .topology
            .given_name(&id.into())
            .map_or(id.to_string(), ToString::to_string);
        let about: String = named
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || " .-_".contains(*letter))
            .collect();
        let mut fields = vec![
            field(
                ["GroupDescription", "description"],
                text(format!("Security group {}", about.trim()).trim()),
            ),
            field(["VpcId", "vpc_id"], id_of(&it.vpc.text())),
        ];
        // CloudFormation keeps AWS's own rule, all out, unless another one is given here; this one lets nothing out.
        let usual = it.outbound == SecurityGroup::default_outbound(false);
        if !usual {
            let nothing = vec![
                field(["IpProtocol", ""], text("-1")),
                field(["CidrIp", ""], text("127.0.0.1/32")),
                field(["Description", ""], text("Nothing else than the rules of their own")),
            ];
            fields.push(field(["SecurityGroupEgress", ""], Value::Blocks(vec![nothing])));
        }
        self.add_element(&id.into(), ["AWS::EC2::SecurityGroup", "aws_security_group"], fields);
        for (index, rule) in it.inbound.iter().enumerate() {
            let types = ["AWS::EC2::SecurityGroupIngress", "aws_vpc_security_group_ingress_rule"];
            let fields = self.rule(id, rule, Direction::In);
            self.add(Key(id.text(), format!("in {}", index + 1)), types, fields);
        }
        for (index, rule) in it.outbound.iter().enumerate() {
            let formation = if usual { "" } else { "AWS::EC2::SecurityGroupEgress" };
            let fields = self.rule(id, rule, Direction::Out);
            let types = [formation, "aws_vpc_security_group_egress_rule"];
            self.add(Key(id.text(), format!("out {}", index + 1)), types, fields);
        }
    }

    fn rule(&mut self, id: &SecurityGroupId, rule: &Rule, direction: Direction) -> Vec<Field> {
        let mut fields = vec![field(["GroupId", "security_group_id"], id_of(&id.text()))];
        let (protocol, ports) = match rule.traffic {
            Traffic::All => ("-1".to_owned(), None),
            Traffic::Tcp(range) => ("tcp".to_owned(), Some((range.from.into(), range.to.into()))),
            Traffic::Udp(range) => ("udp".to_owned(), Some((range.from.into(), range.to.into()))),
            Traffic::Icmp { kind, code } => ("icmp".to_owned(), Some((any(kind), any(code)))),
            Traffic::Icmpv6 { kind, code } => ("icmpv6".to_owned(), Some((any(kind), any(code)))),
            Traffic::Protocol(number) => (number.to_string(), None),
        };
        fields.push(field(["IpProtocol", "ip_protocol"], text(protocol)));
        if let Some((from, to)) = ports {
            fields.push(field(["FromPort", "from_port"], Value::Number(from)));
            fields.push(field(["ToPort", "to_port"], Value::Number(to)));
        }
        let (group, list) = match direction {
            Direction::In => ("SourceSecurityGroupId", "SourcePrefixListId"),
            Direction::Out => ("DestinationSecurityGroupId", "DestinationPrefixListId"),
        };
        fields.push(match &rule.peer {
            RulePeer::Cidr(IpNet::V4(cidr)) => field(["CidrIp", "cidr_ipv4"], text(cidr)),
            RulePeer::Cidr(IpNet::V6(cidr)) => field(["CidrIpv6", "cidr_ipv6"], text(cidr)),
            RulePeer::SecurityGroup(peer) => field([group, "referenced_security_group_id"], id_of(&peer.text())),
            RulePeer::PrefixList(peer) => field([list, "prefix_list_id"], self.list(peer)),
        });
        let letters = |about: &std::rc::Rc<str>| -> String {
            let allowed = |letter: &char| letter.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!*".contains(*letter);
            about.chars().filter(allowed).take(255).collect()
        };
        if let Some(about) = rule.description.as_ref().map(letters).filter(|about| !about.is_empty()) {
            fields.push(field(["Description", "description"], text(about)));
        }
        fields
    }

    fn acl(&mut self, id: &NetworkAclId, it: &NetworkAcl) {
        let vpc = field(["VpcId", "vpc_id"], id_of(&it.vpc.text()));
        self.add_element(&id.into(), ["AWS::EC2::NetworkAcl", "aws_network_acl"], vec![vpc]);
        for (direction, entries) in [(Direction::In, &it.inbound), (Direction::Out, &it.outbound)] {
            for entry in entries {
                let key = Key(id.text(), format!("{} {}", direction.word(), entry.number));
                let fields = acl_entry(id, entry, direction);
                self.add(key, ["AWS::EC2::NetworkAclEntry", "aws_network_acl_rule"], fields);
            }
        }
        for subnet in self.topology.subnets.ids() {
            if self.network.network_acl_of(subnet).as_ref() == Some(id) {
                let fields = vec![
                    field(["SubnetId", "subnet_id"], id_of(&subnet.text())),
                    field(["NetworkAclId", "network_acl_id"], id_of(&id.text())),
                ];
                let types = ["AWS::EC2::SubnetNetworkAclAssociation", "aws_network_acl_association"];
                self.add(Key(subnet.text(), "acl".to_owned()), types, fields);
            }
        }
    }
}

/// −1 is any.
fn any(value: Option<u8>) -> i64 {
    value.map_or(-1, i64::from)
}

fn acl_entry(id: &NetworkAclId, entry: &AclEntry, direction: Direction) -> Vec<Field> {
    let action = match entry.action {
        AclAction::Allow => "allow",
        AclAction::Deny => "deny",
    };
    let (protocol, ports, message) = match entry.traffic {
        Traffic::All => (-1, None, None),
        Traffic::Tcp(range) => (6, Some(range), None),
        Traffic::Udp(range) => (17, Some(range), None),
        Traffic::Icmp { kind, code } => (1, None, Some((any(kind), any(code)))),
        Traffic::Icmpv6 { kind, code } => (58, None, Some((any(kind), any(code)))),
        Traffic::Protocol(number) => (number.into(), None, None),
    };
    let mut fields = vec![
        field(["NetworkAclId", "network_acl_id"], id_of(&id.text())),
        field(["RuleNumber", "rule_number"], Value::Number(entry.number.into())),
        field(["Egress", "egress"], Value::Is(direction == Direction::Out)),
        field(["RuleAction", "rule_action"], text(action)),
        field(["Protocol", ""], Value::Number(protocol)),
        field(["", "protocol"], text(protocol)),
        match entry.cidr {
            IpNet::V4(cidr) => field(["CidrBlock", "cidr_block"], text(cidr)),
            IpNet::V6(cidr) => field(["Ipv6CidrBlock", "ipv6_cidr_block"], text(cidr)),
        },
    ];
    if let Some(range) = ports {
        let (from, to) = (Value::Number(range.from.into()), Value::Number(range.to.into()));
        let range = vec![field(["From", ""], from.clone()), field(["To", ""], to.clone())];
        fields.push(field(["PortRange", ""], Value::Block(range)));
        fields.push(field(["", "from_port"], from));
        fields.push(field(["", "to_port"], to));
    }
    if let Some((kind, code)) = message {
        let (kind, code) = (Value::Number(kind), Value::Number(code));
        let message = vec![field(["Type", ""], kind.clone()), field(["Code", ""], code.clone())];
        fields.push(field(["Icmp", ""], Value::Block(message)));
        fields.push(field(["", "icmp_type"], kind));
        fields.push(field(["", "icmp_code"], code));
    }
    fields
}
