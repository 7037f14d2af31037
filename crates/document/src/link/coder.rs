//! Writes values into lanes, or reads them back: the same code describes both, so they cannot disagree.

use std::rc::Rc;

use super::{Cap, LinkError, text};

/// Why coding stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The bytes end before the values do.
    CutOff,
    /// The bytes say something that no writer writes.
    Damaged,
    TooLarge(Cap),
}

impl From<Stop> for LinkError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::CutOff => LinkError::CutOff,
            Stop::Damaged => LinkError::Damaged,
            Stop::TooLarge(cap) => LinkError::TooLarge(cap),
        }
    }
}

pub(super) type Coded<T> = Result<T, Stop>;

/// A comment line may be longer than a name.
const LONGEST_COMMENT: usize = 4_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Read,
}

/// One section while it is written or read. In reading, what is passed in is ignored and what was written comes out.
#[derive(Debug)]
pub(super) struct Coder {
    mode: Mode,
    lanes: Vec<Lane>,
    rows: usize,
}

#[derive(Clone, Debug, Default)]
struct Lane {
    bytes: Vec<u8>,
    at: usize,
}

impl Coder {
    pub(super) fn writer(lanes: usize) -> Self {
        Self {
            mode: Mode::Write,
            lanes: vec![Lane::default(); lanes],
            rows: 0,
        }
    }

    pub(super) fn reader(section: &[u8], lanes: usize) -> Coded<Self> {
        let mut rest = section;
        let mut lengths = Vec::new();
        for _ in 1..lanes {
            lengths.push(take_number(&mut rest)?);
        }
        let mut read = Vec::new();
        for length in lengths {
            let length = usize::try_from(length).map_err(|_| Stop::Damaged)?;
            let (lane, after) = rest.split_at_checked(length).ok_or(Stop::CutOff)?;
            read.push(lane);
            rest = after;
        }
        read.push(rest);
        Ok(Self {
            mode: Mode::Read,
            lanes: read
                .into_iter()
                .map(|bytes| Lane {
                    bytes: bytes.to_vec(),
                    at: 0,
                })
                .collect(),
            rows: 0,
        })
    }

    pub(super) fn is_reading(&self) -> bool {
        self.mode == Mode::Read
    }

    /// The section's bytes: the lengths of all lanes but the last, then the lanes.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut section = Vec::new();
        if let Some((_, all_but_last)) = self.lanes.split_last() {
            for lane in all_but_last {
                put_number(&mut section, lane.bytes.len() as u64);
            }
        }
        for lane in &self.lanes {
            section.extend(&lane.bytes);
        }
        section
    }

    pub(super) fn byte(&mut self, lane: usize, value: u8) -> Coded<u8> {
        let reading = self.is_reading();
        let lane = self.lanes.get_mut(lane).ok_or(Stop::Damaged)?;
        if reading {
            let byte = lane.bytes.get(lane.at).copied().ok_or(Stop::CutOff)?;
            lane.at += 1;
            return Ok(byte);
        }
        lane.bytes.push(value);
        Ok(value)
    }

    pub(super) fn number(&mut self, lane: usize, value: u64) -> Coded<u64> {
        let reading = self.is_reading();
        let lane = self.lanes.get_mut(lane).ok_or(Stop::Damaged)?;
        if !reading {
            put_number(&mut lane.bytes, value);
            return Ok(value);
        }
        let mut rest = lane.bytes.get(lane.at..).unwrap_or_default();
        let before = rest.len();
        let value = take_number(&mut rest)?;
        lane.at += before - rest.len();
        Ok(value)
    }

    /// A number that has to fit its type.
    pub(super) fn small<N>(&mut self, lane: usize, value: N) -> Coded<N>
    where
        N: Into<u64> + TryFrom<u64>,
    {
        self.number(lane, value.into())?.try_into().map_err(|_| Stop::Damaged)
    }

    pub(super) fn index(&mut self, lane: usize, value: usize) -> Coded<usize> {
        usize::try_from(self.number(lane, value as u64)?).map_err(|_| Stop::Damaged)
    }

    /// Small differences both ways: 0, -1, 1, -2, … as 0, 1, 2, 3, …
    pub(super) fn signed(&mut self, lane: usize, value: i64) -> Coded<i64> {
        let folded = (value << 1 ^ value >> 63) as u64;
        let read = self.number(lane, folded)?;
        Ok((read >> 1) as i64 ^ -((read & 1) as i64))
    }

    /// Yes and no in one number, the first question in the lowest bit.
    pub(super) fn flags<const N: usize>(&mut self, lane: usize, flags: [bool; N]) -> Coded<[bool; N]> {
        let bits = flags
            .iter()
            .enumerate()
            .fold(0, |bits, (index, flag)| bits | u64::from(*flag) << index);
        let bits = self.number(lane, bits)?;
        if bits >> N != 0 {
            return Err(Stop::Damaged);
        }
        Ok(std::array::from_fn(|index| bits >> index & 1 == 1))
    }

    /// One of a fixed list of values, by its place in it.
    pub(super) fn choice<T: Copy + PartialEq>(&mut self, lane: usize, value: T, values: &[T]) -> Coded<T> {
        let index = values.iter().position(|known| *known == value).unwrap_or(0);
        let index = self.index(lane, index)?;
        values.get(index).copied().ok_or(Stop::Damaged)
    }

    /// The length of a list of routes or rules.
    pub(super) fn rows(&mut self, lane: usize, count: usize) -> Coded<usize> {
        let count = self.index(lane, count)?;
        self.rows = self.rows.saturating_add(count);
        if self.rows > Cap::Rows.limit() {
            return Err(Stop::TooLarge(Cap::Rows));
        }
        Ok(count)
    }

    /// A list with a value of its own for each item. In reading, `blank` is what an item is made from.
    pub(super) fn list<T: Clone>(
        &mut self,
        lane: usize,
        items: &[T],
        blank: &T,
        mut item: impl FnMut(&mut Self, &T) -> Coded<T>,
    ) -> Coded<Vec<T>> {
        let count = self.index(lane, items.len())?;
        let mut list = Vec::new();
        for index in 0..count {
            let one = items.get(index).unwrap_or(blank);
            list.push(item(self, one)?);
        }
        Ok(list)
    }

    pub(super) fn text(&mut self, lane: usize, value: &str) -> Coded<Rc<str>> {
        self.text_up_to(lane, value, Cap::Name.limit())
    }

    pub(super) fn comment(&mut self, lane: usize, value: &str) -> Coded<Rc<str>> {
        self.text_up_to(lane, value, LONGEST_COMMENT)
    }

    fn text_up_to(&mut self, lane: usize, value: &str, longest: usize) -> Coded<Rc<str>> {
        let reading = self.is_reading();
        let lane = self.lanes.get_mut(lane).ok_or(Stop::Damaged)?;
        if !reading {
            if value.len() > longest && value.chars().count() > longest {
                return Err(Stop::TooLarge(Cap::Name));
            }
            text::put(&mut lane.bytes, value);
            return Ok(value.into());
        }
        let mut rest = lane.bytes.get(lane.at..).unwrap_or_default();
        let before = rest.len();
        let value = text::take(&mut rest, longest)?;
        lane.at += before - rest.len();
        Ok(value.into())
    }

    /// Raw bytes, most significant first.
    pub(super) fn bytes<const N: usize>(&mut self, lane: usize, value: [u8; N]) -> Coded<[u8; N]> {
        let mut bytes = value;
        for byte in &mut bytes {
            *byte = self.byte(lane, *byte)?;
        }
        Ok(bytes)
    }
}

/// LEB128: seven bits a byte, lowest first, the highest bit for "more follows".
pub(super) fn put_number(bytes: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            bytes.push(low & 0x7f);
            return;
        }
        bytes.push(low | 0x80);
    }
}

pub(super) fn take_number(rest: &mut &[u8]) -> Coded<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(Stop::CutOff)?;
        *rest = after;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return Err(Stop::Damaged);
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Stop::Damaged)
}
