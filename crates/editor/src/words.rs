//! How elements, ends and flows are called in the editor's own sentences.

use std::rc::Rc;

use document::Flow;
use reach::explain::Names;
use reach::id::{Kind, Ref};
use reach::question::End;
use reach::topology::{Element, Role, Topology};

/// Names for [`reach::explain`]: the name a person gave, else the id.
#[derive(Debug)]
pub struct Called<'a>(pub &'a Topology);

impl Names for Called<'_> {
    fn name(&self, element: &Ref) -> Rc<str> {
        name(self.0, element)
    }
}

/// The name a person gave, else the id.
pub fn name(topology: &Topology, of: &Ref) -> Rc<str> {
    match of.kind {
        Kind::Internet => "the internet".into(),
        Kind::Service => service(of.id.split('@').next().unwrap_or(&of.id)).into(),
        _ => topology
            .get(of)
            .and_then(|element| given_name(&element))
            .unwrap_or_else(|| Rc::clone(&of.id)),
    }
}

/// The Name tag, where there is one.
pub fn given_name(element: &Element) -> Option<Rc<str>> {
    macro_rules! names {
        ($($record:ident)*) => {
            match element {
                $(Element::$record(_, record) => record.name.clone(),)*
            }
        };
    }
    names!(Vpc Subnet RouteTable NetworkAcl SecurityGroup PrefixList NetworkInterface InternetGateway NatGateway
        PeeringConnection GatewayEndpoint InterfaceEndpoint VpnGateway CustomerGateway VpnConnection Site)
}

/// A service as AWS writes it, where that is not simply in capitals.
pub fn service(name: &str) -> String {
    match name {
        "dynamodb" => "DynamoDB".to_owned(),
        "secretsmanager" => "Secrets Manager".to_owned(),
        "lambda" => "Lambda".to_owned(),
        other => other.to_uppercase(),
    }
}

pub fn end(topology: &Topology, end: &End) -> Rc<str> {
    match end {
        End::Element(of) => name(topology, of),
        End::Address(address) => address.to_string().into(),
        End::Internet => "the internet".into(),
        End::Site { host: Some(host), .. } => Rc::clone(host),
        End::Site { site, host: None } => name(topology, &Ref::from(site)),
        End::Service { name, .. } => service(name).into(),
        End::Injected { at, address } => format!("{address} at {}", name(topology, at)).into(),
    }
}

/// "app-1 → S3", or the name its author gave it.
pub fn flow(topology: &Topology, flow: &Flow) -> Rc<str> {
    match &flow.name {
        Some(name) => Rc::clone(name),
        None => format!(
            "{} → {}",
            end(topology, &flow.question.from),
            end(topology, &flow.question.to)
        )
        .into(),
    }
}

/// What a person calls it: an interface is the instance, database or function it belongs to.
pub fn kind(topology: &Topology, of: &Ref) -> &'static str {
    match topology.get(of) {
        Some(Element::NetworkInterface(_, record)) => role(record.role),
        _ => of.kind.title(),
    }
}

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Instance => "instance",
        Role::Database => "database",
        Role::Function => "function",
        Role::Other => "network interface",
    }
}

/// "2 subnets", "1 instance", "3 network ACLs".
pub fn count(number: usize, what: &str) -> String {
    if number == 1 {
        return format!("1 {what}");
    }
    match what.strip_suffix('y') {
        Some(stem) if !what.ends_with("ay") => format!("{number} {stem}ies"),
        _ => format!("{number} {what}s"),
    }
}

/// "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
