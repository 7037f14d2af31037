//! Whatever the network: what goes along with a trace does not contradict it.

use proptest::prelude::*;
use proptest::sample::select;

use super::{FlowLogs, Format, LogAction, Seen};
use crate::carriage::carriage;
use crate::cost::{flow_cost, hourly};
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::question::{End, Question};
use crate::topology::{PortRange, Traffic};
use crate::trace::{Action, Finding, Hop, Leg, Step, Trace, Verdict};

fn traffic() -> impl Strategy<Value = Traffic> {
    let icmp = Traffic::Icmp { kind: None, code: None };
    let tcp = |port| Traffic::Tcp(PortRange::single(port));
    select(vec![Traffic::All, tcp(443), tcp(22), icmp, Traffic::Protocol(47)])
}

fn ends(network: &Network) -> Vec<End> {
    let kinds = [
        Kind::NetworkInterface,
        Kind::NatGateway,
        Kind::InterfaceEndpoint,
        Kind::Site,
    ];
    let elements = network.topology().references().into_iter();
    let mut ends: Vec<End> = elements
        .filter(|element: &Ref| kinds.contains(&element.kind))
        .map(End::Element)
        .collect();
    ends.push(End::Internet);
    ends.push(End::Service {
        name: "s3".into(),
        region: None,
    });
    ends
}

fn is_filter(hop: &Hop) -> bool {
    matches!(hop.step, Step::SecurityGroup(_) | Step::NetworkAcl { .. })
}

fn check_logs(network: &Network, trace: &Trace, logs: &FlowLogs) -> Result<(), TestCaseError> {
    let rejected: Vec<usize> = (0..logs.records.len())
        .filter(|index| logs.records[*index].action == LogAction::Reject)
        .collect();
    let last = trace.reply.last().or(trace.forward.last());
    let is_filtered = last.is_some_and(|hop| hop.action == Action::Drop && is_filter(hop));
    // A rejection is the last thing that happens, and follows from a filter.
    prop_assert!(rejected.len() <= usize::from(is_filtered), "{:?} {:?}", trace, logs);
    prop_assert!(rejected.iter().all(|index| index + 1 == logs.records.len()));
    if trace.verdict == Verdict::Allowed {
        prop_assert!(rejected.is_empty());
    }
    for format in [Format::default_format(), Format::up_to(10)] {
        for record in &logs.records {
            let line = record.line(network, &format, &Seen::ONE_PACKET);
            prop_assert_eq!(line.text.split(' ').count(), format.fields().len());
        }
    }
    Ok(())
}

fn check_words(findings: impl Iterator<Item = Finding>) -> Result<(), TestCaseError> {
    for finding in findings {
        let places = finding.reason.words.split('{').skip(1);
        for place in places.filter_map(|text| text.split('}').next()) {
            prop_assert!(place == "at" || finding.fact(place).is_some(), "{:?}", finding);
        }
    }
    Ok(())
}

fn check(network: &Network, trace: &Trace) -> Result<(), TestCaseError> {
    let logs = super::flow_logs(network, trace);
    check_logs(network, trace, &logs)?;
    let cost = flow_cost(network, trace);
    let by_item: u64 = cost.items.iter().map(|item| item.per_gb.0).sum();
    prop_assert_eq!(by_item, cost.per_gb().0);
    let carried = carriage(network, trace);
    for stretch in &carried {
        let hops = match stretch.leg {
            Leg::Forward => &trace.forward,
            Leg::Return => &trace.reply,
        };
        prop_assert_eq!(hops.get(stretch.hop).map(|hop| &hop.at), Some(&stretch.at));
    }
    let of_items = cost.items.iter().map(|item| item.finding()).chain(cost.sum());
    let of_cost = of_items.chain(cost.hints.clone());
    let of_logs = logs
        .records
        .iter()
        .map(|record| record.finding())
        .chain(logs.remarks.clone());
    check_words(
        of_logs
            .chain(of_cost)
            .chain(carried.iter().map(|stretch| stretch.finding())),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_goes_along_agrees_with_the_trace(topology in crate::tests::arbitrary::topology(), traffic in traffic()) {
        let (network, _) = crate::resolve(&topology);
        let ends = ends(&network);
        for from in ends.iter().take(4) {
            for to in &ends {
                let question = Question::new(from.clone(), to.clone(), traffic);
                check(&network, &crate::trace(&network, &question))?;
            }
        }
        let hourly = hourly(&network);
        check_words(hourly.finding().into_iter().chain(hourly.items.iter().map(|item| item.finding())))?;
    }
}

/// A reason with the code of VPC Block Public Access, whoever raises it.
static BLOCKED: crate::reason::Reason = crate::reason::Reason {
    code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    rules: &["BP-01"],
    title: "Public access is blocked",
    words: "{at} lets nothing through.",
    page: "vpc/latest/userguide/security-vpc-bpa.html",
    assumed: false,
};

/// The trace as it would be if the internet gateway blocked public access.
fn blocked_at_gateway(network: &Network, from: End, to: End) -> Trace {
    let mut trace = crate::trace(network, &Question::new(from, to, Traffic::Tcp(PortRange::single(443))));
    let is_gateway = |hop: &Hop| hop.step == Step::InternetGateway;
    let gateway = trace.forward.iter().position(is_gateway).unwrap();
    trace.forward.truncate(gateway + 1);
    trace.reply.clear();
    let hop = trace.forward.last_mut().unwrap();
    hop.action = Action::Drop;
    hop.packet_out = None;
    hop.decision.finding.reason = &BLOCKED;
    trace
}

/// BP-05, FL-04: what a gateway drops for that reason is recorded at the interface, unlike its other drops.
#[test]
fn blocked_public_access_is_recorded_with_its_reason() {
    use crate::topology::{InternetGateway, NetworkInterface, Role, Route, RouteTable, Subnet, Target, Topology, Vpc};
    let mut topology = Topology::default();
    topology
        .vpcs
        .insert("v".into(), Vpc::new("10.0.0.0/16".parse().unwrap()));
    let gateway = InternetGateway {
        name: None,
        vpc: Some("v".into()),
        route_table: None,
    };
    topology.internet_gateways.insert("igw".into(), gateway);
    let mut table = RouteTable::new("v".into());
    let target = Target::Element(Ref::new(Kind::InternetGateway, "igw"));
    let anywhere = crate::topology::Destination::Cidr("0.0.0.0/0".parse().unwrap());
    table.routes.push(Route {
        destination: anywhere,
        target,
    });
    topology.route_tables.insert("r".into(), table);
    let mut subnet = Subnet::new("v".into(), "us-east-1a", "10.0.0.0/24".parse().unwrap());
    subnet.route_table = Some("r".into());
    topology.subnets.insert("s".into(), subnet);
    let mut host = NetworkInterface::new("s".into(), Role::Instance, "10.0.0.10".parse().unwrap());
    host.public_ipv4 = Some("203.0.113.10".parse().unwrap());
    topology.interfaces.insert("i".into(), host);
    let (network, _) = crate::resolve(&topology);

    let host = End::Element(Ref::new(Kind::NetworkInterface, "i"));
    let far = End::Address("198.51.100.7".parse().unwrap());
    let format = Format::parse("srcaddr dstaddr action flow-direction reject-reason").unwrap();
    let lines = |trace: &Trace| -> Vec<String> {
        let logs = super::flow_logs(&network, trace);
        assert!(logs.remarks.is_empty(), "{:?}", logs.remarks);
        let records = logs.records.iter();
        records
            .map(|record| record.line(&network, &format, &Seen::ONE_PACKET).text)
            .collect()
    };
    let out = blocked_at_gateway(&network, host.clone(), far.clone());
    assert_eq!(lines(&out), ["10.0.0.10 198.51.100.7 REJECT egress BPA"]);
    let inward = blocked_at_gateway(&network, far, host);
    assert_eq!(lines(&inward), ["198.51.100.7 10.0.0.10 REJECT ingress BPA"]);
}
