//! The command line into a [`Command`].

mod compare;
mod export;
mod flow_logs;
mod harm;
mod inputs;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use clap_complete::Shell;
use document::{Expectation, Mode, text};
use lexopt::prelude::*;
use lexopt::{Arg, Parser};
use reach::address::Family;
use reach::topology::{PortRange, Traffic};
use reach::trace::Assumptions;

use crate::failure::Failure;
use crate::help;
pub(crate) use compare::{Diff, Matrix, Table};
pub(crate) use flow_logs::FlowLogs;
use values::{assertion, icmp, only_one, ports, protocol};

pub(crate) use export::{Export, Target};
pub(crate) use harm::{Change, Harm};
pub(crate) use inputs::Inputs;

#[derive(Debug)]
pub(crate) enum Command {
    Help(&'static str),
    Version,
    Trace(Box<Trace>),
    Fix(Box<Trace>),
    Matrix(Matrix),
    Diff(Diff),
    Harm(Harm),
    Import(Import),
    Export(Export),
    Collect,
    Complete(Shell),
    Manual,
    Check(Check),
    Link(Link),
    Open(Open),
}

#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) inputs: Inputs,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) traffic: Option<Traffic>,
    pub(crate) source_ports: Option<PortRange>,
    pub(crate) family: Option<Family>,
    /// The request to a service: policies are asked about it.
    pub(crate) action: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) principal: Option<String>,
    pub(crate) format: Format,
    /// Whether rules count that no AWS page states.
    pub(crate) assumptions: Assumptions,
    pub(crate) assertion: Option<Expectation>,
    pub(crate) logs: FlowLogs,
}

#[derive(Debug, Default)]
pub(crate) struct Import {
    pub(crate) inputs: Inputs,
    pub(crate) file: Option<PathBuf>,
    pub(crate) to: Form,
    pub(crate) notes: Format,
}

#[derive(Debug, Default)]
pub(crate) struct Check {
    pub(crate) inputs: Inputs,
    pub(crate) assumptions: Assumptions,
    pub(crate) format: Report,
}

#[derive(Debug, Default)]
pub(crate) struct Link {
    pub(crate) inputs: Inputs,
    pub(crate) mode: Option<Mode>,
    pub(crate) base: String,
}

#[derive(Debug, Default)]
pub(crate) struct Open {
    pub(crate) inputs: Inputs,
    pub(crate) file: Option<PathBuf>,
    pub(crate) to: Form,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// How the findings of `check` are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Report {
    #[default]
    Text,
    Json,
    /// For code scanning.
    Sarif,
    /// For test reports.
    Junit,
}

/// How a diagram is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    #[default]
    Reach,
    Json,
}

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("json", Format::Json)];
const REPORTS: &[(&str, Report)] = &[
    ("text", Report::Text),
    ("json", Report::Json),
    ("sarif", Report::Sarif),
    ("junit", Report::Junit),
];
const SHELLS: &[(&str, Shell)] = &[
    ("bash", Shell::Bash),
    ("zsh", Shell::Zsh),
    ("fish", Shell::Fish),
    ("elvish", Shell::Elvish),
    ("powershell", Shell::PowerShell),
];
const FORMS: &[(&str, Form)] = &[("reach", Form::Reach), ("json", Form::Json)];
const FAMILIES: &[(&str, Family)] = &[("4", Family::V4), ("6", Family::V6)];
const MODES: &[(&str, Mode)] = &[
    ("view", Mode::View),
    ("explore", Mode::Explore),
    ("exercise", Mode::Exercise),
    ("edit", Mode::Edit),
];
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Failure> {
    let mut parser = Parser::from_iter(arguments);
    let Some(first) = parser.next()? else {
        return Err(Failure::new("a command is missing").fix("See reachlight --help"));
    };
    match first {
        Short('h') | Long("help") => Ok(Command::Help(help::ALL)),
        Short('V') | Long("version") => Ok(Command::Version),
        Value(word) => command(&words(word)?, &mut parser),
        other => Err(unexpected(&other)),
    }
}

fn command(word: &str, parser: &mut Parser) -> Result<Command, Failure> {
    match word {
        "trace" => trace(parser, help::TRACE).map(Command::asked),
        "fix" => trace(parser, help::FIX).map(Command::fixed),
        "matrix" => compare::matrix(parser),
        "diff" => compare::diff(parser),
        "harm" => harm::harm(parser),
        "import" => import(parser),
        "export" => export::export(parser),
        "collect" => without_options(parser, Command::Collect, help::COLLECT),
        "complete" => complete(parser),
        "manual" => without_options(parser, Command::Manual, help::MANUAL),
        "check" => check(parser),
        "link" => link(parser),
        "open" => open(parser),
        "help" => Ok(Command::Help(help::ALL)),
        other => {
            let known = help::PAGES.map(|(name, _)| name);
            let fix = text::did_you_mean(other, known).unwrap_or_else(|| format!("Commands are {}", known.join(", ")));
            Err(Failure::new(format!("`{other}` is not a command of this version")).fix(fix))
        }
    }
}

/// What is asked about one flow; the help text if that was asked for.
type Asked = Result<Box<Trace>, &'static str>;

impl Command {
    fn asked(asked: Asked) -> Self {
        asked.map_or_else(Command::Help, Command::Trace)
    }

    fn fixed(asked: Asked) -> Self {
        asked.map_or_else(Command::Help, Command::Fix)
    }
}

fn trace(parser: &mut Parser, help: &'static str) -> Result<Asked, Failure> {
    let mut trace = Trace::default();
    let (mut from, mut to) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Err(help)),
            Long("from") => from = Some(words(parser.value()?)?),
            Long("to") => to = Some(words(parser.value()?)?),
            Long("tcp") => only_one(&mut trace.traffic, Traffic::Tcp(ports(parser, "--tcp")?))?,
            Long("udp") => only_one(&mut trace.traffic, Traffic::Udp(ports(parser, "--udp")?))?,
            Long("icmp") => only_one(&mut trace.traffic, icmp(parser)?)?,
            Long("proto") => only_one(&mut trace.traffic, protocol(parser)?)?,
            Long("source-ports") => trace.source_ports = Some(ports(parser, "--source-ports")?),
            Long("family") => trace.family = Some(choice(parser, "--family", FAMILIES)?),
            Long("action") => trace.action = Some(words(parser.value()?)?),
            Long("resource") => trace.resource = Some(words(parser.value()?)?),
            Long("principal") => trace.principal = Some(words(parser.value()?)?),
            Long("format") => trace.format = choice(parser, "--format", FORMATS)?,
            Long(option) if option.starts_with("flow-log-") => {
                let option = option.to_owned();
                trace.logs.set(&option, &words(parser.value()?)?)?;
            }
            Long("no-assumptions") => trace.assumptions = Assumptions::NotMade,
            Long("assert") => trace.assertion = Some(assertion(words(parser.value()?)?)?),
            Long("param") => trace.inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => trace.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&trace.inputs)?;
    let missing = |which: &str| {
        Failure::new(format!("{which} is missing")).fix(format!("Add {which} and an end, as in {which} app-1"))
    };
    trace.from = from.ok_or_else(|| missing("--from"))?;
    trace.to = to.ok_or_else(|| missing("--to"))?;
    Ok(Ok(Box::new(trace)))
}

fn import(parser: &mut Parser) -> Result<Command, Failure> {
    let mut import = Import::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::IMPORT)),
            Short('o') => import.file = Some(parser.value()?.into()),
            Long("to") => import.to = choice(parser, "--to", FORMS)?,
            Long("notes") => import.notes = choice(parser, "--notes", FORMATS)?,
            Long("param") => import.inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => import.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&import.inputs)?;
    Ok(Command::Import(import))
}

fn without_options(parser: &mut Parser, command: Command, help: &'static str) -> Result<Command, Failure> {
    match parser.next()? {
        None => Ok(command),
        Some(Short('h') | Long("help")) => Ok(Command::Help(help)),
        Some(other) => Err(unexpected(&other)),
    }
}

fn complete(parser: &mut Parser) -> Result<Command, Failure> {
    match parser.next()? {
        Some(Short('h') | Long("help")) => Ok(Command::Help(help::COMPLETE)),
        Some(Value(shell)) => {
            let shell = one_of(words(shell)?, "the shell", SHELLS)?;
            without_options(parser, Command::Complete(shell), help::COMPLETE)
        }
        Some(other) => Err(unexpected(&other)),
        None => Err(Failure::new("the shell is missing").fix("Name it, as in reachlight complete bash")),
    }
}

fn check(parser: &mut Parser) -> Result<Command, Failure> {
    let mut check = Check::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::CHECK)),
            Long("format") => check.format = choice(parser, "--format", REPORTS)?,
            Long("no-assumptions") => check.assumptions = Assumptions::NotMade,
            Long("param") => check.inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => check.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&check.inputs)?;
    Ok(Command::Check(check))
}

fn link(parser: &mut Parser) -> Result<Command, Failure> {
    let mut link = Link::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::LINK)),
            Long("mode") => link.mode = Some(choice(parser, "--mode", MODES)?),
            Long("base") => link.base = words(parser.value()?)?,
            Long("param") => link.inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => link.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&link.inputs)?;
    Ok(Command::Link(link))
}

fn open(parser: &mut Parser) -> Result<Command, Failure> {
    let mut open = Open::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::OPEN)),
            Short('o') => open.file = Some(parser.value()?.into()),
            Long("to") => open.to = choice(parser, "--to", FORMS)?,
            Long("param") => open.inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => open.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    match open.inputs.names() {
        [_] => Ok(Command::Open(open)),
        _ => Err(Failure::new("one link is expected").fix("Put the link in quotes: reachlight open \"https://…#1…\"")),
    }
}

fn words(value: OsString) -> Result<String, Failure> {
    let wrong =
        |value: OsString| Failure::new(format!("`{}` is not readable text", value.display())).fix("Use names in UTF-8");
    value.into_string().map_err(wrong)
}

fn unexpected(argument: &Arg<'_>) -> Failure {
    let shown = match argument {
        Short(letter) => format!("-{letter}"),
        Long(name) => format!("--{name}"),
        Value(value) => value.display().to_string(),
    };
    Failure::new(format!("`{shown}` is not an option here")).fix("See reachlight COMMAND --help")
}

fn needs_input(inputs: &Inputs) -> Result<(), Failure> {
    if inputs.is_empty() {
        return Err(
            Failure::new("an input is missing").fix("Name a file, a folder, - for standard input, or a share link")
        );
    }
    Ok(())
}

fn choice<T: Copy>(parser: &mut Parser, option: &str, choices: &[(&str, T)]) -> Result<T, Failure> {
    one_of(words(parser.value()?)?, option, choices)
}

fn one_of<T: Copy>(value: String, what: &str, choices: &[(&str, T)]) -> Result<T, Failure> {
    let names = || choices.iter().map(|(name, _)| *name);
    choices
        .iter()
        .find(|(name, _)| *name == value)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let listed = names().collect::<Vec<_>>().join(", ");
            let fix = text::did_you_mean(&value, names()).unwrap_or_else(|| format!("Use one of {listed}"));
            Failure::new(format!("{what} cannot be `{value}`")).fix(fix)
        })
}
