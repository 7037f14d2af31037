//! The lines that VPC flow logs would hold about one traced flow: one record for each network interface on the way and each
//! direction (FL-13). AWS page: vpc/latest/userguide/flow-logs.html
//!
//! ```text
//! Trace ──records──▶ Record (which interface, which way, accepted or not) ──line(Format, Seen)──▶ "2 123456789012 eni-… ACCEPT OK"
//! ```
//!
//! - A record says what security groups and network ACLs decided at its interface, and not which of them did (FL-05). What a
//!   route table, a peering connection or another gateway drops leaves no record (FL-13): [`FlowLogs::remarks`] says so.
//! - A flow is a set of packets; a line is about one of them: [`sample`] picks it.
//! - The engine knows no time and counts no bytes: packets, bytes, start and end are the caller's ([`Seen`]).

mod crossing;
mod field;
mod interface;
mod line;
mod sample;
mod scope;
#[cfg(test)]
mod tests;

pub use field::{Field, Format, UnknownField};
pub use interface::Interface;
pub use line::{Connection, Line, Seen};
pub use scope::{FlowLog, Recorded};

use crate::id::{Direction, Ref};
use crate::network::Network;
use crate::reason::{Reason, reasons};
use crate::trace::{Finding, Leg, Packet, Step, Trace};

reasons! {
    IN_SCOPE: "in-flow-log" ["FL-01"] "In this flow log",
        "A flow log of {at} holds what its network interfaces record, if it is made for such traffic; it cannot be changed, only made anew.",
        "vpc/latest/userguide/flow-logs.html";
    DEFAULT_FORMAT: "default-format" ["FL-02"] "Default format",
        "A flow log without a format of its own writes the fourteen fields of version 2.",
        "vpc/latest/userguide/flow-logs.html";
    CUSTOM_FORMAT: "custom-format" ["FL-03"] "Custom format",
        "A custom format chooses fields; its version is the highest version among them.",
        "vpc/latest/userguide/flow-logs.html";
    REJECT_REASON: "reject-reason" ["FL-04"] "Why rejected",
        "The field reject-reason knows one reason, VPC Block Public Access; what groups and ACLs reject has none.",
        "vpc/latest/userguide/flow-log-records.html";
    PUBLIC_ACCESS: "reject-reason-bpa" ["FL-04", "BP-05"] "Public access is blocked",
        "VPC Block Public Access stops the packet at the gateway; {at} records it with the reason BPA.",
        "vpc/latest/userguide/security-vpc-bpa.html";
    ACCEPTED: "accepted" ["FL-05", "FL-13"] "Accepted",
        "The security groups of {at} and the network ACL of its subnet let the packet through.",
        "vpc/latest/userguide/flow-log-records.html";
    REJECTED: "rejected" ["FL-05", "FL-13"] "Rejected",
        "A security group of {at} or the network ACL of its subnet stops the packet; the record does not say which.",
        "vpc/latest/userguide/flow-log-records.html";
    WAY_OUT: "traffic-path" ["FL-06"] "The way out",
        "The field traffic-path says by which way a packet leaves its network interface; it is written for what goes out only.",
        "vpc/latest/userguide/flow-log-records.html";
    FLAGS: "tcp-flags" ["FL-07"] "TCP flags",
        "The field tcp-flags holds the flags of all packets of the interval together: SYN is 2, SYN and ACK 18, FIN adds 1.",
        "vpc/latest/userguide/flow-logs-records-examples.html";
    OWN_ADDRESS: "own-address" ["FL-08"] "Its own address",
        "The fields srcaddr and dstaddr show the private address of {at} for its own side; pkt-srcaddr and pkt-dstaddr show what the packet says.",
        "vpc/latest/userguide/flow-log-records.html";
    REPLY_REJECTED: "reply-rejected" ["FL-09"] "Accepted, then rejected",
        "The request is accepted and its reply rejected at {at}: the security group remembers the request, the network ACL does not.",
        "vpc/latest/userguide/flow-logs-records-examples.html";
    NO_DATA: "no-data" ["FL-10"] "Nothing seen",
        "Nothing passed {at} in this window; its record has no addresses.",
        "vpc/latest/userguide/flow-log-records.html";
    SKIPPED: "skip-data" ["FL-10"] "Some were skipped",
        "Records of {at} were skipped in this window, for want of capacity or by an error inside AWS.",
        "vpc/latest/userguide/flow-log-records.html";
    NEVER_LOGGED: "never-logged" ["FL-12"] "Not logged",
        "Flow logs leave out what goes to Amazon's DNS server, to the metadata, time and activation services and to the router of a subnet.",
        "vpc/latest/userguide/flow-logs.html";
    THROUGH_PRIVATE_LINK: "not-logged-in-private-link" ["FL-12"] "Not logged",
        "Between the endpoint and the load balancer of {at} nothing is logged.",
        "vpc/latest/userguide/flow-logs.html";
    UNSEEN: "unseen-drop" ["FL-13"] "No log shows it",
        "No flow log shows that {at} drops the packet: flow logs record what security groups and network ACLs decide, at network interfaces.",
        "vpc/latest/userguide/flow-logs.html", assumed;
    OTHER_ACCOUNT: "other-accounts-log" ["FL-14"] "In another account",
        "The records of network interfaces in {at} belong to another account; only that account can have them.",
        "vpc/latest/userguide/flow-logs.html";
}

/// Everything that flow logs would hold about one flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowLogs {
    /// In the order in which the packets pass.
    pub records: Vec<Record>,
    /// What the records do not say by themselves: drops that no log shows, what is never logged, whose logs they are.
    pub remarks: Vec<Finding>,
}

/// What one network interface saw of the flow in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub interface: Interface,
    pub leg: Leg,
    /// Into the interface, or out of it.
    pub direction: Direction,
    /// The header on the interface's side of every gateway.
    pub packet: Packet,
    pub protocol: u8,
    pub source_port: u16,
    pub destination_port: u16,
    pub action: LogAction,
    /// Way number of FL-06, for what goes out.
    pub traffic_path: Option<u8>,
    /// Stopped by VPC Block Public Access (BP-05).
    pub is_public_access_blocked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogAction {
    Accept,
    Reject,
}

impl LogAction {
    pub const fn word(self) -> &'static str {
        match self {
            LogAction::Accept => "ACCEPT",
            LogAction::Reject => "REJECT",
        }
    }

    fn reason(self) -> &'static Reason {
        match self {
            LogAction::Accept => &ACCEPTED,
            LogAction::Reject => &REJECTED,
        }
    }
}

impl Record {
    /// Why the interface recorded what it did.
    pub fn finding(&self) -> Finding {
        remark(self.action.reason(), self.interface.at.clone())
    }
}

/// What flow logs of every interface on the way would hold.
pub fn flow_logs(network: &Network, trace: &Trace) -> FlowLogs {
    let Some(sample) = sample::of(trace) else {
        return FlowLogs::default();
    };
    let mut logs = FlowLogs::default();
    for (leg, hops) in [(Leg::Forward, &trace.forward), (Leg::Return, &trace.reply)] {
        let crossings = crossing::of_leg(network, hops, leg, sample);
        logs.records.extend(crossings.records);
        logs.remarks.extend(crossings.unseen);
    }
    let service = trace.forward.iter().find(|hop| hop.step == Step::EndpointService);
    logs.remarks
        .extend(service.map(|hop| remark(&THROUGH_PRIVATE_LINK, hop.at.clone())));
    logs.leave_out_what_is_never_logged(network);
    logs.remark_on_replies();
    logs.remark_on_accounts();
    logs
}

impl FlowLogs {
    fn leave_out_what_is_never_logged(&mut self, network: &Network) {
        let mut left_out: Option<Ref> = None;
        self.records.retain(|record| {
            let is_logged = !scope::is_never_logged(network, record);
            if !is_logged {
                left_out.get_or_insert_with(|| record.interface.at.clone());
            }
            is_logged
        });
        self.remarks.extend(left_out.map(|at| remark(&NEVER_LOGGED, at)));
    }

    /// FL-09: what tells a stateful filter from a stateless one.
    fn remark_on_replies(&mut self) {
        let rejected = self.records.iter().filter(|record| {
            record.leg == Leg::Return && record.direction == Direction::Out && record.action == LogAction::Reject
        });
        let accepted_before = |at: &Ref| {
            self.records.iter().any(|record| {
                record.interface.at == *at
                    && record.leg == Leg::Forward
                    && record.direction == Direction::In
                    && record.action == LogAction::Accept
            })
        };
        let remarks: Vec<Finding> = rejected
            .map(|record| record.interface.at.clone())
            .filter(accepted_before)
            .map(|at| remark(&REPLY_REJECTED, at))
            .collect();
        self.remarks.extend(remarks);
    }

    /// FL-14: "your" account is the one whose interface saw the flow first.
    fn remark_on_accounts(&mut self) {
        let Some(own) = self.records.first().map(|record| record.interface.account.clone()) else {
            return;
        };
        let mut others: Vec<Ref> = Vec::new();
        for record in self.records.iter().filter(|record| record.interface.account != own) {
            let vpc = Ref::from(&record.interface.vpc);
            if !others.contains(&vpc) {
                others.push(vpc);
            }
        }
        self.remarks
            .extend(others.into_iter().map(|vpc| remark(&OTHER_ACCOUNT, vpc)));
    }
}

fn remark(reason: &'static Reason, at: Ref) -> Finding {
    Finding {
        reason,
        at,
        facts: Vec::new(),
    }
}
