use std::collections::BTreeSet;

use document::Mode;
use editor::Message;
use editor::panel::connect::connect_list;
use editor::panel::gallery::{find_samples, samples};
use editor::panel::outline::outline;
use editor::panel::problems::problems;
use editor::panel::share::{Fit, Share};
use reach::id::{Kind, Ref};
use reach::issue::Level;

use super::{sample, session};

#[test]
fn the_outline_holds_everything_once_in_containment_order() {
    for one in samples() {
        let session = sample(one.file);
        let items = outline(&session);
        let listed: BTreeSet<Ref> = items.iter().map(|item| item.of.clone()).collect();
        let drawn: BTreeSet<Ref> = session.document().topology.references().into_iter().collect();
        assert!(listed.is_superset(&drawn), "{}", one.file);
        // What is not written down comes with the VPC.
        for item in items.iter().filter(|item| !drawn.contains(&item.of)) {
            let defaults = ["default group", "default ACL"];
            // The main table is called the same everywhere.
            let is_main = *item.title == *item.of.id && item.of.kind == Kind::RouteTable;
            assert!(
                (is_main || defaults.contains(&&*item.title)) && item.level == 2,
                "{item:?}"
            );
        }
        let acls = items.iter().filter(|item| item.of.kind == Kind::NetworkAcl).count();
        let topology = &session.derived().network.topology();
        assert_eq!(acls, topology.network_acls.ids().count(), "{}", one.file);
        assert_eq!(listed.len(), items.len(), "{}: something stands twice", one.file);
        for (place, item) in items.iter().enumerate() {
            let parent = item
                .parent
                .map(|parent| (parent < place, items[parent].level, items[parent].has_children));
            assert!(
                parent.is_none_or(|parent| parent == (true, item.level - 1, true)),
                "{item:?}"
            );
            assert!(item.position.0 >= 1 && item.position.0 <= item.position.1, "{item:?}");
        }
    }
}

#[test]
fn the_outline_knows_the_selection() {
    let mut session = sample("s3-lab");
    session.update(Message::Select(vec![Ref::new(Kind::NetworkInterface, "app-1")]));
    let items = outline(&session);
    let selected: Vec<_> = items.iter().filter(|item| item.selected).collect();
    assert_eq!(selected.len(), 1);
    assert_eq!(
        (&*selected[0].label, selected[0].level),
        ("EC2 instance app-1, 10.0.1.10", 3)
    );
}

#[test]
fn problems_come_worst_first_and_name_their_place() {
    let text = "vpc v 10.0.0.0/16\n  subnet outside 192.168.0.0/24 zone a\n";
    let document = document::text::parse(text);
    let Ok(document) = document else {
        panic!("{document:?}");
    };
    let session = editor::Session::new(document, Mode::Edit);
    let found = problems(&session);
    assert!(!found.is_empty());
    assert_eq!((found[0].level, &*found[0].place), (Level::Error, "outside"));
    assert!(found.windows(2).all(|pair| pair[0].level <= pair[1].level));
    assert!(found.iter().all(|item| !item.text.contains('{')), "{found:?}");
}

#[test]
fn the_gallery_says_what_the_files_say() {
    for one in samples() {
        let session = sample(one.file);
        assert_eq!(
            one.title.replace('’', "'"),
            session.document().title.replace('’', "'"),
            "{}",
            one.file
        );
    }
    assert!(problems(&session("vpc v 10.0.0.0/16\n")).is_empty());
}

#[test]
fn samples_are_found_by_their_words_and_their_chapters() {
    let files = |typed: &str| -> Vec<&str> {
        let found = find_samples(typed).into_iter();
        found
            .flat_map(|(_, samples)| samples)
            .map(|sample| sample.file)
            .collect()
    };
    assert_eq!(files(" ").len(), samples().count());
    assert_eq!(files("Tunnel"), ["vpn-tunnels"]);
    assert_eq!(files("vpn client"), ["client-vpn"]);
    assert!(files("direct connect").contains(&"cloudhub"), "by its chapter");
    assert!(find_samples("nothing of that").is_empty());
}

fn share(title: &str, length: usize) -> Share {
    let page = "https://example.org/#";
    Share {
        title: title.into(),
        mode: Mode::Edit,
        link: Ok(format!("{page}{}", "1".repeat(length - page.len())).into()),
        text: "".into(),
    }
}

#[test]
fn the_meter_knows_how_far_a_link_gets() {
    let fit = |length| share("x", length).fit();
    assert_eq!(
        [fit(600), fit(601), fit(2000), fit(2001), fit(4000), fit(4001)],
        [
            Fit::Short,
            Fit::Everywhere,
            Fit::Everywhere,
            Fit::Long,
            Fit::Long,
            Fit::TooLong
        ]
    );
}

#[test]
fn a_title_cannot_break_out_of_the_snippet() {
    let snippet = share("\"><script>alert(1)</script>", 100).snippet().expect("a link");
    assert!(!snippet.contains("<script"), "{snippet}");
    assert!(
        snippet.starts_with("<iframe src=\"https://example.org/?embed#111"),
        "{snippet}"
    );
    assert_eq!(
        share("S3 from a private subnet!", 100).file_name(),
        "s3-from-a-private-subnet.reach"
    );
    assert_eq!(share("…", 100).file_name(), "network.reach");
}

#[test]
fn the_connect_list_says_what_comes_of_it_or_why_not() {
    let session = sample("overlapping-cidrs");
    let items = connect_list(&session, &Ref::new(Kind::Vpc, "first-vpc"));
    let to = |id: &str| {
        let found = items.iter().find(|item| *item.to.id == *id);
        found
            .map(|item| item.outcome.clone())
            .unwrap_or_else(|| panic!("{id} is not in {items:?}"))
    };
    assert!(
        to("second-vpc").is_err_and(|why| why.contains("10.0.0.0/16")),
        "{:?}",
        to("second-vpc")
    );
    let first_refused = items
        .iter()
        .position(|item| item.outcome.is_err())
        .expect("some cannot");
    assert!(
        items[first_refused..].iter().all(|item| item.outcome.is_err()),
        "possible ones come first"
    );
    let session = sample("s3-lab");
    let items = connect_list(&session, &Ref::new(Kind::NetworkInterface, "app-1"));
    let s3 = items
        .iter()
        .find(|item| *item.to.id == *"s3@us-east-1")
        .expect("services are there");
    assert_eq!(s3.outcome, Ok("Trace app-1 → S3, tcp 443".into()));
}
