//! Ends of flows: `app-1`, `name:VPC/NAME`, `10.0.0.5`, `internet`, `onprem:SITE/HOST`, `service:s3@REGION`,
//! `client-vpn:ENDPOINT/NAME`, `dns:NAME`, `app-vpc@10.0.0.9`.

mod find;

use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;

use reach::address::Family;
use reach::id::{Kind, Ref};
use reach::question::End;
use reach::topology::{ClientVpnEndpointId, SiteId, Topology};

use super::keyword;
use super::lexer::{quote, unquote};
use super::scope::Ids;
pub use find::Ends;

/// Why a text names no end of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndError {
    pub problem: String,
    /// A likely way out, as a sentence without its full stop.
    pub fix: Option<String>,
}

impl fmt::Display for EndError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fix {
            Some(fix) => write!(f, "{}. {fix}.", self.problem),
            None => write!(f, "{}.", self.problem),
        }
    }
}

impl std::error::Error for EndError {}

fn error(problem: impl Into<String>, fix: Option<String>) -> EndError {
    EndError {
        problem: problem.into(),
        fix,
    }
}

/// Reads one end of a flow, as the command line and flow lines write it. For many ends, see [`Ends`].
pub fn parse_end(spec: &str, topology: &Topology) -> Result<End, EndError> {
    Ends::of(topology).parse(spec)
}

/// The address family that the words of an end ask for by themselves: `internet6` is IPv6.
pub fn family_of_end(spec: &str) -> Option<Family> {
    (spec == "internet6").then_some(Family::V6)
}

impl Ends<'_> {
    pub fn parse(&self, spec: &str) -> Result<End, EndError> {
        match spec {
            "internet" | "internet6" if self.ids.find(spec).is_none() => return Ok(End::Internet),
            "onprem" if self.ids.find(spec).is_none() => return self.only_site(),
            "" => return Err(error("an end of a flow is missing", None)),
            _ => {}
        }
        // What these forms look like is never an id: such an id stands in quotes.
        if let Ok(address) = spec.parse::<IpAddr>() {
            return Ok(End::Address(address));
        }
        if let Some(rest) = spec.strip_prefix("deleted:") {
            return deleted(rest);
        }
        if let Some(rest) = spec.strip_prefix("service:") {
            return service(rest);
        }
        if let Some(rest) = spec.strip_prefix("onprem:") {
            return self.site(rest);
        }
        if let Some(rest) = spec.strip_prefix("client-vpn:") {
            return self.client(rest);
        }
        if let Some(rest) = spec.strip_prefix("dns:") {
            return Ok(End::Domain(plain(rest)?));
        }
        let injected = split_last(spec, '@');
        if let Some(("internet" | "internet6", address)) = injected {
            return Err(error(
                "the internet is no element of the network",
                Some(format!("Write the address alone: {}", cut(address))),
            ));
        }
        if let Some((element, address)) = injected.and_then(|(at, address)| Some((at, address.parse::<IpAddr>().ok()?)))
        {
            return Ok(End::Injected {
                at: self.element(element)?,
                address,
            });
        }
        match (self.element(spec), injected) {
            (Ok(found), _) => Ok(End::Element(found)),
            (Err(_), Some((element, address))) if self.element(element).is_ok() => Err(error(
                format!("`{}` is not an IP address", cut(address)),
                Some("Write the packet's source address after `@`, as in app-vpc@10.0.0.9".to_owned()),
            )),
            (Err(wrong), _) => Err(wrong),
        }
    }
}

/// Writes an end so that reading it gives the same end.
pub fn format_end(end: &End, topology: &Topology) -> String {
    print(end, topology, &Ids::of(topology))
}

pub(crate) fn print(end: &End, topology: &Topology, ids: &Ids) -> String {
    match end {
        End::Element(element) => print_element(element, ids),
        End::Address(address) => address.to_string(),
        End::Internet if ids.find("internet").is_none() => "internet".to_owned(),
        End::Internet => "deleted:internet".to_owned(),
        End::Site { site, host } => print_site(site, host.as_ref(), topology),
        End::Client { endpoint, client } => print_client(endpoint, client.as_ref(), topology),
        End::Domain(name) => format!("dns:{}", part(name)),
        End::Service { name, region } => {
            let region = region
                .as_ref()
                .map_or_else(String::new, |region| format!("@{}", part(region)));
            format!("service:{}{region}", part(name))
        }
        End::Injected { at, address } => format!("{}@{address}", print_element(at, ids)),
    }
}

fn print_element(element: &Ref, ids: &Ids) -> String {
    let name = part(&element.id);
    if ids.knows(element) {
        name
    } else {
        format!("deleted:{}:{name}", element.kind.word())
    }
}

fn print_site(site: &SiteId, host: Option<&Rc<str>>, topology: &Topology) -> String {
    let known = topology
        .sites
        .get(site)
        .is_some_and(|record| host.is_none_or(|host| record.hosts.iter().any(|known| known.name == *host)));
    let deleted = if known { "" } else { "deleted:" };
    let host = host.map_or_else(String::new, |host| format!("/{}", part(host)));
    format!("{deleted}onprem:{}{host}", part(site.as_str()))
}

fn print_client(endpoint: &ClientVpnEndpointId, client: Option<&Rc<str>>, topology: &Topology) -> String {
    let known = topology
        .client_vpn_endpoints
        .get(endpoint)
        .is_some_and(|record| client.is_none_or(|client| record.clients.iter().any(|known| known.name == *client)));
    let deleted = if known { "" } else { "deleted:" };
    let client = client.map_or_else(String::new, |client| format!("/{}", part(client)));
    format!("{deleted}client-vpn:{}{client}", part(endpoint.as_str()))
}

/// A piece of an end: bare if nothing else could be meant.
fn part(text: &str) -> String {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    match keyword::name(text) {
        name if plain => name.into_owned(),
        _ => quote(text),
    }
}

fn plain(piece: &str) -> Result<Rc<str>, EndError> {
    if piece.starts_with('"') && piece.len() >= 2 && piece.ends_with('"') {
        return match unquote(piece, 1, 1) {
            Ok(text) => Ok(text.as_ref().into()),
            Err(wrong) => Err(error(wrong.problem, wrong.fix)),
        };
    }
    if piece.is_empty() {
        return Err(error("a name is missing", None));
    }
    Ok(piece.into())
}

/// What stands before and after the first separator that is not in quotes.
fn split_first(text: &str, separator: char) -> Option<(&str, &str)> {
    let at = separators(text, separator).next()?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

fn split_last(text: &str, separator: char) -> Option<(&str, &str)> {
    let at = separators(text, separator).last()?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

fn separators(text: &str, separator: char) -> impl Iterator<Item = usize> {
    let mut quoted = false;
    let mut escaped = false;
    text.char_indices().filter_map(move |(at, character)| {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        (character == separator && !quoted).then_some(at)
    })
}

fn service(rest: &str) -> Result<End, EndError> {
    let (name, region) = match split_first(rest, '@') {
        Some((name, region)) => (name, Some(plain(region)?)),
        None => (rest, None),
    };
    Ok(End::Service {
        name: plain(name)?,
        region,
    })
}

/// `deleted:KIND:ID`, `deleted:KIND:ID@ADDRESS`, `deleted:onprem:SITE/HOST`: what is not looked up.
fn deleted(rest: &str) -> Result<End, EndError> {
    let form = || {
        error(
            "`deleted:` is followed by a kind and an id, as in deleted:peering:pcx-1",
            None,
        )
    };
    if rest == "internet" {
        return Ok(End::Internet);
    }
    let (word, name) = split_first(rest, ':').ok_or_else(form)?;
    if word == "onprem" {
        let (site, host) = match split_first(name, '/') {
            Some((site, host)) => (site, Some(plain(host)?)),
            None => (name, None),
        };
        return Ok(End::Site {
            site: SiteId::new(plain(site)?),
            host,
        });
    }
    if word == "client-vpn" {
        let (endpoint, client) = match split_first(name, '/') {
            Some((endpoint, client)) => (endpoint, Some(plain(client)?)),
            None => (name, None),
        };
        return Ok(End::Client {
            endpoint: ClientVpnEndpointId::new(plain(endpoint)?),
            client,
        });
    }
    let kind = Kind::from_word(word).ok_or_else(form)?;
    if let Some((name, address)) = split_last(name, '@')
        && let Ok(address) = address.parse()
    {
        return Ok(End::Injected {
            at: Ref::new(kind, plain(name)?),
            address,
        });
    }
    Ok(End::Element(Ref::new(kind, plain(name)?)))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
