//! What only the page knows: dialogs, drawers, theme, banners. Nothing of it is saved with a diagram.

use std::rc::Rc;

use document::{Document, Mode};
use editor::Activity;
use reach::id::Ref;
use reach::question::Question;

use crate::port::dom;
use crate::port::location::Query;
use crate::port::theme::Theme;
use crate::view::panel::export::Take;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    Share,
    Export,
    Gallery,
    Commands,
    /// What can be done with the selection, at this place of the window.
    Menu(i32, i32),
    Matrix,
    Along,
    Compare,
    Keys,
    /// The diagram in the text form, to edit.
    Text,
    /// An empty field for a diagram from elsewhere.
    Paste,
    /// How far reading other programs' files is.
    Importing,
    /// Values that templates need.
    Parameters,
    /// What was made of other programs' files.
    Report,
    /// What to connect this element with.
    Connect(Ref),
}

/// Where the diagram is kept besides on this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    #[default]
    Nowhere,
    Browser,
    /// The browser refused.
    Refused,
    /// Came with a link from elsewhere and is not edited yet.
    Link,
}

impl Kept {
    pub const fn words(self) -> &'static str {
        match self {
            Kept::Nowhere => "",
            Kept::Browser => "saved in this browser",
            Kept::Refused => "not saved: this browser keeps nothing for this page",
            Kept::Link => "shared diagram, not saved",
        }
    }
}

/// A message over the drawing that stays until it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: Rc<str>,
    pub text: Rc<str>,
    /// It is about a diagram that did not open: there are other ways to one.
    pub offers: bool,
}

#[derive(Clone, Debug)]
pub struct Shell {
    pub embed: bool,
    pub theme: Theme,
    pub dialog: Option<Dialog>,
    pub kept: Kept,
    /// What the reader of a shared link may do.
    pub share_mode: Mode,
    pub notice: Option<Notice>,
    /// The first question is asked until it is answered or closed.
    pub asking: bool,
    /// On a narrow screen: the palette and the outline are shown.
    pub drawer: bool,
    /// On a narrow screen: the inspector covers the trace.
    pub inspecting: bool,
    pub dock: bool,
    /// What was typed over the palette.
    pub filter: Rc<str>,
    /// The element whose name is being edited in place.
    pub renaming: Option<Ref>,
    /// What the live region says.
    pub said: Rc<str>,
    /// Embedded: the wheel zooms only after the drawing was clicked.
    pub activated: bool,
    pub zoom_hint: bool,
}

/// What the views ask of the page itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Activity(Activity),
    Open(Dialog),
    CloseDialog,
    /// A line of the list that is open.
    Choose(usize),
    /// A question that was typed where commands are.
    Ask(Question),
    /// An entry of the menu.
    Command(&'static str),
    /// The name that was edited in place is done.
    Named,
    CloseNotice,
    /// The first blocked flow, at the hop that blocks.
    ShowBlocked,
    CloseQuestion,
    NextTheme,
    /// Whether letters, digits and signs alone are shortcuts.
    SingleKeys(bool),
    /// What was typed over the palette.
    Filter(String),
    ToggleDrawer,
    ToggleInspector,
    ToggleDock,
    FocusCanvas,
    Copy(String),
    Take(Take),
    ShareWith(Mode),
    /// An empty diagram.
    NewDiagram,
    /// A diagram of this browser, by its id.
    OpenKept(Rc<str>),
    DeleteKept(Rc<str>),
    UndeleteKept(Rc<str>),
    /// From a diagram that is only looked at to one that can be changed.
    EditCopy,
    /// Files of the reader's computer.
    ChooseFiles,
    /// The same with a folder of them.
    ChooseFolder,
    /// Reading other programs' files is not wanted any more.
    CancelImport,
    /// Values that were asked for, by name.
    GiveValues(Vec<(String, String)>),
    /// The diagram without them.
    ImportWithoutValues,
    /// A sample of the gallery, by its file name.
    OpenSample(Rc<str>),
    /// A diagram that was pasted.
    OpenPasted(Rc<Document>),
}

impl Shell {
    pub fn new(query: &Query) -> Self {
        Self {
            embed: query.embed,
            theme: theme(query),
            dialog: None,
            kept: Kept::default(),
            share_mode: Mode::Edit,
            notice: None,
            asking: false,
            drawer: false,
            inspecting: false,
            // On a narrow screen the sheet would hide the drawing before it was seen.
            dock: query.embed || !dom::is_narrow(),
            filter: "".into(),
            renaming: None,
            said: Rc::from(""),
            activated: !query.embed,
            zoom_hint: false,
        }
    }
}

/// The address wins. An embedded page has nothing in common with the visitor's own.
fn theme(query: &Query) -> Theme {
    match &query.theme {
        Some(word) => Theme::from_word(word),
        None if query.embed => Theme::default(),
        None => Theme::kept().unwrap_or_default(),
    }
}
