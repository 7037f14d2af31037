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
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Trial};

pub use parse::{Case, Section};

/// Makes a test of each case file, named after it.
pub fn each(run: fn(&Path) -> Result<(), String>) {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let trial = |path: PathBuf| {
        let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
        Trial::test(name.display().to_string(), move || run(&path).map_err(Into::into))
    };
    let trials = files(&folder).into_iter().map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

pub fn read(path: &Path) -> Result<Case, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read: {error}"))?;
    parse::parse(&text)
}

/// Runs one case file; the error says everything that was not as expected.
pub fn run(path: &Path) -> Result<(), String> {
    let case = read(path)?;
    let mut run = check::Run::new(&case)?;
    for section in &case.sections {
        run.section(section);
    }
    run.finish()
}

/// The fixes of one flow, for reading; each is proved.
#[derive(Debug)]
pub struct Proved {
    pub lines: Vec<String>,
    /// Where nothing helps: the code and the kind of element that stop it, and the flow.
    pub unfixed: Option<(String, String)>,
}

/// Finds fixes for every flow of the case that is not allowed, and proves each.
pub fn fixes(path: &Path) -> Result<Vec<Proved>, String> {
    let case = read(path)?;
    let mut run = check::Run::new(&case)?;
    let mut found = Vec::new();
    for section in &case.sections {
        run.section(section);
        if section.kind == "flow" {
            let proved = run.fixes(section);
            found.push(proved.map_err(|fault| format!("== flow {}: {fault}", section.head))?);
        }
    }
    Ok(found)
}

/// The rules that the engine records while the case runs.
pub fn recorded(path: &Path) -> Result<BTreeSet<&'static str>, String> {
    let case = read(path)?;
    let mut run = check::Run::new(&case)?;
    for section in &case.sections {
        run.section(section);
    }
    Ok(run.recorded)
}

/// The rules that the case's header names.
pub fn rules(path: &Path) -> Result<Vec<String>, String> {
    Ok(read(path)?.rules)
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
