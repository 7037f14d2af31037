//! `tcp 443`, `udp 53-54`, `icmp 8/0`, `protocol 47`, `all`.

use reach::topology::{PortRange, Traffic};

use super::cursor::{Cursor, Parsed};

const WORDS: &[(&str, Traffic)] = &[
    ("all", Traffic::All),
    ("tcp", Traffic::Tcp(PortRange::ALL)),
    ("udp", Traffic::Udp(PortRange::ALL)),
    ("icmp", Traffic::Icmp { kind: None, code: None }),
    ("icmpv6", Traffic::Icmpv6 { kind: None, code: None }),
    ("protocol", Traffic::Protocol(0)),
];

pub(crate) fn is_traffic(word: &str) -> bool {
    WORDS.iter().any(|(known, _)| *known == word)
}

pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Parsed<Traffic> {
    Ok(match cursor.choice("the traffic", WORDS)? {
        Traffic::Tcp(_) => Traffic::Tcp(ports(cursor)?),
        Traffic::Udp(_) => Traffic::Udp(ports(cursor)?),
        Traffic::Icmp { .. } => {
            let (kind, code) = message(cursor)?;
            Traffic::Icmp { kind, code }
        }
        Traffic::Icmpv6 { .. } => {
            let (kind, code) = message(cursor)?;
            Traffic::Icmpv6 { kind, code }
        }
        Traffic::Protocol(_) => Traffic::Protocol(cursor.number("the number of a protocol (0 to 255)")?),
        Traffic::All => Traffic::All,
    })
}

/// `443`, `1024-65535`, or nothing for all ports.
pub(crate) fn ports(cursor: &mut Cursor<'_>) -> Parsed<PortRange> {
    if cursor.take("all") {
        return Ok(PortRange::ALL);
    }
    let starts = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    match cursor.peek_bare() {
        Some(word) if starts(word) => range(cursor),
        _ => Ok(PortRange::ALL),
    }
}

pub(crate) fn range(cursor: &mut Cursor<'_>) -> Parsed<PortRange> {
    let wrong = cursor.error("a port or a range of ports (0 to 65535), as in 443 or 1024-65535, is expected here");
    let Some(word) = cursor.peek_bare() else {
        return Err(wrong);
    };
    let (from, to) = word.split_once('-').unwrap_or((word, word));
    match (from.parse(), to.parse()) {
        (Ok(from), Ok(to)) if from <= to => {
            cursor.advance();
            Ok(PortRange::new(from, to))
        }
        (Ok::<u16, _>(from), Ok::<u16, _>(to)) => Err(wrong.fix(format!("The smaller port comes first: {to}-{from}"))),
        _ => Err(wrong),
    }
}

/// `8`, `8/0`, `*/0`, or nothing for all messages.
fn message(cursor: &mut Cursor<'_>) -> Parsed<(Option<u8>, Option<u8>)> {
    let starts = |word: &str| word.starts_with(|first: char| first.is_ascii_digit() || first == '*');
    let Some(word) = cursor.peek_bare().filter(|word| starts(word)) else {
        return Ok((None, None));
    };
    let part = |text: &str| match text {
        "*" => Some(None),
        number => number.parse().ok().map(Some),
    };
    let (kind, code) = word.split_once('/').unwrap_or((word, "*"));
    match (part(kind), part(code)) {
        (Some(kind), Some(code)) => {
            cursor.advance();
            Ok((kind, code))
        }
        _ => Err(cursor.error("an ICMP type (0 to 255), or type and code as in 8/0, is expected here")),
    }
}

pub(crate) fn print(traffic: Traffic) -> String {
    match traffic {
        Traffic::All => "all".to_owned(),
        Traffic::Tcp(range) => format!("tcp{}", print_ports(range)),
        Traffic::Udp(range) => format!("udp{}", print_ports(range)),
        Traffic::Icmp { kind, code } => format!("icmp{}", print_message(kind, code)),
        Traffic::Icmpv6 { kind, code } => format!("icmpv6{}", print_message(kind, code)),
        Traffic::Protocol(number) => format!("protocol {number}"),
    }
}

fn print_ports(range: PortRange) -> String {
    if range == PortRange::ALL {
        return String::new();
    }
    format!(" {}", print_range(range))
}

pub(crate) fn print_range(range: PortRange) -> String {
    if range.from == range.to {
        range.from.to_string()
    } else {
        format!("{}-{}", range.from, range.to)
    }
}

fn print_message(kind: Option<u8>, code: Option<u8>) -> String {
    let part = |value: Option<u8>| value.map_or_else(|| "*".to_owned(), |value| value.to_string());
    match (kind, code) {
        (None, None) => String::new(),
        (kind, None) => format!(" {}", part(kind)),
        (kind, code) => format!(" {}/{}", part(kind), part(code)),
    }
}
