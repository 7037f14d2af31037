//! Packet sets in the shapes of the command line's JSON.

use reach::packet::{Grid, IntervalSet, PacketSet, Protocols};
use serde::Serialize;

/// One product of ports, or one ICMP message; what is left out is any.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Packets {
    proto: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ports: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_ports: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
}

/// The whole set, exactly.
pub(crate) fn list(set: &PacketSet) -> Vec<Packets> {
    let mut list = Vec::new();
    for (proto, grid) in [("tcp", &set.tcp), ("udp", &set.udp)] {
        list.extend(grid.products().into_iter().map(|(ports, source_ports)| Packets {
            proto: proto.to_owned(),
            ports: Some(ranges(&ports)),
            source_ports: Some(ranges(&source_ports)),
            ..Packets::default()
        }));
    }
    for (proto, grid) in [("icmp", &set.icmp), ("icmpv6", &set.icmpv6)] {
        messages(proto, grid, &mut list);
    }
    list.extend(set.other.iter().map(|number| Packets {
        proto: number.to_string(),
        ..Packets::default()
    }));
    list
}

fn messages(proto: &str, grid: &Grid, list: &mut Vec<Packets>) {
    for (kinds, codes) in grid.products() {
        for kind in each(&kinds) {
            for code in each(&codes) {
                list.push(Packets {
                    proto: proto.to_owned(),
                    kind,
                    code,
                    ..Packets::default()
                });
            }
        }
    }
}

/// Every number, or once nothing if it may be any.
fn each(numbers: &IntervalSet) -> Vec<Option<u16>> {
    if *numbers == IntervalSet::bytes() {
        return vec![None];
    }
    numbers.ranges().flat_map(|(from, to)| from..=to).map(Some).collect()
}

/// `22,443`, `1024-65535`. Nothing uses port 0, so a range starts at 1.
pub(crate) fn ranges(numbers: &IntervalSet) -> String {
    let numbers = match numbers.minus(&IntervalSet::single(0)) {
        rest if rest.is_empty() => numbers.clone(),
        rest => rest,
    };
    let one = |(from, to): (u16, u16)| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    numbers.ranges().map(one).collect::<Vec<_>>().join(",")
}

/// Protocol, source ports and ports of a packet at one hop, in one line each.
pub(crate) fn header(set: &PacketSet) -> (String, String, String) {
    let mut protocols = Vec::new();
    let (mut ports, mut source_ports) = (IntervalSet::default(), IntervalSet::default());
    for (name, grid) in [("tcp", &set.tcp), ("udp", &set.udp)] {
        if !grid.is_empty() {
            protocols.push(name.to_owned());
            ports = ports.or(&grid.firsts());
            source_ports = source_ports.or(&grid.seconds());
        }
    }
    for (name, grid) in [("icmp", &set.icmp), ("icmpv6", &set.icmpv6)] {
        if !grid.is_empty() {
            protocols.push(name.to_owned());
        }
    }
    if set.other == Protocols::all() {
        protocols = vec!["all".to_owned()];
    } else {
        protocols.extend(set.other.iter().map(|number| number.to_string()));
    }
    (protocols.join(","), ranges(&source_ports), ranges(&ports))
}
