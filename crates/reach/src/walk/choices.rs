use crate::trace::Pick;

/// What has to be picked on the way: what AWS picks at random (DEC-27), and which listener's packets are looked at. A trace is
/// made for each way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// What to pick, as far as somebody says so; then the first.
    given: Vec<usize>,
    made: Vec<Made>,
}

#[derive(Clone, Debug)]
struct Made {
    picked: usize,
    count: usize,
    /// What AWS took; `None` where the packets say what is picked.
    at_random: Option<Pick>,
}

impl Choices {
    pub(crate) fn new(given: Vec<usize>) -> Self {
        Self {
            given,
            made: Vec::new(),
        }
    }

    /// One of so many, each of which is for packets of its own.
    pub(crate) fn part(&mut self, count: usize) -> usize {
        self.take(count, &|_| None)
    }

    /// One of so many at random; `pick` says what that is.
    pub(crate) fn random(&mut self, count: usize, pick: impl Fn(usize) -> Option<Pick>) -> usize {
        self.take(count, &pick)
    }

    fn take(&mut self, count: usize, pick: &dyn Fn(usize) -> Option<Pick>) -> usize {
        if count < 2 {
            return 0;
        }
        let picked = self.given.get(self.made.len()).copied().unwrap_or_default();
        let at_random = pick(picked);
        self.made.push(Made {
            picked,
            count,
            at_random,
        });
        picked
    }

    /// What AWS took on this way, in order.
    pub(crate) fn picks(&self) -> impl Iterator<Item = &Pick> {
        self.made.iter().filter_map(|made| made.at_random.as_ref())
    }

    /// The next way to pick; `None` after the last.
    pub(crate) fn next(&self) -> Option<Vec<usize>> {
        let last = self.made.iter().rposition(|made| made.picked + 1 < made.count)?;
        let mut next: Vec<usize> = self.made.iter().take(last + 1).map(|made| made.picked).collect();
        if let Some(picked) = next.last_mut() {
            *picked += 1;
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::Choices;

    /// Every way once, however many picks a way has.
    #[test]
    fn every_way_is_taken_once() {
        let mut ways = Vec::new();
        let mut choices = Choices::default();
        loop {
            let first = choices.part(2);
            let second = if first == 0 { choices.part(3) } else { choices.part(1) };
            ways.push((first, second));
            match choices.next() {
                Some(given) => choices = Choices::new(given),
                None => break,
            }
        }
        assert_eq!(ways, [(0, 0), (0, 1), (0, 2), (1, 0)]);
    }
}
