//! Arbitrary records of what reaches beyond VPCs.

use std::rc::Rc;

use reach::id::{Id, Kind};
use reach::topology::*;

use super::elements::{name, region};
use super::{Names, Random};

pub fn element(kind: Kind, id: &Rc<str>, names: &Names, random: &mut Random) -> Option<Element> {
    let id = Rc::clone(id);
    Some(match kind {
        Kind::EgressOnlyInternetGateway => {
            let vpc = random.maybe(2, |random| names.id(random));
            let name = name(random);
            (Id::new(id), EgressOnlyInternetGateway { name, vpc }).into()
        }
        Kind::TransitGateway => (Id::new(id), transit_gateway(names, random)).into(),
        Kind::TransitGatewayAttachment => (Id::new(id), attachment(names, random)).into(),
        Kind::TransitGatewayRouteTable => (Id::new(id), transit_gateway_route_table(names, random)).into(),
        Kind::DirectConnectGateway => (Id::new(id), direct_connect_gateway(names, random)).into(),
        Kind::VirtualInterface => (Id::new(id), virtual_interface(names, random)).into(),
        Kind::ClientVpnEndpoint => (Id::new(id), client_vpn_endpoint(names, random)).into(),
        kind => return super::services::element(kind, &id, names, random),
    })
}

fn transit_gateway(names: &Names, random: &mut Random) -> TransitGateway {
    let table = random.maybe(3, |random| names.id(random));
    TransitGateway {
        name: name(random),
        region: region(random),
        account: random.maybe(4, |_| "123456789012".into()),
        asn: *random.pick(&[64512, 65010, u32::MAX]),
        cidr_blocks: random.list(2, Random::cidr),
        default_association: !random.chance(3),
        default_propagation: !random.chance(3),
        propagation_table: if random.chance(2) {
            table.clone()
        } else {
            random.maybe(2, |random| names.id(random))
        },
        association_table: table,
        dns_support: !random.chance(4),
        vpn_ecmp: !random.chance(4),
        sg_referencing: random.chance(4),
        auto_accept: random.chance(4),
        shared_with: random.list(2, Random::text).into_iter().collect(),
    }
}

fn attachment(names: &Names, random: &mut Random) -> TransitGatewayAttachment {
    TransitGatewayAttachment {
        name: name(random),
        gateway: names.id(random),
        to: match random.below(7) {
            5 => Attached::DirectConnectGateway(names.id(random)),
            6 => Attached::ClientVpn(names.id(random)),
            0 => Attached::Vpn(names.id(random)),
            1 => Attached::Peering(names.id(random)),
            2 => Attached::Connect {
                transport: names.id(random),
                prefixes: random.list(2, Random::cidr),
            },
            3 if random.chance(2) => Attached::NetworkFunction,
            _ => Attached::Vpc {
                vpc: names.id(random),
                subnets: random.list(2, |random| names.id(random)),
            },
        },
        state: *random.pick(&AttachmentState::ALL),
        association: match random.below(3) {
            0 => Association::ByDefault,
            1 => Association::None,
            _ => Association::Table(names.id(random)),
        },
        propagations: random.maybe(2, |random| {
            random.list(2, |random| names.id(random)).into_iter().collect()
        }),
        appliance_mode: random.chance(4),
        ipv6: random.chance(4),
        sg_referencing: !random.chance(4),
        dns_support: !random.chance(4),
    }
}

fn transit_gateway_route_table(names: &Names, random: &mut Random) -> TransitGatewayRouteTable {
    TransitGatewayRouteTable {
        name: name(random),
        gateway: names.id(random),
        routes: random.list(4, |random| TransitGatewayRoute {
            destination: match random.below(4) {
                0 => Destination::PrefixList(names.id(random)),
                _ => Destination::Cidr(random.cidr()),
            },
            target: match random.below(3) {
                0 => TransitGatewayTarget::Blackhole,
                _ => TransitGatewayTarget::Attachment(names.id(random)),
            },
        }),
    }
}

fn direct_connect_gateway(names: &Names, random: &mut Random) -> DirectConnectGateway {
    DirectConnectGateway {
        name: name(random),
        account: random.maybe(4, |_| "123456789012".into()),
        asn: *random.pick(&[64512, 65010]),
        associations: random.list(2, |random| DirectConnectAssociation {
            gateway: names.any(random),
            allowed_prefixes: random.list(2, Random::cidr),
        }),
    }
}

fn virtual_interface(names: &Names, random: &mut Random) -> VirtualInterface {
    let kinds = [
        VirtualInterfaceKind::Private,
        VirtualInterfaceKind::Transit,
        VirtualInterfaceKind::Public,
    ];
    VirtualInterface {
        name: name(random),
        kind: *random.pick(&kinds),
        gateway: random.maybe(2, |random| names.any(random)),
        site: random.maybe(2, |random| names.id(random)),
        region: region(random),
        asn: *random.pick(&[65000, 65001]),
        announces: random.maybe(2, |random| random.list(2, Random::cidr)),
        routes: random.maybe(2, |random| random.list(2, Random::cidr)),
        preference: *random.pick(&[Preference::Low, Preference::Medium, Preference::High]),
        as_path: *random.pick(&[1, 1, 3]),
        med: random.maybe(3, |_| 200),
        up: !random.chance(3),
        mtu: *random.pick(&[1500, 9001]),
        site_link: random.chance(3),
    }
}

fn client_vpn_endpoint(names: &Names, random: &mut Random) -> ClientVpnEndpoint {
    ClientVpnEndpoint {
        name: name(random),
        vpc: random.maybe(2, |random| names.id(random)),
        transit_gateway: random.maybe(3, |random| names.id(random)),
        zones: random.list(2, Random::text),
        client_cidr: random.cidr4(),
        associations: random.list(2, |random| EndpointSubnet {
            subnet: names.id(random),
            ipv4: random.ipv4(),
        }),
        security_groups: random.list(2, |random| names.id(random)),
        routes: random.list(3, |random| ClientVpnRoute {
            destination: random.cidr(),
            target: match random.below(3) {
                0 => ClientVpnTarget::Local,
                1 => ClientVpnTarget::TransitGateway,
                _ => ClientVpnTarget::Subnet(names.id(random)),
            },
        }),
        authorizations: random.list(3, |random| Authorization {
            destination: random.cidr(),
            group: random.maybe(2, Random::text),
        }),
        split_tunnel: random.chance(2),
        clients: random.list(2, |random| Client {
            name: random.text(),
            address: random.ipv4().into(),
            groups: random.list(2, Random::text),
        }),
    }
}

pub fn vpn_options(names: &Names, random: &mut Random) -> VpnOptions {
    VpnOptions {
        as_path: *random.pick(&[1, 2]),
        med: random.maybe(3, |_| 50),
        accelerated: random.chance(4),
        large: random.chance(4),
        concentrator: random.chance(4),
        ipv6: random.chance(4),
        inside_cidrs: random.list(2, Random::cidr),
        transport: random.maybe(3, |random| names.id(random)),
    }
}
