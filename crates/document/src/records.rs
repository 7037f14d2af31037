//! The fields of records, each with what it is unless something else is said. JSON and link leave that out, and so does the
//! text form. The order of fields is the link's: frozen, further ones come after.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net};
use reach::address::ANY_IPV4;
use reach::id::{Id, Kind, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;

/// Calls the macro with the fields; one without a value is always written.
macro_rules! for_fields {
    ($call:ident) => {
        $call! {
            EgressOnlyInternetGateway { name = None, vpc = None }
            TransitGateway {
                name = None,
                region = Vpc::DEFAULT_REGION.into(),
                account = None,
                asn = TransitGateway::DEFAULT_ASN,
                cidr_blocks = Vec::new(),
                default_association = true,
                default_propagation = true,
                association_table = None,
                propagation_table = None,
                dns_support = true,
                vpn_ecmp = true,
                sg_referencing = false,
                auto_accept = false,
                shared_with = SortedSet::new(),
            }
            TransitGatewayAttachment {
                name = None,
                gateway,
                to,
                state = AttachmentState::Available,
                association = Association::ByDefault,
                propagations = None,
                appliance_mode = false,
                ipv6 = false,
                sg_referencing = true,
                dns_support = true,
            }
            TransitGatewayRouteTable { name = None, gateway, routes = Vec::new() }
            DirectConnectGateway {
                name = None,
                account = None,
                asn = DirectConnectGateway::DEFAULT_ASN,
                associations = Vec::new(),
            }
            VirtualInterface {
                name = None,
                kind = VirtualInterfaceKind::Private,
                gateway = None,
                site = None,
                region = Vpc::DEFAULT_REGION.into(),
                asn = CustomerGateway::DEFAULT_ASN,
                announces = None,
                routes = None,
                preference = Preference::Medium,
                as_path = 1,
                med = None,
                up = true,
                mtu = VirtualInterface::MTU,
                site_link = false,
            }
            ClientVpnEndpoint {
                name = None,
                vpc = None,
                transit_gateway = None,
                zones = Vec::new(),
                client_cidr = ClientVpnEndpoint::DEFAULT_CIDR,
                associations = Vec::new(),
                security_groups = Vec::new(),
                routes = Vec::new(),
                authorizations = Vec::new(),
                split_tunnel = false,
                clients = Vec::new(),
            }
            LoadBalancer {
                name = None,
                vpc,
                kind = LoadBalancerKind::Network,
                internet_facing = false,
                subnets = Vec::new(),
                public_ipv4 = Vec::<Ipv4Addr>::new(),
                security_groups = Vec::new(),
                cross_zone = false,
                enforce_private_link = true,
                preserve_client_ip = true,
                listeners = Vec::new(),
            }
            EndpointService {
                name = None,
                load_balancers = Vec::new(),
                acceptance_required = true,
                principals = SortedSet::new(),
                regions = SortedSet::new(),
                private_dns_name = None,
                verified = false,
                state = ServiceState::Available,
            }
            GatewayLoadBalancerEndpoint { name = None, subnet, service, state = EndpointState::Available }
            BlockPublicAccess {
                name = None,
                region = Vpc::DEFAULT_REGION.into(),
                account = None,
                mode = BlockMode::Bidirectional,
                exclusions = Vec::new(),
            }
            RegionalNatGateway {
                name = None,
                vpc,
                zones = Vec::new(),
                public_ipv4 = Vec::<Ipv4Addr>::new(),
                route_table = None,
                state = NatState::Available,
            }
            HostedZone { name = None, domain, vpcs = SortedSet::new(), records = Vec::new() }
            ResolverEndpoint {
                name = None,
                vpc,
                direction = ResolverDirection::Inbound,
                subnets = Vec::new(),
                security_groups = Vec::new(),
            }
            ResolverRule {
                name = None,
                domain,
                endpoint = None,
                targets = Vec::<IpAddr>::new(),
                vpcs = SortedSet::new(),
            }
            ResourcePolicy { name = None, resource, statements = Vec::new() }
        }
    };
}
pub(crate) use for_fields;

/// The same for what stands in lists and parts of records.
macro_rules! for_rows {
    ($call:ident) => {
        $call! {
            DirectConnectAssociation { gateway, allowed_prefixes = Vec::new() }
            VpnOptions {
                as_path = 1,
                med = None,
                accelerated = false,
                large = false,
                concentrator = false,
                ipv6 = false,
                inside_cidrs = Vec::new(),
                transport = None,
            }
            ClientVpnRoute { destination, target }
            Authorization { destination, group = None }
            Client { name, address, groups = Vec::new() }
            Listener { protocol, port, targets = Vec::new() }
            ListenerTarget { interface, port = None }
            Statement {
                effect,
                principal = "*".into(),
                action = "*".into(),
                resource = "*".into(),
                source_ip = None,
                source = None,
                conditions = Vec::new(),
            }
            PolicyCondition { operator, key, values = Vec::new() }
            Exclusion { of, mode }
            DnsRecord { name, addresses = Vec::<IpAddr>::new(), alias = None }
        }
    };
}
pub(crate) use for_rows;

/// A record before anything is said about it.
pub(crate) trait Usual {
    fn usual() -> Self;
}

/// Stands for a value that has to be given until it is.
pub(crate) trait Blank {
    fn blank() -> Self;
}

macro_rules! usual {
    ($($record:ident { $($field:ident $(= $default:expr)?),* $(,)? })*) => {
        $(impl Usual for $record {
            fn usual() -> Self {
                $record { $($field: usual_value!($($default)?),)* }
            }
        })*
    };
}

macro_rules! usual_value {
    () => {
        Blank::blank()
    };
    ($default:expr) => {
        $default
    };
}

for_fields!(usual);
for_rows!(usual);

macro_rules! blank_rows {
    ($($row:ident { $($field:ident $(= $default:expr)?),* $(,)? })*) => {
        $(impl Blank for $row {
            fn blank() -> Self {
                Self::usual()
            }
        })*
    };
}

for_rows!(blank_rows);

macro_rules! blanks {
    ($($value:ty = $blank:expr;)*) => {
        $(impl Blank for $value {
            fn blank() -> Self {
                $blank
            }
        })*
    };
}

blanks! {
    bool = false;
    u8 = 0;
    u16 = 0;
    u32 = 0;
    Rc<str> = "".into();
    Ref = Ref::new(Kind::Vpc, "");
    IpNet = ANY_IPV4;
    Ipv4Addr = Ipv4Addr::UNSPECIFIED;
    IpAddr = Ipv4Addr::UNSPECIFIED.into();
    Ipv4Net = ClientVpnEndpoint::DEFAULT_CIDR;
    VirtualInterfaceKind = VirtualInterfaceKind::Private;
    Preference = Preference::Medium;
    ClientVpnTarget = ClientVpnTarget::Local;
    LoadBalancerKind = LoadBalancerKind::Network;
    ListenerProtocol = ListenerProtocol::Tcp;
    ServiceState = ServiceState::Available;
    Effect = Effect::Allow;
    AddressType = AddressType::Ipv4;
    BlockMode = BlockMode::Bidirectional;
    ExclusionMode = ExclusionMode::Bidirectional;
    ResolverDirection = ResolverDirection::Inbound;
    NatState = NatState::Available;
    EndpointState = EndpointState::Available;
    EndpointSubnet = EndpointSubnet {
        subnet: Id::new(""),
        ipv4: Ipv4Addr::UNSPECIFIED,
    };
    Destination = Destination::Cidr(ANY_IPV4);
    Attached = Attached::NetworkFunction;
    AttachmentState = AttachmentState::Available;
    Association = Association::ByDefault;
    TransitGatewayTarget = TransitGatewayTarget::Blackhole;
    TransitGatewayRoute = TransitGatewayRoute {
        destination: Blank::blank(),
        target: Blank::blank(),
    };
}

impl<T> Blank for Id<T> {
    fn blank() -> Self {
        Id::new("")
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Ord> Blank for SortedSet<T> {
    fn blank() -> Self {
        SortedSet::new()
    }
}
