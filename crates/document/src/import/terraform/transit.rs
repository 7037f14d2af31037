//! Transit gateways with their attachments and route tables.

use super::attributes::Attributes;
use super::ends::Attached;
use super::{Reader, Resource};
use crate::import::raw::{self, Pages, State, Text, Told};

impl Reader<'_> {
    pub(super) fn of_transit(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_ec2_transit_gateway" => self.transit_gateway(resource, of),
            "aws_ec2_transit_gateway_default_route_table_association" => {
                let pair = of
                    .text("transit_gateway_id")
                    .zip(of.text("transit_gateway_route_table_id"));
                self.ends.default_associations.extend(pair);
            }
            "aws_ec2_transit_gateway_default_route_table_propagation" => {
                let pair = of
                    .text("transit_gateway_id")
                    .zip(of.text("transit_gateway_route_table_id"));
                self.ends.default_propagations.extend(pair);
            }
            "aws_ec2_transit_gateway_vpc_attachment" => self.vpc_attachment(resource, of),
            "aws_ec2_transit_gateway_vpc_attachment_accepter" => self.attachment_accepter(resource, of),
            "aws_ec2_transit_gateway_peering_attachment" => self.peering_attachment(resource, of),
            "aws_ec2_transit_gateway_peering_attachment_accepter" => {
                self.ends
                    .accepted
                    .extend(of.first(&["transit_gateway_attachment_id", "id"]));
            }
            "aws_ec2_transit_gateway_connect" => self.connect_attachment(resource, of),
            "aws_ec2_transit_gateway_dx_gateway_attachment" => {
                let gateways = of.text("dx_gateway_id").zip(of.text("transit_gateway_id"));
                self.ends.dx_attachments.extend(gateways.zip(of.text("id")));
            }
            "aws_ec2_transit_gateway_route_table" => self.transit_table(resource, of),
            "aws_ec2_transit_gateway_route_table_association" => self.transit_association(resource, of),
            "aws_ec2_transit_gateway_route_table_propagation" => self.transit_propagation(resource, of),
            "aws_ec2_transit_gateway_route" => self.transit_route(resource, of),
            "aws_ec2_transit_gateway_prefix_list_reference" => self.list_reference(resource, of),
            "aws_networkmanager_vpc_attachment" => {
                let record = raw::CoreNetworkAttachment {
                    attachment_id: of.text("id"),
                    attachment_type: of.text("attachment_type"),
                    resource_arn: of.first(&["vpc_arn", "resource_arn"]),
                    status: State::default(),
                };
                self.add(record, resource, of);
            }
            _ => return false,
        }
        true
    }

    fn transit_gateway(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["id", "transit_gateway_id"]), resource, of) else {
            return;
        };
        let record = raw::TransitGateway {
            transit_gateway_id: Some(id),
            transit_gateway_arn: of.text("arn").filter(|arn| arn.starts_with("arn:")),
            owner_id: of.text("owner_id"),
            state: None,
            options: raw::TransitGatewayOptions {
                amazon_side_asn: of.number("amazon_side_asn"),
                transit_gateway_cidr_blocks: of.texts("transit_gateway_cidr_blocks"),
                auto_accept_shared_attachments: of.flag("auto_accept_shared_attachments"),
                default_route_table_association: of.flag("default_route_table_association"),
                association_default_route_table_id: of.text("association_default_route_table_id"),
                default_route_table_propagation: of.flag("default_route_table_propagation"),
                propagation_default_route_table_id: of.text("propagation_default_route_table_id"),
                vpn_ecmp_support: of.flag("vpn_ecmp_support"),
                dns_support: of.flag("dns_support"),
                security_group_referencing_support: of.flag("security_group_referencing_support"),
                multicast_support: of.flag("multicast_support"),
            },
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn vpc_attachment(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        self.attach_as_said(id.clone(), of);
        let record = raw::TransitGatewayAttachment {
            transit_gateway_attachment_id: Some(id),
            transit_gateway_id: of.text("transit_gateway_id"),
            resource_type: Some("vpc".into()),
            resource_id: of.text("vpc_id"),
            vpc_id: of.text("vpc_id"),
            subnet_ids: of.texts("subnet_ids"),
            options: raw::AttachmentOptions {
                dns_support: of.flag("dns_support"),
                security_group_referencing_support: of.flag("security_group_referencing_support"),
                ipv6_support: of.flag("ipv6_support"),
                appliance_mode_support: of.flag("appliance_mode_support"),
            },
            tags: self.tags(resource, of),
            ..raw::TransitGatewayAttachment::default()
        };
        self.add(record, resource, of);
    }

    /// The owner of the transit gateway decides about tables, by this resource in an account of its own.
    fn attachment_accepter(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.known(of.first(&["transit_gateway_attachment_id", "id"]), resource, of) else {
            return;
        };
        self.ends.accepted.insert(id.clone());
        self.attach_as_said(id.clone(), of);
        let mut subnets = of.texts("subnet_ids");
        subnets.sort();
        let record = raw::TransitGatewayAttachment {
            transit_gateway_attachment_id: Some(id),
            transit_gateway_id: of.text("transit_gateway_id"),
            resource_type: Some("vpc".into()),
            resource_id: of.text("vpc_id"),
            vpc_id: of.text("vpc_id"),
            subnet_ids: subnets,
            ..raw::TransitGatewayAttachment::default()
        };
        self.add(record, resource, of);
    }

    fn attach_as_said(&mut self, id: Text, of: &Attributes<'_>) {
        let by_default = (
            of.flag("transit_gateway_default_route_table_association"),
            of.flag("transit_gateway_default_route_table_propagation"),
        );
        self.attach(id, of.text("transit_gateway_id"), by_default);
    }

    /// What it says of the default tables; two resources about one attachment agree or the last word is the accepter's.
    pub(super) fn attach(&mut self, id: Text, gateway: Option<Text>, by_default: (Option<bool>, Option<bool>)) {
        let known = self.ends.attachments.entry(id).or_default();
        let (association, propagation) = by_default;
        *known = Attached {
            gateway: gateway.or(known.gateway.take()),
            association: association.or(known.association),
            propagation: propagation.or(known.propagation),
        };
    }

    fn peering_attachment(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let whose = self.whose(resource, of);
        let record = raw::TransitGatewayAttachment {
            transit_gateway_attachment_id: Some(id),
            transit_gateway_id: of.text("transit_gateway_id"),
            resource_type: Some("peering".into()),
            resource_id: of.text("peer_transit_gateway_id"),
            state: of.text("state"),
            requester_tgw_info: raw::PeeredTransitGateway {
                transit_gateway_id: of.text("transit_gateway_id"),
                region: whose.region,
                ..raw::PeeredTransitGateway::default()
            },
            accepter_tgw_info: raw::PeeredTransitGateway {
                transit_gateway_id: of.text("peer_transit_gateway_id"),
                owner_id: of.text("peer_account_id"),
                region: of.text("peer_region"),
                ..raw::PeeredTransitGateway::default()
            },
            tags: self.tags(resource, of),
            ..raw::TransitGatewayAttachment::default()
        };
        self.add(record, resource, of);
    }

    fn connect_attachment(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        self.attach_as_said(id.clone(), of);
        let record = raw::TransitGatewayAttachment {
            transit_gateway_attachment_id: Some(id),
            transit_gateway_id: of.text("transit_gateway_id"),
            resource_type: Some("connect".into()),
            resource_id: of.text("transport_attachment_id"),
            transport_transit_gateway_attachment_id: of.text("transport_attachment_id"),
            tags: self.tags(resource, of),
            ..raw::TransitGatewayAttachment::default()
        };
        self.add(record, resource, of);
    }

    fn transit_table(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let record = raw::TransitGatewayRouteTable {
            transit_gateway_route_table_id: Some(id),
            transit_gateway_id: of.text("transit_gateway_id"),
            default_association_route_table: of.flag("default_association_route_table"),
            default_propagation_route_table: of.flag("default_propagation_route_table"),
            tags: self.tags(resource, of),
            ..raw::TransitGatewayRouteTable::default()
        };
        self.add(record, resource, of);
    }

    fn table_part(
        &mut self,
        resource: &Resource,
        of: &Attributes<'_>,
        fill: impl FnOnce(&mut raw::TransitGatewayRouteTable),
    ) {
        let mut record = raw::TransitGatewayRouteTable {
            transit_gateway_route_table_id: of.text("transit_gateway_route_table_id"),
            ..raw::TransitGatewayRouteTable::default()
        };
        fill(&mut record);
        self.add(record, resource, of);
    }

    fn transit_association(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let attachment = of.text("transit_gateway_attachment_id");
        self.table_part(resource, of, |table| {
            table.associations = Pages(vec![raw::TableAssociation {
                transit_gateway_attachment_id: attachment,
                state: None,
            }]);
        });
    }

    fn transit_propagation(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let attachment = of.text("transit_gateway_attachment_id");
        self.table_part(resource, of, |table| {
            table.transit_gateway_route_table_propagations = Told(Some(vec![raw::TablePropagation {
                transit_gateway_attachment_id: attachment,
                state: None,
            }]));
        });
    }

    fn transit_route(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let is_blackhole = of.flag("blackhole") == Some(true);
        let to = of.text("transit_gateway_attachment_id").filter(|_| !is_blackhole);
        let one = raw::TransitGatewayRoute {
            destination_cidr_block: of.text("destination_cidr_block"),
            kind: Some("static".into()),
            transit_gateway_attachments: to.into_iter().map(leading_to).collect(),
            ..raw::TransitGatewayRoute::default()
        };
        self.table_part(resource, of, |table| table.routes = Pages(vec![one]));
    }

    fn list_reference(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let one = raw::PrefixListReference {
            prefix_list_id: of.text("prefix_list_id"),
            blackhole: of.flag("blackhole"),
            transit_gateway_attachment: of
                .text("transit_gateway_attachment_id")
                .map(leading_to)
                .unwrap_or_default(),
            ..raw::PrefixListReference::default()
        };
        self.table_part(resource, of, |table| {
            table.transit_gateway_prefix_list_references = Pages(vec![one]);
        });
    }
}

fn leading_to(attachment: Text) -> raw::RouteAttachment {
    raw::RouteAttachment {
        transit_gateway_attachment_id: Some(attachment),
        ..raw::RouteAttachment::default()
    }
}
