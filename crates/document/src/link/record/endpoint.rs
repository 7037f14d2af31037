//! Gateway endpoints and interface endpoints.

use std::net::Ipv4Addr;

use reach::id::Id;
use reach::sorted::SortedSet;
use reach::topology::{AddressType, EndpointState, EndpointSubnet, GatewayEndpoint, InterfaceEndpoint};

use super::packed::Packed;
use super::{Context, Recorded, id_if, ids, text_if};
use crate::link::coder::{Coded, Coder};
use crate::link::rows::ipv4;
use crate::link::topology::lane::{FLAGS, NETS, NUMBERS, TEXTS};

const ENDPOINT_STATES: [EndpointState; 8] = [
    EndpointState::Available,
    EndpointState::PendingAcceptance,
    EndpointState::Pending,
    EndpointState::Rejected,
    EndpointState::Expired,
    EndpointState::Failed,
    EndpointState::Deleting,
    EndpointState::Deleted,
];

impl Recorded for GatewayEndpoint {
    fn blank() -> Self {
        GatewayEndpoint {
            name: None,
            vpc: Id::new(""),
            service: "s3".into(),
            route_tables: SortedSet::new(),
            state: EndpointState::Available,
            policy: None,
            address_type: AddressType::Ipv4,
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.vpc = context.names.id(&self.vpc, coder)?;
        let [service, many, name, state, policy, address_type] = coder.flags(
            FLAGS,
            [
                *self.service != *"s3",
                self.route_tables.len() != 1,
                self.name.is_some(),
                self.state != EndpointState::Available,
                self.policy.is_some(),
                self.address_type != AddressType::Ipv4,
            ],
        )?;
        if service {
            self.service = coder.text(TEXTS, &self.service)?;
        }
        let tables: Vec<_> = self.route_tables.iter().cloned().collect();
        self.route_tables = ids(!many, &tables, &context.names, coder)?.into_iter().collect();
        self.name = text_if(name, &self.name, coder)?;
        if state {
            self.state = coder.choice(NUMBERS, self.state, &ENDPOINT_STATES)?;
        }
        if policy {
            self.policy = self.policy.pack(context, coder)?;
        }
        if address_type {
            self.address_type = self.address_type.pack(context, coder)?;
        }
        Ok(())
    }
}

impl Recorded for InterfaceEndpoint {
    fn blank() -> Self {
        InterfaceEndpoint {
            name: None,
            vpc: Id::new(""),
            service: "".into(),
            subnets: Vec::new(),
            security_groups: Vec::new(),
            private_dns: false,
            state: EndpointState::Available,
            provider: None,
            service_region: None,
            inbound_resolver_only: false,
            policy: None,
        }
    }

    fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
        self.vpc = context.names.id(&self.vpc, coder)?;
        let [private_dns, many_groups, name, state, provider, region, inbound, policy] = coder.flags(
            FLAGS,
            [
                self.private_dns,
                self.security_groups.len() != 1,
                self.name.is_some(),
                self.state != EndpointState::Available,
                self.provider.is_some(),
                self.service_region.is_some(),
                self.inbound_resolver_only,
                self.policy.is_some(),
            ],
        )?;
        self.private_dns = private_dns;
        self.service = coder.text(TEXTS, &self.service)?;
        self.security_groups = ids(!many_groups, &self.security_groups, &context.names, coder)?;
        let blank = EndpointSubnet {
            subnet: Id::new(""),
            ipv4: Ipv4Addr::UNSPECIFIED,
        };
        self.subnets = coder.list(NUMBERS, &self.subnets, &blank, |coder, place| {
            let subnet = context.names.id(&place.subnet, coder)?;
            let range = context.range_of(&subnet);
            let ipv4 = ipv4(place.ipv4, range, NUMBERS, NETS, coder)?;
            Ok(EndpointSubnet { subnet, ipv4 })
        })?;
        self.name = text_if(name, &self.name, coder)?;
        if state {
            self.state = coder.choice(NUMBERS, self.state, &ENDPOINT_STATES)?;
        }
        self.provider = id_if(provider, &self.provider, &context.names, coder)?;
        self.service_region = text_if(region, &self.service_region, coder)?;
        self.inbound_resolver_only = inbound;
        if policy {
            self.policy = self.policy.pack(context, coder)?;
        }
        Ok(())
    }
}
