//! A copy beside the original, with ids, blocks and addresses of its own: never a silent overlap.

use std::rc::Rc;

use ipnet::Ipv4Net;
use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::{Element, NatConnectivity, Subnet, SubnetId, Topology, Vpc, VpcId};

mod single;

use super::reparent::AddressMap;
use super::{Edit, Refused, containment, free};
use crate::words;

/// The copies as one edit, and what of it could not be copied.
#[derive(Debug)]
pub struct Duplicates {
    pub edit: Edit,
    pub left: Vec<Ref>,
}

/// Copies each of them with what is in it, into the same container. What cannot be copied is left out, if anything else can.
pub fn duplicate(topology: &Topology, all: &[Ref]) -> Result<Duplicates, Refused> {
    let outer = all.iter().filter(|of| !is_inside(topology, of, all));
    let outer: Vec<&Ref> = outer
        .filter(|of| all.len() == 1 || !is_by_itself(topology, of))
        .collect();
    let mut copies = Copies::of(topology, &outer, false)?;
    if outer.len() > 1 && reach::attempt_all(topology, &copies.operations).is_err() {
        copies = Copies::of(topology, &outer, true)?;
    }
    let stays = |of: &&Ref| !outer.contains(of) && !is_copied_within(of.kind);
    copies.left.extend(all.iter().filter(stays).cloned());
    let name = match &copies.copied[..] {
        [only] => words::name(topology, only).to_string(),
        several => words::count(several.len(), "element"),
    };
    let mut edit = Edit::new(format!("Duplicate {name}"), copies.operations);
    let news: Vec<String> = copies.tops.iter().map(|of| of.id.to_string()).collect();
    edit.said = Some(format!("Duplicated {name}: {}", words::list(&news)).into());
    edit.select = Some(copies.tops);
    Ok(Duplicates {
        edit,
        left: copies.left,
    })
}

/// What lies in another one of them goes with it.
fn is_inside(topology: &Topology, of: &Ref, all: &[Ref]) -> bool {
    let mut at = containment::parent_of(topology, of);
    while let Some(parent) = at {
        if matches!(parent.kind, Kind::Vpc | Kind::Subnet) && all.contains(&parent) {
            return true;
        }
        at = containment::parent_of(topology, &parent);
    }
    false
}

/// A table or filter that AWS makes with its VPC.
fn is_by_itself(topology: &Topology, of: &Ref) -> bool {
    is_copied_within(of.kind) && !topology.contains(of)
}

/// What the copy of a VPC or a subnet has in it.
fn is_copied_within(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Subnet
            | Kind::NetworkInterface
            | Kind::NatGateway
            | Kind::RouteTable
            | Kind::SecurityGroup
            | Kind::NetworkAcl
    )
}

#[derive(Default)]
struct Copies {
    operations: Vec<Operation>,
    copied: Vec<Ref>,
    tops: Vec<Ref>,
    left: Vec<Ref>,
}

impl Copies {
    /// With `each`, what AWS refuses is found and left out, one after the other.
    fn of(topology: &Topology, all: &[&Ref], each: bool) -> Result<Self, Refused> {
        let mut grown = topology.clone();
        let mut copies = Self::default();
        let mut refused = None;
        for of in all {
            let before = grown.clone();
            let copy = Copy::of(&mut grown, of).map(|copy| (copy.top, creations(copy.made)));
            match copy {
                Ok((_, operations)) if each && reach::attempt_all(&before, &operations).is_err() => {
                    grown = before;
                    copies.left.push((*of).clone());
                }
                Ok((top, operations)) => {
                    copies.copied.push((*of).clone());
                    copies.tops.push(top);
                    copies.operations.extend(operations);
                }
                Err(why) => {
                    refused.get_or_insert(why);
                    copies.left.push((*of).clone());
                }
            }
        }
        if copies.copied.is_empty() {
            return Err(refused.unwrap_or_else(|| "Nothing of it can be duplicated.".into()));
        }
        Ok(copies)
    }
}

/// Groups may name each other: they are made first, and get their rules when all of them are there.
fn creations(made: Vec<Element>) -> Vec<Operation> {
    let mut rules = Vec::new();
    let mut operations = Vec::new();
    for element in made {
        if let Element::SecurityGroup(id, record) = &element {
            let mut bare = record.clone();
            bare.inbound.clear();
            bare.outbound.clear();
            operations.push(Operation::Create((id.clone(), bare).into()));
            rules.push(Operation::Update(element));
        } else {
            operations.push(Operation::Create(element));
        }
    }
    operations.extend(rules);
    operations
}

struct Copy {
    top: Ref,
    made: Vec<Element>,
}

impl Copy {
    /// Puts the copy into `grown`, so that the next one finds its addresses taken.
    fn of(grown: &mut Topology, of: &Ref) -> Result<Self, Refused> {
        let mut made = Vec::new();
        let top = match grown.get(of) {
            Some(Element::Subnet(id, record)) => {
                made = subnet(grown, &id, &record)?;
                made.remove(0)
            }
            Some(Element::Vpc(id, record)) => {
                made = vpc(grown, &id, &record)?;
                made.remove(0)
            }
            Some(element) => single::copy(grown, element)?,
            None => return Err(single::fixed(&words::name(grown, of))),
        };
        let reference = top.reference();
        made.insert(0, top);
        for element in &made {
            grown.put(element.clone());
        }
        Ok(Self { top: reference, made })
    }
}

fn fresh_public(topology: &Topology, connectivity: &mut NatConnectivity) {
    if let (NatConnectivity::Public(_), Some(address)) = (*connectivity, free::public_address(topology)) {
        *connectivity = NatConnectivity::Public(address);
    }
}

/// `app-1` gives `app`, so that its copy is `app-2`.
fn stem(id: &str) -> &str {
    match id.rsplit_once('-') {
        Some((stem, number)) if !stem.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => id,
    }
}

fn subnet(topology: &Topology, id: &SubnetId, record: &Subnet) -> Result<Vec<Element>, Refused> {
    let mut copy = record.clone();
    copy.name = None;
    copy.ipv6_cidr = None;
    if let Some(cidr) = record.cidr {
        let next = free::subnet_cidr_of_length(topology, &record.vpc, cidr.prefix_len());
        copy.cidr = Some(next.ok_or_else(|| format!("{} has no free /{} left.", record.vpc, cidr.prefix_len()))?);
    }
    let new: SubnetId = Id::new(free::id(topology, stem(id.as_str())));
    let mut names = Names::default();
    names.by_old.insert(Ref::from(id), new.text());
    names.taken.insert(new.text());
    let map = AddressMap {
        old: record.cidr,
        new: copy.cidr,
        old_v6: record.ipv6_cidr,
    };
    let mut made: Vec<Element> = vec![(new, copy).into()];
    names.add_children(topology, id, map, &mut made);
    Ok(made)
}

/// The VPC on the next free block, with its subnets, what is in them, and its own tables, groups and ACLs.
fn vpc(topology: &Topology, id: &VpcId, record: &Vpc) -> Result<Vec<Element>, Refused> {
    let old = *record
        .cidrs
        .first()
        .ok_or("A VPC without an IPv4 block cannot be duplicated.")?;
    let next = free::vpc_cidr(topology)
        .and_then(|cidr| Ipv4Net::new(cidr.network(), old.prefix_len().max(16)).ok())
        .ok_or("No private /16 is left for another VPC.")?;
    if old.prefix_len() < 16 {
        return Err("Only a VPC of /16 or smaller can be duplicated.".into());
    }
    let mut names = Names::default();
    let new: VpcId = Id::new(names.fresh(topology, &Ref::from(id)));
    let mut copy = record.clone();
    (copy.name, copy.cidrs, copy.ipv6_cidrs) = (None, vec![next], Vec::new());
    let inside = containment::descendants(topology, &Ref::from(id));
    for of in &inside {
        names.rename_filter(topology, of, id, &new);
    }
    copy.main_route_table = copy.main_route_table.map(|of| names.id(&of));
    copy.default_security_group = copy.default_security_group.map(|of| names.id(&of));
    copy.default_network_acl = copy.default_network_acl.map(|of| names.id(&of));
    let mut made: Vec<Element> = vec![(new.clone(), copy).into()];
    for of in &inside {
        if let Some(element) = names.filter(topology, of, &new) {
            made.push(element);
        }
    }
    for (subnet_id, subnet) in topology.subnets.iter().filter(|(_, subnet)| subnet.vpc == *id) {
        let mut copy = subnet.clone();
        let block = subnet.cidr.and_then(|cidr| shifted(cidr, old, next));
        let Some(block) = block else { continue };
        (copy.vpc, copy.cidr, copy.ipv6_cidr) = (new.clone(), Some(block), None);
        copy.route_table = copy.route_table.map(|of| names.id(&of));
        copy.network_acl = copy.network_acl.map(|of| names.id(&of));
        let fresh = names.fresh(topology, &Ref::from(subnet_id));
        made.push((SubnetId::new(fresh), copy).into());
        let map = AddressMap {
            old: subnet.cidr,
            new: Some(block),
            old_v6: subnet.ipv6_cidr,
        };
        names.add_children(topology, subnet_id, map, &mut made);
    }
    Ok(made)
}

/// The same place inside another block.
fn shifted(cidr: Ipv4Net, from: Ipv4Net, to: Ipv4Net) -> Option<Ipv4Net> {
    let offset = free::offset_in(from, cidr.network())?;
    Ipv4Net::new(free::at_offset(to, offset)?, cidr.prefix_len()).ok()
}

/// Old element, new id.
#[derive(Default)]
struct Names {
    by_old: SortedMap<Ref, Rc<str>>,
    taken: SortedSet<Rc<str>>,
}

impl Names {
    fn fresh(&mut self, topology: &Topology, old: &Ref) -> Rc<str> {
        let id = free::id_besides(topology, stem(&old.id), &self.taken);
        self.taken.insert(Rc::clone(&id));
        self.by_old.insert(old.clone(), Rc::clone(&id));
        id
    }

    fn id<T: reach::id::Record>(&self, old: &Id<T>) -> Id<T> {
        match self.by_old.get(&Ref::from(old)) {
            Some(new) => Id::new(Rc::clone(new)),
            None => old.clone(),
        }
    }

    /// Tables, groups and ACLs; those that AWS makes keep their way of being named after the VPC.
    fn rename_filter(&mut self, topology: &Topology, of: &Ref, old: &VpcId, new: &VpcId) {
        if !matches!(of.kind, Kind::RouteTable | Kind::SecurityGroup | Kind::NetworkAcl) {
            return;
        }
        match of.id.strip_prefix(old.as_str()).filter(|rest| rest.starts_with('.')) {
            Some(rest) => {
                self.by_old.insert(of.clone(), format!("{new}{rest}").into());
            }
            None => {
                self.fresh(topology, of);
            }
        }
    }

    fn filter(&self, topology: &Topology, of: &Ref, vpc: &VpcId) -> Option<Element> {
        let element = match topology.get(of)? {
            Element::RouteTable(id, mut record) => {
                (record.vpc, record.name) = (vpc.clone(), None);
                // Gateways are not copied, so their routes are not either.
                record.routes.clear();
                record.propagating.clear();
                (self.id(&id), record).into()
            }
            Element::SecurityGroup(id, mut record) => {
                (record.vpc, record.name) = (vpc.clone(), None);
                for rule in record.inbound.iter_mut().chain(&mut record.outbound) {
                    if let reach::topology::RulePeer::SecurityGroup(group) = &mut rule.peer {
                        *group = self.id(group);
                    }
                }
                (self.id(&id), record).into()
            }
            Element::NetworkAcl(id, mut record) => {
                (record.vpc, record.name) = (vpc.clone(), None);
                (self.id(&id), record).into()
            }
            _ => return None,
        };
        Some(element)
    }

    fn add_children(&mut self, topology: &Topology, subnet: &SubnetId, map: AddressMap, made: &mut Vec<Element>) {
        let new = SubnetId::new(
            self.by_old
                .get(&Ref::from(subnet))
                .cloned()
                .unwrap_or_else(|| subnet.text()),
        );
        for operation in map.of_children(topology, subnet, false) {
            let Operation::Update(element) = operation else {
                continue;
            };
            let id = self.fresh(topology, &element.reference());
            match element {
                Element::NetworkInterface(_, mut record) => {
                    (record.name, record.instance, record.public_ipv4) = (None, None, None);
                    record.subnet = new.clone();
                    record.security_groups = record.security_groups.iter().map(|of| self.id(of)).collect();
                    made.push((Id::new(id), record).into());
                }
                Element::NatGateway(_, mut record) => {
                    record.name = None;
                    record.subnet = new.clone();
                    let mut grown = topology.clone();
                    made.iter().cloned().for_each(|element| grown.put(element));
                    fresh_public(&grown, &mut record.connectivity);
                    made.push((Id::new(id), record).into());
                }
                _ => {}
            }
        }
    }
}
