//! The fields of every record, with the defaults that are left out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reach::id::{Id, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;
use serde_json::{Map, Value};

use crate::file::Error;
use crate::file::fields::Fields;
use crate::file::path::Path;
use crate::file::wire::Wire;

/// A record as the fields of an object.
pub(super) trait Written: Sized {
    fn write(&self, object: &mut Map<String, Value>);
    fn read(fields: &mut Fields<'_>) -> Result<Self, Error>;
}

macro_rules! write_field {
    ($object:ident, $value:expr, $name:expr) => {
        $object.insert($name.into(), Wire::write(&$value));
    };
    ($object:ident, $value:expr, $name:expr, $default:expr) => {
        if $value != $default {
            $object.insert($name.into(), Wire::write(&$value));
        }
    };
}

macro_rules! read_field {
    ($fields:ident, $name:expr) => {
        $fields.required($name)?
    };
    ($fields:ident, $name:expr, $default:expr) => {
        match $fields.optional($name)? {
            Some(value) => value,
            None => $default,
        }
    };
}

/// Names the fields of each record once; a field without a default is always written and has to be there.
macro_rules! records {
    ($($record:ident { $($field:ident $(= $default:expr)?),* $(,)? })*) => {
        $(impl Written for $record {
            fn write(&self, object: &mut Map<String, Value>) {
                $(write_field!(object, self.$field, stringify!($field) $(, $default)?);)*
            }

            fn read(fields: &mut Fields<'_>) -> Result<Self, Error> {
                Ok($record {
                    $($field: read_field!(fields, stringify!($field) $(, $default)?),)*
                })
            }
        })*
    };
}

records! {
    Vpc {
        name = None,
        region = Vpc::DEFAULT_REGION.into(),
        account = None,
        cidrs,
        ipv6_cidrs = Vec::new(),
        main_route_table = None,
        default_security_group = None,
        default_network_acl = None,
        dns_support = true,
        dns_hostnames = false,
    }
    Subnet { name = None, vpc, zone, cidr = None, ipv6_cidr = None, route_table = None, network_acl = None }
    RouteTable { name = None, vpc, routes = Vec::new(), propagating = SortedSet::new() }
    NetworkAcl { name = None, vpc, inbound, outbound }
    SecurityGroup { name = None, vpc, inbound, outbound }
    PrefixList { name = None, region = Vpc::DEFAULT_REGION.into(), service = None, entries = Vec::new() }
    NetworkInterface {
        name = None,
        subnet,
        role = Role::Instance,
        instance = None,
        state = InterfaceState::InUse,
        ipv4 = None,
        secondary_ipv4 = Vec::<Ipv4Addr>::new(),
        ipv6 = Vec::<Ipv6Addr>::new(),
        public_ipv4 = None,
        security_groups = Vec::new(),
        source_dest_check = true,
        masquerades = false,
    }
    InternetGateway { name = None, vpc = None, route_table = None }
    NatGateway { name = None, subnet, ipv4, connectivity, state = NatState::Available }
    PeeringConnection {
        name = None,
        requester,
        accepter,
        state = PeeringState::Active,
        requester_dns = false,
        accepter_dns = false,
    }
    GatewayEndpoint {
        name = None,
        vpc,
        service,
        route_tables = SortedSet::new(),
        state = EndpointState::Available,
        policy = None,
        address_type = AddressType::Ipv4,
    }
    InterfaceEndpoint {
        name = None,
        vpc,
        service,
        subnets = Vec::new(),
        security_groups = Vec::new(),
        private_dns = false,
        state = EndpointState::Available,
        provider = None,
        service_region = None,
        inbound_resolver_only = false,
        policy = None,
    }
    VpnGateway { name = None, vpc = None, asn = VpnGateway::DEFAULT_ASN, route_table = None }
    CustomerGateway { name = None, site = None, asn = CustomerGateway::DEFAULT_ASN, announces = None, routes = None }
    VpnConnection {
        name = None,
        gateway,
        customer_gateway,
        routing = VpnRouting::Bgp,
        tunnels = [Tunnel { up: true }; 2],
        options = VpnOptions::default(),
    }
    Site { name = None, cidrs = Vec::new(), hosts = Vec::new() }
    EndpointSubnet { subnet, ipv4 }
    Host { name, address }
    AclEntry { number, action, traffic, cidr }
}

crate::records::for_fields!(records);
crate::records::for_rows!(records);

/// Rows are objects of their own.
macro_rules! rows {
    ($($row:ident $({ $($field:ident $(= $default:expr)?),* $(,)? })?)*) => {
        $(impl Wire for $row {
            fn write(&self) -> Value {
                let mut object = Map::new();
                Written::write(self, &mut object);
                Value::Object(object)
            }

            fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
                let mut fields = Fields::of(value, *path)?;
                let row = <$row as Written>::read(&mut fields)?;
                fields.finish()?;
                Ok(row)
            }
        })*
    };
}

rows!(EndpointSubnet Host AclEntry Route Rule TransitGatewayRoute);
crate::records::for_rows!(rows);

/// `{"cidr" | "prefix_list": …, "target": "local" | {"kind": …, "id": …}}`, or `"not_modelled": "words"` in the target's place.
impl Written for Route {
    fn write(&self, object: &mut Map<String, Value>) {
        write_destination(&self.destination, object);
        match &self.target {
            Target::Local => object.insert("target".into(), Value::from("local")),
            Target::Element(element) => object.insert("target".into(), element.write()),
            Target::NotModelled(words) => object.insert("not_modelled".into(), words.write()),
        };
    }

    fn read(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let destination = read_destination(fields)?;
        let target = fields.with("target", |value, path| match value.as_str() {
            Some("local") => Ok(Target::Local),
            _ => Ref::read(value, &path).map(Target::Element),
        })?;
        let target = match (target, fields.optional("not_modelled")?) {
            (Some(target), None) => target,
            (None, Some(words)) => Target::NotModelled(words),
            _ => return Err(fields.path().error("a route has either a `target` or `not_modelled`")),
        };
        Ok(Route { destination, target })
    }
}

pub(super) fn write_destination(destination: &Destination, object: &mut Map<String, Value>) {
    match destination {
        Destination::Cidr(cidr) => object.insert("cidr".into(), cidr.write()),
        Destination::PrefixList(list) => object.insert("prefix_list".into(), list.write()),
    };
}

pub(super) fn read_destination(fields: &mut Fields<'_>) -> Result<Destination, Error> {
    match (fields.optional("cidr")?, fields.optional("prefix_list")?) {
        (Some(cidr), None) => Ok(Destination::Cidr(cidr)),
        (None, Some(list)) => Ok(Destination::PrefixList(list)),
        _ => Err(fields.path().error("a route has either a `cidr` or a `prefix_list`")),
    }
}

/// `{"traffic": "tcp 443", "cidr" | "security_group" | "prefix_list": …, "description": …}`.
impl Written for Rule {
    fn write(&self, object: &mut Map<String, Value>) {
        object.insert("traffic".into(), self.traffic.write());
        match &self.peer {
            RulePeer::Cidr(cidr) => object.insert("cidr".into(), cidr.write()),
            RulePeer::SecurityGroup(group) => object.insert("security_group".into(), group.write()),
            RulePeer::PrefixList(list) => object.insert("prefix_list".into(), list.write()),
        };
        write_field!(object, self.description, "description", None);
    }

    fn read(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let traffic = fields.required("traffic")?;
        let peers = (
            fields.optional("cidr")?,
            fields.optional::<Id<SecurityGroup>>("security_group")?,
            fields.optional("prefix_list")?,
        );
        let peer = match peers {
            (Some(cidr), None, None) => RulePeer::Cidr(cidr),
            (None, Some(group), None) => RulePeer::SecurityGroup(group),
            (None, None, Some(list)) => RulePeer::PrefixList(list),
            _ => {
                let problem = "a rule has one of `cidr`, `security_group` and `prefix_list`";
                return Err(fields.path().error(problem));
            }
        };
        Ok(Rule {
            traffic,
            peer,
            description: fields.optional("description")?,
        })
    }
}
