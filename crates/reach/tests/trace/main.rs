//! Whole flows through small networks: verdicts, codes, elements and hop lists of the specification's scenarios.

#![allow(clippy::unwrap_used, reason = "a test network that is wrong should fail the test")]

mod common;
mod edges;
mod families;
mod filters;
mod peering;
mod vpn;
mod words;
