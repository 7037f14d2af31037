//! Route tables, network ACLs, security groups and prefix lists: what has rows.

use ipnet::IpNet;
use reach::address::ANY_IPV4;
use reach::id::{Id, Kind, Ref};
use reach::topology::{
    AclAction, AclEntry, Destination, NetworkAcl, PrefixList, Route, RouteTable, Rule, RulePeer, SecurityGroup, Target,
    Traffic, Vpc, VpnGateway,
};

use super::{Context, Recorded, text_if};
use crate::link::coder::{Coded, Coder, Stop};
use crate::link::rows::traffic;
use crate::link::topology::lane::{FLAGS, NETS, NUMBERS, REFERENCES, RULES, TEXTS};

impl Recorded for RouteTable {
    fn blank() -> Self {
        RouteTable::new(Id::new(""))
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.vpc = context.names.id(&self.vpc, coder)?;
        let [name, propagates] = coder.flags(FLAGS, [self.name.is_some(), !self.propagating.is_empty()])?;
        self.name = text_if(name, &self.name, coder)?;
        let count = coder.rows(NUMBERS, self.routes.len())?;
        let blank = Route {
            destination: Destination::Cidr(ANY_IPV4),
            target: Target::Local,
        };
        let mut routes = Vec::new();
        for index in 0..count {
            let known = self.routes.get(index).unwrap_or(&blank);
            routes.push(Route {
                destination: destination(&known.destination, context, coder)?,
                target: target(&known.target, context, coder)?,
            });
        }
        self.routes = routes;
        if propagates {
            let gateways: Vec<Id<VpnGateway>> = self.propagating.iter().cloned().collect();
            let names = &context.names;
            let gateways = coder.list(NUMBERS, &gateways, &Id::new(""), |coder, id| names.id(id, coder))?;
            self.propagating = gateways.into_iter().collect();
        }
        Ok(())
    }
}

/// A network by its number, or a prefix list; the lowest bit says which.
pub(super) fn destination(known: &Destination, context: &mut Context, coder: &mut Coder) -> Coded<Destination> {
    let (is_list, net) = match known {
        Destination::Cidr(net) => (false, *net),
        Destination::PrefixList(_) => (true, ANY_IPV4),
    };
    let number = if is_list { 0 } else { context.nets.number_of(net) };
    let code = coder.index(NETS, number * 2 + usize::from(is_list))?;
    if code % 2 == 0 {
        return context
            .nets
            .at_number(code / 2, net, NETS, coder)
            .map(Destination::Cidr);
    }
    let list = match known {
        Destination::PrefixList(list) => list.clone(),
        Destination::Cidr(_) => Id::new(""),
    };
    context.names.id(&list, coder).map(Destination::PrefixList)
}

const LOCAL: usize = 0;
const NOT_MODELLED: usize = 1;
const ELEMENT: usize = 2;

fn target(known: &Target, context: &Context, coder: &mut Coder) -> Coded<Target> {
    let kind = match known {
        Target::Local => LOCAL,
        Target::NotModelled(_) => NOT_MODELLED,
        Target::Element(_) => ELEMENT,
    };
    // The usual sort, an element, costs nothing.
    match coder.index(RULES, ELEMENT - kind)? {
        0 => {
            let blank = Ref::new(Kind::Vpc, "");
            let element = if let Target::Element(element) = known {
                element
            } else {
                &blank
            };
            context
                .names
                .any(element, REFERENCES, TEXTS, coder)
                .map(Target::Element)
        }
        1 => {
            let words = if let Target::NotModelled(words) = known {
                words
            } else {
                ""
            };
            coder.text(TEXTS, words).map(Target::NotModelled)
        }
        2 => Ok(Target::Local),
        _ => Err(Stop::Damaged),
    }
}

impl Recorded for NetworkAcl {
    fn blank() -> Self {
        NetworkAcl::new(Id::new(""))
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.vpc = context.names.id(&self.vpc, coder)?;
        let usual = NetworkAcl::default_of(self.vpc.clone(), context.has_ipv6(&self.vpc));
        let is_default = self.inbound == usual.inbound && self.outbound == usual.outbound;
        let [name, is_default] = coder.flags(FLAGS, [self.name.is_some(), is_default])?;
        self.name = text_if(name, &self.name, coder)?;
        if is_default {
            self.inbound = usual.inbound;
            self.outbound = usual.outbound;
            return Ok(());
        }
        self.inbound = entries(&self.inbound, context, coder)?;
        self.outbound = entries(&self.outbound, context, coder)?;
        Ok(())
    }
}

fn entries(known: &[AclEntry], context: &mut Context, coder: &mut Coder) -> Coded<Vec<AclEntry>> {
    let count = coder.rows(NUMBERS, known.len())?;
    let blank = AclEntry {
        number: 0,
        action: AclAction::Allow,
        traffic: Traffic::All,
        cidr: ANY_IPV4,
    };
    let mut entries = Vec::new();
    let mut before = 0_u16;
    for index in 0..count {
        let known = known.get(index).unwrap_or(&blank);
        // Numbers go up, so the difference is small.
        let step: u16 = coder.small(NUMBERS, known.number.wrapping_sub(before))?;
        let number = before.wrapping_add(step);
        let (traffic, is_deny) = traffic(known.traffic, known.action == AclAction::Deny, RULES, coder)?;
        entries.push(AclEntry {
            number,
            action: if is_deny { AclAction::Deny } else { AclAction::Allow },
            traffic,
            cidr: context.nets.code(known.cidr, NETS, coder)?,
        });
        before = number;
    }
    Ok(entries)
}

impl Recorded for SecurityGroup {
    fn blank() -> Self {
        SecurityGroup {
            name: None,
            vpc: Id::new(""),
            inbound: Vec::new(),
            outbound: Vec::new(),
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.vpc = context.names.id(&self.vpc, coder)?;
        let usual = SecurityGroup::default_outbound(context.has_ipv6(&self.vpc));
        let [name, out] = coder.flags(FLAGS, [self.name.is_some(), self.outbound != usual])?;
        self.name = text_if(name, &self.name, coder)?;
        self.inbound = rules(&self.inbound, context, coder)?;
        self.outbound = if out {
            rules(&self.outbound, context, coder)?
        } else {
            usual
        };
        Ok(())
    }
}

fn rules(known: &[Rule], context: &mut Context, coder: &mut Coder) -> Coded<Vec<Rule>> {
    let count = coder.rows(NUMBERS, known.len())?;
    let blank = Rule {
        traffic: Traffic::All,
        peer: RulePeer::Cidr(ANY_IPV4),
        description: None,
    };
    let mut rules = Vec::new();
    for index in 0..count {
        let known = known.get(index).unwrap_or(&blank);
        let (traffic, described) = traffic(known.traffic, known.description.is_some(), RULES, coder)?;
        rules.push(Rule {
            traffic,
            peer: peer(&known.peer, context, coder)?,
            description: text_if(described, &known.description, coder)?,
        });
    }
    Ok(rules)
}

const CIDR: usize = 0;
const GROUP: usize = 1;
const LIST: usize = 2;

/// The sort of peer and the network's number in one.
fn peer(known: &RulePeer, context: &mut Context, coder: &mut Coder) -> Coded<RulePeer> {
    let (kind, net): (usize, IpNet) = match known {
        RulePeer::Cidr(net) => (CIDR, *net),
        RulePeer::SecurityGroup(_) => (GROUP, ANY_IPV4),
        RulePeer::PrefixList(_) => (LIST, ANY_IPV4),
    };
    let number = if kind == CIDR { context.nets.number_of(net) } else { 0 };
    let code = coder.index(NETS, number * 3 + kind)?;
    match code % 3 {
        CIDR => context.nets.at_number(code / 3, net, NETS, coder).map(RulePeer::Cidr),
        GROUP => {
            let group = if let RulePeer::SecurityGroup(group) = known {
                group.clone()
            } else {
                Id::new("")
            };
            context.names.id(&group, coder).map(RulePeer::SecurityGroup)
        }
        _ => {
            let list = if let RulePeer::PrefixList(list) = known {
                list.clone()
            } else {
                Id::new("")
            };
            context.names.id(&list, coder).map(RulePeer::PrefixList)
        }
    }
}

impl Recorded for PrefixList {
    fn blank() -> Self {
        PrefixList {
            name: None,
            region: Vpc::DEFAULT_REGION.into(),
            service: None,
            entries: Vec::new(),
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let [service, region, name] = coder.flags(
            FLAGS,
            [
                self.service.is_some(),
                *self.region != *Vpc::DEFAULT_REGION,
                self.name.is_some(),
            ],
        )?;
        self.service = text_if(service, &self.service, coder)?;
        if region {
            self.region = coder.text(TEXTS, &self.region)?;
        }
        self.name = text_if(name, &self.name, coder)?;
        let count = coder.rows(NUMBERS, self.entries.len())?;
        let mut entries = Vec::new();
        for index in 0..count {
            let known = self.entries.get(index).copied().unwrap_or(ANY_IPV4);
            entries.push(context.nets.code(known, NETS, coder)?);
        }
        self.entries = entries;
        Ok(())
    }
}
