//! Transit gateways, their attachments and route tables.

use std::collections::BTreeMap;

use reach::id::Ref;
use reach::sorted::SortedSet;
use reach::topology::{
    Association, Attached, AttachmentState, ClientVpnEndpointId, DirectConnectGatewayId, SubnetId, TransitGateway,
    TransitGatewayAttachment, TransitGatewayAttachmentId, TransitGatewayId, TransitGatewayRouteTableId, Vpc, VpcId,
    VpnConnectionId,
};

use super::address::net;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::place::of_arn;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

/// What the tables say about attachments: which they are associated with, and which they learn from.
#[derive(Debug, Default)]
struct Tables {
    /// By attachment and transit gateway: a peering has one of either.
    associated: BTreeMap<(Text, Text), TransitGatewayRouteTableId>,
    propagating: BTreeMap<Text, SortedSet<TransitGatewayRouteTableId>>,
    /// Whether any table says from which attachments it learns, by transit gateway.
    know_propagations: SortedSet<Text>,
}

impl Build<'_> {
    pub(super) fn transit_gateways(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.transit_gateways {
            if !self.lives(&found.record.state, &["available", "pending", "modifying"], found, id) {
                continue;
            }
            let gateway = self.transit_gateway(id, found);
            self.put(id, gateway);
            let at = Ref::from(&TransitGatewayId::new(id.clone()));
            self.doubt_unread(at.clone(), found);
            if found.record.options.multicast_support == Some(true) {
                let text = "multicast is on, which is not modelled; other packets are";
                self.note_at(NoteKind::Ignored, found, "Options.MulticastSupport", id, text);
            }
        }
        let tables = self.tables();
        for (id, found) in &raw.transit_gateway_attachments {
            self.attachment(id, found, &tables);
        }
        self.transit_gateway_route_tables();
    }

    fn transit_gateway(&mut self, id: &Text, found: &Found<raw::TransitGateway>) -> TransitGateway {
        let record = &found.record;
        let options = &record.options;
        let arn = record.transit_gateway_arn.as_deref().map(of_arn).unwrap_or_default();
        let region = arn.region.or(found.origin.region.clone());
        let on = |option: Option<bool>, usual: bool| option.unwrap_or(usual);
        let usual = TransitGateway::default();
        let owner = record.owner_id.as_ref().or(found.origin.account.as_ref());
        let cidrs = options.transit_gateway_cidr_blocks.iter().cloned().map(Some);
        let step = "Options.TransitGatewayCidrBlocks";
        TransitGateway {
            name: names::given(&record.tags, id),
            region: region.unwrap_or_else(|| Vpc::DEFAULT_REGION.into()),
            account: self.owners.account(owner),
            asn: options
                .amazon_side_asn
                .and_then(|asn| u32::try_from(asn).ok())
                .unwrap_or(usual.asn),
            cidr_blocks: cidrs
                .filter_map(|cidr| self.parsed(&cidr, net, found, step, id))
                .collect(),
            default_association: on(options.default_route_table_association, true),
            default_propagation: on(options.default_route_table_propagation, true),
            association_table: options
                .association_default_route_table_id
                .clone()
                .map(TransitGatewayRouteTableId::new),
            propagation_table: options
                .propagation_default_route_table_id
                .clone()
                .map(TransitGatewayRouteTableId::new),
            dns_support: on(options.dns_support, true),
            vpn_ecmp: on(options.vpn_ecmp_support, true),
            sg_referencing: on(options.security_group_referencing_support, false),
            auto_accept: on(options.auto_accept_shared_attachments, false),
            shared_with: self.accounts_of(id, owner),
        }
    }

    /// Whose VPCs are attached has been shared with.
    fn accounts_of(&self, gateway: &Text, owner: Option<&Text>) -> SortedSet<Text> {
        let attachments = self.raw.transit_gateway_attachments.values();
        let own = attachments.filter(|found| found.record.transit_gateway_id.as_ref() == Some(gateway));
        let vpcs = own.filter_map(|found| vpc_of(&found.record));
        let accounts = vpcs.filter_map(|vpc| {
            let known = self.topology.vpcs.get(&VpcId::new(vpc.clone()))?;
            known.account.clone()
        });
        accounts.filter(|account| Some(account) != owner).collect()
    }

    fn tables(&self) -> Tables {
        let mut tables = Tables::default();
        for (id, found) in &self.raw.transit_gateway_route_tables {
            let record = &found.record;
            let table = || TransitGatewayRouteTableId::new(id.clone());
            let live = record.associations.0.iter();
            let live = live.filter(|one| raw::is(&one.state, &["associated", "associating"]));
            for attachment in live.filter_map(|one| one.transit_gateway_attachment_id.clone()) {
                if let Some(gateway) = record.transit_gateway_id.clone() {
                    tables.associated.insert((attachment, gateway), table());
                }
            }
            if record.transit_gateway_route_table_propagations.0.is_some() {
                tables.know_propagations.extend(record.transit_gateway_id.clone());
            }
            let propagations = record.transit_gateway_route_table_propagations.iter();
            let propagations = propagations.filter(|one| raw::is(&one.state, &["enabled", "enabling"]));
            let learned = record
                .routes
                .0
                .iter()
                .filter(|route| route.kind.as_deref() == Some("propagated"));
            let learned = learned.flat_map(|route| &route.transit_gateway_attachments);
            let from = propagations.map(|one| &one.transit_gateway_attachment_id);
            for attachment in from
                .chain(learned.map(|one| &one.transit_gateway_attachment_id))
                .flatten()
            {
                tables
                    .propagating
                    .entry(attachment.clone())
                    .or_default()
                    .insert(table());
                if let Some(gateway) = &record.transit_gateway_id {
                    tables.know_propagations.insert(gateway.clone());
                }
            }
        }
        tables
    }

    fn attachment(&mut self, id: &Text, found: &Found<raw::TransitGatewayAttachment>, tables: &Tables) {
        let record = &found.record;
        let living = [
            "available",
            "modifying",
            "pendingacceptance",
            "pending",
            "initiating",
            "initiatingrequest",
            "rollingback",
        ];
        if !self.lives(&record.state, &living, found, id) {
            return;
        }
        if record.resource_type.as_deref() == Some("peering") || record.requester_tgw_info.transit_gateway_id.is_some()
        {
            self.peering_attachment(found, tables);
            return;
        }
        let Some(gateway) = self.needs(&record.transit_gateway_id, found, id, "TransitGatewayId") else {
            return;
        };
        let Some(to) = self.attached_to(record) else {
            let text = "what it leads to is not said, or is of a kind that is not modelled, so it was left out";
            self.note(NoteKind::NotModelled, found, id, text);
            return;
        };
        if matches!(&to, Attached::Vpc { subnets, .. } if subnets.is_empty()) {
            let text = "its subnets are not in the input (describe-transit-gateway-vpc-attachments), so which zones it serves is unknown";
            self.doubt(
                Ref::from(&TransitGatewayAttachmentId::new(id.clone())),
                found,
                "SubnetIds",
                text,
            );
        }
        let usual = TransitGatewayAttachment::new(TransitGatewayId::new(gateway.clone()), to);
        let options = &record.options;
        let attachment = TransitGatewayAttachment {
            name: names::given(&record.tags, id),
            state: state_of(record),
            association: self.association(id, &gateway, record, tables),
            propagations: self.propagations(id, &gateway, found, tables),
            appliance_mode: options.appliance_mode_support.unwrap_or(usual.appliance_mode),
            ipv6: options.ipv6_support.unwrap_or(usual.ipv6),
            sg_referencing: options
                .security_group_referencing_support
                .unwrap_or(usual.sg_referencing),
            dns_support: options.dns_support.unwrap_or(usual.dns_support),
            ..usual
        };
        self.put(id, attachment);
        self.doubt_unread(Ref::from(&TransitGatewayAttachmentId::new(id.clone())), found);
    }

    fn attached_to(&self, record: &raw::TransitGatewayAttachment) -> Option<Attached> {
        let resource = record.resource_id.clone();
        match record.resource_type.as_deref() {
            Some("vpn") => resource.map(VpnConnectionId::new).map(Attached::Vpn),
            Some("direct-connect-gateway") => resource
                .map(DirectConnectGatewayId::new)
                .map(Attached::DirectConnectGateway),
            Some("client-vpn") => resource.map(ClientVpnEndpointId::new).map(Attached::ClientVpn),
            Some("connect") => self.connect(record),
            Some("network-function") => Some(Attached::NetworkFunction),
            Some("vpc") | None if vpc_of(record).is_some() => {
                let mut subnets: Vec<_> = record.subnet_ids.iter().cloned().map(SubnetId::new).collect();
                subnets.sort();
                let vpc = VpcId::new(vpc_of(record).cloned()?);
                Some(Attached::Vpc { vpc, subnets })
            }
            None if record.transport_transit_gateway_attachment_id.is_some() => self.connect(record),
            _ => None,
        }
    }

    /// What the appliance announces is only visible in the tables.
    fn connect(&self, record: &raw::TransitGatewayAttachment) -> Option<Attached> {
        let transport = record
            .transport_transit_gateway_attachment_id
            .clone()
            .or(record.resource_id.clone())?;
        let own = &record.transit_gateway_attachment_id;
        let tables = self.raw.transit_gateway_route_tables.values();
        let routes = tables.flat_map(|found| &found.record.routes.0);
        let learned = routes.filter(|route| {
            let leads = |one: &raw::RouteAttachment| one.transit_gateway_attachment_id == *own;
            route.kind.as_deref() == Some("propagated") && route.transit_gateway_attachments.iter().any(leads)
        });
        let mut prefixes: Vec<_> = learned
            .filter_map(|route| route.destination_cidr_block.as_deref().and_then(net))
            .collect();
        prefixes.sort();
        prefixes.dedup();
        Some(Attached::Connect {
            transport: TransitGatewayAttachmentId::new(transport),
            prefixes,
        })
    }

    /// What the attachment or a table says; nothing said, where tables are known, is none.
    fn association(
        &mut self,
        id: &Text,
        gateway: &Text,
        record: &raw::TransitGatewayAttachment,
        tables: &Tables,
    ) -> Association {
        let own = &record.association;
        let said = own.transit_gateway_route_table_id.clone();
        let said = said.filter(|_| raw::is(&own.state, &["associated", "associating"]));
        let said = said
            .map(TransitGatewayRouteTableId::new)
            .or_else(|| tables.associated.get(&(id.clone(), gateway.clone())).cloned());
        match said {
            Some(table) if self.is_default_association(gateway, &table) => Association::ByDefault,
            Some(table) => Association::Table(table),
            // The list of all attachments names the table of each; without it nobody said.
            None if record.resource_type.is_some() => Association::None,
            None => Association::ByDefault,
        }
    }

    fn is_default_association(&self, gateway: &Text, table: &TransitGatewayRouteTableId) -> bool {
        let id = TransitGatewayId::new(gateway.clone());
        let known = self.topology.transit_gateways.get(&id);
        known.and_then(|known| known.default_association_of(&id)).as_ref() == Some(table)
    }

    fn propagations(
        &mut self,
        id: &Text,
        gateway: &Text,
        found: &Found<raw::TransitGatewayAttachment>,
        tables: &Tables,
    ) -> Option<SortedSet<TransitGatewayRouteTableId>> {
        let own = tables.propagating.get(id).cloned();
        if !tables.know_propagations.contains(gateway) {
            let text = "which tables learn its routes is not in the input: the transit gateway's default was taken";
            self.note(NoteKind::Assumed, found, id, text);
            return None;
        }
        let own = own.unwrap_or_default();
        let gateway = TransitGatewayId::new(gateway.clone());
        let known = self.topology.transit_gateways.get(&gateway);
        let usual = known.and_then(|known| known.default_propagation_of(&gateway));
        let is_usual = own.iter().eq(usual.iter());
        (!is_usual).then_some(own)
    }

    /// One attachment with an end at either transit gateway: two records here, the accepter's with the gateway added to its id.
    fn peering_attachment(&mut self, found: &Found<raw::TransitGatewayAttachment>, tables: &Tables) {
        let record = &found.record;
        let Some(id) = &record.transit_gateway_attachment_id else {
            return;
        };
        let is_far = |other: &Found<raw::TransitGatewayAttachment>| {
            let far = &other.record.accepter_transit_gateway_attachment_id;
            far.as_ref() == Some(id) && other.record.transit_gateway_attachment_id != *far
        };
        if self.raw.transit_gateway_attachments.values().any(is_far) {
            return;
        }
        let said = self
            .raw
            .transit_gateway_attachments
            .get(id)
            .map_or(record, |found| &found.record);
        let sides = (
            &said.requester_tgw_info.transit_gateway_id,
            &said.accepter_tgw_info.transit_gateway_id,
        );
        // A list of all attachments names the other transit gateway as the resource, and not who asked.
        let (requester, accepter) = match (sides, (&record.transit_gateway_id, &record.resource_id)) {
            ((Some(requester), Some(accepter)), _) => (requester, accepter),
            (_, (Some(own), Some(other))) => (own.min(other), own.max(other)),
            _ => {
                let text = "its other end is not said: add the answer of describe-transit-gateway-peering-attachments";
                self.note(NoteKind::NotModelled, found, id, text);
                return;
            }
        };
        let far = self.far_end(id, said, accepter);
        for (own, other, gateway) in [(id, &far, requester), (&far, id, accepter)] {
            let listed = |id: &Text| self.raw.transit_gateway_attachments.get(&*format!("{id}@{gateway}"));
            let seen = listed(own).or_else(|| listed(id));
            let seen = seen.map_or(said, |seen| &seen.record);
            let to = Attached::Peering(TransitGatewayAttachmentId::new(other.clone()));
            let mut attachment = TransitGatewayAttachment::new(TransitGatewayId::new(gateway.clone()), to);
            attachment.name = names::given(&seen.tags, id);
            attachment.state = state_of(seen);
            attachment.association = self.association(id, gateway, seen, tables);
            self.put(own, attachment);
        }
    }

    fn far_end(&self, id: &Text, record: &raw::TransitGatewayAttachment, accepter: &Text) -> Text {
        let said = record.accepter_transit_gateway_attachment_id.clone();
        said.filter(|far| far != id)
            .unwrap_or_else(|| format!("{id}.{accepter}").into())
    }

    /// The record at the end of a transit gateway: the accepter of a peering has one of its own.
    pub(super) fn end_at(&self, attachment: &Text, gateway: &TransitGatewayId) -> TransitGatewayAttachmentId {
        let own = TransitGatewayAttachmentId::new(attachment.clone());
        let known = self.topology.transit_gateway_attachments.get(&own);
        match known.map(|known| (&known.gateway, &known.to)) {
            Some((of, Attached::Peering(other))) if of != gateway => other.clone(),
            _ => own,
        }
    }
}

fn vpc_of(record: &raw::TransitGatewayAttachment) -> Option<&Text> {
    let is_vpc = record.resource_type.as_deref() == Some("vpc");
    record
        .vpc_id
        .as_ref()
        .or(record.resource_id.as_ref().filter(|_| is_vpc))
}

fn state_of(record: &raw::TransitGatewayAttachment) -> AttachmentState {
    let word = record.state.as_deref().unwrap_or("available");
    let is_same = |state: &AttachmentState| {
        let letters = state.word().bytes().filter(|letter| *letter != b'-');
        letters.eq(word.bytes().map(|letter| letter.to_ascii_lowercase()))
    };
    AttachmentState::ALL
        .into_iter()
        .find(is_same)
        .unwrap_or(AttachmentState::Failed)
}
