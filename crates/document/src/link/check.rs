//! The outermost layer: characters, version and check.

use super::{Cap, LinkError};

pub(super) const VERSION: char = '1';

/// How many characters the check has, and how few a link has at least.
const CHECK: usize = 6;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The payload as a fragment with version and check.
pub(super) fn seal(payload: &[u8]) -> Result<String, LinkError> {
    let mut text = String::with_capacity(payload.len() * 4 / 3 + 8);
    text.push(VERSION);
    for chunk in payload.chunks(3) {
        let bytes = [
            chunk.first().copied().unwrap_or(0),
            chunk.get(1).copied().unwrap_or(0),
            chunk.get(2).copied().unwrap_or(0),
        ];
        let bits = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        for index in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * index)) & 63;
            text.push(char::from(digit_of(BASE64, digit)));
        }
    }
    let check = check_of(&text);
    text.push_str(&check);
    if text.len() > Cap::Length.limit() {
        return Err(LinkError::TooLarge(Cap::Length));
    }
    Ok(text)
}

/// What a fragment holds, and whether its check agrees.
#[derive(Debug)]
pub(super) struct Unsealed {
    pub(super) payload: Vec<u8>,
    pub(super) is_whole: bool,
}

/// The fragment of an address, or the text itself; without what chat programs leave at its end.
pub(super) fn fragment(link: &str) -> Result<&str, LinkError> {
    let link = link.trim();
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    let fragment = fragment.trim_end_matches(|last: char| ".,;:!?)]}>'\"".contains(last));
    let mut characters = fragment.chars();
    let is_version = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphanumeric() && first != 'u');
    let is_payload =
        characters.all(|character| character.is_ascii_alphanumeric() || character == '-' || character == '_');
    if is_version && is_payload {
        Ok(fragment)
    } else {
        Err(LinkError::NotALink)
    }
}

pub(super) fn unseal(link: &str) -> Result<Unsealed, LinkError> {
    let fragment = fragment(link)?;
    if fragment.len() > Cap::Length.limit() {
        return Err(LinkError::TooLarge(Cap::Length));
    }
    let version = fragment.chars().next().ok_or(LinkError::NotALink)?;
    let Some((body, check)) = fragment.split_at_checked(fragment.len().saturating_sub(CHECK)) else {
        return Err(LinkError::Damaged);
    };
    let is_whole = !body.is_empty() && check == check_of(body);
    match (version, is_whole) {
        (VERSION, _) => {}
        (newer, true) => return Err(LinkError::NewerVersion(newer)),
        // With another version's first character and no check that agrees, it may be any address with a fragment.
        (_, false) => return Err(LinkError::NotALink),
    }
    if body.is_empty() {
        return Err(LinkError::CutOff);
    }
    Ok(Unsealed {
        payload: bytes(body.get(1..).unwrap_or_default()),
        is_whole,
    })
}

/// Base64url without padding; the alphabet is checked already.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for character in text.bytes() {
        let digit = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'-' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (bits >> count).to_be_bytes();
            bytes.push(byte);
        }
    }
    bytes
}

fn check_of(text: &str) -> String {
    let mut rest = crc32(text.as_bytes());
    let mut check = String::with_capacity(CHECK);
    for _ in 0..CHECK {
        check.push(char::from(digit_of(BASE62, rest % 62)));
        rest /= 62;
    }
    check
}

fn digit_of(alphabet: &[u8], digit: u32) -> u8 {
    usize::try_from(digit)
        .ok()
        .and_then(|digit| alphabet.get(digit))
        .copied()
        .unwrap_or(b'0')
}

/// The CRC of zip and PNG, bit by bit: links are short.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let polynomial = if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
            crc = crc >> 1 ^ polynomial;
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::{bytes, crc32, seal};

    #[test]
    fn the_check_is_the_known_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn base64_comes_back() {
        for length in 0..10 {
            let payload: Vec<u8> = (0..length).map(|byte| byte * 29).collect();
            let back = seal(&payload).map(|text| bytes(&text[1..text.len() - 6]));
            assert_eq!(back, Ok(payload));
        }
    }
}
