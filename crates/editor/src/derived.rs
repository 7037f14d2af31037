//! What follows from a document: network, issues, traces, scene. Never stored, never edited.

use std::rc::Rc;

use document::Document;
use reach::issue::Issue;
use reach::network::Network;
use reach::trace::Trace;

use crate::scene::Scene;

#[derive(Clone, Debug)]
pub struct Derived {
    pub network: Rc<Network>,
    pub issues: Rc<Vec<Issue>>,
    /// One for each flow of the document, in its order.
    pub traces: Vec<Rc<Trace>>,
    pub scene: Rc<Scene>,
}

impl Derived {
    /// Everything from scratch.
    pub fn of(document: &Document) -> Self {
        let (network, issues) = reach::resolve(&document.topology);
        let traces: Vec<_> = document
            .flows
            .iter()
            .map(|flow| Rc::new(reach::trace(&network, &flow.question)))
            .collect();
        let scene = Rc::new(Scene::of(document, &network, &traces));
        Self {
            network: Rc::new(network),
            issues: Rc::new(issues),
            traces,
            scene,
        }
    }
}
