//! An endpoint's policy decides beside the network: a request that it refuses arrives, and is answered with an error (EG-08,
//! EI-11, DEC-28). AWS page: vpc/latest/privatelink/vpc-endpoints-access.html

use super::{Action, Fact, Finding, Hop, Step};
use crate::id::Ref;
use crate::network::Network;
use crate::reason::reasons;
use crate::topology::{Effect, GatewayEndpoint, InterfaceEndpoint, Statement};

reasons! {
    FULL_ACCESS: "policy-full-access" ["EG-08", "EI-11"] "Full access",
        "{at} has AWS's own policy, which allows everything; other policies may still refuse {name}.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    ALLOWS: "policy-allows" ["EG-08"] "The policy allows it",
        "The policy of {at} allows {name}; other policies may still refuse it.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    REFUSES: "X_ENDPOINT_POLICY" ["EG-08"] "The policy refuses it",
        "The policy of {at} does not allow {name}: the request arrives, and is answered with an error (403).",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    REFUSES_AT_INTERFACE: "X_ENDPOINT_POLICY" ["EI-11"] "The policy refuses it",
        "The policy of {at} does not allow {name}: the request arrives, and is answered with an error (403).",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
}

/// What the policy of the endpoint on the way says about the resource; `None` if there is no endpoint on it.
pub(super) fn of(network: &Network, resource: &str, forward: &[Hop]) -> Option<Finding> {
    let topology = network.topology();
    let is_endpoint = |hop: &&Hop| matches!(hop.step, Step::GatewayEndpoint | Step::InterfaceEndpoint);
    let at = &forward
        .iter()
        .find(is_endpoint)
        .filter(|hop| hop.action != Action::Drop)?
        .at;
    if let Some(id) = at.to_id::<GatewayEndpoint>() {
        let policy = &topology.gateway_endpoints.get(&id)?.policy;
        return Some(judge(at, policy.as_deref(), resource));
    }
    let id = at.to_id::<InterfaceEndpoint>()?;
    let endpoint = topology.interface_endpoints.get(&id)?;
    // A provider's service knows no endpoint policies: always full access (EI-11).
    let policy = endpoint.policy.as_deref().filter(|_| endpoint.provider.is_none());
    Some(judge(at, policy, resource))
}

fn judge(at: &Ref, policy: Option<&[Statement]>, resource: &str) -> Finding {
    let says = |effect: Effect, statements: &[Statement]| {
        let mut own = statements.iter().filter(|statement| statement.effect == effect);
        own.any(|statement| fits(&statement.resource, resource))
    };
    let reason = match policy {
        None => &FULL_ACCESS,
        // A deny goes before every allow.
        Some(statements) if !says(Effect::Deny, statements) && says(Effect::Allow, statements) => &ALLOWS,
        Some(_) if at.kind == crate::id::Kind::InterfaceEndpoint => &REFUSES_AT_INTERFACE,
        Some(_) => &REFUSES,
    };
    Finding {
        reason,
        at: at.clone(),
        facts: vec![("name", Fact::Text(resource.into()))],
    }
}

/// `*` stands for anything, as often as it is written.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut left) = name.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let Some(end) = parts.pop() else {
        return true;
    };
    for part in parts {
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns() {
        assert!(fits("*", "anything") && fits("a*", "a") && fits("a*c", "abc") && fits("*b*", "abc"));
        assert!(fits("logs-*-2026", "logs-eu-2026") && !fits("logs-*-2026", "logs-2026"));
        assert!(!fits("a", "ab") && !fits("a*", "b") && !fits("*x*", "abc"));
    }
}
