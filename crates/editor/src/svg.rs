//! A scene as a standalone SVG: for tests, for judging a picture without the page, and for export.

use std::fmt::Write as _;

use crate::Outcome;
use crate::kernel::geometry::{Rect, World};
use crate::scene::{Anchor, Edge, EdgeStyle, FlowLine, Frame, Glyph, Node, Scene, Shape, Tab, TabState, Tone};

/// The whole picture on its own ground, in the colours of the light theme.
pub fn svg(scene: &Scene) -> String {
    let view = scene.bounds.inflated(32);
    let mut out = String::new();
    let Rect { x, y, width, height } = view;
    put(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\">\n<style>{STYLE}</style>\n"
        ),
    );
    put(
        &mut out,
        format_args!("<rect class=\"ground\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n"),
    );
    let groups = || scene.groups.iter();
    groups()
        .flat_map(|group| &group.frames)
        .for_each(|item| frame(&mut out, item));
    scene.edges.iter().for_each(|item| edge(&mut out, item));
    scene.flows.iter().for_each(|item| flow(&mut out, item));
    groups()
        .flat_map(|group| &group.frames)
        .flat_map(|frame| &frame.tabs)
        .for_each(|item| tab(&mut out, item));
    groups()
        .flat_map(|group| &group.nodes)
        .for_each(|item| node(&mut out, item));
    scene.flows.iter().for_each(|item| words(&mut out, item));
    out.push_str("</svg>\n");
    out
}

const STYLE: &str = "text{font-family:Inter,system-ui,'Segoe UI',Roboto,sans-serif;fill:#111827;font-size:11px}\
.ground{fill:#f6f7f9}.title{font-size:12.5px;font-weight:600}.mono{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#475467}\
.caption{fill:#475467}.base,.card{fill:#fff}.card{stroke:#c9d0da}.off{opacity:.55}.frame{stroke-width:1.3;fill-opacity:.06}\
.region{fill:none;stroke:#00a4a6;stroke-dasharray:2 4}.vpc{fill:#8c4fff;stroke:#8c4fff}.public{fill:#7aa116;stroke:#7aa116}\
.private{fill:#00a4a6;stroke:#00a4a6}.site{fill:#7d8998;stroke:#7d8998}.tab{fill:#fff;stroke:#c9d0da}.missing{stroke:#8a5a00;stroke-dasharray:3 2}\
.blackhole{stroke:#c2410c}.line{fill:none;stroke-linejoin:round}.edge{stroke:#8c4fff;stroke-width:1.3;stroke-opacity:.7}.dashed{stroke-dasharray:5 4}\
.halo{paint-order:stroke;stroke:#f6f7f9;stroke-width:4px;stroke-linejoin:round}.letter{fill:#fff;font-weight:700;font-size:12px}\
.chip{fill:#f1f3f6;stroke:#c9d0da}.small{font-size:10px;fill:#475467}.flow{stroke-width:2.5}.ghost{stroke-width:1.3;stroke-dasharray:1 5;stroke-linecap:round;opacity:.8}\
.pill{font-size:11.5px;font-weight:600}.sign{fill:#fff;font-weight:700}";

/// Writing to a string cannot fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn text(out: &mut String, at: World, anchor: &str, class: &str, words: &str) {
    if words.is_empty() {
        return;
    }
    put(
        out,
        format_args!(
            "<text x=\"{}\" y=\"{}\" class=\"{class}\" text-anchor=\"{anchor}\">",
            at.x, at.y
        ),
    );
    escape(out, words);
    out.push_str("</text>\n");
}

/// Names are text, never markup; characters that XML cannot hold become a replacement.
fn escape(out: &mut String, words: &str) {
    for character in words.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}

fn rect(out: &mut String, rect: Rect, radius: i32, class: &str) {
    let Rect { x, y, width, height } = rect;
    put(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" class=\"{class}\"/>\n"
        ),
    );
}

fn frame(out: &mut String, frame: &Frame) {
    let (class, indent) = match frame.tone {
        Tone::Region => ("frame region", 12),
        Tone::Vpc => ("frame vpc", 36),
        Tone::Public => ("frame public", 14),
        Tone::Private => ("frame private", 14),
        Tone::Site => ("frame site", 36),
    };
    if !matches!(frame.tone, Tone::Region) {
        rect(out, frame.rect, 10, "base");
    }
    rect(out, frame.rect, 10, class);
    let Rect { x, y, .. } = frame.rect;
    if indent == 36 {
        let colour = if frame.tone == Tone::Vpc { "#8c4fff" } else { "#7d8998" };
        put(
            out,
            format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"16\" height=\"16\" rx=\"4\" fill=\"{colour}\"/>\n",
                x + 12,
                y + 11
            ),
        );
    }
    let title = if frame.tone == Tone::Region { "caption" } else { "title" };
    text(out, World::new(x + indent, y + 24), "start", title, &frame.title);
    let after = crate::kernel::text::width(&frame.title, crate::kernel::text::Type::Title) + 6;
    text(
        out,
        World::new(x + indent + after, y + 24),
        "start",
        "mono",
        &frame.detail,
    );
    text(
        out,
        World::new(x + indent, y + 40),
        "start",
        "caption",
        frame.badge.as_deref().unwrap_or_default(),
    );
}

fn tab(out: &mut String, tab: &Tab) {
    let class = match tab.state {
        TabState::Plain => "tab",
        TabState::Missing => "tab missing",
        TabState::Blackhole => "tab blackhole",
    };
    rect(out, tab.rect, 6, class);
    let centre = tab.rect.centre();
    text(out, World::new(centre.x, centre.y + 4), "middle", "caption", &tab.text);
}

fn path(out: &mut String, points: &[World], class: &str, colour: &str) {
    if points.len() < 2 {
        return;
    }
    put(
        out,
        format_args!("<path class=\"line {class}\" stroke=\"{colour}\" d=\""),
    );
    for (index, point) in points.iter().enumerate() {
        put(
            out,
            format_args!("{}{} {}", if index == 0 { 'M' } else { 'L' }, point.x, point.y),
        );
    }
    out.push_str("\"/>\n");
}

fn edge(out: &mut String, edge: &Edge) {
    let class = if edge.style == EdgeStyle::Dashed {
        "edge dashed"
    } else {
        "edge"
    };
    path(out, &edge.path, class, "#8c4fff");
    if let Some((at, words)) = &edge.text {
        text(out, *at, "middle", "caption halo", words);
    }
}

fn node(out: &mut String, node: &Node) {
    let (letter, colour) = face(node.glyph);
    out.push_str(if node.state.is_some() {
        "<g class=\"off\">\n"
    } else {
        "<g>\n"
    });
    let Rect { x, y, .. } = node.rect;
    let centre = node.rect.centre();
    match node.shape {
        Shape::Card => {
            rect(out, node.rect, 9, "card");
            put(
                out,
                format_args!(
                    "<rect x=\"{}\" y=\"{}\" width=\"32\" height=\"32\" rx=\"7\" fill=\"{colour}\"/>\n",
                    x + 8,
                    y + 8
                ),
            );
            text(out, World::new(x + 24, y + 28), "middle", "letter", letter);
            let title = if node.detail.is_empty() && node.state.is_none() {
                28
            } else {
                21
            };
            text(out, World::new(x + 50, y + title), "start", "title", &node.title);
            text(
                out,
                World::new(x + 50, y + 37),
                "start",
                "mono",
                node.state.as_deref().unwrap_or(&node.detail),
            );
            for (chip, words) in node.chip_rects() {
                rect(out, chip, 7, "chip");
                text(
                    out,
                    World::new(chip.centre().x, chip.bottom() - 4),
                    "middle",
                    "small",
                    &words,
                );
            }
        }
        Shape::Round => {
            put(
                out,
                format_args!(
                    "<circle cx=\"{}\" cy=\"{}\" r=\"17\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n",
                    centre.x, centre.y
                ),
            );
            put(
                out,
                format_args!(
                    "<text x=\"{}\" y=\"{}\" fill=\"{colour}\" text-anchor=\"middle\" font-weight=\"700\">{letter}</text>\n",
                    centre.x,
                    centre.y + 4
                ),
            );
            if let Some(caption) = node.caption {
                let anchor = match caption.anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                text(out, caption.at, anchor, "caption halo", &node.title);
                let below = World::new(caption.at.x, caption.at.y + 13);
                text(
                    out,
                    below,
                    anchor,
                    "caption halo",
                    node.state.as_deref().unwrap_or_default(),
                );
            }
        }
    }
    out.push_str("</g>\n");
}

/// A letter and a colour for each family of things; the page has drawings instead.
const fn face(glyph: Glyph) -> (&'static str, &'static str) {
    match glyph {
        Glyph::Instance => ("EC", "#ed7100"),
        Glyph::Database => ("DB", "#c925d1"),
        Glyph::Function => ("λ", "#ed7100"),
        Glyph::Interface => ("NI", "#ed7100"),
        Glyph::InternetGateway => ("IG", "#8c4fff"),
        Glyph::NatGateway => ("NAT", "#8c4fff"),
        Glyph::Peering => ("PX", "#8c4fff"),
        Glyph::GatewayEndpoint => ("GE", "#8c4fff"),
        Glyph::InterfaceEndpoint => ("IE", "#8c4fff"),
        Glyph::VpnGateway => ("VG", "#8c4fff"),
        Glyph::CustomerGateway => ("CG", "#7d8998"),
        Glyph::VpnConnection => ("VC", "#8c4fff"),
        Glyph::EgressOnlyInternetGateway => ("EO", "#8c4fff"),
        Glyph::TransitGateway => ("TG", "#8c4fff"),
        Glyph::TransitGatewayAttachment => ("TA", "#8c4fff"),
        Glyph::DirectConnect => ("DX", "#8c4fff"),
        Glyph::ClientVpn => ("CV", "#8c4fff"),
        Glyph::LoadBalancer => ("LB", "#8c4fff"),
        Glyph::Dns => ("DNS", "#8c4fff"),
        Glyph::Internet => ("www", "#7d8998"),
        Glyph::Bucket => ("S3", "#7aa116"),
        Glyph::Table => ("DY", "#c925d1"),
        Glyph::Service => ("SV", "#7aa116"),
        Glyph::Site => ("S", "#7d8998"),
        Glyph::NetworkAcl => ("AC", "#dd344c"),
        _ => ("", "#5f6a7d"),
    }
}

const fn colours(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Allowed => ("#0b6fb8", "#e6f1fa"),
        Outcome::Partial => ("#8a5a00", "#fbf1dc"),
        Outcome::Blocked | Outcome::Refused => ("#c2410c", "#fdece3"),
        Outcome::Unknown => ("#5f6a7d", "#eef0f3"),
    }
}

fn flow(out: &mut String, line: &FlowLine) {
    let (colour, _) = colours(line.outcome);
    let class = match line.outcome {
        Outcome::Allowed | Outcome::Partial | Outcome::Refused => "flow",
        Outcome::Blocked => "flow dashed",
        Outcome::Unknown => "ghost",
    };
    path(out, &line.ghost, "ghost", colour);
    path(out, &line.path, class, colour);
    if let [.., from, to] = line.path.as_slice()
        && line.arrives
    {
        let (dx, dy) = ((to.x - from.x).signum(), (to.y - from.y).signum());
        let (left, right) = (
            (to.x - 9 * dx - 5 * dy, to.y - 9 * dy - 5 * dx),
            (to.x - 9 * dx + 5 * dy, to.y - 9 * dy + 5 * dx),
        );
        put(
            out,
            format_args!(
                "<path fill=\"{colour}\" d=\"M{} {}L{} {}L{} {}z\"/>\n",
                to.x, to.y, left.0, left.1, right.0, right.1
            ),
        );
    }
}

fn words(out: &mut String, line: &FlowLine) {
    let (colour, soft) = colours(line.outcome);
    if let Some(at) = line.stop {
        put(
            out,
            format_args!("<circle cx=\"{}\" cy=\"{}\" r=\"9\" fill=\"{colour}\"/>\n", at.x, at.y),
        );
        text(out, World::new(at.x, at.y + 4), "middle", "sign", "✕");
    }
    let Rect { x, y, width, height } = line.pill.rect;
    if width == 0 {
        return;
    }
    put(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"{soft}\" stroke=\"{colour}\"/>\n<text class=\"pill\" style=\"fill:{colour}\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">",
            x + width / 2,
            y + 16
        ),
    );
    escape(out, &line.pill.sign);
    out.push(' ');
    escape(out, &line.pill.text);
    out.push_str("</text>\n");
}
