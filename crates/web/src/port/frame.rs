//! One call at the next animation frame, however often it is asked for.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::dom::window;

/// Calls back once before the next paint; asking again before that changes nothing.
#[derive(Debug)]
pub struct Frame {
    call: Closure<dyn FnMut()>,
    asked: bool,
}

impl Frame {
    pub fn new(call: impl FnMut() + 'static) -> Self {
        Self {
            call: Closure::new(call),
            asked: false,
        }
    }

    pub fn ask(&mut self) {
        if self.asked {
            return;
        }
        let function = self.call.as_ref().unchecked_ref();
        self.asked = window().is_some_and(|window| window.request_animation_frame(function).is_ok());
    }

    /// The frame has come.
    pub fn arrived(&mut self) {
        self.asked = false;
    }
}
