//! What goes out comes back, whatever it is; and what comes in never makes the program fall over.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

mod arbitrary;
mod forge;

use document::link::{self, LinkError};
use document::{file, text};
use proptest::prelude::*;

fn cases() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn text_form(seed in any::<u64>(), size in 0_usize..40) {
        let document = arbitrary::document(seed, size);
        let written = text::format(&document);
        match text::parse(&written) {
            Ok(read) => {
                prop_assert_eq!(text::format(&read), written.clone());
                prop_assert_eq!(read, document, "{}", written);
            }
            Err(errors) => prop_assert!(false, "{}\n{written}", errors[0]),
        }
    }

    /// Broken text gives errors with a place inside it; text that still parses is stable.
    #[test]
    fn broken_text(seed in any::<u64>(), size in 0_usize..20, cuts in proptest::collection::vec((any::<u16>(), any::<u16>()), 1..4)) {
        let mut written: Vec<char> = text::format(&arbitrary::document(seed, size)).chars().collect();
        for (from, to) in cuts {
            if !written.is_empty() {
                let (from, to) = (usize::from(from) % written.len(), usize::from(to) % written.len());
                written.swap(from, to);
                written.truncate(from.max(to));
            }
        }
        let written: String = written.into_iter().collect();
        match text::parse(&written) {
            Ok(read) => {
                let canonical = text::format(&read);
                prop_assert_eq!(text::parse(&canonical), Ok(read), "{}", canonical);
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty() && errors.len() <= 50);
                for error in errors {
                    prop_assert!(error.line >= 1 && error.column >= 1);
                    prop_assert!(usize::try_from(error.line).is_ok_and(|line| line <= written.split('\n').count()));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn json(seed in any::<u64>(), size in 0_usize..40) {
        let document = arbitrary::document(seed, size);
        let written = file::write(&document);
        match file::read(&written) {
            Ok(read) => prop_assert_eq!(read, document, "{}", written),
            Err(error) => prop_assert!(false, "{error}\n{written}"),
        }
    }

    /// A JSON text with a hole in it is refused or means something; it never panics.
    #[test]
    fn broken_json(seed in any::<u64>(), size in 0_usize..12, at in any::<prop::sample::Index>(), with in "[\\x20-\\x7e]{0,3}") {
        let written = file::write(&arbitrary::document(seed, size));
        let mut broken: Vec<char> = written.chars().collect();
        let at = at.index(broken.len());
        broken.splice(at..(at + 2).min(broken.len()), with.chars());
        let broken: String = broken.into_iter().collect();
        if let Ok(read) = file::read(&broken) {
            prop_assert_eq!(file::read(&file::write(&read)), Ok(read));
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn share_link(seed in any::<u64>(), size in 0_usize..60) {
        let document = arbitrary::document(seed, size);
        let fragment = link::encode(&document);
        prop_assert!(fragment.is_ok(), "{:?}", fragment);
        let fragment = fragment.unwrap();
        prop_assert!(fragment.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        prop_assert!(fragment.ends_with(|last: char| last.is_ascii_alphanumeric()));
        prop_assert_eq!(link::decode(&fragment), Ok(document.clone()));
        let whole = format!("https://example.org/reachlight/?theme=dark#{fragment}");
        prop_assert_eq!(link::decode(&whole), Ok(document));
    }

    /// Cut at any place a link says so; it never opens as something else.
    #[test]
    fn cut_link(seed in any::<u64>(), size in 0_usize..30) {
        let fragment = link::encode(&arbitrary::document(seed, size)).unwrap();
        for length in 1..fragment.len() {
            let cut = link::decode(&fragment[..length]);
            prop_assert!(matches!(cut, Err(LinkError::CutOff | LinkError::Damaged)), "{length} of {}: {cut:?}", fragment.len());
        }
    }

    /// One changed character is always found out.
    #[test]
    fn changed_link(seed in any::<u64>(), size in 0_usize..30, at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_-]") {
        let fragment = link::encode(&arbitrary::document(seed, size)).unwrap();
        let at = at.index(fragment.len());
        let mut changed = fragment.clone();
        changed.replace_range(at..=at, &to);
        if changed != fragment {
            prop_assert!(link::decode(&changed).is_err());
        }
    }

    /// Bytes with a check that agrees, but of nobody's making: opened or refused, never a panic, never without limits.
    #[test]
    fn forged_link(seed in any::<u64>(), size in 0_usize..12, at in any::<prop::sample::Index>(), byte in any::<u8>(), deflate in any::<bool>()) {
        let fragment = link::encode(&arbitrary::document(seed, size)).unwrap();
        let mut payload = forge::payload(&fragment);
        let at = at.index(payload.len());
        payload[at] ^= byte;
        if !deflate {
            payload[0] &= !1;
        }
        if let Ok(opened) = link::decode(&forge::wrap(&payload)) {
            prop_assert!(opened.topology.references().len() <= 2_000);
        }
    }

    #[test]
    fn any_text_as_link(text in ".{0,80}") {
        let _ = link::decode(&text);
        let _ = link::peek_header(&format!("#1{text}"));
    }
}
