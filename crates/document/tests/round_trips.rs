//! What goes out comes back, whatever it is; and what comes in never makes the program fall over.

mod arbitrary;

use document::text;
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
