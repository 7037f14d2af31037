//! `export`: which format, and where it goes.

use std::path::PathBuf;

use editor::export::Format;
use editor::svg::Theme;
use lexopt::Parser;
use lexopt::prelude::*;

use super::{Command, FlowLogs, Inputs, choice, needs_input, unexpected, words};
use crate::failure::Failure;
use crate::help;

#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) inputs: Inputs,
    pub(crate) file: Option<PathBuf>,
    pub(crate) to: Target,
    /// The colours of pictures.
    pub(crate) theme: Theme,
    pub(crate) logs: FlowLogs,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    Text(Format),
    /// A picture of dots.
    Png,
}

const TO: &[(&str, Target)] = &[
    ("reach", Target::Text(Format::Text)),
    ("json", Target::Text(Format::Json)),
    ("mermaid", Target::Text(Format::Mermaid)),
    ("dot", Target::Text(Format::Dot)),
    ("svg", Target::Text(Format::Svg)),
    ("png", Target::Png),
    ("drawio", Target::Text(Format::Drawio)),
    ("terraform", Target::Text(Format::Terraform)),
    ("cloudformation", Target::Text(Format::Cloudformation)),
    ("flow-logs", Target::Text(Format::FlowLogs)),
    ("report", Target::Text(Format::Markdown)),
];

const THEMES: &[(&str, Theme)] = &[("light", Theme::Light), ("dark", Theme::Dark)];

pub(super) fn export(parser: &mut Parser) -> Result<Command, Failure> {
    let (mut to, mut html) = (None, false);
    let mut export = Export {
        inputs: Inputs::default(),
        file: None,
        to: Target::Text(Format::Text),
        theme: Theme::Light,
        logs: FlowLogs::default(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::EXPORT)),
            Short('o') => export.file = Some(parser.value()?.into()),
            Long("to") => to = Some(choice(parser, "--to", TO)?),
            Long("theme") => export.theme = choice(parser, "--theme", THEMES)?,
            Long("html") => html = true,
            Long(option) if option.starts_with("flow-log-") => {
                let option = option.to_owned();
                export.logs.set(&option, &words(parser.value()?)?)?;
            }
            Long("param") => export.inputs.parameter(&words(parser.value()?)?)?,
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
    if export.to == Target::Text(Format::Markdown) && (html || export.file.as_ref().is_some_and(names_a_page)) {
        export.to = Target::Text(Format::Html);
    }
    Ok(Command::Export(export))
}
