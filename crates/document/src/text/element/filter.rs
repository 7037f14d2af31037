use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Direction, Kind};
use reach::topology::{Rule, RulePeer, SecurityGroup, SecurityGroupId, VpcId};

use super::in_out::{self, Rows, preposition};
use crate::text::cursor::Parsed;
use crate::text::lexer::quote;
use crate::text::printer::Printer;
use crate::text::scope::{Ids, Scope};
use crate::text::written::{Change, Key, Reader, Start, Written};
use crate::text::{keyword, traffic};

impl Written for SecurityGroup {
    const ATTRIBUTES: &'static [&'static str] = in_out::ATTRIBUTES;

    /// What AWS gives a new group, except for the directions that have lines of their own.
    fn blank(start: &Start<'_>) -> Self {
        let vpc: VpcId = start.parent();
        let has_ipv6 = start.scope.has_ipv6(&vpc);
        let mut group = if start.is_marked("default") {
            SecurityGroup::default_of(vpc, SecurityGroupId::new(Rc::clone(start.id)), has_ipv6)
        } else {
            SecurityGroup::new(vpc, has_ipv6)
        };
        Rows {
            inbound: &mut group.inbound,
            outbound: &mut group.outbound,
        }
        .clear_written(start);
        group
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        let rows = Rows {
            inbound: &mut self.inbound,
            outbound: &mut self.outbound,
        };
        let Some((direction, rules)) = rows.open(word, Kind::SecurityGroup, &mut self.vpc, reader)? else {
            return Ok(None);
        };
        let rule = rule(direction, reader)?;
        if reader.change == Change::Remove {
            // A description may be left out.
            reader.remove(rules, |known| {
                known.traffic == rule.traffic
                    && known.peer == rule.peer
                    && (rule.description.is_none() || known.description == rule.description)
            })?;
            return Ok(None);
        }
        rules.push(rule);
        Ok(Some(format!("{word}/{}", rules.len() - 1)))
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A security group stands inside a VPC")
    }

    fn print(&self, id: &SecurityGroupId, depth: usize, printer: &mut Printer<'_>) {
        let name = keyword::name(id.as_str());
        let mut head = format!("security-group {name}{}", printer.container(depth, &self.vpc));
        let vpc = printer.topology.vpcs.get(&self.vpc);
        let default = vpc.is_some_and(|vpc| vpc.default_security_group.as_ref() == Some(id));
        if default {
            head.push_str(" default");
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        let has_ipv6 = vpc.is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty());
        let usual = if default {
            SecurityGroup::default_of(self.vpc.clone(), id.clone(), has_ipv6)
        } else {
            SecurityGroup::new(self.vpc.clone(), has_ipv6)
        };
        for (direction, rules, usual) in [
            (Direction::In, &self.inbound, &usual.inbound),
            (Direction::Out, &self.outbound, &usual.outbound),
        ] {
            let key = |index| format!("{}/{index}", direction.word());
            let lines: Vec<_> = rules
                .iter()
                .enumerate()
                .map(|(index, rule)| (key(index), print_rule(direction, rule, &printer.ids)))
                .collect();
            in_out::print(direction, &lines, rules == usual, id.as_str(), depth + 1, printer);
        }
    }
}

fn rule(direction: Direction, reader: &mut Reader<'_>) -> Parsed<Rule> {
    let traffic = traffic::parse(&mut reader.cursor)?;
    reader.cursor.require(preposition(direction))?;
    let peer = peer(reader)?;
    let description = reader.cursor.quoted();
    Ok(Rule {
        traffic,
        peer,
        description,
    })
}

/// A CIDR, a security group or a prefix list.
fn peer(reader: &mut Reader<'_>) -> Parsed<RulePeer> {
    let named = reader.cursor.peek().is_some_and(|token| {
        token
            .bare()
            .is_none_or(|word| word == "deleted" || reader.scope.ids.kind(word).is_some() || is_word(word))
    });
    if !named {
        return Ok(RulePeer::Cidr(reader.cursor.cidr()?));
    }
    let place = reader.cursor;
    let found = reader
        .scope
        .any(&mut reader.cursor)
        .map_err(|error| nearest(&place, reader.scope, error))?;
    match found.kind {
        Kind::SecurityGroup => Ok(RulePeer::SecurityGroup(SecurityGroupId::new(found.id))),
        Kind::PrefixList => Ok(RulePeer::PrefixList(found.id.as_ref().into())),
        _ => Err(place.error("a CIDR, a security group or a prefix list is expected here")),
    }
}

/// The near matches that can be meant here: groups and lists only.
fn nearest(place: &crate::text::cursor::Cursor<'_>, scope: &Scope, error: crate::text::Error) -> crate::text::Error {
    match place.peek() {
        Some(token) if token.bare() != Some("deleted") => {
            let possible = scope
                .ids
                .iter()
                .filter(|(_, kind)| matches!(kind, Kind::SecurityGroup | Kind::PrefixList))
                .map(|(id, _)| id);
            let fix = crate::text::near::did_you_mean(&token.value, possible).or(error.fix);
            token
                .error(format!(
                    "no security group or prefix list is called `{}`",
                    crate::text::cursor::shown(token)
                ))
                .fix_if(fix)
        }
        _ => error,
    }
}

fn is_word(text: &str) -> bool {
    text.parse::<IpNet>().is_err()
        && !text.contains('/')
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || !first.is_ascii())
        && text.parse::<std::net::IpAddr>().is_err()
}

/// The rule's line, without its place.
pub(crate) fn print_rule(direction: Direction, rule: &Rule, ids: &Ids) -> String {
    let named = |kind: Kind, id: &str| {
        let name = keyword::name(id);
        if ids.kind(id) == Some(kind) {
            name.into_owned()
        } else {
            format!("deleted {} {name}", kind.word())
        }
    };
    let peer = match &rule.peer {
        RulePeer::Cidr(cidr) => cidr.trunc().to_string(),
        RulePeer::PrefixList(list) => named(Kind::PrefixList, list.as_str()),
        RulePeer::SecurityGroup(group) => named(Kind::SecurityGroup, group.as_str()),
    };
    let description = rule
        .description
        .as_ref()
        .map_or_else(String::new, |text| format!(" {}", quote(text)));
    format!(
        "{} {} {} {peer}{description}",
        direction.word(),
        traffic::print(rule.traffic),
        preposition(direction)
    )
}
