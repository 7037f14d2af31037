use std::cell::OnceCell;
use std::rc::Rc;

use reach::id::Ref;
use reach::question::End;
use reach::sorted::SortedMap;
use reach::topology::{ClientVpnEndpointId, Site, SiteId, Topology};

use super::{EndError, cut, error, part, plain, split_first};
use crate::text::near::did_you_mean;
use crate::text::scope::Ids;

/// Reads ends against one network; what it looks up by name it sorts once.
#[derive(Debug)]
pub struct Ends<'t> {
    pub(super) topology: &'t Topology,
    pub(super) ids: Ids,
    found: OnceCell<Found>,
}

#[derive(Debug, Default)]
struct Found {
    /// By the Name tag, else the id.
    by_name: SortedMap<Rc<str>, Vec<Ref>>,
    /// The interfaces of an instance, by its id.
    by_owner: SortedMap<Rc<str>, Vec<Ref>>,
}

impl<'t> Ends<'t> {
    pub fn of(topology: &'t Topology) -> Self {
        Self::with(topology, Ids::of(topology))
    }

    pub(crate) fn with(topology: &'t Topology, ids: Ids) -> Self {
        Self {
            topology,
            ids,
            found: OnceCell::new(),
        }
    }

    fn found(&self) -> &Found {
        self.found.get_or_init(|| {
            let mut found = Found::default();
            for reference in self.topology.references() {
                let name = name_of(self.topology, &reference);
                found.by_name.entry(name).or_default().push(reference);
            }
            for (id, interface) in self.topology.interfaces.iter() {
                if let Some(owner) = &interface.instance {
                    found.by_owner.entry(Rc::clone(owner)).or_default().push(Ref::from(id));
                }
            }
            found
        })
    }

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
            let with_host = self.sites_with_host(&site);
            return match (host, with_host.as_slice()) {
                (None, [one]) => Ok(End::Site {
                    site: one.clone(),
                    host: Some(site),
                }),
                (None, [_, _, ..]) => {
                    let specs: Vec<String> = with_host.iter().map(|id| format!("onprem:{id}/{site}")).collect();
                    Err(error(
                        format!("several sites have a host `{}`", cut(&site)),
                        Some(format!("Write one of {}", listed(specs.iter().map(String::as_str)))),
                    ))
                }
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

    /// `ENDPOINT`, or `ENDPOINT/NAME` for one of its clients.
    pub(super) fn client(&self, rest: &str) -> Result<End, EndError> {
        let (endpoint, client) = match split_first(rest, '/') {
            Some((endpoint, client)) => (plain(endpoint)?, Some(plain(client)?)),
            None => (plain(rest)?, None),
        };
        let id = ClientVpnEndpointId::new(Rc::clone(&endpoint));
        let endpoints = &self.topology.client_vpn_endpoints;
        let Some(record) = endpoints.get(&id) else {
            let close = did_you_mean(&endpoint, endpoints.ids().map(ClientVpnEndpointId::as_str));
            let problem = format!("no Client VPN endpoint is called `{}`", cut(&endpoint));
            return Err(error(problem, close));
        };
        if let Some(client) = &client
            && !record.clients.iter().any(|known| known.name == *client)
        {
            let names = || record.clients.iter().map(|client| client.name.as_ref());
            let fix = did_you_mean(client, names()).unwrap_or_else(|| format!("Its clients are {}", listed(names())));
            let problem = format!("the endpoint `{id}` has no client `{}`", cut(client));
            return Err(error(problem, Some(fix)));
        }
        Ok(End::Client { endpoint: id, client })
    }

    fn sites_with_host(&self, name: &Rc<str>) -> Vec<SiteId> {
        let has = |site: &Site| site.hosts.iter().any(|host| host.name == *name);
        let sites = self.topology.sites.iter().filter(|(_, site)| has(site));
        sites.map(|(id, _)| id.clone()).collect()
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
        let owned = self.found().by_owner.get(&id).map_or(&[][..], Vec::as_slice);
        match owned {
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
        let owners = self.found().by_owner.keys().map(AsRef::as_ref);
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
                let fix = did_you_mean(&name, self.found().by_name.keys().map(AsRef::as_ref));
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
        let is_in = |reference: &Ref, vpc: &str| {
            crate::text::place::vpc_of(topology, reference)
                .is_some_and(|id| id.as_str() == vpc || *name_of(topology, &Ref::from(&id)) == *vpc)
        };
        let named = self.found().by_name.get(name).map_or(&[][..], Vec::as_slice);
        let inside = named
            .iter()
            .filter(|reference| vpc.is_none_or(|vpc| is_in(reference, vpc)));
        inside.cloned().collect()
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
