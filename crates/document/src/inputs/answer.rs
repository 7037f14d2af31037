//! What the page's importer says to the page. Both are built together, so this form has no versions; one that is not understood
//! is one of another build.

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::import::{Note, Parameter};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The program is here and waits for files.
    Ready,
    Step(Step),
    /// Done. The diagram itself comes beside this, in the text form.
    Read(Outcome),
    /// Nothing could be read.
    Refused(Vec<Refusal>),
    /// The program broke, or could not be loaded: `www/importer.js` says why.
    Stopped(String),
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// A file, the how-maniest from 0, and how many of its bytes were read.
    Reading {
        name: String,
        index: usize,
        count: usize,
        read: f64,
        size: f64,
    },
    /// All files are read, and become one network.
    Building,
}

/// What came out besides the diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub notes: Vec<Note>,
    pub missing: Vec<Parameter>,
    /// Files of which nothing is in the diagram.
    pub refused: Vec<Refusal>,
}

impl Answer {
    pub fn write(&self) -> String {
        // Strings and finite numbers can always be written; what cannot is no answer, and nobody understands it.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::NoteKind;
    use crate::inputs::At;

    #[test]
    fn what_is_said_is_heard() {
        let outcome = Outcome {
            notes: vec![Note {
                file: "a \"file\"".into(),
                kind: NoteKind::NotModelled,
                path: "$.Vpcs[0]".into(),
                id: Some("vpc-1".into()),
                text: "a\nb".into(),
            }],
            missing: vec![Parameter {
                file: "t.yaml".into(),
                name: "Where".into(),
                kind: "String".into(),
                description: None,
                allowed: vec!["x".into()],
                example: "x".into(),
            }],
            refused: vec![Refusal {
                at: Some(At::Line(1, 2)),
                ..Refusal::new("b", "problem", "fix")
            }],
        };
        let step = Step::Reading {
            name: "a".into(),
            index: 0,
            count: 2,
            read: 4_194_304.0,
            size: 17_000_000.0,
        };
        for answer in [
            Answer::Ready,
            Answer::Step(step),
            Answer::Step(Step::Building),
            Answer::Refused(outcome.refused.clone()),
            Answer::Read(outcome),
        ] {
            assert_eq!(Answer::read(&answer.write()), Some(answer));
        }
        assert_eq!(Answer::read("{\"Later\": 1}"), None);
    }
}
