//! The options of `matrix` and `diff`.

use lexopt::Parser;
use lexopt::prelude::*;
use reach::trace::Assumptions;

use super::{Command, FORMATS, Format, Inputs, choice, needs_input, unexpected, words};
use crate::failure::Failure;
use crate::help;

#[derive(Debug, Default)]
pub(crate) struct Matrix {
    pub(crate) inputs: Inputs,
    pub(crate) assumptions: Assumptions,
    pub(crate) format: Table,
    pub(crate) only_reachable: bool,
    pub(crate) stats: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Diff {
    pub(crate) old: Inputs,
    /// Without it, the first is a Terraform plan, which holds both.
    pub(crate) new: Option<Inputs>,
    pub(crate) assumptions: Assumptions,
    pub(crate) format: Format,
}

/// How a matrix is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Table {
    #[default]
    Json,
    Csv,
    Markdown,
}

const TABLES: &[(&str, Table)] = &[("json", Table::Json), ("csv", Table::Csv), ("md", Table::Markdown)];

pub(super) fn matrix(parser: &mut Parser) -> Result<Command, Failure> {
    let mut matrix = Matrix::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::MATRIX)),
            Long("format") => matrix.format = choice(parser, "--format", TABLES)?,
            Long("only-reachable") => matrix.only_reachable = true,
            Long("stats") => matrix.stats = true,
            Long("no-assumptions") => matrix.assumptions = Assumptions::NotMade,
            Long("param") => matrix.inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => matrix.inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    needs_input(&matrix.inputs)?;
    Ok(Command::Matrix(matrix))
}

pub(super) fn diff(parser: &mut Parser) -> Result<Command, Failure> {
    let mut diff = Diff::default();
    let mut inputs = Inputs::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help(help::DIFF)),
            Long("format") => diff.format = choice(parser, "--format", FORMATS)?,
            Long("no-assumptions") => diff.assumptions = Assumptions::NotMade,
            Long("param") => inputs.parameter(&words(parser.value()?)?)?,
            Value(input) => inputs.push(words(input)?),
            other => return Err(unexpected(&other)),
        }
    }
    let mut each = inputs.each().into_iter();
    let (Some(old), new, None) = (each.next(), each.next(), each.next()) else {
        return Err(
            Failure::new("two inputs are expected, before and after, or one Terraform plan")
                .fix("reachlight diff OLD NEW, or reachlight diff plan.json"),
        );
    };
    (diff.old, diff.new) = (old, new);
    Ok(Command::Diff(diff))
}
