//! Everything that can happen to a session.

use std::rc::Rc;

use document::{Document, Mode};
use reach::id::{Ref, RowRef};
use reach::operation::{Operation, PeeringEvent};
use reach::question::Question;

use crate::Activity;
use crate::input::{KeyInput, PointerInput, WheelInput};
use crate::kernel::geometry::Px;

#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    // Hands on the canvas.
    Pointer(PointerInput),
    /// No pointer is over the canvas any more.
    PointerGone,
    Wheel(WheelInput),
    /// A frame has passed while a drag stays at the edge of the view.
    Pull,
    /// What can be done with what lies there, or, without a place, with what has the focus.
    Menu(Option<Px>),
    /// A key while the canvas, an element of it, or nothing has the focus; never while typing in a field.
    Key(KeyInput),
    /// Whether letters, digits and signs alone are shortcuts. Who dictates turns them off, because every word would be a row of them.
    SingleKeys(bool),
    /// The canvas element's size in pixels, and how much of it lies behind what floats over its lower edge.
    Viewport {
        width: f64,
        height: f64,
        covered: f64,
    },

    // Commands and choices from menus, palette, outline and panels.
    /// A command of the registry, by its name: `undo`, `fit`, `delete`.
    Command(&'static str),
    /// The next click on the canvas places one (click path of the palette drag).
    Arm(Placeable),
    /// The same for one that is dragged from the palette: where it is let go is the click.
    Carry(Placeable),
    /// Puts one into the first free slot of the selected parent, without the pointer.
    Place(Placeable),
    Select(Vec<Ref>),
    /// Adds to the selection, or takes out of it.
    SelectMore(Ref),
    /// Keyboard or outline focus moved to an element.
    Focus(Option<Ref>),
    /// Connects two elements as a drag between them would; the kinds decide what is made.
    Connect {
        from: Ref,
        to: Ref,
    },

    // The inspector.
    SetField {
        of: Ref,
        field: FieldId,
        value: String,
    },
    EditRow {
        of: Ref,
        edit: RowEdit,
    },
    Peering {
        of: Ref,
        event: PeeringEvent,
    },
    /// Adds routes that a connection needs ("Add here", "Add both").
    AddMissingRoutes(Vec<reach::network::MissingRoute>),
    /// A change that a fix or a menu offers, as one undo step with this name.
    Apply {
        name: Rc<str>,
        operations: Vec<Operation>,
    },

    // Flows and traces.
    /// Building the network, or following packets through it.
    Activity(Activity),
    /// Watches one more flow and shows it.
    Ask(Question),
    RemoveFlow(usize),
    SelectFlow(Option<usize>),
    SetFlow {
        flow: usize,
        question: Question,
    },
    /// Shows this hop of the selected flow, forward leg first.
    Step(usize),
    ShowRow(RowRef),

    /// Looks for the edits that would let the selected flow through: that takes a while, so only on request.
    LookForFixes,
    /// A button is hovered or focused that would send this: says what would break, before it is pressed. `None` when it is left.
    LookAhead(Option<Box<Message>>),
    /// Carries out one of the fixes found, as one undo step.
    ApplyFix(usize),

    // The document.
    SetTitle(String),
    /// Replaces the document: a sample, a link, a file. Starts a new history.
    Open {
        document: Box<Document>,
        mode: Mode,
    },
    /// Replaces the document as one undoable edit: the text panel.
    Replace(Box<Document>),
    DismissToast,
}

/// What the palette can place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placeable {
    Vpc,
    Subnet,
    Instance,
    Database,
    Function,
    InternetGateway,
    NatGateway,
    Peering,
    GatewayEndpoint,
    InterfaceEndpoint,
    VpnGateway,
    Site,
    RouteTable,
    SecurityGroup,
    NetworkAcl,
    PrefixList,
    BlockPublicAccess,
    ResourcePolicy,
    EgressOnlyInternetGateway,
    RegionalNatGateway,
    NatInstance,
    Appliance,
    TransitGateway,
    TransitGatewayAttachment,
    TransitGatewayRouteTable,
    CustomerGateway,
    VpnConnection,
    DirectConnectGateway,
    VirtualInterface,
    ClientVpnEndpoint,
    NetworkLoadBalancer,
    ApplicationLoadBalancer,
    GatewayLoadBalancer,
    EndpointService,
    GatewayLoadBalancerEndpoint,
    HostedZone,
    InboundResolver,
    OutboundResolver,
    ResolverRule,
}

/// A field of the inspector, by its name in the panel model: `name`, `cidr`, `zone`, `ipv4`.
pub type FieldId = &'static str;

/// A change to one row of an element's table; values are as typed, and refused in place if they make no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowEdit {
    /// The cells of the new row, in the order of the table's columns.
    Add {
        table: FieldId,
        cells: Vec<String>,
    },
    Change {
        table: FieldId,
        row: usize,
        column: usize,
        value: String,
    },
    Remove {
        table: FieldId,
        row: usize,
    },
}
