//! What the pointer does: one gesture a file. A gesture is a value; it takes what hands do and gives back the next gesture,
//! what to draw above the scene, and what the session should do.

mod connect;
mod hit;
mod marquee;
mod pan;
mod place;
mod press;
mod translate;

use std::rc::Rc;

use document::{Document, Mode};
use reach::id::Ref;

use crate::derived::Derived;
use crate::edit::create::lines::Line;
use crate::edit::{Drawing, Edit};
use crate::input::{Button, PointerInput, PointerKind, PointerPhase};
use crate::kernel::geometry::{Camera, Px, World};
use crate::message::Placeable;
use crate::session::Overlay;

pub(crate) use connect::{Connect, Purpose, trouble};
pub(crate) use hit::{rect_of, rects};
pub(crate) use press::toggled;
pub(crate) use translate::{follows, materialised};

/// What a click on the canvas means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    #[default]
    Select,
    /// The pointer pans.
    Hand,
    /// Click the sender, then the receiver.
    Trace,
    /// Click one end, then the other.
    Connect,
}

/// What is being done with the pointer.
#[derive(Clone, Debug, Default)]
pub(crate) enum Gesture {
    #[default]
    Idle,
    Pressing(press::Press),
    Translating(Box<translate::Translate>),
    Marquee(marquee::Marquee),
    Panning(pan::Pan),
    Pinching(pan::Pinch),
    Connecting(Connect),
    Placing(place::Place),
}

/// What a gesture may look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Canvas<'a> {
    pub(crate) document: &'a Document,
    pub(crate) derived: &'a Derived,
    pub(crate) camera: Camera,
    pub(crate) viewport: (f64, f64),
    pub(crate) selection: &'a [Ref],
    pub(crate) mode: Mode,
    pub(crate) tool: Tool,
    pub(crate) armed: Option<Placeable>,
    /// What the next line is to be, if it was chosen in the palette.
    pub(crate) line: Option<Line>,
    /// The fingers that are down, each where it is now.
    pub(crate) fingers: &'a [PointerInput],
}

impl<'a> Canvas<'a> {
    pub(crate) fn drawing(&self) -> Drawing<'a> {
        Drawing {
            topology: &self.document.topology,
            network: &self.derived.network,
        }
    }

    pub(crate) fn may_edit(&self) -> bool {
        matches!(self.mode, Mode::Edit | Mode::Exercise)
    }

    /// Pixels of the view as a distance in the world.
    fn world_length(&self, pixels: f64) -> i32 {
        (pixels / self.camera.zoom).ceil() as i32
    }

    fn inside(&self, input: &PointerInput) -> bool {
        let (width, height) = self.viewport;
        (0.0..=width).contains(&input.at.x) && (0.0..=height).contains(&input.at.y)
    }

    fn world(&self, input: &PointerInput) -> World {
        self.camera.world_from_view(input.at)
    }
}

/// What a gesture asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    Select(Vec<Ref>),
    SelectFlow(usize),
    Commit(Edit),
    Refuse(Rc<str>),
    /// The user looks elsewhere.
    Look(Camera),
    Connect {
        from: Ref,
        to: Ref,
        purpose: Purpose,
    },
    /// A line was let go over nothing: the list of targets opens.
    Attach(Ref),
    Rename(Ref),
    Disarm,
}

/// What comes of one input.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) gesture: Gesture,
    pub(crate) overlay: Overlay,
    pub(crate) acts: Vec<Act>,
}

impl Answer {
    fn of(gesture: Gesture, overlay: Overlay) -> Self {
        Self {
            gesture,
            overlay,
            acts: Vec::new(),
        }
    }

    /// Goes on with the next input, unless something has come of it already.
    fn then(self, canvas: &Canvas<'_>, input: &PointerInput) -> Self {
        if self.acts.is_empty() {
            pointer(canvas, self.gesture, input)
        } else {
            self
        }
    }

    fn act(act: Act) -> Self {
        Self {
            acts: vec![act],
            ..Self::default()
        }
    }
}

/// What lies at a point of the view.
pub(crate) fn element_at(canvas: &Canvas<'_>, at: Px) -> Option<Ref> {
    let at = canvas.camera.world_from_view(at);
    hit::pick(&canvas.derived.scene, at, canvas.world_length(press::LINE_REACH))
        .element()
        .cloned()
}

/// One pointer event.
pub(crate) fn pointer(canvas: &Canvas<'_>, gesture: Gesture, input: &PointerInput) -> Answer {
    if input.phase == PointerPhase::Cancel {
        return Answer::default();
    }
    // A second finger turns whatever the first one does into a pinch.
    if let (PointerPhase::Down, Some(first)) = (input.phase, other_finger(canvas, input)) {
        return pan::pinch(canvas, first, input);
    }
    match gesture {
        Gesture::Idle => idle(canvas, input),
        Gesture::Pressing(press) => press.next(canvas, input),
        Gesture::Translating(translate) => translate.next(canvas, input),
        Gesture::Marquee(marquee) => marquee.next(canvas, input),
        Gesture::Panning(pan) => pan.next(canvas, input),
        Gesture::Pinching(pinch) => pinch.next(canvas, input),
        Gesture::Connecting(connect) => connect.next(canvas, input),
        Gesture::Placing(place) => place.next(canvas, input),
    }
}

fn other_finger<'a>(canvas: &Canvas<'a>, input: &PointerInput) -> Option<&'a PointerInput> {
    let touches = input.pointer.kind == PointerKind::Touch;
    canvas
        .fingers
        .iter()
        .find(|finger| touches && finger.pointer.id != input.pointer.id)
}

fn idle(canvas: &Canvas<'_>, input: &PointerInput) -> Answer {
    if input.phase == PointerPhase::Down {
        if input.button == Button::Middle || input.modifiers.space || canvas.tool == Tool::Hand {
            return Answer::of(Gesture::Panning(pan::Pan::new(canvas, input)), Overlay::default());
        }
        if let Some(what) = canvas.armed.filter(|_| input.button == Button::Primary) {
            return place::Place::new(what).next(canvas, input);
        }
        return press::Press::start(canvas, input);
    }
    match (canvas.armed, input.phase) {
        (Some(what), PointerPhase::Move | PointerPhase::Up) => place::Place::new(what).next(canvas, input),
        _ if input.pointer.kind == PointerKind::Touch => Answer::default(),
        _ => press::hover(canvas, input),
    }
}
