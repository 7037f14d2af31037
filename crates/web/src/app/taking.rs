//! What is taken away as a file, or as text on the clipboard.

use document::{Document, picture};
use editor::export::{self, file_name, written};
use editor::svg::Theme;
use yew::prelude::*;

use super::startup::Arrival;
use super::{App, Msg};
use crate::port::download;
use crate::view::panel::export::Take;

impl App {
    pub(super) fn take(&mut self, ctx: &Context<Self>, take: Take) {
        let document = self.session.document();
        match take {
            Take::Copy(format, theme) => {
                let text = written(document, format, theme);
                self.copy(ctx, text);
            }
            Take::Download(about, theme) => {
                let name = file_name(&document.title, about.ending);
                let text = written(document, about.format, theme);
                self.offer(name, about.media_type, &text);
            }
            Take::Shared => {
                let share = self.sharing.clone();
                self.offer(share.file_name(), "text/plain", &share.text);
            }
            Take::Png(theme) => {
                let document = document.clone();
                ctx.link()
                    .send_future(async move { Msg::Arrived(Arrival::Taken(download_png(&document, theme).await)) });
            }
        }
    }

    fn offer(&mut self, name: String, media_type: &str, text: &str) {
        let offered = download::download(&name, media_type, text.as_bytes());
        self.taken(offered.then_some(name));
    }

    /// Says what was downloaded.
    pub(super) fn taken(&mut self, name: Option<String>) {
        match name {
            Some(name) => self.say(&format!("Downloaded {name}.")),
            None => self.say("The browser could not make the file."),
        }
    }
}

/// The name of the file, once it is offered.
async fn download_png(document: &Document, theme: Theme) -> Option<String> {
    let (svg, size) = export::picture(document, theme);
    let dots = download::png(&svg, size).await?;
    let with_diagram = picture::into_png(&dots, document)?;
    let name = file_name(&document.title, "png");
    download::download(&name, "image/png", &with_diagram).then_some(name)
}
