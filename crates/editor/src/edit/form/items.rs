//! The kinds of values that fields have.

use std::fmt::Display;
use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Id, Kind, Record, Ref};
use reach::sorted::SortedSet;
use reach::topology::SecurityGroupId;

use super::{Form, FormInput};
use crate::edit::{Drawing, Refused, parse};
use crate::message::FieldId;
use crate::words::joined;

type Named = (FieldId, &'static str);

/// The element with this id, drawn or made by AWS.
pub(super) fn element(drawing: Drawing<'_>, kinds: &[Kind], value: &str) -> Result<Ref, Refused> {
    let value = value.trim();
    let known = drawing.network.topology();
    let found = drawing.topology.find(value).or_else(|| known.find(value));
    if let Some(of) = found.filter(|of| kinds.contains(&of.kind)) {
        return Ok(of);
    }
    match kinds {
        [kind] => parse::element(known, *kind, value),
        _ => {
            let titles: Vec<&str> = kinds.iter().map(|kind| kind.title()).collect();
            Err(format!(
                "There is no “{value}”. Choose one of these kinds: {}.",
                titles.join(", ")
            )
            .into())
        }
    }
}

/// One of the words, with what it stands for.
pub(super) fn word_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> String {
    let known = words.iter().find(|(_, one)| one == value);
    known.map_or_else(String::new, |(word, _)| (*word).to_owned())
}

impl Form<'_> {
    pub(super) fn switch(&mut self, named: Named, value: &mut bool) {
        let show = |on: &bool| if *on { "on" } else { "off" }.to_owned();
        self.item(named, FormInput::Switch, value, show, |_, typed| parse::toggle(typed));
    }

    pub(super) fn number(&mut self, named: Named, value: &mut u32, (from, to): (u32, u32)) {
        self.item(named, FormInput::Mono, value, u32::to_string, |_, typed| {
            parse::number(typed, "a number for this", from, to)
        });
    }

    /// A number that need not be there.
    pub(super) fn maybe_number(&mut self, named: Named, value: &mut Option<u32>) {
        let show = |number: &Option<u32>| joined(number);
        self.item(named, FormInput::Mono, value, show, |_, typed| match typed.trim() {
            "" => Ok(None),
            typed => parse::number(typed, "a number", 0, u32::MAX).map(Some),
        });
    }

    pub(super) fn word(&mut self, named: Named, value: &mut Rc<str>, what: &str, example: &str) {
        self.item(
            named,
            FormInput::Mono,
            value,
            |word| word.to_string(),
            |_, typed| parse::word(typed, what, example),
        );
    }

    pub(super) fn region(&mut self, value: &mut Rc<str>) {
        self.word((super::super::field::REGION, "Region"), value, "a Region", "us-east-1");
    }

    pub(super) fn maybe_word(&mut self, named: Named, value: &mut Option<Rc<str>>, what: &str, example: &str) {
        let show = |word: &Option<Rc<str>>| joined(word);
        self.item(named, FormInput::Mono, value, show, |_, typed| match typed.trim() {
            "" => Ok(None),
            typed => parse::word(typed, what, example).map(Some),
        });
    }

    pub(super) fn account(&mut self, value: &mut Option<Rc<str>>) {
        let named = (super::super::field::ACCOUNT, "Account");
        self.maybe_word(named, value, "an account id", "111111111111");
    }

    /// Words with commas between them.
    pub(super) fn words(&mut self, named: Named, value: &mut Vec<Rc<str>>, what: &str, example: &str) {
        self.item(
            named,
            FormInput::Mono,
            value,
            |words| joined(words),
            |_, typed| parse::list(typed, |word| parse::word(word, what, example)),
        );
    }

    pub(super) fn word_set(&mut self, named: Named, value: &mut SortedSet<Rc<str>>, what: &str, example: &str) {
        let mut words: Vec<Rc<str>> = value.iter().cloned().collect();
        self.words(named, &mut words, what, example);
        *value = words.into_iter().collect();
    }

    pub(super) fn list<T: Display>(
        &mut self,
        named: Named,
        value: &mut Vec<T>,
        read: impl Fn(&str) -> Result<T, Refused>,
    ) {
        let read = |_: Drawing<'_>, typed: &str| parse::list(typed, &read);
        self.item(named, FormInput::Mono, value, |items| joined(items), read);
    }

    /// CIDRs; nothing typed stands for what the hint says, `none` for none at all.
    pub(super) fn maybe_cidrs(&mut self, named: Named, value: &mut Option<Vec<IpNet>>) {
        let show = |cidrs: &Option<Vec<IpNet>>| match cidrs {
            Some(cidrs) if cidrs.is_empty() => "none".to_owned(),
            cidrs => joined(cidrs.iter().flatten()),
        };
        self.item(named, FormInput::Mono, value, show, |_, typed| match typed.trim() {
            "" => Ok(None),
            "none" => Ok(Some(Vec::new())),
            typed => parse::list(typed, parse::cidr).map(Some),
        });
    }

    /// One of the words.
    pub(super) fn choice<T: Copy + PartialEq>(
        &mut self,
        named: Named,
        labels: &'static [(&'static str, &'static str)],
        words: &[(&'static str, T)],
        value: &mut T,
    ) {
        self.item(
            named,
            FormInput::Words(labels),
            value,
            |value| word_of(words, value),
            |_, typed| parse::choice(typed, words),
        );
    }

    pub(super) fn one<T: Record>(&mut self, named: Named, choices: Vec<Ref>, value: &mut Id<T>) {
        let read = |drawing: Drawing<'_>, typed: &str| element(drawing, &[T::KIND], typed).map(|of| Id::new(of.id));
        self.item(named, FormInput::One(choices), value, Id::to_string, read);
    }

    pub(super) fn maybe_one<T: Record>(
        &mut self,
        named: Named,
        none: &'static str,
        choices: Vec<Ref>,
        value: &mut Option<Id<T>>,
    ) {
        let show = |id: &Option<Id<T>>| joined(id);
        let read = |drawing: Drawing<'_>, typed: &str| match typed.trim() {
            "" => Ok(None),
            typed => element(drawing, &[T::KIND], typed).map(|of| Some(Id::new(of.id))),
        };
        self.item(named, FormInput::OneOr(none, choices), value, show, read);
    }

    pub(super) fn many<T: Record>(&mut self, named: Named, choices: Vec<Ref>, value: &mut Vec<Id<T>>) {
        let read = |drawing: Drawing<'_>, typed: &str| {
            parse::list(typed, |id| element(drawing, &[T::KIND], id).map(|of| Id::new(of.id)))
        };
        self.item(named, FormInput::Many(choices), value, |ids| joined(ids), read);
    }

    pub(super) fn many_set<T: Record>(&mut self, named: Named, choices: Vec<Ref>, value: &mut SortedSet<Id<T>>) {
        let mut ids: Vec<Id<T>> = value.iter().cloned().collect();
        self.many(named, choices, &mut ids);
        *value = ids.into_iter().collect();
    }

    /// Security groups of the VPC; none is the VPC's default group.
    pub(super) fn groups(&mut self, vpc: &Ref, value: &mut Vec<SecurityGroupId>) {
        let choices = self.in_vpc(Kind::SecurityGroup, vpc);
        self.many((super::super::field::GROUPS, "Security groups"), choices, value);
    }
}
