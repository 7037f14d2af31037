#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program talks to the terminal.

use std::{
    io,
    process::{Command, ExitCode},
};

use xtask::{
    Failure, Result, browser, checks, pins,
    server::Server,
    setup, site,
    size::{self, FirstLoad},
};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N] [--open]   build the page and show it on this machine
  test [--long] [STEP...]     check everything, or only the steps named
  build                       the static site in dist/
  setup [--browser]           only install what is missing

Each command first installs what it needs and does not find.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        // The numbers have been said, and are the last line.
        Err(Failure::Checks { .. }) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<()> {
    match words {
        ["serve", options @ ..] => serve(&ServeOptions::read(options)?),
        ["test", rest @ ..] => checks::run(rest.contains(&"--long"), &steps(rest)?),
        ["build"] => build()?.within_limit(),
        ["setup"] => setup::setup().map(drop),
        ["setup", "--browser"] => setup::setup()
            .and_then(|_| browser::setup(browser::Kind::Chromium))
            .map(drop),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::Usage(USAGE.to_owned())),
    }
}

fn build() -> Result<FirstLoad> {
    site::build(&setup::setup()?)?;
    size::measure(&site::folder())
}

fn steps<'a>(words: &[&'a str]) -> Result<Vec<&'a str>> {
    let named: Vec<&str> = words.iter().copied().filter(|word| *word != "--long").collect();
    match named.iter().find(|name| !checks::STEPS.contains(name)) {
        Some(name) => Err(Failure::Usage(format!(
            "No step is named {name}; the steps are {}.",
            checks::STEPS.join(", ")
        ))),
        None => Ok(named),
    }
}

struct ServeOptions {
    port: Option<u16>,
    open: bool,
}

impl ServeOptions {
    fn read(mut words: &[&str]) -> Result<Self> {
        let mut options = Self {
            port: None,
            open: false,
        };
        loop {
            words = match words {
                [] => return Ok(options),
                ["--open", rest @ ..] => {
                    options.open = true;
                    rest
                }
                ["--port", number, rest @ ..] => {
                    let port = number
                        .parse()
                        .map_err(|_| Failure::Usage(format!("{number} is not a port number")))?;
                    options.port = Some(port);
                    rest
                }
                _ => return Err(Failure::Usage(USAGE.to_owned())),
            };
        }
    }
}

fn serve(options: &ServeOptions) -> Result<()> {
    build()?;
    let server = start(options.port)?;
    println!("\nReachlight is at {}  (Ctrl+C ends it)", server.url());
    if options.open {
        open(&server.url());
    }
    server.wait();
    Ok(())
}

/// The port that was asked for, or else the first free one from the usual one on.
fn start(port: Option<u16>) -> Result<Server> {
    let at = |port| Server::start(&site::folder(), "/", port);
    if let Some(port) = port {
        return at(port).map_err(|source| Failure::Network {
            what: format!("port {port}"),
            source,
        });
    }
    let mut last = io::Error::other("no port was tried");
    for port in pins::DEFAULT_PORT..pins::DEFAULT_PORT + 50 {
        match at(port) {
            Ok(server) => return Ok(server),
            Err(source) => last = source,
        }
    }
    Err(Failure::Network {
        what: format!("no free port near {}", pins::DEFAULT_PORT),
        source: last,
    })
}

fn open(url: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if Command::new(opener).arg(url).spawn().is_err() {
        println!("No browser could be opened from here ({opener} is missing): open the address yourself.");
    }
}
