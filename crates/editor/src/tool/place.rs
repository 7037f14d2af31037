//! An armed palette item: it follows the pointer, shows what would come of it, and is put down where the pointer lets go.

use std::rc::Rc;

use reach::id::{Kind, Ref};

use super::hit::{container_at, frame_at, rect_of, rects};
use super::translate::materialised;
use super::{Act, Answer, Canvas, Gesture};
use crate::edit::create::catalog::{self, Drawn, Goes};
use crate::edit::{Drawing, Edit, Refused, carry_out, create};
use crate::input::{PointerInput, PointerPhase};
use crate::kernel::auto_layout::{CARD, HEADER, PEERING_GAP, ROUND, VPC_PADDING, place_of};
use crate::kernel::geometry::{GRID, Rect, World};
use crate::message::Placeable;
use crate::session::{DropTarget, Overlay};

#[derive(Clone, Debug)]
pub(crate) struct Place {
    what: Placeable,
    tried: Option<Tried>,
}

/// What would be its parent, and what would come of it, in words; worked out once for each new parent.
#[derive(Clone, Debug)]
struct Tried {
    parent: Option<Ref>,
    result: Result<Rc<str>, Rc<str>>,
}

impl Place {
    pub(super) fn new(what: Placeable) -> Self {
        Self { what, tried: None }
    }

    pub(super) fn next(mut self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        if canvas.armed != Some(self.what) {
            return Answer::default();
        }
        let at = canvas.world(input);
        let parent = parent_at(canvas, self.what, at);
        if input.phase == PointerPhase::Up {
            if !canvas.inside(input) {
                return Answer::default();
            }
            let act = match edit_at(canvas, self.what, parent.as_ref(), at) {
                Ok(edit) => Act::Commit(edit),
                Err(refused) => Act::Refuse(refused.0),
            };
            let mut answer = Answer::act(act);
            answer.acts.push(Act::Disarm);
            return answer;
        }
        if self.tried.as_ref().map(|tried| &tried.parent) != Some(&parent) {
            let result = preview(canvas, self.what, parent.as_ref());
            self.tried = Some(Tried { parent, result });
        }
        let overlay = self.overlay(canvas, at);
        Answer::of(Gesture::Placing(self), overlay)
    }

    fn overlay(&self, canvas: &Canvas<'_>, at: World) -> Overlay {
        let ghost = box_at(self.what, at);
        let target = self.tried.as_ref().map(|Tried { parent, result }| {
            let rect = parent.as_ref().and_then(|of| rect_of(&canvas.derived.scene, of));
            let (text, accepted) = match result {
                Ok(text) => (text, true),
                Err(text) => (text, false),
            };
            DropTarget {
                of: parent.clone().unwrap_or_else(Ref::internet),
                rect: rect.unwrap_or(ghost),
                text: Rc::clone(text),
                accepted,
            }
        });
        Overlay {
            ghosts: vec![ghost],
            target,
            ..Overlay::default()
        }
    }
}

/// The frame that it would go into: the innermost of the right kind, else whatever lies there, so that a refusal can name it.
fn parent_at(canvas: &Canvas<'_>, what: Placeable, at: World) -> Option<Ref> {
    let scene = &canvas.derived.scene;
    match (catalog::of(what).goes, create::container(what)) {
        (Goes::InVpcOrSubnet, _) => frame_at(scene, at, |of| matches!(of.kind, Kind::Vpc | Kind::Subnet)),
        (Goes::In(Kind::TransitGateway), _) => rects(scene)
            .iter()
            .find(|(of, rect)| of.kind == Kind::TransitGateway && rect.inflated(GRID).contains(at))
            .map(|(of, _)| of.clone()),
        (_, Some(kind)) => container_at(scene, at, kind, &[]).or_else(|| frame_at(scene, at, |_| true)),
        (_, None) => None,
    }
}

fn preview(canvas: &Canvas<'_>, what: Placeable, parent: Option<&Ref>) -> Result<Rc<str>, Rc<str>> {
    let edit = make(canvas.drawing(), what, parent).map_err(|refused| refused.0)?;
    carry_out(canvas.document, &edit).map_err(|refused| refused.0)?;
    // It is not done yet.
    let done = edit.said.unwrap_or(edit.name);
    Ok(match done.strip_prefix("Added ") {
        Some(rest) => format!("Add {rest}").into(),
        None => done,
    })
}

/// On the canvas the pointer says where; without a frame under it there is no parent to guess.
fn make(drawing: Drawing<'_>, what: Placeable, parent: Option<&Ref>) -> Result<Edit, Refused> {
    if let (Some(kind), None) = (create::container(what), parent) {
        let title = create::title(what);
        let article = if kind == Kind::Site { "an" } else { "a" };
        return Err(format!("Drop the {title} on {article} {}.", kind.title()).into());
    }
    create::create(drawing, what, parent)
}

/// Creates it with its place, if that is free; else the automatic layout finds one.
fn edit_at(canvas: &Canvas<'_>, what: Placeable, parent: Option<&Ref>, at: World) -> Result<Edit, Refused> {
    let mut edit = make(canvas.drawing(), what, parent)?;
    edit.places = materialised(canvas.document, &canvas.derived.scene);
    let of = edit.select.as_ref().and_then(|select| select.first().cloned());
    if let Some(of) = of
        && has_place(what)
    {
        let frame = parent.and_then(|of| rect_of(&canvas.derived.scene, of));
        let wanted = match frame {
            Some(frame) => within(box_at(what, at), frame),
            None => box_at(what, at),
        };
        let gap = if parent.is_none() { PEERING_GAP } else { GRID };
        if is_free(canvas, parent, wanted, gap) {
            edit.places.insert(of, Some(place_of(wanted)));
        }
    }
    Ok(edit)
}

/// Gateways on a border follow their VPC.
fn has_place(what: Placeable) -> bool {
    catalog::of(what).drawn != Drawn::Follows
}

fn size(what: Placeable) -> (i32, i32) {
    match catalog::of(what).drawn {
        Drawn::Frame(width, height) => (width, height),
        Drawn::Card => CARD,
        Drawn::Circle | Drawn::Follows => (ROUND, ROUND),
    }
}

/// Frames hang from the pointer by their upper left corner, cards by their middle.
fn box_at(what: Placeable, at: World) -> Rect {
    let (width, height) = size(what);
    let is_frame = matches!(catalog::of(what).drawn, Drawn::Frame(..));
    let corner = if is_frame {
        World::new(at.x - 3 * GRID, at.y - 3 * GRID)
    } else {
        World::new(at.x - width / 2, at.y - height / 2)
    };
    let corner = corner.snapped();
    Rect::new(corner.x, corner.y, width, height)
}

/// Moved into the frame, away from its border and its title, as far as there is room.
pub(super) fn within(rect: Rect, frame: Rect) -> Rect {
    let fit = |start: i32, length: i32, from: i32, to: i32| start.min(to - length).max(from);
    let air = if rect.height > CARD.1 { VPC_PADDING } else { 2 * GRID };
    Rect {
        x: fit(rect.x, rect.width, frame.x + air, frame.right() - air),
        y: fit(rect.y, rect.height, frame.y + HEADER + GRID, frame.bottom() - air),
        ..rect
    }
}

/// Nothing beside it in the same container is in the way.
fn is_free(canvas: &Canvas<'_>, parent: Option<&Ref>, wanted: Rect, gap: i32) -> bool {
    let topology = &canvas.document.topology;
    !rects(&canvas.derived.scene).iter().any(|(of, rect)| {
        crate::edit::containment::parent_of(topology, of).as_ref() == parent && rect.inflated(gap).intersects(wanted)
    })
}
