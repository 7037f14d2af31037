//! The network as resources that CloudFormation and Terraform create alike: one list, which two writers print.
//!
//! It is made from the resolved network, so what AWS would do by itself (main route tables, default groups) is spelled out. What
//! cannot be written is a note, never left out in silence.

mod complete;
mod endpoints;
mod filters;
mod gateways;
mod interfaces;
mod transit;
mod vpcs;

use std::rc::Rc;

use reach::explain;
use reach::id::{Kind, Ref};
use reach::network::Network;
use reach::sorted::SortedMap;
use reach::topology::{Topology, Vpc, VpcId};

use crate::Document;

/// Which of the two names of a thing: CloudFormation's or Terraform's.
pub(super) const CLOUDFORMATION: usize = 0;
pub(super) const TERRAFORM: usize = 1;

#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) resources: Vec<Resource>,
    pub(super) asks: Vec<Ask>,
    /// Prefix lists that AWS manages, by their names.
    pub(super) lists: SortedMap<Rc<str>, String>,
    /// What could not be written, or comes out otherwise.
    pub(super) notes: Vec<String>,
}

/// A resource of an element, or of a part of it: a route, a rule, an association.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(pub(super) Rc<str>, pub(super) String);

#[derive(Debug)]
pub(super) struct Resource {
    pub(super) key: Key,
    /// One that is empty is not known to that format.
    pub(super) types: [&'static str; 2],
    pub(super) fields: Vec<Field>,
    /// The Name tag, where there can be one.
    pub(super) name: Option<String>,
    pub(super) region: Rc<str>,
    /// What has to be there first, and is not named by a field.
    pub(super) after: Vec<Key>,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    /// One that is empty is left out in that format.
    pub(super) names: [&'static str; 2],
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Is(bool),
    List(Vec<Value>),
    /// An object; a nested block in Terraform.
    Block(Vec<Field>),
    Blocks(Vec<Vec<Field>>),
    /// An attribute of another resource: `Ref` where CloudFormation's is empty.
    To(Key, [&'static str; 2]),
    /// What only a person knows.
    Ask(String),
    /// A prefix list of [`Plan::lists`].
    ManagedList(Rc<str>),
    Json(serde_json::Value),
}

/// A parameter or variable.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) default: Option<String>,
}

pub(super) fn plan(document: &Document) -> Plan {
    let drawn = &*document.topology;
    let (network, issues) = reach::resolve(drawn);
    let mut builder = Builder {
        network: &network,
        topology: network.topology(),
        drawn,
        plan: Plan::default(),
        region: Vpc::DEFAULT_REGION.into(),
    };
    for issue in &issues {
        let text = explain::sentence(&issue.finding, drawn);
        builder.plan.notes.push(text);
    }
    builder.vpcs();
    builder.gateways();
    builder.filters();
    builder.interfaces();
    builder.transit();
    builder.endpoints();
    builder.rest();
    complete::complete(&mut builder.plan);
    builder.plan
}

pub(super) struct Builder<'a> {
    network: &'a Network,
    topology: &'a Topology,
    /// Before defaults were spelled out.
    drawn: &'a Topology,
    plan: Plan,
    region: Rc<str>,
}

/// What has no resource that both know, or needs what no diagram holds.
const LEFT_OUT: [(Kind, &str); 11] = [
    (Kind::DirectConnectGateway, "write it by hand, with its associations"),
    (Kind::VirtualInterface, "it needs a line that was ordered"),
    (Kind::ClientVpnEndpoint, "it needs certificates"),
    (
        Kind::LoadBalancer,
        "write it by hand, with its listeners and target groups",
    ),
    (Kind::EndpointService, "it needs its load balancers"),
    (Kind::GatewayLoadBalancerEndpoint, "it needs its endpoint service"),
    (
        Kind::BlockPublicAccess,
        "it is of a whole account, and should not go with a stack",
    ),
    (Kind::RegionalNatGateway, "write it by hand"),
    (Kind::HostedZone, "write it by hand, with its records"),
    (Kind::ResolverEndpoint, "write it by hand"),
    (Kind::ResolverRule, "write it by hand"),
];

impl Builder<'_> {
    fn note(&mut self, of: &Ref, text: &str) {
        self.plan.notes.push(format!("{} {}: {text}.", of.kind.title(), of.id));
    }

    fn enter(&mut self, vpc: &VpcId) {
        self.region = self.network.region_of(vpc).unwrap_or(Vpc::DEFAULT_REGION).into();
    }

    fn add(&mut self, key: Key, types: [&'static str; 2], fields: Vec<Field>) -> &mut Resource {
        let at = self.plan.resources.len();
        self.plan.resources.push(Resource {
            key,
            types,
            fields,
            name: None,
            region: self.region.clone(),
            after: Vec::new(),
        });
        // It was just put there; the alternative never is.
        let last = at.min(self.plan.resources.len() - 1);
        &mut self.plan.resources[last]
    }

    /// The resource of an element itself, with its Name tag.
    fn add_element(&mut self, of: &Ref, types: [&'static str; 2], fields: Vec<Field>) {
        let name = self.topology.given_name(of).unwrap_or(&of.id).to_string();
        self.add(own(of), types, fields).name = Some(name);
    }

    fn ask(&mut self, name: &str, about: &str, default: Option<&str>) -> Value {
        if !self.plan.asks.iter().any(|ask| ask.name == name) {
            self.plan.asks.push(Ask {
                name: name.to_owned(),
                about: about.to_owned(),
                default: default.map(str::to_owned),
            });
        }
        Value::Ask(name.to_owned())
    }

    fn rest(&mut self) {
        for of in self.topology.references() {
            if let Some((_, why)) = LEFT_OUT.iter().find(|(kind, _)| *kind == of.kind) {
                self.note(&of, &format!("it is not written here; {why}"));
            }
            if of.kind == Kind::ResourcePolicy {
                self.note(
                    &of,
                    "the policy belongs to a bucket or table, which the diagram does not hold",
                );
            }
            if of.kind == Kind::Site {
                self.note(&of, "it is not AWS's, and only its customer gateways are written");
            }
        }
    }
}

fn own(of: &Ref) -> Key {
    Key(of.id.clone(), String::new())
}

fn field(names: [&'static str; 2], value: Value) -> Field {
    Field { names, value }
}

fn text(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

/// The id of an element's resource.
fn id_of(id: &Rc<str>) -> Value {
    Value::To(Key(id.clone(), String::new()), ["", "id"])
}

fn ids_of<'a>(ids: impl Iterator<Item = &'a Rc<str>>) -> Value {
    Value::List(ids.map(id_of).collect())
}
