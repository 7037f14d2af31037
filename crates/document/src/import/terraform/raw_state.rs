//! `terraform.tfstate` itself, version 4: a flat list of resources with their instances.

use super::state::{member, object, text_of};
use super::{Reader, Resource};
use crate::import::json::Value;

impl Reader<'_> {
    pub(super) fn raw_state(&mut self, state: Value<'_>, path: &str) {
        let Some(list) = member(&state.members(), "resources") else {
            return;
        };
        list.each(|index, item| self.block(item, &format!("{path}.resources[{index}]")));
    }

    /// One block of the configuration: as many resources as it has instances.
    fn block(&mut self, item: Value<'_>, path: &str) {
        let members = item.members();
        let (Some(kind), Some(instances)) = (text_of(&members, "type"), member(&members, "instances")) else {
            return;
        };
        let is_data = text_of(&members, "mode").as_deref() == Some("data");
        let module = text_of(&members, "module").map_or_else(String::new, |module| format!("{module}."));
        let data = if is_data { "data." } else { "" };
        let name = text_of(&members, "name").unwrap_or_default();
        instances.each(|index, instance| {
            let members = instance.members();
            let key = member(&members, "index_key").filter(|key| !key.is_null());
            let key = key.map_or_else(String::new, |key| format!("[{}]", key.as_str()));
            let attributes = member(&members, "attributes").filter(Value::is_object);
            let resource = Resource {
                address: format!("{module}{data}{kind}.{name}{key}").into(),
                is_data,
                values: attributes
                    .filter(|_| super::is_read(&kind))
                    .map(object)
                    .unwrap_or_default(),
                kind: kind.clone(),
                path: format!("{path}.instances[{index}].attributes"),
                provider: None,
            };
            self.resource(&resource);
        });
    }
}
