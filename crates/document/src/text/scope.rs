//! What the names in a text stand for.

use std::net::Ipv4Addr;
use std::rc::Rc;

use reach::id::{Id, Kind, Record, Ref};
use reach::service::of_implicit_list;
use reach::sorted::SortedMap;
use reach::topology::{SubnetId, Topology, TransitGateway, TransitGatewayId, Vpc, VpcId};

use super::Error;
use super::cursor::{Cursor, Parsed, shown};
use super::keyword;
use super::lexer::Token;
use super::near::did_you_mean;

/// Every id that can be named, with its kind: the records, and what AWS makes with each VPC.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids(SortedMap<Rc<str>, Kind>);

impl Ids {
    pub(crate) fn of(topology: &Topology) -> Self {
        let mut ids = Self::default();
        for vpc in topology.vpcs.ids() {
            ids.add_implicit(vpc);
        }
        for gateway in topology.transit_gateways.ids() {
            ids.add_implicit_table(gateway);
        }
        for reference in topology.references() {
            ids.add(reference);
        }
        ids
    }

    pub(crate) fn add(&mut self, reference: Ref) {
        self.0.insert(reference.id, reference.kind);
    }

    /// The main table, default group and default ACL of a VPC exist without being written.
    pub(crate) fn add_implicit(&mut self, vpc: &VpcId) {
        for implicit in [
            Ref::from(Vpc::implicit_main_route_table(vpc)),
            Ref::from(Vpc::implicit_security_group(vpc)),
            Ref::from(Vpc::implicit_network_acl(vpc)),
        ] {
            self.0.entry(implicit.id).or_insert(implicit.kind);
        }
    }

    /// The default route table of a transit gateway exists without being written.
    pub(crate) fn add_implicit_table(&mut self, gateway: &TransitGatewayId) {
        let table = Ref::from(TransitGateway::implicit_route_table(gateway));
        self.0.entry(table.id).or_insert(table.kind);
    }

    /// Without a record, the lists that AWS manages are still there: `pl-s3`.
    pub(crate) fn kind(&self, id: &str) -> Option<Kind> {
        let managed = || of_implicit_list(&id.into()).map(|_| Kind::PrefixList);
        self.0.get(id).copied().or_else(managed)
    }

    pub(crate) fn find(&self, id: &str) -> Option<Ref> {
        self.kind(id).map(|kind| Ref::new(kind, id))
    }

    /// Whether an element of the text has taken the id.
    pub(crate) fn taken(&self, id: &str) -> Option<Kind> {
        self.0.get(id).copied()
    }

    pub(crate) fn knows(&self, reference: &Ref) -> bool {
        self.kind(&reference.id) == Some(reference.kind)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.0.iter().map(|(id, kind)| (id.as_ref(), *kind))
    }
}

/// A table, group or ACL that says it is the VPC's own.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) vpc: VpcId,
    pub(crate) element: Ref,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// An address that the text leaves open.
#[derive(Clone, Debug)]
pub(crate) struct Want {
    pub(crate) of: Wanted,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    VpcCidr(VpcId),
    SubnetCidr(SubnetId),
    /// The private address of an interface or a NAT gateway.
    Private(Ref),
    Public(Ref),
    /// An address in a subnet of an endpoint or the like: the row of its list.
    Endpoint(Ref, SubnetId, usize),
}

/// Stands for an address until [`super::fill`] finds one.
pub(crate) const OPEN: Ipv4Addr = Ipv4Addr::UNSPECIFIED;

/// What has been read so far.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    pub(crate) topology: Topology,
    pub(crate) ids: Ids,
    pub(crate) marks: Vec<Mark>,
    pub(crate) wants: Vec<Want>,
}

impl Scope {
    pub(crate) fn of(topology: &Topology) -> Self {
        Self {
            topology: topology.clone(),
            ids: Ids::of(topology),
            ..Self::default()
        }
    }

    pub(crate) fn region(&self, vpc: &VpcId) -> Rc<str> {
        self.topology
            .vpcs
            .get(vpc)
            .map_or_else(|| Vpc::DEFAULT_REGION.into(), |vpc| Rc::clone(&vpc.region))
    }

    pub(crate) fn has_ipv6(&self, vpc: &VpcId) -> bool {
        self.topology
            .vpcs
            .get(vpc)
            .is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty())
    }

    pub(crate) fn want(&mut self, of: Wanted, place: &Cursor<'_>) {
        let here = place.error("");
        self.wants.push(Want {
            of,
            line: here.line,
            column: here.column,
        });
    }

    /// The id of an element of kind `T`. `deleted ID` names one that is not there (any more).
    pub(crate) fn id<T: Record>(&self, cursor: &mut Cursor<'_>) -> Parsed<Id<T>> {
        self.id_of(T::KIND, cursor).map(Id::new)
    }

    fn id_of(&self, wanted: Kind, cursor: &mut Cursor<'_>) -> Parsed<Rc<str>> {
        let what = with_article(wanted);
        if cursor.peek_bare() == Some("deleted") && cursor.peek_at(1).is_some() {
            cursor.advance();
            return cursor.text(&what);
        }
        let place = *cursor;
        let id = cursor.text(&what)?;
        match (self.ids.kind(&id), place.peek()) {
            (Some(kind), _) if kind == wanted => Ok(id),
            (Some(kind), Some(token)) => Err(token.error(format!(
                "`{}` is {}; {what} is expected here",
                shown(token),
                with_article(kind)
            ))),
            (_, Some(token)) => Err(self.unknown(token, Some(wanted))),
            (_, None) => Err(place.error(&what)),
        }
    }

    /// Any element. `deleted KIND ID` names one that is not there (any more).
    pub(crate) fn any(&self, cursor: &mut Cursor<'_>) -> Parsed<Ref> {
        if cursor.peek_bare() == Some("deleted") && cursor.peek_at(1).is_some() {
            cursor.advance();
            let kind = kind(cursor)?;
            return Ok(Ref::new(kind, cursor.text(&with_article(kind))?));
        }
        let place = *cursor;
        let id = cursor.text("an element")?;
        match (self.ids.find(&id), place.peek()) {
            (Some(found), _) => Ok(found),
            (None, Some(token)) => Err(self.unknown(token, None)),
            (None, None) => Err(place.error("an element is expected here")),
        }
    }

    pub(crate) fn unknown(&self, token: &Token<'_>, kind: Option<Kind>) -> Error {
        let ids = self
            .ids
            .iter()
            .filter(|(_, known)| kind.is_none_or(|kind| kind == *known));
        let what = kind.map_or("element", Kind::title);
        let fix = did_you_mean(&token.value, ids.map(|(id, _)| id)).unwrap_or_else(|| match kind {
            Some(_) => "Add it, or write `deleted` before it if it is meant to be gone".to_owned(),
            None => "Add it, or write `deleted` and its kind before it if it is meant to be gone".to_owned(),
        });
        token.error(format!("no {what} is called `{}`", shown(token))).fix(fix)
    }
}

/// The word of a kind, as in `peering`.
pub(crate) fn kind(cursor: &mut Cursor<'_>) -> Parsed<Kind> {
    let words = Kind::ALL.map(Kind::word);
    let found = cursor.peek_bare().and_then(|word| match word {
        "internet" => Some(Kind::Internet),
        "service" => Some(Kind::Service),
        word => keyword::kind_of(word),
    });
    match found {
        Some(kind) => {
            cursor.advance();
            Ok(kind)
        }
        None => Err(cursor.unknown_word(&words)),
    }
}

/// "a route table", "an internet gateway".
pub(crate) fn with_article(kind: Kind) -> String {
    let title = kind.title();
    let article = if title.starts_with(['a', 'e', 'i', 'o', 'A']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {title}")
}
