//! The parts of the page, and the way from one to the next without walking through what is in them.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::App;
use crate::port::dom;

/// In the order of F6; the drawing has its own tab stop.
const PARTS: [&str; 5] = [".top", ".left", ".stage", ".right", ".dock"];
const DRAWING: &str = ".stage";
const STOPS: &str = "button, input, select, textarea, a[href], summary, [tabindex='0']";

impl App {
    pub(super) fn focus_part(&self, forward: bool) {
        let active = dom::document().and_then(|document| document.active_element());
        let is_here = |part: &&str| {
            active
                .as_ref()
                .is_some_and(|active| active.closest(part).ok().flatten().is_some())
        };
        let count = PARTS.len();
        // From nowhere, the first stop forward is the drawing.
        let here = PARTS.iter().position(is_here).unwrap_or(1);
        for step in 1..count {
            let next = if forward { here + step } else { here + count - step } % count;
            if PARTS.get(next).is_some_and(|part| self.enter(part)) {
                return;
            }
        }
    }

    /// Focuses the first stop that is shown; false if the part has none.
    fn enter(&self, part: &str) -> bool {
        if part == DRAWING {
            self.focus_canvas();
            return true;
        }
        let stop = stops(part).find(|stop| is_shown(stop) && !stop.has_attribute("disabled"));
        if let Some(stop) = &stop {
            dom::focus(stop);
        }
        stop.is_some()
    }
}

fn stops(part: &str) -> impl Iterator<Item = Element> {
    let root = dom::document().and_then(|document| document.query_selector(part).ok().flatten());
    let found = root.and_then(|root| root.query_selector_all(STOPS).ok());
    let length = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..length).filter_map(move |index| found.as_ref()?.item(index)?.dyn_into().ok())
}

fn is_shown(element: &Element) -> bool {
    element.get_bounding_client_rect().width() > 0.0
}
