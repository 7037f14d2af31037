//! `cargo xtask test`: every check, the fast ones first, and one line of numbers at the end.

use std::{
    io::{BufRead, BufReader, IsTerminal},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{
    Failure, Result,
    browser::{self, Kind},
    programs,
    setup::{self, Tools},
    shell, site, size,
    tally::Tally,
};

/// The names by which single steps can be asked for.
pub const STEPS: &[&str] = &["format", "lints", "native", "formats", "wasm", "site", "browser"];

/// How many random inputs `--long` gives to each property, where 256 are usual.
const LONG_CASES: &str = "10000";

/// Runs the steps `only` names, or all of them.
pub fn run(long: bool, only: &[&str]) -> Result<()> {
    let start = Instant::now();
    let tools = setup::setup()?;
    let mut checks = Checks {
        long,
        tally: Tally::default(),
        failed: Vec::new(),
    };
    let wants = |step: &str| only.is_empty() || only.contains(&step);
    if wants("format") {
        checks.command("Format", shell::cargo().args(["fmt", "--all", "--check"]));
    }
    if wants("lints") {
        checks.lints();
    }
    if wants("native") {
        let mut cargo = shell::cargo();
        cargo.args([
            "test",
            "--workspace",
            "--exclude",
            "web",
            "--exclude",
            "worker",
            "--no-fail-fast",
        ]);
        if long {
            cargo.args(["--profile", "long"]);
        }
        checks.tests("Native tests", &mut cargo);
    }
    if wants("formats") {
        checks.formats();
    }
    if wants("wasm") {
        checks.wasm_tests(&tools);
    }
    if wants("site") || wants("browser") {
        let built = checks.step("Site", || site::build(&tools));
        if built && wants("site") {
            checks.sizes();
        }
        if built && wants("browser") {
            checks.browser_tests(Kind::Chromium);
            if long {
                checks.browser_tests(Kind::Firefox);
            }
        }
    }
    checks.finish(start)
}

struct Checks {
    long: bool,
    tally: Tally,
    failed: Vec<String>,
}

impl Checks {
    fn lints(&mut self) {
        let deny = ["--", "-D", "warnings"];
        let clippy = |selection: &[&str]| {
            let mut cargo = shell::cargo();
            cargo.arg("clippy").args(selection).args(deny);
            cargo
        };
        self.command(
            "Lints",
            &mut clippy(&[
                "--workspace",
                "--exclude",
                "web",
                "--exclude",
                "worker",
                "--all-targets",
            ]),
        );
        // `--all-targets` leaves out what a plain `cargo test` leaves out.
        self.command(
            "Lints of the tests that need other programs",
            &mut clippy(&["--package", "tests", "--test", "e2e", "--test", "formats"]),
        );
        self.command(
            "Lints for wasm",
            &mut clippy(&[
                "--package",
                "web",
                "--package",
                "worker",
                "--all-targets",
                "--target",
                crate::pins::WASM_TARGET,
            ]),
        );
    }

    fn sizes(&mut self) {
        announce("Size of the first load");
        let outcome = size::measure(&site::folder());
        let Ok(first_load) = outcome.map_err(|failure| self.fail("Size of the first load", &failure.to_string()))
        else {
            return;
        };
        self.step("No folder of this machine in it", site::names_no_own_folder);
        self.step("Its limit", || first_load.within_limit());
        self.step("The limit in the README", || first_load.matches_readme());
    }

    /// What is exported, read by the programs that it is for.
    fn formats(&mut self) {
        let name = "Exports in other programs";
        if let Err(failure) = programs::setup() {
            return self.fail(name, &failure.to_string());
        }
        let mut cargo = shell::cargo();
        cargo.args(["test", "--package", "tests", "--test", "formats"]);
        self.tests(name, &mut cargo);
    }

    fn wasm_tests(&mut self, tools: &Tools) {
        let name = "Wasm tests";
        let found = match browser::setup(Kind::Chromium) {
            Ok(found) => found,
            Err(failure) => return self.fail(name, &failure.to_string()),
        };
        let mut cargo = shell::cargo();
        cargo.args(["test", "--package", "web", "--target", crate::pins::WASM_TARGET]);
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.wasm_test_runner());
        cargo
            .env("CHROMEDRIVER", found.driver)
            .env("WASM_BINDGEN_USE_BROWSER", "1");
        self.tests(name, &mut cargo);
    }

    fn browser_tests(&mut self, kind: Kind) {
        let name = format!("Browser tests in {kind}");
        if let Err(failure) = browser::setup(kind) {
            return self.fail(&name, &failure.to_string());
        }
        let mut cargo = shell::cargo();
        cargo.args(["test", "--package", "tests", "--test", "e2e", "--", "--test-threads=2"]);
        self.tests(&name, cargo.env("REACHLIGHT_BROWSER", kind.to_string()));
    }

    /// A check that is one command; it counts as one.
    fn command(&mut self, name: &str, command: &mut Command) {
        self.step(name, || shell::run(command));
    }

    fn step(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> bool {
        announce(name);
        match step() {
            Ok(()) => self.tally.passed += 1,
            Err(failure) => {
                self.fail(name, &failure.to_string());
                return false;
            }
        }
        true
    }

    /// A check that is many tests; each counts.
    fn tests(&mut self, name: &str, command: &mut Command) {
        announce(name);
        if self.long {
            command.env("REACHLIGHT_LONG", "1").env("PROPTEST_CASES", LONG_CASES);
        }
        let before = self.tally.failed;
        match self.count(command) {
            Ok(()) => {}
            Err(failure) if self.tally.failed == before => self.fail(name, &failure.to_string()),
            Err(_) => self.failed.push(name.to_owned()),
        }
    }

    fn count(&mut self, command: &mut Command) -> Result<()> {
        if std::io::stdout().is_terminal() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        let program = shell::describe(command);
        let cannot_run = |source| Failure::CannotRun {
            program: program.clone(),
            source,
        };
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(cannot_run)?;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines().map_while(std::result::Result::ok) {
                println!("{line}");
                self.tally += Tally::of_line(&line);
            }
        }
        let status = child.wait().map_err(cannot_run)?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::Exited { program, status })
        }
    }

    fn fail(&mut self, name: &str, why: &str) {
        eprintln!("✕ {name}: {why}");
        self.tally.failed += 1;
        self.failed.push(name.to_owned());
    }

    fn finish(self, start: Instant) -> Result<()> {
        println!();
        if !self.failed.is_empty() {
            println!("Failed: {}", self.failed.join(", "));
        }
        println!("Took {} s", start.elapsed().as_secs());
        println!("{} passed, {} failed", self.tally.passed, self.tally.failed);
        match self.tally.failed {
            0 => Ok(()),
            failed => Err(Failure::Checks { failed }),
        }
    }
}

fn announce(name: &str) {
    println!("\n━━ {name}");
}
