//! The Share dialog: how long the link is and where it fits, and the snippet for a page.

use std::rc::Rc;

use document::Mode;
use document::export::escape_xml;

use crate::export::file_name;

/// Where a link of this length works (characters of the whole address).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Fits into a QR code or a text message.
    Short,
    Everywhere,
    /// Fine in web pages; some chats cut it off.
    Long,
    /// Too long for most places.
    TooLong,
}

impl Fit {
    pub const SHORT: usize = 600;
    pub const EVERYWHERE: usize = 2_000;
    pub const LONG: usize = 4_000;

    pub const fn of(length: usize) -> Self {
        if length <= Self::SHORT {
            Fit::Short
        } else if length <= Self::EVERYWHERE {
            Fit::Everywhere
        } else if length <= Self::LONG {
            Fit::Long
        } else {
            Fit::TooLong
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Fit::Short => "Short enough for a QR code or a text message.",
            Fit::Everywhere => "Works everywhere: chats, mail, course pages.",
            Fit::Long => "Fine in web pages and course pages. Some chats cut it off.",
            Fit::TooLong => "Too long for most chats and mail programs: send the text below as a file instead.",
        }
    }
}

/// What the reader of the link may do.
pub const MODES: [(Mode, &str, &str); 3] = [
    (Mode::View, "View", "Look and trace"),
    (Mode::Explore, "Explore", "Also try things, without changing the link"),
    (Mode::Edit, "Edit", "Change everything, in their own copy"),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub title: Rc<str>,
    pub mode: Mode,
    /// The whole address, or which cap of the link is exceeded.
    pub link: Result<Rc<str>, Rc<str>>,
    /// The diagram in the text form: the file to send where the link is too long.
    pub text: Rc<str>,
}

impl Share {
    pub fn length(&self) -> usize {
        self.link.as_ref().map_or(0, |link| link.chars().count())
    }

    pub fn fit(&self) -> Fit {
        match &self.link {
            Ok(_) => Fit::of(self.length()),
            Err(_) => Fit::TooLong,
        }
    }

    /// The frame for a web page. It asks for little chrome in the query; the diagram stays in the fragment.
    pub fn snippet(&self) -> Option<String> {
        let link = self.link.as_ref().ok()?;
        let (page, fragment) = link.split_once('#')?;
        let separator = if page.contains('?') { '&' } else { '?' };
        let title = escape_xml(&self.title);
        let address = escape_xml(&format!("{page}{separator}embed#{fragment}"));
        Some(format!(
            "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"480\" loading=\"lazy\" \
             style=\"border:0\" allow=\"fullscreen; clipboard-write\" allowfullscreen \
             referrerpolicy=\"no-referrer\"></iframe>"
        ))
    }

    /// What the file of the text form is called.
    pub fn file_name(&self) -> String {
        file_name(&self.title, "reach")
    }
}
