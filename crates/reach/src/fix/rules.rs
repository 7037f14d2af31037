//! Packets as a rule of a filter names them.

use crate::packet::{Grid, IntervalSet, PacketSet};
use crate::topology::{PortRange, Traffic};

/// The narrowest single rule that lets all these packets through.
pub(super) fn traffic(packets: &PacketSet) -> Traffic {
    let others: Vec<u8> = packets.other.iter().take(2).collect();
    let grids = [&packets.tcp, &packets.udp, &packets.icmp, &packets.icmpv6];
    let kinds = grids.iter().filter(|grid| !grid.is_empty()).count() + others.len();
    if kinds != 1 {
        return Traffic::All;
    }
    if let Some(number) = others.first() {
        return Traffic::Protocol(*number);
    }
    if !packets.tcp.is_empty() {
        return Traffic::Tcp(ports(&packets.tcp));
    }
    if !packets.udp.is_empty() {
        return Traffic::Udp(ports(&packets.udp));
    }
    let (kind, code) = message(if packets.icmp.is_empty() {
        &packets.icmpv6
    } else {
        &packets.icmp
    });
    if packets.icmp.is_empty() {
        Traffic::Icmpv6 { kind, code }
    } else {
        Traffic::Icmp { kind, code }
    }
}

fn ports(grid: &Grid) -> PortRange {
    hull(&grid.firsts()).map_or(PortRange::ALL, |(from, to)| match (from, to) {
        // Nothing uses port 0, so from 1 on is all.
        (0 | 1, u16::MAX) => PortRange::ALL,
        _ => PortRange::new(from, to),
    })
}

fn message(grid: &Grid) -> (Option<u8>, Option<u8>) {
    let one = |set: IntervalSet| match hull(&set) {
        Some((from, to)) if from == to => u8::try_from(from).ok(),
        _ => None,
    };
    let kind = one(grid.firsts());
    (kind, kind.and_then(|_| one(grid.seconds())))
}

fn hull(set: &IntervalSet) -> Option<(u16, u16)> {
    let first = set.first()?;
    let last = set.ranges().last()?.1;
    Some((first, last))
}
