//! Policies decide beside the network: a request that one refuses arrives, and is answered with an error (EG-08, EG-11, EI-11,
//! DEC-28). The endpoint's policy is asked first, then that of the bucket or table itself. What callers may do by policies of
//! their own is not in a diagram. AWS page: vpc/latest/privatelink/vpc-endpoints-access.html

mod statement;

use std::net::IpAddr;

use self::statement::{Answer, Fit, Request, Via};
use super::{Action, Fact, Finding, Hop, Step, Trace};
use crate::hop::internet::is_public;
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::question::{End, Question};
use crate::reason::{Reason, reasons};
use crate::topology::{Effect, GatewayEndpoint, InterfaceEndpoint, Statement, VpcId};
use crate::walk::Party;

reasons! {
    FULL_ACCESS: "policy-full-access" ["EG-08", "EI-11"] "Full access",
        "{at} has AWS's own policy, which allows everything; other policies may still refuse {name}.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    ALLOWS: "policy-allows" ["EG-08"] "The policy allows it",
        "The policy of {at} allows {name}; other policies may still refuse it.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    OWN_ALLOWS: "resource-policy-allows" ["EG-08"] "The resource's policy allows it",
        "{at} allows {name}; other policies may still refuse it.",
        "AmazonS3/latest/userguide/bucket-policies.html";
    REFUSES: "X_ENDPOINT_POLICY" ["EG-08"] "The policy refuses it",
        "The policy of {at} does not allow {name}: the request arrives, and is answered with an error (403).",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    REFUSES_AT_INTERFACE: "X_ENDPOINT_POLICY" ["EI-11"] "The policy refuses it",
        "The policy of {at} does not allow {name}: the request arrives, and is answered with an error (403).",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    OWN_DENIES: "X_ENDPOINT_POLICY" ["EG-08"] "The resource's policy denies it",
        "A statement of {at} denies {name}, which goes before everything that allows it: the request arrives, and is answered with an error (403).",
        "AmazonS3/latest/userguide/bucket-policies.html";
    OTHER_ACCOUNT: "X_ENDPOINT_POLICY" ["EG-08"] "Another account's resource",
        "{at} does not allow {name}. The caller is of another account than the resource, so both have to allow it: the request arrives, and is answered with an error (403).",
        "IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html";
    CALLER_DECIDES: "UNKNOWN_RESOURCE" ["EG-08", "DEC-26"] "The caller's own policies decide",
        "{at} neither allows nor denies {name}. A caller of the same account needs only a policy of its own, which is not in this diagram; one of another account is refused.",
        "IAM/latest/UserGuide/reference_policies_evaluation-logic.html";
    NO_PUBLIC_ADDRESS: "X_ENDPOINT_POLICY" ["EG-11"] "No public address through an endpoint",
        "{at} allows {name} from public addresses only. Through an endpoint the service sees none, so that never fits: the request arrives, and is answered with an error (403).",
        "vpc/latest/privatelink/vpc-endpoints-s3.html";
    DEPENDS: "UNKNOWN_RESOURCE" ["EG-08", "DEC-26"] "Depends on what was not asked",
        "Whether {at} allows {name} depends on more than the question says. Give the resource, the action and the principal, written as in the policy.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    OTHER_NAMES: "UNKNOWN_RESOURCE" ["EG-08", "DEC-26"] "Named in another way",
        "Whether {at} allows {name} is not known: a statement of it and the question name the resource, the action or the principal in different ways, as an account and a role of it, and could mean the same. Write them alike.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";
    CONDITIONS: "UNSUPPORTED_COMPONENT" ["EG-08", "DEC-26"] "A condition that is not read",
        "Whether {at} allows {name} depends on conditions in it that this program keeps and does not read.",
        "IAM/latest/UserGuide/reference_policies_elements_condition.html";
}

/// What the policies that were asked say of a request, beside the network's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyVerdict {
    Allowed,
    Refused,
    Unknown,
}

impl PolicyVerdict {
    pub const fn word(self) -> &'static str {
        match self {
            PolicyVerdict::Allowed => "allowed",
            PolicyVerdict::Refused => "refused",
            PolicyVerdict::Unknown => "unknown",
        }
    }
}

impl Trace {
    /// `None` if no policy was asked.
    pub fn policy_verdict(&self) -> Option<PolicyVerdict> {
        let reason = self.authorization.as_ref()?.reason;
        Some(match urgency(reason) {
            0 => PolicyVerdict::Refused,
            1 => PolicyVerdict::Unknown,
            _ => PolicyVerdict::Allowed,
        })
    }
}

/// How the request came to the service.
pub(super) struct Arrival<'a> {
    pub(super) hops: &'a [Hop],
    pub(super) delivered: Option<&'a Party>,
    /// The sender's address as the service sees it.
    pub(super) source: IpAddr,
}

/// What the policies say about the request: the first that refuses it, else the first that leaves it open, else the first that
/// allows it. `None` if nothing of a request was asked, or no policy decides.
pub(super) fn of(network: &Network, question: &Question, arrival: &Arrival<'_>) -> Option<Finding> {
    if !question.is_request() {
        return None;
    }
    let is_endpoint = |hop: &&Hop| matches!(hop.step, Step::GatewayEndpoint | Step::InterfaceEndpoint);
    let request = |via| Request {
        resource: question.resource.as_deref(),
        action: question.action.as_deref(),
        principal: question.principal.as_deref(),
        via,
    };
    let findings = if let Some(hop) = arrival.hops.iter().find(is_endpoint) {
        let endpoint = Endpoint::of(network, hop)?;
        let request = request(Via::Endpoint {
            at: &hop.at,
            vpc: endpoint.vpc,
        });
        let mut findings = vec![(at_endpoint(&endpoint, request), hop.at.clone())];
        if endpoint.is_for_aws {
            findings.extend(of_resources(network, request));
        }
        findings
    } else {
        let is_service = matches!(arrival.delivered, Some(Party::Service { .. }));
        let address = Some(arrival.source).filter(|address| is_public(*address) && question.from != End::Internet);
        let found = is_service.then(|| of_resources(network, request(Via::Internet(address))));
        found.unwrap_or_default()
    };
    let (reason, at) = findings.into_iter().min_by_key(|(reason, _)| urgency(reason))?;
    Some(Finding {
        reason,
        at,
        facts: vec![("name", Fact::Text(in_words(question).into()))],
    })
}

/// "s3:GetObject on photos by reader".
fn in_words(question: &Question) -> String {
    let mut words = match (&question.action, &question.resource) {
        (Some(action), Some(resource)) => format!("{action} on {resource}"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => "what is asked".to_owned(),
    };
    if let Some(principal) = &question.principal {
        words.push_str(" by ");
        words.push_str(principal);
    }
    words
}

fn urgency(reason: &Reason) -> u8 {
    match reason.shown_code() {
        Some(_) if !reason.is_unknown() => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// An endpoint on the way.
struct Endpoint<'a> {
    kind: Kind,
    vpc: &'a VpcId,
    policy: Option<&'a [Statement]>,
    is_for_aws: bool,
}

impl<'a> Endpoint<'a> {
    fn of(network: &'a Network, hop: &Hop) -> Option<Self> {
        let topology = network.topology();
        let at = Some(&hop.at).filter(|_| hop.action != Action::Drop)?;
        if let Some(id) = at.to_id::<GatewayEndpoint>() {
            let endpoint = topology.gateway_endpoints.get(&id)?;
            return Some(Self {
                kind: at.kind,
                vpc: &endpoint.vpc,
                policy: endpoint.policy.as_deref(),
                is_for_aws: true,
            });
        }
        let endpoint = topology.interface_endpoints.get(&at.to_id::<InterfaceEndpoint>()?)?;
        let is_for_aws = endpoint.provider.is_none();
        Some(Self {
            kind: at.kind,
            vpc: &endpoint.vpc,
            // A provider's service knows no endpoint policies: always full access (EI-11).
            policy: endpoint.policy.as_deref().filter(|_| is_for_aws),
            is_for_aws,
        })
    }
}

fn at_endpoint(endpoint: &Endpoint<'_>, request: Request<'_>) -> &'static Reason {
    let Some(statements) = endpoint.policy else {
        return &FULL_ACCESS;
    };
    match statement::answer(statements, request) {
        Answer::Allows => &ALLOWS,
        Answer::Unknown => depends(statements, request),
        Answer::Refuses if only_by_address(statements, request) => &NO_PUBLIC_ADDRESS,
        Answer::Refuses if endpoint.kind == Kind::InterfaceEndpoint => &REFUSES_AT_INTERFACE,
        Answer::Refuses => &REFUSES,
    }
}

/// On the question, or on what nobody reads here.
fn depends(statements: &[Statement], request: Request<'_>) -> &'static Reason {
    match statement::hangs_on_conditions(statements, request) {
        true => &CONDITIONS,
        false if request.is_complete() => &OTHER_NAMES,
        false => &DEPENDS,
    }
}

/// The policies that stand on what is asked for.
fn of_resources(network: &Network, request: Request<'_>) -> Vec<(&'static Reason, Ref)> {
    let policies = network.topology().resource_policies.iter();
    let on_it = policies.filter_map(|(id, policy)| {
        let reason = match statement::stands_on(&policy.resource, request.resource) {
            Fit::No => None,
            Fit::Maybe if request.is_complete() => Some(&OTHER_NAMES),
            Fit::Maybe => Some(&DEPENDS),
            Fit::Yes => at_resource(&policy.statements, request),
        };
        Some((reason?, Ref::from(id)))
    });
    on_it.collect()
}

fn at_resource(statements: &[Statement], request: Request<'_>) -> Option<&'static Reason> {
    let [denies, allows] = [Effect::Deny, Effect::Allow].map(|effect| statement::best(statements, effect, request));
    match (denies, allows) {
        (Fit::Yes, _) => Some(&OWN_DENIES),
        (_, Fit::No) if statement::is_of_another_account(request) => Some(&OTHER_ACCOUNT),
        (Fit::No, Fit::Yes) => Some(&OWN_ALLOWS),
        (Fit::No, Fit::No) => silent(statements, request),
        _ => Some(depends(statements, request)),
    }
}

/// The policy says nothing of the request. `None` if it only denies: then it leaves all else to others.
fn silent(statements: &[Statement], request: Request<'_>) -> Option<&'static Reason> {
    if statements.iter().all(|statement| statement.effect == Effect::Deny) {
        return None;
    }
    Some(match only_by_address(statements, request) {
        true => &NO_PUBLIC_ADDRESS,
        false => &CALLER_DECIDES,
    })
}

/// EG-11: no deny fits, and an allow would if the service saw a public address.
fn only_by_address(statements: &[Statement], request: Request<'_>) -> bool {
    let would = |statement: &Statement| {
        statement.effect == Effect::Allow
            && statement.source_ip.is_some()
            && statement::beside_address(statement, request) == Fit::Yes
    };
    matches!(request.via, Via::Endpoint { .. })
        && statement::best(statements, Effect::Deny, request) == Fit::No
        && statements.iter().any(would)
}
