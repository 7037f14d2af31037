//! The words for the kinds of hops, which scripts compare with.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The kinds of the request's hops, in their order.
fn kinds(sample: &str, from: &str, to: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_reachlight"))
        .args([
            "trace",
            &format!("www/samples/{sample}.reach"),
            "--from",
            from,
            "--to",
            to,
        ])
        .args(["--tcp", "443", "--format", "json"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .unwrap();
    let trace: Value = serde_json::from_slice(&output.stdout).unwrap();
    let hops = trace["forward"].as_array().unwrap();
    let kinds = hops.iter().map(|hop| hop["kind"].as_str().unwrap().to_owned());
    kinds.collect()
}

#[test]
fn attachments_are_those_of_transit_gateways() {
    let kinds = kinds("transit-gateway-hub", "blue-1", "shared-1");
    let transit: Vec<_> = kinds.iter().filter(|kind| kind.starts_with("transit")).collect();
    assert_eq!(
        transit,
        [
            "transit-gateway-attachment",
            "transit-gateway-route-table",
            "transit-gateway-attachment"
        ]
    );
    assert!(!kinds.iter().any(|kind| kind == "attachment"));
}

#[test]
fn the_parts_of_direct_connect_have_one_word() {
    let kinds = kinds("direct-connect", "onprem:centre/server", "prod-1");
    assert_eq!(kinds.iter().filter(|kind| *kind == "direct-connect").count(), 2);
}
