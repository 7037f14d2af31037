//! Which addresses were traced, and which others are bound to fare like them: those that no row tells apart.

use super::addresses::Range;

/// Rows that may be compared for one question; a trace compares each row a few times. What is left is called unknown, so that no
/// network, however odd, keeps anybody waiting.
const MOST: usize = 1 << 25;
/// Where both ends are many, each address of the one is looked at from every address of the other.
const MOST_OF_BOTH: usize = 1 << 23;
const PER_TRACE: usize = 16;

#[derive(Debug)]
pub(super) struct Looks {
    classes: Vec<Class>,
    compared: usize,
    most: usize,
}

/// Addresses for which the same rows were asked.
#[derive(Debug)]
struct Class {
    rows: Vec<Range>,
    /// By the rows that contain an address, in order: which share it belongs to.
    known: Vec<(Vec<usize>, usize)>,
}

impl Looks {
    pub(super) fn new(are_both_many: bool) -> Self {
        Self {
            classes: Vec::new(),
            compared: 0,
            most: if are_both_many { MOST_OF_BOTH } else { MOST },
        }
    }

    /// The share of the address, if one like it was traced, and the part of the range that belongs to it, too.
    pub(super) fn find(&mut self, number: u128, range: Range) -> Option<(usize, Range)> {
        for class in &self.classes {
            self.compared += class.rows.len();
            if let Ok(place) = class.place(&class.containing(number)) {
                let (_, share) = class.known.get(place)?;
                return Some((*share, range.around(number, &class.rows)));
            }
        }
        None
    }

    /// Notes the share of an address that was traced, with the rows that were asked.
    pub(super) fn remember(&mut self, number: u128, range: Range, rows: Vec<Range>, share: usize) -> Range {
        self.compared += rows.len() * PER_TRACE;
        let part = range.around(number, &rows);
        let found = self.classes.iter().position(|class| class.rows == rows);
        let index = found.unwrap_or_else(|| {
            self.classes.push(Class {
                rows,
                known: Vec::new(),
            });
            self.classes.len() - 1
        });
        if let Some(class) = self.classes.get_mut(index) {
            let containing = class.containing(number);
            if let Err(place) = class.place(&containing) {
                class.known.insert(place, (containing, share));
            }
        }
        part
    }

    /// Work that was done elsewhere for the same question.
    pub(super) fn spend(&mut self, compared: usize) {
        self.compared += compared;
    }

    pub(super) fn spent(&self) -> usize {
        self.compared
    }

    pub(super) fn is_enough(&self) -> bool {
        self.compared > self.most
    }
}

impl Class {
    fn containing(&self, number: u128) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| row.contains(number))
            .map(|(index, _)| index)
            .collect()
    }

    fn place(&self, containing: &[usize]) -> Result<usize, usize> {
        self.known
            .binary_search_by(|(known, _)| known.as_slice().cmp(containing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: u128, last: u128) -> Range {
        Range { first, last }
    }

    #[test]
    fn addresses_that_no_row_tells_apart_are_found() {
        let mut looks = Looks::new(false);
        let all = range(0, 99);
        let rows = vec![range(10, 19), range(30, 39)];
        assert_eq!(looks.find(5, all), None);
        assert_eq!(looks.remember(5, all, rows.clone(), 7), range(0, 9));
        assert_eq!(looks.find(50, range(40, 99)), Some((7, range(40, 99))));
        assert_eq!(looks.find(12, range(10, 99)), None);
        assert_eq!(looks.remember(12, range(10, 99), rows, 8), range(10, 19));
        assert_eq!(looks.find(15, range(14, 99)), Some((8, range(14, 19))));
        assert_eq!(looks.find(35, range(30, 99)), None);
    }

    #[test]
    fn there_is_an_end() {
        let mut looks = Looks::new(false);
        let rows: Vec<Range> = (0..2_000).map(|number| range(number, number)).collect();
        let mut number = 0;
        while !looks.is_enough() {
            looks.remember(number, range(0, 5_000), rows.clone(), 0);
            number += 1;
        }
        assert!(number < 2_000);
    }
}
