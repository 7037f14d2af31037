//! The page from its parts: the whole editor, or the little chrome of an embedded diagram.

use document::Mode;
use editor::Activity;
use editor::kernel::geometry::Rect;
use yew::prelude::*;

use super::{Action, App};
use crate::view::afloat::hint;
use crate::view::banner::banner;
use crate::view::canvas::{CanvasProps, camera::percent, canvas};
use crate::view::edges::{close_inspector, dock_toggle, drawer_actions, open_inspector};
use crate::view::embed::{EmbedDock, embed_foot};
use crate::view::fence::fence;
use crate::view::next::next;
use crate::view::palette::{PaletteProps, palette};
use crate::view::panel::dock::TraceDock;
use crate::view::panel::inspector::{InspectorProps, inspector_panel};
use crate::view::panel::outline::OutlineTree;
use crate::view::panel::problems::{ProblemsProps, problems_list};
use crate::view::question::{looking, question};
use crate::view::rename::Rename;
use crate::view::toast::toast;
use crate::view::top_bar::{TopBarProps, top_bar};
use crate::view::zoom::zoom;

impl App {
    pub(super) fn whole(&self) -> Html {
        let (shell, calls) = (&self.shell, &self.callbacks);
        let classes = classes!(
            "app",
            if self.session.activity() == Activity::Trace {
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
                { fence(self.top_bar_props(), top_bar) }
                <aside class="left" aria-label="Add and outline">
                    { drawer_actions(&calls.act) }
                    { fence(self.palette_props(), palette) }
                    <OutlineTree model={self.models.outline.clone()} emit={calls.send.clone()} />
                </aside>
                <main class="stage">{ self.stage() }</main>
                <aside class="right" aria-label="Inspector">
                    { close_inspector(&calls.act) }
                    { fence(self.inspector_props(), inspector_panel) }
                    { fence(self.problems_props(), problems_list) }
                    { self.report_button() }
                </aside>
                <section class="dock" aria-label="Trace">
                    { dock_toggle(shell.dock, &calls.act) }
                    <TraceDock model={self.models.dock.clone()} open={shell.dock} emit={calls.send.clone()} />
                </section>
            </div>
        }
    }

    pub(super) fn embedded(&self) -> Html {
        let title = self.title();
        html! {
            <div class={classes!("app", "embed", (!self.shell.activated).then_some("idle"))}>
                <main class="stage">{ self.stage() }</main>
                <EmbedDock model={self.models.dock.clone()} emit={self.callbacks.send.clone()} />
                { embed_foot(title, self.session.toast(), self.zoom(), self.full.clone()) }
            </div>
        }
    }

    /// What is shown is called; nothing where a link could not be opened.
    pub(super) fn title(&self) -> &str {
        let nothing = self.shell.embed && self.models.outline.is_empty();
        if nothing { "" } else { &self.session.document().title }
    }

    /// The drawing and what floats over it.
    fn stage(&self) -> Html {
        let act = &self.callbacks.act;
        html! {
            <>
                if let Some(headline) = self.question() { { question(&headline, act) } }
                if self.is_looked_at() { { looking(self.session.mode(), act) } }
                <div class="board">{ self.board() }</div>
                if let Some(note) = self.session.toast().filter(|_| !self.shell.embed) { { toast(note, &self.callbacks.send) } }
            </>
        }
    }

    /// The whole page with a link that lets its reader only look, or only try.
    fn is_looked_at(&self) -> bool {
        !self.shell.embed && matches!(self.session.mode(), Mode::View | Mode::Explore)
    }

    fn top_bar_props(&self) -> TopBarProps {
        TopBarProps {
            title: self.session.document().title.clone(),
            kept: self.shell.kept,
            activity: self.session.activity(),
            theme: self.shell.theme,
            undo: self.session.undo_name().cloned(),
            redo: self.session.redo_name().cloned(),
            send: self.callbacks.send.clone(),
            act: self.callbacks.act.clone(),
        }
    }

    fn palette_props(&self) -> PaletteProps {
        PaletteProps {
            armed: self.session.armed(),
            filter: self.shell.filter.clone(),
            act: self.callbacks.act.clone(),
            send: self.callbacks.send.clone(),
            grab: self.callbacks.grab.clone(),
        }
    }

    fn inspector_props(&self) -> InspectorProps {
        InspectorProps {
            model: self.models.inspector.clone(),
            emit: self.callbacks.send.clone(),
        }
    }

    fn problems_props(&self) -> ProblemsProps {
        ProblemsProps {
            model: self.models.problems.clone(),
            emit: self.callbacks.send.clone(),
        }
    }

    fn canvas_props(&self) -> CanvasProps {
        let (models, drawn) = (&self.models, &self.drawn);
        CanvasProps {
            scene: models.scene.clone(),
            above: models.above.clone(),
            flow: self.session.flow(),
            hot: self.hands.hot,
            aims: self.session.hint().is_some(),
            tracing: self.shell.embed || self.session.activity() == Activity::Trace,
            summary: models.summary.clone(),
            svg: drawn.svg.clone(),
            world: drawn.world.clone(),
            grid: drawn.grid.clone(),
            on: self.callbacks.canvas.clone(),
        }
    }

    fn board(&self) -> Html {
        let (shell, calls) = (&self.shell, &self.callbacks);
        html! {
            <>
                { fence(self.canvas_props(), canvas) }
                if let Some(naming) = self.naming() { <Rename {naming} send={calls.send.clone()} done={calls.named.clone()} /> }
                { self.hint() }
                if let Some(words) = self.session.hint().filter(|_| !shell.embed) { { next(&words, &calls.send, &calls.act) } }
                if self.is_empty() { <p class="empty">{ "Drag a VPC here, or click VPC and then the canvas." }</p> }
                if let Some(notice) = &shell.notice { { banner(notice, &calls.act) } }
                if shell.zoom_hint { <p class="zoom-hint" aria-hidden="true">{ "Click the drawing, or use Ctrl + scroll, to zoom" }</p> }
                if !shell.embed { { self.zoom() } }
                if !self.session.selection().is_empty() && !shell.embed { { open_inspector(&calls.act) } }
            </>
        }
    }

    fn zoom(&self) -> Html {
        zoom(percent(self.session.camera()), &self.callbacks.send)
    }

    fn is_empty(&self) -> bool {
        let nothing = self.models.outline.is_empty();
        nothing && !self.shell.embed && self.session.armed().is_none()
    }

    /// The words of the drop target, at the pointer.
    fn hint(&self) -> Html {
        let Some(target) = self
            .session
            .overlay()
            .target
            .as_ref()
            .filter(|target| !target.text.is_empty())
        else {
            return Html::default();
        };
        let at = self.hands.at;
        let place = Rect::new(at.x as i32 + 14, at.y as i32 + 14, 0, 0);
        html! { { hint(place, &target.text, target.accepted) } }
    }
}
