//! What names something that is not written cannot be created: it goes, and a note says so.

use reach::sorted::SortedSet;

use super::{Field, Key, Plan, Value};

pub(super) fn complete(plan: &mut Plan) {
    loop {
        let mut known = SortedSet::new();
        for resource in &plan.resources {
            known.insert(resource.key.clone());
        }
        let before = plan.resources.len();
        let mut notes = Vec::new();
        plan.resources.retain_mut(|resource| {
            for field in &mut resource.fields {
                shorten(&mut field.value, &resource.key, &known, &mut notes);
            }
            let missing = resource.fields.iter().find_map(|field| missing(&field.value, &known));
            if let Some(missing) = &missing {
                notes.push(format!(
                    "{} names {}, which is not written, so it is left out.",
                    what(&resource.key),
                    missing.0
                ));
            }
            missing.is_none()
        });
        plan.notes.extend(notes);
        if plan.resources.len() == before {
            return;
        }
    }
}

fn what(Key(id, part): &Key) -> String {
    if part.is_empty() {
        id.to_string()
    } else {
        format!("{id} ({part})")
    }
}

/// A list goes on without what is not there.
fn shorten(value: &mut Value, of: &Key, known: &SortedSet<Key>, notes: &mut Vec<String>) {
    if let Value::List(items) = value {
        items.retain(|item| match missing(item, known) {
            Some(missing) => {
                notes.push(format!(
                    "{} goes without {}, which is not written.",
                    what(of),
                    missing.0
                ));
                false
            }
            None => true,
        });
    }
}

fn missing(value: &Value, known: &SortedSet<Key>) -> Option<Key> {
    let of_fields = |fields: &[Field]| fields.iter().find_map(|field| missing(&field.value, known));
    match value {
        Value::To(key, _) if !known.contains(key) => Some(key.clone()),
        Value::List(items) => items.iter().find_map(|item| missing(item, known)),
        Value::Block(fields) => of_fields(fields),
        Value::Blocks(blocks) => blocks.iter().find_map(|fields| of_fields(fields)),
        _ => None,
    }
}
