//! A record as the line that a flow log holds.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::field::{Field, Format};
use super::interface::Interface;
use super::{
    CUSTOM_FORMAT, DEFAULT_FORMAT, FLAGS, LogAction, NO_DATA, OWN_ADDRESS, PUBLIC_ACCESS, REJECT_REASON, Record,
    SKIPPED, WAY_OUT,
};
use crate::id::{Direction, Ref};
use crate::network::Network;
use crate::packet::TCP;
use crate::reason::Reason;
use crate::trace::Leg;

/// What is not known, or does not apply.
const NOTHING: &str = "-";

/// What only the caller can know about a record: how much passed, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub packets: u64,
    pub bytes: u64,
    /// Unix seconds.
    pub start: u64,
    pub end: u64,
    pub connection: Connection,
}

impl Seen {
    /// One bare packet in the first minute of all.
    pub const ONE_PACKET: Seen = Seen {
        packets: 1,
        bytes: 40,
        start: 0,
        end: 60,
        connection: Connection::Opens,
    };
}

/// Which part of a TCP connection the interval holds (FL-07).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Connection {
    Opens,
    OpensAndCloses,
    GoesOn,
}

/// A line with the reasons behind what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub reasons: Vec<&'static Reason>,
}

impl Record {
    pub fn line(&self, network: &Network, format: &Format, seen: &Seen) -> Line {
        let mut line = Line::new(format);
        let version = format.version();
        for field in format.fields() {
            match field {
                Field::Version => line.put(&version),
                Field::Packets => line.put(&seen.packets),
                Field::Bytes => line.put(&seen.bytes),
                Field::Start => line.put(&seen.start),
                Field::End => line.put(&seen.end),
                Field::LogStatus => line.put(&"OK"),
                Field::TcpFlags => {
                    line.put(&self.tcp_flags(seen.connection));
                    line.because(&FLAGS);
                }
                Field::Source | Field::Destination => self.put_own_side(&mut line, *field),
                Field::PacketSourceService => line.put(&service(network, &self.interface, self.packet.source)),
                Field::PacketDestinationService => {
                    line.put(&service(network, &self.interface, self.packet.destination));
                }
                field => self.put(&mut line, *field),
            }
        }
        line
    }

    /// The fields that stand in the record itself.
    fn put(&self, line: &mut Line, field: Field) {
        match field {
            Field::SourcePort => line.put(&self.source_port),
            Field::DestinationPort => line.put(&self.destination_port),
            Field::Protocol => line.put(&self.protocol),
            Field::Action => {
                line.put(&self.action.word());
                line.because(self.action.reason());
            }
            Field::Type => line.put(&if self.packet.source.is_ipv6() { "IPv6" } else { "IPv4" }),
            Field::PacketSource => line.put(&self.packet.source),
            Field::PacketDestination => line.put(&self.packet.destination),
            Field::FlowDirection => line.put(&match self.direction {
                Direction::In => "ingress",
                Direction::Out => "egress",
            }),
            Field::TrafficPath => {
                match self.traffic_path {
                    Some(path) => line.put(&path),
                    None => line.put(&NOTHING),
                }
                line.because(&WAY_OUT);
            }
            Field::RejectReason => {
                let (word, reason) = if self.is_public_access_blocked {
                    ("BPA", &PUBLIC_ACCESS)
                } else {
                    (NOTHING, &REJECT_REASON)
                };
                line.put(&word);
                line.because(reason);
            }
            field => put_interface(line, &self.interface, field),
        }
    }

    /// FL-08: the interface's own address on its own side.
    fn put_own_side(&self, line: &mut Line, field: Field) {
        let (in_packet, is_own) = match field {
            Field::Source => (self.packet.source, self.direction == Direction::Out),
            _ => (self.packet.destination, self.direction == Direction::In),
        };
        let shown = if is_own {
            self.interface.own_address(in_packet)
        } else {
            Some(in_packet)
        };
        if shown != Some(in_packet) {
            line.because(&OWN_ADDRESS);
        }
        match shown {
            Some(address) => line.put(&address),
            None => line.put(&NOTHING),
        }
    }

    /// FL-07: acknowledgements alone are 0, and so is what is not TCP.
    fn tcp_flags(&self, connection: Connection) -> u8 {
        const FIN: u8 = 1;
        const SYN: u8 = 2;
        const SYN_ACK: u8 = 18;
        let opening = match self.leg {
            Leg::Forward => SYN,
            Leg::Return => SYN_ACK,
        };
        match connection {
            _ if self.protocol != TCP => 0,
            _ if self.action == LogAction::Reject => opening,
            Connection::Opens => opening,
            Connection::OpensAndCloses => opening | FIN,
            Connection::GoesOn => 0,
        }
    }
}

/// The line of an interface that saw nothing in the window (FL-10); `None` for an element without an interface of its own.
pub(super) fn without_traffic(
    network: &Network,
    element: &Ref,
    was_skipped: bool,
    format: &Format,
    seen: &Seen,
) -> Option<Line> {
    let interface = Interface::of_element(network, element)?;
    let (status, reason) = if was_skipped {
        ("SKIPDATA", &SKIPPED)
    } else {
        ("NODATA", &NO_DATA)
    };
    let mut line = Line::new(format);
    line.because(reason);
    for field in format.fields() {
        match field {
            Field::Version => line.put(&format.version()),
            Field::Start => line.put(&seen.start),
            Field::End => line.put(&seen.end),
            Field::LogStatus => line.put(&status),
            Field::AccountId | Field::InterfaceId => put_interface(&mut line, &interface, *field),
            _ => line.put(&NOTHING),
        }
    }
    Some(line)
}

/// The fields about the interface. What no diagram says, an AZ's id and what ECS runs there, is `-`.
fn put_interface(line: &mut Line, interface: &Interface, field: Field) {
    match field {
        Field::AccountId => line.put(&interface.account),
        Field::InterfaceId => line.put(&interface.id),
        Field::VpcId => line.put(&interface.vpc),
        Field::SubnetId => line.put(&interface.subnet),
        Field::Region => line.put(&interface.region),
        Field::InstanceId => match &interface.instance {
            Some(instance) => line.put(instance),
            None => line.put(&NOTHING),
        },
        _ => line.put(&NOTHING),
    }
}

/// The service that has the address, as far as its addresses are known here.
fn service(network: &Network, interface: &Interface, address: IpAddr) -> String {
    let found = network.gateway_service_at(&interface.region, address);
    found.map_or_else(|| NOTHING.to_owned(), |service| service.to_ascii_uppercase())
}

impl Line {
    fn new(format: &Format) -> Self {
        let reason = if format.is_default() {
            &DEFAULT_FORMAT
        } else {
            &CUSTOM_FORMAT
        };
        Self {
            text: String::new(),
            reasons: vec![reason],
        }
    }

    /// A space in an id would look like the next field.
    fn put(&mut self, value: &dyn std::fmt::Display) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let mut word = String::new();
        let _ = write!(word, "{value}");
        self.text.push_str(&word.replace(char::is_whitespace, "_"));
    }

    fn because(&mut self, reason: &'static Reason) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }
}
