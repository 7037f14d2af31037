//! A VPC, a site, or what stands alone: frames and cards. Run again only when its own data changed.

use editor::kernel::geometry::Rect;
use editor::scene::{Frame, Glyph, Group, Node, Shape, Tab, Tone};
use reach::id::Ref;
use yew::prelude::*;

use crate::shared::Shared;
use crate::view::glyph::{drawing, family};

#[derive(Properties, PartialEq)]
pub(super) struct GroupProps {
    pub(super) group: Shared<Group>,
}

#[component]
pub(super) fn GroupView(props: &GroupProps) -> Html {
    html! {
        <g class="group">
            { for props.group.frames.iter().map(frame) }
            { for props.group.nodes.iter().map(node) }
        </g>
    }
}

/// The name of an element in the page's tree.
pub fn name(of: &Ref) -> String {
    format!("{}:{}", of.kind.word(), of.id)
}

fn frame(frame: &Frame) -> Html {
    let Rect { x, y, width, height } = frame.rect;
    let (tone, radius) = match frame.tone {
        Tone::Region => ("region", 12),
        Tone::Vpc => ("vpc", 12),
        Tone::Public => ("public", 10),
        Tone::Private => ("private", 10),
        Tone::Site => ("site", 12),
    };
    let glyph = match frame.tone {
        Tone::Vpc => Some(Glyph::Vpc),
        Tone::Site => Some(Glyph::Site),
        _ => None,
    };
    let indent = if glyph.is_some() { 36 } else { 14 };
    let (x, y, width, height) = (x.to_string(), y.to_string(), width.to_string(), height.to_string());
    let content = html! {
        <>
            <rect class="frame-ground" x={x.clone()} y={y.clone()} width={width.clone()} height={height.clone()} rx={radius.to_string()} />
            <rect class="frame-box" {x} {y} {width} {height} rx={radius.to_string()} />
            if let Some(glyph) = glyph { { symbol(glyph, frame.rect.x + 12, frame.rect.y + 10, 18, "frame-glyph") } }
            <text class="frame-title" x={(frame.rect.x + indent).to_string()} y={(frame.rect.y + 24).to_string()}>
                { &*frame.title }<tspan class="mono" dx="8">{ &*frame.detail }</tspan>
            </text>
            if let Some(badge) = &frame.badge {
                <text class="caption" x={(frame.rect.x + indent).to_string()} y={(frame.rect.y + 40).to_string()}>{ &**badge }</text>
            }
            { for frame.tabs.iter().map(tab) }
        </>
    };
    match &frame.of {
        Some(of) => {
            let data = name(of);
            html! { <g class={classes!("frame", tone)} role="graphics-object" tabindex="-1" data-ref={data} aria-label={frame.label.to_string()}>{ content }</g> }
        }
        None => html! { <g class={classes!("frame", tone)} aria-hidden="true">{ content }</g> },
    }
}

fn tab(tab: &Tab) -> Html {
    let Rect { x, y, width, height } = tab.rect;
    let middle = tab.rect.centre();
    html! {
        <g class="tab" role="button" tabindex="-1" data-ref={name(&tab.of)} aria-label={format!("{} {}", tab.of.kind.title(), tab.text)}>
            <rect x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} rx="6" />
            <text x={middle.x.to_string()} y={(middle.y + 4).to_string()}>{ &*tab.text }</text>
        </g>
    }
}

fn node(node: &Node) -> Html {
    let content = match node.shape {
        Shape::Card => card(node),
        Shape::Round => round(node),
    };
    let off = node.state.is_some().then_some("off");
    html! {
        <g class={classes!("node", family(node.glyph), off)} role="button" tabindex="-1" data-ref={name(&node.of)} aria-label={node.label.to_string()}>
            { content }
        </g>
    }
}

fn card(node: &Node) -> Html {
    let Rect { x, y, width, height } = node.rect;
    let size = (height - 16).clamp(16, 32);
    let left = (x + 8, y + (height - size) / 2);
    let text = (left.0 + size + 10).to_string();
    let title = if node.detail.is_empty() {
        y + height / 2 + 4
    } else {
        y + height / 2 - 3
    };
    let side = match &node.state {
        Some(state) => state.to_string(),
        None => node.chips.join(" · "),
    };
    html! {
        <>
            <rect class="card" x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} rx="9" />
            <rect class="tile" x={left.0.to_string()} y={left.1.to_string()} width={size.to_string()} height={size.to_string()} rx="7" />
            { symbol(node.glyph, left.0 + (size - 20) / 2, left.1 + (size - 20) / 2, 20, "tile-glyph") }
            <text class="node-title" x={text.clone()} y={title.to_string()}>{ &*node.title }</text>
            if !node.detail.is_empty() {
                <text class="mono" x={text} y={(y + height / 2 + 13).to_string()}>{ &*node.detail }</text>
            }
            if !side.is_empty() {
                <text class="chip" x={(x + width - 8).to_string()} y={title.to_string()}>{ side }</text>
            }
        </>
    }
}

fn round(node: &Node) -> Html {
    let centre = node.rect.centre();
    let radius = node.rect.width.min(node.rect.height) / 2;
    let words = match &node.state {
        Some(state) => format!("{} · {state}", node.title),
        None => node.title.to_string(),
    };
    html! {
        <>
            <circle class="card" cx={centre.x.to_string()} cy={centre.y.to_string()} r={radius.to_string()} />
            { symbol(node.glyph, centre.x - 10, centre.y - 10, 20, "round-glyph") }
            if !words.is_empty() {
                <text class="round-title" x={centre.x.to_string()} y={(centre.y + radius + 13).to_string()}>{ words }</text>
            }
        </>
    }
}

fn symbol(glyph: Glyph, x: i32, y: i32, size: i32, class: &'static str) -> Html {
    html! {
        <use {class} href={format!("#rl-{}", drawing(glyph).0)} x={x.to_string()} y={y.to_string()} width={size.to_string()} height={size.to_string()} />
    }
}
