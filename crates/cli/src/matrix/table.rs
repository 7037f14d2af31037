//! The matrix as a table: one line a pair for spreadsheets, a grid for people.

use super::{Answer, PairJson, Stats};
use crate::failure::Failure;
use crate::output;

/// One line for each pair. What a spreadsheet would take for a formula is marked as text.
pub(super) fn csv(answer: &Answer) -> Result<String, Failure> {
    let mut text = String::from("from,to,verdict,code,allowed,no_reply,addresses\n");
    for pair in &answer.pairs {
        let [allowed, no_reply] = &pair.words;
        let fields = [
            pair.from.clone(),
            pair.to.clone(),
            pair.verdict.to_owned(),
            pair.code.unwrap_or_default().to_owned(),
            allowed.clone(),
            no_reply.clone(),
            pair.addresses.join(" "),
        ];
        text.push_str(&fields.map(|field| quoted(&field)).join(","));
        text.push('\n');
    }
    if answer.stats.is_some() {
        return Err(Failure::new("--stats has no place in a CSV").fix("Use --format json or --format md"));
    }
    Ok(text)
}

fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if is_formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

/// Senders down, receivers across.
pub(super) fn markdown(answer: &Answer) -> String {
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<&str> = Vec::new();
    for end in &answer.ends {
        let is_in = |of: fn(&PairJson) -> &String| answer.pairs.iter().any(|pair| *of(pair) == end.id);
        rows.extend(is_in(|pair| &pair.from).then_some(end.id.as_str()));
        columns.extend(is_in(|pair| &pair.to).then_some(end.id.as_str()));
    }
    let mut text = String::from("| from \\ to |");
    columns
        .iter()
        .for_each(|column| text.push_str(&format!(" {} |", escaped(column))));
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(columns.len()));
    text.push('\n');
    for row in rows {
        text.push_str(&format!("| {} |", escaped(row)));
        for column in &columns {
            let cells = answer
                .pairs
                .iter()
                .filter(|pair| pair.from == row && pair.to == *column);
            let cells: Vec<String> = cells.map(cell).collect();
            text.push_str(&format!(" {} |", cells.join("<br>")));
        }
        text.push('\n');
    }
    text.push_str(&answer.stats.as_ref().map(totals).unwrap_or_default());
    text
}

fn cell(pair: &PairJson) -> String {
    let mark = match pair.verdict {
        "allowed" => "✓",
        "partial" => "◐",
        "blocked" => "✕",
        _ => "?",
    };
    let what = match pair.verdict {
        "partial" => pair.words.first().cloned().unwrap_or_default(),
        "allowed" => String::new(),
        _ => pair.code.unwrap_or_default().to_owned(),
    };
    let addresses = if pair.addresses.is_empty() {
        String::new()
    } else {
        format!(" ({})", shortened(&pair.addresses))
    };
    format!("{mark} {}{}", escaped(&what), addresses).trim_end().to_owned()
}

fn shortened(addresses: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = addresses.iter().take(SHOWN).map(String::as_str).collect();
    let more = addresses.len().saturating_sub(SHOWN);
    if more == 0 {
        shown.join(" ")
    } else {
        format!("{} and {more} more", shown.join(" "))
    }
}

fn totals(stats: &Stats) -> String {
    let verdicts = stats.verdicts.iter().map(|(word, count)| format!("{count} {word}"));
    let verdicts: Vec<String> = verdicts.collect();
    format!(
        "\n{} ends, {} pairs: {}. {} questions were asked.\n",
        stats.ends,
        stats.pairs,
        verdicts.join(", "),
        stats.asked
    )
}

/// Names are text, never markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => escaped.extend(['\\', character]),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            character => escaped.push(output::shown(character)),
        }
    }
    escaped
}
