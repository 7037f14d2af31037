//! The problems list: what cannot work as drawn, worst first.

use std::rc::Rc;

use reach::id::Ref;
use reach::issue::Level;

use crate::session::Session;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemItem {
    pub level: Level,
    pub name: &'static str,
    pub at: Ref,
    pub text: Rc<str>,
}

pub fn problems(_session: &Session) -> Vec<ProblemItem> {
    Vec::new()
}
