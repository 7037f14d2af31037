//! What the build needs beyond Rust itself: the wasm target, wasm-bindgen and Trunk, of exact versions.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, Result, pins, shell};

/// The programs the site is built with.
#[derive(Debug)]
pub struct Tools {
    pub wasm_bindgen: PathBuf,
    pub trunk: PathBuf,
}

impl Tools {
    /// A `PATH` on which these very versions come first: Trunk looks for wasm-bindgen there.
    pub fn path(&self) -> OsString {
        let folders: Vec<&Path> = [&self.wasm_bindgen, &self.trunk]
            .into_iter()
            .filter_map(|tool| tool.parent())
            .collect();
        shell::path_with(&folders)
    }

    pub fn wasm_test_runner(&self) -> PathBuf {
        self.wasm_bindgen
            .with_file_name(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Looks for everything and installs what is missing.
pub fn setup() -> Result<Tools> {
    wasm_target()?;
    let wasm_bindgen = installed(
        "wasm-bindgen",
        "wasm-bindgen-cli",
        &locked_version("wasm-bindgen")?,
        "about 2 minutes",
    )?;
    let trunk = installed("trunk", "trunk", pins::TRUNK, "about 6 minutes")?;
    Ok(Tools { wasm_bindgen, trunk })
}

/// The program `name` of exactly `version`, by cargo from `package` if it is not there yet.
pub fn installed(name: &str, package: &str, version: &str, time: &str) -> Result<PathBuf> {
    if let Some(tool) = find(name, version) {
        return Ok(tool);
    }
    // A tool of another version that is already there belongs to the user and stays.
    let theirs = shell::cargo_bin().join(exe(name)).exists();
    let mut install = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    install
        .args(["install", "--locked", package, "--version", version])
        .current_dir(std::env::temp_dir());
    if theirs {
        install.arg("--root").arg(shell::cache());
    }
    shell::long_step(&format!("Installing {name} {version} (once, {time})"), || {
        shell::run(&mut install)
    })?;
    find(name, version).ok_or_else(|| {
        Failure::missing(
            format!("{name} {version}"),
            "cargo installed it, but it is not in cargo's folder for programs",
        )
    })
}

fn find(name: &str, version: &str) -> Option<PathBuf> {
    let places = [
        shell::which(name),
        Some(shell::cargo_bin().join(exe(name))),
        Some(shell::cache().join("bin").join(exe(name))),
    ];
    places.into_iter().flatten().find(|tool| {
        let said = shell::output(Command::new(tool).arg("--version")).unwrap_or_default();
        said.split_whitespace().nth(1) == Some(version)
    })
}

fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

fn wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    if shell::which("rustup").is_none() {
        return Err(Failure::missing(
            format!("the Rust target {}", pins::WASM_TARGET),
            "install it with the package manager that installed Rust, or install Rust by rustup (https://rustup.rs)",
        ));
    }
    shell::long_step(&format!("Adding the Rust target {}", pins::WASM_TARGET), || {
        shell::run(
            Command::new("rustup")
                .args(["target", "add", pins::WASM_TARGET])
                .current_dir(shell::root()),
        )
    })
}

fn has_wasm_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "target-libdir", "--target", pins::WASM_TARGET])
        .current_dir(shell::root());
    shell::output(&mut rustc).is_some_and(|folder| Path::new(&folder).is_dir())
}

/// The version of `package` in `Cargo.lock`: wasm-bindgen's program and library must be of one version.
fn locked_version(package: &str) -> Result<String> {
    let path = shell::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| Failure::missing(format!("{package} in Cargo.lock"), "the page no longer depends on it"))
}
