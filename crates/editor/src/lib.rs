//! The whole application without a browser.
//!
//! A [`Session`] takes [`Message`]s and gives back [`Effect`]s; what it shows is a [`Scene`] (the canvas) and the panel models.
//! `update` is deterministic: same messages, same session. Pure algorithms live in [`kernel`]: data in, data out.

pub mod drawio;
pub mod edit;
pub mod export;
pub mod kernel;
pub mod panel;
pub mod report;
pub mod scene;
pub mod svg;

mod command;
mod derived;
mod effect;
mod history;
mod input;
mod message;
mod outcome;
mod session;
mod tool;
pub mod words;

pub use command::{Command, Section, Shortcut, commands, find as find_command};
pub use derived::Derived;
pub use effect::Effect;
pub use input::{Button, Key, KeyInput, Modifiers, Pointer, PointerInput, PointerKind, PointerPhase, WheelInput};
pub use message::{FieldId, Message, Placeable, RowEdit};
pub use outcome::Outcome;
pub use scene::Scene;
pub use session::{Activity, Ahead, DropTarget, Handle, Overlay, Session, Toast};
pub use tool::Tool;
