//! The sides of attachments, and the routes of transit gateways.

use ipnet::IpNet;
use reach::id::Id;
use reach::topology::{Association, Attached, ClientVpnTarget, TransitGatewayRoute, TransitGatewayTarget};

use super::Context;
use super::packed::Packed;
use crate::link::coder::{Coded, Coder, Stop};
use crate::link::topology::lane::NUMBERS;

const VPC: usize = 0;
const VPN: usize = 1;
const PEERING: usize = 2;
const CONNECT: usize = 3;
const NETWORK_FUNCTION: usize = 4;
const DIRECT_CONNECT: usize = 5;
const CLIENT_VPN: usize = 6;

impl Packed for Attached {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let sort = match self {
            Attached::Vpc { .. } => VPC,
            Attached::Vpn(_) => VPN,
            Attached::Peering(_) => PEERING,
            Attached::Connect { .. } => CONNECT,
            Attached::NetworkFunction => NETWORK_FUNCTION,
            Attached::DirectConnectGateway(_) => DIRECT_CONNECT,
            Attached::ClientVpn(_) => CLIENT_VPN,
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
            VPN => Attached::Vpn(far(self).pack(context, coder)?),
            PEERING => Attached::Peering(far(self).pack(context, coder)?),
            DIRECT_CONNECT => Attached::DirectConnectGateway(far(self).pack(context, coder)?),
            CLIENT_VPN => Attached::ClientVpn(far(self).pack(context, coder)?),
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

/// The id of the far side; any text in reading.
fn far<T>(attached: &Attached) -> Id<T> {
    Id::new(attached.element().map_or_else(|| "".into(), |element| element.id))
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

/// 0: local. 1: the transit gateway. 2: a subnet.
impl Packed for ClientVpnTarget {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let sort = match self {
            ClientVpnTarget::Local => 0,
            ClientVpnTarget::TransitGateway => 1,
            ClientVpnTarget::Subnet(_) => 2,
        };
        match coder.index(NUMBERS, sort)? {
            0 => Ok(ClientVpnTarget::Local),
            1 => Ok(ClientVpnTarget::TransitGateway),
            2 => {
                let known = if let ClientVpnTarget::Subnet(id) = self {
                    id.clone()
                } else {
                    Id::new("")
                };
                known.pack(context, coder).map(ClientVpnTarget::Subnet)
            }
            _ => Err(Stop::Damaged),
        }
    }
}
