//! What joins boxes: peerings, connections, attachments, and what gateways and endpoints lead to.

use reach::id::{Kind, Ref};
use reach::sorted::SortedMap;
use reach::topology::*;

use super::boxes::{derived, listed, name};
use super::{Draft, Join, Key};

pub(super) fn links(topology: &Topology, drafts: &mut SortedMap<Key, Draft>) -> Vec<Join> {
    let mut links = Links {
        topology,
        drafts,
        joins: Vec::new(),
    };
    links.peerings();
    links.connections();
    links.attachments();
    links.direct_connect();
    links.outside();
    links.private_link();
    links.listeners();
    links.joins
}

struct Links<'a> {
    topology: &'a Topology,
    drafts: &'a mut SortedMap<Key, Draft>,
    joins: Vec<Join>,
}

impl Links<'_> {
    fn is_drawn(&self, of: &Ref) -> bool {
        self.drafts.contains_key(&Key::Element(of.clone()))
    }

    /// A line, if both ends are there.
    fn lead(&mut self, from: Ref, to: Ref, words: String) {
        self.join(from, to, words, true);
    }

    fn join(&mut self, from: Ref, to: Ref, words: String, carries: bool) {
        if from != to && self.is_drawn(&from) && self.is_drawn(&to) {
            self.joins.push(Join {
                from: Key::Element(from),
                to: Key::Element(to),
                words,
                carries,
            });
        }
    }

    /// A thing that is a line between two others; a box of its own, if one of them is missing.
    fn between(&mut self, thing: Ref, ends: [Option<Ref>; 2], detail: &str, carries: bool) {
        let title = name(self.topology, &thing);
        match ends {
            [Some(from), Some(to)] if from != to && self.is_drawn(&from) && self.is_drawn(&to) => {
                self.join(from, to, format!("{title}, {detail}"), carries);
            }
            ends => {
                let draft = Draft {
                    parent: None,
                    lines: vec![title, detail.to_owned()],
                    is_frame: false,
                };
                self.drafts.insert(Key::Element(thing.clone()), draft);
                let mut known: Vec<Ref> = ends.into_iter().flatten().collect();
                known.dedup();
                for end in known {
                    self.join(thing.clone(), end, String::new(), carries);
                }
            }
        }
    }

    fn peerings(&mut self) {
        for (id, it) in self.topology.peering_connections.iter() {
            let ends = [Some((&it.requester).into()), Some((&it.accepter).into())];
            let active = it.state == PeeringState::Active;
            self.between(id.into(), ends, &format!("peering {}", it.state.word()), active);
        }
    }

    fn connections(&mut self) {
        for (id, it) in self.topology.vpn_connections.iter() {
            let up = it.tunnels.iter().filter(|tunnel| tunnel.up).count();
            let ends = [Some(it.gateway.clone()), Some((&it.customer_gateway).into())];
            self.between(id.into(), ends, &format!("VPN, {up} of 2 tunnels up"), up > 0);
        }
    }

    fn attachments(&mut self) {
        for (id, it) in self.topology.transit_gateway_attachments.iter() {
            let attachments = &self.topology.transit_gateway_attachments;
            let far = match &it.to {
                // Each end of a peering has its attachment; one line stands for both.
                Attached::Peering(other) if other < id && attachments.get(other).is_some() => continue,
                Attached::Peering(other) => attachments.get(other).map(|other| Ref::from(&other.gateway)),
                Attached::Connect { transport, .. } => attachments.get(transport).and_then(|it| it.to.element()),
                Attached::Vpn(connection) => {
                    let connection = self.topology.vpn_connections.get(connection);
                    connection.map(|it| Ref::from(&it.customer_gateway))
                }
                other => other.element(),
            };
            // The connection itself is a line to the gateway already.
            if matches!(&it.to, Attached::Vpn(_)) && far.as_ref().is_some_and(|far| self.is_drawn(far)) {
                continue;
            }
            let ends = [Some((&it.gateway).into()), far];
            let detail = format!("attachment {}", it.state.word());
            self.between(id.into(), ends, &detail, it.state.carries());
        }
    }

    fn direct_connect(&mut self) {
        for (id, it) in self.topology.virtual_interfaces.iter() {
            let kind = match it.kind {
                VirtualInterfaceKind::Private => "private",
                VirtualInterfaceKind::Transit => "transit",
                VirtualInterfaceKind::Public => "public",
            };
            let ends = [it.site.as_ref().map(Ref::from), it.gateway.clone()];
            self.between(id.into(), ends, &format!("{kind} virtual interface"), it.up);
        }
        for (id, it) in self.topology.direct_connect_gateways.iter() {
            for association in &it.associations {
                let prefixes = listed(association.allowed_prefixes.iter());
                self.lead(id.into(), association.gateway.clone(), prefixes);
            }
        }
    }

    /// The internet and AWS's services, where something leads there.
    fn outside(&mut self) {
        for (id, it) in self.topology.internet_gateways.iter() {
            if it.vpc.is_some() {
                self.lead_outside(id.into(), Ref::internet());
            }
        }
        for (id, it) in self.topology.gateway_endpoints.iter() {
            if let Some(vpc) = self.topology.vpcs.get(&it.vpc) {
                self.lead_outside(id.into(), Ref::service(&it.service, &vpc.region));
            }
        }
        for (id, it) in self.topology.interface_endpoints.iter() {
            let own = self.topology.vpcs.get(&it.vpc).map(|vpc| &vpc.region);
            match (&it.provider, it.service_region.as_ref().or(own)) {
                (Some(service), _) => self.lead(id.into(), service.into(), String::new()),
                (None, Some(region)) => self.lead_outside(id.into(), Ref::service(&it.service, region)),
                (None, None) => {}
            }
        }
    }

    fn lead_outside(&mut self, from: Ref, to: Ref) {
        self.drafts
            .entry(Key::Element(to.clone()))
            .or_insert_with(|| derived(&to));
        self.lead(from, to, String::new());
    }

    fn private_link(&mut self) {
        for (id, it) in self.topology.endpoint_services.iter() {
            for balancer in &it.load_balancers {
                self.lead(id.into(), balancer.into(), String::new());
            }
        }
        for (id, it) in self.topology.gateway_load_balancer_endpoints.iter() {
            self.lead(id.into(), (&it.service).into(), String::new());
        }
        for (id, it) in self.topology.client_vpn_endpoints.iter() {
            if let Some(gateway) = &it.transit_gateway {
                self.lead(id.into(), gateway.into(), String::new());
            }
        }
    }

    fn listeners(&mut self) {
        for (id, it) in self.topology.load_balancers.iter() {
            let mut targets: SortedMap<Ref, Vec<u16>> = SortedMap::new();
            for listener in &it.listeners {
                for target in &listener.targets {
                    targets
                        .entry((&target.interface).into())
                        .or_default()
                        .push(listener.port);
                }
            }
            for (target, ports) in targets.iter() {
                let ports = listed(ports.iter());
                self.lead(id.into(), target.clone(), format!("listens on {ports}"));
            }
        }
    }
}

/// Whether the element is one that only leads somewhere.
pub(super) fn is_derived(of: &Ref) -> bool {
    matches!(of.kind, Kind::Internet | Kind::Service)
}
