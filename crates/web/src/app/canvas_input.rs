//! Hands on the drawing: pointer moves wait for the frame, presses do not, keys go where they mean something.

use editor::kernel::geometry::Px;
use editor::{Key, KeyInput, Message, Modifiers, Placeable, PointerPhase};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, KeyboardEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use super::{Action, App, Dialog, Msg, Waiting};
use crate::input::{self, Presses};
use crate::port::dom;
use crate::view::canvas::{CanvasEvent, ELEMENT, FLOW, LINE, parse_name};

/// How far a press on a palette item moves before it is a drag.
const DRAG: f64 = 5.0;
/// How long a finger rests before it asks for the menu, in ms.
const REST: u32 = 500;

#[derive(Debug, Default)]
pub struct Hands {
    pub waiting: Waiting,
    pub presses: Presses,
    pub clicks: u8,
    /// A button or finger is down on the drawing.
    pub down: bool,
    pub space: bool,
    /// Where the pointer is over the drawing.
    pub at: Px,
    /// Where the window's menu was asked for.
    pub menu: Option<(i32, i32)>,
    /// Rings when a finger has rested long enough.
    rests: Option<Timeout>,
    pub grabbed: Option<Grabbed>,
    /// The flow under the pointer or with the keyboard focus.
    pub hot: Option<usize>,
}

/// A palette item under a pressed pointer.
#[derive(Clone, Copy, Debug)]
pub struct Grabbed {
    places: Placeable,
    x: f64,
    y: f64,
    dragging: bool,
}

impl App {
    pub(super) fn canvas(&mut self, ctx: &Context<Self>, event: CanvasEvent) -> bool {
        match event {
            CanvasEvent::Pointer(phase, event) => self.pointer(ctx, phase, &event),
            CanvasEvent::Wheel(event) => self.wheel(ctx, &event),
            CanvasEvent::Focused(event) => self.focused(ctx, &event),
            CanvasEvent::Left => self.left(ctx),
            CanvasEvent::Menu(event) => self.menu_at(ctx, &event),
        }
    }

    fn pointer(&mut self, ctx: &Context<Self>, phase: PointerPhase, event: &PointerEvent) -> bool {
        let Some(svg) = self.drawn.svg.cast::<Element>() else {
            return false;
        };
        let at = input::place(&svg, event.client_x(), event.client_y());
        self.hands.at = at;
        if self.hands.grabbed.is_some() {
            return self.carry(ctx, phase, event, at);
        }
        match phase {
            PointerPhase::Down => {
                // Without capture, a drag that leaves the element would never end; a pointer that is gone needs none.
                let _ = svg.set_pointer_capture(event.pointer_id());
                self.hands.clicks = self.hands.presses.count(event, at);
                self.hands.down = true;
                // A finger may be about to scroll the host page: only a finished tap counts.
                self.shell.activated |= event.pointer_type() != "touch";
                self.rest(ctx, event);
            }
            PointerPhase::Up => {
                (self.hands.down, self.hands.rests) = (false, None);
                self.shell.activated = true;
            }
            PointerPhase::Cancel => (self.hands.down, self.hands.rests) = (false, None),
            PointerPhase::Move => {
                self.hands.waiting = Some(input::pointer(event, phase, at, 0, self.hands.space));
                self.frame.ask();
                return !self.hands.down && self.warm(flow_of(event.target()));
            }
        }
        let flushed = self.flush_move(ctx);
        let input = input::pointer(event, phase, at, self.hands.clicks, self.hands.space);
        self.edit(ctx, Message::Pointer(input)) || flushed
    }

    /// A finger that stays where it is asks for the menu: not every browser says so by itself.
    fn rest(&mut self, ctx: &Context<Self>, event: &PointerEvent) {
        let link = ctx.link().clone();
        let at = (event.client_x(), event.client_y());
        let touches = event.pointer_type() == "touch" && self.shell.activated;
        self.hands.rests = touches.then(|| Timeout::new(REST, move || link.send_message(Msg::Rested(at))));
    }

    pub(super) fn rested(&mut self, ctx: &Context<Self>, (x, y): (i32, i32)) -> bool {
        self.hands.rests.is_some() && self.session.is_pressing() && self.ask_for_menu(ctx, x, y)
    }

    /// The right button, a long touch, or a key where the browser says so.
    fn menu_at(&mut self, ctx: &Context<Self>, event: &MouseEvent) -> bool {
        event.prevent_default();
        self.shell.dialog.is_none() && self.ask_for_menu(ctx, event.client_x(), event.client_y())
    }

    fn ask_for_menu(&mut self, ctx: &Context<Self>, x: i32, y: i32) -> bool {
        let Some(svg) = self.drawn.svg.cast::<Element>() else {
            return false;
        };
        (self.hands.down, self.hands.rests) = (false, None);
        self.hands.menu = Some((x, y));
        self.edit(ctx, Message::Menu(Some(input::place(&svg, x, y))))
    }

    /// A drag at the edge of the view moves the view, frame by frame.
    pub(super) fn pull(&mut self, ctx: &Context<Self>) -> bool {
        let drags = self.hands.down || self.hands.grabbed.is_some_and(|grabbed| grabbed.dragging);
        if !drags || !self.session.is_pulling() {
            return false;
        }
        self.frame.ask();
        self.glide(ctx, Message::Pull)
    }

    /// What only a hovering pointer shows goes with it; a drag holds the pointer.
    fn left(&mut self, ctx: &Context<Self>) -> bool {
        if self.hands.down || self.hands.grabbed.is_some() {
            return false;
        }
        self.hands.waiting = None;
        self.warm(None) | self.glide(ctx, Message::PointerGone)
    }

    /// A flow is pointed at, or none.
    fn warm(&mut self, flow: Option<usize>) -> bool {
        std::mem::replace(&mut self.hands.hot, flow) != flow
    }

    /// The last move before the frame is the one that counts.
    pub(super) fn flush_move(&mut self, ctx: &Context<Self>) -> bool {
        match self.hands.waiting.take() {
            Some(input) => self.glide(ctx, Message::Pointer(input)),
            None => false,
        }
    }

    fn wheel(&mut self, ctx: &Context<Self>, event: &WheelEvent) -> bool {
        let zooms = event.ctrl_key() || event.meta_key();
        if !self.shell.activated && !zooms {
            // Embedded and not clicked yet: the wheel belongs to the host page.
            return self.hint_at_zoom(ctx);
        }
        event.prevent_default();
        let Some(svg) = self.drawn.svg.cast::<Element>() else {
            return false;
        };
        let at = input::place(&svg, event.client_x(), event.client_y());
        self.glide(ctx, Message::Wheel(input::wheel(event, at)))
    }

    /// Keyboard focus moved in the drawing. A press moves the focus as well; then the press says what is meant.
    fn focused(&mut self, ctx: &Context<Self>, event: &FocusEvent) -> bool {
        let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return false;
        };
        self.rove(&element);
        if self.hands.down {
            return false;
        }
        self.warm(flow_of(event.target()));
        let of = element.get_attribute(ELEMENT).as_deref().and_then(parse_name);
        self.edit(ctx, Message::Focus(of))
    }

    pub(super) fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent, down: bool) -> bool {
        if event.key() == " " {
            self.hands.space = down && self.in_canvas(event);
        }
        if !down || self.shell.dialog.is_some() || event.default_prevented() || event.is_composing() {
            return false;
        }
        if event.key() == "Escape" && self.session.ahead().is_some() {
            // A tip goes first, and nothing else with it.
            event.prevent_default();
            self.session.update(Message::LookAhead(None));
            return true;
        }
        let control = event.ctrl_key() || event.meta_key();
        if control && event.key().eq_ignore_ascii_case("c") && dom::has_selected_text() {
            return false;
        }
        if control && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            return self.act(ctx, Action::Open(Dialog::Commands));
        }
        let target = target(event);
        if target.as_ref().is_some_and(dom::is_field) && event.key() != "F6" {
            return false;
        }
        if !self.in_canvas(event) && pressed_elsewhere(&event.key()) {
            return false;
        }
        if let Some(flow) = target.as_ref().and_then(|element| element.get_attribute(FLOW))
            && matches!(event.key().as_str(), "Enter" | " ")
        {
            event.prevent_default();
            return self.edit(ctx, Message::SelectFlow(flow.parse().ok()));
        }
        let Some(input) = input::key(event, self.hands.space) else {
            return false;
        };
        if input.key == Key::Escape {
            // What is let go of does not land where the button is released.
            self.hands.grabbed = None;
        }
        if input.key == Key::Tab {
            return self.tab(ctx, event, input);
        }
        if self.session.command_of_key(&input).is_some() || matches!(input.key, Key::Space | Key::Enter) {
            event.prevent_default();
        }
        self.edit(ctx, Message::Key(input))
    }

    /// Tab goes from element to element, and from the last one out of the drawing.
    fn tab(&mut self, ctx: &Context<Self>, event: &KeyboardEvent, input: KeyInput) -> bool {
        let svg = self.drawn.svg.cast::<Element>();
        let inside = target(event)
            .zip(svg)
            .is_some_and(|(target, svg)| svg.contains(Some(&target)));
        if !inside {
            return false;
        }
        let before = self.session.focused().cloned();
        let changed = self.edit(ctx, Message::Key(input));
        if self.session.focused() != before.as_ref() {
            event.prevent_default();
        }
        changed
    }

    /// The focus is in the drawing, or nowhere.
    fn in_canvas(&self, event: &KeyboardEvent) -> bool {
        let Some(target) = target(event) else { return true };
        let svg = self.drawn.svg.cast::<Element>();
        target.tag_name().eq_ignore_ascii_case("body") || svg.is_some_and(|svg| svg.contains(Some(&target)))
    }

    pub(super) fn resized(&mut self, ctx: &Context<Self>) -> bool {
        let Some(svg) = self.drawn.svg.cast::<Element>() else {
            return false;
        };
        let rect = svg.get_bounding_client_rect();
        let (width, height) = (rect.width(), rect.height());
        if (width, height) == self.session.viewport() || width == 0.0 {
            return false;
        }
        // Embedded, nothing floats over the drawing.
        let afloat = svg
            .parent_element()
            .and_then(|board| board.query_selector(".zoom").ok()?);
        let covered = afloat.map_or(0.0, |bar| rect.bottom() - bar.get_bounding_client_rect().top());
        self.glide(ctx, Message::Viewport { width, height, covered })
    }

    /// On paper the drawing is as wide as the page, whatever its size on the screen.
    pub(super) fn fit_paper(&mut self, prints: bool) {
        let Some(svg) = self.drawn.svg.cast::<Element>() else {
            return;
        };
        let (width, height) = self.session.viewport();
        // Setting or taking away an attribute with a fixed, valid name cannot fail.
        let _ = match prints {
            true => svg.set_attribute("viewBox", &format!("0 0 {} {}", width as i32, height as i32)),
            false => svg.remove_attribute("viewBox"),
        };
    }

    pub(super) fn grab(&mut self, places: Placeable, event: &PointerEvent) -> bool {
        // A finger on the palette scrolls it; it taps the item and then the drawing.
        if event.button() == 0 && event.pointer_type() != "touch" {
            self.hands.grabbed = Some(Grabbed {
                places,
                x: f64::from(event.client_x()),
                y: f64::from(event.client_y()),
                dragging: false,
            });
            if let Some(svg) = self.drawn.svg.cast::<Element>() {
                let _ = svg.set_pointer_capture(event.pointer_id());
            }
        }
        false
    }

    /// A palette item is carried over the drawing: the same as arming it and clicking where the pointer lets go.
    fn carry(&mut self, ctx: &Context<Self>, phase: PointerPhase, event: &PointerEvent, at: Px) -> bool {
        let Some(grabbed) = self.hands.grabbed.as_mut() else {
            return false;
        };
        let far =
            (f64::from(event.client_x()) - grabbed.x).abs() + (f64::from(event.client_y()) - grabbed.y).abs() > DRAG;
        let (places, started) = (grabbed.places, grabbed.dragging);
        let space = self.hands.space;
        match phase {
            PointerPhase::Move if started || far => {
                grabbed.dragging = true;
                self.hands.waiting = Some(input::pointer(event, phase, at, 0, space));
                self.frame.ask();
                let changed = !started && self.edit(ctx, Message::Carry(places));
                if self.session.armed().is_none() {
                    // It cannot be placed: what is let go of would be a click on what lies there.
                    self.hands.grabbed = None;
                }
                changed
            }
            PointerPhase::Move | PointerPhase::Down => false,
            PointerPhase::Up if !started => {
                // The press was captured by the drawing, so the item gets no click of its own.
                self.hands.grabbed = None;
                self.edit(ctx, Message::Arm(places))
            }
            PointerPhase::Up | PointerPhase::Cancel => {
                self.hands.grabbed = None;
                self.flush_move(ctx);
                let (width, height) = self.session.viewport();
                let inside = (0.0..=width).contains(&at.x) && (0.0..=height).contains(&at.y);
                if phase == PointerPhase::Up && inside {
                    self.edit(
                        ctx,
                        Message::Pointer(input::pointer(event, PointerPhase::Down, at, 1, space)),
                    );
                    return self.edit(
                        ctx,
                        Message::Pointer(input::pointer(event, PointerPhase::Up, at, 1, space)),
                    );
                }
                self.edit(ctx, Message::Key(escape()))
            }
        }
    }
}

/// What Escape on the keyboard means: let go of what is being done.
pub(super) fn escape() -> KeyInput {
    KeyInput {
        key: Key::Escape,
        modifiers: Modifiers::default(),
    }
}

/// The flow whose line or sign this belongs to.
fn flow_of(target: Option<EventTarget>) -> Option<usize> {
    let element: Element = target?.dyn_into().ok()?;
    let found = element.closest("[data-flow], [data-line]").ok()??;
    found
        .get_attribute(FLOW)
        .or_else(|| found.get_attribute(LINE))?
        .parse()
        .ok()
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Keys that belong to whatever has the focus outside the drawing.
fn pressed_elsewhere(key: &str) -> bool {
    matches!(key, "Enter" | " " | "Tab" | "Home" | "End" | "Delete" | "Backspace") || key.starts_with("Arrow")
}
