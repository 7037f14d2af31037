//! Gateways to the internet, NAT gateways, peering connections and endpoints.

use super::attributes::Attributes;
use super::ends::{PeeringWord, Place, Wants};
use super::{Reader, Resource};
use crate::import::raw::{self, Pages, Text};

impl Reader<'_> {
    pub(super) fn of_gateways(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_internet_gateway" => self.internet_gateway(resource, of),
            "aws_internet_gateway_attachment" => self.internet_gateway_attachment(resource, of),
            "aws_egress_only_internet_gateway" => self.egress_only_internet_gateway(resource, of),
            "aws_nat_gateway" => self.nat_gateway(resource, of),
            "aws_vpc_peering_connection" => self.peering(resource, of),
            "aws_vpc_peering_connection_accepter" => self.accepter(resource, of),
            "aws_vpc_peering_connection_options" => self.peering_options(resource, of),
            "aws_vpc_endpoint" => self.endpoint(resource, of),
            "aws_vpc_endpoint_route_table_association" => {
                self.endpoint_part(resource, of, |whole| {
                    whole.route_table_ids = Pages(of.text("route_table_id").into_iter().collect());
                });
            }
            "aws_vpc_endpoint_subnet_association" => {
                let of_endpoint = of.text("vpc_endpoint_id").zip(of.text("subnet_id"));
                self.ends.endpoint_subnets.extend(of_endpoint);
            }
            "aws_vpc_endpoint_security_group_association" => self.endpoint_group(of),
            "aws_vpc_endpoint_policy" => self
                .ends
                .policies
                .extend(of.text("vpc_endpoint_id").zip(of.text("policy"))),
            "aws_vpc_endpoint_private_dns" => {
                self.endpoint_part(resource, of, |whole| {
                    whole.private_dns_enabled = of.flag("private_dns_enabled");
                });
            }
            "aws_vpc_endpoint_connection_accepter" => self.ends.accepted.extend(of.text("vpc_endpoint_id")),
            "aws_vpc_endpoint_service" => self.endpoint_service(resource, of),
            "aws_vpc_endpoint_service_allowed_principal" => self.allowed_principal(resource, of),
            _ => return false,
        }
        true
    }

    fn internet_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["id", "internet_gateway_id"]), resource, of) else {
            return;
        };
        let record = raw::InternetGateway {
            internet_gateway_id: Some(id),
            owner_id: of.text("owner_id"),
            attachments: attachment(of),
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn internet_gateway_attachment(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::InternetGateway {
            internet_gateway_id: of.text("internet_gateway_id"),
            attachments: attachment(of),
            ..raw::InternetGateway::default()
        };
        self.add(record, resource, of);
    }

    fn egress_only_internet_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let record = raw::EgressOnlyInternetGateway {
            egress_only_internet_gateway_id: Some(id),
            attachments: attachment(of),
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn nat_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let own = raw::NatGatewayAddress {
            private_ip: of.text("private_ip"),
            public_ip: of.text("public_ip"),
            network_interface_id: of.text("network_interface_id"),
            is_primary: Some(true),
            ..raw::NatGatewayAddress::default()
        };
        let mut addresses = vec![own];
        for block in of.blocks("regional_nat_gateway_address") {
            addresses.push(raw::NatGatewayAddress {
                public_ip: block.text("public_ip"),
                availability_zone: block.text("availability_zone"),
                ..raw::NatGatewayAddress::default()
            });
        }
        for extra in of.texts("secondary_private_ip_addresses") {
            addresses.push(raw::NatGatewayAddress {
                private_ip: Some(extra),
                is_primary: Some(false),
                ..raw::NatGatewayAddress::default()
            });
        }
        let is_regional = of.text("availability_mode").as_deref() == Some("regional");
        if is_regional {
            addresses.retain(|address| address.public_ip.is_some() || address.availability_zone.is_some());
        } else {
            self.ends
                .nat_allocations
                .extend(of.text("allocation_id").map(|allocation| (id.clone(), allocation)));
        }
        let record = raw::NatGateway {
            nat_gateway_id: Some(id),
            subnet_id: of.text("subnet_id"),
            vpc_id: of.text("vpc_id"),
            connectivity_type: of.text("connectivity_type").or(Some("public".into())),
            availability_mode: of.text("availability_mode"),
            route_table_id: of.text("route_table_id"),
            auto_provision_zones: of.text("auto_provision_zones"),
            nat_gateway_addresses: addresses,
            tags: self.tags(resource, of),
            state: None,
        };
        self.add(record, resource, of);
    }

    fn peering(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let whose = self.whose(resource, of);
        let word = PeeringWord {
            id: id.clone(),
            said: of.text("accept_status").or(of.text("status")),
            accepts: of.flag("auto_accept") == Some(true),
            is_accepter: false,
        };
        self.ends.peerings.push(word);
        let side = |vpc: &str, options: &str| raw::PeeringSide {
            vpc_id: of.text(vpc),
            peering_options: options_of(of, options),
            ..raw::PeeringSide::default()
        };
        let mut requester = side("vpc_id", "requester");
        let mut accepter = side("peer_vpc_id", "accepter");
        requester.region = whose.region;
        requester.owner_id = whose.account;
        accepter.owner_id = of.text("peer_owner_id");
        accepter.region = of.text("peer_region").or(requester.region.clone());
        let record = raw::VpcPeeringConnection {
            vpc_peering_connection_id: Some(id),
            requester_vpc_info: requester,
            accepter_vpc_info: accepter,
            tags: self.tags(resource, of),
            ..raw::VpcPeeringConnection::default()
        };
        self.add(record, resource, of);
    }

    /// The other account's or Region's half; the connection itself may be in another state.
    fn accepter(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["vpc_peering_connection_id", "id"]), resource, of) else {
            return;
        };
        let word = PeeringWord {
            id: id.clone(),
            said: of.text("accept_status"),
            accepts: of.flag("auto_accept") == Some(true),
            is_accepter: true,
        };
        self.ends.peerings.push(word);
        self.ends
            .accepters
            .push((id.clone(), of.text("peer_vpc_id"), of.text("vpc_id")));
        let record = raw::VpcPeeringConnection {
            vpc_peering_connection_id: Some(id),
            accepter_vpc_info: raw::PeeringSide {
                peering_options: options_of(of, "accepter"),
                ..raw::PeeringSide::default()
            },
            ..raw::VpcPeeringConnection::default()
        };
        self.add(record, resource, of);
    }

    fn peering_options(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = of.first(&["vpc_peering_connection_id", "id"]) else {
            self.left_out(resource, of, "it names no peering connection");
            return;
        };
        let side = |options: &str| options_of(of, options).allow_dns_resolution_from_remote_vpc;
        self.ends.dns_options.push((id, side("requester"), side("accepter")));
    }

    fn endpoint(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let kind = of.text("vpc_endpoint_type").unwrap_or_else(|| "Gateway".into());
        let mut wanted = Wants::default();
        let mut subnets = of.texts("subnet_ids");
        for block in of.blocks("subnet_configuration") {
            if let Some(subnet) = block.text("subnet_id") {
                if !subnets.contains(&subnet) {
                    subnets.push(subnet.clone());
                }
                wanted.places.push(Place::of(&subnet, block.text("ipv4")));
            }
        }
        wanted.interfaces = of.texts("network_interface_ids");
        self.ends.endpoints.insert(id.clone(), wanted);
        let options = of.blocks("dns_options");
        let inbound = options
            .first()
            .and_then(|options| options.flag("private_dns_only_for_inbound_resolver_endpoint"));
        let record = raw::VpcEndpoint {
            vpc_endpoint_id: Some(id),
            vpc_endpoint_type: Some(kind),
            vpc_id: of.text("vpc_id"),
            owner_id: of.text("owner_id"),
            service_name: of.text("service_name"),
            service_region: of.text("service_region"),
            state: of.text("state"),
            policy_document: of.text("policy"),
            route_table_ids: Pages(of.texts("route_table_ids")),
            subnet_ids: subnets,
            groups: of.groups("security_group_ids"),
            network_interface_ids: of.texts("network_interface_ids"),
            private_dns_enabled: of.flag("private_dns_enabled"),
            ip_address_type: of.text("ip_address_type"),
            dns_options: raw::DnsOptions {
                private_dns_only_for_inbound_resolver_endpoint: inbound,
            },
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn endpoint_part(&mut self, resource: &Resource, of: &Attributes<'_>, fill: impl FnOnce(&mut raw::VpcEndpoint)) {
        let mut record = raw::VpcEndpoint {
            vpc_endpoint_id: of.text("vpc_endpoint_id"),
            ..raw::VpcEndpoint::default()
        };
        fill(&mut record);
        self.add(record, resource, of);
    }

    fn endpoint_group(&mut self, of: &Attributes<'_>) {
        let replaces = of.flag("replace_default_association") == Some(true);
        if let (Some(endpoint), Some(group)) = (of.text("vpc_endpoint_id"), of.text("security_group_id")) {
            self.ends.endpoint_groups.push((endpoint, group, replaces));
        }
    }

    fn endpoint_service(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let verified = of.blocks("private_dns_name_configuration");
        let regions = of.texts("supported_regions").into_iter();
        let principals = of.texts("allowed_principals").into_iter();
        let record = raw::ServiceConfiguration {
            service_id: Some(id),
            service_name: of.text("service_name"),
            service_state: of.text("state"),
            acceptance_required: of.flag("acceptance_required"),
            network_load_balancer_arns: of.texts("network_load_balancer_arns"),
            gateway_load_balancer_arns: of.texts("gateway_load_balancer_arns"),
            private_dns_name: of.text("private_dns_name"),
            private_dns_name_configuration: raw::PrivateDnsName {
                state: verified.first().and_then(|one| one.text("state")),
            },
            supported_regions: regions
                .map(|region| raw::SupportedRegion { region: Some(region) })
                .collect(),
            allowed_principals: Pages(principals.map(principal).collect()),
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn allowed_principal(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::ServiceConfiguration {
            service_id: of.text("vpc_endpoint_service_id"),
            allowed_principals: Pages(of.text("principal_arn").into_iter().map(principal).collect()),
            ..raw::ServiceConfiguration::default()
        };
        self.add(record, resource, of);
    }
}

fn principal(arn: Text) -> raw::AllowedPrincipal {
    raw::AllowedPrincipal { principal: Some(arn) }
}

pub(super) fn attachment(of: &Attributes<'_>) -> Vec<raw::VpcAttachment> {
    let blocks = of.blocks("attachments").into_iter();
    let vpcs = blocks.filter_map(|block| block.text("vpc_id"));
    let own = of.first(&["vpc_id", "attached_vpc_id"]).into_iter();
    let attached = own.chain(vpcs).map(|vpc| raw::VpcAttachment {
        state: Some("available".into()),
        vpc_id: Some(vpc),
    });
    attached.collect()
}

fn options_of(of: &Attributes<'_>, side: &str) -> raw::PeeringOptions {
    let blocks = of.blocks(side);
    raw::PeeringOptions {
        allow_dns_resolution_from_remote_vpc: blocks
            .first()
            .and_then(|block| block.flag("allow_remote_vpc_dns_resolution")),
    }
}
