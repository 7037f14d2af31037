//! Points and rectangles. World coordinates are whole pixels at 100 % zoom; view coordinates are pixels of the canvas element.

/// One step of the grid that everything snaps to, in world pixels.
pub const GRID: i32 = 8;

/// A point of the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct World {
    pub x: i32,
    pub y: i32,
}

impl World {
    pub const fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }

    #[must_use]
    pub fn snapped(self) -> Self {
        let snap = |value: i32| value.saturating_add(GRID / 2).div_euclid(GRID).saturating_mul(GRID);
        Self {
            x: snap(self.x),
            y: snap(self.y),
        }
    }
}

/// A point of the canvas element, from its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Px {
    pub x: f64,
    pub y: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Rect {
    pub const fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self { x, y, width, height }
    }

    /// The point of the rectangle that lies nearest to another point: that point itself, if it is inside.
    pub fn nearest(self, to: World) -> World {
        World::new(
            to.x.clamp(self.x, self.right().max(self.x)),
            to.y.clamp(self.y, self.bottom().max(self.y)),
        )
    }

    pub const fn right(self) -> i32 {
        self.x.saturating_add(self.width)
    }

    pub const fn bottom(self) -> i32 {
        self.y.saturating_add(self.height)
    }

    pub const fn centre(self) -> World {
        World::new(
            self.x.saturating_add(self.width / 2),
            self.y.saturating_add(self.height / 2),
        )
    }

    pub const fn contains(self, point: World) -> bool {
        point.x >= self.x && point.x <= self.right() && point.y >= self.y && point.y <= self.bottom()
    }

    pub const fn encloses(self, other: Rect) -> bool {
        other.x >= self.x && other.y >= self.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    pub const fn intersects(self, other: Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    #[must_use]
    pub fn union(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect::new(x, y, right.saturating_sub(x), bottom.saturating_sub(y))
    }

    /// The rectangle of this size with its centre at the point.
    #[must_use]
    pub const fn around(centre: World, width: i32, height: i32) -> Rect {
        Rect::new(
            centre.x.saturating_sub(width / 2),
            centre.y.saturating_sub(height / 2),
            width,
            height,
        )
    }

    #[must_use]
    pub const fn moved(self, dx: i32, dy: i32) -> Rect {
        Rect::new(
            self.x.saturating_add(dx),
            self.y.saturating_add(dy),
            self.width,
            self.height,
        )
    }

    /// The middle of one side.
    pub const fn middle(self, side: Side) -> World {
        let centre = self.centre();
        match side {
            Side::Top => World::new(centre.x, self.y),
            Side::Right => World::new(self.right(), centre.y),
            Side::Bottom => World::new(centre.x, self.bottom()),
            Side::Left => World::new(self.x, centre.y),
        }
    }

    /// The side on which a point on or near the border lies.
    pub fn side_of(self, point: World) -> Side {
        let distance = |side| match side {
            Side::Top => point.y.abs_diff(self.y),
            Side::Right => point.x.abs_diff(self.right()),
            Side::Bottom => point.y.abs_diff(self.bottom()),
            Side::Left => point.x.abs_diff(self.x),
        };
        Side::ALL
            .into_iter()
            .min_by_key(|side| distance(*side))
            .unwrap_or(Side::Top)
    }

    #[must_use]
    pub const fn inflated(self, by: i32) -> Rect {
        Rect::new(
            self.x.saturating_sub(by),
            self.y.saturating_sub(by),
            self.width.saturating_add(2 * by),
            self.height.saturating_add(2 * by),
        )
    }
}

/// The smallest rectangle around all of them.
pub fn hull(rects: impl IntoIterator<Item = Rect>) -> Option<Rect> {
    rects.into_iter().reduce(Rect::union)
}

/// The next multiple of the grid.
pub const fn grid_up(value: i32) -> i32 {
    value.saturating_add(GRID - 1).div_euclid(GRID).saturating_mul(GRID)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

impl Side {
    pub const ALL: [Side; 4] = [Side::Top, Side::Right, Side::Bottom, Side::Left];

    #[must_use]
    pub const fn opposite(self) -> Side {
        match self {
            Side::Top => Side::Bottom,
            Side::Right => Side::Left,
            Side::Bottom => Side::Top,
            Side::Left => Side::Right,
        }
    }

    /// One step away from the rectangle.
    pub const fn outward(self) -> (i32, i32) {
        match self {
            Side::Top => (0, -1),
            Side::Right => (1, 0),
            Side::Bottom => (0, 1),
            Side::Left => (-1, 0),
        }
    }
}

/// Where the view looks at: `view = (world - origin) * zoom`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub x: f64,
    pub y: f64,
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            zoom: 1.0,
        }
    }
}

impl Camera {
    pub fn world_from_view(self, point: Px) -> World {
        let whole = |value: f64| value.round() as i32;
        World::new(whole(point.x / self.zoom + self.x), whole(point.y / self.zoom + self.y))
    }

    pub fn view_from_world(self, point: World) -> Px {
        Px {
            x: (f64::from(point.x) - self.x) * self.zoom,
            y: (f64::from(point.y) - self.y) * self.zoom,
        }
    }
}
