//! A gateway endpoint is for S3 or DynamoDB, and a route table has one per service (EG-01, EG-06); an interface endpoint has
//! one subnet per Availability Zone, and private DNS needs the VPC's DNS (EI-01, EI-05).
//! AWS page: vpc/latest/privatelink/gateway-endpoints.html

use std::rc::Rc;

use crate::id::Ref;
use crate::issue::association::OTHER_VPC;
use crate::issue::parent::missing;
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::sorted::{SortedMap, SortedSet};
use crate::topology::{
    EndpointState, GatewayEndpoint, GatewayEndpointId, InterfaceEndpoint, InterfaceEndpointId, RouteTableId, Topology,
};
use crate::trace::Fact;

reasons! {
    NOT_A_GATEWAY_SERVICE: "X_SERVICE_NOT_GATEWAY" ["EG-01"] "No gateway endpoint for this service",
        "{at} cannot be a gateway endpoint for {service}: only S3 and DynamoDB have them. Use an interface \
         endpoint.",
        "vpc/latest/privatelink/gateway-endpoints.html";

    SECOND_ON_TABLE: "X_DUPLICATE_PREFIX_LIST_ROUTE" ["EG-06"] "Table already has this endpoint route",
        "{at} cannot be associated with {table}: {other} already brings it the route to {service}. A table has \
         one endpoint per service.",
        "vpc/latest/privatelink/gateway-endpoints.html";

    TWO_IN_ONE_ZONE: "X_ONE_SUBNET_PER_AZ" ["EI-01", "VPC-19"] "Two subnets in one Availability Zone",
        "{at} cannot use {subnet}: it already has {other} in {zone}. Choose at most one subnet in each \
         Availability Zone.",
        "vpc/latest/privatelink/create-interface-endpoint.html";

    NO_SERVICE: "X_REFUSED" ["EI-01", "DEC-25"] "For no service",
        "{at} names no service. An interface endpoint is for a service of AWS, or for one of a provider.",
        "vpc/latest/privatelink/create-interface-endpoint.html";

    NO_GATEWAY_ENDPOINT: "X_REFUSED" ["EI-10"] "Needs a gateway endpoint, too",
        "{at} cannot answer only through inbound Resolver endpoints: then {vpc} itself needs a gateway endpoint for S3, and has none.",
        "AmazonS3/latest/userguide/privatelink-interface-endpoints.html";

    NO_PRIVATE_DNS: "X_PRIVATE_DNS_NEEDS_VPC_DNS" ["EI-05"] "Private DNS needs the VPC's DNS",
        "{at} cannot have private DNS: {vpc} must have both DNS resolution and DNS host names switched on.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
}

/// `s3express` exists as a gateway service, but its addresses are not known here.
pub(crate) const GATEWAY_SERVICES: [&str; 3] = ["s3", "dynamodb", "s3express"];

pub(super) fn gateway(_: &Topology, draft: &mut Draft) {
    let mut first: SortedMap<(RouteTableId, Rc<str>), GatewayEndpointId> = SortedMap::new();
    let all = draft.topology.gateway_endpoints.clone();
    for (id, endpoint) in all.iter() {
        if !GATEWAY_SERVICES.contains(&&*endpoint.service) {
            let facts = vec![("service", Fact::Text(Rc::clone(&endpoint.service)))];
            draft.leave_out("not-a-gateway-service", &NOT_A_GATEWAY_SERVICE, id, facts);
            continue;
        }
        if matches!(endpoint.state, EndpointState::Deleted | EndpointState::Failed) {
            continue;
        }
        let mut record = endpoint.clone();
        record
            .route_tables
            .retain(|table| can_associate(id, endpoint, table, &mut first, draft));
        if record != *endpoint {
            draft.topology.gateway_endpoints.insert(id.clone(), record);
        }
    }
}

fn can_associate(
    id: &GatewayEndpointId,
    endpoint: &GatewayEndpoint,
    table: &RouteTableId,
    first: &mut SortedMap<(RouteTableId, Rc<str>), GatewayEndpointId>,
    draft: &mut Draft,
) -> bool {
    let service = Rc::clone(&endpoint.service);
    match draft.topology.route_tables.get(table) {
        None => {
            missing(id, Ref::from(table), draft);
            return false;
        }
        Some(record) if record.vpc != endpoint.vpc => {
            let facts = vec![("other", element(table)), ("vpc", element(&endpoint.vpc))];
            draft.error("belongs-to-other-vpc", &OTHER_VPC, id, facts);
            return false;
        }
        Some(_) => {}
    }
    if let Some(other) = first.get(&(table.clone(), Rc::clone(&service))) {
        let facts = vec![
            ("table", element(table)),
            ("other", element(other)),
            ("service", Fact::Text(service)),
        ];
        draft.error("second-endpoint-on-table", &SECOND_ON_TABLE, id, facts);
        return false;
    }
    first.insert((table.clone(), service), id.clone());
    true
}

pub(super) fn interface(drawn: &Topology, draft: &mut Draft) {
    let all = draft.topology.interface_endpoints.clone();
    for (id, endpoint) in all.iter() {
        if endpoint.service.is_empty() && endpoint.provider.is_none() {
            draft.leave_out("endpoint-without-service", &NO_SERVICE, id, Vec::new());
            continue;
        }
        let mut record = endpoint.clone();
        keep_one_per_zone(id, &mut record, draft);
        let vpc = draft.topology.vpcs.get(&endpoint.vpc);
        if endpoint.private_dns && vpc.is_some_and(|vpc| !vpc.dns_support || !vpc.dns_hostnames) {
            let facts = vec![("vpc", element(&endpoint.vpc))];
            draft.error("private-dns-without-vpc-dns", &NO_PRIVATE_DNS, id, facts);
            record.private_dns = false;
        }
        let gateways = drawn.gateway_endpoints.iter();
        let has_gateway = gateways
            .into_iter()
            .any(|(_, gateway)| gateway.vpc == endpoint.vpc && &*gateway.service == "s3");
        if endpoint.inbound_resolver_only && !has_gateway {
            draft.error(
                "resolver-only-without-gateway",
                &NO_GATEWAY_ENDPOINT,
                id,
                vec![("vpc", element(&endpoint.vpc))],
            );
            record.inbound_resolver_only = false;
        }
        if record != *endpoint {
            draft.topology.interface_endpoints.insert(id.clone(), record);
        }
    }
}

fn keep_one_per_zone(id: &InterfaceEndpointId, endpoint: &mut InterfaceEndpoint, draft: &mut Draft) {
    let mut first = SortedMap::new();
    let mut seen = SortedSet::new();
    let vpc = endpoint.vpc.clone();
    endpoint.subnets.retain(|place| {
        let Some(subnet) = draft.topology.subnets.get(&place.subnet) else {
            return false;
        };
        let zone = Rc::clone(&subnet.zone);
        if subnet.vpc != vpc {
            let facts = vec![("other", element(&place.subnet)), ("vpc", element(&vpc))];
            draft.error("belongs-to-other-vpc", &OTHER_VPC, id, facts);
            return false;
        }
        if seen.insert(Rc::clone(&zone)) {
            first.insert(zone, place.subnet.clone());
            return true;
        }
        let mut facts = vec![("subnet", element(&place.subnet))];
        facts.extend(first.get(&zone).map(|other| ("other", element(other))));
        facts.push(("zone", Fact::Text(zone)));
        draft.error("two-endpoint-subnets-in-zone", &TWO_IN_ONE_ZONE, id, facts);
        false
    });
}
