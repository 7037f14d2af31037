//! What stands at the border of a VPC: gateways, peering connections, VPN.

use reach::id::{Kind, Ref};
use reach::topology::*;

use super::{Builder, Key, Value, field, id_of, own, text};

impl Builder<'_> {
    pub(super) fn gateways(&mut self) {
        for (id, it) in self.topology.internet_gateways.iter() {
            let types = ["AWS::EC2::InternetGateway", "aws_internet_gateway"];
            self.attached(&id.into(), types, "InternetGatewayId", it.vpc.as_ref(), Vec::new());
            self.edge_table(&id.into(), it.route_table.as_ref());
        }
        for (id, it) in self.topology.vpn_gateways.iter() {
            let types = ["AWS::EC2::VPNGateway", "aws_vpn_gateway"];
            let fields = vec![
                field(["Type", ""], text("ipsec.1")),
                field(["AmazonSideAsn", "amazon_side_asn"], Value::Number(it.asn.into())),
            ];
            self.attached(&id.into(), types, "VpnGatewayId", it.vpc.as_ref(), fields);
            self.edge_table(&id.into(), it.route_table.as_ref());
        }
        for (id, it) in self.topology.egress_only_internet_gateways.iter() {
            let Some(vpc) = &it.vpc else {
                self.note(&id.into(), "it is of no VPC, so it is left out");
                continue;
            };
            self.enter(vpc);
            let types = [
                "AWS::EC2::EgressOnlyInternetGateway",
                "aws_egress_only_internet_gateway",
            ];
            self.add(
                own(&id.into()),
                types,
                vec![field(["VpcId", "vpc_id"], id_of(&vpc.text()))],
            );
        }
        for (id, it) in self.topology.nat_gateways.iter() {
            self.nat_gateway(id, it);
        }
        for (id, it) in self.topology.peering_connections.iter() {
            self.peering(id, it);
        }
        self.vpn();
    }

    /// CloudFormation has a resource for the attachment, Terraform a field.
    fn attached(
        &mut self,
        of: &Ref,
        types: [&'static str; 2],
        gateway: &'static str,
        vpc: Option<&VpcId>,
        mut fields: Vec<super::Field>,
    ) {
        if let Some(vpc) = vpc {
            self.enter(vpc);
            fields.push(field(["", "vpc_id"], id_of(&vpc.text())));
        }
        self.add_element(of, types, fields);
        if let Some(vpc) = vpc {
            let fields = vec![
                field(["VpcId", ""], id_of(&vpc.text())),
                field([gateway, ""], id_of(&of.id)),
            ];
            let key = Key(of.id.clone(), "attachment".to_owned());
            self.add(key, ["AWS::EC2::VPCGatewayAttachment", ""], fields);
        }
    }

    fn edge_table(&mut self, of: &Ref, table: Option<&RouteTableId>) {
        let Some(table) = table else { return };
        let fields = vec![
            field(["GatewayId", "gateway_id"], id_of(&of.id)),
            field(["RouteTableId", "route_table_id"], id_of(&table.text())),
        ];
        let types = ["AWS::EC2::GatewayRouteTableAssociation", "aws_route_table_association"];
        let after = vec![Key(of.id.clone(), "attachment".to_owned())];
        self.add(Key(of.id.clone(), "routes".to_owned()), types, fields).after = after;
    }

    fn nat_gateway(&mut self, id: &NatGatewayId, it: &NatGateway) {
        if let Some(vpc) = self.network.vpc_of(&it.subnet).cloned() {
            self.enter(&vpc);
        }
        let mut fields = vec![
            field(["SubnetId", "subnet_id"], id_of(&it.subnet.text())),
            field(["PrivateIpAddress", "private_ip"], text(it.ipv4)),
        ];
        match it.connectivity {
            NatConnectivity::Private => {
                fields.push(field(["ConnectivityType", "connectivity_type"], text("private")));
            }
            NatConnectivity::Public(address) => {
                let key = self.elastic_address(&id.into(), &address.to_string());
                let address = Value::To(key, ["AllocationId", "id"]);
                fields.push(field(["AllocationId", "allocation_id"], address));
            }
        }
        if it.state != NatState::Available {
            self.note(&id.into(), "it is not available in the diagram; here it will be");
        }
        self.add_element(&id.into(), ["AWS::EC2::NatGateway", "aws_nat_gateway"], fields);
    }

    pub(super) fn elastic_address(&mut self, of: &Ref, drawn: &str) -> Key {
        let key = Key(of.id.clone(), "address".to_owned());
        let domain = field(["Domain", "domain"], text("vpc"));
        self.add(key.clone(), ["AWS::EC2::EIP", "aws_eip"], vec![domain]);
        self.note(
            of,
            &format!("its public address {drawn} will be another one, as AWS chooses"),
        );
        key
    }

    fn peering(&mut self, id: &PeeringId, it: &PeeringConnection) {
        let of = Ref::from(id);
        let pending = matches!(
            it.state,
            PeeringState::PendingAcceptance | PeeringState::InitiatingRequest
        );
        if it.state != PeeringState::Active && it.state != PeeringState::Provisioning && !pending {
            return self.note(&of, &format!("it is {} and is left out", it.state.word()));
        }
        self.enter(&it.requester);
        let region = self
            .network
            .region_of(&it.accepter)
            .unwrap_or(Vpc::DEFAULT_REGION)
            .to_owned();
        let account = |vpc: &VpcId| self.topology.vpcs.get(vpc).and_then(|vpc| vpc.account.clone());
        let (own_account, other) = (account(&it.requester), account(&it.accepter));
        let far = *region != *self.region || own_account != other;
        let mut fields = vec![
            field(["VpcId", "vpc_id"], id_of(&it.requester.text())),
            field(["PeerVpcId", "peer_vpc_id"], id_of(&it.accepter.text())),
        ];
        if *region != *self.region {
            fields.push(field(["PeerRegion", "peer_region"], text(region)));
        }
        if let Some(other) = other.filter(|other| own_account.as_ref() != Some(other)) {
            fields.push(field(["PeerOwnerId", "peer_owner_id"], text(other)));
        }
        if !pending && !far {
            fields.push(field(["", "auto_accept"], Value::Is(true)));
        }
        for (side, dns) in [("accepter", it.accepter_dns), ("requester", it.requester_dns)] {
            if dns {
                let option = field(["", "allow_remote_vpc_dns_resolution"], Value::Is(true));
                fields.push(field(["", side], Value::Block(vec![option])));
            }
        }
        if it.accepter_dns || it.requester_dns {
            self.note(&of, "CloudFormation cannot set its DNS options");
        }
        if far && !pending {
            self.note(&of, "it goes to another Region or account, where it has to be accepted");
        }
        self.add_element(
            &of,
            ["AWS::EC2::VPCPeeringConnection", "aws_vpc_peering_connection"],
            fields,
        );
    }

    fn vpn(&mut self) {
        for (id, it) in self.topology.customer_gateways.iter() {
            let address = self.ask(
                &format!("AddressOf{}", super::super::cloudformation::pascal(id.as_str())),
                &format!("Public address of the device {id}"),
                None,
            );
            let fields = vec![
                field(["Type", "type"], text("ipsec.1")),
                field(["BgpAsn", "bgp_asn"], Value::Number(it.asn.into())),
                field(["IpAddress", "ip_address"], address),
            ];
            self.add_element(
                &id.into(),
                ["AWS::EC2::CustomerGateway", "aws_customer_gateway"],
                fields,
            );
        }
        for (id, it) in self.topology.vpn_connections.iter() {
            let gateway = match it.gateway.kind {
                Kind::TransitGateway => ["TransitGatewayId", "transit_gateway_id"],
                _ => ["VpnGatewayId", "vpn_gateway_id"],
            };
            let fixed = matches!(it.routing, VpnRouting::Static(_));
            let fields = vec![
                field(["Type", "type"], text("ipsec.1")),
                field(
                    ["CustomerGatewayId", "customer_gateway_id"],
                    id_of(&it.customer_gateway.text()),
                ),
                field(gateway, id_of(&it.gateway.id)),
                field(["StaticRoutesOnly", "static_routes_only"], Value::Is(fixed)),
            ];
            self.add_element(&id.into(), ["AWS::EC2::VPNConnection", "aws_vpn_connection"], fields);
            if it.options != VpnOptions::default() {
                self.note(&id.into(), "options of its tunnels are left out");
            }
            let VpnRouting::Static(prefixes) = &it.routing else {
                continue;
            };
            if it.gateway.kind == Kind::TransitGateway {
                continue;
            }
            for prefix in prefixes {
                let fields = vec![
                    field(["VpnConnectionId", "vpn_connection_id"], id_of(&id.text())),
                    field(["DestinationCidrBlock", "destination_cidr_block"], text(prefix)),
                ];
                let types = ["AWS::EC2::VPNConnectionRoute", "aws_vpn_connection_route"];
                self.add(Key(id.text(), prefix.to_string()), types, fields);
            }
        }
    }
}
