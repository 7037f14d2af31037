//! What can be added, each with one line about what it is for.

use crate::message::Placeable;
use crate::scene::Glyph;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaletteItem {
    pub places: Placeable,
    pub glyph: Glyph,
    pub title: &'static str,
    pub purpose: &'static str,
    /// Where it goes: "in a subnet".
    pub parent: &'static str,
}

pub const PALETTE: &[PaletteItem] = &[];
