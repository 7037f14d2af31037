//! Flows, the view and the comments.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use reach::address::Family;
use reach::id::{Id, Ref};
use reach::question::{End, Question};
use reach::topology::{Site, Traffic};
use reach::trace::{Assumptions, Verdict};

use super::coder::{Coded, Coder, Stop};
use super::names::Names;
use super::rows::{ports, traffic};
use super::topology::lane::{FLAGS, NETS, NUMBERS, REFERENCES, RULES, TEXTS};
use crate::document::{Comments, Expectation, Flow, Mode, View};

const VERDICTS: [Verdict; 4] = [Verdict::Allowed, Verdict::Partial, Verdict::Blocked, Verdict::Unknown];
const MODES: [Mode; 4] = [Mode::View, Mode::Explore, Mode::Exercise, Mode::Edit];

pub(super) fn code(flows: &[Flow], names: &Names, coder: &mut Coder) -> Coded<Vec<Flow>> {
    let blank = Flow::new(Question::new(End::Internet, End::Internet, Traffic::All));
    let count = coder.rows(NUMBERS, flows.len())?;
    (0..count)
        .map(|index| code_one(flows.get(index).unwrap_or(&blank), names, coder))
        .collect()
}

fn code_one(flow: &Flow, names: &Names, coder: &mut Coder) -> Coded<Flow> {
    let question = &flow.question;
    let family = question.family;
    let [named, sources, has_family, is_six, verdict, code, resource] = coder.flags(
        FLAGS,
        [
            flow.name.is_some(),
            question.source_ports != Question::CLIENT_PORTS,
            family.is_some(),
            family == Some(Family::V6),
            matches!(flow.expectation, Some(Expectation::Verdict(_))),
            matches!(flow.expectation, Some(Expectation::Code(_))),
            question.resource.is_some(),
        ],
    )?;
    let name = if named {
        Some(coder.text(TEXTS, flow.name.as_deref().unwrap_or_default())?)
    } else {
        None
    };
    let from = end(&question.from, names, coder)?;
    let to = end(&question.to, names, coder)?;
    let (traffic, _) = traffic(question.traffic, false, RULES, coder)?;
    let mut coded = Flow::new(Question::new(from, to, traffic));
    coded.name = name;
    if sources {
        coded.question.source_ports = ports(question.source_ports, RULES, coder)?;
    }
    if has_family {
        coded.question.family = Some(if is_six { Family::V6 } else { Family::V4 });
    }
    coded.expectation = expectation(flow.expectation.as_ref(), verdict, code, coder)?;
    if resource {
        let known = question.resource.as_deref().unwrap_or_default();
        coded.question.resource = Some(coder.text(TEXTS, known)?);
    }
    Ok(coded)
}

fn has_request(flow: &Flow) -> bool {
    let question = &flow.question;
    let is_of_policies = matches!(flow.expectation, Some(Expectation::Authorized | Expectation::Refused));
    question.action.is_some() || question.principal.is_some() || is_of_policies
}

pub(super) fn have_requests(flows: &[Flow]) -> bool {
    flows.iter().any(has_request)
}

/// Actions, principals and what is expected of policies, of the flows that have them: a section of its own, because whoever does
/// not know it still shows the flows.
pub(super) fn code_requests(flows: &mut [Flow], coder: &mut Coder) -> Coded<()> {
    let with: Vec<usize> = (0..flows.len())
        .filter(|flow| flows.get(*flow).is_some_and(has_request))
        .collect();
    let count = coder.rows(NUMBERS, with.len())?;
    for index in 0..count {
        let flow = coder.index(NUMBERS, with.get(index).copied().unwrap_or_default())?;
        let flow = flows.get_mut(flow).ok_or(Stop::Damaged)?;
        code_request(flow, coder)?;
    }
    Ok(())
}

fn code_request(flow: &mut Flow, coder: &mut Coder) -> Coded<()> {
    let question = &mut flow.question;
    let [action, principal, authorized, refused] = coder.flags(
        FLAGS,
        [
            question.action.is_some(),
            question.principal.is_some(),
            flow.expectation == Some(Expectation::Authorized),
            flow.expectation == Some(Expectation::Refused),
        ],
    )?;
    for (is_known, value) in [(action, &mut question.action), (principal, &mut question.principal)] {
        if is_known {
            *value = Some(coder.text(TEXTS, value.as_deref().unwrap_or_default())?);
        }
    }
    match (authorized, refused) {
        (false, false) => {}
        (true, false) => flow.expectation = Some(Expectation::Authorized),
        (false, true) => flow.expectation = Some(Expectation::Refused),
        (true, true) => return Err(Stop::Damaged),
    }
    Ok(())
}

fn expectation(
    known: Option<&Expectation>,
    verdict: bool,
    code: bool,
    coder: &mut Coder,
) -> Coded<Option<Expectation>> {
    if verdict {
        let known = if let Some(Expectation::Verdict(verdict)) = known {
            *verdict
        } else {
            Verdict::Allowed
        };
        return Ok(Some(Expectation::Verdict(coder.choice(RULES, known, &VERDICTS)?)));
    }
    if code {
        let known = if let Some(Expectation::Code(code)) = known {
            code
        } else {
            ""
        };
        return Ok(Some(Expectation::Code(coder.text(TEXTS, known)?)));
    }
    Ok(None)
}

const INTERNET: usize = 0;
const ELEMENT: usize = 1;
const SERVICE: usize = 2;
const SERVICE_IN: usize = 3;
const SITE: usize = 4;
const HOST: usize = 5;
const IPV4: usize = 6;
const IPV6: usize = 7;
const INJECTED4: usize = 8;
const INJECTED6: usize = 9;
const ENDPOINT: usize = 10;
const CLIENT: usize = 11;
const DOMAIN: usize = 12;

fn end(known: &End, names: &Names, coder: &mut Coder) -> Coded<End> {
    let sort = match known {
        End::Internet => INTERNET,
        End::Element(_) => ELEMENT,
        End::Service { region: None, .. } => SERVICE,
        End::Service { .. } => SERVICE_IN,
        End::Site { host: None, .. } => SITE,
        End::Site { .. } => HOST,
        End::Client { client: None, .. } => ENDPOINT,
        End::Client { .. } => CLIENT,
        End::Domain(_) => DOMAIN,
        End::Address(address) => {
            if address.is_ipv4() {
                IPV4
            } else {
                IPV6
            }
        }
        End::Injected { address, .. } => {
            if address.is_ipv4() {
                INJECTED4
            } else {
                INJECTED6
            }
        }
    };
    let sort = coder.index(NUMBERS, sort)?;
    Ok(match sort {
        INTERNET => End::Internet,
        ELEMENT => End::Element(element(known, names, coder)?),
        SERVICE | SERVICE_IN => {
            let (name, region) = match known {
                End::Service { name, region } => (name.as_ref(), region.as_deref().unwrap_or_default()),
                _ => ("", ""),
            };
            let name = coder.text(TEXTS, name)?;
            let region = if sort == SERVICE_IN {
                Some(coder.text(TEXTS, region)?)
            } else {
                None
            };
            End::Service { name, region }
        }
        SITE | HOST => {
            let blank: (Id<Site>, &str) = (Id::new(""), "");
            let (site, host) = match known {
                End::Site { site, host } => (site.clone(), host.as_deref().unwrap_or_default()),
                _ => blank,
            };
            let site = names.id(&site, coder)?;
            let host = if sort == HOST {
                Some(coder.text(TEXTS, host)?)
            } else {
                None
            };
            End::Site { site, host }
        }
        ENDPOINT | CLIENT => {
            let (endpoint, client) = match known {
                End::Client { endpoint, client } => (endpoint.clone(), client.as_deref().unwrap_or_default()),
                _ => (Id::new(""), ""),
            };
            End::Client {
                endpoint: names.id(&endpoint, coder)?,
                client: if sort == CLIENT {
                    Some(coder.text(TEXTS, client)?)
                } else {
                    None
                },
            }
        }
        DOMAIN => {
            let name = if let End::Domain(name) = known { name } else { "" };
            End::Domain(coder.text(TEXTS, name)?)
        }
        IPV4 | IPV6 => End::Address(address(known, sort == IPV6, coder)?),
        INJECTED4 | INJECTED6 => End::Injected {
            at: element(known, names, coder)?,
            address: address(known, sort == INJECTED6, coder)?,
        },
        _ => return Err(Stop::Damaged),
    })
}

fn element(known: &End, names: &Names, coder: &mut Coder) -> Coded<Ref> {
    let blank = Ref::internet();
    let element = match known {
        End::Element(element) | End::Injected { at: element, .. } => element,
        _ => &blank,
    };
    names.any(element, REFERENCES, TEXTS, coder)
}

fn address(known: &End, is_v6: bool, coder: &mut Coder) -> Coded<std::net::IpAddr> {
    let known = match known {
        End::Address(address) | End::Injected { address, .. } => Some(*address),
        _ => None,
    };
    if is_v6 {
        let known = if let Some(std::net::IpAddr::V6(address)) = known {
            address
        } else {
            Ipv6Addr::UNSPECIFIED
        };
        return Ok(Ipv6Addr::from(coder.bytes(NETS, known.octets())?).into());
    }
    let known = if let Some(std::net::IpAddr::V4(address)) = known {
        address
    } else {
        Ipv4Addr::UNSPECIFIED
    };
    Ok(Ipv4Addr::from(coder.bytes(NETS, known.octets())?).into())
}

pub(super) fn code_view(view: &View, coder: &mut Coder) -> Coded<View> {
    let [mode, flow, step, not_made] = coder.flags(
        0,
        [
            view.mode.is_some(),
            view.flow.is_some(),
            view.step.is_some(),
            view.assumptions == Assumptions::NotMade,
        ],
    )?;
    let mut coded = View::default();
    if not_made {
        coded.assumptions = Assumptions::NotMade;
    }
    if mode {
        coded.mode = Some(coder.choice(0, view.mode.unwrap_or(Mode::View), &MODES)?);
    }
    if flow {
        coded.flow = Some(coder.small(0, view.flow.unwrap_or_default())?);
    }
    if step {
        coded.step = Some(coder.small(0, view.step.unwrap_or_default())?);
    }
    Ok(coded)
}

/// Comments by the text of what they stand above; elements by their number.
pub(super) fn code_comments(comments: &Comments, names: &Names, coder: &mut Coder) -> Coded<Comments> {
    let all: Vec<(Rc<str>, Vec<Rc<str>>)> = comments
        .0
        .iter()
        .map(|(key, lines)| (Rc::clone(key), lines.clone()))
        .collect();
    let blank: (Rc<str>, Vec<Rc<str>>) = ("".into(), Vec::new());
    let coded = coder.list(0, &all, &blank, |coder, (key, lines)| {
        let number = names
            .all()
            .iter()
            .position(|element| element.id == *key)
            .map_or(0, |number| number + 1);
        let number = coder.index(0, number)?;
        let key = match number.checked_sub(1) {
            None => coder.comment(0, key)?,
            Some(number) => Rc::clone(&names.all().get(number).ok_or(Stop::Damaged)?.id),
        };
        let lines = coder.list(0, lines, &Rc::from(""), |coder, line| coder.comment(0, line))?;
        Ok((key, lines))
    })?;
    Ok(Comments(coded.into_iter().collect()))
}
