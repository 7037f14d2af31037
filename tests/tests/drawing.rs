//! What every picture of the samples keeps to, in views of every shape: words are not covered, and stand where they belong.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::path::PathBuf;

use document::{Document, Mode};
use editor::kernel::auto_layout::Room;
use editor::kernel::geometry::{Rect, World};
use editor::scene::{FlowLine, Node, Scene, Shape};
use editor::{Derived, Message, Session};

const ROOMS: [Room; 3] = [Room::Wide, Room::Tall, Room::Low];
/// From its line to a pill that stands beside it.
const BESIDE: i32 = 10;
/// The radius of a stop sign.
const SIGN: i32 = 9;
/// Around the words on a card.
const EDGE: i32 = 8;
/// From a stop sign to its pill, at most.
const AT_SIGN: i32 = 30;

fn samples() -> Vec<(String, Document)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let document = document::text::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), document)
    };
    files.into_iter().map(read).collect()
}

/// Every sample, drawn for every shape of view.
fn pictures() -> Vec<(String, Scene)> {
    let mut pictures = Vec::new();
    for (name, document) in samples() {
        for room in ROOMS {
            let derived = Derived::shown_in(&document, room);
            pictures.push((format!("{name} {room:?}"), (*derived.scene).clone()));
        }
    }
    pictures
}

fn none(fault: &str, find: impl Fn(&Scene) -> Vec<String>) {
    at_most(0, fault, find);
}

fn at_most(most: usize, fault: &str, find: impl Fn(&Scene) -> Vec<String>) {
    let mut all = Vec::new();
    for (name, scene) in pictures() {
        all.extend(find(&scene).into_iter().map(|found| format!("{name}: {found}")));
    }
    assert!(all.len() <= most, "{} {fault}:\n{}", all.len(), all.join("\n"));
}

/// Something that has to be read, and whose it is.
struct Words {
    of: String,
    rect: Rect,
}

/// What is written on the ground: nothing is drawn behind it that would hide a line.
fn open_words(scene: &Scene) -> Vec<Words> {
    let mut all = Vec::new();
    for group in &scene.groups {
        for frame in &group.frames {
            all.extend(frame.word_rects().into_iter().map(|rect| Words {
                of: format!("frame {}", frame.title),
                rect,
            }));
        }
        for node in &group.nodes {
            all.extend(node.caption_rects().into_iter().map(|rect| Words {
                of: format!("circle {}", node.title),
                rect,
            }));
        }
    }
    for edge in &scene.edges {
        all.extend(edge.text_rect().map(|rect| Words {
            of: format!("connection {}", edge.of.id),
            rect,
        }));
    }
    all
}

/// What is drawn over everything: cards, circles, tabs, chips and pills.
fn boxes(scene: &Scene) -> Vec<Words> {
    let mut all = Vec::new();
    for group in &scene.groups {
        for frame in &group.frames {
            all.extend(frame.tabs.iter().map(|tab| Words {
                of: format!("tab {} of {}", tab.text, frame.title),
                rect: tab.rect,
            }));
        }
        for node in &group.nodes {
            let kind = if node.shape == Shape::Card { "card" } else { "circle" };
            all.push(Words {
                of: format!("{kind} {}", node.title),
                rect: node.rect,
            });
        }
    }
    all.extend(pills(scene));
    all
}

fn pills(scene: &Scene) -> Vec<Words> {
    let drawn = scene.flows.iter().filter(|line| line.pill.rect.width > 0);
    drawn
        .map(|line| Words {
            of: format!("pill of flow {}", line.flow),
            rect: line.pill.rect,
        })
        .collect()
}

/// Every line, its name, and whether it is the flow's of this index.
fn lines(scene: &Scene) -> Vec<(String, Option<usize>, &[World])> {
    let mut all: Vec<(String, Option<usize>, &[World])> = Vec::new();
    for edge in &scene.edges {
        all.push((format!("connection {}", edge.of.id), None, &edge.path));
    }
    for line in &scene.flows {
        all.push((format!("flow {}", line.flow), Some(line.flow), &line.path));
        all.push((format!("dots of flow {}", line.flow), Some(line.flow), &line.ghost));
    }
    all
}

fn touches(path: &[World], rect: Rect) -> bool {
    path.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        a.x.min(b.x) < rect.right() && a.x.max(b.x) > rect.x && a.y.min(b.y) < rect.bottom() && a.y.max(b.y) > rect.y
    })
}

#[test]
fn no_line_runs_through_words() {
    none("lines through words", |scene| {
        let (words, lines) = (open_words(scene), lines(scene));
        let mut found = Vec::new();
        for words in &words {
            let crossing = lines.iter().filter(|(_, _, path)| touches(path, words.rect));
            found.extend(crossing.map(|(name, ..)| format!("{name} runs through the words of {}", words.of)));
        }
        found
    });
}

#[test]
fn no_words_lie_on_others() {
    none("words on words", |scene| {
        let (words, boxes) = (open_words(scene), boxes(scene));
        let mut found = Vec::new();
        for (index, one) in words.iter().enumerate() {
            let others = words.iter().skip(index + 1).chain(&boxes);
            let hidden = others.filter(|other| other.rect.intersects(one.rect));
            found.extend(hidden.map(|other| format!("{} lies on {}", other.of, one.of)));
        }
        found
    });
}

#[test]
fn no_box_lies_on_another() {
    none("boxes on boxes", |scene| {
        let boxes = boxes(scene);
        let mut found = Vec::new();
        for (index, one) in boxes.iter().enumerate() {
            let hidden = boxes
                .iter()
                .skip(index + 1)
                .filter(|other| other.rect.intersects(one.rect));
            found.extend(hidden.map(|other| format!("{} lies on {}", other.of, one.of)));
        }
        found
    });
}

/// A pill is on its own line, beside it, or beside its stop sign.
#[test]
fn every_pill_is_at_its_own_line() {
    none("pills off their line", |scene| {
        let lost = |line: &&std::rc::Rc<FlowLine>| {
            let near = line.pill.rect.inflated(BESIDE);
            let by = line.pill.rect.inflated(AT_SIGN);
            let sign = line
                .stop
                .is_some_and(|stop| by.intersects(Rect::around(stop, 2 * SIGN, 2 * SIGN)));
            line.pill.rect.width > 0 && !sign && !touches(&line.path, near) && !touches(&line.ghost, near)
        };
        let lost = scene.flows.iter().filter(lost);
        lost.map(|line| format!("“{}” of flow {}", line.pill.text, line.flow))
            .collect()
    });
}

/// How much of the line lies in the rectangle.
fn inside(path: &[World], rect: Rect) -> i32 {
    let part = |pair: &[World]| {
        let (a, b) = (pair[0], pair[1]);
        let (left, right) = (a.x.min(b.x).max(rect.x), a.x.max(b.x).min(rect.right()));
        let (top, bottom) = (a.y.min(b.y).max(rect.y), a.y.max(b.y).min(rect.bottom()));
        if touches(pair, rect) {
            right - left + bottom - top
        } else {
            0
        }
    };
    path.windows(2).map(part).sum()
}

/// A line may cross behind a pill. Only where four and more go the same way, some run along behind one.
#[test]
fn pills_hide_little_of_the_lines_of_other_flows() {
    at_most(4, "lines under pills", |scene| {
        let mut found = Vec::new();
        for pill in &scene.flows {
            let rect = pill.pill.rect;
            for (name, flow, path) in lines(scene) {
                let other = flow.is_some_and(|flow| flow != pill.flow);
                if other && inside(path, rect) > rect.height + 2 {
                    found.push(format!("{name} goes under the pill of flow {}", pill.flow));
                }
            }
        }
        found
    });
}

/// A connection may be crossed, and never hidden for long.
#[test]
fn no_line_goes_through_a_card() {
    none("lines through cards", |scene| {
        let nodes = scene.groups.iter().flat_map(|group| &group.nodes);
        let mut found = Vec::new();
        for node in nodes.filter(|node| node.shape == Shape::Card) {
            let inner = node.rect.inflated(-2);
            let crossing = scene.edges.iter().filter(|edge| touches(&edge.path, inner));
            found.extend(crossing.map(|edge| format!("connection {} under card {}", edge.of.id, node.title)));
        }
        found
    });
}

/// What stopped it comes after the sign.
#[test]
fn no_line_runs_past_its_stop_sign() {
    none("lines past their stop", |scene| {
        let stopped = scene.flows.iter().filter(|line| !line.arrives && line.stop.is_some());
        let past = stopped.filter(|line| line.path.last() != line.stop.as_ref());
        past.map(|line| format!("flow {}", line.flow)).collect()
    });
}

/// The words of the chosen flow are written larger in small views, where there is least room. They may touch the edge of a card.
#[test]
fn words_that_are_written_larger_hide_little() {
    at_most(13, "boxes and words under larger words", |scene| {
        let (words, boxes) = (open_words(scene), boxes(scene));
        let mut found = Vec::new();
        for line in scene.flows.iter().filter(|line| line.pill.rect.width > 0) {
            let grown = line.pill.grown();
            let below = words.iter().chain(&boxes).filter(|one| !one.of.starts_with("pill"));
            let edge = |one: &&Words| if one.of.starts_with("card") { -EDGE } else { 0 };
            let hidden = below.filter(|one| one.rect.inflated(edge(one)).intersects(grown));
            found.extend(hidden.map(|one| format!("{} under the words of flow {}", one.of, line.flow)));
        }
        found
    });
}

/// A view of a sample, as large as the drawing is on some page.
struct View {
    session: Session,
    width: f64,
    height: f64,
    covered: f64,
}

impl View {
    fn new(document: &Document, (width, height, covered): (f64, f64, f64)) -> Self {
        let mut session = Session::new(document.clone(), Mode::Explore);
        session.update(Message::Viewport { width, height, covered });
        Self {
            session,
            width,
            height,
            covered,
        }
    }

    fn shows(&self, rect: Rect) -> bool {
        let camera = self.session.camera();
        let from = camera.view_from_world(World::new(rect.x, rect.y));
        let to = camera.view_from_world(World::new(rect.right(), rect.bottom()));
        from.x >= 0.0 && from.y >= 0.0 && to.x <= self.width && to.y <= self.height - self.covered
    }

    /// What of the chosen flow is cut off: its ends, what it passes, its sign, its words.
    fn cut_off(&self) -> Vec<String> {
        let scene = &self.session.derived().scene;
        let chosen = |line: &&std::rc::Rc<FlowLine>| Some(line.flow) == self.session.flow();
        let Some(line) = scene.flows.iter().find(chosen) else {
            return Vec::new();
        };
        let on = |node: &&Node| {
            let near = node.rect.inflated(2);
            line.path.iter().chain(&line.ghost).any(|point| near.contains(*point))
        };
        let nodes = scene.groups.iter().flat_map(|group| &group.nodes).filter(on);
        let mut parts: Vec<(String, Rect)> = nodes.map(|node| (node.title.to_string(), node.rect)).collect();
        parts.extend(
            line.stop
                .map(|at| ("its sign".to_owned(), Rect::around(at, 2 * SIGN, 2 * SIGN))),
        );
        if line.pill.rect.width > 0 {
            parts.push(("its words".to_owned(), line.pill.grown()));
        }
        parts.retain(|(_, rect)| !self.shows(*rect));
        parts.into_iter().map(|(of, _)| of).collect()
    }
}

/// What a frame of 480 by 320 pixels leaves for the drawing, below long words about it.
const FRAMED: (f64, f64, f64) = (480.0, 160.0, 0.0);

/// Only a flow across a whole hub and back is too long to be read when it is shown whole.
#[test]
fn a_small_frame_shows_the_whole_of_almost_every_flow() {
    let (mut first, mut cut) = (Vec::new(), Vec::new());
    for (name, document) in samples() {
        let mut view = View::new(&document, FRAMED);
        let opening = view.session.flow();
        let off = view.cut_off();
        first.extend((!off.is_empty()).then(|| format!("{name}: {off:?}")));
        for flow in (0..document.flows.len()).filter(|flow| Some(*flow) != opening) {
            view.session.update(Message::SelectFlow(Some(flow)));
            let off = view.cut_off();
            cut.extend((!off.is_empty()).then(|| format!("{name} {flow}: {off:?}")));
        }
    }
    assert!(first.len() <= 1, "opening flows cut off:\n{}", first.join("\n"));
    assert!(cut.len() <= 3, "{} flows cut off:\n{}", cut.len(), cut.join("\n"));
}

/// What floats over the lower edge of the page's drawing covers none of it.
#[test]
fn a_fitted_diagram_ends_above_the_buttons() {
    for (name, document) in samples() {
        for size in [(744.0, 460.0, 44.0), (390.0, 700.0, 70.0)] {
            let mut view = View::new(&document, size);
            view.session.update(Message::Command("fit"));
            let bounds = view.session.derived().scene.bounds;
            assert!(view.shows(bounds), "{name} at {size:?}");
        }
    }
}
