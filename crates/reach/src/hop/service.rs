//! The public side of an AWS service in a Region. It answers; it starts nothing (EG-13).
//! AWS page: vpc/latest/userguide/aws-ip-ranges.html

use std::rc::Rc;

use super::{CANNOT_SEND, gateway_endpoint, internet, internet_gateway, local};
use crate::id::Ref;
use crate::reason::reasons;
use crate::topology::GatewayEndpointId;
use crate::trace::{Action, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    RECEIVES: "service-receives" ["EG-11"] "At the service",
        "{at} receives the request at {destination}.",
        "vpc/latest/userguide/aws-ip-ranges.html";
    ANSWERS: "service-answers" ["EG-10"] "The service answers",
        "{at} answers from {source}.",
        "vpc/latest/userguide/aws-ip-ranges.html";
}

pub(crate) fn deliver(walk: &mut Walk<'_>, name: Rc<str>, region: Rc<str>, through: Option<GatewayEndpointId>) -> Next {
    let at = Ref::service(&name, &region);
    let party = Party::Service { name, region, through };
    if let Some(next) = local::refuse(walk, &party, &Step::Service) {
        return next;
    }
    walk.deliver(at, Step::Service, party, Why::new(&RECEIVES))
}

/// The way back: through the endpoint that the request came through, else over the internet gateway.
pub(crate) fn answer(walk: &mut Walk<'_>, name: &str, region: &str, through: Option<&GatewayEndpointId>) -> Next {
    let at = Ref::service(name, region);
    if !walk.is_reply() {
        return walk.stop(at, Step::Service, Why::new(&CANNOT_SEND));
    }
    let gateway = internet::gateway_for(walk).map(|(_, gateway)| gateway);
    match (through, gateway) {
        (Some(endpoint), _) => {
            walk.pass(at, Step::Service, Action::Forward, Why::new(&ANSWERS));
            gateway_endpoint::answer(walk, endpoint)
        }
        (None, Some(gateway)) => {
            walk.pass(at, Step::Service, Action::Forward, Why::new(&ANSWERS));
            Next::Enter(gateway, Way::In)
        }
        (None, None) => walk.stop(at, Step::Service, Why::new(&internet_gateway::NOBODY_PUBLIC)),
    }
}
