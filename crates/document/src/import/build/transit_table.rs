//! Route tables of transit gateways: static routes and references to prefix lists. What is propagated follows from attachments.

use reach::id::Ref;
use reach::topology::{
    Destination, TransitGatewayId, TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayRouteTableId,
    TransitGatewayTarget,
};

use super::address::net;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn transit_gateway_route_tables(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.transit_gateway_route_tables {
            let record = &found.record;
            if !self.lives(&record.state, &["available", "pending"], found, id) {
                continue;
            }
            let Some(gateway) = self.needs(&record.transit_gateway_id, found, id, "TransitGatewayId") else {
                continue;
            };
            let mut table = TransitGatewayRouteTable::new(TransitGatewayId::new(gateway));
            table.name = names::given(&record.tags, id);
            for (index, route) in record.routes.0.iter().enumerate() {
                let is_static = route.kind.as_deref() != Some("propagated")
                    && raw::is(&route.state, &["active", "blackhole", "pending"]);
                if is_static && let Some(made) = self.transit_route(route, index, &table.gateway, found, id) {
                    table.routes.push(made);
                }
            }
            for reference in &record.transit_gateway_prefix_list_references.0 {
                table.routes.extend(self.list_reference(reference, &table.gateway));
            }
            table
                .routes
                .sort_by(|one, other| (&one.destination, &one.target).cmp(&(&other.destination, &other.target)));
            table.routes.dedup();
            self.put(id, table);
            self.what_is_missing(id, found);
        }
    }

    fn what_is_missing(&mut self, id: &Text, found: &Found<raw::TransitGatewayRouteTable>) {
        let record = &found.record;
        let at = Ref::from(&TransitGatewayRouteTableId::new(id.clone()));
        self.doubt_unread(at.clone(), found);
        if record.additional_routes_available == Some(true) {
            self.doubt(
                at,
                found,
                "AdditionalRoutesAvailable",
                "it has more routes than its answer holds",
            );
        } else if record.additional_routes_available.is_none()
            && record.routes.0.is_empty()
            && record.transit_gateway_prefix_list_references.0.is_empty()
        {
            let text =
                "no routes of it are in the input (search-transit-gateway-routes): it was taken to have no static ones";
            self.note(NoteKind::Assumed, found, id, text);
        }
    }

    fn transit_route(
        &mut self,
        route: &raw::TransitGatewayRoute,
        index: usize,
        gateway: &TransitGatewayId,
        found: &Found<raw::TransitGatewayRouteTable>,
        id: &Text,
    ) -> Option<TransitGatewayRoute> {
        // A route of a prefix list comes from the reference to it.
        if route.prefix_list_id.is_some() && route.destination_cidr_block.is_some() {
            let list = self.list_named(route.prefix_list_id.as_ref()?);
            return Some(TransitGatewayRoute {
                destination: Destination::PrefixList(list),
                target: self.transit_target(route, gateway),
            });
        }
        let Some(cidr) = route.destination_cidr_block.as_deref().and_then(net) else {
            let at = Ref::from(&TransitGatewayRouteTableId::new(id.clone()));
            self.doubt(
                at,
                found,
                &format!("Routes[{index}]"),
                "the destination of this route is not understood",
            );
            return None;
        };
        Some(TransitGatewayRoute {
            destination: Destination::Cidr(cidr),
            target: self.transit_target(route, gateway),
        })
    }

    fn transit_target(&self, route: &raw::TransitGatewayRoute, gateway: &TransitGatewayId) -> TransitGatewayTarget {
        let mut attachments = route.transit_gateway_attachments.iter();
        let first = attachments.find_map(|one| one.transit_gateway_attachment_id.as_ref());
        match first {
            Some(id) => TransitGatewayTarget::Attachment(self.end_at(id, gateway)),
            None => TransitGatewayTarget::Blackhole,
        }
    }

    fn list_reference(
        &self,
        reference: &raw::PrefixListReference,
        gateway: &TransitGatewayId,
    ) -> Option<TransitGatewayRoute> {
        let list = self.list_named(reference.prefix_list_id.as_ref()?);
        let attachment = &reference.transit_gateway_attachment.transit_gateway_attachment_id;
        let target = match attachment {
            Some(id) if reference.blackhole != Some(true) => TransitGatewayTarget::Attachment(self.end_at(id, gateway)),
            _ => TransitGatewayTarget::Blackhole,
        };
        Some(TransitGatewayRoute {
            destination: Destination::PrefixList(list),
            target,
        })
    }
}
