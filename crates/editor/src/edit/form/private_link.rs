//! Load balancers, endpoint services and Gateway Load Balancer endpoints.

use reach::id::{Id, Kind, Ref};
use reach::topology::{
    EndpointService, EndpointState, GatewayLoadBalancerEndpoint, Listener, ListenerProtocol, ListenerTarget,
    LoadBalancer, LoadBalancerKind, NatState, RegionalNatGateway, ServiceState,
};

use super::items::{element, word_of};
use super::{Form, FormInput};
use crate::edit::rows::{RowRefused, at, cell};
use crate::edit::set_field::{ENDPOINT_STATES, NAT_STATES};
use crate::edit::{Drawing, Refused, field, parse};

const PROTOCOLS: &[(&str, ListenerProtocol)] = &[
    ("tcp", ListenerProtocol::Tcp),
    ("udp", ListenerProtocol::Udp),
    ("tcp-udp", ListenerProtocol::TcpUdp),
    ("tls", ListenerProtocol::Tls),
    ("http", ListenerProtocol::Http),
    ("https", ListenerProtocol::Https),
    ("geneve", ListenerProtocol::Geneve),
];

const PROTOCOL_LABELS: &[(&str, &str)] = &[
    ("tcp", "TCP"),
    ("udp", "UDP"),
    ("tcp-udp", "TCP and UDP"),
    ("tls", "TLS"),
    ("http", "HTTP"),
    ("https", "HTTPS"),
    ("geneve", "GENEVE"),
];

pub(super) const ENDPOINT_STATE_LABELS: &[(&str, &str)] = &[
    ("pending-acceptance", "Pending acceptance"),
    ("pending", "Pending"),
    ("available", "Available"),
    ("rejected", "Rejected"),
    ("expired", "Expired"),
    ("failed", "Failed"),
    ("deleting", "Deleting"),
    ("deleted", "Deleted"),
];

const STATE_LABELS: &[(&str, &str)] = &[
    ("pending", "Pending"),
    ("available", "Available"),
    ("failed", "Failed"),
    ("deleting", "Deleting"),
    ("deleted", "Deleted"),
];

impl Form<'_> {
    pub(super) fn load_balancer(&mut self, record: &mut LoadBalancer) {
        let vpc = Ref::from(&record.vpc);
        self.choice(
            (field::TYPE, "Type"),
            &[
                ("network", "Network"),
                ("application", "Application"),
                ("gateway", "Gateway"),
            ],
            &[
                ("network", LoadBalancerKind::Network),
                ("application", LoadBalancerKind::Application),
                ("gateway", LoadBalancerKind::Gateway),
            ],
            &mut record.kind,
        );
        self.listeners(&mut record.listeners);
        let empty = "None. It has no address anywhere.";
        self.places("Subnets", empty, &vpc, &mut record.subnets);
        if record.kind != LoadBalancerKind::Gateway {
            self.groups(&vpc, &mut record.security_groups);
            self.switch((field::INTERNET_FACING, "Internet-facing"), &mut record.internet_facing);
        }
        if record.internet_facing {
            self.list(
                (field::PUBLIC_ADDRESSES, "Public addresses"),
                &mut record.public_ipv4,
                parse::ipv4,
            );
            self.hint("In the order of its subnets");
        }
        self.switch((field::CROSS_ZONE, "Cross-zone load balancing"), &mut record.cross_zone);
        if record.kind == LoadBalancerKind::Network {
            self.switch(
                (field::PRESERVE_CLIENT_IP, "Preserve client addresses"),
                &mut record.preserve_client_ip,
            );
            self.switch(
                (field::ENFORCE_PRIVATE_LINK, "Groups also for PrivateLink traffic"),
                &mut record.enforce_private_link,
            );
        }
        self.link(Some(vpc), "VPC");
    }

    /// Targets are ids with commas between them, each with a port of its own after a colon: `app-1, app-2:8443`.
    fn listeners(&mut self, list: &mut Vec<Listener>) {
        let read = |drawing: Drawing<'_>, cells: &[String]| -> Result<Listener, RowRefused> {
            let port = at(1, parse::number(cell(cells, 1), "a port", 1, 65535))?;
            Ok(Listener {
                protocol: at(0, parse::choice(cell(cells, 0), PROTOCOLS))?,
                port: u16::try_from(port).unwrap_or(u16::MAX),
                targets: at(2, parse::list(cell(cells, 2), |typed| target(drawing, typed)))?,
            })
        };
        let cells = |listener: &Listener| {
            let targets: Vec<String> = listener.targets.iter().map(target_text).collect();
            let protocol = word_of(PROTOCOLS, &listener.protocol);
            vec![protocol, listener.port.to_string(), targets.join(", ")]
        };
        self.table(
            (field::LISTENERS, "Listeners"),
            ("Add listener", "None. It listens on no port."),
            vec![FormInput::Words(PROTOCOL_LABELS), FormInput::Mono, FormInput::Mono],
            list,
            read,
            cells,
        );
    }

    pub(super) fn endpoint_service(&mut self, record: &mut EndpointService) {
        let topology = self.drawing.topology;
        let balancers = self.all(&[Kind::LoadBalancer], |of| {
            let record = of.to_id().and_then(|id| topology.load_balancers.get(&id));
            record.is_some_and(|record| record.kind != LoadBalancerKind::Application)
        });
        self.many(
            (field::LOAD_BALANCERS, "Load balancers"),
            balancers,
            &mut record.load_balancers,
        );
        self.switch(
            (field::ACCEPTANCE, "Acceptance required"),
            &mut record.acceptance_required,
        );
        self.word_set(
            (field::PRINCIPALS, "Allowed principals"),
            &mut record.principals,
            "an account",
            "111111111111",
        );
        self.hint("Accounts or * for everybody; empty is the provider alone");
        self.word_set(
            (field::REGIONS, "Further Regions"),
            &mut record.regions,
            "a Region",
            "eu-west-1",
        );
        let named = (field::PRIVATE_DNS_NAME, "Private DNS name");
        self.maybe_word(named, &mut record.private_dns_name, "a name", "api.example.com");
        if record.private_dns_name.is_some() {
            self.switch((field::VERIFIED, "Domain verified"), &mut record.verified);
        }
        let words = [
            ("pending", ServiceState::Pending),
            ("available", ServiceState::Available),
            ("failed", ServiceState::Failed),
            ("deleting", ServiceState::Deleting),
            ("deleted", ServiceState::Deleted),
        ];
        self.choice((field::STATE, "State"), STATE_LABELS, &words, &mut record.state);
        let users = self.all(&[Kind::InterfaceEndpoint, Kind::GatewayLoadBalancerEndpoint], |of| {
            uses(topology, of, self.of)
        });
        for user in users {
            self.link(Some(user), "Endpoint");
        }
    }

    pub(super) fn gateway_load_balancer_endpoint(&mut self, record: &mut GatewayLoadBalancerEndpoint) {
        let services = self.all(&[Kind::EndpointService], |_| true);
        self.one((field::PROVIDER, "Endpoint service"), services, &mut record.service);
        self.endpoint_state(&mut record.state);
        self.link(Some((&record.subnet).into()), "Subnet");
    }

    fn endpoint_state(&mut self, state: &mut EndpointState) {
        self.choice((field::STATE, "State"), ENDPOINT_STATE_LABELS, &ENDPOINT_STATES, state);
    }

    pub(super) fn regional_nat_gateway(&mut self, record: &mut RegionalNatGateway) {
        let vpc = Ref::from(&record.vpc);
        self.list(
            (field::PUBLIC_ADDRESSES, "Public addresses"),
            &mut record.public_ipv4,
            parse::ipv4,
        );
        self.words(
            (field::ZONES, "Availability Zones"),
            &mut record.zones,
            "a zone",
            "us-east-1a",
        );
        self.hint("Empty follows the instances of the VPC by itself");
        let tables = self.in_vpc(Kind::RouteTable, &vpc);
        self.maybe_one(
            (field::ROUTE_TABLE, "Its own route table"),
            "The one AWS made",
            tables,
            &mut record.route_table,
        );
        let words: &[(&'static str, NatState)] = &NAT_STATES;
        self.choice((field::STATE, "State"), STATE_LABELS, words, &mut record.state);
        self.link(Some(vpc), "VPC");
    }
}

fn uses(topology: &reach::topology::Topology, of: &Ref, service: &Ref) -> bool {
    let interface = of.to_id().and_then(|id| topology.interface_endpoints.get(&id));
    let provider = interface.and_then(|record| record.provider.as_ref().map(Ref::from));
    let gateway = of
        .to_id()
        .and_then(|id| topology.gateway_load_balancer_endpoints.get(&id));
    provider
        .or_else(|| gateway.map(|record| Ref::from(&record.service)))
        .as_ref()
        == Some(service)
}

fn target(drawing: Drawing<'_>, typed: &str) -> Result<ListenerTarget, Refused> {
    let (id, port) = typed
        .split_once(':')
        .map_or((typed, None), |(id, port)| (id, Some(port)));
    let port = match port {
        Some(port) => Some(parse::number(port, "a port", 1, 65535)?),
        None => None,
    };
    Ok(ListenerTarget {
        interface: Id::new(element(drawing, &[Kind::NetworkInterface], id)?.id),
        port: port.and_then(|port| u16::try_from(port).ok()),
    })
}

fn target_text(target: &ListenerTarget) -> String {
    match target.port {
        Some(port) => format!("{}:{port}", target.interface),
        None => target.interface.to_string(),
    }
}
