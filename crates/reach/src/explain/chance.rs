//! Packets that pass or fail depending on what AWS picks at random: what is picked, and how they fare by each.

use super::{Names, element, packets, sentence};
use crate::id::{Kind, Ref};
use crate::trace::{Choice, ChoiceOption, Leg, Taken, Trace, Verdict};

/// Picks that are listed before a sentence only says that there are more.
const FEW: usize = 3;

/// "a1 can reach e with TCP 443 by chance only: e has 2 addresses, …"; `from` stands at the start.
pub(super) fn summary(trace: &Trace, from: &str, to: &str, names: &dyn Names) -> String {
    let with = packets::in_words(&trace.by_chance);
    let mut text = format!("{from} can reach {to} with {with} by chance only");
    for (index, choice) in trace.by_choice.iter().enumerate() {
        let said = match index {
            0 => format!(": {}", sentence::after_colon(&choice.finding, names)),
            _ => format!(" {}", sentence::sentence(&choice.finding, names)),
        };
        text.push_str(&said);
        text.push_str(&fares(choice, names));
    }
    if trace.by_choice.is_empty() {
        text.push('.');
    }
    if !trace.allowed.is_empty() {
        let always = packets::in_words(&trace.allowed);
        text.push_str(&format!(" With {always} it always can."));
    }
    text
}

/// " By nlb-1 the packets get through; by nlb-2 they are stopped at sg."
fn fares(choice: &Choice, names: &dyn Names) -> String {
    let of = |verdict| -> Vec<&ChoiceOption> {
        let options = choice.options.iter();
        options.filter(|option| option.verdict == verdict).collect()
    };
    let mut parts: Vec<String> = Vec::new();
    let by = |options: &[&ChoiceOption]| by(choice, options, names);
    let passing = of(Verdict::Allowed);
    if !passing.is_empty() {
        parts.push(format!("{} the packets get through", by(&passing)));
    }
    let depending = of(Verdict::Partial);
    if !depending.is_empty() {
        parts.push(format!("{} some get through, or only sometimes", by(&depending)));
    }
    let mut blocked = of(Verdict::Blocked);
    while let Some(first) = blocked.first() {
        let place = stopped_at(first);
        let (same, others) = blocked
            .iter()
            .partition::<Vec<&ChoiceOption>, _>(|option| stopped_at(option) == place);
        let what = match place {
            Some((Leg::Return, _)) => "their replies are stopped",
            _ => "they are stopped",
        };
        let at = place.map_or_else(String::new, |(_, at)| format!(" at {}", element(at, names)));
        parts.push(format!("{} {what}{at}", by(&same)));
        blocked = others;
    }
    let mut text = parts.join("; ");
    if let Some(head) = text.get_mut(..1) {
        head.make_ascii_uppercase();
    }
    format!(" {text}.")
}

fn stopped_at(option: &ChoiceOption) -> Option<(Leg, &Ref)> {
    let blocker = option.blocker.as_ref()?;
    Some((blocker.leg, &blocker.finding.at))
}

fn by(choice: &Choice, options: &[&ChoiceOption], names: &dyn Names) -> String {
    let mut few: Vec<String> = options
        .iter()
        .take(FEW)
        .map(|option| taken(choice, &option.taken, names))
        .collect();
    if options.len() > FEW {
        few.push(format!("{} others", options.len() - FEW));
    }
    format!("by {}", packets::join(&few))
}

/// What was taken, told from the others: "10.0.1.50 in c1", "nlb-1", "t1, port 8080".
pub fn taken(choice: &Choice, taken: &Taken, names: &dyn Names) -> String {
    let name = element(&taken.element, names);
    let same = choice
        .options
        .iter()
        .filter(|option| option.taken.element == taken.element);
    let is_one = same.count() == 1;
    match (taken.address, taken.port) {
        (Some(address), _) if taken.element.kind == Kind::Subnet => format!("{address} in {name}"),
        (Some(address), _) if !is_one => format!("{name} ({address})"),
        (_, Some(port)) if !is_one => format!("{name} at port {port}"),
        _ => name.to_string(),
    }
}
