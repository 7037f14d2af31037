//! The page's own files as they are sent: one style sheet, and an index that links to it.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{Failure, Result};

/// Joins the style sheets of the built site, as one compresses better than many small ones, and leaves out comments.
pub fn finish(site: &Path) -> Result<()> {
    let index = site.join("index.html");
    let html = fs::read_to_string(&index).map_err(|source| Failure::file(&index, source))?;
    let mut styles = String::new();
    for name in html.lines().filter_map(style_sheet) {
        let path = site.join(name);
        styles += &small(&fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?);
        fs::remove_file(&path).map_err(|source| Failure::file(&path, source))?;
    }
    for name in OTHER_STYLES {
        let path = site.join(name);
        let text = fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
        fs::write(&path, small(&text)).map_err(|source| Failure::file(&path, source))?;
    }
    for script in SCRIPTS {
        let path = site.join(script);
        let text = fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
        fs::write(&path, without_comments(&text)).map_err(|source| Failure::file(&path, source))?;
    }
    let joined = site.join(STYLES);
    fs::write(&joined, styles).map_err(|source| Failure::file(&joined, source))?;
    fs::write(&index, linked(&html)).map_err(|source| Failure::file(&index, source))
}

const STYLES: &str = "style.css";

/// Style sheets that no page needs at first: `later.js` gets them.
const OTHER_STYLES: [&str; 2] = ["later.css", "embed.css"];

/// Scripts of ours, and the one between the importer and the browser: none has a text of several lines.
const SCRIPTS: [&str; 5] = ["boot.js", "importer.js", "later.js", "rescue.js", "worker.js"];

/// `href` of a line that links to a style sheet.
fn style_sheet(line: &str) -> Option<&str> {
    let (_, after) = line.split_once("<link rel=\"stylesheet\" href=\"./")?;
    Some(after.split_once('"')?.0)
}

/// The index with one link where the first of the style sheets was, and without the line that tells Trunk what to build:
/// it leaves that in when it adds no loader of its own.
fn linked(html: &str) -> String {
    let mut lines = Vec::new();
    let mut is_linked = false;
    for line in html.lines() {
        match style_sheet(line) {
            Some(_) if is_linked => {}
            Some(name) => {
                lines.push(line.replace(name, STYLES));
                is_linked = true;
            }
            None if line.contains("data-trunk") || line.trim().is_empty() => {}
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

/// A style sheet without comments and indentation.
fn small(styles: &str) -> String {
    let mut parts = styles.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += part.split_once("*/").map_or("", |(_, after)| after);
    }
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// The script that stands between the program and the browser.
const SCRIPT: &str = "web.js";

/// Gives the functions that the script has for the program these new names, and leaves out comments and indentation.
pub fn rename(site: &Path, names: Vec<(String, String)>) -> Result<()> {
    let path = site.join(SCRIPT);
    let script = fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
    fs::write(&path, renamed(&script, names.into_iter().collect())?).map_err(|source| Failure::file(&path, source))
}

fn renamed(script: &str, mut names: BTreeMap<String, String>) -> Result<String> {
    let mut lines = String::new();
    for line in without_comments(script).lines() {
        let named = line
            .split_once(": ")
            .and_then(|(name, rest)| Some((names.remove(name)?, rest)));
        match named {
            Some((name, rest)) => lines += &format!("{name}: {rest}\n"),
            None => lines += &format!("{line}\n"),
        }
    }
    match names.into_keys().next() {
        Some(name) => Err(Failure::CannotSplit(format!("{SCRIPT} has no {name}"))),
        None => Ok(lines),
    }
}

/// A script without lines of comments and indentation.
fn without_comments(script: &str) -> String {
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/**") && line.ends_with("*/");
    let lines = script.lines().map(str::trim);
    let kept = lines.filter(|line| !line.is_empty() && !is_comment(line));
    kept.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_the_script_get_new_names() {
        let script =
            "const to = {\n    // what it does\n    long_name: function(a) {\n        long_name(a);\n    },\n};\n";
        let names = |old: &str| BTreeMap::from([(old.to_owned(), "$0".to_owned())]);
        assert_eq!(
            renamed(script, names("long_name")).unwrap(),
            "const to = {\n$0: function(a) {\nlong_name(a);\n},\n};\n"
        );
        assert!(renamed(script, names("other_name")).is_err());
    }

    #[test]
    fn style_sheets_become_one_link_where_the_first_was() {
        let html = "<title>x</title>\n\n<link rel=\"stylesheet\" href=\"./a.css\">\n<link rel=\"stylesheet\" href=\"./b.css\">\n<link data-trunk>\n<p>";
        assert_eq!(
            linked(html),
            "<title>x</title>\n<link rel=\"stylesheet\" href=\"./style.css\">\n<p>\n"
        );
    }

    #[test]
    fn a_style_sheet_keeps_all_but_comments_and_indentation() {
        let styles = "/* one\n two */\na {\n  color: red; /* three */\n}\n";
        assert_eq!(small(styles), "a {\ncolor: red;\n}\n");
    }
}
