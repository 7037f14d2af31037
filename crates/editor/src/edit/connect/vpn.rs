//! A virtual private gateway and a site become a customer gateway and a VPN connection.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::topology::{
    Attached, CustomerGateway, TransitGateway, TransitGatewayAttachment, Tunnel, VpcId, VpnConnection, VpnGateway,
    VpnGatewayId, VpnOptions, VpnRouting,
};

use crate::edit::{Drawing, Edit, Refused, free};
use crate::words;

/// A VPN from the VPC: with its virtual private gateway, made first if it has none.
pub(super) fn vpc_to_site(drawing: Drawing<'_>, vpc: &VpcId, site: &Ref) -> Result<Edit, Refused> {
    let mut gateways = drawing.topology.vpn_gateways.iter();
    if let Some((gateway, _)) = gateways.find(|(_, record)| record.vpc.as_ref() == Some(vpc)) {
        return gateway_to_site(drawing, &gateway.into(), site);
    }
    let id: VpnGatewayId = Id::new(free::id(drawing.topology, "vgw"));
    let record = VpnGateway {
        name: None,
        vpc: Some(vpc.clone()),
        asn: VpnGateway::DEFAULT_ASN,
        route_table: None,
    };
    let mut edit = gateway_to_site(drawing, &(&id).into(), site)?;
    edit.operations.insert(0, Operation::Create((id, record).into()));
    let (from, to) = (
        words::name(drawing.topology, &vpc.into()),
        words::name(drawing.topology, site),
    );
    edit.name = format!("Connect {from} with {to}").into();
    Ok(edit)
}

pub(super) fn gateway_to_site(drawing: Drawing<'_>, gateway: &Ref, site: &Ref) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let mut customers = topology.customer_gateways.iter();
    let used = |id: &Ref| {
        topology
            .vpn_connections
            .iter()
            .any(|(_, vpn)| vpn.gateway == *gateway && Ref::from(&vpn.customer_gateway) == *id)
    };
    let known = customers.find(|(_, record)| record.site.as_ref().is_some_and(|of| *of.as_str() == *site.id));
    if let Some((customer, _)) = known {
        if used(&customer.into()) {
            let (from, to) = (words::name(topology, gateway), words::name(topology, site));
            return Err(format!("{from} has a VPN connection to {to} already.").into());
        }
        return gateway_to_customer(drawing, gateway, &customer.into());
    }
    let customer = Ref::new(Kind::CustomerGateway, free::id(topology, "cgw"));
    let record = CustomerGateway {
        name: None,
        site: site.to_id(),
        asn: CustomerGateway::DEFAULT_ASN,
        announces: None,
        routes: None,
    };
    let mut edit = gateway_to_customer(drawing, gateway, &customer)?;
    let create = Operation::Create((Id::new(Rc::clone(&customer.id)), record).into());
    edit.operations.insert(0, create);
    let (from, to) = (words::name(topology, gateway), words::name(topology, site));
    edit.name = format!("Connect {from} with {to}").into();
    let next = match gateway.kind {
        Kind::TransitGateway => "Tables of the VPCs need a route to the transit gateway",
        _ => "Turn on route propagation in the tables that need it",
    };
    edit.said = Some(format!("{from} and {to} are joined by a VPN connection over BGP. {next}").into());
    Ok(edit)
}

pub(super) fn gateway_to_customer(drawing: Drawing<'_>, gateway: &Ref, customer: &Ref) -> Result<Edit, Refused> {
    let id = free::id(drawing.topology, "vpn");
    let record = VpnConnection {
        name: None,
        gateway: gateway.clone(),
        customer_gateway: Id::new(Rc::clone(&customer.id)),
        routing: VpnRouting::Bgp,
        tunnels: [Tunnel { up: true }; 2],
        options: VpnOptions::default(),
    };
    let mut operations = vec![Operation::Create((Id::new(Rc::clone(&id)), record).into())];
    if let Some(transit) = gateway.to_id::<TransitGateway>() {
        let attachment = TransitGatewayAttachment::new(transit, Attached::Vpn(Id::new(Rc::clone(&id))));
        let own = free::id(drawing.topology, "attach");
        operations.push(Operation::Create((Id::new(own), attachment).into()));
    }
    let (from, to) = (
        words::name(drawing.topology, gateway),
        words::name(drawing.topology, customer),
    );
    let mut edit = Edit::new(format!("Connect {from} with {to}"), operations);
    edit.said = Some(format!("{from} and {to} are joined by a VPN connection, {id}").into());
    edit.select = Some(vec![Ref::new(Kind::VpnConnection, id)]);
    Ok(edit)
}
