//! Lines to transit gateways and Direct Connect gateways: attachments, peerings, associations and virtual interfaces.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::topology::{
    Association, Attached, AttachmentState, DirectConnectAssociation, DirectConnectGatewayId, Element, SiteId,
    SubnetId, Topology, TransitGatewayAttachment, TransitGatewayAttachmentId, TransitGatewayId, VirtualInterface,
    VirtualInterfaceKind, VpcId,
};

use crate::edit::{Drawing, Edit, Refused, change, free};
use crate::words;

pub(super) fn between(drawing: Drawing<'_>, a: &Ref, b: &Ref) -> Option<Result<Edit, Refused>> {
    Some(match (a.kind, b.kind) {
        (Kind::TransitGateway, Kind::Vpc) => attach_vpc(drawing, &a.to_id()?, &b.to_id()?),
        (Kind::TransitGateway, Kind::TransitGateway) => peer(drawing, &a.to_id()?, &b.to_id()?),
        (Kind::TransitGateway, Kind::ClientVpnEndpoint) => attach_clients(drawing, &a.to_id()?, b),
        (Kind::TransitGatewayAttachment, Kind::TransitGatewayRouteTable) => associate(drawing, a, b),
        (Kind::DirectConnectGateway, Kind::VpnGateway | Kind::TransitGateway) => {
            associate_direct(drawing, &a.to_id()?, b)
        }
        (Kind::DirectConnectGateway, Kind::Site) => interface(drawing, &a.to_id()?, &b.to_id()?),
        (Kind::VirtualInterface, Kind::DirectConnectGateway | Kind::VpnGateway) => lead(drawing, a, b),
        _ => return None,
    })
}

fn pair(topology: &Topology, a: &Ref, b: &Ref) -> (Rc<str>, Rc<str>) {
    (words::name(topology, a), words::name(topology, b))
}

/// In one subnet of each Availability Zone (TGW-02): the last one, which is the spare one more often than the first.
fn attach_vpc(drawing: Drawing<'_>, gateway: &TransitGatewayId, vpc: &VpcId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let mut by_zone: Vec<(&Rc<str>, SubnetId)> = Vec::new();
    for (id, record) in topology.subnets.iter() {
        if record.vpc != *vpc || record.cidr.is_none() {
            continue;
        }
        match by_zone.iter_mut().find(|(zone, _)| *zone == &record.zone) {
            Some((_, subnet)) => *subnet = id.clone(),
            None => by_zone.push((&record.zone, id.clone())),
        }
    }
    let subnets = by_zone.into_iter().map(|(_, subnet)| subnet).collect();
    let attached = Attached::Vpc {
        vpc: vpc.clone(),
        subnets,
    };
    let (from, to) = pair(topology, &vpc.into(), &gateway.into());
    let id = free::id(topology, "attach");
    let record = TransitGatewayAttachment::new(gateway.clone(), attached);
    let mut edit = Edit::new(
        format!("Attach {from} to {to}"),
        vec![Operation::Create((Id::new(Rc::clone(&id)), record).into())],
    );
    edit.said = Some(format!("{from} is attached to {to}. Its route tables need routes to {to}").into());
    edit.select = Some(vec![Ref::new(Kind::TransitGatewayAttachment, id)]);
    Ok(edit)
}

/// Each end of a peering is an attachment of its own, and waits until it is accepted (TGW-50).
fn peer(drawing: Drawing<'_>, a: &TransitGatewayId, b: &TransitGatewayId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let here: TransitGatewayAttachmentId = Id::new(free::id(topology, "peer"));
    let taken = [here.text()].into_iter().collect();
    let there: TransitGatewayAttachmentId = Id::new(free::id_besides(topology, "peer", &taken));
    let end = |gateway: &TransitGatewayId, other: &TransitGatewayAttachmentId| {
        let mut end = TransitGatewayAttachment::new(gateway.clone(), Attached::Peering(other.clone()));
        end.state = AttachmentState::PendingAcceptance;
        end
    };
    let operations = vec![
        Operation::Create((here.clone(), end(a, &there)).into()),
        Operation::Create((there.clone(), end(b, &here)).into()),
    ];
    let (from, to) = pair(topology, &a.into(), &b.into());
    let mut edit = Edit::new(format!("Peer {from} with {to}"), operations);
    edit.said = Some(format!("{from} asks {to} for a peering. Accept it at {there}; until then nothing passes").into());
    edit.select = Some(vec![there.into()]);
    Ok(edit)
}

/// A Client VPN endpoint of a VPC stays there; one of no VPC becomes the gateway's (CVPN-19).
fn attach_clients(drawing: Drawing<'_>, gateway: &TransitGatewayId, endpoint: &Ref) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let (from, to) = pair(topology, endpoint, &gateway.into());
    let Some(Element::ClientVpnEndpoint(own, record)) = topology.get(endpoint) else {
        return Err(format!("{from} does not exist any more.").into());
    };
    if let Some(vpc) = &record.vpc {
        return Err(format!("{from} belongs to {vpc}. An endpoint is of a VPC or of a transit gateway.").into());
    }
    let mut operations = change(drawing, endpoint, |element| {
        if let Element::ClientVpnEndpoint(_, record) = element {
            record.transit_gateway = Some(gateway.clone());
        }
        Ok(())
    })?;
    let id = free::id(topology, "attach");
    let attachment = TransitGatewayAttachment::new(gateway.clone(), Attached::ClientVpn(own));
    operations.push(Operation::Create((Id::new(id), attachment).into()));
    let mut edit = Edit::new(format!("Attach {from} to {to}"), operations);
    edit.said = Some(format!("{from} is attached to {to}").into());
    Ok(edit)
}

fn associate(drawing: Drawing<'_>, attachment: &Ref, table: &Ref) -> Result<Edit, Refused> {
    let (name, other) = pair(drawing.topology, attachment, table);
    let operations = change(drawing, attachment, |element| {
        if let (Element::TransitGatewayAttachment(_, record), Some(table)) = (element, table.to_id()) {
            record.association = Association::Table(table);
        }
        Ok(())
    })?;
    if operations.is_empty() {
        return Err(format!("{name} is associated with {other} already.").into());
    }
    let mut edit = Edit::new(format!("Associate {name} with {other}"), operations);
    edit.said = Some(format!("Packets from {name} are now looked up in {other}").into());
    Ok(edit)
}

/// A transit gateway also gets the attachment; what is announced for it starts with its VPCs' ranges (DX-10).
fn associate_direct(drawing: Drawing<'_>, gateway: &DirectConnectGatewayId, other: &Ref) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let (from, to) = pair(topology, &gateway.into(), other);
    let transit = other.to_id::<reach::topology::TransitGateway>();
    let mut allowed = Vec::new();
    if let Some(transit) = &transit {
        let attached = |id: &&VpcId| drawing.network.attachment_of_vpc(transit, id).is_some();
        let vpcs = topology
            .vpcs
            .ids()
            .filter(attached)
            .filter_map(|id| topology.vpcs.get(id));
        allowed = vpcs
            .flat_map(|vpc| vpc.cidrs.iter().map(|cidr| (*cidr).into()))
            .collect();
        allowed.dedup();
    }
    let mut operations = change(drawing, &gateway.into(), |element| {
        if let Element::DirectConnectGateway(_, record) = element {
            if record.associations.iter().any(|known| known.gateway == *other) {
                return Err(format!("{from} leads to {to} already.").into());
            }
            record.associations.push(DirectConnectAssociation {
                gateway: other.clone(),
                allowed_prefixes: allowed,
            });
        }
        Ok(())
    })?;
    if let Some(transit) = transit {
        let id = free::id(topology, "attach");
        let record = TransitGatewayAttachment::new(transit, Attached::DirectConnectGateway(gateway.clone()));
        operations.push(Operation::Create((Id::new(id), record).into()));
    }
    let mut edit = Edit::new(format!("Associate {from} with {to}"), operations);
    edit.said = Some(format!("{from} leads to {to}").into());
    Ok(edit)
}

/// A virtual interface of the kind that the gateway's associations need (DX-01).
fn interface(drawing: Drawing<'_>, gateway: &DirectConnectGatewayId, site: &SiteId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let record = topology.direct_connect_gateways.get(gateway);
    let is_transit = record.is_some_and(|record| {
        let mut associations = record.associations.iter();
        associations.any(|association| association.gateway.kind == Kind::TransitGateway)
    });
    let (kind, word) = if is_transit {
        (VirtualInterfaceKind::Transit, "transit")
    } else {
        (VirtualInterfaceKind::Private, "private")
    };
    let id = free::id(topology, "vif");
    let mut record = VirtualInterface::new(kind, Some(gateway.into()));
    record.site = Some(site.clone());
    let (from, to) = pair(topology, &site.into(), &gateway.into());
    let operation = Operation::Create((Id::new(Rc::clone(&id)), record).into());
    let mut edit = Edit::new(format!("Connect {from} with {to}"), vec![operation]);
    edit.said = Some(format!("{from} and {to} are joined by {id}, a {word} virtual interface").into());
    edit.select = Some(vec![Ref::new(Kind::VirtualInterface, id)]);
    Ok(edit)
}

fn lead(drawing: Drawing<'_>, interface: &Ref, gateway: &Ref) -> Result<Edit, Refused> {
    let (from, to) = pair(drawing.topology, interface, gateway);
    let operations = change(drawing, interface, |element| {
        if let Element::VirtualInterface(_, record) = element {
            record.gateway = Some(gateway.clone());
        }
        Ok(())
    })?;
    if operations.is_empty() {
        return Err(format!("{from} leads to {to} already.").into());
    }
    let mut edit = Edit::new(format!("Connect {from} with {to}"), operations);
    edit.said = Some(format!("{from} leads to {to}").into());
    Ok(edit)
}
