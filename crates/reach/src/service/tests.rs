use super::addresses::Addresses;
use super::*;

fn network() -> Network {
    let mut topology = Topology::default();
    topology
        .vpcs
        .insert("a".into(), Vpc::new("10.0.0.0/16".parse().unwrap()));
    crate::resolve(&topology).0
}

#[test]
fn every_built_in_range_is_a_canonical_cidr() {
    for region in addresses::REGIONS {
        let Addresses { s3, s3_ipv6, dynamodb } = (region.addresses)();
        for text in [s3, s3_ipv6, dynamodb] {
            for cidr in text.split(' ').filter(|cidr| !cidr.is_empty()) {
                let net: IpNet = cidr.parse().unwrap();
                assert_eq!(net, net.trunc(), "{} {cidr}", region.name);
            }
        }
        assert!(!s3.is_empty() || !dynamodb.is_empty(), "{}", region.name);
    }
}

#[test]
fn one_address_stands_for_a_service() {
    let network = network();
    let s3 = network.service_address("s3", "us-east-1", Family::V4);
    assert_eq!(s3, Some("52.216.8.1".parse().unwrap()));
    let list = network.prefix_list_of_service("s3", "us-east-1").unwrap();
    assert_eq!(list.as_str(), "pl-s3");
    assert!(network.service_address("s3", "us-east-1", Family::V6).is_some());
    assert_eq!(network.service_address("dynamodb", "us-east-1", Family::V6), None);
    assert_eq!(
        network.service_address("sqs", "us-east-1", Family::V4),
        Some("198.18.35.1".parse().unwrap())
    );
    assert_eq!(network.service_address("s3express", "us-east-1", Family::V4), None);
}

#[test]
fn it_is_known_where_addresses_come_from() {
    let network = network();
    let of = |service, family| network.service_source(service, "us-east-1", family);
    assert_eq!(of("s3", Family::V4), Some(Source::Published));
    assert_eq!(of("sqs", Family::V4), Some(Source::StandIn));
    assert_eq!(of("sqs", Family::V6), None);
    assert!(network.assumed_list(&"pl-s3".into()).is_some());
}

#[test]
fn a_declared_list_wins() {
    let mut topology = network().topology().clone();
    topology.prefix_lists.remove("pl-s3");
    let list = PrefixList {
        name: None,
        region: "us-east-1".into(),
        service: Some("s3".into()),
        entries: vec!["198.51.100.0/24".parse().unwrap()],
    };
    topology.prefix_lists.insert("pl-63a5400a".into(), list);
    let (network, _) = crate::resolve(&topology);
    assert_eq!(
        network.prefix_list_of_service("s3", "us-east-1"),
        Some("pl-63a5400a".into())
    );
    let address = network.service_address("s3", "us-east-1", Family::V4);
    assert_eq!(address, Some("198.51.100.1".parse().unwrap()));
    let source = network.service_source("s3", "us-east-1", Family::V4);
    assert_eq!(source, Some(Source::Drawn));
    assert_eq!(network.assumed_addresses("s3", "us-east-1", Family::V4), None);
}

#[test]
fn the_id_says_the_region() {
    assert_eq!(of_implicit_list(&"pl-s3".into()), Some(("s3", "us-east-1")));
    assert_eq!(
        of_implicit_list(&"pl-dynamodb@eu-west-1".into()),
        Some(("dynamodb", "eu-west-1"))
    );
    assert_eq!(of_implicit_list(&"pl-s3@us-east-1".into()), None);
    assert_eq!(of_implicit_list(&"pl-mine".into()), None);
}
