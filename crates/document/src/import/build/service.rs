//! Endpoint services of one's own.

use reach::topology::{EndpointService, LoadBalancerId, ServiceState};

use super::balancer::short;
use super::{Build, names};
use crate::import::raw::{self, Text};

impl Build<'_> {
    pub(super) fn endpoint_services(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.service_configurations {
            let record = &found.record;
            if !self.lives(&record.service_state, &["available", "pending"], found, id) {
                continue;
            }
            let arns = record
                .network_load_balancer_arns
                .iter()
                .chain(&record.gateway_load_balancer_arns);
            let principals = record
                .allowed_principals
                .0
                .iter()
                .filter_map(|one| one.principal.clone());
            let service = EndpointService {
                name: names::given(&record.tags, id),
                load_balancers: arns.map(|arn| LoadBalancerId::new(short(arn))).collect(),
                acceptance_required: record.acceptance_required.unwrap_or(true),
                principals: principals.collect(),
                regions: record
                    .supported_regions
                    .iter()
                    .filter_map(|one| one.region.clone())
                    .collect(),
                private_dns_name: record.private_dns_name.clone(),
                verified: raw::is(&record.private_dns_name_configuration.state, &["verified"])
                    && record.private_dns_name_configuration.state.is_some(),
                state: match record.service_state.as_deref().map(str::to_ascii_lowercase).as_deref() {
                    Some("pending") => ServiceState::Pending,
                    _ => ServiceState::Available,
                },
            };
            let own = self.region_of(&service.load_balancers, found.origin.region.as_ref());
            let service = EndpointService {
                regions: service
                    .regions
                    .iter()
                    .filter(|region| Some(*region) != own.as_ref())
                    .cloned()
                    .collect(),
                ..service
            };
            self.put(id, service);
        }
    }

    /// A service is always usable in its own Region, which AWS lists among the others.
    fn region_of(&self, balancers: &[LoadBalancerId], said: Option<&Text>) -> Option<Text> {
        let balancer = balancers.iter().find_map(|id| self.topology.load_balancers.get(id));
        let vpc = balancer.and_then(|balancer| self.topology.vpcs.get(&balancer.vpc));
        vpc.map(|vpc| vpc.region.clone()).or_else(|| said.cloned())
    }
}
