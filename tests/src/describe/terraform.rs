//! The same network as Terraform knows it: out of AWS's description, resources, and these as state, as `terraform.tfstate`, and as plans
//! in which everything or nothing is known.

mod beyond;
mod inside;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// One resource.
#[derive(Clone, Debug)]
pub struct Made {
    kind: &'static str,
    id: String,
    is_data: bool,
    values: Value,
}

impl Made {
    fn new(kind: &'static str, id: &Value, values: Value) -> Self {
        Self {
            kind,
            id: text(id),
            is_data: false,
            values,
        }
    }
}

struct Writer<'a> {
    all: &'a Value,
    /// Whether routes and rules stand in their tables and groups, too.
    inline: bool,
    made: Vec<Made>,
}

impl Writer<'_> {
    fn push(&mut self, kind: &'static str, id: &Value, values: Value) {
        self.made.push(Made::new(kind, id, values));
    }
}

fn items<'v>(of: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> + Clone + use<'v> {
    of[list].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn name_tag(of: &Value) -> Value {
    let tags = items(of, "Tags").chain(items(of, "TagSet"));
    let name = tags
        .filter(|tag| tag["Key"] == "Name")
        .map(|tag| tag["Value"].clone())
        .next();
    name.map_or_else(|| json!({}), |name| json!({"Name": name}))
}

/// Lists that are written here; of a network with others nothing is said.
const WRITTEN: [&str; 30] = [
    "Vpcs",
    "Subnets",
    "RouteTables",
    "SecurityGroups",
    "NetworkAcls",
    "PrefixLists",
    "NetworkInterfaces",
    "Instances",
    "InternetGateways",
    "EgressOnlyInternetGateways",
    "NatGateways",
    "VpnGateways",
    "VpcPeeringConnections",
    "VpcEndpoints",
    "VpnConnections",
    "TransitGateways",
    "TransitGatewayRouteTables",
    "TransitGatewayAttachments",
    "TransitGatewayVpcAttachments",
    "TransitGatewayPropagations",
    "TransitGatewayStaticRoutes",
    "TransitGatewayPrefixListReferences",
    "LoadBalancers",
    "LoadBalancerAttributes",
    "Listeners",
    "TargetGroups",
    "LoadBalancerTargetHealth",
    "CustomerGateways",
    "SecurityGroupRules",
    "Addresses",
];

/// The resources of a network that AWS describes so; nothing where Terraform could not say all of it.
pub fn resources(all: &Value, inline: bool) -> Option<Vec<Made>> {
    let lists = all.as_object()?;
    let is_written = |(list, items): (&String, &Value)| {
        WRITTEN.contains(&list.as_str()) || items.as_array().is_some_and(Vec::is_empty)
    };
    let lives =
        |list: &str, field: &str, word: &str| items(all, list).all(|one| text(&one[field]).eq_ignore_ascii_case(word));
    let by_vpc = items(all, "TransitGatewayAttachments").all(|one| one["ResourceType"] == "vpc");
    let to_vgw =
        items(all, "VpnConnections").all(|one| one["VpnGatewayId"].is_string() && one["VpnConcentratorId"].is_null());
    let standard = items(all, "VpnConnections").all(|one| one["Options"]["TunnelBandwidth"] == "standard");
    let said = lives("NatGateways", "State", "available") && lives("TransitGatewayAttachments", "State", "available");
    // An interface of an instance is attached to it, whatever is drawn.
    let attached = items(all, "NetworkInterfaces")
        .all(|one| one["Status"] != "available" || one["Attachment"]["InstanceId"].is_null());
    let said = said && attached;
    let is_sayable = lists.iter().all(is_written) && by_vpc && to_vgw && standard && said;
    if !is_sayable {
        return None;
    }
    let mut writer = Writer {
        all,
        inline,
        made: Vec::new(),
    };
    writer.vpcs();
    writer.route_tables();
    writer.security_groups();
    writer.network_acls();
    writer.interfaces();
    writer.gateways();
    writer.peerings();
    writer.endpoints();
    writer.vpn();
    writer.transit();
    writer.load_balancers();
    Some(writer.made)
}

fn address(index: usize, made: &Made) -> String {
    let data = if made.is_data { "data." } else { "" };
    format!("{data}{}.r{index:04}", made.kind)
}

fn with_id(made: &Made) -> Value {
    let mut values = made.values.clone();
    values["id"] = json!(made.id);
    values
}

fn described(index: usize, made: &Made, values: Value) -> Value {
    json!({
        "address": address(index, made), "mode": if made.is_data { "data" } else { "managed" }, "type": made.kind,
        "name": format!("r{index:04}"), "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0,
        "values": values, "sensitive_values": {},
    })
}

/// `terraform show -json`, with every second resource in a module.
pub fn state(all: &[Made]) -> Value {
    let resources = |part: usize| -> Vec<Value> {
        let own = all.iter().enumerate().filter(|(index, _)| index % 2 == part);
        own.map(|(index, made)| described(index, made, with_id(made))).collect()
    };
    let module = json!({"address": "module.net[\"a\"]", "resources": resources(1)});
    json!({"format_version": "1.0", "terraform_version": "1.11.4",
        "values": {"root_module": {"resources": resources(0), "child_modules": [module]}}})
}

/// `terraform.tfstate`.
pub fn raw_state(all: &[Made]) -> Value {
    let resources = all.iter().enumerate().map(|(index, made)| {
        json!({"mode": if made.is_data { "data" } else { "managed" }, "type": made.kind, "name": format!("r{index:04}"),
            "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
            "instances": [{"schema_version": 0, "attributes": with_id(made), "sensitive_attributes": [], "private": "c2VjcmV0"}]})
    });
    json!({"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "0b5a", "outputs": {},
        "resources": resources.collect::<Vec<_>>(), "check_results": null})
}

/// A plan of what is there already, and changes nothing.
pub fn known_plan(all: &[Made]) -> Value {
    let changes = all
        .iter()
        .enumerate()
        .filter(|(_, made)| !made.is_data)
        .map(|(index, made)| {
            let change =
                json!({"actions": ["no-op"], "before": with_id(made), "after": with_id(made), "after_unknown": {}});
            let mut resource = described(index, made, Value::Null);
            resource["change"] = change;
            resource
        });
    json!({"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}, "resource_changes": changes.collect::<Vec<_>>(),
        "prior_state": state(all), "configuration": {"root_module": {}}})
}

/// A plan of a network of which nothing is there yet, and how its things are called there, by their ids.
/// Nothing where data sources speak of what does not exist.
pub fn new_plan(all: &[Made]) -> Option<(Value, BTreeMap<String, String>)> {
    let is_drawn_default =
        |made: &Made| made.kind == "aws_ec2_transit_gateway_route_table" && made.id.ends_with(".default");
    let speaks = |made: &Made| made.is_data && made.kind == "aws_network_interface";
    if all.iter().any(|made| speaks(made) || is_drawn_default(made)) {
        return None;
    }
    let mut names = BTreeMap::new();
    for (index, made) in all.iter().enumerate().filter(|(_, made)| !made.is_data) {
        names.insert(made.id.clone(), address(index, made));
    }
    let mut renamed = BTreeMap::new();
    for (index, made) in all.iter().enumerate().filter(|(_, made)| !made.is_data) {
        renamed.insert(address(index, made), made.id.clone());
        // An instance stands for its first interface.
        if let Some(interface) = made.values["primary_network_interface_id"].as_str() {
            renamed.insert(address(index, made), interface.to_owned());
            names.insert(
                interface.to_owned(),
                format!("{}.primary_network_interface_id", address(index, made)),
            );
        }
        // The default table of a transit gateway is no resource.
        if made.kind == "aws_ec2_transit_gateway" {
            let (own, table) = (address(index, made), format!("{}.default", made.id));
            names.insert(table.clone(), format!("{own}.association_default_route_table_id"));
            renamed.insert(format!("{own}.default"), table);
        }
        // Everything has its default network ACL from the VPC.
        if made.kind == "aws_default_network_acl" {
            let vpc = names.get(&text(&made.values["vpc_id"])).cloned().unwrap_or_default();
            names.insert(made.id.clone(), format!("{vpc}.default_network_acl_id"));
            renamed.insert(format!("{vpc}.default_network_acl_id"), made.id.clone());
        }
    }
    let (mut changes, mut blocks) = (Vec::new(), Vec::new());
    for (index, made) in all.iter().enumerate().filter(|(_, made)| !made.is_data) {
        let mut after = made.values.clone();
        let (mut unknown, mut expressions) = (json!({"id": true}), Map::new());
        if let Some(members) = after.as_object_mut() {
            for name in ["arn", "primary_network_interface_id"] {
                if members.remove(name).is_some() {
                    unknown[name] = json!(true);
                }
            }
            for name in [
                "association_default_route_table_id",
                "propagation_default_route_table_id",
            ] {
                if made.kind == "aws_ec2_transit_gateway" {
                    members.remove(name);
                    unknown[name] = json!(true);
                }
            }
            if made.kind == "aws_vpc" {
                unknown["default_network_acl_id"] = json!(true);
            }
            for (name, value) in members.iter_mut() {
                if let Some((parts, expression)) = hide(value, &names) {
                    unknown[name] = parts;
                    expressions.insert(name.clone(), expression);
                }
            }
        }
        let mut change = described(index, made, Value::Null);
        change["change"] = json!({"actions": ["create"], "before": null, "after": after, "after_unknown": unknown});
        changes.push(change);
        blocks.push(json!({"address": address(index, made), "mode": "managed", "type": made.kind, "name": format!("r{index:04}"),
            "provider_config_key": "aws", "expressions": expressions}));
    }
    let data: Vec<Made> = all.iter().filter(|made| made.is_data).cloned().collect();
    let plan = json!({"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}, "resource_changes": changes,
        "prior_state": state(&data), "configuration": {"root_module": {"resources": blocks}}});
    Some((plan, renamed))
}

/// Takes ids out of a value: what is unknown then, and the expression that says it.
fn hide(value: &mut Value, names: &BTreeMap<String, String>) -> Option<(Value, Value)> {
    let reference = |id: &str| {
        names.get(id).map(|name| {
            if name.matches('.').count() == 1 {
                format!("{name}.id")
            } else {
                name.clone()
            }
        })
    };
    match value {
        Value::String(id) => {
            let reference = reference(id)?;
            *value = Value::Null;
            Some((json!(true), json!({"references": [reference]})))
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            let (mut unknown, mut expressions) = (Vec::new(), Vec::new());
            for block in list.iter_mut() {
                let (mut parts, mut inner) = (json!({}), Map::new());
                for (name, value) in block.as_object_mut().into_iter().flatten() {
                    if let Some((part, expression)) = hide(value, names) {
                        parts[name] = part;
                        inner.insert(name.clone(), expression);
                    }
                }
                unknown.push(parts);
                expressions.push(Value::Object(inner));
            }
            Some((Value::Array(unknown), Value::Array(expressions)))
        }
        Value::Array(list) if !list.is_empty() => {
            let references: Option<Vec<String>> = list.iter().map(|item| reference(item.as_str()?)).collect();
            let references = references?;
            *value = Value::Null;
            Some((json!(true), json!({"references": references})))
        }
        _ => None,
    }
}
