//! What people read. Each text stands here whole, so that it can be read aloud.

use reach::explain::{Explanation, explain};
use reach::topology::{PortRange, Traffic};

use crate::common::{Answer, Net, allow, rule, tcp};

fn words(answer: &Answer, net: &Net) -> Explanation {
    explain(&answer.trace, &net.0)
}

fn lab() -> Net {
    Net::default()
        .vpc("vpc-a", "10.0.0.0/16")
        .subnet("vpc-a", "private", "10.0.1.0/24")
        .subnet("vpc-a", "data", "10.0.2.0/24")
        .instance("private", "app-1", "10.0.1.10")
        .instance("data", "db-1", "10.0.2.10")
}

fn summary(net: &Net, from: &str, to: &str, traffic: Traffic) -> String {
    words(&net.ask(from, to, traffic), net).summary
}

#[test]
fn summaries() {
    let net = lab();
    assert_eq!(
        summary(&net, "app-1", "service:s3", tcp(443)),
        "app-1 cannot reach S3: rtb-private has no route for 52.216.8.1. It is the table of private; no other table is asked.".replace("52.216.8.1", &shown_s3(&net))
    );
    assert_eq!(
        summary(&net, "app-1", "db-1", tcp(443)),
        "app-1 can reach db-1 with TCP 443, and the replies come back."
    );
    assert_eq!(
        summary(&net, "app-1", "db-1", tcp(5432)),
        "app-1 cannot reach db-1: no inbound rule of sg-db-1 allows TCP 5432 in from 10.0.1.10."
    );
    assert_eq!(
        summary(&net, "app-1", "db-1", Traffic::All),
        "app-1 can reach db-1 with TCP 443 only; the rest is stopped at sg-db-1."
    );
    assert_eq!(
        summary(&net, "internet", "app-1", tcp(443)),
        "The internet cannot reach app-1: 10.0.1.10 is not the public address of anything behind an attached internet gateway."
    );
}

fn shown_s3(net: &Net) -> String {
    let network = net.network();
    let family = reach::address::Family::V4;
    network.service_address("s3", "us-east-1", family).unwrap().to_string()
}

#[test]
fn summaries_of_replies() {
    let https = vec![allow(100, tcp(443), "0.0.0.0/0")];
    let high = vec![allow(100, Traffic::Tcp(PortRange::new(49152, 65535)), "0.0.0.0/0")];
    let none = lab().acl("data", https.clone(), https.clone());
    assert_eq!(
        summary(&none, "app-1", "db-1", tcp(443)),
        "The request from app-1 arrives at db-1, but the reply does not: nacl-data does not remember connections, so the reply needs a rule of its own, and no outbound rule allows TCP from port 443 to any client port (1024–65535)."
    );
    let some = lab().acl("data", https, high);
    assert_eq!(
        summary(&some, "app-1", "db-1", tcp(443)),
        "app-1 can reach db-1 with TCP 443 from client ports 49152–65535 only; other replies are stopped at nacl-data."
    );
}

/// NA-09: whose systems choose ports that the reply does not get through to.
#[test]
fn lost_replies_name_the_systems() {
    let https = vec![allow(100, tcp(443), "0.0.0.0/0")];
    let out = |from, to| vec![allow(100, Traffic::Tcp(PortRange::new(from, to)), "0.0.0.0/0")];
    let text = |from, to| {
        let net = lab().acl("data", https.clone(), out(from, to));
        let words = words(&net.ask("app-1", "db-1", tcp(443)), &net);
        let hop = words.reply.into_iter().find(|hop| hop.chip == "nacl-data");
        hop.map_or_else(String::new, |hop| hop.text)
    };
    let nat = "NAT gateways, load balancers and Lambda (1024–65535).";
    for (from, to, lost) in [
        (32768, 61000, format!("Windows (49152–65535) and to {nat}")),
        (49152, 65535, format!("Amazon Linux (32768–61000) and to {nat}")),
        (32768, 65535, nat.to_owned()),
    ] {
        let expected = format!(
            "Outbound rule 100 of nacl-data allows TCP from port 443 to client ports {from}–{to} out of data. \
             Which ports clients use depends on their system: here some replies are lost to {lost}"
        );
        assert_eq!(text(from, to), expected);
    }
    let all = text(1024, 65535);
    assert!(all.ends_with("to any client port (1024–65535) out of data."), "{all}");
}

#[test]
fn summaries_of_many_addresses() {
    let net = lab()
        .internet_gateway("igw", "vpc-a")
        .route("rtb-private", "0.0.0.0/0", "igw")
        .public("app-1", "203.0.113.10")
        .inbound("sg-app-1", vec![rule(tcp(443), "198.51.100.0/24")]);
    assert_eq!(
        summary(&net, "internet", "app-1", tcp(443)),
        "The internet can reach app-1 from some addresses only (198.51.100.0/24); the rest is stopped at sg-app-1."
    );
}

#[test]
fn hops() {
    let net = lab();
    let answer = net.ask("app-1", "db-1", tcp(443));
    let explanation = words(&answer, &net);
    let texts: Vec<String> = explanation
        .forward
        .iter()
        .map(|hop| format!("{} · {} · {}", hop.chip, hop.title, hop.text))
        .collect();
    assert_eq!(
        texts,
        [
            "app-1 · Sends · app-1 sends TCP 443 from 10.0.1.10 to 10.0.2.10.",
            "sg-app-1 · Allowed · Outbound rule 1 of sg-app-1 allows TCP 443 out to 10.0.2.10.",
            "vpc-a.default-acl · Allowed · Outbound rule 100 of vpc-a.default-acl allows TCP 443 out of private.",
            "rtb-private · Local route · 10.0.2.10 is inside the VPC's own 10.0.0.0/16, so the local route of rtb-private delivers it.",
            "vpc-a.default-acl · Allowed · Inbound rule 100 of vpc-a.default-acl allows TCP 443 into data.",
            "sg-db-1 · Allowed · Inbound rule 1 of sg-db-1 allows TCP 443 in from 10.0.1.10.",
            "db-1 · Delivered · db-1 receives the packet: 10.0.2.10 is its address.",
        ]
    );
}
