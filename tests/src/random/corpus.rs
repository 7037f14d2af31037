//! The networks of the samples and cases: deep paths that work, or fail for one reason.

use std::fs;
use std::path::Path;

use document::text;
use reach::topology::Topology;

/// All of them, in the order of their file names, each with a number of its own that stays when files are added.
pub fn networks() -> Vec<(u64, Topology)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut written = Vec::new();
    for folder in ["../www/samples", "cases"] {
        collect(&root.join(folder), &mut written);
    }
    let mut networks = Vec::new();
    for text in written {
        let Ok(document) = text::parse(&text) else { continue };
        networks.push((number(&text), (*document.topology).clone()));
    }
    networks
}

/// FNV-1a.
fn number(text: &str) -> u64 {
    let step = |number: u64, byte: u8| (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn collect(folder: &Path, written: &mut Vec<String>) {
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
            continue;
        }
        let Ok(whole) = fs::read_to_string(&path) else { continue };
        // The network of a case, without its flows.
        let network = whole
            .split_once("== network\n")
            .map_or(whole.as_str(), |(_, network)| network);
        written.push(network.split("\n== ").next().unwrap_or(network).to_owned());
    }
}
