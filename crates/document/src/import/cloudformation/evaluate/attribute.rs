//! What `Fn::GetAtt` asks of resources: their ids, what the template itself says of them, and ranges that AWS will choose.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Evaluator;
use crate::import::cloudformation::template::Entry;
use crate::import::cloudformation::value::{Value, text};

impl<'a> Evaluator<'a> {
    /// `["Vpc", "CidrBlock"]` or `"Vpc.CidrBlock"`.
    pub(super) fn get_att(&mut self, at: usize, argument: &'a Json) -> Value {
        let (resource, attribute) = match argument {
            Json::String(whole) => match whole.split_once('.') {
                Some((resource, attribute)) => (resource.to_owned(), attribute.to_owned()),
                None => return self.odd("Fn::GetAtt"),
            },
            Json::Array(parts) => {
                let mut words = Vec::new();
                for part in parts {
                    match self.value(at, part) {
                        Value::Text(word) | Value::Unknown(word) => words.push(word),
                        _ => return self.odd("Fn::GetAtt"),
                    }
                }
                match words.split_first() {
                    Some((resource, rest)) if !rest.is_empty() => (resource.clone(), rest.join(".")),
                    _ => return self.odd("Fn::GetAtt"),
                }
            }
            _ => return self.odd("Fn::GetAtt"),
        };
        self.attribute(at, &resource, &attribute)
    }

    pub(super) fn attribute(&mut self, at: usize, resource: &str, attribute: &str) -> Value {
        let stacks = self.stacks;
        let Some(entry) = stacks.get(at).and_then(|stack| stack.template.resources.get(resource)) else {
            let words = format!("{}.{attribute}", self.id(at, resource));
            return self.unknown(words, format!("there is no {resource} in the template"));
        };
        if let Some(unmade) = self.made(at, resource) {
            return unmade;
        }
        if let (true, Some(output)) = (entry.is_stack(), attribute.strip_prefix("Outputs.")) {
            return self.output(at, resource, output);
        }
        let id = self.id(at, resource);
        let known = match is_own_id(&entry.kind, attribute) {
            true => text(id.as_str()),
            false => self.told(at, &id, entry, attribute),
        };
        known.or(|| {
            let why = format!("only AWS knows {resource}.{attribute}");
            self.unknown(format!("{id}.{attribute}"), why)
        })
    }

    /// What a stack in this one puts out.
    fn output(&mut self, at: usize, resource: &str, name: &str) -> Value {
        let stacks = self.stacks;
        let inner = stacks.get(at).and_then(|stack| stack.children.get(resource)).copied();
        let output = inner.and_then(|inner| stacks.get(inner)?.template.outputs.get(name));
        match (inner, output) {
            (Some(inner), Some(output)) => self.value(inner, &output.value),
            _ => {
                let words = format!("{}.Outputs.{name}", self.id(at, resource));
                self.unknown(
                    words,
                    format!("the template of the stack {resource} does not say its output {name}"),
                )
            }
        }
    }

    /// What follows from its properties.
    fn told(&mut self, at: usize, id: &str, entry: &'a Entry, attribute: &str) -> Value {
        match (entry.kind.strip_prefix("AWS::EC2::").unwrap_or_default(), attribute) {
            ("VPC", "DefaultSecurityGroup" | "DefaultNetworkAcl") | ("NatGateway", "RouteTableId") => {
                text(format!("{id}.{attribute}"))
            }
            ("VPC", "CidrBlock") => self.said(at, entry, "CidrBlock"),
            ("VPC", "Ipv6CidrBlocks") => match self.ipv6_of(id) {
                ranges if ranges.is_empty() => Value::Nothing,
                ranges => Value::List(ranges),
            },
            ("Subnet", "AvailabilityZone" | "CidrBlock" | "VpcId")
            | ("SecurityGroup", "VpcId")
            | ("Instance", "AvailabilityZone") => self.said(at, entry, attribute),
            ("Subnet", "Ipv6CidrBlocks") => match self.said(at, entry, "Ipv6CidrBlock") {
                Value::Nothing => Value::Nothing,
                range => Value::List(vec![range]),
            },
            ("NetworkInterface", "PrimaryPrivateIpAddress") | ("Instance", "PrivateIp") => {
                self.said(at, entry, "PrivateIpAddress")
            }
            _ => Value::Nothing,
        }
    }

    pub(in crate::import::cloudformation) fn said(&mut self, at: usize, entry: &'a Entry, property: &str) -> Value {
        match entry.properties.get(property) {
            Some(json) => self.value(at, json),
            None => Value::Nothing,
        }
    }

    /// IPv6 ranges of a VPC: as they are said, or one that stands for AWS's choice.
    pub(in crate::import::cloudformation) fn ipv6_of(&mut self, vpc: &str) -> Vec<Value> {
        if self.ipv6.is_none() {
            self.ipv6 = Some(BTreeMap::new());
            self.ipv6 = Some(self.quietly(Self::ipv6_ranges));
        }
        self.ipv6
            .as_ref()
            .and_then(|all| all.get(vpc).cloned())
            .unwrap_or_default()
    }

    fn ipv6_ranges(&mut self) -> BTreeMap<String, Vec<Value>> {
        let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut count = 0_u16;
        let stacks = self.stacks;
        for (at, stack) in stacks.iter().enumerate() {
            for entry in stack.template.resources.values() {
                if entry.kind != "AWS::EC2::VPCCidrBlock" {
                    continue;
                }
                let Value::Text(vpc) = self.said(at, entry, "VpcId") else {
                    continue;
                };
                let said = self.said(at, entry, "Ipv6CidrBlock");
                let is_chosen = self.said(at, entry, "AmazonProvidedIpv6CidrBlock").is_true()
                    || !self.said(at, entry, "Ipv6IpamPoolId").is_nothing();
                if !said.is_nothing() {
                    all.entry(vpc).or_default().push(said);
                } else if is_chosen {
                    count = count.saturating_add(1);
                    all.entry(vpc).or_default().push(text(stand_in(count)));
                }
            }
        }
        all
    }
}

/// A range of those for documentation. It ends in `00::/56`: templates take such ranges apart at that.
fn stand_in(count: u16) -> String {
    match count {
        1..=0xff => format!("2001:db8:0:{count:x}00::/56"),
        _ => format!("2001:db8:{count:x}:100::/56"),
    }
}

/// Whether an attribute is the resource's id or ARN, which are one here.
fn is_own_id(kind: &str, attribute: &str) -> bool {
    let last = kind.rsplit("::").next().unwrap_or_default();
    let named = |end: &str| {
        let start = attribute.strip_suffix(end);
        start.is_some_and(|start| start.is_empty() || start.eq_ignore_ascii_case(last))
    };
    let by_other_name = matches!(
        (last, attribute),
        ("SecurityGroup", "GroupId")
            | ("EIP", "AllocationId")
            | ("VPCEndpointService", "ServiceId")
            | (
                "TransitGatewayPeeringAttachment" | "TransitGatewayConnect",
                "TransitGatewayAttachmentId"
            )
            | ("VpcAttachment", "AttachmentId")
    );
    by_other_name || named("Id") || named("Arn")
}
