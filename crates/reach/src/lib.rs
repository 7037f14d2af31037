//! What AWS does with a packet.
//!
//! ```text
//! Topology ──resolve──▶ Network + Issues ──trace──▶ Trace ──explain──▶ Explanation
//! ```
//!
//! - [`topology`]: the network as drawn; may be wrong in any way.
//! - [`resolve`]: total; what cannot exist becomes an [`issue::Issue`], never an error.
//! - [`trace`]: one [`question::Question`] against a [`network::Network`]: two legs, hop by hop, and every blocker.
//! - [`operation`]: what AWS would refuse to do.
//! - [`reason`]: the registry of codes, rules and words; [`explain`] makes the sentences.
//! - [`fix`]: which edits would let a flow through.
//! - [`lint`]: what works as drawn and should not stay so.
//! - [`matrix`]: the same question for every ordered pair of ends.
//! - [`harm`]: which flows a change would break.
//! - [`flow_log`]: the lines that VPC flow logs would hold about a traced flow.
//! - [`carriage`]: over whose lines a flow travels, and what encrypts it there.
//! - [`cost`]: what a flow costs on its way, and what is drawn by the hour.
//! - [`sorted`]: ordered maps and sets, and sorting, in little code.
//!
//! The engine does no IO, knows no time and no geometry, and cannot fail.

pub mod address;
pub mod carriage;
pub mod cost;
mod dns;
pub mod explain;
pub mod fix;
pub mod flow_log;
pub mod harm;
mod hop;
pub mod id;
pub mod issue;
pub mod lint;
pub mod matrix;
pub mod network;
mod network_acl;
pub mod operation;
pub mod packet;
pub mod question;
pub mod reason;
mod resolve;
mod route;
mod security_group;
pub mod service;
pub mod sorted;
#[cfg(test)]
mod tests;
pub mod topology;
pub mod trace;
mod transit_route;
mod walk;

pub use fix::fix;
pub use operation::{attempt, attempt_all};
pub use resolve::resolve;

use network::Network;
use question::Question;
use trace::Trace;

/// Follows the asked packets forward and their replies back.
pub fn trace(network: &Network, question: &Question) -> Trace {
    trace::follow(network, question)
}
