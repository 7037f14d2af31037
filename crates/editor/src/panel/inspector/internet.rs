//! The internet: everything with a public address that is not in the diagram.

use reach::address::{INTERNET_IPV4, INTERNET_IPV6};
use reach::id::Ref;

use super::{Inspector, Section};
use crate::scene::Glyph;

pub(super) fn internet() -> Inspector {
    Inspector {
        of: Some(Ref::internet()),
        glyph: Some(Glyph::Internet),
        title: "Internet".into(),
        name: None,
        crumb: "Everything with a public address".into(),
        sections: vec![Section::Text {
            title: "One address stands for all".into(),
            text: format!("Packets to or from the internet are shown with {INTERNET_IPV4} or {INTERNET_IPV6}.").into(),
            source: None,
        }],
    }
}
