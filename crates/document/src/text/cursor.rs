//! Reads the words of one line, each as what is expected there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::Error;
use super::lexer::{Form, Line, Token};
use super::near::{did_you_mean, near};
use crate::words::{Words, value_of};

pub(crate) type Parsed<T> = Result<T, Error>;

/// A place in a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'n> {
    tokens: &'n [Token<'n>],
    line: u32,
    /// Where the line ends: the place of "something is missing".
    end: u32,
}

impl<'n> Cursor<'n> {
    pub(crate) fn new(line: &'n Line<'n>) -> Self {
        let end = line.tokens.last().map_or(line.indent + 1, |last| {
            last.column + u32::try_from(last.raw.chars().count()).unwrap_or(0)
        });
        Self {
            tokens: &line.tokens,
            line: line.number,
            end,
        }
    }

    pub(crate) fn peek(&self) -> Option<&'n Token<'n>> {
        self.tokens.first()
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> Option<&'n Token<'n>> {
        self.tokens.get(ahead)
    }

    /// The next word, if it is not in quotes.
    pub(crate) fn peek_bare(&self) -> Option<&'n str> {
        self.peek()
            .filter(|token| token.form == Form::Bare)
            .map(|token| token.raw)
    }

    pub(crate) fn advance(&mut self) -> Option<&'n Token<'n>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Takes the word if it is next.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        let found = self.peek_bare() == Some(word);
        if found {
            self.advance();
        }
        found
    }

    pub(crate) fn require(&mut self, word: &str) -> Parsed<()> {
        if self.take(word) {
            return Ok(());
        }
        Err(self.error(&format!("`{word}` is expected here")))
    }

    pub(crate) fn is_done(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(crate) fn finish(&self) -> Parsed<()> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(token.error(format!(
                "nothing more is expected here, but there is `{}`",
                shown(token)
            ))),
        }
    }

    /// An error at the next word, or at the end of the line if there is none.
    pub(crate) fn error(&self, expected: &str) -> Error {
        match self.peek() {
            Some(token) => token.error(format!("{expected}, not `{}`", shown(token))),
            None => Error::new(self.line, self.end, format!("{expected}, but the line ends")),
        }
    }

    /// The next word, whatever its form, for which `what` is expected: "a route table".
    pub(crate) fn token(&mut self, what: &str) -> Parsed<&'n Token<'n>> {
        let missing = self.error(&format!("{what} is expected here"));
        self.advance().ok_or(missing)
    }

    /// A name or other text, bare or in quotes.
    pub(crate) fn text(&mut self, what: &str) -> Parsed<Rc<str>> {
        let token = self.token(what)?;
        if token.form == Form::Mixed {
            return Err(token
                .error(format!(
                    "{what} is expected here, and quotes inside a word are not part of one"
                ))
                .fix("Put the whole of it in quotes"));
        }
        Ok(token.value.as_ref().into())
    }

    /// The id of something new. A bare `none` where it is named would mean nothing at all.
    pub(crate) fn new_id(&mut self) -> Parsed<Rc<str>> {
        if let Some(token) = self.peek().filter(|token| token.bare() == Some("none")) {
            return Err(token
                .error("`none` without quotes means that there is nothing, so it cannot be an id")
                .fix("Write \"none\" in quotes, here and where it is named, or take another id"));
        }
        self.text("an id")
    }

    /// Text that must stand in quotes.
    pub(crate) fn quoted(&mut self) -> Option<Rc<str>> {
        let token = self.peek().filter(|token| token.form == Form::Quoted)?;
        self.advance();
        Some(token.value.as_ref().into())
    }

    /// One of the words of a table.
    pub(crate) fn choice<T: Copy>(&mut self, what: &str, words: Words<T>) -> Parsed<T> {
        let names = || words.iter().map(|(word, _)| *word);
        let listed = names().collect::<Vec<_>>().join(", ");
        let missing = self.error(&format!("{what} ({listed}) is expected here"));
        let Some(token) = self.peek() else {
            return Err(missing);
        };
        match token.bare().and_then(|word| value_of(words, word)) {
            Some(value) => {
                self.advance();
                Ok(value)
            }
            None => Err(missing.fix_if(did_you_mean(&token.value, names()))),
        }
    }

    pub(crate) fn on_off(&mut self) -> Parsed<bool> {
        self.choice("a switch", &[("on", true), ("off", false)])
    }

    pub(crate) fn number<N: FromStr>(&mut self, what: &str) -> Parsed<N> {
        self.parsed(what)
    }

    pub(crate) fn ipv4(&mut self) -> Parsed<Ipv4Addr> {
        self.parsed("an IPv4 address, as in 10.0.0.10,")
    }

    pub(crate) fn ipv6(&mut self) -> Parsed<Ipv6Addr> {
        self.parsed("an IPv6 address, as in 2001:db8::10,")
    }

    pub(crate) fn address(&mut self) -> Parsed<IpAddr> {
        self.parsed("an IP address, as in 10.0.0.10,")
    }

    fn parsed<N: FromStr>(&mut self, what: &str) -> Parsed<N> {
        let wrong = self.error(&format!("{what} is expected here"));
        let token = self.peek().filter(|token| token.form == Form::Bare);
        match token.and_then(|token| token.raw.parse().ok()) {
            Some(value) => {
                self.advance();
                Ok(value)
            }
            None => Err(wrong),
        }
    }

    /// The next word as an IPv4 address, if it is one.
    pub(crate) fn ipv4_if(&mut self) -> Option<Ipv4Addr> {
        let address = self.peek_bare()?.parse().ok()?;
        self.advance();
        Some(address)
    }

    /// A range of addresses. Host bits are cut off, as AWS does it.
    pub(crate) fn cidr(&mut self) -> Parsed<IpNet> {
        self.cidr_as_written().map(|net| net.trunc())
    }

    fn cidr_as_written(&mut self) -> Parsed<IpNet> {
        let wrong = self.error("a CIDR, as in 10.0.0.0/16, is expected here");
        let Some(token) = self.peek().filter(|token| token.form == Form::Bare) else {
            return Err(wrong);
        };
        match token.raw.parse::<IpNet>() {
            Ok(net) => {
                self.advance();
                Ok(net)
            }
            Err(_) => Err(wrong.fix_if(cidr_advice(token.raw))),
        }
    }

    pub(crate) fn cidr4(&mut self) -> Parsed<Ipv4Net> {
        self.cidr4_as_written().map(|net| net.trunc())
    }

    /// With its host bits, so that somebody can be told that AWS clears them.
    pub(crate) fn cidr4_as_written(&mut self) -> Parsed<Ipv4Net> {
        let wrong = self.error("an IPv4 CIDR, as in 10.0.0.0/16, is expected here");
        match self.cidr_as_written()? {
            IpNet::V4(net) => Ok(net),
            IpNet::V6(_) => Err(wrong.fix("Write an IPv6 range after the word `ipv6`")),
        }
    }

    pub(crate) fn cidr6(&mut self) -> Parsed<Ipv6Net> {
        let wrong = self.error("an IPv6 CIDR, as in 2001:db8:1234:1a00::/56, is expected here");
        match self.cidr()? {
            IpNet::V6(net) => Ok(net),
            IpNet::V4(_) => Err(wrong),
        }
    }

    /// Whether a further value of a list follows, and not the next word of the line.
    pub(crate) fn has_more(&self, attributes: &[&str]) -> bool {
        self.peek().is_some_and(|token| {
            !token
                .bare()
                .is_some_and(|word| word == "name" || attributes.contains(&word))
        })
    }

    /// All values up to the next of the attributes' words; at least one. `none` alone is the empty list.
    pub(crate) fn list<T>(
        &mut self,
        attributes: &[&str],
        mut one: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        if self.take("none") {
            return Ok(Vec::new());
        }
        let mut values = vec![one(self)?];
        while self.has_more(attributes) {
            values.push(one(self)?);
        }
        Ok(values)
    }

    /// Whether one of the words stands anywhere in the rest of the line.
    pub(crate) fn has_word(&self, words: &[&str]) -> bool {
        self.tokens
            .iter()
            .any(|token| token.bare().is_some_and(|word| words.contains(&word)))
    }

    /// An error about an unknown word, with the words that are known here.
    pub(crate) fn unknown_word(&self, words: &[&str]) -> Error {
        let Some(token) = self.peek() else {
            return self.error("a word is expected here");
        };
        let listed = words.join(", ");
        let close = near(&token.value, words.iter().copied());
        let fix = if close.is_empty() {
            Some(format!("Possible here: {listed}"))
        } else {
            did_you_mean(&token.value, words.iter().copied())
        };
        token
            .error(format!("`{}` is not known here", shown(token)))
            .fix_if(fix.filter(|_| !words.is_empty()))
    }
}

/// The word for a message, cut if it is long.
pub(crate) fn shown(token: &Token<'_>) -> String {
    let mut text: String = token.raw.chars().take(40).collect();
    if text.len() < token.raw.len() {
        text.push('…');
    }
    text
}

/// What may be meant by something that is not quite a CIDR.
fn cidr_advice(text: &str) -> Option<String> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(format!("For this one address, write {}", IpNet::from(address)));
    }
    let (address, length) = text.split_once('/')?;
    let longest = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => {
            return Some("An IPv4 address has four numbers from 0 to 255 without leading zeros".to_owned())
                .filter(|_| !address.contains(':'));
        }
    };
    Some(format!(
        "The prefix length is a number from 0 to {longest}, not `{length}`"
    ))
}
