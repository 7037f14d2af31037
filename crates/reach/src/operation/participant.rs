//! What an account may not do that a VPC's subnets, or a transit gateway, are only shared with: endpoints, peering connections and
//! attachments of VPN connections are the owner's (EI-17, PEER-09, VPN-55). AWS page: vpc/latest/userguide/vpc-sharing.html

use super::{Operation, Refusal, refuse};
use crate::id::{Kind, Ref};
use crate::reason::reasons;
use crate::topology::{Attached, Element};

reasons! {
    NO_ENDPOINTS: "X_REFUSED" ["EI-17"] "The owner creates endpoints",
        "{at} cannot be created by an account that the subnets are only shared with: the owner of the VPC creates endpoints. Everybody in the subnets can use them.",
        "vpc/latest/privatelink/create-interface-endpoint.html";

    NO_PEERINGS: "X_REFUSED" ["PEER-09"] "The owner makes peering connections",
        "{at} is none of the business of an account that the subnets are only shared with: only the owner of the VPC creates, accepts, rejects and deletes its peering connections.",
        "vpc/latest/peering/vpc-peering-basics.html";

    NO_VPN: "X_REFUSED" ["VPN-55"] "The owner attaches VPN connections",
        "{at} cannot be created by an account that the transit gateway is only shared with: a VPN connection is attached by the gateway's owner. Everybody else attaches VPCs.",
        "vpc/latest/tgw/transit-gateway-share.html";
}

pub(super) fn may(operation: &Operation) -> Result<(), Refusal> {
    match operation {
        Operation::AsParticipant(inner) => may(inner),
        Operation::Peering(id, _) => refuse(&NO_PEERINGS, id, Vec::new()),
        Operation::Delete(at) if at.kind == Kind::PeeringConnection => refuse(&NO_PEERINGS, at.clone(), Vec::new()),
        Operation::Create(element) | Operation::Update(element) => may_write(element),
        Operation::Delete(_) => Ok(()),
    }
}

fn may_write(element: &Element) -> Result<(), Refusal> {
    let at: Ref = element.reference();
    match element {
        Element::PeeringConnection(..) => refuse(&NO_PEERINGS, at, Vec::new()),
        Element::TransitGatewayAttachment(_, record) if matches!(record.to, Attached::Vpn(_)) => {
            refuse(&NO_VPN, at, Vec::new())
        }
        Element::InterfaceEndpoint(..) | Element::GatewayLoadBalancerEndpoint(..) => {
            refuse(&NO_ENDPOINTS, at, Vec::new())
        }
        _ => Ok(()),
    }
}
