//! `terraform show -json` of a state, and the states inside a plan: modules in modules, each with its resources.

use serde_json::{Map, Value as Json};

use super::{Reader, Resource};
use crate::import::json::Value;
use crate::import::raw::Text;

/// How deep modules are followed.
const DEEPEST: usize = 64;

/// Members of an object by their names.
pub(super) fn member<'t>(members: &[(std::borrow::Cow<'_, str>, Value<'t>)], name: &str) -> Option<Value<'t>> {
    members.iter().find(|(key, _)| key == name).map(|(_, value)| *value)
}

pub(super) fn text_of(members: &[(std::borrow::Cow<'_, str>, Value<'_>)], name: &str) -> Option<Text> {
    member(members, name)?.to_text().map(|text| Text::from(&*text))
}

/// All resources of a module and of those in it, one after the other.
pub(super) fn resources(module: Value<'_>, path: &str, depth: usize, take: &mut dyn FnMut(Resource)) {
    if depth > DEEPEST {
        return;
    }
    let members = module.members();
    if let Some(list) = member(&members, "resources") {
        list.each(|index, item| {
            if let Some(resource) = resource(item, &format!("{path}.resources[{index}]")) {
                take(resource);
            }
        });
    }
    if let Some(list) = member(&members, "child_modules") {
        list.each(|index, item| resources(item, &format!("{path}.child_modules[{index}]"), depth + 1, take));
    }
}

fn resource(item: Value<'_>, path: &str) -> Option<Resource> {
    let members = item.members();
    let kind = text_of(&members, "type")?;
    let values = member(&members, "values").filter(Value::is_object);
    Some(Resource {
        address: text_of(&members, "address").unwrap_or_else(|| kind.clone()),
        is_data: text_of(&members, "mode").as_deref() == Some("data"),
        values: values.filter(|_| super::is_read(&kind)).map(object).unwrap_or_default(),
        kind,
        path: format!("{path}.values"),
        provider: None,
    })
}

/// The members of an object as values.
pub(super) fn object(value: Value<'_>) -> Map<String, Json> {
    serde_json::from_str(value.as_str()).unwrap_or_default()
}

impl Reader<'_> {
    /// `{"values": {"root_module": …}}`, at `$` or at `$.prior_state`.
    pub(super) fn state(&mut self, state: Value<'_>, path: &str) {
        let Some(values) = member(&state.members(), "values") else {
            return;
        };
        if let Some(root) = member(&values.members(), "root_module") {
            resources(root, &format!("{path}.values.root_module"), 0, &mut |resource| {
                self.resource(&resource)
            });
        }
    }
}
