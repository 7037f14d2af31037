//! Transit gateways, their attachments and their route tables. Every association and propagation is written, none left to defaults.

use reach::id::Ref;
use reach::topology::*;

use super::{Builder, Key, Value, field, id_of, ids_of, own, text};

fn able(is: bool) -> Value {
    text(if is { "enable" } else { "disable" })
}

impl Builder<'_> {
    pub(super) fn transit(&mut self) {
        for (id, it) in self.topology.transit_gateways.iter() {
            self.region = it.region.clone();
            let mut fields = vec![
                field(["AmazonSideAsn", "amazon_side_asn"], Value::Number(it.asn.into())),
                field(
                    ["AutoAcceptSharedAttachments", "auto_accept_shared_attachments"],
                    able(it.auto_accept),
                ),
                field(
                    ["DefaultRouteTableAssociation", "default_route_table_association"],
                    able(false),
                ),
                field(
                    ["DefaultRouteTablePropagation", "default_route_table_propagation"],
                    able(false),
                ),
                field(["DnsSupport", "dns_support"], able(it.dns_support)),
                field(["VpnEcmpSupport", "vpn_ecmp_support"], able(it.vpn_ecmp)),
                field(
                    ["SecurityGroupReferencingSupport", "security_group_referencing_support"],
                    able(it.sg_referencing),
                ),
            ];
            if !it.cidr_blocks.is_empty() {
                let blocks = Value::List(it.cidr_blocks.iter().map(text).collect());
                fields.push(field(
                    ["TransitGatewayCidrBlocks", "transit_gateway_cidr_blocks"],
                    blocks,
                ));
            }
            self.add_element(
                &id.into(),
                ["AWS::EC2::TransitGateway", "aws_ec2_transit_gateway"],
                fields,
            );
        }
        for (id, it) in self.topology.transit_gateway_route_tables.iter() {
            self.enter_gateway(&it.gateway);
            let types = [
                "AWS::EC2::TransitGatewayRouteTable",
                "aws_ec2_transit_gateway_route_table",
            ];
            let gateway = field(["TransitGatewayId", "transit_gateway_id"], id_of(&it.gateway.text()));
            self.add_element(&id.into(), types, vec![gateway]);
        }
        for (id, it) in self.topology.transit_gateway_attachments.iter() {
            self.enter_gateway(&it.gateway);
            self.attachment(id, it);
        }
        for (id, it) in self.topology.transit_gateway_route_tables.iter() {
            self.enter_gateway(&it.gateway);
            for route in &it.routes {
                self.transit_route(id, route);
            }
        }
    }

    fn enter_gateway(&mut self, gateway: &TransitGatewayId) {
        if let Some(gateway) = self.topology.transit_gateways.get(gateway) {
            self.region = gateway.region.clone();
        }
    }

    fn attachment(&mut self, id: &TransitGatewayAttachmentId, it: &TransitGatewayAttachment) {
        let of = Ref::from(id);
        if it.state.is_gone() {
            return self.note(&of, &format!("it is {} and is left out", it.state.word()));
        }
        match &it.to {
            Attached::Vpc { vpc, subnets } => {
                let subnets: Vec<_> = subnets.iter().map(|subnet| subnet.text()).collect();
                self.vpc_attachment(&of, it, vpc, &subnets);
            }
            Attached::Peering(other) => match self.topology.transit_gateway_attachments.get(other) {
                // The other end of the same peering was written.
                Some(_) if other < id => return,
                Some(far) => self.peering_attachment(&of, it, &far.gateway),
                None => return self.note(&of, "its other end is not there, so it is left out"),
            },
            Attached::Vpn(_) => {}
            Attached::DirectConnectGateway(_)
            | Attached::ClientVpn(_)
            | Attached::Connect { .. }
            | Attached::NetworkFunction => {
                return self.note(&of, "attachments of this kind are not written here");
            }
        }
        self.tables_of(id, it);
    }

    fn vpc_attachment(&mut self, of: &Ref, it: &TransitGatewayAttachment, vpc: &VpcId, subnets: &[std::rc::Rc<str>]) {
        let options = [
            ("ApplianceModeSupport", it.appliance_mode),
            ("DnsSupport", it.dns_support),
            ("Ipv6Support", it.ipv6),
            ("SecurityGroupReferencingSupport", it.sg_referencing),
        ];
        let formation = options.map(|(name, is)| field([name, ""], able(is))).to_vec();
        let fields = vec![
            field(["TransitGatewayId", "transit_gateway_id"], id_of(&it.gateway.text())),
            field(["VpcId", "vpc_id"], id_of(&vpc.text())),
            field(["SubnetIds", "subnet_ids"], ids_of(subnets.iter())),
            field(["Options", ""], Value::Block(formation)),
            field(["", "appliance_mode_support"], able(it.appliance_mode)),
            field(["", "dns_support"], able(it.dns_support)),
            field(["", "ipv6_support"], able(it.ipv6)),
            field(["", "security_group_referencing_support"], able(it.sg_referencing)),
            field(
                ["", "transit_gateway_default_route_table_association"],
                Value::Is(false),
            ),
            field(
                ["", "transit_gateway_default_route_table_propagation"],
                Value::Is(false),
            ),
        ];
        let types = [
            "AWS::EC2::TransitGatewayVpcAttachment",
            "aws_ec2_transit_gateway_vpc_attachment",
        ];
        self.add_element(of, types, fields);
    }

    fn peering_attachment(&mut self, of: &Ref, it: &TransitGatewayAttachment, far: &TransitGatewayId) {
        let Some(gateway) = self.topology.transit_gateways.get(far) else {
            return;
        };
        let mut fields = vec![
            field(["TransitGatewayId", "transit_gateway_id"], id_of(&it.gateway.text())),
            field(["PeerTransitGatewayId", "peer_transit_gateway_id"], id_of(&far.text())),
            field(["PeerRegion", "peer_region"], text(&gateway.region)),
        ];
        let account = match &gateway.account {
            Some(account) => text(account),
            None => self.ask("AccountId", "The number of the account", None),
        };
        fields.push(field(["PeerAccountId", "peer_account_id"], account));
        let types = [
            "AWS::EC2::TransitGatewayPeeringAttachment",
            "aws_ec2_transit_gateway_peering_attachment",
        ];
        self.add_element(of, types, fields);
        self.note(of, "a peering of transit gateways has to be accepted at its other end");
    }

    /// The attachment's own id; a VPN connection brings its attachment along.
    fn attachment_id(&mut self, id: &TransitGatewayAttachmentId) -> Option<Value> {
        let it = self.topology.transit_gateway_attachments.get(id)?;
        match &it.to {
            Attached::Vpc { .. } => Some(id_of(&id.text())),
            Attached::Peering(other) => {
                let known = self.topology.transit_gateway_attachments.get(other).is_some();
                let first = if known && other < id { other } else { id };
                Some(id_of(&first.text()))
            }
            Attached::Vpn(connection) => {
                let brought = ["", "transit_gateway_attachment_id"];
                Some(Value::To(own(&connection.into()), brought))
            }
            _ => None,
        }
    }

    fn tables_of(&mut self, id: &TransitGatewayAttachmentId, it: &TransitGatewayAttachment) {
        let Some(attachment) = self.attachment_id(id) else {
            return;
        };
        // CloudFormation knows no way to name the attachment of a VPN connection.
        let vpn = matches!(it.to, Attached::Vpn(_));
        if vpn {
            self.note(
                &id.into(),
                "CloudFormation cannot name the attachment of a VPN connection: associate it by hand",
            );
        }
        let fields = |table: &TransitGatewayRouteTableId| {
            vec![
                field(
                    ["TransitGatewayAttachmentId", "transit_gateway_attachment_id"],
                    attachment.clone(),
                ),
                field(
                    ["TransitGatewayRouteTableId", "transit_gateway_route_table_id"],
                    id_of(&table.text()),
                ),
            ]
        };
        if let Association::Table(table) = &it.association {
            let formation = if vpn {
                ""
            } else {
                "AWS::EC2::TransitGatewayRouteTableAssociation"
            };
            let types = [formation, "aws_ec2_transit_gateway_route_table_association"];
            self.add(Key(id.text(), "association".to_owned()), types, fields(table));
        }
        for table in it.propagations.iter().flat_map(|tables| tables.iter()) {
            let formation = if vpn {
                ""
            } else {
                "AWS::EC2::TransitGatewayRouteTablePropagation"
            };
            let types = [formation, "aws_ec2_transit_gateway_route_table_propagation"];
            self.add(Key(id.text(), format!("propagates to {table}")), types, fields(table));
        }
    }

    fn transit_route(&mut self, table: &TransitGatewayRouteTableId, route: &TransitGatewayRoute) {
        let of = Ref::from(table);
        let Destination::Cidr(cidr) = &route.destination else {
            return self.note(&of, &format!("its route to {} is left out", route.destination));
        };
        let mut vpn = false;
        let target = match &route.target {
            TransitGatewayTarget::Blackhole => field(["Blackhole", "blackhole"], Value::Is(true)),
            TransitGatewayTarget::Attachment(id) => {
                let to = self.topology.transit_gateway_attachments.get(id);
                vpn = to.is_some_and(|it| matches!(it.to, Attached::Vpn(_)));
                let Some(attachment) = self.attachment_id(id) else {
                    return self.note(&of, &format!("its route to {cidr} by {id} is left out"));
                };
                field(
                    ["TransitGatewayAttachmentId", "transit_gateway_attachment_id"],
                    attachment,
                )
            }
        };
        let fields = vec![
            field(
                ["TransitGatewayRouteTableId", "transit_gateway_route_table_id"],
                id_of(&table.text()),
            ),
            field(["DestinationCidrBlock", "destination_cidr_block"], text(cidr)),
            target,
        ];
        let formation = if vpn { "" } else { "AWS::EC2::TransitGatewayRoute" };
        self.add(
            Key(table.text(), cidr.to_string()),
            [formation, "aws_ec2_transit_gateway_route"],
            fields,
        );
    }
}
