//! The display list: what the page draws, the SVG export prints, the hit-test reads and the tests snapshot.
//!
//! Selection, hover and a gesture in flight are not in it: the view draws them in an overlay, so that they never rebuild the scene.

mod captions;
pub mod drawing;
mod edges;
mod ends;
mod field;
mod flows;
mod frames;
mod journey;
mod label;
mod nodes;
pub mod path;
mod pills;
mod ports;
mod reuse;
mod words;

use std::rc::Rc;

use crate::Outcome;
use crate::kernel::auto_layout::Placement;
use crate::kernel::geometry::{Rect, World};
use reach::id::Ref;

pub use words::traffic_words;

/// Drawn in this order: the groups' frames, the edges, the flows' lines, the groups' nodes and tabs, the flows' signs and pills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// One group a top-level frame, in drawing order; a group that did not change is the same pointer as before.
    pub groups: Vec<Rc<Group>>,
    pub edges: Vec<Rc<Edge>>,
    pub flows: Vec<Rc<FlowLine>>,
    pub bounds: Rect,
    /// Where everything stands: what saving the positions and finding free places start from.
    pub placement: Rc<Placement>,
}

/// A VPC, a site, or the things that stand alone, with everything inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub key: Rc<str>,
    /// Outer before inner.
    pub frames: Vec<Frame>,
    pub nodes: Vec<Node>,
}

/// A container drawn as a border with a light tint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// `None` for a Region frame, which is derived and cannot be selected.
    pub of: Option<Ref>,
    pub rect: Rect,
    pub tone: Tone,
    pub title: Rc<str>,
    /// The CIDR, in the small monospaced type.
    pub detail: Rc<str>,
    /// Derived words: "public · rtb-public → igw".
    pub badge: Option<Rc<str>>,
    /// Chips on the top border: the route table of a subnet, its network ACL.
    pub tabs: Vec<Tab>,
    /// The full name for assistive technology.
    pub label: Rc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Region,
    Vpc,
    Public,
    Private,
    Site,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub of: Ref,
    pub rect: Rect,
    pub text: Rc<str>,
    pub state: TabState,
    /// The full name for assistive technology.
    pub label: Rc<str>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TabState {
    #[default]
    Plain,
    /// A connection needs a route that this table does not have.
    Missing,
    /// A route of this table leads nowhere.
    Blackhole,
}

/// A card, or a round gateway on a border.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub of: Ref,
    /// Which of several drawings of the same element: the subnet of an endpoint's interface, the host of a site.
    pub part: Option<Rc<str>>,
    pub rect: Rect,
    pub shape: Shape,
    pub glyph: Glyph,
    pub title: Rc<str>,
    pub detail: Rc<str>,
    /// Short marks beside the title: "2 SG", "public".
    pub chips: Vec<Rc<str>>,
    /// The full name for assistive technology: what it is, where, and what it reaches.
    pub label: Rc<str>,
    /// Stopped, detached, failed: drawn faded with this word.
    pub state: Option<Rc<str>>,
    /// Where the title of a [`Shape::Round`] stands; its state is on the line below.
    pub caption: Option<Caption>,
}

impl Node {
    /// Where the chips stand: on the card's border, the first at the lower right, the second at the upper right.
    pub fn chip_rects(&self) -> Vec<(Rect, Rc<str>)> {
        let place = |(index, chip): (usize, &Rc<str>)| {
            let wide = crate::kernel::text::width(chip, crate::kernel::text::Type::Caption) + 10;
            let y = if index == 0 {
                self.rect.bottom() - 5
            } else {
                self.rect.y - 11
            };
            (Rect::new(self.rect.right() - 8 - wide, y, wide, 16), Rc::clone(chip))
        };
        self.chips.iter().take(2).enumerate().map(place).collect()
    }
}

/// The baseline of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caption {
    pub at: World,
    pub anchor: Anchor,
}

/// SVG's `text-anchor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    Card,
    /// A circle whose centre lies on a frame's border or between two frames.
    Round,
}

/// Own drawings, one grid; the view holds them as symbols named by [`Glyph::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Glyph {
    Vpc,
    Subnet,
    Instance,
    Database,
    Function,
    Interface,
    InternetGateway,
    NatGateway,
    Peering,
    GatewayEndpoint,
    InterfaceEndpoint,
    VpnGateway,
    CustomerGateway,
    VpnConnection,
    Site,
    Internet,
    Bucket,
    Table,
    Service,
    RouteTable,
    SecurityGroup,
    NetworkAcl,
    PrefixList,
    EgressOnlyInternetGateway,
    TransitGateway,
    TransitGatewayAttachment,
    DirectConnect,
    ClientVpn,
    LoadBalancer,
    Dns,
}

/// A lasting connection: a peering, a VPN connection, an endpoint and its service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub of: Ref,
    /// Right-angled; its first and last points lie on the borders of what it joins.
    pub path: Vec<World>,
    pub style: EdgeStyle,
    pub text: Option<(World, Rc<str>)>,
    pub label: Rc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeStyle {
    Solid,
    /// Pending, failed, deleted.
    Dashed,
}

/// A watched flow with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowLine {
    /// Index into the document's flows.
    pub flow: usize,
    pub outcome: Outcome,
    /// From the sender to the receiver, or to where it stops.
    pub path: Vec<World>,
    /// From where it stops to where it would have gone, or from the receiver to where the reply ends; dotted.
    pub ghost: Vec<World>,
    /// The line ends at the receiver, with an arrowhead; a blocked reply has one and a sign, too.
    pub arrives: bool,
    /// The place of what blocks it, or of what has the policy that refuses it; a sign stands there.
    pub stop: Option<World>,
    pub pill: Pill,
    /// Where each hop of the trace stands on the line: hop index (forward leg first) and point.
    pub stations: Vec<(usize, World)>,
    pub label: Rc<str>,
}

/// The words of a flow: sign, protocol and verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pill {
    pub rect: Rect,
    pub sign: Rc<str>,
    pub text: Rc<str>,
    /// What stays where it is when the words are written larger.
    pub anchor: Anchor,
}

impl Pill {
    /// The chosen flow's words as a small or a distant view writes them: so much larger.
    const GROWN: (i32, i32) = (13, 10);

    pub fn grown(&self) -> Rect {
        Self::grown_from(self.rect, self.anchor)
    }

    fn grown_from(rect: Rect, anchor: Anchor) -> Rect {
        let (times, of) = Self::GROWN;
        let (width, height) = (rect.width * times / of, rect.height * times / of);
        let more = width - rect.width;
        let x = match anchor {
            Anchor::Start => rect.x,
            Anchor::Middle => rect.x - more / 2,
            Anchor::End => rect.x - more,
        };
        Rect::new(x, rect.y - (height - rect.height) / 2, width, height)
    }
}

/// What a scene is drawn from.
struct Source<'a> {
    document: &'a document::Document,
    network: &'a reach::network::Network,
    traces: &'a [Rc<reach::trace::Trace>],
    placement: &'a Placement,
}

impl<'a> Source<'a> {
    fn topology(&self) -> &'a reach::topology::Topology {
        &self.document.topology
    }

    fn rect(&self, of: &Ref) -> Option<Rect> {
        self.placement.rects.get(of).copied()
    }

    fn name(&self, of: &Ref) -> Rc<str> {
        crate::words::label(&self.document.topology, of)
    }
}
