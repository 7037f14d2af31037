//! A VPC, a site, or what stands alone. Its frames lie below the lines, its cards above them; each layer of a group is run
//! again only when the group's own data changed.

use editor::kernel::geometry::{Rect, World};
use editor::scene::{Anchor, Frame, Glyph, Group, Node, Shape, Tab, TabState, Tone};
use reach::id::Ref;
use yew::prelude::*;

use crate::shared::Shared;
use editor::scene::drawing::{drawing, family};

pub(super) fn frames(group: &Shared<Group>) -> Html {
    html! { <g>{ for group.frames.iter().map(frame) }</g> }
}

pub(super) fn nodes(group: &Shared<Group>) -> Html {
    html! {
        <g>
            { for group.frames.iter().flat_map(|frame| &frame.tabs).map(tab) }
            { for group.nodes.iter().map(node) }
        </g>
    }
}

/// The name of an element in the page's tree.
pub fn name(of: &Ref) -> String {
    format!("{}:{}", of.kind.word(), of.id)
}

fn frame(frame: &Frame) -> Html {
    let (tone, glyph) = match frame.tone {
        Tone::Region => ("region", None),
        Tone::Vpc => ("vpc", Some(Glyph::Vpc)),
        Tone::Public => ("public", None),
        Tone::Private => ("private", None),
        Tone::Site => ("site", Some(Glyph::Site)),
    };
    let Rect { x, y, .. } = frame.rect;
    let indent = if glyph.is_some() { 36 } else { 14 };
    let content = html! {
        <>
            { boxed(frame.rect, 10, "frame-ground") }
            { boxed(frame.rect, 10, "frame-box") }
            if let Some(glyph) = glyph { { symbol(glyph, World::new(x + 12, y + 10), 18, "frame-glyph") } }
            <text class={classes!("frame-title", brief(&frame.title, 12))} x={(x + indent).to_string()} y={(y + 24).to_string()}>
                { &*frame.title }<tspan class="mono" dx="6">{ &*frame.detail }</tspan>
            </text>
            if let Some(badge) = &frame.badge { { words(World::new(x + indent, y + 40), "caption", badge) } }
        </>
    };
    match &frame.of {
        Some(of) => html! {
            <g class={classes!("frame", tone)} role="graphics-object" tabindex="-1" data-ref={name(of)} aria-label={frame.label.to_string()}>
                { content }
            </g>
        },
        None => html! { <g class={classes!("frame", tone)} aria-hidden="true">{ content }</g> },
    }
}

fn tab(tab: &Tab) -> Html {
    let state = match tab.state {
        TabState::Plain => None,
        TabState::Missing => Some("missing"),
        TabState::Blackhole => Some("blackhole"),
    };
    let middle = tab.rect.centre();
    html! {
        <g class={classes!("tab", state)} role="button" tabindex="-1" data-ref={name(&tab.of)} aria-label={tab.label.to_string()}>
            { boxed(tab.rect, 6, "tab-box") }
            { words(World::new(middle.x, middle.y + 4), "tab-text", &tab.text) }
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
    let Rect { x, y, .. } = node.rect;
    let below = node.state.as_ref().unwrap_or(&node.detail);
    let title = if below.is_empty() { 28 } else { 21 };
    html! {
        <>
            { boxed(node.rect, 9, "card") }
            { boxed(Rect::new(x + 8, y + 8, 32, 32), 7, "tile") }
            { symbol(node.glyph, World::new(x + 14, y + 14), 20, "tile-glyph") }
            { words(World::new(x + 50, y + title), classes!("node-title", brief(&node.title, 6).unwrap_or("long")), &node.title) }
            if !below.is_empty() { { words(World::new(x + 50, y + 37), "mono", below) } }
            { for node.chip_rects().iter().map(|(rect, text)| html! {
                <>
                    { boxed(*rect, 8, "chip") }
                    { words(World::new(rect.centre().x, rect.bottom() - 4), "chip-text", text) }
                </>
            }) }
        </>
    }
}

fn round(node: &Node) -> Html {
    let centre = node.rect.centre();
    let caption = node.caption.map(|caption| {
        let anchor = match caption.anchor {
            Anchor::Start => "round-title start",
            Anchor::Middle => "round-title",
            Anchor::End => "round-title end",
        };
        html! {
            <>
                { words(caption.at, anchor, &node.title) }
                if let Some(state) = &node.state { { words(World::new(caption.at.x, caption.at.y + 13), anchor, state) } }
            </>
        }
    });
    html! {
        <>
            <circle class="card" cx={centre.x.to_string()} cy={centre.y.to_string()} r={(node.rect.width / 2).to_string()} />
            { symbol(node.glyph, World::new(centre.x - 10, centre.y - 10), 20, "round-glyph") }
            { for caption }
        </>
    }
}

pub(super) fn boxed(rect: Rect, radius: i32, class: impl Into<AttrValue>) -> Html {
    html! {
        <rect class={class.into()} x={rect.x.to_string()} y={rect.y.to_string()} width={rect.width.to_string()} height={rect.height.to_string()}
            rx={radius.to_string()} />
    }
}

/// Short enough to be written larger from far away. (A long name of a card then takes the room of its sign.)
fn brief(title: &str, most: usize) -> Option<&'static str> {
    (title.chars().count() <= most).then_some("brief")
}

pub(super) fn words(at: World, class: impl Into<Classes>, text: &str) -> Html {
    let class: Classes = class.into();
    html! { <text {class} x={at.x.to_string()} y={at.y.to_string()}>{ text }</text> }
}

fn symbol(glyph: Glyph, at: World, size: i32, class: &'static str) -> Html {
    html! {
        <use {class} href={format!("#rl-{}", drawing(glyph).0)} x={at.x.to_string()} y={at.y.to_string()} width={size.to_string()} height={size.to_string()} />
    }
}
