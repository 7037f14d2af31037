//! What was copied, put where it is wanted: machines into the selected subnet, everything else beside the original.

use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::topology::{Element, NetworkInterface, SubnetId, Topology};

use super::duplicate::{Duplicates, duplicate};
use super::{Refused, free};

/// Copies what is still there of the copied things; `into` is what is selected.
pub fn paste(topology: &Topology, copied: &[Ref], into: Option<&Ref>) -> Result<Duplicates, Refused> {
    let there: Vec<Ref> = copied
        .iter()
        .filter(|of| topology.contains(of) || is_drawn_only(of))
        .cloned()
        .collect();
    if there.is_empty() {
        return Err("What was copied is not there any more.".into());
    }
    let mut copies = duplicate(topology, &there)?;
    let subnet: Option<SubnetId> = into.filter(|of| of.kind == Kind::Subnet).and_then(Ref::to_id);
    if let Some(subnet) = subnet {
        let mut grown = topology.clone();
        for operation in &mut copies.edit.operations {
            if let Operation::Create(Element::NetworkInterface(id, record)) = operation {
                *record = moved(&grown, record.clone(), &subnet)?;
                grown.put((id.clone(), record.clone()).into());
            }
        }
    }
    copies.edit.name = copies.edit.name.replacen("Duplicate", "Paste", 1).into();
    let said = copies.edit.said.as_deref().unwrap_or_default();
    copies.edit.said = Some(said.replacen("Duplicated", "Pasted", 1).into());
    Ok(copies)
}

/// The internet and services: to be refused by name.
fn is_drawn_only(of: &Ref) -> bool {
    matches!(of.kind, Kind::Internet | Kind::Service)
}

/// With an address of that subnet; groups of another VPC stay behind.
fn moved(topology: &Topology, mut record: NetworkInterface, subnet: &SubnetId) -> Result<NetworkInterface, Refused> {
    let vpc = |subnet: &SubnetId| topology.subnets.get(subnet).map(|subnet| subnet.vpc.clone());
    if record.subnet == *subnet {
        return Ok(record);
    }
    if vpc(&record.subnet) != vpc(subnet) {
        record.security_groups.clear();
    }
    record.subnet = subnet.clone();
    if record.ipv4.is_some() {
        let full = || format!("{subnet} has no free IPv4 address.");
        record.ipv4 = Some(free::address(topology, subnet).ok_or_else(full)?);
    }
    Ok(record)
}
