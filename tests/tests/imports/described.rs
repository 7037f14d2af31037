//! The network of every case, described as AWS would and imported, is the same network.

use document::import::{self, Source};
use document::text;
use reach::id::Ref;
use reach::topology::*;
use tests::describe::{describe, kept};

use crate::root;

/// Takes out what an import leaves out, and writes in one way what can be written in two.
pub(crate) fn normal(topology: &Topology) -> Topology {
    let mut normal = topology.clone();
    normal.peering_connections.retain(|_, record| {
        matches!(
            record.state,
            PeeringState::Active
                | PeeringState::Provisioning
                | PeeringState::PendingAcceptance
                | PeeringState::InitiatingRequest
        )
    });
    for id in topology.interfaces.ids() {
        let function = normal.interfaces.get_mut(id).filter(|it| it.role == Role::Function);
        if let Some(function) = function {
            function.public_ipv4 = None;
        }
    }
    normal
        .nat_gateways
        .retain(|_, record| matches!(record.state, NatState::Available | NatState::Pending));
    normal
        .regional_nat_gateways
        .retain(|_, record| matches!(record.state, NatState::Available | NatState::Pending));
    let lives = |state| {
        matches!(
            state,
            EndpointState::Available | EndpointState::Pending | EndpointState::PendingAcceptance
        )
    };
    normal.gateway_endpoints.retain(|_, record| lives(record.state));
    normal.interface_endpoints.retain(|_, record| lives(record.state));
    normal
        .gateway_load_balancer_endpoints
        .retain(|_, record| lives(record.state));
    normal
        .endpoint_services
        .retain(|_, record| matches!(record.state, ServiceState::Available | ServiceState::Pending));
    normal
        .transit_gateway_attachments
        .retain(|_, record| !is_gone(record.state));
    normal.route_tables.amend(|_, record| {
        let mut record = record.clone();
        for route in &mut record.routes {
            if let Target::NotModelled(words) = &route.target {
                route.target = Target::NotModelled(words.trim_start_matches("the local gateway ").into());
            }
        }
        sort_by(&mut record.routes, |route| {
            (route.destination.clone(), route.target.clone())
        });
        Some(record)
    });
    normal.transit_gateway_route_tables.amend(|_, record| {
        let mut record = record.clone();
        sort_by(&mut record.routes, |route| {
            (route.destination.clone(), route.target.clone())
        });
        Some(record)
    });
    normal.transit_gateway_route_tables.retain(|id, record| {
        let is_implicit = *id == TransitGateway::implicit_route_table(&record.gateway);
        !is_implicit || record.name.is_some() || !record.routes.is_empty()
    });
    normal.client_vpn_endpoints.amend(|_, record| {
        let mut record = record.clone();
        sort_by(&mut record.authorizations, |rule| {
            (rule.destination, rule.group.clone())
        });
        sort_by(&mut record.routes, |route| (route.destination, route.target.clone()));
        Some(record)
    });
    normal.prefix_lists.amend(|_, record| {
        let mut record = record.clone();
        record.entries.sort();
        Some(record)
    });
    in_order_of_places(&mut normal);
    without_the_only_account(&mut normal);
    normal.transit_gateways.amend(|_, record| {
        let mut record = record.clone();
        record.shared_with = Default::default();
        Some(record)
    });
    normal
}

/// AWS lists places and targets in no order of anybody's.
fn in_order_of_places(normal: &mut Topology) {
    normal.interface_endpoints.amend(|_, record| {
        let mut record = record.clone();
        sort_by(&mut record.subnets, |place| place.subnet.clone());
        Some(record)
    });
    normal.load_balancers.amend(|_, record| {
        let mut record = record.clone();
        let publics = record.public_ipv4.clone();
        let mut places: Vec<_> = record.subnets.iter().cloned().enumerate().collect();
        sort_by(&mut places, |(_, place)| place.subnet.clone());
        record.public_ipv4 = places
            .iter()
            .filter_map(|(index, _)| publics.get(*index).copied())
            .collect();
        record.subnets = places.into_iter().map(|(_, place)| place).collect();
        for listener in &mut record.listeners {
            sort_by(&mut listener.targets, |target| (target.interface.clone(), target.port));
            listener.targets.dedup();
        }
        Some(record)
    });
    normal.transit_gateway_attachments.amend(|_, record| {
        let mut record = record.clone();
        if let Attached::Vpc { subnets, .. } = &mut record.to {
            subnets.sort();
        }
        Some(record)
    });
    normal.client_vpn_endpoints.amend(|_, record| {
        let mut record = record.clone();
        sort_by(&mut record.associations, |place| place.subnet.clone());
        Some(record)
    });
    normal.direct_connect_gateways.amend(|_, record| {
        let mut record = record.clone();
        sort_by(&mut record.associations, |association| association.gateway.clone());
        Some(record)
    });
    // The same rule twice is one.
    normal.security_groups.amend(|_, record| {
        let mut record = record.clone();
        for rules in [&mut record.inbound, &mut record.outbound] {
            let mut seen = std::collections::BTreeSet::new();
            rules.retain(|rule| seen.insert((rule.traffic, rule.peer.clone())));
        }
        Some(record)
    });
    let gateways = normal.transit_gateways.clone();
    normal.transit_gateway_attachments.amend(|_, record| {
        let mut record = record.clone();
        let gateway = gateways.get(&record.gateway)?;
        let association = gateway.default_association_of(&record.gateway);
        match (&record.association, association) {
            (Association::ByDefault, None) => record.association = Association::None,
            (Association::Table(table), Some(default)) if *table == default => {
                record.association = Association::ByDefault
            }
            _ => {}
        }
        let usual = gateway.default_propagation_of(&record.gateway).into_iter().collect();
        record.propagations = record.propagations.filter(|own| *own != usual);
        Some(record)
    });
    normal.network_acls.amend(|_, record| {
        let mut record = record.clone();
        sort_by(&mut record.inbound, |entry| entry.number);
        sort_by(&mut record.outbound, |entry| entry.number);
        Some(record)
    });
}

fn sort_by<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    list.sort_by_key(key);
}

/// A network of one account is written without it.
fn without_the_only_account(topology: &mut Topology) {
    let of_vpcs = topology.vpcs.iter().filter_map(|(_, record)| record.account.clone());
    let of_gateways = topology
        .transit_gateways
        .iter()
        .filter_map(|(_, record)| record.account.clone());
    let accounts: std::collections::BTreeSet<_> = of_vpcs.chain(of_gateways).collect();
    if accounts.len() > 1 {
        return;
    }
    macro_rules! forget {
        ($($table:ident),*) => {
            $(topology.$table.amend(|_, record| {
                let mut record = record.clone();
                record.account = None;
                Some(record)
            });)*
        };
    }
    forget!(vpcs, transit_gateways, direct_connect_gateways, block_public_access);
}

fn is_gone(state: AttachmentState) -> bool {
    state.is_gone()
        || matches!(
            state,
            AttachmentState::Deleting | AttachmentState::Failing | AttachmentState::Rejecting
        )
}

/// The network of a case file.
pub(crate) fn network(text: &str) -> Option<Topology> {
    let (_, rest) = text.split_once("== network\n")?;
    let end = rest.find("\n== ").map_or(rest.len(), |end| end + 1);
    let document = text::parse(rest.get(..end)?).ok()?;
    Some((*document.topology).clone())
}

pub(crate) fn differences(drawn: &Topology, imported: &Topology) -> Vec<String> {
    let mut all: Vec<Ref> = drawn.references();
    all.extend(imported.references());
    all.sort();
    all.dedup();
    let differing = all
        .into_iter()
        .filter(|reference| drawn.get(reference) != imported.get(reference));
    let words = differing.map(|reference| {
        let (there, here) = (drawn.get(&reference), imported.get(&reference));
        format!("{}\n    drawn    {there:?}\n    imported {here:?}", reference.id)
    });
    words.collect()
}

/// What is not the same after a round by AWS's description.
fn lost(drawn: &Topology) -> Vec<String> {
    let source = Source {
        name: "all.json".to_owned(),
        bytes: describe(drawn).to_string().into_bytes(),
    };
    let import = import::read([source]);
    let imported = normal(&kept(drawn, (*import.document.topology).clone()));
    differences(&normal(drawn), &imported)
}

#[test]
fn random_networks_are_described_and_read_back() {
    let mistakes: Vec<String> = (0..80)
        .flat_map(|seed| {
            let drawn = tests::random::network(&mut tests::random::Dice::new(seed));
            lost(&drawn).into_iter().map(move |words| format!("{seed}: {words}"))
        })
        .collect();
    assert!(mistakes.is_empty(), "{}\n{}", mistakes.len(), mistakes.join("\n"));
}

#[test]
fn what_aws_describes_is_what_was_drawn() {
    let mut mistakes = Vec::new();
    let mut count = 0;
    for path in tests::case::files(&root().join("tests/cases")) {
        let name = path
            .strip_prefix(root().join("tests/cases"))
            .unwrap_or(&path)
            .display()
            .to_string();
        let case = std::fs::read_to_string(&path).unwrap_or_default();
        let Some(drawn) = network(&case) else { continue };
        count += 1;
        let differing = lost(&drawn);
        if !differing.is_empty() {
            mistakes.push(format!("{name}: {}", differing.join("\n  ")));
        }
    }
    assert!(count > 100, "{count}");
    assert!(
        mistakes.is_empty(),
        "{} of {count}\n{}",
        mistakes.len(),
        mistakes.join("\n")
    );
}
