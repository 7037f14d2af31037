//! Whatever somebody pastes: the text form, the diagram's JSON, a link to it, or a picture that carries it. What it is, its content says.

use std::fmt;

use crate::document::Document;
use crate::form::{Form, bare};
use crate::{file, link, picture, text};

/// Why nothing could be read, in the form that the content seems to have.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenError {
    Blank,
    Text(Vec<text::Error>),
    Json(file::Error),
    Link(link::LinkError),
    /// A picture or page that has no diagram in it.
    Picture,
    /// A file that is neither text nor a picture of ours.
    Bytes,
}

/// Reads any of the forms.
pub fn open(content: &str) -> Result<Document, OpenError> {
    let content = bare(content);
    match Form::of_text(content) {
        Form::Blank => Err(OpenError::Blank),
        Form::Svg | Form::Page => of_picture(picture::of_svg(content)),
        Form::Link => link::decode(content.trim()).map_err(OpenError::Link),
        Form::Json => file::read(content).map_err(OpenError::Json),
        Form::Foreign if content.trim_start().starts_with(['{', '[']) => file::read(content).map_err(OpenError::Json),
        _ => text::parse(content).map_err(OpenError::Text),
    }
}

/// Reads a file in any of the forms.
pub fn open_file(bytes: &[u8]) -> Result<Document, OpenError> {
    if picture::is_png(bytes) {
        return of_picture(picture::of_png(bytes));
    }
    open(std::str::from_utf8(bytes).map_err(|_| OpenError::Bytes)?)
}

fn of_picture(read: Option<Result<Document, file::Error>>) -> Result<Document, OpenError> {
    read.ok_or(OpenError::Picture)?.map_err(OpenError::Json)
}

impl OpenError {
    /// One sentence each, with the line it is about where there is one.
    pub fn sentences(&self) -> Vec<(Option<u32>, String)> {
        match self {
            Self::Blank => vec![(None, "there is nothing to read here".to_owned())],
            Self::Text(errors) => errors
                .iter()
                .map(|error| (Some(error.line), error.to_string()))
                .collect(),
            Self::Json(error) => {
                let line = match error {
                    file::Error::Syntax { line, .. } => u32::try_from(*line).ok(),
                    _ => None,
                };
                vec![(line, error.to_string())]
            }
            Self::Picture => vec![(None, PICTURE.to_owned())],
            Self::Bytes => vec![(None, BYTES.to_owned())],
            Self::Link(error) => vec![(None, error.to_string())],
        }
    }
}

const PICTURE: &str = "there is no diagram in this picture. Pictures that Reachlight exported carry theirs, until another program drops it";

const BYTES: &str = "this is neither text nor a picture with a diagram";

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.sentences().into_iter().next();
        out.write_str(&first.map(|(_, sentence)| sentence).unwrap_or_default())
    }
}

impl std::error::Error for OpenError {}
