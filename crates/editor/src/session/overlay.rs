//! What a gesture in flight draws above the scene.

use std::rc::Rc;

use reach::id::Ref;

use crate::kernel::geometry::{Rect, World};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Outlines of what is moved or about to be placed.
    pub ghosts: Vec<Rect>,
    /// The line that follows the pointer while connecting.
    pub rubber: Option<(World, World)>,
    pub marquee: Option<Rect>,
    /// Snap guides, each a straight line.
    pub guides: Vec<(World, World)>,
    /// Where lines can be drawn from: at what is hovered and what is selected.
    pub handles: Vec<Handle>,
    /// Where it would go if it were let go now, and whether that works.
    pub target: Option<DropTarget>,
}

/// A small circle on an element's border: drag it, or click it and then the other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    pub of: Ref,
    pub at: World,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropTarget {
    pub of: Ref,
    pub rect: Rect,
    /// What would happen ("10.0.3.10 in private-b"), or why it cannot.
    pub text: Rc<str>,
    pub accepted: bool,
}
