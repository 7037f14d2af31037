//! Network interfaces: the ends of flows. What an interface belongs to follows from its type, its requester and its description.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::rc::Rc;

use reach::id::Ref;
use reach::topology::{InterfaceId, InterfaceState, NetworkInterface, Role, SecurityGroupId, SubnetId};

use super::address::{ipv4, ipv6};
use super::{Build, names};
use crate::import::gathered::{Found, Gathered, Table};
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

/// What an interface is a part of.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Of(Role),
    /// Of a thing that is a record of its own, which has the addresses of its interfaces.
    OfElement,
}

impl Build<'_> {
    pub(super) fn interfaces(&mut self) {
        let raw = self.raw;
        self.owned = owned(raw);
        let mut elastic = BTreeMap::new();
        for found in raw.addresses.values() {
            let record = &found.record;
            if let (Some(interface), Some(public)) = (&record.network_interface_id, &record.public_ip) {
                elastic.insert((interface.clone(), record.private_ip_address.clone()), public.clone());
            }
        }
        for (id, found) in &raw.network_interfaces {
            self.interface(id, found, &elastic);
        }
        for (id, found) in &raw.instances {
            self.instance(id, found, &elastic);
        }
        self.missing_groups();
    }

    /// Groups that interfaces have and that are not in the input; the engine calls what they decide unknown.
    fn missing_groups(&mut self) {
        let raw = self.raw;
        if raw.security_groups.is_empty() {
            return;
        }
        let named = raw.network_interfaces.values().flat_map(|found| {
            let groups = found.record.groups.iter().filter_map(|group| group.group_id.as_ref());
            groups.map(move |group| (group, found))
        });
        let missing: BTreeMap<_, _> = named
            .filter(|(group, _)| !raw.security_groups.contains_key(*group))
            .collect();
        for (group, found) in missing {
            let text = "this group of an interface is not in the input: what else it lets through is unknown";
            self.note_at(NoteKind::NotModelled, found, "Groups", group, text);
        }
    }

    fn interface(&mut self, id: &Text, found: &Found<raw::NetworkInterface>, elastic: &Elastic) {
        let record = &found.record;
        let Part::Of(role) = self.part(id, record) else {
            return;
        };
        let Some(subnet) = self.needs(&record.subnet_id, found, id, "SubnetId") else {
            return;
        };
        let owner = record.attachment.instance_id.as_ref();
        let instance = owner.and_then(|owner| self.raw.instances.get(owner));
        let mut interface = NetworkInterface {
            name: name_of(record, id, instance),
            role,
            instance: owner.filter(|owner| *owner != id).cloned(),
            state: state_of(record, instance),
            ipv4: self.parsed(&record.private_ip_address, ipv4, found, "PrivateIpAddress", id),
            source_dest_check: record.source_dest_check.unwrap_or(true),
            ..NetworkInterface::new(SubnetId::new(subnet), role, Ipv4Addr::UNSPECIFIED)
        };
        let groups = record.groups.iter().filter_map(|group| group.group_id.clone());
        interface.security_groups = groups.map(SecurityGroupId::new).collect();
        for address in &record.ipv6_addresses {
            interface
                .ipv6
                .extend(self.parsed(&address.ipv6_address, ipv6, found, "Ipv6Addresses", id));
        }
        self.addresses(&mut interface, id, found, elastic);
        if interface.ipv4.is_none() && interface.ipv6.is_empty() {
            self.note(
                NoteKind::NotModelled,
                found,
                id,
                "it has no address that is known, so it was left out",
            );
            return;
        }
        self.put(id, interface);
        self.doubt_unread(Ref::from(&InterfaceId::new(id.clone())), found);
    }

    /// Secondary and public addresses.
    fn addresses(
        &mut self,
        interface: &mut NetworkInterface,
        id: &Text,
        found: &Found<raw::NetworkInterface>,
        elastic: &Elastic,
    ) {
        let record = &found.record;
        let step = "PrivateIpAddresses";
        let is_primary = |private: &raw::PrivateAddress| private.primary == Some(true);
        let primary = record.private_ip_addresses.iter().find(|private| is_primary(private));
        if let (None, Some(primary)) = (interface.ipv4, primary) {
            interface.ipv4 = self.parsed(&primary.private_ip_address, ipv4, found, step, id);
        }
        let mut public = record.association.public_ip.clone();
        for private in &record.private_ip_addresses {
            let Some(address) = self.parsed(&private.private_ip_address, ipv4, found, step, id) else {
                continue;
            };
            let own = private.association.public_ip.clone();
            let own = own.or_else(|| elastic.get(&(id.clone(), private.private_ip_address.clone())).cloned());
            if Some(address) == interface.ipv4 {
                public = public.or(own);
                continue;
            }
            interface.secondary_ipv4.push(address);
            if let Some(own) = own {
                let text = format!("the public address {own} of its secondary address {address} is not modelled");
                self.doubt(Ref::from(&InterfaceId::new(id.clone())), found, step, text);
            }
        }
        let by_address = || elastic.get(&(id.clone(), record.private_ip_address.clone())).cloned();
        let public = public.or_else(by_address);
        interface.public_ipv4 = self.parsed(&public, ipv4, found, "Association", id);
        if interface.role == Role::Function
            && let Some(public) = interface.public_ipv4.take()
        {
            let text = format!(
                "a function has no public address, so {public} was left out: a NAT gateway leads it to the internet"
            );
            self.note_at(NoteKind::Ignored, found, "Association", id, text);
        }
        if record.association.carrier_ip.is_some() || record.association.customer_owned_ip.is_some() {
            let text = "addresses of a carrier or of a customer are not modelled";
            self.doubt(Ref::from(&InterfaceId::new(id.clone())), found, "Association", text);
        }
    }

    /// By interface type first, then by who asked for it and how it is described.
    fn part(&self, id: &Text, record: &raw::NetworkInterface) -> Part {
        let words = record.description.as_deref().unwrap_or_default();
        let requester = record.requester_id.as_deref().unwrap_or_default();
        let kind = record.interface_type.as_deref().unwrap_or("interface");
        let is_named = || {
            let of_nat = words.strip_prefix("Interface for NAT Gateway ");
            let of_endpoint = words.strip_prefix("VPC Endpoint Interface ");
            of_nat.is_some_and(|nat| self.raw.nat_gateways.contains_key(nat))
                || of_endpoint.is_some_and(|endpoint| self.raw.vpc_endpoints.contains_key(endpoint))
        };
        let is_of_balancer = || {
            words
                .strip_prefix("ELB ")
                .is_some_and(|elb| has_balancer(&self.raw.load_balancers, elb))
        };
        let is_of_element = kind == "transit_gateway"
            || self.owned.contains(id)
            || is_named()
            || is_of_balancer()
            || self.is_of_client_vpn(record);
        if is_of_element {
            return Part::OfElement;
        }
        Part::Of(match kind {
            "lambda" => Role::Function,
            _ if requester == "amazon-rds" || words.starts_with("RDSNetworkInterface") => Role::Database,
            _ if words.starts_with("AWS Lambda VPC ENI") => Role::Function,
            _ if record.attachment.instance_id.is_some() => Role::Instance,
            _ => Role::Other,
        })
    }

    /// Instances say something about interfaces that no file of interfaces holds.
    fn instance(&mut self, id: &Text, found: &Found<raw::Instance>, elastic: &Elastic) {
        let record = &found.record;
        if !self.lives(
            &record.state.name,
            &["pending", "running", "stopping", "stopped"],
            found,
            id,
        ) {
            return;
        }
        for (index, interface) in record.network_interfaces.iter().enumerate() {
            let Some(interface_id) = interface.network_interface_id.clone() else {
                continue;
            };
            if self.raw.network_interfaces.contains_key(&interface_id) {
                continue;
            }
            let mut one = interface.clone();
            one.attachment.instance_id.get_or_insert_with(|| id.clone());
            one.subnet_id = one.subnet_id.or_else(|| record.subnet_id.clone());
            let mut origin = found.origin.clone();
            origin.path = format!("{}.NetworkInterfaces[{index}]", origin.path).into();
            self.interface(&interface_id, &found.with(one, origin), elastic);
        }
        if record.network_interfaces.is_empty() && !self.has_interface(id) {
            self.instance_alone(id, found);
        }
    }

    /// Whether an interface of it was found, even if that was left out with a remark of its own.
    fn has_interface(&self, instance: &Text) -> bool {
        let mut known = self.topology.interfaces.iter();
        let mut described = self.raw.network_interfaces.values();
        known.any(|(_, one)| one.instance.as_ref() == Some(instance))
            || described.any(|found| found.record.attachment.instance_id.as_ref() == Some(instance))
    }

    /// An instance of which only its own addresses are known stands for its one interface.
    fn instance_alone(&mut self, id: &Text, found: &Found<raw::Instance>) {
        let record = &found.record;
        let Some(subnet) = self.needs(&record.subnet_id, found, id, "SubnetId") else {
            return;
        };
        let Some(own) = self.parsed(&record.private_ip_address, ipv4, found, "PrivateIpAddress", id) else {
            self.note(
                NoteKind::NotModelled,
                found,
                id,
                "its address is not in the input, so it was left out",
            );
            return;
        };
        let mut interface = NetworkInterface::new(SubnetId::new(subnet), Role::Instance, own);
        interface.name = names::given(&record.tags, id);
        interface.state = running(record);
        interface.public_ipv4 = self.parsed(&record.public_ip_address, ipv4, found, "PublicIpAddress", id);
        interface
            .ipv6
            .extend(self.parsed(&record.ipv6_address, ipv6, found, "Ipv6Address", id));
        let groups = record.security_groups.iter().filter_map(|group| group.group_id.clone());
        interface.security_groups = groups.map(SecurityGroupId::new).collect();
        interface.source_dest_check = record.source_dest_check.unwrap_or(true);
        self.put(id, interface);
    }
}

/// Interfaces that NAT gateways and endpoints name as theirs.
fn owned(raw: &Gathered) -> BTreeSet<Text> {
    let nat = raw
        .nat_gateways
        .values()
        .flat_map(|found| &found.record.nat_gateway_addresses);
    let nat = nat.filter_map(|address| address.network_interface_id.clone());
    let modelled = |found: &&Found<raw::VpcEndpoint>| {
        raw::is(&found.record.vpc_endpoint_type, &["interface", "gatewayloadbalancer"])
    };
    let endpoints = raw.vpc_endpoints.values().filter(modelled);
    nat.chain(endpoints.flat_map(|found| found.record.network_interface_ids.iter().cloned()))
        .collect()
}

/// Public addresses by interface and private address.
type Elastic = BTreeMap<(Text, Option<Text>), Text>;

/// `app/web/0123` in `ELB app/web/0123` is the end of the load balancer's ARN.
fn has_balancer(balancers: &Table<raw::LoadBalancer>, words: &str) -> bool {
    balancers.keys().any(|arn| arn.ends_with(words))
}

fn running(instance: &raw::Instance) -> InterfaceState {
    match instance.state.name.as_deref() {
        Some("stopped" | "stopping") => InterfaceState::Stopped,
        _ => InterfaceState::InUse,
    }
}

fn state_of(record: &raw::NetworkInterface, instance: Option<&Found<raw::Instance>>) -> InterfaceState {
    match instance {
        Some(found) => running(&found.record),
        None if record.status.as_deref() == Some("available") => InterfaceState::Available,
        None => InterfaceState::InUse,
    }
}

/// Its own Name tag, else its instance's; a second interface says which one it is.
fn name_of(record: &raw::NetworkInterface, id: &Text, instance: Option<&Found<raw::Instance>>) -> Option<Text> {
    if let Some(own) = names::given(&record.tag_set, id) {
        return Some(own);
    }
    let name = instance.and_then(|found| names::given(&found.record.tags, id));
    match record.attachment.device_index {
        None | Some(0) => name,
        Some(index) => name.map(|name| Rc::from(format!("{name} eth{index}"))),
    }
}
