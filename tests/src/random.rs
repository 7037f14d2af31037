//! Random networks that AWS would accept, and packets that are interesting in them. The same seed makes the same ones.

mod beyond;
pub mod change;
mod clients;
pub mod corpus;
mod filters;
mod inspection;
pub mod mutate;
mod network;
mod packets;
mod routes;
mod services;

pub use network::network;
pub use packets::{Asked, everything, packet};

/// Numbers that only look random (xorshift64*).
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
    /// How likely faults are, of what they are at most.
    wear: usize,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            wear: 100,
        };
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or_default()
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Something is not as it should be: in so many of a hundred cases where faults are as likely as can be.
    pub fn fault(&mut self, percent: usize) -> bool {
        self.chance(percent * self.wear / 100)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }

    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            let other = self.below(place + 1);
            things.swap(place, other);
        }
    }

    pub fn number(&mut self, from: u8, to: u8) -> u8 {
        let span = usize::from(to - from) + 1;
        from + u8::try_from(self.below(span)).unwrap_or_default()
    }
}
