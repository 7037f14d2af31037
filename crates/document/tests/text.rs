//! The text form: what is read, what is written, and what is said about mistakes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use document::{Document, text};

fn read(source: &str) -> Document {
    match text::parse(source) {
        Ok(document) => document,
        Err(errors) => panic!(
            "{}",
            errors.iter().map(|error| format!("{error}\n")).collect::<String>()
        ),
    }
}

#[test]
fn samples_and_cases_round_trip() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/samples");
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let document = read(&source);
        let written = text::format(&document);
        assert_eq!(read(&written), document, "{}", path.display());
        assert_eq!(text::format(&read(&written)), written, "{}", path.display());
    }
}

#[test]
fn the_networks_of_the_cases_round_trip() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases");
    let mut seen = 0;
    for topic in std::fs::read_dir(root).unwrap() {
        for entry in std::fs::read_dir(topic.unwrap().path()).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            let network = source
                .split("\n== ")
                .find_map(|section| section.strip_prefix("network\n"));
            let document = read(network.unwrap_or_else(|| panic!("{} has no network", path.display())));
            assert_eq!(read(&text::format(&document)), document, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} cases");
}

/// VPC-02: a document never holds what the next save would lose.
#[test]
fn host_bits_are_gone_when_a_document_is_read() {
    let document = read("vpc a 72.59.0.0/1\n  subnet s 72.59.1.9/24");
    assert_eq!(read(&text::format(&document)), document);
    assert!(text::format(&document).starts_with("vpc a 0.0.0.0/1\n"));
}

/// Every error as it is shown.
fn complaints(source: &str) -> Vec<String> {
    text::parse(source)
        .err()
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn mistakes_say_where_what_and_how() {
    let source = "vpc app 10.0.0.0/16\n  subnt a 10.0.0.0/24\n  route-table rtb\n    10.1.0.0/16 -> pxc-1\n\
                  \x20 security-group sg\n    in tcp 443-22 from 10.0.0.1/33\n    in tpc 1 from sg\n\
                  peering pcx-1 app ap\nflow ap -> internt tcp 443 expect alowed\n";
    assert_eq!(
        complaints(source),
        [
            "line 2, column 3: `subnt` is not known here. Did you mean `subnet`.",
            "line 4, column 20: no element is called `pxc-1`. Did you mean `pcx-1`.",
            "line 6, column 12: a port or a range of ports (0 to 65535), as in 443 or 1024-65535, is expected here, not `443-22`. The smaller port comes first: 22-443.",
            "line 7, column 8: the traffic (all, tcp, udp, icmp, icmpv6, protocol) is expected here, not `tpc`. Did you mean `tcp`.",
            "line 8, column 19: no VPC is called `ap`. Did you mean `app`.",
            "line 9, column 6: no element is called `ap`. Did you mean `app`.",
        ]
    );
}

/// `groups none` is no group, so a group of that id is only ever written in quotes.
#[test]
fn an_id_that_means_nothing_stands_in_quotes() {
    let source = |id: &str| {
        format!(
            "vpc a 10.0.0.0/16\n  security-group {id}\n  subnet s 10.0.0.0/24\n    instance i 10.0.0.10 groups {id}\n"
        )
    };
    assert_eq!(
        complaints(&source("none")),
        [
            "line 2, column 18: `none` without quotes means that there is nothing, so it cannot be an id. Write \"none\" in quotes, here and where it is named, or take another id."
        ]
    );
    let document = read(&source("\"none\""));
    let text = text::format(&document);
    assert!(text.contains("groups \"none\""), "{text}");
    assert_eq!(read(&text), document);
    let edit = text::parse_edit("+ a security-group none", &document.topology);
    assert!(edit.is_err());
}

#[test]
fn tabs_quotes_and_depth_are_explained() {
    assert_eq!(
        complaints("vpc a 10.0.0.0/16\n\tregion x\ntitle \"never closed\n"),
        [
            "line 2, column 1: a tab cannot indent a line. Use two spaces for each level.",
            "line 3, column 7: this quote is not closed on the line. Add a closing `\"`.",
        ]
    );
    assert_eq!(
        complaints("vpc a 10.0.0.0/16\n  region x\n    region y\n"),
        ["line 3, column 5: nothing can stand inside the line above, not `region`. Indent it less."]
    );
    assert_eq!(
        complaints("vpc a 10.0.0.0/16\nsite a\n"),
        [
            "line 2, column 6: `a` is already the id of a VPC. Ids are unique over all kinds; take another, and a name if it should look the same."
        ]
    );
}

#[test]
fn open_addresses_are_filled_in_order() {
    let document = read(
        "vpc a\n  internet-gateway igw\n  subnet one\n    instance x public\n    nat-gateway n\n  subnet two\n    instance y\n\
         vpc b\n  subnet three\n    instance z 10.1.0.10\n    instance w\n",
    );
    assert_eq!(
        text::format(&document),
        "vpc a 10.0.0.0/16\n  internet-gateway igw\n  subnet one 10.0.0.0/24 zone a\n    nat-gateway n 10.0.0.11 public 203.0.113.11\n    \
         instance x 10.0.0.10 public 203.0.113.10\n  subnet two 10.0.1.0/24 zone a\n    instance y 10.0.1.10\n\n\
         vpc b 10.1.0.0/16\n  subnet three 10.1.0.0/24 zone a\n    instance w 10.1.0.11\n    instance z 10.1.0.10\n"
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let source = "# About all of it.\n\n# The shop.\nvpc a 10.0.0.0/16\n  route-table r\n    # out\n    0.0.0.0/0 -> local\n\n\
                  # first\nflow internet -> 10.0.0.1\n\n# the end\n";
    assert_eq!(text::format(&read(source)), source);
}

#[test]
fn edits_are_operations() {
    use reach::operation::Operation;
    let document = read(
        "vpc a 10.0.0.0/16\n  route-table r\n    10.1.0.0/16 -> p\n  network-acl n\n    in 100 allow tcp 443 from 0.0.0.0/0\n  subnet s\n\
         vpc b 10.1.0.0/16\npeering p a b pending-acceptance\n",
    );
    let after = |edit: &str| {
        let mut topology = (*document.topology).clone();
        match text::parse_edit(edit, &topology) {
            Ok(Operation::Create(element) | Operation::Update(element)) => {
                let own = element.reference();
                topology.put(element);
                text::format_element(&topology, &own)
            }
            Ok(operation) => format!("{operation:?}"),
            Err(error) => error.to_string(),
        }
    };
    for (edit, expected) in [
        (
            "+ r 0.0.0.0/0 -> p",
            "route-table r vpc a\n  10.1.0.0/16 -> p\n  0.0.0.0/0 -> p\n",
        ),
        ("- r 10.1.0.0/16 -> p", "route-table r vpc a\n"),
        (
            "- r 10.2.0.0/16",
            "line 1, column 1: `r` has no such line. Write the line as it stands in the text form of the diagram.",
        ),
        ("- n in 100", "network-acl n vpc a\n"),
        (
            "+ s instance web public",
            "instance web 10.0.0.10 subnet s public 203.0.113.10\n",
        ),
        ("+ a internet-gateway igw", "internet-gateway igw vpc a\n"),
        ("= p rejected", "peering p a b rejected\n"),
        ("= peering p b a", "peering p b a pending-acceptance\n"),
        ("= s routes r", "subnet s 10.0.0.0/24 vpc a zone a routes r\n"),
        ("accept p", "Peering(p, Accept)"),
        ("delete r", "Delete(Ref { kind: RouteTable, id: \"r\" })"),
        ("- a subnet s", "Delete(Ref { kind: Subnet, id: \"s\" })"),
        (
            "acept p",
            "line 1, column 1: `acept` is not known here. Did you mean `accept`.",
        ),
    ] {
        assert_eq!(after(edit), expected, "{edit}");
    }
}

#[test]
fn lines_may_name_what_comes_later() {
    let source = "flow onprem:office/desk -> name:web\nview flow 1\nlayout\n  web 1 2\npeering p a b\nvpc a 10.0.0.0/16\n  route-table r\n    10.1.0.0/16 -> p\n\
                  subnet s vpc a\nvpc b 10.1.0.0/16\nsite office 192.168.0.0/16\n  host desk 192.168.0.9\ninstance web subnet s\n";
    let written = text::format(&read(source));
    assert!(written.contains("flow onprem:office/desk -> web\n"), "{written}");
    assert!(written.contains("    instance web 10.0.0.10\n"), "{written}");
    assert_eq!(read(&written), read(source));
}

/// A text made to cost time gets its answer all the same; more than fifty errors are not told.
#[test]
fn hostile_texts_are_answered() {
    let many = |line: &str| line.repeat(20_000);
    let numbered = |line: &str, count: usize| {
        (0..count)
            .map(|number| line.replace('#', &number.to_string()))
            .collect::<String>()
    };
    assert_eq!(complaints(&many("blah\n")).len(), 50);
    assert_eq!(complaints(&many("vpc a 10.0.0.0/16\n")).len(), 50);
    assert_eq!(complaints(&numbered("vpc v#\n", 20_000)).len(), 50);
    assert_eq!(
        complaints(&format!("vpc a 10.0.0.0/16\n{}", numbered("  subnet s#\n", 20_000))).len(),
        50
    );
    assert_eq!(complaints(&numbered("peering p# a# b#\n", 20_000)).len(), 50);
    assert_eq!(complaints(&"x".repeat((1 << 20) + 1)).len(), 1);
    let deep: String = (0..1_000)
        .map(|depth| format!("{}vpc a\n", " ".repeat(depth)))
        .collect();
    assert_eq!(complaints(&deep).len(), 50);
    let flows = format!(
        "vpc a 10.0.0.0/8\n  subnet s\n    instance i instance i-1\n{}",
        many("flow i-1 -> name:i\n")
    );
    assert!(complaints(&flows).is_empty());
}
