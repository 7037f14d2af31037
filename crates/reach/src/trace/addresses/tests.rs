use super::*;
use crate::hop::internet;

fn range(cidr: &str) -> Range {
    Range::of(cidr.parse().unwrap())
}

#[test]
fn public_ranges_hold_public_addresses_only() {
    let taken: IpNet = "203.0.113.0/24".parse().unwrap();
    let ranges = public(Family::V4, [taken].into_iter());
    for text in [
        "8.8.8.8",
        "203.0.113.9",
        "10.0.0.1",
        "223.255.255.255",
        "224.0.0.1",
        "1.0.0.0",
        "198.18.0.1",
    ] {
        let ip: IpAddr = text.parse().unwrap();
        let is_in = ranges.iter().any(|range| range.contains(number(ip)));
        assert_eq!(is_in, internet::is_public(ip) && !taken.contains(&ip), "{text}");
    }
    let v6 = public(Family::V6, std::iter::empty());
    assert_eq!(cidrs(v6, Family::V6), ["2000::/3".parse::<IpNet>().unwrap()]);
}

#[test]
fn rows_cut_around_an_address() {
    let all = range("8.0.0.0/8");
    let rows = [
        range("8.8.0.0/16"),
        range("8.8.8.0/25"),
        range("8.8.9.0/24"),
        range("0.0.0.0/0"),
    ];
    let part = all.around(number("8.8.8.200".parse().unwrap()), &rows);
    assert_eq!(
        cidrs(vec![part], Family::V4),
        ["8.8.8.128/25".parse::<IpNet>().unwrap()]
    );
    let rest = all.without(part);
    assert_eq!(rest.len(), 2);
    assert_eq!(
        cidrs([rest, vec![part]].concat(), Family::V4),
        ["8.0.0.0/8".parse::<IpNet>().unwrap()]
    );
}
