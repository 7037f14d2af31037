//! Moving what is selected, with everything in it. The start is kept; each move is worked out from it, never from the last one.

use std::rc::Rc;

use document::{Document, Place};
use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::sorted::SortedMap;
use reach::topology::Topology;

use super::hit::{container_at, rects};
use super::place::within;
use super::{Act, Answer, Canvas, Gesture};
use crate::edit::reparent::{container, reparent};
use crate::edit::{Drawing, Edit, Refused, carry_out, containment};
use crate::input::{PointerInput, PointerPhase};
use crate::kernel::auto_layout::{self, place_of};
use crate::kernel::geometry::{GRID, Rect, World};
use crate::scene::Scene;
use crate::session::{DropTarget, Overlay};
use crate::words;

#[derive(Clone, Debug)]
pub(crate) struct Translate {
    /// What was pressed, and where.
    held: Ref,
    start: World,
    /// What moves, without what is in another one of them.
    moving: Vec<Ref>,
    /// Where it all stood, with everything inside.
    rects: SortedMap<Ref, Rect>,
    /// The innermost container under the pointer, and what dropping there would do; worked out once for each new one.
    over: Option<(Option<Ref>, Outcome)>,
}

/// What letting go would do.
#[derive(Clone, Debug)]
enum Outcome {
    /// Only its place changes.
    Moves,
    Reparents(Edit),
    Refused(Rc<str>),
}

impl Translate {
    pub(super) fn start(canvas: &Canvas<'_>, of: &Ref, press: &PointerInput, input: &PointerInput) -> Answer {
        let topology = &canvas.document.topology;
        let selected = canvas.selection.contains(of);
        let chosen = if selected {
            canvas.selection.to_vec()
        } else {
            vec![of.clone()]
        };
        let all = rects(&canvas.derived.scene);
        let inside: Vec<Ref> = chosen.iter().flat_map(|of| carried(topology, of)).collect();
        let moving: Vec<Ref> = chosen
            .iter()
            .filter(|of| all.contains_key(of) && !inside.contains(of))
            .cloned()
            .collect();
        let rects = all
            .iter()
            .filter(|(of, _)| moving.contains(of) || inside.contains(of))
            .map(|(of, rect)| (of.clone(), *rect))
            .collect();
        let translate = Self {
            held: of.clone(),
            start: canvas.world(press),
            moving,
            rects,
            over: None,
        };
        let mut answer = translate.next(canvas, input);
        if !selected {
            answer.acts.insert(0, Act::Select(chosen));
        }
        answer
    }

    pub(super) fn next(mut self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        let at = canvas.world(input);
        let delta = self.delta(at, input.modifiers.alt);
        let over = self.container_at(canvas, at);
        if self.over.as_ref().map(|(known, _)| known) != Some(&over) {
            let outcome = self.outcome(canvas, over.as_ref());
            self.over = Some((over, outcome));
        }
        if input.phase == PointerPhase::Up {
            return self.drop(canvas, delta);
        }
        let overlay = self.overlay(canvas, delta);
        Answer::of(Gesture::Translating(Box::new(self)), overlay)
    }

    /// What is held snaps to the grid; the rest keeps its distance from it.
    fn delta(&self, at: World, free: bool) -> World {
        let by = World::new(at.x - self.start.x, at.y - self.start.y);
        match self.rects.get(&self.held) {
            Some(rect) if !free => {
                let snapped = World::new(rect.x + by.x, rect.y + by.y).snapped();
                World::new(snapped.x - rect.x, snapped.y - rect.y)
            }
            _ => by,
        }
    }

    /// The kind of container that all of what moves needs; `None` for what lies on the open canvas.
    fn container_kind(&self) -> Option<Kind> {
        container(self.held.kind)
    }

    fn container_at(&self, canvas: &Canvas<'_>, at: World) -> Option<Ref> {
        let carried: Vec<Ref> = self.rects.keys().cloned().collect();
        container_at(&canvas.derived.scene, at, self.container_kind()?, &carried)
    }

    fn outcome(&self, canvas: &Canvas<'_>, over: Option<&Ref>) -> Outcome {
        let topology = &canvas.document.topology;
        let (Some(kind), name) = (self.container_kind(), words::name(topology, &self.held)) else {
            return Outcome::Moves;
        };
        let home = containment::parent_of(topology, &self.held);
        // A gateway hangs on the border: a little outside is still at home.
        let hangs = kind == Kind::Vpc && self.held.kind != Kind::Subnet;
        let Some(over) = over else {
            if home.is_none() || hangs {
                return Outcome::Moves;
            }
            return Outcome::Refused(format!("{name} has to lie in a {}.", kind.title()).into());
        };
        let inside = self.moving.iter().filter(|of| container(of.kind) == Some(kind));
        match reparent_all(canvas.drawing(), inside, over) {
            Ok(edit) if edit.operations.is_empty() => Outcome::Moves,
            Ok(edit) => match carry_out(canvas.document, &edit) {
                Ok(_) => Outcome::Reparents(edit),
                Err(refused) => Outcome::Refused(refused.0),
            },
            Err(refused) => Outcome::Refused(refused.0),
        }
    }

    fn drop(self, canvas: &Canvas<'_>, delta: World) -> Answer {
        let edit = match self.over.as_ref().map(|(_, outcome)| outcome) {
            Some(Outcome::Refused(text)) => return Answer::act(Act::Refuse(Rc::clone(text))),
            Some(Outcome::Reparents(edit)) => edit.clone(),
            Some(Outcome::Moves) | None => {
                let names: Vec<String> = self
                    .moving
                    .iter()
                    .map(|of| words::name(&canvas.document.topology, of).to_string())
                    .collect();
                let what = if names.len() > 2 {
                    words::count(names.len(), "element")
                } else {
                    words::list(&names)
                };
                Edit::new(format!("Move {what}"), Vec::new())
            }
        };
        if delta == World::default() && edit.operations.is_empty() {
            return Answer::default();
        }
        let mut edit = edit;
        let delta = self.inside_frame(canvas, &edit, delta);
        let delta = self.beside_others(canvas, delta);
        edit.places = materialised(canvas.document, &canvas.derived.scene);
        for (of, rect) in &self.rects {
            if !follows(of) || self.moving.contains(of) || canvas.document.layout.places.contains_key(of) {
                edit.places
                    .insert(of.clone(), Some(place_of(rect.moved(delta.x, delta.y))));
            }
        }
        // Gateways follow the border of the VPC that they were given to.
        if !edit.operations.is_empty() {
            for of in self.moving.iter().filter(|of| follows(of)) {
                edit.places.insert(of.clone(), None);
            }
        }
        Answer::act(Act::Commit(edit))
    }

    /// In a new container the whole box comes to lie inside, not only the point under the pointer.
    fn inside_frame(&self, canvas: &Canvas<'_>, edit: &Edit, delta: World) -> World {
        let over = self.over.as_ref().and_then(|(over, _)| over.as_ref());
        let all = rects(&canvas.derived.scene);
        match (over.and_then(|of| all.get(of)), self.rects.get(&self.held)) {
            (Some(frame), Some(rect)) if !edit.operations.is_empty() => {
                let there = within(rect.moved(delta.x, delta.y), *frame);
                World::new(there.x - rect.x, there.y - rect.y)
            }
            _ => delta,
        }
    }

    /// Nothing is put down on a neighbour: the nearest free place is taken.
    fn beside_others(&self, canvas: &Canvas<'_>, delta: World) -> World {
        let topology = &canvas.document.topology;
        let home = containment::parent_of(topology, &self.held);
        let into = self.over.as_ref().and_then(|(over, _)| over.clone()).or(home);
        let solid: Vec<&Ref> = self.moving.iter().filter(|of| !follows(of)).collect();
        let stays = |of: &Ref| !self.rects.contains_key(of) && !follows(of);
        let near = rects(&canvas.derived.scene)
            .iter()
            .filter(|(of, _)| stays(of) && containment::parent_of(topology, of) == into);
        let occupied: Vec<Rect> = near.map(|(_, rect)| *rect).collect();
        let wanted = solid.iter().filter_map(|of| self.rects.get(*of));
        let wanted: Vec<Rect> = wanted.map(|rect| rect.moved(delta.x, delta.y)).collect();
        let (x, y) = auto_layout::free_step(&wanted, &occupied, GRID);
        World::new(delta.x + x, delta.y + y)
    }

    fn overlay(&self, canvas: &Canvas<'_>, delta: World) -> Overlay {
        let ghosts: Vec<Rect> = self.rects.values().map(|rect| rect.moved(delta.x, delta.y)).collect();
        let target = self.over.as_ref().and_then(|(over, outcome)| {
            let (text, accepted): (Rc<str>, bool) = match outcome {
                Outcome::Moves => return None,
                Outcome::Reparents(edit) => (edit.said.clone().unwrap_or_else(|| Rc::clone(&edit.name)), true),
                Outcome::Refused(text) => (Rc::clone(text), false),
            };
            let all = rects(&canvas.derived.scene);
            let of = over.clone().unwrap_or_else(|| self.held.clone());
            let rect = all.get(&of).copied().unwrap_or_default();
            let rect = if over.is_none() {
                rect.moved(delta.x, delta.y)
            } else {
                rect
            };
            Some(DropTarget {
                of,
                rect,
                text,
                accepted,
            })
        });
        Overlay {
            guides: self.guides(canvas, delta),
            ghosts,
            target,
            ..Overlay::default()
        }
    }

    /// Lines through edges and middles that come to lie on those of a neighbour.
    fn guides(&self, canvas: &Canvas<'_>, delta: World) -> Vec<(World, World)> {
        let Some(held) = self.rects.get(&self.held).map(|rect| rect.moved(delta.x, delta.y)) else {
            return Vec::new();
        };
        let topology = &canvas.document.topology;
        let home = containment::parent_of(topology, &self.held);
        let mut lines = Vec::new();
        for (of, rect) in rects(&canvas.derived.scene) {
            if self.rects.contains_key(of) || containment::parent_of(topology, of) != home {
                continue;
            }
            let both = held.union(*rect);
            let (a, b) = (held.centre(), rect.centre());
            if held.x == rect.x {
                lines.push((World::new(rect.x, both.y), World::new(rect.x, both.bottom())));
            } else if a.x == b.x {
                lines.push((World::new(b.x, both.y), World::new(b.x, both.bottom())));
            }
            if held.y == rect.y {
                lines.push((World::new(both.x, rect.y), World::new(both.right(), rect.y)));
            } else if a.y == b.y {
                lines.push((World::new(both.x, b.y), World::new(both.right(), b.y)));
            }
        }
        lines
    }
}

/// Every one of them into the same container, each finding the addresses of the others taken.
fn reparent_all<'a>(drawing: Drawing<'_>, all: impl Iterator<Item = &'a Ref>, into: &Ref) -> Result<Edit, Refused> {
    let mut topology = drawing.topology.clone();
    let mut whole = Edit::default();
    let mut said: Vec<String> = Vec::new();
    for of in all {
        let step = Drawing {
            topology: &topology,
            network: drawing.network,
        };
        let edit = reparent(step, of, into)?;
        said.extend(edit.said.as_deref().map(str::to_owned));
        for operation in &edit.operations {
            if let Operation::Update(element) = operation {
                topology.put(element.clone());
            }
        }
        whole.operations.extend(edit.operations);
        whole.name = edit.name;
    }
    if said.len() > 1 {
        whole.name = format!(
            "Move {} to {}",
            words::count(said.len(), "element"),
            words::name(&topology, into)
        )
        .into();
    }
    whole.said = Some(said.join("; ").into());
    Ok(whole)
}

/// What hangs on a border or between two frames stays automatic: it follows them.
pub(crate) fn follows(of: &Ref) -> bool {
    matches!(
        of.kind,
        Kind::InternetGateway
            | Kind::VpnGateway
            | Kind::GatewayEndpoint
            | Kind::CustomerGateway
            | Kind::PeeringConnection
            | Kind::EgressOnlyInternetGateway
            | Kind::RegionalNatGateway
            | Kind::LoadBalancer
            | Kind::ResolverEndpoint
            | Kind::ClientVpnEndpoint
            | Kind::VirtualInterface
            | Kind::TransitGatewayAttachment
    )
}

/// What goes along: everything in a frame. What only belongs to a circle stands elsewhere.
fn carried(topology: &Topology, of: &Ref) -> Vec<Ref> {
    match of.kind {
        Kind::Vpc | Kind::Subnet | Kind::Site => containment::descendants(topology, of),
        _ => Vec::new(),
    }
}

/// A place for everything that has none yet, so that nothing else jumps when one thing is moved by hand.
pub(crate) fn materialised(document: &Document, scene: &Scene) -> SortedMap<Ref, Option<Place>> {
    let known = &document.layout;
    let all = auto_layout::materialise(&scene.placement, &document.topology, known);
    all.places
        .into_iter()
        .filter(|(of, _)| !known.places.contains_key(of))
        .map(|(of, place)| (of, Some(place)))
        .collect()
}
