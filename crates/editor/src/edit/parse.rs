//! What was typed becomes a value, or a refusal that shows what a good one looks like.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::id::{Kind, Ref};
use reach::topology::{PortRange, Topology, Traffic};

use super::Refused;

/// Longer names do not fit into a link.
const LONGEST_NAME: usize = 256;

fn refuse<T>(value: &str, what: &str, example: &str) -> Result<T, Refused> {
    Err(if value.is_empty() {
        format!("Type {what}, for example {example}.")
    } else {
        format!("“{value}” is not {what}. Write it like {example}.")
    }
    .into())
}

/// An empty name takes the name away: then the id stands for it.
pub fn name(value: &str) -> Result<Option<Rc<str>>, Refused> {
    let value = value.trim();
    if value.chars().count() > LONGEST_NAME {
        return Err(format!("A name has at most {LONGEST_NAME} characters.").into());
    }
    if value.chars().any(char::is_control) {
        return Err("A name is one line of text.".into());
    }
    Ok((!value.is_empty()).then(|| value.into()))
}

/// One word for an id of ours, such as a host's name.
pub fn word(value: &str, what: &str, example: &str) -> Result<Rc<str>, Refused> {
    let value = value.trim();
    if value.is_empty() || value.chars().any(|c| c.is_whitespace() || c.is_control()) || value.len() > LONGEST_NAME {
        return refuse(value, what, example);
    }
    Ok(value.into())
}

pub fn ipv4(value: &str) -> Result<Ipv4Addr, Refused> {
    let value = value.trim();
    Ipv4Addr::from_str(value).or_else(|_| refuse(value, "an IPv4 address", "10.0.1.10"))
}

pub fn ipv6(value: &str) -> Result<Ipv6Addr, Refused> {
    let value = value.trim();
    Ipv6Addr::from_str(value).or_else(|_| refuse(value, "an IPv6 address", "2001:db8::10"))
}

pub fn address(value: &str) -> Result<IpAddr, Refused> {
    let value = value.trim();
    IpAddr::from_str(value).or_else(|_| refuse(value, "an address", "192.168.0.10"))
}

pub fn ipv4_cidr(value: &str) -> Result<Ipv4Net, Refused> {
    match any_cidr(value, "an IPv4 CIDR", "10.0.0.0/16")? {
        IpNet::V4(cidr) => Ok(cidr),
        IpNet::V6(_) => refuse(value.trim(), "an IPv4 CIDR", "10.0.0.0/16"),
    }
}

/// The same for a VPC or subnet, where AWS takes an address in the block for the block (VPC-02).
pub fn ipv4_block(value: &str) -> Result<Ipv4Net, Refused> {
    let written: Result<Ipv4Net, _> = value.trim().parse();
    written.map(|cidr| cidr.trunc()).or_else(|_| ipv4_cidr(value))
}

pub fn ipv6_cidr(value: &str) -> Result<Ipv6Net, Refused> {
    match any_cidr(value, "an IPv6 CIDR", "2001:db8::/56")? {
        IpNet::V6(cidr) => Ok(cidr),
        IpNet::V4(_) => refuse(value.trim(), "an IPv6 CIDR", "2001:db8::/56"),
    }
}

pub fn cidr(value: &str) -> Result<IpNet, Refused> {
    any_cidr(value, "a CIDR", "10.0.0.0/16")
}

fn any_cidr(value: &str, what: &str, example: &str) -> Result<IpNet, Refused> {
    let value = value.trim();
    let Ok(cidr) = IpNet::from_str(value) else {
        return refuse(value, what, example);
    };
    if cidr.trunc() != cidr {
        let network = cidr.trunc();
        return Err(format!("{cidr} is an address inside {network}. Write the block itself: {network}.").into());
    }
    Ok(cidr)
}

/// Items with commas or spaces between them; none is an empty list.
pub fn list<T>(value: &str, item: impl Fn(&str) -> Result<T, Refused>) -> Result<Vec<T>, Refused> {
    value
        .split([',', ' ', '\n', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(item)
        .collect()
}

pub fn toggle(value: &str) -> Result<bool, Refused> {
    match value.trim() {
        "on" | "true" | "yes" | "enabled" => Ok(true),
        "off" | "false" | "no" | "disabled" => Ok(false),
        other => refuse(other, "on or off", "on"),
    }
}

/// One of the words, as written in the list.
pub fn choice<T: Copy>(value: &str, words: &[(&str, T)]) -> Result<T, Refused> {
    let value = value.trim();
    if let Some((_, found)) = words.iter().find(|(word, _)| *word == value) {
        return Ok(*found);
    }
    let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    Err(format!("“{value}” is not one of {}.", all.join(", ")).into())
}

pub fn number(value: &str, what: &str, from: u32, to: u32) -> Result<u32, Refused> {
    let value = value.trim();
    match value.parse::<u32>() {
        Ok(number) if (from..=to).contains(&number) => Ok(number),
        _ => Err(format!("“{value}” is not {what}. Write a number from {from} to {to}.").into()),
    }
}

/// An element of this kind, by its id.
pub fn element(topology: &Topology, kind: Kind, value: &str) -> Result<Ref, Refused> {
    let value = value.trim();
    let of = Ref::new(kind, value);
    if !value.is_empty() && topology.contains(&of) {
        return Ok(of);
    }
    let known: Vec<Rc<str>> = topology
        .references()
        .into_iter()
        .filter(|other| other.kind == kind)
        .map(|other| other.id)
        .take(4)
        .collect();
    let title = kind.title();
    Err(if known.is_empty() {
        format!("There is no {title} yet.")
    } else if value.is_empty() {
        format!("Choose a {title}: {}.", known.join(", "))
    } else {
        format!("There is no {title} “{value}”. Known: {}.", known.join(", "))
    }
    .into())
}

/// `443`, `1024-65535`, `all`.
pub fn ports(value: &str) -> Result<PortRange, Refused> {
    let value = value.trim();
    if value.is_empty() || value == "all" || value == "*" {
        return Ok(PortRange::ALL);
    }
    let (from, to) = value.split_once(['-', '–']).unwrap_or((value, value));
    match (from.trim().parse(), to.trim().parse()) {
        (Ok(from), Ok(to)) if from <= to => Ok(PortRange { from, to }),
        (Ok(from), Ok(to)) => {
            let (from, to): (u16, u16) = (from, to);
            Err(format!("The range {from}-{to} runs backwards. Write {to}-{from}.").into())
        }
        _ => refuse(value, "a port or a range of ports", "443 or 1024-65535"),
    }
}

/// Protocol and ports, as two cells of a rule.
pub fn traffic(protocol: &str, ports_text: &str) -> Result<Traffic, Refused> {
    match protocol.trim().to_ascii_lowercase().as_str() {
        "" | "all" | "-1" => Ok(Traffic::All),
        "tcp" | "6" => Ok(Traffic::Tcp(ports(ports_text)?)),
        "udp" | "17" => Ok(Traffic::Udp(ports(ports_text)?)),
        "icmp" | "1" => icmp(ports_text).map(|(kind, code)| Traffic::Icmp { kind, code }),
        "icmpv6" | "58" => icmp(ports_text).map(|(kind, code)| Traffic::Icmpv6 { kind, code }),
        other => match other.parse::<u8>() {
            Ok(number) => Ok(Traffic::Protocol(number)),
            Err(_) => refuse(other, "a protocol", "tcp, udp, icmp, all or a number"),
        },
    }
}

/// `8`, `8/0`, `all`.
fn icmp(value: &str) -> Result<(Option<u8>, Option<u8>), Refused> {
    let value = value.trim();
    if value.is_empty() || value == "all" || value == "*" {
        return Ok((None, None));
    }
    let (kind, code) = value.split_once('/').unwrap_or((value, "all"));
    let part = |text: &str| match text.trim() {
        "all" | "*" | "" => Ok(None),
        number => number
            .parse::<u8>()
            .map(Some)
            .or_else(|_| refuse(value, "an ICMP type, or type/code", "8 or 8/0")),
    };
    Ok((part(kind)?, part(code)?))
}

/// The two cells that [`traffic`] reads.
pub fn cells_of_traffic(traffic: Traffic) -> [String; 2] {
    let range = |ports: PortRange| {
        if ports == PortRange::ALL {
            "all".to_owned()
        } else if ports.from == ports.to {
            ports.from.to_string()
        } else {
            format!("{}-{}", ports.from, ports.to)
        }
    };
    let message = |kind: Option<u8>, code: Option<u8>| match (kind, code) {
        (None, None) => "all".to_owned(),
        (Some(kind), None) => kind.to_string(),
        (None, Some(code)) => format!("all/{code}"),
        (Some(kind), Some(code)) => format!("{kind}/{code}"),
    };
    let [protocol, ports] = match traffic {
        Traffic::All => ["all".to_owned(), "all".to_owned()],
        Traffic::Tcp(ports) => ["tcp".to_owned(), range(ports)],
        Traffic::Udp(ports) => ["udp".to_owned(), range(ports)],
        Traffic::Icmp { kind, code } => ["icmp".to_owned(), message(kind, code)],
        Traffic::Icmpv6 { kind, code } => ["icmpv6".to_owned(), message(kind, code)],
        Traffic::Protocol(number) => [number.to_string(), "all".to_owned()],
    };
    [protocol, ports]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<T>(result: Result<T, Refused>) -> String {
        result.err().map(|refused| refused.0.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_wrong_cidr_is_refused_with_a_good_one() {
        assert_eq!(
            words(ipv4_cidr("10.0.0/16")),
            "“10.0.0/16” is not an IPv4 CIDR. Write it like 10.0.0.0/16."
        );
        assert_eq!(
            words(ipv4_cidr("10.0.3.7/16")),
            "10.0.3.7/16 is an address inside 10.0.0.0/16. Write the block itself: 10.0.0.0/16."
        );
        assert_eq!(words(ipv4_cidr(" 10.0.0.0/16 ")), "");
    }

    #[test]
    fn traffic_reads_what_it_writes() {
        for (protocol, ports) in [
            ("all", "all"),
            ("tcp", "443"),
            ("udp", "1024-65535"),
            ("icmp", "8/0"),
            ("icmp", "all"),
            ("icmpv6", "128"),
            ("47", "all"),
        ] {
            let read = traffic(protocol, ports).ok();
            assert_eq!(
                read.map(cells_of_traffic),
                Some([protocol.to_owned(), ports.to_owned()])
            );
        }
    }

    #[test]
    fn ports_refuse_a_backwards_range() {
        assert_eq!(words(ports("90-80")), "The range 90-80 runs backwards. Write 80-90.");
        assert!(words(ports("http")).contains("443 or 1024-65535"));
        assert!(ports("65536").is_err());
    }
}
