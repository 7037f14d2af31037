//! Prefix lists: of one's own with their entries, and AWS's for a service, which stand for the service's addresses.

use reach::service::implicit_list;
use reach::topology::{PrefixList, PrefixListId, Vpc};

use super::address::net;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::place::of_arn;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn prefix_lists(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.prefix_lists {
            let gone = ["delete-in-progress", "delete-complete", "create-failed"];
            if found.record.state.is_some() && raw::is(&found.record.state, &gone) {
                self.lives(&found.record.state, &[], found, id);
                continue;
            }
            // A list whose entries are not known is better not there: whatever names it is `unknown` then.
            if let Some(list) = self.prefix_list(id, found) {
                self.put(id, list);
            }
        }
    }

    /// What a rule or a route names by this id: AWS's list of a service may be known by its name only.
    pub(super) fn list_named(&self, id: &Text) -> PrefixListId {
        self.lists
            .get(id)
            .cloned()
            .unwrap_or_else(|| PrefixListId::new(id.clone()))
    }

    /// What is to be said of a list that a rule or a route names: where its entries are from, if not from the input.
    pub(super) fn about_list(&self, id: &Text) -> Option<(NoteKind, String)> {
        if self.topology.prefix_lists.contains(id) {
            return None;
        }
        let text = format!("the entries of the prefix list {id} are not in the input");
        Some(match self.lists.get(id) {
            Some(list) => (
                NoteKind::Assumed,
                format!("{text}: the ranges that AWS published ({list}) stand for them"),
            ),
            None => (
                NoteKind::NotModelled,
                format!("{text}: what they decide is unknown (get-managed-prefix-list-entries tells them)"),
            ),
        })
    }

    fn prefix_list(&mut self, id: &Text, found: &Found<raw::PrefixList>) -> Option<PrefixList> {
        let record = &found.record;
        let said = record.prefix_list_name.as_deref().unwrap_or_default();
        let aws = said
            .strip_prefix("com.amazonaws.")
            .and_then(|rest| rest.split_once('.'));
        let service = aws
            .map(|(_, service)| service)
            .filter(|service| *service != "cloudfront.origin-facing");
        let arn = record.prefix_list_arn.as_deref().map(of_arn).unwrap_or_default();
        let region = aws
            .map(|(region, _)| region)
            .filter(|region| crate::import::place::is_region(region));
        let region = region.map(Text::from).or(arn.region).or(found.origin.region.clone());
        let cidrs = record.cidrs.iter().cloned().map(Some);
        let cidrs = cidrs.chain(record.entries.0.iter().map(|entry| entry.cidr.clone()));
        let mut entries: Vec<_> = cidrs
            .filter_map(|cidr| self.parsed(&cidr, net, found, "Entries", id))
            .collect();
        entries.sort();
        entries.dedup();
        if entries.is_empty() {
            // Of these two the engine knows what AWS published.
            let region = region.as_deref().unwrap_or(Vpc::DEFAULT_REGION);
            let published = service.filter(|service| matches!(*service, "s3" | "dynamodb"));
            self.lists
                .extend(published.map(|service| (id.clone(), implicit_list(service, region))));
        }
        let names_service = |name: &&Text| service.is_none_or(|_| record.prefix_list_name.as_ref() != Some(*name));
        if entries.is_empty() || !found.unread.is_empty() {
            return None;
        }
        Some(PrefixList {
            name: names::other_than(
                raw::name(&record.tags)
                    .or(record.prefix_list_name.as_ref())
                    .filter(names_service),
                id,
            ),
            region: region.unwrap_or_else(|| Vpc::DEFAULT_REGION.into()),
            entries,
            service: service.map(Text::from),
        })
    }
}
