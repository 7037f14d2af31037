//! What AWS picks at random, as `trace` and `matrix` say it (DEC-27).

use std::fs;
use std::path::PathBuf;

use crate::reachlight;
use serde_json::json;

const NETWORK: &str = "vpc v 10.0.0.0/16\n  \
    network-acl closed\n    in 100 allow all from 10.0.9.0/24\n    out 100 allow all to 0.0.0.0/0\n  \
    security-group open\n    in tcp 443 from 10.0.0.0/16\n  \
    subnet s1 10.0.1.0/24 zone a\n    instance a 10.0.1.10\n  \
    subnet s2 10.0.2.0/24 zone b acl closed\n  \
    interface-endpoint e sqs groups open\n    in s1 10.0.1.50\n    in s2 10.0.2.50\n";

fn file(name: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("reachlight-{}-{name}.reach", std::process::id()));
    fs::write(&file, NETWORK).unwrap();
    file
}

#[test]
fn packets_that_pass_by_chance_are_not_allowed() {
    let file = file("by-chance");
    let path = file.display().to_string();
    let flow = ["trace", &path, "--from", "a", "--to", "e", "--tcp", "443"];
    let text = reachlight(&flow).out;
    let json = reachlight(&[&flow[..], &["--format", "json"]].concat()).json();
    let matrix = reachlight(&["matrix", &path]).json();
    fs::remove_file(file).unwrap();

    let summary = "a can reach e with TCP 443 by chance only: e has 2 addresses, and whoever asks for it by name gets any of them. \
        By 10.0.1.50 in s1 the packets get through; by 10.0.2.50 in s2 they are stopped at closed.";
    assert!(text.contains(summary), "{text}");
    let https = json!([{"proto": "tcp", "ports": "443", "source_ports": "1024-65535"}]);
    assert_eq!(json["verdict"], "partial");
    assert_eq!(
        (&json["allowed"], &json["stopped"], &json["by_chance"]),
        (&json!([]), &json!([]), &https)
    );
    let options = &json["by_choice"][0]["options"];
    assert_eq!(json["by_choice"][0]["at"], "e");
    assert_eq!(
        (&options[0]["taken"], &options[0]["verdict"]),
        (&json!("s1"), &json!("allowed"))
    );
    assert_eq!(
        (&options[1]["taken"], &options[1]["stopped_at"]),
        (&json!("s2"), &json!("closed"))
    );
    let pairs = matrix["pairs"].as_array().unwrap();
    let pair = pairs
        .iter()
        .find(|pair| pair["from"] == "a" && pair["to"] == "e")
        .unwrap();
    assert_eq!(
        (&pair["allowed"], &pair["by_chance"][0]["ports"]),
        (&json!([]), &json!("443"))
    );
}
