//! The ends of a matrix: every interface, and the places outside of the VPCs.

use std::rc::Rc;

use crate::id::Ref;
use crate::network::Network;
use crate::question::End;
use crate::service::GATEWAY_SERVICES;
use crate::sorted::SortedSet;
use crate::topology::Vpc;

/// One row and one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixEnd {
    pub end: End,
    /// What it is drawn as.
    pub at: Ref,
    /// Whether it opens connections: services and load balancers only answer.
    pub sends: bool,
    pub receives: bool,
}

impl MatrixEnd {
    fn element(at: Ref, sends: bool, receives: bool) -> Self {
        let end = End::Element(at.clone());
        Self {
            end,
            at,
            sends,
            receives,
        }
    }

    /// Beyond AWS's network and the diagram: nothing is said about the way from one such end to another.
    pub(super) fn is_outside(&self) -> bool {
        matches!(self.end, End::Internet | End::Service { .. })
    }
}

/// Interfaces first, then what AWS runs in the VPCs, then clients, sites, services and the internet; each by id.
pub fn ends(network: &Network) -> Vec<MatrixEnd> {
    let topology = network.topology();
    let mut ends: Vec<MatrixEnd> = Vec::new();
    let mut add = |references: Vec<Ref>, sends: bool, receives: bool| {
        ends.extend(references.into_iter().map(|at| MatrixEnd::element(at, sends, receives)));
    };
    add(topology.interfaces.ids().map(Ref::from).collect(), true, true);
    add(topology.interface_endpoints.ids().map(Ref::from).collect(), false, true);
    add(topology.load_balancers.ids().map(Ref::from).collect(), false, true);
    add(
        topology.client_vpn_endpoints.ids().map(Ref::from).collect(),
        true,
        false,
    );
    for id in topology.sites.ids() {
        ends.push(MatrixEnd {
            end: End::Site {
                site: id.clone(),
                host: None,
            },
            at: Ref::from(id),
            sends: true,
            receives: true,
        });
    }
    ends.extend(services(network));
    ends.push(MatrixEnd {
        end: End::Internet,
        at: Ref::internet(),
        sends: true,
        receives: true,
    });
    ends
}

/// S3 and DynamoDB of every Region that has a VPC.
fn services(network: &Network) -> Vec<MatrixEnd> {
    let mut regions: SortedSet<Rc<str>> = SortedSet::new();
    for vpc in network.topology().vpcs.ids() {
        regions.insert(network.region_of(vpc).unwrap_or(Vpc::DEFAULT_REGION).into());
    }
    let of_region = |region: &Rc<str>| {
        GATEWAY_SERVICES.map(|name| MatrixEnd {
            end: End::Service {
                name: name.into(),
                region: Some(Rc::clone(region)),
            },
            at: Ref::service(name, region),
            sends: false,
            receives: true,
        })
    };
    regions.iter().flat_map(of_region).collect()
}
