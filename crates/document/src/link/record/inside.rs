//! VPCs, subnets and what stands in them.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::id::Id;
use reach::topology::{
    InterfaceState, InternetGateway, NatConnectivity, NatGateway, NatState, NetworkInterface, Role, Subnet, Vpc,
};

use super::{Context, Recorded, id_if, ids, text_if};
use crate::link::coder::{Coded, Coder, Stop};
use crate::link::rows::{explicit4, explicit6, ipv4, ipv6};
use crate::link::topology::lane::{FLAGS, NETS, NUMBERS, TEXTS};

const ROLES: [Role; 4] = [Role::Instance, Role::Database, Role::Function, Role::Other];
const INTERFACE_STATES: [InterfaceState; 3] = [
    InterfaceState::InUse,
    InterfaceState::Stopped,
    InterfaceState::Available,
];
const NAT_STATES: [NatState; 5] = [
    NatState::Available,
    NatState::Pending,
    NatState::Failed,
    NatState::Deleting,
    NatState::Deleted,
];

/// Stands for a range in reading.
const BLANK: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);
const BLANK6: Ipv6Net = Ipv6Net::new_assert(std::net::Ipv6Addr::UNSPECIFIED, 0);
/// Where public addresses of drawn diagrams come from.
const DOCUMENTATION: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(203, 0, 113, 0), 24);

impl Recorded for Vpc {
    fn blank() -> Self {
        Vpc::new(BLANK)
    }

    fn code(&mut self, id: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let [name, region, account, many, six, main, group, acl, support, hostnames] = coder.flags(
            FLAGS,
            [
                self.name.is_some(),
                *self.region != *Vpc::DEFAULT_REGION,
                self.account.is_some(),
                self.cidrs.len() != 1,
                !self.ipv6_cidrs.is_empty(),
                self.main_route_table.is_some(),
                self.default_security_group.is_some(),
                self.default_network_acl.is_some(),
                !self.dns_support,
                self.dns_hostnames,
            ],
        )?;
        self.name = text_if(name, &self.name, coder)?;
        if region {
            self.region = coder.text(TEXTS, &self.region)?;
        }
        self.account = text_if(account, &self.account, coder)?;
        if many {
            self.cidrs = coder.list(NUMBERS, &self.cidrs, &BLANK, |coder, net| explicit4(*net, NETS, coder))?;
        } else {
            let only = self.cidrs.first().copied().unwrap_or(BLANK);
            self.cidrs = vec![explicit4(only, NETS, coder)?];
        }
        if six {
            self.ipv6_cidrs = coder.list(NUMBERS, &self.ipv6_cidrs, &BLANK6, |coder, net| {
                explicit6(*net, NETS, coder)
            })?;
        }
        self.main_route_table = id_if(main, &self.main_route_table, &context.names, coder)?;
        self.default_security_group = id_if(group, &self.default_security_group, &context.names, coder)?;
        self.default_network_acl = id_if(acl, &self.default_network_acl, &context.names, coder)?;
        self.dns_support = !support;
        self.dns_hostnames = hostnames;
        for cidr in &self.cidrs {
            context.nets.learn(IpNet::V4(*cidr));
        }
        for cidr in &self.ipv6_cidrs {
            context.nets.learn(IpNet::V6(*cidr));
        }
        context.vpcs.insert(id.clone(), self.clone());
        Ok(())
    }
}

impl Recorded for Subnet {
    fn blank() -> Self {
        Subnet::new(Id::new(""), "", BLANK)
    }

    fn code(&mut self, id: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.vpc = context.names.id(&self.vpc, coder)?;
        let region = context.region(&self.vpc).to_owned();
        let letter = self
            .zone
            .strip_prefix(region.as_str())
            .filter(|letter| letter.len() == 1)
            .and_then(|letter| letter.bytes().next())
            .filter(u8::is_ascii_lowercase);
        let [name, zone, named_zone, six, table, acl] = coder.flags(
            FLAGS,
            [
                self.name.is_some(),
                letter != Some(b'a'),
                letter.is_none(),
                self.ipv6_cidr.is_some(),
                self.route_table.is_some(),
                self.network_acl.is_some(),
            ],
        )?;
        self.name = text_if(name, &self.name, coder)?;
        self.zone = match (zone, named_zone) {
            (_, true) => coder.text(TEXTS, &self.zone)?,
            (false, false) => format!("{region}a").into(),
            (true, false) => {
                let letter = coder.byte(NUMBERS, letter.unwrap_or(b'a').wrapping_sub(b'a'))?;
                let letter = b'a'
                    .checked_add(letter)
                    .filter(u8::is_ascii_lowercase)
                    .ok_or(Stop::Damaged)?;
                format!("{region}{}", char::from(letter)).into()
            }
        };
        let vpc = context.vpcs.get(&self.vpc);
        self.cidr = subnet_range(self.cidr, vpc.and_then(|vpc| vpc.cidrs.first().copied()), coder)?;
        if six {
            let range = vpc.and_then(|vpc| vpc.ipv6_cidrs.first().copied());
            self.ipv6_cidr = Some(subnet_range6(self.ipv6_cidr.unwrap_or(BLANK6), range, coder)?);
        }
        self.route_table = id_if(table, &self.route_table, &context.names, coder)?;
        self.network_acl = id_if(acl, &self.network_acl, &context.names, coder)?;
        for net in self
            .cidr
            .map(IpNet::V4)
            .into_iter()
            .chain(self.ipv6_cidr.map(IpNet::V6))
        {
            context.nets.learn(net);
        }
        context.subnets.insert(id.clone(), self.cidr);
        Ok(())
    }
}

/// 0: none. 1: in full. 2: a part of the VPC's range of another size, as size and number. From 3: the number of a /24 in it.
fn subnet_range(cidr: Option<Ipv4Net>, vpc: Option<Ipv4Net>, coder: &mut Coder) -> Coded<Option<Ipv4Net>> {
    let part = cidr.zip(vpc).filter(|(cidr, vpc)| vpc.contains(cidr));
    let number = |cidr: Ipv4Net, vpc: Ipv4Net| {
        let offset = u64::from(u32::from(cidr.network()) - u32::from(vpc.network()));
        offset >> (32 - u32::from(cidr.prefix_len()))
    };
    let code = match (cidr, part) {
        (None, _) => 0,
        (Some(_), None) => 1,
        (_, Some((cidr, vpc))) if cidr.prefix_len() == 24 => 3 + number(cidr, vpc),
        (_, Some(_)) => 2,
    };
    let code = coder.number(NUMBERS, code)?;
    let (length, number) = match (code, part) {
        (0, _) => return Ok(None),
        (1, _) => return explicit4(cidr.unwrap_or(BLANK), NETS, coder).map(Some),
        (2, part) => {
            let (length, number) = part.map_or((0, 0), |(cidr, vpc)| (cidr.prefix_len(), number(cidr, vpc)));
            (coder.byte(NUMBERS, length)?, coder.number(NUMBERS, number)?)
        }
        (code, _) => (24, code - 3),
    };
    let vpc = vpc.ok_or(Stop::Damaged)?;
    if length > 32 || number >= 1 << length {
        return Err(Stop::Damaged);
    }
    let offset = number << (32 - u32::from(length));
    let first = u64::from(u32::from(vpc.network())) + offset;
    let first = u32::try_from(first).map_err(|_| Stop::Damaged)?;
    Ipv4Net::new(first.into(), length)
        .map(|net| Some(net.trunc()))
        .map_err(|_| Stop::Damaged)
}

/// 0: in full. From 1: the number of a /64 in the VPC's range.
fn subnet_range6(cidr: Ipv6Net, vpc: Option<Ipv6Net>, coder: &mut Coder) -> Coded<Ipv6Net> {
    let part = vpc.filter(|vpc| cidr.prefix_len() == 64 && vpc.contains(&cidr));
    let number =
        part.and_then(|vpc| u64::try_from((u128::from(cidr.network()) - u128::from(vpc.network())) >> 64).ok());
    let number = number.and_then(|number| number.checked_add(1)).unwrap_or(0);
    let code = coder.number(NUMBERS, number)?;
    let Some(number) = code.checked_sub(1) else {
        return explicit6(cidr, NETS, coder);
    };
    let vpc = vpc.ok_or(Stop::Damaged)?;
    let first = u128::from(vpc.network())
        .checked_add(u128::from(number) << 64)
        .ok_or(Stop::Damaged)?;
    Ipv6Net::new(first.into(), 64)
        .map(|net| net.trunc())
        .map_err(|_| Stop::Damaged)
}

impl Recorded for NetworkInterface {
    fn blank() -> Self {
        NetworkInterface::new(Id::new(""), Role::Instance, Ipv4Addr::UNSPECIFIED)
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.subnet = context.names.id(&self.subnet, coder)?;
        let [
            public,
            many_groups,
            role,
            name,
            no_check,
            state,
            instance,
            no_ipv4,
            secondary,
            six,
            masquerades,
        ] = coder.flags(
            FLAGS,
            [
                self.public_ipv4.is_some(),
                self.security_groups.len() != 1,
                self.role != Role::Instance,
                self.name.is_some(),
                !self.source_dest_check,
                self.state != InterfaceState::InUse,
                self.instance.is_some(),
                self.ipv4.is_none(),
                !self.secondary_ipv4.is_empty(),
                !self.ipv6.is_empty(),
                self.masquerades,
            ],
        )?;
        let range = context.range_of(&self.subnet);
        self.ipv4 = if no_ipv4 {
            None
        } else {
            Some(ipv4(
                self.ipv4.unwrap_or(Ipv4Addr::UNSPECIFIED),
                range,
                NUMBERS,
                NETS,
                coder,
            )?)
        };
        if public {
            let address = self.public_ipv4.unwrap_or(Ipv4Addr::UNSPECIFIED);
            self.public_ipv4 = Some(ipv4(address, Some(DOCUMENTATION), NUMBERS, NETS, coder)?);
        }
        self.security_groups = ids(!many_groups, &self.security_groups, &context.names, coder)?;
        if role {
            self.role = coder.choice(NUMBERS, self.role, &ROLES)?;
        }
        self.name = text_if(name, &self.name, coder)?;
        self.source_dest_check = !no_check;
        self.masquerades = masquerades;
        if state {
            self.state = coder.choice(NUMBERS, self.state, &INTERFACE_STATES)?;
        }
        self.instance = text_if(instance, &self.instance, coder)?;
        if secondary {
            self.secondary_ipv4 = coder.list(
                NUMBERS,
                &self.secondary_ipv4,
                &Ipv4Addr::UNSPECIFIED,
                |coder, address| ipv4(*address, range, NUMBERS, NETS, coder),
            )?;
        }
        if six {
            let blank = std::net::Ipv6Addr::UNSPECIFIED;
            self.ipv6 = coder.list(NUMBERS, &self.ipv6, &blank, |coder, address| {
                ipv6(*address, None, NUMBERS, NETS, coder)
            })?;
        }
        Ok(())
    }
}

impl Recorded for NatGateway {
    fn blank() -> Self {
        NatGateway {
            name: None,
            subnet: Id::new(""),
            ipv4: Ipv4Addr::UNSPECIFIED,
            connectivity: NatConnectivity::Private,
            state: NatState::Available,
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.subnet = context.names.id(&self.subnet, coder)?;
        let [private, name, state] = coder.flags(
            FLAGS,
            [
                self.connectivity == NatConnectivity::Private,
                self.name.is_some(),
                self.state != NatState::Available,
            ],
        )?;
        self.ipv4 = ipv4(self.ipv4, context.range_of(&self.subnet), NUMBERS, NETS, coder)?;
        self.connectivity = if private {
            NatConnectivity::Private
        } else {
            let address = match self.connectivity {
                NatConnectivity::Public(address) => address,
                NatConnectivity::Private => Ipv4Addr::UNSPECIFIED,
            };
            NatConnectivity::Public(ipv4(address, Some(DOCUMENTATION), NUMBERS, NETS, coder)?)
        };
        self.name = text_if(name, &self.name, coder)?;
        if state {
            self.state = coder.choice(NUMBERS, self.state, &NAT_STATES)?;
        }
        Ok(())
    }
}

impl Recorded for InternetGateway {
    fn blank() -> Self {
        InternetGateway {
            name: None,
            vpc: None,
            route_table: None,
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        let flags = [self.vpc.is_some(), self.name.is_some(), self.route_table.is_some()];
        let [attached, name, table] = coder.flags(FLAGS, flags)?;
        self.vpc = id_if(attached, &self.vpc, &context.names, coder)?;
        self.name = text_if(name, &self.name, coder)?;
        self.route_table = id_if(table, &self.route_table, &context.names, coder)?;
        Ok(())
    }
}
