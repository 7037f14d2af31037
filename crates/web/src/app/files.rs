//! Diagrams from files: chosen, or dropped on the page.

use document::OpenError;
use web_sys::File;
use yew::prelude::*;

use super::startup::Arrival;
use super::{App, Msg};
use crate::port::files;

/// No diagram is larger.
const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;

impl App {
    pub(super) fn choose_file(&self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        files::choose(move |file| link.send_message(Msg::Arrived(Arrival::File(file))));
    }

    pub(super) fn read_file(&mut self, ctx: &Context<Self>, file: File) {
        // Embedded, it shows what its address says and nothing else.
        if self.shell.embed {
            return;
        }
        let name = file.name();
        if file.size() > LARGEST {
            return self.not_opened(&name, "it is larger than 64 MB");
        }
        ctx.link().send_future(async move {
            let bytes = files::bytes(&file).await;
            Msg::Arrived(Arrival::Content(name, bytes))
        });
    }

    pub(super) fn open_file(&mut self, ctx: &Context<Self>, name: &str, bytes: Option<Vec<u8>>) {
        let Some(bytes) = bytes else {
            return self.not_opened(name, "the browser cannot read it");
        };
        match document::open_file(&bytes) {
            Ok(document) => {
                self.shell.dialog = None;
                self.open_pasted(ctx, &document);
            }
            Err(OpenError::Json(document::file::Error::NotADiagram)) => self.not_opened(name, ELSEWHERE),
            Err(error) => self.not_opened(name, &error.to_string()),
        }
    }

    fn not_opened(&mut self, name: &str, why: &str) {
        self.shell.dialog = None;
        self.notice(
            &format!("{name} could not be opened."),
            &format!("{}.", why.trim_end_matches('.')),
        );
    }
}

const ELSEWHERE: &str = "it is JSON of another program. What AWS, Terraform and CloudFormation write is read by the command line: reachlight import";
