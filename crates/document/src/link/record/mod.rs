//! How each record is written: flags for what differs from the usual, then only that.

mod endpoint;
mod filter;
mod inside;
mod outside;
mod packed;
mod transit;

use std::rc::Rc;

use ipnet::Ipv4Net;
use reach::id::Id;
use reach::topology::{SubnetId, Vpc, VpcId};

use super::coder::{Coded, Coder};
use super::names::Names;
use super::rows::Nets;
use super::topology::lane;

/// A record that can be written and read.
pub(super) trait Recorded: Clone {
    /// What reading starts from.
    fn blank() -> Self;

    /// Writes the record, or fills it with what was written.
    fn code(&mut self, id: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()>;
}

/// What earlier records tell about later ones.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) names: Names,
    pub(super) nets: Nets,
    vpcs: reach::sorted::SortedMap<VpcId, Vpc>,
    subnets: reach::sorted::SortedMap<SubnetId, Option<Ipv4Net>>,
}

impl Context {
    pub(super) fn new(names: Names) -> Self {
        Self {
            names,
            nets: Nets::new(),
            vpcs: Default::default(),
            subnets: Default::default(),
        }
    }

    fn region(&self, vpc: &VpcId) -> &str {
        self.vpcs.get(vpc).map_or(Vpc::DEFAULT_REGION, |vpc| &vpc.region)
    }

    fn has_ipv6(&self, vpc: &VpcId) -> bool {
        self.vpcs.get(vpc).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty())
    }

    fn range_of(&self, subnet: &SubnetId) -> Option<Ipv4Net> {
        self.subnets.get(subnet).copied().flatten()
    }
}

/// The optional text, where its flag says that there is one.
fn text_if(flag: bool, value: &Option<Rc<str>>, coder: &mut Coder) -> Coded<Option<Rc<str>>> {
    if !flag {
        return Ok(None);
    }
    coder.text(lane::TEXTS, value.as_deref().unwrap_or_default()).map(Some)
}

/// The optional reference, where its flag says that there is one.
fn id_if<T: reach::id::Record>(
    flag: bool,
    value: &Option<Id<T>>,
    names: &Names,
    coder: &mut Coder,
) -> Coded<Option<Id<T>>> {
    if !flag {
        return Ok(None);
    }
    let blank = Id::new("");
    names.id(value.as_ref().unwrap_or(&blank), coder).map(Some)
}

/// A list of references; one is the usual number and needs no count.
fn ids<T: reach::id::Record>(is_one: bool, values: &[Id<T>], names: &Names, coder: &mut Coder) -> Coded<Vec<Id<T>>> {
    let blank = Id::new("");
    if is_one {
        return Ok(vec![names.id(values.first().unwrap_or(&blank), coder)?]);
    }
    coder.list(lane::NUMBERS, values, &blank, |coder, id| names.id(id, coder))
}
