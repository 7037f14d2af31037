//! Pictures that carry their diagram, so that they can be opened and changed like any file: JSON in the metadata of an SVG, or in
//! a text chunk of a PNG.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use crate::{Document, file};

/// What every PNG begins with.
const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The keyword of our chunk.
const KEYWORD: &[u8] = b"reachlight\0";
/// A diagram that unpacks to more than this is none of ours.
const LARGEST: usize = 64 << 20;
/// Places that may be the diagram, of those that look like it.
const MOST_TRIED: usize = 16;
const EFFORT: u8 = 9;

/// The `<metadata>` that holds the diagram. It has no letter that XML reads as its own, and none beyond ASCII.
pub fn metadata(document: &Document) -> String {
    let mut out = String::from("<metadata><diagram xmlns=\"urn:reachlight:diagram\">");
    for unit in file::write(document).encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'\n') => {}
            Ok(byte @ 0x20..=0x7e) if !b"<>&".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out.push_str("</diagram></metadata>\n");
    out
}

/// The diagram in the text of an SVG; `None` if there is none in it.
pub fn of_svg(svg: &str) -> Option<Result<Document, file::Error>> {
    let quotes = ["\"", "&quot;", "&#34;"];
    let mut last = None;
    for quote in quotes {
        let mark = format!("{quote}reachlight{quote}");
        for (at, _) in svg.match_indices(&mark).take(MOST_TRIED) {
            let (before, after) = svg.split_at(at);
            let start = before.rfind('{').unwrap_or(at);
            let end = after.find('<').map_or(svg.len(), |end| at + end);
            let content = svg.get(start..end).unwrap_or_default().replace(quote, "\"");
            let content = content.rfind('}').and_then(|end| content.get(..=end));
            match content.map(file::read) {
                Some(Ok(document)) => return Some(Ok(document)),
                Some(Err(error)) => last = Some(Err(error)),
                None => {}
            }
        }
    }
    last
}

pub fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// The same picture with the diagram in it; `None` if it is not a PNG.
pub fn into_png(png: &[u8], document: &Document) -> Option<Vec<u8>> {
    let header = chunks(png).next().filter(|chunk| chunk.kind == b"IHDR")?;
    let (before, after) = png.split_at_checked(header.end)?;
    let mut data = KEYWORD.to_vec();
    // Compressed, by the usual method, in no language, with no other keyword.
    data.extend([1, 0, 0, 0]);
    data.extend(compress_to_vec_zlib(file::write(document).as_bytes(), EFFORT));
    let mut out = before.to_vec();
    out.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
    let start = out.len();
    out.extend(b"iTXt");
    out.extend(data);
    let sum = checksum(out.get(start..)?);
    out.extend(sum.to_be_bytes());
    out.extend(after);
    Some(out)
}

/// The diagram in a PNG; `None` if there is none in it.
pub fn of_png(png: &[u8]) -> Option<Result<Document, file::Error>> {
    let ours = chunks(png).find_map(|chunk| (chunk.kind == b"iTXt").then(|| chunk.data.strip_prefix(KEYWORD))?)?;
    let (&[compressed, _], rest) = ours.split_first_chunk()?;
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let text = parts.nth(2)?;
    let unpacked = match compressed {
        0 => text.to_vec(),
        _ => decompress_to_vec_zlib_with_limit(text, LARGEST).ok()?,
    };
    Some(file::read(std::str::from_utf8(&unpacked).ok()?))
}

struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
    /// Where the next one begins.
    end: usize,
}

fn chunks(png: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut at = if is_png(png) { SIGNATURE.len() } else { png.len() };
    std::iter::from_fn(move || {
        let rest = png.get(at..)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (kind, rest) = rest.split_at_checked(4)?;
        let (data, rest) = rest.split_at_checked(length)?;
        // The checksum is for machines that lost bits on the way; the JSON has its own mistakes.
        let (_, rest) = rest.split_at_checked(4)?;
        at = png.len() - rest.len();
        Some(Chunk { kind, data, end: at })
    })
}

/// CRC-32 as in ISO 3309. Page: w3.org/TR/png-3/#5CRC-algorithm
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let low = sum & 1;
            sum = (sum >> 1) ^ (0xedb8_8320 * low);
        }
    }
    !sum
}
