//! Which types of resources have a part in a network, and what they are called in Terraform.
//!
//! The two describe the same resources, and mostly with the same words: what is written here is all that differs. From there on, both are
//! read by the same code.

mod beyond;
mod table;

use super::lower::Lower;
pub(super) use beyond::is_beyond;
use table::KINDS;

pub(super) struct Kind {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    /// Properties that are attributes: `VpcId` is `vpc_id`, `Amount=number` is `number`.
    plain: &'static str,
    /// Properties that are made something of.
    more: &'static str,
    pub(super) make: fn(&mut Lower<'_, '_>),
}

impl Kind {
    /// Whether a property is kept of a template.
    pub(super) fn takes(&self, name: &str) -> bool {
        name == "Tags" || self.plain().any(|(own, _)| own == name) || self.more.split(' ').any(|own| own == name)
    }

    /// Properties with the names of their attributes, where those are other ones.
    pub(super) fn plain(&self) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
        self.plain
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| match word.split_once('=') {
                Some((property, attribute)) => (property, Some(attribute)),
                None => (word, None),
            })
    }
}

pub(super) fn of(kind: &str) -> Option<&'static Kind> {
    let name = kind.strip_prefix("AWS::")?;
    KINDS.iter().find(|kind| kind.from == name)
}
