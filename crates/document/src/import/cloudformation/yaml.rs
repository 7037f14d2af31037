//! A template in YAML into the JSON that it stands for: `!Ref Vpc` is `{"Ref": "Vpc"}`, `!Sub …` is `{"Fn::Sub": …}`.
//!
//! Scalars stay the texts that were written, and what they are is decided where they are used: `22:22`, `no` and `010` are no traps then.
//! Page: AWSCloudFormation/latest/UserGuide/template-formats.html

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value as Json};

/// Deeper than this no template is.
const DEEPEST: usize = 96;

/// What aliases may unfold to.
const MOST: usize = 500_000;

/// Why a text is no YAML, and where: line and column, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) place: (usize, usize),
    pub(super) problem: String,
}

/// Whether a text is a template in YAML.
pub(crate) fn is_template(text: &str) -> bool {
    const KEYS: [&str; 2] = ["Resources", "AWSTemplateFormatVersion"];
    let is_key = |line: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        KEYS.iter().any(|key| {
            let rest = line.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']));
            rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    !text.starts_with(['{', '[']) && text.lines().any(is_key)
}

pub(super) fn read(text: &str) -> Result<Json, Broken> {
    let mut reader = Reader::default();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| broken(error.marker(), error.info()))?;
        reader.take(event, &span.start)?;
    }
    Ok(reader.whole.unwrap_or(Json::Null))
}

fn broken(at: &Marker, problem: &str) -> Broken {
    let problem = match problem {
        "recursion limit exceeded" => "this is nested too deep for a template",
        other => other,
    };
    Broken {
        place: (at.line(), at.col() + 1),
        problem: problem.to_owned(),
    }
}

/// A list or a mapping that is not complete yet.
struct Open {
    what: What,
    anchor: usize,
    function: Option<String>,
    nodes: usize,
}

enum What {
    List(Vec<Json>),
    Map(Map<String, Json>, Option<String>),
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    /// What anchors stand for, with how many nodes that is.
    anchors: BTreeMap<usize, (Json, usize)>,
    nodes: usize,
    whole: Option<Json>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: &Marker) -> Result<(), Broken> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = match style {
                    ScalarStyle::Plain if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") => Json::Null,
                    _ => Json::String(text.into_owned()),
                };
                self.nodes += 1;
                self.node(value, function(tag.as_deref()), anchor, 1, at)
            }
            Event::SequenceStart(anchor, tag) => self.begin(What::List(Vec::new()), anchor, tag.as_deref(), at),
            Event::MappingStart(anchor, tag) => self.begin(What::Map(Map::new(), None), anchor, tag.as_deref(), at),
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some((value, nodes)) => {
                    self.nodes = self.nodes.saturating_add(nodes);
                    self.node(value, None, 0, nodes, at)
                }
                None => Err(broken(at, "this alias is of something that contains it")),
            },
            Event::DocumentStart(_) if self.whole.is_some() => {
                Err(broken(at, "a second document begins here: a template is one"))
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, what: What, anchor: usize, tag: Option<&Tag>, at: &Marker) -> Result<(), Broken> {
        if self.open.len() >= DEEPEST {
            return Err(broken(at, "this is nested too deep for a template"));
        }
        self.nodes += 1;
        self.open.push(Open {
            what,
            anchor,
            function: function(tag),
            nodes: 1,
        });
        Ok(())
    }

    fn end(&mut self, at: &Marker) -> Result<(), Broken> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let value = match open.what {
            What::List(items) => Json::Array(items),
            What::Map(members, _) => Json::Object(members),
        };
        self.node(value, open.function, open.anchor, open.nodes, at)
    }

    /// Puts a complete value where it belongs.
    fn node(
        &mut self,
        value: Json,
        function: Option<String>,
        anchor: usize,
        nodes: usize,
        at: &Marker,
    ) -> Result<(), Broken> {
        let value = match function {
            Some(function) => Json::Object(Map::from_iter([(function, value)])),
            None => value,
        };
        if self.nodes > MOST {
            return Err(broken(at, "this unfolds to more than a template can be"));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), nodes));
        }
        let Some(open) = self.open.last_mut() else {
            self.whole = Some(value);
            return Ok(());
        };
        open.nodes = open.nodes.saturating_add(nodes);
        match &mut open.what {
            What::List(items) => items.push(value),
            What::Map(members, key) => match key.take() {
                None => *key = Some(word(value).ok_or_else(|| broken(at, "a key has to be a text"))?),
                Some(key) if key == "<<" => merge(members, value),
                Some(key) if members.contains_key(&key) => {
                    return Err(broken(at, &format!("`{key}` is there twice")));
                }
                Some(key) => {
                    members.insert(key, value);
                }
            },
        }
        Ok(())
    }
}

fn word(value: Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text),
        Json::Null => Some(String::new()),
        _ => None,
    }
}

/// What an alias brings in, unless it is there already.
fn merge(members: &mut Map<String, Json>, value: Json) {
    match value {
        Json::Object(more) => {
            for (key, value) in more {
                members.entry(key).or_insert(value);
            }
        }
        Json::Array(items) => items.into_iter().for_each(|item| merge(members, item)),
        _ => {}
    }
}

/// The long form of `!Ref` and its like; YAML's own tags (`!!str`) say nothing here.
fn function(tag: Option<&Tag>) -> Option<String> {
    let tag = tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty())?;
    Some(match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_template, read};

    #[test]
    fn short_forms_are_the_long_ones() {
        let text = "A: !Ref Vpc\nB: !Sub '${A}-x'\nC: !Select [0, !GetAZs '']\nD: !GetAtt Vpc.CidrBlock\nE: !If [Is, !Condition X, ~]\nF: 0022\n";
        let expected = json!({
            "A": {"Ref": "Vpc"},
            "B": {"Fn::Sub": "${A}-x"},
            "C": {"Fn::Select": ["0", {"Fn::GetAZs": ""}]},
            "D": {"Fn::GetAtt": "Vpc.CidrBlock"},
            "E": {"Fn::If": ["Is", {"Condition": "X"}, null]},
            "F": "0022",
        });
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn aliases_unfold() {
        let text = "A: &a {x: 1}\nB: *a\nC:\n  <<: *a\n  y: 2\n";
        let expected = json!({"A": {"x": "1"}, "B": {"x": "1"}, "C": {"x": "1", "y": "2"}});
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn bombs_do_not_go_off() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let items = vec![format!("*a{}", level - 1); 9].join(", ");
            text += &format!("a{level}: &a{level} [{items}]\n");
        }
        let broken = read(&text).unwrap_err();
        assert_eq!(broken.problem, "this unfolds to more than a template can be");
        let deep = format!("a: {}{}", "[".repeat(5000), "]".repeat(5000));
        assert!(read(&deep).is_err());
        assert!(read("a: &a [*a]\n").is_err());
    }

    #[test]
    fn mistakes_have_a_place() {
        let of = |text: &str| read(text).map_err(|broken| (broken.place, broken.problem)).unwrap_err();
        assert_eq!(
            of("A: 1\nB:\n  C: 1\n  C: 2\n"),
            ((4, 6), "`C` is there twice".to_owned())
        );
        assert_eq!(of("A: [1\nB: 2\n").0.0, 2);
        assert_eq!(of("A: 1\n---\nA: 2\n").0.0, 2);
    }

    #[test]
    fn templates_are_recognised() {
        for text in [
            "Resources:\n  A: 1",
            "# x\n---\n\"Resources\" : {}",
            "AWSTemplateFormatVersion: 2010-09-09",
        ] {
            assert!(is_template(text), "{text}");
        }
        for text in [
            "{\"Resources\": {}}",
            "vpc a 10.0.0.0/16",
            "  Resources:",
            "Resourceses:",
        ] {
            assert!(!is_template(text), "{text}");
        }
    }
}
