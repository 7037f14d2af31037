//! Arbitrary, mostly inconsistent topologies and operations for property tests: few ids, few ranges, so that things clash.

mod beyond;

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::id::{Id, Kind, Ref};
use crate::operation::{Operation, PeeringEvent, Side};
use crate::topology::*;

/// Ids are taken from a small set that kinds share, so references cross kinds, dangle and collide.
fn id<T: std::fmt::Debug + 'static>() -> impl Strategy<Value = Id<T>> {
    let ids = [
        "a",
        "b",
        "c",
        "d",
        "a.main",
        "a.default-sg",
        "b.default-acl",
        "pl-s3",
        "pl-s3@eu-west-1",
        "",
    ];
    select(ids.to_vec()).prop_map(Id::from)
}

fn text(choices: &'static [&'static str]) -> impl Strategy<Value = Rc<str>> {
    select(choices).prop_map(Rc::from)
}

fn cidr() -> impl Strategy<Value = Ipv4Net> {
    let base = select(
        [
            0x0a00_0000u32,
            0x0a00_0100,
            0x0a01_0000,
            0xac11_0000,
            0xcb00_7100,
            0xa9fe_a9fe,
            0,
        ]
        .as_slice(),
    );
    (base, 0u8..=32).prop_map(|(base, mask)| Ipv4Net::new(Ipv4Addr::from(base), mask).unwrap())
}

fn usual_cidr() -> impl Strategy<Value = Ipv4Net> {
    let usual = [
        "10.0.0.0/16",
        "10.0.1.0/24",
        "10.0.2.0/24",
        "10.1.0.0/16",
        "10.1.1.0/24",
        "0.0.0.0/0",
    ];
    prop_oneof![3 => select(usual.to_vec()).prop_map(|cidr| cidr.parse().unwrap()), 1 => cidr()]
}

fn net() -> impl Strategy<Value = IpNet> {
    let ipv6 = select(["::/0", "2001:db8::/56", "2001:db8::/64", "fd00:ec2::/48"].as_slice());
    prop_oneof![3 => usual_cidr().prop_map(IpNet::V4), 1 => ipv6.prop_map(|cidr| cidr.parse().unwrap())]
}

fn ipv4() -> impl Strategy<Value = Ipv4Addr> {
    prop_oneof![
        (0u8..3, 0u8..3, 0u8..12).prop_map(|(b, c, d)| Ipv4Addr::new(10, b, c, d)),
        Just(Ipv4Addr::new(203, 0, 113, 10)),
        any::<u32>().prop_map(Ipv4Addr::from),
    ]
}

fn name() -> impl Strategy<Value = Option<Rc<str>>> {
    option::of(text(&["web", "<b>"]))
}

fn reference() -> impl Strategy<Value = Ref> {
    (select(Kind::ALL.as_slice()), id::<Vpc>()).prop_map(|(kind, id)| Ref::new(kind, id.text()))
}

fn traffic() -> impl Strategy<Value = Traffic> {
    let ports = || (any::<u16>(), any::<u16>()).prop_map(|(from, to)| PortRange { from, to });
    prop_oneof![
        Just(Traffic::All),
        ports().prop_map(Traffic::Tcp),
        ports().prop_map(Traffic::Udp),
        any::<u8>().prop_map(Traffic::Protocol),
        (any::<Option<u8>>(), any::<Option<u8>>()).prop_map(|(kind, code)| Traffic::Icmp { kind, code }),
    ]
}

fn vpc() -> impl Strategy<Value = Vpc> {
    let region = text(&["us-east-1", "eu-west-1", "nowhere"]);
    let ipv6 = vec(select(["2001:db8::/56", "2001:db8::/40"].as_slice()), 0..2);
    let own = (option::of(id()), option::of(id()), option::of(id()));
    let flags = (any::<bool>(), any::<bool>());
    (
        name(),
        region,
        option::of(text(&["1", "2"])),
        vec(usual_cidr(), 0..3),
        ipv6,
        own,
        flags,
    )
        .prop_map(
            |(name, region, account, cidrs, ipv6, (table, group, acl), (dns_support, dns_hostnames))| Vpc {
                name,
                region,
                account,
                cidrs,
                ipv6_cidrs: ipv6.into_iter().map(|cidr| cidr.parse().unwrap()).collect(),
                main_route_table: table,
                default_security_group: group,
                default_network_acl: acl,
                dns_support,
                dns_hostnames,
            },
        )
}

fn subnet() -> impl Strategy<Value = Subnet> {
    let zone = text(&["us-east-1a", "us-east-1b"]);
    let ipv6 = option::of(select(["2001:db8::/64", "2001:db8::/62", "2001:db8:1::/64"].as_slice()));
    (
        id(),
        zone,
        option::of(usual_cidr()),
        ipv6,
        option::of(id()),
        option::of(id()),
    )
        .prop_map(|(vpc, zone, cidr, ipv6, route_table, network_acl)| Subnet {
            name: None,
            vpc,
            zone,
            cidr,
            ipv6_cidr: ipv6.map(|cidr| cidr.parse().unwrap()),
            route_table,
            network_acl,
        })
}

fn destination() -> impl Strategy<Value = Destination> {
    prop_oneof![3 => net().prop_map(Destination::Cidr), 1 => id().prop_map(Destination::PrefixList)]
}

fn route_table() -> impl Strategy<Value = RouteTable> {
    let target = prop_oneof![
        1 => Just(Target::Local),
        5 => reference().prop_map(Target::Element),
        1 => Just(Target::NotModelled("core network".into())),
    ];
    let route = (destination(), target).prop_map(|(destination, target)| Route { destination, target });
    (id(), vec(route, 0..5), btree_set(id(), 0..2)).prop_map(|(vpc, routes, propagating)| RouteTable {
        name: None,
        vpc,
        routes,
        propagating: propagating.into_iter().collect(),
    })
}

fn security_group() -> impl Strategy<Value = SecurityGroup> {
    let peer = || {
        prop_oneof![
            net().prop_map(RulePeer::Cidr),
            id().prop_map(RulePeer::PrefixList),
            id().prop_map(RulePeer::SecurityGroup),
        ]
    };
    let rule = || {
        (traffic(), peer()).prop_map(|(traffic, peer)| Rule {
            traffic,
            peer,
            description: None,
        })
    };
    (id(), vec(rule(), 0..3), vec(rule(), 0..3)).prop_map(|(vpc, inbound, outbound)| SecurityGroup {
        name: None,
        vpc,
        inbound,
        outbound,
    })
}

fn network_acl() -> impl Strategy<Value = NetworkAcl> {
    let number = || select([0u16, 1, 100, 110, 32766, 40000].as_slice());
    let action = || select([AclAction::Allow, AclAction::Deny].as_slice());
    let entry = || {
        (number(), action(), traffic(), net()).prop_map(|(number, action, traffic, cidr)| AclEntry {
            number,
            action,
            traffic,
            cidr,
        })
    };
    (id(), vec(entry(), 0..4), vec(entry(), 0..4)).prop_map(|(vpc, inbound, outbound)| NetworkAcl {
        name: None,
        vpc,
        inbound,
        outbound,
    })
}

fn prefix_list() -> impl Strategy<Value = PrefixList> {
    let service = option::of(text(&["s3", "sqs"]));
    (text(&["us-east-1", "eu-west-1"]), service, vec(net(), 0..3)).prop_map(|(region, service, entries)| PrefixList {
        name: None,
        region,
        service,
        entries,
    })
}

fn interface() -> impl Strategy<Value = NetworkInterface> {
    let state = select(
        [
            InterfaceState::InUse,
            InterfaceState::Stopped,
            InterfaceState::Available,
        ]
        .as_slice(),
    );
    let addresses = (option::of(ipv4()), vec(ipv4(), 0..2), option::of(ipv4()), any::<bool>());
    (id(), state, addresses, vec(id(), 0..3)).prop_map(|(subnet, state, (ipv4, more, public, has_ipv6), groups)| {
        NetworkInterface {
            state,
            ipv4,
            secondary_ipv4: more,
            ipv6: has_ipv6.then(|| "2001:db8::10".parse().unwrap()).into_iter().collect(),
            public_ipv4: public,
            security_groups: groups,
            ..NetworkInterface::new(subnet, Role::Instance, Ipv4Addr::UNSPECIFIED)
        }
    })
}

fn nat_gateway() -> impl Strategy<Value = NatGateway> {
    let state = select([NatState::Available, NatState::Pending, NatState::Deleted].as_slice());
    (id(), ipv4(), option::of(ipv4()), state).prop_map(|(subnet, ipv4, public, state)| NatGateway {
        name: None,
        subnet,
        ipv4,
        connectivity: public.map_or(NatConnectivity::Private, NatConnectivity::Public),
        state,
    })
}

fn peering() -> impl Strategy<Value = PeeringConnection> {
    let state = select(PeeringState::ALL.as_slice());
    (id(), id(), state, any::<bool>()).prop_map(|(requester, accepter, state, dns)| PeeringConnection {
        requester_dns: dns,
        ..PeeringConnection::new(requester, accepter, state)
    })
}

fn endpoint_state() -> impl Strategy<Value = EndpointState> {
    select(
        [
            EndpointState::Available,
            EndpointState::Rejected,
            EndpointState::Deleted,
        ]
        .as_slice(),
    )
}

fn gateway_endpoint() -> impl Strategy<Value = GatewayEndpoint> {
    let service = text(&["s3", "dynamodb", "sqs", "s3express"]);
    (id(), service, btree_set(id(), 0..3), endpoint_state()).prop_map(|(vpc, service, route_tables, state)| {
        GatewayEndpoint {
            name: None,
            vpc,
            service,
            route_tables: route_tables.into_iter().collect(),
            state,
            policy: None,
            address_type: AddressType::Ipv4,
        }
    })
}

fn interface_endpoint() -> impl Strategy<Value = InterfaceEndpoint> {
    let place = (id(), ipv4()).prop_map(|(subnet, ipv4)| EndpointSubnet { subnet, ipv4 });
    (id(), vec(place, 0..3), vec(id(), 0..2), any::<bool>(), endpoint_state()).prop_map(
        |(vpc, subnets, security_groups, private_dns, state)| InterfaceEndpoint {
            name: None,
            vpc,
            service: "sqs".into(),
            subnets,
            security_groups,
            private_dns,
            state,
            provider: None,
            service_region: None,
            inbound_resolver_only: false,
            policy: None,
        },
    )
}

fn customer_gateway() -> impl Strategy<Value = CustomerGateway> {
    (option::of(id()), option::of(vec(net(), 0..3))).prop_map(|(site, announces)| CustomerGateway {
        name: None,
        site,
        asn: CustomerGateway::DEFAULT_ASN,
        announces,
        routes: None,
    })
}

fn vpn_connection() -> impl Strategy<Value = VpnConnection> {
    let routing = prop_oneof![Just(VpnRouting::Bgp), vec(net(), 0..3).prop_map(VpnRouting::Static)];
    let gateway = prop_oneof![3 => id::<VpnGateway>().prop_map(Ref::from), 1 => reference()];
    (gateway, id(), routing, any::<[bool; 2]>()).prop_map(|(gateway, customer_gateway, routing, [one, two])| {
        VpnConnection {
            name: None,
            gateway,
            customer_gateway,
            routing,
            tunnels: [Tunnel { up: one }, Tunnel { up: two }],
            options: VpnOptions::default(),
        }
    })
}

fn site() -> impl Strategy<Value = Site> {
    let host = ipv4().prop_map(|address| Host {
        name: "op".into(),
        address: IpAddr::V4(address),
    });
    (vec(net(), 0..3), vec(host, 0..2)).prop_map(|(cidrs, hosts)| Site {
        name: None,
        cidrs,
        hosts,
    })
}

pub(crate) fn element() -> impl Strategy<Value = Element> {
    prop_oneof![
        3 => (id(), vpc()).prop_map(Element::from),
        3 => (id(), subnet()).prop_map(Element::from),
        3 => (id(), route_table()).prop_map(Element::from),
        1 => (id(), network_acl()).prop_map(Element::from),
        2 => (id(), security_group()).prop_map(Element::from),
        1 => (id(), prefix_list()).prop_map(Element::from),
        3 => (id(), interface()).prop_map(Element::from),
        1 => (id(), option::of(id())).prop_map(|(id, vpc)| (id, InternetGateway { name: None, route_table: None, vpc }).into()),
        1 => (id(), nat_gateway()).prop_map(Element::from),
        3 => (id(), peering()).prop_map(Element::from),
        1 => (id(), gateway_endpoint()).prop_map(Element::from),
        1 => (id(), interface_endpoint()).prop_map(Element::from),
        1 => (id(), option::of(id())).prop_map(|(id, vpc)| (id, VpnGateway { name: None, vpc, asn: 64512, route_table: None }).into()),
        1 => (id(), customer_gateway()).prop_map(Element::from),
        1 => (id(), vpn_connection()).prop_map(Element::from),
        1 => (id(), site()).prop_map(Element::from),
        2 => beyond::element(),
    ]
}

/// Records in any order; later ones replace earlier ones of the same kind and id.
pub(crate) fn elements() -> impl Strategy<Value = Vec<Element>> {
    vec(element(), 0..40)
}

pub(crate) fn topology() -> impl Strategy<Value = Topology> {
    elements().prop_map(|elements| {
        let mut topology = Topology::default();
        for element in elements {
            topology.put(element);
        }
        topology
    })
}

pub(crate) fn operation() -> impl Strategy<Value = Operation> {
    let event = select(
        [
            PeeringEvent::Accept,
            PeeringEvent::Reject,
            PeeringEvent::Expire,
            PeeringEvent::Delete(Side::Requester),
            PeeringEvent::Delete(Side::Accepter),
        ]
        .as_slice(),
    );
    prop_oneof![
        2 => element().prop_map(Operation::Create),
        3 => element().prop_map(Operation::Update),
        2 => reference().prop_map(Operation::Delete),
        1 => (id(), event).prop_map(|(id, event)| Operation::Peering(id, event)),
    ]
}
