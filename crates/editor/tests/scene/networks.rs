//! The networks that the pictures are judged by.

use reach::id::Kind;
use reach::question::End;
use reach::topology::{PeeringState, Traffic};

use super::fixture::*;

pub(crate) fn all() -> Vec<(&'static str, Net)> {
    vec![
        ("s3-lab", s3_lab()),
        ("s3-endpoint", s3_endpoint()),
        ("two-peered", two_peered(true)),
        ("no-return-route", two_peered(false)),
        ("hub", hub(6)),
        ("on-premises", on_premises()),
        ("three-mesh", mesh(3)),
        ("four-mesh", mesh(4)),
        ("not-transitive", not_transitive()),
        ("loose", loose()),
        ("endpoints", endpoints()),
        ("big", big()),
        ("empty", Net::default()),
    ]
}

fn s3_lab() -> Net {
    Net::default()
        .vpc("app-vpc", "10.0.0.0/16")
        .igw("igw", Some("app-vpc"))
        .open_group("sg-web", "app-vpc")
        .open_group("sg-app", "app-vpc")
        .table(
            "rtb-public",
            "app-vpc",
            &[("0.0.0.0/0", at(Kind::InternetGateway, "igw"))],
        )
        .table("rtb-private", "app-vpc", &[])
        .subnet("public-a", "app-vpc", "a", "10.0.0.0/24", "rtb-public")
        .subnet("private-a", "app-vpc", "a", "10.0.1.0/24", "rtb-private")
        .node("web-1", "public-a", "10.0.0.10", &["sg-web"])
        .public("web-1", "203.0.113.10")
        .nat("nat", "public-a", "10.0.0.20")
        .node("app-1", "private-a", "10.0.1.10", &["sg-app"])
        .flow(interface("app-1"), service("s3"), tcp(443))
        .flow(interface("web-1"), interface("app-1"), tcp(8080))
        .flow(End::Internet, interface("web-1"), tcp(80))
}

fn s3_endpoint() -> Net {
    let mut net = s3_lab().gateway_endpoint("vpce-s3", "app-vpc", "s3", &["rtb-private"]);
    let table = net.topology.route_tables.get_mut(&"rtb-private".into()).unwrap();
    table.routes.push(reach::topology::Route {
        destination: reach::topology::Destination::Cidr("0.0.0.0/0".parse().unwrap()),
        target: at(Kind::NatGateway, "nat").into(),
    });
    net.flow(interface("app-1"), End::Internet, tcp(443))
}

fn small(net: Net, vpc: &str, number: usize) -> Net {
    let cidr = format!("10.{number}.0.0/16");
    let subnet = format!("{vpc}-a");
    net.vpc(vpc, &cidr)
        .open_group(&format!("sg-{vpc}"), vpc)
        .subnet(&subnet, vpc, "a", &format!("10.{number}.1.0/24"), &format!("rtb-{vpc}"))
        .node(
            &format!("{vpc}-1"),
            &subnet,
            &format!("10.{number}.1.10"),
            &[&format!("sg-{vpc}")],
        )
}

fn routes(number: usize, pcx: &str) -> (String, reach::id::Ref) {
    (format!("10.{number}.0.0/16"), at(Kind::PeeringConnection, pcx))
}

fn table(net: Net, vpc: &str, rows: &[(String, reach::id::Ref)]) -> Net {
    let rows: Vec<(&str, reach::id::Ref)> = rows
        .iter()
        .map(|(cidr, target)| (cidr.as_str(), target.clone()))
        .collect();
    net.table(&format!("rtb-{vpc}"), vpc, &rows)
}

fn two_peered(return_route: bool) -> Net {
    let net = small(small(Net::default(), "app", 0), "data", 1).peering("pcx-data", "app", "data");
    let net = table(net, "app", &[routes(1, "pcx-data")]);
    let back = if return_route {
        vec![routes(0, "pcx-data")]
    } else {
        Vec::new()
    };
    table(net, "data", &back)
        .flow(interface("app-1"), interface("data-1"), tcp(5432))
        .flow(interface("data-1"), interface("app-1"), Traffic::All)
}

fn hub(spokes: usize) -> Net {
    let mut net = small(Net::default(), "hub", 0);
    let mut rows = Vec::new();
    for number in 1..=spokes {
        let (vpc, pcx) = (format!("spoke-{number}"), format!("pcx-{number}"));
        net = small(net, &vpc, number).peering(&pcx, "hub", &vpc);
        net = table(net, &vpc, &[routes(0, &pcx)]);
        rows.push(routes(number, &pcx));
    }
    table(net, "hub", &rows)
        .flow(interface("hub-1"), interface("spoke-1-1"), tcp(443))
        .flow(interface("spoke-2-1"), interface("hub-1"), tcp(22))
        .flow(interface("spoke-3-1"), interface("spoke-4-1"), tcp(22))
}

fn on_premises() -> Net {
    let net = Net::default()
        .vpc("app-vpc", "10.0.0.0/16")
        .igw("igw", Some("app-vpc"))
        .open_group("sg-app", "app-vpc")
        .table(
            "rtb-public",
            "app-vpc",
            &[("0.0.0.0/0", at(Kind::InternetGateway, "igw"))],
        )
        .table("rtb-private", "app-vpc", &[])
        .subnet("public-a", "app-vpc", "a", "10.0.0.0/24", "rtb-public")
        .subnet("private-a", "app-vpc", "a", "10.0.1.0/24", "rtb-private")
        .subnet("private-b", "app-vpc", "b", "10.0.2.0/24", "rtb-private")
        .node("app-1", "private-a", "10.0.1.10", &["sg-app"])
        .node("app-2", "private-b", "10.0.2.10", &["sg-app"])
        .site(
            "office",
            "192.168.0.0/16",
            &[("desk", "192.168.1.10"), ("server", "192.168.1.20")],
        )
        .vpn("app-vpc", "office")
        .propagate("rtb-private", "vgw-app-vpc");
    small(net, "peer", 9)
        .peering("pcx-9", "app-vpc", "peer")
        .table(
            "rtb-peer",
            "peer",
            &[("10.0.0.0/16", at(Kind::PeeringConnection, "pcx-9"))],
        )
        .flow(host("office", "desk"), interface("app-1"), tcp(443))
        .flow(interface("app-2"), host("office", "server"), tcp(22))
        .flow(host("office", "desk"), End::Internet, tcp(443))
        .flow(host("office", "desk"), interface("peer-1"), tcp(443))
}

fn mesh(count: usize) -> Net {
    let mut net = Net::default();
    let mut rows = vec![Vec::new(); count];
    for number in 0..count {
        net = small(net, &format!("vpc{number}"), number);
    }
    for a in 0..count {
        for b in a + 1..count {
            let pcx = format!("pcx-{a}{b}");
            net = net.peering(&pcx, &format!("vpc{a}"), &format!("vpc{b}"));
            rows[a].push(routes(b, &pcx));
            rows[b].push(routes(a, &pcx));
        }
    }
    for (number, rows) in rows.iter().enumerate() {
        net = table(net, &format!("vpc{number}"), rows);
    }
    for a in 0..count {
        net = net.flow(
            interface(&format!("vpc{a}-1")),
            interface(&format!("vpc{}-1", (a + 1) % count)),
            tcp(443),
        );
    }
    net
}

fn not_transitive() -> Net {
    let mut net = Net::default();
    for (number, vpc) in ["left", "middle", "right"].into_iter().enumerate() {
        net = small(net, vpc, number);
    }
    net =
        net.peering("pcx-l", "left", "middle")
            .peering_in("pcx-r", "middle", "right", PeeringState::PendingAcceptance);
    net = table(net, "left", &[routes(1, "pcx-l"), routes(2, "pcx-l")]);
    net = table(net, "middle", &[routes(0, "pcx-l"), routes(2, "pcx-r")]);
    table(net, "right", &[routes(1, "pcx-r")])
        .flow(interface("left-1"), interface("middle-1"), tcp(443))
        .flow(interface("left-1"), interface("right-1"), tcp(443))
}

fn loose() -> Net {
    Net::default()
        .vpc("app-vpc", "10.0.0.0/16")
        .subnet("lonely", "no-such-vpc", "a", "10.9.0.0/24", "")
        .node("x-1", "lonely", "10.9.0.10", &[])
        .node("y-1", "no-such-subnet", "10.8.0.10", &[])
        .igw("igw-detached", None)
        .peering("pcx-half", "app-vpc", "gone")
        .site("office", "192.168.0.0/16", &[])
}

fn endpoints() -> Net {
    let mut net = Net::default()
        .vpc("app-vpc", "10.0.0.0/16")
        .open_group("sg-app", "app-vpc")
        .table("rtb-private", "app-vpc", &[])
        .subnet("private-a", "app-vpc", "a", "10.0.1.0/24", "rtb-private")
        .subnet("private-b", "app-vpc", "b", "10.0.2.0/24", "rtb-private")
        .gateway_endpoint("vpce-s3", "app-vpc", "s3", &["rtb-private"])
        .gateway_endpoint("vpce-dynamodb", "app-vpc", "dynamodb", &["rtb-private"])
        .interface_endpoint(
            "vpce-sqs",
            "app-vpc",
            "sqs",
            &[("private-a", "10.0.1.50"), ("private-b", "10.0.2.50")],
        );
    for (zone, number) in [("a", 1), ("b", 2)] {
        for host in 1..=3 {
            net = net.node(
                &format!("app-{zone}{host}"),
                &format!("private-{zone}"),
                &format!("10.0.{number}.{}", 9 + host),
                &["sg-app"],
            );
        }
    }
    net.flow(interface("app-a1"), service("s3"), tcp(443))
        .flow(interface("app-b2"), service("dynamodb"), tcp(443))
        .flow(interface("app-b1"), service("sqs"), tcp(443))
        .flow(interface("app-a2"), interface("app-b3"), tcp(22))
}

fn big() -> Net {
    let mut net = Net::default();
    for number in 0..10 {
        let vpc = format!("vpc-{number}");
        net = net
            .vpc(&vpc, &format!("10.{number}.0.0/16"))
            .open_group(&format!("sg-{number}"), &vpc);
        let (igw, public) = (format!("igw-{number}"), format!("public-{number}"));
        net = net
            .igw(&igw, Some(&vpc))
            .table(&public, &vpc, &[("0.0.0.0/0", at(Kind::InternetGateway, &igw))]);
        for subnet in 0..4 {
            let zone = if subnet % 2 == 0 { "a" } else { "b" };
            let id = format!("net-{number}-{subnet}");
            let table = if subnet < 2 { public.as_str() } else { "" };
            net = net.subnet(&id, &vpc, zone, &format!("10.{number}.{subnet}.0/24"), table);
            for host in 0..5 {
                let name = format!("i-{number}{subnet}{host}");
                net = net.node(
                    &name,
                    &id,
                    &format!("10.{number}.{subnet}.{}", 10 + host),
                    &[&format!("sg-{number}")],
                );
            }
        }
        if number > 0 && number < 5 {
            net = net.peering(&format!("pcx-{number}"), "vpc-0", &vpc);
        }
    }
    net.flow(interface("i-000"), interface("i-121"), tcp(443))
        .flow(interface("i-721"), interface("i-734"), tcp(22))
}
