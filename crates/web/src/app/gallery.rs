//! The diagrams of this browser, in the start gallery.

use std::rc::Rc;

use super::places::{self, Place, Places};
use super::{App, Kept};
use crate::port::clock;
use crate::port::location;
use crate::shared::Shared;
use crate::view::panel::gallery::Mine;

/// What the gallery lists while it is open.
#[derive(Debug, Default)]
pub struct Gallery {
    pub mine: Shared<Vec<Mine>>,
    places: Vec<Place>,
    /// What was deleted since it was opened, and whether the page showed it.
    removed: Vec<(Rc<str>, bool)>,
}

impl Gallery {
    pub fn open(&mut self, here: &Places) {
        self.places = places::all();
        self.removed.clear();
        self.list(here);
    }

    fn list(&mut self, here: &Places) {
        let mine = self.places.iter().map(|place| Mine {
            id: Rc::clone(&place.id),
            title: Rc::clone(&place.title),
            when: clock::words(place.time).into(),
            shown: here.is_here(&place.id),
            removed: self.removed.iter().any(|(id, _)| *id == place.id),
        });
        self.mine.set(mine.collect());
    }
}

impl App {
    pub(super) fn delete_kept(&mut self, id: &Rc<str>) {
        let shown = self.keeping.places.remove(id);
        if shown {
            self.shell.kept = Kept::Nowhere;
        }
        self.gallery.removed.push((Rc::clone(id), shown));
        self.gallery.list(&self.keeping.places);
        let place = self.gallery.places.iter().find(|place| place.id == *id);
        if let Some(title) = place.map(|place| Rc::clone(&place.title)) {
            self.say(&format!("Deleted {title}"));
        }
    }

    pub(super) fn undelete_kept(&mut self, id: &Rc<str>) {
        let Some(place) = self.gallery.places.iter().find(|place| place.id == *id) else {
            return;
        };
        let (place, title) = (place.clone(), Rc::clone(&place.title));
        if !Places::put_back(&place) {
            return self.say("The browser refused to keep it again");
        }
        let shown = self
            .gallery
            .removed
            .iter()
            .any(|(removed, shown)| *removed == *id && *shown);
        if shown {
            self.keeping.places.enter(&place, &location::fragment());
            self.shell.kept = Kept::Browser;
        }
        self.gallery.removed.retain(|(removed, _)| *removed != *id);
        self.gallery.list(&self.keeping.places);
        self.say(&format!("{title} is back"));
    }
}
