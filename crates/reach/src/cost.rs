//! What a flow costs on its way, and what the things drawn cost by the hour. AWS page:
//! cur/latest/userguide/cur-data-transfers-charges.html
//!
//! ```text
//! Trace ──flow_cost──▶ Item (what, where, by the hour, by the GB each way) + hints      Network ──hourly──▶ every thing that is paid by the hour
//! ```
//!
//! - A GB is paid at every hop that charges for it, and the sum is what it costs (CO-30). What is dropped before a hop is not
//!   paid there.
//! - Amounts are whole millionths of a dollar ([`Money`]); the list is in [`prices`], with dates and sources.
//! - A price that rests on no page found is marked as assumed, as any other rule is.

mod hourly;
mod money;
mod path;
pub mod prices;
mod transfer;

pub use hourly::{BreakEven, Hourly, break_even};
pub use money::Money;
pub use prices::{Basis, PRICES, Price};

use crate::id::Ref;
use crate::network::Network;
use crate::reason::reasons;
use crate::trace::{Fact, Finding, Leg, Trace};

reasons! {
    SUM: "cost-sum" ["CO-30"] "Sum",
        "With everything that the hops charge, each GB sent costs {gigabyte} dollars, and each GB that comes back {back}.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    FREE_SUM: "cost-sum-free" ["CO-30"] "Free",
        "No hop on the way charges for the data.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    LINE_NOT_PRICED: "cost-of-line-not-known" ["CO-30"] "Not in the price list",
        "The port of Direct Connect behind {at} is paid by the hour, and what leaves AWS over it by the GB. This price list has neither, so the sums leave them out.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    BY_THE_HOUR: "cost-by-the-hour" ["CO-32"] "By the hour",
        "What is drawn costs {hour} dollars an hour, used or not.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    ZONE_CROSSED: "AVAILABILITY_ZONE_CROSSED" ["CO-31"] "Another Availability Zone",
        "{at} and {from} are in different Availability Zones: each GB between them costs {gigabyte} dollars.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    ZONE_CROSSED_TO_NAT: "AVAILABILITY_ZONE_CROSSED" ["CO-31", "NG-05"] "A NAT gateway in another Availability Zone",
        "{at} and {from} are in different Availability Zones: each GB between them costs {gigabyte} dollars, and if the NAT gateway's zone fails, so does the way.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    ZONE_CROSSED_TO_ENDPOINT: "AVAILABILITY_ZONE_CROSSED" ["CO-31", "EI-04"] "An endpoint in another Availability Zone",
        "{at} and {from} are in different Availability Zones: each GB between them costs {gigabyte} dollars, and if the endpoint's zone fails, so does the way.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    GATEWAY_ENDPOINT_IS_FREE: "gateway-endpoint-is-free" ["CO-17"] "A gateway endpoint is free",
        "{at} charges {gigabyte} dollars for each GB to {service}; a gateway endpoint carries it for nothing.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    ENDPOINT_IS_CHEAPER: "endpoint-is-cheaper" ["CO-33"] "An interface endpoint costs less",
        "In place of {at}, an interface endpoint for {service} with an interface in each Availability Zone ({number} here) costs less from the first GB: {hour} dollars an hour and {gigabyte} for each GB.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    ENDPOINT_IS_CHEAPER_FROM: "endpoint-is-cheaper-from" ["CO-33"] "An interface endpoint may cost less",
        "In place of {at}, an interface endpoint for {service} with an interface in each Availability Zone ({number} here) costs less from {limit} MB an hour: {hour} dollars an hour and {gigabyte} for each GB.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
}

/// What one flow costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// In the order in which the packets pass; what is free on the way is listed, too.
    pub items: Vec<Item>,
    /// What could cost less, and where the money goes unnoticed.
    pub hints: Vec<Finding>,
}

/// One thing on the way that is paid for, or free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub price: &'static Price,
    pub at: Ref,
    /// For data between two places: the other one.
    pub from: Option<Ref>,
    /// Whether or not anything passes.
    pub per_hour: Money,
    /// For each GB the way the request goes.
    pub per_gb: Money,
    /// For each GB the way the reply goes.
    pub per_gb_back: Money,
}

impl Item {
    pub fn is_free(&self) -> bool {
        self.per_hour.is_zero() && self.per_gb.is_zero() && self.per_gb_back.is_zero()
    }

    /// The price in words.
    pub fn finding(&self) -> Finding {
        let gigabyte = self.per_gb.max(self.per_gb_back);
        let mut facts = vec![amount("hour", self.per_hour), amount("gigabyte", gigabyte)];
        facts.extend(self.from.clone().map(|from| ("from", Fact::Element(from))));
        Finding {
            reason: self.price.reason,
            at: self.at.clone(),
            facts,
        }
    }
}

impl Cost {
    pub fn per_hour(&self) -> Money {
        self.items.iter().map(|item| item.per_hour).sum()
    }

    pub fn per_gb(&self) -> Money {
        self.items.iter().map(|item| item.per_gb).sum()
    }

    pub fn per_gb_back(&self) -> Money {
        self.items.iter().map(|item| item.per_gb_back).sum()
    }

    /// CO-30; `None` if nothing that has a price is on the way.
    pub fn sum(&self) -> Option<Finding> {
        let first = self.items.first()?;
        let is_free = self.per_gb().is_zero() && self.per_gb_back().is_zero();
        let is_known = !self
            .hints
            .iter()
            .any(|hint| std::ptr::eq(hint.reason, &LINE_NOT_PRICED));
        if is_free && !is_known {
            return None;
        }
        let reason = if is_free { &FREE_SUM } else { &SUM };
        Some(Finding {
            reason,
            at: first.at.clone(),
            facts: vec![amount("gigabyte", self.per_gb()), amount("back", self.per_gb_back())],
        })
    }

    /// The same thing is listed once, with what it charges each way.
    fn add(&mut self, new: Item) {
        let is_same = |known: &&mut Item| {
            let turned = known.from.as_ref() == Some(&new.at) && new.from.as_ref() == Some(&known.at);
            known.price == new.price && (turned || known.at == new.at && known.from == new.from)
        };
        match self.items.iter_mut().find(is_same) {
            Some(known) => {
                known.per_gb = known.per_gb.max(new.per_gb);
                known.per_gb_back = known.per_gb_back.max(new.per_gb_back);
            }
            None => self.items.push(new),
        }
    }
}

/// What the flow costs at each hop that it passes, and what would cost less.
pub fn flow_cost(network: &Network, trace: &Trace) -> Cost {
    let mut cost = Cost::default();
    for (leg, hops) in [(Leg::Forward, &trace.forward), (Leg::Return, &trace.reply)] {
        path::add_leg(network, hops, leg, &mut cost);
    }
    cost
}

/// What everything drawn costs by the hour, whether or not anything flows (CO-32).
pub fn hourly(network: &Network) -> Hourly {
    hourly::of(network)
}

fn amount(name: &'static str, amount: Money) -> (&'static str, Fact) {
    (name, Fact::Text(amount.to_string().into()))
}
