//! A handle that makes a view skip its work: two handles are equal when they point at the same value.

use std::ops::Deref;
use std::rc::Rc;

/// A value that views share, compared by pointer. Yew re-renders a component when its props differ; contents are never compared.
#[derive(Debug)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: PartialEq> Shared<T> {
    /// Takes the new value in, and keeps the old pointer if nothing changed.
    pub fn set(&mut self, value: T) {
        if *self.0 != value {
            self.0 = Rc::new(value);
        }
    }
}

impl<T> From<Rc<T>> for Shared<T> {
    fn from(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// What the views send to the session: made once, so that it never counts as changed.
pub type Send = yew::Callback<editor::Message>;
