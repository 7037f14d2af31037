//! What runs when the page is opened: learnt once for each program that is built, in a browser.

use std::{fs, path::PathBuf};

use crate::{
    Result,
    browser::{self, Kind},
    shell,
    split::{self, Ran},
};

/// What of `program`, the newly built one, runs at first; nothing where there is no browser to find out.
pub fn what_runs(program: &[u8]) -> Result<Option<Ran>> {
    if let Some(known) = read(program) {
        return Ok(Some(known));
    }
    if let Err(failure) = browser::setup(Kind::Chromium) {
        println!("  The page will load in one piece, which is larger. For a small first load: {failure}");
        return Ok(None);
    }
    shell::long_step("Learning in a browser which code is needed first", || {
        let mut learner = shell::cargo();
        learner.args(["run", "--quiet", "--package", "tests", "--example", "learn"]);
        shell::run(&mut learner)
    })?;
    Ok(read(program))
}

fn read(program: &[u8]) -> Option<Ran> {
    let notes = fs::read(file(program)).ok()?;
    let notes: Vec<bool> = notes.into_iter().map(|note| note == RAN).collect();
    Ran::of_notes(program, &notes).ok()
}

/// Keeps what ran of `program`: a note for each of its blocks.
pub fn write(program: &[u8], notes: &[bool]) -> std::io::Result<()> {
    let file = file(program);
    if let Some(folder) = file.parent() {
        // What was learnt of other programs is of no use any more.
        drop(fs::remove_dir_all(folder));
        fs::create_dir_all(folder)?;
    }
    let notes: Vec<u8> = notes.iter().map(|ran| if *ran { RAN } else { b'.' }).collect();
    fs::write(file, notes)
}

const RAN: u8 = b'x';

fn file(program: &[u8]) -> PathBuf {
    let name = format!("{:016x}", split::mark(program));
    shell::root().join("target/ran").join(name)
}
