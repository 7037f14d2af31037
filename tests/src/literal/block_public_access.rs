//! VPC Block Public Access, at internet gateways and egress-only ones (BP-01 to BP-04).

use reach::id::Ref;
use reach::topology::*;

use super::outcome::Outcome;
use super::walk::{Flight, Walk};
use super::world::{Owner, World};

/// What stands at the VPC's side of the gateway: its subnet, if it has one, and whether it is a NAT gateway.
#[derive(Clone, Debug)]
pub struct Inside {
    pub subnet: Option<SubnetId>,
    pub is_nat: bool,
}

/// What refuses the packet at the gateway. `goes_out` is its direction.
pub fn refuses(
    walk: &Walk<'_>,
    vpc: &VpcId,
    gateway: &str,
    inside: &Inside,
    goes_out: bool,
    is_egress_only: bool,
) -> Option<Outcome> {
    // A connection that started inside: its requests go out, its replies come in.
    let starts_inside = goes_out != walk.is_return();
    let switches = switches(walk.world, vpc);
    if !switches.is_empty() {
        walk.world.picks.meet("Block Public Access");
    }
    // The subnet's own exclusion counts before its VPC's, which the rules leave open.
    let mut own = inside
        .subnet
        .iter()
        .filter_map(|subnet| exclusion(&switches, &subnet.into()));
    let mode = own.next().or_else(|| exclusion(&switches, &vpc.into()));
    let excluded = |wanted| mode == Some(wanted);
    let blocks = |mode| switches.iter().any(|switch| switch.mode == mode);
    let refused = if excluded(ExclusionMode::Bidirectional) {
        false
    } else if blocks(BlockMode::Bidirectional) {
        !(excluded(ExclusionMode::Egress) && starts_inside)
    } else {
        // BP-02
        blocks(BlockMode::Ingress) && !inside.is_nat && !is_egress_only
    };
    refused.then(|| Outcome::dropped("VPC_BLOCK_PUBLIC_ACCESS_ENABLED", gateway))
}

/// The switch of the VPC's account in its Region.
fn switches<'a>(world: &World<'a>, vpc: &VpcId) -> Vec<&'a BlockPublicAccess> {
    let Some(vpc) = world.drawn.vpcs.get(vpc) else {
        return Vec::new();
    };
    let all = world.drawn.block_public_access.iter().map(|(_, switch)| switch);
    all.filter(|switch| switch.region == vpc.region && switch.account == vpc.account)
        .collect()
}

fn exclusion(switches: &[&BlockPublicAccess], of: &Ref) -> Option<ExclusionMode> {
    let mut all = switches.iter().flat_map(|switch| switch.exclusions.iter());
    all.find(|exclusion| exclusion.of == *of)
        .map(|exclusion| exclusion.mode)
}

/// Who hands the packet to the gateway, be it for somebody else: the subnet that it left counts.
pub fn sender(walk: &Walk<'_>, vpc: &VpcId, flight: &Flight) -> Inside {
    let whose = of_owner(walk.world, walk.world.owner(vpc, flight.packet.source));
    Inside {
        subnet: flight.subnet.clone(),
        ..whose
    }
}

/// With the appliance that handles the packet at the gateway, if one does: its subnet counts.
pub fn through(world: &World<'_>, appliance: Option<&InterfaceId>, whose: Inside) -> Inside {
    match appliance.and_then(|appliance| world.interface(appliance)) {
        Some(appliance) => Inside {
            subnet: Some(appliance.subnet.clone()),
            ..whose
        },
        None => whose,
    }
}

pub fn of_interface(world: &World<'_>, id: &InterfaceId) -> Inside {
    Inside {
        subnet: world.interface(id).map(|interface| interface.subnet.clone()),
        is_nat: false,
    }
}

pub fn of_owner(world: &World<'_>, owner: Option<Owner>) -> Inside {
    match owner {
        Some(Owner::Interface(id)) => of_interface(world, &id),
        Some(Owner::NatGateway(id)) => Inside {
            subnet: world.drawn.nat_gateways.get(&id).map(|nat| nat.subnet.clone()),
            is_nat: true,
        },
        Some(
            Owner::InterfaceEndpoint(_, subnet)
            | Owner::LoadBalancer(_, subnet)
            | Owner::ClientVpn(_, subnet)
            | Owner::Resolver(_, subnet),
        ) => Inside {
            subnet: Some(subnet),
            is_nat: false,
        },
        Some(Owner::RegionalNatGateway(_)) => Inside {
            subnet: None,
            is_nat: true,
        },
        None => Inside {
            subnet: None,
            is_nat: false,
        },
    }
}
