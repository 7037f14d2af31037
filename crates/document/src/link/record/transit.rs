//! The sides of attachments, and the routes of transit gateways.

use ipnet::IpNet;
use reach::id::Id;
use reach::topology::{Association, Attached, TransitGatewayRoute, TransitGatewayTarget};

use super::Context;
use super::packed::Packed;
use crate::link::coder::{Coded, Coder, Stop};
use crate::link::topology::lane::NUMBERS;

const VPC: usize = 0;
const VPN: usize = 1;
const PEERING: usize = 2;
const CONNECT: usize = 3;
const NETWORK_FUNCTION: usize = 4;

impl Packed for Attached {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let sort = match self {
            Attached::Vpc { .. } => VPC,
            Attached::Vpn(_) => VPN,
            Attached::Peering(_) => PEERING,
            Attached::Connect { .. } => CONNECT,
            Attached::NetworkFunction => NETWORK_FUNCTION,
        };
        Ok(match coder.index(NUMBERS, sort)? {
            VPC => {
                let (vpc, subnets) = match self {
                    Attached::Vpc { vpc, subnets } => (vpc.clone(), subnets.clone()),
                    _ => (Id::new(""), Vec::new()),
                };
                Attached::Vpc {
                    vpc: vpc.pack(context, coder)?,
                    subnets: subnets.pack(context, coder)?,
                }
            }
            VPN => {
                let known = if let Attached::Vpn(id) = self {
                    id.clone()
                } else {
                    Id::new("")
                };
                Attached::Vpn(known.pack(context, coder)?)
            }
            PEERING => {
                let known = if let Attached::Peering(id) = self {
                    id.clone()
                } else {
                    Id::new("")
                };
                Attached::Peering(known.pack(context, coder)?)
            }
            CONNECT => {
                let (transport, prefixes) = match self {
                    Attached::Connect { transport, prefixes } => (transport.clone(), prefixes.clone()),
                    _ => (Id::new(""), Vec::<IpNet>::new()),
                };
                Attached::Connect {
                    transport: transport.pack(context, coder)?,
                    prefixes: prefixes.pack(context, coder)?,
                }
            }
            NETWORK_FUNCTION => Attached::NetworkFunction,
            _ => return Err(Stop::Damaged),
        })
    }
}

/// 0: by default. 1: none. 2: a table.
impl Packed for Association {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let sort = match self {
            Association::ByDefault => 0,
            Association::None => 1,
            Association::Table(_) => 2,
        };
        match coder.index(NUMBERS, sort)? {
            0 => Ok(Association::ByDefault),
            1 => Ok(Association::None),
            2 => {
                let known = if let Association::Table(id) = self {
                    id.clone()
                } else {
                    Id::new("")
                };
                known.pack(context, coder).map(Association::Table)
            }
            _ => Err(Stop::Damaged),
        }
    }
}

impl Packed for TransitGatewayRoute {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        Ok(TransitGatewayRoute {
            destination: self.destination.pack(context, coder)?,
            target: self.target.pack(context, coder)?,
        })
    }
}

impl Packed for TransitGatewayTarget {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let known = match self {
            TransitGatewayTarget::Attachment(id) => Some(id.clone()),
            TransitGatewayTarget::Blackhole => None,
        };
        let read = known.pack(context, coder)?;
        Ok(read.map_or(TransitGatewayTarget::Blackhole, TransitGatewayTarget::Attachment))
    }
}
