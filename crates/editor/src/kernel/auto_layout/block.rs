//! A rectangle with everything inside it, built from the inside out.

use std::rc::Rc;

use reach::id::Ref;

use super::slot::free_slot;
use crate::kernel::geometry::{Rect, grid_up, hull};

/// What a rectangle stands for: an element, or one of its several drawings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) of: Ref,
    pub(super) part: Option<Rc<str>>,
}

impl Key {
    pub(super) fn of(of: Ref) -> Self {
        Self { of, part: None }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) key: Key,
    pub(super) rect: Rect,
    /// In the same coordinates as `rect`.
    pub(super) inside: Vec<(Key, Rect)>,
    /// Stands where a saved place says; the others may still be moved.
    pub(super) fixed: bool,
}

impl Block {
    pub(super) fn leaf(key: Key, size: (i32, i32), place: Option<Rect>) -> Self {
        Self {
            key,
            rect: place.unwrap_or(Rect::new(0, 0, size.0, size.1)),
            inside: Vec::new(),
            fixed: place.is_some(),
        }
    }

    pub(super) fn move_to(&mut self, x: i32, y: i32) {
        let (dx, dy) = (x - self.rect.x, y - self.rect.y);
        self.rect = self.rect.moved(dx, dy);
        for (_, rect) in &mut self.inside {
            *rect = rect.moved(dx, dy);
        }
    }

    fn into_items(self) -> impl Iterator<Item = (Key, Rect)> {
        std::iter::once((self.key, self.rect)).chain(self.inside)
    }
}

/// How much room a frame keeps around what is inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Insets {
    pub(super) top: i32,
    pub(super) side: i32,
    pub(super) bottom: i32,
    /// Between the things inside.
    pub(super) gap: i32,
    pub(super) min: (i32, i32),
}

impl Insets {
    fn around(self, inner: Rect) -> Rect {
        Rect::new(
            inner.x - self.side,
            inner.y - self.top,
            inner.width + 2 * self.side,
            inner.height + self.top + self.bottom,
        )
    }

    fn inner(self, outer: Rect) -> Rect {
        Rect::new(
            outer.x + self.side,
            outer.y + self.top,
            outer.width - 2 * self.side,
            outer.height - self.top - self.bottom,
        )
    }
}

/// Puts the blocks into a frame: tidily where nothing inside has a saved place, and around what has one otherwise.
///
/// `tidy` arranges blocks from the origin of the frame's inside.
pub(super) fn frame(
    key: Key,
    own: Option<Rect>,
    insets: Insets,
    mut blocks: Vec<Block>,
    tidy: impl FnOnce(&mut [Block]),
) -> Block {
    let fixed = own.is_some() || blocks.iter().any(|block| block.fixed);
    if fixed {
        let rect = fill(own, insets, &mut blocks);
        return Block {
            key,
            rect,
            inside: blocks.into_iter().flat_map(Block::into_items).collect(),
            fixed,
        };
    }
    tidy(&mut blocks);
    let inner = hull(blocks.iter().map(|block| block.rect)).unwrap_or_default();
    let outer = insets.around(Rect::new(0, 0, inner.right(), inner.bottom()));
    let rect = Rect::new(
        outer.x,
        outer.y,
        grid_up(outer.width.max(insets.min.0)),
        grid_up(outer.height.max(insets.min.1)),
    );
    Block {
        key,
        rect,
        inside: blocks.into_iter().flat_map(Block::into_items).collect(),
        fixed,
    }
}

/// Finds free slots for the blocks without a place and lets the frame grow until it holds all of them.
fn fill(own: Option<Rect>, insets: Insets, blocks: &mut [Block]) -> Rect {
    let mut occupied: Vec<Rect> = blocks
        .iter()
        .filter(|block| block.fixed)
        .map(|block| block.rect)
        .collect();
    let around = hull(occupied.iter().copied()).map(|inner| insets.around(inner));
    let mut rect = match (own, around) {
        (Some(own), Some(around)) => own.union(around),
        (Some(own), None) => own,
        (None, Some(around)) => around,
        (None, None) => Rect::default(),
    };
    rect.width = rect.width.max(insets.min.0);
    rect.height = rect.height.max(insets.min.1);
    for block in blocks.iter_mut().filter(|block| !block.fixed) {
        let size = (block.rect.width, block.rect.height);
        let slot = free_slot(insets.inner(rect), size, &occupied, insets.gap);
        block.move_to(slot.x, slot.y);
        occupied.push(slot);
        rect = rect.union(insets.around(slot));
    }
    rect
}
