//! What answers what: the packets of the second leg.

use super::{Grid, ICMP, ICMPV6, IntervalSet, PacketSet, Protocols, TCP, UDP};

const ECHO_REPLY: u16 = 0;
const ECHO_REQUEST: u16 = 8;
const ECHO_REQUEST_V6: u16 = 128;
const ECHO_REPLY_V6: u16 = 129;

/// NAT gateways send from these ports (NG-03).
const NAT_PORTS: (u16, u16) = (1024, 65535);

impl PacketSet {
    /// The answers to these packets: ports change places, an echo request is answered by an echo reply; other ICMP
    /// messages have no answer (DEC-15).
    #[must_use]
    pub fn replies(&self) -> Self {
        Self {
            tcp: self.tcp.transposed(),
            udp: self.udp.transposed(),
            icmp: relabelled(&self.icmp, ECHO_REQUEST, ECHO_REPLY),
            icmpv6: relabelled(&self.icmpv6, ECHO_REQUEST_V6, ECHO_REPLY_V6),
            other: self.other,
        }
    }

    /// The requests that these packets would answer: undoes [`PacketSet::replies`].
    #[must_use]
    pub fn requests(&self) -> Self {
        Self {
            tcp: self.tcp.transposed(),
            udp: self.udp.transposed(),
            icmp: relabelled(&self.icmp, ECHO_REPLY, ECHO_REQUEST),
            icmpv6: relabelled(&self.icmpv6, ECHO_REPLY_V6, ECHO_REQUEST_V6),
            other: self.other,
        }
    }

    /// The packets in it that nobody answers, judged on the forward leg alone (DEC-15).
    #[must_use]
    pub fn unanswered(&self) -> Self {
        self.minus(&self.replies().requests())
    }

    /// As a NAT gateway sends them on: from its own ports (NG-03).
    #[must_use]
    pub fn with_nat_ports(&self) -> Self {
        let ports = IntervalSet::range(NAT_PORTS.0, NAT_PORTS.1);
        let remapped = |grid: &Grid| Grid::product(grid.firsts(), ports.clone());
        Self {
            tcp: remapped(&self.tcp),
            udp: remapped(&self.udp),
            ..self.clone()
        }
    }

    /// The answers to `self`, as far as the server that sends `answers` to the NAT gateway's ports answers at all.
    #[must_use]
    pub fn replies_through_nat(&self, answers: &Self) -> Self {
        let any = |grid: &Grid| Grid::product(IntervalSet::ports(), grid.seconds());
        let arrived = Self {
            tcp: any(&answers.tcp),
            udp: any(&answers.udp),
            ..answers.clone()
        };
        self.replies().and(&arrived)
    }

    /// As a load balancer sends them on: to the target's port, if it has one of its own.
    #[must_use]
    pub fn to_port(&self, port: Option<u16>) -> Self {
        let Some(port) = port else {
            return self.clone();
        };
        let moved = |grid: &Grid| Grid::product(IntervalSet::single(port), grid.seconds());
        Self {
            tcp: moved(&self.tcp),
            udp: moved(&self.udp),
            ..self.clone()
        }
    }

    /// The answers to `self` where a load balancer stands in between, as far as the target answers. It may send from its own
    /// ports, or keep the client's.
    #[must_use]
    pub fn replies_through_balancer(&self, answers: &Self, keeps_source: bool) -> Self {
        let any = |grid: &Grid| match grid.is_empty() {
            true => Grid::default(),
            false if keeps_source => Grid::product(grid.firsts(), IntervalSet::ports()),
            false => Grid::product(IntervalSet::ports(), IntervalSet::ports()),
        };
        let arrived = Self {
            tcp: any(&answers.tcp),
            udp: any(&answers.udp),
            ..Self::empty()
        };
        self.replies().and(&arrived)
    }

    /// What a NAT gateway handles (NG-03).
    pub fn of_nat() -> Self {
        Self::of_protocols(&[TCP, UDP, ICMP, ICMPV6])
    }

    /// What a gateway endpoint accepts: TCP and echo requests (EG-13).
    pub fn of_gateway_endpoint() -> Self {
        Self {
            icmp: message(ECHO_REQUEST),
            icmpv6: message(ECHO_REQUEST_V6),
            ..Self::of_protocols(&[TCP])
        }
    }

    /// What an interface endpoint answers (EI-12).
    pub fn of_interface_endpoint() -> Self {
        Self::of_protocols(&[TCP, UDP])
    }

    fn of_protocols(numbers: &[u8]) -> Self {
        let all = Self::all();
        let pick = |number: u8, grid: Grid| {
            if numbers.contains(&number) {
                grid
            } else {
                Grid::default()
            }
        };
        Self {
            tcp: pick(TCP, all.tcp),
            udp: pick(UDP, all.udp),
            icmp: pick(ICMP, all.icmp),
            icmpv6: pick(ICMPV6, all.icmpv6),
            other: Protocols::default(),
        }
    }
}

fn message(kind: u16) -> Grid {
    Grid::product(IntervalSet::single(kind), IntervalSet::bytes())
}

/// The messages of type `from`, as messages of type `to` with the same codes.
fn relabelled(messages: &Grid, from: u16, to: u16) -> Grid {
    Grid::product(IntervalSet::single(to), messages.and(&message(from)).seconds())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Family;
    use crate::topology::{PortRange, Traffic};

    #[test]
    fn ports_change_places() {
        let asked = PacketSet::of_question(
            Traffic::Tcp(PortRange::single(443)),
            PortRange::new(1024, 65535),
            Family::V4,
        );
        let answers = asked.replies();
        assert!(answers.tcp.contains(1024, 443));
        assert!(!answers.tcp.contains(443, 1024));
        assert_eq!(answers.requests(), asked);
        assert!(asked.unanswered().is_empty());
    }

    /// DEC-15: an echo request is answered, a timestamp request is judged on the forward leg alone.
    #[test]
    fn only_echo_is_answered() {
        let all = PacketSet::of_rule(Traffic::Icmp { kind: None, code: None });
        assert!(all.replies().icmp.contains(0, 0));
        assert!(!all.replies().icmp.contains(14, 0));
        assert!(all.unanswered().icmp.contains(13, 0));
        assert!(!all.unanswered().icmp.contains(8, 0));
        let v6 = PacketSet::of_rule(Traffic::Icmpv6 {
            kind: Some(128),
            code: None,
        });
        assert!(v6.replies().icmpv6.contains(129, 0));
    }

    /// NG-03, NG-07: the gateway's ports stand in the place of the client's, and back.
    #[test]
    fn nat_remaps_source_ports() {
        let asked = PacketSet::of_question(
            Traffic::Tcp(PortRange::single(443)),
            PortRange::single(40000),
            Family::V4,
        );
        let out = asked.with_nat_ports();
        assert!(out.tcp.contains(443, 1024) && !out.tcp.contains(443, 1023));
        let back = asked.replies_through_nat(&out.replies());
        assert_eq!(back, asked.replies());
    }
}
