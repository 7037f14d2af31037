//! What stands or falls with a deleted element, beyond VPCs and subnets: attachments go with either side, what was chosen
//! is chosen no more.

use crate::id::{Kind, Ref};
use crate::topology::{Association, Attached, InternetGateway, Topology, TransitGatewayAttachment, VpnGateway};

/// Adds what goes along to `gone`, and makes the others forget the element.
pub(super) fn follow(at: &Ref, topology: &mut Topology, gone: &mut Vec<Ref>) {
    let mut along = |of: Ref| {
        if !gone.contains(&of) {
            gone.push(of);
        }
    };
    for (id, record) in topology.transit_gateway_route_tables.iter() {
        if Ref::from(&record.gateway) == *at {
            along(id.into());
        }
    }
    for (id, record) in topology.transit_gateway_attachments.iter() {
        let was_only = match &record.to {
            Attached::Vpc { subnets, .. } => matches!(subnets.as_slice(), [only] if Ref::from(only) == *at),
            _ => false,
        };
        if was_only || Ref::from(&record.gateway) == *at || record.to.element().as_ref() == Some(at) {
            along(id.into());
        }
    }
    for (id, record) in topology.vpn_connections.iter() {
        if record.gateway == *at {
            along(id.into());
        }
    }
    for (id, record) in topology.client_vpn_endpoints.iter() {
        let of = [
            record.vpc.as_ref().map(Ref::from),
            record.transit_gateway.as_ref().map(Ref::from),
        ];
        if of.iter().flatten().any(|of| of == at) {
            along(id.into());
        }
    }
    for (id, record) in topology.load_balancers.iter() {
        if Ref::from(&record.vpc) == *at {
            along(id.into());
        }
    }
    for (id, record) in topology.gateway_load_balancer_endpoints.iter() {
        if Ref::from(&record.subnet) == *at || Ref::from(&record.service) == *at {
            along(id.into());
        }
    }
    for (id, record) in topology.interface_endpoints.iter() {
        if record.provider.as_ref().map(Ref::from).as_ref() == Some(at) {
            along(id.into());
        }
    }
    for (id, record) in topology.regional_nat_gateways.iter() {
        if Ref::from(&record.vpc) == *at {
            along(id.into());
        }
    }
    for (id, record) in topology.resolver_endpoints.iter() {
        if Ref::from(&record.vpc) == *at {
            along(id.into());
        }
    }
    forget(at, topology);
    forget_names(at, topology);
    match at.kind {
        Kind::Vpc => topology.egress_only_internet_gateways.amend(|_, record| {
            let is_here = record.vpc.as_ref().map(Ref::from).as_ref() == Some(at);
            is_here.then(|| crate::topology::EgressOnlyInternetGateway {
                vpc: None,
                ..record.clone()
            })
        }),
        Kind::RouteTable => forget_edge_table(at, topology),
        Kind::Subnet | Kind::TransitGatewayRouteTable => {
            topology
                .transit_gateway_attachments
                .amend(|_, record| without(at, record));
        }
        _ => {}
    }
}

/// What leads to the element or stands in it stays, without it.
fn forget(at: &Ref, topology: &mut Topology) {
    topology.direct_connect_gateways.amend(|_, record| {
        let mut changed = record.clone();
        changed.associations.retain(|association| association.gateway != *at);
        (changed != *record).then_some(changed)
    });
    topology.virtual_interfaces.amend(|_, record| {
        let mut changed = record.clone();
        changed.gateway = changed.gateway.filter(|gateway| gateway != at);
        changed.site = changed.site.filter(|site| Ref::from(site) != *at);
        (changed != *record).then_some(changed)
    });
    topology.client_vpn_endpoints.amend(|_, record| {
        let mut changed = record.clone();
        changed.associations.retain(|place| Ref::from(&place.subnet) != *at);
        (changed != *record).then_some(changed)
    });
}

/// Names, services and exclusions stay, without the element.
fn forget_names(at: &Ref, topology: &mut Topology) {
    topology.load_balancers.amend(|_, record| {
        let mut changed = record.clone();
        changed.subnets.retain(|place| Ref::from(&place.subnet) != *at);
        for listener in &mut changed.listeners {
            listener.targets.retain(|target| Ref::from(&target.interface) != *at);
        }
        (changed != *record).then_some(changed)
    });
    topology.endpoint_services.amend(|_, record| {
        let mut changed = record.clone();
        changed.load_balancers.retain(|balancer| Ref::from(balancer) != *at);
        (changed != *record).then_some(changed)
    });
    topology.block_public_access.amend(|_, record| {
        let mut changed = record.clone();
        changed.exclusions.retain(|exclusion| exclusion.of != *at);
        (changed != *record).then_some(changed)
    });
    topology.hosted_zones.amend(|_, record| {
        let mut changed = record.clone();
        changed.vpcs = changed.vpcs.into_iter().filter(|vpc| Ref::from(vpc) != *at).collect();
        for entry in &mut changed.records {
            entry.alias = entry.alias.take().filter(|alias| alias != at);
        }
        (changed != *record).then_some(changed)
    });
    topology.resolver_endpoints.amend(|_, record| {
        let mut changed = record.clone();
        changed.subnets.retain(|place| Ref::from(&place.subnet) != *at);
        (changed != *record).then_some(changed)
    });
    topology.resolver_rules.amend(|_, record| {
        let mut changed = record.clone();
        changed.vpcs = changed.vpcs.into_iter().filter(|vpc| Ref::from(vpc) != *at).collect();
        changed.endpoint = changed.endpoint.filter(|endpoint| Ref::from(endpoint) != *at);
        (changed != *record).then_some(changed)
    });
}

fn forget_edge_table(at: &Ref, topology: &mut Topology) {
    let id = at.to_id();
    topology.internet_gateways.amend(|_, record| {
        (record.route_table.is_some() && record.route_table == id).then(|| InternetGateway {
            route_table: None,
            ..record.clone()
        })
    });
    topology.vpn_gateways.amend(|_, record| {
        (record.route_table.is_some() && record.route_table == id).then(|| VpnGateway {
            route_table: None,
            ..record.clone()
        })
    });
}

/// The attachment without this subnet or table, if it has it.
fn without(at: &Ref, record: &TransitGatewayAttachment) -> Option<TransitGatewayAttachment> {
    let mut changed = record.clone();
    if let Attached::Vpc { subnets, .. } = &mut changed.to {
        subnets.retain(|subnet| Ref::from(subnet) != *at);
    }
    if let Some(table) = at.to_id() {
        if changed.association == Association::Table(table.clone()) {
            changed.association = Association::None;
        }
        if let Some(tables) = &mut changed.propagations {
            tables.remove(&table);
        }
    }
    (changed != *record).then_some(changed)
}
