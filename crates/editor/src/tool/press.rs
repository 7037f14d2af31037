//! A press that is not a drag yet, the click that comes of it, and the handles under a pointer that only hovers.

use reach::id::Ref;

use super::connect::{Connect, Purpose};
use super::hit::{Hit, pick, rect_of};
use super::{Act, Answer, Canvas, Gesture, Tool, marquee, pan, translate};
use crate::edit::connect;
use crate::input::{Button, PointerInput, PointerKind, PointerPhase};
use crate::kernel::geometry::{Rect, World};
use crate::session::{Handle, Overlay};

/// A press becomes a drag after so many pixels; a finger trembles more than a mouse.
const SLOP: f64 = 4.0;
const SLOP_TOUCH: f64 = 10.0;
/// Lines are hit within so many pixels.
pub(super) const LINE_REACH: f64 = 6.0;
/// Handles: half of the 24 px that a target needs at least, and of the 44 px for fingers.
const HANDLE_REACH: f64 = 12.0;
const HANDLE_REACH_TOUCH: f64 = 22.0;
/// Up to this size, in world pixels, most of a thing is for selecting it, and its handles begin at the rim.
const SMALL: i32 = 48;
const RIM: i32 = 4;

#[derive(Clone, Debug)]
pub(crate) struct Press {
    start: PointerInput,
    hit: Hit,
}

impl Press {
    pub(super) fn start(canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        if let Some(from) = handle_at(canvas, input) {
            return Connect::start(canvas, from, Purpose::Connect, true, input);
        }
        let hit = pick(
            &canvas.derived.scene,
            canvas.world(input),
            canvas.world_length(LINE_REACH),
        );
        if input.button == Button::Secondary {
            return match hit.element() {
                Some(of) if !canvas.selection.contains(of) => Answer::act(Act::Select(vec![of.clone()])),
                _ => Answer::default(),
            };
        }
        let press = Self { start: *input, hit };
        Answer::of(Gesture::Pressing(press), hovering(canvas, input))
    }

    pub(super) fn next(self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        if input.pointer.id != self.start.pointer.id {
            return Answer::of(Gesture::Pressing(self), Overlay::default());
        }
        match input.phase {
            PointerPhase::Up => self.click(canvas, input),
            PointerPhase::Move if self.is_drag(input) => self.drag(canvas, input),
            _ => Answer::of(Gesture::Pressing(self), Overlay::default()),
        }
    }

    fn is_drag(&self, input: &PointerInput) -> bool {
        let (x, y) = (input.at.x - self.start.at.x, input.at.y - self.start.at.y);
        let slop = if input.pointer.kind == PointerKind::Touch {
            SLOP_TOUCH
        } else {
            SLOP
        };
        x * x + y * y > slop * slop
    }

    fn drag(self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        let pans = || pan::Pan::new(canvas, &self.start).next(canvas, input);
        if canvas.tool != Tool::Select {
            return match (self.hit.element(), canvas.tool) {
                (Some(from), Tool::Trace) => {
                    Connect::start(canvas, from.clone(), Purpose::Trace, true, &self.start).then(canvas, input)
                }
                (Some(from), Tool::Connect) => {
                    Connect::start(canvas, from.clone(), Purpose::Connect, true, &self.start).then(canvas, input)
                }
                _ => pans(),
            };
        }
        if !canvas.may_edit() {
            return pans();
        }
        let boxes = self.start.modifiers.shift;
        match &self.hit {
            Hit::Node(of) | Hit::Frame(of) if !boxes => translate::Translate::start(canvas, of, &self.start, input),
            _ if input.pointer.kind == PointerKind::Touch => pans(),
            _ => marquee::Marquee::start(canvas, &self.start, input),
        }
    }

    fn click(self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        if let Some(purpose) = purpose_of(canvas.tool) {
            return match self.hit.element() {
                Some(from) => Connect::start(canvas, from.clone(), purpose, false, input),
                None => Answer::default(),
            };
        }
        let act = match (&self.hit, self.start.modifiers.shift) {
            (Hit::Flow(flow), _) => Act::SelectFlow(*flow),
            (Hit::Nothing, true) => return Answer::default(),
            (Hit::Nothing, false) => Act::Select(Vec::new()),
            (hit, more) => match hit.element() {
                Some(of) if more => Act::Select(toggled(canvas.selection, of)),
                Some(of) if self.start.clicks == 2 && canvas.may_edit() => Act::Rename(of.clone()),
                Some(of) => Act::Select(vec![of.clone()]),
                None => return Answer::default(),
            },
        };
        let mut answer = Answer::act(act);
        answer.overlay = hovering(canvas, input);
        answer
    }
}

fn purpose_of(tool: Tool) -> Option<Purpose> {
    match tool {
        Tool::Trace => Some(Purpose::Trace),
        Tool::Connect => Some(Purpose::Connect),
        Tool::Select | Tool::Hand => None,
    }
}

/// The selection with the element added, or taken out.
pub(crate) fn toggled(selection: &[Ref], of: &Ref) -> Vec<Ref> {
    let mut next: Vec<Ref> = selection.iter().filter(|other| *other != of).cloned().collect();
    if next.len() == selection.len() {
        next.push(of.clone());
    }
    next
}

/// No button is down: handles appear at what lies under the pointer and at what is selected.
pub(super) fn hover(canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
    Answer::of(Gesture::Idle, hovering(canvas, input))
}

fn hovering(canvas: &Canvas<'_>, input: &PointerInput) -> Overlay {
    Overlay {
        handles: handles(canvas, input),
        ..Overlay::default()
    }
}

fn handles(canvas: &Canvas<'_>, input: &PointerInput) -> Vec<Handle> {
    if !canvas.may_edit() || canvas.tool != Tool::Select || canvas.armed.is_some() {
        return Vec::new();
    }
    let scene = &canvas.derived.scene;
    let at = canvas.world(input);
    let mut owners: Vec<Ref> = Vec::new();
    if let [one] = canvas.selection {
        owners.push(one.clone());
    }
    // A little beyond its border an element still counts as hovered, so that its handles can be reached.
    let near = canvas.world_length(HANDLE_REACH);
    let hovered = pick(scene, at, 0).element().cloned();
    let beside = super::rects(scene)
        .iter()
        .filter(|(of, rect)| of.kind == reach::id::Kind::Vpc && rect.inflated(near).contains(at))
        .map(|(of, _)| of.clone());
    for of in hovered.into_iter().chain(beside) {
        if !owners.contains(&of) {
            owners.push(of);
        }
    }
    owners.retain(|of| connect::can_start(&canvas.document.topology, of));
    // Chips are too small for handles: a click there has to select.
    owners
        .iter()
        .filter_map(|of| Some((of, *super::rects(scene).get(of)?)))
        .flat_map(|(of, rect)| points(rect).map(|at| Handle { of: of.clone(), at }))
        .collect()
}

/// The middles of the four sides.
fn points(rect: Rect) -> [World; 4] {
    let centre = rect.centre();
    [
        World::new(rect.right(), centre.y),
        World::new(centre.x, rect.bottom()),
        World::new(rect.x, centre.y),
        World::new(centre.x, rect.y),
    ]
}

/// Nodes lie above handles of frames: a gateway on the border is not in the way of itself.
fn handle_at(canvas: &Canvas<'_>, input: &PointerInput) -> Option<Ref> {
    if input.button != Button::Primary {
        return None;
    }
    let touch = input.pointer.kind == PointerKind::Touch;
    let reach = canvas.world_length(if touch { HANDLE_REACH_TOUCH } else { HANDLE_REACH });
    let at = canvas.world(input);
    let over = match pick(&canvas.derived.scene, at, 0) {
        Hit::Node(of) => Some(of),
        _ => None,
    };
    handles(canvas, input)
        .into_iter()
        .filter(|handle| over.as_ref().is_none_or(|node| *node == handle.of))
        .find(|handle| {
            let rect = rect_of(&canvas.derived.scene, &handle.of).unwrap_or_default();
            let size = rect.width.min(rect.height);
            // A small circle is for selecting it, but for its rim.
            let is_inside = size <= SMALL && rect.inflated(-RIM).contains(at);
            let reach = reach.min(size / 3);
            !is_inside && (handle.at.x - at.x).abs() <= reach && (handle.at.y - at.y).abs() <= reach
        })
        .map(|handle| handle.of)
}
