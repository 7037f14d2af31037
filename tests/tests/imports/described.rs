//! The network of every case, described as AWS would and imported, is the same network.

use document::import::{self, Source};
use document::text;
use reach::id::Ref;
use reach::topology::*;
use tests::describe::{describe, kept};

use crate::root;

/// Cases about what AWS would not let be, or cannot describe, with the reason.
const OTHERWISE: [(&str, &str); 0] = [];

/// Takes out what an import leaves out, and writes in one way what can be written in two.
fn normal(topology: &Topology) -> Topology {
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
    without_the_only_account(&mut normal);
    normal.transit_gateways.amend(|_, record| {
        let mut record = record.clone();
        record.shared_with = Default::default();
        Some(record)
    });
    normal
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
fn network(text: &str) -> Option<Topology> {
    let (_, rest) = text.split_once("== network\n")?;
    let end = rest.find("\n== ").map_or(rest.len(), |end| end + 1);
    let document = text::parse(rest.get(..end)?).ok()?;
    Some((*document.topology).clone())
}

fn differences(drawn: &Topology, imported: &Topology) -> Vec<String> {
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
        if OTHERWISE.iter().any(|(other, _)| *other == name) {
            continue;
        }
        count += 1;
        let source = Source {
            name: "all.json".to_owned(),
            bytes: describe(&drawn).to_string().into_bytes(),
        };
        let import = import::read([source]);
        let imported = normal(&kept(&drawn, (*import.document.topology).clone()));
        let differing = differences(&normal(&drawn), &imported);
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
