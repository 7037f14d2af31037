use std::rc::Rc;

use ipnet::IpNet;

use super::{PrefixListId, SecurityGroupId, Traffic, VpcId};

/// A security group: allow rules only, stateful. Docs: vpc/latest/userguide/security-group-rules.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroup {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    pub inbound: Vec<Rule>,
    pub outbound: Vec<Rule>,
}

impl SecurityGroup {
    /// A new group: nothing in, everything out (SG-03). With IPv6 in the VPC AWS adds the `::/0` rule, too.
    pub fn new(vpc: VpcId, has_ipv6: bool) -> Self {
        Self {
            name: None,
            vpc,
            inbound: Vec::new(),
            outbound: Self::default_outbound(has_ipv6),
        }
    }

    /// The default group of a VPC: everything from its own members in, everything out (SG-04).
    pub fn default_of(vpc: VpcId, own: SecurityGroupId, has_ipv6: bool) -> Self {
        let inbound = vec![Rule {
            traffic: Traffic::All,
            peer: RulePeer::SecurityGroup(own),
            description: None,
        }];
        Self {
            name: None,
            vpc,
            inbound,
            outbound: Self::default_outbound(has_ipv6),
        }
    }

    pub fn default_outbound(has_ipv6: bool) -> Vec<Rule> {
        let any = |net: IpNet| Rule {
            traffic: Traffic::All,
            peer: RulePeer::Cidr(net),
            description: None,
        };
        let mut rules = vec![any(crate::address::ANY_IPV4)];
        if has_ipv6 {
            rules.push(any(crate::address::ANY_IPV6));
        }
        rules
    }
}

/// One allow rule of a security group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub traffic: Traffic,
    /// The source of an inbound rule, the destination of an outbound one.
    pub peer: RulePeer,
    pub description: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RulePeer {
    Cidr(IpNet),
    PrefixList(PrefixListId),
    SecurityGroup(SecurityGroupId),
}

/// A network ACL: ordered, stateless. Docs: vpc/latest/userguide/vpc-network-acls.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAcl {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    /// Ascending by number; the final deny is not written.
    pub inbound: Vec<AclEntry>,
    pub outbound: Vec<AclEntry>,
}

impl NetworkAcl {
    /// A custom ACL: denies everything both ways until rules are added (NA-05).
    pub fn new(vpc: VpcId) -> Self {
        Self {
            name: None,
            vpc,
            inbound: Vec::new(),
            outbound: Vec::new(),
        }
    }

    /// The default ACL of a VPC: allows everything both ways (NA-05).
    pub fn default_of(vpc: VpcId, has_ipv6: bool) -> Self {
        let allow = |number, cidr| AclEntry {
            number,
            action: AclAction::Allow,
            traffic: Traffic::All,
            cidr,
        };
        let mut entries = vec![allow(100, crate::address::ANY_IPV4)];
        if has_ipv6 {
            entries.push(allow(101, crate::address::ANY_IPV6));
        }
        Self {
            name: None,
            vpc,
            inbound: entries.clone(),
            outbound: entries,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclEntry {
    /// 1 to 32766.
    pub number: u16,
    pub action: AclAction,
    pub traffic: Traffic,
    /// The source of an inbound entry, the destination of an outbound one.
    pub cidr: IpNet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AclAction {
    Allow,
    Deny,
}

/// A prefix list: a name for a set of CIDRs, usable in routes and security-group rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixList {
    pub name: Option<Rc<str>>,
    pub region: Rc<str>,
    /// `Some("s3")` for the list that AWS manages for a service; it stands for the service's addresses.
    pub service: Option<Rc<str>>,
    pub entries: Vec<IpNet>,
}
