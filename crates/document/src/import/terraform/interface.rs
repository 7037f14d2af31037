//! Instances, network interfaces, Elastic IP addresses, and what else has an address in a subnet.

use super::attributes::Attributes;
use super::ends::{Hosted, Public};
use super::{Reader, Resource};
use crate::import::raw::{self, Text};

impl Reader<'_> {
    pub(super) fn of_interfaces(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_instance" | "aws_spot_instance_request" => self.instance(resource, of),
            "aws_network_interface" => self.interface(resource, of),
            "aws_network_interface_attachment" => {
                let record = raw::NetworkInterface {
                    network_interface_id: of.text("network_interface_id"),
                    attachment: raw::Attachment {
                        device_index: of.number("device_index"),
                        instance_id: of.text("instance_id"),
                        status: None,
                    },
                    ..raw::NetworkInterface::default()
                };
                self.add(record, resource, of);
            }
            "aws_network_interface_sg_attachment" => {
                let of_interface = of.text("network_interface_id").zip(of.text("security_group_id"));
                self.ends.interface_groups.extend(of_interface);
            }
            "aws_eip" => self.address(resource, of),
            "aws_eip_association" => self.address_association(resource, of),
            "aws_db_subnet_group" => {
                let names = [of.text("name"), of.text("id")];
                for name in names.into_iter().flatten() {
                    self.ends.subnet_groups.insert(name, of.texts("subnet_ids"));
                }
            }
            "aws_db_instance" => self.database(resource, of),
            "aws_rds_cluster" => {
                let groups = of.texts("vpc_security_group_ids");
                for name in [of.text("cluster_identifier"), of.text("id")].into_iter().flatten() {
                    self.ends
                        .clusters
                        .insert(name, (groups.clone(), of.text("db_subnet_group_name")));
                }
            }
            "aws_rds_cluster_instance" => self.database(resource, of),
            "aws_lambda_function" => self.function(resource, of),
            "aws_efs_mount_target" => self.mount_target(resource, of),
            _ => return false,
        }
        true
    }

    fn instance(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["spot_instance_id", "id"]), resource, of) else {
            return;
        };
        let mut own = Vec::new();
        for block in of
            .blocks("network_interface")
            .into_iter()
            .chain(of.blocks("primary_network_interface"))
        {
            let index = block.number("device_index").unwrap_or(0);
            if let Some(interface) = block.text("network_interface_id") {
                own.push((index, interface.clone()));
                self.ends.attached.push((interface, id.clone(), index));
            }
        }
        let primary = of.text("primary_network_interface_id").unwrap_or_else(|| id.clone());
        if !own.iter().any(|(index, _)| *index == 0) {
            let record = self.first_interface(&id, &primary, of);
            let is_new = of.text("private_ip").is_none();
            self.ends.public.insert(
                primary.clone(),
                Public {
                    said: of.flag("associate_public_ip_address"),
                    is_new,
                    has_groups: of.says("vpc_security_group_ids"),
                },
            );
            self.ends.first_interfaces.insert(id.clone(), (primary, record));
        } else {
            let first = own.into_iter().find(|(index, _)| *index == 0);
            let first = first.map(|(_, interface)| interface);
            self.ends.primary.extend(first.map(|interface| (id.clone(), interface)));
        }
        let record = raw::Instance {
            instance_id: Some(id),
            state: raw::InstanceState {
                name: of.text("instance_state"),
            },
            subnet_id: of.text("subnet_id"),
            tags: self.tags(resource, of),
            ..raw::Instance::default()
        };
        self.add(record, resource, of);
    }

    /// The interface that comes with an instance.
    fn first_interface(&mut self, id: &Text, primary: &Text, of: &Attributes<'_>) -> raw::NetworkInterface {
        let private = of.text("private_ip");
        let secondary = of.texts("secondary_private_ips").into_iter();
        let addresses = private.clone().into_iter().map(|own| (own, true));
        raw::NetworkInterface {
            network_interface_id: Some(primary.clone()),
            subnet_id: of.text("subnet_id"),
            source_dest_check: of.flag("source_dest_check"),
            private_ip_address: private,
            private_ip_addresses: addresses
                .chain(secondary.map(|own| (own, false)))
                .map(private_address)
                .collect(),
            ipv6_addresses: ipv6_addresses(of.texts("ipv6_addresses")),
            association: public_address(of.text("public_ip")),
            attachment: raw::Attachment {
                device_index: Some(0),
                instance_id: Some(id.clone()),
                status: None,
            },
            groups: of.groups("vpc_security_group_ids"),
            ..raw::NetworkInterface::default()
        }
    }

    fn interface(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let mut own = of.text("private_ip");
        let mut others = of.texts("private_ip_list");
        others.extend(of.texts("private_ips"));
        own = own.or_else(|| others.first().cloned());
        others.retain(|other| Some(other) != own.as_ref());
        others.sort();
        others.dedup();
        let addresses = own.clone().into_iter().map(|own| (own, true));
        let attachments = of.blocks("attachment");
        let attached = attachments.first();
        let seen = of.blocks("association");
        let is_open = attached.is_none() && !resource.is_data;
        self.ends.unattached.extend(is_open.then(|| id.clone()));
        self.ends.public.entry(id.clone()).or_insert(Public {
            said: Some(false),
            is_new: own.is_none(),
            has_groups: of.says("security_groups"),
        });
        let record = raw::NetworkInterface {
            network_interface_id: Some(id),
            subnet_id: of.text("subnet_id"),
            vpc_id: of.text("vpc_id"),
            owner_id: of.text("owner_id"),
            availability_zone: of.text("availability_zone"),
            interface_type: of.text("interface_type"),
            description: of.text("description"),
            requester_id: of.text("requester_id"),
            status: None,
            source_dest_check: of.flag("source_dest_check"),
            private_ip_address: own,
            private_ip_addresses: addresses
                .chain(others.into_iter().map(|own| (own, false)))
                .map(private_address)
                .collect(),
            ipv6_addresses: ipv6_addresses(of.texts("ipv6_addresses")),
            association: public_address(seen.first().and_then(|seen| seen.text("public_ip"))),
            attachment: raw::Attachment {
                device_index: attached.and_then(|attached| attached.number("device_index")),
                instance_id: attached.and_then(|attached| attached.first(&["instance", "instance_id"])),
                status: None,
            },
            groups: of.groups("security_groups"),
            tag_set: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn address(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["allocation_id", "id"]), resource, of) else {
            return;
        };
        let record = raw::Address {
            allocation_id: Some(id),
            public_ip: of.text("public_ip"),
            network_interface_id: of.first(&["network_interface", "network_interface_id"]),
            private_ip_address: of.first(&["associate_with_private_ip", "private_ip"]),
            instance_id: of.first(&["instance", "instance_id"]),
        };
        self.add(record, resource, of);
    }

    fn address_association(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(allocation) = of.text("allocation_id") else {
            self.left_out(resource, of, "it names no allocation of an Elastic IP address");
            return;
        };
        let record = raw::Address {
            allocation_id: Some(allocation),
            public_ip: of.text("public_ip"),
            network_interface_id: of.text("network_interface_id"),
            private_ip_address: of.text("private_ip_address"),
            instance_id: of.text("instance_id"),
        };
        self.add(record, resource, of);
    }

    fn database(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["identifier", "id"]), resource, of) else {
            return;
        };
        let hosted = Hosted {
            words: ("amazon-rds".into(), "RDSNetworkInterface"),
            kind: None,
            name: of.named(Some(&id)),
            subnet_group: of.text("db_subnet_group_name"),
            cluster: of.text("cluster_identifier"),
            zone: of.text("availability_zone"),
            subnets: Vec::new(),
            groups: of.texts("vpc_security_group_ids"),
            is_public: of.flag("publicly_accessible") == Some(true),
            everywhere: false,
            origin: self.origin(resource, of),
        };
        self.ends.hosted.insert(id, hosted);
        self.count("database", "databases");
    }

    /// Without a VPC of its own, AWS runs it where no rule of this program reaches.
    fn function(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["function_name", "id"]), resource, of) else {
            return;
        };
        let blocks = of.blocks("vpc_config");
        let Some(place) = blocks.first() else { return };
        let subnets = place.texts("subnet_ids");
        if subnets.is_empty() {
            return;
        }
        let hosted = Hosted {
            words: (format!("{id}:lambda").into(), "AWS Lambda VPC ENI"),
            kind: Some("lambda".into()),
            name: of.named(Some(&id)),
            subnet_group: None,
            cluster: None,
            zone: None,
            subnets,
            groups: place.texts("security_group_ids"),
            is_public: false,
            everywhere: true,
            origin: self.origin(resource, of),
        };
        self.ends.hosted.insert(id, hosted);
        self.count("function", "functions");
    }

    fn mount_target(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["network_interface_id", "id"]), resource, of) else {
            return;
        };
        self.ends.public.entry(id.clone()).or_insert(Public {
            said: Some(false),
            is_new: of.text("ip_address").is_none(),
            has_groups: of.says("security_groups"),
        });
        let record = raw::NetworkInterface {
            network_interface_id: Some(id),
            subnet_id: of.text("subnet_id"),
            private_ip_address: of.text("ip_address"),
            requester_id: Some("amazon-elasticfilesystem".into()),
            groups: of.groups("security_groups"),
            tag_set: self.tags(resource, of),
            ..raw::NetworkInterface::default()
        };
        self.add(record, resource, of);
    }
}

pub(super) fn private_address((own, primary): (Text, bool)) -> raw::PrivateAddress {
    raw::PrivateAddress {
        primary: Some(primary),
        private_ip_address: Some(own),
        ..raw::PrivateAddress::default()
    }
}

fn ipv6_addresses(own: Vec<Text>) -> Vec<raw::Ipv6Address> {
    let own = own.into_iter();
    own.map(|own| raw::Ipv6Address {
        ipv6_address: Some(own),
    })
    .collect()
}

fn public_address(public_ip: Option<Text>) -> raw::PublicAddress {
    raw::PublicAddress {
        public_ip,
        ..raw::PublicAddress::default()
    }
}
