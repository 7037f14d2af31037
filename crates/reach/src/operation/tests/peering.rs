//! Requests, the lifecycle, quotas and options of peering connections.

use super::*;

#[test]
fn peering_requests() {
    let lab = lab();
    let pending = PeeringState::PendingAcceptance;
    for (one, other) in [("a", "b"), ("b", "a")] {
        let second = create("pcx-2", pair(one, other, pending));
        refused(&lab, &second, "VpcPeeringConnectionAlreadyExists", "PEER-06");
    }
    let fresh = accepted(&lab, &create("new", pair("b", "c", PeeringState::InitiatingRequest)));
    assert_eq!(state(&fresh.topology, "new"), pending);
    let itself = accepted(&lab, &create("new", pair("a", "a", pending)));
    assert_eq!(state(&itself.topology, "new"), PeeringState::Failed);
    assert_eq!(itself.warnings[0].reason.rules, ["PEER-07"]);
    let mut twin = lab.clone();
    twin.vpcs.insert("d".into(), ranges(&["10.7.0.0/16", "10.1.128.0/17"]));
    let overlapping = accepted(&twin, &create("new", pair("d", "b", pending)));
    assert_eq!(state(&overlapping.topology, "new"), PeeringState::Failed);
    assert_eq!(overlapping.warnings[0].reason.rules, ["PEER-05"]);
    let nobody = accepted(&lab, &create("new", pair("a", "nobody", pending)));
    assert_eq!(state(&nobody.topology, "new"), PeeringState::Failed);
    refused(
        &lab,
        &create("new", pair("nobody", "a", pending)),
        "X_REFUSED",
        "DEC-25",
    );
    let other = update("pcx", pair("a", "c", PeeringState::Active));
    refused(&lab, &other, "X_REFUSED", "PEER-04");
}

#[test]
fn peering_lifecycle() {
    use PeeringEvent::{Accept, Delete, Expire, Reject};
    use PeeringState as State;
    let table = [
        (
            State::PendingAcceptance,
            [
                Some(State::Active),
                Some(State::Rejected),
                Some(State::Expired),
                Some(State::Deleted),
                None,
            ],
        ),
        (
            State::Active,
            [None, None, None, Some(State::Deleted), Some(State::Deleted)],
        ),
    ];
    let events = [Accept, Reject, Expire, Delete(Side::Requester), Delete(Side::Accepter)];
    for before in State::ALL {
        let outcomes = table
            .iter()
            .find(|(state, _)| *state == before)
            .map_or([None; 5], |(_, outcomes)| *outcomes);
        for (event, outcome) in events.into_iter().zip(outcomes) {
            let mut lab = lab();
            lab.peering_connections.insert("pcx".into(), pair("a", "b", before));
            let operation = Operation::Peering("pcx".into(), event);
            match outcome {
                Some(after) => assert_eq!(state(&accepted(&lab, &operation).topology, "pcx"), after),
                None => refused(&lab, &operation, "InvalidStateTransition", "PEER-01"),
            }
        }
    }
    let lab = lab();
    refused(
        &lab,
        &update("pcx", pair("a", "b", State::Rejected)),
        "InvalidStateTransition",
        "PEER-01",
    );
    accepted(&lab, &update("pcx-c", pair("c", "a", State::Active)));
    refused(
        &lab,
        &Operation::Peering("nothing".into(), Accept),
        "X_REFUSED",
        "DEC-25",
    );
}

#[test]
fn who_accepts_where() {
    let mut lab = lab();
    let accept = Operation::Peering("pcx-c".into(), PeeringEvent::AcceptBy(Side::Requester));
    accepted(&lab, &accept);
    lab.vpcs.insert(
        "c".into(),
        Vpc {
            region: "eu-west-1".into(),
            ..ranges(&["10.2.0.0/16"])
        },
    );
    refused(&lab, &accept, "X_REFUSED", "PEER-03");
    lab.vpcs.insert(
        "c".into(),
        Vpc {
            account: Some("2".into()),
            ..ranges(&["10.2.0.0/16"])
        },
    );
    refused(&lab, &accept, "X_REFUSED", "PEER-02");
    accepted(
        &lab,
        &Operation::Peering("pcx-c".into(), PeeringEvent::AcceptBy(Side::Accepter)),
    );
    refused(&lab, &Operation::Delete(at(Kind::Vpc, "a")), "X_REFUSED", "PEER-01");
}

#[test]
fn peering_quotas() {
    let mut lab = Topology::default();
    lab.vpcs.insert("hub".into(), ranges(&["10.200.0.0/16"]));
    for n in 0..52u8 {
        lab.vpcs
            .insert(format!("v{n}").as_str().into(), ranges(&[&format!("10.{n}.0.0/16")]));
        if n < 50 {
            let spoke = format!("v{n}");
            lab.peering_connections
                .insert(spoke.as_str().into(), pair("hub", &spoke, PeeringState::Active));
        }
    }
    let next = create("next", pair("hub", "v50", PeeringState::PendingAcceptance));
    refused(&lab, &next, "VpcPeeringConnectionsPerVpcLimitExceeded", "PEER-08");
    let mut open = lab.clone();
    for n in 0..25u8 {
        let request = pair("v51", &format!("v{n}"), PeeringState::PendingAcceptance);
        open.peering_connections
            .insert(format!("r{n}").as_str().into(), request);
    }
    let next = create("next", pair("v51", "v40", PeeringState::PendingAcceptance));
    refused(&open, &next, "OutstandingVpcPeeringConnectionLimitExceeded", "PEER-08");
}

#[test]
fn dns_over_a_peering() {
    let mut lab = lab();
    let with_dns = |peering: PeeringConnection| PeeringConnection {
        requester_dns: true,
        ..peering
    };
    let pending = with_dns(pair("c", "a", PeeringState::PendingAcceptance));
    refused(&lab, &update("pcx-c", pending), "X_REFUSED", "PEER-50");
    let active = update("pcx", with_dns(pair("a", "b", PeeringState::Active)));
    refused(
        &lab,
        &active,
        "InvalidVpcPeeringConnectionState.DnsHostnamesDisabled",
        "PEER-51",
    );
    for (id, cidr) in [("a", "10.0.0.0/16"), ("b", "10.1.0.0/16")] {
        lab.vpcs.insert(
            id.into(),
            Vpc {
                dns_hostnames: true,
                ..ranges(&[cidr])
            },
        );
    }
    accepted(&lab, &active);
}
