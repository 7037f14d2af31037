//! Endpoints, filters and VPN connections.

use ipnet::IpNet;

use super::*;
use crate::id::Id;

#[test]
fn endpoints() {
    let gateway = |id: &'static str, service: &'static str, table: &'static str| {
        move |it: &mut Topology| {
            let endpoint = GatewayEndpoint {
                name: None,
                vpc: "a".into(),
                service: service.into(),
                route_tables: [RouteTableId::from(table)].into(),
                state: EndpointState::Available,
                policy: None,
                address_type: AddressType::Ipv4,
            };
            it.gateway_endpoints.insert(id.into(), endpoint);
        }
    };
    finds(gateway("vpce", "s3", "rtb-a"), &[]);
    finds(
        gateway("vpce", "sqs", "rtb-a"),
        &["error not-a-gateway-service at vpce"],
    );
    finds(gateway("vpce", "s3", "rtb-b"), &["error belongs-to-other-vpc at vpce"]);
    finds(gateway("vpce", "s3", "rtb-x"), &["error reference-missing at vpce"]);
    let twice = |it: &mut Topology| {
        gateway("vpce-1", "s3", "rtb-a")(it);
        gateway("vpce-2", "s3", "rtb-a")(it);
    };
    finds(twice, &["error second-endpoint-on-table at vpce-2"]);
    let interface = |it: &mut Topology| {
        it.subnets
            .insert("a2".into(), Subnet::new("a".into(), "us-east-1a", cidr("10.0.2.0/24")));
        let place = |subnet: &str, address: &str| EndpointSubnet {
            subnet: subnet.into(),
            ipv4: cidr(address),
        };
        let endpoint = InterfaceEndpoint {
            name: None,
            vpc: "a".into(),
            service: "sqs".into(),
            subnets: vec![place("a1", "10.0.1.50"), place("a2", "10.0.2.50")],
            security_groups: Vec::new(),
            private_dns: true,
            state: EndpointState::Available,
            provider: None,
            service_region: None,
            inbound_resolver_only: false,
            policy: None,
        };
        it.interface_endpoints.insert("vpce".into(), endpoint);
    };
    finds(
        interface,
        &[
            "error two-endpoint-subnets-in-zone at vpce",
            "error private-dns-without-vpc-dns at vpce",
        ],
    );
    let for_nothing = |it: &mut Topology| {
        interface(it);
        edit(&mut it.interface_endpoints, "vpce", |endpoint| {
            endpoint.service = "".into()
        });
    };
    finds(for_nothing, &["error endpoint-without-service at vpce"]);
}

#[test]
fn filters() {
    let entries = |numbers: &'static [u16]| {
        move |it: &mut Topology| {
            let entry = |number: &u16| AclEntry {
                number: *number,
                action: AclAction::Allow,
                traffic: Traffic::All,
                cidr: cidr("0.0.0.0/0"),
            };
            let inbound = numbers.iter().map(entry).collect();
            it.network_acls.insert(
                "acl".into(),
                NetworkAcl {
                    inbound,
                    ..NetworkAcl::new("a".into())
                },
            );
        }
    };
    finds(entries(&[200, 100]), &[]);
    finds(entries(&[100, 100]), &["error acl-entry-number at acl"]);
    finds(entries(&[0]), &["error acl-entry-number at acl"]);
    let rule = |traffic, peer: RulePeer| {
        move |it: &mut Topology| {
            let rule = Rule {
                traffic,
                peer,
                description: None,
            };
            edit(&mut it.security_groups, "sg-a", |group| group.inbound.push(rule));
        }
    };
    let group = |id: &str| RulePeer::SecurityGroup(Id::from(id));
    finds(rule(Traffic::All, group("sg-a")), &[]);
    finds(rule(Traffic::All, group("sg-b")), &["warning stale-rule at sg-a"]);
    finds(rule(Traffic::All, group("sg-x")), &["warning stale-rule at sg-a"]);
    finds(rule(Traffic::All, RulePeer::PrefixList("pl-s3".into())), &[]);
    let elsewhere = RulePeer::PrefixList("pl-s3@eu-west-1".into());
    finds(rule(Traffic::All, elsewhere), &["error prefix-list-missing at sg-a"]);
    let backwards = Traffic::Tcp(PortRange { from: 443, to: 80 });
    finds(
        rule(backwards, RulePeer::Cidr(cidr("0.0.0.0/0"))),
        &["error ports-backwards at sg-a"],
    );
}

#[test]
fn vpn_connections() {
    let with = |routing: VpnRouting, tunnels: [bool; 2], site: &'static str| {
        move |it: &mut Topology| {
            let gateway = VpnGateway {
                name: None,
                vpc: Some("a".into()),
                asn: 64512,
                route_table: None,
            };
            it.vpn_gateways.insert("vgw".into(), gateway);
            let device = CustomerGateway {
                name: None,
                site: Some(site.into()),
                asn: 65000,
                announces: None,
                routes: None,
            };
            it.customer_gateways.insert("cgw".into(), device);
            let cidrs: Vec<IpNet> = vec![cidr("10.0.200.0/24"), cidr("192.168.0.0/16")];
            it.sites.insert(
                "corp".into(),
                Site {
                    name: None,
                    cidrs,
                    hosts: Vec::new(),
                },
            );
            let connection = VpnConnection {
                name: None,
                gateway: Ref::new(Kind::VpnGateway, "vgw"),
                customer_gateway: "cgw".into(),
                routing,
                tunnels: tunnels.map(|up| Tunnel { up }),
                options: VpnOptions::default(),
            };
            it.vpn_connections.insert("vpn".into(), connection);
        }
    };
    finds(with(VpnRouting::Static(Vec::new()), [true, true], "corp"), &[]);
    finds(
        with(VpnRouting::Static(Vec::new()), [true, false], "corp"),
        &["warning single-tunnel at vpn"],
    );
    finds(
        with(VpnRouting::Bgp, [true, true], "corp"),
        &["warning site-overlaps-vpc at vpn"],
    );
    let ipv6 = VpnRouting::Static(vec![cidr("2001:db8::/32")]);
    finds(with(ipv6, [true, true], "corp"), &["error ipv6-on-vpn-gateway at vpn"]);
    finds(
        with(VpnRouting::Bgp, [true, true], "nowhere"),
        &["error reference-missing at cgw"],
    );
    let twice = |it: &mut Topology| {
        with(VpnRouting::Static(Vec::new()), [true, true], "corp")(it);
        let twin = it.vpn_connections.get(&"vpn".into()).unwrap().clone();
        it.vpn_connections.insert("vpn-2".into(), twin);
    };
    finds(twice, &["error second-vpn-connection at vpn-2"]);
}
