//! `reachlight fix`, the fixes in `trace`, and the lints in `check`, as scripts use them.

use crate::{Answer, reachlight};
use serde_json::{Value, json};

fn json(arguments: &[&str]) -> Value {
    let answer = reachlight(arguments);
    assert_eq!(answer.status, 0, "{}", answer.err);
    answer.json()
}

const LAB: [&str; 6] = [
    "www/samples/s3-lab.reach",
    "--from",
    "app-1",
    "--to",
    "service:s3",
    "--tcp=443",
];

fn asked<'a>(command: &'a str, further: &[&'a str]) -> Vec<&'a str> {
    [&[command], &LAB[..], further].concat()
}

#[test]
fn the_lab_needs_an_endpoint() {
    let found = json(&asked("fix", &["--format", "json"]));
    let best = json!({
        "text": "Create a gateway endpoint vpce-s3-1 for S3, associated with rtb-private.",
        "edits": ["+ app-vpc gateway-endpoint vpce-s3-1 s3 routes rtb-private"],
        "changes": 1,
        "cost": "free",
    });
    assert_eq!(found["fixes"][0], best);
    assert_eq!(found["fixes"][1]["cost"], "$0.05 an hour and $0.045 a GB");
    assert_eq!(found["why_none"], Value::Null);
    let trace = json(&asked("trace", &["--format", "json"]));
    assert_eq!(trace["fixes"], found["fixes"]);
}

#[test]
fn in_words_each_fix_has_its_edits_beneath() {
    let Answer { out: text, status, .. } = reachlight(&asked("fix", &[]));
    assert_eq!(status, 0);
    let head = "1. Create a gateway endpoint vpce-s3-1 for S3, associated with rtb-private. (fixes 1 flow, changes 0 others; free)\n";
    assert!(text.starts_with(head), "{text}");
    assert!(
        text.contains("\n     + app-vpc gateway-endpoint vpce-s3-1 s3 routes rtb-private\n"),
        "{text}"
    );
    let Answer { out: trace, .. } = reachlight(&asked("trace", &[]));
    assert!(
        trace.contains("\nWhat would let it through\n  1. Create a gateway"),
        "{trace}"
    );
}

#[test]
fn where_nothing_helps_it_says_why() {
    let ends = ["--from", "app-1", "--to", "app-2", "--format", "json"];
    let found = json(&[&["fix", "www/samples/overlapping-cidrs.reach"], &ends[..]].concat());
    assert_eq!(found["fixes"], json!([]));
    let why = found["why_none"].as_str().unwrap();
    assert!(why.contains("Give one of them another range"), "{why}");
}

#[test]
fn what_is_allowed_needs_no_fix() {
    let ends = ["--from", "shop-1", "--to", "orders-db", "--tcp", "5432"];
    let all = [&["fix", "www/samples/two-peered-vpcs.reach"], &ends[..]].concat();
    let already = reachlight(&all);
    assert_eq!(
        (already.out.as_str(), already.status),
        ("The flow is allowed already.\n", 0)
    );
}

#[test]
fn help_and_wrong_use() {
    let Answer { out: help, status, .. } = reachlight(&["fix", "--help"]);
    assert!(help.contains("Usage: reachlight fix INPUT…") && status == 0, "{help}");
    assert_eq!(reachlight(&["fix", "www/samples/s3-lab.reach"]).status, 2);
}

#[test]
fn check_lists_what_should_not_stay_so() {
    let report = json(&["check", "www/samples/missing-return-route.reach", "--format", "json"]);
    let found = &report["problems"][0];
    assert_eq!(found["problem"], "peering-one-way");
    assert_eq!(found["level"], "warning");
    assert_eq!(found["at"], "pcx-web-api");
    assert_eq!(found["fix"], Value::Null);
}

/// Idle rows can go.
#[test]
fn check_says_which_row_can_go() {
    let folder = std::env::temp_dir().join(format!("reachlight-fix-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("shadowed.reach");
    let text = "vpc A 10.0.0.0/16\n  network-acl acl-1\n    in 100 allow all from 0.0.0.0/0\n    in 110 deny tcp 22 from 10.0.0.0/8\n    \
                out 100 allow all to 0.0.0.0/0\n  subnet a 10.0.1.0/24 acl acl-1\n";
    std::fs::write(&file, text).unwrap();
    let report = json(&["check", file.to_str().unwrap(), "--format", "json"]);
    std::fs::remove_dir_all(&folder).unwrap();
    let expected = json!({
        "problem": "acl-rule-shadowed",
        "level": "info",
        "at": "acl-1",
        "row": "in/110",
        "text": "Inbound rule 110 of acl-1 never decides: inbound rule 100, which is asked before, decides about all its packets. Delete it, or give it a lower number.",
        "fix": "- acl-1 in 110 deny tcp 22 from 10.0.0.0/8",
    });
    assert_eq!(report["problems"], json!([expected]));
}

/// That a packet to oneself never leaves the machine stands on no page.
#[test]
fn assumptions_can_be_switched_off() {
    let ends = [
        "--from",
        "web-1",
        "--to",
        "10.0.0.10",
        "--tcp",
        "443",
        "--format",
        "json",
    ];
    let asked = [&["trace", "www/samples/s3-lab.reach"], &ends[..]].concat();
    let with = json(&asked);
    assert_eq!(with["verdict"], "allowed");
    assert_eq!(with["assumed"][0]["rule"], "PW-26");
    let without = json(&[&asked[..], &["--no-assumptions"]].concat());
    assert_eq!(without["verdict"], "unknown");
    assert_eq!(without["code"], "UNSUPPORTED_COMPONENT");
}

/// The edit is for one group, so the words are, too.
#[test]
fn an_authorization_rule_names_its_group() {
    let network = "vpc a 10.0.0.0/16\n  subnet s 10.0.1.0/24\n    instance one 10.0.1.10\n  \
        client-vpn-endpoint cvpn 172.20.0.0/22\n    in s 10.0.1.200\n    \
        client eva 172.20.0.9 makers\n    client ole 172.20.0.10\n";
    for (client, said) in [
        ("eva", "to cvpn: the group makers may reach 10.0.1.10/32."),
        ("ole", "to cvpn: all clients may reach 10.0.1.10/32."),
    ] {
        let from = format!("client-vpn:cvpn/{client}");
        let asked = ["fix", "-", "--from", &from, "--to", "one", "--tcp", "443"];
        let answer = crate::fed(&asked, network).out;
        assert!(answer.contains(said), "{answer}");
    }
}
