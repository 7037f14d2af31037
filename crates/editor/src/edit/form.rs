//! One description of each kind of record: its fields and tables, once, for showing them and for setting them.
//!
//! A description goes over a record with a [`Form`] in hand. The form either notes what is there ([`show`]), or changes the one
//! field or row that it came for ([`set`], [`row`]); the description is the same for both. The files below hold the descriptions.

mod direct_connect;
mod input;
mod items;
mod names;
mod older;
mod policy;
mod private_link;
mod rows;
mod transit;

use reach::id::{Kind, Ref};
use reach::topology::Element;

use super::rows::{RowRefused, edit_list, table_of};
use super::{Drawing, Refused, containment};
use crate::message::{FieldId, RowEdit};

pub use input::FormInput;

/// What a description says, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Heading(&'static str),
    Field(FormField),
    Table(FormTable),
    /// What it belongs together with, and how.
    Link(Ref, &'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    pub id: FieldId,
    pub label: &'static str,
    pub value: String,
    pub input: FormInput,
    pub hint: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormTable {
    pub id: FieldId,
    pub title: &'static str,
    pub inputs: Vec<FormInput>,
    pub rows: Vec<Vec<String>>,
    /// Words of the button that adds a row: "Add route".
    pub add: &'static str,
    /// Stands in the place of rows where there are none.
    pub empty: &'static str,
}

struct Form<'a> {
    drawing: Drawing<'a>,
    of: &'a Ref,
    task: Task<'a>,
}

enum Task<'a> {
    Show(Vec<Part>),
    Set {
        field: FieldId,
        value: &'a str,
        done: Option<Result<(), Refused>>,
    },
    Row {
        edit: &'a RowEdit,
        done: Option<Result<(), RowRefused>>,
    },
}

/// Everything the description says of the record.
pub fn show(drawing: Drawing<'_>, of: &Ref, element: &Element) -> Vec<Part> {
    let mut form = Form {
        drawing,
        of,
        task: Task::Show(Vec::new()),
    };
    form.describe(&mut element.clone());
    match form.task {
        Task::Show(parts) => parts,
        _ => Vec::new(),
    }
}

/// Sets the field; `None` if the description has no such field.
pub(super) fn set(
    drawing: Drawing<'_>,
    element: &mut Element,
    field: FieldId,
    value: &str,
) -> Option<Result<(), Refused>> {
    let of = element.reference();
    let task = Task::Set {
        field,
        value,
        done: None,
    };
    let mut form = Form { drawing, of: &of, task };
    form.describe(element);
    match form.task {
        Task::Set { done, .. } => done,
        _ => None,
    }
}

/// Adds, changes or removes the row; `None` if the description has no such table.
pub(super) fn row(drawing: Drawing<'_>, element: &mut Element, edit: &RowEdit) -> Option<Result<(), RowRefused>> {
    let of = element.reference();
    let task = Task::Row { edit, done: None };
    let mut form = Form { drawing, of: &of, task };
    form.describe(element);
    match form.task {
        Task::Row { done, .. } => done,
        _ => None,
    }
}

impl Form<'_> {
    fn describe(&mut self, element: &mut Element) {
        match element {
            Element::TransitGateway(_, record) => self.transit_gateway(record),
            Element::TransitGatewayAttachment(_, record) => self.attachment(record),
            Element::TransitGatewayRouteTable(_, record) => self.transit_table(record),
            Element::DirectConnectGateway(_, record) => self.direct_connect_gateway(record),
            Element::VirtualInterface(_, record) => self.virtual_interface(record),
            Element::ClientVpnEndpoint(_, record) => self.client_vpn_endpoint(record),
            Element::LoadBalancer(_, record) => self.load_balancer(record),
            Element::EndpointService(_, record) => self.endpoint_service(record),
            Element::GatewayLoadBalancerEndpoint(_, record) => self.gateway_load_balancer_endpoint(record),
            Element::BlockPublicAccess(_, record) => self.block_public_access(record),
            Element::RegionalNatGateway(_, record) => self.regional_nat_gateway(record),
            Element::HostedZone(_, record) => self.hosted_zone(record),
            Element::ResolverEndpoint(_, record) => self.resolver_endpoint(record),
            Element::ResolverRule(_, record) => self.resolver_rule(record),
            Element::ResourcePolicy(_, record) => self.resource_policy(record),
            Element::EgressOnlyInternetGateway(_, record) => self.egress_only(record),
            other => self.older(other),
        }
    }

    fn heading(&mut self, title: &'static str) {
        if let Task::Show(parts) = &mut self.task {
            parts.push(Part::Heading(title));
        }
    }

    fn link(&mut self, to: Option<Ref>, how: &'static str) {
        if let (Task::Show(parts), Some(to)) = (&mut self.task, to) {
            parts.push(Part::Link(to, how));
        }
    }

    /// Says of the field before it what a person may want to know.
    fn hint(&mut self, words: &'static str) {
        if let Task::Show(parts) = &mut self.task
            && let Some(Part::Field(field)) = parts.last_mut()
        {
            field.hint = words;
        }
    }

    /// The heart of it: one value, how it reads, and how it is read.
    fn item<T>(
        &mut self,
        (id, label): (FieldId, &'static str),
        input: FormInput,
        value: &mut T,
        show: impl FnOnce(&T) -> String,
        read: impl FnOnce(Drawing<'_>, &str) -> Result<T, Refused>,
    ) {
        let drawing = self.drawing;
        match &mut self.task {
            Task::Show(parts) => parts.push(Part::Field(FormField {
                id,
                label,
                value: show(value),
                input,
                hint: "",
            })),
            Task::Set {
                field,
                value: typed,
                done,
            } if *field == id => *done = Some(read(drawing, typed).map(|typed| *value = typed)),
            _ => {}
        }
    }

    fn table<T>(
        &mut self,
        (id, title): (FieldId, &'static str),
        (add, empty): (&'static str, &'static str),
        inputs: Vec<FormInput>,
        list: &mut Vec<T>,
        read: impl Fn(Drawing<'_>, &[String]) -> Result<T, RowRefused>,
        cells: impl Fn(&T) -> Vec<String>,
    ) {
        let drawing = self.drawing;
        match &mut self.task {
            Task::Show(parts) => parts.push(Part::Table(FormTable {
                id,
                title,
                inputs,
                rows: list.iter().map(cells).collect(),
                add,
                empty,
            })),
            Task::Row { edit, done } if table_of(edit) == id => {
                *done = Some(edit_list(list, edit, |typed| read(drawing, typed), cells));
            }
            _ => {}
        }
    }

    /// What could be chosen: nothing unless somebody looks.
    fn all(&self, kinds: &[Kind], fits: impl Fn(&Ref) -> bool) -> Vec<Ref> {
        if matches!(self.task, Task::Set { .. }) {
            return Vec::new();
        }
        let known = self.drawing.network.topology().references();
        let fitting = known.into_iter().filter(|of| kinds.contains(&of.kind) && fits(of));
        fitting.collect()
    }

    fn in_vpc(&self, kind: Kind, vpc: &Ref) -> Vec<Ref> {
        let topology = self.drawing.network.topology();
        self.all(&[kind], |of| containment::vpc_of(topology, of).as_ref() == Some(vpc))
    }

    fn tables_of(&self, gateway: &Ref) -> Vec<Ref> {
        let topology = self.drawing.network.topology();
        self.all(&[Kind::TransitGatewayRouteTable], |of| {
            containment::parent_of(topology, of).as_ref() == Some(gateway)
        })
    }
}
