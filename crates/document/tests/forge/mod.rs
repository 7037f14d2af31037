//! Makes links that the program would not make, with a check that agrees.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

pub fn payload(fragment: &str) -> Vec<u8> {
    let digits = fragment[1..fragment.len() - 6]
        .bytes()
        .map(|byte| BASE64.iter().position(|known| *known == byte).unwrap());
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for digit in digits {
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

pub fn wrap(payload: &[u8]) -> String {
    wrap_as('1', payload)
}

pub fn wrap_as(version: char, payload: &[u8]) -> String {
    let mut text = String::from(version);
    for chunk in payload.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, index| {
            bits << 8 | u32::from(chunk.get(index).copied().unwrap_or(0))
        });
        for index in 0..=chunk.len() {
            text.push(char::from(BASE64[(bits >> (18 - 6 * index) & 63) as usize]));
        }
    }
    let mut crc = u32::MAX;
    for byte in text.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let mut rest = !crc;
    for _ in 0..6 {
        text.push(char::from(BASE62[(rest % 62) as usize]));
        rest /= 62;
    }
    text
}
