//! What the page tells the one that embeds it.

use reach::explain::{self, Ids};
use reach::topology::{PortRange, Traffic};
use reach::trace::PolicyVerdict;

use super::App;
use crate::port::host::{self, Blocker, Message, Trace};

impl App {
    pub(super) fn post_ready(&self) {
        if self.shell.embed {
            host::post(Message::Ready {
                modes: &["explore"],
                version: env!("CARGO_PKG_VERSION"),
            });
        }
    }

    pub(super) fn post_trace(&self, flow: usize) {
        let (Some(trace), true) = (self.session.derived().traces.get(flow), self.shell.embed) else {
            return;
        };
        let (proto, port) = traffic(trace.question.traffic);
        let blockers = trace.blockers.iter().map(|blocker| Blocker {
            leg: blocker.leg.word(),
            element: blocker.finding.at.id.to_string(),
            code: blocker.finding.reason.code.to_owned(),
        });
        host::post(Message::Trace(Trace {
            from: explain::end(&trace.question.from, &Ids).to_string(),
            to: explain::end(&trace.question.to, &Ids).to_string(),
            proto,
            port,
            verdict: trace.verdict.word(),
            authorization: trace.policy_verdict().map(PolicyVerdict::word),
            blockers: blockers.collect(),
        }));
    }
}

/// The protocol's word, and the port if it is one.
fn traffic(traffic: Traffic) -> (String, Option<u16>) {
    let one = |ports: PortRange| (ports.from == ports.to).then_some(ports.from);
    match traffic {
        Traffic::All => ("all".to_owned(), None),
        Traffic::Tcp(ports) => ("tcp".to_owned(), one(ports)),
        Traffic::Udp(ports) => ("udp".to_owned(), one(ports)),
        Traffic::Icmp { .. } => ("icmp".to_owned(), None),
        Traffic::Icmpv6 { .. } => ("icmpv6".to_owned(), None),
        Traffic::Protocol(number) => (number.to_string(), None),
    }
}
