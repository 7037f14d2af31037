//! Tables, filters and policies: what has no box of its own, or stands by itself.

use reach::id::{Id, Kind, Ref};
use reach::topology::{
    BlockMode, BlockPublicAccess, Effect, Element, NetworkAcl, PrefixList, ResourcePolicy, RouteTable, SecurityGroup,
    Statement, Subnet, VpcId,
};

use super::gateways::region_at;
use super::made;
use crate::edit::{Drawing, Edit, Refused, change, free};
use crate::message::Placeable;
use crate::words;

/// A route table, security group or network ACL; dropped on a subnet, a table or ACL is that subnet's at once.
pub(super) fn of_vpc(
    drawing: Drawing<'_>,
    what: Placeable,
    vpc: &VpcId,
    parent: Option<&Ref>,
) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let name = words::name(topology, &vpc.into());
    let subnet = parent.and_then(|parent| parent.to_id::<Subnet>());
    let (element, said): (Element, String) = match what {
        Placeable::RouteTable => {
            let id = free::id(topology, "rtb");
            let said = format!("Added {id} to {name}. A subnet follows it once it is associated");
            ((Id::new(id), RouteTable::new(vpc.clone())).into(), said)
        }
        Placeable::NetworkAcl => {
            let id = free::id(topology, "acl");
            let said = format!("Added {id} to {name}. A new network ACL denies everything");
            let record = NetworkAcl {
                name: None,
                vpc: vpc.clone(),
                inbound: Vec::new(),
                outbound: Vec::new(),
            };
            ((Id::new(id), record).into(), said)
        }
        _ => {
            let has_ipv6 = topology.vpcs.get(vpc).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty());
            let id = free::id(topology, "sg");
            let said = format!("Added {id} to {name}. It lets nothing in yet, and everything out");
            ((Id::new(id), SecurityGroup::new(vpc.clone(), has_ipv6)).into(), said)
        }
    };
    let of = element.reference();
    let mut edit = made(drawing, what, element, said);
    if let Some(subnet) = subnet.filter(|_| of.kind != Kind::SecurityGroup) {
        let place = words::name(topology, &(&subnet).into());
        edit.operations.extend(change(drawing, &(&subnet).into(), |element| {
            if let Element::Subnet(_, record) = element {
                match of.kind {
                    Kind::RouteTable => record.route_table = of.to_id(),
                    _ => record.network_acl = of.to_id(),
                }
            }
            Ok(())
        })?);
        edit.said = Some(format!("Added {}, which {place} now uses", of.id).into());
    }
    Ok(edit)
}

pub(super) fn prefix_list(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let id = free::id(drawing.topology, "pl");
    let record = PrefixList {
        name: None,
        region: region_at(drawing.topology, parent),
        service: None,
        entries: Vec::new(),
    };
    let said = format!("Added {id}. Add its CIDRs, then name it in routes and rules");
    Ok(made(drawing, Placeable::PrefixList, (Id::new(id), record).into(), said))
}

/// One for each account and Region (BP-01).
pub(super) fn block_public_access(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let region = region_at(topology, parent);
    let mut all = topology.block_public_access.iter();
    if let Some((other, _)) = all.find(|(_, record)| record.region == region) {
        return Err(format!("{region} has {other} already. There is one for each account and Region.").into());
    }
    let id = free::id(topology, "bpa");
    let said = format!("Added {id}: VPCs in {region} are cut off from the internet, both ways");
    let record = BlockPublicAccess {
        name: None,
        region,
        account: None,
        mode: BlockMode::Bidirectional,
        exclusions: Vec::new(),
    };
    Ok(made(
        drawing,
        Placeable::BlockPublicAccess,
        (Id::new(id), record).into(),
        said,
    ))
}

pub(super) fn resource_policy(drawing: Drawing<'_>) -> Result<Edit, Refused> {
    let id = free::id(drawing.topology, "policy");
    let all = || "*".into();
    let record = ResourcePolicy {
        name: None,
        resource: "my-bucket".into(),
        statements: vec![Statement {
            effect: Effect::Allow,
            principal: all(),
            action: all(),
            resource: all(),
            source_ip: None,
            source: None,
            conditions: Vec::new(),
        }],
    };
    let said = format!("Added {id}, the policy of my-bucket. Flows that name this bucket are judged by it");
    Ok(made(
        drawing,
        Placeable::ResourcePolicy,
        (Id::new(id), record).into(),
        said,
    ))
}
