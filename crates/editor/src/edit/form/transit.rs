//! Transit gateways, their attachments and route tables.

use reach::id::{Id, Kind, Ref};
use reach::topology::{
    Association, Attached, AttachmentState, Destination, TransitGateway, TransitGatewayAttachment, TransitGatewayRoute,
    TransitGatewayRouteTable, TransitGatewayTarget,
};

use super::items::element;
use super::{Form, FormInput};
use crate::edit::rows::{RowRefused, at, cell};
use crate::edit::{Drawing, Refused, field, parse};

const STATES: &[(&str, &str)] = &[
    ("initiating", "Initiating"),
    ("initiating-request", "Initiating request"),
    ("pending-acceptance", "Pending acceptance"),
    ("pending", "Pending"),
    ("available", "Available"),
    ("modifying", "Modifying"),
    ("rolling-back", "Rolling back"),
    ("rejecting", "Rejecting"),
    ("rejected", "Rejected"),
    ("failing", "Failing"),
    ("failed", "Failed"),
    ("deleting", "Deleting"),
    ("deleted", "Deleted"),
];

impl Form<'_> {
    pub(super) fn transit_gateway(&mut self, record: &mut TransitGateway) {
        self.region(&mut record.region);
        self.account(&mut record.account);
        self.number((field::ASN, "ASN"), &mut record.asn, (1, u32::MAX));
        self.list(
            (field::CIDR_BLOCKS, "CIDR blocks"),
            &mut record.cidr_blocks,
            parse::cidr,
        );
        self.hint("For Connect, private-IP VPN and Client VPN attachments");
        self.heading("Default route tables");
        let tables = self.tables_of(self.of);
        self.switch(
            (field::DEFAULT_ASSOCIATION, "Default association"),
            &mut record.default_association,
        );
        self.maybe_one(
            (field::ASSOCIATION_TABLE, "Association table"),
            "The one AWS made",
            tables.clone(),
            &mut record.association_table,
        );
        self.switch(
            (field::DEFAULT_PROPAGATION, "Default propagation"),
            &mut record.default_propagation,
        );
        self.maybe_one(
            (field::PROPAGATION_TABLE, "Propagation table"),
            "The one AWS made",
            tables,
            &mut record.propagation_table,
        );
        self.heading("Options");
        self.switch((field::DNS_SUPPORT, "DNS support"), &mut record.dns_support);
        self.switch((field::VPN_ECMP, "VPN ECMP support"), &mut record.vpn_ecmp);
        self.switch(
            (field::SG_REFERENCING, "Security group referencing"),
            &mut record.sg_referencing,
        );
        self.heading("Sharing");
        self.word_set(
            (field::SHARED_WITH, "Shared with accounts"),
            &mut record.shared_with,
            "an account id",
            "111111111111",
        );
        self.switch(
            (field::AUTO_ACCEPT, "Accept shared attachments"),
            &mut record.auto_accept,
        );
    }

    pub(super) fn attachment(&mut self, record: &mut TransitGatewayAttachment) {
        let gateway = Ref::from(&record.gateway);
        self.choice_of_state(&mut record.state);
        self.far_side(&mut record.to);
        let tables = self.tables_of(&gateway);
        let words: &'static [_] = &[("default", "The gateway’s default"), ("none", "None")];
        let show = |association: &Association| match association {
            Association::ByDefault => "default".to_owned(),
            Association::None => "none".to_owned(),
            Association::Table(table) => table.to_string(),
        };
        let read = |drawing: Drawing<'_>, typed: &str| match typed.trim() {
            "default" | "" => Ok(Association::ByDefault),
            "none" => Ok(Association::None),
            typed => {
                element(drawing, &[Kind::TransitGatewayRouteTable], typed).map(|of| Association::Table(Id::new(of.id)))
            }
        };
        let named = (field::ASSOCIATION, "Associated route table");
        self.item(
            named,
            FormInput::WordsOr(words, tables.clone()),
            &mut record.association,
            show,
            read,
        );
        self.hint("Packets that come from it are looked up there");
        self.propagations(record, tables);
        self.heading("Options");
        if matches!(record.to, Attached::Vpc { .. }) {
            self.switch((field::APPLIANCE_MODE, "Appliance mode"), &mut record.appliance_mode);
            self.switch((field::IPV6_SUPPORT, "IPv6 support"), &mut record.ipv6);
            self.switch(
                (field::SG_REFERENCING, "Security group referencing"),
                &mut record.sg_referencing,
            );
            self.switch((field::DNS_SUPPORT, "DNS support"), &mut record.dns_support);
        }
        self.link(Some(gateway), "Transit gateway");
        self.link(record.to.element(), "What it joins");
    }

    fn choice_of_state(&mut self, state: &mut AttachmentState) {
        let read = |_: Drawing<'_>, typed: &str| {
            let words = AttachmentState::ALL.map(|state| (state.word(), state));
            parse::choice(typed, &words)
        };
        let show = |state: &AttachmentState| state.word().to_owned();
        self.item((field::STATE, "State"), FormInput::Words(STATES), state, show, read);
    }

    fn far_side(&mut self, to: &mut Attached) {
        match to {
            Attached::Vpc { vpc, subnets } => {
                let choices = self.in_vpc(Kind::Subnet, &Ref::from(&*vpc));
                self.many((field::ATTACHED_SUBNETS, "Subnets"), choices, subnets);
                self.hint("One in each Availability Zone that it serves");
            }
            Attached::Connect { prefixes, .. } => {
                self.list((field::ANNOUNCES, "Announced prefixes"), prefixes, parse::cidr);
            }
            _ => {}
        }
    }

    /// Following the gateway's default, or a choice of its own that starts with what is in force.
    fn propagations(&mut self, record: &mut TransitGatewayAttachment, tables: Vec<Ref>) {
        let now = self.of.to_id().and_then(|own| {
            let known = &self.drawing.network.topology().transit_gateway_attachments;
            known.get(&own)?.propagations.clone()
        });
        let mut follows = record.propagations.is_none();
        self.switch(
            (field::DEFAULT_PROPAGATIONS, "Propagates as the gateway does"),
            &mut follows,
        );
        match (&record.propagations, follows) {
            (None, false) => record.propagations = Some(now.unwrap_or_default()),
            (Some(_), true) => record.propagations = None,
            _ => {}
        }
        if let Some(chosen) = &mut record.propagations {
            self.many_set((field::PROPAGATIONS, "Propagates to"), tables, chosen);
        }
    }

    pub(super) fn transit_table(&mut self, record: &mut TransitGatewayRouteTable) {
        let gateway = Ref::from(&record.gateway);
        let topology = self.drawing.network.topology();
        let attachments = self.all(&[Kind::TransitGatewayAttachment], |of| {
            crate::edit::containment::parent_of(topology, of).as_ref() == Some(&gateway)
        });
        let inputs = vec![
            FormInput::Mono,
            FormInput::WordsOr(&[("blackhole", "Blackhole")], attachments),
        ];
        let cells = |route: &TransitGatewayRoute| {
            let target = match &route.target {
                TransitGatewayTarget::Attachment(id) => id.to_string(),
                TransitGatewayTarget::Blackhole => "blackhole".to_owned(),
            };
            vec![route.destination.to_string(), target]
        };
        self.table(
            (field::TRANSIT_ROUTES, "Static routes"),
            ("Add route", "None. Propagated routes come from attachments."),
            inputs,
            &mut record.routes,
            route,
            cells,
        );
        self.link(Some(gateway), "Transit gateway");
    }
}

fn route(drawing: Drawing<'_>, cells: &[String]) -> Result<TransitGatewayRoute, RowRefused> {
    let destination = at(0, destination(drawing, cell(cells, 0)))?;
    let target = match cell(cells, 1) {
        "blackhole" => TransitGatewayTarget::Blackhole,
        typed => {
            let of = at(1, element(drawing, &[Kind::TransitGatewayAttachment], typed))?;
            TransitGatewayTarget::Attachment(Id::new(of.id))
        }
    };
    Ok(TransitGatewayRoute { destination, target })
}

/// A CIDR, or a prefix list by its id.
fn destination(drawing: Drawing<'_>, value: &str) -> Result<Destination, Refused> {
    if drawing.network.topology().prefix_lists.contains(value) {
        return Ok(Destination::PrefixList(Id::new(value)));
    }
    parse::cidr(value).map(Destination::Cidr)
}
