//! A box that selects: nodes that it touches, frames that it holds whole. So a box inside a VPC never takes the VPC.

use reach::id::Ref;

use super::{Act, Answer, Canvas, Gesture};
use crate::input::{PointerInput, PointerPhase};
use crate::kernel::geometry::{Rect, World};
use crate::session::Overlay;

#[derive(Clone, Debug)]
pub(crate) struct Marquee {
    start: World,
    /// Shift: what was selected stays.
    kept: Vec<Ref>,
}

impl Marquee {
    pub(super) fn start(canvas: &Canvas<'_>, press: &PointerInput, input: &PointerInput) -> Answer {
        let kept = if press.modifiers.shift {
            canvas.selection.to_vec()
        } else {
            Vec::new()
        };
        let start = canvas.world(press);
        Self { start, kept }.next(canvas, input)
    }

    pub(super) fn next(self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        let at = canvas.world(input);
        let (x, y) = (self.start.x.min(at.x), self.start.y.min(at.y));
        let rect = Rect::new(x, y, (self.start.x - at.x).abs(), (self.start.y - at.y).abs());
        let mut selected = self.kept.clone();
        for of in touched(canvas, rect) {
            if !selected.contains(&of) {
                selected.push(of);
            }
        }
        let act = Act::Select(selected);
        if input.phase == PointerPhase::Up {
            return Answer::act(act);
        }
        let overlay = Overlay {
            marquee: Some(rect),
            ..Overlay::default()
        };
        let mut answer = Answer::of(Gesture::Marquee(self), overlay);
        if canvas.selection != selected_of(&act) {
            answer.acts.push(act);
        }
        answer
    }
}

fn selected_of(act: &Act) -> &[Ref] {
    match act {
        Act::Select(selected) => selected,
        _ => &[],
    }
}

fn touched(canvas: &Canvas<'_>, rect: Rect) -> Vec<Ref> {
    let mut found = Vec::new();
    for group in &canvas.derived.scene.groups {
        let frames = group.frames.iter().filter(|frame| rect.encloses(frame.rect));
        found.extend(frames.filter_map(|frame| frame.of.clone()));
        let nodes = group.nodes.iter().filter(|node| rect.intersects(node.rect));
        found.extend(nodes.map(|node| node.of.clone()));
    }
    found
}
