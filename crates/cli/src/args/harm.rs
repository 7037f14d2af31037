//! The arguments of `harm`: what would be taken away.

use lexopt::Parser;
use lexopt::prelude::*;

use super::{Command, FORMATS, Format, Inputs, choice, needs_input, unexpected, words};
use crate::failure::Failure;
use crate::help;

#[derive(Debug, Default)]
pub(crate) struct Harm {
    pub(crate) inputs: Inputs,
    /// Carried out as one, in this order.
    pub(crate) changes: Vec<Change>,
    pub(crate) format: Format,
    /// `--assert none`: nothing may break.
    pub(crate) nothing_may_break: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Change {
    Remove(String),
    Off(String),
    /// A row, as `trace` names it: `rtb-1/10.1.0.0/16`.
    Without(String),
    /// A line of the text form.
    Edit(String),
}

pub(super) fn harm(parser: &mut Parser) -> Result<Command, Failure> {
    let mut harm = Harm::default();
    while let Some(argument) = parser.next()? {
        let kind: fn(String) -> Change = match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::HARM)),
            Long("remove") => Change::Remove,
            Long("off") => Change::Off,
            Long("without") => Change::Without,
            Long("edit") => Change::Edit,
            Long("format") => {
                harm.format = choice(parser, "--format", FORMATS)?;
                continue;
            }
            Long("assert") => {
                harm.nothing_may_break = choice(parser, "--assert", &[("none", true)])?;
                continue;
            }
            Long("param") => {
                harm.inputs.parameter(&words(parser.value()?)?)?;
                continue;
            }
            Value(input) => {
                harm.inputs.push(words(input)?);
                continue;
            }
            other => return Err(unexpected(&other)),
        };
        harm.changes.push(kind(words(parser.value()?)?));
    }
    needs_input(&harm.inputs)?;
    if harm.changes.is_empty() {
        let problem = Failure::new("nothing is said to be taken away");
        return Err(problem.fix("Add --remove, --off or --without, as in --remove igw-1"));
    }
    Ok(Command::Harm(harm))
}
