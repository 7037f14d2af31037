//! One packet: its header, and the header of what answers it (DEC-15).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::topology::{PortRange, Traffic};

pub const ICMP: u8 = 1;
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
pub const ICMPV6: u8 = 58;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    pub protocol: u8,
    pub source: IpAddr,
    pub destination: IpAddr,
    /// Ports of TCP and UDP; 0 otherwise.
    pub source_port: u16,
    pub destination_port: u16,
    /// Type and code of ICMP and ICMPv6; 0 otherwise.
    pub message: (u8, u8),
}

impl Packet {
    pub fn is_ipv4(&self) -> bool {
        self.destination.is_ipv4()
    }

    pub fn has_ports(&self) -> bool {
        matches!(self.protocol, TCP | UDP)
    }

    /// What answers it, if anything does.
    pub fn reply(&self) -> Option<Packet> {
        let message = match (self.protocol, self.message) {
            (ICMP, (8, code)) => (0, code),
            (ICMPV6, (128, code)) => (129, code),
            (ICMP | ICMPV6, _) => return None,
            (_, message) => message,
        };
        Some(Packet {
            source: self.destination,
            destination: self.source,
            source_port: self.destination_port,
            destination_port: self.source_port,
            message,
            ..*self
        })
    }

    /// Whether a rule's protocol and ports, or type and code, are about it (SG-06, NA-06, NA-08).
    pub fn fits(&self, traffic: Traffic) -> bool {
        let port = |range: PortRange| range.from <= self.destination_port && self.destination_port <= range.to;
        let is = |wanted: Option<u8>, found: u8| wanted.is_none_or(|wanted| wanted == found);
        match traffic {
            Traffic::All => true,
            Traffic::Tcp(range) => self.protocol == TCP && port(range),
            Traffic::Udp(range) => self.protocol == UDP && port(range),
            Traffic::Icmp { kind, code } => {
                self.protocol == ICMP && is(kind, self.message.0) && is(code, self.message.1)
            }
            Traffic::Icmpv6 { kind, code } => {
                self.protocol == ICMPV6 && is(kind, self.message.0) && is(code, self.message.1)
            }
            Traffic::Protocol(number) => self.protocol == number,
        }
    }
}

/// Whether the range has the address; never across families (ENG-08).
pub fn has(range: impl Into<IpNet>, address: IpAddr) -> bool {
    range.into().contains(&address)
}

pub fn is_rfc1918(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(_) => false,
    }
}

pub fn is_rfc6598(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.octets()[0] == 100 && address.octets()[1] & 0xc0 == 64,
        IpAddr::V6(_) => false,
    }
}
