//! draw.io: frames are containers, what stands in them has coordinates relative to them, and lines hold on to their ends.
//! Page: drawio.com/docs/reference/diagram-generation/style-reference

use document::Document;
use document::export::{Ids, escape_xml, plain};

use crate::Outcome;
use crate::kernel::geometry::{Rect, World};
use crate::scene::drawing::family;
use crate::scene::{EdgeStyle, FlowLine, Frame, Node, Scene, Shape, Tone};

/// The scene as a file of draw.io.
pub fn drawio(document: &Document, scene: &Scene) -> String {
    let mut sheet = Sheet::default();
    let mut frames: Vec<&Frame> = scene.groups.iter().flat_map(|group| &group.frames).collect();
    // Outer frames first: a container stands before its content.
    frames.sort_by_key(|frame| std::cmp::Reverse(area(frame.rect)));
    for frame in &frames {
        sheet.frame(frame);
    }
    for tab in frames.iter().flat_map(|frame| &frame.tabs) {
        sheet.boxed(&tab.of.id, tab.rect, &[&tab.text], TAB);
    }
    for node in scene.groups.iter().flat_map(|group| &group.nodes) {
        sheet.node(node);
    }
    for edge in &scene.edges {
        let dashed = if edge.style == EdgeStyle::Dashed {
            "dashed=1;"
        } else {
            ""
        };
        let style = format!("{LINE}endArrow=none;strokeColor=#98A2B3;{dashed}");
        let words = edge.text.as_ref().map_or("", |(_, words)| words);
        sheet.line(&edge.of.id, &edge.path, words, &style);
    }
    for flow in &scene.flows {
        sheet.flow(flow);
    }
    format!(
        "<mxfile host=\"reachlight\">\n<diagram id=\"network\" name=\"{}\">\n<mxGraphModel dx=\"0\" dy=\"0\" grid=\"1\" gridSize=\"8\" guides=\"1\" \
         tooltips=\"1\" connect=\"1\" arrows=\"1\" fold=\"1\" page=\"0\" pageScale=\"1\" pageWidth=\"1169\" pageHeight=\"827\" math=\"0\" \
         shadow=\"0\">\n<root>\n<mxCell id=\"0\"/>\n<mxCell id=\"1\" parent=\"0\"/>\n{}</root>\n</mxGraphModel>\n</diagram>\n</mxfile>\n",
        escape_xml(&document.title),
        sheet.cells
    )
}

const CONTAINER: &str = "rounded=1;absoluteArcSize=1;arcSize=20;container=1;collapsible=0;recursiveResize=0;whiteSpace=wrap;\
    verticalAlign=top;align=left;spacingLeft=8;fontSize=12;fontColor=#111827;";
const CARD: &str = "rounded=1;absoluteArcSize=1;arcSize=16;whiteSpace=wrap;fontSize=12;fontColor=#111827;fillColor=#FFFFFF;strokeWidth=2;";
const CIRCLE: &str = "ellipse;whiteSpace=wrap;fontSize=11;fontColor=#475467;fillColor=#FFFFFF;verticalLabelPosition=bottom;verticalAlign=top;";
const TAB: &str = "rounded=1;absoluteArcSize=1;arcSize=12;whiteSpace=wrap;fontSize=11;fontColor=#475467;fillColor=#FFFFFF;strokeColor=#C9D0DA;";
const LINE: &str = "edgeStyle=orthogonalEdgeStyle;rounded=1;orthogonalLoop=1;jettySize=auto;fontSize=11;";

#[derive(Debug, Default)]
struct Sheet {
    ids: Ids,
    /// What can hold something.
    containers: Vec<(String, Rect)>,
    /// What a line can hold on to.
    shapes: Vec<(String, Rect)>,
    cells: String,
}

fn area(rect: Rect) -> i64 {
    i64::from(rect.width) * i64::from(rect.height)
}

impl Sheet {
    fn frame(&mut self, frame: &Frame) {
        let (colour, more) = match frame.tone {
            Tone::Region => ("#00A4A6", "fillColor=none;dashed=1;"),
            Tone::Vpc => ("#8C4FFF", "fillColor=none;fontStyle=1;"),
            Tone::Public => ("#7AA116", "fillColor=#F4F8EB;"),
            Tone::Private => ("#00A4A6", "fillColor=#EBF8F8;"),
            Tone::Site => ("#6B7787", "fillColor=none;fontStyle=1;"),
        };
        let style = format!("{CONTAINER}strokeColor={colour};{more}");
        let name = frame.of.as_ref().map_or(&*frame.title, |of| &of.id);
        let words = [&*frame.title, &*frame.detail].join("  ");
        let badge = frame.badge.as_deref().unwrap_or_default();
        let id = self.boxed(name, frame.rect, &[words.trim_end(), badge], &style);
        self.containers.push((id, frame.rect));
    }

    fn node(&mut self, node: &Node) {
        let colour = match family(node.glyph) {
            "compute" => "#D86613",
            "storage" => "#6B8F10",
            "database" => "#C925D1",
            "security" => "#DD344C",
            "site" => "#6B7787",
            _ => "#8C4FFF",
        };
        let (style, detail) = match node.shape {
            Shape::Card => (CARD, &*node.detail),
            Shape::Round => (CIRCLE, ""),
        };
        let off = if node.state.is_some() { "dashed=1;" } else { "" };
        let style = format!("{style}strokeColor={colour};{off}");
        let state = node.state.as_deref().unwrap_or(detail);
        self.boxed(&node.of.id, node.rect, &[&node.title, state], &style);
    }

    /// A shape in the smallest container that has its middle; gateways stand on borders.
    fn boxed(&mut self, name: &str, rect: Rect, lines: &[&str], style: &str) -> String {
        let id = self.ids.unique(&format!("r-{}", plain(name)));
        let centre = rect.centre();
        let holders = self.containers.iter().filter(|(_, holder)| {
            area(*holder) > area(rect)
                && (holder.x..=holder.right()).contains(&centre.x)
                && (holder.y..=holder.bottom()).contains(&centre.y)
        });
        let (parent, origin) = holders
            .min_by_key(|(_, holder)| area(*holder))
            .map_or(("1", World::new(0, 0)), |(id, holder)| {
                (id, World::new(holder.x, holder.y))
            });
        self.cells.push_str(&format!(
            "<mxCell id=\"{id}\" value=\"{}\" style=\"{style}\" vertex=\"1\" parent=\"{parent}\"><mxGeometry x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" as=\"geometry\"/></mxCell>\n",
            label(lines),
            rect.x - origin.x,
            rect.y - origin.y,
            rect.width,
            rect.height
        ));
        self.shapes.push((id.clone(), rect));
        id
    }

    fn flow(&mut self, flow: &FlowLine) {
        let (colour, look) = match flow.outcome {
            Outcome::Allowed => ("#0B6FB8", "endArrow=block;strokeWidth=2;"),
            Outcome::Partial => ("#8A5A00", "endArrow=open;strokeWidth=2;"),
            Outcome::Refused => ("#C2410C", "endArrow=cross;strokeWidth=2;"),
            Outcome::Blocked => ("#C2410C", "endArrow=cross;strokeWidth=2;dashed=1;"),
            Outcome::Unknown => ("#5F6A7D", "endArrow=open;strokeWidth=1;dashed=1;dashPattern=1 4;"),
        };
        // A blocked request is drawn on to where it would have gone.
        let mut path = flow.path.clone();
        if !flow.arrives {
            path.extend(flow.ghost.iter().copied());
        }
        let style = format!("{LINE}strokeColor={colour};fontColor={colour};{look}");
        let words = format!("{} {}", flow.pill.sign, flow.pill.text);
        self.line("flow", &path, &words, &style);
    }

    /// A line between the shapes that its ends touch, by way of its corners.
    fn line(&mut self, name: &str, path: &[World], words: &str, style: &str) {
        let [first, corners @ .., last] = path else { return };
        let id = self.ids.unique(&format!("l-{}", plain(name)));
        let end = |role: &str, way: &str, at: &World| match self.shape_at(*at) {
            Some((shape, rect)) => {
                let (x, y) = (part(at.x - rect.x, rect.width), part(at.y - rect.y, rect.height));
                let holds = format!("{way}X={x};{way}Y={y};{way}Perimeter=0;");
                (holds, format!(" {role}=\"{shape}\""), String::new())
            }
            None => {
                let point = format!("<mxPoint x=\"{}\" y=\"{}\" as=\"{role}Point\"/>", at.x, at.y);
                (String::new(), String::new(), point)
            }
        };
        let (leaves, source, start) = end("source", "exit", first);
        let (enters, target, finish) = end("target", "entry", last);
        let points: String = corners
            .iter()
            .map(|at| format!("<mxPoint x=\"{}\" y=\"{}\"/>", at.x, at.y))
            .collect();
        let points = if points.is_empty() {
            points
        } else {
            format!("<Array as=\"points\">{points}</Array>")
        };
        self.cells.push_str(&format!(
            "<mxCell id=\"{id}\" value=\"{}\" style=\"{style}{leaves}{enters}\" edge=\"1\" parent=\"1\"{source}{target}><mxGeometry relative=\"1\" as=\"geometry\">{start}{finish}{points}</mxGeometry></mxCell>\n",
            escape_xml(words)
        ));
    }

    /// The smallest shape on whose border, or in which, the point lies.
    fn shape_at(&self, at: World) -> Option<(&str, Rect)> {
        let touched = self.shapes.iter().filter(|(_, rect)| {
            let near = rect.inflated(2);
            (near.x..=near.right()).contains(&at.x) && (near.y..=near.bottom()).contains(&at.y)
        });
        let (id, rect) = touched.min_by_key(|(_, rect)| area(*rect))?;
        Some((id, *rect))
    }
}

/// Plain text: a line break is a character, and nothing is markup.
fn label(lines: &[&str]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| escape_xml(line))
        .collect();
    lines.join("&#10;")
}

/// A part of the whole, in hundredths, from 0 to 1.
fn part(part: i32, whole: i32) -> String {
    let hundredths = if whole <= 0 {
        50
    } else {
        (part * 100 / whole).clamp(0, 100)
    };
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
