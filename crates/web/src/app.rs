//! The one stateful component: it owns the session, passes messages to it, does what it asks for, and decides what is drawn again.

mod canvas_input;
mod dialogs;
mod effect;
mod files;
mod gallery;
mod host;
mod importing;
mod keeping;
mod models;
mod page;
mod parts;
mod places;
mod playing;
mod settings;
mod shell;
mod startup;
mod taking;
#[cfg(test)]
mod tests;

use document::Mode;
use editor::kernel::geometry::Camera;
use editor::panel::menu::MenuItem;
use editor::panel::share::Share;
use editor::{Message, Placeable, PointerInput, Session};
use gloo_timers::callback::Timeout;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::port::dom;
use crate::port::frame::Frame;
use crate::port::location;
use crate::shared::{Send, Shared};
use crate::view::ahead;
use crate::view::canvas::CanvasEvent;
use crate::view::chooser::Choice;
use crate::view::fence::fence;
use crate::view::glyph::sprite;
use canvas_input::Hands;
use dialogs::Target;
use effect::Later;
use gallery::Gallery;
use importing::Importing;
use keeping::Keeping;
use models::Models;
use startup::{Arrival, Listeners};

pub use shell::{Action, Dialog, Kept, Notice, Shell};

#[derive(Debug)]
pub enum Msg {
    Editor(Message),
    Action(Action),
    Canvas(CanvasEvent),
    /// A press on a palette item.
    Grab(Placeable, PointerEvent),
    /// The next animation frame: the last pointer move counts now.
    Frame,
    Key(KeyboardEvent, bool),
    /// A finger has rested here.
    Rested((i32, i32)),
    Resized,
    /// Something that was waited for: a file, another address, a timer.
    Arrived(Arrival),
}

#[derive(Debug)]
pub struct App {
    session: Session,
    shell: Shell,
    models: Models,
    hands: Hands,
    later: Later,
    keeping: Keeping,
    frame: Frame,
    drawn: Drawn,
    callbacks: Callbacks,
    menu: Shared<Vec<MenuItem>>,
    /// The lines of the list that is open, and what they stand for.
    choices: Shared<Vec<Choice>>,
    targets: Vec<(Target, Choice)>,
    gallery: Gallery,
    importing: Importing,
    /// Rings for the next step of a trace that is played.
    playing: Option<Timeout>,
    /// What the Share dialog shows while it is open.
    sharing: Shared<Share>,
    /// Embedded: the address of the full page with the diagram as it is now.
    full: AttrValue,
    _listeners: Listeners,
}

/// The elements that are written to directly, and what was written last.
#[derive(Debug, Default)]
struct Drawn {
    svg: NodeRef,
    world: NodeRef,
    grid: NodeRef,
    ahead: NodeRef,
    camera: Option<(Camera, web_sys::Element)>,
}

/// Made once: a callback made at every render would count as changed, and everything below it would be run again.
#[derive(Debug)]
struct Callbacks {
    send: Send,
    act: Callback<Action>,
    canvas: Callback<CanvasEvent>,
    grab: Callback<(Placeable, PointerEvent)>,
    named: Callback<()>,
    close: Callback<()>,
    choose: Callback<usize>,
    copy: Callback<String>,
    share_mode: Callback<Mode>,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let query = location::query();
        let shell = Shell::new(&query);
        shell.theme.apply();
        let link = ctx.link();
        let frame = {
            let link = link.clone();
            Frame::new(move || link.send_message(Msg::Frame))
        };
        let mut app = Self {
            session: Session::new(document::Document::default(), startup::opening_mode(None, query.embed)),
            shell,
            models: Models::default(),
            hands: Hands::default(),
            later: Later::default(),
            keeping: Keeping::default(),
            frame,
            drawn: Drawn::default(),
            callbacks: Callbacks {
                send: link.callback(Msg::Editor),
                act: link.callback(Msg::Action),
                canvas: link.callback(Msg::Canvas),
                grab: link.callback(|(places, event)| Msg::Grab(places, event)),
                named: link.callback(|()| Msg::Action(Action::Named)),
                close: link.callback(|()| Msg::Action(Action::CloseDialog)),
                copy: link.callback(|text| Msg::Action(Action::Copy(text))),
                share_mode: link.callback(|mode| Msg::Action(Action::ShareWith(mode))),
                choose: link.callback(|index| Msg::Action(Action::Choose(index))),
            },
            menu: Shared::default(),
            choices: Shared::default(),
            targets: Vec::new(),
            gallery: Gallery::default(),
            importing: Importing::default(),
            playing: None,
            sharing: Shared::new(dialogs::nothing_shared()),
            full: AttrValue::default(),
            _listeners: Listeners::new(link),
        };
        app.recall_single_keys();
        app.post_ready();
        app.open_first(ctx);
        app.refresh();
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Editor(message) => self.edit(ctx, message),
            Msg::Action(action) => self.act(ctx, action),
            Msg::Canvas(event) => self.canvas(ctx, event),
            Msg::Grab(places, event) => self.grab(places, &event),
            Msg::Frame => {
                self.frame.arrived();
                let moved = self.flush_move(ctx);
                self.pull(ctx) || moved
            }
            Msg::Key(event, down) => self.key(ctx, &event, down),
            Msg::Rested(at) => self.rested(ctx, at),
            Msg::Resized => self.resized(ctx),
            Msg::Arrived(arrival) => self.arrived(ctx, arrival),
        }
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let theirs = if self.shell.embed {
            self.embedded()
        } else {
            self.whole()
        };
        html! {
            <>
                { fence((), sprite) }
                { theirs }
                { self.dialog() }
                { ahead::tip(self.session.ahead(), &self.drawn.ahead) }
                <div class="off-screen" role="status" aria-live="polite">{ &*self.shell.said }</div>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self._listeners.watch(&self.drawn.svg);
            ctx.link().send_message(Msg::Resized);
        }
        self.draw_camera();
        if self.session.ahead().is_some() {
            ahead::place(&self.drawn.ahead);
        }
        self.focus_later();
    }
}

impl App {
    /// Passes the message on; true if something has to be drawn again.
    fn edit(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        if let Message::LookAhead(_) = message {
            self.session.update(message);
            return true;
        }
        self.hold_focus();
        self.playing = None;
        // On a narrow screen the palette lies over the drawing that is needed now.
        self.shell.drawer &= !matches!(message, Message::Arm(_) | Message::Carry(_) | Message::Place(_));
        let effects = self.session.update(message);
        for effect in effects {
            self.run(ctx, effect);
        }
        self.refresh();
        true
    }

    /// A pointer move or a turn of the wheel. Most of them change the camera or the overlay, and nothing else.
    fn glide(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let before = Gliding::of(&self.session);
        let effects = self.session.update(message);
        let quiet = effects.is_empty() && before == Gliding::of(&self.session);
        for effect in effects {
            self.run(ctx, effect);
        }
        if !quiet {
            self.refresh();
            return true;
        }
        let (above, zoom) = (
            self.models.above.clone(),
            self.drawn.camera.as_ref().map(|(camera, _)| camera.zoom),
        );
        self.models.refresh_above(&self.session, &self.shell);
        let same = above == self.models.above && zoom == Some(self.session.camera().zoom);
        if same {
            self.draw_camera();
        }
        !same
    }

    /// Brings what the views are given up to date.
    fn refresh(&mut self) {
        self.models.refresh(&self.session, &self.shell);
        // Once nothing is blocked the first question is answered; what is blocked later is no first question.
        self.shell.asking &= self.first_blocked().is_some();
        if self.shell.embed {
            self.full = self.full_address();
        }
        self.name_page();
    }

    /// Tabs and histories call the page by its diagram.
    fn name_page(&self) {
        let title = match self.title() {
            "" => "Reachlight".to_owned(),
            title => format!("{title} – Reachlight"),
        };
        if let Some(document) = dom::document().filter(|document| document.title() != title) {
            document.set_title(&title);
        }
    }

    /// Moves the drawing under the camera, without running any view.
    fn draw_camera(&mut self) {
        use crate::view::canvas::camera::{layer_class, transform};
        let camera = self.session.camera();
        let (Some(world), Some(grid)) = (
            self.drawn.world.cast::<web_sys::Element>(),
            self.drawn.grid.cast::<web_sys::Element>(),
        ) else {
            return;
        };
        if matches!(&self.drawn.camera, Some((drawn, on)) if *drawn == camera && *on == world) {
            return;
        }
        // Setting an attribute with a fixed, valid name cannot fail.
        let text = transform(camera);
        let _ = world.set_attribute("transform", &text);
        let _ = world.set_attribute(
            "class",
            layer_class(camera, self.shell.embed || self.session.is_small()),
        );
        let _ = grid.set_attribute("patternTransform", &text);
        self.drawn.camera = Some((camera, world));
    }
}

/// What a pointer move may change besides camera and overlay.
#[derive(PartialEq)]
struct Gliding {
    scene: *const editor::Scene,
    selection: usize,
    flow: Option<usize>,
    step: usize,
    toast: bool,
    armed: Option<Placeable>,
}

impl Gliding {
    fn of(session: &Session) -> Self {
        Self {
            scene: std::rc::Rc::as_ptr(&session.derived().scene),
            selection: session.selection().len(),
            flow: session.flow(),
            step: session.step(),
            toast: session.toast().is_some(),
            armed: session.armed(),
        }
    }
}

/// A pointer move that waits for the frame.
type Waiting = Option<PointerInput>;
