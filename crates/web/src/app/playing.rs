//! The steps of a trace one after the other, by themselves. Whatever somebody does meanwhile ends it.

use editor::Message;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::startup::Arrival;
use super::{App, Msg};

/// Long enough to read what decided.
const BEAT: u32 = 1100;

impl App {
    /// From the shown step on; from the first one after the last.
    pub(super) fn play(&mut self, ctx: &Context<Self>) {
        if self.next_step().is_none() {
            self.edit(ctx, Message::Step(0));
        }
        self.wait_for_beat(ctx);
    }

    pub(super) fn beat(&mut self, ctx: &Context<Self>) {
        if self.playing.is_none() {
            return;
        }
        if let Some(next) = self.next_step() {
            self.edit(ctx, Message::Step(next));
        }
        if self.next_step().is_some() {
            self.wait_for_beat(ctx);
        }
    }

    fn wait_for_beat(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.playing = Some(Timeout::new(BEAT, move || {
            link.send_message(Msg::Arrived(Arrival::Beat))
        }));
    }

    fn next_step(&self) -> Option<usize> {
        let shown = self.models.dock.shown.as_ref()?;
        (shown.step + 1 < shown.hops.len()).then_some(shown.step + 1)
    }
}
