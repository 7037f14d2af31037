//! Several things are selected: what they are.

use reach::id::Ref;

use super::{ActionButton, ButtonAction, Inspector, Section};
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn several(context: &Context<'_>, selection: &[Ref]) -> Inspector {
    let links = selection
        .iter()
        .map(|of| context.link(of.clone(), words::kind_title(context.resolved, of)))
        .collect();
    let mut sections = vec![Section::Links {
        title: "Selected".into(),
        links,
    }];
    if context.may_edit {
        sections.push(Section::Actions(vec![ActionButton {
            label: format!("Delete {} things", selection.len()).into(),
            action: ButtonAction::Delete,
            disabled: None,
        }]));
    }
    Inspector {
        of: None,
        glyph: None,
        title: format!("{} selected", selection.len()).into(),
        name: None,
        crumb: "Shift-click adds to the selection or takes out of it".into(),
        sections,
    }
}
