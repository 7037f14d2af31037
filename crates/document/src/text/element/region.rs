use reach::id::Kind;
use reach::topology::{
    BlockMode, BlockPublicAccess, DnsRecord, Exclusion, HostedZone, RegionalNatGateway, ResolverEndpoint, ResolverRule,
    ResourcePolicy,
};

use super::endpoint::{print_statements, statement};
use super::place;
use crate::text::cursor::Parsed;
use crate::text::form::{Attributes, Form, attributes};
use crate::text::keyword;
use crate::text::printer::Printer;
use crate::text::written::{Change, Key, Reader, Start};
use crate::words::{BLOCK_MODES, EXCLUSION_MODES, RESOLVER_DIRECTIONS, value_of, word_of};

attributes! {
    BlockPublicAccess { "region" region, "account" account } ["exclude"]
    RegionalNatGateway {
        "zones" zones,
        "public" public_ipv4,
        "routes" route_table,
        "state" state,
    } ["vpc"]
    HostedZone { "vpcs" vpcs } ["record"]
    ResolverEndpoint { "groups" security_groups } ["vpc", "in"]
    ResolverRule { "endpoint" endpoint, "targets" targets, "vpcs" vpcs } []
    ResourcePolicy {} ["policy"]
}

impl Form for BlockPublicAccess {
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.cursor.has_more(Self::WORDS) {
            self.mode = reader.cursor.choice("a mode", BLOCK_MODES)?;
        }
        Ok(())
    }

    /// `exclude VPC|SUBNET bidirectional|egress`.
    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        let of = reader.scope.any(&mut reader.cursor)?;
        let key = Some(format!("exclude/{}", of.id));
        if reader.change == Change::Remove && !reader.cursor.has_more(Self::WORDS) {
            reader.remove(&mut self.exclusions, |exclusion| exclusion.of == of)?;
            return Ok(key);
        }
        let mode = reader.cursor.choice("a mode", EXCLUSION_MODES)?;
        if reader.change == Change::Set {
            self.exclusions.retain(|exclusion| exclusion.of != of);
            self.exclusions.push(Exclusion { of, mode });
        } else {
            reader.change(&mut self.exclusions, vec![Exclusion { of, mode }])?;
        }
        Ok(key)
    }

    fn print_head(&self, _: usize, _: &Printer<'_>) -> String {
        match self.mode {
            BlockMode::Off => " off".to_owned(),
            mode => format!(" {}", word_of(BLOCK_MODES, &mode)),
        }
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        for exclusion in &self.exclusions {
            let mode = word_of(EXCLUSION_MODES, &exclusion.mode);
            let line = format!("exclude {} {mode}", printer.any(&exclusion.of));
            printer.row(depth, id, &format!("exclude/{}", exclusion.of.id), &line);
        }
    }
}

impl Form for RegionalNatGateway {
    fn stand(&mut self, start: &Start<'_>) {
        self.vpc = start.parent();
    }

    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        self.vpc = reader.reference()?;
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A regional NAT gateway stands inside a VPC")
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        printer.container(depth, &self.vpc)
    }
}

impl Form for HostedZone {
    /// The domain.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.change == Change::Add || reader.cursor.has_more(Self::WORDS) {
            self.domain = reader.cursor.text("a domain, as in example.com,")?;
        }
        Ok(())
    }

    /// `record NAME [ADDRESS…] [-> ELEMENT]`.
    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        let name = reader.cursor.text("a name, as in www.example.com,")?;
        let key = Some(format!("record/{name}"));
        if reader.change == Change::Remove && !reader.cursor.has_more(Self::WORDS) {
            reader.remove(&mut self.records, |record| record.name == name)?;
            return Ok(key);
        }
        let mut addresses = Vec::new();
        while reader.cursor.has_more(Self::WORDS) && reader.cursor.peek_bare() != Some("->") {
            addresses.push(reader.cursor.address()?);
        }
        let alias = if reader.cursor.take("->") {
            Some(reader.scope.any(&mut reader.cursor)?)
        } else {
            None
        };
        let record = DnsRecord { name, addresses, alias };
        if reader.change == Change::Set {
            self.records.retain(|known| known.name != record.name);
            self.records.push(record);
        } else {
            reader.change(&mut self.records, vec![record])?;
        }
        Ok(key)
    }

    fn print_head(&self, _: usize, _: &Printer<'_>) -> String {
        format!(" {}", keyword::value(&self.domain))
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        for record in &self.records {
            let mut line = format!("record {}", keyword::value(&record.name));
            for address in &record.addresses {
                line.push_str(&format!(" {address}"));
            }
            if let Some(alias) = &record.alias {
                line.push_str(&format!(" -> {}", printer.any(alias)));
            }
            printer.row(depth, id, &format!("record/{}", record.name), &line);
        }
    }
}

impl Form for ResolverEndpoint {
    fn stand(&mut self, start: &Start<'_>) {
        self.vpc = start.parent();
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        let direction = reader
            .cursor
            .peek_bare()
            .and_then(|word| value_of(RESOLVER_DIRECTIONS, word));
        if let Some(direction) = direction {
            reader.cursor.advance();
            self.direction = direction;
        }
        Ok(())
    }

    fn special(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if word == "in" {
            return place::read(&mut self.subnets, Kind::ResolverEndpoint, Self::WORDS, reader);
        }
        self.vpc = reader.reference()?;
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A Resolver endpoint stands inside a VPC")
    }

    fn print_head(&self, depth: usize, printer: &Printer<'_>) -> String {
        let direction = word_of(RESOLVER_DIRECTIONS, &self.direction);
        format!(" {direction}{}", printer.container(depth, &self.vpc))
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        place::print(&self.subnets, id, depth, printer);
    }
}

impl Form for ResolverRule {
    /// The domain.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.change == Change::Add || reader.cursor.has_more(Self::WORDS) {
            self.domain = reader.cursor.text("a domain, as in corp.example.com,")?;
        }
        Ok(())
    }

    fn print_head(&self, _: usize, _: &Printer<'_>) -> String {
        format!(" {}", keyword::value(&self.domain))
    }
}

impl Form for ResourcePolicy {
    /// The bucket or table.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.change == Change::Add || reader.cursor.has_more(Self::WORDS) {
            self.resource = reader.cursor.text("the name of a bucket or a table")?;
        }
        Ok(())
    }

    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        statement(&mut self.statements, Self::WORDS, reader)
    }

    fn print_head(&self, _: usize, _: &Printer<'_>) -> String {
        format!(" {}", keyword::value(&self.resource))
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        print_statements(&self.statements, id, depth, printer);
    }
}
