//! What a Terraform plan opens and closes to the internet, in one sentence each.

use document::{Document, text};
use reach::explain;
use reach::matrix::Difference;
use reach::question::End;
use reach::trace::Verdict;

use crate::output;

pub(super) fn summary(differences: &[Difference], before: &Document, after: &Document) -> String {
    let mut words = String::new();
    for one in differences.iter().filter(|one| one.from == End::Internet) {
        let document = if one.after.is_some() { after } else { before };
        let name = name_of(&one.to, document);
        if !one.gained.is_empty() {
            let packets = explain::packets_in_words(&one.gained);
            output::add_line(
                &mut words,
                &format!("This plan opens {name} to the internet: {packets}"),
            );
        }
        if !one.lost.is_empty() {
            let packets = explain::packets_in_words(&one.lost);
            output::add_line(
                &mut words,
                &format!("This plan closes {name} to the internet: {packets}"),
            );
        }
        if one.after == Some(Verdict::Unknown) && one.before != Some(Verdict::Unknown) {
            let text = format!(
                "Whether this plan opens {name} to the internet is unknown: `reachlight import` says what it lacks"
            );
            output::add_line(&mut words, &text);
        }
    }
    words
}

/// The name that people gave it, else the words of the answer.
fn name_of(end: &End, document: &Document) -> String {
    let element = match end {
        End::Element(reference) => document.topology.get(reference),
        _ => None,
    };
    let name = element.and_then(|element| element.name().map(|name| name.to_string()));
    name.unwrap_or_else(|| text::format_end(end, &document.topology))
}
