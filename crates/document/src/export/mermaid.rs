//! Mermaid: a flowchart that Markdown hosts draw. Page: mermaid.js.org/syntax/flowchart.html

use reach::trace::Verdict;

use super::graph::{Graph, Item};
use crate::Document;

/// The diagram as a Mermaid flowchart.
pub fn mermaid(document: &Document) -> String {
    let graph = Graph::of(document);
    let mut out = format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", in_yaml(&document.title));
    for item in &graph.items {
        write(&mut out, item, 1);
    }
    for link in &graph.links {
        let line = if link.carries { "---" } else { "-.-" };
        join(&mut out, &link.from, line, &link.words, &link.to);
    }
    for flow in &graph.flows {
        let arrow = match flow.verdict {
            Verdict::Allowed => "==>",
            Verdict::Partial => "-->",
            Verdict::Blocked => "-.-x",
            Verdict::Unknown => "-.->",
        };
        join(&mut out, &flow.from, arrow, &flow.words, &flow.to);
    }
    out
}

fn write(out: &mut String, item: &Item, level: usize) {
    let indent = "  ".repeat(level);
    let text = lines(&item.lines);
    if !item.is_frame {
        out.push_str(&format!("{indent}{}[\"{text}\"]\n", item.id));
        return;
    }
    out.push_str(&format!("{indent}subgraph {}[\"{text}\"]\n", item.id));
    for inner in &item.inside {
        write(out, inner, level + 1);
    }
    out.push_str(&format!("{indent}end\n"));
}

fn join(out: &mut String, from: &str, line: &str, words: &str, to: &str) {
    let words = match escape(words) {
        words if words.is_empty() => words,
        words => format!("|\"{words}\"|"),
    };
    out.push_str(&format!("  {from} {line}{words} {to}\n"));
}

/// A box without any words would not be one.
fn lines(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    let text = lines.join("<br>");
    if text.trim().is_empty() { "-".to_owned() } else { text }
}

/// Inside quotes nearly everything has a meaning somewhere in Mermaid (`"`, `#`, `%%`, `:`, `<`, a backtick), so what is not
/// plain is a character's number.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            ' ' | '.' | ',' | '/' | '-' | '_' | '(' | ')' => out.push(letter),
            letter if letter.is_ascii_alphanumeric() => out.push(letter),
            letter if letter.is_control() || letter.is_whitespace() => out.push(' '),
            letter if letter.is_ascii() => out.push_str(&format!("#{};", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out
}

/// In the double quotes of YAML.
fn in_yaml(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() || letter.is_whitespace() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
