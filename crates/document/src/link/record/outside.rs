//! Peerings, VPNs and sites: what connects VPCs to other networks.

use std::net::Ipv4Addr;
use std::rc::Rc;

use ipnet::IpNet;
use reach::address::ANY_IPV4;
use reach::id::{Id, Kind, Ref};
use reach::topology::{
    CustomerGateway, Host, PeeringConnection, PeeringState, Site, Tunnel, VpnConnection, VpnGateway, VpnOptions,
    VpnRouting,
};

use super::packed::Packed;
use super::{Context, Recorded, id_if, text_if};
use crate::link::coder::{Coded, Coder};
use crate::link::rows::{address, explicit};
use crate::link::topology::lane::{FLAGS, NETS, NUMBERS, REFERENCES, TEXTS};

const STATES: [PeeringState; 9] = [
    PeeringState::Active,
    PeeringState::InitiatingRequest,
    PeeringState::PendingAcceptance,
    PeeringState::Provisioning,
    PeeringState::Failed,
    PeeringState::Expired,
    PeeringState::Rejected,
    PeeringState::Deleting,
    PeeringState::Deleted,
];

impl Recorded for Site {
    fn blank() -> Self {
        Site {
            name: None,
            cidrs: Vec::new(),
            hosts: Vec::new(),
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let [name, many, hosts] = coder.flags(
            FLAGS,
            [self.name.is_some(), self.cidrs.len() != 1, !self.hosts.is_empty()],
        )?;
        self.name = text_if(name, &self.name, coder)?;
        if many {
            self.cidrs = coder.list(NUMBERS, &self.cidrs, &ANY_IPV4, |coder, net| {
                explicit(*net, NETS, coder)
            })?;
        } else {
            let only = self.cidrs.first().copied().unwrap_or(ANY_IPV4);
            self.cidrs = vec![explicit(only, NETS, coder)?];
        }
        for cidr in &self.cidrs {
            context.nets.learn(*cidr);
        }
        if hosts {
            let blank = Host {
                name: "".into(),
                address: Ipv4Addr::UNSPECIFIED.into(),
            };
            let range = self.cidrs.first().copied();
            self.hosts = coder.list(NUMBERS, &self.hosts, &blank, |coder, host| {
                Ok(Host {
                    name: coder.text(TEXTS, &host.name)?,
                    address: address(host.address, range, NUMBERS, NETS, coder)?,
                })
            })?;
        }
        Ok(())
    }
}

impl Recorded for PeeringConnection {
    fn blank() -> Self {
        PeeringConnection::new(Id::new(""), Id::new(""), PeeringState::Active)
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.requester = context.names.id(&self.requester, coder)?;
        self.accepter = context.names.id(&self.accepter, coder)?;
        let [name, state, requester_dns, accepter_dns] = coder.flags(
            FLAGS,
            [
                self.name.is_some(),
                self.state != PeeringState::Active,
                self.requester_dns,
                self.accepter_dns,
            ],
        )?;
        self.name = text_if(name, &self.name, coder)?;
        if state {
            self.state = coder.choice(NUMBERS, self.state, &STATES)?;
        }
        self.requester_dns = requester_dns;
        self.accepter_dns = accepter_dns;
        Ok(())
    }
}

impl Recorded for VpnGateway {
    fn blank() -> Self {
        VpnGateway {
            name: None,
            vpc: None,
            asn: VpnGateway::DEFAULT_ASN,
            route_table: None,
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let [attached, name, asn, table] = coder.flags(
            FLAGS,
            [
                self.vpc.is_some(),
                self.name.is_some(),
                self.asn != VpnGateway::DEFAULT_ASN,
                self.route_table.is_some(),
            ],
        )?;
        self.vpc = id_if(attached, &self.vpc, &context.names, coder)?;
        self.name = text_if(name, &self.name, coder)?;
        if asn {
            self.asn = coder.small(NUMBERS, self.asn)?;
        }
        self.route_table = id_if(table, &self.route_table, &context.names, coder)?;
        Ok(())
    }
}

impl Recorded for CustomerGateway {
    fn blank() -> Self {
        CustomerGateway {
            name: None,
            site: None,
            asn: CustomerGateway::DEFAULT_ASN,
            announces: None,
            routes: None,
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let [site, name, asn, announces, routes] = coder.flags(
            FLAGS,
            [
                self.site.is_some(),
                self.name.is_some(),
                self.asn != CustomerGateway::DEFAULT_ASN,
                self.announces.is_some(),
                self.routes.is_some(),
            ],
        )?;
        self.site = id_if(site, &self.site, &context.names, coder)?;
        self.name = text_if(name, &self.name, coder)?;
        if asn {
            self.asn = coder.small(NUMBERS, self.asn)?;
        }
        self.announces = nets_if(announces, self.announces.as_deref(), context, coder)?;
        self.routes = nets_if(routes, self.routes.as_deref(), context, coder)?;
        Ok(())
    }
}

fn nets_if(flag: bool, nets: Option<&[IpNet]>, context: &mut Context, coder: &mut Coder) -> Coded<Option<Vec<IpNet>>> {
    if !flag {
        return Ok(None);
    }
    let nets = nets.unwrap_or_default();
    coder
        .list(NUMBERS, nets, &ANY_IPV4, |coder, net| {
            context.nets.code(*net, NETS, coder)
        })
        .map(Some)
}

impl Recorded for VpnConnection {
    fn blank() -> Self {
        VpnConnection {
            name: None,
            gateway: Ref::new(Kind::VpnGateway, ""),
            customer_gateway: Id::new(""),
            routing: VpnRouting::Bgp,
            tunnels: [Tunnel { up: true }; 2],
            options: VpnOptions::default(),
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let other = self.gateway.kind != Kind::VpnGateway;
        let prefixes = match &self.routing {
            VpnRouting::Bgp => None,
            VpnRouting::Static(prefixes) => Some(prefixes.clone()),
        };
        let [one, two] = self.tunnels;
        let more = self.options != VpnOptions::default();
        let [name, other, is_static, one_down, two_down, more] = coder.flags(
            FLAGS,
            [self.name.is_some(), other, prefixes.is_some(), !one.up, !two.up, more],
        )?;
        self.name = text_if(name, &self.name, coder)?;
        self.gateway = if other {
            context.names.any(&self.gateway, REFERENCES, TEXTS, coder)?
        } else {
            let id: Id<VpnGateway> = Id::new(Rc::clone(&self.gateway.id));
            Ref::from(context.names.id(&id, coder)?)
        };
        self.customer_gateway = context.names.id(&self.customer_gateway, coder)?;
        self.routing = match nets_if(is_static, prefixes.as_deref(), context, coder)? {
            Some(prefixes) => VpnRouting::Static(prefixes),
            None => VpnRouting::Bgp,
        };
        self.tunnels = [Tunnel { up: !one_down }, Tunnel { up: !two_down }];
        if more {
            self.options = self.options.pack(context, coder)?;
        }
        Ok(())
    }
}
