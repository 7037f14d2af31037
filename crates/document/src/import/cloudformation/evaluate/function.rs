//! Intrinsic functions. Page: AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html

use ipnet::IpNet;
use serde_json::Value as Json;

use super::{Evaluator, LONGEST_TEXT};
use crate::import::cloudformation::value::{Value, text};

/// How many ranges one `Fn::Cidr` may make.
const MOST_RANGES: usize = 256;

/// What stands on both sides of an argument.
enum Piece<'t> {
    Literal(&'t str),
    Name(&'t str),
}

impl<'a> Evaluator<'a> {
    pub(super) fn function(&mut self, at: usize, name: &'a str, argument: &'a Json) -> Value {
        let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        match (name, parts) {
            ("Ref", _) => match argument.as_str() {
                Some(name) => self.reference(at, name),
                None => self.odd(name),
            },
            ("Fn::GetAtt", _) => self.get_att(at, argument),
            ("Fn::Sub", [whole, names]) => self.sub(at, whole, Some(names)),
            ("Fn::Sub", [whole]) => self.sub(at, whole, None),
            ("Fn::Sub", []) => self.sub(at, argument, None),
            ("Fn::Join", [with, items]) => self.join(at, with, items),
            ("Fn::Split", [at_what, whole]) => self.split(at, at_what, whole),
            ("Fn::Select", [index, list]) => self.select(at, index, list),
            ("Fn::If", [condition, yes, no]) => self.either(at, condition, [yes, no]),
            ("Fn::FindInMap", [map, first, second, rest @ ..]) => self.find_in_map(at, [map, first, second], rest),
            ("Fn::GetAZs", _) => self.zones_of(at, argument),
            ("Fn::Cidr", [block, count, rest @ ..]) => self.cidr(at, block, count, rest.first()),
            ("Fn::Base64", _) => self.value(at, argument),
            ("Fn::ImportValue", _) => self.import(at, argument),
            ("Fn::Length", _) => match self.value(at, argument) {
                Value::List(items) => text(items.len().to_string()),
                Value::Unknown(words) => Value::Unknown(format!("{words} (how many)")),
                _ => self.odd(name),
            },
            ("Fn::ToJsonString", _) => match self.value(at, argument) {
                unknown @ Value::Unknown(_) => unknown,
                value => text(value.written().to_string()),
            },
            ("Fn::Sub" | "Fn::Join" | "Fn::Split" | "Fn::Select" | "Fn::If" | "Fn::FindInMap" | "Fn::Cidr", _) => {
                self.odd(name)
            }
            _ => {
                let why = format!("`{name}` is not worked out by this program");
                self.unknown(format!("{name}?"), why)
            }
        }
    }

    fn sub(&mut self, at: usize, whole: &'a Json, names: Option<&'a Json>) -> Value {
        let Some(whole) = whole.as_str() else {
            return self.odd("Fn::Sub");
        };
        let names = names.and_then(Json::as_object);
        let mut values = Vec::new();
        for piece in pieces(whole) {
            values.push(match piece {
                Piece::Literal(literal) => text(literal),
                Piece::Name(name) => match names.and_then(|names| names.get(name)) {
                    Some(own) => self.value(at, own),
                    None => match name.split_once('.') {
                        Some((resource, attribute)) => self.attribute(at, resource, attribute),
                        None => self.reference(at, name),
                    },
                },
            });
        }
        if whole.contains("{{resolve:") {
            let why = format!("{whole} is looked up when the stack is made");
            return self.unknown(whole, why);
        }
        self.joined(values, "")
    }

    fn join(&mut self, at: usize, with: &'a Json, items: &'a Json) -> Value {
        let Value::Text(with) = self.value(at, with) else {
            return self.odd("Fn::Join");
        };
        let items = self.value(at, items).items();
        self.joined(items, &with)
    }

    /// All of it in one text, as far as texts go.
    fn joined(&mut self, values: Vec<Value>, with: &str) -> Value {
        match joined(values, with) {
            Value::Text(whole) | Value::Unknown(whole) if whole.len() > LONGEST_TEXT => {
                self.unknown("?", "this becomes longer than anything that AWS takes")
            }
            value => value,
        }
    }

    fn split(&mut self, at: usize, at_what: &'a Json, whole: &'a Json) -> Value {
        match (self.value(at, at_what), self.value(at, whole)) {
            (Value::Text(at_what), Value::Text(whole)) if !at_what.is_empty() => {
                Value::List(whole.split(at_what.as_str()).map(text).collect())
            }
            (_, Value::Unknown(words)) => Value::Unknown(words),
            _ => self.odd("Fn::Split"),
        }
    }

    fn select(&mut self, at: usize, index: &'a Json, list: &'a Json) -> Value {
        let index = self.value(at, index);
        let list = self.value(at, list);
        let Some(index) = index.text().and_then(|index| index.parse::<usize>().ok()) else {
            return match index {
                Value::Unknown(words) => Value::Unknown(words),
                _ => self.odd("Fn::Select"),
            };
        };
        match list {
            Value::List(items) => match items.into_iter().nth(index) {
                Some(item) => item,
                None => self.unknown("Fn::Select?", format!("there is no value {index} in this list")),
            },
            Value::Unknown(words) => Value::Unknown(format!("{words}[{index}]")),
            _ => self.odd("Fn::Select"),
        }
    }

    fn either(&mut self, at: usize, condition: &'a Json, [yes, no]: [&'a Json; 2]) -> Value {
        let Some(name) = condition.as_str() else {
            return self.odd("Fn::If");
        };
        match self.condition(at, name) {
            Some(true) => self.value(at, yes),
            Some(false) => self.value(at, no),
            None => {
                let why = format!("whether the condition {name} holds is not known");
                self.unknown(format!("{name}?"), why)
            }
        }
    }

    fn find_in_map(&mut self, at: usize, names: [&'a Json; 3], rest: &'a [Json]) -> Value {
        let mut keys = Vec::new();
        for name in names {
            match self.value(at, name) {
                Value::Text(key) => keys.push(key),
                Value::Unknown(words) => return Value::Unknown(format!("{words} (looked up)")),
                _ => return self.odd("Fn::FindInMap"),
            }
        }
        let mappings = self.stacks.get(at).map(|stack| &stack.template.mappings);
        let found = keys
            .iter()
            .try_fold(mappings, |found, key| Some(found?.get(key)))
            .flatten();
        match (found, rest.iter().find_map(|one| one.get("DefaultValue"))) {
            (Some(found), _) => self.value(at, found),
            (None, Some(default)) => self.value(at, default),
            (None, None) => self.unknown(
                keys.join("."),
                format!("there is no {} in the mappings", keys.join(".")),
            ),
        }
    }

    /// Ranges of equal size in a block, from its beginning on.
    fn cidr(&mut self, at: usize, block: &'a Json, count: &'a Json, bits: Option<&'a Json>) -> Value {
        let block = self.value(at, block);
        let count = self.value(at, count);
        let bits = bits.map_or(Value::Nothing, |bits| self.value(at, bits));
        if let Some(Value::Unknown(words)) = [&block, &count, &bits]
            .into_iter()
            .find(|value| matches!(value, Value::Unknown(_)))
        {
            return Value::Unknown(format!("ranges of {words}"));
        }
        let number = |value: &Value| value.text().and_then(|text| text.trim().parse::<usize>().ok());
        let block = block.text().and_then(|block| block.trim().parse::<IpNet>().ok());
        let (Some(block), Some(count)) = (block, number(&count).filter(|count| *count <= MOST_RANGES)) else {
            return self.odd("Fn::Cidr");
        };
        // Without a size, AWS wants it for IPv6 and takes 8 bits else.
        let bits = number(&bits).unwrap_or(if block.addr().is_ipv4() { 8 } else { 64 });
        let length = usize::from(block.max_prefix_len()).checked_sub(bits);
        let length = length.and_then(|length| u8::try_from(length).ok());
        let ranges = length.and_then(|length| block.trunc().subnets(length).ok());
        let made: Vec<Value> = ranges
            .into_iter()
            .flatten()
            .take(count)
            .map(|net| text(net.to_string()))
            .collect();
        if made.len() < count {
            return self.odd("Fn::Cidr");
        }
        Value::List(made)
    }
}

/// All of it in one text; with a part that is not known, nothing of it is.
fn joined(values: Vec<Value>, with: &str) -> Value {
    let mut words = Vec::new();
    let mut is_known = true;
    for value in values {
        match value {
            Value::Text(text) => words.push(text),
            Value::Unknown(text) => {
                is_known = false;
                words.push(text);
            }
            Value::List(items) => match joined(items, with) {
                Value::Text(text) => words.push(text),
                Value::Unknown(text) => {
                    is_known = false;
                    words.push(text);
                }
                _ => {}
            },
            Value::Nothing => {}
            Value::Map(_) => is_known = false,
        }
    }
    let whole = words.join(with);
    if is_known {
        Value::Text(whole)
    } else {
        Value::Unknown(whole)
    }
}

/// A text with `${Name}` in it; `${!Name}` stands for itself.
fn pieces(whole: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = whole;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        pieces.push(Piece::Literal(before));
        match name.strip_prefix('!') {
            Some(literal) => pieces.extend([Piece::Literal("${"), Piece::Literal(literal), Piece::Literal("}")]),
            None => pieces.push(Piece::Name(name.trim())),
        }
        rest = behind;
    }
    pieces.push(Piece::Literal(rest));
    pieces
}
