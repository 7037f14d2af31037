//! Direct Connect, Client VPN, and what a VPN connection has besides its routing.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::topology::{
    Authorization, Client, ClientVpnEndpoint, ClientVpnRoute, ClientVpnTarget, DirectConnectAssociation,
    DirectConnectGateway, Preference, VirtualInterface, VirtualInterfaceKind, VpnConnection,
};

use super::items::element;
use super::{Form, FormInput};
use crate::edit::rows::{RowRefused, at, cell};
use crate::edit::{Drawing, field, parse};
use crate::words::joined;

const GATEWAYS: &[Kind] = &[Kind::VpnGateway, Kind::TransitGateway];

impl Form<'_> {
    pub(super) fn direct_connect_gateway(&mut self, record: &mut DirectConnectGateway) {
        self.account(&mut record.account);
        self.number((field::ASN, "ASN"), &mut record.asn, (1, u32::MAX));
        let inputs = vec![FormInput::One(self.all(GATEWAYS, |_| true)), FormInput::Mono];
        let read = |drawing: Drawing<'_>, cells: &[String]| {
            Ok(DirectConnectAssociation {
                gateway: at(0, element(drawing, GATEWAYS, cell(cells, 0)))?,
                allowed_prefixes: at(1, parse::list(cell(cells, 1), parse::cidr))?,
            })
        };
        let cells = |it: &DirectConnectAssociation| vec![it.gateway.id.to_string(), joined(&it.allowed_prefixes)];
        self.table(
            (field::GATEWAYS, "Leads to"),
            (
                "Add gateway",
                "Nothing yet. Connect it with a virtual private gateway or a transit gateway.",
            ),
            inputs,
            &mut record.associations,
            read,
            cells,
        );
    }

    pub(super) fn virtual_interface(&mut self, record: &mut VirtualInterface) {
        self.choice(
            (field::TYPE, "Type"),
            &[("private", "Private"), ("transit", "Transit"), ("public", "Public")],
            &[
                ("private", VirtualInterfaceKind::Private),
                ("transit", VirtualInterfaceKind::Transit),
                ("public", VirtualInterfaceKind::Public),
            ],
            &mut record.kind,
        );
        let kinds: &[Kind] = &[Kind::DirectConnectGateway, Kind::VpnGateway];
        let read = |drawing: Drawing<'_>, typed: &str| match typed.trim() {
            "" => Ok(None),
            typed => element(drawing, kinds, typed).map(Some),
        };
        let show = |gateway: &Option<Ref>| gateway.as_ref().map(|of| of.id.to_string()).unwrap_or_default();
        let input = FormInput::OneOr("None", self.all(kinds, |_| true));
        self.item((field::GATEWAY, "Gateway"), input, &mut record.gateway, show, read);
        let sites = self.all(&[Kind::Site], |_| true);
        self.maybe_one((field::SITE, "On-premises site"), "None", sites, &mut record.site);
        self.region(&mut record.region);
        self.hint("Of the Direct Connect location");
        self.switch((field::BGP, "BGP session up"), &mut record.up);
        self.heading("What the router does");
        self.number((field::ASN, "ASN"), &mut record.asn, (1, u32::MAX));
        self.maybe_cidrs((field::ANNOUNCES, "Announces"), &mut record.announces);
        self.hint("Empty announces all of the site’s CIDRs");
        self.maybe_cidrs((field::SENDS, "Sends into it"), &mut record.routes);
        self.hint("Empty sends whatever AWS announces");
        self.choice(
            (field::PREFERENCE, "Local preference"),
            &[("low", "Low"), ("medium", "Medium"), ("high", "High")],
            &[
                ("low", Preference::Low),
                ("medium", Preference::Medium),
                ("high", Preference::High),
            ],
            &mut record.preference,
        );
        self.as_path(&mut record.as_path);
        self.maybe_number((field::MED, "MED"), &mut record.med);
        self.heading("Options");
        let mut mtu = u32::from(record.mtu);
        self.number((field::MTU, "MTU"), &mut mtu, (68, 9001));
        record.mtu = u16::try_from(mtu).unwrap_or(record.mtu);
        self.switch((field::SITE_LINK, "SiteLink"), &mut record.site_link);
    }

    fn as_path(&mut self, value: &mut u8) {
        let mut length = u32::from(*value);
        self.number((field::AS_PATH, "AS_PATH length"), &mut length, (1, 255));
        *value = u8::try_from(length).unwrap_or(*value);
    }

    pub(super) fn vpn_options(&mut self, record: &mut VpnConnection) {
        let options = &mut record.options;
        self.heading("Options");
        self.as_path(&mut options.as_path);
        self.maybe_number((field::MED, "MED"), &mut options.med);
        self.switch((field::CARRIES_IPV6, "Carries IPv6, no IPv4"), &mut options.ipv6);
        self.list(
            (field::INSIDE_CIDRS, "Inside tunnel CIDRs"),
            &mut options.inside_cidrs,
            parse::cidr,
        );
        self.hint("Empty lets AWS choose");
        if record.gateway.kind == Kind::TransitGateway {
            self.switch((field::ACCELERATED, "Acceleration"), &mut options.accelerated);
            self.switch((field::LARGE, "Tunnels of 5 Gbps"), &mut options.large);
            self.switch(
                (field::CONCENTRATOR, "On the VPN Concentrator"),
                &mut options.concentrator,
            );
            let topology = self.drawing.topology;
            let attachments = self.all(&[Kind::TransitGatewayAttachment], |of| {
                let record = of.to_id().and_then(|id| topology.transit_gateway_attachments.get(&id));
                record.is_some_and(|it| matches!(it.to, reach::topology::Attached::DirectConnectGateway(_)))
            });
            let none = "None: over the internet";
            self.maybe_one(
                (field::TRANSPORT, "Over Direct Connect"),
                none,
                attachments,
                &mut options.transport,
            );
        }
    }

    pub(super) fn client_vpn_endpoint(&mut self, record: &mut ClientVpnEndpoint) {
        let named = (field::CLIENT_CIDR, "Client CIDR");
        let read = |_: Drawing<'_>, typed: &str| parse::ipv4_cidr(typed);
        self.item(
            named,
            FormInput::Mono,
            &mut record.client_cidr,
            ToString::to_string,
            read,
        );
        self.switch((field::SPLIT_TUNNEL, "Split tunnel"), &mut record.split_tunnel);
        self.hint("On: clients send only what its routes name");
        match &record.vpc {
            Some(vpc) => {
                let vpc = Ref::from(vpc);
                self.groups(&vpc, &mut record.security_groups);
                let empty = "None. Until a subnet is associated nobody can connect.";
                self.places("Associated subnets", empty, &vpc, &mut record.associations);
                self.link(Some(vpc), "VPC");
            }
            None => {
                let gateways = self.all(&[Kind::TransitGateway], |_| true);
                let named = (field::TRANSIT_GATEWAY, "Transit gateway");
                self.maybe_one(named, "None", gateways, &mut record.transit_gateway);
                self.words(
                    (field::ZONES, "Availability Zones"),
                    &mut record.zones,
                    "a zone",
                    "us-east-1a",
                );
            }
        }
        self.authorizations(&mut record.authorizations);
        self.client_routes(record);
        self.clients(&mut record.clients);
    }

    fn authorizations(&mut self, list: &mut Vec<Authorization>) {
        let read = |_: Drawing<'_>, cells: &[String]| {
            let group = cell(cells, 1);
            Ok(Authorization {
                destination: at(0, parse::cidr(cell(cells, 0)))?,
                group: (!group.is_empty()).then(|| group.into()),
            })
        };
        let cells = |it: &Authorization| vec![it.destination.to_string(), joined(&it.group)];
        self.table(
            (field::AUTHORIZATIONS, "Authorization rules"),
            ("Add rule", "None. Without a rule nobody gets anywhere."),
            vec![FormInput::Mono, FormInput::Text],
            list,
            read,
            cells,
        );
    }

    fn client_routes(&mut self, record: &mut ClientVpnEndpoint) {
        let subnets: Vec<Ref> = record
            .associations
            .iter()
            .map(|place| Ref::from(&place.subnet))
            .collect();
        let words: &'static [_] = if record.vpc.is_some() {
            &[("local", "Other clients")]
        } else {
            &[("transit-gateway", "Transit gateway"), ("local", "Other clients")]
        };
        let read = |drawing: Drawing<'_>, cells: &[String]| -> Result<ClientVpnRoute, RowRefused> {
            Ok(ClientVpnRoute {
                destination: at(0, parse::cidr(cell(cells, 0)))?,
                target: match cell(cells, 1) {
                    "local" => ClientVpnTarget::Local,
                    "transit-gateway" => ClientVpnTarget::TransitGateway,
                    typed => {
                        let of = at(1, element(drawing, &[Kind::Subnet], typed))?;
                        ClientVpnTarget::Subnet(Id::new(of.id))
                    }
                },
            })
        };
        let cells = |route: &ClientVpnRoute| {
            let target = match &route.target {
                ClientVpnTarget::Subnet(subnet) => subnet.to_string(),
                ClientVpnTarget::Local => "local".to_owned(),
                ClientVpnTarget::TransitGateway => "transit-gateway".to_owned(),
            };
            vec![route.destination.to_string(), target]
        };
        self.table(
            (field::CLIENT_ROUTES, "Routes"),
            ("Add route", "Only those to the VPC, which associating a subnet adds."),
            vec![FormInput::Mono, FormInput::WordsOr(words, subnets)],
            &mut record.routes,
            read,
            cells,
        );
    }

    fn clients(&mut self, list: &mut Vec<Client>) {
        let read = |_: Drawing<'_>, cells: &[String]| -> Result<Client, RowRefused> {
            Ok(Client {
                name: at(0, parse::word(cell(cells, 0), "a name for the user", "user-1"))?,
                address: at(1, parse::address(cell(cells, 1)))?,
                groups: at(2, parse::list(cell(cells, 2), |group| Ok(Rc::from(group))))?,
            })
        };
        let cells = |it: &Client| vec![it.name.to_string(), it.address.to_string(), joined(&it.groups)];
        self.table(
            (field::CLIENTS, "Connected users"),
            ("Add user", "Nobody."),
            vec![FormInput::Text, FormInput::Mono, FormInput::Text],
            list,
            read,
            cells,
        );
    }
}
