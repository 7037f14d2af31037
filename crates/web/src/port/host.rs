//! Messages to the page that embeds this one: `{app, v, type, …}` as plain JavaScript values.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;

use super::dom::window;

#[derive(Debug, Serialize)]
struct Envelope<T> {
    app: &'static str,
    v: u8,
    #[serde(flatten)]
    message: T,
}

/// What the host page learns.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Message {
    Ready {
        modes: &'static [&'static str],
        version: &'static str,
    },
    Trace(Trace),
}

/// The answer to the question that is shown.
#[derive(Debug, Serialize)]
pub struct Trace {
    pub from: String,
    pub to: String,
    pub proto: String,
    pub port: Option<u16>,
    pub verdict: &'static str,
    /// What policies say of the request, if they were asked.
    pub authorization: Option<&'static str>,
    pub blockers: Vec<Blocker>,
}

#[derive(Debug, Serialize)]
pub struct Blocker {
    pub leg: &'static str,
    pub element: String,
    pub code: String,
}

/// Posts to the parent window; alone in a tab there is no one to tell.
pub fn post(message: Message) {
    let Some(window) = window() else { return };
    let Some(parent) = window.parent().ok().flatten().filter(|parent| *parent != window) else {
        return;
    };
    let envelope = Envelope {
        app: "reachlight",
        v: 1,
        message,
    };
    if let Ok(value) = envelope.serialize(&Serializer::json_compatible()) {
        // The diagram is not secret from the page that shows it, and the host's origin is not known.
        let _ = parent.post_message(&value, "*");
    }
}
