//! The tables that several kinds have.

use reach::id::{Id, Kind, Ref};
use reach::topology::EndpointSubnet;

use super::items::element;
use super::{Form, FormInput};
use crate::edit::rows::{RowRefused, at, cell};
use crate::edit::{Drawing, field, free, parse};

impl Form<'_> {
    /// Subnets with the address of the network interface in each; an empty address takes the next free one.
    pub(super) fn places(
        &mut self,
        title: &'static str,
        empty: &'static str,
        vpc: &Ref,
        list: &mut Vec<EndpointSubnet>,
    ) {
        let inputs = vec![FormInput::One(self.in_vpc(Kind::Subnet, vpc)), FormInput::Mono];
        let before = list.clone();
        let read = |drawing: Drawing<'_>, cells: &[String]| -> Result<EndpointSubnet, RowRefused> {
            let of = at(0, element(drawing, &[Kind::Subnet], cell(cells, 0)))?;
            let subnet = Id::new(of.id);
            let typed = cell(cells, 1);
            let moved = !before
                .iter()
                .any(|place| place.subnet == subnet && place.ipv4.to_string() == typed);
            let outside = drawing
                .topology
                .subnets
                .get(&subnet)
                .and_then(|record| record.cidr)
                .is_some_and(|cidr| parse::ipv4(typed).is_ok_and(|address| moved && !cidr.contains(&address)));
            // Another subnet takes another address along.
            let ipv4 = if typed.is_empty() || outside && before.iter().any(|place| place.ipv4.to_string() == typed) {
                free::address(drawing.topology, &subnet).ok_or_else(|| format!("{subnet} has no free IPv4 address."))?
            } else {
                at(1, parse::ipv4(typed))?
            };
            Ok(EndpointSubnet { subnet, ipv4 })
        };
        let cells = |place: &EndpointSubnet| vec![place.subnet.to_string(), place.ipv4.to_string()];
        self.table(
            (field::SUBNETS, title),
            ("Add subnet", empty),
            inputs,
            list,
            read,
            cells,
        );
    }
}
