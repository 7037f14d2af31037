//! The right panel: what the AWS console calls the selected thing, its fields and tables, edited in place.

mod associations;
mod attachment;
mod customer_gateway;
mod described;
mod gateway_endpoint;
mod interface;
mod interface_endpoint;
mod internet;
mod internet_gateway;
mod nat_gateway;
mod network_acl;
mod overview;
mod peering;
mod prefix_list;
mod route_table;
mod rules;
mod security_group;
mod service;
mod several;
mod site;
mod subnet;
mod transit;
mod vpc;
mod vpn_connection;
mod vpn_gateway;

use std::rc::Rc;

use reach::id::{Id, Kind, Ref, RowRef};
use reach::network::MissingRoute;
use reach::operation::PeeringEvent;

use super::context::Context;
use super::problems::ProblemItem;
use super::words;
use crate::Outcome;
use crate::message::FieldId;
use crate::scene::Glyph;
use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspector {
    /// `None` for the overview of the whole diagram, and for several things at once.
    pub of: Option<Ref>,
    pub glyph: Option<Glyph>,
    pub title: Rc<str>,
    /// The title as a field, where it can be changed.
    pub name: Option<Field>,
    /// "Route table · app-vpc · used by private-a".
    pub crumb: Rc<str>,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    Fields {
        title: Option<Rc<str>>,
        fields: Vec<Field>,
    },
    Table(Table),
    Toggles(Toggles),
    /// A paragraph: why it stops here, what this thing does.
    Text {
        title: Rc<str>,
        text: Rc<str>,
        source: Option<Source>,
    },
    Actions(Vec<ActionButton>),
    /// Elements that belong to it, each selectable.
    Links {
        title: Rc<str>,
        links: Vec<Link>,
    },
    Flows(Vec<FlowLink>),
    Problems(Vec<ProblemItem>),
}

/// Where a statement comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub code: Option<Rc<str>>,
    pub rule: Option<Rc<str>>,
    /// The address of AWS's page.
    pub page: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub id: FieldId,
    pub label: Rc<str>,
    pub value: Rc<str>,
    pub input: Input,
    /// Why the last typed value was refused, with an example of a good one.
    pub error: Option<Rc<str>>,
    pub hint: Option<Rc<str>>,
}

impl Field {
    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<Rc<str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Value and label.
pub type Choice = (Rc<str>, Rc<str>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    ReadOnly,
    Text,
    /// Addresses and the like, in the monospaced type.
    Mono,
    /// Free text with proposals.
    Suggest(Vec<Choice>),
    /// Two values; the first one is drawn as switched on.
    Switch {
        on: &'static str,
        off: &'static str,
    },
    Choice(Vec<Choice>),
    /// Any number of the choices; the value is what is chosen, with commas between.
    Many(Vec<Choice>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub id: FieldId,
    pub title: Rc<str>,
    pub columns: Vec<Rc<str>>,
    pub rows: Vec<TableRow>,
    /// The inputs of the row that adds, one for each column that is typed; empty where rows cannot be added.
    pub add: Vec<Cell>,
    /// Words for the button that opens the row that adds: "Add route".
    pub add_label: Rc<str>,
    /// Stands in the place of rows where there are none.
    pub empty: Rc<str>,
    pub error: Option<TableError>,
}

/// A refused value in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// `None` is the row that adds.
    pub row: Option<usize>,
    pub column: usize,
    pub typed: Rc<str>,
    pub text: Rc<str>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// What the trace calls this row.
    pub of: Option<RowRef>,
    /// What [`crate::RowEdit`] calls this row; `None` for rows that are only shown.
    pub index: Option<usize>,
    pub cells: Vec<Cell>,
    pub mark: Mark,
    pub removable: bool,
    /// Why the row cannot be changed here.
    pub fixed: Option<Rc<str>>,
    /// What the row is about, to go there.
    pub link: Option<Ref>,
    /// A missing route, with what "Add here" and "Add both" add.
    pub ghost: Option<Ghost>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: Rc<str>,
    pub input: Input,
}

impl Cell {
    pub(crate) fn fixed(text: impl Into<Rc<str>>) -> Self {
        Self {
            text: text.into(),
            input: Input::ReadOnly,
        }
    }
}

/// What the shown trace says of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    None,
    /// On the path; the step, counted from 1.
    Hit(usize),
    /// Decided at this step, counted from 1; `true` lets the packet on.
    Deciding(usize, bool),
    /// Would have matched, but lost: "10.1.0.0/16 is more specific".
    Shadowed(Rc<str>),
    /// Did not match where the packet is dropped: "other destination".
    Unmatched(Rc<str>),
    /// The place where a row is missing at this step, counted from 1. The row has one cell with the whole sentence.
    Missing(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ghost {
    pub here: Vec<MissingRoute>,
    /// Empty where there is nothing more to add than here.
    pub both: Vec<MissingRoute>,
    /// Where "here" is, if it is not the shown table.
    pub place: Option<Rc<str>>,
}

/// A set of things of which each belongs to it or not: the route tables of an endpoint. Switching one on adds a row to
/// the table `id`, switching it off removes the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toggles {
    pub id: FieldId,
    pub title: Rc<str>,
    pub hint: Option<Rc<str>>,
    pub items: Vec<Toggle>,
    pub editable: bool,
    pub error: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toggle {
    pub of: Ref,
    pub label: Rc<str>,
    pub detail: Rc<str>,
    /// The row's number, if it is switched on.
    pub row: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub of: Ref,
    pub glyph: Glyph,
    pub label: Rc<str>,
    pub detail: Rc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowLink {
    pub flow: usize,
    pub outcome: Outcome,
    pub title: Rc<str>,
    pub detail: Rc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionButton {
    pub label: Rc<str>,
    pub action: ButtonAction,
    /// Why it cannot be pressed now.
    pub disabled: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ButtonAction {
    Peering(PeeringEvent),
    Delete,
    Command(&'static str),
    Select(Ref),
}

pub fn inspector(session: &Session) -> Inspector {
    let context = Context::of(session);
    match session.selection() {
        [] => overview::overview(&context),
        [one] => of_element(&context, one).unwrap_or_else(|| overview::overview(&context)),
        several => several::several(&context, several),
    }
}

fn of_element(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    let mut model = match of.kind {
        Kind::Vpc => vpc::vpc(context, &id(of))?,
        Kind::Subnet => subnet::subnet(context, &id(of))?,
        Kind::RouteTable => route_table::route_table(context, &id(of))?,
        Kind::NetworkAcl => network_acl::network_acl(context, &id(of))?,
        Kind::SecurityGroup => security_group::security_group(context, &id(of))?,
        Kind::PrefixList => prefix_list::prefix_list(context, &id(of))?,
        Kind::NetworkInterface => interface::interface(context, &id(of))?,
        Kind::InternetGateway => internet_gateway::internet_gateway(context, &id(of))?,
        Kind::NatGateway => nat_gateway::nat_gateway(context, &id(of))?,
        Kind::PeeringConnection => peering::peering(context, &id(of))?,
        Kind::GatewayEndpoint => gateway_endpoint::gateway_endpoint(context, &id(of))?,
        Kind::InterfaceEndpoint => interface_endpoint::interface_endpoint(context, &id(of))?,
        Kind::VpnGateway => vpn_gateway::vpn_gateway(context, &id(of))?,
        Kind::CustomerGateway => customer_gateway::customer_gateway(context, &id(of))?,
        Kind::VpnConnection => vpn_connection::vpn_connection(context, &id(of))?,
        Kind::Site => site::site(context, &id(of))?,
        Kind::Internet => internet::internet(),
        Kind::Service => service::service(context, of)?,
        Kind::TransitGateway => transit::gateway(context, of)?,
        Kind::TransitGatewayRouteTable => transit::table(context, of)?,
        Kind::TransitGatewayAttachment => attachment::attachment(context, of)?,
        _ => described::described(context, of)?,
    };
    if is_older(of.kind) {
        model.sections.extend(described::sections(context, of));
    }
    let first = context.problems_at(of);
    if !first.is_empty() {
        model.sections.insert(0, Section::Problems(first));
    }
    model.sections.extend(context.why_here(of));
    if context.may_edit && context.drawn.contains(of) && !matches!(of.kind, Kind::Internet | Kind::Service) {
        model.sections.push(Section::Actions(vec![ActionButton {
            label: match of.kind {
                // Deleting it is an event of its life; this takes it out of sight.
                Kind::PeeringConnection => "Remove from the diagram".into(),
                Kind::NetworkInterface => format!("Delete {}", words::kind_title(context.drawn, of)).into(),
                kind => format!("Delete {}", kind.title()).into(),
            },
            action: ButtonAction::Delete,
            disabled: None,
        }]));
    }
    Some(model)
}

/// Those with a panel of their own, to which the description adds the rest.
const fn is_older(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Vpc
            | Kind::NetworkInterface
            | Kind::InternetGateway
            | Kind::VpnGateway
            | Kind::VpnConnection
            | Kind::GatewayEndpoint
            | Kind::InterfaceEndpoint
    )
}

fn id<T>(of: &Ref) -> Id<T> {
    Id::new(Rc::clone(&of.id))
}
