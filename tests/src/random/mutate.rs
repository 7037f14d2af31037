//! Small faults in a working network: another target, another state, a missing row.

use reach::topology::*;

use super::Dice;
use super::change::closed;

/// The network with so many small changes, each of one record.
pub fn mutated(drawn: &Topology, dice: &mut Dice, changes: usize) -> Topology {
    let mut drawn = drawn.clone();
    for _ in 0..changes {
        drawn = once(&drawn, dice).unwrap_or(drawn);
    }
    drawn
}

fn once(drawn: &Topology, dice: &mut Dice) -> Option<Topology> {
    let mut changed = drawn.clone();
    match dice.below(15) {
        0 => return closed(drawn, dice),
        1 | 2 => route(&mut changed, dice)?,
        3 => subnet(&mut changed, dice)?,
        4 | 5 => interface(&mut changed, dice)?,
        6 => groups(&mut changed, dice)?,
        7 => gateway(&mut changed, dice)?,
        8 => line(&mut changed, dice)?,
        9 => attachment(&mut changed, dice)?,
        10 => transit_route(&mut changed, dice)?,
        11 => balancer(&mut changed, dice)?,
        12 => service(&mut changed, dice)?,
        13 => clients(&mut changed, dice)?,
        _ => endpoint(&mut changed, dice)?,
    }
    Some(changed)
}

fn any<T: Clone>(table: &Table<T>, dice: &mut Dice) -> Option<(reach::id::Id<T>, T)> {
    let at = dice.below(table.len());
    table.iter().nth(at).map(|(id, record)| (id.clone(), record.clone()))
}

/// A route is gone, leads elsewhere, or is for something else.
fn route(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut table) = any(&drawn.route_tables, dice)?;
    let others: Vec<Route> = drawn
        .route_tables
        .iter()
        .filter(|(_, other)| other.vpc == table.vpc)
        .flat_map(|(_, other)| other.routes.clone())
        .collect();
    let other = dice.pick(&others)?.clone();
    let at = dice.below(table.routes.len());
    match dice.below(4) {
        0 => drop((at < table.routes.len()).then(|| table.routes.remove(at))?),
        1 => table.routes.get_mut(at)?.target = other.target,
        2 if table.routes.iter().all(|it| it.destination != other.destination) => {
            table.routes.get_mut(at)?.destination = other.destination;
        }
        _ if table.routes.iter().all(|it| it.destination != other.destination) => table.routes.push(other),
        _ => return None,
    }
    drawn.route_tables.insert(id, table);
    Some(())
}

/// Another table, another ACL.
fn subnet(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut subnet) = any(&drawn.subnets, dice)?;
    if dice.chance(60) {
        let (table, record) = any(&drawn.route_tables, dice)?;
        subnet.route_table = (record.vpc == subnet.vpc && dice.chance(80)).then_some(table);
    } else {
        let (acl, record) = any(&drawn.network_acls, dice)?;
        subnet.network_acl = (record.vpc == subnet.vpc).then_some(acl);
    }
    drawn.subnets.insert(id, subnet);
    Some(())
}

fn interface(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut interface) = any(&drawn.interfaces, dice)?;
    match dice.below(5) {
        0 => interface.source_dest_check = !interface.source_dest_check,
        1 => interface.masquerades = !interface.masquerades && !interface.source_dest_check,
        2 => interface.public_ipv4 = None,
        3 => {
            let (group, record) = any(&drawn.security_groups, dice)?;
            let vpc = &drawn.subnets.get(&interface.subnet)?.vpc;
            interface.security_groups = if record.vpc == *vpc { vec![group] } else { Vec::new() };
        }
        _ => interface.state = InterfaceState::Stopped,
    }
    drawn.interfaces.insert(id, interface);
    Some(())
}

/// A rule of one group in another of the same VPC.
fn groups(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut group) = any(&drawn.security_groups, dice)?;
    let (_, other) = any(&drawn.security_groups, dice)?;
    if other.vpc != group.vpc {
        return None;
    }
    if dice.chance(50) {
        group.inbound.extend(dice.pick(&other.inbound).cloned());
    } else {
        group.outbound = other.outbound;
    }
    drawn.security_groups.insert(id, group);
    Some(())
}

/// States of what stands at the edge of a VPC.
fn gateway(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    match dice.below(4) {
        0 => {
            let (id, mut nat) = any(&drawn.nat_gateways, dice)?;
            match dice.below(3) {
                0 => nat.connectivity = NatConnectivity::Private,
                1 => nat.state = NatState::Failed,
                _ => nat.state = NatState::Deleted,
            }
            drawn.nat_gateways.insert(id, nat);
        }
        1 => {
            let (id, mut gateway) = any(&drawn.internet_gateways, dice)?;
            gateway.vpc = None;
            gateway.route_table = None;
            drawn.internet_gateways.insert(id, gateway);
        }
        2 => {
            let (id, mut gateway) = any(&drawn.internet_gateways, dice)?;
            gateway.route_table = None;
            drawn.internet_gateways.insert(id, gateway);
        }
        _ => {
            let (id, mut peering) = any(&drawn.peering_connections, dice)?;
            peering.state = *dice.pick(&PeeringState::ALL)?;
            drawn.peering_connections.insert(id, peering);
        }
    }
    Some(())
}

/// Lines to sites: tunnels, what is announced and sent.
fn line(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    match dice.below(4) {
        0 => {
            let (id, mut connection) = any(&drawn.vpn_connections, dice)?;
            let at = dice.below(2);
            connection.tunnels.get_mut(at)?.up ^= true;
            drawn.vpn_connections.insert(id, connection);
        }
        1 => {
            let (id, mut connection) = any(&drawn.vpn_connections, dice)?;
            connection.tunnels = [Tunnel { up: false }; 2];
            drawn.vpn_connections.insert(id, connection);
        }
        2 => {
            let (id, mut interface) = any(&drawn.virtual_interfaces, dice)?;
            interface.up = !interface.up;
            drawn.virtual_interfaces.insert(id, interface);
        }
        _ => {
            let (id, mut customer) = any(&drawn.customer_gateways, dice)?;
            let all = vec![reach::address::ANY_IPV4];
            customer.routes = dice.chance(70).then_some(all);
            drawn.customer_gateways.insert(id, customer);
        }
    }
    Some(())
}

fn attachment(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut attachment) = any(&drawn.transit_gateway_attachments, dice)?;
    match dice.below(6) {
        0 => attachment.appliance_mode = !attachment.appliance_mode,
        1 => attachment.association = Association::None,
        2 => {
            let (table, record) = any(&drawn.transit_gateway_route_tables, dice)?;
            (record.gateway == attachment.gateway).then(|| attachment.association = Association::Table(table))?;
        }
        3 => attachment.propagations = Some(reach::sorted::SortedSet::new()),
        4 => attachment.state = *dice.pick(&AttachmentState::ALL)?,
        _ => attachment.sg_referencing = !attachment.sg_referencing,
    }
    drawn.transit_gateway_attachments.insert(id, attachment);
    Some(())
}

fn transit_route(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut table) = any(&drawn.transit_gateway_route_tables, dice)?;
    let at = dice.below(table.routes.len());
    match dice.below(3) {
        0 => drop((at < table.routes.len()).then(|| table.routes.remove(at))?),
        1 => table.routes.get_mut(at)?.target = TransitGatewayTarget::Blackhole,
        _ => {
            let (other, record) = any(&drawn.transit_gateway_attachments, dice)?;
            let target = TransitGatewayTarget::Attachment(other);
            (record.gateway == table.gateway).then_some(())?;
            table.routes.get_mut(at)?.target = target;
        }
    }
    drawn.transit_gateway_route_tables.insert(id, table);
    Some(())
}

/// Switches, listeners and targets of load balancers.
fn balancer(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut balancer) = any(&drawn.load_balancers, dice)?;
    match dice.below(6) {
        0 => balancer.cross_zone = !balancer.cross_zone,
        1 => balancer.enforce_private_link = !balancer.enforce_private_link,
        2 if balancer.kind == LoadBalancerKind::Network => balancer.preserve_client_ip = !balancer.preserve_client_ip,
        3 => {
            let (group, record) = any(&drawn.security_groups, dice)?;
            (record.vpc == balancer.vpc && balancer.kind != LoadBalancerKind::Gateway).then_some(())?;
            balancer.security_groups = vec![group];
        }
        _ => {
            let at = dice.below(balancer.listeners.len());
            let listener = balancer.listeners.get_mut(at)?;
            let at = dice.below(listener.targets.len());
            (at < listener.targets.len()).then(|| listener.targets.remove(at))?;
        }
    }
    drawn.load_balancers.insert(id, balancer);
    Some(())
}

/// States of services and of the endpoints in the path of packets.
fn service(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    if dice.chance(40) {
        let (id, mut service) = any(&drawn.endpoint_services, dice)?;
        service.state = ServiceState::Failed;
        drawn.endpoint_services.insert(id, service);
        return Some(());
    }
    let (id, mut endpoint) = any(&drawn.gateway_load_balancer_endpoints, dice)?;
    endpoint.state = if dice.chance(50) {
        EndpointState::Pending
    } else {
        EndpointState::Deleted
    };
    drawn.gateway_load_balancer_endpoints.insert(id, endpoint);
    Some(())
}

/// Routes, rules and the tunnel of a Client VPN endpoint.
fn clients(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    let (id, mut endpoint) = any(&drawn.client_vpn_endpoints, dice)?;
    match dice.below(4) {
        0 => endpoint.split_tunnel = !endpoint.split_tunnel,
        1 => endpoint.security_groups.clear(),
        2 => {
            let at = dice.below(endpoint.routes.len());
            (at < endpoint.routes.len()).then(|| endpoint.routes.remove(at))?;
        }
        _ => {
            let at = dice.below(endpoint.authorizations.len());
            (at < endpoint.authorizations.len()).then(|| endpoint.authorizations.remove(at))?;
        }
    }
    drawn.client_vpn_endpoints.insert(id, endpoint);
    Some(())
}

fn endpoint(drawn: &mut Topology, dice: &mut Dice) -> Option<()> {
    if dice.chance(50) {
        let (id, mut endpoint) = any(&drawn.gateway_endpoints, dice)?;
        let (table, record) = any(&drawn.route_tables, dice)?;
        if dice.chance(30) {
            endpoint.state = EndpointState::Rejected;
        } else if record.vpc == endpoint.vpc {
            endpoint.route_tables = [table].into_iter().collect();
        }
        drawn.gateway_endpoints.insert(id, endpoint);
        return Some(());
    }
    let (id, mut endpoint) = any(&drawn.interface_endpoints, dice)?;
    let (group, record) = any(&drawn.security_groups, dice)?;
    match dice.below(3) {
        0 => endpoint.state = EndpointState::Pending,
        1 if record.vpc == endpoint.vpc => endpoint.security_groups = vec![group],
        _ => endpoint.security_groups.clear(),
    }
    drawn.interface_endpoints.insert(id, endpoint);
    Some(())
}
