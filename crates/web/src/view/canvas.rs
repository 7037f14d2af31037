//! The drawing: one SVG element with layers. Panning and zooming set one transform; only a layer whose data changed is run again.

pub mod camera;
mod flow;
mod group;
mod overlay;

use editor::{PointerPhase, Scene};
use yew::prelude::*;

use crate::shared::Shared;
use crate::view::fence::{fence, fence_keyed};
use flow::{FlowProps, edge_layer, flow_lines, flow_signs};
use group::{frames, nodes};
use overlay::{mark_layer, overlay_layer};

pub use flow::verdict_class;
pub use group::name;
pub use overlay::{Above, Mark};

/// The attribute that names an element of the drawing: `subnet:private-a`.
pub const ELEMENT: &str = "data-ref";
/// The attribute that numbers a watched flow.
pub const FLOW: &str = "data-flow";
/// The same on the flow's line, which only the pointer finds.
pub const LINE: &str = "data-line";

/// What happens on the drawing, as the browser says it.
#[derive(Debug)]
pub enum CanvasEvent {
    Pointer(PointerPhase, PointerEvent),
    Wheel(WheelEvent),
    /// The pointer left the drawing.
    Left,
    /// What can be done here is asked for.
    Menu(MouseEvent),
    /// The keyboard focus came to the drawing or to something in it.
    Focused(FocusEvent),
}

#[derive(PartialEq)]
pub struct CanvasProps {
    pub scene: Shared<Scene>,
    pub above: Shared<Above>,
    /// The selected flow.
    pub flow: Option<usize>,
    /// The flow under the pointer or with the keyboard focus.
    pub hot: Option<usize>,
    /// The next click means a place or an end, and selects nothing.
    pub aims: bool,
    /// The other flows step back while one is looked at.
    pub tracing: bool,
    /// The whole drawing in one sentence, for those who do not see it.
    pub summary: Shared<String>,
    pub svg: NodeRef,
    pub world: NodeRef,
    pub grid: NodeRef,
    pub on: Callback<CanvasEvent>,
}

/// All listeners sit on the one element; what was hit is the editor's to say.
pub fn canvas(props: &CanvasProps) -> Html {
    let pointer = |phase: PointerPhase| {
        let on = props.on.clone();
        Callback::from(move |event: PointerEvent| on.emit(CanvasEvent::Pointer(phase, event)))
    };
    let flows = FlowProps {
        scene: props.scene.clone(),
        flow: props.flow,
        hot: props.hot,
        tracing: props.tracing,
    };
    let onwheel = {
        let on = props.on.clone();
        Callback::from(move |event: WheelEvent| on.emit(CanvasEvent::Wheel(event)))
    };
    let onpointerleave = {
        let on = props.on.clone();
        Callback::from(move |_: PointerEvent| on.emit(CanvasEvent::Left))
    };
    let onfocusin = {
        let on = props.on.clone();
        Callback::from(move |event: FocusEvent| on.emit(CanvasEvent::Focused(event)))
    };
    let oncontextmenu = {
        let on = props.on.clone();
        Callback::from(move |event: MouseEvent| on.emit(CanvasEvent::Menu(event)))
    };
    html! {
        <svg id="canvas" class={classes!("canvas", props.aims.then_some("aims"))} ref={props.svg.clone()} tabindex="0" role="graphics-document"
            aria-roledescription="network diagram" aria-label={(*props.summary).clone()}
            onpointerdown={pointer(PointerPhase::Down)} onpointermove={pointer(PointerPhase::Move)}
            onpointerup={pointer(PointerPhase::Up)} onpointercancel={pointer(PointerPhase::Cancel)}
            {onwheel} {onfocusin} {onpointerleave} {oncontextmenu}>
            <defs>
                <pattern id="rl-grid" ref={props.grid.clone()} width="16" height="16" patternUnits="userSpaceOnUse">
                    <circle class="grid-dot" cx="8" cy="8" r="1" />
                </pattern>
            </defs>
            <rect width="100%" height="100%" fill="url(#rl-grid)" />
            <g ref={props.world.clone()}>
                { fence(props.scene.clone(), frame_layer) }
                { fence(props.scene.clone(), edge_layer) }
                { fence(flows.clone(), flow_lines) }
                { fence(props.above.clone(), mark_layer) }
                { fence(props.scene.clone(), node_layer) }
                { fence(flows, flow_signs) }
                { fence(props.above.clone(), overlay_layer) }
            </g>
        </svg>
    }
}

fn frame_layer(scene: &Shared<Scene>) -> Html {
    html! {
        <g class="frames">
            { for scene.groups.iter().map(|group| fence_keyed(&group.key, Shared::from(group.clone()), frames)) }
        </g>
    }
}

fn node_layer(scene: &Shared<Scene>) -> Html {
    html! {
        <g class="nodes">
            { for scene.groups.iter().map(|group| fence_keyed(&group.key, Shared::from(group.clone()), nodes)) }
        </g>
    }
}

/// The element that a name of the page's tree stands for.
pub fn parse_name(name: &str) -> Option<reach::id::Ref> {
    let (kind, id) = name.split_once(':')?;
    Some(reach::id::Ref::new(reach::id::Kind::from_word(kind)?, id))
}
