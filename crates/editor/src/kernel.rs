//! Pure algorithms: data in, data out. No kernel knows the session, and none knows another but the geometry and the widths of text.

pub mod auto_layout;
pub mod geometry;
pub mod polyline;
pub mod route_edge;
pub mod text;
