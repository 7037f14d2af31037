//! Addresses, prefixes and traffic as AWS writes them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::topology::{PortRange, Traffic};

use super::Build;
use crate::import::gathered::Found;
use crate::import::raw::Text;
use crate::import::report::NoteKind;

impl Build<'_> {
    /// A value of a field; what cannot be read is said and left out.
    pub(super) fn parsed<V, T>(
        &mut self,
        text: &Option<Text>,
        parse: fn(&str) -> Option<V>,
        found: &Found<T>,
        step: &str,
        id: &Text,
    ) -> Option<V> {
        let text = text.as_deref()?;
        let value = parse(text);
        if value.is_none() {
            let words = format!("`{}` is not what AWS writes here, so it was left out", shortened(text));
            self.note_at(NoteKind::NotModelled, found, step, id, words);
        }
        value
    }
}

fn shortened(text: &str) -> &str {
    text.char_indices()
        .nth(48)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}

/// A prefix; bits behind it do not matter, as in AWS.
pub(super) fn net(text: &str) -> Option<IpNet> {
    let net: IpNet = match text.parse() {
        Ok(net) => net,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    Some(net.trunc())
}

pub(super) fn net4(text: &str) -> Option<Ipv4Net> {
    text.parse::<Ipv4Net>().ok().map(|net| net.trunc())
}

pub(super) fn net6(text: &str) -> Option<Ipv6Net> {
    text.parse::<Ipv6Net>().ok().map(|net| net.trunc())
}

pub(super) fn ipv4(text: &str) -> Option<Ipv4Addr> {
    text.parse().ok()
}

pub(super) fn ipv6(text: &str) -> Option<Ipv6Addr> {
    text.parse().ok()
}

/// `-1`, `tcp`, `6`, `icmpv6`, `47`, with its ports, or type and code.
pub(super) fn traffic(protocol: &str, from: Option<i64>, to: Option<i64>) -> Option<Traffic> {
    let number = match protocol.to_ascii_lowercase().as_str() {
        "-1" | "all" => return Some(Traffic::All),
        "tcp" => 6,
        "udp" => 17,
        "icmp" => 1,
        "icmpv6" | "icmp6" | "ipv6-icmp" => 58,
        number => number.parse::<u8>().ok()?,
    };
    Some(match number {
        6 => Traffic::Tcp(ports(from, to)?),
        17 => Traffic::Udp(ports(from, to)?),
        1 => Traffic::Icmp {
            kind: octet(from)?,
            code: octet(to)?,
        },
        58 => Traffic::Icmpv6 {
            kind: octet(from)?,
            code: octet(to)?,
        },
        other => Traffic::Protocol(other),
    })
}

/// No ports at all, or -1, are all ports.
fn ports(from: Option<i64>, to: Option<i64>) -> Option<PortRange> {
    match (from, to) {
        (None | Some(-1), None | Some(-1)) => Some(PortRange::ALL),
        (Some(from), Some(to)) => {
            let range = PortRange::new(u16::try_from(from).ok()?, u16::try_from(to).ok()?);
            (range.from <= range.to).then_some(range)
        }
        _ => None,
    }
}

/// -1, or nothing, is any.
fn octet(value: Option<i64>) -> Option<Option<u8>> {
    match value {
        None | Some(-1) => Some(None),
        Some(value) => u8::try_from(value).ok().map(Some),
    }
}
