//! A drag that comes near the edge of the view moves the view along, for as long as the pointer stays there.

use super::Session;
use crate::effect::Effect;
use crate::input::{PointerInput, PointerPhase};
use crate::tool::Gesture;

/// How near, in pixels of the view.
const EDGE: f64 = 32.0;
/// At the very edge and beyond it, in pixels a frame.
const FASTEST: f64 = 14.0;

/// Where a drag was last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    last: PointerInput,
    /// It was away from the edges once: what only comes in over an edge, or begins there, moves nothing.
    was_inside: bool,
}

impl Session {
    /// Whether the view goes on moving while the pointer stays where it is: then the page sends [`crate::Message::Pull`] at each frame.
    pub fn is_pulling(&self) -> bool {
        self.pull_speed() != (0.0, 0.0)
    }

    pub(super) fn note_pull(&mut self, input: &PointerInput) {
        let drags = match &self.gesture {
            Gesture::Translating(_) | Gesture::Marquee(_) | Gesture::Placing(_) => true,
            Gesture::Connecting(connect) => connect.is_held(),
            _ => false,
        };
        self.pull = (drags && input.phase == PointerPhase::Move).then(|| Pull {
            last: *input,
            was_inside: self.speed_at(input) == (0.0, 0.0) || self.pull.is_some_and(|pull| pull.was_inside),
        });
    }

    /// One frame of it.
    pub(super) fn pull(&mut self) -> Vec<Effect> {
        let (Some(pull), (x, y)) = (self.pull, self.pull_speed()) else {
            return Vec::new();
        };
        if (x, y) == (0.0, 0.0) {
            return Vec::new();
        }
        self.looked = true;
        self.camera.x += x / self.camera.zoom;
        self.camera.y += y / self.camera.zoom;
        // Under a pointer that stays lies something else now.
        self.pointer(&pull.last)
    }

    fn pull_speed(&self) -> (f64, f64) {
        let pull = self.pull.filter(|pull| pull.was_inside);
        pull.map_or((0.0, 0.0), |pull| self.speed_at(&pull.last))
    }

    fn speed_at(&self, input: &PointerInput) -> (f64, f64) {
        let speed = |at: f64, length: f64| {
            let before = (EDGE - at).clamp(0.0, EDGE);
            let behind = (at - (length - EDGE)).clamp(0.0, EDGE);
            // A view that is all edge has no middle to go to.
            if length > 4.0 * EDGE {
                (behind - before) / EDGE * FASTEST
            } else {
                0.0
            }
        };
        let (width, height) = self.viewport;
        (speed(input.at.x, width), speed(input.at.y, height))
    }
}
