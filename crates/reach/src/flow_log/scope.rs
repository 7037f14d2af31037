//! A flow log: whose records it holds, and which of them (FL-01); and what no flow log holds (FL-12).
//! AWS page: vpc/latest/userguide/flow-logs.html

use std::net::{IpAddr, Ipv4Addr};

use super::field::Format;
use super::line::{self, Line, Seen};
use super::{FlowLogs, IN_SCOPE, LogAction, Record, remark};
use crate::hop::vpc_service;
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::trace::Finding;

/// A flow log. There is nothing to change about one: another is made in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowLog {
    /// A VPC, a subnet or one network interface.
    of: Ref,
    recorded: Recorded,
    format: Format,
}

/// Which traffic a flow log is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recorded {
    All,
    Only(LogAction),
}

impl FlowLog {
    pub fn new(of: Ref, recorded: Recorded, format: Format) -> Self {
        Self { of, recorded, format }
    }

    /// The records of the flow that this log holds, and why.
    pub fn select<'a>(&self, logs: &'a FlowLogs) -> (Vec<&'a Record>, Finding) {
        let held = logs.records.iter().filter(|record| self.holds(record)).collect();
        (held, remark(&IN_SCOPE, self.of.clone()))
    }

    pub fn line(&self, network: &Network, record: &Record, seen: &Seen) -> Line {
        record.line(network, &self.format, seen)
    }

    /// The line of an interface that saw nothing, or whose records were skipped (FL-10).
    pub fn line_without_traffic(
        &self,
        network: &Network,
        interface: &Ref,
        was_skipped: bool,
        seen: &Seen,
    ) -> Option<Line> {
        line::without_traffic(network, interface, was_skipped, &self.format, seen)
    }

    fn holds(&self, record: &Record) -> bool {
        let interface = &record.interface;
        let is_of = match self.of.kind {
            Kind::Vpc => self.of == Ref::from(&interface.vpc),
            Kind::Subnet => self.of == Ref::from(&interface.subnet),
            _ => self.of == interface.at,
        };
        let is_wanted = match self.recorded {
            Recorded::All => true,
            Recorded::Only(action) => action == record.action,
        };
        is_of && is_wanted
    }
}

/// Metadata, Amazon's DNS, time, and the two addresses of Windows activation.
const SERVICES: [Ipv4Addr; 5] = [
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(169, 254, 169, 253),
    Ipv4Addr::new(169, 254, 169, 123),
    Ipv4Addr::new(169, 254, 169, 250),
    Ipv4Addr::new(169, 254, 169, 251),
];

/// FL-12: what goes to or comes from Amazon's own services in the VPC, and the subnet's router.
pub(super) fn is_never_logged(network: &Network, record: &Record) -> bool {
    let is_amazons = |address: IpAddr| {
        let is_service = match address {
            IpAddr::V4(address) => SERVICES.contains(&address),
            IpAddr::V6(address) => address.segments().starts_with(&[0xfd00, 0xec2]),
        };
        let vpc = &record.interface.vpc;
        is_service || vpc_service::base_plus_two(network, vpc) == Some(address) || is_router(network, record, address)
    };
    is_amazons(record.packet.source) || is_amazons(record.packet.destination)
}

/// The second address of the subnet.
fn is_router(network: &Network, record: &Record, address: IpAddr) -> bool {
    let subnet = network.topology().subnets.get(&record.interface.subnet);
    let base = subnet
        .and_then(|subnet| subnet.cidr)
        .map(|cidr| u32::from(cidr.network()));
    let router = base.and_then(|base| base.checked_add(1));
    router.map(|router| IpAddr::V4(Ipv4Addr::from(router))) == Some(address)
}
