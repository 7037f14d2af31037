use reach::id::Ref;
use reach::topology::{DirectConnectAssociation, DirectConnectGateway, VirtualInterface};

use crate::text::cursor::Parsed;
use crate::text::form::{Attributes, Form, attributes};
use crate::text::printer::Printer;
use crate::text::value::Value;
use crate::text::written::{Change, Key, Reader};
use crate::words::{VIRTUAL_INTERFACES, value_of, word_of};

attributes! {
    DirectConnectGateway { "account" account, "asn" asn } ["to", "prefixes"]
    VirtualInterface {
        "site" site,
        "region" region,
        "asn" asn,
        "announces" announces,
        "routes" routes,
        "preference" preference,
        "as-path" as_path,
        "med" med,
        "mtu" mtu,
        "site-link" site_link,
    } ["bgp"]
}

impl Form for DirectConnectGateway {
    /// `to GATEWAY [prefixes CIDR…]`.
    fn special(&mut self, word: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        if word == "prefixes" {
            let wrong = reader
                .cursor
                .error("the prefixes stand behind a gateway, as in `to vgw-1 prefixes`");
            let last = self.associations.last_mut().ok_or(wrong)?;
            last.allowed_prefixes.read(Vec::new(), Self::WORDS, reader)?;
            return Ok(None);
        }
        let gateway = reader.scope.any(&mut reader.cursor)?;
        let key = Some(format!("to/{}", gateway.id));
        let known = |association: &DirectConnectAssociation| association.gateway == gateway;
        if reader.change == Change::Remove && !reader.cursor.take("prefixes") {
            reader.remove(&mut self.associations, known)?;
            return Ok(key);
        }
        if reader.change == Change::Add || !self.associations.iter().any(known) {
            self.associations.push(DirectConnectAssociation {
                gateway,
                allowed_prefixes: Vec::new(),
            });
        } else if let Some(at) = self.associations.iter().position(known) {
            // What is read next is about the last one.
            let association = self.associations.remove(at);
            self.associations.push(association);
        }
        if (reader.change == Change::Remove || reader.cursor.take("prefixes"))
            && let Some(last) = self.associations.last_mut()
        {
            last.allowed_prefixes.read(Vec::new(), Self::WORDS, reader)?;
        }
        Ok(key)
    }

    fn print_rows(&self, id: &str, depth: usize, printer: &mut Printer<'_>) {
        for association in &self.associations {
            let mut line = format!("to {}", printer.any(&association.gateway));
            if !association.allowed_prefixes.is_empty() {
                line.push_str(&format!(" prefixes {}", association.allowed_prefixes.print(printer)));
            }
            printer.row(depth, id, &format!("to/{}", association.gateway.id), &line);
        }
    }
}

impl Form for VirtualInterface {
    /// What kind it is, and what it leads to.
    fn head(&mut self, reader: &mut Reader<'_>) -> Parsed<()> {
        if let Some(kind) = reader
            .cursor
            .peek_bare()
            .and_then(|word| value_of(VIRTUAL_INTERFACES, word))
        {
            reader.cursor.advance();
            self.kind = kind;
        }
        if reader.cursor.has_more(Self::WORDS) {
            self.gateway = Some(reader.scope.any(&mut reader.cursor)?);
        }
        Ok(())
    }

    /// `bgp down`.
    fn special(&mut self, _: &str, reader: &mut Reader<'_>) -> Parsed<Key> {
        self.up = reader.cursor.choice("a state", &[("up", true), ("down", false)])?;
        Ok(None)
    }

    fn print_head(&self, _: usize, printer: &Printer<'_>) -> String {
        let gateway = self.gateway.as_ref();
        let gateway = gateway.map_or_else(String::new, |gateway: &Ref| format!(" {}", printer.any(gateway)));
        let down = if self.up { "" } else { " bgp down" };
        format!(" {}{gateway}{down}", word_of(VIRTUAL_INTERFACES, &self.kind))
    }
}
