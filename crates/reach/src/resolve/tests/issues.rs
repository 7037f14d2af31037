//! Every issue once: a small drawing, one thing wrong with it, and what is found.

mod edges;

use super::super::resolve;
use crate::id::{Kind, Ref};
use crate::topology::*;

/// Two VPCs with a subnet and an instance each, nothing wrong with them.
fn drawing() -> Topology {
    let mut drawing = Topology::default();
    for (id, n) in [("a", 0), ("b", 1)] {
        drawing
            .vpcs
            .insert(id.into(), Vpc::new(format!("10.{n}.0.0/16").parse().unwrap()));
        let subnet = Subnet::new(id.into(), "us-east-1a", format!("10.{n}.1.0/24").parse().unwrap());
        drawing.subnets.insert(format!("{id}1").as_str().into(), subnet);
        let address = format!("10.{n}.1.10").parse().unwrap();
        let instance = NetworkInterface::new(format!("{id}1").as_str().into(), Role::Instance, address);
        drawing.interfaces.insert(format!("i-{id}").as_str().into(), instance);
        drawing
            .route_tables
            .insert(format!("rtb-{id}").as_str().into(), RouteTable::new(id.into()));
        let group = SecurityGroup::new(id.into(), false);
        drawing
            .security_groups
            .insert(format!("sg-{id}").as_str().into(), group);
    }
    drawing
}

/// `level name at element`, as the cases write it.
#[track_caller]
fn finds(change: impl FnOnce(&mut Topology), expected: &[&str]) {
    let mut drawing = drawing();
    change(&mut drawing);
    let (_, issues) = resolve(&drawing);
    for issue in &issues {
        let places = issue.finding.reason.words.split('{').skip(1);
        for place in places
            .filter_map(|rest| rest.split('}').next())
            .filter(|place| *place != "at")
        {
            let is_filled = issue.finding.facts.iter().any(|(name, _)| *name == place);
            assert!(
                is_filled,
                "{{{place}}} is not filled in: {}",
                issue.finding.reason.words
            );
        }
    }
    let lines: Vec<String> = issues
        .iter()
        .map(|issue| format!("{} {} at {}", issue.level.word(), issue.name, issue.finding.at.id))
        .collect();
    assert_eq!(lines, expected);
}

fn edit<T: Clone>(table: &mut Table<T>, id: &str, change: impl FnOnce(&mut T)) {
    change(table.get_mut(&id.into()).unwrap());
}

fn cidr<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

fn route(destination: &str, target: Ref) -> Route {
    Route {
        destination: Destination::Cidr(cidr(destination)),
        target: Target::Element(target),
    }
}

#[test]
fn nothing_wrong() {
    finds(|_| {}, &[]);
}

#[test]
fn ranges() {
    let with = |more: &'static str| move |it: &mut Topology| edit(&mut it.vpcs, "a", |vpc| vpc.cidrs.push(cidr(more)));
    finds(with("172.16.0.0/12"), &["error vpc-range-size at a"]);
    finds(with("169.254.0.0/20"), &["error vpc-range-reserved at a"]);
    finds(with("10.0.128.0/17"), &["error vpc-ranges-overlap at a"]);
    finds(with("203.0.113.0/24"), &["warning public-range-as-private at a"]);
    finds(with("172.17.0.0/16"), &["warning docker-range at a"]);
    let ipv6 = |it: &mut Topology| edit(&mut it.vpcs, "a", |vpc| vpc.ipv6_cidrs.push(cidr("2001:db8::/50")));
    finds(ipv6, &["error vpc-range-size at a"]);
}

#[test]
fn subnets() {
    let with = |text: &'static str| {
        move |it: &mut Topology| edit(&mut it.subnets, "b1", |subnet| subnet.cidr = Some(cidr(text)))
    };
    let gone = "info left-out-with-parent at i-b";
    finds(with("10.7.0.0/24"), &["error subnet-outside-vpc at b1", gone]);
    finds(with("10.1.1.0/29"), &["error subnet-range-size at b1", gone]);
    finds(
        |it| edit(&mut it.subnets, "b1", |subnet| subnet.cidr = None),
        &["error subnet-without-range at b1", gone],
    );
    let twin = |it: &mut Topology| {
        let twin = Subnet::new("a".into(), "us-east-1b", cidr("10.0.1.128/25"));
        it.subnets.insert("a2".into(), twin);
    };
    finds(twin, &["error subnets-overlap at a2"]);
    let wider = |it: &mut Topology| {
        let wider = Subnet::new("a".into(), "us-east-1b", cidr("10.0.0.0/16"));
        it.subnets.insert("a2".into(), wider);
    };
    finds(wider, &["error subnets-overlap at a2"]);
}

#[test]
fn parents_and_associations() {
    finds(
        |it| {
            it.vpcs.remove("b");
        },
        &[
            "error reference-missing at rtb-b",
            "error reference-missing at sg-b",
            "error reference-missing at b1",
            "info left-out-with-parent at i-b",
        ],
    );
    let associate = |table: &'static str| {
        move |it: &mut Topology| edit(&mut it.subnets, "a1", |subnet| subnet.route_table = Some(table.into()))
    };
    finds(associate("rtb-x"), &["error reference-missing at a1"]);
    finds(associate("rtb-b"), &["error belongs-to-other-vpc at a1"]);
    finds(associate("rtb-a"), &[]);
    finds(associate("a.main"), &[]);
    let group = |it: &mut Topology| edit(&mut it.interfaces, "i-a", |it| it.security_groups = vec!["sg-b".into()]);
    finds(group, &["error belongs-to-other-vpc at i-a"]);
    let main = |it: &mut Topology| edit(&mut it.vpcs, "a", |vpc| vpc.main_route_table = Some("rtb-b".into()));
    finds(main, &["error belongs-to-other-vpc at a"]);
    let reserved = |it: &mut Topology| it.route_tables.insert("a.main".into(), RouteTable::new("b".into()));
    finds(reserved, &["error id-of-other-vpc at a.main"]);
}

/// A filter that is missing lets nothing through, and a missing table leads nowhere.
#[test]
fn what_is_missing_is_strict() {
    let mut drawing = drawing();
    edit(&mut drawing.subnets, "a1", |subnet| {
        subnet.route_table = Some("rtb-x".into());
        subnet.network_acl = Some("acl-x".into());
    });
    edit(&mut drawing.interfaces, "i-a", |it| {
        it.security_groups = vec!["sg-b".into(), "sg-x".into()]
    });
    let (network, _) = resolve(&drawing);
    let table = network.route_table_of(&"a1".into()).unwrap();
    assert_eq!(network.routes(&table).len(), 1, "the local route only");
    let acl = network.network_acl_of(&"a1".into()).unwrap();
    assert!(network.topology().network_acls.get(&acl).unwrap().inbound.is_empty());
    for group in network.security_groups_of(&"i-a".into()) {
        let group = network.topology().security_groups.get(group).unwrap();
        assert!(group.inbound.is_empty() && group.outbound.is_empty() && group.vpc == "a".into());
    }
}

#[test]
fn addresses() {
    let with =
        |text: &'static str| move |it: &mut Topology| edit(&mut it.interfaces, "i-a", |it| it.ipv4 = Some(cidr(text)));
    finds(with("10.0.2.10"), &["error address-outside-subnet at i-a"]);
    finds(with("10.0.1.1"), &["error address-reserved at i-a"]);
    let twice = |it: &mut Topology| {
        let twin = NetworkInterface::new("a1".into(), Role::Instance, cidr("10.0.1.10"));
        it.interfaces.insert("i-twin".into(), twin);
    };
    finds(twice, &["error address-used-twice at i-twin"]);
    let public = |text: &'static str| {
        move |it: &mut Topology| {
            edit(&mut it.interfaces, "i-a", |it| it.public_ipv4 = Some(cidr(text)));
            edit(&mut it.interfaces, "i-b", |it| {
                it.public_ipv4 = Some(cidr("203.0.113.10"))
            });
        }
    };
    finds(public("203.0.113.10"), &["error public-address-used-twice at i-b"]);
    finds(public("192.168.0.1"), &["error public-address-not-public at i-a"]);
}

#[test]
fn gateways() {
    let two = |it: &mut Topology| {
        for id in ["igw-1", "igw-2"] {
            it.internet_gateways.insert(
                id.into(),
                InternetGateway {
                    name: None,
                    vpc: Some("a".into()),
                    route_table: None,
                },
            );
        }
    };
    finds(two, &["error second-internet-gateway at igw-2"]);
    let two = |it: &mut Topology| {
        for id in ["vgw-1", "vgw-2"] {
            it.vpn_gateways.insert(
                id.into(),
                VpnGateway {
                    name: None,
                    vpc: Some("a".into()),
                    asn: 64512,
                    route_table: None,
                },
            );
        }
    };
    finds(two, &["error second-vpn-gateway at vgw-2"]);
    let propagating = |it: &mut Topology| {
        edit(&mut it.route_tables, "rtb-a", |table| {
            table.propagating.insert("vgw-x".into());
        });
    };
    finds(propagating, &["warning propagation-without-gateway at rtb-a"]);
}

#[test]
fn peerings() {
    let with = |requester: &'static str, accepter: &'static str, state| {
        move |it: &mut Topology| {
            it.vpcs.insert("twin".into(), Vpc::new(cidr("10.0.0.0/17")));
            let peering = PeeringConnection::new(requester.into(), accepter.into(), state);
            it.peering_connections.insert("pcx".into(), peering);
        }
    };
    use PeeringState::{Active, Deleted, Failed};
    finds(with("a", "b", Active), &[]);
    finds(with("a", "twin", Active), &["error peering-impossible at pcx"]);
    finds(with("a", "twin", Failed), &["info peering-failed at pcx"]);
    finds(with("a", "twin", Deleted), &[]);
    finds(with("a", "a", Active), &["error peering-impossible at pcx"]);
    finds(
        with("a", "elsewhere", Active),
        &["warning peering-side-not-drawn at pcx"],
    );
    let twice = |it: &mut Topology| {
        with("a", "b", Active)(it);
        it.peering_connections
            .insert("pcx-2".into(), PeeringConnection::new("b".into(), "a".into(), Active));
    };
    finds(twice, &["error second-peering at pcx-2"]);
}

#[test]
fn routes() {
    let with = |routes: Vec<Route>| {
        move |it: &mut Topology| edit(&mut it.route_tables, "rtb-a", |table| table.routes = routes)
    };
    let igw = || Ref::new(Kind::InternetGateway, "igw");
    let dead = "warning route-blackhole at rtb-a";
    finds(with(vec![route("0.0.0.0/0", igw())]), &[dead]);
    finds(
        with(vec![route("0.0.0.0/0", igw()), route("0.0.0.0/0", igw())]),
        &["error route-twice at rtb-a", dead],
    );
    finds(
        with(vec![route("10.0.0.0/24", igw())]),
        &["error route-inside-vpc at rtb-a"],
    );
    finds(
        with(vec![route("10.0.0.0/16", igw())]),
        &["error local-route-replaced at rtb-a"],
    );
    finds(
        with(vec![route("169.254.169.254/32", igw())]),
        &["error route-destination-reserved at rtb-a"],
    );
    finds(
        with(vec![route("0.0.0.0/0", Ref::new(Kind::Site, "x"))]),
        &["error route-target-impossible at rtb-a"],
    );
    let endpoint = Ref::new(Kind::GatewayEndpoint, "x");
    finds(
        with(vec![route("0.0.0.0/0", endpoint)]),
        &["error route-to-endpoint-by-hand at rtb-a"],
    );
    let local = Route {
        destination: Destination::Cidr(cidr("0.0.0.0/0")),
        target: Target::Local,
    };
    finds(with(vec![local]), &["error route-not-local at rtb-a"]);
    finds(
        with(vec![route("::/0", Ref::new(Kind::NatGateway, "x"))]),
        &["error nat-for-ipv6 at rtb-a"],
    );
    let list = Route {
        destination: Destination::PrefixList("pl-x".into()),
        target: Target::Element(igw()),
    };
    finds(with(vec![list]), &["error prefix-list-missing at rtb-a", dead]);
}
