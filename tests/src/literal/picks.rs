//! What AWS picks at random, each pick tried in turn (DEC-27), and which components the packet met.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// The picks of one walk there and back.
#[derive(Debug, Default)]
pub struct Picks {
    given: Vec<usize>,
    /// Which was taken, of how many.
    taken: RefCell<Vec<(usize, usize)>>,
    met: RefCell<BTreeSet<&'static str>>,
}

impl Picks {
    pub fn new(given: Vec<usize>) -> Self {
        Self {
            given,
            ..Self::default()
        }
    }

    /// One of these; which one, only the number of the walk says.
    pub fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        let mut taken = self.taken.borrow_mut();
        let at = self.given.get(taken.len()).copied().unwrap_or(0);
        taken.push((at, from.len()));
        from.get(at)
    }

    /// The picks of the next walk, until all were tried.
    pub fn next(&self) -> Option<Vec<usize>> {
        let mut taken = self.taken.borrow().clone();
        while let Some((at, of)) = taken.pop() {
            if at + 1 < of {
                let mut next: Vec<usize> = taken.iter().map(|(at, _)| *at).collect();
                next.push(at + 1);
                return Some(next);
            }
        }
        None
    }

    pub fn meet(&self, component: &'static str) {
        self.met.borrow_mut().insert(component);
    }

    pub fn met(&self) -> BTreeSet<&'static str> {
        self.met.borrow().clone()
    }
}
