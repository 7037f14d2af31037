//! A route table, as the console shows it. Docs: vpc/latest/userguide/WorkWithRouteTables.html

use std::rc::Rc;

use reach::id::{Ref, Row, RowRef};
use reach::network::{EffectiveRoute, MissingRoute, RouteOrigin, RouteState};
use reach::topology::{Destination, RouteTableId, Target, VpcId};

use super::associations::{Own, associations};
use super::{Cell, Choice, Ghost, Input, Inspector, Section, Table, TableRow, Toggle, Toggles};
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn route_table(context: &Context<'_>, id: &RouteTableId) -> Option<Inspector> {
    let of = Ref::from(id);
    let record = context.resolved.route_tables.get(id)?;
    let own = Own {
        is_this: is_main(context, id, &record.vpc),
        role: "the main table",
        title: "the main table",
    };
    let mut sections = vec![
        Section::Table(routes(context, id, &record.vpc)),
        Section::Toggles(associations(context, id, &record.vpc, own, |subnet| {
            subnet.route_table.as_ref()
        })),
    ];
    sections.extend(propagation(context, id, &record.vpc).map(Section::Toggles));
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: crumb(context, id, &record.vpc).into(),
        sections,
        of: Some(of),
    })
}

/// "Route table · app-vpc · used by private-a".
fn crumb(context: &Context<'_>, id: &RouteTableId, vpc: &VpcId) -> String {
    let subnets = context.resolved.subnets.iter();
    let users: Vec<Rc<str>> = subnets
        .filter(|(_, subnet)| subnet.route_table.as_ref() == Some(id))
        .map(|(subnet, _)| context.name_of(subnet))
        .collect();
    let kind = if is_main(context, id, vpc) {
        "Main route table"
    } else {
        "Route table"
    };
    let used = if users.is_empty() {
        "not used by any subnet".to_owned()
    } else {
        format!("used by {}", words::list(&users))
    };
    format!("{kind} · {} · {used}", context.name_of(vpc))
}

fn is_main(context: &Context<'_>, id: &RouteTableId, vpc: &VpcId) -> bool {
    let vpc = context.resolved.vpcs.get(vpc);
    vpc.is_some_and(|vpc| vpc.main_route_table.as_ref() == Some(id))
}

fn routes(context: &Context<'_>, id: &RouteTableId, vpc: &VpcId) -> Table {
    let of = Ref::from(id);
    let targets = targets(context, vpc);
    let effective = context.network.routes(id);
    let mut rows: Vec<TableRow> = effective
        .iter()
        .enumerate()
        .map(|(index, route)| row(context, &of, index, route, &targets))
        .collect();
    let error = context.table_error(&of, field::ROUTES);
    rows.extend(context.missing_route(&of));
    rows.extend(ghosts(context, |route| route.table == *id, true));
    Table {
        id: field::ROUTES,
        title: "Routes".into(),
        columns: ["Destination", "Target", "Status", "Origin"].map(Rc::from).to_vec(),
        rows,
        add: if context.may_edit_rows {
            vec![
                empty(Input::Suggest(destinations(context, vpc))),
                empty(Input::Suggest(targets)),
            ]
        } else {
            Vec::new()
        },
        add_label: "Add route".into(),
        empty: "No routes.".into(),
        error,
    }
}

fn empty(input: Input) -> Cell {
    Cell { text: "".into(), input }
}

fn row(context: &Context<'_>, of: &Ref, index: usize, route: &EffectiveRoute, targets: &[Choice]) -> TableRow {
    let typed = context.may_edit_rows && route.origin == RouteOrigin::Static;
    let cell = |text: Rc<str>, input: Input| Cell {
        text,
        input: if typed { input } else { Input::ReadOnly },
    };
    let link = match &route.target {
        Target::Element(element) if context.resolved.contains(element) => Some(element.clone()),
        _ => None,
    };
    let reference = RowRef {
        of: of.clone(),
        row: Row::Route(route.destination.clone()),
    };
    TableRow {
        index: typed.then_some(index),
        cells: vec![
            cell(route.destination.to_string().into(), Input::Mono),
            cell(target_text(&route.target), Input::Suggest(targets.to_vec())),
            Cell::fixed(match route.state {
                RouteState::Active => "active",
                RouteState::Blackhole => "blackhole",
            }),
            Cell::fixed(origin(route.origin)),
        ],
        mark: context.mark(&reference),
        removable: typed,
        fixed: fixed(context, route).map(Into::into),
        link,
        ghost: None,
        of: Some(reference),
    }
}

fn target_text(target: &Target) -> Rc<str> {
    match target {
        Target::Local => "local".into(),
        Target::Element(element) => Rc::clone(&element.id),
        Target::NotModelled(words) => Rc::clone(words),
    }
}

const fn origin(origin: RouteOrigin) -> &'static str {
    match origin {
        RouteOrigin::Local => "VPC",
        RouteOrigin::Static => "static",
        RouteOrigin::Endpoint => "endpoint",
        RouteOrigin::PropagatedDirectConnect | RouteOrigin::PropagatedStaticVpn | RouteOrigin::PropagatedBgpVpn => {
            "propagated"
        }
    }
}

/// Why the row cannot be changed here.
fn fixed(context: &Context<'_>, route: &EffectiveRoute) -> Option<String> {
    let target = match &route.target {
        Target::Element(element) => context.name(element),
        other => target_text(other),
    };
    match route.origin {
        RouteOrigin::Static => None,
        RouteOrigin::Local => Some("Comes with the VPC’s CIDR; every table has it.".to_owned()),
        RouteOrigin::Endpoint => Some(format!(
            "Comes from {target}: change the endpoint’s route tables instead."
        )),
        RouteOrigin::PropagatedStaticVpn => Some(format!("Propagated by {target}, from a static route of its VPN.")),
        RouteOrigin::PropagatedDirectConnect => Some(format!("Propagated by {target}, announced over Direct Connect.")),
        RouteOrigin::PropagatedBgpVpn => Some(format!("Propagated by {target}, announced over BGP.")),
    }
}

/// Missing routes as ghosts: in the table itself, or elsewhere with the table's name in front. With "both" goes everything that the same connection lacks.
pub(super) fn ghosts(context: &Context<'_>, wanted: impl Fn(&MissingRoute) -> bool, in_table: bool) -> Vec<TableRow> {
    if !context.may_edit_rows {
        return Vec::new();
    }
    let all = context.network.missing_routes();
    let ghost = |route: &MissingRoute| {
        let both: Vec<_> = all
            .iter()
            .filter(|other| other.target == route.target)
            .cloned()
            .collect();
        let mut cells = vec![
            Cell::fixed(route.destination.to_string()),
            Cell::fixed(Rc::clone(&route.target.id)),
        ];
        let place = (!in_table).then(|| context.name_of(&route.table));
        if let Some(place) = &place {
            cells.insert(0, Cell::fixed(Rc::clone(place)));
        }
        TableRow {
            cells,
            ghost: Some(Ghost {
                here: vec![route.clone()],
                both: if both.len() > 1 { both } else { Vec::new() },
                place,
            }),
            ..TableRow::default()
        }
    };
    all.iter().filter(|route| wanted(route)).map(ghost).collect()
}

/// What a new route can lead to: everything of this VPC that takes routes.
fn targets(context: &Context<'_>, vpc: &VpcId) -> Vec<Choice> {
    let topology = context.drawn;
    let is_here = |subnet| topology.subnets.get(subnet).is_some_and(|subnet| subnet.vpc == *vpc);
    let mut all: Vec<Ref> = Vec::new();
    let of_vpc = |attached: &Option<VpcId>| attached.as_ref() == Some(vpc);
    all.extend(
        topology
            .internet_gateways
            .iter()
            .filter(|(_, it)| of_vpc(&it.vpc))
            .map(|(id, _)| id.into()),
    );
    all.extend(
        topology
            .nat_gateways
            .iter()
            .filter(|(_, it)| is_here(&it.subnet))
            .map(|(id, _)| id.into()),
    );
    all.extend(
        topology
            .peering_connections
            .iter()
            .filter(|(_, it)| it.other(vpc).is_some())
            .map(|(id, _)| id.into()),
    );
    all.extend(
        topology
            .vpn_gateways
            .iter()
            .filter(|(_, it)| of_vpc(&it.vpc))
            .map(|(id, _)| id.into()),
    );
    let outward = topology.egress_only_internet_gateways.iter();
    all.extend(outward.filter(|(_, it)| of_vpc(&it.vpc)).map(|(id, _)| Ref::from(id)));
    let regional = topology.regional_nat_gateways.iter();
    all.extend(regional.filter(|(_, it)| it.vpc == *vpc).map(|(id, _)| Ref::from(id)));
    let transit = topology.transit_gateways.ids();
    all.extend(
        transit
            .filter(|id| context.network.attachment_of_vpc(id, vpc).is_some())
            .map(Ref::from),
    );
    let appliances = topology.gateway_load_balancer_endpoints.iter();
    all.extend(
        appliances
            .filter(|(_, it)| is_here(&it.subnet))
            .map(|(id, _)| Ref::from(id)),
    );
    all.extend(
        topology
            .interfaces
            .iter()
            .filter(|(_, it)| is_here(&it.subnet))
            .map(|(id, _)| id.into()),
    );
    all.into_iter()
        .map(|of: Ref| (Rc::clone(&of.id), words::kind_title(topology, &of)))
        .collect()
}

/// Destinations that people need most: everything, and the CIDRs of the other VPCs and sites.
fn destinations(context: &Context<'_>, vpc: &VpcId) -> Vec<Choice> {
    let mut all: Vec<Choice> = vec![
        ("0.0.0.0/0".into(), "all IPv4".into()),
        ("::/0".into(), "all IPv6".into()),
    ];
    for (id, record) in context.drawn.vpcs.iter().filter(|(id, _)| *id != vpc) {
        for cidr in &record.cidrs {
            all.push((cidr.to_string().into(), context.name_of(id)));
        }
    }
    for (id, record) in context.drawn.sites.iter() {
        for cidr in &record.cidrs {
            all.push((cidr.to_string().into(), context.name_of(id)));
        }
    }
    for (id, _) in context.drawn.prefix_lists.iter() {
        all.push((id.text(), "prefix list".into()));
    }
    all
}

fn propagation(context: &Context<'_>, id: &RouteTableId, vpc: &VpcId) -> Option<Toggles> {
    let of = Ref::from(id);
    let propagating = context.drawn.route_tables.get(id).map(|table| &table.propagating);
    let gateways = context.drawn.vpn_gateways.iter();
    let items: Vec<_> = gateways
        .filter(|(gateway, record)| {
            record.vpc.as_ref() == Some(vpc) || propagating.is_some_and(|all| all.contains(*gateway))
        })
        .map(|(gateway, _)| Toggle {
            of: gateway.into(),
            label: context.name_of(gateway),
            detail: "its VPN routes appear here by themselves".into(),
            row: propagating.and_then(|all| all.iter().position(|other| other == gateway)),
        })
        .collect();
    (!items.is_empty()).then(|| Toggles {
        id: field::PROPAGATION,
        title: "Route propagation".into(),
        hint: None,
        items,
        editable: context.may_edit_rows,
        error: context.table_error(&of, field::PROPAGATION).map(|error| error.text),
    })
}

/// "10.0.0.0/16 → pcx-1": a route in one line.
pub(super) fn in_one_line(destination: &Destination, target: &Target) -> String {
    format!("{destination} → {}", target_text(target))
}
