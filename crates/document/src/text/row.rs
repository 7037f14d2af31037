//! Rows by their names, as a trace and the list of problems write them: `rtb-a/10.1.0.0/16`, `sg-a/in/0`, `acl-a/out/100`, `vpn-1/t2`.

use reach::id::{Direction, Kind, Ref, Row, RowRef};
use reach::topology::{Destination, Topology};

/// Reads the name of a row of an element, drawn or made by AWS; whether the element has such a row is not looked at.
pub fn parse_row(text: &str, topology: &Topology) -> Option<RowRef> {
    let (id, row) = text.split_once('/')?;
    let of: Ref = topology
        .find(id)
        .or_else(|| reach::resolve(topology).0.topology().find(id))?;
    let row = match of.kind {
        Kind::SecurityGroup => {
            let (way, index) = row.split_once('/')?;
            Row::Rule(direction(way)?, index.parse().ok()?)
        }
        Kind::NetworkAcl => {
            let (way, number) = row.split_once('/')?;
            Row::Entry(direction(way)?, Some(number.parse().ok()?))
        }
        Kind::VpnConnection => Row::Tunnel(row.strip_prefix('t')?.parse().ok()?),
        Kind::RouteTable | Kind::TransitGatewayRouteTable => Row::Route(match row.parse() {
            Ok(cidr) => Destination::Cidr(cidr),
            Err(_) => Destination::PrefixList(row.into()),
        }),
        _ => return None,
    };
    Some(RowRef { of, row })
}

fn direction(word: &str) -> Option<Direction> {
    [Direction::In, Direction::Out]
        .into_iter()
        .find(|direction| direction.word() == word)
}
