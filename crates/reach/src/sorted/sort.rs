use std::cmp::Ordering;
use std::mem;

/// Sorts stably in the elements' own order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts stably by a key.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts stably by a comparison.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let before = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b).is_lt(),
        _ => false,
    };
    let sources = sources(items.len(), &before);
    arrange(sources, &mut |a, b| items.swap(a, b));
}

/// Where the element of each place comes from; empty when all are in place.
/// Works on places, not on elements, so that there is one copy of it in the page.
fn sources(len: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    if (1..len).all(|place| !before(place, place - 1)) {
        return Vec::new();
    }
    let mut from: Vec<usize> = (0..len).collect();
    let mut to = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        for pair in from.chunks(2 * run) {
            let (left, right) = pair.split_at(run.min(pair.len()));
            merge(left, right, before, &mut to);
        }
        mem::swap(&mut from, &mut to);
        to.clear();
        run *= 2;
    }
    from
}

fn merge(mut left: &[usize], mut right: &[usize], before: &dyn Fn(usize, usize) -> bool, into: &mut Vec<usize>) {
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (left, right) {
        if before(*b, *a) {
            into.push(*b);
            right = after_b;
        } else {
            into.push(*a);
            left = after_a;
        }
    }
    into.extend_from_slice(left);
    into.extend_from_slice(right);
}

/// Follows each cycle of the permutation once.
fn arrange(mut sources: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..sources.len() {
        let mut place = start;
        while let Some(source) = sources.get_mut(place).map(|source| mem::replace(source, place)) {
            if source == start {
                break;
            }
            swap(place, source);
            place = source;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_stably(keys in prop::collection::vec(0_u8..20, 0..200)) {
            let mut ours: Vec<(u8, usize)> = keys.into_iter().enumerate().map(|(place, key)| (key, place)).collect();
            let mut theirs = ours.clone();
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
        }
    }
}
