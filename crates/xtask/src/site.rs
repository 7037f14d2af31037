//! The static site in `dist/`.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, Result, learning, page, pins, setup::Tools, shell, split};

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
    trunk.env("CARGO_ENCODED_RUSTFLAGS", compiler_flags());
    // Stripping would take away what the linker says; neither half keeps it.
    trunk.env("CARGO_PROFILE_RELEASE_STRIP", "false");
    shell::long_step("Building the site (the first time: about 2 minutes)", || {
        shell::run(&mut trunk)
    })?;
    page::finish(&folder())?;
    finish_importer(&folder())?;
    split_program(&folder())
}

/// Flags for the compiler: the linker says what refers to what, and folders of this machine stay out of the program's messages.
fn compiler_flags() -> OsString {
    let sources = shell::cargo_home().join("registry/src");
    let registries = fs::read_dir(&sources).into_iter().flatten().flatten();
    let folders = [shell::root(), shell::cargo_home(), sources].into_iter();
    let mut flags = OsString::from("-Clink-arg=--emit-relocs");
    // The compiler takes the last that fits.
    for folder in folders.chain(registries.map(|registry| registry.path())) {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
    }
    flags
}

/// The half of the program that the page loads at once, and the rest of it.
pub const PROGRAM: &str = "web_bg.wasm";
pub const REST: &str = "web_rest.wasm";

/// The program that reads other programs' files, which the page loads when somebody gives it some.
pub const IMPORTER: &str = "worker_bg.wasm";

/// The program before it was cut.
pub fn uncut() -> PathBuf {
    shell::root().join("target").join("uncut.wasm")
}

/// Fails if a program holds a path of the machine that it was built on.
pub fn names_no_own_folder() -> Result<()> {
    let own = [shell::root(), shell::cargo_home()];
    for name in [PROGRAM, REST, IMPORTER] {
        let path = folder().join(name);
        let program = fs::read(&path).map_err(|source| Failure::file(&path, source))?;
        for own in own.iter().map(|folder| folder.to_string_lossy()) {
            if program.windows(own.len()).any(|bytes| bytes == own.as_bytes()) {
                return Err(Failure::missing(
                    name,
                    format!("it names a folder of this machine: {own}"),
                ));
            }
        }
    }
    Ok(())
}

/// The program as the linker left it.
fn linked() -> PathBuf {
    shell::root()
        .join("target")
        .join(pins::WASM_TARGET)
        .join("release/web.wasm")
}

/// A program without anything in it: the rest of one in one piece.
pub const NOTHING: &[u8] = b"\0asm\x01\0\0\0";

fn finish_importer(site: &Path) -> Result<()> {
    let path = site.join(IMPORTER);
    let failed = |source| Failure::file(&path, source);
    let small = split::without_names(&fs::read(&path).map_err(failed)?)?;
    fs::write(&path, small).map_err(failed)
}

fn split_program(site: &Path) -> Result<()> {
    let (program, rest) = (site.join(PROGRAM), site.join(REST));
    let whole = fs::read(&program).map_err(|source| Failure::file(&program, source))?;
    fs::write(uncut(), &whole).map_err(|source| Failure::file(uncut(), source))?;
    let Some(ran) = learning::what_runs(&whole)? else {
        let whole = split::without_names(&whole)?;
        fs::write(&program, whole).map_err(|source| Failure::file(&program, source))?;
        return fs::write(&rest, NOTHING).map_err(|source| Failure::file(&rest, source));
    };
    let linked = linked();
    let linked = fs::read(&linked).map_err(|source| Failure::file(&linked, source))?;
    let halves = shell::long_step("Cutting the program", || split::split(&whole, &linked, &ran))?;
    for (path, half) in [(&program, halves.first), (&rest, halves.rest)] {
        fs::write(path, half).map_err(|source| Failure::file(path, source))?;
    }
    page::rename(site, halves.outside)
}
