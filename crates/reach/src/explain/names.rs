//! How elements and ends are called in sentences.

use std::rc::Rc;

use crate::id::{Kind, Ref};
use crate::question::End;
use crate::service;
use crate::topology::Topology;

/// What the records of a topology are called.
pub trait Names {
    fn name(&self, record: &Ref) -> Rc<str>;
}

/// By the name that a person gave it, else by its id.
impl Names for Topology {
    fn name(&self, record: &Ref) -> Rc<str> {
        Rc::clone(self.given_name(record).unwrap_or(&record.id))
    }
}

/// By their ids, where somebody has to find them again: at a command line, in another program.
#[derive(Clone, Copy, Debug)]
pub struct Ids;

impl Names for Ids {
    fn name(&self, record: &Ref) -> Rc<str> {
        Rc::clone(&record.id)
    }
}

/// An element's name; places that are no records have names of their own.
pub fn element(element: &Ref, names: &dyn Names) -> Rc<str> {
    match element.kind {
        Kind::Internet => "the internet".into(),
        Kind::Service => service::title(element.id.split('@').next().unwrap_or_default()).into(),
        _ => names.name(element),
    }
}

/// "app-1", "S3", "the internet".
pub fn end(end: &End, names: &dyn Names) -> Rc<str> {
    match end {
        End::Element(of) => element(of, names),
        End::Address(address) => address.to_string().into(),
        End::Internet => "the internet".into(),
        End::Site { site, host: None } => element(&site.into(), names),
        End::Site { host: Some(host), .. } => Rc::clone(host),
        End::Client { endpoint, client: None } => element(&endpoint.into(), names),
        End::Client {
            client: Some(client), ..
        } => Rc::clone(client),
        End::Domain(name) => Rc::clone(name),
        End::Service { name, .. } => service::title(name).into(),
        End::Injected { at, address } => format!("{address} at {}", element(at, names)).into(),
    }
}
