//! The JSON form: its shape, and what is said about mistakes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use document::{file, text};

const SMALL: &str = "vpc a 10.0.0.0/16\n  route-table r\n    0.0.0.0/0 -> igw\n  internet-gateway igw\n  subnet s 10.0.0.0/24 zone a routes r\n    instance web 10.0.0.10\n\
                     flow web -> internet tcp 443 expect blocked\n";

fn small() -> String {
    file::write(&text::parse(SMALL).unwrap())
}

#[test]
fn the_shape_is_frozen() {
    let expected = r#"{
  "reachlight": 1,
  "title": "Untitled network",
  "vpcs": [
    {
      "id": "a",
      "cidrs": [
        "10.0.0.0/16"
      ]
    }
  ],
  "subnets": [
    {
      "id": "s",
      "vpc": "a",
      "zone": "us-east-1a",
      "cidr": "10.0.0.0/24",
      "route_table": "r"
    }
  ],
  "route_tables": [
    {
      "id": "r",
      "vpc": "a",
      "routes": [
        {
          "cidr": "0.0.0.0/0",
          "target": {
            "kind": "internet-gateway",
            "id": "igw"
          }
        }
      ]
    }
  ],
  "interfaces": [
    {
      "id": "web",
      "subnet": "s",
      "ipv4": "10.0.0.10"
    }
  ],
  "internet_gateways": [
    {
      "id": "igw",
      "vpc": "a"
    }
  ],
  "flows": [
    {
      "from": "web",
      "to": "internet",
      "traffic": "tcp 443",
      "expect": "blocked"
    }
  ]
}
"#;
    assert_eq!(small(), expected);
}

#[test]
fn mistakes_name_their_place() {
    let wrong = |from: &str, to: &str| {
        let broken = small().replacen(from, to, 1);
        assert_ne!(broken, small(), "{from} is not there");
        file::read(&broken).unwrap_err().to_string()
    };
    assert_eq!(
        wrong("10.0.0.0/24", "10.0.0.0/33"),
        "$.subnets[0].cidr: an IPv4 CIDR, as in 10.0.0.0/16, is expected here."
    );
    assert_eq!(
        wrong("\"route_table\"", "\"route_tabel\""),
        "$.subnets[0].route_tabel: this field is not known here. Did you mean `route_table`."
    );
    assert_eq!(wrong("\"id\": \"s\",", ""), "$.subnets[0]: the field `id` is missing.");
    assert_eq!(
        wrong("\"id\": \"igw\",\n      \"vpc\"", "\"id\": \"web\",\n      \"vpc\""),
        "$.internet_gateways[0].id: `web` is an id of `interfaces` already; ids are unique over all kinds."
    );
    assert_eq!(
        wrong("\"from\": \"web\"", "\"from\": \"wen\""),
        "$.flows[0].from: no element is called `wen`. Did you mean `web`."
    );
    assert_eq!(
        wrong("tcp 443", "tpc 443").split(". ").last(),
        Some("Did you mean `tcp`.")
    );
}

#[test]
fn other_json_and_newer_versions_are_told_apart() {
    assert_eq!(file::read("{\"Vpcs\": []}"), Err(file::Error::NotADiagram));
    assert_eq!(
        file::read("{\"reachlight\": 7}"),
        Err(file::Error::NewerVersion { version: 7 })
    );
    let Err(file::Error::Syntax { line, column, .. }) = file::read("{\"reachlight\": 1,\n \"vpcs\": [}") else {
        panic!("no syntax error");
    };
    assert_eq!((line, column), (2, 11));
    assert!(file::read(&"[".repeat(100_000)).is_err());
}
