//! Which functions go with the rest.

use std::collections::BTreeSet;

use super::module::{Module, calls};
use crate::Result;

/// The lines of `later.txt`: the beginnings of the names of functions that can wait.
#[derive(Debug)]
pub struct Later(BTreeSet<String>);

impl Later {
    /// What the repository says.
    pub fn of_this_program() -> Self {
        Self::read(include_str!("later.txt"))
    }

    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(lines.map(str::to_owned).collect())
    }

    fn names(&self, function: &str) -> bool {
        let name = plain(function);
        beginnings_of(&name).any(|beginning| self.0.contains(beginning))
    }
}

/// A name without the compiler's marks: `<core[c5930c85a12de822]::fmt::X as …` is `core::fmt::X as …`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::new();
    for (number, part) in name.trim_start_matches(['<', '&', '_']).split('[').enumerate() {
        match part.split_once(']') {
            Some((mark, after)) if mark.len() > 8 && mark.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                plain.push_str(after);
            }
            _ if number == 0 => plain.push_str(part),
            _ => {
                plain.push('[');
                plain.push_str(part);
            }
        }
    }
    plain
}

/// A name up to each of its joints, and all of it: so `editor::edit` is no beginning of `editor::editing`.
pub(super) fn beginnings_of(name: &str) -> impl Iterator<Item = &str> {
    let joints = ["::", "<", ">", " as ", ", "].into_iter();
    let mut ends: Vec<usize> = joints
        .flat_map(|joint| name.match_indices(joint).map(move |(at, _)| at + joint.len()))
        .collect();
    ends.push(name.len());
    ends.sort_unstable();
    ends.into_iter()
        .filter_map(|end| name.get(..end))
        .filter(|beginning| !beginning.is_empty())
}

/// The functions of each half, in the order of the whole program.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) first: Vec<u32>,
    pub(super) rest: Vec<u32>,
    /// Those of the rest that the first half calls, or that can be called from outside.
    pub(super) called: Vec<u32>,
}

impl Choice {
    /// What is named waits, and so does everything that cannot be reached without what waits.
    pub(super) fn make(module: &Module<'_>, later: &Later) -> Result<Self> {
        let waits = |function: u32| module.body(function).is_some() && later.names(module.name(function));
        let (first, called) = reach(module, module.entries()?, waits)?;
        let (rest, _) = reach(module, called.iter().copied().collect(), |function| {
            first.contains(&function)
        })?;
        Ok(Self {
            first: first.into_iter().collect(),
            rest: rest.into_iter().collect(),
            called: called.into_iter().collect(),
        })
    }
}

/// What the calls from `entries` on reach, and where they were held up.
fn reach(
    module: &Module<'_>,
    mut open: Vec<u32>,
    held: impl Fn(u32) -> bool,
) -> Result<(BTreeSet<u32>, BTreeSet<u32>)> {
    let (mut reached, mut stopped) = (BTreeSet::new(), BTreeSet::new());
    while let Some(function) = open.pop() {
        let Some(body) = module.body(function) else { continue };
        if held(function) {
            stopped.insert(function);
        } else if reached.insert(function) {
            open.extend(calls(body)?);
        }
    }
    Ok((reached, stopped))
}
