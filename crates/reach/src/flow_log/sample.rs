//! One packet of the many that a question is about: a record has one port, a question may have thousands.

use crate::packet::{Grid, ICMP, ICMPV6, IntervalSet, PacketSet, TCP, UDP};
use crate::trace::{Leg, Trace};

/// Where clients usually begin to choose their ports from.
const CLIENT_PORT: u16 = 49152;
const SERVICE_PORT: u16 = 443;

/// Protocol and ports as the client knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) protocol: u8,
    service_port: u16,
    client_port: u16,
}

/// A packet that gets as far as any: one of those that stand at the last hop.
pub(super) fn of(trace: &Trace) -> Option<Sample> {
    let (hop, leg) = match (trace.reply.last(), trace.forward.last()) {
        (Some(hop), _) => (hop, Leg::Return),
        (None, Some(hop)) => (hop, Leg::Forward),
        (None, None) => return None,
    };
    let packets = &hop.packet.packets;
    let with_ports = |protocol: u8, grid: &Grid| {
        let grid = client_last(grid, leg);
        let service_port = pick(&grid.firsts(), SERVICE_PORT)?;
        Some(Sample {
            protocol,
            service_port,
            client_port: client_port(&grid, service_port, CLIENT_PORT)?,
        })
    };
    let without_ports = |protocol: u8| Sample {
        protocol,
        service_port: 0,
        client_port: 0,
    };
    with_ports(TCP, &packets.tcp)
        .or_else(|| with_ports(UDP, &packets.udp))
        .or_else(|| (!packets.icmp.is_empty()).then(|| without_ports(ICMP)))
        .or_else(|| (!packets.icmpv6.is_empty()).then(|| without_ports(ICMPV6)))
        .or_else(|| packets.other.iter().next().map(without_ports))
}

impl Sample {
    /// Source and destination port in the header at one place of the leg: a NAT gateway may have chosen another client port, and a
    /// load balancer another service port.
    pub(super) fn ports(self, packets: &PacketSet, leg: Leg) -> (u16, u16) {
        let grid = match self.protocol {
            TCP => &packets.tcp,
            UDP => &packets.udp,
            _ => return (0, 0),
        };
        let grid = client_last(grid, leg);
        let service = pick(&grid.firsts(), self.service_port).unwrap_or(self.service_port);
        let client = client_port(&grid, service, self.client_port).unwrap_or(self.client_port);
        match leg {
            Leg::Forward => (client, service),
            Leg::Return => (service, client),
        }
    }
}

/// Service ports × client ports, whichever leg it is.
fn client_last(grid: &Grid, leg: Leg) -> Grid {
    match leg {
        Leg::Forward => grid.clone(),
        Leg::Return => grid.transposed(),
    }
}

fn client_port(grid: &Grid, service_port: u16, wanted: u16) -> Option<u16> {
    let row = Grid::product(IntervalSet::single(service_port), IntervalSet::ports());
    pick(&grid.and(&row).seconds(), wanted)
}

/// The wanted number if it is there, else the first; nothing uses port 0.
fn pick(numbers: &IntervalSet, wanted: u16) -> Option<u16> {
    if numbers.contains(wanted) {
        return Some(wanted);
    }
    let used = numbers.minus(&IntervalSet::single(0));
    used.first().or(numbers.first())
}
