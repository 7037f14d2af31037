//! What the palette makes: sensible defaults, the next free address, in the place where it was dropped.

pub mod catalog;
mod gateways;
pub mod lines;
mod names;
mod services;
mod tables;

use std::net::Ipv4Addr;
use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::service;
use reach::sorted::SortedSet;
use reach::topology::{
    AddressType, EndpointState, EndpointSubnet, GatewayEndpoint, InterfaceEndpoint, NatConnectivity, NatGateway,
    NatState, NetworkInterface, Role, RouteTableId, Site, Subnet, SubnetId, Vpc, VpcId,
};

use self::catalog::Goes;
use super::{Drawing, Edit, Refused, containment, drawn, free};
use crate::message::Placeable;
use crate::words;

/// A new one in `parent`: what lies under the pointer, or what is selected; `None` is the open canvas.
pub fn create(drawing: Drawing<'_>, what: Placeable, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let vpc = || vpc_for(drawing, what, parent);
    let subnet = || subnet_for(drawing, what, parent);
    match what {
        Placeable::Vpc => self::vpc(drawing),
        Placeable::Site => site(drawing),
        Placeable::Subnet => self::subnet(drawing, &vpc()?),
        Placeable::Instance => interface(drawing, Role::Instance, &subnet()?),
        Placeable::Database => interface(drawing, Role::Database, &subnet()?),
        Placeable::Function => interface(drawing, Role::Function, &subnet()?),
        Placeable::NatInstance | Placeable::Appliance => gateways::forwarding(drawing, what, &subnet()?),
        Placeable::NatGateway => nat_gateway(drawing, &subnet()?),
        Placeable::InterfaceEndpoint => interface_endpoint(drawing, &subnet()?),
        Placeable::GatewayEndpoint => gateway_endpoint(drawing, &vpc()?, parent),
        Placeable::InternetGateway => gateways::internet_gateway(drawing, &vpc()?),
        Placeable::VpnGateway => gateways::vpn_gateway(drawing, &vpc()?),
        Placeable::EgressOnlyInternetGateway => gateways::egress_only(drawing, &vpc()?),
        Placeable::RegionalNatGateway => gateways::regional_nat_gateway(drawing, &vpc()?),
        Placeable::TransitGateway => gateways::transit_gateway(drawing, parent),
        Placeable::TransitGatewayRouteTable => gateways::transit_table(drawing, parent),
        Placeable::CustomerGateway => gateways::customer_gateway(drawing, parent),
        Placeable::DirectConnectGateway => gateways::direct_connect_gateway(drawing),
        Placeable::ClientVpnEndpoint => services::client_vpn(drawing, &vpc()?, parent),
        Placeable::NetworkLoadBalancer | Placeable::ApplicationLoadBalancer | Placeable::GatewayLoadBalancer => {
            services::load_balancer(drawing, what, &vpc()?, parent)
        }
        Placeable::EndpointService => services::endpoint_service(drawing, parent),
        Placeable::GatewayLoadBalancerEndpoint => services::gateway_load_balancer_endpoint(drawing, &subnet()?),
        Placeable::RouteTable | Placeable::SecurityGroup | Placeable::NetworkAcl => {
            tables::of_vpc(drawing, what, &vpc()?, parent)
        }
        Placeable::PrefixList => tables::prefix_list(drawing, parent),
        Placeable::BlockPublicAccess => tables::block_public_access(drawing, parent),
        Placeable::ResourcePolicy => tables::resource_policy(drawing),
        Placeable::HostedZone => names::hosted_zone(drawing, parent),
        Placeable::InboundResolver | Placeable::OutboundResolver => names::resolver(drawing, what, &subnet()?),
        Placeable::ResolverRule => names::resolver_rule(drawing, parent),
        Placeable::Peering
        | Placeable::TransitGatewayAttachment
        | Placeable::VpnConnection
        | Placeable::VirtualInterface => {
            let title = article(title(what));
            Err(format!("{title} joins two things: press C, or drag from a handle, then choose the other end.").into())
        }
    }
}

/// The palette's name for it, as in "Add subnet".
pub fn title(what: Placeable) -> &'static str {
    catalog::of(what).noun
}

/// What kind of frame it goes into.
pub fn container(what: Placeable) -> Option<Kind> {
    match catalog::of(what).goes {
        Goes::Canvas | Goes::Between => None,
        Goes::In(kind) => Some(kind),
        Goes::InVpcOrSubnet => Some(Kind::Vpc),
    }
}

/// The VPC around the parent; without a parent the only VPC there is.
fn vpc_for(drawing: Drawing<'_>, what: Placeable, parent: Option<&Ref>) -> Result<VpcId, Refused> {
    let around = parent.and_then(|parent| containment::vpc_of(drawing.topology, parent));
    if let Some(id) = around.and_then(|vpc| vpc.to_id()) {
        return Ok(id);
    }
    let article = article(title(what));
    let mut all = drawing.topology.vpcs.ids();
    match (all.next(), all.next()) {
        (Some(only), None) if parent.is_none() => Ok(only.clone()),
        (None, _) => Err(format!("{article} belongs to a VPC. Add a VPC first.").into()),
        _ => Err(format!("{article} belongs to a VPC. Drop it on one, or select one first.").into()),
    }
}

/// The subnet around the parent; in a VPC its only subnet.
fn subnet_for(drawing: Drawing<'_>, what: Placeable, parent: Option<&Ref>) -> Result<SubnetId, Refused> {
    let mut around = parent.cloned();
    while let Some(at) = around {
        if let Some(id) = at.to_id::<Subnet>() {
            return Ok(id);
        }
        around = containment::parent_of(drawing.topology, &at);
    }
    let vpc = parent.and_then(|parent| containment::vpc_of(drawing.topology, parent));
    let mut candidates = drawing
        .topology
        .subnets
        .iter()
        .filter(|(_, record)| vpc.as_ref().is_none_or(|vpc| *vpc.id == *record.vpc.as_str()));
    let article = article(title(what));
    match (candidates.next(), candidates.next()) {
        (Some((only, _)), None) => Ok(only.clone()),
        (None, _) => Err(format!("{article} lives in a subnet. Add a subnet first.").into()),
        _ => Err(format!("{article} lives in a subnet. Drop it on one, or select one first.").into()),
    }
}

fn article(title: &str) -> String {
    let an = title.starts_with(['a', 'e', 'i', 'o', 'A']);
    format!("{} {title}", if an { "An" } else { "A" })
}

fn made(drawing: Drawing<'_>, what: Placeable, element: reach::topology::Element, said: String) -> Edit {
    let of = element.reference();
    let mut edit = Edit::new(
        format!("Add {}", title(what)),
        vec![Operation::write(drawing.topology, element)],
    );
    edit.select = Some(vec![of]);
    edit.said = Some(said.into());
    edit
}

fn vpc(drawing: Drawing<'_>) -> Result<Edit, Refused> {
    let cidr = free::vpc_cidr(drawing.topology).ok_or("No private /16 is left for another VPC.")?;
    let id = free::id(drawing.topology, "vpc");
    let said = format!("Added {id} with {cidr}");
    Ok(made(
        drawing,
        Placeable::Vpc,
        (Id::new(id), Vpc::new(cidr)).into(),
        said,
    ))
}

fn subnet(drawing: Drawing<'_>, vpc: &VpcId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let cidr = free::subnet_cidr(topology, vpc).ok_or_else(|| {
        format!(
            "{} has no free block left for another subnet.",
            words::name(topology, &vpc.into())
        )
    })?;
    let record = Subnet::new(vpc.clone(), free::zone(topology, vpc), cidr);
    let id = free::id(topology, "subnet");
    let said = format!("Added {id} with {cidr} to {}", words::name(topology, &vpc.into()));
    Ok(made(drawing, Placeable::Subnet, (Id::new(id), record).into(), said))
}

fn free_address(drawing: Drawing<'_>, subnet: &SubnetId) -> Result<Ipv4Addr, Refused> {
    free::address(drawing.topology, subnet).ok_or_else(|| {
        format!(
            "{} has no free IPv4 address.",
            words::name(drawing.topology, &subnet.into())
        )
        .into()
    })
}

fn interface(drawing: Drawing<'_>, role: Role, subnet: &SubnetId) -> Result<Edit, Refused> {
    let (what, stem) = match role {
        Role::Database => (Placeable::Database, "db"),
        Role::Function => (Placeable::Function, "function"),
        Role::Instance | Role::Other => (Placeable::Instance, "app"),
    };
    let address = free_address(drawing, subnet)?;
    let id = free::id(drawing.topology, stem);
    let mut record = NetworkInterface::new(subnet.clone(), role, address);
    // A public subnet gives its instances a public address, as the launch wizard does there.
    if role == Role::Instance && drawing.network.public_route_of(subnet).is_some() {
        record.public_ipv4 = free::public_address(drawing.topology);
    }
    let said = format!(
        "Added {id} with {address} to {}",
        words::name(drawing.topology, &subnet.into())
    );
    Ok(made(drawing, what, (Id::new(id), record).into(), said))
}

fn nat_gateway(drawing: Drawing<'_>, subnet: &SubnetId) -> Result<Edit, Refused> {
    let ipv4 = free_address(drawing, subnet)?;
    let public = free::public_address(drawing.topology).ok_or("No public address is left for another NAT gateway.")?;
    let id = free::id(drawing.topology, "nat");
    let record = NatGateway {
        name: None,
        subnet: subnet.clone(),
        ipv4,
        connectivity: NatConnectivity::Public(public),
        state: NatState::Available,
    };
    let said = format!(
        "Added {id} with public address {public} to {}",
        words::name(drawing.topology, &subnet.into())
    );
    Ok(made(drawing, Placeable::NatGateway, (Id::new(id), record).into(), said))
}

fn interface_endpoint(drawing: Drawing<'_>, subnet: &SubnetId) -> Result<Edit, Refused> {
    let ipv4 = free_address(drawing, subnet)?;
    let vpc = match drawing.topology.subnets.get(subnet) {
        Some(record) => record.vpc.clone(),
        None => return Err("An interface endpoint needs a subnet.".into()),
    };
    // AWS refuses private DNS where the VPC lacks either option (EI-05).
    let dns = drawing.topology.vpcs.get(&vpc);
    let private_dns = dns.is_some_and(|vpc| vpc.dns_support && vpc.dns_hostnames);
    let id = free::id(drawing.topology, "vpce-ssm");
    let record = InterfaceEndpoint {
        name: None,
        vpc,
        service: "ssm".into(),
        subnets: vec![EndpointSubnet {
            subnet: subnet.clone(),
            ipv4,
        }],
        security_groups: Vec::new(),
        private_dns,
        state: EndpointState::Available,
        provider: None,
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    let said = format!(
        "Added {id} for SSM with {ipv4} to {}",
        words::name(drawing.topology, &subnet.into())
    );
    Ok(made(
        drawing,
        Placeable::InterfaceEndpoint,
        (Id::new(id), record).into(),
        said,
    ))
}

/// Its route goes into the table of the subnet it was dropped on; dropped on the VPC, into those of the private subnets.
fn gateway_endpoint(drawing: Drawing<'_>, vpc: &VpcId, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let tables = endpoint_tables(drawing, vpc, parent);
    let has_s3 = drawing
        .topology
        .gateway_endpoints
        .iter()
        .any(|(_, record)| record.vpc == *vpc && &*record.service == "s3");
    let service: &str = if has_s3 { "dynamodb" } else { "s3" };
    let id = free::id(drawing.topology, &format!("vpce-{service}"));
    let names: Vec<String> = tables
        .iter()
        .map(|table| words::name(drawing.topology, &table.into()).to_string())
        .collect();
    let mut operations = Vec::new();
    for table in &tables {
        let of = Ref::from(table);
        if !drawing.topology.contains(&of) {
            operations.push(Operation::Create(drawn(drawing, &of)?));
        }
    }
    let record = GatewayEndpoint {
        name: None,
        vpc: vpc.clone(),
        service: service.into(),
        route_tables: tables,
        state: EndpointState::Available,
        policy: None,
        address_type: AddressType::Ipv4,
    };
    operations.push(Operation::Create((Id::new(Rc::clone(&id)), record).into()));
    let mut edit = Edit::new(format!("Add {}", title(Placeable::GatewayEndpoint)), operations);
    let into = if names.is_empty() {
        "no route table yet".to_owned()
    } else {
        words::list(&names)
    };
    edit.said = Some(format!("Added {id} for {}: its route is in {into}", service::title(service)).into());
    edit.select = Some(vec![Ref::new(Kind::GatewayEndpoint, id)]);
    Ok(edit)
}

fn endpoint_tables(drawing: Drawing<'_>, vpc: &VpcId, parent: Option<&Ref>) -> SortedSet<RouteTableId> {
    let mut at = parent.cloned();
    while let Some(of) = at {
        if let Some(subnet) = of.to_id() {
            return drawing.network.route_table_of(&subnet).into_iter().collect();
        }
        if let Some(table) = of.to_id() {
            return SortedSet::from([table]);
        }
        at = containment::parent_of(drawing.topology, &of);
    }
    drawing
        .topology
        .subnets
        .iter()
        .filter(|(id, record)| record.vpc == *vpc && drawing.network.public_route_of(id).is_none())
        .filter_map(|(id, _)| drawing.network.route_table_of(id))
        .collect()
}

fn site(drawing: Drawing<'_>) -> Result<Edit, Refused> {
    let cidr = free::site_cidr(drawing.topology).ok_or("No 192.168.x.0/24 is left for another site.")?;
    let host = free::at_offset(cidr, 10).map(|address| reach::topology::Host {
        name: "server-1".into(),
        address: address.into(),
    });
    let id = free::id(drawing.topology, "site");
    let record = Site {
        name: None,
        cidrs: vec![cidr.into()],
        hosts: host.into_iter().collect(),
    };
    let said = format!("Added {id} with {cidr}. Connect it to a VPC with a VPN");
    Ok(made(drawing, Placeable::Site, (Id::new(id), record).into(), said))
}
