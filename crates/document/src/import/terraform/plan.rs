//! A plan: what is there before, and what will be there after it.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::configuration::Configuration;
use super::reference::Address;
use super::resolve::Resolver;
use super::state::{member, object, resources, text_of};
use super::{Reader, Resource};
use crate::import::Side;
use crate::import::json::Value;
use crate::import::raw::Text;
use crate::import::report::{NoteKind, Origin};

/// A thing as it will be.
pub(super) struct Planned {
    pub(super) resource: Resource,
    pub(super) address: Address,
    /// What only AWS will say, in the shape of the attributes.
    pub(super) unknown: Json,
    /// What it was, if it changes in its place or makes place for a new one.
    pub(super) before: Map<String, Json>,
    pub(super) is_replaced: bool,
}

/// Everything that a plan tells of the network after it.
#[derive(Default)]
struct After {
    all: Vec<Planned>,
    /// Addresses that changes speak of, new and old ones.
    told: BTreeSet<Text>,
    others: Vec<(Text, bool)>,
}

impl Reader<'_> {
    pub(super) fn plan(&mut self, plan: Value<'_>, path: &str, side: Side) {
        let members = plan.members();
        let json = |name: &str| member(&members, name).and_then(|value| serde_json::from_str(value.as_str()).ok());
        let configuration = Configuration::new(json("configuration").unwrap_or_default());
        let variables: Json = json("variables").unwrap_or_default();
        self.providers.extend(configuration.providers(&variables));
        drop(variables);
        if member(&members, "errored").is_some_and(|errored| errored.as_str() == "true") {
            self.remark(
                path,
                "this plan ended in an error: what is missing in it is missing here",
            );
        }
        let prior = member(&members, "prior_state");
        let changes = member(&members, "resource_changes");
        match (side, prior) {
            (Side::Before, Some(prior)) => self.state(prior, &format!("{path}.prior_state")),
            (Side::Before, None) => changes.into_iter().for_each(|changes| self.before(changes, path)),
            (Side::After, prior) => {
                let mut after = After::default();
                match changes {
                    Some(changes) => self.changes(changes, path, &configuration, &mut after),
                    None => self.planned_values(&members, path, &mut after),
                }
                if let Some(prior) = prior {
                    unchanged(prior, &format!("{path}.prior_state"), &mut after);
                }
                self.after(after, &configuration);
            }
        }
    }

    fn remark(&mut self, path: &str, text: &str) {
        let origin = Origin {
            file: self.file.clone(),
            path: path.into(),
            ..Origin::default()
        };
        self.notes.add(NoteKind::Assumed, &origin, None, text);
    }

    fn changes(&mut self, changes: Value<'_>, path: &str, configuration: &Configuration, after: &mut After) {
        changes.each(|index, item| {
            let members = item.members();
            let (Some(address), Some(kind)) = (text_of(&members, "address"), text_of(&members, "type")) else {
                return;
            };
            if text_of(&members, "deposed").is_some() {
                // What was replaced, and is still to be deleted.
                return;
            }
            after.told.insert(address.clone());
            after.told.extend(text_of(&members, "previous_address"));
            let Some(change) = member(&members, "change") else {
                return;
            };
            let change = change.members();
            let Some(values) = member(&change, "after").filter(Value::is_object) else {
                return;
            };
            let is_data = text_of(&members, "mode").as_deref() == Some("data");
            if !super::is_read(&kind) {
                after.others.push((kind, is_data));
                return;
            }
            let parsed = Address::of(&address).unwrap_or_default();
            let block = configuration.block(&parsed.module, &parsed.block);
            let provider = block
                .and_then(|block| block.get("provider_config_key")?.as_str())
                .map(Text::from);
            let actions = member(&change, "actions").map_or("", |actions| actions.as_str());
            let before = member(&change, "before")
                .filter(Value::is_object)
                .map(object)
                .unwrap_or_default();
            let unknown = member(&change, "after_unknown");
            after.all.push(Planned {
                resource: Resource {
                    address,
                    kind,
                    is_data,
                    values: object(values),
                    path: format!("{path}.resource_changes[{index}].change.after"),
                    provider,
                },
                address: parsed,
                unknown: unknown
                    .and_then(|unknown| serde_json::from_str(unknown.as_str()).ok())
                    .unwrap_or_default(),
                is_replaced: actions.contains("delete"),
                before,
            });
        });
    }

    /// Without a list of changes there is no saying what is unknown: what is there counts.
    fn planned_values(&mut self, members: &[(std::borrow::Cow<'_, str>, Value<'_>)], path: &str, after: &mut After) {
        let root = member(members, "planned_values").and_then(|planned| member(&planned.members(), "root_module"));
        if let Some(root) = root {
            resources(
                root,
                &format!("{path}.planned_values.root_module"),
                0,
                &mut |resource| {
                    after.told.insert(resource.address.clone());
                    after.all.push(known(resource));
                },
            );
        }
    }

    /// What was there by the changes' own word, where a plan holds no state.
    fn before(&mut self, changes: Value<'_>, path: &str) {
        changes.each(|index, item| {
            let members = item.members();
            let (Some(address), Some(kind)) = (text_of(&members, "address"), text_of(&members, "type")) else {
                return;
            };
            let change = member(&members, "change")
                .map(|change| change.members())
                .unwrap_or_default();
            let Some(values) = member(&change, "before").filter(Value::is_object) else {
                return;
            };
            let resource = Resource {
                address,
                is_data: text_of(&members, "mode").as_deref() == Some("data"),
                values: if super::is_read(&kind) {
                    object(values)
                } else {
                    Map::new()
                },
                kind,
                path: format!("{path}.resource_changes[{index}].change.before"),
                provider: None,
            };
            self.resource(&resource);
        });
    }

    fn after(&mut self, after: After, configuration: &Configuration) {
        let After { mut all, others, .. } = after;
        let resolver = Resolver::new(configuration, &mut all);
        let found = resolver.run();
        for told in &found.notes {
            let origin = Origin {
                file: self.file.clone(),
                path: told.path.as_str().into(),
                ..Origin::default()
            };
            self.notes
                .add(told.kind, &origin, Some(&told.address), told.text.as_str());
        }
        self.ends.doubted.extend(found.doubted);
        for planned in &all {
            self.resource(&planned.resource);
        }
        for (kind, is_data) in others {
            self.sorted(&kind, is_data);
        }
    }
}

/// What the plan does not touch: data that was read, and things left out by `-target`.
fn unchanged(prior: Value<'_>, path: &str, after: &mut After) {
    let root = member(&prior.members(), "values").and_then(|values| member(&values.members(), "root_module"));
    let Some(root) = root else { return };
    let told = std::mem::take(&mut after.told);
    resources(root, &format!("{path}.values.root_module"), 0, &mut |resource| {
        if !told.contains(&resource.address) {
            after.all.push(known(resource));
        }
    });
}

fn known(resource: Resource) -> Planned {
    Planned {
        address: Address::of(&resource.address).unwrap_or_default(),
        resource,
        unknown: Json::Null,
        before: Map::new(),
        is_replaced: false,
    }
}
