/// What AWS picks at random on the way: one of several targets, or load balancers (DEC-27). A trace is made for each way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// What to pick, as far as somebody says so; then the first.
    given: Vec<usize>,
    /// What was picked, of how many.
    made: Vec<(usize, usize)>,
}

impl Choices {
    pub(crate) fn new(given: Vec<usize>) -> Self {
        Self {
            given,
            made: Vec::new(),
        }
    }

    /// One of so many.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        if count < 2 {
            return 0;
        }
        let picked = self.given.get(self.made.len()).copied().unwrap_or_default();
        self.made.push((picked, count));
        picked
    }

    /// The next way to pick; `None` after the last.
    pub(crate) fn next(&self) -> Option<Vec<usize>> {
        let last = self.made.iter().rposition(|(picked, count)| picked + 1 < *count)?;
        let mut next: Vec<usize> = self.made.iter().take(last + 1).map(|(picked, _)| *picked).collect();
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
            let first = choices.pick(2);
            let second = if first == 0 { choices.pick(3) } else { choices.pick(1) };
            ways.push((first, second));
            match choices.next() {
                Some(given) => choices = Choices::new(given),
                None => break,
            }
        }
        assert_eq!(ways, [(0, 0), (0, 1), (0, 2), (1, 0)]);
    }
}
