use std::rc::Rc;

use reach::id::{Direction, Kind};
use reach::sorted::sort_by_key;
use reach::topology::{AclAction, AclEntry, NetworkAcl, NetworkAclId, VpcId};

use super::in_out::{self, Rows, preposition};
use crate::text::cursor::Parsed;
use crate::text::printer::Printer;
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::text::{keyword, traffic};
use crate::words::{Words, word_of};

const ACTIONS: Words<AclAction> = &[("allow", AclAction::Allow), ("deny", AclAction::Deny)];

impl Written for NetworkAcl {
    const ATTRIBUTES: &'static [&'static str] = in_out::ATTRIBUTES;

    /// What AWS gives a new ACL, except for the directions that have lines of their own.
    fn blank(start: &Start<'_>) -> Self {
        let vpc: VpcId = start.parent();
        let has_ipv6 = start.scope.has_ipv6(&vpc);
        let mut acl = if start.is_marked("default") {
            NetworkAcl::default_of(vpc, has_ipv6)
        } else {
            NetworkAcl::new(vpc)
        };
        Rows {
            inbound: &mut acl.inbound,
            outbound: &mut acl.outbound,
        }
        .clear_written(start);
        acl
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        let rows = Rows {
            inbound: &mut self.inbound,
            outbound: &mut self.outbound,
        };
        let Some((direction, entries)) = rows.open(word, Kind::NetworkAcl, &mut self.vpc, reader)? else {
            return Ok(None);
        };
        let number: u16 = reader.cursor.number("the number of a rule (1 to 32766)")?;
        let key = Some(format!("{word}/{number}"));
        if reader.change == Change::Remove {
            // The number is enough; a written rest must agree.
            let rest = if reader.cursor.is_done() {
                None
            } else {
                Some(entry(number, direction, reader)?)
            };
            reader.remove(entries, |known| {
                known.number == number && rest.as_ref().is_none_or(|rest| known == rest)
            })?;
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
        super::unless_inside(&self.vpc, "A network ACL stands inside a VPC")
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
            let key = |entry: &AclEntry| format!("{}/{}", direction.word(), entry.number);
            let lines: Vec<_> = entries
                .iter()
                .map(|entry| (key(entry), print_entry(direction, entry)))
                .collect();
            in_out::print(direction, &lines, entries == usual, id.as_str(), depth + 1, printer);
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
