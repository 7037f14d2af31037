//! The samples of the start gallery: each reads without an error, prints as it is written, and answers as it claims.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::path::PathBuf;

use document::text;

fn samples() -> Vec<PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut samples: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|it| it == "reach"))
        .collect();
    samples.sort();
    samples
}

#[test]
fn the_gallery_lists_all_of_them() {
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut files: Vec<String> = samples().iter().map(stem).collect();
    files.sort();
    let mut listed: Vec<String> = editor::panel::gallery::samples()
        .map(|sample| sample.file.to_owned())
        .collect();
    listed.sort();
    assert_eq!(files, listed);
}

/// A system is shown working and failing; these four are about one answer alone.
#[test]
fn a_sample_shows_both_what_works_and_what_does_not() {
    let about_one = ["s3-lab", "two-peered-vpcs", "overlapping-cidrs", "missing-return-route"];
    for path in samples() {
        let document = text::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let (network, _) = reach::resolve(&document.topology);
        let traces = document.flows.iter().map(|flow| reach::trace(&network, &flow.question));
        let (works, fails): (Vec<_>, Vec<_>) =
            traces.partition(|trace| editor::Outcome::of(trace) == editor::Outcome::Allowed);
        let one = about_one.iter().any(|name| path.ends_with(format!("{name}.reach")));
        assert!(
            one || !works.is_empty() && !fails.is_empty(),
            "{}: {} work, {} fail",
            path.display(),
            works.len(),
            fails.len()
        );
    }
}

#[test]
fn every_sample_is_written_canonically() {
    for path in samples() {
        let written = std::fs::read_to_string(&path).unwrap();
        let document = text::parse(&written).unwrap_or_else(|errors| panic!("{}: {errors:#?}", path.display()));
        let formatted = text::format(&document);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &formatted).unwrap();
        } else {
            assert_eq!(formatted, written, "{}: run with UPDATE=1 to rewrite", path.display());
        }
    }
}

#[test]
fn every_sample_answers_as_it_expects() {
    for path in samples() {
        let document = text::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let (network, _) = reach::resolve(&document.topology);
        for (index, flow) in document.flows.iter().enumerate() {
            let trace = reach::trace(&network, &flow.question);
            let code = trace.blockers.first().map(|blocker| blocker.finding.reason.code);
            let met = flow.expectation.as_ref().is_none_or(|expected| expected.holds(&trace));
            assert!(
                met,
                "{}: flow {}: {:?} {code:?}",
                path.display(),
                index + 1,
                trace.verdict
            );
        }
    }
}

/// What the samples show on purpose: nothing else is found in them.
const SHOWN: &[(&str, &[&str])] = &[
    ("appliance-mode", &["appliance-mode-off at to-inspection"]),
    ("application-load-balancer", &["target-group-rules-missing at alb"]),
    ("client-vpn", &["client-vpn-route-not-authorized at cvpn"]),
    ("direct-connect", &["allowed-prefixes-without-vpc at dxgw"]),
    ("function-and-database", &["function-in-public-subnet at orders"]),
    (
        "group-or-acl",
        &[
            "acl-without-replies at acl-forgetful",
            "acl-without-replies at acl-forgetful",
        ],
    ),
    ("longest-prefix", &["route-blackhole at rtb-app"]),
    ("missing-return-route", &["peering-one-way at pcx-web-api"]),
    ("nat-instance", &["route-to-checked-interface at rtb-private-b"]),
    (
        "not-transitive",
        &[
            "peering-route-outside-peer at rtb-b",
            "peering-route-outside-peer at rtb-c",
        ],
    ),
    ("on-premises-vpn", &["peering-route-outside-peer at rtb-team"]),
    ("overlapping-cidrs", &["peering-failed at pcx-overlap"]),
    (
        "peering-accounts-and-regions",
        &[
            "stale-rule at sg-by-group",
            "route-blackhole at rtb-lab",
            "route-blackhole at rtb-shop",
        ],
    ),
    ("regional-nat-gateway", &["regional-nat-zone-missing at nat"]),
    (
        "transit-gateway-peering",
        &["transit-gateway-peering-one-way at tgw-eu"],
    ),
    (
        "vpn-on-transit-gateway",
        &[
            "single-tunnel at vpn-lyon",
            "transit-gateway-attachment-without-route at to-porto",
        ],
    ),
    ("vpn-tunnels", &["single-tunnel at vpn-north"]),
    ("ways-to-the-internet", &["gateway-endpoint-missing at rtb-private"]),
];

#[test]
fn samples_have_no_other_problems_than_they_show() {
    let mut others = Vec::new();
    for path in samples() {
        let document = text::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let (network, issues) = reach::resolve(&document.topology);
        let lints = reach::lint::lints(&network);
        let found: Vec<String> = issues
            .iter()
            .chain(&lints)
            .map(|problem| format!("{} at {}", problem.name, problem.finding.at.id))
            .collect();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let shown = SHOWN.iter().find(|(sample, _)| *sample == name);
        if found != shown.map_or(&[][..], |(_, shown)| shown) {
            others.push((name, found));
        }
    }
    assert!(others.is_empty(), "{others:#?}");
}
