//! Files of the reader's computer: chosen, or dropped on the page. Our own are opened here, all others go to the importer.

use document::{Form, OpenError};
use yew::prelude::*;

use super::startup::Arrival;
use super::{App, Msg};
use crate::port::files::{self, Chosen};

/// No diagram is larger.
const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;
/// So much of a file says what it is.
const BEGINNING: i32 = 64 << 10;

impl App {
    pub(super) fn choose_files(&self, ctx: &Context<Self>, folder: bool) {
        let link = ctx.link().clone();
        files::choose(folder, move |files| {
            link.send_message(Msg::Arrived(Arrival::Files(files)))
        });
    }

    /// One file may be a diagram; several become one.
    pub(super) fn take_files(&mut self, ctx: &Context<Self>, files: Vec<Chosen>) {
        // Embedded, it shows what its address says and nothing else.
        if self.shell.embed {
            return;
        }
        match files.as_slice() {
            [] => {}
            [one] if !one.in_folder => {
                let one = one.clone();
                ctx.link().send_future(async move {
                    let bytes = files::beginning(&one.file, BEGINNING).await;
                    Msg::Arrived(Arrival::Beginning(one, bytes))
                });
            }
            _ => self.import(ctx, files),
        }
    }

    pub(super) fn take_file(&mut self, ctx: &Context<Self>, one: Chosen, beginning: Option<Vec<u8>>) {
        let Some(beginning) = beginning else {
            return self.not_opened(&one.name, UNREADABLE);
        };
        match Form::of_beginning(&beginning) {
            Form::Foreign | Form::Page | Form::Terraform | Form::Packed => self.import(ctx, vec![one]),
            _ if one.file.size() > LARGEST => self.not_opened(&one.name, "it is larger than 64 MB"),
            _ => ctx.link().send_future(async move {
                let bytes = files::bytes(&one.file).await;
                Msg::Arrived(Arrival::Content(one, bytes))
            }),
        }
    }

    pub(super) fn open_file(&mut self, ctx: &Context<Self>, one: Chosen, bytes: Option<Vec<u8>>) {
        let Some(bytes) = bytes else {
            return self.not_opened(&one.name, UNREADABLE);
        };
        match document::open_file(&bytes) {
            Ok(document) => {
                self.shell.dialog = None;
                self.open_pasted(ctx, &document);
            }
            // It begins as a diagram would, and is one of something else.
            Err(OpenError::Json(document::file::Error::NotADiagram)) => self.import(ctx, vec![one]),
            Err(error) => self.not_opened(&one.name, &error.to_string()),
        }
    }

    pub(super) fn not_opened(&mut self, name: &str, why: &str) {
        self.shell.dialog = None;
        self.notice(
            &format!("{name} could not be opened."),
            &format!("{}.", why.trim_end_matches('.')),
        );
    }
}

const UNREADABLE: &str = "the browser cannot read it";
