//! Pure algorithms: data in, data out. No kernel knows the session, and none knows another but the geometry.

pub mod geometry;
