//! Everything that a diagram can be taken away as: one list for the page and for the command line.

use document::{Document, export, file, text};
use reach::flow_log::{self, Seen};

use crate::svg::Theme;
use crate::{Derived, drawio, report, svg};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Drawio,
    Html,
    Markdown,
    Terraform,
    Cloudformation,
    Mermaid,
    Dot,
    FlowLogs,
    Text,
    Json,
}

/// What people are told about a format, and what browsers and file systems are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    pub format: Format,
    pub title: &'static str,
    pub purpose: &'static str,
    pub ending: &'static str,
    pub media_type: &'static str,
}

/// In the order in which they are offered.
#[rustfmt::skip]
pub static FORMATS: &[About] = &[
    about(Format::Svg, "SVG picture", "Sharp at any size; the diagram is inside", "svg", "image/svg+xml"),
    about(Format::Drawio, "draw.io", "To draw on in diagrams.net", "drawio", "application/xml"),
    about(Format::Html, "Report as a page", "Picture, problems and traces, to print or send", "html", "text/html"),
    about(Format::Markdown, "Report in Markdown", "Problems and traces as text", "md", "text/markdown"),
    about(Format::Terraform, "Terraform", "Resources; what they cannot hold is noted", "tf", "text/plain"),
    about(Format::Cloudformation, "CloudFormation", "A template; what it cannot hold is noted", "template.json", "application/json"),
    about(Format::Mermaid, "Mermaid", "For Markdown that draws", "mmd", "text/plain"),
    about(Format::Dot, "Graphviz", "For the dot program", "dot", "text/vnd.graphviz"),
    about(Format::FlowLogs, "Flow logs", "What VPC flow logs would hold about the flows", "log", "text/plain"),
    about(Format::Text, "Text form", "Short; opens here and on the command line", "reach", "text/plain"),
    about(Format::Json, "JSON", "For programs; opens here, too", "json", "application/json"),
];

const fn about(
    format: Format,
    title: &'static str,
    purpose: &'static str,
    ending: &'static str,
    media_type: &'static str,
) -> About {
    About {
        format,
        title,
        purpose,
        ending,
        media_type,
    }
}

/// The diagram in this format. The same diagram gives the same text, whatever view it is looked at in.
pub fn written(document: &Document, format: Format, theme: Theme) -> String {
    match format {
        Format::Text => text::format(document),
        Format::Json => file::write(document),
        Format::Mermaid => export::mermaid(document),
        Format::Dot => export::dot(document),
        Format::Terraform => export::terraform(document),
        Format::Cloudformation => export::cloudformation(document),
        Format::Markdown => export::report::markdown(document),
        Format::FlowLogs => {
            let fields = flow_log::Format::default_format();
            export::flow_logs(document, &fields, &|_| Seen::ONE_PACKET)
        }
        Format::Drawio => drawio::drawio(document, &derived(document).scene),
        Format::Html => report::html(document, &derived(document).scene),
        Format::Svg => svg::picture(document, &derived(document).scene, theme),
    }
}

/// A picture with the diagram inside, and the size in which it is meant to be seen: to be turned into dots.
pub fn picture(document: &Document, theme: Theme) -> (String, (i32, i32)) {
    let scene = derived(document).scene;
    (svg::picture(document, &scene, theme), svg::size(&scene))
}

/// As the page draws it, without what does not count if the diagram says so.
fn derived(document: &Document) -> Derived {
    Derived::of(document).assuming(document, document.view.assumptions)
}

/// A name for the file: the title in small letters, with hyphens.
pub fn file_name(title: &str, ending: &str) -> String {
    let mut name = String::new();
    for character in title.chars() {
        if is_of_a_word(character) {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    format!("{}.{ending}", if name.is_empty() { "network" } else { name })
}

/// Letters and digits, and whatever is not known to be a sign: the page carries no table of the letters of all languages.
fn is_of_a_word(character: char) -> bool {
    let is_sign = matches!(character, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}');
    character.is_ascii_alphanumeric() || !character.is_ascii() && !is_sign
}
