//! What a person has to be asked for before a template says everything.

use serde::{Deserialize, Serialize};

use super::stack::Stack;
use crate::import::raw::Text;

/// A parameter without a value, which decides something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Parameter {
    pub file: Text,
    pub name: Text,
    /// Its type in the template's words: `String`, `AWS::EC2::VPC::Id`.
    pub kind: Text,
    pub description: Option<Text>,
    /// The only values there can be, if not any.
    pub allowed: Vec<Text>,
    /// What a value looks like.
    pub example: Text,
}

impl Parameter {
    pub(super) fn of(stack: &Stack<'_>, name: &str) -> Option<Self> {
        let declared = stack.template.parameters.get(name)?;
        let allowed: Vec<Text> = declared.allowed.iter().map(|value| value.as_str().into()).collect();
        let described = declared.description.as_deref().unwrap_or_default();
        let example = allowed
            .first()
            .cloned()
            .unwrap_or_else(|| example(name, &declared.kind, described).into());
        Some(Self {
            file: stack.template.file.clone(),
            name: name.into(),
            kind: declared.kind.as_str().into(),
            description: declared.description.as_deref().map(Text::from),
            allowed,
            example,
        })
    }
}

fn example(name: &str, kind: &str, described: &str) -> &'static str {
    let is_about = |word: &str| {
        let has = |text: &str| text.to_ascii_lowercase().contains(word);
        has(name) || has(described)
    };
    match kind {
        kind if kind.contains("VPC::Id") => "vpc-1",
        kind if kind.contains("Subnet::Id") => "subnet-1",
        kind if kind.contains("SecurityGroup::Id") => "sg-1",
        kind if kind.contains("KeyPair") => "key-1",
        "Number" => "1",
        _ if is_about("cidr") || is_about("ip ") || name.ends_with("IP") || name.ends_with("Ip") => "203.0.113.0/32",
        _ => "value",
    }
}
