//! Addresses that stand for those that are not in the input: free ones of the subnet, and public ones of the ranges for documentation.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use reach::address::is_reserved_in;

use crate::import::gathered::Gathered;
use crate::import::raw::Text;

const PUBLIC: [Ipv4Net; 2] = [
    Ipv4Net::new_assert(Ipv4Addr::new(203, 0, 113, 0), 24),
    Ipv4Net::new_assert(Ipv4Addr::new(198, 51, 100, 0), 24),
];

/// The first address that is given away, where the range is large enough.
const FIRST: usize = 10;

/// How many addresses are tried in a subnet.
const TRIED: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct StandIns {
    used: BTreeSet<(Option<Text>, Ipv4Addr)>,
    public: BTreeSet<Ipv4Addr>,
    /// Ranges that rules and routes single out: what stands for an address of a subnet is better in none of them.
    singled_out: BTreeSet<Ipv4Net>,
}

impl StandIns {
    pub(super) fn of(gathered: &Gathered) -> Self {
        let mut all = Self::default();
        for found in gathered.network_interfaces.values() {
            let record = &found.record;
            let others = record.private_ip_addresses.iter().map(|one| &one.private_ip_address);
            for own in others.chain([&record.private_ip_address]) {
                all.use_private(&record.subnet_id, own);
            }
            all.use_public(&record.association.public_ip);
        }
        for found in gathered.nat_gateways.values() {
            for address in &found.record.nat_gateway_addresses {
                all.use_private(&found.record.subnet_id, &address.private_ip);
                all.use_public(&address.public_ip);
            }
        }
        for found in gathered.addresses.values() {
            all.use_public(&found.record.public_ip);
        }
        all.single_out(gathered);
        all
    }

    fn use_private(&mut self, subnet: &Option<Text>, address: &Option<Text>) {
        let parsed = address.as_deref().and_then(|address| address.parse::<Ipv4Addr>().ok());
        self.used.extend(parsed.map(|address| (subnet.clone(), address)));
    }

    fn use_public(&mut self, address: &Option<Text>) {
        let parsed = address.as_deref().and_then(|address| address.parse::<Ipv4Addr>().ok());
        self.public.extend(parsed);
    }

    fn single_out(&mut self, gathered: &Gathered) {
        let mut words: Vec<&Option<Text>> = Vec::new();
        for found in gathered.security_groups.values() {
            let record = &found.record;
            let permissions = record.ip_permissions.iter().chain(&record.ip_permissions_egress);
            words.extend(permissions.flat_map(|one| &one.ip_ranges).map(|range| &range.cidr_ip));
        }
        words.extend(
            gathered
                .security_group_rules
                .values()
                .map(|found| &found.record.cidr_ipv4),
        );
        for found in gathered.network_acls.values() {
            words.extend(found.record.entries.iter().map(|entry| &entry.cidr_block));
        }
        for found in gathered.route_tables.values() {
            words.extend(found.record.routes.0.iter().map(|route| &route.destination_cidr_block));
        }
        let parsed = words
            .into_iter()
            .filter_map(|word| word.as_deref()?.parse::<Ipv4Net>().ok());
        self.singled_out.extend(parsed);
    }

    pub(super) fn private(&mut self, gathered: &Gathered, subnet: &Text) -> Option<Text> {
        let cidr: Ipv4Net = gathered
            .subnets
            .get(subnet)?
            .record
            .cidr_block
            .as_deref()?
            .parse()
            .ok()?;
        let key = Some(subnet.clone());
        let inside = |net: &&Ipv4Net| cidr.contains(*net) && **net != cidr.trunc();
        let narrow: Vec<Ipv4Net> = self.singled_out.iter().filter(inside).copied().collect();
        let free =
            |address: &Ipv4Addr| !is_reserved_in(cidr, *address) && !self.used.contains(&(key.clone(), *address));
        let plain = |address: &Ipv4Addr| narrow.iter().all(|net| !net.contains(address));
        let later = || cidr.hosts().skip(FIRST - 1).take(TRIED);
        let all = || later().chain(cidr.hosts().take(FIRST)).filter(free);
        let address = all().find(plain).or_else(|| all().next())?;
        self.used.insert((key, address));
        Some(address.to_string().into())
    }

    pub(super) fn public(&mut self) -> Option<Text> {
        let mut hosts = PUBLIC.iter().flat_map(|range| range.hosts().skip(FIRST - 1));
        let address = hosts.find(|address| !self.public.contains(address))?;
        self.public.insert(address);
        Some(address.to_string().into())
    }
}
