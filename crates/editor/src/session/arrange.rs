//! Moving what is selected without the pointer: by steps, into a line, evenly apart, or back to where it would stand by itself.

use reach::id::{Kind, Ref};
use reach::sorted::SortedMap;

use super::Session;
use crate::edit::arrange::{self, Arrangement};
use crate::edit::{Edit, containment};
use crate::effect::Effect;
use crate::kernel::auto_layout::place_of;
use crate::kernel::geometry::{GRID, World};
use crate::tool;

impl Session {
    /// Moves the selection by steps of the grid; one step after the other is one step of the history.
    pub(crate) fn nudge(&mut self, x: i32, y: i32) -> Vec<Effect> {
        if !self.may_edit() || self.selection.is_empty() {
            return self.walk(x.signum(), y.signum());
        }
        let by = World::new(x.saturating_mul(GRID), y.saturating_mul(GRID));
        let moves: Vec<_> = self.selection.iter().map(|of| (of.clone(), by)).collect();
        let edit = self.moved("Move the selection", &moves);
        match self.commit_growing(edit, Some("nudge".into())) {
            Ok(effects) => effects,
            Err(refused) => self.refuse(refused.0),
        }
    }

    pub(crate) fn arrange(&mut self, how: Arrangement) -> Vec<Effect> {
        let rects = tool::rects(&self.derived.scene);
        let all = arrange::movable(&self.document.topology, rects, &self.selection);
        let moves = match arrange::arrange(&all, how) {
            Ok(moves) => moves,
            Err(refused) => return self.refuse(refused.0),
        };
        if moves.is_empty() {
            return self.say("They stand like that already");
        }
        let mut edit = self.moved(how.name(), &moves);
        edit.said = Some(format!("{}: {}", how.name(), crate::words::count(all.len(), "element")).into());
        self.commit_or_refuse(Ok(edit))
    }

    /// Everything back to the automatic layout.
    pub(crate) fn tidy_up(&mut self) -> Vec<Effect> {
        let mut edit = Edit::new("Tidy up", Vec::new());
        edit.places = self
            .document
            .layout
            .places
            .keys()
            .map(|of| (of.clone(), None))
            .collect();
        edit.said = Some("Arranged anew".into());
        let effects = self.commit_or_refuse(Ok(edit));
        self.overview();
        effects
    }

    /// Each of them by so much, with everything in it.
    fn moved(&self, name: &str, moves: &[(Ref, World)]) -> Edit {
        let (topology, rects) = (&self.document.topology, tool::rects(&self.derived.scene));
        let mut edit = Edit::new(name, Vec::new());
        edit.places = tool::materialised(&self.document, &self.derived.scene);
        let mut all: SortedMap<Ref, World> = SortedMap::default();
        for (of, by) in moves {
            if of.kind != Kind::TransitGateway {
                all.extend(containment::descendants(topology, of).into_iter().map(|of| (of, *by)));
            }
        }
        all.extend(moves.iter().cloned());
        for (of, by) in all.iter() {
            let Some(rect) = rects.get(of) else { continue };
            let known = self.document.layout.places.get(of).copied();
            let place = known.or_else(|| edit.places.get(of).copied().flatten());
            let is_moved_itself = || moves.iter().any(|(moved, _)| moved == of);
            let place = place.or_else(|| is_moved_itself().then(|| place_of(*rect)));
            if let Some(mut place) = place {
                place.x = place.x.saturating_add(by.x / GRID);
                place.y = place.y.saturating_add(by.y / GRID);
                edit.places.insert(of.clone(), Some(place));
            }
        }
        edit
    }
}
