//! Counting tests from what `cargo test` prints.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// What a line like `test result: ok. 3 passed; 0 failed; 0 ignored; …` adds; nothing for any other line.
    /// An ignored test counts as failed: a test that does not run proves nothing.
    pub fn of_line(line: &str) -> Self {
        let mut tally = Self::default();
        let Some((_, counts)) = line
            .split_once("test result: ")
            .and_then(|(_, result)| result.split_once(". "))
        else {
            return tally;
        };
        for count in counts.split("; ") {
            let mut words = count.split_whitespace();
            let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => tally.passed += number,
                Some("failed" | "ignored") => tally.failed += number,
                _ => {}
            }
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_counted_and_no_others() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s";
        assert_eq!(Tally::of_line(line), Tally { passed: 12, failed: 3 });
        assert_eq!(Tally::of_line("test a::b ... ok"), Tally::default());
        assert_eq!(Tally::of_line("3 passed; 0 failed"), Tally::default());
    }
}
