//! Accounts and Regions. A network of one account is written without it, as in diagrams that people draw.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::gathered::Gathered;
use crate::import::place::region_of_zone;
use crate::import::raw::Text;

#[derive(Debug, Default)]
pub(super) struct Owners {
    /// Whether things of several accounts were found.
    several: bool,
    /// Regions and owners of VPCs as other things tell them: subnets by their zones, peerings by their sides.
    regions: BTreeMap<Text, Text>,
    accounts: BTreeMap<Text, Text>,
}

impl Owners {
    pub(super) fn of(raw: &Gathered) -> Self {
        let mut owners = Self::default();
        for found in raw.subnets.values() {
            let zone = found.record.availability_zone.as_deref();
            if let (Some(vpc), Some(region)) = (&found.record.vpc_id, zone.and_then(region_of_zone)) {
                owners.regions.entry(vpc.clone()).or_insert(region);
            }
        }
        for found in raw.vpc_peering_connections.values() {
            for side in [&found.record.requester_vpc_info, &found.record.accepter_vpc_info] {
                let Some(vpc) = &side.vpc_id else { continue };
                if let Some(region) = &side.region {
                    owners.regions.entry(vpc.clone()).or_insert_with(|| region.clone());
                }
                if let Some(owner) = &side.owner_id {
                    owners.accounts.entry(vpc.clone()).or_insert_with(|| owner.clone());
                }
            }
        }
        let mut accounts: BTreeSet<&Text> = BTreeSet::new();
        for (id, found) in &raw.vpcs {
            let said = found.record.owner_id.as_ref().or(found.origin.account.as_ref());
            accounts.extend(said.or(owners.accounts.get(id)));
        }
        for found in raw.transit_gateways.values() {
            accounts.extend(&found.record.owner_id);
        }
        owners.several = accounts.len() > 1;
        owners
    }

    /// What is written: nothing while there is only one account.
    pub(super) fn account(&self, said: Option<&Text>) -> Option<Text> {
        said.filter(|_| self.several).cloned()
    }

    pub(super) fn region_of_vpc(&self, vpc: &Text) -> Option<&Text> {
        self.regions.get(vpc)
    }

    pub(super) fn account_of_vpc(&self, vpc: &Text) -> Option<&Text> {
        self.accounts.get(vpc)
    }
}
