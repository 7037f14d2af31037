//! What is above the drawing for a moment: selection, the shown hop, a gesture in flight.

use editor::Overlay;
use editor::kernel::geometry::{Rect, World};
use yew::prelude::*;

use super::group::{boxed, words};
use crate::shared::Shared;
use editor::scene::path::rounded;

/// Everything that is drawn above the scene; made anew at every pointer move of a gesture, and small.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Above {
    pub overlay: Overlay,
    pub selected: Vec<Mark>,
    /// Whom the selected thing reaches, or who reaches it.
    pub lit: Vec<Mark>,
    /// The element of the shown hop, the verdict's class there, and the step's number.
    pub hop: Option<(Mark, &'static str, usize)>,
}

/// The outline of something in the scene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    Box { rect: Rect, radius: i32 },
    Line(Vec<World>),
}

/// Outlines of what is chosen: around cards and below them, so that no outline strikes through a chip on a border.
pub(super) fn mark_layer(above: &Shared<Above>) -> Html {
    html! {
        <g class="overlay" aria-hidden="true">
            { for above.lit.iter().map(|outline| mark(outline, "lit")) }
            { for above.selected.iter().map(|outline| mark(outline, "selected")) }
            if let Some((outline, class, _)) = &above.hop { { mark(outline, &format!("hop {class}")) } }
        </g>
    }
}

pub(super) fn overlay_layer(above: &Shared<Above>) -> Html {
    html! {
        <g class="overlay" aria-hidden="true">
            if let Some((outline, class, step)) = &above.hop { { badge(outline, class, *step) } }
            { gesture(&above.overlay) }
        </g>
    }
}

fn mark(outline: &Mark, class: &str) -> Html {
    let class = class.to_owned();
    match outline {
        Mark::Box { rect, radius } => boxed(rect.inflated(1), radius + 1, class),
        Mark::Line(points) => html! { <path {class} d={rounded(points)} /> },
    }
}

/// The step's number on the corner of what it stands at.
fn badge(outline: &Mark, class: &'static str, step: usize) -> Html {
    let at = match outline {
        Mark::Box { rect, .. } => World::new(rect.x, rect.y),
        Mark::Line(points) => points.get(points.len() / 2).copied().unwrap_or_default(),
    };
    html! {
        <g class={classes!("step-badge", class)}>
            <circle cx={at.x.to_string()} cy={at.y.to_string()} r="8" />
            { words(World::new(at.x, at.y + 4), "step-number", &step.to_string()) }
        </g>
    }
}

fn gesture(overlay: &Overlay) -> Html {
    let line = |points: &(World, World), class: &'static str| {
        let (a, b) = *points;
        html! { <line {class} x1={a.x.to_string()} y1={a.y.to_string()} x2={b.x.to_string()} y2={b.y.to_string()} /> }
    };
    html! {
        <>
            if let Some(target) = &overlay.target {
                { boxed(target.rect, 10, if target.accepted { "target accepted" } else { "target refused" }) }
            }
            { for overlay.ghosts.iter().map(|ghost| boxed(*ghost, 9, "ghost-box")) }
            { for overlay.guides.iter().map(|guide| line(guide, "guide")) }
            { for overlay.handles.iter().map(|handle| html! {
                <circle class="handle" cx={handle.at.x.to_string()} cy={handle.at.y.to_string()} r="6" />
            }) }
            if let Some(rubber) = &overlay.rubber { { line(rubber, "rubber") } }
            if let Some(marquee) = overlay.marquee { { boxed(marquee, 2, "marquee") } }
        </>
    }
}
