//! VPC endpoints: gateway, interface, and Gateway Load Balancer ones.

use reach::id::{Kind, Ref};
use reach::topology::{
    AddressType, EndpointServiceId, EndpointState, EndpointSubnet, GatewayEndpoint, GatewayEndpointId,
    GatewayLoadBalancerEndpoint, InterfaceEndpoint, InterfaceEndpointId, RouteTableId, SecurityGroupId, Statement,
    SubnetId, VpcId,
};

use super::address::ipv4;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

const LIVING: [&str; 4] = ["available", "pending", "pendingacceptance", "partial"];

impl Build<'_> {
    pub(super) fn endpoints(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.vpc_endpoints {
            if !self.lives(&found.record.state, &LIVING, found, id) {
                continue;
            }
            let kind = found.record.vpc_endpoint_type.as_deref().unwrap_or("Gateway");
            match kind.to_ascii_lowercase().as_str() {
                "gateway" => self.gateway_endpoint(id, found),
                "interface" => self.interface_endpoint(id, found),
                "gatewayloadbalancer" => self.gateway_load_balancer_endpoint(id, found),
                _ => {
                    let text =
                        format!("endpoints of the type {kind} are not modelled; its network interfaces are shown");
                    self.note(NoteKind::NotModelled, found, id, text);
                }
            }
        }
    }

    fn gateway_endpoint(&mut self, id: &Text, found: &Found<raw::VpcEndpoint>) {
        let record = &found.record;
        let Some(vpc) = self.needs(&record.vpc_id, found, id, "VpcId") else {
            return;
        };
        let Some(service) = self.needs(&record.service_name, found, id, "ServiceName") else {
            return;
        };
        let reference = Ref::from(&GatewayEndpointId::new(id.clone()));
        let mut tables: Vec<Text> = record.route_table_ids.0.clone();
        tables.extend(self.tables_with_route_to(id));
        let endpoint = GatewayEndpoint {
            name: names::given(&record.tags, id),
            vpc: VpcId::new(vpc),
            service: service_word(&service).into(),
            route_tables: tables.into_iter().map(RouteTableId::new).collect(),
            state: state(record),
            policy: self.policy_of(&reference, found),
            address_type: match record.ip_address_type.as_deref() {
                Some("dualstack") => AddressType::Dualstack,
                Some("ipv6") => AddressType::Ipv6,
                _ => AddressType::Ipv4,
            },
        };
        self.put(id, endpoint);
        self.doubt_unread(reference, found);
    }

    /// An answer about endpoints may lack them; the tables say so themselves.
    fn tables_with_route_to(&self, endpoint: &Text) -> Vec<Text> {
        let leads = |route: &raw::Route| route.gateway_id.as_ref() == Some(endpoint);
        let tables = self.raw.route_tables.iter();
        let leading = tables.filter(|(_, found)| found.record.routes.0.iter().any(leads));
        leading.map(|(id, _)| id.clone()).collect()
    }

    fn interface_endpoint(&mut self, id: &Text, found: &Found<raw::VpcEndpoint>) {
        let record = &found.record;
        let Some(vpc) = self.needs(&record.vpc_id, found, id, "VpcId") else {
            return;
        };
        let Some(service) = self.needs(&record.service_name, found, id, "ServiceName") else {
            return;
        };
        let provider = service_id(&service).map(EndpointServiceId::new);
        let reference = Ref::from(&InterfaceEndpointId::new(id.clone()));
        let groups = record.groups.iter().filter_map(|group| group.group_id.clone());
        let endpoint = InterfaceEndpoint {
            name: names::given(&record.tags, id),
            vpc: VpcId::new(vpc),
            service: if provider.is_some() {
                "".into()
            } else {
                service_word(&service).into()
            },
            subnets: self.places_of(id, found),
            security_groups: groups.map(SecurityGroupId::new).collect(),
            private_dns: record.private_dns_enabled == Some(true),
            state: state(record),
            service_region: self.other_region(record),
            inbound_resolver_only: record.dns_options.private_dns_only_for_inbound_resolver_endpoint == Some(true)
                && record.private_dns_enabled == Some(true)
                && provider.is_none(),
            policy: self.policy_of(&reference, found),
            provider,
        };
        self.put(id, endpoint);
        self.doubt_unread(reference, found);
    }

    /// The Region of the service, if it is not the endpoint's own.
    fn other_region(&self, record: &raw::VpcEndpoint) -> Option<Text> {
        let vpc = self.topology.vpcs.get(&VpcId::new(record.vpc_id.clone()?))?;
        record.service_region.clone().filter(|region| *region != vpc.region)
    }

    /// The endpoint's network interfaces, by their ids or by what they say of themselves.
    fn places_of(&mut self, id: &Text, found: &Found<raw::VpcEndpoint>) -> Vec<EndpointSubnet> {
        let record = &found.record;
        let mut places: Vec<EndpointSubnet> = Vec::new();
        for (interface_id, interface) in &self.raw.network_interfaces {
            let words = interface.record.description.as_deref().unwrap_or_default();
            let is_own = record.network_interface_ids.contains(interface_id)
                || words.strip_prefix("VPC Endpoint Interface ") == Some(id);
            let address = interface.record.private_ip_address.as_deref().and_then(ipv4);
            if let (true, Some(subnet), Some(ipv4)) = (is_own, &interface.record.subnet_id, address) {
                places.push(EndpointSubnet {
                    subnet: SubnetId::new(subnet.clone()),
                    ipv4,
                });
            }
        }
        places.sort_by(|one, other| one.subnet.cmp(&other.subnet));
        for subnet in &record.subnet_ids {
            let subnet = SubnetId::new(subnet.clone());
            if places.iter().all(|place| place.subnet != subnet) {
                let text =
                    format!("its network interface in {subnet} is not in the input, so its address there is not known");
                self.doubt(
                    Ref::from(&InterfaceEndpointId::new(id.clone())),
                    found,
                    "NetworkInterfaceIds",
                    text,
                );
            }
        }
        places
    }

    fn gateway_load_balancer_endpoint(&mut self, id: &Text, found: &Found<raw::VpcEndpoint>) {
        let record = &found.record;
        let service = record.service_name.as_deref().and_then(service_id);
        let (Some(subnet), Some(service)) = (record.subnet_ids.first(), service) else {
            self.note(
                NoteKind::NotModelled,
                found,
                id,
                "it names no subnet or no service, so it was left out",
            );
            return;
        };
        let endpoint = GatewayLoadBalancerEndpoint {
            name: names::given(&record.tags, id),
            subnet: SubnetId::new(subnet.clone()),
            service: EndpointServiceId::new(service),
            state: state(record),
        };
        self.put(id, endpoint);
    }

    /// Parts that are not read are kept: requests that they decide about are `unknown`.
    fn policy_of(&mut self, at: &Ref, found: &Found<raw::VpcEndpoint>) -> Option<Vec<Statement>> {
        let text = found.record.policy_document.as_deref()?;
        let mut statements = super::policy::statements(text)?;
        if statements.iter().any(|statement| !statement.conditions.is_empty()) {
            let why = "its policy has conditions or parts that this program keeps and does not read: what they decide is unknown";
            self.note_at(NoteKind::NotModelled, found, "PolicyDocument", &at.id, why);
        }
        for statement in &mut statements {
            self.know_source(statement);
        }
        Some(statements)
    }

    /// A policy says which endpoint by its id; what kind it is of, the input says.
    fn know_source(&self, statement: &mut Statement) {
        let Some(source) = &mut statement.source else { return };
        let known = self.raw.vpc_endpoints.get(&source.id);
        let kind = known.and_then(|found| found.record.vpc_endpoint_type.as_deref());
        if source.kind == Kind::InterfaceEndpoint && kind.is_some_and(|kind| kind.eq_ignore_ascii_case("gateway")) {
            source.kind = Kind::GatewayEndpoint;
        }
    }
}

fn state(record: &raw::VpcEndpoint) -> EndpointState {
    let word = record.state.as_deref().unwrap_or("available").to_ascii_lowercase();
    match word.as_str() {
        "pendingacceptance" => EndpointState::PendingAcceptance,
        "pending" => EndpointState::Pending,
        _ => EndpointState::Available,
    }
}

/// `s3` of `com.amazonaws.eu-west-1.s3`, `ecr.api` of `com.amazonaws.eu-west-1.ecr.api`.
fn service_word(name: &str) -> &str {
    let rest = name
        .strip_prefix("com.amazonaws.")
        .or(name.strip_prefix("cn.com.amazonaws."))
        .unwrap_or(name);
    match rest.split_once('.') {
        Some((region, service)) if crate::import::place::is_region(region) => service,
        _ => rest,
    }
}

/// `vpce-svc-…` of `com.amazonaws.vpce.eu-west-1.vpce-svc-…`.
fn service_id(name: &str) -> Option<&str> {
    let at = name.find("vpce-svc-")?;
    name.get(at..)
}
