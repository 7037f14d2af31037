//! The report on an import, and how far one is.

use document::import::{Note, NoteKind};
use document::inputs::Refusal;
use document::inputs::answer::{Outcome, Step};
use editor::panel::import::{Progress, Report};

fn note(kind: NoteKind, file: &str, path: &str, id: Option<&str>, text: &str) -> Note {
    Note {
        kind,
        file: file.into(),
        path: path.into(),
        id: id.map(Into::into),
        text: text.into(),
    }
}

fn outcome() -> Outcome {
    Outcome {
        notes: vec![
            note(NoteKind::Read, "vpcs.json", "", None, "2 VPCs"),
            note(
                NoteKind::Assumed,
                "",
                "",
                None,
                "there are no network ACLs in the input",
            ),
            note(
                NoteKind::NotModelled,
                "vpcs.json",
                "$.Vpcs[1].CidrBlock",
                Some("vpc-2"),
                "it is odd",
            ),
            note(
                NoteKind::Assumed,
                "subnets.json",
                "$.Subnets[0]",
                Some("subnet-1"),
                "its zone is not there",
            ),
        ],
        refused: vec![Refusal::new("broken.json", "this is not JSON", "Check it")],
        ..Outcome::default()
    }
}

#[test]
fn the_gravest_stands_first_and_is_counted() {
    let report = Report::of(outcome());
    assert_eq!(report.summary(), "1 not read, 1 not modelled, 2 assumed, 1 read");
    let lines: Vec<_> = report
        .find("")
        .iter()
        .flat_map(|section| {
            section
                .lines
                .iter()
                .map(|line| (section.title, &*line.place, &*line.text))
        })
        .collect();
    assert_eq!(
        lines.first(),
        Some(&("Not read", "broken.json", "this is not JSON. Check it."))
    );
    assert!(lines.contains(&("Not modelled", "vpcs.json $.Vpcs[1].CidrBlock", "it is odd")));
    assert!(lines.contains(&("Read", "vpcs.json", "2 VPCs")));
}

#[test]
fn a_report_is_searched_by_file_place_id_and_words() {
    let report = Report::of(outcome());
    let found = |typed: &str| -> Vec<usize> { report.find(typed).iter().map(|section| section.lines.len()).collect() };
    assert_eq!(found("VPCS.json"), [1, 1]);
    assert_eq!(found("subnet-1"), [1]);
    assert_eq!(found("cidrblock odd"), [1]);
    assert!(found("elsewhere").is_empty());
}

/// What nobody would read takes the browser long to show.
#[test]
fn of_a_long_report_the_first_lines_are_shown_and_all_are_found() {
    let line = |index: u32| note(NoteKind::Ignored, "a.json", &format!("$[{index}]"), None, "left out");
    let report = Report::of(Outcome {
        notes: (0..5000).map(line).collect(),
        ..Outcome::default()
    });
    assert!(report.is_long() && !Report::of(outcome()).is_long());
    let shown = |typed: &str| {
        report
            .find(typed)
            .first()
            .map(|section| (section.lines.len(), section.more))
    };
    assert_eq!(shown(""), Some((100, 4900)));
    assert_eq!(shown("$[4999]"), Some((1, 0)));
}

#[test]
fn progress_says_which_file_and_how_much_of_all() {
    let step = |index: usize, count: usize, read: f64, size: f64| {
        let name = "vpcs.json".to_owned();
        let progress = Progress::of(&Step::Reading {
            name,
            index,
            count,
            read,
            size,
        });
        (progress.words.to_string(), progress.percent)
    };
    assert_eq!(step(0, 1, 5.0, 10.0), ("Reading vpcs.json".to_owned(), Some(50)));
    assert_eq!(
        step(1, 4, 0.0, 0.0),
        ("Reading vpcs.json, file 2 of 4".to_owned(), Some(50))
    );
    assert_eq!(step(3, 4, 8.0, 8.0).1, Some(100));
    assert_eq!(Progress::of(&Step::Building).percent, None);
}
