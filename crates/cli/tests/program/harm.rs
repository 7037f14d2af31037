//! `reachlight harm`, as scripts use it.

use crate::{Answer, reachlight};
use serde_json::{Value, json};

const PEERED: &str = "www/samples/two-peered-vpcs.reach";

fn harm(arguments: &[&str]) -> Answer {
    reachlight(&[&["harm"], arguments].concat())
}

fn found(arguments: &[&str]) -> Value {
    let output = harm(&[arguments, &["--format", "json"]].concat());
    assert_eq!(output.status, 0);
    output.json()
}

#[test]
fn what_is_removed_breaks_the_saved_flows_that_need_it() {
    let found = found(&[PEERED, "--remove", "pcx-shop-data"]);
    assert_eq!(found["flows"], "saved");
    assert_eq!(found["edits"], json!(["delete pcx-shop-data"]));
    assert_eq!(
        found["broken"],
        json!([
            {"flow": "shop-1 -> orders-db tcp 5432", "before": "allowed", "after": "blocked", "code": "BAD_STATE_ROUTE", "at": "rtb-shop"},
            {"flow": "orders-db -> shop-1 tcp 443", "before": "allowed", "after": "blocked", "code": "BAD_STATE_ROUTE", "at": "rtb-data"},
        ])
    );
    assert_eq!(found["opened"], json!([]));
}

#[test]
fn a_machine_stops_and_a_row_goes() {
    let stopped = found(&[PEERED, "--off", "orders-db"]);
    assert_eq!(stopped["edits"], json!(["= orders-db state stopped"]));
    assert_eq!(stopped["broken"].as_array().unwrap().len(), 2);
    let without = found(&[PEERED, "--without", "rtb-shop/172.31.0.0/16"]);
    assert_eq!(without["broken"][0]["code"], "NO_ROUTE_TO_DESTINATION");
}

#[test]
fn an_assertion_fails_where_something_breaks() {
    let breaks = harm(&[PEERED, "--remove", "pcx-shop-data", "--assert", "none"]);
    assert_eq!(breaks.status, 1);
    let keeps = harm(&[
        PEERED,
        "--edit",
        "+ rtb-shop 10.9.0.0/16 -> pcx-shop-data",
        "--assert",
        "none",
    ]);
    assert_eq!(keeps.status, 0);
}

#[test]
fn without_saved_flows_all_pairs_are_looked_at() {
    let folder = std::env::temp_dir().join(format!("reachlight-harm-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("small.reach");
    let text = "vpc A 10.0.0.0/16\n  subnet s 10.0.1.0/24\n    instance a\n    instance b\n";
    std::fs::write(&file, text).unwrap();
    let found = found(&[file.to_str().unwrap(), "--off", "a"]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found["flows"], "all");
    // The two with each other, each with the internet, there and back, and with two services.
    assert_eq!(found["looked_at"], 2 + 4 + 4);
    assert_eq!(found["broken"].as_array().unwrap().len(), 2);
}

#[test]
fn mistakes_are_one_line_with_what_to_do() {
    for (arguments, expected) in [
        (&[PEERED][..], "Add --remove, --off or --without"),
        (
            &[PEERED, "--remove", "pcx-shop-dat"][..],
            "Did you mean `pcx-shop-data`?",
        ),
        (&[PEERED, "--off", "rtb-shop"][..], "it has no switch"),
        (
            &[PEERED, "--without", "rtb-shop/1.2.3.0/24"][..],
            "there is no such row",
        ),
    ] {
        let output = harm(arguments);
        let complaint = output.err;
        assert_eq!(output.status, 2, "{complaint}");
        assert!(complaint.contains(expected), "{complaint}");
        assert_eq!(complaint.lines().count(), 1);
    }
}
