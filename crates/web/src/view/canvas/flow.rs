//! Connections and watched flows. A verdict shows by line style, sign and words, and by colour last.

use editor::Scene;
use editor::scene::{Edge, EdgeStyle, FlowLine};
use reach::trace::Verdict;
use yew::prelude::*;

use super::group::name;
use super::path::{arrowhead, cross, octagon, rounded};
use crate::shared::Shared;

#[derive(Properties, PartialEq)]
pub(super) struct EdgeProps {
    pub(super) scene: Shared<Scene>,
}

#[component]
pub(super) fn EdgeLayer(props: &EdgeProps) -> Html {
    html! { <g class="edges">{ for props.scene.edges.iter().map(|line| edge(line)) }</g> }
}

fn edge(edge: &Edge) -> Html {
    let style = match edge.style {
        EdgeStyle::Solid => "solid",
        EdgeStyle::Dashed => "dashed",
    };
    let data = rounded(&edge.path);
    html! {
        <g class={classes!("edge", style)} role="graphics-symbol" tabindex="-1" data-ref={name(&edge.of)} aria-label={edge.label.to_string()}>
            <path class="reach" d={data.clone()} />
            <path class="line" d={data} />
            if let Some((at, text)) = &edge.text {
                <text class="edge-text" x={at.x.to_string()} y={at.y.to_string()}>{ &**text }</text>
            }
        </g>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct FlowProps {
    pub(super) scene: Shared<Scene>,
    pub(super) flow: Option<usize>,
    pub(super) tracing: bool,
}

/// The selected flow is drawn last, above the others.
#[component]
pub(super) fn FlowLayer(props: &FlowProps) -> Html {
    let (chosen, others): (Vec<_>, Vec<_>) = props.scene.flows.iter().partition(|line| Some(line.flow) == props.flow);
    let dim = (props.tracing && !chosen.is_empty()).then_some("dim-others");
    html! {
        <g class={classes!("flows", dim)}>
            { for others.into_iter().map(|line| flow(line, false)) }
            { for chosen.into_iter().map(|line| flow(line, true)) }
        </g>
    }
}

pub(crate) const fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::Partial => "partial",
        Verdict::Blocked => "blocked",
        Verdict::Unknown => "unknown",
    }
}

fn flow(line: &FlowLine, chosen: bool) -> Html {
    let data = rounded(&line.path);
    let stop = line.stop.filter(|_| line.verdict != Verdict::Allowed);
    html! {
        <g key={line.flow} class={classes!("flow", verdict_class(line.verdict), chosen.then_some("chosen"))} role="button"
            tabindex="-1" data-flow={line.flow.to_string()} aria-label={line.label.to_string()}>
            <path class="reach" d={data.clone()} />
            if !line.ghost.is_empty() { <path class="ghost" d={rounded(&line.ghost)} /> }
            <path class="line" d={data} />
            if let Some(at) = stop {
                <path class="stop" d={octagon(at)} />
                <path class="stop-cross" d={cross(at)} />
            } else {
                <path class="head" d={arrowhead(&line.path)} />
            }
            { pill(line) }
        </g>
    }
}

fn pill(line: &FlowLine) -> Html {
    let rect = line.pill.rect;
    if rect.width == 0 {
        return Html::default();
    }
    let middle = rect.centre();
    html! {
        <>
            <rect class="pill" x={rect.x.to_string()} y={rect.y.to_string()} width={rect.width.to_string()} height={rect.height.to_string()}
                rx={(rect.height / 2).to_string()} />
            <text class="pill-text" x={middle.x.to_string()} y={(middle.y + 4).to_string()}>
                { &*line.pill.sign }{ " " }{ &*line.pill.text }
            </text>
        </>
    }
}
