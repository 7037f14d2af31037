//! The list itself, a file for each heading of menus. Order is the order of menus.

mod diagram;
mod edit;
mod go;
mod tools;
mod trace;
mod view;

use super::Command;

/// Every command, in the order of menus.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    let headings = [
        edit::COMMANDS,
        tools::COMMANDS,
        view::COMMANDS,
        trace::COMMANDS,
        go::COMMANDS,
        diagram::COMMANDS,
    ];
    headings.into_iter().flatten()
}
