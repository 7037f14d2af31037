//! VPCs, subnets, and their route tables.

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;

use super::{Builder, Field, Key, Value, field, id_of, own, text};

impl Builder<'_> {
    pub(super) fn vpcs(&mut self) {
        for (id, vpc) in self.topology.vpcs.iter() {
            self.enter(id);
            self.vpc(id, vpc);
        }
        let used = self.used_tables();
        for (id, table) in self.topology.route_tables.iter() {
            if !used.contains(id) && !self.drawn.route_tables.contains(id.as_str()) {
                continue;
            }
            self.enter(&table.vpc);
            let types = ["AWS::EC2::RouteTable", "aws_route_table"];
            let vpc = field(["VpcId", "vpc_id"], id_of(&table.vpc.text()));
            self.add_element(&id.into(), types, vec![vpc]);
            for route in &table.routes {
                self.route(id, route);
            }
            for gateway in table.propagating.iter() {
                let key = Key(id.text(), format!("propagates {gateway}"));
                let types = [
                    "AWS::EC2::VPNGatewayRoutePropagation",
                    "aws_vpn_gateway_route_propagation",
                ];
                let fields = vec![
                    field(["RouteTableIds", ""], Value::List(vec![id_of(&id.text())])),
                    field(["", "route_table_id"], id_of(&id.text())),
                    field(["VpnGatewayId", "vpn_gateway_id"], id_of(&gateway.text())),
                ];
                self.add(key, types, fields).after = vec![Key(gateway.text(), "attachment".to_owned())];
            }
        }
        for (id, subnet) in self.topology.subnets.iter() {
            self.enter(&subnet.vpc);
            self.subnet(id, subnet);
        }
    }

    fn vpc(&mut self, id: &VpcId, vpc: &Vpc) {
        let Some(first) = vpc.cidrs.first() else {
            return self.note(&id.into(), "it has no CIDR, so it is left out");
        };
        let fields = vec![
            field(["CidrBlock", "cidr_block"], text(first)),
            field(["EnableDnsSupport", "enable_dns_support"], Value::Is(vpc.dns_support)),
            field(
                ["EnableDnsHostnames", "enable_dns_hostnames"],
                Value::Is(vpc.dns_hostnames),
            ),
        ];
        self.add_element(&id.into(), ["AWS::EC2::VPC", "aws_vpc"], fields);
        for cidr in vpc.cidrs.iter().skip(1) {
            let fields = vec![
                field(["VpcId", "vpc_id"], id_of(&id.text())),
                field(["CidrBlock", "cidr_block"], text(cidr)),
            ];
            let types = ["AWS::EC2::VPCCidrBlock", "aws_vpc_ipv4_cidr_block_association"];
            self.add(Key(id.text(), cidr.to_string()), types, fields);
        }
        if !vpc.ipv6_cidrs.is_empty() {
            let text = "its IPv6 CIDR is AWS's to choose, so it and those of its subnets are left out; ask for one and divide it";
            self.note(&id.into(), text);
        }
        if let Some(account) = &vpc.account {
            self.note(
                &id.into(),
                &format!("it belongs to the account {account}; run its part with that account's credentials"),
            );
        }
    }

    fn subnet(&mut self, id: &SubnetId, subnet: &Subnet) {
        let Some(cidr) = subnet.cidr else {
            return self.note(&id.into(), "it has no IPv4 CIDR, so it is left out");
        };
        let fields = vec![
            field(["VpcId", "vpc_id"], id_of(&subnet.vpc.text())),
            field(["CidrBlock", "cidr_block"], text(cidr)),
            field(["AvailabilityZone", "availability_zone"], text(&subnet.zone)),
        ];
        let types = ["AWS::EC2::Subnet", "aws_subnet"];
        self.add_element(&id.into(), types, fields);
        // There is no telling which table is a VPC's main one, so each subnet says its own.
        if let Some(table) = self.network.route_table_of(id) {
            let key = Key(id.text(), "routes".to_owned());
            let types = ["AWS::EC2::SubnetRouteTableAssociation", "aws_route_table_association"];
            let fields = vec![
                field(["SubnetId", "subnet_id"], id_of(&id.text())),
                field(["RouteTableId", "route_table_id"], id_of(&table.text())),
            ];
            self.add(key, types, fields);
        }
    }

    /// Tables of subnets, gateways and endpoints; a main table that nobody uses is AWS's affair.
    fn used_tables(&self) -> SortedSet<RouteTableId> {
        let mut used = SortedSet::new();
        for id in self.topology.subnets.ids() {
            if let Some(table) = self.network.route_table_of(id) {
                used.insert(table);
            }
        }
        for (_, endpoint) in self.topology.gateway_endpoints.iter() {
            for table in endpoint.route_tables.iter() {
                used.insert(table.clone());
            }
        }
        used
    }

    fn route(&mut self, table: &RouteTableId, route: &Route) {
        let of = Ref::from(table);
        let key = Key(table.text(), route.destination.to_string());
        let Target::Element(to) = &route.target else {
            return self.note(&of, &format!("its route to {} is left out", route.destination));
        };
        let (names, after) = match to.kind {
            Kind::InternetGateway | Kind::VpnGateway => (
                ["GatewayId", "gateway_id"],
                Some(Key(to.id.clone(), "attachment".to_owned())),
            ),
            Kind::EgressOnlyInternetGateway => (["EgressOnlyInternetGatewayId", "egress_only_gateway_id"], None),
            Kind::NatGateway => (["NatGatewayId", "nat_gateway_id"], None),
            Kind::PeeringConnection => (["VpcPeeringConnectionId", "vpc_peering_connection_id"], None),
            Kind::NetworkInterface => (["NetworkInterfaceId", "network_interface_id"], None),
            Kind::TransitGateway => (
                ["TransitGatewayId", "transit_gateway_id"],
                self.attachment_of(table, to),
            ),
            _ => {
                return self.note(
                    &of,
                    &format!("its route to {} by {} is left out", route.destination, to.id),
                );
            }
        };
        if !self.topology.contains(to) {
            let text = format!(
                "its route to {} leads to {}, which is not there, so it is left out",
                route.destination, to.id
            );
            return self.note(&of, &text);
        }
        let mut fields = vec![field(["RouteTableId", "route_table_id"], id_of(&table.text()))];
        fields.push(self.destination(&route.destination));
        fields.push(field(names, id_of(&to.id)));
        self.add(key, ["AWS::EC2::Route", "aws_route"], fields).after = after.into_iter().collect();
    }

    fn attachment_of(&self, table: &RouteTableId, gateway: &Ref) -> Option<Key> {
        let vpc = &self.topology.route_tables.get(table)?.vpc;
        let mut attachments = self.topology.transit_gateway_attachments.iter();
        let attachment = attachments.find(|(_, it)| {
            *it.gateway.as_str() == *gateway.id && matches!(&it.to, Attached::Vpc { vpc: to, .. } if to == vpc)
        });
        attachment.map(|(id, _)| own(&id.into()))
    }

    fn destination(&mut self, destination: &Destination) -> Field {
        match destination {
            Destination::Cidr(IpNet::V4(cidr)) => field(["DestinationCidrBlock", "destination_cidr_block"], text(cidr)),
            Destination::Cidr(IpNet::V6(cidr)) => {
                field(["DestinationIpv6CidrBlock", "destination_ipv6_cidr_block"], text(cidr))
            }
            Destination::PrefixList(list) => {
                let list = self.list(list);
                field(["DestinationPrefixListId", "destination_prefix_list_id"], list)
            }
        }
    }

    /// A prefix list of ours, or one that AWS manages.
    pub(super) fn list(&mut self, id: &PrefixListId) -> Value {
        let service = self.topology.prefix_lists.get(id).and_then(|list| list.service.clone());
        let Some(service) = service else {
            return id_of(&id.text());
        };
        let name = format!("com.amazonaws.{}.{service}", self.region);
        self.plan.lists.insert(id.text(), name);
        Value::ManagedList(id.text())
    }
}
