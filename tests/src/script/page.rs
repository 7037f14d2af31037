//! The lines that do what the page around the drawing does: frames that pass, menus, a line that is typed where commands are.

use editor::Message;

use super::Stage;
use super::act::index;

impl Stage {
    pub(super) fn by_page(&mut self, words: &[&str]) -> Result<(), String> {
        match words {
            // A drag stays at the edge of the view for so many frames.
            ["frames", number] => {
                for _ in 0..index(number)? {
                    self.send(Message::Pull);
                }
                self.overlay = self.session.overlay().clone();
                Ok(())
            }
            ["menu"] => {
                self.send(Message::Menu(None));
                Ok(())
            }
            ["menu", "at", target] => {
                let at = self.session.camera().view_from_world(self.point(target)?);
                self.send(Message::Menu(Some(at)));
                Ok(())
            }
            // What is typed where commands are.
            ["type", line] => {
                let typed = editor::panel::dock::dock(&self.session).picker.typed(line);
                let asked = typed.ok_or("it is no question")?.map_err(|wrong| wrong.to_string())?;
                self.send(Message::Ask(asked.question));
                Ok(())
            }
            other => Err(format!("no page can {}", other.join(" "))),
        }
    }
}
