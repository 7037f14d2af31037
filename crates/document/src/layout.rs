use reach::id::Ref;
use reach::sorted::SortedMap;

/// Where boxes stand, in grid units of 8 px. What has no box here is placed by the automatic layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub places: SortedMap<Ref, Place>,
}

/// A place on the page's grid. Positions are absolute; sizes matter for frames (VPC, subnet, site) only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}
