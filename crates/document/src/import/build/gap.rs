//! What is there and not understood, written so that the engine answers `unknown` wherever it decides: it names something that is
//! not there (DEC-26). What does not come to it stays as sure as it was.

use std::collections::BTreeSet;

use reach::id::{Direction, Kind, Ref};
use reach::topology::{
    Association, Destination, PrefixListId, Route, RouteTableId, Rule, RulePeer, SecurityGroupId, Target, Traffic,
    TransitGatewayRoute, TransitGatewayRouteTableId, TransitGatewayTarget,
};

use super::Build;

/// The id of what stands for the part that was not understood.
const NOT_READ: &str = "not-read";

#[derive(Debug, Default)]
pub(super) struct Gaps {
    pub(super) elements: BTreeSet<Ref>,
    /// Groups with a rule that may let through more than is known.
    pub(super) groups: BTreeSet<(SecurityGroupId, Direction)>,
}

impl Build<'_> {
    pub(super) fn write_gaps(&mut self) {
        let Gaps { elements, mut groups } = std::mem::take(&mut self.gaps);
        for element in elements {
            match element.to_id() {
                Some(group) => groups.extend([(group.clone(), Direction::In), (group, Direction::Out)]),
                None => self.write_gap(&element),
            }
        }
        for (group, direction) in groups {
            let Some(record) = self.topology.security_groups.get_mut(&group) else {
                continue;
            };
            let rules = match direction {
                Direction::In => &mut record.inbound,
                Direction::Out => &mut record.outbound,
            };
            rules.push(Rule {
                traffic: Traffic::All,
                peer: RulePeer::PrefixList(PrefixListId::new(NOT_READ)),
                description: None,
            });
        }
    }

    fn write_gap(&mut self, at: &Ref) {
        let topology = &mut self.topology;
        match at.kind {
            // Its subnets go on naming it.
            Kind::NetworkAcl => {
                topology.remove(at);
            }
            Kind::RouteTable => {
                if let Some(table) = at.to_id().and_then(|id| topology.route_tables.get_mut(&id)) {
                    table.routes.push(Route {
                        destination: Destination::PrefixList(PrefixListId::new(NOT_READ)),
                        target: Target::NotModelled("a route that was not understood".into()),
                    });
                }
            }
            Kind::Subnet => {
                if let Some(subnet) = at.to_id().and_then(|id| topology.subnets.get_mut(&id)) {
                    subnet.route_table = Some(RouteTableId::new(NOT_READ));
                }
            }
            Kind::TransitGatewayRouteTable => {
                if let Some(table) = at
                    .to_id()
                    .and_then(|id| topology.transit_gateway_route_tables.get_mut(&id))
                {
                    table.routes.push(TransitGatewayRoute {
                        destination: Destination::PrefixList(PrefixListId::new(NOT_READ)),
                        target: TransitGatewayTarget::Blackhole,
                    });
                }
            }
            Kind::TransitGatewayAttachment => {
                if let Some(record) = at
                    .to_id()
                    .and_then(|id| topology.transit_gateway_attachments.get_mut(&id))
                {
                    record.association = Association::Table(TransitGatewayRouteTableId::new(NOT_READ));
                }
            }
            _ => self.gap_in_interface(at),
        }
    }

    /// What has groups of its own gets one that nobody knows.
    fn gap_in_interface(&mut self, at: &Ref) {
        let topology = &mut self.topology;
        let groups = match at.kind {
            Kind::NetworkInterface => at
                .to_id()
                .and_then(|id| topology.interfaces.get_mut(&id))
                .map(|record| &mut record.security_groups),
            Kind::InterfaceEndpoint => at
                .to_id()
                .and_then(|id| topology.interface_endpoints.get_mut(&id))
                .map(|record| &mut record.security_groups),
            Kind::ClientVpnEndpoint => at
                .to_id()
                .and_then(|id| topology.client_vpn_endpoints.get_mut(&id))
                .map(|record| &mut record.security_groups),
            Kind::LoadBalancer => at
                .to_id()
                .and_then(|id| topology.load_balancers.get_mut(&id))
                .map(|record| &mut record.security_groups),
            _ => None,
        };
        groups
            .into_iter()
            .for_each(|groups| groups.push(SecurityGroupId::new(NOT_READ)));
    }
}
