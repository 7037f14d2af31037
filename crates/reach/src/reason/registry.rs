//! Every reason has a known code, known places in its words, and rules.

use super::all;
use crate::sorted::SortedSet;

/// Every code that may be shown: Reachability Analyzer's, Network Manager's, the EC2 API's for refused operations, and our own.
const CODES: &str = include_str!("codes.txt");

/// What rule files fill into their words.
const PLACES: &str = "accepter action address advice at back cidr client connection date destination device direction endpoint family from gateway gigabyte group holder hour \
    interface limit line list meant name number other other_cidr other_number other_packets other_peer own packets part peer peering port prefix private public ranges region requester row \
    service side site source state subnet table target to vpc way what zone";

#[test]
fn every_code_is_known() {
    let known: SortedSet<&str> = CODES.lines().collect();
    let is_name = |code: &str| {
        code.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    for reason in all() {
        match reason.shown_code() {
            Some(code) => assert!(known.contains(code), "{code} is in no list of codes"),
            None => assert!(is_name(reason.code), "{} is neither a code nor a name", reason.code),
        }
    }
}

#[test]
fn every_place_is_known() {
    let known: SortedSet<&str> = PLACES.split_whitespace().collect();
    for reason in all() {
        for text in reason.words.split('{').skip(1) {
            let place = text.split('}').next().unwrap_or_default();
            assert!(known.contains(place), "{}: nobody fills {{{place}}}", reason.code);
        }
    }
}

#[test]
fn every_reason_is_complete() {
    for reason in all() {
        assert!(!reason.rules.is_empty(), "{}: by which rule?", reason.code);
        assert!(reason.words.ends_with(['.', '}']), "{}: {}", reason.code, reason.words);
        assert!(
            !reason.title.is_empty() && !reason.title.ends_with('.'),
            "{}",
            reason.title
        );
        assert!(
            reason.page.ends_with(".html") && !reason.page.contains("://"),
            "{}",
            reason.page
        );
    }
}
