//! `export`: which format, and where it goes.

use std::path::PathBuf;

use editor::svg::Theme;
use lexopt::Parser;
use lexopt::prelude::*;

use super::{Command, FlowLogs, choice, needs_input, unexpected, words};
use crate::failure::Failure;
use crate::help;

#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) inputs: Vec<String>,
    pub(crate) file: Option<PathBuf>,
    pub(crate) to: To,
    /// The colours of pictures.
    pub(crate) theme: Theme,
    /// A report as a page instead of Markdown.
    pub(crate) html: bool,
    pub(crate) logs: FlowLogs,
}

/// What other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    Reach,
    Json,
    Mermaid,
    Dot,
    Svg,
    Drawio,
    Terraform,
    Cloudformation,
    FlowLogs,
    Report,
}

const TO: &[(&str, To)] = &[
    ("reach", To::Reach),
    ("json", To::Json),
    ("mermaid", To::Mermaid),
    ("dot", To::Dot),
    ("svg", To::Svg),
    ("drawio", To::Drawio),
    ("terraform", To::Terraform),
    ("cloudformation", To::Cloudformation),
    ("flow-logs", To::FlowLogs),
    ("report", To::Report),
];

const THEMES: &[(&str, Theme)] = &[("light", Theme::Light), ("dark", Theme::Dark)];

pub(super) fn export(parser: &mut Parser) -> Result<Command, Failure> {
    let mut to = None;
    let mut export = Export {
        inputs: Vec::new(),
        file: None,
        to: To::Reach,
        theme: Theme::Light,
        html: false,
        logs: FlowLogs::default(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::EXPORT)),
            Short('o') => export.file = Some(parser.value()?.into()),
            Long("to") => to = Some(choice(parser, "--to", TO)?),
            Long("theme") => export.theme = choice(parser, "--theme", THEMES)?,
            Long("html") => export.html = true,
            Long(option) if option.starts_with("flow-log-") => {
                let option = option.to_owned();
                export.logs.set(&option, &words(parser.value()?)?)?;
            }
            Value(input) => export.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&export.inputs)?;
    export.to = to.ok_or_else(|| {
        let names: Vec<&str> = TO.iter().map(|(name, _)| *name).collect();
        Failure::new("--to is missing").fix(format!("Add --to and one of {}", names.join(", ")))
    })?;
    let names_a_page = |file: &PathBuf| file.extension().is_some_and(|end| end == "html" || end == "htm");
    export.html |= export.file.as_ref().is_some_and(names_a_page);
    Ok(Command::Export(export))
}
