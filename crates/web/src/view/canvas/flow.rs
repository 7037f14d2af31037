//! Connections and watched flows. A verdict shows by line style, sign and words, and by colour last.

use editor::kernel::geometry::World;
use editor::scene::{Anchor, Edge, EdgeStyle, FlowLine};
use editor::{Outcome, Scene};
use yew::prelude::*;

use super::group::{boxed, name, words};
use crate::shared::Shared;
use editor::scene::path::{arrowhead, cross, octagon, rounded};

pub(super) fn edge_layer(scene: &Shared<Scene>) -> Html {
    html! { <g class="edges">{ for scene.edges.iter().map(|line| edge(line)) }</g> }
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
            if let Some((at, text)) = &edge.text { { words(*at, "edge-text", text) } }
        </g>
    }
}

#[derive(Clone, PartialEq)]
pub(super) struct FlowProps {
    pub(super) scene: Shared<Scene>,
    pub(super) flow: Option<usize>,
    pub(super) hot: Option<usize>,
    pub(super) tracing: bool,
}

impl FlowProps {
    /// The selected flow comes last, above the others, which step back while it is looked at.
    fn layer(&self, class: &'static str, draw: fn(&FlowLine, Classes) -> Html) -> Html {
        let (chosen, others): (Vec<_>, Vec<_>) = self.scene.flows.iter().partition(|line| Some(line.flow) == self.flow);
        let dim = (self.tracing && !chosen.is_empty()).then_some("dim-others");
        html! {
            <g class={classes!("flows", class, dim)}>
                { for others.into_iter().chain(chosen).map(|line| draw(line, self.classes(line))) }
            </g>
        }
    }

    fn classes(&self, line: &FlowLine) -> Classes {
        let chosen = (Some(line.flow) == self.flow).then_some("chosen");
        let hot = (Some(line.flow) == self.hot).then_some("hot");
        classes!("flow", verdict_class(line.outcome), chosen, hot)
    }
}

/// The lines: above the frames and connections, below the cards.
pub(super) fn flow_lines(props: &FlowProps) -> Html {
    props.layer("flow-lines", line)
}

/// Stop signs and words: above everything that stands in the drawing.
pub(super) fn flow_signs(props: &FlowProps) -> Html {
    props.layer("flow-signs", signs)
}

pub const fn verdict_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::Partial => "partial",
        Outcome::Blocked => "blocked",
        Outcome::Refused => "refused",
        Outcome::Unknown => "unknown",
    }
}

fn line(line: &FlowLine, classes: Classes) -> Html {
    let data = rounded(&line.path);
    html! {
        <g key={line.flow} class={classes} data-line={line.flow.to_string()} aria-hidden="true">
            <path class="reach" d={data.clone()} />
            if !line.ghost.is_empty() { <path class="ghost" d={rounded(&line.ghost)} /> }
            <path class="line" d={data} />
            if line.stop.is_none() || line.outcome == Outcome::Refused { <path class="head" d={arrowhead(&line.path)} /> }
        </g>
    }
}

/// Where words that grow stay.
fn grows_from(line: &FlowLine) -> Option<&'static str> {
    match line.pill.anchor {
        Anchor::Start => Some("from-start"),
        Anchor::Middle => None,
        Anchor::End => Some("from-end"),
    }
}

/// What stands for the flow in the page's tree: focusable, with its whole answer as its name.
fn signs(line: &FlowLine, classes: Classes) -> Html {
    let pill = line.pill.rect;
    let middle = pill.centre();
    html! {
        <g key={line.flow} class={classes} role="button" tabindex="-1" data-flow={line.flow.to_string()} aria-label={line.label.to_string()}>
            if let Some(at) = line.stop {
                <path class="stop" d={octagon(at)} />
                <path class="stop-cross" d={cross(at)} />
            }
            if pill.width > 0 {
                <g class={classes!("pill-words", grows_from(line))}>
                    { boxed(pill, pill.height / 2, "pill") }
                    { words(World::new(middle.x, middle.y + 4), "pill-text", &format!("{} {}", line.pill.sign, line.pill.text)) }
                </g>
            }
        </g>
    }
}
