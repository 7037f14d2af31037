//! Security groups and entries of network ACLs.

use serde_json::{Value as Json, json};

use super::{Attributes, Lower, put};
use crate::import::cloudformation::value::Value;

/// A group with the rules written in it. One that says nothing of what goes out keeps AWS's own rule: everything.
/// Page: AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
pub(in crate::import::cloudformation) fn group(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let inbound = it.property("SecurityGroupIngress");
    all.insert("ingress".to_owned(), rules(inbound, "Source"));
    let outbound = match it.property("SecurityGroupEgress") {
        said @ Value::Unknown(_) => rules(said, "Destination"),
        said => match rules(said, "Destination") {
            Json::Array(list) if list.is_empty() => everything(it, &all),
            list => list,
        },
    };
    all.insert("egress".to_owned(), outbound);
    it.push(it.kind.to, all);
}

/// AWS's own rule; in a VPC with IPv6 ranges there is one for those, too.
fn everything(it: &mut Lower<'_, '_>, group: &Attributes) -> Json {
    let vpc = group.get("vpc_id").and_then(Json::as_str).unwrap_or_default();
    let six = !it.evaluator.ipv6_of(vpc).is_empty();
    let ranges: &[&str] = if six { &["::/0"] } else { &[] };
    json!([{"protocol": "-1", "cidr_blocks": ["0.0.0.0/0"], "ipv6_cidr_blocks": ranges}])
}

/// Blocks of Terraform's, each at its place in the list.
fn rules(list: Value, side: &str) -> Json {
    match list {
        unknown @ Value::Unknown(_) => unknown.attribute(),
        list => list.items().into_iter().map(|item| inline(item, side)).collect(),
    }
}

fn inline(item: Value, side: &str) -> Json {
    if !matches!(item, Value::Map(_)) {
        return item.attribute();
    }
    let mut all = Attributes::new();
    for (property, attribute) in [
        ("IpProtocol", "protocol"),
        ("FromPort", "from_port"),
        ("ToPort", "to_port"),
        ("Description", "description"),
    ] {
        put(&mut all, attribute, item.get(property));
    }
    put(&mut all, "cidr_blocks", item.get("CidrIp"));
    put(&mut all, "ipv6_cidr_blocks", item.get("CidrIpv6"));
    put(&mut all, "prefix_list_ids", item.get(&format!("{side}PrefixListId")));
    let by_id = item.get(&format!("{side}SecurityGroupId"));
    let group = by_id.or(|| item.get(&format!("{side}SecurityGroupName")));
    put(&mut all, "security_groups", group);
    Json::Object(all)
}

/// A rule by itself, inbound or outbound.
pub(in crate::import::cloudformation) fn rule(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let group = it.property("GroupId");
    let group = group.or(|| it.property("GroupName"));
    put(&mut all, "security_group_id", group);
    let mut peer = Value::Nothing;
    for name in [
        "SourceSecurityGroupId",
        "SourceSecurityGroupName",
        "DestinationSecurityGroupId",
    ] {
        peer = peer.or(|| it.property(name));
    }
    put(&mut all, "referenced_security_group_id", peer);
    it.push(it.kind.to, all);
}

pub(in crate::import::cloudformation) fn acl_entry(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let (ports, message) = (it.property("PortRange"), it.property("Icmp"));
    put(&mut all, "from_port", ports.get("From"));
    put(&mut all, "to_port", ports.get("To"));
    put(&mut all, "icmp_type", message.get("Type"));
    put(&mut all, "icmp_code", message.get("Code"));
    it.push(it.kind.to, all);
}
