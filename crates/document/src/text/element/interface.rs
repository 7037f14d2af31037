use std::net::Ipv4Addr;
use std::rc::Rc;

use reach::id::{Id, Ref};
use reach::topology::{InterfaceId, InterfaceState, NetworkInterface, Role, Subnet};

use crate::text::cursor::{Cursor, Parsed};
use crate::text::keyword;
use crate::text::printer::{Printer, on_off};
use crate::text::scope::{OPEN, Wanted};
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::words::{INTERFACE_STATES, ROLES, value_of, word_of};

impl Written for NetworkInterface {
    const ATTRIBUTES: &'static [&'static str] = &[
        "public",
        "groups",
        "source-dest-check",
        "masquerade",
        "state",
        "address",
        "ipv6",
        "instance",
        "subnet",
    ];

    fn blank(start: &Start<'_>) -> Self {
        let word = start.node.line.tokens.first().and_then(|token| token.bare());
        let role = word.and_then(|word| value_of(ROLES, word)).unwrap_or(Role::Other);
        NetworkInterface::new(start.parent(), role, OPEN)
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.cursor.take("none") {
            self.ipv4 = None;
        } else if !reader.cursor.has_more(Self::ATTRIBUTES) {
            if reader.change == Change::Add {
                let own = Ref::from(InterfaceId::new(Rc::clone(&reader.id)));
                reader.scope.want(Wanted::Private(own), &reader.cursor);
            }
        } else {
            self.ipv4 = Some(reader.cursor.ipv4()?);
        }
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "public" => {
                let public = public(reader)?;
                self.public_ipv4 = reader.value(public, None);
            }
            "groups" => {
                let groups = reader.references(Self::ATTRIBUTES)?;
                reader.change(&mut self.security_groups, groups)?;
            }
            "masquerade" => self.masquerades = reader.cursor.on_off()?,
            "source-dest-check" => self.source_dest_check = reader.cursor.on_off()?,
            "state" => self.state = reader.cursor.choice("a state", INTERFACE_STATES)?,
            "address" => {
                let addresses = reader.cursor.list(Self::ATTRIBUTES, Cursor::ipv4)?;
                reader.change(&mut self.secondary_ipv4, addresses)?;
            }
            "ipv6" => {
                let addresses = reader.cursor.list(Self::ATTRIBUTES, Cursor::ipv6)?;
                reader.change(&mut self.ipv6, addresses)?;
            }
            "instance" => {
                let owner = Some(reader.cursor.text("the id of an instance")?);
                self.instance = reader.value(owner, None);
            }
            _ => self.subnet = reader.reference()?,
        }
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.subnet, "An interface stands inside a subnet")
    }

    fn print(&self, id: &InterfaceId, depth: usize, printer: &mut Printer<'_>) {
        let word = word_of(ROLES, &self.role);
        let mut head = format!("{word} {}", keyword::name(id.as_str()));
        match self.ipv4 {
            Some(address) => head.push_str(&format!(" {address}")),
            None => head.push_str(" none"),
        }
        head.push_str(&printer.container::<Subnet>(depth, &self.subnet));
        if let Some(address) = self.public_ipv4 {
            head.push_str(&format!(" public {address}"));
        }
        if !self.secondary_ipv4.is_empty() {
            head.push_str(&format!(" address {}", all(&self.secondary_ipv4)));
        }
        if !self.ipv6.is_empty() {
            head.push_str(&format!(" ipv6 {}", all(&self.ipv6)));
        }
        if !self.security_groups.is_empty() {
            head.push_str(&format!(" groups {}", printer.ids(&self.security_groups)));
        }
        if !self.source_dest_check {
            head.push_str(&format!(" source-dest-check {}", on_off(false)));
        }
        if self.masquerades {
            head.push_str(&format!(" masquerade {}", on_off(true)));
        }
        if self.state != InterfaceState::InUse {
            head.push_str(&format!(" state {}", word_of(INTERFACE_STATES, &self.state)));
        }
        if let Some(owner) = &self.instance {
            head.push_str(&format!(" instance {}", keyword::value(owner)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
    }
}

/// `public 203.0.113.10`, `public none`, or `public` alone for the next free one.
fn public(reader: &mut Reader<'_>) -> Parsed<Option<Ipv4Addr>> {
    if reader.cursor.take("none") {
        return Ok(None);
    }
    let given = reader.cursor.ipv4_if();
    let is_last = reader
        .cursor
        .peek_bare()
        .is_none_or(|word| word == "name" || NetworkInterface::ATTRIBUTES.contains(&word));
    if given.is_none() && is_last && reader.change != Change::Remove {
        let own = Ref::from(Id::<NetworkInterface>::new(Rc::clone(&reader.id)));
        reader.scope.want(Wanted::Public(own), &reader.cursor);
    } else if given.is_none() && reader.change != Change::Remove {
        return Err(reader
            .cursor
            .error("a public IPv4 address, or nothing for the next free one, is expected here"));
    }
    Ok(given)
}

fn all<A: ToString>(addresses: &[A]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
