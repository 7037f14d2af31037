//! A scene as a standalone SVG: a file for other programs, a picture in a report, and what tests look at.
//!
//! It looks as on the page. It needs no font, style sheet or image of anybody's, so that it may be shown everywhere; it says what it
//! shows in words, and carries its diagram ([`document::picture`]).

mod ink;
mod pen;

use document::export::escape_xml;
use document::{Document, picture};

use crate::Outcome;
use crate::kernel::geometry::{Rect, World};
use crate::scene::drawing::{drawing, family};
use crate::scene::path::{arrowhead, cross, octagon, rounded};
use crate::scene::{Anchor, Edge, EdgeStyle, FlowLine, Frame, Glyph, Node, Scene, Shape, Tab, TabState, Tone};
use ink::Ink;
pub use ink::Theme;
use pen::{Pen, Type};

/// Around everything.
const MARGIN: i32 = 32;

/// The document's picture, with the document in it.
pub fn picture(document: &Document, scene: &Scene, theme: Theme) -> String {
    let mut said = vec![contents(document)];
    said.extend(scene.flows.iter().map(|flow| flow.label.to_string()));
    let about = format!(
        "<title>{}</title>\n<desc>{}</desc>\n{}",
        escape_xml(&document.title),
        escape_xml(&said.join(". ")),
        picture::metadata(document)
    );
    drawn(scene, theme, &about)
}

/// The scene alone.
pub fn svg(scene: &Scene) -> String {
    drawn(scene, Theme::Light, "")
}

/// The size in which the picture is meant to be seen.
pub fn size(scene: &Scene) -> (i32, i32) {
    let view = scene.bounds.inflated(MARGIN);
    (view.width, view.height)
}

fn contents(document: &Document) -> String {
    let topology = &document.topology;
    let counted = [
        (topology.vpcs.len(), "VPC"),
        (topology.subnets.len(), "subnet"),
        (topology.interfaces.len(), "instance or interface"),
        (document.flows.len(), "watched flow"),
    ];
    let some = counted.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = some
        .map(|(count, word)| match (count, word) {
            (1, word) => format!("1 {word}"),
            (count, "instance or interface") => format!("{count} instances and interfaces"),
            (count, word) => format!("{count} {word}s"),
        })
        .collect();
    match words.as_slice() {
        [] => "A network with nothing in it".to_owned(),
        words => format!("A network with {}", words.join(", ")),
    }
}

fn drawn(scene: &Scene, theme: Theme, about: &str) -> String {
    let ink = Ink::of(theme);
    let view = scene.bounds.inflated(MARGIN);
    let Rect { x, y, width, height } = view;
    let mut pen = Pen::default();
    pen.put(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"Inter, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif\" font-size=\"12\">\n{about}"
    ));
    let mut draw = Draw { pen, ink };
    draw.pen.rect(view, 0, format_args!("fill=\"{}\"", ink.canvas));
    let frames = || scene.groups.iter().flat_map(|group| &group.frames);
    frames().for_each(|item| draw.frame(item));
    scene.edges.iter().for_each(|item| draw.edge(item));
    scene.flows.iter().for_each(|item| draw.line(item));
    frames().flat_map(|frame| &frame.tabs).for_each(|item| draw.tab(item));
    let nodes = scene.groups.iter().flat_map(|group| &group.nodes);
    nodes.for_each(|item| draw.node(item));
    scene.flows.iter().for_each(|item| draw.signs(item));
    draw.pen.end()
}

struct Draw {
    pen: Pen,
    ink: Ink,
}

impl Draw {
    fn frame(&mut self, frame: &Frame) {
        let ink = self.ink;
        let (colour, Rect { x, y, .. }) = (ink.tone(frame.tone), frame.rect);
        let (ground, look, glyph) = match frame.tone {
            Tone::Region => (
                None,
                "fill=\"none\" stroke-width=\"1.2\" stroke-dasharray=\"2 4\"",
                None,
            ),
            Tone::Vpc => (None, "fill-opacity=\".05\" stroke-width=\"1.5\"", Some(Glyph::Vpc)),
            Tone::Site => (
                Some(ink.surface),
                "fill-opacity=\".05\" stroke-width=\"1.5\"",
                Some(Glyph::Site),
            ),
            Tone::Public | Tone::Private => (Some(ink.surface), "fill-opacity=\".07\" stroke-width=\"1.2\"", None),
        };
        if let Some(ground) = ground {
            self.pen.rect(frame.rect, 10, format_args!("fill=\"{ground}\""));
        }
        let fill = if frame.tone == Tone::Region {
            String::new()
        } else {
            format!("fill=\"{colour}\" ")
        };
        self.pen
            .rect(frame.rect, 10, format_args!("{fill}stroke=\"{colour}\" {look}"));
        let indent = if glyph.is_some() { 36 } else { 14 };
        if let Some(glyph) = glyph {
            self.glyph(glyph, World::new(x + 12, y + 10), 18, colour);
        }
        let title = match frame.tone {
            Tone::Region => Type::Caption(ink.quiet),
            _ => Type::Title(ink.text),
        };
        self.pen.title(
            World::new(x + indent, y + 24),
            title,
            &frame.title,
            (ink.quiet, &frame.detail),
        );
        let badge = frame.badge.as_deref().unwrap_or_default();
        self.pen.text(
            World::new(x + indent, y + 40),
            Anchor::Start,
            Type::Caption(ink.quiet),
            badge,
        );
    }

    fn tab(&mut self, tab: &Tab) {
        let ink = self.ink;
        let (stroke, dashes) = match tab.state {
            TabState::Plain => (ink.line, ""),
            TabState::Missing => (ink.verdict(Outcome::Partial).0, " stroke-dasharray=\"3 2\""),
            TabState::Blackhole => (ink.verdict(Outcome::Blocked).0, " stroke-dasharray=\"1 3\""),
        };
        self.pen.rect(
            tab.rect,
            6,
            format_args!("fill=\"{}\" stroke=\"{stroke}\"{dashes}", ink.raised),
        );
        let centre = tab.rect.centre();
        let at = World::new(centre.x, centre.y + 4);
        self.pen.text(at, Anchor::Middle, Type::Caption(ink.quiet), &tab.text);
    }

    fn edge(&mut self, edge: &Edge) {
        let dashes = if edge.style == EdgeStyle::Dashed {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let look = format_args!("fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{dashes}", self.ink.line);
        self.pen.path(&rounded(&edge.path), look);
        if let Some((at, words)) = &edge.text {
            self.pen
                .text(*at, Anchor::Middle, Type::Halo(self.ink.text, self.ink.canvas), words);
        }
    }

    fn node(&mut self, node: &Node) {
        self.pen.put(format_args!("<g>\n"));
        match node.shape {
            Shape::Card => self.card(node),
            Shape::Round => self.round(node),
        }
        self.pen.put(format_args!("</g>\n"));
    }

    fn card(&mut self, node: &Node) {
        let ink = self.ink;
        let Rect { x, y, .. } = node.rect;
        let (colour, off) = (ink.family(family(node.glyph)), node.state.is_some());
        let dashes = if off { " stroke-dasharray=\"4 3\"" } else { "" };
        self.pen.rect(
            node.rect,
            9,
            format_args!("fill=\"{}\" stroke=\"{}\"{dashes}", ink.raised, ink.line),
        );
        let faded = if off { " opacity=\".45\"" } else { "" };
        self.pen.rect(
            Rect::new(x + 8, y + 8, 32, 32),
            7,
            format_args!("fill=\"{colour}\"{faded}"),
        );
        self.glyph(node.glyph, World::new(x + 14, y + 14), 20, "#ffffff");
        let below = node.state.as_deref().unwrap_or(&node.detail);
        let title = if below.is_empty() { 28 } else { 21 };
        self.pen.text(
            World::new(x + 50, y + title),
            Anchor::Start,
            Type::Title(ink.text),
            &node.title,
        );
        self.pen
            .text(World::new(x + 50, y + 37), Anchor::Start, Type::Mono(ink.quiet), below);
        for (chip, words) in node.chip_rects() {
            self.pen
                .rect(chip, 8, format_args!("fill=\"{}\" stroke=\"{}\"", ink.sunken, ink.line));
            let at = World::new(chip.centre().x, chip.bottom() - 4);
            self.pen.text(at, Anchor::Middle, Type::Small(ink.quiet), &words);
        }
    }

    fn round(&mut self, node: &Node) {
        let ink = self.ink;
        let (centre, colour) = (node.rect.centre(), ink.family(family(node.glyph)));
        self.pen.put(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n",
            centre.x,
            centre.y,
            node.rect.width / 2,
            ink.raised
        ));
        self.glyph(node.glyph, World::new(centre.x - 10, centre.y - 10), 20, colour);
        if let Some(caption) = node.caption {
            let look = Type::Halo(ink.quiet, ink.canvas);
            self.pen.text(caption.at, caption.anchor, look, &node.title);
            let below = World::new(caption.at.x, caption.at.y + 13);
            self.pen
                .text(below, caption.anchor, look, node.state.as_deref().unwrap_or_default());
        }
    }

    fn glyph(&mut self, glyph: Glyph, at: World, size: i32, colour: &str) {
        let (_, data) = drawing(glyph);
        // In hundredths: 20 of 24 is .83.
        let scale = size * 100 / 24;
        self.pen.put(format_args!(
            "<path transform=\"translate({} {}) scale(.{scale:02})\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"{data}\"/>\n",
            at.x, at.y
        ));
    }

    /// A verdict shows by line style, sign and words, and by colour last.
    fn line(&mut self, line: &FlowLine) {
        let (colour, _) = self.ink.verdict(line.outcome);
        let dotted = "stroke-dasharray=\"1 5\" stroke-linecap=\"round\"";
        if !line.ghost.is_empty() {
            let look = format_args!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.3\" opacity=\".8\" {dotted}");
            self.pen.path(&rounded(&line.ghost), look);
        }
        let style = match line.outcome {
            Outcome::Allowed | Outcome::Partial | Outcome::Refused => "",
            Outcome::Blocked => "stroke-dasharray=\"8 4\"",
            Outcome::Unknown => dotted,
        };
        let look = format_args!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" {style}");
        self.pen.path(&rounded(&line.path), look);
        if line.stop.is_none() || line.outcome == Outcome::Refused {
            self.pen.path(&arrowhead(&line.path), format_args!("fill=\"{colour}\""));
        }
    }

    fn signs(&mut self, line: &FlowLine) {
        let (colour, soft) = self.ink.verdict(line.outcome);
        if let Some(at) = line.stop {
            self.pen.path(&octagon(at), format_args!("fill=\"{colour}\""));
            let look = format_args!(
                "fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-linecap=\"round\"",
                self.ink.on_sign
            );
            self.pen.path(&cross(at), look);
        }
        let pill = line.pill.rect;
        if pill.width > 0 {
            self.pen.rect(
                pill,
                pill.height / 2,
                format_args!("fill=\"{soft}\" stroke=\"{colour}\""),
            );
            let at = World::new(pill.centre().x, pill.centre().y + 4);
            let words = format!("{} {}", line.pill.sign, line.pill.text);
            self.pen.text(at, Anchor::Middle, Type::Pill(colour), &words);
        }
    }
}
