//! Where the keyboard is: the order of Tab, and the walk in four directions.

use reach::id::Ref;
use reach::sorted::SortedSet;

use super::Session;
use crate::edit::containment;
use crate::effect::Effect;
use crate::kernel::geometry::World;
use crate::tool::rect_of;

impl Session {
    /// Every element that is drawn, in containment order: each frame before what is in it.
    pub fn focus_order(&self) -> Vec<Ref> {
        let drawn = self.drawn();
        let mut order = containment::order(&self.document.topology);
        order.retain(|of| drawn.contains(of));
        order.extend(
            drawn
                .iter()
                .filter(|of| !self.document.topology.references().contains(of))
                .cloned(),
        );
        order
    }

    fn drawn(&self) -> SortedSet<Ref> {
        let scene = &self.derived.scene;
        let frames = || scene.groups.iter().flat_map(|group| &group.frames);
        frames()
            .filter_map(|frame| frame.of.clone())
            .chain(frames().flat_map(|frame| frame.tabs.iter().map(|tab| tab.of.clone())))
            .chain(
                scene
                    .groups
                    .iter()
                    .flat_map(|group| group.nodes.iter().map(|node| node.of.clone())),
            )
            .chain(scene.edges.iter().map(|edge| edge.of.clone()))
            .collect()
    }

    /// The next or previous element; nothing at the ends, so that Tab leaves the canvas.
    pub(crate) fn focus_by(&mut self, by: isize) -> Vec<Effect> {
        let order = self.focus_order();
        let now = self.at().and_then(|of| order.iter().position(|other| *other == of));
        let next = match now {
            Some(now) => now.checked_add_signed(by),
            None if by < 0 => order.len().checked_sub(1),
            None => Some(0),
        };
        match next.and_then(|next| order.get(next).cloned()) {
            Some(of) => self.go_to(of),
            None => Vec::new(),
        }
    }

    pub(crate) fn focus_end(&mut self, last: bool) -> Vec<Effect> {
        let order = self.focus_order();
        let of = if last { order.last() } else { order.first() };
        of.cloned().map(|of| self.go_to(of)).unwrap_or_default()
    }

    /// The nearest element in a direction: what is straight ahead is nearer than what is aside.
    pub(crate) fn walk(&mut self, x: i32, y: i32) -> Vec<Effect> {
        let scene = &self.derived.scene;
        let Some((of, here)) = self
            .at()
            .and_then(|of| Some((of.clone(), rect_of(scene, &of)?.centre())))
        else {
            return self.focus_by(1);
        };
        let cost = |there: World| {
            let (dx, dy) = (i64::from(there.x - here.x), i64::from(there.y - here.y));
            let (x, y) = (i64::from(x), i64::from(y));
            let ahead = dx * x + dy * y;
            let aside = (dx * y).abs() + (dy * x).abs();
            (ahead > 0).then_some(ahead + 2 * aside)
        };
        let nearest = self
            .focus_order()
            .into_iter()
            .filter(|other| *other != of)
            .filter_map(|other| Some((cost(rect_of(scene, &other)?.centre())?, other)))
            .min();
        match nearest {
            Some((_, next)) => self.go_to(next),
            None => Vec::new(),
        }
    }

    /// One level out: from an instance to its subnet, from there to the VPC.
    pub(crate) fn go_out(&mut self) -> Vec<Effect> {
        let parent = self
            .at()
            .and_then(|of| containment::parent_of(&self.document.topology, &of));
        parent.map(|of| self.go_to(of)).unwrap_or_default()
    }

    /// Along a line from the element: to what a connection joins it with, or from a connection to its far end.
    pub(crate) fn follow_edge(&mut self) -> Vec<Effect> {
        let Some(of) = self.at() else { return Vec::new() };
        let topology = &self.document.topology;
        let next = self.focus_order().into_iter().find_map(|edge| {
            let (a, b) = containment::ends_of(topology, &edge)?;
            if edge == of {
                return Some(b);
            }
            (a == of || b == of).then_some(edge)
        });
        match next {
            Some(next) => self.go_to(next),
            None => self.say("No connection starts here"),
        }
    }

    pub(crate) fn select_all(&mut self, all: Vec<Ref>) {
        self.selection = all;
    }

    fn at(&self) -> Option<Ref> {
        self.focus.clone().or_else(|| self.selection.last().cloned())
    }

    /// Focus and selection go there, and the view follows.
    fn go_to(&mut self, of: Ref) -> Vec<Effect> {
        if let Some(rect) = rect_of(&self.derived.scene, &of) {
            self.reveal(rect);
        }
        self.focus = Some(of.clone());
        self.selection = vec![of.clone()];
        self.follow_selection();
        vec![Effect::Focus(of)]
    }
}
