//! The words for the kinds of hops, which scripts compare with.

use crate::{fed, root};

/// The kinds of the request's hops, in their order.
fn kinds(sample: &str, from: &str, to: &str) -> Vec<String> {
    let folder = root().join("www/samples");
    let network = std::fs::read_to_string(folder.join(format!("{sample}.reach"))).unwrap();
    kinds_in(&network, from, to, "443")
}

fn kinds_in(network: &str, from: &str, to: &str, port: &str) -> Vec<String> {
    let asked = [
        "trace", "-", "--from", from, "--to", to, "--tcp", port, "--format", "json",
    ];
    let trace = fed(&asked, network).json();
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

#[test]
fn a_client_vpn_has_a_short_word() {
    let kinds = kinds("client-vpn", "client-vpn:cvpn/ben", "app-1");
    assert_eq!(kinds.first().map(String::as_str), Some("client-vpn"));
    assert!(!kinds.iter().any(|kind| kind == "client-vpn-endpoint"));
}

#[test]
fn a_regional_nat_gateway_is_a_nat_gateway() {
    let network = "vpc a 10.0.0.0/16\n  internet-gateway igw\n  route-table rtb main\n    0.0.0.0/0 -> nat\n  \
        subnet s 10.0.1.0/24\n    instance one 10.0.1.10\n  regional-nat-gateway nat public 203.0.113.20\n";
    let kinds = kinds_in(network, "one", "198.51.100.7", "443");
    assert_eq!(
        kinds[kinds.len() - 3..],
        ["nat-gateway", "internet-gateway", "internet"]
    );
}

#[test]
fn what_resolves_names_is_dns() {
    let network = "vpc a 10.0.0.0/16\n  security-group sg default\n    in tcp 53 from 10.0.0.0/16\n  \
        subnet s 10.0.1.0/24\n    instance one 10.0.1.10\n  resolver-endpoint inbound inbound groups sg\n    in s 10.0.1.53\n";
    let kinds = kinds_in(network, "one", "inbound", "53");
    assert_eq!(kinds.last().map(String::as_str), Some("dns"));
}

/// An importer writes such an endpoint with a provider that is not there; a person may write its name.
#[test]
fn nothing_is_known_of_services_that_are_not_drawn() {
    let network = "vpc a 10.0.0.0/16\n  security-group o\n    in all from 0.0.0.0/0\n  subnet a1 10.0.1.0/24\n    instance i 10.0.1.10\n  \
        interface-endpoint ep \"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0\"\n    in a1 10.0.1.50\n    groups o\n";
    for port in ["443", "3306"] {
        let asked = [
            "trace", "-", "--from", "i", "--to", "ep", "--tcp", port, "--format", "json",
        ];
        let trace = fed(&asked, network).json();
        let said = (&trace["verdict"], &trace["code"], &trace["at"]);
        assert_eq!(said, (&"unknown".into(), &"UNKNOWN_RESOURCE".into(), &"ep".into()));
    }
}

/// What decided, what lost to it, and where AWS says so.
#[test]
fn a_hop_names_its_page_and_the_rows_that_lost() {
    let asked = [
        "trace",
        "www/samples/transit-gateway-hub.reach",
        "--from",
        "blue-1",
        "--to",
        "shared-1",
        "--tcp",
        "443",
    ];
    let json = crate::reachlight(&[&asked[..], &["--format", "json"]].concat()).json();
    let hops = json["forward"].as_array().unwrap();
    for hop in hops {
        assert!(hop["rule"].is_string(), "{hop}");
        assert!(
            hop["page"]
                .as_str()
                .unwrap()
                .starts_with("https://docs.aws.amazon.com/"),
            "{hop}"
        );
    }
    let spokes = hops.iter().find(|hop| hop["at"] == "spokes").unwrap();
    assert_eq!(spokes["by"], "spokes/10.0.0.0/16");
    let lost: Vec<&str> = spokes["passed_over"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["by"].as_str().unwrap())
        .collect();
    assert_eq!(lost, ["spokes/0.0.0.0/0", "spokes/10.0.0.0/8"]);
    let text = crate::reachlight(&asked).out;
    assert!(
        text.contains("Not by spokes/10.0.0.0/8: It matches too, but a more specific route wins."),
        "{text}"
    );
}

#[test]
fn what_passes_in_part_is_told_from_what_does_not() {
    let network = "vpc a 10.0.0.0/16\n  security-group open\n    in tcp 80 from 0.0.0.0/0\n  subnet s 10.0.1.0/24\n    \
        instance one 10.0.1.10\n    instance two 10.0.1.11 groups open\n";
    let asked = ["trace", "-", "--from", "one", "--to", "two", "--tcp", "80-81"];
    let json = fed(&[&asked[..], &["--format", "json"]].concat(), network).json();
    assert_eq!(json["verdict"], "partial");
    assert_eq!(json["allowed"][0]["ports"], "80");
    assert_eq!(json["stopped"][0]["ports"], "81");
    let text = fed(&asked, network).out;
    assert!(text.contains("What gets through\n  ✓ TCP 80\n  ✕ TCP 81\n"), "{text}");
}
