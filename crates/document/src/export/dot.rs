//! Graphviz: subnets and VPCs are clusters. Page: graphviz.org/doc/info/lang.html

use reach::sorted::SortedSet;
use reach::trace::Verdict;

use super::graph::{Graph, Item};
use crate::Document;

/// The diagram in the DOT language.
pub fn dot(document: &Document) -> String {
    let graph = Graph::of(document);
    let frames = graph.frames();
    let mut out = format!(
        "digraph {title} {{\n  graph [label={title}, labelloc=t, compound=true, rankdir=LR, fontname=\"sans-serif\"];\n  \
         node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n",
        title = quoted(&document.title)
    );
    for item in &graph.items {
        write(&mut out, item, 1);
    }
    for link in &graph.links {
        let style = if link.carries { "solid" } else { "dashed" };
        let style = format!("dir=none, style={style}");
        join(&mut out, &frames, [&link.from, &link.to], &link.words, &style);
    }
    for flow in &graph.flows {
        let style = match flow.verdict {
            Verdict::Allowed => "style=bold",
            Verdict::Partial => "style=solid, arrowhead=onormal",
            Verdict::Blocked => "style=dashed, arrowhead=tee",
            Verdict::Unknown => "style=dotted, arrowhead=odiamond",
        };
        join(&mut out, &frames, [&flow.from, &flow.to], &flow.words, style);
    }
    out.push_str("}\n");
    out
}

fn write(out: &mut String, item: &Item, level: usize) {
    let indent = "  ".repeat(level);
    let label = quoted(&item.lines.join("\n"));
    let id = quoted(&item.id);
    if !item.is_frame {
        out.push_str(&format!("{indent}{id} [label={label}];\n"));
        return;
    }
    let cluster = cluster(&item.id);
    out.push_str(&format!("{indent}subgraph {cluster} {{\n{indent}  label={label};\n"));
    // Lines end at nodes: this one stands for the frame, which would not be drawn if it were empty.
    out.push_str(&format!("{indent}  {id} [shape=point, style=invis, label=\"\"];\n"));
    for inner in &item.inside {
        write(out, inner, level + 1);
    }
    out.push_str(&format!("{indent}}}\n"));
}

fn cluster(id: &str) -> String {
    quoted(&format!("cluster_{id}"))
}

fn join(out: &mut String, frames: &SortedSet<String>, [from, to]: [&String; 2], words: &str, style: &str) {
    let mut attributes = vec![style.to_owned()];
    if frames.contains(from) {
        attributes.push(format!("ltail={}", cluster(from)));
    }
    if frames.contains(to) {
        attributes.push(format!("lhead={}", cluster(to)));
    }
    if !words.is_empty() {
        attributes.push(format!("label={}", quoted(words)));
    }
    let attributes = attributes.join(", ");
    out.push_str(&format!("  {} -> {} [{attributes}];\n", quoted(from), quoted(to)));
}

/// A quoted string; a backslash is doubled, as labels read `\n`, `\l` and `\N`.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            // Labels read entities of HTML.
            '&' => out.push_str("&amp;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
