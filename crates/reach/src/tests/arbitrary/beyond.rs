//! Arbitrary records of what reaches beyond VPCs.

use super::*;

fn transit_gateway() -> impl Strategy<Value = TransitGateway> {
    let defaults = (any::<bool>(), any::<bool>(), option::of(id()), option::of(id()));
    (defaults, any::<bool>()).prop_map(|((association, propagation, a, p), sg_referencing)| TransitGateway {
        default_association: association,
        default_propagation: propagation,
        association_table: a,
        propagation_table: p,
        sg_referencing,
        ..TransitGateway::default()
    })
}

fn attachment() -> impl Strategy<Value = TransitGatewayAttachment> {
    let to = prop_oneof![
        3 => (id(), vec(id(), 0..3)).prop_map(|(vpc, subnets)| Attached::Vpc { vpc, subnets }),
        2 => id().prop_map(Attached::Vpn),
        1 => id().prop_map(Attached::Peering),
        1 => (id(), vec(net(), 0..2)).prop_map(|(transport, prefixes)| Attached::Connect { transport, prefixes }),
        1 => Just(Attached::NetworkFunction),
    ];
    let association = prop_oneof![
        Just(Association::ByDefault),
        Just(Association::None),
        id().prop_map(Association::Table),
    ];
    let state = prop_oneof![2 => Just(AttachmentState::Available), 1 => select(AttachmentState::ALL.as_slice())];
    let propagations = option::of(btree_set(id(), 0..3));
    (id(), to, state, association, propagations, any::<[bool; 3]>()).prop_map(
        |(gateway, to, state, association, propagations, [appliance_mode, ipv6, sg_referencing])| {
            TransitGatewayAttachment {
                state,
                association,
                propagations: propagations.map(|tables| tables.into_iter().collect()),
                appliance_mode,
                ipv6,
                sg_referencing,
                ..TransitGatewayAttachment::new(gateway, to)
            }
        },
    )
}

fn transit_gateway_route_table() -> impl Strategy<Value = TransitGatewayRouteTable> {
    let target = prop_oneof![
        3 => id().prop_map(TransitGatewayTarget::Attachment),
        1 => Just(TransitGatewayTarget::Blackhole),
    ];
    let route = (destination(), target).prop_map(|(destination, target)| TransitGatewayRoute { destination, target });
    (id(), vec(route, 0..4)).prop_map(|(gateway, routes)| TransitGatewayRouteTable {
        routes,
        ..TransitGatewayRouteTable::new(gateway)
    })
}

fn direct_connect_gateway() -> impl Strategy<Value = DirectConnectGateway> {
    let association =
        (reference(), vec(net(), 0..3)).prop_map(|(gateway, allowed_prefixes)| DirectConnectAssociation {
            gateway,
            allowed_prefixes,
        });
    vec(association, 0..3).prop_map(|associations| DirectConnectGateway {
        name: None,
        account: None,
        asn: DirectConnectGateway::DEFAULT_ASN,
        associations,
    })
}

fn virtual_interface() -> impl Strategy<Value = VirtualInterface> {
    let kind = select(
        [
            VirtualInterfaceKind::Private,
            VirtualInterfaceKind::Transit,
            VirtualInterfaceKind::Public,
        ]
        .as_slice(),
    );
    let gateway = option::of(prop_oneof![
        id::<VpnGateway>().prop_map(Ref::from),
        id::<DirectConnectGateway>().prop_map(Ref::from),
        reference(),
    ]);
    let prefixes = || option::of(vec(net(), 0..3));
    (kind, gateway, option::of(id()), prefixes(), prefixes(), any::<bool>()).prop_map(
        |(kind, gateway, site, announces, routes, up)| VirtualInterface {
            site,
            announces,
            routes,
            up,
            ..VirtualInterface::new(kind, gateway)
        },
    )
}

fn client_vpn_endpoint() -> impl Strategy<Value = ClientVpnEndpoint> {
    let place = (id(), ipv4()).prop_map(|(subnet, ipv4)| EndpointSubnet { subnet, ipv4 });
    let target = prop_oneof![
        2 => id().prop_map(ClientVpnTarget::Subnet),
        1 => Just(ClientVpnTarget::Local),
        1 => Just(ClientVpnTarget::TransitGateway),
    ];
    let route = (net(), target).prop_map(|(destination, target)| ClientVpnRoute { destination, target });
    let group = option::of(text(&["eng", "dev"]));
    let authorization = (net(), group).prop_map(|(destination, group)| Authorization { destination, group });
    let of = (option::of(id()), option::of(id()));
    let lists = (
        vec(place, 0..3),
        vec(id(), 0..2),
        vec(route, 0..3),
        vec(authorization, 0..3),
    );
    (of, usual_cidr(), lists, any::<bool>()).prop_map(
        |((vpc, transit_gateway), cidr, (associations, security_groups, routes, authorizations), split_tunnel)| {
            ClientVpnEndpoint {
                transit_gateway,
                associations,
                security_groups,
                routes,
                authorizations,
                split_tunnel,
                clients: vec![Client {
                    name: "bob".into(),
                    address: IpAddr::V4(Ipv4Addr::new(172, 20, 0, 9)),
                    groups: vec!["eng".into()],
                }],
                ..ClientVpnEndpoint::new(vpc, cidr)
            }
        },
    )
}

/// What reaches beyond VPCs.
pub(super) fn element() -> impl Strategy<Value = Element> {
    let egress_only = (id(), option::of(id())).prop_map(|(id, vpc)| {
        let record = EgressOnlyInternetGateway { name: None, vpc };
        Element::from((id, record))
    });
    prop_oneof![
        1 => egress_only,
        2 => (id(), transit_gateway()).prop_map(Element::from),
        3 => (id(), attachment()).prop_map(Element::from),
        2 => (id(), transit_gateway_route_table()).prop_map(Element::from),
        1 => (id(), direct_connect_gateway()).prop_map(Element::from),
        1 => (id(), virtual_interface()).prop_map(Element::from),
        1 => (id(), client_vpn_endpoint()).prop_map(Element::from),
        4 => services(),
    ]
}

fn places() -> impl Strategy<Value = Vec<EndpointSubnet>> {
    vec(
        (id(), ipv4()).prop_map(|(subnet, ipv4)| EndpointSubnet { subnet, ipv4 }),
        0..3,
    )
}

/// Load balancers and what is offered through them, names, and what belongs to a Region.
fn services() -> impl Strategy<Value = Element> {
    let target = (id(), option::of(any::<u16>())).prop_map(|(interface, port)| ListenerTarget { interface, port });
    let listener = (any::<u16>(), vec(target, 0..3)).prop_map(|(port, targets)| Listener {
        protocol: ListenerProtocol::Tcp,
        port,
        targets,
    });
    let kind = select(
        [
            LoadBalancerKind::Network,
            LoadBalancerKind::Application,
            LoadBalancerKind::Gateway,
        ]
        .as_slice(),
    );
    let balancer = (id(), id(), kind, places(), vec(id(), 0..2), vec(listener, 0..2)).prop_map(
        |(id, vpc, kind, subnets, security_groups, listeners)| {
            let record = LoadBalancer {
                subnets,
                security_groups,
                listeners,
                ..LoadBalancer::new(vpc, kind)
            };
            Element::from((id, record))
        },
    );
    let service = (id(), vec(id(), 0..3), any::<bool>()).prop_map(|(id, load_balancers, acceptance_required)| {
        let record = EndpointService {
            name: None,
            load_balancers,
            acceptance_required,
            principals: Default::default(),
            regions: Default::default(),
            private_dns_name: None,
            verified: false,
            state: ServiceState::Available,
        };
        Element::from((id, record))
    });
    let appliances = (id(), id(), id()).prop_map(|(id, subnet, service)| {
        let record = GatewayLoadBalancerEndpoint {
            name: None,
            subnet,
            service,
            state: EndpointState::Available,
        };
        Element::from((id, record))
    });
    let mode = select([BlockMode::Off, BlockMode::Bidirectional, BlockMode::Ingress].as_slice());
    let exclusion = reference().prop_map(|of| Exclusion {
        of,
        mode: ExclusionMode::Egress,
    });
    let block = (id(), mode, vec(exclusion, 0..2)).prop_map(|(id, mode, exclusions)| {
        let record = BlockPublicAccess {
            name: None,
            region: "us-east-1".into(),
            account: None,
            mode,
            exclusions,
        };
        Element::from((id, record))
    });
    let nat = (id(), id(), option::of(id())).prop_map(|(id, vpc, route_table)| {
        let record = RegionalNatGateway {
            name: None,
            vpc,
            zones: Vec::new(),
            public_ipv4: Vec::new(),
            route_table,
            state: NatState::Available,
        };
        Element::from((id, record))
    });
    prop_oneof![balancer, service, appliances, block, nat, names()]
}

fn names() -> impl Strategy<Value = Element> {
    let record = option::of(reference()).prop_map(|alias| DnsRecord {
        name: "www.example.com".into(),
        addresses: vec![IpAddr::V4(Ipv4Addr::new(10, 0, 0, 5))],
        alias,
    });
    let zone = (id(), btree_set(id(), 0..3), vec(record, 0..2)).prop_map(|(id, vpcs, records)| {
        let record = HostedZone {
            name: None,
            domain: "example.com".into(),
            vpcs: vpcs.into_iter().collect(),
            records,
        };
        Element::from((id, record))
    });
    let endpoint = (id(), id(), places(), vec(id(), 0..2)).prop_map(|(id, vpc, subnets, security_groups)| {
        let record = ResolverEndpoint {
            name: None,
            vpc,
            direction: ResolverDirection::Inbound,
            subnets,
            security_groups,
        };
        Element::from((id, record))
    });
    let rule = (id(), option::of(id()), btree_set(id(), 0..3)).prop_map(|(id, endpoint, vpcs)| {
        let record = ResolverRule {
            name: None,
            domain: "corp.example".into(),
            endpoint,
            targets: Vec::new(),
            vpcs: vpcs.into_iter().collect(),
        };
        Element::from((id, record))
    });
    let policy = (id(), option::of(reference())).prop_map(|(id, source)| {
        let statement = Statement {
            effect: Effect::Allow,
            principal: "*".into(),
            action: "*".into(),
            resource: "*".into(),
            source_ip: None,
            source,
            conditions: Vec::new(),
        };
        let record = ResourcePolicy {
            name: None,
            resource: "my-bucket".into(),
            statements: vec![statement],
        };
        Element::from((id, record))
    });
    prop_oneof![zone, endpoint, rule, policy]
}
