//! The same network by AWS's answers, by Terraform's state in both forms, and by plans is the same network.

use std::collections::BTreeMap;

use document::import::{self, Source};
use document::text;
use reach::topology::*;
use serde_json::Value;
use tests::describe::{describe, terraform};

use crate::described::{differences, network, normal};
use crate::{root, told};

fn imported(value: &Value) -> Topology {
    let source = Source {
        name: "network.json".to_owned(),
        bytes: value.to_string().into_bytes(),
    };
    let import = import::read([source]);
    assert!(import.errors.is_empty(), "{:?}", import.errors);
    (*import.document.topology).clone()
}

/// What does not decide about packets is written in one way: names, the order of rules in groups, whose machine an interface is.
fn comparable(topology: &Topology) -> Topology {
    let mut plain = normal(topology);
    macro_rules! unnamed {
        ($($table:ident),*) => {
            $(plain.$table.amend(|_, record| {
                let mut record = record.clone();
                record.name = None;
                Some(record)
            });)*
        };
    }
    unnamed!(
        vpcs,
        subnets,
        route_tables,
        security_groups,
        network_acls,
        prefix_lists,
        interfaces,
        internet_gateways,
        egress_only_internet_gateways,
        nat_gateways,
        regional_nat_gateways,
        peering_connections,
        gateway_endpoints,
        interface_endpoints,
        gateway_load_balancer_endpoints,
        vpn_gateways,
        vpn_connections,
        customer_gateways,
        sites,
        transit_gateways,
        transit_gateway_attachments,
        transit_gateway_route_tables,
        load_balancers
    );
    plain.security_groups.amend(|_, record| {
        let mut record = record.clone();
        for rules in [&mut record.inbound, &mut record.outbound] {
            for rule in rules.iter_mut() {
                rule.description = None;
            }
            rules.sort_by_key(|rule| (rule.traffic, rule.peer.clone()));
        }
        Some(record)
    });
    plain.interfaces.amend(|_, record| {
        let mut record = record.clone();
        record.instance = None;
        record.secondary_ipv4.sort();
        // A plan knows of no answer's requester.
        Some(record)
    });
    plain.load_balancers.amend(|_, record| {
        let mut record = record.clone();
        // Terraform says of these what AWS does not take notice of.
        record.cross_zone |= record.kind == LoadBalancerKind::Application;
        if record.public_ipv4.len() != record.subnets.len()
            || record.public_ipv4.iter().all(|own| own.octets()[0] == 203)
        {
            record.public_ipv4.clear();
        }
        Some(record)
    });
    plain
}

/// The text of a diagram with other ids.
fn renamed(topology: &Topology, names: &BTreeMap<String, String>) -> Result<Topology, String> {
    let document = document::Document {
        topology: topology.clone().into(),
        ..document::Document::default()
    };
    let mut written = text::format(&document);
    // Longer ones first: one may begin another.
    for (address, id) in names.iter().rev() {
        let short = id.split_once(":loadbalancer/").map_or(id.as_str(), |(_, short)| short);
        let quoted = format!("\"{short}\"");
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let plain = short != "none" && short.chars().all(is_plain);
        written = written.replace(address, if plain { short } else { &quoted });
    }
    let again = text::parse(&written).map_err(|errors| format!("{errors:?}\n{written}"))?;
    Ok((*again.topology).clone())
}

struct Tried {
    compared: usize,
    mistakes: Vec<String>,
}

fn compare(name: &str, drawn: &Topology, tried: &mut Tried) {
    let all = describe(drawn);
    let (Some(inline), Some(apart)) = (terraform::resources(&all, true), terraform::resources(&all, false)) else {
        return;
    };
    tried.compared += 1;
    let aws = comparable(&imported(&all));
    let mut check = |shape: &str, found: &Topology| {
        let differing = differences(&aws, &comparable(found));
        if !differing.is_empty() {
            tried
                .mistakes
                .push(format!("{name} {shape}: {}", differing.join("\n  ")));
        }
    };
    check("state", &imported(&terraform::state(&inline)));
    check("tfstate", &imported(&terraform::raw_state(&apart)));
    check("plan without changes", &imported(&terraform::known_plan(&inline)));
    if let Some((plan, names)) = terraform::new_plan(&apart) {
        match renamed(&imported(&plan), &names) {
            Ok(found) => check("plan of something new", &found),
            Err(problem) => tried.mistakes.push(format!("{name} plan of something new: {problem}")),
        }
    }
}

#[test]
fn cases_are_the_same_by_aws_and_by_terraform() {
    let mut tried = Tried {
        compared: 0,
        mistakes: Vec::new(),
    };
    for path in tests::case::files(&root().join("tests/cases")) {
        let case = std::fs::read_to_string(&path).unwrap_or_default();
        if let Some(drawn) = network(&case) {
            compare(&path.display().to_string(), &drawn, &mut tried);
        }
    }
    told(tried.compared, &tried.mistakes, 100);
}

#[test]
fn random_networks_are_the_same_by_aws_and_by_terraform() {
    let mut tried = Tried {
        compared: 0,
        mistakes: Vec::new(),
    };
    for seed in 0..120 {
        let drawn = tests::random::network(&mut tests::random::Dice::new(seed));
        compare(&format!("random {seed}"), &drawn, &mut tried);
    }
    told(tried.compared, &tried.mistakes, 5);
}

/// The files that Terraform itself wrote of one network.
#[test]
fn a_state_and_what_is_shown_of_it_are_the_same() {
    let folder = root().join("tests/imports/terraform");
    let read = |path: &str| {
        let import = import::read([Source {
            name: "network".to_owned(),
            bytes: std::fs::read(folder.join(path)).unwrap_or_default(),
        }]);
        text::format(&import.document)
    };
    let state = read("state/state.json");
    assert!(state.len() > 1000, "{state}");
    assert_eq!(state, read("tfstate/terraform.tfstate"));
}

#[test]
fn samples_are_the_same_by_aws_and_by_terraform() {
    let mut tried = Tried {
        compared: 0,
        mistakes: Vec::new(),
    };
    let entries = std::fs::read_dir(root().join("www/samples"))
        .into_iter()
        .flatten()
        .flatten();
    for path in entries.map(|entry| entry.path()) {
        let sample = std::fs::read_to_string(&path)
            .ok()
            .and_then(|sample| text::parse(&sample).ok());
        if let Some(sample) = sample {
            compare(&path.display().to_string(), &sample.topology, &mut tried);
        }
    }
    told(tried.compared, &tried.mistakes, 8);
}
