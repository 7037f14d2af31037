//! The WebDriver protocol: JSON over HTTP to a driver on this machine. Small enough to speak without a library,
//! and so the tests need no asynchronous runtime (see DESIGN.md).

use std::{fmt, time::Duration};

use serde_json::{Value, json};
use ureq::Agent;

#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) command: String,
    /// The protocol's word, such as `stale element reference`.
    pub(crate) error: String,
    message: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first_line = self.message.lines().next().unwrap_or_default();
        write!(f, "{}: {}: {first_line}", self.command, self.error)
    }
}

/// A connection to one driver.
#[derive(Debug)]
pub(crate) struct Wire {
    agent: Agent,
    address: String,
}

impl Wire {
    pub(crate) fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(90)))
            .build();
        Self {
            agent: config.into(),
            address: format!("http://127.0.0.1:{port}"),
        }
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        let request = self
            .agent
            .post(format!("{}{path}", self.address))
            .content_type("application/json");
        read(path, request.send(body.to_string()))
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, Refused> {
        read(path, self.agent.get(format!("{}{path}", self.address)).call())
    }

    pub(crate) fn delete(&self, path: &str) -> Result<Value, Refused> {
        read(path, self.agent.delete(format!("{}{path}", self.address)).call())
    }
}

fn read(path: &str, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Refused> {
    let command = path.splitn(4, '/').last().unwrap_or(path).to_owned();
    let text = answer.and_then(|mut answer| answer.body_mut().with_config().limit(64 << 20).read_to_string());
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            return Err(Refused {
                command,
                error: "no answer".to_owned(),
                message: error.to_string(),
            });
        }
    };
    let mut answer: Value = serde_json::from_str(&text).unwrap_or_else(|_| json!({ "value": { "error": text } }));
    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
    match value.get("error").and_then(Value::as_str) {
        Some(error) => {
            let message = value
                .get("message")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            Err(Refused {
                command,
                error: error.to_owned(),
                message,
            })
        }
        None => Ok(value),
    }
}
