//! Nothing is selected: the whole diagram in a few lines.

use std::rc::Rc;

use super::{FlowLink, Inspector, Section};
use crate::panel::context::Context;
use crate::panel::{dock, words};

pub(super) fn overview(context: &Context<'_>) -> Inspector {
    let document = context.session.document();
    let mut sections = Vec::new();
    let flows: Vec<_> = dock::flow_items(context)
        .into_iter()
        .enumerate()
        .map(|(flow, item)| FlowLink {
            flow,
            outcome: item.outcome,
            title: item.title,
            detail: item.reason,
        })
        .collect();
    if flows.is_empty() {
        sections.push(Section::Text {
            title: "Flows".into(),
            text: "Nothing is asked yet. Press T, then click where the packet starts and where it should arrive."
                .into(),
            source: None,
        });
    } else {
        sections.push(Section::Flows(flows));
    }
    Inspector {
        of: None,
        glyph: None,
        title: Rc::clone(&document.title),
        name: None,
        crumb: counts(context).into(),
        sections,
    }
}

/// "2 VPCs, 3 subnets, 2 instances".
fn counts(context: &Context<'_>) -> String {
    let drawn = context.drawn;
    let counts = [
        (drawn.vpcs.len(), "VPC"),
        (drawn.subnets.len(), "subnet"),
        (drawn.interfaces.len(), "machine"),
        (drawn.peering_connections.len(), "peering connection"),
        (
            drawn.gateway_endpoints.len() + drawn.interface_endpoints.len(),
            "endpoint",
        ),
        (drawn.vpn_connections.len(), "VPN connection"),
        (drawn.sites.len(), "site"),
    ];
    let mut text = String::new();
    for (number, thing) in counts.into_iter().filter(|(number, _)| *number > 0) {
        if !text.is_empty() {
            text.push_str(" · ");
        }
        text.push_str(&words::count(number, thing));
    }
    if text.is_empty() {
        text.push_str("Empty: add a VPC to begin");
    }
    text
}
