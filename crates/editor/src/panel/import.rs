//! What other programs' files became: how far reading them is, and the report on what was made of them.

use std::rc::Rc;

use document::import::{Note, NoteKind};
use document::inputs::Refusal;
use document::inputs::answer::{Outcome, Step};

use super::find::holds;

/// How far an import is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    pub words: Rc<str>,
    /// In hundredths; unknown while the files become a network.
    pub percent: Option<u8>,
}

/// Everything that has to be said of an import, the gravest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    title: &'static str,
    about: &'static str,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file, and the place in it.
    pub place: Rc<str>,
    /// The thing that it is about.
    pub id: Option<Rc<str>>,
    pub text: Rc<str>,
}

/// A section as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    pub title: &'static str,
    pub about: &'static str,
    pub lines: Vec<&'a Line>,
    /// How many more there are.
    pub more: usize,
}

/// More at once would take the browser long, and nobody reads so far.
const MOST: usize = 100;

/// A report with fewer lines is read, not searched.
const SEARCHED: usize = 12;

const NOT_READ: (&str, &str) = ("Not read", "Nothing of these files is in the diagram.");

/// The kinds of remarks, the gravest first.
const KINDS: [(NoteKind, &str, &str); 5] = [
    (
        NoteKind::NotModelled,
        "Not modelled",
        "In the files, and beyond this program: flows that touch it are unknown.",
    ),
    (NoteKind::Conflict, "Contradicting", "Two files say different things."),
    (
        NoteKind::Assumed,
        "Assumed",
        "Not in the files: AWS’s default stands for it.",
    ),
    (
        NoteKind::Ignored,
        "Left out",
        "In the files, and without a part in the diagram.",
    ),
    (NoteKind::Read, "Read", "How much of what was found."),
];

impl Progress {
    /// Before the importer is here.
    pub fn starting() -> Self {
        Self {
            words: "Loading the importer".into(),
            percent: None,
        }
    }

    pub fn of(step: &Step) -> Self {
        match step {
            Step::Building => Self {
                words: "Making the network".into(),
                percent: None,
            },
            Step::Reading {
                name,
                index,
                count,
                read,
                size,
            } => {
                let part = if *size > 0.0 { read / size } else { 1.0 };
                let all = *count as f64;
                let of_all = if all > 0.0 { (*index as f64 + part) / all } else { 1.0 };
                let which = match count {
                    0 | 1 => String::new(),
                    count => format!(", file {} of {count}", index + 1),
                };
                Self {
                    words: format!("Reading {name}{which}").into(),
                    percent: Some((of_all * 100.0).clamp(0.0, 100.0) as u8),
                }
            }
        }
    }
}

impl Report {
    pub fn of(outcome: Outcome) -> Self {
        let mut notes: Vec<Note> = outcome.notes;
        let refused = outcome.refused.iter().map(Line::of_refusal).collect();
        let mut sections = vec![Section {
            title: NOT_READ.0,
            about: NOT_READ.1,
            lines: refused,
        }];
        for (kind, title, about) in KINDS {
            let (these, others): (Vec<Note>, Vec<Note>) = notes.into_iter().partition(|note| note.kind == kind);
            notes = others;
            let lines = these.into_iter().map(Line::of).collect();
            sections.push(Section { title, about, lines });
        }
        sections.retain(|section| !section.lines.is_empty());
        Self { sections }
    }

    /// How many lines each section has.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.sections.iter().map(|section| (section.title, section.lines.len()))
    }

    /// "2 not modelled, 1 assumed, 14 read".
    pub fn summary(&self) -> String {
        let counts = self
            .counts()
            .map(|(title, count)| format!("{count} {}", title.to_ascii_lowercase()));
        counts.collect::<Vec<String>>().join(", ")
    }

    /// Whether it is long enough to be searched.
    pub fn is_long(&self) -> bool {
        self.counts().map(|(_, count)| count).sum::<usize>() >= SEARCHED
    }

    /// The lines that have every typed word; sections without any are left out.
    pub fn find(&self, typed: &str) -> Vec<Shown<'_>> {
        let shown = self.sections.iter().map(|section| {
            let mut found = section.lines.iter().filter(|line| line.has(typed));
            let lines = found.by_ref().take(MOST).collect();
            Shown {
                title: section.title,
                about: section.about,
                lines,
                more: found.count(),
            }
        });
        shown.filter(|section| !section.lines.is_empty()).collect()
    }
}

impl Line {
    fn of(note: Note) -> Self {
        let place = match (&*note.file, &*note.path) {
            (_, "") => note.file,
            ("", _) => note.path,
            (file, path) => format!("{file} {path}").into(),
        };
        Self {
            place,
            id: note.id,
            text: note.text,
        }
    }

    fn of_refusal(refusal: &Refusal) -> Self {
        let mut words = refusal.to_string();
        let place = refusal.place();
        // The place stands beside the words.
        if let Some(rest) = words.strip_prefix(&*format!("{place}: ")) {
            words = rest.to_owned();
        }
        Self {
            place: place.into(),
            id: None,
            text: words.into(),
        }
    }

    fn has(&self, typed: &str) -> bool {
        typed.trim().is_empty()
            || holds(
                &format!(
                    "{} {} {}",
                    self.place,
                    self.id.as_deref().unwrap_or_default(),
                    self.text
                ),
                typed,
            )
    }
}
