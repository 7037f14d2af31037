//! Where the diagram comes from and where it is kept: link, this browser, a sample.

use std::rc::Rc;

use document::Document;
use yew::prelude::*;

use super::App;
use super::startup::Arrival;

impl App {
    pub(super) fn open_first(&mut self, _ctx: &Context<Self>) {}

    pub(super) fn save(&mut self, _ctx: &Context<Self>, _document: Rc<Document>) {}

    pub(super) fn post_trace(&self, _flow: usize) {}

    pub(super) fn open_sample(&mut self, _ctx: &Context<Self>, _file: Rc<str>) {}

    pub(super) fn arrived(&mut self, _ctx: &Context<Self>, arrival: Arrival) -> bool {
        match arrival {
            Arrival::Copied(true) => self.say("Copied."),
            Arrival::Copied(false) => self.say("The browser refused to copy."),
            Arrival::Clipboard(_) | Arrival::Address | Arrival::Sample(..) => return false,
        }
        true
    }
}
