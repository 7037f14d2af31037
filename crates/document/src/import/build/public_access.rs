//! Block Public Access of a Region: its setting and its exclusions, or what VPCs and subnets say of it themselves.

use std::collections::BTreeMap;

use reach::id::{Kind, Ref};
use reach::topology::{BlockMode, BlockPublicAccess, Exclusion, ExclusionMode, Vpc};

use super::Build;
use crate::import::place::of_arn;
use crate::import::raw::Text;
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn block_public_access(&mut self) {
        let raw = self.raw;
        for found in raw.block_public_access_options.values() {
            let record = &found.record;
            let Some(mode) = mode(record.internet_gateway_block_mode.as_deref()) else {
                continue;
            };
            let region = record.aws_region.clone().unwrap_or_else(|| Vpc::DEFAULT_REGION.into());
            let setting = BlockPublicAccess {
                name: None,
                account: self.owners.account(record.aws_account_id.as_ref()),
                mode,
                exclusions: self.exclusions(&region),
                region: region.clone(),
            };
            let account = record.aws_account_id.as_deref().unwrap_or_default();
            let id: Text = format!("block-public-access-{region}-{account}")
                .trim_end_matches('-')
                .into();
            self.put(&id, setting);
        }
        if raw.block_public_access_options.is_empty() {
            self.by_vpcs();
        }
    }

    fn exclusions(&mut self, region: &Text) -> Vec<Exclusion> {
        let raw = self.raw;
        let mut exclusions = Vec::new();
        for (id, found) in &raw.block_public_access_exclusions {
            let record = &found.record;
            let live = ["create-complete", "update-complete", "update-in-progress"];
            if !self.lives(&record.state, &live, found, id) {
                continue;
            }
            let Some(arn) = &record.resource_arn else { continue };
            let whose = of_arn(arn);
            let resource = arn.rsplit('/').next().unwrap_or_default();
            if whose.region.as_ref().is_some_and(|other| other != region) {
                continue;
            }
            match self.one_of(&[Kind::Vpc, Kind::Subnet], resource) {
                Some(of) => exclusions.push(Exclusion {
                    of,
                    mode: match record.internet_gateway_exclusion_mode.as_deref() {
                        Some("allow-egress") => ExclusionMode::Egress,
                        _ => ExclusionMode::Bidirectional,
                    },
                }),
                None => {
                    let text = format!("it is for {resource}, which is not in the input");
                    self.note(NoteKind::Ignored, found, id, text);
                }
            }
        }
        exclusions
    }

    /// Without the Region's setting: it is the strictest that a VPC of it reports, and those that report less are excluded.
    fn by_vpcs(&mut self) {
        let mut regions: Regions = BTreeMap::new();
        for (id, found) in &self.raw.vpcs {
            let reference = Ref::new(Kind::Vpc, id.clone());
            let known = reference.to_id().and_then(|id| self.topology.vpcs.get(&id));
            let Some(vpc) = known else { continue };
            let said = found
                .record
                .block_public_access_states
                .internet_gateway_block_mode
                .as_deref();
            let key = (vpc.region.clone(), vpc.account.clone());
            regions.entry(key).or_default().push((reference, mode(said)));
        }
        for ((region, account), vpcs) in regions {
            let strictest = vpcs
                .iter()
                .filter_map(|(_, mode)| *mode)
                .max_by_key(|mode| *mode == BlockMode::Bidirectional);
            let Some(mode) = strictest else { continue };
            let weaker = vpcs.iter().filter(|(_, own)| *own != Some(mode));
            let exclusions = weaker.map(|(of, own)| Exclusion {
                of: of.clone(),
                mode: if own.is_some() {
                    ExclusionMode::Egress
                } else {
                    ExclusionMode::Bidirectional
                },
            });
            let setting = BlockPublicAccess {
                name: None,
                account: account.clone(),
                mode,
                exclusions: exclusions.collect(),
                region: region.clone(),
            };
            let id = format!(
                "block-public-access-{region}-{}",
                account.as_deref().unwrap_or_default()
            );
            let id: Text = id.trim_end_matches('-').into();
            self.put(&id, setting);
            let text = format!("Block Public Access of {region} was made up from what its VPCs say of themselves");
            self.say(NoteKind::Assumed, text);
        }
    }
}

/// Nothing where it is off.
fn mode(word: Option<&str>) -> Option<BlockMode> {
    match word {
        Some("block-bidirectional") => Some(BlockMode::Bidirectional),
        Some("block-ingress") => Some(BlockMode::Ingress),
        _ => None,
    }
}

/// What VPCs say of themselves, by Region and account.
type Regions = BTreeMap<(Text, Option<Text>), Vec<(Ref, Option<BlockMode>)>>;
