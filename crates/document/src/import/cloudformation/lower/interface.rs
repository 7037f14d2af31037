//! Instances, network interfaces, and what else has an address in a subnet.

use serde_json::Value as Json;

use super::{Attributes, Lower, put};
use crate::import::cloudformation::value::{Value, text};
use crate::import::report::NoteKind;

/// Page: AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html
pub(in crate::import::cloudformation) fn instance(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let template = launch_template(it);
    let mut said = |name: &str, in_template: &str| {
        let own = it.property(name);
        own.or(|| template.get(in_template))
    };
    let (subnet, address) = (
        said("SubnetId", "SubnetId"),
        said("PrivateIpAddress", "PrivateIpAddress"),
    );
    let (by_id, by_name) = (
        said("SecurityGroupIds", "SecurityGroupIds"),
        said("SecurityGroups", "SecurityGroups"),
    );
    let interfaces = said("NetworkInterfaces", "NetworkInterfaces").items();
    put(&mut all, "subnet_id", subnet);
    put(&mut all, "private_ip", address);
    put(&mut all, "vpc_security_group_ids", by_id.or(|| by_name));
    let six = it.property("Ipv6Addresses");
    put(&mut all, "ipv6_addresses", ipv6_addresses(six));
    let mut attached = Vec::new();
    for (place, one) in interfaces.into_iter().enumerate() {
        let index = one.get("DeviceIndex").or(|| text(place.to_string()));
        let known = one.get("NetworkInterfaceId");
        let is_first = index.text() == Some("0");
        let interface = match known {
            Value::Nothing if is_first => {
                first(&mut all, &one);
                continue;
            }
            Value::Nothing => further(it, &one, place),
            known => known,
        };
        let mut block = Attributes::new();
        put(&mut block, "network_interface_id", interface);
        put(&mut block, "device_index", index);
        attached.push(Json::Object(block));
    }
    all.insert("network_interface".to_owned(), attached.into());
    it.push(it.kind.to, all);
}

/// The interface that comes with the instance, described in it.
fn first(all: &mut Attributes, one: &Value) {
    put(all, "subnet_id", one.get("SubnetId"));
    put(
        all,
        "vpc_security_group_ids",
        one.get("GroupSet").or(|| one.get("Groups")),
    );
    put(all, "associate_public_ip_address", one.get("AssociatePublicIpAddress"));
    let (primary, others) = addresses(one.get("PrivateIpAddress"), one.get("PrivateIpAddresses"));
    put(all, "private_ip", primary);
    put(all, "secondary_private_ips", others);
    put(all, "ipv6_addresses", ipv6_addresses(one.get("Ipv6Addresses")));
}

/// A further one, which has no name of its own.
fn further(it: &mut Lower<'_, '_>, one: &Value, place: usize) -> Value {
    let id = format!("{}.eth{place}", it.id());
    let mut all = Attributes::new();
    all.insert("id".to_owned(), id.as_str().into());
    put(&mut all, "subnet_id", one.get("SubnetId"));
    put(
        &mut all,
        "security_groups",
        one.get("GroupSet").or(|| one.get("Groups")),
    );
    let (primary, others) = addresses(one.get("PrivateIpAddress"), one.get("PrivateIpAddresses"));
    put(&mut all, "private_ip", primary);
    put(&mut all, "private_ips", others);
    put(&mut all, "ipv6_addresses", ipv6_addresses(one.get("Ipv6Addresses")));
    it.push("aws_network_interface", all);
    text(id)
}

/// What the launch template says that an instance is made from.
fn launch_template(it: &mut Lower<'_, '_>) -> Value {
    let named = it.property("LaunchTemplate");
    if named.is_nothing() {
        return Value::Nothing;
    }
    let by_id = named.get("LaunchTemplateId");
    let by_name = named.get("LaunchTemplateName");
    let stacks = it.evaluator.stacks;
    let all = stacks.get(it.at).map(|stack| &stack.template.resources);
    for (logical, entry) in all.into_iter().flatten() {
        if entry.kind != "AWS::EC2::LaunchTemplate" {
            continue;
        }
        let own = text(it.evaluator.id(it.at, logical));
        let at = it.at;
        let name = it.evaluator.quietly(|it| it.said(at, entry, "LaunchTemplateName"));
        if by_id == own || !by_name.is_nothing() && by_name == name {
            return it.evaluator.said(it.at, entry, "LaunchTemplateData");
        }
    }
    it.note(
        NoteKind::NotModelled,
        "LaunchTemplate",
        "its launch template is not in the template: groups and interfaces that it names are not known",
    );
    Value::Nothing
}

pub(in crate::import::cloudformation) fn interface(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let (own, list) = (it.property("PrivateIpAddress"), it.property("PrivateIpAddresses"));
    let (primary, others) = addresses(own, list);
    put(&mut all, "private_ip", primary);
    put(&mut all, "private_ips", others);
    let six = it.property("Ipv6Addresses");
    put(&mut all, "ipv6_addresses", ipv6_addresses(six));
    it.push(it.kind.to, all);
}

/// The primary address and the others.
fn addresses(own: Value, list: Value) -> (Value, Value) {
    let list = match list {
        Value::List(items) => items,
        _ => Vec::new(),
    };
    let is_primary = |item: &&Value| item.get("Primary").is_true();
    let primary = own.or(|| {
        let marked = list.iter().find(is_primary);
        marked.map_or(Value::Nothing, |item| item.get("PrivateIpAddress"))
    });
    let others = list.iter().map(|item| item.get("PrivateIpAddress"));
    let others: Vec<Value> = others.filter(|item| !item.is_nothing() && *item != primary).collect();
    (primary, Value::List(others))
}

/// `[{"Ipv6Address": "…"}]` as a list of addresses.
fn ipv6_addresses(list: Value) -> Value {
    match list {
        Value::List(items) => Value::List(
            items
                .into_iter()
                .map(|item| match item {
                    Value::Map(_) => item.get("Ipv6Address"),
                    other => other,
                })
                .collect(),
        ),
        other => other,
    }
}

/// `Ref` of an address is the address itself, and here as good as its allocation.
pub(in crate::import::cloudformation) fn address_association(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let allocation = it.property("AllocationId");
    let allocation = allocation.or(|| it.property("EIP"));
    put(&mut all, "allocation_id", allocation);
    it.push(it.kind.to, all);
}

pub(in crate::import::cloudformation) fn database(it: &mut Lower<'_, '_>) {
    let all = it.attributes();
    if !all.contains_key("publicly_accessible") {
        it.assume(
            "",
            "it does not say whether it is publicly accessible: it was taken as not",
        );
    }
    it.push(it.kind.to, all);
}
