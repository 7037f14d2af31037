//! A line from one element to another: held from a handle, or click by click; it connects, or it asks for a trace.

use std::rc::Rc;

use reach::id::Ref;
use reach::topology::Topology;

use super::hit::{pick, rect_of};
use super::{Act, Answer, Canvas, Gesture, Tool};
use crate::edit::connect::{self, Connection};
use crate::edit::{Refused, carry_out};
use crate::input::{PointerInput, PointerPhase};
use crate::kernel::geometry::World;
use crate::session::{DropTarget, Overlay};

/// Targets are caught within so many pixels.
const REACH: f64 = 24.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Connect,
    Trace,
    /// The receiver is there, and the sender is chosen.
    TraceBack,
}

#[derive(Clone, Debug)]
pub(crate) struct Connect {
    pub(crate) from: Ref,
    pub(crate) purpose: Purpose,
    /// The button is down; else the next click chooses the target.
    held: bool,
    moved: bool,
    /// Worked out once for each new target, never for a mere move.
    target: Option<(Ref, DropTarget)>,
}

/// Why nothing can begin here.
pub(crate) fn trouble(topology: &Topology, from: &Ref, purpose: Purpose) -> Option<Refused> {
    let verb = if purpose == Purpose::TraceBack { "end" } else { "start" };
    match purpose {
        Purpose::Trace | Purpose::TraceBack => connect::end(topology, from)
            .is_none()
            .then(|| connect::no_end(topology, from, verb)),
        Purpose::Connect => (!connect::can_start(topology, from))
            .then(|| format!("Nothing can be connected to {}.", crate::words::name(topology, from)).into()),
    }
}

impl Connect {
    pub(super) fn start(canvas: &Canvas<'_>, from: Ref, purpose: Purpose, held: bool, input: &PointerInput) -> Answer {
        let topology = &canvas.document.topology;
        let from = match canvas.line.filter(|_| purpose == Purpose::Connect) {
            Some(line) => match line.start(topology, &from) {
                Ok(from) => from,
                Err(refused) => return Answer::act(Act::Refuse(refused.0)),
            },
            None => from,
        };
        if let Some(trouble) = trouble(topology, &from, purpose) {
            return Answer::act(Act::Refuse(trouble.0));
        }
        let connect = Self::from(from, purpose, held);
        let overlay = connect.overlay(canvas, canvas.world(input));
        Answer::of(Gesture::Connecting(connect), overlay)
    }

    pub(crate) fn from(from: Ref, purpose: Purpose, held: bool) -> Self {
        Self {
            from,
            purpose,
            held,
            moved: false,
            target: None,
        }
    }

    /// The button is down.
    pub(crate) fn is_held(&self) -> bool {
        self.held
    }

    pub(super) fn next(mut self, canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
        let at = canvas.world(input);
        self.retarget(canvas, at);
        match input.phase {
            PointerPhase::Up => self.let_go(canvas, at),
            _ => {
                self.moved |= input.phase == PointerPhase::Move;
                let overlay = self.overlay(canvas, at);
                Answer::of(Gesture::Connecting(self), overlay)
            }
        }
    }

    fn let_go(mut self, canvas: &Canvas<'_>, at: World) -> Answer {
        let to = self.target.as_ref().map(|(of, _)| of.clone());
        match to {
            // A click on a handle: the next click chooses the target.
            None if self.held && !self.moved => {
                self.held = false;
                let overlay = self.overlay(canvas, at);
                Answer::of(Gesture::Connecting(self), overlay)
            }
            Some(to) => Answer::act(Act::Connect {
                from: self.from,
                to,
                purpose: self.purpose,
            }),
            None if self.held && self.purpose == Purpose::Connect => Answer::act(Act::Attach(self.from)),
            // Beside the other end: whoever took up the tool means to choose one.
            None if !self.held && canvas.tool != Tool::Select => {
                let overlay = self.overlay(canvas, at);
                Answer::of(Gesture::Connecting(self), overlay)
            }
            None => Answer::default(),
        }
    }

    fn retarget(&mut self, canvas: &Canvas<'_>, at: World) {
        let target = target_at(canvas, at, &self.from);
        if self.target.as_ref().map(|(of, _)| of) == target.as_ref() {
            return;
        }
        self.target = target.and_then(|of| {
            let rect = rect_of(&canvas.derived.scene, &of)?;
            let (text, accepted) = self.preview(canvas, &of);
            let drop = DropTarget {
                of: of.clone(),
                rect,
                text,
                accepted,
            };
            Some((of, drop))
        });
    }

    /// What would come of it, in words.
    fn preview(&self, canvas: &Canvas<'_>, to: &Ref) -> (Rc<str>, bool) {
        let drawing = canvas.drawing();
        let made = match self.purpose {
            Purpose::Trace => connect::question(drawing.topology, &self.from, to).map(Connection::Flow),
            Purpose::TraceBack => connect::question(drawing.topology, to, &self.from).map(Connection::Flow),
            Purpose::Connect => connect::connect(drawing, &self.from, to),
        };
        match made {
            Ok(Connection::Flow(_)) => ("Trace a packet".into(), true),
            Ok(Connection::Edit(edit)) => match carry_out(canvas.document, &edit) {
                Ok(_) => (edit.name, true),
                Err(refused) => (refused.0, false),
            },
            Err(refused) => (refused.0, false),
        }
    }

    fn overlay(&self, canvas: &Canvas<'_>, at: World) -> Overlay {
        // From the border, where the line will start; inside of the element there is nothing to join yet.
        let start = rect_of(&canvas.derived.scene, &self.from).map_or(at, |rect| rect.nearest(at));
        Overlay {
            rubber: Some((start, at)),
            target: self.target.as_ref().map(|(_, drop)| drop.clone()),
            ..Overlay::default()
        }
    }
}

/// What lies there, else the node whose border is near.
fn target_at(canvas: &Canvas<'_>, at: World, from: &Ref) -> Option<Ref> {
    let scene = &canvas.derived.scene;
    let hit = pick(scene, at, canvas.world_length(6.0));
    let reach = canvas.world_length(REACH);
    let near = || {
        scene
            .groups
            .iter()
            .flat_map(|group| &group.nodes)
            .find(|node| node.of != *from && node.rect.inflated(reach).contains(at))
            .map(|node| node.of.clone())
    };
    let of = match hit.element() {
        Some(of) if of == from => return None,
        Some(of) => of.clone(),
        None => near()?,
    };
    // From a VPC, whatever lies in another VPC means that VPC.
    if from.kind == reach::id::Kind::Vpc
        && let Some(vpc) = crate::edit::containment::vpc_of(&canvas.document.topology, &of)
    {
        return Some(vpc).filter(|vpc| vpc != from);
    }
    Some(of)
}
