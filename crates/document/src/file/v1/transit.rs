//! What attachments join and the routes of transit gateways.

use reach::topology::{Association, Attached, ClientVpnTarget, TransitGatewayRoute, TransitGatewayTarget};
use serde_json::{Map, Value};

use super::record::{Written, read_destination, write_destination};
use crate::file::Error;
use crate::file::fields::Fields;
use crate::file::path::Path;
use crate::file::wire::Wire;

/// `{"vpc": …, "subnets": […]}`, `{"vpn": …}`, `{"direct_connect_gateway": …}`, `{"client_vpn": …}`, `{"peering": …}`, `{"connect": …, "prefixes": […]}` or
/// `{"network_function": true}`.
impl Wire for Attached {
    fn write(&self) -> Value {
        let mut object = Map::new();
        match self {
            Attached::Vpc { vpc, subnets } => {
                object.insert("vpc".into(), vpc.write());
                object.insert("subnets".into(), subnets.write());
            }
            Attached::DirectConnectGateway(gateway) => {
                object.insert("direct_connect_gateway".into(), gateway.write());
            }
            Attached::ClientVpn(endpoint) => {
                object.insert("client_vpn".into(), endpoint.write());
            }
            Attached::Vpn(connection) => {
                object.insert("vpn".into(), connection.write());
            }
            Attached::Peering(other) => {
                object.insert("peering".into(), other.write());
            }
            Attached::Connect { transport, prefixes } => {
                object.insert("connect".into(), transport.write());
                object.insert("prefixes".into(), prefixes.write());
            }
            Attached::NetworkFunction => {
                object.insert("network_function".into(), Value::from(true));
            }
        }
        Value::Object(object)
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        let mut fields = Fields::of(value, *path)?;
        let attached = if let Some(vpc) = fields.optional("vpc")? {
            Attached::Vpc {
                vpc,
                subnets: fields.optional("subnets")?.unwrap_or_default(),
            }
        } else if let Some(connection) = fields.optional("vpn")? {
            Attached::Vpn(connection)
        } else if let Some(gateway) = fields.optional("direct_connect_gateway")? {
            Attached::DirectConnectGateway(gateway)
        } else if let Some(endpoint) = fields.optional("client_vpn")? {
            Attached::ClientVpn(endpoint)
        } else if let Some(other) = fields.optional("peering")? {
            Attached::Peering(other)
        } else if let Some(transport) = fields.optional("connect")? {
            Attached::Connect {
                transport,
                prefixes: fields.optional("prefixes")?.unwrap_or_default(),
            }
        } else if fields.optional("network_function")? == Some(true) {
            Attached::NetworkFunction
        } else {
            let problem = "an attachment is to one of `vpc`, `vpn`, `direct_connect_gateway`, `client_vpn`, `peering`, \
                           `connect` and `network_function`";
            return Err(path.error(problem));
        };
        fields.finish()?;
        Ok(attached)
    }
}

/// `"none"` or `{"table": …}`; left out for the gateway's default.
impl Wire for Association {
    fn write(&self) -> Value {
        match self {
            Association::ByDefault => Value::Null,
            Association::None => Value::from("none"),
            Association::Table(table) => Value::Object(Map::from_iter([("table".into(), table.write())])),
        }
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        if value.as_str() == Some("none") {
            return Ok(Association::None);
        }
        let mut fields = Fields::of(value, *path)?;
        let table = fields.required("table")?;
        fields.finish()?;
        Ok(Association::Table(table))
    }
}

/// `{"cidr" | "prefix_list": …, "attachment": …}`, or `"blackhole": true` in the attachment's place.
impl Written for TransitGatewayRoute {
    fn write(&self, object: &mut Map<String, Value>) {
        write_destination(&self.destination, object);
        match &self.target {
            TransitGatewayTarget::Attachment(attachment) => object.insert("attachment".into(), attachment.write()),
            TransitGatewayTarget::Blackhole => object.insert("blackhole".into(), Value::from(true)),
        };
    }

    fn read(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let destination = read_destination(fields)?;
        let target = match (fields.optional("attachment")?, fields.optional("blackhole")?) {
            (Some(attachment), None | Some(false)) => TransitGatewayTarget::Attachment(attachment),
            (None, Some(true)) => TransitGatewayTarget::Blackhole,
            _ => {
                let problem = "a route of a transit gateway has either an `attachment` or `\"blackhole\": true`";
                return Err(fields.path().error(problem));
            }
        };
        Ok(TransitGatewayRoute { destination, target })
    }
}

/// `"local"`, `"transit-gateway"` or `{"subnet": …}`.
impl Wire for ClientVpnTarget {
    fn write(&self) -> Value {
        match self {
            ClientVpnTarget::Local => Value::from("local"),
            ClientVpnTarget::TransitGateway => Value::from("transit-gateway"),
            ClientVpnTarget::Subnet(subnet) => Value::Object(Map::from_iter([("subnet".into(), subnet.write())])),
        }
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        match value.as_str() {
            Some("local") => return Ok(ClientVpnTarget::Local),
            Some("transit-gateway") => return Ok(ClientVpnTarget::TransitGateway),
            _ => {}
        }
        let mut fields = Fields::of(value, *path)?;
        let subnet = fields.required("subnet")?;
        fields.finish()?;
        Ok(ClientVpnTarget::Subnet(subnet))
    }
}
