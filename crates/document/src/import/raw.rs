//! Raw records: AWS's own description of each kind of thing, cut down to the fields that decide about reachability.
//!
//! Their fields have the names of `aws … describe-*` (botocore's model), so that AWS JSON is read into them as it is. Other
//! importers fill them in: `raw::Vpc { vpc_id: …, ..Default::default() }`. Nothing here is checked; every field may be missing.
//! What is not a field here is dropped while parsing: pre-shared keys, configurations of customer gateways and user data never
//! enter the program.

mod balancer;
mod direct_connect;
mod endpoint;
mod filter;
mod gateway;
mod interface;
mod join;
mod lenient;
mod transit;
mod vpc;
mod vpn;

use std::rc::Rc;

pub(crate) use balancer::*;
pub(crate) use direct_connect::*;
pub(crate) use endpoint::*;
pub(crate) use filter::*;
pub(crate) use gateway::*;
pub(crate) use interface::*;
pub(crate) use join::{Differing, Join, Pages, Told};
pub(crate) use transit::*;
pub(crate) use vpc::*;
pub(crate) use vpn::*;

pub(crate) type Text = Rc<str>;

/// Declares raw records.
macro_rules! raw {
    ($($(#[$about:meta])* $name:ident { $($(#[$also:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
        #[serde(default, rename_all = "PascalCase")]
        pub(crate) struct $name {
            $(
                $(#[$also])*
                #[serde(deserialize_with = "crate::import::raw::lenient::read")]
                pub(crate) $field: $type,
            )*
        }

        impl $crate::import::raw::Join for $name {
            fn merge(&mut self, other: Self, _: &'static str, differing: &mut $crate::import::raw::Differing) {
                $($crate::import::raw::Join::merge(&mut self.$field, other.$field, stringify!($field), differing);)*
            }
        }

        impl $crate::import::raw::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <Option<Self> as serde::Deserialize>::deserialize(from).map(Option::unwrap_or_default)
            }
        }
    )*};
}
use raw;

raw! {
    Tag {
        #[serde(alias = "key")]
        key: Option<Text>,
        #[serde(alias = "value")]
        value: Option<Text>,
    }

    /// `{"State": "associated"}`, and `{"Code": "active"}`.
    State {
        #[serde(alias = "Code")]
        state: Option<Text>,
    }
}

/// The Name tag.
pub(crate) fn name(tags: &[Tag]) -> Option<&Text> {
    let named = tags.iter().find(|tag| tag.key.as_deref() == Some("Name"));
    named.and_then(|tag| tag.value.as_ref())
}

impl State {
    pub(crate) fn is(&self, words: &[&str]) -> bool {
        is(&self.state, words)
    }
}

/// Whether a word is one of these, or missing; AWS writes some in small and some in capital letters.
pub(crate) fn is(word: &Option<Text>, words: &[&str]) -> bool {
    let Some(word) = word.as_deref() else {
        return true;
    };
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}
