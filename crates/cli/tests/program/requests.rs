//! Flows that say what of a service is asked for: policies judge them beside the network, and expectations can name either.

use crate::{Answer, fed};
use serde_json::Value;

/// An endpoint that lets everybody read from one bucket.
const NETWORK: &str = "vpc A 10.0.0.0/16\n  route-table rtb main\n  security-group sg default\n  \
    subnet s1 10.0.1.0/24 zone a\n    instance a1 10.0.1.10\n  \
    gateway-endpoint vpce-1 s3 routes rtb\n    policy allow photos action s3:GetObject\n";

fn with(flows: &[&str]) -> String {
    let lines = flows
        .iter()
        .map(|flow| format!("flow a1 -> service:s3 tcp 443 resource {flow}\n"));
    lines.fold(NETWORK.to_owned(), |text, line| text + &line)
}

#[test]
fn check_judges_the_requests_of_saved_flows() {
    let saved = with(&[
        "photos action s3:GetObject principal reader expect authorized",
        "photos action s3:PutObject expect refused",
        "letters expect X_ENDPOINT_POLICY",
        "letters expect allowed",
    ]);
    let Answer { status, out, .. } = fed(&["check", "-", "--format", "json"], &saved);
    assert_eq!(status, 0, "{out}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let first = answer["expectations"][0].as_object().unwrap();
    let keys: Vec<&String> = first.keys().collect();
    assert_eq!(keys, ["flow", "expected", "verdict", "authorization", "ok"]);
    assert_eq!(
        first["flow"],
        "a1 -> service:s3 tcp 443 resource photos action s3:GetObject principal reader"
    );
    let judged: Vec<String> = (0..4)
        .map(|at| {
            let one = &answer["expectations"][at];
            format!("{} {}", one["verdict"], one["authorization"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        judged,
        [
            "allowed allowed",
            "allowed refused",
            "allowed refused",
            "allowed refused"
        ]
    );
}

#[test]
fn a_request_that_is_judged_otherwise_fails_the_check() {
    let saved = with(&["letters expect authorized", "photos expect refused"]);
    let Answer { status, out, .. } = fed(&["check", "-"], &saved);
    assert_eq!(status, 1);
    for line in [
        "✕ a1 -> service:s3 tcp 443 resource letters: expected authorized, is allowed, a policy refuses the request",
        "✕ a1 -> service:s3 tcp 443 resource photos: expected refused, is allowed, what policies say of the request is not known",
    ] {
        assert!(out.contains(line), "{out}");
    }
}

/// Nobody can be refused by a policy where the packets do not even arrive.
#[test]
fn without_a_way_there_is_no_refusal() {
    let saved = with(&["letters expect refused"])
        .replace("gateway-endpoint vpce-1 s3 routes rtb", "gateway-endpoint vpce-1 s3");
    let Answer { status, out, .. } = fed(&["check", "-"], &saved);
    assert_eq!(status, 1);
    assert!(out.contains("expected refused, is blocked"), "{out}");
}

#[test]
fn an_assertion_can_be_about_the_policies() {
    let trace = |resource: &str, expected: &str| {
        let line = format!(
            "trace - --from a1 --to service:s3 --tcp 443 --action s3:GetObject --resource {resource} --assert {expected}"
        );
        let arguments: Vec<&str> = line.split(' ').collect();
        fed(&arguments, NETWORK)
    };
    for (resource, expected) in [
        ("photos", "authorized"),
        ("letters", "refused"),
        ("letters", "X_ENDPOINT_POLICY"),
        ("letters", "allowed"),
    ] {
        assert_eq!(trace(resource, expected).status, 0, "{resource} {expected}");
    }
    let Answer { status, err, .. } = trace("letters", "authorized");
    assert_eq!(status, 1);
    assert_eq!(
        err,
        "reachlight: expected authorized, but the flow is allowed, a policy refuses the request.\n"
    );
}

#[test]
fn requests_survive_every_form() {
    let saved =
        with(&["photos action s3:GetObject principal \"arn:aws:iam::111122223333:role/reader\" expect authorized"]);
    let Answer { out: reach, .. } = fed(&["import", "-", "--to", "reach"], &saved);
    let flow = |text: &str| text.lines().find(|line| line.starts_with("flow")).map(str::to_owned);
    assert_eq!(flow(&reach), flow(&saved));
    let Answer { out: json, .. } = fed(&["import", "-", "--to", "json"], &saved);
    assert_eq!(fed(&["import", "-", "--to", "reach"], &json).out, reach);
    let Answer { out: link, .. } = fed(&["link", "-"], &saved);
    let Answer { out: opened, .. } = fed(&["open", link.trim()], "");
    assert_eq!(flow(&opened), flow(&saved));
}
