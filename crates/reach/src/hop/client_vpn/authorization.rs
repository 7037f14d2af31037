//! Who may send where through a Client VPN endpoint: among the rules that contain the destination the most specific ones decide,
//! and one of them must name a group of the client, or everybody; nothing is denied by a rule, and 0.0.0.0/0 only counts where
//! no other rule does (CVPN-09, CVPN-20). AWS page: vpn/latest/clientvpn-admin/cvpn-working-rules.html

use std::net::IpAddr;
use std::rc::Rc;

use ipnet::IpNet;

use crate::topology::{Authorization, ClientVpnEndpoint};

/// What the rules say about a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// By a rule for this range, and for this group; `None` is everybody.
    Admitted(IpNet, Option<Rc<str>>),
    /// The most specific rules are for this range and for others.
    OtherGroups(IpNet),
    NoRule,
}

/// `groups` are those of the client.
pub(crate) fn judge(endpoint: &ClientVpnEndpoint, to: IpAddr, groups: &[Rc<str>]) -> Judgement {
    let matching = || {
        let rules = endpoint.authorizations.iter();
        rules.filter(|rule| rule.destination.contains(&to))
    };
    let Some(longest) = matching().map(|rule| rule.destination.prefix_len()).max() else {
        return Judgement::NoRule;
    };
    // Between clients rules for groups do not count (CVPN-16).
    let is_client = matches!(to, IpAddr::V4(to) if endpoint.client_cidr.contains(&to));
    let admits = |rule: &&Authorization| match &rule.group {
        None => true,
        Some(group) => !is_client && groups.contains(group),
    };
    let mut deciding = matching().filter(|rule| rule.destination.prefix_len() == longest);
    let Some(first) = deciding.clone().next() else {
        return Judgement::NoRule;
    };
    match deciding.find(admits) {
        Some(rule) => Judgement::Admitted(rule.destination, rule.group.clone()),
        None => Judgement::OtherGroups(first.destination),
    }
}
