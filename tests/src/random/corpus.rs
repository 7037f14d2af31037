//! The networks of the samples and cases: deep paths that work, or fail for one reason.

use std::fs;
use std::path::Path;

use document::text;
use reach::question::Question;
use reach::topology::Topology;

/// A network that a sample or a case draws.
#[derive(Clone, Debug)]
pub struct Known {
    /// The file, below its folder.
    pub name: String,
    /// Its own, and the same when other files are added.
    pub number: u64,
    pub topology: Topology,
    /// What the sample or the case asks about it.
    pub questions: Vec<Question>,
}

/// All of them, in the order of their file names.
pub fn known() -> Vec<Known> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut networks = Vec::new();
    for folder in ["../www/samples", "cases"] {
        let folder = root.join(folder);
        let mut written = Vec::new();
        collect(&folder, &mut written);
        for (path, whole) in written {
            let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
            networks.extend(of_file(name, &whole));
        }
    }
    networks
}

fn of_file(name: String, whole: &str) -> Option<Known> {
    // The network of a case, without its flows.
    let network = whole.split_once("== network\n").map_or(whole, |(_, network)| network);
    let (network, sections) = network.split_once("\n== ").unwrap_or((network, ""));
    let document = text::parse(network).ok()?;
    // The edits of variants make other networks.
    let of_network = sections.split("\n== ").take_while(|section| !is_change(section));
    let asked = of_network.filter_map(|section| section.lines().next()?.strip_prefix("flow "));
    let asked = asked.filter_map(|flow| text::parse_flow(&format!("flow {flow}"), &document.topology).ok());
    let questions = document.flows.iter().cloned().chain(asked);
    Some(Known {
        name,
        number: number(network),
        questions: questions.map(|flow| flow.question).collect(),
        topology: (*document.topology).clone(),
    })
}

fn is_change(section: &str) -> bool {
    section.starts_with("variant") || section.starts_with("try")
}

/// FNV-1a.
fn number(text: &str) -> u64 {
    let step = |number: u64, byte: u8| (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn collect(folder: &Path, written: &mut Vec<(std::path::PathBuf, String)>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, written);
        } else if let Ok(whole) = fs::read_to_string(&path) {
            written.push((path, whole));
        }
    }
}
