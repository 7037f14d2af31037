//! What follows from a document: network, issues, traces, scene. Never stored, never edited.

use std::cell::OnceCell;
use std::rc::Rc;

use document::Document;
use reach::issue::Issue;
use reach::network::Network;
use reach::question::Question;
use reach::trace::{Assumptions, Trace};

use crate::kernel::auto_layout::Room;
use crate::scene::Scene;

#[derive(Clone, Debug)]
pub struct Derived {
    pub network: Rc<Network>,
    pub issues: Rc<Vec<Issue>>,
    /// What works and should not stay so, once somebody asks.
    lints: OnceCell<Rc<Vec<Issue>>>,
    /// One for each flow of the document, in its order.
    pub traces: Vec<Rc<Trace>>,
    pub scene: Rc<Scene>,
    /// The shape of the view that a fresh picture is arranged for.
    pub room: Room,
    /// Whether rules count that no AWS page states.
    pub assumptions: Assumptions,
}

impl Derived {
    /// Everything from scratch, for a view that is wider than high.
    pub fn of(document: &Document) -> Self {
        Self::shown_in(document, Room::default())
    }

    /// Everything from scratch.
    pub fn shown_in(document: &Document, room: Room) -> Self {
        let (network, issues) = reach::resolve(&document.topology);
        let traces: Vec<_> = document
            .flows
            .iter()
            .map(|flow| Rc::new(reach::trace(&network, &flow.question)))
            .collect();
        let scene = Rc::new(Scene::after(&Scene::default(), document, &network, &traces, room));
        Self {
            network: Rc::new(network),
            issues: Rc::new(issues),
            lints: OnceCell::new(),
            traces,
            scene,
            room,
            assumptions: Assumptions::Made,
        }
    }

    /// The same with or without rules that no AWS page states.
    #[must_use]
    pub fn assuming(&self, document: &Document, assumptions: Assumptions) -> Self {
        if assumptions == self.assumptions {
            return self.clone();
        }
        let (network, _) = reach::resolve(&document.topology);
        let mut next = Self {
            network: Rc::new(network.assuming(assumptions)),
            lints: OnceCell::new(),
            assumptions,
            ..self.clone()
        };
        next.traces = self.traces(document, &next.network, false);
        let scene = Scene::after(&self.scene, document, &next.network, &next.traces, self.room);
        next.scene = kept(&self.scene, scene);
        next
    }

    /// Looked for when they are asked for first: they ask the engine about many flows.
    pub fn lints(&self) -> &[Issue] {
        self.lints.get_or_init(|| Rc::new(reach::lint::lints(&self.network)))
    }

    /// The same in a view of another shape.
    #[must_use]
    pub fn in_room(&self, document: &Document, room: Room) -> Self {
        let scene = Scene::after(&self.scene, document, &self.network, &self.traces, room);
        Self {
            scene: kept(&self.scene, scene),
            room,
            ..self.clone()
        }
    }

    /// What follows from the next document. Whatever is the same stays the same pointer; the engine runs only if the
    /// topology or the flows are others.
    #[must_use]
    pub fn after(&self, before: &Document, document: &Document) -> Self {
        let mut next = self.clone();
        let same_topology = Rc::ptr_eq(&before.topology, &document.topology);
        if !same_topology {
            let (network, issues) = reach::resolve(&document.topology);
            next.network = Rc::new(network.assuming(self.assumptions));
            next.issues = kept(&self.issues, issues);
            next.lints = OnceCell::new();
        }
        if !same_topology || !Rc::ptr_eq(&before.flows, &document.flows) {
            next.traces = self.traces(document, &next.network, same_topology);
        }
        next.scene = kept(
            &self.scene,
            Scene::after(&self.scene, document, &next.network, &next.traces, self.room),
        );
        next
    }

    /// A question that was asked of the same network before has the same answer.
    fn traces(&self, document: &Document, network: &Network, same_topology: bool) -> Vec<Rc<Trace>> {
        let known = |question: &Question| self.traces.iter().find(|trace| trace.question == *question);
        document
            .flows
            .iter()
            .map(|flow| match known(&flow.question) {
                Some(trace) if same_topology => Rc::clone(trace),
                Some(trace) => kept(trace, reach::trace(network, &flow.question)),
                None => Rc::new(reach::trace(network, &flow.question)),
            })
            .collect()
    }
}

fn kept<T: PartialEq>(old: &Rc<T>, new: T) -> Rc<T> {
    if **old == new { Rc::clone(old) } else { Rc::new(new) }
}
