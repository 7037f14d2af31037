//! The text of what reaches beyond VPCs: short lines, one change at a time, mistakes that say how to go on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use document::{Document, text};
use reach::operation::Operation;
use reach::topology::{Association, Attached, TransitGateway};

fn read(source: &str) -> Document {
    match text::parse(source) {
        Ok(document) => document,
        Err(errors) => panic!("{}\n{source}", errors[0]),
    }
}

const NETWORK: &str = "vpc a 10.0.0.0/16\n  subnet s 10.0.1.0/24\n    instance i\n  load-balancer nlb\n\
    site dc 10.99.0.0/16\nvpn-gateway vgw vpc a\n\
    transit-gateway t\n  attachment att-a a\n  transit-gateway-route-table r\n\
    direct-connect-gateway d\n  to vgw prefixes 10.0.0.0/16\nclient-vpn-endpoint c vpc a\nendpoint-service e nlb\n\
    hosted-zone z example.com\nblock-public-access b ingress\n";

/// The element as it is after the edit, or what is wrong with the edit.
fn after(edit: &str) -> String {
    let document = read(NETWORK);
    let mut topology = (*document.topology).clone();
    match text::parse_edit(edit, &topology) {
        Ok(Operation::Create(element) | Operation::Update(element)) => {
            let own = element.reference();
            topology.put(element);
            text::format_element(&topology, &own)
        }
        Ok(operation) => format!("{operation:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn edits_are_operations() {
    for (edit, expected) in [
        ("+ t attachment att-2 d", "attachment att-2 d gateway t\n"),
        ("+ att-a in s", "attachment att-a a gateway t in s\n"),
        (
            "= att-a associate none propagate r state rejected",
            "attachment att-a a gateway t associate none state rejected propagate r\n",
        ),
        (
            "+ r 10.0.0.0/8 -> blackhole",
            "transit-gateway-route-table r gateway t\n  10.0.0.0/8 -> blackhole\n",
        ),
        (
            "= t default-table r",
            "transit-gateway t default-table r\n  attachment att-a a\n  transit-gateway-route-table r\n",
        ),
        ("- d to vgw", "direct-connect-gateway d\n"),
        (
            "- d to vgw prefixes 10.0.0.0/16",
            "direct-connect-gateway d\n  to vgw\n",
        ),
        (
            "+ virtual-interface v vgw site dc",
            "virtual-interface v private vgw site dc\n",
        ),
        (
            "+ c in s",
            "client-vpn-endpoint c 172.20.0.0/22 vpc a\n  in s 10.0.1.11\n",
        ),
        (
            "+ c allow 10.0.0.0/16 eng",
            "client-vpn-endpoint c 172.20.0.0/22 vpc a\n  allow 10.0.0.0/16 eng\n",
        ),
        (
            "+ nlb listen tcp 443 to i port 8443",
            "load-balancer nlb vpc a\n  listen tcp 443 to i port 8443\n",
        ),
        ("+ a interface-endpoint v e", "interface-endpoint v e vpc a\n"),
        (
            "+ z record www.example.com 10.0.1.10",
            "hosted-zone z example.com\n  record www.example.com 10.0.1.10\n",
        ),
        (
            "+ b exclude s egress",
            "block-public-access b ingress\n  exclude s egress\n",
        ),
        (
            "+ resource-policy p my-bucket policy allow from 203.0.113.0/24",
            "resource-policy p my-bucket\n  policy allow \"*\" from 203.0.113.0/24\n",
        ),
        ("= i masquerade on", "instance i 10.0.1.10 subnet s masquerade on\n"),
        (
            "+ t attachment att-2 s",
            "line 1, column 22: a VPC, a connection, a gateway or another attachment is expected here, not `s`.",
        ),
    ] {
        assert_eq!(after(edit), expected, "{edit}");
    }
}

#[test]
fn a_transit_gateway_has_a_table_that_nobody_wrote() {
    let document = read(
        "vpc a 10.0.0.0/16\n  subnet s 10.0.1.0/24\ntransit-gateway t\n  attachment x a in s associate t.default\n",
    );
    let (network, issues) = reach::resolve(&document.topology);
    assert_eq!(issues, Vec::new());
    let own = TransitGateway::implicit_route_table(&"t".into());
    let attachment = network.topology().transit_gateway_attachments.get(&"x".into()).unwrap();
    assert_eq!(attachment.association, Association::Table(own.clone()));
    assert_eq!(attachment.propagations.iter().flatten().collect::<Vec<_>>(), [&own]);
    assert!(matches!(attachment.to, Attached::Vpc { .. }));
    assert!(network.topology().transit_gateway_route_tables.contains(own.as_str()));
}

#[test]
fn a_line_may_stand_for_the_table_that_nobody_wrote() {
    let written = "transit-gateway t\n  transit-gateway-route-table t.default\n    10.1.0.0/16 -> blackhole\n";
    let document = read(written);
    let own = TransitGateway::implicit_route_table(&"t".into());
    let table = document.topology.transit_gateway_route_tables.get(&own).unwrap();
    assert_eq!(table.routes.len(), 1);
    let again = document::text::format(&document);
    assert_eq!(document::text::parse(&again), Ok(document));
}
