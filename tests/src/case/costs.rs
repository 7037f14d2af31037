//! The `cost` lines of a flow, and the section `hourly`.

use reach::carriage::{Carriage, carriage};
use reach::cost::{Cost, Item, Money};
use reach::network::Network;
use reach::trace::{Leg, Trace};

/// True for a line of a flow that is about what it costs.
pub(super) fn is_about(line: &str) -> bool {
    ["cost ", "cost: ", "carried: "]
        .iter()
        .any(|word| line.starts_with(word))
}

/// Compares every `cost` line; gives the rules that the engine recorded.
pub(super) fn check<'a>(
    lines: impl Iterator<Item = &'a str>,
    network: &Network,
    trace: &Trace,
) -> Result<Vec<&'static str>, String> {
    let cost = reach::cost::flow_cost(network, trace);
    let mut rules = Vec::new();
    for line in lines {
        rules.extend(match line.strip_prefix("carried: ") {
            Some(expected) => compare_carriage(expected, network, trace)?,
            None => compare(line, &cost)?,
        });
    }
    Ok(rules)
}

/// The stretches of the forward leg.
fn compare_carriage(expected: &str, network: &Network, trace: &Trace) -> Result<Vec<&'static str>, String> {
    let all = carriage(network, trace);
    let forward = || all.iter().filter(|one| one.leg == Leg::Forward);
    let words = |one: &Carriage| {
        let finding = one.finding();
        let internet = if one.crosses_internet() { " internet" } else { "" };
        format!("{} {}{internet}", finding.reason.code, one.at.id)
    };
    let found: Vec<String> = forward().map(words).collect();
    same(expected, &found.join(" | "))?;
    Ok(forward().flat_map(|one| one.finding().reason.rules).copied().collect())
}

fn compare(line: &str, cost: &Cost) -> Result<Vec<&'static str>, String> {
    if let Some(expected) = line.strip_prefix("cost: ") {
        let found: Vec<String> = cost.items.iter().map(words).collect();
        same(expected, &found.join(" | "))?;
        let of_items = cost.items.iter().flat_map(|item| item.finding().reason.rules);
        return Ok(of_items.copied().collect());
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["cost", "hint", code, "at", at] => {
            let mut here = cost
                .hints
                .iter()
                .filter(|hint| hint.reason.code == *code && &*hint.at.id == *at);
            let hint = here
                .next()
                .ok_or_else(|| format!("no hint {code} at {at}, only {:?}", cost.hints))?;
            Ok(hint.reason.rules.to_vec())
        }
        ["cost", "sum", expected @ ..] => {
            let found = amounts(cost.per_hour(), cost.per_gb(), cost.per_gb_back());
            same(&expected.join(" "), &found)?;
            Ok(cost.sum().map(|sum| sum.reason.rules.to_vec()).unwrap_or_default())
        }
        _ => Err(format!("not understood: {line}")),
    }
}

/// Compares the lines of `== hourly`: every item, and the total last.
pub(super) fn check_hourly<'a>(
    lines: impl Iterator<Item = &'a str>,
    network: &Network,
) -> Result<Vec<&'static str>, String> {
    let hourly = reach::cost::hourly(network);
    let mut found: Vec<String> = hourly.items.iter().map(words).collect();
    found.push(format!("total {}/h", hourly.total()));
    let expected: Vec<&str> = lines.collect();
    same(&expected.join("\n"), &found.join("\n"))?;
    let total = hourly.finding().map(|total| total.reason.rules).unwrap_or_default();
    let of_items = hourly.items.iter().flat_map(|item| item.finding().reason.rules);
    Ok(of_items.chain(total).copied().collect())
}

/// `CO-03 nat 0.045/h 0.045/GB 0.045/GB back`, or `CO-01 igw free`.
fn words(item: &Item) -> String {
    let at = &item.at.id;
    let between = item
        .from
        .as_ref()
        .map_or_else(String::new, |from| format!("{}-", from.id));
    let amounts = amounts(item.per_hour, item.per_gb, item.per_gb_back);
    format!("{} {between}{at} {amounts}", item.price.rule())
}

fn amounts(per_hour: Money, per_gb: Money, per_gb_back: Money) -> String {
    let shown = |amount: Money, unit: &str| (!amount.is_zero()).then(|| format!("{amount}/{unit}"));
    let all = [shown(per_hour, "h"), shown(per_gb, "GB"), shown(per_gb_back, "GB back")];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() {
        "free".to_owned()
    } else {
        all.join(" ")
    }
}

fn same(expected: &str, found: &str) -> Result<(), String> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("cost, expected: {expected}\ncost,    found: {found}"))
    }
}
