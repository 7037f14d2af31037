//! The question as it is typed: two ends, a protocol and ports.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::question::{End, Question};
use reach::service;
use reach::topology::{PortRange, Topology, Traffic};

use super::super::context::Context;
use super::super::words;
use super::FlowItem;
use crate::scene::Glyph;

/// The words in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub from: Rc<str>,
    pub to: Rc<str>,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `all` or a number.
    pub protocol: Rc<str>,
    /// `443`, `1024-65535`; empty for all.
    pub ports: Rc<str>,
    /// What is asked of a service: the action, the resource, and who asks. Empty where the flow does not say.
    pub action: Rc<str>,
    pub resource: Rc<str>,
    pub principal: Rc<str>,
}

impl Draft {
    pub(super) fn of(context: &Context<'_>, question: &Question) -> Self {
        let ports = match question.traffic {
            Traffic::Tcp(_) | Traffic::Udp(_) => words::ports_cell(question.traffic),
            _ => String::new(),
        };
        let ports = if ports == "all" { String::new() } else { ports };
        Self {
            from: shown(context, &question.from),
            to: shown(context, &question.to),
            protocol: words::protocol_cell(question.traffic).into(),
            ports: ports.into(),
            action: question.action.clone().unwrap_or_default(),
            resource: question.resource.clone().unwrap_or_default(),
            principal: question.principal.clone().unwrap_or_default(),
        }
    }

    #[must_use]
    pub fn swapped(&self) -> Self {
        Self {
            from: Rc::clone(&self.to),
            to: Rc::clone(&self.from),
            ..self.clone()
        }
    }
}

/// Everything that can be an end, for the type-ahead, and the way from words to ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    topology: Rc<Topology>,
    pub suggestions: Vec<Suggestion>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub end: End,
    pub glyph: Glyph,
    /// What is typed: "app-1", "S3", "onprem:office/desk".
    pub text: Rc<str>,
    /// "10.0.1.10 in private-a".
    pub detail: Rc<str>,
}

/// The field that makes no sense, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftError {
    pub part: Part,
    pub text: Rc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    From,
    To,
    Protocol,
    Ports,
}

impl Picker {
    pub(super) fn of(context: &Context<'_>) -> Self {
        let mut ends = Vec::new();
        machines(context, &mut ends);
        ends.push((End::Internet, Glyph::Internet, "any public address".to_owned()));
        services(context, &mut ends);
        hosts(context, &mut ends);
        let suggestions = ends
            .into_iter()
            .map(|(end, glyph, detail)| Suggestion {
                text: shown(context, &end),
                detail: detail.into(),
                end,
                glyph,
            })
            .collect();
        Self {
            topology: Rc::clone(&context.session.document().topology),
            suggestions,
        }
    }

    /// The question that the words ask. What was not touched stays as it was asked before, and so does what no field shows
    /// (source ports, family).
    pub fn question(&self, draft: &Draft, before: Option<&FlowItem>) -> Result<Question, DraftError> {
        let kept =
            |typed: &Rc<str>, of: fn(&Draft) -> &Rc<str>| before.is_some_and(|before| of(&before.draft) == typed);
        let end = |part, typed: &Rc<str>, of: fn(&Draft) -> &Rc<str>, end: fn(&Question) -> &End| match before {
            Some(before) if kept(typed, of) => Ok(end(&before.question).clone()),
            _ => self.end(typed).map_err(|text| DraftError { part, text }),
        };
        let from = end(Part::From, &draft.from, |draft| &draft.from, |question| &question.from)?;
        let to = end(Part::To, &draft.to, |draft| &draft.to, |question| &question.to)?;
        let traffic = traffic(draft)?;
        let question = match before {
            Some(before) => Question {
                from,
                to,
                traffic,
                ..before.question.clone()
            },
            None => Question::new(from, to, traffic),
        };
        Ok(Question {
            action: said(&draft.action),
            resource: said(&draft.resource),
            principal: said(&draft.principal),
            ..question
        })
    }

    /// An end by a name of the list, or whatever the text form understands: an address, `app-1@10.0.0.9`, `service:s3`.
    fn end(&self, typed: &str) -> Result<End, Rc<str>> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err("Type a name from the diagram, an address, a service or “internet”.".into());
        }
        match (self.known(typed), document::text::parse_end(typed, &self.topology)) {
            (Some(end), _) | (None, Ok(end)) => Ok(end),
            (None, Err(error)) => Err(words::capitalized(&error.to_string()).replace('`', "").into()),
        }
    }

    pub(super) fn topology(&self) -> &Topology {
        &self.topology
    }

    fn known(&self, typed: &str) -> Option<End> {
        let exact = self.suggestions.iter().find(|it| *it.text == *typed);
        let loose = || self.suggestions.iter().find(|it| it.text.eq_ignore_ascii_case(typed));
        exact.or_else(loose).map(|suggestion| suggestion.end.clone())
    }
}

/// `None` for an empty field.
fn said(typed: &str) -> Option<Rc<str>> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.into())
}

/// How an end stands in its field: by name, or as the text form writes it where a name could mean two things.
fn shown(context: &Context<'_>, end: &End) -> Rc<str> {
    let formal = || Rc::from(document::text::format_end(end, context.drawn));
    let short = match end {
        End::Element(of) => context.name(of),
        End::Service { name, region }
            if region
                .as_ref()
                .is_none_or(|it| words::is_only_region(context.drawn, it)) =>
        {
            return service::title(name).into();
        }
        End::Site { site, host: None } => context.name_of(site),
        End::Site { host: Some(host), .. } => Rc::clone(host),
        _ => return formal(),
    };
    let same = names(context).into_iter().filter(|name| *name == short).count();
    if same > 1 { formal() } else { short }
}

/// Every name that an end can have in its field.
fn names(context: &Context<'_>) -> Vec<Rc<str>> {
    let elements = context.drawn.references().into_iter().filter(is_end);
    let mut names: Vec<_> = elements.map(|of| context.name(&of)).collect();
    for (site, record) in context.drawn.sites.iter() {
        names.push(context.name_of(site));
        names.extend(record.hosts.iter().map(|host| Rc::clone(&host.name)));
    }
    names
}

const fn is_end(of: &Ref) -> bool {
    matches!(
        of.kind,
        Kind::NetworkInterface | Kind::InterfaceEndpoint | Kind::NatGateway
    )
}

type Ends = Vec<(End, Glyph, String)>;

fn machines(context: &Context<'_>, ends: &mut Ends) {
    for (id, record) in context.drawn.interfaces.iter() {
        let of = Ref::from(id);
        let address = record.ipv4.map(|address| address.to_string());
        let address = address
            .or_else(|| record.ipv6.first().map(ToString::to_string))
            .unwrap_or_default();
        let detail = format!("{address} in {}", context.name_of(&record.subnet));
        ends.push((End::Element(of.clone()), context.glyph(&of), detail));
    }
    for (id, record) in context.drawn.interface_endpoints.iter() {
        let detail = format!("interface endpoint for {}", service::title(&record.service));
        ends.push((End::Element(id.into()), Glyph::InterfaceEndpoint, detail));
    }
}

fn services(context: &Context<'_>, ends: &mut Ends) {
    let mut names: Vec<Rc<str>> = reach::service::GATEWAY_SERVICES.map(Rc::from).to_vec();
    for (_, endpoint) in context.drawn.interface_endpoints.iter() {
        if !names.contains(&endpoint.service) {
            names.push(Rc::clone(&endpoint.service));
        }
    }
    for name in names {
        let end = End::Service { name, region: None };
        let glyph = match &end {
            End::Service { name, .. } if **name == *"s3" => Glyph::Bucket,
            End::Service { name, .. } if **name == *"dynamodb" => Glyph::Table,
            _ => Glyph::Service,
        };
        ends.push((end, glyph, "AWS service".to_owned()));
    }
}

fn hosts(context: &Context<'_>, ends: &mut Ends) {
    for (site, record) in context.drawn.sites.iter() {
        let any = End::Site {
            site: site.clone(),
            host: None,
        };
        ends.push((any, Glyph::Site, "any host of the site".to_owned()));
        for host in &record.hosts {
            let end = End::Site {
                site: site.clone(),
                host: Some(Rc::clone(&host.name)),
            };
            ends.push((end, Glyph::Site, host.address.to_string()));
        }
    }
}

fn traffic(draft: &Draft) -> Result<Traffic, DraftError> {
    let any = PortRange::ALL;
    let message = (None, None);
    Ok(match &*draft.protocol {
        "tcp" => Traffic::Tcp(ports(&draft.ports, any)?),
        "udp" => Traffic::Udp(ports(&draft.ports, any)?),
        "icmp" => Traffic::Icmp {
            kind: message.0,
            code: message.1,
        },
        "icmpv6" => Traffic::Icmpv6 {
            kind: message.0,
            code: message.1,
        },
        "all" => Traffic::All,
        other => match other.trim().parse() {
            Ok(number) => Traffic::Protocol(number),
            Err(_) => {
                return Err(DraftError {
                    part: Part::Protocol,
                    text: "A protocol is tcp, udp, icmp, icmpv6, all, or a number from 0 to 255.".into(),
                });
            }
        },
    })
}

fn ports(typed: &str, any: PortRange) -> Result<PortRange, DraftError> {
    let typed = typed.trim();
    if typed.is_empty() || typed == "all" {
        return Ok(any);
    }
    let (from, to) = typed.split_once(['-', '–']).unwrap_or((typed, typed));
    match (from.trim().parse(), to.trim().parse()) {
        (Ok(from), Ok(to)) if from <= to => Ok(PortRange::new(from, to)),
        _ => Err(DraftError {
            part: Part::Ports,
            text: "A port is a number from 0 to 65535, such as 443, or a range, such as 1024-65535.".into(),
        }),
    }
}
