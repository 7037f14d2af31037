//! Flow-log lines, with what only the caller knows.

use crate::{Answer, fed};

/// The ping of AWS's documentation: the group lets it in, the network ACL stops the reply.
const PING: &str = "vpc vpc-1 172.31.0.0/16 account 123456789010\n  internet-gateway igw\n  \
    route-table rtb main\n    0.0.0.0/0 -> igw\n  \
    security-group sg\n    in icmp from 0.0.0.0/0\n    out none\n  \
    network-acl acl\n    in 100 allow icmp from 0.0.0.0/0\n    out 100 deny icmp to 0.0.0.0/0\n  \
    subnet subnet-1 172.31.16.0/20 zone a acl acl\n    \
    instance eni-1235b8ca123456789 172.31.16.139 public 198.51.100.139 groups sg\n";

const ACCEPTED: &str =
    "2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK";
const REJECTED: &str =
    "2 123456789010 eni-1235b8ca123456789 172.31.16.139 203.0.113.12 0 0 1 4 336 1432917094 1432917142 REJECT OK";

fn pinged(options: &str) -> Answer {
    let line = format!("trace - --from 203.0.113.12 --to eni-1235b8ca123456789 --icmp 8 {options}");
    let arguments: Vec<&str> = line.split_whitespace().collect();
    fed(&arguments, PING)
}

const COUNTED: &str = "--flow-log-packets 4 --flow-log-bytes 336 --flow-log-window 1432917027-1432917142 \
    --flow-log-reply-window 1432917094-1432917142";

#[test]
fn the_documented_ping_comes_out_word_for_word() {
    let answer = pinged(&format!("{COUNTED} --format json")).json();
    let lines: Vec<&str> = answer["flow_logs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    assert_eq!(lines, [ACCEPTED, REJECTED]);
    let text = pinged(COUNTED).out;
    assert!(
        text.contains(&format!("Flow logs\n  {ACCEPTED}\n  {REJECTED}\n")),
        "{text}"
    );
}

#[test]
fn further_fields_are_written_on_request() {
    let lines = |options: &str| {
        let answer = pinged(&format!("{options} --format json")).json();
        let lines = answer["flow_logs"].as_array().unwrap().iter();
        lines.map(|line| line.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let fifth = lines("--flow-log-format 5");
    assert!(fifth[0].starts_with("5 123456789010 "), "{fifth:?}");
    assert!(
        fifth[0].ends_with(
            " vpc-1 subnet-1 eni-1235b8ca123456789 0 IPv4 203.0.113.12 172.31.16.139 us-east-1 - - - - - ingress -"
        ),
        "{fifth:?}"
    );
    assert!(fifth[1].ends_with(" egress -"), "{fifth:?}");
    assert_eq!(lines("--flow-log-format 10")[1].split(' ').count(), 42);
    assert_eq!(lines("--flow-log-format bytes --flow-log-packets 3"), ["120", "120"]);
}

#[test]
fn equal_lines_are_all_written() {
    let text = pinged("--flow-log-format log-status").out;
    assert!(text.contains("Flow logs\n  OK\n  OK\n"), "{text}");
}

#[test]
fn what_cannot_be_counted_is_refused() {
    for (options, said) in [
        ("--flow-log-packets many", "--flow-log-packets cannot be `many`"),
        ("--flow-log-window 9-7", "--flow-log-window cannot be `9-7`"),
        ("--flow-log-reply-window 9", "--flow-log-reply-window cannot be `9`"),
        ("--flow-log-connection closed", "opens, opens-and-closes or goes-on"),
        ("--flow-log-byte 3", "`flow-log-bytes`"),
    ] {
        let answer = pinged(options);
        assert_eq!(answer.status, 2, "{options}");
        assert!(answer.err.contains(said), "{}", answer.err);
    }
}
