//! Whom a thing reaches, and who reaches it: lit up in the drawing until something else is chosen or changed.

use std::rc::Rc;

use reach::id::Ref;
use reach::matrix::Matrix;
use reach::topology::Topology;
use reach::trace::Verdict;

use super::{Session, Toast};
use crate::effect::Effect;
use crate::words;

/// So many names are read at a glance.
const NAMED: usize = 6;

/// What is lit up, for one state of the drawing.
#[derive(Debug)]
pub(super) struct Lit {
    topology: Rc<Topology>,
    of: Ref,
    outgoing: bool,
    ends: Vec<Ref>,
}

impl Session {
    /// The ends that any packet gets to, or comes from.
    pub fn lit(&self) -> &[Ref] {
        let lit = self.lit.as_ref();
        let current = lit.filter(|lit| Rc::ptr_eq(&lit.topology, &self.document.topology));
        current.map_or(&[], |lit| &lit.ends)
    }

    /// Lights up; the same again puts it out.
    pub(crate) fn light(&mut self, outgoing: bool) -> Vec<Effect> {
        let [of] = &self.targets()[..] else {
            return self.refuse("Select one element first");
        };
        let of = of.clone();
        let is_same = |lit: &Lit| lit.of == of && lit.outgoing == outgoing;
        if !self.lit().is_empty() && self.lit.as_ref().is_some_and(is_same) {
            (self.lit, self.toast) = (None, None);
            return self.say("Put out");
        }
        let ends = self.reached(&of, outgoing);
        let name = words::name(&self.document.topology, &of);
        let names = ends
            .iter()
            .map(|of| words::name(&self.document.topology, of).to_string());
        let names = words::some(names.collect(), NAMED);
        let text = match (outgoing, ends.is_empty()) {
            (true, false) => format!("{name} reaches {names}, with some packets at least"),
            (true, true) => format!("{name} reaches nobody"),
            (false, false) => format!("{name} is reached by {names}, with some packets at least"),
            (false, true) => format!("Nobody reaches {name}"),
        };
        let topology = Rc::clone(&self.document.topology);
        self.lit = Some(Lit {
            topology,
            of,
            outgoing,
            ends,
        });
        self.toast = Some(Toast {
            text: text.as_str().into(),
            undo: false,
            bad: false,
        });
        self.say(text)
    }

    fn reached(&self, of: &Ref, outgoing: bool) -> Vec<Ref> {
        let matrix = Matrix::of(&self.derived.network);
        let ends = matrix.ends();
        let at = |place: usize| ends.get(place).map(|end| &end.at);
        let gets_through = matrix
            .pairs()
            .filter(|pair| matches!(pair.cell.verdict, Verdict::Allowed | Verdict::Partial));
        let mut found: Vec<Ref> = Vec::new();
        for pair in gets_through {
            let (here, there) = match outgoing {
                true => (at(pair.from), at(pair.to)),
                false => (at(pair.to), at(pair.from)),
            };
            if let Some(there) = there.filter(|there| here == Some(of) && !found.contains(there)) {
                found.push(there.clone());
            }
        }
        found
    }
}
