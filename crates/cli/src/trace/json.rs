//! The trace as JSON. The names and the order of the fields are a contract.

use std::collections::BTreeSet;

use document::import::NoteKind;
use reach::explain::{self, HopText, Ids};
use reach::id::{Kind, RowRef};
use reach::reason::Reason;
use reach::trace::{self, AddressShare, Blocker, Finding, Hop, Packet};
use serde::Serialize;

use super::along::{Along, CarriedJson, CostJson};
use super::chance::ChoiceJson;
use super::dns::{self, DnsJson};
use crate::fix::{FixJson, Found};
use crate::input::Note;
use crate::packets::{self, Packets};

#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    verdict: &'static str,
    leg: Option<&'static str>,
    code: Option<&'static str>,
    at: Option<String>,
    allowed: Vec<Packets>,
    forward: Vec<HopJson>,
    #[serde(rename = "return")]
    back: Vec<HopJson>,
    blockers: Vec<BlockerJson>,
    hints: Vec<&'static str>,
    warnings: Vec<Warning>,
    fixes: Vec<FixJson>,
    authorization: Authorization,
    dns: Option<DnsJson>,
    flow_logs: Vec<String>,
    cost: Vec<CostJson>,
    carried: Vec<CarriedJson>,
    assumed: Vec<Assumed>,
    notes: Vec<String>,
    /// The asked packets that never get through.
    stopped: Vec<Packets>,
    /// Where an end means many addresses that fare differently.
    by_address: Vec<ShareJson>,
    /// The asked packets that pass or fail depending on what AWS picks at random; `by_choice` says on what.
    by_chance: Vec<Packets>,
    by_choice: Vec<ChoiceJson>,
}

#[derive(Debug, Serialize)]
struct ShareJson {
    addresses: Vec<String>,
    verdict: &'static str,
    allowed: Vec<Packets>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_chance: Vec<Packets>,
}

#[derive(Debug, Serialize)]
struct HopJson {
    seq: usize,
    at: String,
    kind: &'static str,
    action: &'static str,
    by: Option<String>,
    code: Option<&'static str>,
    rule: Option<&'static str>,
    passed_over: Vec<PassedOver>,
    packet: PacketJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    packet_out: Option<PacketJson>,
    text: String,
    page: String,
}

#[derive(Debug, Serialize)]
struct PassedOver {
    by: String,
    code: Option<&'static str>,
    text: &'static str,
}

#[derive(Debug, Serialize)]
struct PacketJson {
    src: String,
    dst: String,
    proto: String,
    source_ports: String,
    ports: String,
}

#[derive(Debug, Serialize)]
struct BlockerJson {
    leg: &'static str,
    at: String,
    code: &'static str,
    rule: Option<&'static str>,
    text: String,
    page: String,
}

#[derive(Debug, Serialize)]
struct Warning {
    code: &'static str,
    rule: Option<&'static str>,
    at: String,
    text: String,
    page: String,
}

#[derive(Debug, Serialize)]
struct Authorization {
    verdict: &'static str,
    code: Option<&'static str>,
    at: Option<String>,
    text: String,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Assumed {
    rule: &'static str,
    text: String,
}

impl Answer {
    pub(crate) fn of(trace: &trace::Trace, along: Along, fixes: Found, notes: &[Note]) -> Self {
        let words = explain::explain(trace, &Ids);
        let first = trace.first_blocker();
        let findings = |findings: &[Finding]| -> Vec<String> {
            findings
                .iter()
                .map(|finding| explain::sentence(finding, &Ids))
                .collect()
        };
        let hints = trace.hints.iter();
        let mut remarks = findings(&trace.notes);
        remarks.extend(along.remarks);
        let told = notes.iter().filter(|note| note.kind != NoteKind::Read);
        remarks.extend(told.map(|note| format!("{}: {}", note.file, note.text)));
        Self {
            verdict: trace.verdict.word(),
            leg: trace.leg.map(trace::Leg::word),
            code: first.and_then(|blocker| blocker.finding.reason.shown_code()),
            at: first.map(|blocker| blocker.finding.at.id.to_string()),
            allowed: packets::list(&trace.allowed),
            forward: hops(&trace.forward, &words.forward),
            back: hops(&trace.reply, &words.reply),
            blockers: trace
                .blockers
                .iter()
                .zip(&words.blockers)
                .map(|(one, text)| blocker(one, text))
                .collect(),
            hints: hints.map(|hint| hint.reason.code).chain(along.hints).collect(),
            warnings: trace.warnings.iter().map(warning).collect(),
            fixes: fixes.fixes,
            authorization: authorization(trace),
            dns: dns::of(trace),
            flow_logs: along.flow_logs,
            cost: along.cost,
            carried: along.carried,
            assumed: assumed(trace),
            notes: remarks,
            stopped: packets::list(&trace.stopped()),
            by_address: trace.by_address.iter().map(share).collect(),
            by_chance: packets::list(&trace.by_chance),
            by_choice: trace.by_choice.iter().map(ChoiceJson::of).collect(),
        }
    }
}

fn authorization(trace: &trace::Trace) -> Authorization {
    if let (Some(finding), Some(verdict)) = (&trace.authorization, trace.policy_verdict()) {
        return Authorization {
            verdict: verdict.word(),
            code: finding.reason.shown_code(),
            at: Some(finding.at.id.to_string()),
            text: explain::sentence(finding, &Ids),
        };
    }
    let text = if trace.question.is_request() {
        explain::NO_POLICY
    } else {
        "No resource, action or principal was given, so no policy was asked."
    };
    Authorization {
        verdict: "not asked",
        code: None,
        at: None,
        text: text.to_owned(),
    }
}

fn share(share: &AddressShare) -> ShareJson {
    ShareJson {
        addresses: share.addresses.iter().map(ToString::to_string).collect(),
        verdict: share.verdict.word(),
        allowed: packets::list(&share.allowed),
        by_chance: packets::list(&share.by_chance),
    }
}

fn hops(hops: &[Hop], words: &[HopText]) -> Vec<HopJson> {
    hops.iter()
        .zip(words)
        .enumerate()
        .map(|(index, (hop, words))| {
            let finding = &hop.decision.finding;
            HopJson {
                seq: index + 1,
                at: hop.at.id.to_string(),
                kind: kind(hop.at.kind),
                action: hop.action.word(),
                by: hop.decision.by.as_ref().map(RowRef::to_string),
                code: finding.reason.shown_code(),
                rule: rule(finding.reason),
                page: finding.reason.address(),
                passed_over: hop
                    .decision
                    .passed_over
                    .iter()
                    .map(|row| PassedOver {
                        by: row.by.to_string(),
                        code: row.reason.shown_code(),
                        text: row.reason.words,
                    })
                    .collect(),
                packet: packet(&hop.packet),
                packet_out: hop.packet_out.as_ref().map(packet),
                text: words.text.clone(),
            }
        })
        .collect()
}

/// As the contract of the JSON names it, which has fewer and partly other words than the text form.
const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::TransitGatewayAttachment => "transit-gateway-attachment",
        Kind::DirectConnectGateway | Kind::VirtualInterface => "direct-connect",
        Kind::ClientVpnEndpoint => "client-vpn",
        Kind::RegionalNatGateway => "nat-gateway",
        Kind::HostedZone | Kind::ResolverEndpoint | Kind::ResolverRule => "dns",
        _ => kind.word(),
    }
}

fn packet(packet: &Packet) -> PacketJson {
    let (proto, source_ports, ports) = packets::header(&packet.packets);
    PacketJson {
        src: packet.source.to_string(),
        dst: packet.destination.to_string(),
        proto,
        source_ports,
        ports,
    }
}

fn blocker(blocker: &Blocker, words: &HopText) -> BlockerJson {
    BlockerJson {
        leg: blocker.leg.word(),
        at: blocker.finding.at.id.to_string(),
        code: blocker.finding.reason.code,
        rule: rule(blocker.finding.reason),
        page: blocker.finding.reason.address(),
        text: words.text.clone(),
    }
}

fn warning(finding: &Finding) -> Warning {
    Warning {
        code: finding.reason.code,
        rule: rule(finding.reason),
        page: finding.reason.address(),
        at: finding.at.id.to_string(),
        text: explain::sentence(finding, &Ids),
    }
}

fn rule(reason: &Reason) -> Option<&'static str> {
    reason.rules.first().copied()
}

/// What the answer rests on that no page of AWS says.
fn assumed(trace: &trace::Trace) -> Vec<Assumed> {
    let resting: BTreeSet<Assumed> = trace
        .findings()
        .filter(|finding| finding.reason.assumed)
        .map(|finding| Assumed {
            rule: rule(finding.reason).unwrap_or_default(),
            text: explain::sentence(finding, &Ids),
        })
        .collect();
    resting.into_iter().collect()
}
