//! A NAT gateway cannot serve its own subnet: the table there would lead it to itself (NG-08).
//! AWS page: vpc/latest/userguide/vpc-nat-gateway.html

use crate::id::{Ref, Row, RowRef};
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::topology::{Target, Topology};

reasons! {
    OWN_SUBNET: "X_NOTICE" ["NG-08"] "NAT gateway in the subnet that it should serve",
        "{at} is in {subnet}, and {table}, the table of that subnet, leads to it: packets would run in a circle. Put it into a subnet \
         whose table leads on, to an internet gateway for instance.",
        "vpc/latest/userguide/vpc-nat-gateway.html", assumed;
}

pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let topology = draft.topology.clone();
    for (id, gateway) in topology.nat_gateways.iter() {
        let Some(table) = topology
            .subnets
            .get(&gateway.subnet)
            .and_then(|subnet| subnet.route_table.as_ref())
        else {
            continue;
        };
        let target = Target::Element(Ref::from(id));
        let routes = topology.route_tables.get(table).map(|table| table.routes.as_slice());
        let mut routes = routes.unwrap_or_default().iter();
        if let Some(route) = routes.find(|route| route.target == target) {
            let facts = vec![("subnet", element(&gateway.subnet)), ("table", element(table))];
            draft.warn("nat-gateway-serves-itself", &OWN_SUBNET, id, facts);
            draft.at_row(RowRef {
                of: Ref::from(table),
                row: Row::Route(route.destination.clone()),
            });
        }
    }
}
