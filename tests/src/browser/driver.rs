//! A driver, a browser with a fresh profile, and their end.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use serde_json::{Value, json};
use xtask::browser::{Browser, Kind, find};

use super::{
    Scratch, Size,
    wire::{Refused, Wire},
};

/// One browser window. Dropping it ends the browser and its driver, and removes the profile.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) kind: Kind,
    process: Child,
    wire: Wire,
    session: String,
    profile: Scratch,
}

impl Driver {
    pub(crate) fn start(size: Size) -> Self {
        let browser = find(kind()).unwrap_or_else(|failure| panic!("{failure}"));
        let profile = Scratch::new();
        let (process, port) = launch(&browser.driver, profile.path());
        let mut driver = Self {
            kind: browser.kind,
            process,
            wire: Wire::new(port),
            session: String::new(),
            profile,
        };
        let wanted = capabilities(&browser, driver.profile.path(), size);
        let answer = driver
            .wire
            .post("/session", &wanted)
            .unwrap_or_else(|refused| panic!("{refused}"));
        let id = answer.get("sessionId").and_then(Value::as_str).unwrap_or_default();
        driver.session = format!("/session/{id}");
        driver
    }

    /// Sends a command of the session; `path` is what follows the session's id.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        self.wire.post(&format!("{}/{path}", self.session), body)
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, Refused> {
        self.wire.get(&format!("{}/{path}", self.session))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // The driver closes the browser before it answers. If it does not answer, the next line still ends it.
            let _closed = self.wire.delete(&self.session);
        }
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// The browser to test in; `cargo xtask test --long` asks for more than one.
pub fn kind() -> Kind {
    match env::var("REACHLIGHT_BROWSER").as_deref() {
        Ok("firefox") => Kind::Firefox,
        _ => Kind::Chromium,
    }
}

/// Starts a driver on a port that it chooses and says.
fn launch(program: &Path, temporary: &Path) -> (Child, u16) {
    let mut command = Command::new(program);
    command
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if cfg!(target_os = "linux") {
        // What the browser leaves behind goes with the profile. (Elsewhere the path of its socket would become too long.)
        command.env("TMPDIR", temporary);
    }
    let mut process = command
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let mut lines = BufReader::new(process.stdout.take().unwrap_or_else(|| panic!("no output to read"))).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| said_port(&line));
    // Whatever else it prints is read and dropped, so that it never waits for us.
    thread::spawn(move || lines.for_each(drop));
    match port {
        Some(port) => (process, port),
        None => {
            let _ended = process.kill().and_then(|()| process.wait());
            panic!("{} did not say its port", program.display())
        }
    }
}

/// `ChromeDriver was started successfully on port 40123.`, or geckodriver's `… Listening on 127.0.0.1:40123`.
fn said_port(line: &str) -> Option<u16> {
    let (_, after) = line
        .split_once("successfully on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    after.trim_end_matches('.').trim().parse().ok()
}

fn capabilities(browser: &Browser, profile: &Path, size: Size) -> Value {
    let always = match browser.kind {
        Kind::Chromium => json!({
            "goog:chromeOptions": { "binary": browser.program, "args": chromium_flags(profile, size) },
            "goog:loggingPrefs": { "browser": "ALL" },
        }),
        Kind::Firefox => json!({
            "moz:firefoxOptions": { "binary": browser.program, "args": [
                "-headless", format!("--width={}", size.width), format!("--height={}", size.height),
            ] },
        }),
    };
    json!({ "capabilities": { "alwaysMatch": always } })
}

fn chromium_flags(profile: &Path, size: Size) -> Vec<String> {
    let fixed = [
        "--headless",
        // The only pages it opens are ours, and as root or in a container the sandbox cannot start.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-device-scale-factor=1",
        "--lang=en-US",
    ];
    let mut flags: Vec<String> = fixed.map(str::to_owned).into();
    flags.push(format!("--window-size={},{}", size.width, size.height));
    flags.push(format!("--user-data-dir={}", profile.display()));
    flags
}
