//! Policies of endpoints, which AWS answers with as JSON in a string.

use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
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
    if !is_read {
        return None;
    }
    let (source_ip, source) = condition(members.get("Condition"))?;
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
                    source_ip,
                    source: source.clone(),
                });
            }
        }
    }
    Some(all)
}

/// The conditions that the engine knows, one of them at a time.
fn condition(value: Option<&Value>) -> Option<(Option<IpNet>, Option<Ref>)> {
    let Some(operators) = value
        .and_then(Value::as_object)
        .filter(|operators| !operators.is_empty())
    else {
        return value
            .is_none_or(|value| value.is_null() || value.is_object())
            .then_some((None, None));
    };
    let mut operators = operators.iter();
    let (operator, keys) = operators.next()?;
    let mut keys = keys.as_object()?.iter();
    let (key, wanted) = keys.next()?;
    if operators.next().is_some() || keys.next().is_some() {
        return None;
    }
    let wanted = match wanted {
        Value::Array(list) if list.len() == 1 => list.first()?.as_str()?,
        other => other.as_str()?,
    };
    match (operator.as_str(), key.to_ascii_lowercase().as_str()) {
        ("IpAddress", "aws:sourceip") => Some((Some(super::address::net(wanted)?), None)),
        ("StringEquals", "aws:sourcevpce") => Some((None, Some(Ref::new(Kind::InterfaceEndpoint, wanted)))),
        ("StringEquals", "aws:sourcevpc") => Some((None, Some(Ref::new(Kind::Vpc, wanted)))),
        _ => None,
    }
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
