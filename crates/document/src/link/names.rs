//! Elements by number: all of a kind in the order of their ids, kinds in a fixed order.

use std::rc::Rc;

use reach::id::{Id, Kind, Record, Ref};
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::{Topology, TransitGateway, Vpc, VpcId};

use super::coder::{Coded, Coder, Stop};
use super::{Cap, topology::lane};

/// The kinds of records, in the order of the link. Frozen; further kinds come after.
pub(super) const KINDS: [Kind; 32] = [
    Kind::Vpc,
    Kind::Site,
    Kind::Subnet,
    Kind::RouteTable,
    Kind::NetworkAcl,
    Kind::SecurityGroup,
    Kind::PrefixList,
    Kind::NetworkInterface,
    Kind::InternetGateway,
    Kind::NatGateway,
    Kind::PeeringConnection,
    Kind::GatewayEndpoint,
    Kind::InterfaceEndpoint,
    Kind::VpnGateway,
    Kind::CustomerGateway,
    Kind::VpnConnection,
    Kind::EgressOnlyInternetGateway,
    Kind::TransitGateway,
    Kind::TransitGatewayRouteTable,
    Kind::TransitGatewayAttachment,
    Kind::DirectConnectGateway,
    Kind::VirtualInterface,
    Kind::ClientVpnEndpoint,
    Kind::LoadBalancer,
    Kind::EndpointService,
    Kind::GatewayLoadBalancerEndpoint,
    Kind::BlockPublicAccess,
    Kind::RegionalNatGateway,
    Kind::HostedZone,
    Kind::ResolverEndpoint,
    Kind::ResolverRule,
    Kind::ResourcePolicy,
];

/// So many kinds stand before those that are no records where a kind is named. Frozen.
const FIRST_KINDS: usize = 16;

/// The kinds of things that are no records, for what points at them.
const OTHER_KINDS: [Kind; 2] = [Kind::Internet, Kind::Service];

#[derive(Debug, Default)]
pub(super) struct Names {
    ids: Vec<Vec<Rc<str>>>,
    numbers: SortedMap<Ref, usize>,
    all: Vec<Ref>,
}

impl Names {
    pub(super) fn of(topology: &Topology) -> Self {
        let mut ids = vec![Vec::new(); KINDS.len()];
        for reference in topology.references() {
            if let Some(list) = place_of(reference.kind).and_then(|place| ids.get_mut(place)) {
                list.push(reference.id);
            }
        }
        Self::numbered(ids)
    }

    fn numbered(ids: Vec<Vec<Rc<str>>>) -> Self {
        let mut all = Vec::new();
        for (kind, ids) in KINDS.iter().zip(&ids) {
            all.extend(ids.iter().map(|id| Ref::new(*kind, Rc::clone(id))));
        }
        let numbers = all
            .iter()
            .cloned()
            .enumerate()
            .map(|(number, reference)| (reference, number))
            .collect();
        Self { ids, numbers, all }
    }

    pub(super) fn all(&self) -> &[Ref] {
        &self.all
    }

    pub(super) fn of_kind(&self, kind: Kind) -> &[Rc<str>] {
        place_of(kind)
            .and_then(|place| self.ids.get(place))
            .map_or(&[], Vec::as_slice)
    }

    /// All ids; in reading, these are the elements that the topology will have.
    pub(super) fn code(self, coder: &mut Coder) -> Coded<Self> {
        let present = self
            .ids
            .iter()
            .enumerate()
            .fold(0, |bits, (place, ids)| bits | u64::from(!ids.is_empty()) << place);
        let present = coder.number(lane::FLAGS, present)?;
        if present >> KINDS.len() != 0 {
            return Err(Stop::Damaged);
        }
        let mut ids = Vec::new();
        let mut count = 0_usize;
        for (place, kind) in KINDS.iter().enumerate() {
            let known = self.ids.get(place).map_or(&[][..], Vec::as_slice);
            let mut list: Vec<Rc<str>> = Vec::new();
            if present >> place & 1 == 1 {
                let length = coder.index(lane::NUMBERS, known.len())?;
                count = count.saturating_add(length);
                if count > Cap::Elements.limit() {
                    return Err(Stop::TooLarge(Cap::Elements));
                }
                for index in 0..length {
                    let id = known.get(index).map_or("", |id| id);
                    let before = list
                        .last()
                        .map_or_else(|| format!("{}-0", kind.word()), ToString::to_string);
                    list.push(code_id(id, &before, coder)?);
                }
            }
            ids.push(list);
        }
        if !coder.is_reading() {
            return Ok(self);
        }
        let different: SortedSet<&Rc<str>> = ids.iter().flatten().collect();
        if different.len() != count {
            return Err(Stop::Damaged);
        }
        Ok(Self::numbered(ids))
    }

    /// A reference to an element of a known kind: its number, an implicit one of a VPC, or any text.
    pub(super) fn id<T: Record>(&self, id: &Id<T>, coder: &mut Coder) -> Coded<Id<T>> {
        self.text(T::KIND, id.as_str(), coder).map(Id::new)
    }

    fn text(&self, kind: Kind, id: &str, coder: &mut Coder) -> Coded<Rc<str>> {
        let ids = self.of_kind(kind);
        let owners = self.of_kind(owner(kind));
        let known = ids.binary_search_by(|known| known.as_ref().cmp(id)).ok();
        let implied = || owners.iter().position(|of| implicit(kind, of).as_deref() == Some(id));
        let code = known
            .or_else(|| implied().map(|owner| ids.len() + 1 + owner))
            .unwrap_or(ids.len());
        let code = coder.index(lane::REFERENCES, code)?;
        if let Some(id) = ids.get(code) {
            return Ok(Rc::clone(id));
        }
        if code == ids.len() {
            return coder.text(lane::TEXTS, id);
        }
        let owner = owners.get(code - ids.len() - 1).ok_or(Stop::Damaged)?;
        implicit(kind, owner).map(Into::into).ok_or(Stop::Damaged)
    }

    /// A reference to anything: its number, or kind and text.
    pub(super) fn any(&self, reference: &Ref, numbers: usize, texts: usize, coder: &mut Coder) -> Coded<Ref> {
        let number = self.numbers.get(reference).copied().unwrap_or(self.all.len());
        let number = coder.index(numbers, number)?;
        if let Some(known) = self.all.get(number) {
            return Ok(known.clone());
        }
        if number > self.all.len() {
            return Err(Stop::Damaged);
        }
        let (first, more) = KINDS.split_at(FIRST_KINDS);
        let kinds: Vec<Kind> = first.iter().chain(&OTHER_KINDS).chain(more).copied().collect();
        let kind = coder.choice(numbers, reference.kind, &kinds)?;
        Ok(Ref::new(kind, coder.text(texts, &reference.id)?))
    }
}

fn place_of(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|known| *known == kind)
}

/// An id that follows the one before (`app-1`, `app-2`; `a`, `b`) is an empty text.
fn code_id(id: &str, before: &str, coder: &mut Coder) -> Coded<Rc<str>> {
    let next = successor(before);
    let short = if next.as_deref() == Some(id) { "" } else { id };
    let read = coder.text(lane::TEXTS, short)?;
    if !coder.is_reading() {
        return Ok(id.into());
    }
    if !read.is_empty() {
        return Ok(read);
    }
    next.map(Into::into).ok_or(Stop::Damaged)
}

/// The id with its last number, or else its last letter, one further.
fn successor(id: &str) -> Option<String> {
    let stem = id.trim_end_matches(|last: char| last.is_ascii_digit());
    let digits = id.get(stem.len()..)?;
    if !digits.is_empty() {
        let number: u32 = digits.parse().ok()?;
        return Some(format!("{stem}{}", number.checked_add(1)?)).filter(|_| !digits.starts_with('0') || digits == "0");
    }
    let last = id.chars().next_back().filter(|last| matches!(last, 'a'..='y'))?;
    let next = char::from_u32(u32::from(last) + 1)?;
    Some(format!("{}{next}", id.get(..id.len() - 1)?))
}

/// The kind of element with which AWS makes one of this kind.
fn owner(kind: Kind) -> Kind {
    match kind {
        Kind::TransitGatewayRouteTable => Kind::TransitGateway,
        _ => Kind::Vpc,
    }
}

/// The id of what AWS makes with a VPC or a transit gateway.
fn implicit(kind: Kind, owner: &Rc<str>) -> Option<String> {
    let vpc = VpcId::new(Rc::clone(owner));
    Some(match kind {
        Kind::TransitGatewayRouteTable => TransitGateway::implicit_route_table(&Id::new(Rc::clone(owner))).to_string(),
        Kind::RouteTable => Vpc::implicit_main_route_table(&vpc).to_string(),
        Kind::SecurityGroup => Vpc::implicit_security_group(&vpc).to_string(),
        Kind::NetworkAcl => Vpc::implicit_network_acl(&vpc).to_string(),
        _ => return None,
    })
}
