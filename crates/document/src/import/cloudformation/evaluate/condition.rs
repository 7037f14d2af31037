//! Conditions, which may be neither true nor false where something they ask about is not known.

use serde_json::Value as Json;

use super::{DEEPEST, Evaluator, LONGEST};
use crate::import::cloudformation::value::Value;

impl<'a> Evaluator<'a> {
    /// Whether a condition of a stack's template holds.
    pub(in crate::import::cloudformation) fn condition(&mut self, at: usize, name: &str) -> Option<bool> {
        let key = (at, name.to_owned());
        if let Some(known) = self.conditions.get(&key) {
            return *known;
        }
        // One that asks for itself is not known.
        self.conditions.insert(key.clone(), None);
        let stack = self.stacks.get(at)?;
        let result = match stack.template.conditions.get(name) {
            Some(test) => self.test(at, test),
            None => {
                self.unknown(name, format!("there is no condition {name} in the template"));
                None
            }
        };
        if result.is_none() && self.is_quiet {
            // Whoever wants to know is still to hear why.
            self.conditions.remove(&key);
        } else {
            self.conditions.insert(key, result);
        }
        result
    }

    fn test(&mut self, at: usize, json: &'a Json) -> Option<bool> {
        self.steps += 1;
        if self.depth >= DEEPEST || self.steps >= LONGEST {
            return None;
        }
        self.depth += 1;
        let result = self.test_inside(at, json);
        self.depth -= 1;
        result
    }

    fn test_inside(&mut self, at: usize, json: &'a Json) -> Option<bool> {
        let (name, argument) = json.as_object().and_then(|members| members.iter().next())?;
        let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        match (name.as_str(), parts) {
            ("Condition", _) => self.condition(at, argument.as_str()?),
            ("Fn::Not", [one]) => self.test(at, one).map(|is| !is),
            ("Fn::And", all) => self.every(at, all, true),
            ("Fn::Or", all) => self.every(at, all, false),
            ("Fn::Equals", [one, other]) => {
                let one = self.value(at, one);
                let other = self.value(at, other);
                match (one, other) {
                    (Value::Unknown(_), _) | (_, Value::Unknown(_)) => None,
                    (one, other) => Some(one == other),
                }
            }
            _ => {
                self.odd(name);
                None
            }
        }
    }

    /// Whether all are as wanted; one that is not decides, whatever the others are.
    fn every(&mut self, at: usize, all: &'a [Json], wanted: bool) -> Option<bool> {
        let mut is_known = true;
        for one in all {
            match self.test(at, one) {
                Some(is) if is != wanted => return Some(!wanted),
                Some(_) => {}
                None => is_known = false,
            }
        }
        is_known.then_some(wanted)
    }
}
