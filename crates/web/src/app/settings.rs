//! What someone has chosen once for this browser: the theme, and whether single keys are shortcuts.

use editor::Message;

use super::App;
use crate::port::storage::{self, browser};

const SINGLE_KEYS: &str = "reachlight.single-keys";
const OFF: &str = "off";

impl App {
    pub(super) fn next_theme(&mut self) {
        let theme = self.shell.theme.next();
        self.shell.theme = theme;
        theme.apply();
        if !self.shell.embed {
            theme.keep();
        }
        self.say(theme.words());
    }

    pub(super) fn recall_single_keys(&mut self) {
        if !self.shell.embed && storage::get(browser(), SINGLE_KEYS).as_deref() == Some(OFF) {
            self.session.update(Message::SingleKeys(false));
        }
    }

    pub(super) fn set_single_keys(&mut self, on: bool) {
        self.session.update(Message::SingleKeys(on));
        if self.shell.embed {
            return;
        }
        if on {
            storage::remove(browser(), SINGLE_KEYS);
        } else {
            storage::set(browser(), SINGLE_KEYS, OFF);
        }
    }
}
