//! Terraform's files: `terraform show -json` of a state or of a plan, and `terraform.tfstate` itself.
//!
//! ```text
//! state ───────────────────────────┐
//! plan ──configuration, resolve──▶ Resource ──vpc, filter, gateway, …──▶ raw records ──settle──▶ (as from AWS JSON)
//! tfstate ─────────────────────────┘                                     + Ends
//! ```
//!
//! - A [`Resource`] is one thing with its address and attributes, whichever file it comes from. A plan's unknown ids are filled in
//!   first, from what the configuration refers to; the address stands for the id of what does not exist yet.
//! - Files of one family of kinds turn resources into raw records. [`attributes`] is the only way to a value: what nobody asks for,
//!   keys and passwords included, stays behind in the file.
//! - Terraform writes relations as things of their own, in any file and order. [`ends`] keeps them until everything was read, then
//!   [`settle`] joins them: default things of VPCs, addresses, tables of transit gateways, and what stands in for what AWS
//!   has yet to choose.

mod attributes;
mod balancer;
mod configuration;
mod ends;
mod filter;
mod gateway;
mod interface;
mod kind;
mod plan;
mod raw_state;
mod reference;
mod resolve;
mod settle;
mod state;
mod transit;
mod vpc;
mod vpn;

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Map;

use super::Side;
use super::format::Format;
use super::gathered::{Gathered, Kept};
use super::json::Value;
use super::place::{Whose, is_account, is_region, of_arn, region_of_zone};
use super::raw::{Tag, Text};
use super::report::{NoteKind, Notes, Origin};
use attributes::Attributes;
pub(crate) use ends::Ends;
use kind::{Sort, is_part, is_read, sort};
pub(crate) use settle::settle;

/// One thing that Terraform knows.
pub(crate) struct Resource {
    /// `module.app["blue"].aws_subnet.private[0]`.
    pub(crate) address: Text,
    /// `aws_subnet`.
    pub(crate) kind: Text,
    pub(crate) is_data: bool,
    pub(crate) values: Map<String, serde_json::Value>,
    /// Where its attributes are in the file.
    pub(crate) path: String,
    /// The provider's configuration, where the file says it.
    pub(crate) provider: Option<Text>,
}

impl Resource {
    fn kind(&self) -> &str {
        &self.kind
    }
}

/// One file being read.
pub(crate) struct Reader<'a> {
    file: &'a Text,
    gathered: &'a mut Gathered,
    notes: &'a mut Notes,
    ends: &'a mut Ends,
    /// By the folders of the file.
    whose: Whose,
    /// By configurations of the provider.
    providers: BTreeMap<Text, Whose>,
    /// How many things have no part in a network.
    others: usize,
    /// Things that have one which this program does not know, by kind.
    beyond: BTreeMap<Text, usize>,
    known: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        file: &'a Text,
        gathered: &'a mut Gathered,
        notes: &'a mut Notes,
        ends: &'a mut Ends,
        whose: Whose,
    ) -> Self {
        Self {
            file,
            gathered,
            notes,
            ends,
            whose,
            providers: BTreeMap::new(),
            others: 0,
            beyond: BTreeMap::new(),
            known: 0,
        }
    }

    /// Reads a document; how many things of it have a part in a network.
    pub(crate) fn document(mut self, document: Value<'_>, path: &str, format: Format, side: Side) -> usize {
        self.ends.files.insert(self.file.clone());
        match format {
            Format::RawTerraformState => self.raw_state(document, path),
            Format::TerraformPlan => self.plan(document, path, side),
            _ => self.state(document, path),
        }
        self.tell();
        // A plan of a new stack holds nothing before it.
        self.known.max(usize::from(format == Format::TerraformPlan))
    }

    /// Reads a resource that another language describes with these attributes.
    pub(crate) fn take(&mut self, resource: &Resource) {
        self.ends.files.insert(self.file.clone());
        self.resource(resource);
        // It starts when it is made, with whatever address it asks for.
        if let Some(public) = self.ends.public.get_mut(&resource.address) {
            public.is_new = true;
        }
    }

    /// It may be there or not: so what it names is uncertain.
    pub(crate) fn doubt(&mut self, resource: &Resource) {
        let texts = resource.values.values().flat_map(|value| match value {
            serde_json::Value::Array(items) => items.iter().collect(),
            one => vec![one],
        });
        let ids = texts.filter_map(serde_json::Value::as_str).map(Text::from);
        self.ends.doubted.extend(ids);
    }

    /// Whether it is of a kind that is read; what is not, is counted.
    fn sorted(&mut self, kind: &Text, is_data: bool) -> bool {
        match sort(kind, is_data) {
            Sort::Read => return true,
            Sort::Beyond => *self.beyond.entry(kind.clone()).or_default() += 1,
            // What data sources tell is used where it is, or not at all.
            Sort::Other => self.others += usize::from(!is_data),
        }
        false
    }

    fn resource(&mut self, resource: &Resource) {
        if !self.sorted(&resource.kind, resource.is_data) {
            return;
        }
        self.known += 1;
        let unread = RefCell::new(Vec::new());
        let of = Attributes::new(&resource.values, &resource.path, &unread);
        let _ = self.of_vpcs(resource, &of)
            || self.of_filters(resource, &of)
            || self.of_gateways(resource, &of)
            || self.of_interfaces(resource, &of)
            || self.of_balancers(resource, &of)
            || self.of_transit(resource, &of)
            || self.of_vpn(resource, &of);
    }

    /// What was not read, counted.
    fn tell(&mut self) {
        let origin = Origin {
            file: self.file.clone(),
            ..Origin::default()
        };
        if self.others > 0 {
            let text = match self.others {
                1 => "1 resource has no part in the network".to_owned(),
                count => format!("{count} resources have no part in the network"),
            };
            self.notes.add(NoteKind::Ignored, &origin, None, text);
        }
        for (kind, count) in &self.beyond {
            let text = format!("{count} × {kind}: this program does not show them, nor what they let through");
            self.notes.add(NoteKind::NotModelled, &origin, None, text);
        }
    }

    /// A thing, or what a resource adds to one.
    fn add<T: Kept>(&mut self, record: T, resource: &Resource, of: &Attributes<'_>) {
        let mut origin = self.origin(resource, of);
        origin.is_part = is_part(&resource.kind);
        self.gathered.add(record, origin, of.unread(), self.notes);
    }

    fn count(&mut self, one: &'static str, several: &'static str) {
        self.gathered.count_words(self.file.clone(), one, several);
    }

    fn origin(&self, resource: &Resource, of: &Attributes<'_>) -> Origin {
        let whose = self.whose(resource, of);
        Origin {
            is_part: false,
            file: self.file.clone(),
            path: resource.path.as_str().into(),
            account: whose.account,
            region: whose.region,
        }
    }

    /// Its own word, its ARN, its zone, its provider, its file.
    fn whose(&self, resource: &Resource, of: &Attributes<'_>) -> Whose {
        let arn = of.text("arn").map(|arn| of_arn(&arn)).unwrap_or_default();
        let provider = resource
            .provider
            .as_ref()
            .and_then(|provider| self.providers.get(provider));
        let provider = provider.unwrap_or(&self.whose);
        let region = of.first(&["region", "aws_region"]).filter(|region| is_region(region));
        let zone = || of.text("availability_zone").and_then(|zone| region_of_zone(&zone));
        let owner = of
            .first(&["owner_id", "aws_account_id"])
            .filter(|owner| is_account(owner));
        Whose {
            region: region
                .or(arn.region)
                .or_else(zone)
                .or_else(|| provider.region.clone())
                .or_else(|| self.whose.region.clone()),
            account: owner
                .or(arn.account)
                .or_else(|| provider.account.clone())
                .or_else(|| self.whose.account.clone()),
        }
    }

    /// The Name tag, else the address.
    fn tags(&self, resource: &Resource, of: &Attributes<'_>) -> Vec<Tag> {
        of.named(Some(&resource.address))
    }

    fn id(&mut self, resource: &Resource, of: &Attributes<'_>) -> Option<Text> {
        self.known(of.text("id"), resource, of)
    }

    fn known(&mut self, id: Option<Text>, resource: &Resource, of: &Attributes<'_>) -> Option<Text> {
        if id.is_none() {
            self.left_out(resource, of, "it has no id");
        }
        id
    }

    fn left_out(&mut self, resource: &Resource, of: &Attributes<'_>, why: &str) {
        let origin = self.origin(resource, of);
        let text = format!("{why}, so it was left out");
        self.notes
            .add(NoteKind::Ignored, &origin, Some(&resource.address), text);
    }
}
