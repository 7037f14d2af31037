//! The page from its parts: the whole editor, or the little chrome of an embedded diagram.

use editor::kernel::geometry::Rect;
use yew::prelude::*;

use super::{Action, Activity, App};
use crate::view::afloat::Hint;
use crate::view::banner::Banner;
use crate::view::canvas::{Canvas, camera::percent};
use crate::view::edges::{CloseInspector, DockToggle, DrawerActions, OpenInspector};
use crate::view::embed::{EmbedDock, EmbedFoot};
use crate::view::palette::Palette;
use crate::view::panel::dock::TraceDock;
use crate::view::panel::inspector::InspectorPanel;
use crate::view::panel::outline::OutlineTree;
use crate::view::panel::problems::ProblemsList;
use crate::view::question::Question;
use crate::view::rename::Rename;
use crate::view::toast::ToastView;
use crate::view::top_bar::TopBar;
use crate::view::zoom::Zoom;

impl App {
    pub(super) fn whole(&self) -> Html {
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

    pub(super) fn embedded(&self) -> Html {
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
        let act = self.callbacks.act.clone();
        html! {
            <>
                if let Some(headline) = self.question() { <Question {headline} {act} /> }
                <div class="board">{ self.board() }</div>
            </>
        }
    }

    fn board(&self) -> Html {
        let (shell, calls, models) = (&self.shell, &self.callbacks, &self.models);
        html! {
            <>
                <Canvas scene={models.scene.clone()} above={models.above.clone()} flow={self.session.flow()}
                    tracing={shell.embed || shell.activity == Activity::Trace} summary={models.summary.clone()}
                    svg={self.drawn.svg.clone()} world={self.drawn.world.clone()} grid={self.drawn.grid.clone()} on={calls.canvas.clone()}
                    hot={self.hands.hot} />
                if let Some(naming) = self.naming() { <Rename {naming} send={calls.send.clone()} done={calls.named.clone()} /> }
                { self.hint() }
                if let Some(notice) = &shell.notice { <Banner notice={notice.clone()} act={calls.act.clone()} /> }
                if shell.zoom_hint { <p class="zoom-hint" aria-hidden="true">{ "Click the drawing, or use Ctrl + scroll, to zoom" }</p> }
                <Zoom percent={percent(self.session.camera())} send={calls.send.clone()} />
                if !self.session.selection().is_empty() && !shell.embed { <OpenInspector act={calls.act.clone()} /> }
                if let Some(toast) = self.session.toast() { <ToastView toast={toast.clone()} send={calls.send.clone()} /> }
            </>
        }
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
        let at = self.session.camera().view_from_world(self.hands.world);
        let place = Rect::new(at.x as i32 + 14, at.y as i32 + 14, 0, 0);
        let text = target.text.to_string();
        html! { <Hint {place} {text} accepted={target.accepted} /> }
    }
}
