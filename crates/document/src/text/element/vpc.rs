use std::rc::Rc;

use reach::id::Id;
use reach::topology::{Subnet, SubnetId, Vpc, VpcId};

use crate::text::cursor::{Cursor, Parsed};
use crate::text::keyword;
use crate::text::printer::{Printer, list, on_off};
use crate::text::scope::Wanted;
use crate::text::written::{Change, Key, Reader, Start, Written};

impl Written for Vpc {
    const ATTRIBUTES: &'static [&'static str] = &[
        "region",
        "account",
        "cidr",
        "ipv6",
        "dns-support",
        "dns-hostnames",
        "main-route-table",
        "default-security-group",
        "default-network-acl",
    ];
    const NESTED: &'static [&'static str] = keyword::IN_VPC;

    fn blank(_: &Start<'_>) -> Self {
        Vpc {
            name: None,
            region: Vpc::DEFAULT_REGION.into(),
            account: None,
            cidrs: Vec::new(),
            ipv6_cidrs: Vec::new(),
            main_route_table: None,
            default_security_group: None,
            default_network_acl: None,
            dns_support: true,
            dns_hostnames: false,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.cursor.take("none") {
            return Ok(());
        }
        if !reader.cursor.has_more(Self::ATTRIBUTES) {
            if reader.change == Change::Add {
                reader
                    .scope
                    .want(Wanted::VpcCidr(Id::new(Rc::clone(&reader.id))), &reader.cursor);
            }
            return Ok(());
        }
        let primary = reader.cursor.cidr4_as_written()?;
        match self.cidrs.first_mut() {
            Some(first) => *first = primary,
            None => self.cidrs.push(primary),
        }
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "region" => {
                let region = reader.cursor.text("a Region")?;
                self.region = reader.value(region, Vpc::DEFAULT_REGION.into());
            }
            "account" => {
                let account = Some(reader.cursor.text("an account id")?);
                self.account = reader.value(account, None);
            }
            "cidr" => {
                let cidrs = reader.cursor.list(Self::ATTRIBUTES, Cursor::cidr4)?;
                reader.change(&mut self.cidrs, cidrs)?;
            }
            "ipv6" => {
                let cidrs = reader.cursor.list(Self::ATTRIBUTES, Cursor::cidr6)?;
                reader.change(&mut self.ipv6_cidrs, cidrs)?;
            }
            "dns-support" => self.dns_support = reader.cursor.on_off()?,
            "dns-hostnames" => self.dns_hostnames = reader.cursor.on_off()?,
            "main-route-table" => {
                let id = Some(reader.reference()?);
                self.main_route_table = reader.value(id, None);
            }
            "default-security-group" => {
                let id = Some(reader.reference()?);
                self.default_security_group = reader.value(id, None);
            }
            _ => {
                let id = Some(reader.reference()?);
                self.default_network_acl = reader.value(id, None);
            }
        }
        Ok(None)
    }

    fn print(&self, id: &VpcId, depth: usize, printer: &mut Printer<'_>) {
        let cidr = self
            .cidrs
            .first()
            .map_or_else(|| "none".to_owned(), |cidr| cidr.trunc().to_string());
        let head = format!("vpc {} {cidr}", keyword::name(id.as_str()));
        printer.head(depth, id.as_str(), &head, &self.name);
        let depth = depth + 1;
        if *self.region != *Vpc::DEFAULT_REGION {
            printer.line(depth, &format!("region {}", keyword::value(&self.region)));
        }
        if let Some(account) = &self.account {
            printer.line(depth, &format!("account {}", keyword::value(account)));
        }
        for cidr in self.cidrs.iter().skip(1) {
            printer.line(depth, &format!("cidr {}", cidr.trunc()));
        }
        for cidr in &self.ipv6_cidrs {
            printer.line(depth, &format!("ipv6 {}", cidr.trunc()));
        }
        if !self.dns_support {
            printer.line(depth, &format!("dns-support {}", on_off(false)));
        }
        if self.dns_hostnames {
            printer.line(depth, &format!("dns-hostnames {}", on_off(true)));
        }
        print_own(self, id, depth, printer);
    }
}

/// The main table, default group and default ACL, where no element inside the VPC can carry the mark.
fn print_own(vpc: &Vpc, id: &VpcId, depth: usize, printer: &mut Printer<'_>) {
    let topology = printer.topology;
    let table = vpc.main_route_table.as_ref();
    if let Some(table) = table.filter(|table| topology.route_tables.get(table).is_none_or(|record| record.vpc != *id)) {
        printer.line(depth, &format!("main-route-table {}", printer.id(table)));
    }
    let group = vpc.default_security_group.as_ref();
    if let Some(group) = group.filter(|group| {
        topology
            .security_groups
            .get(group)
            .is_none_or(|record| record.vpc != *id)
    }) {
        printer.line(depth, &format!("default-security-group {}", printer.id(group)));
    }
    let acl = vpc.default_network_acl.as_ref();
    if let Some(acl) = acl.filter(|acl| topology.network_acls.get(acl).is_none_or(|record| record.vpc != *id)) {
        printer.line(depth, &format!("default-network-acl {}", printer.id(acl)));
    }
}

impl Written for Subnet {
    const ATTRIBUTES: &'static [&'static str] = &["zone", "ipv6", "routes", "acl", "vpc"];
    const NESTED: &'static [&'static str] = keyword::IN_SUBNET;

    fn blank(start: &Start<'_>) -> Self {
        let vpc: VpcId = start.parent();
        let region = start.scope.region(&vpc);
        Subnet {
            name: None,
            vpc,
            zone: format!("{region}a").into(),
            cidr: None,
            ipv6_cidr: None,
            route_table: None,
            network_acl: None,
        }
    }

    fn name(&mut self) -> &mut Option<Rc<str>> {
        &mut self.name
    }

    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if reader.cursor.take("none") {
            self.cidr = None;
        } else if !reader.cursor.has_more(Self::ATTRIBUTES) {
            if reader.change == Change::Add {
                reader
                    .scope
                    .want(Wanted::SubnetCidr(Id::new(Rc::clone(&reader.id))), &reader.cursor);
            }
        } else {
            self.cidr = Some(reader.cursor.cidr4()?);
        }
        Ok(())
    }

    fn attribute(&mut self, word: &'static str, reader: &mut Reader<'_>) -> Parsed<Key> {
        match word {
            "zone" => self.zone = zone(&self.vpc, reader)?,
            "ipv6" => {
                let cidr = Some(reader.cursor.cidr6()?);
                self.ipv6_cidr = reader.value(cidr, None);
            }
            "routes" => {
                self.route_table = reader.reference_or_none()?;
            }
            "acl" => {
                self.network_acl = reader.reference_or_none()?;
            }
            _ => {
                let zone = short_zone(&self.zone, &reader.scope.region(&self.vpc)).map(str::to_owned);
                self.vpc = reader.reference()?;
                if let Some(letter) = zone {
                    self.zone = format!("{}{letter}", reader.scope.region(&self.vpc)).into();
                }
            }
        }
        Ok(None)
    }

    fn missing(&self) -> Option<&'static str> {
        super::unless_inside(&self.vpc, "A subnet stands inside a VPC")
    }

    fn print(&self, id: &SubnetId, depth: usize, printer: &mut Printer<'_>) {
        let cidr = self
            .cidr
            .map_or_else(|| "none".to_owned(), |cidr| cidr.trunc().to_string());
        let mut head = format!(
            "subnet {} {cidr}{}",
            keyword::name(id.as_str()),
            printer.container(depth, &self.vpc)
        );
        let region = printer
            .topology
            .vpcs
            .get(&self.vpc)
            .map_or(Vpc::DEFAULT_REGION, |vpc| &vpc.region);
        head.push_str(" zone ");
        match short_zone(&self.zone, region) {
            Some(letter) => head.push_str(letter),
            None if is_letter(&self.zone) => head.push_str(&crate::text::lexer::quote(&self.zone)),
            None => head.push_str(&keyword::value(&self.zone)),
        }
        if let Some(table) = &self.route_table {
            head.push_str(&format!(" routes {}", printer.id(table)));
        }
        if let Some(acl) = &self.network_acl {
            head.push_str(&format!(" acl {}", printer.id(acl)));
        }
        printer.head(depth, id.as_str(), &head, &self.name);
        if let Some(cidr) = self.ipv6_cidr {
            printer.line(depth + 1, &format!("ipv6 {}", list([cidr.trunc().to_string()])));
        }
    }
}

/// `a` is the Region's zone a; a full name is itself; a single letter in quotes is itself, too.
fn zone(vpc: &VpcId, reader: &mut Reader<'_>) -> Parsed<Rc<str>> {
    let short = reader.cursor.peek_bare().is_some_and(is_letter);
    let text = reader.cursor.text("an Availability Zone")?;
    Ok(if short {
        format!("{}{text}", reader.scope.region(vpc)).into()
    } else {
        text
    })
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn short_zone<'z>(zone: &'z str, region: &str) -> Option<&'z str> {
    zone.strip_prefix(region).filter(|letter| is_letter(letter))
}
