//! Programs of others that read what is exported, of exact versions where that may matter.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{Failure, Result, packages, pins, shell};

/// Installs what is missing and can be; says in one line what a person has to install.
pub fn setup() -> Result<()> {
    mermaid_folder(true)?;
    cfn_lint_folder(true)?;
    if shell::which("dot").is_none()
        && let Some(commands) =
            packages::install(&[("apt-get", "graphviz"), ("dnf", "graphviz"), ("pacman", "graphviz")])
    {
        shell::long_step("Installing Graphviz with the system's package manager (once)", || {
            commands
                .into_iter()
                .try_for_each(|mut command| shell::run(&mut command))
        })?;
    }
    graphviz().map(drop)
}

/// A command that reads flowcharts from its standard input with Mermaid's own parser (`tests/programs/mermaid.mjs`).
pub fn mermaid() -> Result<Command> {
    let folder = mermaid_folder(false)?;
    let mut node = Command::new("node");
    node.arg(shell::root().join("tests/programs/mermaid.mjs")).arg(folder);
    Ok(node)
}

/// CloudFormation's own linter, of one version.
pub fn cfn_lint() -> Result<Command> {
    Ok(Command::new(cfn_lint_folder(false)?))
}

/// An empty folder among what is built.
pub fn scratch(name: &str) -> Result<PathBuf> {
    let folder = shell::root().join("target/exports").join(name);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).map_err(|source| Failure::file(&folder, source))?;
    }
    std::fs::create_dir_all(&folder).map_err(|source| Failure::file(&folder, source))?;
    Ok(folder)
}

/// The program: one that is there already, or ours in the cache folder.
fn cfn_lint_folder(may_install: bool) -> Result<PathBuf> {
    let said = shell::output(Command::new("cfn-lint").arg("--version")).unwrap_or_default();
    if said.split_whitespace().nth(1) == Some(pins::CFN_LINT) {
        return Ok("cfn-lint".into());
    }
    let folder = shell::cache().join(format!("cfn-lint-{}", pins::CFN_LINT));
    let program = folder.join("bin/cfn-lint");
    if program.is_file() {
        return Ok(program);
    }
    let missing = |advice: &str| Failure::missing("the tests of exports need cfn-lint", advice.to_owned());
    if shell::which("python3").is_none() {
        return Err(missing(
            "install Python 3 with venv (Debian: `apt install python3-venv`)",
        ));
    }
    if !may_install {
        return Err(missing(
            "run `cargo xtask test formats`, which installs it in the cache folder",
        ));
    }
    shell::long_step(
        &format!("Installing cfn-lint {} (once, about a minute)", pins::CFN_LINT),
        || {
            shell::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let package = format!("cfn-lint=={}", pins::CFN_LINT);
            shell::run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", &package]))
        },
    )?;
    Ok(program)
}

pub fn graphviz() -> Result<PathBuf> {
    shell::which("dot").ok_or_else(|| {
        let advice = "install Graphviz (Debian: `apt install graphviz`, macOS: `brew install graphviz`)";
        Failure::missing("the tests of exports need `dot`", advice)
    })
}

/// Where these very versions of Mermaid and of the DOM that it wants are.
fn mermaid_folder(may_install: bool) -> Result<PathBuf> {
    let folder = shell::cache().join(format!("mermaid-{}-jsdom-{}", pins::MERMAID, pins::JSDOM));
    let advice = |what: &str| Failure::missing("the tests of exports need Mermaid", what.to_owned());
    if shell::which("node").is_none() || shell::which("npm").is_none() {
        return Err(advice("install Node.js 20 or later with npm (https://nodejs.org)"));
    }
    if folder.join("node_modules/.package-lock.json").is_file() {
        return Ok(folder);
    }
    if !may_install {
        return Err(advice(
            "run `cargo xtask test formats`, which installs it in the cache folder",
        ));
    }
    std::fs::create_dir_all(&folder).map_err(|source| Failure::file(&folder, source))?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--silent",
        "--prefix",
    ])
    .arg(&folder)
    .arg(format!("mermaid@{}", pins::MERMAID))
    .arg(format!("jsdom@{}", pins::JSDOM))
    .stdin(Stdio::null());
    shell::long_step(
        &format!("Installing Mermaid {} (once, about a minute)", pins::MERMAID),
        || shell::run(&mut npm),
    )?;
    Ok(folder)
}
