//! Case files: what AWS does, as data. The format is in `tests/README.md`.

mod check;
mod costs;
mod expect;
mod fixes;
mod harm;
mod logs;
mod packets;
mod parse;

use std::collections::BTreeSet;
use std::path::Path;

pub use parse::{Case, Section};

/// Runs one case file; the error says everything that was not as expected.
pub fn run(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read: {error}"))?;
    let case = parse::parse(&text)?;
    let mut run = check::Run::new(&case)?;
    for section in &case.sections {
        run.section(section);
    }
    run.finish()
}

/// Finds fixes for every flow of the case that is not allowed, and proves each; what they are, for reading.
pub fn fixes(path: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read: {error}"))?;
    let case = parse::parse(&text)?;
    let mut run = check::Run::new(&case)?;
    let mut found = Vec::new();
    for section in &case.sections {
        run.section(section);
        if section.kind == "flow" {
            found.extend(
                run.fixes(section)
                    .map_err(|fault| format!("== flow {}: {fault}", section.head))?,
            );
        }
    }
    Ok(found)
}

/// The rules that the engine records while the case runs.
pub fn recorded(path: &Path) -> Result<BTreeSet<&'static str>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read: {error}"))?;
    let case = parse::parse(&text)?;
    let mut run = check::Run::new(&case)?;
    for section in &case.sections {
        run.section(section);
    }
    Ok(run.recorded)
}

/// The rules that the case's header names.
pub fn rules(path: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read: {error}"))?;
    Ok(parse::parse(&text)?.rules)
}

/// Every case file below the folder, sorted.
pub fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "case") {
                found.insert(path);
            }
        }
    }
    found.into_iter().collect()
}
