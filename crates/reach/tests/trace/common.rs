//! Small networks in a few lines, for the tests of the engine.

use std::net::{IpAddr, Ipv4Addr};

use reach::id::{Kind, Ref};
use reach::network::Network;
use reach::question::{End, Question};
use reach::topology::*;
use reach::trace::token::tokens;
use reach::trace::{Leg, Trace, Verdict};

/// A topology under construction.
#[derive(Clone, Default)]
pub(crate) struct Net(pub(crate) Topology);

pub(crate) fn cidr(text: &str) -> Destination {
    match text.parse() {
        Ok(cidr) => Destination::Cidr(cidr),
        Err(_) => Destination::PrefixList(text.into()),
    }
}

pub(crate) fn tcp(port: u16) -> Traffic {
    Traffic::Tcp(PortRange::single(port))
}

fn target(id: &str, topology: &Topology) -> Target {
    topology
        .find(id)
        .unwrap_or_else(|| Ref::new(Kind::PeeringConnection, id))
        .into()
}

impl Net {
    /// Two VPCs with a subnet and an instance each, and nothing between them.
    pub(crate) fn two_vpcs() -> Self {
        Self::default()
            .vpc("A", "10.0.0.0/16")
            .vpc("B", "10.1.0.0/16")
            .subnet("A", "a1", "10.0.1.0/24")
            .subnet("B", "b1", "10.1.1.0/24")
            .instance("a1", "i-a", "10.0.1.10")
            .instance("b1", "i-b", "10.1.1.20")
    }

    pub(crate) fn vpc(mut self, id: &str, cidr: &str) -> Self {
        self.0.vpcs.insert(id.into(), Vpc::new(cidr.parse().unwrap()));
        self
    }

    /// A subnet with its own route table `rtb-ID`, in zone `a` of the default Region.
    pub(crate) fn subnet(mut self, vpc: &str, id: &str, cidr: &str) -> Self {
        let table = format!("rtb-{id}");
        self.0
            .route_tables
            .insert(table.as_str().into(), RouteTable::new(vpc.into()));
        let mut subnet = Subnet::new(vpc.into(), "us-east-1a", cidr.parse().unwrap());
        subnet.route_table = Some(table.as_str().into());
        self.0.subnets.insert(id.into(), subnet);
        self
    }

    /// A group `sg-ID` that lets everything out and TCP 443 in, and an instance with it.
    pub(crate) fn instance(mut self, subnet: &str, id: &str, ip: &str) -> Self {
        let vpc = self.0.subnets.get(&subnet.into()).unwrap().vpc.clone();
        let group = format!("sg-{id}");
        let mut record = SecurityGroup::new(vpc, false);
        record.inbound.push(rule(tcp(443), "0.0.0.0/0"));
        self.0.security_groups.insert(group.as_str().into(), record);
        let mut interface = NetworkInterface::new(subnet.into(), Role::Instance, ip.parse().unwrap());
        interface.security_groups.push(group.as_str().into());
        self.0.interfaces.insert(id.into(), interface);
        self
    }

    pub(crate) fn public(self, id: &str, ip: &str) -> Self {
        let ip: Ipv4Addr = ip.parse().unwrap();
        self.change(|net| net.interfaces.get_mut(&id.into()).unwrap().public_ipv4 = Some(ip))
    }

    pub(crate) fn peering(mut self, id: &str, a: &str, b: &str) -> Self {
        let record = PeeringConnection::new(a.into(), b.into(), PeeringState::Active);
        self.0.peering_connections.insert(id.into(), record);
        self
    }

    pub(crate) fn internet_gateway(mut self, id: &str, vpc: &str) -> Self {
        self.0.internet_gateways.insert(
            id.into(),
            InternetGateway {
                name: None,
                vpc: Some(vpc.into()),
                route_table: None,
            },
        );
        self
    }

    pub(crate) fn nat(mut self, id: &str, subnet: &str, ip: &str, public: &str) -> Self {
        let record = NatGateway {
            name: None,
            subnet: subnet.into(),
            ipv4: ip.parse().unwrap(),
            connectivity: NatConnectivity::Public(public.parse().unwrap()),
            state: NatState::Available,
        };
        self.0.nat_gateways.insert(id.into(), record);
        self
    }

    pub(crate) fn s3_endpoint(mut self, id: &str, vpc: &str, tables: &[&str]) -> Self {
        let record = GatewayEndpoint {
            name: None,
            vpc: vpc.into(),
            service: "s3".into(),
            route_tables: tables.iter().map(|table| (*table).into()).collect(),
            state: EndpointState::Available,
            policy: None,
            address_type: AddressType::Ipv4,
        };
        self.0.gateway_endpoints.insert(id.into(), record);
        let list = PrefixList {
            name: None,
            region: Vpc::DEFAULT_REGION.into(),
            service: Some("s3".into()),
            entries: vec!["52.216.0.0/15".parse().unwrap(), "3.5.0.0/19".parse().unwrap()],
        };
        self.0.prefix_lists.insert("pl-s3".into(), list);
        self
    }

    /// A route; the target is an element's id. One that is not there is a peering connection that is gone.
    pub(crate) fn route(self, table: &str, destination: &str, to: &str) -> Self {
        let route = Route {
            destination: cidr(destination),
            target: target(to, &self.0),
        };
        self.change(|net| net.route_tables.get_mut(&table.into()).unwrap().routes.push(route))
    }

    /// Replaces the network ACL of a subnet by `nacl-SUBNET` with these entries.
    pub(crate) fn acl(mut self, subnet: &str, inbound: Vec<AclEntry>, outbound: Vec<AclEntry>) -> Self {
        let vpc = self.0.subnets.get(&subnet.into()).unwrap().vpc.clone();
        let id = format!("nacl-{subnet}");
        let record = NetworkAcl {
            inbound,
            outbound,
            ..NetworkAcl::new(vpc)
        };
        self.0.network_acls.insert(id.as_str().into(), record);
        self.change(|net| net.subnets.get_mut(&subnet.into()).unwrap().network_acl = Some(id.as_str().into()))
    }

    pub(crate) fn inbound(self, group: &str, rules: Vec<Rule>) -> Self {
        self.change(|net| net.security_groups.get_mut(&group.into()).unwrap().inbound = rules)
    }

    pub(crate) fn outbound(self, group: &str, rules: Vec<Rule>) -> Self {
        self.change(|net| net.security_groups.get_mut(&group.into()).unwrap().outbound = rules)
    }

    /// A site with one host, a device with BGP and two tunnels up to the VPC's gateway `vgw-VPC`.
    pub(crate) fn vpn(mut self, vpc: &str, net: &str, host: &str, ip: &str, sends: Option<&str>) -> Self {
        let host = Host {
            name: host.into(),
            address: ip.parse().unwrap(),
        };
        let site = Site {
            name: None,
            cidrs: vec![net.parse().unwrap()],
            hosts: vec![host],
        };
        self.0.sites.insert("site".into(), site);
        let device = CustomerGateway {
            name: None,
            site: Some("site".into()),
            asn: CustomerGateway::DEFAULT_ASN,
            announces: None,
            routes: sends.map(|net| vec![net.parse().unwrap()]),
        };
        self.0.customer_gateways.insert("cgw-1".into(), device);
        let gateway = format!("vgw-{}", vpc.to_ascii_lowercase());
        let record = VpnGateway {
            name: None,
            vpc: Some(vpc.into()),
            asn: VpnGateway::DEFAULT_ASN,
            route_table: None,
        };
        self.0.vpn_gateways.insert(gateway.as_str().into(), record);
        let connection = VpnConnection {
            name: None,
            gateway: Ref::new(Kind::VpnGateway, gateway.as_str()),
            customer_gateway: "cgw-1".into(),
            routing: VpnRouting::Bgp,
            tunnels: [Tunnel { up: true }; 2],
            options: VpnOptions::default(),
        };
        self.0.vpn_connections.insert("vpn-1".into(), connection);
        self
    }

    pub(crate) fn propagate(self, table: &str, gateway: &str) -> Self {
        self.change(|net| {
            net.route_tables
                .get_mut(&table.into())
                .unwrap()
                .propagating
                .insert(gateway.into());
        })
    }

    pub(crate) fn change(mut self, change: impl FnOnce(&mut Topology)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn network(&self) -> Network {
        reach::resolve(&self.0).0
    }

    /// Asks for TCP 443 unless `traffic` says otherwise.
    pub(crate) fn ask(&self, from: &str, to: &str, traffic: Traffic) -> Answer {
        let question = Question::new(self.end(from), self.end(to), traffic);
        let trace = reach::trace(&self.network(), &question);
        Answer {
            trace,
            topology: self.0.clone(),
        }
    }

    fn end(&self, text: &str) -> End {
        if text == "internet" {
            return End::Internet;
        }
        if let Some(name) = text.strip_prefix("service:") {
            return End::Service {
                name: name.into(),
                region: None,
            };
        }
        if let Some(host) = text.strip_prefix("host:") {
            return End::Site {
                site: "site".into(),
                host: Some(host.into()),
            };
        }
        match text.parse::<IpAddr>() {
            Ok(address) => End::Address(address),
            Err(_) => End::Element(self.0.find(text).unwrap()),
        }
    }
}

pub(crate) fn rule(traffic: Traffic, peer: &str) -> Rule {
    let peer = match peer.parse() {
        Ok(net) => RulePeer::Cidr(net),
        Err(_) if peer.starts_with("pl-") => RulePeer::PrefixList(peer.into()),
        Err(_) => RulePeer::SecurityGroup(peer.into()),
    };
    Rule {
        traffic,
        peer,
        description: None,
    }
}

pub(crate) fn allow(number: u16, traffic: Traffic, net: &str) -> AclEntry {
    AclEntry {
        number,
        action: AclAction::Allow,
        traffic,
        cidr: net.parse().unwrap(),
    }
}

pub(crate) fn deny(number: u16, traffic: Traffic, net: &str) -> AclEntry {
    AclEntry {
        action: AclAction::Deny,
        ..allow(number, traffic, net)
    }
}

/// A trace with the questions that tests ask.
pub(crate) struct Answer {
    pub(crate) trace: Trace,
    topology: Topology,
}

impl Answer {
    /// `allowed`, `blocked(CODE) @at`, `blocked(return, CODE) @at`, and so on.
    pub(crate) fn verdict(&self) -> String {
        let word = self.trace.verdict.word();
        let Some(first) = self.trace.blockers.first() else {
            assert_eq!(self.trace.leg, None);
            return word.to_owned();
        };
        assert_eq!(self.trace.leg, Some(first.leg));
        assert_ne!(self.trace.verdict, Verdict::Allowed);
        let leg = if first.leg == Leg::Return { "return, " } else { "" };
        format!("{word}({leg}{}) @{}", first.finding.reason.code, first.finding.at.id)
    }

    pub(crate) fn forward(&self) -> String {
        tokens(&self.trace.forward, &self.topology).join(" | ")
    }

    pub(crate) fn reply(&self) -> String {
        tokens(&self.trace.reply, &self.topology).join(" | ")
    }

    pub(crate) fn blockers(&self) -> Vec<String> {
        self.trace
            .blockers
            .iter()
            .map(|blocker| {
                format!(
                    "{} {} {}",
                    blocker.leg.word(),
                    blocker.finding.reason.code,
                    blocker.finding.at.id
                )
            })
            .collect()
    }

    pub(crate) fn hints(&self) -> Vec<&'static str> {
        self.trace.hints.iter().map(|hint| hint.reason.code).collect()
    }
}
