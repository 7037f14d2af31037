//! The program as scripts use it: arguments and files in; text, JSON and exit status out.

use std::fs;
use std::path::PathBuf;

use crate::{fed, reachlight, root, traced};
use serde_json::Value;

/// A folder of its own for one test, gone when the test is over.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("reachlight-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("inner")).unwrap();
        Self(folder)
    }

    pub(crate) fn write(&self, name: &str, content: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const LAB: &str = "www/samples/s3-lab.reach";
const PEERED: &str = "www/samples/two-peered-vpcs.reach";

/// EG-08: `--action`, `--resource` and `--principal` reach the policies; what they leave open is unknown, never allowed.
#[test]
fn trace_judges_the_request_by_the_policies() {
    let lab = "vpc A 10.0.0.0/16\n  route-table rtb main\n  security-group sg default\n  \
        subnet s1 10.0.1.0/24 zone a\n    instance a1 10.0.1.10\n  \
        gateway-endpoint vpce-1 s3 routes rtb\n    policy allow bucket-x action s3:Get*\n    \
        policy deny principal reader\n";
    let said = |request: &[&str]| {
        let flow = "trace - --from a1 --to service:s3 --tcp 443 --format json";
        let arguments: Vec<&str> = flow.split(' ').chain(request.iter().copied()).collect();
        let authorization = fed(&arguments, lab).json()["authorization"].clone();
        format!("{} {}", authorization["verdict"], authorization["code"]).replace('"', "")
    };
    let bucket = ["--resource", "bucket-x"];
    let of = |more: &[&str]| said(&[&bucket, more].concat());
    assert_eq!(said(&[]), "not asked null");
    assert_eq!(of(&[]), "unknown UNKNOWN_RESOURCE");
    assert_eq!(of(&["--action", "s3:GetObject"]), "unknown UNKNOWN_RESOURCE");
    assert_eq!(
        of(&["--action", "s3:GetObject", "--principal", "writer"]),
        "allowed null"
    );
    assert_eq!(
        of(&["--action", "s3:GetObject", "--principal", "reader"]),
        "refused X_ENDPOINT_POLICY"
    );
    assert_eq!(of(&["--action", "s3:PutObject"]), "refused X_ENDPOINT_POLICY");
    assert_eq!(said(&["--action", "s3:PutObject"]), "refused X_ENDPOINT_POLICY");
}

#[test]
fn trace_has_every_field_in_the_order_of_the_contract() {
    let answer = traced(LAB, "app-1", "service:s3", "443", &["--format", "json"]);
    assert_eq!((answer.status, answer.err.as_str()), (0, ""));
    let json = answer.json();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "verdict",
        "leg",
        "code",
        "at",
        "allowed",
        "forward",
        "return",
        "blockers",
        "hints",
        "warnings",
        "fixes",
        "authorization",
        "dns",
        "flow_logs",
        "cost",
        "carried",
        "assumed",
        "notes",
        "stopped",
        "by_address",
        "by_chance",
        "by_choice",
    ];
    assert_eq!(keys, expected);
    assert_eq!(json["verdict"], "blocked");
    assert_eq!(json["leg"], "forward");
    assert_eq!(json["code"], "NO_ROUTE_TO_DESTINATION");
    assert_eq!(json["at"], "rtb-private");
    assert_eq!(json["authorization"]["verdict"], "not asked");
    let hop = &json["forward"][0];
    let keys: Vec<&str> = hop.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "seq",
            "at",
            "kind",
            "action",
            "by",
            "code",
            "rule",
            "passed_over",
            "packet",
            "text",
            "page"
        ]
    );
    assert_eq!(hop["kind"], "interface");
    assert_eq!(
        hop["packet"].to_string(),
        r#"{"src":"10.0.1.10","dst":"52.216.8.1","proto":"tcp","source_ports":"1024-65535","ports":"443"}"#
    );
    let blocker = json["blockers"][0].as_object().unwrap();
    assert_eq!(
        blocker.keys().collect::<Vec<_>>(),
        ["leg", "at", "code", "rule", "text", "page"]
    );
}

#[test]
fn a_trace_has_its_flow_log_lines_and_its_cost() {
    let json = |more: &[&str]| {
        let flow = [
            "trace",
            PEERED,
            "--from",
            "shop-1",
            "--to",
            "orders-db",
            "--tcp",
            "5432",
        ];
        let mut arguments = flow.to_vec();
        arguments.extend(["--format", "json"]);
        arguments.extend(more);
        reachlight(&arguments).json()
    };
    let answer = json(&[]);
    let first = answer["flow_logs"][0].as_str().unwrap();
    assert!(first.starts_with("2 123456789012 shop-1 "), "{first}");
    assert!(first.ends_with(" 49152 5432 6 1 40 0 60 ACCEPT OK"), "{first}");
    let cost = &answer["cost"][0];
    assert_eq!(cost["rule"], "CO-01");
    assert_eq!(cost["per_gb"], 0.0);
    assert_eq!(answer["carried"][0]["internet"], false);
    let chosen = json(&["--flow-log-format", "${version} end action", "--flow-log-window", "7-9"]);
    assert_eq!(chosen["flow_logs"][0], "2 9 ACCEPT");
    let wrong = reachlight(&[
        "trace",
        PEERED,
        "--from",
        "a",
        "--to",
        "b",
        "--flow-log-format",
        "acton",
    ]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("action"), "{}", wrong.err);
}

#[test]
fn a_name_is_resolved_first() {
    let ask = |name: &str| {
        reachlight(&[
            "trace", LAB, "--from", "app-1", "--to", name, "--tcp", "443", "--format", "json",
        ])
    };
    let json = ask("dns:bucket.s3.us-east-1.amazonaws.com").json();
    let dns = &json["dns"];
    assert_eq!(dns["asked"], "bucket.s3.us-east-1.amazonaws.com");
    assert_eq!(dns["answer"][0], json["forward"][0]["packet"]["dst"]);
    assert_eq!(dns["code"], serde_json::Value::Null);
    let json = ask("dns:db.example.com").json();
    assert_eq!(json["verdict"], "unknown");
    assert_eq!(json["dns"]["code"], "UNKNOWN_DESTINATION");
    assert_eq!(json["dns"]["answer"].as_array().map(Vec::len), Some(0));
}

#[test]
fn what_passes_is_listed_exactly() {
    let allowed = |more: &[&str]| {
        let mut arguments = vec![
            "trace",
            PEERED,
            "--from",
            "shop-1",
            "--to",
            "orders-db",
            "--format",
            "json",
        ];
        arguments.extend(more);
        let json = reachlight(&arguments).json();
        (
            json["verdict"].as_str().unwrap().to_owned(),
            json["allowed"].to_string(),
        )
    };
    let tcp = r#"[{"proto":"tcp","ports":"5432","source_ports":"1024-65535"}]"#;
    assert_eq!(allowed(&["--tcp", "5432"]), ("allowed".to_owned(), tcp.to_owned()));
    assert_eq!(allowed(&["--tcp", "5000-6000"]), ("partial".to_owned(), tcp.to_owned()));
    assert_eq!(allowed(&[]), ("partial".to_owned(), tcp.to_owned()));
    assert_eq!(allowed(&["--icmp"]), ("blocked".to_owned(), "[]".to_owned()));
    assert_eq!(allowed(&["--icmp", "8/0", "--family", "4"]).0, "blocked");
    let few = r#"[{"proto":"tcp","ports":"5432","source_ports":"50000-50010"}]"#;
    assert_eq!(allowed(&["--tcp=5432", "--source-ports", "50000-50010"]).1, few);
    let ping = "vpc a 10.0.0.0/16\n  security-group sg default\n  subnet s\n    instance x\n    instance y\n";
    let ping = fed(
        &[
            "trace", "-", "--from", "x", "--to", "y", "--icmp", "8", "--format", "json",
        ],
        ping,
    )
    .json();
    assert_eq!(ping["allowed"].to_string(), r#"[{"proto":"icmp","type":8}]"#);
}

#[test]
fn assertions_decide_the_exit_status() {
    let status = |expected: &str| {
        let answer = traced(LAB, "app-1", "service:s3", "443", &["--assert", expected]);
        (answer.status, answer.err)
    };
    assert_eq!(status("blocked"), (0, String::new()));
    assert_eq!(status("NO_ROUTE_TO_DESTINATION"), (0, String::new()));
    let said = "reachlight: expected allowed, but the flow is blocked (NO_ROUTE_TO_DESTINATION).\n";
    assert_eq!(status("allowed"), (1, said.to_owned()));
    assert_eq!(status("ENI_SG_RULES_MISMATCH").0, 1);
    let (code, said) = status("NO_ROUTE_TO_DESTINATON");
    assert_eq!(code, 2);
    assert!(said.contains("Did you mean `NO_ROUTE_TO_DESTINATION`?"), "{said}");
}

#[test]
fn text_is_for_people_and_without_colour_in_a_pipe() {
    let answer = traced(LAB, "app-1", "service:s3", "443", &[]);
    assert!(
        answer
            .out
            .starts_with("✕ blocked  app-1 → service:s3, tcp 443  NO_ROUTE_TO_DESTINATION\n"),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("What stops it"));
    assert!(!answer.out.contains('\u{1b}'));
}

#[test]
fn mistakes_are_one_line_with_file_place_problem_and_fix() {
    let folder = Folder::new("mistakes");
    let text = folder.write("a.reach", "vpc a 10.0.0.0/16\n  subnt s\n");
    let json = folder.write(
        "a.json",
        "{\"reachlight\": 1, \"vpcs\": [{\"id\": \"a\", \"cidrs\": [\"10.0.0.0/99\"]}]}",
    );
    let other = folder.write("other.json", "{\"Vpcs\": []}");
    let cases: &[(&[&str], &str)] = &[
        (
            &["trace", LAB, "--from", "app-2", "--to", "internet"],
            "--from app-2: no element is called `app-2`. Did you mean `app-1`?",
        ),
        (&["trace", LAB, "--from", "app-1"], "--to is missing."),
        (
            &["trace", LAB, "--from", "app-1", "--to", "web-1", "--tcp", "x"],
            "--tcp cannot be `x`. Write a port",
        ),
        (&["trace", LAB, "--form", "app-1"], "`--form` is not an option here."),
        (
            &["trce", LAB],
            "`trce` is not a command of this version. Did you mean `trace`?",
        ),
        (
            &["check", "nowhere.reach"],
            "nowhere.reach: there is no such file or folder.",
        ),
        (
            &["check", &text],
            "a.reach:2:3: `subnt` is not known here. Did you mean `subnet`?",
        ),
        (&["check", &json], "a.json: $.vpcs[0].cidrs[0]: an IPv4 CIDR"),
        (&["check", &other], "other.json: nothing of a network is in this file."),
        (&["open", "https://example.org/#1ARsa"], "this link is cut off"),
        (&["open", "https://example.org/"], "this is not a link to a diagram."),
        (&["check"], "an input is missing."),
        (&[], "a command is missing."),
    ];
    for (arguments, said) in cases {
        let answer = reachlight(arguments);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        assert!(answer.err.contains(said), "{arguments:?}: {}", answer.err);
    }
}

#[test]
fn check_reports_problems_and_expectations() {
    let answer = reachlight(&["check", PEERED, "--format", "json"]);
    assert_eq!(answer.status, 0);
    let json = answer.json();
    assert_eq!(json["problems"], Value::Array(Vec::new()));
    assert_eq!(json["expectations"][0]["flow"], "shop-1 -> orders-db tcp 5432");
    assert!(
        json["expectations"]
            .as_array()
            .unwrap()
            .iter()
            .all(|expected| expected["ok"] == true)
    );

    let overlapping = "vpc a 10.0.0.0/16\n  subnet s 10.0.0.0/24\n  subnet t 10.0.0.0/25\n";
    let answer = fed(&["check", "-", "--format", "json"], overlapping);
    assert_eq!(answer.status, 1);
    let problem = answer.json()["problems"][0].clone();
    let keys: Vec<String> = problem.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["problem", "level", "at", "row", "text", "fix"]);
    assert_eq!(
        (&problem["problem"], &problem["level"]),
        (&"subnets-overlap".into(), &"error".into())
    );

    let disappointed = format!(
        "{}\nflow app-1 -> service:s3 tcp 443 expect allowed\n",
        fs::read_to_string(root().join(LAB)).unwrap()
    );
    let answer = fed(&["check", "-"], &disappointed);
    assert_eq!(answer.status, 1);
    assert!(
        answer
            .out
            .contains("✕ app-1 -> service:s3 tcp 443: expected allowed, is blocked"),
        "{}",
        answer.out
    );
}

#[test]
fn the_forms_turn_into_each_other() {
    let text = reachlight(&["import", LAB]).out;
    let json = fed(&["import", "-", "--to", "json"], &text).out;
    let link = fed(&["link", "-", "--base", "https://example.org/r/"], &json).out;
    assert!(link.starts_with("https://example.org/r/#1"), "{link}");
    assert_eq!(reachlight(&["open", link.trim()]).out, text);
    assert_eq!(fed(&["import", "-"], &link).out, text);
    assert_eq!(reachlight(&["import", link.trim(), "--to", "json"]).out, json);
    let exploring = reachlight(&["link", LAB, "--mode", "explore"]).out;
    assert!(
        reachlight(&["open", exploring.trim()])
            .out
            .contains("view explore flow 1")
    );
}

#[test]
fn inputs_are_merged_by_equal_ids() {
    let folder = Folder::new("merged");
    folder.write(
        "one.txt",
        "vpc a 10.0.0.0/16\nsite office 192.168.0.0/16\nflow 10.0.0.1 -> internet\n",
    );
    folder.write(
        "inner/two.json",
        &fed(
            &["import", "-", "--to", "json"],
            "vpc a 10.0.0.0/16\nvpc b 10.1.0.0/16\npeering p a b\n",
        )
        .out,
    );
    folder.write("inner/three.reach", "site office 172.16.0.0/12\n");
    folder.write("README.md", "Notes about this network.\n");
    folder.write("data.json", "[1, 2]");
    let place = folder.0.display().to_string();
    let answer = reachlight(&["import", &place, "--notes", "json"]);
    assert_eq!(answer.status, 0, "{}", answer.err);
    let expected = "vpc a 10.0.0.0/16\n\nvpc b 10.1.0.0/16\n\npeering p a b\n\nsite office 172.16.0.0/12\n\nflow 10.0.0.1 -> internet\n";
    assert_eq!(answer.out, expected);
    let notes: Value = serde_json::from_str(&answer.err).unwrap();
    let notes = notes.as_array().unwrap();
    let kinds = |kind: &str| notes.iter().filter(|note| note["kind"] == kind).count();
    assert_eq!((kinds("read"), kinds("ignored"), kinds("conflict")), (3, 2, 1));
    let keys: Vec<&String> = notes[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["kind", "file", "path", "id", "text"]);
}

#[test]
fn help_and_version_are_everywhere() {
    assert_eq!(
        reachlight(&["--version"]).out,
        format!("reachlight {}\n", env!("CARGO_PKG_VERSION"))
    );
    for arguments in [
        &["--help"][..],
        &["trace", "--help"],
        &["check", "-h"],
        &["import", "--help"],
        &["link", "--help"],
        &["open", "--help"],
    ] {
        let answer = reachlight(arguments);
        assert_eq!(answer.status, 0);
        assert!(answer.out.contains("Usage: reachlight"), "{arguments:?}");
    }
}
