//! Endpoints with what other resources add to them, and with their interfaces.

use super::Settle;
use crate::import::raw::{self, Text};

impl Settle<'_> {
    pub(super) fn endpoint_parts(&mut self) {
        for (endpoint, policy) in std::mem::take(&mut self.ends.policies) {
            if let Some(found) = self.gathered.vpc_endpoints.get_mut(&endpoint) {
                found.record.policy_document = Some(policy);
            }
        }
        for (endpoint, subnet) in std::mem::take(&mut self.ends.endpoint_subnets) {
            if let Some(found) = self.gathered.vpc_endpoints.get_mut(&endpoint)
                && !found.record.subnet_ids.contains(&subnet)
            {
                found.record.subnet_ids.push(subnet);
            }
        }
        for (endpoint, group, _) in std::mem::take(&mut self.ends.endpoint_groups) {
            if let Some(found) = self.gathered.vpc_endpoints.get_mut(&endpoint) {
                let group = raw::Group { group_id: Some(group) };
                if !found.record.groups.contains(&group) {
                    found.record.groups.push(group);
                }
            }
        }
        for (id, found) in &mut self.gathered.vpc_endpoints {
            let record = &mut found.record;
            let is_pending = record.state.is_some() && raw::is(&record.state, &["pendingAcceptance"]);
            if is_pending && self.ends.accepted.contains(id) {
                record.state = Some("available".into());
            }
            let is_interface = record.vpc_endpoint_type.as_deref() == Some("Interface");
            let vpc = record.vpc_id.as_ref().and_then(|vpc| self.ends.vpcs.get(vpc));
            let default = vpc.and_then(|links| links.default_group.clone());
            if is_interface && record.groups.is_empty() && self.ends.endpoints.contains_key(id) {
                record
                    .groups
                    .extend(default.map(|group| raw::Group { group_id: Some(group) }));
            }
        }
    }

    /// Terraform names the interfaces of endpoints and does not describe them.
    pub(super) fn endpoint_addresses(&mut self) {
        for (id, wants) in std::mem::take(&mut self.ends.endpoints) {
            let Some(found) = self.gathered.vpc_endpoints.get(&id) else {
                continue;
            };
            if !raw::is(&found.record.vpc_endpoint_type, &["Interface"]) {
                continue;
            }
            let origin = found.origin.clone();
            for subnet in found.record.subnet_ids.clone() {
                if self.has_endpoint_interface(&id, &wants.interfaces, &subnet) {
                    continue;
                }
                let said = wants.places.iter().find(|place| place.subnet == subnet);
                let said = said.and_then(|place| place.address.clone());
                let Some(address) = said.or_else(|| self.private(&subnet, &origin, &id)) else {
                    continue;
                };
                let record = raw::NetworkInterface {
                    network_interface_id: Some(format!("{id} in {subnet}").into()),
                    subnet_id: Some(subnet),
                    interface_type: Some("vpc_endpoint".into()),
                    description: Some(format!("VPC Endpoint Interface {id}").into()),
                    private_ip_address: Some(address),
                    ..raw::NetworkInterface::default()
                };
                self.imply(record, &origin);
            }
        }
    }

    fn has_endpoint_interface(&self, id: &Text, interfaces: &[Text], subnet: &Text) -> bool {
        self.gathered.network_interfaces.iter().any(|(own, found)| {
            let words = found.record.description.as_deref().unwrap_or_default();
            let is_own = interfaces.contains(own) || words.strip_prefix("VPC Endpoint Interface ") == Some(id);
            is_own && found.record.subnet_id.as_ref() == Some(subnet)
        })
    }
}
