//! What AWS says by itself: Region, account, names of the stack, Availability Zones.

use reach::topology::Vpc;
use serde_json::Value as Json;

use super::Evaluator;
use crate::import::cloudformation::value::{Value, text};

/// Stands for the account that a stack is made in, where a text is put together with it.
pub(in crate::import::cloudformation) const ACCOUNT: &str = "123456789012";

impl<'a> Evaluator<'a> {
    /// `AWS::Region` and the like.
    pub(super) fn pseudo(&mut self, at: usize, name: &str) -> Value {
        let stack = self.stacks.get(at).map_or("stack", |stack| &stack.name);
        let prefix = match name {
            "AWS::StackId" => format!("{stack}/00000000-0000-0000-0000-000000000000"),
            _ => stack.to_owned(),
        };
        match name {
            "AWS::NoValue" => Value::Nothing,
            "AWS::Region" => text(self.region(at)),
            "AWS::AccountId" => text(self.account(at)),
            "AWS::Partition" => text("aws"),
            "AWS::URLSuffix" => text("amazonaws.com"),
            "AWS::StackName" => text(prefix),
            "AWS::StackId" => {
                let (region, account) = (self.region(at), self.account(at));
                text(format!("arn:aws:cloudformation:{region}:{account}:stack/{prefix}"))
            }
            "AWS::NotificationARNs" => Value::List(Vec::new()),
            _ => self.unknown(name, format!("`{name}` is not known to this program")),
        }
    }

    pub(in crate::import::cloudformation) fn region(&self, at: usize) -> String {
        let said = self.stacks.get(at).and_then(|stack| stack.whose.region.as_deref());
        said.unwrap_or(Vpc::DEFAULT_REGION).to_owned()
    }

    fn account(&self, at: usize) -> String {
        let said = self.stacks.get(at).and_then(|stack| stack.whose.account.as_deref());
        said.unwrap_or(ACCOUNT).to_owned()
    }

    /// The first three zones of a Region: most have them.
    pub(super) fn zones(&mut self, at: usize, region: &str) -> Value {
        if !self.is_quiet {
            self.found.zones.insert(at);
        }
        let zones = ["a", "b", "c"].map(|letter| text(format!("{region}{letter}")));
        Value::List(zones.to_vec())
    }

    pub(super) fn zones_of(&mut self, at: usize, region: &'a Json) -> Value {
        match self.value(at, region) {
            Value::Text(region) if !region.is_empty() => self.zones(at, &region),
            Value::Unknown(words) => Value::Unknown(format!("zones of {words}")),
            _ => {
                let region = self.region(at);
                self.zones(at, &region)
            }
        }
    }
}
