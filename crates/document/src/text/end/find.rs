use std::rc::Rc;

use reach::id::Ref;
use reach::question::End;
use reach::topology::{Site, SiteId, Topology};

use super::{EndError, cut, error, part, plain, split_first};
use crate::text::near::did_you_mean;
use crate::text::scope::Ids;

/// Finds what a word means in this network.
pub(super) struct Finder<'t> {
    pub(super) topology: &'t Topology,
    pub(super) ids: &'t Ids,
}

impl Finder<'_> {
    pub(super) fn only_site(&self) -> Result<End, EndError> {
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
    pub(super) fn site(&self, rest: &str) -> Result<End, EndError> {
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
    pub(super) fn element(&self, spec: &str) -> Result<Ref, EndError> {
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
                    crate::text::place::vpc_of(topology, reference)
                        .is_some_and(|id| id.as_str() == vpc || *name_of(topology, &Ref::from(&id)) == *vpc)
                })
        });
        found
    }
}

/// The Name tag, else the id.
fn name_of(topology: &Topology, reference: &Ref) -> Rc<str> {
    crate::text::place::name_of(topology, reference).unwrap_or_else(|| Rc::clone(&reference.id))
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.take(6).collect();
    names.join(", ")
}
