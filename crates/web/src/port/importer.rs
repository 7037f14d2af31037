//! The program that reads other programs' files, in a thread of its own: loaded when it is needed, ended with this value.

use document::inputs::answer::Answer;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::files::Chosen;

const ADDRESS: &str = "./importer.js";

/// What it says, and the diagram beside it, if that is part of the answer. No answer: it broke, or is of another build.
pub type Heard = Result<(Answer, String), String>;

#[derive(Debug)]
pub struct Importer {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _broke: Closure<dyn FnMut(Event)>,
}

impl Importer {
    /// `None` where the browser starts no such program: in a frame that keeps this page apart.
    pub fn start(tell: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(ADDRESS, &options).ok()?;
        let heard = {
            let tell = tell.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| tell(heard(&event.data())))
        };
        let broke = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // Whoever asked says it: the page itself is not broken.
            event.prevent_default();
            // A program that cannot be loaded has no message.
            let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            tell(Err(why.unwrap_or_else(|| "it could not be loaded".to_owned())));
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        Some(Self {
            worker,
            _heard: heard,
            _broke: broke,
        })
    }

    /// Asks for one diagram out of these files; their bytes are read over there.
    pub fn ask(&self, inputs: &[Chosen], values: &[(String, String)]) {
        let rows: Array = inputs
            .iter()
            .map(|input| {
                let in_folder = JsValue::from_bool(input.in_folder);
                Array::of3(&input.name.as_str().into(), &input.file, &in_folder)
            })
            .collect();
        let values: Array = values
            .iter()
            .map(|(name, value)| Array::of2(&name.as_str().into(), &value.as_str().into()))
            .collect();
        // Strings and files can always be posted.
        let _ = self.worker.post_message(&Array::of2(&rows, &values));
    }
}

impl Drop for Importer {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn heard(message: &JsValue) -> Heard {
    let message = Array::from(message);
    let said = message.get(0).as_string().unwrap_or_default();
    match Answer::read(&said) {
        Some(Answer::Stopped(why)) => Err(why),
        Some(answer) => Ok((answer, message.get(1).as_string().unwrap_or_default())),
        None => Err("it is of another version than this page: reload the page".to_owned()),
    }
}
