//! A NAT gateway stands in a public subnet (NG-01, NG-02): it sends on by the table of its own subnet.
//! AWS page: vpc/latest/userguide/nat-gateway-troubleshooting.html

use super::{Found, Lint};
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{NatConnectivity, NatState};

reasons! {
    NO_WAY: "nat-without-internet" ["NG-01", "NG-02"] "A NAT gateway without a way to the internet",
        "{at} stands in {subnet}, whose table has no route to an internet gateway, so nothing gets out through it. Put it into a public subnet.",
        "vpc/latest/userguide/nat-gateway-troubleshooting.html";
}

pub(super) static NO_INTERNET: Lint = Lint {
    name: "nat-without-internet",
    level: Level::Warning,
    reason: &NO_WAY,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let gateways = network.topology().nat_gateways.iter();
    let public = gateways.filter(|(_, gateway)| {
        matches!(gateway.connectivity, NatConnectivity::Public(_)) && gateway.state != NatState::Deleted
    });
    public
        .filter(|(_, gateway)| network.public_route_of(&gateway.subnet).is_none())
        .map(|(id, gateway)| Found::at(id, vec![("subnet", element(&gateway.subnet))]))
        .collect()
}
