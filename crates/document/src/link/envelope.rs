//! The payload: flags, plain header, sections.

use std::rc::Rc;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::coder::{Coded, Coder, Stop, put_number, take_number};
use super::names::Names;
use super::{Cap, Header, LinkError, Opened, check, flows, layout, topology};
use crate::document::{Comments, Document, View};

/// The sections are deflated.
const DEFLATED: u8 = 1;
/// The header is empty: the usual title, and no verdict.
const NO_HEADER: u8 = 2;

/// Sections by their tags. Frozen; others come after. Each is told apart by its tag, so an older program can skip it.
const TOPOLOGY: u64 = 1;
const LAYOUT: u64 = 2;
const FLOWS: u64 = 3;
const VIEW: u64 = 4;
const COMMENTS: u64 = 5;
const REQUESTS: u64 = 6;

/// The rest of the first byte: the length of the payload, modulo 64. It tells a link that was cut off from a damaged one.
const LENGTH_SHIFT: u32 = 2;

/// The highest effort of the compressor.
const EFFORT: u8 = 10;

pub(super) fn seal(document: &Document, verdict: Option<&str>) -> Result<String, LinkError> {
    let sections = sections(document)?;
    if sections.len() > Cap::Size.limit() {
        return Err(LinkError::TooLarge(Cap::Size));
    }
    let header = header(document, verdict)?;
    let deflated = compress_to_vec(&sections, EFFORT);
    let is_shorter = deflated.len() < sections.len();
    let flags = if is_shorter { DEFLATED } else { 0 } | if header.is_empty() { NO_HEADER } else { 0 };
    let mut payload = vec![flags];
    if !header.is_empty() {
        put_number(&mut payload, header.len() as u64);
        payload.extend(header);
    }
    payload.extend(if is_shorter { deflated } else { sections });
    let mark = length_mark(&payload);
    if let Some(first) = payload.first_mut() {
        *first |= mark;
    }
    check::seal(&payload)
}

fn length_mark(payload: &[u8]) -> u8 {
    let [low, ..] = payload.len().to_le_bytes();
    low << LENGTH_SHIFT
}

fn header(document: &Document, verdict: Option<&str>) -> Result<Vec<u8>, LinkError> {
    let mut header = Vec::new();
    if *document.title == *Document::default().title && verdict.is_none() {
        return Ok(header);
    }
    for text in [Some(document.title.as_ref()), verdict].into_iter().flatten() {
        if text.chars().count() > Cap::Name.limit() {
            return Err(LinkError::TooLarge(Cap::Name));
        }
        put_number(&mut header, text.len() as u64);
        header.extend(text.as_bytes());
    }
    Ok(header)
}

fn sections(document: &Document) -> Result<Vec<u8>, LinkError> {
    let mut sections = Vec::new();
    let mut coder = Coder::writer(topology::lane::COUNT);
    let (network, names) = topology::code(&document.topology, &mut coder)?;
    if names.all().len() > Cap::Elements.limit() {
        return Err(LinkError::TooLarge(Cap::Elements));
    }
    let mut put = |tag: u64, coder: Coder| {
        let section = coder.finish();
        put_number(&mut sections, tag);
        put_number(&mut sections, section.len() as u64);
        sections.extend(section);
    };
    put(TOPOLOGY, coder);
    if !document.layout.places.is_empty() {
        let mut coder = Coder::writer(layout::LANES);
        layout::code(&document.layout, &network, &names, &mut coder)?;
        put(LAYOUT, coder);
    }
    if !document.flows.is_empty() {
        let mut coder = Coder::writer(topology::lane::COUNT);
        flows::code(&document.flows, &names, &mut coder)?;
        put(FLOWS, coder);
    }
    if flows::have_requests(&document.flows) {
        let mut coder = Coder::writer(topology::lane::COUNT);
        flows::code_requests(&mut document.flows.to_vec(), &mut coder)?;
        put(REQUESTS, coder);
    }
    if document.view != View::default() {
        let mut coder = Coder::writer(1);
        flows::code_view(&document.view, &mut coder)?;
        put(VIEW, coder);
    }
    if !document.comments.0.is_empty() {
        let mut coder = Coder::writer(1);
        flows::code_comments(&document.comments, &names, &mut coder)?;
        put(COMMENTS, coder);
    }
    Ok(sections)
}

pub(super) fn open(link: &str) -> Result<Opened, LinkError> {
    let unsealed = check::unseal(link)?;
    is_whole(&unsealed)?;
    // A link that is whole and means nothing was not made by this program.
    read(&unsealed.payload).map_err(|stop| match stop {
        Stop::TooLarge(cap) => LinkError::TooLarge(cap),
        Stop::CutOff | Stop::Damaged => LinkError::Damaged,
    })
}

/// A check that does not agree means that the end is missing, or that something was changed; the length tells which.
fn is_whole(unsealed: &check::Unsealed) -> Result<(), LinkError> {
    if unsealed.is_whole {
        return Ok(());
    }
    let flags = DEFLATED | NO_HEADER;
    match unsealed.payload.first() {
        Some(first) if first & !flags == length_mark(&unsealed.payload) => Err(LinkError::Damaged),
        _ => Err(LinkError::CutOff),
    }
}

pub(super) fn peek(link: &str) -> Result<Header, LinkError> {
    let unsealed = check::unseal(link)?;
    let (header, _, _) = split(&unsealed.payload)?;
    if unsealed.is_whole {
        Ok(header)
    } else {
        Err(LinkError::Damaged)
    }
}

/// Flags, header and the sections as they stand.
fn split(payload: &[u8]) -> Coded<(Header, bool, &[u8])> {
    let (&flags, mut rest) = payload.split_first().ok_or(Stop::CutOff)?;
    let mut header = Header {
        title: Document::default().title,
        verdict: None,
    };
    if flags & NO_HEADER == 0 {
        let mut plain = part(&mut rest)?;
        header.title = plain_text(&mut plain)?;
        if !plain.is_empty() {
            header.verdict = Some(plain_text(&mut plain)?);
        }
    }
    Ok((header, flags & DEFLATED != 0, rest))
}

fn plain_text(rest: &mut &[u8]) -> Coded<Rc<str>> {
    let text = std::str::from_utf8(part(rest)?).map_err(|_| Stop::Damaged)?;
    if text.chars().count() > Cap::Name.limit() {
        return Err(Stop::TooLarge(Cap::Name));
    }
    Ok(text.into())
}

/// A length and so many bytes.
fn part<'r>(rest: &mut &'r [u8]) -> Coded<&'r [u8]> {
    let length = usize::try_from(take_number(rest)?).map_err(|_| Stop::Damaged)?;
    let (part, after) = rest.split_at_checked(length).ok_or(Stop::CutOff)?;
    *rest = after;
    Ok(part)
}

fn read(payload: &[u8]) -> Coded<Opened> {
    let (header, is_deflated, body) = split(payload)?;
    let inflated;
    let mut rest = if is_deflated {
        inflated = decompress_to_vec_with_limit(body, Cap::Size.limit()).map_err(|error| match error.status {
            TINFLStatus::FailedCannotMakeProgress => Stop::CutOff,
            TINFLStatus::HasMoreOutput => Stop::TooLarge(Cap::Size),
            _ => Stop::Damaged,
        })?;
        inflated.as_slice()
    } else {
        body
    };
    let mut document = Document {
        title: Rc::clone(&header.title),
        ..Document::default()
    };
    let mut names: Option<Names> = None;
    let mut not_shown = 0;
    while !rest.is_empty() {
        let tag = take_number(&mut rest)?;
        let section = part(&mut rest)?;
        let known = match (tag, &names) {
            (TOPOLOGY, None) => {
                let mut coder = Coder::reader(section, topology::lane::COUNT)?;
                let (network, read) = topology::code(&document.topology, &mut coder)?;
                document.topology = Rc::new(network);
                names = Some(read);
                true
            }
            (_, Some(names)) => read_section(tag, section, &mut document, names)?,
            (_, None) => false,
        };
        not_shown += usize::from(!known);
    }
    if names.is_none() {
        return Err(Stop::CutOff);
    }
    Ok(Opened {
        document,
        header,
        not_shown,
    })
}

/// Whether the section is one that this version knows.
fn read_section(tag: u64, section: &[u8], document: &mut Document, names: &Names) -> Coded<bool> {
    match tag {
        LAYOUT => {
            let mut coder = Coder::reader(section, layout::LANES)?;
            document.layout = Rc::new(layout::code(&document.layout, &document.topology, names, &mut coder)?);
        }
        FLOWS => {
            let mut coder = Coder::reader(section, topology::lane::COUNT)?;
            document.flows = Rc::new(flows::code(&[], names, &mut coder)?);
        }
        REQUESTS => {
            let mut coder = Coder::reader(section, topology::lane::COUNT)?;
            flows::code_requests(Rc::<Vec<_>>::make_mut(&mut document.flows), &mut coder)?;
        }
        VIEW => {
            let mut coder = Coder::reader(section, 1)?;
            document.view = flows::code_view(&View::default(), &mut coder)?;
        }
        COMMENTS => {
            let mut coder = Coder::reader(section, 1)?;
            document.comments = Rc::new(flows::code_comments(&Comments::default(), names, &mut coder)?);
        }
        _ => return Ok(false),
    }
    Ok(true)
}
