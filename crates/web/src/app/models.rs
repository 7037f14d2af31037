//! What the views are given, brought up to date after every message. A model that did not change keeps its pointer.

use std::rc::Rc;

use editor::kernel::geometry::Rect;
use editor::panel::dock::{Dock, dock};
use editor::panel::inspector::{Inspector, inspector};
use editor::panel::outline::{OutlineItem, outline};
use editor::panel::problems::{ProblemItem, problems};
use editor::scene::Shape;
use editor::{Activity, Outcome, Scene, Session};
use reach::id::{Kind, Ref};
use reach::trace::Action;

use super::shell::Shell;
use crate::shared::Shared;
use crate::view::canvas::{Above, Mark};

#[derive(Debug, Default)]
pub struct Models {
    pub scene: Shared<Scene>,
    pub above: Shared<Above>,
    pub summary: Shared<String>,
    pub inspector: Shared<Inspector>,
    pub dock: Shared<Dock>,
    pub outline: Shared<Vec<OutlineItem>>,
    pub problems: Shared<Vec<ProblemItem>>,
    pub selection: Shared<Vec<Ref>>,
}

impl Models {
    /// Everything, after the document, the selection or the trace may have changed.
    pub fn refresh(&mut self, session: &Session, shell: &Shell) {
        let scene = Shared::from(Rc::clone(&session.derived().scene));
        if self.scene != scene {
            self.summary.set(summary(session));
            self.scene = scene;
        }
        self.inspector.set(inspector(session));
        self.dock.set(dock(session));
        self.outline.set(outline(session));
        self.problems.set(problems(session));
        self.selection.set(session.selection().to_vec());
        self.refresh_above(session, shell);
    }

    /// What a gesture in flight changes.
    pub fn refresh_above(&mut self, session: &Session, shell: &Shell) {
        let scene = &*session.derived().scene;
        let tracing = shell.embed || session.activity() == Activity::Trace;
        self.above.set(Above {
            overlay: session.overlay().clone(),
            selected: session.selection().iter().filter_map(|of| mark(scene, of)).collect(),
            lit: session.lit().iter().filter_map(|of| mark(scene, of)).collect(),
            hop: tracing.then(|| self.hop(scene)).flatten(),
        });
    }

    /// The element of the shown hop, with the step's number from 1.
    fn hop(&self, scene: &Scene) -> Option<(Mark, &'static str, usize)> {
        let shown = self.dock.shown.as_ref()?;
        let hop = shown.hops.get(shown.step)?;
        let class = if hop.action == Action::Drop {
            "blocked"
        } else {
            "allowed"
        };
        Some((mark(scene, &hop.at)?, class, shown.step + 1))
    }
}

/// The outline of an element, wherever it is drawn.
pub fn mark(scene: &Scene, of: &Ref) -> Option<Mark> {
    for group in &scene.groups {
        for frame in &group.frames {
            if frame.of.as_ref() == Some(of) {
                return Some(Mark::Box {
                    rect: frame.rect,
                    radius: 12,
                });
            }
            if let Some(tab) = frame.tabs.iter().find(|tab| tab.of == *of) {
                return Some(Mark::Box {
                    rect: tab.rect,
                    radius: 6,
                });
            }
        }
        if let Some(node) = group.nodes.iter().find(|node| node.of == *of) {
            let round = node.shape == Shape::Round;
            let radius = if round { node.rect.width / 2 } else { 9 };
            return Some(Mark::Box {
                rect: node.rect,
                radius,
            });
        }
    }
    let edge = scene.edges.iter().find(|edge| edge.of == *of)?;
    Some(Mark::Line(edge.path.clone()))
}

/// Where the name of an element is edited.
pub fn name_place(scene: &Scene, of: &Ref) -> Option<Rect> {
    match mark(scene, of)? {
        Mark::Box { rect, .. } if rect.height <= 60 => {
            let width = rect.width.max(120);
            Some(Rect::new(
                rect.x + (rect.width - width) / 2,
                rect.y + (rect.height - 28) / 2,
                width,
                28,
            ))
        }
        Mark::Box { rect, .. } => Some(Rect::new(rect.x + 8, rect.y + 6, (rect.width - 16).clamp(80, 220), 28)),
        Mark::Line(points) => {
            let at = points.get(points.len() / 2)?;
            Some(Rect::new(at.x - 70, at.y - 14, 140, 28))
        }
    }
}

/// "S3 from a private subnet: 2 VPCs, 3 subnets, 3 instances. 2 flows: 1 allowed, 1 blocked."
fn summary(session: &Session) -> String {
    let document = session.document();
    let topology = &document.topology;
    let references = topology.references();
    let count = |kind: Kind| references.iter().filter(|of| of.kind == kind).count();
    let parts = [
        (count(Kind::Vpc), "VPC", "VPCs"),
        (count(Kind::Subnet), "subnet", "subnets"),
        (
            count(Kind::NetworkInterface),
            "instance or interface",
            "instances and interfaces",
        ),
    ];
    let mut text = format!("{}: ", document.title);
    text.push_str(&parts.map(|(count, one, many)| counted(count, one, many)).join(", "));
    let traces = &session.derived().traces;
    if traces.is_empty() {
        return text;
    }
    let found = Outcome::ALL.map(|outcome| {
        (
            traces.iter().filter(|trace| Outcome::of(trace) == outcome).count(),
            outcome.word(),
        )
    });
    let words: Vec<_> = found
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    text.push_str(&format!(
        ". {}: {}",
        counted(traces.len(), "flow", "flows"),
        words.join(", ")
    ));
    text
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
