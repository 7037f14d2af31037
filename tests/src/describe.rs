//! A topology as AWS would describe it: the answers of `aws … describe-*` in one object, for the tests of the import. What AWS does not
//! know (sites, names, who connects) is left out; `kept` puts it beside an import, so that the rest can be compared.

mod beyond;
mod endpoint;
mod inside;
pub mod terraform;

use std::collections::BTreeMap;

use reach::topology::{EndpointServiceId, Topology, Vpc};
use serde_json::{Value, json};

/// The lists of one answer.
#[derive(Debug, Default)]
pub struct Lists(BTreeMap<&'static str, Vec<Value>>);

impl Lists {
    fn push(&mut self, list: &'static str, element: Value) {
        self.0.entry(list).or_default().push(element);
    }

    /// The element whose field has this value.
    fn find(&mut self, list: &'static str, field: &str, value: &str) -> Option<&mut Value> {
        self.0
            .entry(list)
            .or_default()
            .iter_mut()
            .find(|element| element[field] == value)
    }
}

/// All of it in one object.
pub fn describe(topology: &Topology) -> Value {
    let mut lists = Lists::default();
    inside::vpcs(topology, &mut lists);
    inside::subnets(topology, &mut lists);
    inside::filters(topology, &mut lists);
    inside::interfaces(topology, &mut lists);
    inside::gateways(topology, &mut lists);
    endpoint::endpoints(topology, &mut lists);
    endpoint::load_balancers(topology, &mut lists);
    beyond::peerings(topology, &mut lists);
    beyond::vpn(topology, &mut lists);
    beyond::transit(topology, &mut lists);
    beyond::direct_connect(topology, &mut lists);
    beyond::client_vpn(topology, &mut lists);
    beyond::public_access(topology, &mut lists);
    inside::routes(topology, &mut lists);
    Value::Object(
        lists
            .0
            .into_iter()
            .map(|(key, list)| (key.to_owned(), Value::Array(list)))
            .collect(),
    )
}

/// The import, with what AWS does not know taken from the drawing.
pub fn kept(drawn: &Topology, mut imported: Topology) -> Topology {
    imported.sites = drawn.sites.clone();
    imported.customer_gateways = drawn.customer_gateways.clone();
    imported.hosted_zones = drawn.hosted_zones.clone();
    imported.resolver_endpoints = drawn.resolver_endpoints.clone();
    imported.resolver_rules = drawn.resolver_rules.clone();
    imported.resource_policies = drawn.resource_policies.clone();
    imported.block_public_access = drawn.block_public_access.clone();
    imported.client_vpn_endpoints.amend(|id, record| {
        let mut record = record.clone();
        record.clients = drawn.client_vpn_endpoints.get(id)?.clients.clone();
        Some(record)
    });
    imported.vpn_connections.amend(|id, record| {
        let mut record = record.clone();
        let options = &drawn.vpn_connections.get(id)?.options;
        (record.options.as_path, record.options.med) = (options.as_path, options.med);
        Some(record)
    });
    imported.virtual_interfaces.amend(|id, record| {
        let drawn = drawn.virtual_interfaces.get(id)?;
        let mut record = record.clone();
        (record.site, record.announces, record.routes) =
            (drawn.site.clone(), drawn.announces.clone(), drawn.routes.clone());
        (record.preference, record.as_path, record.med) = (drawn.preference, drawn.as_path, drawn.med);
        Some(record)
    });
    imported.interfaces.amend(|id, record| {
        let mut record = record.clone();
        record.masquerades = drawn.interfaces.get(id)?.masquerades;
        Some(record)
    });
    services_by_their_drawn_ids(&mut imported);
    imported
}

/// AWS's ids of services begin with `vpce-svc-`, which their names carry; drawn ones need not.
fn services_by_their_drawn_ids(imported: &mut Topology) {
    let drawn = |id: &EndpointServiceId| EndpointServiceId::new(id.as_str().trim_start_matches("vpce-svc-"));
    let services: Vec<_> = imported
        .endpoint_services
        .iter()
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (id, record) in services {
        imported.endpoint_services.remove(id.as_str());
        imported.endpoint_services.insert(drawn(&id), record);
    }
    imported.interface_endpoints.amend(|_, record| {
        let mut record = record.clone();
        record.provider = record.provider.as_ref().map(drawn);
        Some(record)
    });
    imported.gateway_load_balancer_endpoints.amend(|_, record| {
        let mut record = record.clone();
        record.service = drawn(&record.service);
        Some(record)
    });
}

fn tags(name: Option<&std::rc::Rc<str>>) -> Value {
    name.map_or_else(|| json!([]), |name| json!([{"Key": "Name", "Value": &**name}]))
}

fn region_of<'t>(topology: &'t Topology, vpc: &reach::topology::VpcId) -> &'t str {
    topology.vpcs.get(vpc).map_or(Vpc::DEFAULT_REGION, |vpc| &vpc.region)
}
