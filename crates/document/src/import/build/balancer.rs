//! Load balancers with their listeners and targets.

use std::collections::BTreeMap;

use reach::id::Ref;
use reach::topology::{
    EndpointSubnet, InterfaceId, Listener, ListenerProtocol, ListenerTarget, LoadBalancer, LoadBalancerId,
    LoadBalancerKind, SecurityGroupId, SubnetId, VpcId,
};

use super::address::ipv4;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn load_balancers(&mut self) {
        let raw = self.raw;
        let mut listeners: BTreeMap<&Text, Vec<&raw::Listener>> = BTreeMap::new();
        for found in raw.listeners.values() {
            if let Some(balancer) = &found.record.load_balancer_arn {
                listeners.entry(balancer).or_default().push(&found.record);
            }
        }
        let addresses = self.balancer_addresses();
        for (arn, found) in &raw.load_balancers {
            if !self.lives(
                &found.record.state.state,
                &["active", "provisioning", "active_impaired"],
                found,
                arn,
            ) {
                continue;
            }
            let Some(vpc) = self.needs(&found.record.vpc_id, found, arn, "VpcId") else {
                continue;
            };
            let id: Text = short(arn).into();
            let mut balancer = self.load_balancer(&id, found, VpcId::new(vpc), &addresses);
            let mut own: Vec<&raw::Listener> = found.record.listeners.0.iter().collect();
            own.extend(listeners.get(arn).into_iter().flatten());
            own.sort();
            own.dedup();
            balancer.listeners = own
                .iter()
                .filter_map(|listener| self.listener(listener, found, &id, &mut balancer.preserve_client_ip))
                .collect();
            if balancer.listeners.is_empty() {
                let text = "no listener of it is in the input (describe-listeners): what it hands on is not shown";
                self.note(NoteKind::Assumed, found, &id, text);
            }
            self.put(&id, balancer);
            self.doubt_unread(Ref::from(&LoadBalancerId::new(id.clone())), found);
        }
    }

    fn load_balancer(
        &mut self,
        id: &Text,
        found: &Found<raw::LoadBalancer>,
        vpc: VpcId,
        addresses: &Addresses,
    ) -> LoadBalancer {
        let record = &found.record;
        let kind = match record.kind.as_deref() {
            Some("network") => LoadBalancerKind::Network,
            Some("gateway") => LoadBalancerKind::Gateway,
            _ => LoadBalancerKind::Application,
        };
        let attribute = |key: &str| {
            let mut all = record.attributes.iter();
            all.find(|one| one.key.as_deref() == Some(key))
                .map(|one| one.value.as_deref() == Some("true"))
        };
        let mut balancer = LoadBalancer::new(vpc, kind);
        balancer.name = names::other_than(record.load_balancer_name.as_ref(), id);
        balancer.internet_facing = record.scheme.as_deref() == Some("internet-facing");
        balancer.cross_zone =
            attribute("load_balancing.cross_zone.enabled").unwrap_or(kind == LoadBalancerKind::Application);
        balancer.enforce_private_link =
            record.enforce_security_group_inbound_rules_on_private_link_traffic != Some(false);
        balancer.security_groups = record
            .security_groups
            .iter()
            .cloned()
            .map(SecurityGroupId::new)
            .collect();
        let mut zones = record.availability_zones.clone();
        zones.sort_by(|one, other| one.subnet_id.cmp(&other.subnet_id));
        for zone in &zones {
            self.place(zone, id, found, addresses, &mut balancer);
        }
        balancer
    }

    /// Its network interface in a zone.
    fn place(
        &mut self,
        zone: &raw::LoadBalancerZone,
        id: &Text,
        found: &Found<raw::LoadBalancer>,
        addresses: &Addresses,
        balancer: &mut LoadBalancer,
    ) {
        let Some(subnet) = zone.subnet_id.clone() else { return };
        let said = zone.load_balancer_addresses.first();
        let known = addresses.get(&(id.clone(), subnet.clone()));
        let private = said
            .and_then(|one| one.private_ipv4_address.clone())
            .or_else(|| known.map(|known| known.0.clone()));
        let public = said
            .and_then(|one| one.ip_address.clone())
            .or_else(|| known.and_then(|known| known.1.clone()));
        let Some(own) = self.parsed(&private, ipv4, found, "AvailabilityZones", id) else {
            let text =
                format!("its network interface in {subnet} is not in the input, so its address there is not known");
            self.note_at(NoteKind::NotModelled, found, "AvailabilityZones", id, text);
            return;
        };
        balancer.subnets.push(EndpointSubnet {
            subnet: SubnetId::new(subnet),
            ipv4: own,
        });
        if balancer.internet_facing {
            balancer
                .public_ipv4
                .extend(self.parsed(&public, ipv4, found, "AvailabilityZones", id));
        }
    }

    /// Private and public addresses of interfaces of load balancers, by load balancer and subnet.
    fn balancer_addresses(&self) -> Addresses {
        let interfaces = self.raw.network_interfaces.values();
        let own = interfaces.filter_map(|found| {
            let record = &found.record;
            let balancer = record.description.as_deref()?.strip_prefix("ELB ")?;
            let key = (Text::from(balancer), record.subnet_id.clone()?);
            Some((
                key,
                (record.private_ip_address.clone()?, record.association.public_ip.clone()),
            ))
        });
        own.collect()
    }

    fn listener(
        &mut self,
        listener: &raw::Listener,
        found: &Found<raw::LoadBalancer>,
        id: &Text,
        preserves: &mut bool,
    ) -> Option<Listener> {
        let Some(protocol) = protocol(listener.protocol.as_deref().unwrap_or("GENEVE")) else {
            let word = listener.protocol.as_deref().unwrap_or_default();
            self.note_at(
                NoteKind::NotModelled,
                found,
                "Listeners",
                id,
                format!("listeners of {word} are not modelled"),
            );
            return None;
        };
        let port = match protocol {
            ListenerProtocol::Geneve => 6081,
            _ => u16::try_from(listener.port?).ok()?,
        };
        let mut groups: Vec<&Text> = Vec::new();
        for action in &listener.default_actions {
            if !raw::is(&action.kind, &["forward"]) {
                let word = action.kind.as_deref().unwrap_or_default();
                let text = format!("its listener on port {port} does {word} before or instead of handing requests on");
                self.note_at(NoteKind::Ignored, found, "Listeners", id, text);
            }
            groups.extend(&action.target_group_arn);
            let weighted = action
                .forward_config
                .target_groups
                .iter()
                .filter(|group| group.weight != Some(0));
            groups.extend(weighted.filter_map(|group| group.target_group_arn.as_ref()));
        }
        groups.sort();
        groups.dedup();
        let mut targets = Vec::new();
        for group in groups {
            self.targets(group, port, found, id, preserves, &mut targets);
        }
        Some(Listener {
            protocol,
            port,
            targets,
        })
    }

    fn targets(
        &mut self,
        group: &Text,
        listens: u16,
        found: &Found<raw::LoadBalancer>,
        id: &Text,
        preserves: &mut bool,
        targets: &mut Vec<ListenerTarget>,
    ) {
        let Some(known) = self.raw.target_groups.get(group) else {
            let text = format!(
                "the target group {} is not in the input, so its targets are not shown",
                short(group)
            );
            self.note_at(NoteKind::NotModelled, found, "Listeners", id, text);
            return;
        };
        let record = &known.record;
        let is_ip = record.target_type.as_deref() == Some("ip");
        let said = record
            .attributes
            .iter()
            .find(|one| one.key.as_deref() == Some("preserve_client_ip.enabled"));
        match said {
            Some(said) => *preserves = said.value.as_deref() == Some("true"),
            // For targets by address AWS keeps the client's only where UDP is among the protocols.
            None if is_ip && matches!(record.protocol.as_deref(), Some("TCP" | "TLS")) => *preserves = false,
            None => {}
        }
        for described in &record.target_health_descriptions.0 {
            let state = described.target_health.state.as_deref().unwrap_or("healthy");
            if matches!(state, "unused" | "draining" | "unhealthy.draining") {
                continue;
            }
            let Some(target) = &described.target.id else { continue };
            let port = described
                .target
                .port
                .or(record.port)
                .and_then(|port| u16::try_from(port).ok());
            match self.interface_at(target, record) {
                Some(interface) => targets.push(ListenerTarget {
                    interface,
                    port: port.filter(|port| *port != listens),
                }),
                None => {
                    let text = format!("its target {target} has no interface in the input");
                    self.note_at(NoteKind::NotModelled, known, "TargetHealthDescriptions", id, text);
                }
            }
        }
    }

    /// An instance's first interface, or the one with an address.
    fn interface_at(&self, target: &Text, group: &raw::TargetGroup) -> Option<InterfaceId> {
        let address = ipv4(target);
        let mut own = self.topology.interfaces.iter().filter(|(id, record)| match address {
            Some(address) => {
                let vpc = self
                    .topology
                    .subnets
                    .get(&record.subnet)
                    .map(|subnet| subnet.vpc.text());
                record.ipv4 == Some(address) && (group.vpc_id.is_none() || group.vpc_id == vpc)
            }
            None => record.instance.as_ref() == Some(target) || id.as_str() == &**target,
        });
        own.next().map(|(id, _)| id.clone())
    }
}

type Addresses = BTreeMap<(Text, Text), (Text, Option<Text>)>;

/// `net/name/0123` of a load balancer's ARN: what its network interfaces are described by, too.
pub(super) fn short(arn: &str) -> &str {
    arn.split_once(":loadbalancer/")
        .or(arn.split_once(":targetgroup/"))
        .map_or(arn, |(_, short)| short)
}

fn protocol(word: &str) -> Option<ListenerProtocol> {
    Some(match word {
        "TCP" => ListenerProtocol::Tcp,
        "UDP" => ListenerProtocol::Udp,
        "TCP_UDP" => ListenerProtocol::TcpUdp,
        "TLS" => ListenerProtocol::Tls,
        "HTTP" => ListenerProtocol::Http,
        "HTTPS" => ListenerProtocol::Https,
        "GENEVE" => ListenerProtocol::Geneve,
        _ => return None,
    })
}
