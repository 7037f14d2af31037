//! "Did you mean": the known words nearest to a mistyped one.

use reach::sorted::sort;

/// How many candidates are looked at; a hostile text must not make an error expensive.
const LOOKED_AT: usize = 2_000;
const LONGEST: usize = 64;

/// The nearest of the words, nearest first, at most three.
pub(crate) fn near<'w>(wrong: &str, words: impl IntoIterator<Item = &'w str>) -> Vec<&'w str> {
    let typed: Vec<char> = wrong.chars().take(LONGEST + 1).collect();
    if typed.len() > LONGEST {
        return Vec::new();
    }
    let limit = (typed.len() / 3).clamp(1, 3);
    let mut close: Vec<(usize, &str)> = words
        .into_iter()
        .take(LOOKED_AT)
        .filter(|word| word.len() <= LONGEST)
        .filter_map(|word| {
            let known: Vec<char> = word.chars().collect();
            let far = distance(&typed, &known);
            let starts = typed.len() >= 2 && known.starts_with(&typed);
            (far <= limit || starts).then_some((far, word))
        })
        .collect();
    sort(&mut close);
    close.dedup();
    // What only begins the same way counts if nothing is nearer.
    if close.first().is_some_and(|(far, _)| *far <= limit) {
        close.retain(|(far, _)| *far <= limit);
    }
    close.truncate(3);
    close.into_iter().map(|(_, word)| word).collect()
}

/// "Did you mean `a` or `b`?", or nothing.
pub fn did_you_mean<'w>(wrong: &str, words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let close = near(wrong, words);
    if close.is_empty() {
        return None;
    }
    let quoted: Vec<String> = close.into_iter().map(|word| format!("`{word}`")).collect();
    Some(format!("Did you mean {}", quoted.join(" or ")))
}

/// Insertions, deletions, changes and swaps of neighbours, ignoring case.
fn distance(left: &[char], right: &[char]) -> usize {
    if left.len().abs_diff(right.len()) > 3 {
        return usize::MAX;
    }
    let same = |a: char, b: char| a.eq_ignore_ascii_case(&b);
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, &a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &b) in right.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&previous, column) + usize::from(!same(a, b));
            let mut best = changed.min(at(&previous, column + 1) + 1).min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1).is_some_and(|&earlier| same(earlier, b))
                && right.get(column - 1).is_some_and(|&earlier| same(a, earlier));
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_slip_finds_the_word() {
        let words = ["subnet", "security-group", "site", "route-table"];
        assert_eq!(near("subnt", words), ["subnet"]);
        assert_eq!(near("usbnet", words), ["subnet"]);
        assert_eq!(near("sec", words), ["security-group"]);
        assert!(near("gateway", words).is_empty());
    }
}
