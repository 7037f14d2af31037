//! What stays, and what goes along.

use super::*;

#[test]
fn what_cannot_be_deleted() {
    let mut lab = lab();
    let delete = |kind, id| Operation::Delete(at(kind, id));
    refused(&lab, &delete(Kind::RouteTable, "rtb-a"), "X_REFUSED", "RT-03");
    refused(&lab, &delete(Kind::RouteTable, "a.main"), "X_REFUSED", "RT-03");
    refused(&lab, &delete(Kind::SecurityGroup, "a.default-sg"), "X_REFUSED", "SG-04");
    refused(&lab, &delete(Kind::NetworkAcl, "a.default-acl"), "X_REFUSED", "NA-05");
    refused(&lab, &delete(Kind::Vpc, "nothing"), "X_REFUSED", "DEC-25");
    refused(&lab, &Operation::Delete(Ref::internet()), "X_REFUSED", "DEC-25");
    let member = NetworkInterface {
        security_groups: vec!["sg-a".into()],
        ..interface("a1", "10.0.1.10")
    };
    lab.interfaces.insert("i-a".into(), member);
    refused(&lab, &delete(Kind::SecurityGroup, "sg-a"), "X_REFUSED", "SG-01");
    let both = [
        delete(Kind::SecurityGroup, "sg-a"),
        delete(Kind::NetworkInterface, "i-a"),
    ];
    assert_eq!(attempt_all(&lab, &both).unwrap().deleted.len(), 2);
    accepted(&lab, &delete(Kind::SecurityGroup, "sg-b"));
}

#[test]
fn deleting_leaves_blackholes() {
    let lab = lab();
    for operation in [
        Operation::Delete(at(Kind::PeeringConnection, "pcx")),
        Operation::Peering("pcx".into(), PeeringEvent::Delete(Side::Accepter)),
        Operation::Delete(at(Kind::Vpc, "b")),
    ] {
        let after = accepted(&lab, &operation).topology;
        let (network, issues) = crate::resolve(&after);
        let routes = network.routes(&"rtb-a".into());
        let dead: Vec<_> = routes
            .iter()
            .filter(|route| route.state == crate::network::RouteState::Blackhole)
            .collect();
        assert_eq!(dead.len(), 1, "{operation:?}");
        assert!(issues.iter().any(|issue| issue.name == "route-blackhole"));
    }
}

#[test]
fn deleting_a_vpc_takes_along_what_is_in_it() {
    let lab = lab();
    let after = accepted(&lab, &Operation::Delete(at(Kind::Vpc, "a")));
    let expected = [
        at(Kind::Vpc, "a"),
        at(Kind::Subnet, "a1"),
        at(Kind::NetworkInterface, "i-a"),
        at(Kind::RouteTable, "rtb-a"),
        at(Kind::SecurityGroup, "sg-a"),
        at(Kind::GatewayEndpoint, "vpce-s3"),
    ];
    assert_eq!(after.deleted, expected);
    assert_eq!(state(&after.topology, "pcx"), PeeringState::Deleted);
    assert_eq!(state(&after.topology, "pcx-c"), PeeringState::Deleted);
    assert_eq!(after.topology.internet_gateways.get(&"igw-a".into()).unwrap().vpc, None);
    assert_eq!(after.topology.vpn_gateways.get(&"vgw-a".into()).unwrap().vpc, None);
    let (_, issues) = crate::resolve(&after.topology);
    assert!(issues.iter().all(|issue| issue.level != Level::Error), "{issues:?}");
}
