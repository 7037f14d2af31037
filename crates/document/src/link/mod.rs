//! The share link: a whole diagram in the fragment of an address, `#1…`.
//!
//! ```text
//! fragment = version character · payload in base64url · check (CRC-32 of all before it, six base62 characters)
//! payload  = flags and length · plain header (title, verdict in a line) · sections, deflated if that saves
//! section  = tag · length · lanes (values of one sort next to each other)
//! ```
//!
//! Elements are numbered, addresses are relative to what they are in, common words are single bytes, defaults are left out.
//! Everything is capped before it is inflated or kept; a link once issued opens for ever (`tests/links/`).

mod check;
mod coder;
mod envelope;
mod flows;
mod layout;
mod names;
mod record;
mod rows;
mod text;
mod topology;
mod words;

use std::fmt;
use std::rc::Rc;

use crate::document::Document;

/// What a link, not a document, is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cap {
    /// Characters of the link: 65,536.
    Length,
    /// Bytes before compression: 262,144.
    Size,
    /// Elements: 2,000.
    Elements,
    /// Routes and rules: 5,000.
    Rows,
    /// Characters of a name: 256.
    Name,
}

impl Cap {
    pub const fn limit(self) -> usize {
        match self {
            Cap::Length => 1 << 16,
            Cap::Size => 1 << 18,
            Cap::Elements => 2_000,
            Cap::Rows => 5_000,
            Cap::Name => 256,
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Cap::Length => "characters",
            Cap::Size => "bytes before compression",
            Cap::Elements => "elements",
            Cap::Rows => "routes and rules",
            Cap::Name => "characters in one name",
        }
    }
}

/// Why a link cannot be opened or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The address holds no diagram.
    NotALink,
    /// The end is missing: mail and chat programs do that to long links.
    CutOff,
    /// A character was changed on the way.
    Damaged,
    /// A later version of this program made it.
    NewerVersion(char),
    TooLarge(Cap),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::NotALink => {
                f.write_str("this is not a link to a diagram. Copy the whole address, from https:// to its end.")
            }
            LinkError::CutOff => f.write_str("this link is cut off: its end is missing. Copy it again, whole."),
            LinkError::Damaged => f.write_str(
                "this link is damaged: a part of it was changed on the way. Copy it again from where it came from.",
            ),
            LinkError::NewerVersion(version) => {
                write!(
                    f,
                    "this link was made by a newer version (`{version}`; this one knows `1`). Open it in the newer version."
                )
            }
            LinkError::TooLarge(cap) => write!(
                f,
                "a link can hold no more than {} {}. Share the diagram as a file.",
                cap.limit(),
                cap.what()
            ),
        }
    }
}

impl std::error::Error for LinkError {}

/// The plain part of a link: enough for a preview without the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub title: Rc<str>,
    /// One line on what the diagram shows: "app-1 cannot reach S3: no route".
    pub verdict: Option<Rc<str>>,
}

/// An opened link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub document: Document,
    pub header: Header,
    /// Sections that this version does not know: "1 feature not shown".
    pub not_shown: usize,
}

/// Makes the fragment, without its `#`.
pub fn encode(document: &Document) -> Result<String, LinkError> {
    encode_with_verdict(document, None)
}

/// Makes the fragment with a line for previews.
pub fn encode_with_verdict(document: &Document, verdict: Option<&str>) -> Result<String, LinkError> {
    envelope::seal(document, verdict)
}

/// Opens a fragment or a whole address.
pub fn decode(link: &str) -> Result<Document, LinkError> {
    open(link).map(|opened| opened.document)
}

/// Opens a fragment or a whole address, and says what was in it besides the document.
pub fn open(link: &str) -> Result<Opened, LinkError> {
    envelope::open(link)
}

/// Reads title and verdict only.
pub fn peek_header(link: &str) -> Result<Header, LinkError> {
    envelope::peek(link)
}

/// Whether a text looks like a link to a diagram, damaged or not.
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && text.contains('#') && check::fragment(text).is_ok()
}
