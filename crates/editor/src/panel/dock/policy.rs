//! What policies say of the request, beside the network's verdict: the packets may get through, and the answer be an error.

use std::rc::Rc;

use reach::explain;
use reach::id::{Kind, Ref};
use reach::question::{End, Question};
use reach::trace::{PolicyVerdict, Trace};

use super::super::context::{Context, source};
use super::super::inspector::Source;

/// The second judgement on a flow that says what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// `None` if no policy was asked.
    pub verdict: Option<PolicyVerdict>,
    /// "Policy of vpce-s3: refused".
    pub headline: Rc<str>,
    /// "s3:PutObject, photos".
    pub request: Rc<str>,
    /// What the policy belongs to.
    pub at: Option<(Ref, Rc<str>)>,
    /// "The policy refuses it".
    pub title: Rc<str>,
    pub text: Rc<str>,
    pub source: Source,
}

/// `None` if nothing of a request is known.
pub(super) fn policy(context: &Context<'_>, trace: &Trace) -> Option<Policy> {
    if !trace.question.is_request() {
        return None;
    }
    let verdict = trace.policy_verdict();
    let request = words(&trace.question).into();
    let Some(finding) = &trace.authorization else {
        return Some(Policy {
            verdict,
            headline: "No policy was asked".into(),
            request,
            at: None,
            title: "Not asked".into(),
            text: explain::NO_POLICY.into(),
            source: Source::default(),
        });
    };
    let name = context.name(&finding.at);
    let said = match verdict {
        Some(PolicyVerdict::Allowed) => "allowed",
        Some(PolicyVerdict::Refused) => "refused",
        _ => "not known",
    };
    Some(Policy {
        verdict,
        headline: format!("Policy of {name}: {said}").into(),
        request,
        at: Some((finding.at.clone(), name)),
        title: finding.reason.title.into(),
        text: context.sentence(finding),
        source: source(finding),
    })
}

/// Machines have no policies; services, their endpoints and what an address or a name may lead to have.
pub(super) fn is_possible(context: &Context<'_>, question: &Question) -> bool {
    let is_machine = match &question.to {
        End::Element(of) => of.kind != Kind::InterfaceEndpoint,
        End::Address(address) => context.drawn.vpcs.ids().any(|vpc| {
            let holder = context.network.holder(vpc, *address);
            holder.is_some_and(|holder| holder.reference().kind != Kind::InterfaceEndpoint)
        }),
        End::Site { .. } | End::Client { .. } | End::Injected { .. } => true,
        End::Service { .. } | End::Domain(_) | End::Internet => false,
    };
    !is_machine || question.is_request()
}

/// "s3:PutObject, photos, by reader": of a principal's long name only the end.
pub(crate) fn words(question: &Question) -> String {
    let principal = question.principal.as_deref();
    let by = principal.map(|name| format!("by {}", name.rsplit('/').next().unwrap_or(name)));
    let parts = [question.action.as_deref(), question.resource.as_deref(), by.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
