//! The lists that open over the page: commands, and what an element can be connected with.

use editor::Message;
use reach::id::Ref;
use yew::prelude::*;

use super::models::name_place;
use super::{App, Dialog};
use crate::shared::Shared;
use crate::view::canvas::Naming;
use crate::view::chooser::{Choice, Chooser};
use crate::view::panel::gallery::StartGallery;

impl App {
    pub(super) fn dialog(&self) -> Html {
        let close = self.callbacks.close.clone();
        let choose = self.callbacks.choose.clone();
        let choices = self.choices.clone();
        match &self.shell.dialog {
            Some(Dialog::Commands) => html! {
                <Chooser label="Search or run a command" placeholder="Type a command or a name" {choices} {choose} {close} />
            },
            Some(Dialog::Connect(of)) => html! {
                <Chooser label={format!("Connect {} with", self.name(of))} placeholder="Type a name" {choices} {choose} {close} />
            },
            Some(Dialog::Gallery) => html! { <StartGallery open={self.callbacks.sample.clone()} {close} /> },
            _ => Html::default(),
        }
    }

    /// The lines of a list, when it opens.
    pub(super) fn open_dialog(&mut self, dialog: Dialog) {
        let choices = match &dialog {
            Dialog::Commands => self.elements(None),
            Dialog::Connect(of) => self.elements(Some(of)),
            _ => Vec::new(),
        };
        self.choices = Shared::new(choices.iter().map(|(_, choice)| choice.clone()).collect());
        self.shell.dialog = Some(dialog);
    }

    fn elements(&self, but: Option<&Ref>) -> Vec<(Ref, Choice)> {
        let items = self.models.outline.iter().filter(|item| Some(&item.of) != but);
        items
            .map(|item| {
                let detail = format!("{} {}", item.of.kind.title(), item.detail);
                let title = item.title.clone();
                (
                    item.of.clone(),
                    Choice {
                        title,
                        detail: detail.trim().into(),
                    },
                )
            })
            .collect()
    }

    pub(super) fn choose(&mut self, ctx: &Context<Self>, index: usize) {
        let dialog = self.shell.dialog.take();
        match dialog {
            Some(Dialog::Connect(from)) => {
                if let Some((to, _)) = self.elements(Some(&from)).get(index) {
                    self.edit(ctx, Message::Connect { from, to: to.clone() });
                }
            }
            Some(Dialog::Commands) => {
                if let Some((of, _)) = self.elements(None).get(index) {
                    self.edit(ctx, Message::Select(vec![of.clone()]));
                }
            }
            _ => {}
        }
        self.focus_canvas();
    }

    /// The name that is being edited in place.
    pub(super) fn naming(&self) -> Option<Naming> {
        let of = self.shell.renaming.as_ref()?;
        let place = name_place(&self.models.scene, of)?;
        Some(Naming {
            of: of.clone(),
            place,
            name: self.name(of).into(),
        })
    }

    fn name(&self, of: &Ref) -> String {
        reach::explain::Names::name(&*self.session.document().topology, of).to_string()
    }
}
