//! What the files of the project hold, and what they must not.

use std::{fs, path::Path, process::Command};

use xtask::shell;

/// A source file may be a little longer than STYLE.md asks for, not much.
const MOST_LINES: usize = 500;

/// What is promised instead of done. (Cut in two so that this file does not find itself.)
const PROMISES: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[ig", "nore"),
];

/// Ways for names to become markup.
const MARKUP: &[&str] = &[
    concat!("from_html_", "unchecked"),
    concat!("set_inner_", "html"),
    concat!("inner", "HTML"),
    concat!("insert_adjacent_", "html"),
    concat!("insertAdjacent", "HTML"),
];

/// Folders of one machine.
const MACHINE: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/tmp/", "wt"),
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
];

struct File {
    name: String,
    text: String,
}

impl File {
    fn is_source(&self) -> bool {
        let extension = Path::new(&self.name)
            .extension()
            .and_then(|extension| extension.to_str());
        matches!(extension, Some("rs" | "js" | "css" | "html" | "toml" | "yml")) || self.name == ".ci/run"
    }

    fn is_in(&self, folder: &str) -> bool {
        self.name.starts_with(folder)
    }

    fn holds_none_of(&self, words: &[&str]) {
        for (number, line) in self.text.lines().enumerate() {
            for word in words {
                assert!(!line.contains(word), "{}:{}: {word}", self.name, number + 1);
            }
        }
    }
}

/// Every text file that is, or is about to be, part of the repository.
fn files() -> Vec<File> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(shell::root());
    let names = shell::output(&mut git).unwrap();
    let read = |name: &str| {
        Some(File {
            name: name.to_owned(),
            text: fs::read_to_string(shell::root().join(name)).ok()?,
        })
    };
    let files: Vec<File> = names.lines().filter_map(read).collect();
    assert!(files.len() > 20, "git does not list the files of the project");
    files
}

#[test]
fn files_are_short() {
    for file in files()
        .iter()
        .filter(|file| file.is_in("crates/") && file.name.ends_with(".rs"))
    {
        let lines = file.text.lines().count();
        assert!(
            lines <= MOST_LINES,
            "{} has {lines} lines; {MOST_LINES} are the most",
            file.name
        );
    }
}

#[test]
fn nothing_is_promised_that_is_not_done() {
    files()
        .iter()
        .filter(|file| file.is_source())
        .for_each(|file| file.holds_none_of(PROMISES));
}

#[test]
fn names_are_never_markup() {
    let shipped = |file: &&File| file.is_source() && (file.is_in("crates/") || file.is_in("www/"));
    files()
        .iter()
        .filter(shipped)
        .for_each(|file| file.holds_none_of(MARKUP));
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    files().iter().for_each(|file| file.holds_none_of(MACHINE));
}

#[test]
fn lines_end_cleanly() {
    for file in files().iter().filter(|file| file.is_source()) {
        assert!(
            file.text.is_empty() || file.text.ends_with('\n'),
            "{} does not end with a line break",
            file.name
        );
        for (number, line) in file.text.lines().enumerate() {
            assert!(
                !line.ends_with([' ', '\t']),
                "{}:{}: blanks at the end of the line",
                file.name,
                number + 1
            );
        }
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    for file in files().iter().filter(|file| file.name.ends_with(".md")) {
        for link in file
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .map(|(link, _)| link)
        {
            let target = link.split('#').next().unwrap_or_default();
            let folder = shell::root().join(&file.name).parent().unwrap().to_path_buf();
            let leads_away = link.contains("://") || target.is_empty();
            assert!(
                leads_away || folder.join(target).exists(),
                "{}: {link} is not there",
                file.name
            );
        }
    }
}
