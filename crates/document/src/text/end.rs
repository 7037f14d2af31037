//! Ends of flows: `app-1`, `name:VPC/NAME`, `10.0.0.5`, `internet`, `onprem:SITE/HOST`, `service:s3@REGION`, `app-vpc@10.0.0.9`.

use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;

use reach::address::Family;
use reach::id::{Kind, Ref};
use reach::question::End;
use reach::topology::{Site, SiteId, Topology};

use super::keyword;
use super::lexer::{quote, unquote};
use super::near::did_you_mean;
use super::scope::Ids;

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

/// Reads one end of a flow, as the command line and flow lines write it.
pub fn parse_end(spec: &str, topology: &Topology) -> Result<End, EndError> {
    parse(spec, topology, &Ids::of(topology))
}

/// The address family that the words of an end ask for by themselves: `internet6` is IPv6.
pub fn family_of_end(spec: &str) -> Option<Family> {
    (spec == "internet6").then_some(Family::V6)
}

pub(crate) fn parse(spec: &str, topology: &Topology, ids: &Ids) -> Result<End, EndError> {
    let finder = Finder { topology, ids };
    match spec {
        "internet" | "internet6" if ids.find(spec).is_none() => return Ok(End::Internet),
        "onprem" if ids.find(spec).is_none() => return finder.only_site(),
        "" => return Err(error("an end of a flow is missing", None)),
        _ => {}
    }
    if let Some(found) = ids.find(spec) {
        return Ok(End::Element(found));
    }
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
        return finder.site(rest);
    }
    if let Some((element, address)) = split_last(spec, '@') {
        let address = address.parse::<IpAddr>().map_err(|_| {
            error(
                format!("`{}` is not an IP address", cut(address)),
                Some("Write the packet's source address after `@`, as in app-vpc@10.0.0.9".to_owned()),
            )
        })?;
        return Ok(End::Injected {
            at: finder.element(element)?,
            address,
        });
    }
    Ok(End::Element(finder.element(spec)?))
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

struct Finder<'t> {
    topology: &'t Topology,
    ids: &'t Ids,
}

impl Finder<'_> {
    fn only_site(&self) -> Result<End, EndError> {
        let mut sites = self.topology.sites.ids();
        match (sites.next(), sites.next()) {
            (Some(site), None) => Ok(End::Site {
                site: site.clone(),
                host: None,
            }),
            (None, _) => Err(error("there is no on-premises site", Some("Add a site".to_owned()))),
            (Some(_), Some(_)) => {
                let names = listed(self.topology.sites.ids().map(SiteId::as_str));
                Err(error(
                    "`onprem` may mean several sites",
                    Some(format!("Write onprem: and one of {names}")),
                ))
            }
        }
    }

    /// `SITE`, `SITE/HOST`, or the name of a host that only one site has.
    fn site(&self, rest: &str) -> Result<End, EndError> {
        let (site, host) = match split_first(rest, '/') {
            Some((site, host)) => (plain(site)?, Some(plain(host)?)),
            None => (plain(rest)?, None),
        };
        let sites = &self.topology.sites;
        let named = || {
            sites
                .iter()
                .find(|(_, record)| record.name.as_ref() == Some(&site))
                .map(|(id, _)| id.clone())
        };
        let id = if sites.contains(&site) {
            Some(SiteId::new(Rc::clone(&site)))
        } else {
            named()
        };
        let Some(id) = id else {
            return match (host, self.host(&site)) {
                (None, Some(found)) => Ok(found),
                _ => {
                    let close = did_you_mean(&site, sites.ids().map(SiteId::as_str));
                    Err(error(format!("no site or host is called `{}`", cut(&site)), close))
                }
            };
        };
        if let (Some(host), Some(record)) = (&host, sites.get(&id))
            && !record.hosts.iter().any(|known| known.name == *host)
        {
            let names = || record.hosts.iter().map(|host| host.name.as_ref());
            let fix = did_you_mean(host, names()).unwrap_or_else(|| format!("Its hosts are {}", listed(names())));
            return Err(error(format!("the site `{id}` has no host `{}`", cut(host)), Some(fix)));
        }
        Ok(End::Site { site: id, host })
    }

    fn host(&self, name: &Rc<str>) -> Option<End> {
        let has = |site: &Site| site.hosts.iter().any(|host| host.name == *name);
        let mut sites = self
            .topology
            .sites
            .iter()
            .filter(|(_, site)| has(site))
            .map(|(id, _)| id);
        let (site, None) = (sites.next()?.clone(), sites.next()) else {
            return None;
        };
        Some(End::Site {
            site,
            host: Some(Rc::clone(name)),
        })
    }

    /// By id, by `name:NAME` or `name:VPC/NAME`, or by the id of an instance.
    fn element(&self, spec: &str) -> Result<Ref, EndError> {
        if let Some(name) = spec.strip_prefix("name:") {
            return self.named(name);
        }
        let id = plain(spec)?;
        if let Some(found) = self.ids.find(&id) {
            return Ok(found);
        }
        let owned: Vec<Ref> = self
            .topology
            .interfaces
            .iter()
            .filter(|(_, record)| record.instance.as_ref() == Some(&id))
            .map(|(interface, _)| Ref::from(interface))
            .collect();
        match owned.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(self.unknown(&id)),
            several => {
                let names = listed(several.iter().map(|reference| reference.id.as_ref()));
                Err(error(
                    format!("`{}` has several interfaces", cut(&id)),
                    Some(format!("Write one of {names}")),
                ))
            }
        }
    }

    fn unknown(&self, id: &str) -> EndError {
        let owners = self
            .topology
            .interfaces
            .iter()
            .filter_map(|(_, record)| record.instance.as_deref());
        let words = ["internet", "onprem", "service:s3", "service:dynamodb"];
        let known = self.ids.iter().map(|(id, _)| id).chain(owners).chain(words);
        let fix = did_you_mean(id, known).or_else(|| {
            let by_name = self.with_name(id, None);
            (!by_name.is_empty()).then(|| format!("Did you mean name:{}", part(id)))
        });
        let fix = fix.or_else(|| {
            Some("Write an id, name:NAME, an IP address, internet, onprem:SITE/HOST or service:NAME".to_owned())
        });
        error(format!("no element is called `{}`", cut(id)), fix)
    }

    /// By the Name tag, or the id in its place.
    fn named(&self, rest: &str) -> Result<Ref, EndError> {
        let (vpc, name) = match split_first(rest, '/') {
            Some((vpc, name)) if !vpc.is_empty() => (Some(plain(vpc)?), plain(name)?),
            _ => (None, plain(rest)?),
        };
        let mut found = self.with_name(&name, vpc.as_deref());
        if found.is_empty() && vpc.is_some() {
            // The name itself may contain a slash.
            found = self.with_name(&plain(rest)?, None);
        }
        match found.as_slice() {
            [only] => Ok(only.clone()),
            [] => {
                let names = self.topology.references();
                let names: Vec<Rc<str>> = names
                    .iter()
                    .map(|reference| name_of(self.topology, reference))
                    .collect();
                let fix = did_you_mean(&name, names.iter().map(|name| name.as_ref()));
                Err(error(format!("nothing has the name `{}`", cut(&name)), fix))
            }
            several => {
                let names = listed(several.iter().map(|reference| reference.id.as_ref()));
                Err(error(
                    format!("several elements have the name `{}`", cut(&name)),
                    Some(format!("Write the id of one: {names}")),
                ))
            }
        }
    }

    fn with_name(&self, name: &str, vpc: Option<&str>) -> Vec<Ref> {
        let topology = self.topology;
        let mut found = topology.references();
        found.retain(|reference| {
            *name_of(topology, reference) == *name
                && vpc.is_none_or(|vpc| {
                    super::place::vpc_of(topology, reference)
                        .is_some_and(|id| id.as_str() == vpc || *name_of(topology, &Ref::from(&id)) == *vpc)
                })
        });
        found
    }
}

/// The Name tag, else the id.
fn name_of(topology: &Topology, reference: &Ref) -> Rc<str> {
    super::place::name_of(topology, reference).unwrap_or_else(|| Rc::clone(&reference.id))
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.take(6).collect();
    names.join(", ")
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
