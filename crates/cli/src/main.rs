//! `reachlight`: the engine of the page for a terminal and for CI.
//!
//! Arguments become a [`args::Command`], inputs become one document, and a command answers on standard output. Exit status: 0
//! answered, 1 an expectation failed, 2 bad usage or unreadable input, said in one line.

mod args;
mod check;
mod diff;
mod export;
mod failure;
mod fix;
mod harm;
mod help;
mod import;
mod input;
mod junit;
mod link;
mod manual;
mod matrix;
mod output;
mod packets;
mod problem;
mod sarif;
mod trace;

use std::process::ExitCode;

use args::Command;
use failure::Failure;

/// The script that `collect` prints.
const COLLECT: &str = include_str!("collect.sh");

/// What a command that answered found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// An `--assert`, a saved expectation or a check did not hold.
    Failed,
}

fn main() -> ExitCode {
    match run() {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(failure) => {
            output::complain(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<Outcome, Failure> {
    match args::parse(std::env::args_os())? {
        Command::Help(text) => output::print(text),
        Command::Version => output::print(&format!("reachlight {}\n", env!("CARGO_PKG_VERSION"))),
        Command::Trace(trace) => trace::run(&trace),
        Command::Fix(asked) => fix::run(&asked),
        Command::Matrix(asked) => matrix::run(&asked),
        Command::Diff(asked) => diff::run(&asked),
        Command::Harm(asked) => harm::run(&asked),
        Command::Import(import) => import::run(&import),
        Command::Export(export) => export::run(&export),
        Command::Collect => output::print(COLLECT),
        Command::Complete(shell) => manual::completions(shell),
        Command::Manual => manual::page(),
        Command::Check(check) => check::run(&check),
        Command::Link(arguments) => link::make(&arguments),
        Command::Open(arguments) => link::open(&arguments),
    }
}
