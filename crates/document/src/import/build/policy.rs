//! Policies of endpoints, which AWS answers with as JSON in a string.

use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::topology::{Effect, PolicyCondition, Statement};
use serde_json::Value;

/// The statements; nothing where everything is allowed, as in the policy that AWS gives an endpoint. A policy that nobody can make
/// sense of is one statement that may allow anything.
pub(super) fn statements(text: &str) -> Option<Vec<Statement>> {
    let all = read(text).unwrap_or_else(|| {
        vec![Statement {
            conditions: vec![condition("Is", "Unread", Vec::new())],
            ..Statement::everything()
        }]
    });
    let is_all = *all == [Statement::everything()];
    (!is_all).then_some(all)
}

fn read(text: &str) -> Option<Vec<Statement>> {
    let policy: Value = serde_json::from_str(text).ok()?;
    let list = match policy.get("Statement")? {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    let mut statements = Vec::new();
    for statement in list {
        statements.extend(of(statement)?);
    }
    Some(statements)
}

/// One statement for each combination of principal, action and resource.
fn of(statement: &Value) -> Option<Vec<Statement>> {
    const KNOWN: [&str; 9] = [
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];
    let members = statement.as_object()?;
    let is_read = members.keys().all(|key| KNOWN.contains(&key.as_str()));
    if !is_read {
        return None;
    }
    let mut given = conditions(members.get("Condition"))?;
    let effect = match members.get("Effect")?.as_str()? {
        "Allow" => Effect::Allow,
        "Deny" => Effect::Deny,
        _ => return None,
    };
    let mut parts = |name: &str, negated: &str| match members.get(negated) {
        Some(values) => {
            given.unread.push(condition("Not", name, texts(Some(values))?));
            Some(vec!["*".into()])
        }
        None => texts(members.get(name)),
    };
    let actions = parts("Action", "NotAction")?;
    let resources = parts("Resource", "NotResource")?;
    let mut all = Vec::new();
    for (principal, kind) in principals(members.get("Principal"), members.get("NotPrincipal"))? {
        let conditions: Vec<PolicyCondition> = given.unread.iter().cloned().chain(kind).collect();
        for action in &actions {
            for resource in &resources {
                all.push(Statement {
                    effect,
                    principal: Rc::clone(&principal),
                    action: Rc::clone(action),
                    resource: Rc::clone(resource),
                    source_ip: given.source_ip,
                    source: given.source.clone(),
                    conditions: conditions.clone(),
                });
            }
        }
    }
    Some(all)
}

/// What must hold, all of it: what the engine knows, and the rest.
#[derive(Default)]
struct Given {
    source_ip: Option<IpNet>,
    source: Option<Ref>,
    unread: Vec<PolicyCondition>,
}

fn conditions(value: Option<&Value>) -> Option<Given> {
    let mut given = Given::default();
    let operators = match value {
        None | Some(Value::Null) => return Some(given),
        Some(value) => value.as_object()?,
    };
    for (operator, keys) in operators {
        for (key, wanted) in keys.as_object()? {
            let wanted = texts(Some(wanted))?;
            if !given.takes(operator, key, &wanted) {
                given.unread.push(condition(operator, key, wanted));
            }
        }
    }
    Some(given)
}

impl Given {
    /// Whether it is one that the engine knows, and the first of its kind.
    fn takes(&mut self, operator: &str, key: &str, wanted: &[Rc<str>]) -> bool {
        let [wanted] = wanted else { return false };
        let source = |kind| Some(Ref::new(kind, Rc::clone(wanted)));
        match (operator, key.to_ascii_lowercase().as_str()) {
            ("IpAddress", "aws:sourceip") if self.source_ip.is_none() => {
                self.source_ip = super::address::net(wanted);
                self.source_ip.is_some()
            }
            ("StringEquals", "aws:sourcevpce") if self.source.is_none() => {
                self.source = source(Kind::InterfaceEndpoint);
                true
            }
            ("StringEquals", "aws:sourcevpc") if self.source.is_none() => {
                self.source = source(Kind::Vpc);
                true
            }
            _ => false,
        }
    }
}

fn condition(operator: &str, key: &str, values: Vec<Rc<str>>) -> PolicyCondition {
    PolicyCondition {
        operator: operator.into(),
        key: key.into(),
        values,
    }
}

type Principal = (Rc<str>, Option<PolicyCondition>);

/// Who may be meant; services and the like are everybody with a condition.
fn principals(value: Option<&Value>, negated: Option<&Value>) -> Option<Vec<Principal>> {
    let kind = |operator, kind: &str, values| {
        let key = format!("Principal:{kind}");
        Some(("*".into(), Some(condition(operator, &key, texts(Some(values))?))))
    };
    if let Some(negated) = negated {
        let mut kinds = negated.as_object()?.iter();
        let only = kinds.next().filter(|_| kinds.len() == 0)?;
        return Some(vec![kind("Not", only.0, only.1)?]);
    }
    let named = |values| Some(texts(values)?.into_iter().map(|name| (name, None)).collect::<Vec<_>>());
    let Some(Value::Object(members)) = value else {
        return named(value);
    };
    let mut all = Vec::new();
    for (name, values) in members {
        match name.as_str() {
            "AWS" => all.extend(named(Some(values))?),
            other => all.push(kind("Is", other, values)?),
        }
    }
    Some(all)
}

/// A text or a list of texts; left out is everything.
fn texts(value: Option<&Value>) -> Option<Vec<Rc<str>>> {
    match value {
        None => Some(vec!["*".into()]),
        Some(Value::Array(list)) => list.iter().map(text).collect(),
        Some(one) => Some(vec![text(one)?]),
    }
}

/// Numbers, true and false mean the same as text.
fn text(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(is) => Some(is.to_string().into()),
        _ => None,
    }
}
