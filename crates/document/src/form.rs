//! What a file, or a pasted text, holds: found out from its content, never from its name.

use std::str;

use crate::import::{is_cloudformation_yaml, is_terraform_source};
use crate::picture;

/// One of our own forms, or whose it seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Blank,
    /// The text form, with mistakes or not.
    Text,
    /// The diagram's JSON. (One of another program's that is large is not parsed to find out.)
    Json,
    Link,
    /// A picture or page, which may carry a diagram.
    Svg,
    Png,
    /// What importers read: JSON, a template, text in UTF-16.
    Foreign,
    /// A web page, or other XML.
    Page,
    /// Terraform's own language, which only Terraform can work out.
    Terraform,
    /// An archive, as `terraform plan -out` writes one.
    Packed,
    /// Neither text nor a picture.
    Bytes,
}

impl Form {
    /// Of a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        if picture::is_png(bytes) {
            return Form::Png;
        }
        match (str::from_utf8(bytes), bytes) {
            (Ok(text), _) => Self::of_text(text),
            // PowerShell writes UTF-16.
            (Err(_), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) => Form::Foreign,
            (Err(_), [b'P', b'K', ..]) => Form::Packed,
            (Err(_), _) => Form::Bytes,
        }
    }

    /// Of a file's first bytes, which may end in the middle of a letter.
    pub fn of_beginning(bytes: &[u8]) -> Self {
        match str::from_utf8(bytes) {
            Err(cut) if cut.error_len().is_none() => Self::of(bytes.get(..cut.valid_up_to()).unwrap_or_default()),
            _ => Self::of(bytes),
        }
    }

    pub fn of_text(text: &str) -> Self {
        let start = bare(text).trim();
        match start.as_bytes().first() {
            None => Form::Blank,
            Some(b'{' | b'[') if start.contains("\"reachlight\"") => Form::Json,
            Some(b'{' | b'[') => Form::Foreign,
            Some(b'<') if start.contains("<svg") => Form::Svg,
            Some(b'<') => Form::Page,
            // A diagram in the text form has words with blanks between them; an address has none.
            Some(_) if start.contains('#') && !start.contains(char::is_whitespace) => Form::Link,
            Some(_) if is_cloudformation_yaml(start) => Form::Foreign,
            Some(_) if is_terraform_source(start) => Form::Terraform,
            Some(_) => Form::Text,
        }
    }
}

/// A text without the mark that some programs put before it.
pub(crate) fn bare(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_may_end_in_the_middle_of_a_letter() {
        let cut = "vpc \u{fc}".as_bytes().split_last().map(|(_, cut)| cut);
        assert_eq!(cut.map(Form::of_beginning), Some(Form::Text));
        assert_eq!(cut.map(Form::of), Some(Form::Bytes));
    }

    #[test]
    fn the_content_says_what_a_file_is() {
        let forms: [(&[u8], Form); 17] = [
            (b" \n", Form::Blank),
            (b"vpc a 10.0.0.0/16\n", Form::Text),
            (b"# a comment\n", Form::Text),
            (b"anything at all", Form::Text),
            (b"\xef\xbb\xbf{\"reachlight\": 1}", Form::Json),
            (b"{\"Vpcs\": []}", Form::Foreign),
            (b"[]", Form::Foreign),
            (b"https://example.org/#1AbC", Form::Link),
            (b"#1AbC", Form::Link),
            (b"<?xml version=\"1.0\"?><svg></svg>", Form::Svg),
            (b"<!doctype html>", Form::Page),
            (b"\x89PNG\r\n\x1a\nrest", Form::Png),
            (b"Resources:\n  V: {Type: AWS::EC2::VPC}\n", Form::Foreign),
            (b"locals {\n  a = 1\n}\n", Form::Terraform),
            (b"\xff\xfe{\0}\0\x00\xd8", Form::Foreign),
            (b"PK\x03\x04\xff", Form::Packed),
            (b"\x80\x81", Form::Bytes),
        ];
        for (bytes, form) in forms {
            assert_eq!(Form::of(bytes), form, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
