//! What the browser complained about.

use serde_json::{Value, json};
use xtask::browser::Kind;

use super::Page;

impl Page {
    /// The errors and warnings of the console since the last time it was asked. Only Chromium tells.
    pub fn console(&self) -> Vec<String> {
        if self.driver.kind != Kind::Chromium {
            return Vec::new();
        }
        let log = self
            .driver
            .post("se/log", &json!({ "type": "browser" }))
            .unwrap_or_else(|refused| panic!("{refused}"));
        log.as_array()
            .into_iter()
            .flatten()
            .filter(|entry| is_complaint(entry))
            .map(as_line)
            .collect()
    }

    pub(super) fn expect_clean_console(&self) {
        let complaints = self.console();
        assert!(
            complaints.is_empty(),
            "the browser's console complains:\n{}",
            complaints.join("\n")
        );
    }
}

fn is_complaint(entry: &Value) -> bool {
    let level = entry.get("level").and_then(Value::as_str).unwrap_or_default();
    matches!(level, "SEVERE" | "WARNING") || as_line(entry).contains("Content Security Policy")
}

fn as_line(entry: &Value) -> String {
    let part = |name| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{}: {}", part("level"), part("message"))
}
