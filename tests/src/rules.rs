//! Which rules of the specification the cases prove. The lists are in `tests/rules/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::case;

/// Every rule and fixture that must be proved, and what is known about each.
#[derive(Debug)]
pub struct Coverage {
    pub wanted: BTreeSet<String>,
    pub proved: BTreeSet<String>,
    /// Not proved yet; may only shrink.
    pub open: BTreeSet<String>,
    /// Without an effect while the program runs, and why.
    pub without_effect: BTreeMap<String, String>,
}

impl Coverage {
    /// Reads the lists and the headers of the cases. A case that names a rule which the engine did not record fails by itself.
    pub fn read(tests: &Path) -> Result<Self, String> {
        let list = |name: &str| -> Result<Vec<(String, String)>, String> {
            let path = tests.join("rules").join(name);
            let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            Ok(entries(&text))
        };
        let ids = |name: &str| list(name).map(|list| list.into_iter().map(|(id, _)| id).collect::<BTreeSet<String>>());
        let fixtures = ids("fixtures.txt")?;
        let mut wanted = ids("ids.txt")?;
        let mut proved = BTreeSet::new();
        for path in case::files(&tests.join("cases")) {
            let rules = case::rules(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
            proved.extend(rules.into_iter().filter(|rule| wanted.contains(rule)));
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            proved.extend(Some(name).filter(|name| fixtures.contains(name)));
        }
        wanted.extend(fixtures);
        Ok(Self {
            wanted,
            proved,
            open: ids("open.txt")?,
            without_effect: list("no-effect.txt")?.into_iter().collect(),
        })
    }

    /// Neither proved nor listed.
    pub fn forgotten(&self) -> Vec<&String> {
        let is_listed = |id: &String| self.open.contains(id) || self.without_effect.contains_key(id);
        let unproved = self.wanted.difference(&self.proved);
        unproved.filter(|id| !is_listed(id)).collect()
    }

    /// Listed as open, and proved, without an effect, or no rule at all.
    pub fn settled(&self) -> Vec<&String> {
        let is_settled = |id: &&String| {
            self.proved.contains(*id) || self.without_effect.contains_key(*id) || !self.wanted.contains(*id)
        };
        self.open.iter().filter(is_settled).collect()
    }

    /// Listed as without an effect, and proved, or no rule at all.
    pub fn effective(&self) -> Vec<&String> {
        let is_wrong = |id: &&String| self.proved.contains(*id) || !self.wanted.contains(*id);
        self.without_effect.keys().filter(is_wrong).collect()
    }
}

/// `ID words` a line; `#` begins a comment.
fn entries(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (id, words) = line.split_once(' ').unwrap_or((line, ""));
            (id.to_owned(), words.to_owned())
        })
        .collect()
}
