//! Policies of endpoints, which AWS answers with as JSON in a string.

use std::rc::Rc;

use reach::topology::{Effect, Statement};
use serde_json::Value;

/// The statements; `Some(None)` where everything is allowed, as in the policy that AWS gives an endpoint. Nothing where a part
/// is not understood.
pub(super) fn statements(text: &str) -> Option<Option<Vec<Statement>>> {
    let policy: Value = serde_json::from_str(text).ok()?;
    let list = match policy.get("Statement")? {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    let mut statements = Vec::new();
    for statement in list {
        statements.extend(of(statement)?);
    }
    let is_all = matches!(statements.as_slice(), [one] if is_everything(one));
    Some((!is_all).then_some(statements))
}

fn is_everything(statement: &Statement) -> bool {
    statement.effect == Effect::Allow
        && [&statement.principal, &statement.action, &statement.resource]
            .iter()
            .all(|part| &***part == "*")
        && statement.source_ip.is_none()
        && statement.source.is_none()
}

/// One statement for each combination of principal, action and resource.
fn of(statement: &Value) -> Option<Vec<Statement>> {
    const KNOWN: [&str; 6] = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
    let members = statement.as_object()?;
    let is_read = members.keys().all(|key| KNOWN.contains(&key.as_str()));
    let is_unconditional = members
        .get("Condition")
        .is_none_or(|condition| condition.is_null() || condition.as_object().is_some_and(serde_json::Map::is_empty));
    if !is_read || !is_unconditional {
        return None;
    }
    let effect = match members.get("Effect")?.as_str()? {
        "Allow" => Effect::Allow,
        "Deny" => Effect::Deny,
        _ => return None,
    };
    let principals = principals(members.get("Principal"))?;
    let actions = texts(members.get("Action"))?;
    let resources = texts(members.get("Resource"))?;
    let mut all = Vec::new();
    for principal in &principals {
        for action in &actions {
            for resource in &resources {
                all.push(Statement {
                    effect,
                    principal: Rc::clone(principal),
                    action: Rc::clone(action),
                    resource: Rc::clone(resource),
                    source_ip: None,
                    source: None,
                });
            }
        }
    }
    Some(all)
}

fn principals(value: Option<&Value>) -> Option<Vec<Rc<str>>> {
    match value {
        Some(Value::Object(members)) if members.keys().all(|key| key == "AWS") => texts(members.get("AWS")),
        Some(Value::Object(_)) => None,
        other => texts(other),
    }
}

/// A text or a list of texts; left out is everything.
fn texts(value: Option<&Value>) -> Option<Vec<Rc<str>>> {
    match value {
        None => Some(vec!["*".into()]),
        Some(Value::String(text)) => Some(vec![text.as_str().into()]),
        Some(Value::Array(list)) => list.iter().map(|item| item.as_str().map(Rc::from)).collect(),
        Some(_) => None,
    }
}
