//! Ids for other languages, made from ours: readable, unique, and the same every time.

use reach::sorted::SortedSet;

/// Gives out ids that were not given out before.
#[derive(Debug, Default)]
pub struct Ids(SortedSet<String>);

impl Ids {
    /// The wish, or the wish with the first number that makes it another one.
    pub fn unique(&mut self, wish: &str) -> String {
        let mut id = wish.to_owned();
        let mut number = 2;
        while self.0.contains(&id) {
            id = format!("{wish}_{number}");
            number += 1;
        }
        self.0.insert(id.clone());
        id
    }
}

/// Letters and digits of ASCII; everything else is a low line.
pub fn plain(text: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    text.chars().map(letter).collect()
}
