//! The one who asked: jobs from the page, answers to it, and the files' bytes.

use document::inputs::answer::Answer;
use document::inputs::{Given, LARGEST, Refusal};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

/// A file of the reader's computer; its bytes are read here and nowhere else.
#[derive(Debug)]
pub struct Input {
    pub name: String,
    pub file: File,
    pub given: Given,
}

/// What the page asks for.
#[derive(Debug, Default)]
pub struct Job {
    pub inputs: Vec<Input>,
    /// Values of templates' parameters.
    pub parameters: Vec<(String, String)>,
}

/// Read at a time: so much lies outside the program's own memory.
const PART: f64 = 4.0 * 1024.0 * 1024.0;

/// Says that the program is here, and runs `work` for what the page asks.
pub fn listen<F: Future<Output = ()> + 'static>(work: fn(Job) -> F) {
    let scope = scope();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        spawn_local(work(Job::read(&event.data())));
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It listens as long as there is this thread.
    heard.forget();
    answer(&Answer::Ready);
}

pub fn answer(answer: &Answer) {
    post(&Array::of1(&answer.write().into()));
}

/// The same with the diagram in the text form, which may be long.
pub fn answer_with(answer: &Answer, text: &str) {
    post(&Array::of2(&answer.write().into(), &text.into()));
}

fn post(message: &Array) {
    // Strings can always be posted.
    let _ = scope().post_message(message);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

impl Job {
    /// `[[name, file, inFolder], …], [[parameter, value], …]`: a program of the page's own made it.
    fn read(message: &JsValue) -> Self {
        let message = Array::from(message);
        let rows = |index: u32| Array::from(&message.get(index)).to_vec().into_iter();
        let rows = |index: u32| rows(index).map(|row| Array::from(&row));
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        let input = |row: Array| {
            Some(Input {
                name: text(row.get(0)),
                file: row.get(1).dyn_into().ok()?,
                given: if row.get(2).is_truthy() {
                    Given::InFolder
                } else {
                    Given::ByName
                },
            })
        };
        Self {
            inputs: rows(0).filter_map(input).collect(),
            parameters: rows(1).map(|row| (text(row.get(0)), text(row.get(1)))).collect(),
        }
    }
}

impl Input {
    /// Part by part; `told` hears how far it is.
    pub async fn bytes(&self, told: impl Fn(f64)) -> Result<Vec<u8>, Refusal> {
        let size = self.file.size();
        if size > LARGEST as f64 {
            return Err(Refusal::too_large(&self.name));
        }
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size as usize).map_err(|_| {
            self.refusal(
                "the browser has no memory left for it",
                "Close other tabs, or split the file",
            )
        })?;
        let mut at = 0.0;
        while at < size {
            told(at);
            let end = (at + PART).min(size);
            self.part(at, end, &mut bytes).await.map_err(|_| {
                let fix = "Is it still there? Choose it again";
                self.refusal("the browser cannot read this file", fix)
            })?;
            at = end;
        }
        Ok(bytes)
    }

    async fn part(&self, from: f64, to: f64, bytes: &mut Vec<u8>) -> Result<(), JsValue> {
        let part = self.file.slice_with_f64_and_f64(from, to)?;
        let part = Uint8Array::new(&JsFuture::from(part.array_buffer()).await?);
        let before = bytes.len();
        bytes.resize(before + part.length() as usize, 0);
        if let Some(room) = bytes.get_mut(before..) {
            part.copy_to(room);
        }
        Ok(())
    }

    fn refusal(&self, problem: &str, fix: &str) -> Refusal {
        Refusal::new(&self.name, problem, fix)
    }
}
