//! Looking around: fit, zoom, pan.

use crate::input::WheelInput;
use crate::kernel::auto_layout::{HEADER, Room};
use crate::kernel::geometry::{Camera, Px, Rect, World, hull};
use crate::tool::rect_of;

use super::Session;

const LOWEST: f64 = 0.2;
const HIGHEST: f64 = 4.0;
/// Around what is fitted into the view, in its pixels; in a small view, this part of it.
const PADDING: f64 = 40.0;
const PADDING_PART: f64 = 0.06;
/// The same around a single flow in a view that does not show the whole.
const CLOSE: f64 = 8.0;
/// From what floats over the lower edge to what is fitted above it.
const ABOVE: f64 = 6.0;
/// One event of a wheel turns by at most this: a notch counts 100 in one browser, and 3 in another.
const NOTCH: f64 = 24.0;
const STEP: f64 = 1.25;
/// Smaller than this, names could not be read even when they are written larger.
const READABLE: f64 = 0.66;
/// One flow is shown whole down to this: its names are as large as they get there, and its words stand below the drawing.
const LEGIBLE: f64 = 0.3;
/// A view below either of these does not show the whole of most diagrams. (Above an open trace a large screen leaves 300 pixels.)
const SMALL: (f64, f64) = (600.0, 220.0);

/// The camera after zooming by a factor around a point of the view.
pub(crate) fn zoomed(camera: Camera, at: Px, factor: f64) -> Camera {
    let zoom = (camera.zoom * factor).clamp(LOWEST, HIGHEST);
    Camera {
        x: camera.x + at.x / camera.zoom - at.x / zoom,
        y: camera.y + at.y / camera.zoom - at.y / zoom,
        zoom,
    }
}

/// A part of the view, in its pixels.
struct Free {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Free {
    /// Shows this in the middle of the part, as large as it can be, at most at this zoom.
    fn camera(&self, rect: Rect, most: f64) -> Camera {
        let across = |view: f64, world: i32| view / f64::from(world.max(1));
        let zoom = across(self.width, rect.width)
            .min(across(self.height, rect.height))
            .clamp(LOWEST, 1.0)
            .min(most);
        let middle = |start: i32, length: i32| f64::from(start) + f64::from(length) / 2.0;
        Camera {
            x: middle(rect.x, rect.width) - (self.left + self.width / 2.0) / zoom,
            y: middle(rect.y, rect.height) - (self.top + self.height / 2.0) / zoom,
            zoom,
        }
    }
}

impl Session {
    /// The first size, and every later one until the user looks elsewhere, shows an overview.
    pub(super) fn resize(&mut self, width: f64, height: f64, covered: f64) {
        if !(width.is_finite() && height.is_finite() && covered.is_finite()) {
            return;
        }
        let before = self.viewport;
        let wider = before.0 != width;
        self.viewport = (width.max(0.0), height.max(0.0));
        self.covered = covered.clamp(0.0, self.viewport.1 / 2.0);
        // A panel that opens below is no reason to arrange everything anew.
        let room = Room::of(width, height);
        if wider && height > 0.0 && room != self.derived.room {
            self.derived = self.derived.in_room(&self.document, room);
        }
        if !self.looked {
            self.overview();
        } else if width < before.0 || height < before.1 {
            self.keep_in_view(before);
        }
    }

    /// A panel has opened over a part of the drawing: the watched flow, or else what is selected, is seen still if it was.
    fn keep_in_view(&mut self, before: (f64, f64)) {
        let covers = |rect: Rect| self.sees(before, rect) && !self.sees(self.viewport, rect);
        let watched = self.flow.and_then(|_| self.watched()).map(|(rect, _)| rect);
        let selected = self.selected_rect();
        if let Some(rect) = watched.filter(|rect| covers(*rect)) {
            // Nearer than it was it need not be.
            let zoom = self.camera.zoom;
            self.fit_within(rect, zoom);
        } else if let Some(rect) = selected.filter(|rect| covers(*rect)) {
            self.reveal(rect);
        }
    }

    /// Whether a view of this size shows the whole of it.
    fn sees(&self, (width, height): (f64, f64), rect: Rect) -> bool {
        let Camera { x, y, zoom } = self.camera;
        let within = |start: f64, length: f64, from: i32, to: i32| {
            start <= f64::from(from) && f64::from(to) <= start + length / zoom
        };
        within(x, width, rect.x, rect.right()) && within(y, height, rect.y, rect.bottom())
    }

    pub(super) fn wheel(&mut self, wheel: &WheelInput) {
        if !(wheel.dx.is_finite() && wheel.dy.is_finite()) {
            return;
        }
        self.looked = true;
        if wheel.zoom {
            let delta = wheel.dy.clamp(-NOTCH, NOTCH);
            self.camera = zoomed(self.camera, wheel.at, (-delta * 0.01).exp());
        } else {
            self.camera.x += wheel.dx / self.camera.zoom;
            self.camera.y += wheel.dy / self.camera.zoom;
        }
    }

    pub(crate) fn fit_all(&mut self) {
        self.looked = false;
        self.fit(self.derived.scene.bounds);
    }

    pub(crate) fn fit_selection(&mut self) {
        if let Some(rect) = self.selected_rect() {
            self.looked = true;
            self.fit(rect);
        }
    }

    fn selected_rect(&self) -> Option<Rect> {
        let scene = &self.derived.scene;
        let rects = self.selection.iter().filter_map(|of| rect_of(scene, of));
        rects.reduce(Rect::union)
    }

    /// Everything, if a small view can show it so large that it can be read; else the watched flow, and the rest by moving the view.
    pub(crate) fn overview(&mut self) {
        let whole = self.derived.scene.bounds;
        self.fit_all();
        if !self.is_small() || self.camera.zoom >= READABLE {
            return;
        }
        let (rect, point) = self.watched().unwrap_or((whole, World::new(whole.x, whole.y)));
        let close = self.free(CLOSE).camera(rect, 1.0);
        self.camera = if close.zoom >= LEGIBLE {
            close
        } else {
            self.part_of(rect, point)
        };
        self.spare_titles(rect);
    }

    /// The upper edge goes through no frame's title, if there is room below.
    fn spare_titles(&mut self, rect: Rect) {
        let Camera { x, y, zoom } = self.camera;
        let (width, height) = (self.viewport.0 / zoom, (self.viewport.1 - self.covered) / zoom);
        let frames = self.derived.scene.groups.iter().flat_map(|group| &group.frames);
        let is_seen = |rect: &Rect| f64::from(rect.x) < x + width && f64::from(rect.right()) > x;
        let is_cut = |rect: &Rect| f64::from(rect.y) < y && f64::from(rect.y + HEADER) > y;
        let cut = frames
            .map(|frame| frame.rect)
            .filter(|rect| is_seen(rect) && is_cut(rect));
        let Some(highest) = cut.map(|rect| rect.y).min() else {
            return;
        };
        let above = f64::from(highest) - ABOVE / zoom;
        if f64::from(rect.bottom()) <= above + height {
            self.camera.y = above;
        }
    }

    /// What cannot be shown whole shows its most telling part.
    fn part_of(&self, rect: Rect, point: World) -> Camera {
        let along = |view: f64, start: i32, length: i32, point: i32| {
            let view = view / READABLE;
            let air = PADDING / 2.0;
            let (start, length) = (f64::from(start), f64::from(length));
            let (first, last) = (start - air, start + length + air - view);
            if last <= first {
                start + (length - view) / 2.0
            } else {
                (f64::from(point) - view / 2.0).clamp(first, last)
            }
        };
        let (width, height) = self.viewport;
        Camera {
            x: along(width, rect.x, rect.width, point.x),
            y: along(height - self.covered, rect.y, rect.height, point.y),
            zoom: READABLE,
        }
    }

    /// The shown flow's line with its ends and words, and where it stops or arrives.
    fn watched(&self) -> Option<(Rect, World)> {
        let flows = &self.derived.scene.flows;
        let line = flows
            .iter()
            .find(|line| Some(line.flow) == self.flow)
            .or(flows.first())?;
        let points = || line.path.iter().chain(&line.ghost);
        let nodes = self.derived.scene.groups.iter().flat_map(|group| &group.nodes);
        let passed = nodes.filter(|node| points().any(|point| node.rect.inflated(2).contains(*point)));
        let around = points().map(|point| Rect::around(*point, 24, 24));
        let words = Some(line.pill.grown()).filter(|rect| rect.width > 0);
        let rect = hull(around.chain(passed.map(|node| node.rect)).chain(words))?;
        Some((rect, line.stop.or(line.path.last().copied())?))
    }

    /// In a frame of another page or on a phone, the whole of most diagrams would be too small to read.
    pub fn is_small(&self) -> bool {
        let (width, height) = self.viewport;
        width < SMALL.0 || height < SMALL.1
    }

    /// In a small view, what is asked for comes into sight.
    pub(super) fn show_flow(&mut self) {
        if self.is_small() {
            self.overview();
        }
    }

    /// The same for one step of the shown flow.
    pub(super) fn show_step(&mut self) {
        let flows = &self.derived.scene.flows;
        let line = flows.iter().find(|line| Some(line.flow) == self.flow);
        let mut stations = line.into_iter().flat_map(|line| &line.stations);
        let at = stations.find(|(hop, _)| *hop == self.step).map(|(_, at)| *at);
        let open = (self.viewport.0, self.viewport.1 - self.covered);
        // What is in view is not moved, though little of what is around it may be.
        if let Some(at) = at.filter(|at| self.is_small() && !self.sees(open, Rect::around(*at, 40, 40))) {
            self.reveal(Rect::around(at, 176, 80));
        }
    }

    fn fit(&mut self, rect: Rect) {
        self.fit_within(rect, 1.0);
    }

    /// In the middle of the view, at most at this zoom.
    fn fit_within(&mut self, rect: Rect, most: f64) {
        let (width, height) = self.viewport;
        if width > 0.0 && height > 0.0 {
            self.camera = self.free(PADDING).camera(rect, most);
        }
    }

    /// The part of the view that a picture is fitted into.
    fn free(&self, padding: f64) -> Free {
        let (width, height) = self.viewport;
        let air = |length: f64| padding.min(length * PADDING_PART);
        let below = air(height).max(self.covered + ABOVE);
        Free {
            left: air(width),
            top: air(height),
            width: width - 2.0 * air(width),
            height: height - air(height) - below,
        }
    }

    /// A step in or out, around the middle of the view.
    pub(crate) fn zoom_step(&mut self, steps: i32) {
        self.looked = true;
        let factor = STEP.powi(steps);
        self.camera = zoomed(self.camera, self.middle(), factor);
    }

    pub(crate) fn zoom_reset(&mut self) {
        self.looked = true;
        self.camera = zoomed(self.camera, self.middle(), 1.0 / self.camera.zoom);
    }

    /// A quarter of the view in a direction.
    pub(crate) fn pan_step(&mut self, x: i32, y: i32) {
        self.looked = true;
        self.camera.x += f64::from(x) * self.viewport.0 / 4.0 / self.camera.zoom;
        self.camera.y += f64::from(y) * self.viewport.1 / 4.0 / self.camera.zoom;
    }

    /// Moves the view so far that the rectangle is in it.
    pub(crate) fn reveal(&mut self, rect: Rect) {
        let (width, height) = (self.viewport.0 / self.camera.zoom, self.viewport.1 / self.camera.zoom);
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let shift = |start: f64, length: f64, from: i32, to: i32| {
            if f64::from(from) < start || f64::from(to) - f64::from(from) > length {
                f64::from(from) - start
            } else {
                (f64::from(to) - (start + length)).max(0.0)
            }
        };
        let (x, y) = (
            shift(self.camera.x, width, rect.x, rect.right()),
            shift(self.camera.y, height, rect.y, rect.bottom()),
        );
        self.looked |= x != 0.0 || y != 0.0;
        self.camera.x += x;
        self.camera.y += y;
    }

    fn middle(&self) -> Px {
        Px {
            x: self.viewport.0 / 2.0,
            y: self.viewport.1 / 2.0,
        }
    }
}
