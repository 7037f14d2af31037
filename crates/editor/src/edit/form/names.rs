//! Hosted zones, Resolver endpoints and rules, and Block Public Access.

use reach::id::{Kind, Ref};
use reach::topology::{
    BlockMode, BlockPublicAccess, DnsRecord, Exclusion, ExclusionMode, HostedZone, ResolverDirection, ResolverEndpoint,
    ResolverRule,
};

use super::items::{element, word_of};
use super::{Form, FormInput};
use crate::edit::rows::{RowRefused, at, cell};
use crate::edit::{Drawing, field, parse};
use crate::words::joined;

const PLACES: &[Kind] = &[Kind::Vpc, Kind::Subnet];
const ALIASES: &[Kind] = &[Kind::InterfaceEndpoint, Kind::LoadBalancer];

const EXCLUSION_MODES: &[(&str, ExclusionMode)] = &[
    ("bidirectional", ExclusionMode::Bidirectional),
    ("egress", ExclusionMode::Egress),
];

impl Form<'_> {
    pub(super) fn hosted_zone(&mut self, record: &mut HostedZone) {
        self.word(
            (field::DOMAIN, "Domain"),
            &mut record.domain,
            "a domain",
            "example.internal",
        );
        let vpcs = self.all(&[Kind::Vpc], |_| true);
        self.many_set((field::VPCS, "Answers in"), vpcs, &mut record.vpcs);
        self.hint("Without a VPC the zone is public");
        let mut aliases = vec![FormInput::Mono, FormInput::Mono];
        aliases.push(FormInput::OneOr("No alias", self.all(ALIASES, |_| true)));
        let read = |drawing: Drawing<'_>, cells: &[String]| -> Result<DnsRecord, RowRefused> {
            let alias = cell(cells, 2);
            Ok(DnsRecord {
                name: at(0, parse::word(cell(cells, 0), "a name", "www.example.internal"))?,
                addresses: at(1, parse::list(cell(cells, 1), parse::address))?,
                alias: match alias {
                    "" => None,
                    alias => Some(at(2, element(drawing, ALIASES, alias))?),
                },
            })
        };
        let cells = |it: &DnsRecord| {
            let alias = it.alias.as_ref().map(|of| of.id.to_string()).unwrap_or_default();
            vec![it.name.to_string(), joined(&it.addresses), alias]
        };
        let words = ("Add record", "None. No name has an address yet.");
        self.table(
            (field::RECORDS, "Records"),
            words,
            aliases,
            &mut record.records,
            read,
            cells,
        );
    }

    pub(super) fn resolver_endpoint(&mut self, record: &mut ResolverEndpoint) {
        let vpc = Ref::from(&record.vpc);
        self.choice(
            (field::DIRECTION, "Direction"),
            &[("inbound", "Inbound"), ("outbound", "Outbound")],
            &[
                ("inbound", ResolverDirection::Inbound),
                ("outbound", ResolverDirection::Outbound),
            ],
            &mut record.direction,
        );
        self.groups(&vpc, &mut record.security_groups);
        self.places("Addresses", "None. Nobody can reach it.", &vpc, &mut record.subnets);
        self.link(Some(vpc), "VPC");
    }

    pub(super) fn resolver_rule(&mut self, record: &mut ResolverRule) {
        self.word(
            (field::DOMAIN, "Domain"),
            &mut record.domain,
            "a domain",
            "corp.example.com",
        );
        self.list(
            (field::TARGETS, "Servers that answer"),
            &mut record.targets,
            parse::address,
        );
        let topology = self.drawing.topology;
        let endpoints = self.all(&[Kind::ResolverEndpoint], |of| {
            let record = of.to_id().and_then(|id| topology.resolver_endpoints.get(&id));
            record.is_some_and(|record| record.direction == ResolverDirection::Outbound)
        });
        self.maybe_one(
            (field::ENDPOINT, "Outbound endpoint"),
            "None",
            endpoints,
            &mut record.endpoint,
        );
        let vpcs = self.all(&[Kind::Vpc], |_| true);
        self.many_set((field::VPCS, "Holds for"), vpcs, &mut record.vpcs);
    }

    pub(super) fn block_public_access(&mut self, record: &mut BlockPublicAccess) {
        self.region(&mut record.region);
        self.account(&mut record.account);
        self.choice(
            (field::MODE, "Mode"),
            &[
                ("off", "Off"),
                ("bidirectional", "Bidirectional: nothing in or out"),
                ("ingress", "Ingress-only: nothing in"),
            ],
            &[
                ("off", BlockMode::Off),
                ("bidirectional", BlockMode::Bidirectional),
                ("ingress", BlockMode::Ingress),
            ],
            &mut record.mode,
        );
        let labels: &'static [_] = &[("bidirectional", "Both ways"), ("egress", "Egress only")];
        let inputs = vec![FormInput::One(self.all(PLACES, |_| true)), FormInput::Words(labels)];
        let read = |drawing: Drawing<'_>, cells: &[String]| {
            Ok(Exclusion {
                of: at(0, element(drawing, PLACES, cell(cells, 0)))?,
                mode: at(1, parse::choice(cell(cells, 1), EXCLUSION_MODES))?,
            })
        };
        let cells = |it: &Exclusion| vec![it.of.id.to_string(), word_of(EXCLUSION_MODES, &it.mode)];
        let words = ("Add exclusion", "None. It holds for every VPC of the Region.");
        self.table(
            (field::EXCLUSIONS, "Exclusions"),
            words,
            inputs,
            &mut record.exclusions,
            read,
            cells,
        );
    }
}
