//! Gateways, and what stands in the way of packets as one.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::topology::{
    CustomerGateway, DirectConnectGateway, EgressOnlyInternetGateway, InternetGateway, NatState, NetworkInterface,
    RegionalNatGateway, Role, Site, SubnetId, Topology, TransitGateway, TransitGatewayId, TransitGatewayRouteTable,
    Vpc, VpcId, VpnGateway,
};

use super::{free_address, made};
use crate::edit::{Drawing, Edit, Refused, containment, free};
use crate::message::Placeable;
use crate::words;

pub(super) fn internet_gateway(drawing: Drawing<'_>, vpc: &VpcId) -> Result<Edit, Refused> {
    let name = words::name(drawing.topology, &vpc.into());
    let mut gateways = drawing.topology.internet_gateways.iter();
    if let Some((other, _)) = gateways.find(|(_, record)| record.vpc.as_ref() == Some(vpc)) {
        return Err(format!("{name} already has an internet gateway, {other}. A VPC has at most one.").into());
    }
    let id = free::id(drawing.topology, "igw");
    let record = InternetGateway {
        name: None,
        vpc: Some(vpc.clone()),
        route_table: None,
    };
    let said = format!("Added {id} to {name}. A subnet uses it when its route table has a route to it");
    Ok(made(
        drawing,
        Placeable::InternetGateway,
        (Id::new(id), record).into(),
        said,
    ))
}

pub(super) fn vpn_gateway(drawing: Drawing<'_>, vpc: &VpcId) -> Result<Edit, Refused> {
    let name = words::name(drawing.topology, &vpc.into());
    let mut gateways = drawing.topology.vpn_gateways.iter();
    if let Some((other, _)) = gateways.find(|(_, record)| record.vpc.as_ref() == Some(vpc)) {
        return Err(format!("{name} already has a virtual private gateway, {other}. A VPC has at most one.").into());
    }
    let id = free::id(drawing.topology, "vgw");
    let record = VpnGateway {
        name: None,
        vpc: Some(vpc.clone()),
        asn: VpnGateway::DEFAULT_ASN,
        route_table: None,
    };
    let said = format!("Added {id} to {name}. Connect it to an on-premises site next");
    Ok(made(drawing, Placeable::VpnGateway, (Id::new(id), record).into(), said))
}

/// An instance that sends on what is not for itself, so its source/destination check is off (NG-11).
pub(super) fn forwarding(drawing: Drawing<'_>, what: Placeable, subnet: &SubnetId) -> Result<Edit, Refused> {
    let is_nat = what == Placeable::NatInstance;
    let address = free_address(drawing, subnet)?;
    let id = free::id(drawing.topology, if is_nat { "nat-instance" } else { "appliance" });
    let mut record = NetworkInterface::new(subnet.clone(), Role::Instance, address);
    record.source_dest_check = false;
    record.masquerades = is_nat;
    if is_nat {
        record.public_ipv4 = free::public_address(drawing.topology);
    }
    let place = words::name(drawing.topology, &subnet.into());
    let said =
        format!("Added {id} with {address} to {place}, source/destination check off. A route leads packets to it");
    Ok(made(drawing, what, (Id::new(id), record).into(), said))
}

pub(super) fn egress_only(drawing: Drawing<'_>, vpc: &VpcId) -> Result<Edit, Refused> {
    let id = free::id(drawing.topology, "eigw");
    let record = EgressOnlyInternetGateway {
        name: None,
        vpc: Some(vpc.clone()),
    };
    let name = words::name(drawing.topology, &vpc.into());
    let said = format!("Added {id} to {name}. IPv6 goes out by it where a table has a route ::/0 to it");
    Ok(made(
        drawing,
        Placeable::EgressOnlyInternetGateway,
        (Id::new(id), record).into(),
        said,
    ))
}

pub(super) fn regional_nat_gateway(drawing: Drawing<'_>, vpc: &VpcId) -> Result<Edit, Refused> {
    let public = free::public_address(drawing.topology).ok_or("No public address is left for another NAT gateway.")?;
    let id = free::id(drawing.topology, "rnat");
    let record = RegionalNatGateway {
        name: None,
        vpc: vpc.clone(),
        zones: Vec::new(),
        public_ipv4: vec![public],
        route_table: None,
        state: NatState::Available,
    };
    let name = words::name(drawing.topology, &vpc.into());
    let said = format!("Added {id} with public address {public} to {name}. It needs no subnet");
    Ok(made(
        drawing,
        Placeable::RegionalNatGateway,
        (Id::new(id), record).into(),
        said,
    ))
}

/// The Region of the VPC around the parent; else of the first VPC.
pub(super) fn region_at(topology: &Topology, parent: Option<&Ref>) -> Rc<str> {
    let around = parent.and_then(|parent| containment::vpc_of(topology, parent)?.to_id());
    let record = around.and_then(|vpc| topology.vpcs.get(&vpc));
    let record = record.or_else(|| topology.vpcs.iter().next().map(|(_, record)| record));
    record.map_or_else(|| Vpc::DEFAULT_REGION.into(), |record| Rc::clone(&record.region))
}

pub(super) fn transit_gateway(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let id = free::id(topology, "tgw");
    let record = TransitGateway {
        region: region_at(topology, parent),
        asn: free::asn(topology),
        ..TransitGateway::default()
    };
    let said = format!("Added {id} to {}. Connect VPCs with it next", record.region);
    Ok(made(
        drawing,
        Placeable::TransitGateway,
        (Id::new(id), record).into(),
        said,
    ))
}

/// Of the transit gateway that the parent is or belongs to; else of the only one there is.
pub(super) fn transit_table(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let around = |of: &Ref| match of.kind {
        Kind::TransitGateway => of.to_id(),
        _ => containment::parent_of(topology, of)?.to_id(),
    };
    let mut all = topology.transit_gateways.ids();
    let gateway: TransitGatewayId = match (parent.and_then(around), all.next(), all.next()) {
        (Some(around), ..) => around,
        (None, Some(only), None) => only.clone(),
        (None, None, _) => return Err("This table belongs to a transit gateway. Add a transit gateway first.".into()),
        _ => return Err("This table belongs to a transit gateway. Drop it on one, or select one first.".into()),
    };
    let name = words::name(topology, &(&gateway).into());
    let id = free::id(topology, "tgw-rtb");
    let said = format!("Added {id} to {name}. Associate attachments with it");
    let element = (Id::new(id), TransitGatewayRouteTable::new(gateway)).into();
    Ok(made(drawing, Placeable::TransitGatewayRouteTable, element, said))
}

pub(super) fn customer_gateway(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let around = |of: &Ref| match of.kind {
        Kind::Site => of.to_id::<Site>(),
        _ => containment::parent_of(topology, of)?.to_id(),
    };
    let mut all = topology.sites.ids();
    let site = match (parent.and_then(around), all.next(), all.next()) {
        (Some(around), ..) => around,
        (None, Some(only), None) => only.clone(),
        (None, None, _) => return Err("A customer gateway stands at an on-premises site. Add a site first.".into()),
        _ => return Err("A customer gateway stands at a site. Drop it on one, or select one first.".into()),
    };
    let name = words::name(topology, &(&site).into());
    let id = free::id(topology, "cgw");
    let record = CustomerGateway {
        name: None,
        site: Some(site),
        asn: CustomerGateway::DEFAULT_ASN,
        announces: None,
        routes: None,
    };
    let said = format!("Added {id} to {name}. Connect it with a gateway at AWS");
    Ok(made(
        drawing,
        Placeable::CustomerGateway,
        (Id::new(id), record).into(),
        said,
    ))
}

pub(super) fn direct_connect_gateway(drawing: Drawing<'_>) -> Result<Edit, Refused> {
    let id = free::id(drawing.topology, "dxgw");
    let record = DirectConnectGateway {
        name: None,
        account: None,
        asn: free::asn(drawing.topology),
        associations: Vec::new(),
    };
    let said = format!("Added {id}. Connect it with a site, and with a virtual private gateway or a transit gateway");
    Ok(made(
        drawing,
        Placeable::DirectConnectGateway,
        (Id::new(id), record).into(),
        said,
    ))
}
