//! The configuration in a plan: what blocks and modules refer to, where the plan itself does not know a value yet.

use serde_json::Value;

use super::reference::ModulePath;
use crate::import::place::{Whose, is_account, is_region, of_arn};
use crate::import::raw::Text;

/// `$.configuration`, and the variables that name Regions.
#[derive(Debug, Default)]
pub(super) struct Configuration {
    root: Value,
    providers: Value,
}

impl Configuration {
    pub(super) fn new(mut configuration: Value) -> Self {
        let mut take = |name: &str| configuration.get_mut(name).map(Value::take).unwrap_or_default();
        Self {
            root: take("root_module"),
            providers: take("provider_config"),
        }
    }

    fn module(&self, path: &ModulePath) -> Option<&Value> {
        path.iter().try_fold(&self.root, |module, (name, _)| {
            module.get("module_calls")?.get(name)?.get("module")
        })
    }

    /// The call of a module, which stands in the one around it.
    pub(super) fn call(&self, path: &ModulePath) -> Option<&Value> {
        let ((name, _), outer) = path.split_last()?;
        self.module(&outer.to_vec())?.get("module_calls")?.get(name)
    }

    /// A block of resources: `aws_subnet.private` in a module.
    pub(super) fn block(&self, path: &ModulePath, address: &str) -> Option<&Value> {
        let blocks = self.module(path)?.get("resources")?.as_array()?;
        blocks
            .iter()
            .find(|block| block.get("address").and_then(Value::as_str) == Some(address))
    }

    pub(super) fn output(&self, path: &ModulePath, name: &str) -> Option<&Value> {
        self.module(path)?.get("outputs")?.get(name)?.get("expression")
    }

    /// Account and Region of each configured provider, by the name that blocks use for it.
    pub(super) fn providers(&self, variables: &Value) -> Vec<(Text, Whose)> {
        let all = self.providers.as_object().into_iter().flatten();
        all.filter_map(|(key, provider)| {
            let expressions = provider.get("expressions")?;
            let region = self.constant(expressions.get("region")?, variables);
            Some((
                Text::from(key.as_str()),
                Whose {
                    region: region.filter(|region| is_region(region)),
                    account: account(expressions),
                },
            ))
        })
        .collect()
    }

    /// What is written in place, or in a variable.
    fn constant(&self, expression: &Value, variables: &Value) -> Option<Text> {
        if let Some(text) = expression.get("constant_value").and_then(Value::as_str) {
            return Some(text.into());
        }
        let references = references(expression);
        let [one] = references.as_slice() else { return None };
        let name = one.strip_prefix("var.")?;
        let given = variables.get(name).and_then(|variable| variable.get("value"));
        let usual = || self.root.get("variables")?.get(name)?.get("default");
        given.or_else(usual)?.as_str().map(Text::from)
    }
}

/// The account that a provider is made for, where it says so.
fn account(expressions: &Value) -> Option<Text> {
    let allowed = expressions
        .get("allowed_account_ids")
        .and_then(|ids| ids.get("constant_value"));
    let allowed = allowed.and_then(Value::as_array).filter(|ids| ids.len() == 1);
    let allowed = allowed
        .and_then(|ids| ids.first()?.as_str())
        .filter(|id| is_account(id));
    let role = || {
        let role = expressions.get("assume_role")?.get(0)?.get("role_arn")?;
        of_arn(role.get("constant_value")?.as_str()?).account
    };
    allowed.map(Text::from).or_else(role)
}

pub(super) fn references(expression: &Value) -> Vec<&str> {
    let list = expression.get("references").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}
