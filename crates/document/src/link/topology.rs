//! The section of the network itself.

use std::rc::Rc;

use reach::id::{Id, Record};
use reach::topology::{Element, Table, Topology};

use super::coder::{Coded, Coder};
use super::names::Names;
use super::record::{Context, Recorded};

/// The lanes of the section: values of one sort lie next to each other, which compresses better.
pub(super) mod lane {
    pub(in crate::link) const FLAGS: usize = 0;
    pub(in crate::link) const REFERENCES: usize = 1;
    pub(in crate::link) const NUMBERS: usize = 2;
    pub(in crate::link) const NETS: usize = 3;
    pub(in crate::link) const RULES: usize = 4;
    pub(in crate::link) const TEXTS: usize = 5;
    pub(in crate::link) const COUNT: usize = 6;
}

/// Writes the topology, or reads one: what comes out is what went in, or what was written.
pub(super) fn code(topology: &Topology, coder: &mut Coder) -> Coded<(Topology, Names)> {
    let names = Names::of(topology).code(coder)?;
    let mut context = Context::new(names);
    let mut coded = Topology::default();
    macro_rules! tables {
        ($($table:ident),*) => {
            $(table(&topology.$table, &mut coded.$table, &mut context, coder)?;)*
        };
    }
    // Ranges first: what lies in them is written relative to them. The order is frozen.
    tables!(
        vpcs,
        sites,
        subnets,
        route_tables,
        network_acls,
        security_groups,
        prefix_lists,
        interfaces,
        internet_gateways,
        nat_gateways,
        peering_connections,
        gateway_endpoints,
        interface_endpoints,
        vpn_gateways,
        customer_gateways,
        vpn_connections,
        egress_only_internet_gateways,
        transit_gateways,
        transit_gateway_route_tables,
        transit_gateway_attachments,
        direct_connect_gateways,
        virtual_interfaces,
        client_vpn_endpoints,
        load_balancers,
        endpoint_services,
        gateway_load_balancer_endpoints,
        block_public_access,
        regional_nat_gateways,
        hosted_zones,
        resolver_endpoints,
        resolver_rules,
        resource_policies
    );
    Ok((coded, context.names))
}

fn table<T: Record + Recorded>(
    known: &Table<T>,
    coded: &mut Table<T>,
    context: &mut Context,
    coder: &mut Coder,
) -> Coded<()>
where
    Element: From<(Id<T>, T)>,
{
    let ids: Vec<Rc<str>> = context.names.of_kind(T::KIND).to_vec();
    for id in ids {
        let id = Id::new(id);
        let blank = T::blank();
        let mut record = known.get(&id).unwrap_or(&blank).clone();
        record.code(&id, context, coder)?;
        coded.insert(id, record);
    }
    Ok(())
}
