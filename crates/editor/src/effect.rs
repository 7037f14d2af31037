//! What the outermost crate does for the session.

use std::rc::Rc;

use document::Document;
use reach::id::Ref;

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The document changed: save it locally and mirror it into the address (both debounced by the port).
    Save(Rc<Document>),
    CopyText(String),
    ReadClipboard,
    /// One polite sentence for the live region: what changed, in meaning, not coordinates.
    Announce(String),
    /// Move the keyboard focus to this element of the canvas.
    Focus(Ref),
    /// Start editing the element's name in place.
    Rename(Ref),
    /// Move the keyboard focus to the palette's filter.
    FocusPalette,
    /// What was chosen in the palette is placed or taken up: what was typed to find it has done its work.
    ClearPalette,
    /// Show the trace, and move the keyboard focus to the first fix that can be applied; where there is none, to why.
    FocusFixes,
    /// Move the keyboard focus to the shown flow's verdict.
    FocusVerdict,
    /// Move the keyboard focus to the next part of the page, or the previous one: palette, drawing, inspector, trace.
    FocusPart {
        forward: bool,
    },
    /// Open a dialog or menu that belongs to the view.
    OpenShare,
    OpenGallery,
    OpenCommandPalette,
    OpenKeySheet,
    /// What can be done with the selection, where it was asked for.
    OpenMenu,
    /// Who reaches whom, as a table.
    OpenMatrix,
    /// Go through the steps of the shown trace, one after the other.
    Play,
    /// Flow logs and costs of the shown flow.
    OpenAlong,
    /// What the last change did to all pairs of ends.
    OpenCompare,
    OpenConnectList(Ref),
    /// Embedded: tell the host page about the selected flow's verdict.
    PostTrace(usize),
}
