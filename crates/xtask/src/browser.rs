//! Finding the browsers that the tests drive, and installing them where that may be done without asking.

use std::{
    env, fmt,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, Result, packages, pins, setup, shell};

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    Chromium,
    Firefox,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        })
    }
}

/// A browser and the program that drives it.
#[derive(Debug)]
pub struct Browser {
    pub kind: Kind,
    pub program: PathBuf,
    pub driver: PathBuf,
}

/// The browser of this machine, or one line that says what to install.
pub fn find(kind: Kind) -> Result<Browser> {
    let (programs, driver) = match kind {
        Kind::Chromium => (CHROMIUM, "chromedriver"),
        Kind::Firefox => (FIREFOX, "geckodriver"),
    };
    let driver = named_by(driver).or_else(|| locate(driver));
    let program = named_by(&kind.to_string()).or_else(|| best(programs, driver.as_deref()));
    match (program, driver) {
        (Some(program), Some(driver)) => Ok(Browser { kind, program, driver }),
        _ => Err(Failure::missing(
            format!("the browser tests need {kind} and its driver"),
            advice(kind),
        )),
    }
}

/// The same, after installing what is missing if this system lets us.
pub fn setup(kind: Kind) -> Result<Browser> {
    if kind == Kind::Firefox && locate("geckodriver").is_none() {
        setup::installed("geckodriver", "geckodriver", pins::GECKODRIVER, "about 2 minutes")?;
    }
    if let Ok(browser) = find(kind) {
        return Ok(browser);
    }
    if let Some(commands) = install_commands(kind) {
        shell::long_step(
            &format!("Installing {kind} with the system's package manager (once)"),
            || {
                commands
                    .into_iter()
                    .try_for_each(|mut command| shell::run(&mut command))
            },
        )?;
    }
    find(kind)
}

/// The first of `programs` that has the major version of `driver`, for there may be several; or else just the first.
fn best(programs: &[&str], driver: Option<&Path>) -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = programs.iter().filter_map(|name| locate(name)).collect();
    if found.len() > 1 {
        let wanted = driver.and_then(major_version);
        let fitting = found
            .iter()
            .position(|program| wanted.is_some() && major_version(program) == wanted);
        found.swap(0, fitting.unwrap_or(0));
    }
    found.into_iter().next()
}

/// `Chromium 156.0.8078.79` → 156.
fn major_version(program: &Path) -> Option<u32> {
    let said = shell::output(Command::new(program).arg("--version"))?;
    said.split_whitespace()
        .find_map(|word| word.split_once('.')?.0.parse().ok())
}

const CHROMIUM: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const FIREFOX: &[&str] = &[
    "firefox-esr",
    "firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/// `CHROMIUM=/path`, `CHROMEDRIVER=/path` and so on name a program outright.
fn named_by(name: &str) -> Option<PathBuf> {
    env::var_os(name.to_ascii_uppercase())
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}

fn locate(name: &str) -> Option<PathBuf> {
    let as_path = PathBuf::from(name);
    if as_path.is_absolute() {
        return as_path.is_file().then_some(as_path);
    }
    let beside = [shell::cargo_bin(), shell::cache().join("bin")];
    shell::which(name).or_else(|| {
        beside
            .iter()
            .map(|folder| folder.join(name))
            .find(|path| path.is_file())
    })
}

fn advice(kind: Kind) -> String {
    let install = match (kind, env::consts::OS) {
        (Kind::Chromium, "macos") => {
            "install Google Chrome and a ChromeDriver of the same version (`brew install --cask google-chrome chromedriver`)"
        }
        (Kind::Chromium, _) => {
            "install Chromium and ChromeDriver of the same version (Debian: `apt install chromium chromium-driver`)"
        }
        (Kind::Firefox, "macos") => "install Firefox (`brew install --cask firefox`)",
        (Kind::Firefox, _) => "install Firefox (Debian: `apt install firefox-esr`)",
    };
    format!(
        "{install}, or name them in {}",
        match kind {
            Kind::Chromium => "CHROMIUM and CHROMEDRIVER",
            Kind::Firefox => "FIREFOX and GECKODRIVER",
        }
    )
}

/// The package manager's commands, if there is one we know and we may use it without a password.
fn install_commands(kind: Kind) -> Option<Vec<Command>> {
    // Ubuntu's package of this name is a snap, which cannot be driven from a container; its users get the one line.
    if is_ubuntu() {
        return None;
    }
    packages::install(match kind {
        Kind::Chromium => &[
            ("apt-get", "chromium chromium-driver"),
            ("dnf", "chromium chromedriver"),
            ("pacman", "chromium"),
        ],
        Kind::Firefox => &[("apt-get", "firefox-esr"), ("dnf", "firefox"), ("pacman", "firefox")],
    })
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}
