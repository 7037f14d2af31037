//! The network as it was drawn: ordered tables of records. It may be wrong in any way; [`crate::resolve`] finds out.
//!
//! What AWS creates by itself and nobody changed is not written: a VPC's main route table, its default security
//! group and default network ACL exist in the resolved network even when no record stands for them (their ids
//! are [`Vpc::implicit_main_route_table`] and so on), and so does the default route table of a transit gateway
//! ([`TransitGateway::implicit_route_table`]). Local routes are never stored, except where their target was replaced.
//!
//! What refers to what, beyond VPC, subnet and interface:
//!
//! ```text
//! TransitGateway ◀── TransitGatewayRouteTable ◀── TransitGatewayAttachment ──▶ VPC, VPN connection, Direct Connect gateway,
//!                                                  (association, propagations)  Client VPN endpoint, the peer's attachment
//! Site ◀── VirtualInterface ──▶ DirectConnectGateway ──▶ VpnGateway or TransitGateway
//! Site ◀── CustomerGateway ◀── VpnConnection ──▶ VpnGateway or TransitGateway
//! InterfaceEndpoint, GatewayLoadBalancerEndpoint ──▶ EndpointService ──▶ LoadBalancer ──▶ NetworkInterface
//! BlockPublicAccess ──▶ excluded VPCs and subnets;  HostedZone, ResolverRule ──▶ the VPCs that ask
//! ```
//!
//! A record may name what does not exist; [`crate::resolve`] takes out or mends what cannot be, and spells out defaults.

mod client_vpn;
mod direct_connect;
mod endpoint;
mod filter;
mod gateway;
mod interface;
mod private_link;
mod region;
mod route;
mod table;
mod traffic;
mod transit;
mod vpc;
mod vpn;

pub use client_vpn::{Authorization, Client, ClientVpnEndpoint, ClientVpnRoute, ClientVpnTarget};
pub use direct_connect::{
    DirectConnectAssociation, DirectConnectGateway, Preference, VirtualInterface, VirtualInterfaceKind,
};
pub use endpoint::{
    AddressType, Effect, EndpointState, EndpointSubnet, GatewayEndpoint, InterfaceEndpoint, PolicyCondition,
    ResourcePolicy, Statement,
};
pub use filter::{AclAction, AclEntry, NetworkAcl, PrefixList, Rule, RulePeer, SecurityGroup};
pub use gateway::{
    EgressOnlyInternetGateway, InternetGateway, NatConnectivity, NatGateway, NatState, PeeringConnection, PeeringState,
};
pub use interface::{InterfaceState, NetworkInterface, Role};
pub use private_link::{
    EndpointService, GatewayLoadBalancerEndpoint, Listener, ListenerProtocol, ListenerTarget, LoadBalancer,
    LoadBalancerKind, ServiceState,
};
pub use region::{
    BlockMode, BlockPublicAccess, DnsRecord, Exclusion, ExclusionMode, HostedZone, RegionalNatGateway,
    ResolverDirection, ResolverEndpoint, ResolverRule,
};
pub use route::{Destination, Route, RouteTable, Target};
pub use table::Table;
pub use traffic::{PortRange, Traffic};
pub use transit::{
    Association, Attached, AttachmentState, TransitGateway, TransitGatewayAttachment, TransitGatewayRoute,
    TransitGatewayRouteTable, TransitGatewayTarget,
};
pub use vpc::{Subnet, Vpc};
pub use vpn::{CustomerGateway, Host, Site, Tunnel, VpnConnection, VpnGateway, VpnOptions, VpnRouting};

use std::rc::Rc;

use crate::id::{Id, Kind, Record, Ref};

pub type VpcId = Id<Vpc>;
pub type SubnetId = Id<Subnet>;
pub type RouteTableId = Id<RouteTable>;
pub type NetworkAclId = Id<NetworkAcl>;
pub type SecurityGroupId = Id<SecurityGroup>;
pub type PrefixListId = Id<PrefixList>;
pub type InterfaceId = Id<NetworkInterface>;
pub type InternetGatewayId = Id<InternetGateway>;
pub type NatGatewayId = Id<NatGateway>;
pub type PeeringId = Id<PeeringConnection>;
pub type GatewayEndpointId = Id<GatewayEndpoint>;
pub type InterfaceEndpointId = Id<InterfaceEndpoint>;
pub type VpnGatewayId = Id<VpnGateway>;
pub type CustomerGatewayId = Id<CustomerGateway>;
pub type VpnConnectionId = Id<VpnConnection>;
pub type SiteId = Id<Site>;
pub type EgressOnlyInternetGatewayId = Id<EgressOnlyInternetGateway>;
pub type TransitGatewayId = Id<TransitGateway>;
pub type TransitGatewayAttachmentId = Id<TransitGatewayAttachment>;
pub type TransitGatewayRouteTableId = Id<TransitGatewayRouteTable>;
pub type DirectConnectGatewayId = Id<DirectConnectGateway>;
pub type VirtualInterfaceId = Id<VirtualInterface>;
pub type ClientVpnEndpointId = Id<ClientVpnEndpoint>;
pub type LoadBalancerId = Id<LoadBalancer>;
pub type EndpointServiceId = Id<EndpointService>;
pub type GatewayLoadBalancerEndpointId = Id<GatewayLoadBalancerEndpoint>;
pub type BlockPublicAccessId = Id<BlockPublicAccess>;
pub type RegionalNatGatewayId = Id<RegionalNatGateway>;
pub type HostedZoneId = Id<HostedZone>;
pub type ResolverEndpointId = Id<ResolverEndpoint>;
pub type ResolverRuleId = Id<ResolverRule>;
pub type ResourcePolicyId = Id<ResourcePolicy>;

/// Calls a macro with every kind of record and the table that holds it. A kind of record is added by a line here, one in
/// [`Kind`], and the file with its type.
#[macro_export]
macro_rules! for_records {
    ($call:ident) => {
        $call! {
            Vpc: vpcs,
            Subnet: subnets,
            RouteTable: route_tables,
            NetworkAcl: network_acls,
            SecurityGroup: security_groups,
            PrefixList: prefix_lists,
            NetworkInterface: interfaces,
            InternetGateway: internet_gateways,
            NatGateway: nat_gateways,
            PeeringConnection: peering_connections,
            GatewayEndpoint: gateway_endpoints,
            InterfaceEndpoint: interface_endpoints,
            VpnGateway: vpn_gateways,
            CustomerGateway: customer_gateways,
            VpnConnection: vpn_connections,
            Site: sites,
            EgressOnlyInternetGateway: egress_only_internet_gateways,
            TransitGateway: transit_gateways,
            TransitGatewayAttachment: transit_gateway_attachments,
            TransitGatewayRouteTable: transit_gateway_route_tables,
            DirectConnectGateway: direct_connect_gateways,
            VirtualInterface: virtual_interfaces,
            ClientVpnEndpoint: client_vpn_endpoints,
            LoadBalancer: load_balancers,
            EndpointService: endpoint_services,
            GatewayLoadBalancerEndpoint: gateway_load_balancer_endpoints,
            BlockPublicAccess: block_public_access,
            RegionalNatGateway: regional_nat_gateways,
            HostedZone: hosted_zones,
            ResolverEndpoint: resolver_endpoints,
            ResolverRule: resolver_rules,
            ResourcePolicy: resource_policies,
        }
    };
}

/// Declares the tables of a [`Topology`], the [`Element`] that can hold any record, and the look-ups over all of them.
macro_rules! tables {
    ($($record:ident: $field:ident,)*) => {
        /// The network as drawn. Cloning is cheap: records are shared.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Topology {
            $(pub $field: Table<$record>,)*
        }

        /// Any record with its id: what is created, replaced, copied and pasted.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Element {
            $($record(Id<$record>, $record),)*
        }

        $(impl Record for $record {
            const KIND: Kind = Kind::$record;
        })*

        $(impl From<(Id<$record>, $record)> for Element {
            fn from((id, record): (Id<$record>, $record)) -> Self {
                Element::$record(id, record)
            }
        })*

        impl Element {
            pub fn reference(&self) -> Ref {
                match self {
                    $(Element::$record(id, _) => Ref::from(id),)*
                }
            }

            /// The Name tag, where there is one.
            pub fn name(&self) -> Option<&Rc<str>> {
                match self {
                    $(Element::$record(_, record) => record.name.as_ref(),)*
                }
            }

            pub fn set_name(&mut self, name: Option<Rc<str>>) {
                match self {
                    $(Element::$record(_, record) => record.name = name,)*
                }
            }
        }

        impl Topology {
            pub fn contains(&self, reference: &Ref) -> bool {
                match reference.kind {
                    $(Kind::$record => self.$field.contains(&reference.id),)*
                    Kind::Internet | Kind::Service => true,
                }
            }

            pub fn get(&self, reference: &Ref) -> Option<Element> {
                match reference.kind {
                    $(Kind::$record => {
                        let id = Id::new(Rc::clone(&reference.id));
                        self.$field.get(&id).map(|record| Element::$record(id.clone(), record.clone()))
                    })*
                    Kind::Internet | Kind::Service => None,
                }
            }

            /// The name that a person gave it.
            pub fn given_name(&self, reference: &Ref) -> Option<&std::rc::Rc<str>> {
                let name = match reference.kind {
                    $(Kind::$record => self.$field.get(&reference.to_id()?)?.name.as_ref(),)*
                    Kind::Internet | Kind::Service => None,
                };
                name.filter(|name| !name.is_empty())
            }

            /// Adds the record, or puts it in the place of the one with the same id.
            pub fn put(&mut self, element: Element) {
                match element {
                    $(Element::$record(id, record) => { self.$field.insert(id, record); })*
                }
            }

            /// Takes one record out and touches nothing else.
            pub fn remove(&mut self, reference: &Ref) -> bool {
                match reference.kind {
                    $(Kind::$record => self.$field.remove(&reference.id),)*
                    Kind::Internet | Kind::Service => false,
                }
            }

            /// Every record there is, kind by kind, in the order of ids.
            pub fn references(&self) -> Vec<Ref> {
                let mut all = Vec::new();
                $(all.extend(self.$field.ids().map(Ref::from));)*
                all
            }

            /// The element with this id, whatever its kind. Ids are unique over all kinds.
            pub fn find(&self, id: &str) -> Option<Ref> {
                $(if self.$field.contains(id) { return Some(Ref::new(Kind::$record, id)); })*
                None
            }
        }
    };
}

for_records!(tables);
