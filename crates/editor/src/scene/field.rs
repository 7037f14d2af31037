//! What lines have to keep clear of, and where they may touch things.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::SubnetId;

use super::ends::Spot;
use super::nodes::home;
use super::ports::{Place, PlaceKind, ports};
use super::{Group, Node, Shape, Source, Tab};
use crate::kernel::geometry::{Rect, Side, World};
use crate::kernel::route_edge::{Port, Request, Segment, route};

/// A thing that a line starts at, ends at or passes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    Node(Spot),
    Frame(Ref),
    /// The route table's tab of a subnet.
    Tab(SubnetId),
}

/// Everything drawn, indexed for finding ways through it.
pub(super) struct Field {
    places: SortedMap<Stop, Place>,
    /// What stands in a frame; `None` is the page.
    inside: SortedMap<Option<Ref>, Vec<(Stop, Rect)>>,
    /// The first subnet that shows each route table.
    tables: SortedMap<Ref, SubnetId>,
    titles: Vec<Rect>,
    /// Where names of circles and connections stand until all lines are drawn.
    captions: Vec<Rect>,
    /// All cards, circles and tabs: no words may cover them.
    pub(super) solid: Vec<Rect>,
    /// Borders that no line should run along, though every line may cross them.
    regions: Vec<Segment>,
    taken: Vec<World>,
}

impl Field {
    pub(super) fn of(source: &Source<'_>, groups: &[Group]) -> Self {
        let mut field = Self {
            places: SortedMap::new(),
            inside: SortedMap::new(),
            tables: SortedMap::new(),
            titles: Vec::new(),
            captions: Vec::new(),
            solid: Vec::new(),
            regions: source
                .placement
                .regions
                .values()
                .flat_map(|rect| border(*rect))
                .collect(),
            taken: Vec::new(),
        };
        for frame in groups.iter().flat_map(|group| &group.frames) {
            field.titles.extend(frame.word_rects());
            if let Some(of) = &frame.of {
                field.add_frame(source, of, frame.rect);
                field.add_tabs(of, &frame.tabs);
            }
        }
        for node in groups.iter().flat_map(|group| &group.nodes) {
            field.add_node(source, node);
        }
        field
    }

    fn add(&mut self, parent: Option<Ref>, stop: Stop, place: Place) {
        self.inside.entry(parent).or_default().push((stop.clone(), place.rect));
        self.places.insert(stop, place);
    }

    fn add_frame(&mut self, source: &Source<'_>, of: &Ref, rect: Rect) {
        let parent = home(source, of).filter(|home| home != of);
        let place = Place {
            rect,
            kind: PlaceKind::Frame,
            within: parent.iter().cloned().collect(),
        };
        self.add(parent, Stop::Frame(of.clone()), place);
    }

    fn add_tabs(&mut self, of: &Ref, tabs: &[Tab]) {
        let within: Vec<Ref> = std::iter::once(of.clone())
            .chain(
                self.places
                    .get(&Stop::Frame(of.clone()))
                    .into_iter()
                    .flat_map(|place| place.within.clone()),
            )
            .collect();
        for tab in tabs {
            self.solid.push(tab.rect);
            let Some(subnet) = of.to_id() else { continue };
            if tab.of.kind == Kind::RouteTable {
                self.tables.entry(tab.of.clone()).or_insert_with(|| subnet.clone());
                let place = Place {
                    rect: tab.rect,
                    kind: PlaceKind::Tab,
                    within: within.clone(),
                };
                self.add(Some(of.clone()), Stop::Tab(subnet), place);
            } else {
                let stop = Stop::Node((tab.of.clone(), Some(Rc::clone(&of.id))));
                self.inside.entry(Some(of.clone())).or_default().push((stop, tab.rect));
            }
        }
    }

    fn add_node(&mut self, source: &Source<'_>, node: &Node) {
        let spot = (node.of.clone(), node.part.clone());
        let subnet = source.subnet_of(&spot).map(Ref::from);
        let frame = home(source, &node.of);
        let within: Vec<Ref> = subnet.into_iter().chain(frame.clone()).collect();
        let border = frame.as_ref().and_then(|frame| source.rect(frame));
        let kind = match (node.shape, border) {
            (Shape::Card, _) if node.chips.is_empty() => PlaceKind::Plain,
            (Shape::Card, _) => PlaceKind::Card,
            (Shape::Round, Some(border)) => PlaceKind::Border(border.side_of(node.rect.centre())),
            (Shape::Round, None) => PlaceKind::Round,
        };
        self.solid.push(node.rect);
        self.solid.extend(node.chip_rects().into_iter().map(|(rect, _)| rect));
        self.captions.extend(node.caption_rects());
        let parent = within.first().cloned();
        if matches!(kind, PlaceKind::Border(_)) {
            self.inside
                .entry(None)
                .or_default()
                .push((Stop::Node(spot.clone()), node.rect));
        }
        self.add(
            parent,
            Stop::Node(spot),
            Place {
                rect: node.rect,
                kind,
                within,
            },
        );
    }

    pub(super) fn rect(&self, stop: &Stop) -> Option<Rect> {
        self.places.get(stop).map(|place| place.rect)
    }

    /// The node, or the frame, that stands for this drawing.
    pub(super) fn stop(&self, spot: &Spot) -> Option<Stop> {
        let candidates = [
            Stop::Node(spot.clone()),
            Stop::Node((spot.0.clone(), None)),
            Stop::Frame(spot.0.clone()),
        ];
        candidates.into_iter().find(|stop| self.places.contains_key(stop))
    }

    /// The tab of the first subnet that shows this route table.
    pub(super) fn tab_of(&self, table: &Ref) -> Option<Stop> {
        let subnet = self.tables.get(table)?;
        Some(Stop::Tab(subnet.clone()))
    }

    pub(super) fn frames(&self) -> impl Iterator<Item = Rect> {
        let frames = self.places.values().filter(|place| place.kind == PlaceKind::Frame);
        frames.map(|place| place.rect)
    }

    /// Lines keep clear of these words, too.
    pub(super) fn keep_readable(&mut self, words: Rect) {
        self.captions.push(words);
    }

    /// All words have their places now.
    pub(super) fn read(&mut self, words: Vec<Rect>) {
        self.titles = words;
        self.captions.clear();
    }

    /// Those of frames, and once all lines are drawn, all.
    pub(super) fn titles(&self) -> &[Rect] {
        &self.titles
    }

    /// A line from one thing to the next; lines that are `used` are not run along.
    pub(super) fn connect(&mut self, from: &Stop, to: &Stop, entered: Option<World>, used: &[Segment]) -> Vec<World> {
        let (Some(a), Some(b)) = (self.places.get(from), self.places.get(to)) else {
            return Vec::new();
        };
        let open: SortedSet<&Ref> = a.within.iter().chain(&b.within).collect();
        let walls = self.walls(from, to, &open);
        let mut borders = self.regions.clone();
        for frame in a.within.iter().chain(&b.within) {
            if let Some(place) = self.places.get(&Stop::Frame(frame.clone())) {
                borders.extend(border(place.rect));
            }
        }
        let words: Vec<Rect> = self.titles.iter().chain(&self.captions).copied().collect();
        let request = Request {
            from: &self.ports(a, b, entered),
            to: &self.ports(b, a, None),
            walls: &walls,
            titles: &words,
            used,
            borders: &borders,
        };
        let path = route(&request);
        self.taken.extend(path.first().into_iter().chain(path.last()));
        path
    }

    /// Everything that stands in the open frames, the ends included.
    fn walls(&self, from: &Stop, to: &Stop, open: &SortedSet<&Ref>) -> Vec<Rect> {
        let is_open = |stop: &Stop| match stop {
            Stop::Frame(of) => stop != from && stop != to && open.contains(of),
            _ => false,
        };
        let page = self.inside.get(&None).into_iter().flatten();
        let inner = open
            .iter()
            .filter_map(|frame| self.inside.get(&Some((*frame).clone())))
            .flatten();
        page.chain(inner)
            .filter(|(stop, _)| !is_open(stop))
            .map(|(_, rect)| *rect)
            .collect()
    }

    fn ports(&self, place: &Place, other: &Place, entered: Option<World>) -> Vec<Port> {
        let mut ports = ports(place, other, entered);
        for port in &mut ports {
            port.cost += self.crowding(port.at);
        }
        ports
    }

    /// A port where another line already touches is the last choice.
    fn crowding(&self, at: World) -> u32 {
        let near = |other: &&World| other.x.abs_diff(at.x) + other.y.abs_diff(at.y) < 7;
        if self.taken.iter().any(|other| near(&other)) {
            120
        } else {
            0
        }
    }
}

fn border(rect: Rect) -> [Segment; 4] {
    let (a, b) = (World::new(rect.x, rect.y), World::new(rect.right(), rect.y));
    let (c, d) = (
        World::new(rect.right(), rect.bottom()),
        World::new(rect.x, rect.bottom()),
    );
    [(a, b), (b, c), (c, d), (d, a)]
}

/// The way through a thing, from where a line came in to where it goes out.
pub(super) fn through(rect: Rect, entry: World, exit: World) -> Vec<World> {
    let flat = |point: World| matches!(rect.side_of(point), Side::Left | Side::Right);
    let centre = rect.centre();
    match (flat(entry), flat(exit)) {
        (true, true) if entry.y == exit.y => Vec::new(),
        (true, true) => vec![World::new(centre.x, entry.y), World::new(centre.x, exit.y)],
        (false, false) if entry.x == exit.x => Vec::new(),
        (false, false) => vec![World::new(entry.x, centre.y), World::new(exit.x, centre.y)],
        (true, false) => vec![World::new(exit.x, entry.y)],
        (false, true) => vec![World::new(entry.x, exit.y)],
    }
}

pub(super) fn segments(path: &[World]) -> impl Iterator<Item = Segment> {
    path.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((*a, *b)),
        _ => None,
    })
}
