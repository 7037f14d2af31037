//! `in SUBNET [ADDRESS]`: where an element has a network interface of its own.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::topology::{EndpointSubnet, SubnetId};

use crate::text::cursor::Parsed;
use crate::text::printer::Printer;
use crate::text::scope::{OPEN, Wanted};
use crate::text::written::{Change, Key, Reader};

/// Without an address, the next free one of the subnet. `words` are the attributes of the element, of this kind.
pub(super) fn read(
    places: &mut Vec<EndpointSubnet>,
    kind: Kind,
    words: &[&str],
    reader: &mut Reader<'_>,
) -> Parsed<Key> {
    let subnet: SubnetId = reader.reference()?;
    let key = Some(format!("in/{subnet}"));
    if reader.change == Change::Remove {
        let given = reader.cursor.ipv4_if();
        reader.remove(places, |place| {
            place.subnet == subnet && given.is_none_or(|given| given == place.ipv4)
        })?;
        return Ok(key);
    }
    let ipv4 = if reader.cursor.has_more(words) {
        reader.cursor.ipv4()?
    } else {
        let own = Ref::new(kind, Rc::clone(&reader.id));
        let wanted = Wanted::Endpoint(own, subnet.clone(), places.len());
        reader.scope.want(wanted, &reader.cursor);
        OPEN
    };
    places.push(EndpointSubnet { subnet, ipv4 });
    Ok(key)
}

pub(super) fn print(places: &[EndpointSubnet], id: &str, depth: usize, printer: &mut Printer<'_>) {
    for place in places {
        let line = format!("in {} {}", printer.id(&place.subnet), place.ipv4);
        printer.row(depth, id, &format!("in/{}", place.subnet), &line);
    }
}
