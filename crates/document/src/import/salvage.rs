//! What can be read of an element that is not what it should be: its wrong parts are named and taken out, the rest is kept.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The element without its wrong parts, and their paths below `path`. Nothing where it is no such thing at all.
pub(crate) fn salvage<T: DeserializeOwned>(text: &str, path: &str) -> Option<(T, Vec<String>)> {
    let mut value: Value = serde_json::from_str(text).ok().filter(Value::is_object)?;
    let mut wrong = Vec::new();
    if !fits::<T>(&value) {
        prune(&mut value, path, &mut |candidate| fits::<T>(candidate), &mut wrong);
    }
    let record = serde_json::from_value(value).ok()?;
    Some((record, wrong))
}

fn fits<T: DeserializeOwned>(value: &Value) -> bool {
    T::deserialize(value).is_ok()
}

/// Puts null where something does not fit. `fits` tries a value in this place, with nothing beside it.
fn prune(value: &mut Value, path: &str, fits: &mut dyn FnMut(&Value) -> bool, wrong: &mut Vec<String>) {
    match value {
        Value::Object(members) if fits(&Value::Object(Map::new())) => {
            for (key, member) in members.iter_mut() {
                let mut alone = |candidate: &Value| {
                    let member = Map::from_iter([(key.clone(), candidate.clone())]);
                    fits(&Value::Object(member))
                };
                if !alone(member) {
                    prune(member, &format!("{path}.{key}"), &mut alone, wrong);
                }
            }
        }
        Value::Array(items) if fits(&Value::Array(Vec::new())) => {
            for (index, item) in items.iter_mut().enumerate() {
                let mut alone = |candidate: &Value| fits(&Value::Array(vec![candidate.clone()]));
                if !alone(item) {
                    prune(item, &format!("{path}[{index}]"), &mut alone, wrong);
                }
            }
        }
        _ => {
            *value = Value::Null;
            wrong.push(path.to_owned());
        }
    }
}
