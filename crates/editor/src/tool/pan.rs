//! Panning with one pointer, and two fingers that pan and zoom.

use super::{Act, Answer, Canvas, Gesture};
use crate::input::{Pointer, PointerInput, PointerPhase};
use crate::kernel::geometry::{Camera, Px};
use crate::session::{Overlay, zoomed};

#[derive(Clone, Debug)]
pub(crate) struct Pan {
    start: PointerInput,
    camera: Camera,
}

impl Pan {
    pub(super) fn new(canvas: &Canvas<'_>, input: &PointerInput) -> Self {
        Self {
            start: *input,
            camera: canvas.camera,
        }
    }

    pub(super) fn next(self, _canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        if input.phase == PointerPhase::Up {
            return Answer::default();
        }
        let zoom = self.camera.zoom;
        let camera = Camera {
            x: self.camera.x - (input.at.x - self.start.at.x) / zoom,
            y: self.camera.y - (input.at.y - self.start.at.y) / zoom,
            zoom,
        };
        let mut answer = Answer::of(Gesture::Panning(self), Overlay::default());
        answer.acts.push(Act::Look(camera));
        answer
    }
}

/// Two fingers: the point between them stays under them.
#[derive(Clone, Debug)]
pub(crate) struct Pinch {
    start: [Px; 2],
    now: [(Pointer, Px); 2],
    camera: Camera,
}

pub(super) fn pinch(canvas: &Canvas<'_>, first: &PointerInput, second: &PointerInput) -> Answer {
    let pinch = Pinch {
        start: [first.at, second.at],
        now: [(first.pointer, first.at), (second.pointer, second.at)],
        camera: canvas.camera,
    };
    Answer::of(Gesture::Pinching(pinch), Overlay::default())
}

impl Pinch {
    pub(super) fn next(mut self, _canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        if input.phase == PointerPhase::Up {
            return Answer::default();
        }
        for (pointer, at) in &mut self.now {
            if pointer.id == input.pointer.id {
                *at = input.at;
            }
        }
        let [(_, a), (_, b)] = self.now;
        let [c, d] = self.start;
        let factor = distance(a, b) / distance(c, d).max(1.0);
        let (from, to) = (middle(c, d), middle(a, b));
        let mut camera = zoomed(self.camera, from, factor);
        camera.x -= (to.x - from.x) / camera.zoom;
        camera.y -= (to.y - from.y) / camera.zoom;
        let mut answer = Answer::of(Gesture::Pinching(self), Overlay::default());
        answer.acts.push(Act::Look(camera));
        answer
    }
}

fn middle(a: Px, b: Px) -> Px {
    Px {
        x: f64::midpoint(a.x, b.x),
        y: f64::midpoint(a.y, b.y),
    }
}

fn distance(a: Px, b: Px) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
