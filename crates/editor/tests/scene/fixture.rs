//! Networks for the scene's tests, built from records.

use std::net::Ipv4Addr;
use std::rc::Rc;

use document::{Document, Flow};
use ipnet::IpNet;
use reach::id::{Id, Ref};
use reach::question::{End, Question};
use reach::topology::*;

#[derive(Default)]
pub(crate) struct Net {
    pub(crate) topology: Topology,
    pub(crate) flows: Vec<Flow>,
}

impl Net {
    pub(crate) fn vpc(mut self, id: &str, cidr: &str) -> Self {
        self.topology.vpcs.insert(id.into(), Vpc::new(cidr.parse().unwrap()));
        self
    }

    pub(crate) fn subnet(mut self, id: &str, vpc: &str, zone: &str, cidr: &str, table: &str) -> Self {
        let mut subnet = Subnet::new(vpc.into(), format!("us-east-1{zone}"), cidr.parse().unwrap());
        subnet.route_table = (!table.is_empty()).then(|| table.into());
        self.topology.subnets.insert(id.into(), subnet);
        self
    }

    pub(crate) fn table(mut self, id: &str, vpc: &str, routes: &[(&str, Ref)]) -> Self {
        let mut table = RouteTable::new(vpc.into());
        for (destination, target) in routes {
            let destination = Destination::Cidr(destination.parse().unwrap());
            table.routes.push(Route {
                destination,
                target: Target::Element(target.clone()),
            });
        }
        self.topology.route_tables.insert(id.into(), table);
        self
    }

    pub(crate) fn open_group(mut self, id: &str, vpc: &str) -> Self {
        let mut group = SecurityGroup::new(vpc.into(), false);
        group.inbound.push(Rule {
            traffic: Traffic::All,
            peer: RulePeer::Cidr(reach::address::ANY_IPV4),
            description: None,
        });
        self.topology.security_groups.insert(id.into(), group);
        self
    }

    pub(crate) fn node(mut self, id: &str, subnet: &str, address: &str, groups: &[&str]) -> Self {
        let role = if id.starts_with("db") {
            Role::Database
        } else {
            Role::Instance
        };
        let mut record = NetworkInterface::new(subnet.into(), role, address.parse().unwrap());
        record.security_groups = groups.iter().map(|group| Id::new(*group)).collect();
        self.topology.interfaces.insert(id.into(), record);
        self
    }

    pub(crate) fn public(mut self, id: &str, address: &str) -> Self {
        let record = self.topology.interfaces.get_mut(&id.into()).unwrap();
        record.public_ipv4 = Some(address.parse().unwrap());
        self
    }

    pub(crate) fn igw(mut self, id: &str, vpc: Option<&str>) -> Self {
        let record = InternetGateway {
            name: None,
            vpc: vpc.map(Id::new),
        };
        self.topology.internet_gateways.insert(id.into(), record);
        self
    }

    pub(crate) fn nat(mut self, id: &str, subnet: &str, address: &str) -> Self {
        let record = NatGateway {
            name: None,
            subnet: subnet.into(),
            ipv4: address.parse().unwrap(),
            connectivity: NatConnectivity::Public(Ipv4Addr::new(203, 0, 113, 77)),
            state: NatState::Available,
        };
        self.topology.nat_gateways.insert(id.into(), record);
        self
    }

    pub(crate) fn peering(self, id: &str, a: &str, b: &str) -> Self {
        self.peering_in(id, a, b, PeeringState::Active)
    }

    pub(crate) fn peering_in(mut self, id: &str, a: &str, b: &str, state: PeeringState) -> Self {
        let record = PeeringConnection::new(a.into(), b.into(), state);
        self.topology.peering_connections.insert(id.into(), record);
        self
    }

    pub(crate) fn gateway_endpoint(mut self, id: &str, vpc: &str, service: &str, tables: &[&str]) -> Self {
        let record = GatewayEndpoint {
            name: None,
            vpc: vpc.into(),
            service: service.into(),
            route_tables: tables.iter().map(|table| Id::new(*table)).collect(),
            state: EndpointState::Available,
        };
        self.topology.gateway_endpoints.insert(id.into(), record);
        self
    }

    pub(crate) fn interface_endpoint(mut self, id: &str, vpc: &str, service: &str, subnets: &[(&str, &str)]) -> Self {
        let record = InterfaceEndpoint {
            name: None,
            vpc: vpc.into(),
            service: service.into(),
            subnets: subnets
                .iter()
                .map(|(subnet, address)| EndpointSubnet {
                    subnet: (*subnet).into(),
                    ipv4: address.parse().unwrap(),
                })
                .collect(),
            security_groups: Vec::new(),
            private_dns: true,
            state: EndpointState::Available,
        };
        self.topology.interface_endpoints.insert(id.into(), record);
        self
    }

    pub(crate) fn site(mut self, id: &str, cidr: &str, hosts: &[(&str, &str)]) -> Self {
        let hosts = hosts.iter().map(|(name, address)| Host {
            name: (*name).into(),
            address: address.parse().unwrap(),
        });
        let cidrs: Vec<IpNet> = vec![cidr.parse().unwrap()];
        let record = Site {
            name: None,
            cidrs,
            hosts: hosts.collect(),
        };
        self.topology.sites.insert(id.into(), record);
        self
    }

    pub(crate) fn vpn(mut self, vpc: &str, site: &str) -> Self {
        let (vgw, cgw, vpn) = (format!("vgw-{vpc}"), format!("cgw-{site}"), format!("vpn-{vpc}-{site}"));
        let gateway = VpnGateway {
            name: None,
            vpc: Some(vpc.into()),
            asn: VpnGateway::DEFAULT_ASN,
        };
        self.topology.vpn_gateways.insert(Id::new(vgw.clone()), gateway);
        let customer = CustomerGateway {
            name: None,
            site: Some(site.into()),
            asn: CustomerGateway::DEFAULT_ASN,
            announces: None,
            routes: None,
        };
        self.topology.customer_gateways.insert(Id::new(cgw.clone()), customer);
        let connection = VpnConnection {
            name: None,
            gateway: Ref::new(reach::id::Kind::VpnGateway, vgw),
            customer_gateway: Id::new(cgw),
            routing: VpnRouting::Bgp,
            tunnels: [Tunnel { up: true }; 2],
        };
        self.topology.vpn_connections.insert(Id::new(vpn), connection);
        self
    }

    pub(crate) fn propagate(mut self, table: &str, gateway: &str) -> Self {
        let record = self.topology.route_tables.get_mut(&table.into()).unwrap();
        record.propagating.insert(gateway.into());
        self
    }

    pub(crate) fn flow(mut self, from: End, to: End, traffic: Traffic) -> Self {
        self.flows.push(Flow::new(Question::new(from, to, traffic)));
        self
    }

    pub(crate) fn document(&self) -> Document {
        Document {
            topology: Rc::new(self.topology.clone()),
            flows: Rc::new(self.flows.clone()),
            ..Document::default()
        }
    }
}

pub(crate) fn interface(id: &str) -> End {
    End::Element(Ref::new(reach::id::Kind::NetworkInterface, id))
}

pub(crate) fn service(name: &str) -> End {
    End::Service {
        name: name.into(),
        region: None,
    }
}

pub(crate) fn host(site: &str, name: &str) -> End {
    End::Site {
        site: site.into(),
        host: Some(name.into()),
    }
}

pub(crate) fn tcp(port: u16) -> Traffic {
    Traffic::Tcp(PortRange::single(port))
}

pub(crate) fn at(kind: reach::id::Kind, id: &str) -> Ref {
    Ref::new(kind, id)
}
