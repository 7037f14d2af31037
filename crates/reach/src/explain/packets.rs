//! A set of packets in plain words: "TCP 443", "pings", "TCP 22 and UDP 53".

use crate::packet::{Grid, IntervalSet, PacketSet, Protocols};

/// The lowest port that clients choose (NA-09).
const FIRST_CLIENT_PORT: u16 = 1024;
/// More ranges than this are not listed.
const MANY: usize = 5;

pub fn in_words(packets: &PacketSet) -> String {
    if packets.is_empty() {
        return "nothing".to_owned();
    }
    if is_everything(packets) {
        return "any traffic".to_owned();
    }
    let mut parts = Vec::new();
    of_ports(&mut parts, "TCP", &packets.tcp);
    of_ports(&mut parts, "UDP", &packets.udp);
    of_messages(&mut parts, "ICMP", [8, 0], &packets.icmp);
    of_messages(&mut parts, "ICMPv6", [128, 129], &packets.icmpv6);
    of_protocols(&mut parts, packets.other);
    join(&parts)
}

/// "a, b and c".
pub(super) fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => {
            let mut text = most.join(", ");
            text.push_str(" and ");
            text.push_str(last);
            text
        }
    }
}

/// Every protocol on every port, from whatever client ports.
fn is_everything(packets: &PacketSet) -> bool {
    let all = IntervalSet::ports();
    let whole = |grid: &Grid| grid.products().len() == 1 && grid.firsts() == all && covers_clients(&grid.seconds());
    let any_icmp = [&packets.icmp, &packets.icmpv6]
        .iter()
        .any(|grid| grid.products() == [(IntervalSet::bytes(), IntervalSet::bytes())]);
    whole(&packets.tcp) && whole(&packets.udp) && any_icmp && packets.other == Protocols::all()
}

fn covers_clients(ports: &IntervalSet) -> bool {
    IntervalSet::range(FIRST_CLIENT_PORT, u16::MAX).minus(ports).is_empty()
}

fn of_ports(parts: &mut Vec<String>, protocol: &str, grid: &Grid) {
    for (destinations, sources) in grid.products() {
        let is_reply = is_reply(&destinations, &sources);
        let mut text = protocol.to_owned();
        if destinations == IntervalSet::ports() && covers_clients(&sources) {
            text = format!("all {protocol}");
        } else if covers_clients(&sources) {
            text.push(' ');
            text.push_str(&ports(&destinations));
        } else if is_reply {
            text.push_str(" from port ");
            text.push_str(&ports(&sources));
            text.push_str(" to ");
            text.push_str(&clients(&destinations));
        } else {
            text.push(' ');
            text.push_str(&ports(&destinations));
            text.push_str(" from ");
            text.push_str(&clients(&sources));
        }
        parts.push(text);
    }
}

/// From a few ports back to many that clients choose.
fn is_reply(destinations: &IntervalSet, sources: &IntervalSet) -> bool {
    let client_ports = IntervalSet::range(FIRST_CLIENT_PORT, u16::MAX);
    destinations.minus(&client_ports).is_empty()
        && destinations.count() > sources.count()
        && sources.count() < client_ports.count() / 2
}

fn clients(ports: &IntervalSet) -> String {
    if covers_clients(ports) {
        return "any client port (1024–65535)".to_owned();
    }
    let word = if ports.count() == 1 {
        "client port "
    } else {
        "client ports "
    };
    word.to_owned() + &self::ports(ports)
}

fn of_messages(parts: &mut Vec<String>, protocol: &str, [echo, echo_reply]: [u16; 2], grid: &Grid) {
    let all = IntervalSet::bytes();
    for (types, codes) in grid.products() {
        let is_all_of = |kind| types == IntervalSet::single(kind) && codes.contains(0);
        if types == all && codes == all {
            parts.push(format!("all {protocol}"));
        } else if is_all_of(echo) {
            parts.push("pings".to_owned());
        } else if is_all_of(echo_reply) {
            parts.push("replies to pings".to_owned());
        } else {
            let mut text = format!("{protocol} type {}", numbers(&types));
            if codes != all {
                text.push_str(" code ");
                text.push_str(&numbers(&codes));
            }
            parts.push(text);
        }
    }
}

fn of_protocols(parts: &mut Vec<String>, protocols: Protocols) {
    if protocols == Protocols::all() {
        parts.push("every other protocol".to_owned());
        return;
    }
    let numbered: IntervalSet = protocols.iter().map(|n| (u16::from(n), u16::from(n))).collect();
    if !numbered.is_empty() {
        let word = if numbered.count() == 1 {
            "protocol "
        } else {
            "protocols "
        };
        parts.push(word.to_owned() + &numbers(&numbered));
    }
}

/// Nothing uses port 0, so a range that starts there is shown from 1.
fn ports(set: &IntervalSet) -> String {
    let rest = set.minus(&IntervalSet::single(0));
    numbers(if rest.is_empty() { set } else { &rest })
}

/// "22, 80 and 8000–8010".
fn numbers(set: &IntervalSet) -> String {
    let mut parts = set.spans();
    if parts.len() > MANY {
        let more = parts.len() - (MANY - 1);
        parts.truncate(MANY - 1);
        parts.push(format!("{more} more ranges"));
    }
    join(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Family;
    use crate::topology::{PortRange, Traffic};

    fn asked(traffic: Traffic) -> PacketSet {
        PacketSet::of_question(traffic, PortRange::new(1024, 65535), Family::V4)
    }

    fn tcp(from: u16, to: u16) -> Traffic {
        Traffic::Tcp(PortRange::new(from, to))
    }

    #[test]
    fn plain_words() {
        assert_eq!(in_words(&asked(tcp(443, 443))), "TCP 443");
        assert_eq!(in_words(&asked(Traffic::All)), "any traffic");
        assert_eq!(in_words(&PacketSet::all()), "any traffic");
        assert_eq!(in_words(&asked(Traffic::Tcp(PortRange::ALL))), "all TCP");
        assert_eq!(
            in_words(&asked(Traffic::Icmp {
                kind: Some(8),
                code: None
            })),
            "pings"
        );
        assert_eq!(
            in_words(&asked(Traffic::Icmp {
                kind: Some(3),
                code: Some(4)
            })),
            "ICMP type 3 code 4"
        );
        assert_eq!(in_words(&asked(Traffic::Protocol(47))), "protocol 47");
        assert_eq!(in_words(&PacketSet::empty()), "nothing");
        let some = asked(tcp(22, 22)).or(&asked(tcp(80, 81))).or(&asked(tcp(443, 443)));
        assert_eq!(in_words(&some), "TCP 22, 80–81 and 443");
        let mixed = asked(tcp(22, 22)).or(&asked(Traffic::Udp(PortRange::single(53))));
        assert_eq!(in_words(&mixed), "TCP 22 and UDP 53");
    }

    #[test]
    fn client_ports_are_named_where_they_matter() {
        let some = PacketSet::of_question(tcp(443, 443), PortRange::new(49152, 65535), Family::V4);
        assert_eq!(in_words(&some), "TCP 443 from client ports 49152–65535");
        assert_eq!(
            in_words(&some.replies()),
            "TCP from port 443 to client ports 49152–65535"
        );
        assert_eq!(
            in_words(&asked(tcp(443, 443)).replies()),
            "TCP from port 443 to any client port (1024–65535)"
        );
    }

    #[test]
    fn many_ports_asked_from_few_are_no_reply() {
        let some = PacketSet::of_question(tcp(1, 65535), PortRange::new(49152, 65535), Family::V4);
        assert_eq!(in_words(&some), "TCP 1–65535 from client ports 49152–65535");
        let most = PacketSet::of_question(tcp(1024, 65535), PortRange::new(3000, 65535), Family::V4);
        assert_eq!(in_words(&most), "TCP 1024–65535 from client ports 3000–65535");
    }
}
