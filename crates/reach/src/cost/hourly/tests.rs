use super::*;

/// CO-33: 0.045 + 0.045 g against 0.01 n + 0.01 g.
#[test]
fn an_endpoint_pays_for_itself() {
    assert_eq!(break_even(3).endpoint_per_hour, Money(30_000));
    assert_eq!(break_even(3).from_megabytes, None);
    assert_eq!(break_even(4).from_megabytes, None);
    let six = break_even(6);
    let megabytes = u64::from(six.from_megabytes.unwrap());
    let cost = |megabytes: u64| {
        let nat = six.nat_per_hour.0 * 1000 + NAT_GATEWAY.per_gb.0 * megabytes;
        let endpoint = six.endpoint_per_hour.0 * 1000 + INTERFACE_ENDPOINT.per_gb.0 * megabytes;
        (nat, endpoint)
    };
    let (nat, endpoint) = cost(megabytes);
    assert!(endpoint < nat, "{endpoint} {nat}");
    let (nat, endpoint) = cost(megabytes - 1);
    assert!(endpoint >= nat, "{endpoint} {nat}");
}
