//! The whole scene as text. `UPDATE_SNAPSHOTS=1 cargo test -p editor --test scene` writes the files anew; look at the change.

use std::fmt::Write as _;
use std::path::Path;

use editor::Scene;
use editor::kernel::geometry::{Rect, World};

use crate::network;

#[test]
fn s3_lab() {
    check("s3-lab");
}

#[test]
fn two_peered() {
    check("two-peered");
}

#[test]
fn on_premises() {
    check("on-premises");
}

fn check(name: &str) {
    let (_, derived) = network(name);
    let now = text(&derived.scene);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/scene/expected/{name}.txt"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        now, expected,
        "{name} looks different; if that is right, write the snapshot anew"
    );
}

fn text(scene: &Scene) -> String {
    let mut out = String::new();
    for group in &scene.groups {
        writeln!(out, "group {}", group.key).unwrap();
        for frame in &group.frames {
            let badge = frame.badge.as_deref().unwrap_or_default();
            writeln!(
                out,
                "  frame {} {:?} \"{}\" \"{}\" {badge}",
                rect(frame.rect),
                frame.tone,
                frame.title,
                frame.detail
            )
            .unwrap();
            for tab in &frame.tabs {
                writeln!(out, "    tab {} {:?} {}", rect(tab.rect), tab.state, tab.text).unwrap();
            }
        }
        for node in &group.nodes {
            writeln!(
                out,
                "  node {} {:?} {} {:?}",
                rect(node.rect),
                node.glyph,
                node.label,
                node.chips
            )
            .unwrap();
        }
    }
    for edge in &scene.edges {
        writeln!(out, "edge {} {:?} {}", edge.label, edge.style, path(&edge.path)).unwrap();
    }
    for line in &scene.flows {
        writeln!(out, "flow {} {}", line.pill.sign, line.label).unwrap();
        writeln!(
            out,
            "  path {}\n  ghost {}\n  stop {:?}",
            path(&line.path),
            path(&line.ghost),
            line.stop.map(|at| (at.x, at.y))
        )
        .unwrap();
        writeln!(out, "  pill {} {}", rect(line.pill.rect), line.pill.text).unwrap();
    }
    out
}

fn rect(rect: Rect) -> String {
    format!("{},{} {}x{}", rect.x, rect.y, rect.width, rect.height)
}

fn path(path: &[World]) -> String {
    let points: Vec<String> = path.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
    points.join(" ")
}
