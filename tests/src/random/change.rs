//! Changes to a network: those that must not matter, and those that can only close something.

use std::rc::Rc;

use reach::id::Ref;
use reach::topology::*;

use super::Dice;

/// The same records, put in one after the other in another order.
pub fn declared_in_another_order(drawn: &Topology, dice: &mut Dice) -> Topology {
    let mut elements: Vec<Element> = drawn.references().iter().filter_map(|id| drawn.get(id)).collect();
    dice.shuffle(&mut elements);
    let mut again = Topology::default();
    for element in elements {
        again.put(element);
    }
    again
}

/// The same network with its rows, rules and lists in another order, where order has no meaning.
pub fn rows_in_another_order(drawn: &Topology, dice: &mut Dice) -> Topology {
    let mut drawn = drawn.clone();
    drawn.route_tables.amend(|_, table| {
        let mut table = table.clone();
        dice.shuffle(&mut table.routes);
        Some(table)
    });
    drawn.security_groups.amend(|_, group| {
        let mut group = group.clone();
        dice.shuffle(&mut group.inbound);
        dice.shuffle(&mut group.outbound);
        Some(group)
    });
    drawn.network_acls.amend(|_, acl| {
        let mut acl = acl.clone();
        dice.shuffle(&mut acl.inbound);
        dice.shuffle(&mut acl.outbound);
        Some(acl)
    });
    drawn.interfaces.amend(|_, interface| {
        let mut interface = interface.clone();
        dice.shuffle(&mut interface.security_groups);
        dice.shuffle(&mut interface.secondary_ipv4);
        Some(interface)
    });
    beyond_vpcs(&mut drawn, dice);
    drawn
}

fn beyond_vpcs(drawn: &mut Topology, dice: &mut Dice) {
    drawn.prefix_lists.amend(|_, list| {
        let mut list = list.clone();
        dice.shuffle(&mut list.entries);
        Some(list)
    });
    drawn.transit_gateway_route_tables.amend(|_, table| {
        let mut table = table.clone();
        dice.shuffle(&mut table.routes);
        Some(table)
    });
    drawn.transit_gateway_attachments.amend(|_, attachment| {
        let mut attachment = attachment.clone();
        if let Attached::Vpc { subnets, .. } = &mut attachment.to {
            dice.shuffle(subnets);
        }
        Some(attachment)
    });
    drawn.client_vpn_endpoints.amend(|_, endpoint| {
        let mut endpoint = endpoint.clone();
        dice.shuffle(&mut endpoint.routes);
        dice.shuffle(&mut endpoint.authorizations);
        dice.shuffle(&mut endpoint.clients);
        dice.shuffle(&mut endpoint.associations);
        Some(endpoint)
    });
    drawn.endpoint_services.amend(|_, service| {
        let mut service = service.clone();
        dice.shuffle(&mut service.load_balancers);
        Some(service)
    });
    drawn.load_balancers.amend(|_, balancer| {
        let mut balancer = balancer.clone();
        dice.shuffle(&mut balancer.listeners);
        for listener in &mut balancer.listeners {
            dice.shuffle(&mut listener.targets);
        }
        Some(balancer)
    });
    drawn.block_public_access.amend(|_, switch| {
        let mut switch = switch.clone();
        dice.shuffle(&mut switch.exclusions);
        Some(switch)
    });
    drawn.sites.amend(|_, site| {
        let mut site = site.clone();
        dice.shuffle(&mut site.cidrs);
        dice.shuffle(&mut site.hosts);
        Some(site)
    });
}

/// A rule or entry that lets something through is gone, or one more refuses; says nothing if there is none to change.
pub fn closed(drawn: &Topology, dice: &mut Dice) -> Option<Topology> {
    let mut drawn = drawn.clone();
    if dice.chance(50) {
        let groups: Vec<SecurityGroupId> = drawn.security_groups.ids().cloned().collect();
        let group = drawn.security_groups.get_mut(dice.pick(&groups)?)?;
        let rules = if dice.chance(50) {
            &mut group.inbound
        } else {
            &mut group.outbound
        };
        let at = dice.below(rules.len());
        (at < rules.len()).then(|| rules.remove(at))?;
        return Some(drawn);
    }
    let acls: Vec<NetworkAclId> = drawn.network_acls.ids().cloned().collect();
    let acl = drawn.network_acls.get_mut(dice.pick(&acls)?)?;
    let entries = if dice.chance(50) {
        &mut acl.inbound
    } else {
        &mut acl.outbound
    };
    let allowing: Vec<usize> = (0..entries.len())
        .filter(|at| entries.get(*at).is_some_and(|it| it.action == AclAction::Allow))
        .collect();
    match dice.pick(&allowing) {
        Some(at) if dice.chance(50) => drop(entries.remove(*at)),
        _ => entries.push(denial(dice)),
    }
    Some(drawn)
}

/// Numbers that no other entry of a random ACL has.
fn denial(dice: &mut Dice) -> AclEntry {
    let nets = [reach::address::ANY_IPV4, reach::address::ANY_IPV6];
    AclEntry {
        number: [5, 15, 25, 35, 200][dice.below(5)],
        action: AclAction::Deny,
        traffic: [
            Traffic::All,
            Traffic::Tcp(PortRange::new(400, 500)),
            Traffic::Tcp(PortRange::new(1024, 40000)),
        ][dice.below(3)],
        cidr: nets[dice.below(2)],
    }
}

/// One more VPC that nothing joins to the others.
pub fn with_unrelated_vpc(drawn: &Topology) -> Topology {
    let mut drawn = drawn.clone();
    let vpc = VpcId::new("zz-other");
    let (cidr, subnet_cidr) = (
        super::network::ipv4_net(10, 200, 0, 16),
        super::network::ipv4_net(10, 200, 1, 24),
    );
    drawn.vpcs.insert(vpc.clone(), Vpc::new(cidr));
    let table = RouteTableId::new("zz-rtb");
    let gateway = InternetGatewayId::new("zz-igw");
    let mut record = RouteTable::new(vpc.clone());
    record.routes.push(Route {
        destination: Destination::Cidr(reach::address::ANY_IPV4),
        target: Target::Element(Ref::from(&gateway)),
    });
    drawn.route_tables.insert(table.clone(), record);
    let mut subnet = Subnet::new(vpc.clone(), "us-east-1a", subnet_cidr);
    subnet.route_table = Some(table);
    drawn.subnets.insert("zz-subnet".into(), subnet);
    let attached = InternetGateway {
        vpc: Some(vpc),
        ..InternetGateway::default()
    };
    drawn.internet_gateways.insert(gateway, attached);
    let mut machine = NetworkInterface::new("zz-subnet".into(), Role::Instance, [10, 200, 1, 10].into());
    machine.public_ipv4 = Some([192, 0, 2, 77].into());
    drawn.interfaces.insert("zz-machine".into(), machine);
    drawn
}

/// Every record has another Name tag.
pub fn renamed(drawn: &Topology) -> Topology {
    let mut again = Topology::default();
    for reference in drawn.references() {
        if let Some(mut element) = drawn.get(&reference) {
            element.set_name(Some(Rc::from(format!("the {}", reference.id))));
            again.put(element);
        }
    }
    again
}

/// What no one can build: records of two networks under the same ids, others gone, references to them left.
pub fn spoiled(drawn: &Topology, other: &Topology, dice: &mut Dice) -> Topology {
    let mut spoiled = drawn.clone();
    for reference in other.references() {
        if let Some(element) = other.get(&reference).filter(|_| dice.chance(40)) {
            spoiled.put(element);
        }
    }
    for reference in spoiled.references() {
        if dice.chance(8) {
            spoiled.remove(&reference);
        }
    }
    spoiled
}
