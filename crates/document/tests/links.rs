//! The share link: how long it is, what it says when it is broken, and that issued ones open for ever.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

mod forge;

use document::link::{self, Cap, LinkError};
use document::{Document, file, text};

fn sample(name: &str) -> Document {
    let path = format!("{}/../../tests/links/v1/{name}.reach", env!("CARGO_MANIFEST_DIR"));
    text::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn twenty_nodes_take_six_hundred_characters() {
    let document = sample("twenty-nodes");
    let fragment = link::encode(&document).unwrap();
    assert!(fragment.len() <= 600, "{}", fragment.len());
    assert_eq!(link::decode(&fragment), Ok(document));
}

/// The shape of W-S: VPCs × subnets × interfaces, tiers with a group each, tables, ACL rules and peerings.
fn workload(vpcs: usize, subnets: usize, interfaces: usize) -> Document {
    let mut source = String::new();
    let mut add = |line: String| {
        source.push_str(&line);
        source.push('\n');
    };
    for vpc in 0..vpcs {
        add(format!("vpc vpc-{vpc} 10.{vpc}.0.0/16"));
        add(format!("  network-acl acl-{vpc}"));
        add(format!("    in 90 deny tcp 22 from 10.{}.0.0/16", (vpc + 1) % 3));
        add("    in 100 allow all from 0.0.0.0/0".to_owned());
        add("    out 100 allow all to 0.0.0.0/0".to_owned());
        add(format!("  route-table rtb-{vpc} main"));
        for other in (0..vpcs).filter(|other| *other != vpc) {
            add(format!(
                "    10.{other}.0.0/16 -> pcx-{}-{}",
                vpc.min(other),
                vpc.max(other)
            ));
        }
        for subnet in 0..subnets {
            add(format!("  security-group sg-{vpc}-{subnet}"));
            add(format!("    in tcp 443 from sg-{vpc}-{}", (subnet + 1) % subnets));
            add(format!("    in tcp 22 from 10.{vpc}.0.0/16"));
            add(format!("    in tcp 5432 from 10.{}.{subnet}.0/24", (vpc + 1) % vpcs));
            add("    in icmp from 10.0.0.0/8".to_owned());
            add(format!(
                "  subnet subnet-{vpc}-{subnet} 10.{vpc}.{subnet}.0/24 zone a acl acl-{vpc}"
            ));
            for interface in 0..interfaces {
                add(format!(
                    "    instance app-{vpc}-{subnet}-{interface} 10.{vpc}.{subnet}.{} groups sg-{vpc}-{subnet}",
                    interface + 10
                ));
            }
        }
    }
    for one in 0..vpcs {
        for other in one + 1..vpcs {
            add(format!("peering pcx-{one}-{other} vpc-{one} vpc-{other}"));
        }
    }
    text::parse(&source).unwrap()
}

/// Goals of the performance specification, by the number of objects. What holds must go on holding.
#[test]
fn lengths_stay_within_their_goals() {
    for ((vpcs, subnets, interfaces), objects, goal) in [
        ((1, 2, 2), 11, 130),
        ((2, 3, 3), 37, 330),
        ((3, 6, 3), 102, 650),
        ((5, 8, 8), 425, 2_600),
    ] {
        let document = workload(vpcs, subnets, interfaces);
        assert_eq!(document.topology.references().len(), objects);
        let fragment = link::encode(&document).unwrap();
        assert!(
            fragment.len() <= goal,
            "{objects} objects: {} characters, goal {goal}",
            fragment.len()
        );
        assert_eq!(link::decode(&fragment), Ok(document));
    }
}

#[test]
fn the_header_is_readable_by_itself() {
    let document = sample("twenty-nodes");
    let fragment = link::encode_with_verdict(&document, Some("app-1 reaches S3")).unwrap();
    let header = link::peek_header(&format!("https://example.org/#{fragment}")).unwrap();
    assert_eq!(&*header.title, "Two VPCs, an office and S3");
    assert_eq!(header.verdict.as_deref(), Some("app-1 reaches S3"));
    let opened = link::open(&fragment).unwrap();
    assert_eq!((opened.document, opened.not_shown), (document, 0));
}

#[test]
fn what_is_wrong_is_told_apart() {
    let fragment = link::encode(&sample("twenty-nodes")).unwrap();
    let mut changed = fragment.clone();
    changed.replace_range(60..61, if &fragment[60..61] == "x" { "y" } else { "x" });
    for (wrong, expected) in [
        (fragment[..200].to_owned(), LinkError::CutOff),
        (fragment[..fragment.len() - 9].to_owned(), LinkError::CutOff),
        (fragment[..5].to_owned(), LinkError::CutOff),
        (changed, LinkError::Damaged),
        (forge::wrap_as('2', b"whatever it holds"), LinkError::NewerVersion('2')),
        (String::new(), LinkError::NotALink),
        ("https://example.org/".to_owned(), LinkError::NotALink),
        ("https://example.org/#section-2".to_owned(), LinkError::NotALink),
        ("#u=https://example.org/network.json".to_owned(), LinkError::NotALink),
        ("#1abc def".to_owned(), LinkError::NotALink),
        (
            format!("1{}", "A".repeat(Cap::Length.limit())),
            LinkError::TooLarge(Cap::Length),
        ),
    ] {
        assert_eq!(link::decode(&wrong), Err(expected), "{wrong}");
    }
    // What chat programs leave at the end does no harm.
    for end in [".", ")", ",\"", " \n"] {
        assert!(link::decode(&format!("{fragment}{end}")).is_ok());
    }
}

#[test]
fn a_section_of_the_future_is_skipped_and_reported() {
    let fragment = link::encode(&Document::default()).unwrap();
    let deflated = forge::payload(&fragment);
    // No header, not deflated.
    let mut payload = vec![2];
    payload.extend(miniz_oxide::inflate::decompress_to_vec(&deflated[1..]).unwrap());
    payload.extend([99, 3, 1, 2, 3]);
    let opened = link::open(&forge::wrap(&payload)).unwrap();
    assert_eq!((opened.document, opened.not_shown), (Document::default(), 1));
}

#[test]
fn bombs_and_giants_are_refused_before_they_unfold() {
    let mut bomb = vec![3];
    bomb.extend(miniz_oxide::deflate::compress_to_vec(&vec![0; 8 << 20], 9));
    assert_eq!(link::decode(&forge::wrap(&bomb)), Err(LinkError::TooLarge(Cap::Size)));

    let elements: String = (0..2_001)
        .map(|number| format!("internet-gateway igw-{number}\n"))
        .collect();
    let rows: String = (0..5_001)
        .map(|number| format!("  in tcp {number} from 10.0.0.0/8\n"))
        .collect();
    for (source, cap) in [
        (elements, Cap::Elements),
        (format!("vpc a 10.0.0.0/16\nsecurity-group sg vpc a\n{rows}"), Cap::Rows),
    ] {
        let document = text::parse(&source).unwrap();
        assert_eq!(link::encode(&document), Err(LinkError::TooLarge(cap)));
    }
    let long = Document {
        title: "x".repeat(257).into(),
        ..Document::default()
    };
    assert_eq!(link::encode(&long), Err(LinkError::TooLarge(Cap::Name)));
}

/// `tests/links/v1`: each link and each JSON file comes out as the text beside it.
#[test]
fn what_was_issued_opens_for_ever() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/links/v1");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read_to_string(&path).unwrap();
        let document = match path.extension().and_then(|extension| extension.to_str()) {
            Some("link") => link::decode(&content).unwrap(),
            Some("json") => file::read(&content).unwrap(),
            _ => continue,
        };
        let expected = std::fs::read_to_string(path.with_extension("reach")).unwrap();
        assert_eq!(text::format(&document), expected, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 6, "only {seen} issued links and files");
}
