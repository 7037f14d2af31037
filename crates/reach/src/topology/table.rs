use std::rc::Rc;

use crate::id::Id;
use crate::sorted::SortedMap;

/// An ordered table of shared records: cloning it copies pointers, changing one record copies that record only.
#[derive(Debug, PartialEq, Eq)]
pub struct Table<T>(SortedMap<Id<T>, Rc<T>>);

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(SortedMap::new())
    }
}

impl<T> Table<T> {
    pub fn get(&self, id: &Id<T>) -> Option<&T> {
        self.0.get(id).map(Rc::as_ref)
    }

    pub fn contains(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    pub fn insert(&mut self, id: Id<T>, record: T) {
        self.0.insert(id, Rc::new(record));
    }

    pub fn remove(&mut self, id: &str) -> bool {
        self.0.remove(id).is_some()
    }

    /// Keeps the records for which this holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&Id<T>, &T) -> bool) {
        self.0.retain(|id, record| keep(id, record));
    }

    /// Puts what `change` returns in the record's place; records for which it returns nothing stay shared.
    pub fn amend(&mut self, mut change: impl FnMut(&Id<T>, &T) -> Option<T>) {
        for (id, record) in self.0.iter_mut() {
            if let Some(changed) = change(id, record) {
                *record = Rc::new(changed);
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Id<T>, &T)> {
        self.0.iter().map(|(id, record)| (id, record.as_ref()))
    }

    pub fn ids(&self) -> impl Iterator<Item = &Id<T>> {
        self.0.keys()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Clone> Table<T> {
    /// The record for changing in place; copied first if someone else shares it.
    pub fn get_mut(&mut self, id: &Id<T>) -> Option<&mut T> {
        self.0.get_mut(id).map(Rc::make_mut)
    }
}
