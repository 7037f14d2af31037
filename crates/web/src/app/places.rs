//! The diagrams that this browser keeps: the last few, each under a key of its own, so that no tab writes into another's.

use std::cmp::Reverse;
use std::rc::Rc;

use crate::port::storage::{self, browser, tab};

/// Followed by the diagram's id: one line with time and title, then the text form.
const DIAGRAM: &str = "reachlight.document.";
/// The id of the diagram that a new tab opens. (`www/boot.js` looks whether there is one.)
const LAST: &str = "reachlight.document";
/// In the tab's own store: the id of its diagram, and the address's fragment that stood for it last.
const HERE: &str = "reachlight.here";
/// In place of an id: what this tab shows is kept nowhere yet.
const NOT_KEPT: &str = "-";
/// As many as are kept.
pub const MOST: usize = 10;

/// A diagram that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: Rc<str>,
    pub title: Rc<str>,
    /// When it was kept last, in milliseconds.
    pub time: u64,
    pub text: Rc<str>,
}

/// How keeping went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Kept,
    /// Another tab had changed the same diagram: this one is now a diagram of its own.
    Parted,
    /// The browser keeps nothing more.
    Refused,
}

/// Which of the kept diagrams this tab works on, if any.
#[derive(Debug, Default)]
pub struct Places {
    here: Option<Here>,
}

#[derive(Debug)]
struct Here {
    id: Rc<str>,
    /// The time that this tab has read or written.
    time: u64,
}

/// All that are kept, the last one first.
pub fn all() -> Vec<Place> {
    let mut all: Vec<Place> = ids().filter_map(|id| read(&id)).collect();
    all.sort_by_key(|place| Reverse(place.time));
    all
}

/// The one that a new tab opens.
pub fn last() -> Option<Place> {
    let last = storage::get(browser(), LAST)?;
    read(&last).or_else(|| all().into_iter().next())
}

/// The one that this tab had open under an address with this fragment: then the address may lag behind, and it counts for nothing.
pub fn of_address(fragment: &str) -> Option<Place> {
    let noted = storage::get(tab(), HERE)?;
    let (id, address) = noted.split_once(' ')?;
    (address == fragment).then(|| read(id)).flatten()
}

/// Whether this page put the fragment there itself, for a diagram that is not kept yet.
pub fn is_own_address(fragment: &str) -> bool {
    let noted = storage::get(tab(), HERE).unwrap_or_default();
    noted.split_once(' ') == Some((NOT_KEPT, fragment))
}

impl Places {
    /// This tab works on a kept diagram.
    pub fn enter(&mut self, place: &Place, fragment: &str) {
        self.here = Some(Here {
            id: Rc::clone(&place.id),
            time: place.time,
        });
        storage::set(browser(), LAST, &place.id);
        self.note(fragment);
    }

    /// This tab shows something that is not kept, or not yet.
    pub fn leave(&mut self) {
        self.here = None;
        storage::remove(tab(), HERE);
    }

    /// The address stands for the tab's diagram.
    pub fn note(&self, fragment: &str) {
        let id = self.here.as_ref().map_or(NOT_KEPT, |here| &here.id);
        storage::set(tab(), HERE, &format!("{id} {fragment}"));
    }

    /// Keeps what this tab works on, as it is now.
    pub fn keep(&mut self, title: &str, text: &str, now: u64) -> Outcome {
        let kept = self.here.as_ref().and_then(|here| read(&here.id));
        let is_new = kept.is_none();
        let parted = kept.is_some_and(|kept| self.here.as_ref().is_some_and(|here| here.time != kept.time));
        let known = self.here.as_ref().filter(|_| !parted);
        let id = known.map_or_else(|| new_id(now), |here| Rc::clone(&here.id));
        // One line: what is written first is read up to its end.
        let line = title.replace(char::is_control, " ");
        if !storage::set(browser(), &key(&id), &format!("{now} {line}\n{text}")) {
            return Outcome::Refused;
        }
        storage::set(browser(), LAST, &id);
        self.here = Some(Here { id, time: now });
        if is_new || parted {
            self.forget_the_oldest();
        }
        if parted { Outcome::Parted } else { Outcome::Kept }
    }

    /// Gives back whether it was the one this tab works on.
    pub fn remove(&mut self, id: &str) -> bool {
        storage::remove(browser(), &key(id));
        let next = all().into_iter().next();
        match next {
            Some(next) if storage::get(browser(), LAST).as_deref() == Some(id) => {
                storage::set(browser(), LAST, &next.id);
            }
            Some(_) => {}
            None => storage::remove(browser(), LAST),
        }
        let here = self.is_here(id);
        if here {
            self.leave();
        }
        here
    }

    /// Keeps again what was removed.
    pub fn put_back(place: &Place) -> bool {
        let value = format!("{} {}\n{}", place.time, place.title, place.text);
        let kept = storage::set(browser(), &key(&place.id), &value);
        if kept && storage::get(browser(), LAST).is_none() {
            storage::set(browser(), LAST, &place.id);
        }
        kept
    }

    pub fn is_here(&self, id: &str) -> bool {
        self.here.as_ref().is_some_and(|here| *here.id == *id)
    }

    fn forget_the_oldest(&self) {
        for place in all().iter().skip(MOST) {
            if !self.is_here(&place.id) {
                storage::remove(browser(), &key(&place.id));
            }
        }
    }
}

fn key(id: &str) -> String {
    format!("{DIAGRAM}{id}")
}

fn ids() -> impl Iterator<Item = String> {
    let keys = storage::keys(browser()).into_iter();
    keys.filter_map(|key| key.strip_prefix(DIAGRAM).map(str::to_owned))
}

/// The time, or the first free number after it.
fn new_id(now: u64) -> Rc<str> {
    let taken: Vec<String> = ids().collect();
    let mut number = now;
    while taken.iter().any(|id| *id == number.to_string()) {
        number += 1;
    }
    number.to_string().into()
}

/// `None` as well for what this program did not write.
fn read(id: &str) -> Option<Place> {
    let value = storage::get(browser(), &key(id))?;
    let (line, text) = value.split_once('\n')?;
    let (time, title) = line.split_once(' ')?;
    Some(Place {
        id: id.into(),
        title: title.into(),
        time: time.parse().ok()?,
        text: text.into(),
    })
}

#[cfg(test)]
mod tests;
