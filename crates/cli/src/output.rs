use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::Outcome;
use crate::failure::Failure;

/// Answers on standard output. A reader that goes away early is no mistake.
pub(crate) fn print(text: &str) -> Result<Outcome, Failure> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<Outcome, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the answer cannot be written: {error}")))
        }
        _ => Ok(Outcome::Fine),
    }
}

pub(crate) fn print_json<T: serde::Serialize>(value: &T) -> Result<Outcome, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::new(error.to_string()))?;
    print(&format!("{text}\n"))
}

/// One line of an answer. Names may hold anything; what would move a terminal's cursor is a dot.
pub(crate) fn add_line(text: &mut String, line: &str) {
    text.extend(line.chars().map(shown));
    text.push('\n');
}

pub(crate) fn shown(letter: char) -> char {
    if letter.is_control() { '·' } else { letter }
}

/// To the file, or on standard output.
pub(crate) fn deliver(content: &[u8], file: Option<&Path>) -> Result<Outcome, Failure> {
    match file {
        None => print_bytes(content),
        Some(file) => std::fs::write(file, content).map(|()| Outcome::Fine).map_err(|error| {
            Failure::new(format!("this file cannot be written: {error}")).at(file.display().to_string())
        }),
    }
}

/// One line on standard error; if even that is gone, nobody listens.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Colour is for people at a terminal.
pub(crate) fn is_coloured() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
