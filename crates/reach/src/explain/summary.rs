//! The first sentence: can they talk, and if not, why.

use super::{Names, chance, element, end, packets, sentence};
use crate::question::End;
use crate::trace::{AddressShare, Blocker, Leg, PolicyVerdict, Trace, Verdict};

/// Ranges that are listed before the summary only says that there are more.
const FEW: usize = 3;

pub(super) fn summary(trace: &Trace, names: &dyn Names) -> String {
    let from = end(&trace.question.from, names);
    let to = end(&trace.question.to, names);
    match (trace.verdict, trace.first_blocker()) {
        (Verdict::Allowed, _) | (_, None) => allowed(trace, &from, &to),
        (Verdict::Partial, Some(blocker)) => partial(trace, &from, &to, blocker, names),
        (Verdict::Blocked, Some(blocker)) => {
            let why = sentence::after_colon(&blocker.finding, names);
            match blocker.leg {
                Leg::Forward => format!("{} cannot reach {to}: {why}", start(&from)),
                Leg::Return => format!("The request from {from} arrives at {to}, but the reply does not: {why}"),
            }
        }
        (Verdict::Unknown, Some(blocker)) => {
            let why = sentence::after_colon(&blocker.finding, names);
            format!("It is not known whether {from} can reach {to}: {why}")
        }
    }
}

fn allowed(trace: &Trace, from: &str, to: &str) -> String {
    let with = packets::in_words(&trace.allowed);
    let back = if trace.reply.is_empty() {
        ""
    } else {
        ", and the replies come back"
    };
    let refused = match trace.policy_verdict() {
        Some(PolicyVerdict::Refused) => "; but a policy refuses the request",
        _ => "",
    };
    format!("{} can reach {to} with {with}{back}{refused}.", start(from))
}

fn partial(trace: &Trace, from: &str, to: &str, blocker: &Blocker, names: &dyn Names) -> String {
    let at = element(&blocker.finding.at, names);
    let from = start(from);
    if !trace.by_chance.is_empty() {
        return chance::summary(trace, &from, to, names);
    }
    if !trace.by_address.is_empty() {
        return partial_by_address(trace, &from, to, &at);
    }
    let with = packets::in_words(&trace.allowed);
    match blocker.leg {
        Leg::Forward => format!("{from} can reach {to} with {with} only; the rest is stopped at {at}."),
        Leg::Return if trace.no_reply.is_empty() => {
            format!("{from} can reach {to}, but some replies are stopped at {at}: connections work or fail by chance.")
        }
        Leg::Return => format!("{from} can reach {to} with {with} only; other replies are stopped at {at}."),
    }
}

/// Which addresses get through, or which do not, if that is shorter to say.
fn partial_by_address(trace: &Trace, from: &str, to: &str, at: &str) -> String {
    // Both ends may be many: the shares are of the one that has an address in them.
    let sent_from = trace.forward.first().map(|hop| hop.packet.source);
    let is_sender = |share: &AddressShare| {
        let mut ranges = share.addresses.iter();
        sent_from.is_some_and(|address| ranges.any(|range| range.contains(&address)))
    };
    let where_from = match trace.question.to {
        End::Internet | End::Service { .. } | End::Site { .. } if !trace.by_address.iter().any(is_sender) => "at",
        _ => "from",
    };
    let allowed = addresses(trace, true);
    let others = addresses(trace, false);
    if allowed.len() > FEW && others.len() <= FEW {
        let others = packets::join(&others);
        return format!("{from} can reach {to}, but not {where_from} {others}: that is stopped at {at}.");
    }
    let mut few: Vec<String> = allowed.iter().take(FEW).cloned().collect();
    if allowed.len() > FEW {
        few.push(format!("{} more ranges", allowed.len() - FEW));
    }
    let few = packets::join(&few);
    format!("{from} can reach {to} {where_from} some addresses only ({few}); the rest is stopped at {at}.")
}

/// Those that some packets get through for, or those of none.
fn addresses(trace: &Trace, is_allowed: bool) -> Vec<String> {
    let shares = trace.by_address.iter();
    let shares = shares.filter(|share| share.allowed.is_empty() != is_allowed);
    shares
        .flat_map(|share| &share.addresses)
        .map(ToString::to_string)
        .collect()
}

/// At the start of a sentence; names keep their letters.
fn start(from: &str) -> String {
    match from.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => from.to_owned(),
    }
}
