//! The lists that open over the page: commands, and what an element can be connected with.

use std::rc::Rc;

use document::Mode;
use editor::kernel::geometry::Rect;
use editor::panel::along::along;
use editor::panel::compare::compare;
use editor::panel::connect::connect_list;
use editor::panel::menu::menu;
use editor::panel::palette;
use editor::panel::share::Share;
use editor::{Message, Placeable, Section, commands};
use reach::id::{Kind, Ref};
use yew::prelude::*;

use super::models::name_place;
use super::{Action, App, Dialog};
use crate::port::{dom, location};
use crate::shared::Shared;
use crate::view::chooser::{Choice, Chooser};
use crate::view::fence::fence_keyed;
use crate::view::menu::Menu;
use crate::view::panel::along::{AlongProps, along_panel};
use crate::view::panel::compare::{CompareProps, comparison};
use crate::view::panel::export::ExportPanel;
use crate::view::panel::export::Take;
use crate::view::panel::gallery::{GalleryProps, start_gallery};
use crate::view::panel::keys::{Keys, KeysProps, key_sheet};
use crate::view::panel::matrix::MatrixPanel;
use crate::view::panel::share::{ShareProps, share_dialog};
use crate::view::panel::text::TextPanel;
use crate::view::rename::Naming;

const ABOUT_TEXT: &str = "Indentation says what is in what. What is not written is AWS’s default.";
const ABOUT_PASTE: &str = "Paste a link, the text form or the JSON of a diagram. It opens as a diagram of its own.";

/// What a line of a list stands for.
#[derive(Clone, Debug)]
pub enum Target {
    Command(&'static str),
    Element(Ref),
    /// Something of the palette.
    Place(Placeable),
    /// Something the page does by itself.
    Page(Action),
}

/// What the page can do besides the editor's commands.
fn page_actions(embed: bool) -> impl Iterator<Item = (Target, Choice)> {
    let theme = action("Switch between light and dark", Action::NextTheme);
    let whole = [
        action("New diagram", Action::NewDiagram),
        action("Edit as text", Action::Open(Dialog::Text)),
        action("Export as a file", Action::Open(Dialog::Export)),
        action("Open files", Action::ChooseFiles),
        action("Open a folder of files", Action::ChooseFolder),
        action("Open a link, text or JSON", Action::Open(Dialog::Paste)),
    ];
    whole.into_iter().filter(move |_| !embed).chain([theme])
}

pub(super) fn action(title: &'static str, action: Action) -> (Target, Choice) {
    let choice = Choice {
        title: title.into(),
        detail: "".into(),
        refused: false,
    };
    (Target::Page(action), choice)
}

/// The middle of what has the keyboard.
fn focused_place() -> Option<(i32, i32)> {
    let rect = dom::document()?.active_element()?.get_bounding_client_rect();
    let middle = |start: f64, length: f64| (start + length / 2.0) as i32;
    Some((middle(rect.left(), rect.width()), middle(rect.top(), rect.height())))
}

/// Before the Share dialog was opened.
pub fn nothing_shared() -> Share {
    Share {
        title: "".into(),
        mode: Mode::Edit,
        link: Ok("".into()),
        text: "".into(),
    }
}

/// Every command with keys, and those keys.
fn keys() -> Vec<Keys> {
    let with_keys = commands().filter(|command| !command.keys.is_empty());
    with_keys
        .map(|command| {
            let keys: Vec<String> = command.keys.iter().map(|shortcut| shortcut.text()).collect();
            (command.title.into(), keys.join(" or ").into())
        })
        .collect()
}

impl App {
    pub(super) fn dialog(&self) -> Html {
        let close = self.callbacks.close.clone();
        let choose = self.callbacks.choose.clone();
        let choices = self.choices.clone();
        match &self.shell.dialog {
            Some(Dialog::Commands) => {
                let dock = self.models.dock.may_ask.then(|| self.models.dock.clone());
                let ask = self.callbacks.act.reform(Action::Ask);
                html! {
                    <Chooser key="commands" label="Search or run a command" placeholder="Type a command, a name, an address, or “app-1 to s3 443”"
                        {choices} {dock} {ask} {choose} {close} />
                }
            }
            Some(Dialog::Menu(x, y)) => html! {
                <Menu place={(*x, *y)} items={self.menu.clone()} choose={self.callbacks.act.reform(Action::Command)} {close} />
            },
            Some(Dialog::Matrix) => {
                let network = Shared::from(Rc::clone(&self.session.derived().network));
                let (ask, copy) = (self.callbacks.act.reform(Action::Ask), self.callbacks.copy.clone());
                html! { <MatrixPanel {network} may_ask={self.models.dock.may_ask} {ask} {copy} {close} /> }
            }
            Some(Dialog::Along) => {
                let props = AlongProps {
                    model: along(&self.session).unwrap_or_default(),
                    copy: self.callbacks.copy.clone(),
                    close,
                };
                fence_keyed("along", props, along_panel)
            }
            Some(Dialog::Compare) => {
                let props = CompareProps {
                    model: compare(&self.session).unwrap_or_default(),
                    may_ask: self.models.dock.may_ask,
                    ask: self.callbacks.act.reform(Action::Ask),
                    close,
                };
                fence_keyed("compare", props, comparison)
            }
            Some(Dialog::Connect(of)) => html! {
                <Chooser key="connect" label={format!("Connect {} with", self.name(of))} placeholder="Type a name" {choices} {choose} {close} />
            },
            Some(Dialog::Gallery) => {
                let props = GalleryProps {
                    mine: self.gallery.mine.clone(),
                    act: self.callbacks.act.clone(),
                    close,
                };
                fence_keyed("gallery", props, start_gallery)
            }
            Some(Dialog::Share) => {
                let props = ShareProps {
                    model: self.sharing.clone(),
                    choose: self.callbacks.share_mode.clone(),
                    copy: self.callbacks.copy.clone(),
                    save: self.callbacks.act.reform(|_| Action::Take(Take::Shared)),
                    export: self.callbacks.act.reform(|_| Action::Open(Dialog::Export)),
                    close,
                };
                fence_keyed("share", props, share_dialog)
            }
            Some(Dialog::Export) => {
                let take = self.callbacks.act.reform(Action::Take);
                html! { <ExportPanel {take} {close} /> }
            }
            Some(Dialog::Text) => {
                let text = document::text::format(self.session.document());
                let apply = self
                    .callbacks
                    .send
                    .reform(|document| Message::Replace(Box::new(document)));
                html! { <TextPanel label="Edit as text" about={ABOUT_TEXT} {text} done="Apply" {apply} {close} /> }
            }
            Some(Dialog::Paste) => {
                let apply = self
                    .callbacks
                    .act
                    .reform(|document| Action::OpenPasted(Rc::new(document)));
                html! { <TextPanel label="Open a diagram" about={ABOUT_PASTE} text="" done="Open" {apply} {close} /> }
            }
            Some(dialog @ (Dialog::Importing | Dialog::Parameters | Dialog::Report)) => self.import_dialog(dialog),
            Some(Dialog::Keys) => {
                let props = KeysProps {
                    keys: keys(),
                    single: self.session.single_keys(),
                    act: self.callbacks.act.clone(),
                    close,
                };
                fence_keyed("keys", props, key_sheet)
            }
            None => Html::default(),
        }
    }

    /// The lines of a list are made when it opens.
    pub(super) fn open_dialog(&mut self, dialog: Dialog) {
        // On a narrow screen it would lie over the drawing when the dialog is closed.
        self.shell.drawer = false;
        let deleting = match &dialog {
            Dialog::Commands => self.deleting(),
            _ => None,
        };
        self.targets = match &dialog {
            Dialog::Commands => self
                .commands(deleting)
                .chain(page_actions(self.shell.embed))
                .chain(self.report_action())
                .chain(self.elements())
                .chain(self.palette())
                .collect(),
            Dialog::Connect(of) => self.ends(of).collect(),
            _ => Vec::new(),
        };
        self.choices = Shared::new(self.targets.iter().map(|(_, choice)| choice.clone()).collect());
        match dialog {
            Dialog::Share => self.sharing.set(self.share()),
            Dialog::Gallery => self.gallery.open(&self.keeping.places),
            _ => {}
        }
        self.shell.dialog = Some(dialog);
    }

    /// At the pointer, or at what has the keyboard.
    pub(super) fn open_menu(&mut self) {
        self.menu.set(menu(&self.session));
        let (x, y) = self.hands.menu.take().or_else(focused_place).unwrap_or_default();
        self.open_dialog(Dialog::Menu(x, y));
    }

    /// What the link is, as long as the dialog is open.
    fn share(&self) -> Share {
        let document = self.document_for(self.shell.share_mode);
        Share {
            title: document.title.clone(),
            mode: self.shell.share_mode,
            link: match self.link_to(&document) {
                Ok(fragment) => Ok(format!("{}#{fragment}", location::base()).into()),
                Err(error) => Err(error.to_string().into()),
            },
            text: document::text::format(&document).into(),
        }
    }

    pub(super) fn share_with(&mut self, mode: Mode) {
        self.shell.share_mode = mode;
        self.sharing.set(self.share());
    }

    /// What would break, said before Delete is chosen from the list, as beside its button.
    fn deleting(&mut self) -> Option<Rc<str>> {
        let delete = Message::Command("delete");
        self.session.update(Message::LookAhead(Some(Box::new(delete))));
        let words = self.session.ahead().map(|ahead| Rc::clone(&ahead.text));
        self.session.update(Message::LookAhead(None));
        words
    }

    /// What can be done now; the palette itself and bare key presses are left out.
    fn commands(&self, deleting: Option<Rc<str>>) -> impl Iterator<Item = (Target, Choice)> {
        commands()
            .filter(|command| command.section != Section::Go && command.name != "commands")
            .filter(|command| !(self.shell.embed && command.name == "gallery"))
            .filter(|command| self.session.can_run(command))
            .map(move |command| {
                let keys = command.keys.first().map(|shortcut| shortcut.text()).unwrap_or_default();
                let keys = match deleting.as_ref().filter(|_| command.name == "delete") {
                    Some(words) => format!("{words} · {keys}"),
                    None => keys,
                };
                let title = command.title.into();
                (
                    Target::Command(command.name),
                    Choice {
                        title,
                        detail: keys.into(),
                        refused: false,
                    },
                )
            })
    }

    /// What the outline lists, and the ends outside that are drawn: the internet, services.
    fn elements(&self) -> impl Iterator<Item = (Target, Choice)> {
        let element = |of: &Ref, title: &Rc<str>, detail: &str| {
            let detail = format!("{} {detail}", of.kind.title());
            let choice = Choice {
                title: title.clone(),
                detail: detail.trim().into(),
                refused: false,
            };
            (Target::Element(of.clone()), choice)
        };
        let listed = self.models.outline.iter();
        let nodes = self.models.scene.groups.iter().flat_map(|group| &group.nodes);
        let outside = nodes.filter(|node| matches!(node.of.kind, Kind::Internet | Kind::Service));
        listed
            .map(move |item| element(&item.of, &item.title, &item.detail))
            .chain(outside.map(move |node| element(&node.of, &node.title, &node.detail)))
    }

    /// What can be put into the selected thing, or where there is only one place for it.
    fn palette(&self) -> impl Iterator<Item = (Target, Choice)> {
        let editable = self.session.mode() == Mode::Edit;
        palette::all().filter(move |_| editable).map(|item| {
            let choice = Choice {
                title: format!("Add {}", item.title).into(),
                detail: item.purpose.into(),
                refused: false,
            };
            (Target::Place(item.places), choice)
        })
    }

    /// What cannot be connected stays in the list and says why.
    fn ends(&self, from: &Ref) -> impl Iterator<Item = (Target, Choice)> {
        connect_list(&self.session, from).into_iter().map(|item| {
            let refused = item.outcome.is_err();
            let outcome = item.outcome.unwrap_or_else(|why| why);
            let choice = Choice {
                title: item.title,
                detail: outcome,
                refused,
            };
            (Target::Element(item.to), choice)
        })
    }

    pub(super) fn choose(&mut self, ctx: &Context<Self>, index: usize) {
        let dialog = self.shell.dialog.take();
        self.focus_canvas();
        let message = match (dialog, self.targets.get(index)) {
            (_, Some((Target::Page(action), _))) => {
                let action = action.clone();
                self.act(ctx, action);
                return;
            }
            (_, Some((Target::Command(name), _))) => Message::Command(name),
            (_, Some((Target::Place(what), _))) => Message::Place(*what),
            (Some(Dialog::Connect(from)), Some((Target::Element(to), _))) => Message::Connect { from, to: to.clone() },
            (Some(Dialog::Commands), Some((Target::Element(of), _))) => {
                self.later.focus = Some(of.clone());
                Message::Select(vec![of.clone()])
            }
            _ => return,
        };
        let connects = matches!(message, Message::Connect { .. });
        self.edit(ctx, message);
        if let (true, [made]) = (connects, self.session.selection()) {
            self.later.focus = Some(made.clone());
        }
    }

    /// The name that is being edited in place.
    pub(super) fn naming(&self) -> Option<Naming> {
        let of = self.shell.renaming.as_ref()?;
        let world = name_place(&self.models.scene, of)?;
        let camera = self.session.camera();
        let centre = camera.view_from_world(world.centre());
        let width = ((f64::from(world.width) * camera.zoom) as i32).clamp(120, 260);
        let place = Rect::new(centre.x as i32 - width / 2, centre.y as i32 - 15, width, 30);
        Some(Naming {
            of: of.clone(),
            place,
            name: self.name(of).into(),
        })
    }

    fn name(&self, of: &Ref) -> Rc<str> {
        editor::words::name(&self.session.document().topology, of)
    }
}
