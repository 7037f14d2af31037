//! VPC Block Public Access of an account in a Region stops what internet gateways and egress-only ones would carry there,
//! whatever routes and filters say (BP-01, BP-02). Exclusions let VPCs and subnets out of it (BP-03), and what passes no such
//! gateway is none of its business (BP-04). AWS page: vpc/latest/userguide/security-vpc-bpa.html

use crate::id::{Kind, Ref};
use crate::network::{Holder, Network};
use crate::reason::{Reason, reasons};
use crate::topology::{BlockMode, BlockPublicAccess, BlockPublicAccessId, ExclusionMode, SubnetId, VpcId};
use crate::walk::{Walk, Way, Why};

reasons! {
    BOTH_WAYS: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" ["BP-01", "BP-02"] "Public access is blocked",
        "{peer} blocks public access in both directions, so {at} carries nothing for {target}, whatever routes and filters say. \
         An exclusion of the subnet or of its VPC lets it through.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    INWARD: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" ["BP-01", "BP-02"] "Public access is blocked",
        "{peer} blocks public access from outside, so {at} carries nothing for {target} but what NAT gateways and egress-only \
         internet gateways ask for. An exclusion of the subnet or of its VPC lets it through.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    ONLY_OUTWARD: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" ["BP-03", "BP-01"] "Excluded for outward traffic only",
        "{peer} excludes {target} for connections that start inside only, and this one starts on the internet.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    EXCLUDED: "excluded-from-blocking" ["BP-03"] "Excluded from Block Public Access",
        "{peer} blocks public access, but excludes {target}.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    EXCLUDED_FOR_NAT: "excluded-from-blocking" ["BP-03"] "Excluded from Block Public Access",
        "{peer} blocks public access, but excludes {target}, where the NAT gateway is; where its clients are does not matter.",
        "vpc/latest/userguide/security-vpc-bpa-basics.html", assumed;
    LETS_OUT: "blocking-lets-out" ["BP-02"] "Connections from inside pass",
        "{peer} blocks public access from outside only: through a NAT gateway or an egress-only internet gateway connections still start inside.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    UNAFFECTED: "not-public-access" ["BP-04"] "No public access",
        "{peer} blocks public access; what goes by {gateway} is none.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    UNAFFECTED_ASSUMED: "not-public-access" ["BP-04"] "No public access",
        "{peer} blocks public access; what goes by {gateway} is none.",
        "vpc/latest/userguide/security-vpc-bpa.html", assumed;
}

/// What stands at the VPC's side of the gateway: it and its subnet count, not those behind it.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    subnet: Option<SubnetId>,
    /// A NAT gateway, or an egress-only internet gateway in its place: it only lets connections out.
    lets_only_out: bool,
}

impl Subject {
    /// Outward: what sent the packet to the gateway, be it for somebody else (BP-03).
    pub(crate) fn sending(walk: &Walk<'_>, vpc: &VpcId) -> Self {
        let (network, source) = (walk.network, walk.packet.source);
        let by_public = || network.holder_of_public(source).map(|(_, holder, _)| holder);
        let holder = network.holder(vpc, source).or_else(by_public);
        Self {
            subnet: walk.subnet.clone(),
            lets_only_out: holder.is_some_and(|holder| is_nat(&holder)),
        }
    }

    /// Inward: who has the public address, or the machine that the gateway's own table sends the packet to first.
    pub(crate) fn receiving(network: &Network, holder: Option<&Holder>, machine: Option<&Ref>) -> Self {
        let of_machine = machine.and_then(|machine| network.subnet_of_element(machine));
        Self {
            subnet: of_machine.or_else(|| network.subnet_of_holder(holder?)).cloned(),
            lets_only_out: holder.is_some_and(is_nat),
        }
    }

    pub(crate) fn at_egress_only(subnet: Option<SubnetId>) -> Self {
        Self {
            subnet,
            lets_only_out: true,
        }
    }
}

fn is_nat(holder: &Holder) -> bool {
    matches!(holder, Holder::NatGateway(_) | Holder::RegionalNatGateway(_))
}

/// Why the gateway of the VPC does not carry the packet; if it does in spite of the switch, its hop will say so.
pub(crate) fn refuse(walk: &mut Walk<'_>, vpc: &VpcId, subject: &Subject, way: &Way) -> Option<Why> {
    let (id, switch) = switch_of(walk.network, vpc)?;
    // Both legs of a connection that starts inside: its requests go out, its replies come in.
    let starts_inside = (*way == Way::In) == walk.is_reply();
    let exclusion = exclusion(switch, vpc, subject.subnet.as_ref());
    let target = match (&exclusion, &subject.subnet) {
        (Some((of, _)), _) => of.clone(),
        (None, Some(subnet)) => Ref::from(subnet),
        (None, None) => Ref::from(vpc),
    };
    let words = |reason: &'static Reason| Why::new(reason).element("peer", id).element("target", target.clone());
    let by_subnet = target.kind == Kind::Subnet;
    let passes = match (exclusion.map(|(_, mode)| mode), switch.mode) {
        (Some(ExclusionMode::Bidirectional), _) => excluded(subject, by_subnet),
        (Some(ExclusionMode::Egress), BlockMode::Bidirectional) if starts_inside => excluded(subject, by_subnet),
        (Some(ExclusionMode::Egress), BlockMode::Bidirectional) => return Some(words(&ONLY_OUTWARD)),
        (_, BlockMode::Ingress) if subject.lets_only_out => &LETS_OUT,
        (_, BlockMode::Ingress) => return Some(words(&INWARD)),
        _ => return Some(words(&BOTH_WAYS)),
    };
    walk.ahead(words(passes));
    None
}

/// That the NAT gateway's subnet counts is said of other appliances only.
fn excluded(subject: &Subject, by_subnet: bool) -> &'static Reason {
    if subject.lets_only_out && by_subnet {
        &EXCLUDED_FOR_NAT
    } else {
        &EXCLUDED
    }
}

/// The subnet's own exclusion goes before that of its VPC.
fn exclusion(switch: &BlockPublicAccess, vpc: &VpcId, subnet: Option<&SubnetId>) -> Option<(Ref, ExclusionMode)> {
    let of = |element: Ref| {
        let mut exclusions = switch.exclusions.iter();
        let found = exclusions.find(|exclusion| exclusion.of == element)?;
        Some((element, found.mode))
    };
    subnet.and_then(|subnet| of(subnet.into())).or_else(|| of(vpc.into()))
}

/// BP-01: the switch of the VPC's account and Region, if it is on.
fn switch_of<'n>(network: &'n Network, vpc: &VpcId) -> Option<(&'n BlockPublicAccessId, &'n BlockPublicAccess)> {
    let topology = network.topology();
    let record = topology.vpcs.get(vpc)?;
    let is_its = |switch: &BlockPublicAccess| switch.region == record.region && switch.account == record.account;
    let mut switches = topology.block_public_access.iter();
    switches.find(|(_, switch)| switch.mode != BlockMode::Off && is_its(switch))
}

/// BP-04: out of a VPC by something else than an internet gateway.
pub(crate) fn note_unaffected(walk: &mut Walk<'_>, component: &Ref, way: &Way) {
    let Way::Out(vpc) = way else {
        return;
    };
    let reason = match component.kind {
        Kind::VpnGateway | Kind::TransitGateway => &UNAFFECTED,
        Kind::PeeringConnection | Kind::GatewayEndpoint => &UNAFFECTED_ASSUMED,
        _ => return,
    };
    if let Some((id, _)) = switch_of(walk.network, vpc) {
        let why = Why::new(reason).element("peer", id);
        walk.ahead(why.element("gateway", component.clone()));
    }
}
