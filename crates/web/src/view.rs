//! What is seen. Every view is a pure function of props that compare by pointer ([`crate::shared::Shared`]) or are tiny,
//! plus callbacks that the application made once: a view whose props are the same is never run again.

pub mod afloat;
pub mod ahead;
pub mod banner;
pub mod canvas;
pub mod chooser;
pub mod dialog;
pub mod edges;
pub mod embed;
pub mod fence;
pub mod glyph;
pub mod menu;
pub mod next;
pub mod palette;
pub mod panel;
pub mod question;
pub mod rename;
pub mod title;
pub mod toast;
pub mod top_bar;
pub mod verdict;
pub mod zoom;
