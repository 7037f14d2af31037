//! What the browser does for the page. Every port tolerates a browser that says no.

pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod download;
pub mod fetch;
pub mod files;
pub mod frame;
pub mod host;
pub mod importer;
pub mod location;
pub mod panic;
pub mod storage;
pub mod theme;
