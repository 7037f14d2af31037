//! Lines into blocks, by indentation.

use super::Error;
use super::lexer::Line;

/// A topology needs three levels; more than this is no diagram.
const DEEPEST: usize = 6;

#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) line: Line<'a>,
    pub(crate) children: Vec<Node<'a>>,
}

pub(crate) fn grow<'a>(lines: Vec<Line<'a>>, errors: &mut Vec<Error>) -> Vec<Node<'a>> {
    let mut roots = Vec::new();
    // Open blocks, outermost first; each remembers how far its own line is indented.
    let mut open: Vec<Node<'a>> = Vec::new();
    for line in lines {
        let mut closed_at = None;
        while let Some(last) = open.last() {
            if last.line.indent < line.indent {
                break;
            }
            closed_at = Some(last.line.indent);
            close(&mut open, &mut roots);
        }
        let first = open.is_empty() && roots.is_empty();
        if closed_at.map_or(first && line.indent > 0, |indent| indent != line.indent) {
            errors.push(
                Error::new(
                    line.number,
                    line.indent + 1,
                    "this line is indented like none of the lines above it",
                )
                .fix("Indent it like the lines it belongs to"),
            );
        }
        if open.len() >= DEEPEST {
            errors.push(Error::new(
                line.number,
                line.indent + 1,
                "nothing can stand so deep inside other things",
            ));
            continue;
        }
        open.push(Node {
            line,
            children: Vec::new(),
        });
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}

fn close<'a>(open: &mut Vec<Node<'a>>, roots: &mut Vec<Node<'a>>) {
    if let Some(node) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => roots.push(node),
        }
    }
}
