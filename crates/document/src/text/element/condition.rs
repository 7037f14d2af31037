//! `if OPERATOR KEY VALUE…`, once for each condition of a statement that is kept and not read.

use reach::topology::PolicyCondition;

use crate::text::cursor::{Cursor, Parsed};
use crate::text::keyword;

pub(crate) const IF: &str = "if";

/// What stands before the end of the line, or before one of the words.
pub(crate) fn read(words: &[&str], cursor: &mut Cursor<'_>) -> Parsed<Vec<PolicyCondition>> {
    let mut conditions = Vec::new();
    while cursor.take(IF) {
        let mut condition = PolicyCondition {
            operator: cursor.text("an operator, as in StringLike,")?,
            key: cursor.text("a condition key, as in aws:PrincipalOrgID,")?,
            values: Vec::new(),
        };
        while cursor.has_more(words) && cursor.peek_bare() != Some(IF) {
            condition.values.push(cursor.text("a value")?);
        }
        conditions.push(condition);
    }
    Ok(conditions)
}

/// Each with its `if`.
pub(crate) fn print(conditions: &[PolicyCondition]) -> String {
    let mut words = Vec::new();
    for condition in conditions {
        words.push(IF.to_owned());
        let parts = [&condition.operator, &condition.key]
            .into_iter()
            .chain(&condition.values);
        words.extend(parts.map(|part| keyword::value(part).into_owned()));
    }
    words.join(" ")
}
