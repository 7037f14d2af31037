//! `export`: which format, and where it goes.

use std::path::PathBuf;

use editor::svg::Theme;
use lexopt::Parser;
use lexopt::prelude::*;

use super::{Command, choice, needs_input, unexpected, words};
use crate::failure::Failure;
use crate::help;

#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) inputs: Vec<String>,
    pub(crate) file: Option<PathBuf>,
    pub(crate) to: To,
    /// The colours of pictures.
    pub(crate) theme: Theme,
}

/// What other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    Reach,
    Json,
    Mermaid,
    Dot,
    Svg,
}

const TO: &[(&str, To)] = &[
    ("reach", To::Reach),
    ("json", To::Json),
    ("mermaid", To::Mermaid),
    ("dot", To::Dot),
    ("svg", To::Svg),
];

const THEMES: &[(&str, Theme)] = &[("light", Theme::Light), ("dark", Theme::Dark)];

pub(super) fn export(parser: &mut Parser) -> Result<Command, Failure> {
    let (mut inputs, mut file, mut to, mut theme) = (Vec::new(), None, None, Theme::Light);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::EXPORT)),
            Short('o') => file = Some(parser.value()?.into()),
            Long("to") => to = Some(choice(parser, "--to", TO)?),
            Long("theme") => theme = choice(parser, "--theme", THEMES)?,
            Value(input) => inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&inputs)?;
    let to = to.ok_or_else(|| {
        let names: Vec<&str> = TO.iter().map(|(name, _)| *name).collect();
        Failure::new("--to is missing").fix(format!("Add --to and one of {}", names.join(", ")))
    })?;
    Ok(Command::Export(Export {
        inputs,
        file,
        to,
        theme,
    }))
}
