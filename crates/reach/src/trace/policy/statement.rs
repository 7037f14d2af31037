//! Which statements of a policy fit a request (EG-08, EG-11).

use std::net::IpAddr;

use crate::id::{Kind, Ref};
use crate::topology::{Effect, PolicyCondition, Statement, VpcId};

/// What is known of one request.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) resource: Option<&'a str>,
    pub(super) action: Option<&'a str>,
    pub(super) principal: Option<&'a str>,
    pub(super) via: Via<'a>,
}

impl Request<'_> {
    /// The question leaves nothing open.
    pub(super) fn is_complete(&self) -> bool {
        self.resource.is_some() && self.action.is_some() && self.principal.is_some()
    }
}

/// What the service sees of the request's way.
#[derive(Clone, Copy)]
pub(super) enum Via<'a> {
    /// An endpoint: it tells the service of itself and its VPC, and no public address (EG-11).
    Endpoint { at: &'a Ref, vpc: &'a VpcId },
    /// The internet: a public address, if it is known which.
    Internet(Option<IpAddr>),
}

/// Whether a statement fits; `Maybe` where that depends on what the question leaves open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    No,
    Maybe,
    Yes,
}

/// What a policy says about a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Allows,
    Refuses,
    Unknown,
}

/// A deny goes before every allow, and what nothing allows is refused.
pub(super) fn answer(statements: &[Statement], request: Request<'_>) -> Answer {
    match (
        best(statements, Effect::Deny, request),
        best(statements, Effect::Allow, request),
    ) {
        (Fit::Yes, _) | (_, Fit::No) => Answer::Refuses,
        (Fit::No, Fit::Yes) => Answer::Allows,
        _ => Answer::Unknown,
    }
}

pub(super) fn best(statements: &[Statement], effect: Effect, request: Request<'_>) -> Fit {
    let own = statements.iter().filter(|statement| statement.effect == effect);
    own.map(|statement| fit(statement, request)).max().unwrap_or(Fit::No)
}

fn fit(statement: &Statement, request: Request<'_>) -> Fit {
    beside_address(statement, request).min(from_address(statement, request.via))
}

/// Everything but the public address.
pub(super) fn beside_address(statement: &Statement, request: Request<'_>) -> Fit {
    let conditions = [
        named(&statement.resource, request.resource, resource),
        named(&statement.action, request.action, action),
        named(&statement.principal, request.principal, principal),
        through(statement.source.as_ref(), request.via),
    ];
    let others = statement
        .conditions
        .iter()
        .map(|condition| elsewhere(condition, request.via));
    conditions.into_iter().chain(others).min().unwrap_or(Fit::Yes)
}

/// "From anywhere but this endpoint, or this VPC" is read, as buckets are closed by it; what came by none has neither.
fn elsewhere(condition: &PolicyCondition, via: Via<'_>) -> Fit {
    if &*condition.operator != "StringNotEquals" {
        return Fit::Maybe;
    }
    let is_key = |name: &str| condition.key.eq_ignore_ascii_case(name);
    let own = match via {
        Via::Endpoint { at, .. } if is_key("aws:SourceVpce") => Some(&*at.id),
        Via::Endpoint { vpc, .. } if is_key("aws:SourceVpc") => Some(vpc.as_str()),
        Via::Internet(_) if is_key("aws:SourceVpce") || is_key("aws:SourceVpc") => None,
        _ => return Fit::Maybe,
    };
    match condition.values.iter().any(|value| own == Some(&**value)) {
        true => Fit::No,
        false => Fit::Yes,
    }
}

/// A statement would fit but for conditions that nobody reads here.
pub(super) fn hangs_on_conditions(statements: &[Statement], request: Request<'_>) -> bool {
    let mut conditional = statements.iter().filter(|statement| !statement.conditions.is_empty());
    conditional.any(|statement| {
        let plain = Statement {
            conditions: Vec::new(),
            ..statement.clone()
        };
        fit(&plain, request) == Fit::Yes
    })
}

fn named(pattern: &str, name: Option<&str>, compare: fn(&str, &str) -> Fit) -> Fit {
    match name {
        _ if pattern == "*" => Fit::Yes,
        None => Fit::Maybe,
        Some(name) => compare(pattern, name),
    }
}

fn resource(pattern: &str, name: &str) -> Fit {
    match is_arn(pattern) == is_arn(name) {
        _ if fits(pattern, name) => Fit::Yes,
        true => Fit::No,
        // One has its full name, the other a short one.
        false if fits(short(pattern), short(name)) => Fit::Yes,
        false => Fit::Maybe,
    }
}

/// Actions are the same in upper and lower case; without its service a name may stand for several.
fn action(pattern: &str, name: &str) -> Fit {
    let (pattern, name) = (pattern.to_ascii_lowercase(), name.to_ascii_lowercase());
    match pattern.contains(':') == name.contains(':') {
        _ if fits(&pattern, &name) => Fit::Yes,
        true => Fit::No,
        false => Fit::Maybe,
    }
}

/// An account, a role and a session of it are named differently and can be the same caller.
fn principal(pattern: &str, name: &str) -> Fit {
    let is_one_of_many = |name: &str| name.ends_with(":root") || name.bytes().all(|byte| byte.is_ascii_digit());
    let kind = |name: &str| {
        name.strip_prefix("arn:")
            .and_then(|rest| rest.split(':').nth(1))
            .map(str::to_owned)
    };
    let is_of_other = account(pattern).is_some_and(|own| account(name).is_some_and(|other| own != other));
    let is_told_apart = kind(pattern) == kind(name) && !is_one_of_many(pattern) && !is_one_of_many(name);
    match is_of_other || is_told_apart {
        _ if fits(pattern, name) => Fit::Yes,
        true => Fit::No,
        false => Fit::Maybe,
    }
}

/// The account that a principal is, or is of.
fn account(principal: &str) -> Option<&str> {
    let named = match principal.strip_prefix("arn:") {
        Some(rest) => rest.split(':').nth(3)?,
        None => principal,
    };
    (!named.is_empty() && named.bytes().all(|byte| byte.is_ascii_digit())).then_some(named)
}

/// Both accounts are named, in the caller's ARN and in the resource's, and differ.
pub(super) fn is_of_another_account(request: Request<'_>) -> bool {
    let [caller, owner] = [request.principal, request.resource].map(|name| account(name?));
    caller.is_some() && owner.is_some() && caller != owner
}

/// `aws:SourceVpce` and `aws:SourceVpc`.
fn through(source: Option<&Ref>, via: Via<'_>) -> Fit {
    let Some(source) = source else {
        return Fit::Yes;
    };
    let Via::Endpoint { at, vpc } = via else {
        return Fit::No;
    };
    match source.kind {
        Kind::Vpc if source.to_id().as_ref() == Some(vpc) => Fit::Yes,
        _ if source == at => Fit::Yes,
        _ => Fit::No,
    }
}

/// `aws:SourceIp`: there is none through an endpoint (EG-11).
fn from_address(statement: &Statement, via: Via<'_>) -> Fit {
    match (statement.source_ip, via) {
        (None, _) => Fit::Yes,
        (Some(_), Via::Internet(None)) => Fit::Maybe,
        (Some(block), Via::Internet(Some(address))) if block.contains(&address) => Fit::Yes,
        (Some(_), _) => Fit::No,
    }
}

/// Whether a policy that stands on `owner` is asked about this resource: the bucket itself, or what is in it.
pub(super) fn stands_on(owner: &str, name: Option<&str>) -> Fit {
    let Some(name) = name else {
        return Fit::Maybe;
    };
    let inside = |owner: &str, name: &str| name.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'));
    if fits(owner, name) || inside(owner, name) || inside(short(owner), short(name)) {
        return Fit::Yes;
    }
    resource(owner, name)
}

fn is_arn(name: &str) -> bool {
    name.starts_with("arn:")
}

/// What is left of an ARN without the service, the Region and the account.
fn short(name: &str) -> &str {
    let last = name.splitn(6, ':').nth(5).filter(|_| is_arn(name)).unwrap_or(name);
    last.strip_prefix("table/").filter(|_| is_arn(name)).unwrap_or(last)
}

/// `*` stands for anything, `?` for one character.
fn fits(pattern: &str, name: &str) -> bool {
    let (mut pattern, mut name) = (pattern.chars(), name.chars());
    // Where to go on if the last `*` must stand for one character more.
    let mut star = None;
    loop {
        let here = name.clone();
        match (pattern.next(), name.next()) {
            (Some('*'), _) => {
                name = here;
                star = Some((pattern.clone(), name.clone()));
                continue;
            }
            (None, None) => return true,
            (Some(one), Some(other)) if one == '?' || one == other => continue,
            (Some(_), None) => return false,
            _ => {}
        }
        let Some((after, from)) = &mut star else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        (pattern, name) = (after.clone(), from.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, action, fits, principal, resource, stands_on};

    #[test]
    fn patterns() {
        assert!(fits("*", "anything") && fits("a*", "a") && fits("a*c", "abc") && fits("*b*", "abc") && fits("", ""));
        assert!(fits("logs-*-2026", "logs-eu-2026") && !fits("logs-*-2026", "logs-2026"));
        assert!(!fits("a", "ab") && !fits("a*", "b") && !fits("*x*", "abc") && !fits("", "a"));
        assert!(fits("a?c*", "abcc") && !fits("a?", "a") && fits("*ab", "aab") && fits("a**b", "ab"));
    }

    #[test]
    fn names() {
        assert!(resource("bucket-x", "arn:aws:s3:::bucket-x") == Fit::Yes);
        assert!(resource("bucket-x", "arn:aws:s3:::bucket-x/a") == Fit::Maybe && resource("a", "b") == Fit::No);
        assert!(action("s3:Get*", "S3:getobject") == Fit::Yes && action("s3:PutObject", "s3:GetObject") == Fit::No);
        assert!(action("s3:GetObject", "GetObject") == Fit::Maybe);
        let role = "arn:aws:iam::111122223333:role/reader";
        assert!(principal(role, role) == Fit::Yes && principal("arn:aws:iam::111122223333:role/x", role) == Fit::No);
        assert!(principal("111122223333", role) == Fit::Maybe && principal("reader", role) == Fit::Maybe);
        assert!(principal(role, "arn:aws:sts::111122223333:assumed-role/reader/me") == Fit::Maybe);
        assert!(principal("arn:aws:iam::999988887777:root", role) == Fit::No);
        assert!(principal("999988887777", role) == Fit::No && principal("*", role) == Fit::Yes);
        assert!(stands_on("bucket-x", Some("arn:aws:s3:::bucket-x/a")) == Fit::Yes);
        assert!(stands_on("orders", Some("arn:aws:dynamodb:eu-west-1:111122223333:table/orders")) == Fit::Yes);
        assert!(stands_on("bucket-x", Some("bucket-y")) == Fit::No && stands_on("bucket-x", None) == Fit::Maybe);
    }
}
