use std::rc::Rc;

use reach::id::Id;
use reach::topology::{PeeringConnection, PeeringId, PeeringState};

use crate::text::cursor::Parsed;
use crate::text::keyword;
use crate::text::printer::{Printer, on_off};
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::words::{PEERING_STATES, value_of, word_of};

impl Written for PeeringConnection {
    const ATTRIBUTES: &'static [&'static str] = &["state", "requester-dns", "accepter-dns"];

    fn blank(_: &Start<'_>) -> Self {
        PeeringConnection::new(Id::new(""), Id::new(""), PeeringState::Active)
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    /// Requester, accepter, state.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        let is_changed = reader.change == Change::Set;
        let attribute = |word: &str| Self::ATTRIBUTES.contains(&word) || word == "name";
        let is_state = |word: &str| value_of(PEERING_STATES, word).is_some() && reader.scope.ids.kind(word).is_none();
        let names_a_vpc = reader.cursor.peek().is_some_and(|token| {
            token.bare().is_none_or(|word| {
                !attribute(word) && (word == "deleted" && reader.cursor.peek_at(1).is_some() || !is_state(word))
            })
        });
        if !is_changed || names_a_vpc {
            self.requester = reader.reference()?;
            self.accepter = reader.reference()?;
        }
        match reader.cursor.peek_bare() {
            Some(word) if value_of(PEERING_STATES, word).is_some() || !attribute(word) => {
                self.state = reader.cursor.choice("a state", PEERING_STATES)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "state" => self.state = reader.cursor.choice("a state", PEERING_STATES)?,
            "requester-dns" => self.requester_dns = reader.cursor.on_off()?,
            _ => self.accepter_dns = reader.cursor.on_off()?,
        }
        Ok(None)
    }

    fn print(&self, id: &PeeringId, depth: usize, printer: &mut Printer<'_>) {
        let mut head = format!(
            "peering {} {} {}",
            keyword::name(id.as_str()),
            printer.id(&self.requester),
            printer.id(&self.accepter)
        );
        if self.state != PeeringState::Active {
            head.push_str(&format!(" {}", word_of(PEERING_STATES, &self.state)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        if self.requester_dns {
            printer.line(depth + 1, &format!("requester-dns {}", on_off(true)));
        }
        if self.accepter_dns {
            printer.line(depth + 1, &format!("accepter-dns {}", on_off(true)));
        }
    }
}
