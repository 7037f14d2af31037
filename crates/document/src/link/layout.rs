//! Where things stand: relative to what they are in, or to what came before.

use reach::id::Ref;
use reach::topology::{Element, Topology};

use super::coder::{Coded, Coder, Stop};
use super::names::Names;
use crate::layout::{Layout, Place};

pub(super) const LANES: usize = 6;
const FLAGS: usize = 0;
const X: usize = 1;
const Y: usize = 2;
const WIDTH: usize = 3;
const HEIGHT: usize = 4;
const OTHERS: usize = 5;

pub(super) fn code(layout: &Layout, topology: &Topology, names: &Names, coder: &mut Coder) -> Coded<Layout> {
    let mut coded = Layout::default();
    let mut before = (0, 0);
    for element in names.all() {
        let known = layout.places.get(element);
        let has_size = known.is_some_and(|place| (place.width, place.height) != (0, 0));
        let [placed, sized] = coder.flags(FLAGS, [known.is_some(), has_size])?;
        if placed {
            let start = container(topology, element)
                .and_then(|container| coded.places.get(&container))
                .map(|place| (place.x, place.y));
            let place = code_place(
                known.copied().unwrap_or_default(),
                sized,
                start.unwrap_or(before),
                coder,
            )?;
            if start.is_none() {
                before = (place.x, place.y);
            }
            coded.places.insert(element.clone(), place);
        }
    }
    // The internet and services are no records, and neither is what is gone.
    let others: Vec<(Ref, Place)> = layout
        .places
        .iter()
        .filter(|(element, _)| !topology.contains(element) || topology.get(element).is_none())
        .map(|(element, place)| (element.clone(), *place))
        .collect();
    let blank = (Ref::internet(), Place::default());
    let others = coder.list(OTHERS, &others, &blank, |coder, (element, place)| {
        let element = names.any(element, OTHERS, OTHERS, coder)?;
        let has_size = (place.width, place.height) != (0, 0);
        let [sized] = coder.flags(FLAGS, [has_size])?;
        Ok((element, code_place(*place, sized, before, coder)?))
    })?;
    coded.places.extend(others);
    Ok(coded)
}

fn code_place(place: Place, sized: bool, start: (i32, i32), coder: &mut Coder) -> Coded<Place> {
    let mut one = |lane, value: i32, from: i32| {
        let step = coder.signed(lane, i64::from(value) - i64::from(from))?;
        i64::from(from)
            .checked_add(step)
            .and_then(|value| i32::try_from(value).ok())
            .ok_or(Stop::Damaged)
    };
    let (x, y) = (one(X, place.x, start.0)?, one(Y, place.y, start.1)?);
    let (width, height) = if sized {
        (one(WIDTH, place.width, 0)?, one(HEIGHT, place.height, 0)?)
    } else {
        (0, 0)
    };
    Ok(Place { x, y, width, height })
}

/// The frame that an element stands in.
fn container(topology: &Topology, element: &Ref) -> Option<Ref> {
    Some(match topology.get(element)? {
        Element::Subnet(_, record) => Ref::from(&record.vpc),
        Element::NetworkInterface(_, record) => Ref::from(&record.subnet),
        Element::NatGateway(_, record) => Ref::from(&record.subnet),
        Element::InternetGateway(_, record) => Ref::from(record.vpc.as_ref()?),
        Element::VpnGateway(_, record) => Ref::from(record.vpc.as_ref()?),
        Element::EgressOnlyInternetGateway(_, record) => Ref::from(record.vpc.as_ref()?),
        Element::GatewayEndpoint(_, record) => Ref::from(&record.vpc),
        Element::InterfaceEndpoint(_, record) => Ref::from(&record.vpc),
        _ => return None,
    })
}
