//! The trace for a person at a terminal.

use document::text as form;
use reach::cost::prices::{AS_OF, REGION};
use reach::explain::{self, HopText, Ids};
use reach::topology::{Topology, Traffic};
use reach::trace::{Action, Blocker, Choice, ChoiceOption, Finding, Hop, Leg, PassedOver, Trace, Verdict};

use super::along::Along;
use crate::fix::Found;
use crate::output;

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

pub(crate) fn answer(trace: &Trace, along: &Along, fixes: &Found, topology: &Topology, coloured: bool) -> String {
    let mut page = Page {
        text: String::new(),
        coloured,
    };
    let words = explain::explain(trace, &Ids);
    page.verdict(trace, topology);
    page.line(&words.summary);
    page.leg("Forward", &trace.forward, &words.forward);
    page.leg("Return", &trace.reply, &words.reply);
    page.parts(trace);
    if !trace.blockers.is_empty() {
        page.title("What stops it");
        for (blocker, words) in trace.blockers.iter().zip(&words.blockers) {
            let code = blocker
                .finding
                .reason
                .shown_code()
                .unwrap_or(blocker.finding.reason.code);
            let leg = match blocker.leg {
                Leg::Forward => "forward",
                Leg::Return => "return",
            };
            page.line(&format!("  ✕ {} ({leg}): {}", words.chip, words.text));
            page.dim(&format!("    {code}"));
        }
    }
    if let (Some(finding), Some(word)) = (&trace.authorization, trace.policy_verdict()) {
        page.title(&format!("Authorization: {}", word.word()));
        page.line(&format!("  {}", explain::sentence(finding, &Ids)));
        if let Some(code) = finding.reason.shown_code() {
            page.dim(&format!("    {code}"));
        }
    }
    page.list("What would let it through", fixes.lines().iter());
    page.findings("Hints", &trace.hints);
    page.findings("Warnings", &trace.warnings);
    page.findings("Notes", &trace.notes);
    page.along(along);
    page.text
}

const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "✓",
        Verdict::Partial => "◐",
        Verdict::Blocked => "✕",
        Verdict::Unknown => "?",
    }
}

/// What did not match is worth a word only where the packet is dropped.
fn is_worth_a_line(hop: &Hop, row: &PassedOver) -> bool {
    let is_lost = ["MORE_SPECIFIC_ROUTE", "HIGHER_PRIORITY_ROUTE"]
        .iter()
        .any(|code| row.reason.code.ends_with(code));
    is_lost || hop.action == Action::Drop || row.reason.code == "decided-before"
}

struct Page {
    text: String,
    coloured: bool,
}

impl Page {
    fn line(&mut self, line: &str) {
        output::add_line(&mut self.text, line);
    }

    fn in_colour(&mut self, colour: &str, line: &str) {
        if self.coloured {
            self.text.push_str(colour);
        }
        self.line(line);
        if self.coloured {
            self.text.pop();
            self.text.push_str(PLAIN);
            self.text.push('\n');
        }
    }

    fn dim(&mut self, line: &str) {
        self.in_colour(DIM, line);
    }

    fn title(&mut self, title: &str) {
        self.text.push('\n');
        self.in_colour(BOLD, title);
    }

    fn verdict(&mut self, trace: &Trace, topology: &Topology) {
        let question = &trace.question;
        let traffic = match question.traffic {
            Traffic::All => String::new(),
            traffic => format!(", {}", form::format_traffic(traffic)),
        };
        let asked = format!(
            "{} → {}{traffic}",
            form::format_end(&question.from, topology),
            form::format_end(&question.to, topology)
        );
        let (colour, mark) = match trace.verdict {
            Verdict::Allowed => (GREEN, "✓ allowed"),
            Verdict::Partial => (YELLOW, "◐ partial"),
            Verdict::Blocked => (RED, "✕ blocked"),
            Verdict::Unknown => (YELLOW, "? unknown"),
        };
        let code = trace
            .first_blocker()
            .and_then(|blocker| blocker.finding.reason.shown_code());
        let code = code.map_or_else(String::new, |code| format!("  {code}"));
        self.in_colour(colour, &format!("{mark}  {asked}{code}"));
    }

    fn leg(&mut self, title: &str, hops: &[Hop], words: &[HopText]) {
        if hops.is_empty() {
            return;
        }
        self.title(title);
        for (index, (hop, words)) in hops.iter().zip(words).enumerate() {
            let mark = if hop.action == Action::Drop { "✕" } else { " " };
            let by = hop
                .decision
                .by
                .as_ref()
                .map_or_else(String::new, |row| format!("  [{row}]"));
            let head = format!("{mark}{:>3}  {} · {}{by}", index + 1, words.chip, words.title);
            let colour = if hop.action == Action::Drop { RED } else { "" };
            self.in_colour(colour, &head);
            self.dim(&format!("      {}", words.text));
            let lost = hop.decision.passed_over.iter().filter(|row| is_worth_a_line(hop, row));
            for row in lost {
                self.dim(&format!("      Not by {}: {}", row.by, row.reason.words));
            }
            let reason = hop.decision.finding.reason;
            let rule = reason.rules.first().copied().unwrap_or_default();
            self.dim(&format!("      {rule} {}", reason.address()));
            if let Some(out) = &hop.packet_out {
                self.dim(&format!(
                    "      {} → {} becomes {} → {}",
                    hop.packet.source, hop.packet.destination, out.source, out.destination
                ));
            }
        }
    }

    /// Of what only partly passes: what does, and what does not.
    fn parts(&mut self, trace: &Trace) {
        if trace.verdict != Verdict::Partial {
            return;
        }
        self.title("What gets through");
        let whole = [
            (&trace.allowed, "✓", ""),
            (&trace.by_chance, "◐", ", by chance"),
            (&trace.stopped(), "✕", ""),
        ];
        for (packets, mark, how) in whole.into_iter().filter(|(packets, ..)| !packets.is_empty()) {
            if trace.by_address.is_empty() {
                self.line(&format!("  {mark} {}{how}", explain::packets_in_words(packets)));
            }
        }
        for choice in &trace.by_choice {
            self.line(&format!("  {}", explain::sentence(&choice.finding, &Ids)));
            for option in &choice.options {
                self.option(choice, option);
            }
        }
        for share in &trace.by_address {
            let addresses: Vec<String> = share.addresses.iter().map(ToString::to_string).collect();
            let what = explain::packets_in_words(&share.allowed);
            let chance = match share.by_chance.is_empty() {
                true => String::new(),
                false => format!(", and {} by chance", explain::packets_in_words(&share.by_chance)),
            };
            self.line(&format!(
                "  {} {}: {what}{chance}",
                mark(share.verdict),
                addresses.join(", ")
            ));
        }
    }

    /// One of those that AWS may pick: what passes by it, and what stops the rest.
    fn option(&mut self, choice: &Choice, option: &ChoiceOption) {
        let taken = explain::taken(choice, &option.taken, &Ids);
        let what = explain::packets_in_words(&option.allowed);
        let at = |blocker: &Blocker| format!("; stopped at {}", explain::element(&blocker.finding.at, &Ids));
        let at = option.blocker.as_ref().map_or_else(String::new, at);
        self.line(&format!("    {} {taken}: {what}{at}", mark(option.verdict)));
    }

    fn along(&mut self, along: &Along) {
        if !along.flow_logs.is_empty() {
            self.title("Flow logs");
        }
        for line in &along.flow_logs {
            self.line(&format!("  {line}"));
        }
        let cost = format!("Cost, list prices of {REGION} from {AS_OF}; aws.amazon.com has those of today");
        self.list(&cost, along.cost.iter().map(|item| &item.text));
        self.list("On the way", along.carried.iter().map(|stretch| &stretch.text));
        self.list("Worth knowing", along.remarks.iter());
    }

    /// Each line once: the way back says much of the same.
    fn list<'a>(&mut self, title: &str, lines: impl Iterator<Item = &'a String>) {
        let mut told: Vec<&String> = Vec::new();
        for line in lines {
            if told.is_empty() {
                self.title(title);
            }
            if !told.contains(&line) {
                self.line(&format!("  {line}"));
                told.push(line);
            }
        }
    }

    fn findings(&mut self, title: &str, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        self.title(title);
        for finding in findings {
            self.line(&format!("  {}", explain::sentence(finding, &Ids)));
        }
    }
}
