//! A line between two ends of packets: a flow to watch.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::question::{End, Question};
use reach::topology::{Element, PortRange, Role, Topology, Traffic};

use crate::edit::Refused;
use crate::words;

/// A flow between two ends; the port follows from what is asked.
pub fn question(topology: &Topology, from: &Ref, to: &Ref) -> Result<Question, Refused> {
    let source = end(topology, from).ok_or_else(|| no_end(topology, from, "start"))?;
    let target = end(topology, to).ok_or_else(|| no_end(topology, to, "end"))?;
    let port = match topology.get(to) {
        Some(Element::NetworkInterface(_, record)) if record.role == Role::Database => 3306,
        _ => 443,
    };
    let traffic = Traffic::Tcp(PortRange::single(port));
    Ok(Question::new(source, target, traffic))
}

/// What the element is as an end of a flow; `None` if packets neither start nor end there.
pub fn end(topology: &Topology, of: &Ref) -> Option<End> {
    match (of.kind, topology.get(of)) {
        (Kind::Internet, _) => Some(End::Internet),
        (Kind::Service, _) => Some(service_end(&of.id)),
        (_, Some(Element::NetworkInterface(..) | Element::InterfaceEndpoint(..) | Element::LoadBalancer(..))) => {
            Some(End::Element(of.clone()))
        }
        (_, Some(Element::GatewayEndpoint(_, record))) => Some(End::Service {
            name: record.service,
            region: None,
        }),
        (_, Some(Element::ClientVpnEndpoint(endpoint, record))) => Some(End::Client {
            client: record.clients.first().map(|client| Rc::clone(&client.name)),
            endpoint,
        }),
        (_, Some(Element::Site(id, record))) => Some(End::Site {
            site: id,
            host: record.hosts.first().map(|host| Rc::clone(&host.name)),
        }),
        _ => None,
    }
}

/// Why packets neither start nor end there; `verb` is which of the two was wanted.
pub(crate) fn no_end(topology: &Topology, of: &Ref, verb: &str) -> Refused {
    let name = words::name(topology, of);
    format!("Packets do not {verb} at {name}. Choose an instance, a site or the internet.").into()
}

fn service_end(id: &str) -> End {
    let (name, region) = id.split_once('@').unwrap_or((id, ""));
    End::Service {
        name: name.into(),
        region: (!region.is_empty()).then(|| region.into()),
    }
}
