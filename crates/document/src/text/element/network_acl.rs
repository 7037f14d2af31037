use std::rc::Rc;

use reach::id::{Direction, Kind};
use reach::sorted::sort_by_key;
use reach::topology::{AclAction, AclEntry, NetworkAcl, NetworkAclId, VpcId};

use super::filter::preposition;
use crate::text::cursor::Parsed;
use crate::text::printer::Printer;
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::text::{keyword, traffic};
use crate::words::{Words, word_of};

const ACTIONS: Words<AclAction> = &[("allow", AclAction::Allow), ("deny", AclAction::Deny)];

impl Written for NetworkAcl {
    const ATTRIBUTES: &'static [&'static str] = &["default", "in", "out", "vpc"];

    /// What AWS gives a new ACL, except for the directions that have lines of their own.
    fn blank(start: &Start<'_>) -> Self {
        let vpc: VpcId = start.parent();
        let has_ipv6 = start.scope.has_ipv6(&vpc);
        let mut acl = if start.is_marked("default") {
            NetworkAcl::default_of(vpc, has_ipv6)
        } else {
            NetworkAcl::new(vpc)
        };
        if start.has_line("in") {
            acl.inbound.clear();
        }
        if start.has_line("out") {
            acl.outbound.clear();
        }
        acl
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, _: &mut Reader<'_>) -> Parsed<()> {
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        let direction = match word {
            "default" => {
                super::mark(&self.vpc, Kind::NetworkAcl, reader);
                return Ok(None);
            }
            "vpc" => {
                self.vpc = reader.reference()?;
                return Ok(None);
            }
            "in" => Direction::In,
            _ => Direction::Out,
        };
        let entries = match direction {
            Direction::In => &mut self.inbound,
            Direction::Out => &mut self.outbound,
        };
        if reader.cursor.take("none") {
            entries.clear();
            return Ok(None);
        }
        let number: u16 = reader.cursor.number("the number of a rule (1 to 32766)")?;
        let key = Some(format!("{word}/{number}"));
        if reader.change == Change::Remove {
            // The number is enough; a written rest must agree.
            let rest = if reader.cursor.is_done() {
                None
            } else {
                Some(entry(number, direction, reader)?)
            };
            let at = entries
                .iter()
                .position(|known| known.number == number && rest.as_ref().is_none_or(|rest| known == rest))
                .ok_or_else(|| reader.not_there())?;
            entries.remove(at);
            return Ok(key);
        }
        let entry = entry(number, direction, reader)?;
        entries.push(entry);
        Ok(key)
    }

    fn complete(&mut self) {
        sort_by_key(&mut self.inbound, |entry| entry.number);
        sort_by_key(&mut self.outbound, |entry| entry.number);
    }

    fn missing(&self) -> Option<&'static str> {
        self.vpc
            .as_str()
            .is_empty()
            .then_some("A network ACL stands inside a VPC")
    }

    fn print(&self, id: &NetworkAclId, depth: usize, printer: &mut Printer<'_>) {
        let name = keyword::name(id.as_str());
        let mut head = format!("network-acl {name}{}", printer.container(depth, &self.vpc));
        let vpc = printer.topology.vpcs.get(&self.vpc);
        let default = vpc.is_some_and(|vpc| vpc.default_network_acl.as_ref() == Some(id));
        if default {
            head.push_str(" default");
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        let usual = if default {
            NetworkAcl::default_of(self.vpc.clone(), vpc.is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty()))
        } else {
            NetworkAcl::new(self.vpc.clone())
        };
        for (direction, entries, usual) in [
            (Direction::In, &self.inbound, &usual.inbound),
            (Direction::Out, &self.outbound, &usual.outbound),
        ] {
            let word = direction.word();
            let key = |entry: &AclEntry| format!("{word}/{}", entry.number);
            let commented = entries
                .iter()
                .any(|entry| printer.has_comments(&crate::text::printer::row_key(id.as_str(), &key(entry))));
            if entries == usual && !commented {
                continue;
            }
            if entries.is_empty() {
                printer.line(depth + 1, &format!("{word} none"));
            }
            for entry in entries {
                printer.row(depth + 1, id.as_str(), &key(entry), &print_entry(direction, entry));
            }
        }
    }
}

fn entry(number: u16, direction: Direction, reader: &mut Reader<'_>) -> Parsed<AclEntry> {
    let action = reader.cursor.choice("the action", ACTIONS)?;
    let traffic = traffic::parse(&mut reader.cursor)?;
    reader.cursor.require(preposition(direction))?;
    let cidr = reader.cursor.cidr()?;
    Ok(AclEntry {
        number,
        action,
        traffic,
        cidr,
    })
}

pub(crate) fn print_entry(direction: Direction, entry: &AclEntry) -> String {
    format!(
        "{} {} {} {} {} {}",
        direction.word(),
        entry.number,
        word_of(ACTIONS, &entry.action),
        traffic::print(entry.traffic),
        preposition(direction),
        entry.cidr.trunc()
    )
}
