//! What is asked: who sends what to whom.

use std::net::IpAddr;
use std::rc::Rc;

use crate::address::Family;
use crate::id::Ref;
use crate::topology::{ClientVpnEndpointId, PortRange, SiteId, Traffic};

/// One end of a flow, as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// An element. As a destination it means the address that the sender would use: the private one on a private path,
    /// the public one from the internet.
    Element(Ref),
    /// Exactly this address, whoever owns it.
    Address(IpAddr),
    /// Any public address.
    Internet,
    /// A host of a site: the named one, or any.
    Site { site: SiteId, host: Option<Rc<str>> },
    /// The public side of an AWS service; without a Region, the sender's.
    Service { name: Rc<str>, region: Option<Rc<str>> },
    /// A client of a Client VPN endpoint: the named one, or any.
    Client {
        endpoint: ClientVpnEndpointId,
        client: Option<Rc<str>>,
    },
    /// Whatever the sender's resolver answers for this name.
    Domain(Rc<str>),
    /// A packet with this source address, put in at an element.
    Injected { at: Ref, address: IpAddr },
}

/// Who sends what to whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    pub from: End,
    pub to: End,
    pub traffic: Traffic,
    /// The client's source ports, for TCP and UDP.
    pub source_ports: PortRange,
    /// `None` lets the ends decide: IPv4 if both have it.
    pub family: Option<Family>,
    /// What of the service is asked for, a bucket or a table: for endpoint policies, which decide beside the network (EG-08).
    pub resource: Option<Rc<str>>,
    /// What the request wants to do, as in `s3:GetObject`, and who makes it.
    pub action: Option<Rc<str>>,
    pub principal: Option<Rc<str>>,
}

impl Question {
    /// The ports that clients use: every operating system's choice lies in it (NA-09).
    pub const CLIENT_PORTS: PortRange = PortRange { from: 1024, to: 65535 };

    pub fn new(from: End, to: End, traffic: Traffic) -> Self {
        Self {
            from,
            to,
            traffic,
            source_ports: Self::CLIENT_PORTS,
            family: None,
            resource: None,
            action: None,
            principal: None,
        }
    }

    /// True if policies are asked, too: something of a request to a service is known.
    pub fn is_request(&self) -> bool {
        self.resource.is_some() || self.action.is_some() || self.principal.is_some()
    }

    /// The same question from the other end.
    pub fn swapped(&self) -> Self {
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            ..self.clone()
        }
    }
}
