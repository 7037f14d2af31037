//! What things are called: the Name tag, where it says something else than the id.

use crate::import::raw::{Tag, Text, name};

pub(super) fn given(tags: &[Tag], id: &Text) -> Option<Text> {
    other_than(name(tags), id)
}

pub(super) fn other_than(name: Option<&Text>, id: &Text) -> Option<Text> {
    name.filter(|name| *name != id && !name.trim().is_empty()).map(tidy)
}

/// A name of one line and of a length that every form of a diagram can carry.
fn tidy(name: &Text) -> Text {
    const LONGEST: usize = crate::text::LONGEST_NAME;
    let is_fine = |letter: char| !letter.is_control();
    if name.chars().all(is_fine) && name.chars().count() <= LONGEST {
        return name.clone();
    }
    let letters = name.chars().map(|letter| if is_fine(letter) { letter } else { ' ' });
    letters.take(LONGEST).collect::<String>().into()
}
