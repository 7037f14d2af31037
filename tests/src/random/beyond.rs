//! What is beyond VPCs: sites with their connections, transit gateways.

use ipnet::IpNet;
use reach::id::Ref;
use reach::topology::*;

use super::Dice;

/// Sites, each with a customer gateway and a connection to a VPC's virtual private gateway.
pub(super) fn sites(drawn: &mut Topology, dice: &mut Dice) {
    let vpcs: Vec<VpcId> = drawn.vpcs.ids().cloned().collect();
    for vpc in vpcs.iter().filter(|_| dice.chance(30)).collect::<Vec<_>>() {
        let gateway = VpnGateway::new(dice.chance(95).then(|| vpc.clone()));
        drawn
            .vpn_gateways
            .insert(VpnGatewayId::new(format!("{vpc}-vgw")), gateway);
    }
    let gateways: Vec<VpnGatewayId> = drawn.vpn_gateways.ids().cloned().collect();
    for number in 0..dice.number(0, 3) {
        let site = add_site(drawn, dice, number);
        let Some(gateway) = dice.pick(&gateways) else { continue };
        if dice.chance(25) {
            add_line(drawn, dice, &site, gateway, number);
        } else {
            connect(drawn, dice, &site, Ref::from(gateway), number);
        }
    }
}

fn add_site(drawn: &mut Topology, dice: &mut Dice, number: u8) -> SiteId {
    let third = if dice.chance(85) { number } else { 0 };
    let net = |text: String| text.parse::<IpNet>().unwrap_or(reach::address::ANY_IPV4);
    let site = Site {
        name: None,
        cidrs: vec![net(format!("192.168.{third}.0/24"))],
        hosts: vec![Host {
            name: "h".into(),
            address: net(format!("192.168.{third}.10/32")).addr(),
        }],
    };
    let id = SiteId::new(format!("site{number}"));
    drawn.sites.insert(id.clone(), site);
    let routes = match dice.below(5) {
        0 => Some(vec![net("10.0.0.0/8".to_owned()), net("192.168.0.0/16".to_owned())]),
        1 => Some(vec![net("0.0.0.0/0".to_owned())]),
        _ => None,
    };
    let gateway = CustomerGateway {
        name: None,
        site: Some(id.clone()),
        asn: 65000 + u32::from(dice.number(0, 3)),
        announces: dice.chance(10).then(|| vec![net("192.168.0.0/16".to_owned())]),
        routes,
    };
    drawn
        .customer_gateways
        .insert(CustomerGatewayId::new(format!("cgw{number}")), gateway);
    id
}

fn is_free(drawn: &Topology, gateway: &VpnGatewayId) -> bool {
    let mut lines = drawn.direct_connect_gateways.iter();
    !lines.any(|(_, it)| it.associations.iter().any(|own| own.gateway == gateway.into()))
}

/// Direct Connect: a virtual interface to the gateway itself, or to a Direct Connect gateway in between.
fn add_line(drawn: &mut Topology, dice: &mut Dice, site: &SiteId, gateway: &VpnGatewayId, number: u8) {
    let is_attached = drawn
        .vpn_gateways
        .get(gateway)
        .is_some_and(|record| record.vpc.is_some());
    let is_free = is_free(drawn, gateway);
    let between = DirectConnectGatewayId::new(format!("dxgw{number}"));
    let is_between = is_attached && is_free && dice.chance(50);
    let to = if is_between {
        Ref::from(&between)
    } else {
        Ref::from(gateway)
    };
    let mut interface = VirtualInterface::new(VirtualInterfaceKind::Private, Some(to));
    interface.site = Some(site.clone());
    interface.asn = 65000 + u32::from(dice.number(0, 3));
    interface.up = dice.chance(90);
    drawn
        .virtual_interfaces
        .insert(VirtualInterfaceId::new(format!("vif{number}")), interface);
    if is_between {
        let association = DirectConnectAssociation {
            gateway: gateway.into(),
            allowed_prefixes: Vec::new(),
        };
        let record = DirectConnectGateway {
            name: None,
            account: None,
            asn: 65100 + u32::from(number),
            associations: vec![association],
        };
        drawn.direct_connect_gateways.insert(between, record);
    }
}

fn connect(drawn: &mut Topology, dice: &mut Dice, site: &SiteId, gateway: Ref, number: u8) -> VpnConnectionId {
    let cidrs = drawn.sites.get(site).map(|site| site.cidrs.clone()).unwrap_or_default();
    let is_static = dice.chance(30) && gateway.kind == reach::id::Kind::VpnGateway;
    let connection = VpnConnection {
        name: None,
        gateway,
        customer_gateway: CustomerGatewayId::new(format!("cgw{number}")),
        routing: if is_static {
            VpnRouting::Static(cidrs)
        } else {
            VpnRouting::Bgp
        },
        tunnels: [Tunnel { up: !dice.fault(30) }, Tunnel { up: !dice.fault(60) }],
        options: VpnOptions::default(),
    };
    let id = VpnConnectionId::new(format!("vpn{number}"));
    drawn.vpn_connections.insert(id.clone(), connection);
    id
}

/// One or two transit gateways with attachments of VPCs and of sites that have no connection yet.
pub(super) fn transit_gateways(drawn: &mut Topology, dice: &mut Dice) {
    if !dice.chance(50) {
        return;
    }
    let gateways = dice.number(1, 2);
    for number in 0..gateways {
        let id = TransitGatewayId::new(format!("tgw{number}"));
        let gateway = TransitGateway {
            sg_referencing: dice.chance(50),
            default_association: !dice.fault(10),
            default_propagation: !dice.fault(15),
            ..TransitGateway::default()
        };
        drawn.transit_gateways.insert(id.clone(), gateway);
        for index in 0..dice.number(0, 2) {
            let table = TransitGatewayRouteTableId::new(format!("{id}-t{index}"));
            drawn
                .transit_gateway_route_tables
                .insert(table, TransitGatewayRouteTable::new(id.clone()));
        }
        attach_vpcs(drawn, dice, &id);
        attach_sites(drawn, dice, &id);
    }
    if gateways == 2 && dice.chance(70) {
        peer(drawn, dice);
    }
    add_routes(drawn, dice);
}

fn attach_vpcs(drawn: &mut Topology, dice: &mut Dice, gateway: &TransitGatewayId) {
    let vpcs: Vec<VpcId> = drawn.vpcs.ids().cloned().collect();
    for vpc in vpcs {
        let is_here = drawn
            .vpcs
            .get(&vpc)
            .is_some_and(|vpc| &*vpc.region == Vpc::DEFAULT_REGION);
        if !is_here || !dice.chance(70) {
            continue;
        }
        let mut subnets: Vec<SubnetId> = Vec::new();
        let mut zones = Vec::new();
        for (id, subnet) in drawn.subnets.iter().filter(|(_, it)| it.vpc == vpc) {
            if !zones.contains(&subnet.zone) && (subnets.is_empty() || !dice.fault(50)) {
                zones.push(subnet.zone.clone());
                subnets.push(id.clone());
            }
        }
        let mut attachment = TransitGatewayAttachment::new(
            gateway.clone(),
            Attached::Vpc {
                vpc: vpc.clone(),
                subnets,
            },
        );
        attachment.ipv6 = dice.chance(50);
        attachment.sg_referencing = dice.chance(85);
        attachment.appliance_mode = dice.chance(20);
        if dice.fault(10) {
            attachment.state = AttachmentState::Pending;
        }
        place(drawn, dice, &mut attachment);
        drawn
            .transit_gateway_attachments
            .insert(format!("{gateway}-{vpc}").as_str().into(), attachment);
    }
}

fn attach_sites(drawn: &mut Topology, dice: &mut Dice, gateway: &TransitGatewayId) {
    let taken: Vec<CustomerGatewayId> = drawn
        .vpn_connections
        .iter()
        .map(|(_, it)| it.customer_gateway.clone())
        .collect();
    for number in 0..3u8 {
        let site = SiteId::new(format!("site{number}"));
        let is_free = !taken.contains(&CustomerGatewayId::new(format!("cgw{number}")));
        let has_line = drawn
            .virtual_interfaces
            .iter()
            .any(|(_, it)| it.site.as_ref() == Some(&site));
        if !drawn.sites.contains(site.as_str()) || !is_free || has_line || !dice.chance(70) {
            continue;
        }
        if dice.chance(30) {
            attach_line(drawn, dice, gateway, &site, number);
            continue;
        }
        let connection = connect(drawn, dice, &site, Ref::from(gateway), number);
        let mut attachment = TransitGatewayAttachment::new(gateway.clone(), Attached::Vpn(connection));
        place(drawn, dice, &mut attachment);
        drawn
            .transit_gateway_attachments
            .insert(format!("{gateway}-{site}").as_str().into(), attachment);
    }
}

/// DX-10: a transit virtual interface, a Direct Connect gateway, and what AWS announces over them.
fn attach_line(drawn: &mut Topology, dice: &mut Dice, gateway: &TransitGatewayId, site: &SiteId, number: u8) {
    let between = DirectConnectGatewayId::new(format!("dxgw{number}"));
    let mut interface = VirtualInterface::new(VirtualInterfaceKind::Transit, Some(Ref::from(&between)));
    interface.site = Some(site.clone());
    interface.asn = 65000 + u32::from(number);
    interface.up = dice.chance(90);
    drawn
        .virtual_interfaces
        .insert(VirtualInterfaceId::new(format!("vif{number}")), interface);
    let allowed = ["10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "0.0.0.0/0"][dice.below(4)];
    let record = DirectConnectGateway {
        name: None,
        account: None,
        asn: 65100 + u32::from(number),
        associations: vec![DirectConnectAssociation {
            gateway: gateway.into(),
            allowed_prefixes: allowed.parse().into_iter().collect(),
        }],
    };
    drawn.direct_connect_gateways.insert(between.clone(), record);
    let mut attachment = TransitGatewayAttachment::new(gateway.clone(), Attached::DirectConnectGateway(between));
    place(drawn, dice, &mut attachment);
    drawn
        .transit_gateway_attachments
        .insert(format!("{gateway}-{site}").as_str().into(), attachment);
}

/// Another association or propagation than the gateway's default, sometimes.
fn place(drawn: &Topology, dice: &mut Dice, attachment: &mut TransitGatewayAttachment) {
    let tables: Vec<TransitGatewayRouteTableId> = drawn
        .transit_gateway_route_tables
        .iter()
        .filter(|(_, table)| table.gateway == attachment.gateway)
        .map(|(id, _)| id.clone())
        .collect();
    if dice.fault(30) {
        let table = dice.pick(&tables).filter(|_| dice.chance(85));
        attachment.association = table.cloned().map_or(Association::None, Association::Table);
    }
    if dice.fault(30) {
        attachment.propagations = Some(tables.into_iter().filter(|_| dice.chance(70)).collect());
    }
}

fn peer(drawn: &mut Topology, dice: &mut Dice) {
    for (own, other) in [("tgw0", "tgw1"), ("tgw1", "tgw0")] {
        let to = Attached::Peering(format!("{other}-peer").as_str().into());
        let mut attachment = TransitGatewayAttachment::new(own.into(), to);
        if dice.fault(10) {
            attachment.state = AttachmentState::PendingAcceptance;
        }
        drawn
            .transit_gateway_attachments
            .insert(format!("{own}-peer").as_str().into(), attachment);
    }
}

fn add_routes(drawn: &mut Topology, dice: &mut Dice) {
    let mut tables: Vec<TransitGatewayRouteTableId> = drawn.transit_gateway_route_tables.ids().cloned().collect();
    for (id, _) in drawn.transit_gateways.iter() {
        tables.push(TransitGateway::implicit_route_table(id));
    }
    for id in tables {
        let gateway: TransitGatewayId = id.as_str()[..4].into();
        let mut table = drawn
            .transit_gateway_route_tables
            .get(&id)
            .cloned()
            .unwrap_or_else(|| TransitGatewayRouteTable::new(gateway.clone()));
        let attachments: Vec<TransitGatewayAttachmentId> = drawn
            .transit_gateway_attachments
            .iter()
            .filter(|(_, it)| it.gateway == gateway)
            .map(|(id, _)| id.clone())
            .collect();
        for text in [
            "0.0.0.0/0",
            "10.0.0.0/8",
            "10.2.0.0/16",
            "192.168.0.0/16",
            "2001:db8::/32",
        ] {
            // Not there and back again.
            let is_towards = (text == "0.0.0.0/0") == (gateway.as_str() == "tgw0");
            let peer = attachments
                .iter()
                .find(|id| is_towards && id.as_str().ends_with("-peer"));
            let target = match dice.below(8) {
                _ if !dice.fault(70) => match peer.filter(|_| !dice.fault(30)) {
                    Some(peer) => Some(TransitGatewayTarget::Attachment(peer.clone())),
                    None => continue,
                },
                0 => Some(TransitGatewayTarget::Blackhole),
                _ => dice.pick(&attachments).cloned().map(TransitGatewayTarget::Attachment),
            };
            if let (Some(target), Ok(net)) = (target, text.parse()) {
                table.routes.push(TransitGatewayRoute {
                    destination: Destination::Cidr(net),
                    target,
                });
            }
        }
        if !table.routes.is_empty() {
            drawn.transit_gateway_route_tables.insert(id, table);
        }
    }
}

/// Block Public Access of the Region, sometimes, with exclusions.
pub(super) fn block_public_access(drawn: &mut Topology, dice: &mut Dice) {
    if !dice.chance(18) {
        return;
    }
    let subnets: Vec<Ref> = drawn.subnets.ids().map(Ref::from).collect();
    let vpcs: Vec<Ref> = drawn.vpcs.ids().map(Ref::from).collect();
    let mut exclusions: Vec<Exclusion> = Vec::new();
    for _ in 0..dice.below(4) {
        let of = if dice.chance(70) {
            dice.pick(&subnets)
        } else {
            dice.pick(&vpcs)
        };
        let mode = if dice.chance(50) {
            ExclusionMode::Bidirectional
        } else {
            ExclusionMode::Egress
        };
        if let Some(of) = of.filter(|of| exclusions.iter().all(|known| known.of != **of)) {
            exclusions.push(Exclusion { of: of.clone(), mode });
        }
    }
    let switch = BlockPublicAccess {
        name: None,
        region: Vpc::DEFAULT_REGION.into(),
        account: None,
        mode: [BlockMode::Bidirectional, BlockMode::Ingress][dice.below(2)],
        exclusions,
    };
    drawn.block_public_access.insert("bpa".into(), switch);
}
