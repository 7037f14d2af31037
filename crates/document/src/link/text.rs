//! Texts, shortened: plain ASCII stands for itself, common words are one byte, long hexadecimal numbers are packed.

use super::Cap;
use super::coder::{Coded, Stop, put_number, take_number};
use super::words::WORDS;

const END: u8 = 0;
/// Followed by a length and that many bytes of UTF-8.
const RAW: u8 = 1;
/// Followed by a count and that many hexadecimal digits, two a byte: ids that AWS gives.
const HEX: u8 = 2;
const FIRST_WORD: u8 = 0x80;
const SHORTEST_HEX: usize = 8;

pub(super) fn put(bytes: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let hex = rest
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            .count();
        let taken = if hex >= SHORTEST_HEX {
            put_hex(bytes, rest.get(..hex).unwrap_or_default());
            hex
        } else if let Some((code, word)) = longest_word(rest) {
            bytes.push(code);
            word.len()
        } else if matches!(first, ' '..='~') {
            bytes.extend(rest.bytes().take(1));
            1
        } else {
            let run: usize = rest
                .chars()
                .take_while(|other| !matches!(other, ' '..='~'))
                .map(char::len_utf8)
                .sum();
            bytes.push(RAW);
            put_number(bytes, run as u64);
            bytes.extend(rest.bytes().take(run));
            run
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    bytes.push(END);
}

fn longest_word(text: &str) -> Option<(u8, &'static str)> {
    let fitting = WORDS.iter().enumerate().filter(|(_, word)| text.starts_with(**word));
    let (index, word) = fitting.max_by_key(|(_, word)| word.len())?;
    Some((u8::try_from(index).ok()? + FIRST_WORD, word))
}

fn put_hex(bytes: &mut Vec<u8>, digits: &str) {
    bytes.push(HEX);
    put_number(bytes, digits.len() as u64);
    let value = |digit: Option<&u8>| digit.and_then(|digit| char::from(*digit).to_digit(16)).unwrap_or(0);
    for pair in digits.as_bytes().chunks(2) {
        let packed = value(pair.first()) << 4 | value(pair.get(1));
        bytes.extend(u8::try_from(packed));
    }
}

/// A text of at most so many characters.
pub(super) fn take(rest: &mut &[u8], longest: usize) -> Coded<String> {
    let mut text: Vec<u8> = Vec::new();
    loop {
        let (&code, after) = rest.split_first().ok_or(Stop::CutOff)?;
        *rest = after;
        match code {
            END => break,
            RAW => text.extend(run(rest, 1)?.1),
            HEX => {
                let (count, packed) = run(rest, 2)?;
                let digits = packed.iter().flat_map(|byte| [byte >> 4, byte & 15]);
                text.extend(
                    digits
                        .take(count)
                        .map(|digit| b"0123456789abcdef".get(usize::from(digit)).copied().unwrap_or(b'0')),
                );
            }
            b' '..=b'~' => text.push(code),
            FIRST_WORD.. => {
                let word = WORDS.get(usize::from(code - FIRST_WORD)).ok_or(Stop::Damaged)?;
                text.extend(word.as_bytes());
            }
            _ => return Err(Stop::Damaged),
        }
        // A character has at most four bytes.
        if text.len() > longest * 4 {
            return Err(Stop::TooLarge(Cap::Name));
        }
    }
    let text = String::from_utf8(text).map_err(|_| Stop::Damaged)?;
    if text.chars().count() > longest {
        return Err(Stop::TooLarge(Cap::Name));
    }
    Ok(text)
}

/// A count, and the bytes that hold so many things.
fn run<'r>(rest: &mut &'r [u8], per_byte: usize) -> Coded<(usize, &'r [u8])> {
    let count = usize::try_from(take_number(rest)?).map_err(|_| Stop::Damaged)?;
    let (run, after) = rest.split_at_checked(count.div_ceil(per_byte)).ok_or(Stop::CutOff)?;
    *rest = after;
    Ok((count, run))
}

#[cfg(test)]
mod tests {
    use super::{WORDS, put, take};

    #[test]
    fn texts_come_back() {
        for text in [
            "",
            "sg-web",
            "vpc-0a1b2c3d4e5f67890",
            "büro \u{0} 7",
            "x y~",
            "public-a",
            "deadbeef1",
        ] {
            let mut bytes = Vec::new();
            put(&mut bytes, text);
            let mut rest = bytes.as_slice();
            assert_eq!(take(&mut rest, 256).as_deref(), Ok(text));
            assert!(rest.is_empty());
        }
    }

    /// A changed word changes what issued links say.
    #[test]
    fn the_words_are_frozen() {
        let mut sum = 0_u64;
        for byte in WORDS.join("\n").bytes() {
            sum = sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte);
        }
        assert_eq!(sum, 17964073069404494268);
    }
}
