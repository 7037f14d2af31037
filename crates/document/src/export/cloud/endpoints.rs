//! Gateway endpoints and interface endpoints of AWS's services.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::topology::*;
use serde_json::{Map, Value as Json, json};

use super::{Builder, Field, Value, field, id_of, ids_of, text};

impl Builder<'_> {
    pub(super) fn endpoints(&mut self) {
        let types = ["AWS::EC2::VPCEndpoint", "aws_vpc_endpoint"];
        for (id, it) in self.topology.gateway_endpoints.iter() {
            self.enter(&it.vpc);
            let tables: Vec<Rc<str>> = it.route_tables.iter().map(|table| table.text()).collect();
            let mut fields = self.endpoint(&it.vpc, &it.service, "Gateway", it.policy.as_deref());
            fields.push(field(["RouteTableIds", "route_table_ids"], ids_of(tables.iter())));
            self.add_element(&id.into(), types, fields);
        }
        for (id, it) in self.topology.interface_endpoints.iter() {
            self.enter(&it.vpc);
            if it.provider.is_some() || it.service.starts_with("arn:") || it.service.is_empty() {
                self.note(&id.into(), "endpoints of other people's services are not written here");
                continue;
            }
            let groups = self.network.security_groups_of_endpoint(id);
            let groups: Vec<Rc<str>> = groups.iter().map(|group| group.text()).collect();
            let subnets: Vec<Rc<str>> = it.subnets.iter().map(|place| place.subnet.text()).collect();
            let mut fields = self.endpoint(&it.vpc, &it.service, "Interface", it.policy.as_deref());
            fields.push(field(["SubnetIds", "subnet_ids"], ids_of(subnets.iter())));
            fields.push(field(["SecurityGroupIds", "security_group_ids"], ids_of(groups.iter())));
            fields.push(field(
                ["PrivateDnsEnabled", "private_dns_enabled"],
                Value::Is(it.private_dns),
            ));
            self.add_element(&id.into(), types, fields);
        }
    }

    fn endpoint(&self, vpc: &VpcId, service: &str, kind: &str, policy: Option<&[Statement]>) -> Vec<Field> {
        let service = format!("com.amazonaws.{}.{service}", self.region);
        let mut fields = vec![
            field(["VpcId", "vpc_id"], id_of(&vpc.text())),
            field(["ServiceName", "service_name"], text(service)),
            field(["VpcEndpointType", "vpc_endpoint_type"], text(kind)),
        ];
        // A policy without a statement allows nothing; AWS wants one that says so.
        if let Some(statements) = policy {
            let none = [json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"})];
            let written: Vec<Json> = statements.iter().map(statement).collect();
            let statements = if written.is_empty() { none.to_vec() } else { written };
            let policy = json!({"Version": "2012-10-17", "Statement": statements});
            fields.push(field(["PolicyDocument", "policy"], Value::Json(policy)));
        }
        fields
    }
}

fn statement(it: &Statement) -> Json {
    let effect = match it.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    let principal = match &*it.principal {
        "*" => json!("*"),
        principal => json!({"AWS": principal}),
    };
    let mut written =
        json!({"Effect": effect, "Principal": principal, "Action": &*it.action, "Resource": &*it.resource});
    let mut condition = Map::new();
    if let Some(address) = &it.source_ip {
        condition.insert("IpAddress".to_owned(), json!({"aws:SourceIp": address.to_string()}));
    }
    if let Some(source) = &it.source {
        let key = if source.kind == Kind::Vpc {
            "aws:SourceVpc"
        } else {
            "aws:SourceVpce"
        };
        condition.insert("StringEquals".to_owned(), json!({key: id(source)}));
    }
    if let Some(members) = written.as_object_mut() {
        for unread in &it.conditions {
            add(unread, members, &mut condition);
        }
        if !condition.is_empty() {
            members.insert("Condition".to_owned(), Json::Object(condition));
        }
    }
    written
}

/// What an import kept, where it came from.
fn add(unread: &PolicyCondition, members: &mut Map<String, Json>, condition: &mut Map<String, Json>) {
    let values = || match unread.values.as_slice() {
        [one] => json!(&**one),
        all => all.iter().map(|value| json!(&**value)).collect(),
    };
    match (&*unread.operator, unread.key.split_once(':'), &*unread.key) {
        ("Not", None, part @ ("Action" | "Resource")) => {
            members.remove(part);
            members.insert(format!("Not{part}"), values());
        }
        ("Not", Some(("Principal", kind)), _) => {
            members.remove("Principal");
            members.insert("NotPrincipal".to_owned(), json!({kind: values()}));
        }
        ("Is", Some(("Principal", kind)), _) => {
            members.insert("Principal".to_owned(), json!({kind: values()}));
        }
        (operator, _, key) => {
            let keys = condition.entry(operator).or_insert_with(|| json!({}));
            if let Some(keys) = keys.as_object_mut() {
                keys.insert(key.to_owned(), values());
            }
        }
    }
}

fn id(source: &Ref) -> &str {
    &source.id
}
