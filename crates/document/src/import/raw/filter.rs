use super::{Pages, Tag, Text, raw};

raw! {
    SecurityGroup {
        group_id: Option<Text>,
        group_name: Option<Text>,
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        ip_permissions: Vec<IpPermission>,
        ip_permissions_egress: Vec<IpPermission>,
        tags: Vec<Tag>,
    }

    IpPermission {
        /// A name or a number; `-1` is everything.
        ip_protocol: Option<Text>,
        from_port: Option<i64>,
        to_port: Option<i64>,
        user_id_group_pairs: Vec<GroupPair>,
        ip_ranges: Vec<IpRange>,
        ipv6_ranges: Vec<Ipv6Range>,
        prefix_list_ids: Vec<PrefixListPeer>,
    }

    GroupPair {
        group_id: Option<Text>,
        group_name: Option<Text>,
        user_id: Option<Text>,
        vpc_id: Option<Text>,
        vpc_peering_connection_id: Option<Text>,
        peering_status: Option<Text>,
        description: Option<Text>,
    }

    IpRange {
        cidr_ip: Option<Text>,
        description: Option<Text>,
    }

    Ipv6Range {
        cidr_ipv6: Option<Text>,
        description: Option<Text>,
    }

    PrefixListPeer {
        prefix_list_id: Option<Text>,
        description: Option<Text>,
    }

    /// One rule by itself, as `describe-security-group-rules` lists them.
    SecurityGroupRule {
        security_group_rule_id: Option<Text>,
        group_id: Option<Text>,
        is_egress: Option<bool>,
        ip_protocol: Option<Text>,
        from_port: Option<i64>,
        to_port: Option<i64>,
        cidr_ipv4: Option<Text>,
        cidr_ipv6: Option<Text>,
        prefix_list_id: Option<Text>,
        referenced_group_info: GroupPair,
        description: Option<Text>,
    }

    /// A group that is shared into another VPC.
    SecurityGroupVpcAssociation {
        group_id: Option<Text>,
        vpc_id: Option<Text>,
        state: Option<Text>,
    }

    NetworkAcl {
        network_acl_id: Option<Text>,
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        is_default: Option<bool>,
        associations: Pages<NetworkAclAssociation>,
        entries: Vec<NetworkAclEntry>,
        tags: Vec<Tag>,
    }

    NetworkAclAssociation {
        subnet_id: Option<Text>,
    }

    NetworkAclEntry {
        rule_number: Option<i64>,
        egress: Option<bool>,
        /// A number; Terraform also writes names.
        protocol: Option<Text>,
        rule_action: Option<Text>,
        cidr_block: Option<Text>,
        ipv6_cidr_block: Option<Text>,
        port_range: AclPorts,
        icmp_type_code: IcmpTypeCode,
    }

    AclPorts {
        from: Option<i64>,
        to: Option<i64>,
    }

    IcmpTypeCode {
        #[serde(rename = "Type")]
        kind: Option<i64>,
        code: Option<i64>,
    }

    /// Of `describe-prefix-lists`, `describe-managed-prefix-lists`, and `get-managed-prefix-list-entries` with the id added.
    PrefixList {
        prefix_list_id: Option<Text>,
        prefix_list_name: Option<Text>,
        prefix_list_arn: Option<Text>,
        owner_id: Option<Text>,
        state: Option<Text>,
        /// In full, in the first of these calls …
        cidrs: Vec<Text>,
        /// … and in the last one, in pages.
        entries: Pages<PrefixListEntry>,
        tags: Vec<Tag>,
    }

    PrefixListEntry {
        cidr: Option<Text>,
    }
}
