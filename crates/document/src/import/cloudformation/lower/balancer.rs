//! Load balancers, listeners, target groups and their targets.

use serde_json::Value as Json;

use super::{Attributes, Lower, put};
use crate::import::cloudformation::value::{Value, text};

pub(in crate::import::cloudformation) fn balancer(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let scheme = it.property("Scheme");
    if !matches!(scheme, Value::Nothing) {
        put(
            &mut all,
            "internal",
            text((scheme.text() == Some("internal")).to_string()),
        );
    }
    let attributes = it.property("LoadBalancerAttributes");
    put(
        &mut all,
        "enable_cross_zone_load_balancing",
        attribute(attributes, "load_balancing.cross_zone.enabled"),
    );
    it.push(it.kind.to, all);
}

/// Of a list of keys and values.
fn attribute(list: Value, key: &str) -> Value {
    let found = list
        .items()
        .into_iter()
        .find(|item| item.get("Key").text() == Some(key));
    found.map_or(Value::Nothing, |item| item.get("Value"))
}

pub(in crate::import::cloudformation) fn listener(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let actions = it.property("DefaultActions").items().into_iter().map(action);
    all.insert("default_action".to_owned(), actions.collect());
    it.push(it.kind.to, all);
}

fn action(of: Value) -> Json {
    let mut all = Attributes::new();
    put(&mut all, "type", of.get("Type"));
    put(&mut all, "target_group_arn", of.get("TargetGroupArn"));
    let groups = of.get("ForwardConfig").get("TargetGroups").items().into_iter();
    let groups = groups.map(|group| {
        let mut all = Attributes::new();
        put(&mut all, "arn", group.get("TargetGroupArn"));
        put(&mut all, "weight", group.get("Weight"));
        Json::Object(all)
    });
    let mut forward = Attributes::new();
    forward.insert("target_group".to_owned(), groups.collect());
    all.insert("forward".to_owned(), Json::Array(vec![Json::Object(forward)]));
    Json::Object(all)
}

/// Targets stand in their group here.
pub(in crate::import::cloudformation) fn target_group(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let attributes = it.property("TargetGroupAttributes");
    put(
        &mut all,
        "preserve_client_ip",
        attribute(attributes, "preserve_client_ip.enabled"),
    );
    it.push(it.kind.to, all);
    let group = it.id();
    for target in it.property("Targets").items() {
        let mut all = Attributes::new();
        all.insert("target_group_arn".to_owned(), group.as_str().into());
        put(&mut all, "target_id", target.get("Id"));
        put(&mut all, "port", target.get("Port"));
        put(&mut all, "availability_zone", target.get("AvailabilityZone"));
        it.push("aws_lb_target_group_attachment", all);
    }
}
