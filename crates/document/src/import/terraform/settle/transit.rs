//! Which tables of transit gateways attachments are associated with and propagate into, where no resource says it.

use std::collections::BTreeSet;

use reach::topology::{TransitGateway, TransitGatewayId};

use super::Settle;
use crate::import::raw::{self, Text, Told};
use crate::import::report::Origin;

impl Settle<'_> {
    pub(super) fn transit(&mut self) {
        for (gateway, table) in &self.ends.default_associations {
            if let Some(found) = self.gathered.transit_gateways.get_mut(gateway) {
                found.record.options.association_default_route_table_id = Some(table.clone());
            }
        }
        for (gateway, table) in &self.ends.default_propagations {
            if let Some(found) = self.gathered.transit_gateways.get_mut(gateway) {
                found.record.options.propagation_default_route_table_id = Some(table.clone());
            }
        }
        for (id, found) in &mut self.gathered.transit_gateways {
            // The table that nobody named needs no name here either.
            let implicit = TransitGateway::implicit_route_table(&TransitGatewayId::new(id.clone()));
            let options = &mut found.record.options;
            for table in [
                &mut options.association_default_route_table_id,
                &mut options.propagation_default_route_table_id,
            ] {
                *table = table.take().filter(|table| **table != *implicit.as_str());
            }
        }
        self.direct_connect_attachments();
        self.peered();
        for found in self.gathered.transit_gateway_route_tables.values_mut() {
            // A state names all of its routes and propagations.
            found.record.additional_routes_available.get_or_insert(false);
            found
                .record
                .transit_gateway_route_table_propagations
                .0
                .get_or_insert_default();
        }
        self.default_tables();
    }

    /// AWS makes an attachment for each association with a transit gateway.
    fn direct_connect_attachments(&mut self) {
        for ((gateway, transit), association) in std::mem::take(&mut self.ends.dx_associations) {
            let known = self.ends.dx_attachments.get(&(gateway.clone(), transit.clone()));
            let id = known.cloned().unwrap_or(association);
            let found = self.gathered.direct_connect_gateways.get(&gateway);
            let origin = found.map(|found| found.origin.clone()).unwrap_or_default();
            let is_there = self.gathered.transit_gateway_attachments.values().any(|found| {
                let record = &found.record;
                record.resource_id.as_ref() == Some(&gateway) && record.transit_gateway_id.as_ref() == Some(&transit)
            });
            if is_there {
                continue;
            }
            let attached = self.ends.attachments.entry(id.clone()).or_default();
            attached.gateway = Some(transit.clone());
            let record = raw::TransitGatewayAttachment {
                transit_gateway_attachment_id: Some(id),
                transit_gateway_id: Some(transit),
                resource_type: Some("direct-connect-gateway".into()),
                resource_id: Some(gateway),
                ..raw::TransitGatewayAttachment::default()
            };
            self.imply(record, &origin);
        }
    }

    /// A peering of transit gateways works as soon as the other side accepts it.
    fn peered(&mut self) {
        for found in self.gathered.transit_gateway_attachments.values_mut() {
            let record = &mut found.record;
            if record.resource_type.as_deref() != Some("peering") || record.association.state.is_some() {
                continue;
            }
            let is_pending = raw::is(&record.state, &["pendingAcceptance", "initiatingRequest", "initiating"]);
            let accepted = record
                .transit_gateway_attachment_id
                .as_ref()
                .is_some_and(|id| self.ends.accepted.contains(id));
            if is_pending && record.requester_tgw_info.transit_gateway_id.is_some() {
                let word = if accepted { "available" } else { "pendingAcceptance" };
                record.state = Some(word.into());
            }
        }
    }

    fn default_tables(&mut self) {
        let mut associated: BTreeSet<Text> = BTreeSet::new();
        for found in self.gathered.transit_gateway_route_tables.values() {
            let own = found.record.associations.0.iter();
            associated.extend(own.filter_map(|one| one.transit_gateway_attachment_id.clone()));
        }
        for (id, attached) in std::mem::take(&mut self.ends.attachments) {
            let Some(gateway) = &attached.gateway else { continue };
            let Some(found) = self.gathered.transit_gateways.get(gateway) else {
                self.of_unknown_gateway(&id, attached.association);
                continue;
            };
            let (origin, options) = (found.origin.clone(), found.record.options.clone());
            let implicit =
                || Text::from(TransitGateway::implicit_route_table(&TransitGatewayId::new(gateway.clone())).as_str());
            let on = |said: Option<bool>, usual: Option<bool>| said.unwrap_or(true) && usual.unwrap_or(true);
            if on(attached.association, options.default_route_table_association) && !associated.contains(&id) {
                let table = options.association_default_route_table_id.unwrap_or_else(implicit);
                if let Some(found) = self.gathered.transit_gateway_attachments.get_mut(&id) {
                    found.record.association.transit_gateway_route_table_id = Some(table);
                }
            }
            let propagates = on(attached.propagation, options.default_route_table_propagation);
            let table = options.propagation_default_route_table_id.unwrap_or_else(implicit);
            self.propagation(propagates.then_some(id), table, gateway, &origin);
        }
    }

    /// A table that learns, or at least is known to learn nothing.
    fn propagation(&mut self, attachment: Option<Text>, table: Text, gateway: &Text, origin: &Origin) {
        let learns = attachment.map(|attachment| raw::TablePropagation {
            transit_gateway_attachment_id: Some(attachment),
            state: None,
        });
        let record = raw::TransitGatewayRouteTable {
            transit_gateway_route_table_id: Some(table),
            transit_gateway_id: Some(gateway.clone()),
            additional_routes_available: Some(false),
            transit_gateway_route_table_propagations: Told(Some(learns.into_iter().collect())),
            ..raw::TransitGatewayRouteTable::default()
        };
        self.imply(record, origin);
    }

    /// Of a transit gateway of somebody else's only the attachment's own word is known.
    fn of_unknown_gateway(&mut self, id: &Text, association: Option<bool>) {
        let Some(found) = self.gathered.transit_gateway_attachments.get_mut(id) else {
            return;
        };
        if association != Some(false) && found.record.vpc_id.is_some() {
            found.record.resource_type = None;
        }
    }
}
