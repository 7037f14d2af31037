//! Every diagram that the repository holds: samples, frozen files, and the networks of cases with their flows.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use document::{Document, text};
use reach::topology::Topology;

use crate::case;

/// A diagram and the file that it comes from.
#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    pub document: Document,
}

/// What nobody should call a thing, and somebody does.
pub const HOSTILE: &[&str] = &[
    "end",
    "\"]; x --> y",
    "</text><script>alert(1)</script>",
    "%%{init: {}}%% style a:#f;",
    "${jsondecode(1)} %{if true}",
    "line\nbreak\ttab\u{7}\u{2028}",
    "\\",
    "`**bold**` [link](javascript:x)",
    "Büro 7 – 東京 🏢",
    "a|b | c -- --> \u{202e}",
    "]]>--><!--",
    "&lt;&#34; #quot; #35;",
    "",
];

/// Samples first, then frozen files, then cases.
pub fn sheets() -> Vec<Sheet> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sheets: Vec<Sheet> = Vec::new();
    for folder in ["../www/samples", "links/v1"] {
        let entries = std::fs::read_dir(here.join(folder)).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.sort();
        let texts = files
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "reach"));
        sheets.extend(texts.filter_map(|path| of_text(path, &std::fs::read_to_string(path).ok()?)));
    }
    sheets.extend(case::files(&here.join("cases")).iter().filter_map(|path| of_case(path)));
    sheets
}

/// The same diagram with names that mean something elsewhere.
pub fn with_hostile_names(document: &Document) -> Document {
    let mut document = document.clone();
    let mut topology: Topology = (*document.topology).clone();
    let mut names = HOSTILE.iter().cycle();
    for reference in topology.references() {
        if let Some(mut element) = topology.get(&reference) {
            element.set_name(names.next().map(|name| Rc::from(*name)));
            topology.put(element);
        }
    }
    document.topology = Rc::new(topology);
    document.title = HOSTILE.concat().into();
    let flows = document.flows.iter().cloned();
    let renamed = flows.zip(HOSTILE.iter().cycle()).map(|(mut flow, name)| {
        flow.name = Some(Rc::from(*name));
        flow
    });
    document.flows = Rc::new(renamed.collect());
    document
}

fn of_text(path: &Path, content: &str) -> Option<Sheet> {
    Some(Sheet {
        name: path.file_stem()?.to_string_lossy().into_owned(),
        document: text::parse(content).ok()?,
    })
}

/// The network with the flows that are asked of it unchanged.
fn of_case(path: &Path) -> Option<Sheet> {
    let case = case::read(path).ok()?;
    let unchanged = case
        .sections
        .iter()
        .take_while(|section| section.kind != "variant" && section.kind != "try");
    let flows = unchanged
        .filter(|section| section.kind == "flow")
        .map(|section| format!("\nflow {}", section.head));
    let content = case.network.clone() + &flows.collect::<String>();
    of_text(path, &content).or_else(|| of_text(path, &case.network))
}
