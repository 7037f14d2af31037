//! The one stateful component: it owns the session, passes messages to it, does what it asks for, and decides what is drawn again.

mod canvas_input;
mod dialogs;
mod effect;
mod host;
mod keeping;
mod models;
mod shell;
mod startup;
#[cfg(test)]
mod tests;
mod words;

use editor::kernel::geometry::Camera;
use editor::{Message, Placeable, PointerInput, Session};
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::port::frame::Frame;
use crate::port::location;
use crate::shared::{Send, Shared};
use crate::view::banner::Banner;
use crate::view::canvas::{Canvas, CanvasEvent};
use crate::view::chooser::Choice;
use crate::view::edges::{CloseInspector, DockToggle, DrawerActions, OpenInspector};
use crate::view::embed::{EmbedDock, EmbedFoot};
use crate::view::glyph::Sprite;
use crate::view::palette::Palette;
use crate::view::panel::dock::TraceDock;
use crate::view::panel::inspector::InspectorPanel;
use crate::view::panel::outline::OutlineTree;
use crate::view::panel::problems::ProblemsList;
use crate::view::question::Question;
use crate::view::toast::ToastView;
use crate::view::top_bar::TopBar;
use crate::view::zoom::Zoom;
use canvas_input::Hands;
use dialogs::Target;
use effect::Later;
use keeping::Keeping;
use models::Models;
use startup::{Arrival, Listeners};

pub use shell::{Action, Activity, Dialog, Kept, Notice, Shell};

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
    /// The lines of the list that is open, and what they stand for.
    choices: Shared<Vec<Choice>>,
    targets: Vec<(Target, Choice)>,
    _listeners: Listeners,
}

/// The elements that are written to directly, and what was written last.
#[derive(Debug, Default)]
struct Drawn {
    svg: NodeRef,
    world: NodeRef,
    grid: NodeRef,
    camera: Option<Camera>,
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
    sample: Callback<std::rc::Rc<str>>,
    choose: Callback<usize>,
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
            session: Session::new(document::Document::default(), startup::mode(query.embed)),
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
                sample: link.callback(|file| Msg::Action(Action::OpenSample(file))),
                choose: link.callback(|index| Msg::Action(Action::Choose(index))),
            },
            choices: Shared::default(),
            targets: Vec::new(),
            _listeners: Listeners::new(link),
        };
        app.open_first(ctx);
        app.models.refresh(&app.session, &app.shell, app.hands.world);
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
                self.flush_move(ctx)
            }
            Msg::Key(event, down) => self.key(ctx, &event, down),
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
                <Sprite />
                { theirs }
                { self.dialog() }
                <div class="off-screen" role="status" aria-live="polite">{ &*self.shell.said }</div>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self._listeners.watch(&self.drawn.svg);
            ctx.link().send_message(Msg::Resized);
            self.post_ready();
        }
        self.draw_camera();
        self.focus_later();
    }
}

impl App {
    /// Passes the message on; true if something has to be drawn again.
    fn edit(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let effects = self.session.update(message);
        for effect in effects {
            self.run(ctx, effect);
        }
        self.models.refresh(&self.session, &self.shell, self.hands.world);
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
            self.models.refresh(&self.session, &self.shell, self.hands.world);
            return true;
        }
        let (above, zoom) = (self.models.above.clone(), self.drawn.camera.map(|camera| camera.zoom));
        self.models.refresh_above(&self.session, &self.shell, self.hands.world);
        let same = above == self.models.above && zoom == Some(self.session.camera().zoom);
        if same {
            self.draw_camera();
        }
        !same
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
        if self.drawn.camera == Some(camera) {
            return;
        }
        // Setting an attribute with a fixed, valid name cannot fail.
        let text = transform(camera);
        let _ = world.set_attribute("transform", &text);
        let _ = world.set_attribute("class", layer_class(camera));
        let _ = grid.set_attribute("patternTransform", &text);
        self.drawn.camera = Some(camera);
    }

    fn whole(&self) -> Html {
        let (shell, calls) = (&self.shell, &self.callbacks);
        let classes = classes!(
            "app",
            if shell.activity == Activity::Trace {
                "tracing"
            } else {
                "building"
            },
            shell.drawer.then_some("drawer-open"),
            shell.inspecting.then_some("inspecting"),
            (!shell.dock).then_some("dock-closed"),
        );
        let skip = calls.act.reform(|_: MouseEvent| Action::FocusCanvas);
        html! {
            <div class={classes}>
                <button class="skip" type="button" onclick={skip}>{ "Skip to the drawing" }</button>
                <TopBar title={self.session.document().title.clone()} kept={shell.kept} activity={shell.activity}
                    undo={self.session.undo_name().cloned()} redo={self.session.redo_name().cloned()} send={calls.send.clone()} act={calls.act.clone()} />
                <aside class="left" aria-label="Add and outline">
                    <DrawerActions act={calls.act.clone()} />
                    <Palette armed={self.session.armed()} send={calls.send.clone()} grab={calls.grab.clone()} />
                    <OutlineTree model={self.models.outline.clone()} emit={calls.send.clone()} />
                </aside>
                <main class="stage">{ self.stage() }</main>
                <aside class="right" aria-label="Inspector">
                    <CloseInspector act={calls.act.clone()} />
                    <InspectorPanel model={self.models.inspector.clone()} emit={calls.send.clone()} />
                    <ProblemsList model={self.models.problems.clone()} emit={calls.send.clone()} />
                </aside>
                <section class="dock" aria-label="Trace">
                    <DockToggle open={shell.dock} act={calls.act.clone()} />
                    <TraceDock model={self.models.dock.clone()} emit={calls.send.clone()} />
                </section>
            </div>
        }
    }

    fn embedded(&self) -> Html {
        let title = self.session.document().title.to_string();
        html! {
            <div class={classes!("app", "embed", (!self.shell.activated).then_some("idle"))}>
                <main class="stage">{ self.stage() }</main>
                <EmbedDock dock={self.models.dock.clone()} send={self.callbacks.send.clone()} />
                <EmbedFoot {title} full={self.full_address()} />
            </div>
        }
    }

    /// The drawing and what floats over it.
    fn stage(&self) -> Html {
        let (shell, calls, models) = (&self.shell, &self.callbacks, &self.models);
        html! {
            <>
                <Canvas scene={models.scene.clone()} above={models.above.clone()} flow={self.session.flow()}
                    tracing={shell.embed || shell.activity == Activity::Trace} summary={models.summary.clone()}
                    svg={self.drawn.svg.clone()} world={self.drawn.world.clone()} grid={self.drawn.grid.clone()} on={calls.canvas.clone()}
                    hot={self.hands.hot} naming={self.naming()} named={calls.named.clone()} send={calls.send.clone()} />
                if let Some(notice) = &shell.notice { <Banner notice={notice.clone()} act={calls.act.clone()} /> }
                if let Some(headline) = self.question() { <Question {headline} act={calls.act.clone()} /> }
                if shell.zoom_hint { <p class="zoom-hint" aria-hidden="true">{ "Click the drawing, or use Ctrl + scroll, to zoom" }</p> }
                <Zoom percent={crate::view::canvas::camera::percent(self.session.camera())} send={calls.send.clone()} />
                if !self.session.selection().is_empty() && !shell.embed { <OpenInspector act={calls.act.clone()} /> }
                if let Some(toast) = self.session.toast() { <ToastView toast={toast.clone()} send={calls.send.clone()} /> }
            </>
        }
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
