//! The static site in `dist/`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Failure, Result,
    setup::Tools,
    shell,
    split::{self, Later},
};

pub fn folder() -> PathBuf {
    shell::root().join("dist")
}

/// Builds the site anew.
pub fn build(tools: &Tools) -> Result<()> {
    let mut trunk = Command::new(&tools.trunk);
    trunk
        .args(["build", "--release", "--skip-version-check"])
        .current_dir(shell::root());
    // Trunk reads NO_COLOR as `true` or `false` and refuses the usual `1`.
    trunk.env("PATH", tools.path()).env_remove("NO_COLOR");
    shell::long_step("Building the site (the first time: about 2 minutes)", || {
        shell::run(&mut trunk)
    })?;
    tidy_index(&folder().join("index.html"))?;
    split_program(&folder())
}

/// The half of the program that the page loads at once, and the rest of it.
pub const PROGRAM: &str = "web_bg.wasm";
pub const REST: &str = "web_rest.wasm";

/// The program before it was cut, with the names of its functions.
pub fn uncut() -> PathBuf {
    shell::root().join("target").join("uncut.wasm")
}

fn split_program(site: &Path) -> Result<()> {
    let (program, rest) = (site.join(PROGRAM), site.join(REST));
    let whole = fs::read(&program).map_err(|source| Failure::file(&program, source))?;
    fs::write(uncut(), &whole).map_err(|source| Failure::file(uncut(), source))?;
    let halves = split::split(&whole, &Later::of_this_program())?;
    for (path, half) in [(&program, halves.first), (&rest, halves.rest)] {
        fs::write(path, half).map_err(|source| Failure::file(path, source))?;
    }
    Ok(())
}

/// Takes out the line that tells Trunk what to build: it leaves that in when it adds no loader of its own.
fn tidy_index(index: &Path) -> Result<()> {
    let html = fs::read_to_string(index).map_err(|source| Failure::file(index, source))?;
    let kept: Vec<&str> = html
        .lines()
        .filter(|line| !line.contains("data-trunk") && !line.trim().is_empty())
        .collect();
    fs::write(index, kept.join("\n") + "\n").map_err(|source| Failure::file(index, source))
}
