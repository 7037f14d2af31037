//! A VPC peering connection and its life. Docs: vpc/latest/peering/vpc-peering-basics.html

use std::rc::Rc;

use reach::id::{Ref, Row, RowRef};
use reach::network::RouteState;
use reach::operation::{PeeringEvent, Side};
use reach::topology::{PeeringConnection, PeeringId, PeeringState, VpcId};

use super::route_table::ghosts;
use super::{ActionButton, ButtonAction, Cell, Field, Inspector, Section, Table, TableRow};
use crate::edit::field;
use crate::panel::context::Context;
use crate::words::joined;

pub(super) fn peering(context: &Context<'_>, id: &PeeringId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.peering_connections.get(id)?;
    let mut sections = vec![
        Section::Fields {
            title: None,
            fields: sides(context, drawn),
        },
        Section::Text {
            title: format!("Status: {}", drawn.state.word()).into(),
            text: meaning(context, drawn).into(),
            source: None,
        },
    ];
    if context.may_edit_rows {
        sections.push(Section::Actions(lifecycle(drawn.state)));
    }
    sections.push(Section::Table(routes(context, &of)));
    let dns = |field, vpc: &VpcId, on| {
        let label = format!("{} lets the other side resolve its names", context.name_of(vpc));
        context.switch(&of, field, &label, on)
    };
    sections.push(Section::Fields {
        title: Some("DNS resolution".into()),
        fields: vec![
            dns(field::REQUESTER_DNS, &drawn.requester, drawn.requester_dns),
            dns(field::ACCEPTER_DNS, &drawn.accepter, drawn.accepter_dns),
        ],
    });
    let (requester, accepter) = (context.name_of(&drawn.requester), context.name_of(&drawn.accepter));
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Peering connection · {requester} ↔ {accepter}").into(),
        sections,
        of: Some(of),
    })
}

fn sides(context: &Context<'_>, record: &PeeringConnection) -> Vec<Field> {
    let side = |label: &str, vpc: &VpcId| {
        let detail = context.drawn.vpcs.get(vpc);
        let detail = detail.map_or_else(
            || "not in this diagram".to_owned(),
            |record| format!("{} · {}", joined(&record.cidrs), record.region),
        );
        context.fact(label, context.name_of(vpc)).with_hint(detail)
    };
    vec![
        side("Requester VPC", &record.requester),
        side("Accepter VPC", &record.accepter),
    ]
}

/// What the state means for the packets, and what comes next (PEER-01).
fn meaning(context: &Context<'_>, record: &PeeringConnection) -> String {
    let accepter = context.name_of(&record.accepter);
    match record.state {
        PeeringState::InitiatingRequest => "The request is being made. Nothing passes yet.".to_owned(),
        PeeringState::PendingAcceptance => {
            format!("The owner of {accepter} has to accept within 7 days. Until then nothing passes.")
        }
        PeeringState::Provisioning => "Accepted; it becomes active in a moment.".to_owned(),
        PeeringState::Active => {
            "Packets pass, if the route tables on both sides lead to it. It is never a way further than the other VPC."
                .to_owned()
        }
        PeeringState::Failed => "The request failed: it can be neither accepted nor rejected. Delete it.".to_owned(),
        PeeringState::Expired => "Nobody accepted within 7 days. Make a new request.".to_owned(),
        PeeringState::Rejected => format!("{accepter} said no. Make a new request to try again."),
        PeeringState::Deleting => "It is being deleted. Nothing passes any more.".to_owned(),
        PeeringState::Deleted => "It is gone; routes to it are blackholes until they are removed.".to_owned(),
    }
}

fn lifecycle(state: PeeringState) -> Vec<ActionButton> {
    let pending = state == PeeringState::PendingAcceptance;
    let not_pending = || {
        let words = match state {
            PeeringState::Active => "It is accepted already",
            _ => "Only a request that is pending can be answered",
        };
        (!pending).then(|| words.into())
    };
    let may_delete = matches!(state, PeeringState::PendingAcceptance | PeeringState::Active);
    let button = |label: &str, event, disabled: Option<Rc<str>>| ActionButton {
        label: label.into(),
        action: ButtonAction::Peering(event),
        disabled,
    };
    vec![
        button("Accept request", PeeringEvent::Accept, not_pending()),
        button("Reject request", PeeringEvent::Reject, not_pending()),
        button(
            "Delete connection",
            PeeringEvent::Delete(Side::Requester),
            (!may_delete).then(|| format!("It is {} already", state.word()).into()),
        ),
    ]
}

/// The routes that lead to it, on both sides, and those that are missing.
fn routes(context: &Context<'_>, of: &Ref) -> Table {
    let mut rows = Vec::new();
    for (table, route) in context.routes_to(of) {
        let row = RowRef {
            of: table.into(),
            row: Row::Route(route.destination.clone()),
        };
        rows.push(TableRow {
            cells: vec![
                Cell::fixed(context.name_of(table)),
                Cell::fixed(route.destination.to_string()),
                Cell::fixed(match route.state {
                    RouteState::Active => "active",
                    RouteState::Blackhole => "blackhole",
                }),
            ],
            mark: context.mark(&row),
            link: Some(table.into()),
            of: Some(row),
            ..TableRow::default()
        });
    }
    let mut missing = ghosts(context, |route| route.target == *of, false);
    for ghost in &mut missing {
        ghost.cells.truncate(2);
    }
    rows.extend(missing);
    Table {
        id: "",
        title: "Routes that lead here".into(),
        columns: ["Route table", "Destination", "Status"].map(Rc::from).to_vec(),
        rows,
        add: Vec::new(),
        add_label: "".into(),
        empty: "No route leads here: nothing can use it.".into(),
        error: None,
    }
}
