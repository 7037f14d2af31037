//! What every picture of the samples keeps to, in views of every shape: words are not covered, and stand where they belong.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::path::PathBuf;

use editor::Derived;
use editor::kernel::auto_layout::Room;
use editor::kernel::geometry::{Rect, World};
use editor::scene::{FlowLine, Scene, Shape};

const ROOMS: [Room; 3] = [Room::Wide, Room::Tall, Room::Low];
/// From its line to a pill that stands beside it.
const BESIDE: i32 = 10;
/// The radius of a stop sign.
const SIGN: i32 = 9;
/// From a stop sign to its pill, at most.
const AT_SIGN: i32 = 30;

/// Every sample, drawn for every shape of view.
fn pictures() -> Vec<(String, Scene)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut pictures = Vec::new();
    for path in files {
        let document = document::text::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
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
