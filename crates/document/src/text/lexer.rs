//! Text into lines of words. Knows quotes, comments and indentation, and no keyword.

use std::borrow::Cow;
use std::rc::Rc;

use super::Error;

pub(crate) const LONGEST_NAME: usize = 256;

/// One line that says something.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) number: u32,
    pub(crate) indent: u32,
    pub(crate) tokens: Vec<Token<'a>>,
    /// Comment lines above it, then the comment at its end.
    pub(crate) comments: Vec<Rc<str>>,
}

/// One word.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// As it stands in the text, quotes included.
    pub(crate) raw: &'a str,
    /// Without quotes and escapes; the raw text of a mixed word.
    pub(crate) value: Cow<'a, str>,
    pub(crate) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Bare,
    Quoted,
    /// Quotes inside a word, as in `onprem:"head office"/"the printer"`.
    Mixed,
}

impl Token<'_> {
    pub(crate) fn error(&self, problem: impl Into<String>) -> Error {
        Error::new(self.line, self.column, problem)
    }

    /// The word itself, if it is not in quotes.
    pub(crate) fn bare(&self) -> Option<&str> {
        (self.form == Form::Bare).then_some(self.raw)
    }
}

/// What the whole text is made of.
#[derive(Debug, Default)]
pub(crate) struct Lexed<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    /// Comment lines at the very top, before an empty line.
    pub(crate) top: Vec<Rc<str>>,
    /// Comment lines after the last line.
    pub(crate) end: Vec<Rc<str>>,
}

pub(crate) fn lex<'a>(text: &'a str, errors: &mut Vec<Error>) -> Lexed<'a> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lexed = Lexed::default();
    let mut comments: Vec<Rc<str>> = Vec::new();
    let mut number = 0;
    for source in text.split('\n') {
        number += 1;
        let source = source.strip_suffix('\r').unwrap_or(source);
        let body = source.trim_start_matches([' ', '\t']);
        if body.trim_end().is_empty() {
            if lexed.lines.is_empty() && lexed.top.is_empty() {
                lexed.top.append(&mut comments);
            }
            continue;
        }
        if let Some(comment) = body.strip_prefix('#') {
            comments.push(comment_text(comment));
            continue;
        }
        let blank = source.get(..source.len() - body.len()).unwrap_or_default();
        if let Some(tab) = blank.find('\t') {
            errors.push(
                Error::new(number, columns(tab) + 1, "a tab cannot indent a line").fix("Use two spaces for each level"),
            );
        }
        let mut line = Line {
            number,
            indent: blank.chars().map(|blank| if blank == '\t' { 2 } else { 1 }).sum(),
            tokens: Vec::new(),
            comments: std::mem::take(&mut comments),
        };
        match words(body, number, columns(blank.len()) + 1, &mut line) {
            Ok(()) => lexed.lines.push(line),
            Err(error) => {
                errors.push(error);
                // What is inside it still has somewhere to stand; an empty line says nothing more.
                line.tokens.clear();
                lexed.lines.push(line);
            }
        }
    }
    // In a text of comments alone, all of them are its header.
    if lexed.lines.is_empty() {
        lexed.top.append(&mut comments);
    }
    lexed.end = comments;
    lexed
}

fn columns(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1)
}

fn comment_text(comment: &str) -> Rc<str> {
    comment.strip_prefix(' ').unwrap_or(comment).trim_end().into()
}

fn words<'a>(body: &'a str, number: u32, mut column: u32, line: &mut Line<'a>) -> Result<(), Error> {
    let mut rest = body;
    loop {
        let skipped = rest.trim_start();
        column += columns(rest.len() - skipped.len());
        rest = skipped;
        if rest.is_empty() {
            return Ok(());
        }
        if let Some(comment) = rest.strip_prefix('#') {
            line.comments.push(comment_text(comment));
            return Ok(());
        }
        let (token, length) = word(rest, number, column)?;
        column += columns(token.raw.chars().count());
        line.tokens.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// The first word of the rest of a line and its length in bytes.
fn word(rest: &str, line: u32, column: u32) -> Result<(Token<'_>, usize), Error> {
    let mut quoted = false;
    let mut quotes = 0;
    let mut escaped = false;
    let mut length = rest.len();
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                quotes += 1;
            }
            character if character.is_whitespace() && !quoted => {
                length = at;
                break;
            }
            _ => {}
        }
    }
    if quoted {
        return Err(Error::new(line, column, "this quote is not closed on the line").fix("Add a closing `\"`"));
    }
    let raw = rest.get(..length).unwrap_or_default();
    let (form, value) = if quotes == 0 {
        (Form::Bare, Cow::Borrowed(raw))
    } else if quotes == 2 && raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"') {
        (Form::Quoted, unquote(raw, line, column)?)
    } else {
        (Form::Mixed, Cow::Borrowed(raw))
    };
    if raw.len() > LONGEST_NAME && value.chars().count() > LONGEST_NAME * if form == Form::Mixed { 3 } else { 1 } {
        return Err(Error::new(line, column, "this word has more than 256 characters").fix("Use a shorter name"));
    }
    let token = Token {
        line,
        column,
        raw,
        value,
        form,
    };
    Ok((token, length))
}

/// The text between the quotes, with `\"`, `\\`, `\n`, `\t`, `\r` and `\u{…}` resolved.
pub(crate) fn unquote(raw: &str, line: u32, column: u32) -> Result<Cow<'_, str>, Error> {
    let inside = raw
        .strip_prefix('"')
        .and_then(|raw| raw.strip_suffix('"'))
        .unwrap_or(raw);
    if !inside.contains('\\') {
        return Ok(Cow::Borrowed(inside));
    }
    let mut text = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        text.push(match characters.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some(same @ ('"' | '\\')) => same,
            Some('u') => code_point(&mut characters)
                .ok_or_else(|| Error::new(line, column, "`\\u` needs the number of a character, as in `\\u{e9}`"))?,
            _ => {
                return Err(Error::new(
                    line,
                    column,
                    "a `\\` in quotes starts none of \\\" \\\\ \\n \\t \\r \\u{…}",
                )
                .fix("Write `\\\\` for a backslash"));
            }
        });
    }
    Ok(Cow::Owned(text))
}

fn code_point(characters: &mut std::str::Chars<'_>) -> Option<char> {
    let rest = characters.as_str().strip_prefix('{')?;
    let end = rest.find('}').filter(|&end| end <= 6)?;
    let point = u32::from_str_radix(rest.get(..end)?, 16).ok()?;
    *characters = rest.get(end + 1..)?.chars();
    char::from_u32(point)
}

/// The text in quotes, so that reading it gives the same text.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{{{:x}}}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
