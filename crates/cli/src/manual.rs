//! The pages of `--help` for other readers: shells, which complete commands, and `man`.

mod page;

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::{Arg, ArgAction, Command, ValueHint};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::failure::Failure;
use crate::{Outcome, help, output};
use page::{Page, Switch};

const NAME: &str = "reachlight";

pub(crate) fn completions(shell: Shell) -> Result<Outcome, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut program(), NAME, &mut out);
    output::print(&String::from_utf8_lossy(&out))
}

/// One page: the program, then every command in its own words.
pub(crate) fn page() -> Result<Outcome, Failure> {
    let mut out = Vec::new();
    let man = Man::new(program()).title(NAME).manual("Reachlight");
    let unwritable = |error: std::io::Error| Failure::new(format!("the manual cannot be written: {error}"));
    man.render_title(&mut out).map_err(unwritable)?;
    man.render_name_section(&mut out).map_err(unwritable)?;
    let mut text = String::from_utf8_lossy(&out).into_owned();
    text.push_str(&section("DESCRIPTION", help::ALL));
    for (name, page) in help::PAGES {
        text.push_str(&section(&format!("{NAME} {name}").to_ascii_uppercase(), page));
    }
    output::print(&text)
}

/// Shown as it stands: the pages are set for a terminal already.
fn section(title: &str, text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{}\n", plain(line))).collect();
    format!(".SH \"{title}\"\n.nf\n{lines}.fi\n")
}

/// A line of roff that means only itself.
fn plain(line: &str) -> String {
    let escaped = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    match escaped.starts_with('.') {
        true => format!("\\&{escaped}"),
        false => escaped,
    }
}

fn program() -> Command {
    let commands = help::PAGES.map(|(name, text)| command(name, &Page::read(text)));
    let about = help::ALL.lines().next().unwrap_or_default();
    let about = about.split_once(": ").map_or(about, |(_, about)| about);
    Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
        .subcommands(commands)
}

fn command(name: &'static str, page: &Page) -> Command {
    let command = Command::new(name).about(page.about.clone());
    let command = command.args(page.switches.iter().map(argument));
    match name {
        "collect" | "manual" => command,
        "complete" => command.arg(Arg::new("SHELL").value_parser(PossibleValuesParser::new(SHELLS))),
        _ => command.arg(
            Arg::new("INPUT")
                .action(ArgAction::Append)
                .value_hint(ValueHint::AnyPath),
        ),
    }
}

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

fn argument(switch: &Switch) -> Arg {
    let named = Arg::new(switch.name.clone()).help(StyledStr::from(switch.words.clone()));
    let named = match switch.name.strip_prefix("--") {
        Some(long) => named.long(long.to_owned()),
        None => named.short(switch.name.chars().nth(1)),
    };
    match &*switch.values {
        [] => named.action(ArgAction::SetTrue),
        [one] if one.contains(|letter: char| letter.is_ascii_uppercase()) => {
            let hint = if one == "FILE" {
                ValueHint::FilePath
            } else {
                ValueHint::Other
            };
            let least = usize::from(!one.starts_with('['));
            named.value_name(one.clone()).value_hint(hint).num_args(least..=1)
        }
        choices => named.value_parser(PossibleValuesParser::new(choices.to_vec())),
    }
}
