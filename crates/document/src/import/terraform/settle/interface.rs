//! Interfaces with what other resources say of them, and with addresses that only AWS knows.

use super::Settle;
use crate::import::raw::{self, Text};
use crate::import::report::Origin;
use crate::import::terraform::ends::Hosted;
use crate::import::terraform::interface::private_address;

impl Settle<'_> {
    pub(super) fn first_interfaces(&mut self) {
        for (interface, instance, index) in std::mem::take(&mut self.ends.attached) {
            if let Some(found) = self.gathered.network_interfaces.get_mut(&interface) {
                let attachment = &mut found.record.attachment;
                attachment.instance_id.get_or_insert(instance);
                attachment.device_index.get_or_insert(index);
            }
        }
        for interface in std::mem::take(&mut self.ends.unattached) {
            if let Some(found) = self.gathered.network_interfaces.get_mut(&interface)
                && found.record.attachment.instance_id.is_none()
            {
                found.record.status.get_or_insert_with(|| "available".into());
            }
        }
        for (instance, (interface, record)) in std::mem::take(&mut self.ends.first_interfaces) {
            self.ends.primary.insert(instance.clone(), interface);
            let Some(found) = self.gathered.instances.get(&instance) else {
                continue;
            };
            let living = ["pending", "running", "stopping", "stopped"];
            if raw::is(&found.record.state.name, &living) {
                let origin = found.origin.clone();
                self.imply(record, &origin);
            }
        }
        for (interface, group) in std::mem::take(&mut self.ends.interface_groups) {
            if let Some(found) = self.gathered.network_interfaces.get_mut(&interface) {
                let group = raw::Group { group_id: Some(group) };
                if !found.record.groups.contains(&group) {
                    found.record.groups.push(group);
                }
            }
        }
    }

    /// Databases and functions: AWS makes their interfaces, and Terraform does not know them.
    pub(super) fn hosted(&mut self) {
        for (id, mut hosted) in std::mem::take(&mut self.ends.hosted) {
            if self.has_interface(&hosted) {
                continue;
            }
            let cluster = hosted
                .cluster
                .as_ref()
                .and_then(|cluster| self.ends.clusters.get(cluster));
            if let Some((groups, subnet_group)) = cluster {
                hosted.groups = groups.clone();
                hosted.subnet_group = hosted.subnet_group.or(subnet_group.clone());
            }
            let group = hosted
                .subnet_group
                .as_ref()
                .and_then(|name| self.ends.subnet_groups.get(name));
            hosted.subnets.extend(group.into_iter().flatten().cloned());
            hosted.subnets.sort();
            let subnets = self.places(&hosted);
            if subnets.is_empty() {
                let text = "its subnets are not in the input, so it was left out";
                self.notes.add(
                    crate::import::report::NoteKind::NotModelled,
                    &hosted.origin,
                    Some(&id),
                    text,
                );
            }
            let several = subnets.len() > 1;
            for subnet in subnets {
                let own = if several {
                    format!("{id} in {subnet}").into()
                } else {
                    id.clone()
                };
                self.host(&own, &subnet, &hosted);
            }
        }
    }

    /// AWS's own description of its interfaces is better.
    fn has_interface(&self, hosted: &Hosted) -> bool {
        let is_own = |record: &raw::NetworkInterface| record.requester_id.as_ref() == Some(&hosted.words.0);
        hosted.kind.is_some()
            && self
                .gathered
                .network_interfaces
                .values()
                .any(|found| is_own(&found.record))
    }

    fn places(&self, hosted: &Hosted) -> Vec<Text> {
        if hosted.everywhere {
            return hosted.subnets.clone();
        }
        let in_zone = |subnet: &&Text| {
            let found = self.gathered.subnets.get(*subnet);
            hosted.zone.is_none() || found.is_some_and(|found| found.record.availability_zone == hosted.zone)
        };
        let first = hosted.subnets.iter().find(in_zone).or(hosted.subnets.first());
        first.cloned().into_iter().collect()
    }

    fn host(&mut self, own: &Text, subnet: &Text, hosted: &Hosted) {
        let Some(address) = self.private(subnet, &hosted.origin, own) else {
            return;
        };
        let public_ip = match hosted.is_public {
            true => self.public(&hosted.origin, own),
            false => None,
        };
        let mut groups = hosted.groups.clone();
        if groups.is_empty() {
            let links = self.vpc_of(subnet).and_then(|vpc| self.ends.vpcs.get(&vpc));
            groups.extend(links.and_then(|links| links.default_group.clone()));
        }
        let record = raw::NetworkInterface {
            network_interface_id: Some(own.clone()),
            subnet_id: Some(subnet.clone()),
            interface_type: hosted.kind.clone(),
            requester_id: Some(hosted.words.0.clone()),
            description: Some(hosted.words.1.into()),
            private_ip_address: Some(address.clone()),
            private_ip_addresses: vec![private_address((address, true))],
            association: raw::PublicAddress {
                public_ip,
                ..raw::PublicAddress::default()
            },
            groups: groups
                .into_iter()
                .map(|group| raw::Group { group_id: Some(group) })
                .collect(),
            tag_set: hosted.name.clone(),
            ..raw::NetworkInterface::default()
        };
        let origin = hosted.origin.clone();
        self.imply(record, &origin);
    }

    /// Those of which AWS has not chosen the address yet.
    pub(super) fn interface_addresses(&mut self) {
        let new: Vec<(Text, Text, Origin)> = self
            .gathered
            .network_interfaces
            .iter()
            .filter(|(id, found)| {
                let is_new = self.ends.public.get(*id).is_some_and(|public| public.is_new);
                is_new && found.record.private_ip_address.is_none()
            })
            .filter_map(|(id, found)| Some((id.clone(), found.record.subnet_id.clone()?, found.origin.clone())))
            .collect();
        for (id, subnet, origin) in new {
            let address = self.private(&subnet, &origin, &id);
            if let (Some(address), Some(found)) = (address, self.gathered.network_interfaces.get_mut(&id)) {
                found
                    .record
                    .private_ip_addresses
                    .push(private_address((address.clone(), true)));
                found.record.private_ip_address = Some(address);
            }
        }
    }

    /// An Elastic IP address of an instance is one of its first interface.
    pub(super) fn elastic_addresses(&mut self) {
        let ids: Vec<Text> = self.gathered.addresses.keys().cloned().collect();
        for id in ids {
            let Some(found) = self.gathered.addresses.get(&id) else {
                continue;
            };
            let (origin, mut record) = (found.origin.clone(), found.record.clone());
            let of_instance = record
                .instance_id
                .as_ref()
                .and_then(|instance| self.ends.primary.get(instance));
            record.network_interface_id = record.network_interface_id.or(of_instance.cloned());
            let Some(interface) = &record.network_interface_id else {
                continue;
            };
            let interface = self.gathered.network_interfaces.get(interface);
            let private = interface.and_then(|found| found.record.private_ip_address.clone());
            record.private_ip_address = record.private_ip_address.or(private);
            let seen = interface.and_then(|found| found.record.association.public_ip.clone());
            record.public_ip = record.public_ip.or(seen).or_else(|| self.public(&origin, &id));
            if let Some(found) = self.gathered.addresses.get_mut(&id) {
                found.record = record;
            }
        }
    }

    /// What an instance gets when it starts, by its own word or its subnet's.
    pub(super) fn public_addresses(&mut self) {
        let elastic: std::collections::BTreeSet<Text> = self
            .gathered
            .addresses
            .values()
            .filter_map(|found| found.record.network_interface_id.clone())
            .collect();
        for (id, public) in std::mem::take(&mut self.ends.public) {
            let Some(found) = self.gathered.network_interfaces.get(&id) else {
                continue;
            };
            let record = &found.record;
            let origin = found.origin.clone();
            let by_subnet = || {
                let subnet = record
                    .subnet_id
                    .as_ref()
                    .and_then(|subnet| self.gathered.subnets.get(subnet));
                subnet.is_some_and(|subnet| subnet.record.map_public_ip_on_launch == Some(true))
            };
            let gets_one = public.is_new && public.said.unwrap_or_else(by_subnet);
            if !gets_one || record.association.public_ip.is_some() || elastic.contains(&id) {
                continue;
            }
            let address = self.public(&origin, &id);
            if let Some(found) = self.gathered.network_interfaces.get_mut(&id) {
                found.record.association.public_ip = address;
            }
        }
    }

    pub(super) fn nat_addresses(&mut self) {
        let allocations: std::collections::BTreeMap<Text, Text> =
            std::mem::take(&mut self.ends.nat_allocations).into_iter().collect();
        let ids: Vec<Text> = self.gathered.nat_gateways.keys().cloned().collect();
        for id in ids {
            let Some(found) = self.gathered.nat_gateways.get(&id) else {
                continue;
            };
            let (origin, record) = (found.origin.clone(), &found.record);
            let is_public = record.connectivity_type.as_deref() != Some("private");
            let Some(first) = record.nat_gateway_addresses.first().cloned() else {
                continue;
            };
            let subnet = record.subnet_id.clone();
            let is_zonal = record.availability_mode.as_deref() != Some("regional");
            if !is_zonal || origin.file.is_empty() || !self.ends.is_terraform(&origin.file) {
                continue;
            }
            let private = first.private_ip.or_else(|| self.private(&subnet?, &origin, &id));
            let said = allocations
                .get(&id)
                .and_then(|allocation| self.gathered.addresses.get(allocation));
            let said = said.and_then(|found| found.record.public_ip.clone());
            let public = match first.public_ip.or(said) {
                None if is_public => self.public(&origin, &id),
                known => known,
            };
            if let Some(address) = self
                .gathered
                .nat_gateways
                .get_mut(&id)
                .and_then(|found| found.record.nat_gateway_addresses.first_mut())
            {
                (address.private_ip, address.public_ip) = (private, public);
            }
        }
    }
}
