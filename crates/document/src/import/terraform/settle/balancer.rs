//! Load balancers in their subnets.

use super::Settle;
use crate::import::raw::{self, Text};
use crate::import::terraform::ends::Wants;

impl Settle<'_> {
    pub(super) fn balancers(&mut self) {
        for (arn, wants) in std::mem::take(&mut self.ends.balancers) {
            let Some(found) = self.gathered.load_balancers.get(&arn) else {
                continue;
            };
            let zones = found.record.availability_zones.clone();
            let zones = zones.into_iter().map(|zone| self.zone(zone, &arn, &wants)).collect();
            let Some(found) = self.gathered.load_balancers.get_mut(&arn) else {
                continue;
            };
            let record = &mut found.record;
            record.availability_zones = zones;
            let first = record
                .availability_zones
                .first()
                .and_then(|zone| zone.subnet_id.as_ref());
            let subnet = first.and_then(|subnet| self.gathered.subnets.get(subnet));
            let vpc = subnet.and_then(|found| found.record.vpc_id.clone());
            record.vpc_id = record.vpc_id.take().or(vpc);
            let links = record.vpc_id.as_ref().and_then(|vpc| self.ends.vpcs.get(vpc));
            if record.kind.as_deref() == Some("application") && record.security_groups.is_empty() {
                record
                    .security_groups
                    .extend(links.and_then(|links| links.default_group.clone()));
            }
        }
    }

    fn zone(&mut self, mut zone: raw::LoadBalancerZone, arn: &Text, wants: &Wants) -> raw::LoadBalancerZone {
        let (Some(subnet), Some(found)) = (zone.subnet_id.clone(), self.gathered.load_balancers.get(arn)) else {
            return zone;
        };
        if zone
            .load_balancer_addresses
            .iter()
            .any(|one| one.private_ipv4_address.is_some())
            || self.is_described(arn, &subnet)
        {
            return zone;
        }
        let origin = found.origin.clone();
        let is_open = found.record.scheme.as_deref() == Some("internet-facing");
        let place = wants.places.iter().find(|place| place.subnet == subnet);
        let said = place.and_then(|place| place.address.clone());
        let private = said.or_else(|| self.private(&subnet, &origin, arn));
        let elastic = place.and_then(|place| place.allocation.as_ref());
        let elastic = elastic.and_then(|id| self.gathered.addresses.get(id));
        let public = match elastic.and_then(|found| found.record.public_ip.clone()) {
            None if is_open => self.public(&origin, arn),
            known => known,
        };
        zone.load_balancer_addresses = vec![raw::LoadBalancerAddress {
            ip_address: public,
            private_ipv4_address: private,
        }];
        zone
    }

    /// Whether AWS's answers hold its interface.
    fn is_described(&self, arn: &Text, subnet: &Text) -> bool {
        self.gathered.network_interfaces.values().any(|found| {
            let words = found.record.description.as_deref().unwrap_or_default();
            let of_balancer = words.strip_prefix("ELB ").is_some_and(|own| arn.ends_with(own));
            of_balancer && found.record.subnet_id.as_ref() == Some(subnet)
        })
    }
}
