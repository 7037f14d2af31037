use reach::packet::{IntervalSet, PacketSet};

/// `tcp 443 from 1024-65535; icmp 8/0-255`: each product of the set, in order.
pub(super) fn words(set: &PacketSet) -> String {
    let mut parts = Vec::new();
    for (name, grid) in [("tcp", &set.tcp), ("udp", &set.udp)] {
        for (ports, sources) in grid.products() {
            parts.push(format!("{name} {} from {}", ranges(&ports), ranges(&sources)));
        }
    }
    for (name, grid) in [("icmp", &set.icmp), ("icmpv6", &set.icmpv6)] {
        for (types, codes) in grid.products() {
            parts.push(format!("{name} {}/{}", ranges(&types), ranges(&codes)));
        }
    }
    let protocols: Vec<String> = set.other.iter().map(|number| number.to_string()).collect();
    if !protocols.is_empty() {
        parts.push(format!("protocol {}", protocols.join(",")));
    }
    parts.join("; ")
}

fn ranges(set: &IntervalSet) -> String {
    let range = |(from, to): (u16, u16)| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    set.ranges().map(range).collect::<Vec<_>>().join(",")
}
