//! Which subnets of a VPC a route table or network ACL serves: by an association of their own, or because it is the VPC's own.

use reach::id::{Id, Record, Ref};
use reach::topology::{Subnet, VpcId};

use super::{Toggle, Toggles};
use crate::edit::field;
use crate::panel::context::Context;

/// What serves the subnets without an association.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    /// Whether it is the one looked at.
    pub(super) is_this: bool,
    /// "follows it as the default"
    pub(super) role: &'static str,
    /// "follows the default ACL"
    pub(super) title: &'static str,
}

pub(super) fn associations<T: Record>(
    context: &Context<'_>,
    id: &Id<T>,
    vpc: &VpcId,
    own: Own,
    associated: impl Fn(&Subnet) -> Option<&Id<T>>,
) -> Toggles {
    let mut rows = 0;
    let subnets = context.drawn.subnets.iter().filter(|(_, subnet)| subnet.vpc == *vpc);
    let items = subnets
        .map(|(subnet, record)| {
            let associated = associated(record);
            let is_this = associated == Some(id);
            let row = is_this.then_some(rows);
            rows += usize::from(is_this);
            let follows = match associated {
                Some(_) if is_this => "explicit association".to_owned(),
                Some(other) => format!("follows {}", context.name_of(other)),
                None if own.is_this => format!("follows it as {}", own.role),
                None => format!("follows {}", own.title),
            };
            Toggle {
                of: subnet.into(),
                label: context.name_of(subnet),
                detail: follows.into(),
                row,
            }
        })
        .collect();
    Toggles {
        id: field::ASSOCIATIONS,
        title: "Subnet associations".into(),
        hint: None,
        items,
        editable: context.may_edit_rows,
        error: context
            .table_error(&Ref::from(id), field::ASSOCIATIONS)
            .map(|error| error.text),
    }
}
