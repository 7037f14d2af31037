//! AWS's own JSON: answers of `aws … describe-*` and the like, in whatever files and wrappings people keep them.
//!
//! What a list holds follows from its key (`Vpcs`), what an element on its own is from its fields ([`kind`]). Keys are compared
//! without regard to case and underscores, so `VirtualInterfaces`, `virtualInterfaces` and a collector's `internet_gateways` are one.

mod kind;
mod list;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::gathered::{Gathered, Kept};
use super::json::Value;
use super::place::Whose;
use super::raw::Text;
use super::report::{NoteKind, Notes, Origin};
use super::salvage::salvage;

/// How deep keys that say nothing are followed, such as `{"eu-west-1": {"describe-vpcs": {…}}}`.
const DEEPEST: usize = 8;

/// Keys that stand beside the lists and say nothing about the network.
const SILENT: [&str; 16] = [
    "nexttoken",
    "nextmarker",
    "responsemetadata",
    "availabilityzones",
    "dhcpoptions",
    "regions",
    "instancestatuses",
    "placementgroups",
    "servicenames",
    "servicedetails",
    "tags",
    "collectorversion",
    "provider",
    "flowlogs",
    "virtualgateways",
    "additionalroutesavailable",
];

/// One file being read.
pub(crate) struct Reader<'a> {
    pub(crate) file: &'a Text,
    pub(crate) gathered: &'a mut Gathered,
    pub(crate) notes: &'a mut Notes,
    /// How many elements were recognised.
    pub(crate) found: usize,
    /// How many lists were known, even if there was nothing in them.
    pub(crate) known: usize,
}

/// Where the walk is.
#[derive(Clone)]
pub(crate) struct Spot {
    path: String,
    whose: Whose,
    depth: usize,
}

impl Spot {
    pub(crate) fn of_document(path: String, whose: Whose) -> Self {
        Self { path, whose, depth: 0 }
    }

    fn below(&self, step: &str) -> Self {
        Self {
            path: format!("{}{step}", self.path),
            whose: self.whose.clone(),
            depth: self.depth + 1,
        }
    }

    fn key(&self, key: &str) -> Self {
        self.below(&format!(".{key}"))
    }
}

impl Reader<'_> {
    /// A document, or what lies behind a key that says nothing.
    pub(crate) fn value(&mut self, value: Value<'_>, spot: &Spot) {
        if spot.depth > DEEPEST {
            return;
        }
        if value.is_array() {
            value.each(|index, item| self.value(item, &spot.below(&format!("[{index}]"))));
        } else if value.is_object() {
            self.object(value, spot);
        }
    }

    fn object(&mut self, value: Value<'_>, spot: &Spot) {
        let members = value.members();
        if let Some(kind) = kind::of(&members) {
            self.list(kind, value, spot);
            return;
        }
        let spot = Spot {
            whose: whose(&members, &spot.whose),
            ..spot.clone()
        };
        for (key, member) in &members {
            self.member(key, *member, &spot);
        }
    }

    fn member(&mut self, key: &str, member: Value<'_>, spot: &Spot) {
        let word = normal(key);
        let inner = spot.key(key);
        if member.is_null() || SILENT.contains(&word.as_str()) {
            return;
        }
        // Behind the key of a list there is a list; `{"load-balancers": {…}}` only looks alike.
        let is_list = member.is_array() || word == "vpcblockpublicaccessoptions";
        if is_list && self.list(&word, member, &inner) || !(member.is_array() || member.is_object()) {
            return;
        }
        // AWS's own lists begin with capital letters; anything else is how somebody wrapped them.
        let is_wrapping = !key.contains(|letter: char| letter.is_ascii_uppercase());
        let before = self.known;
        if is_wrapping || kind::of(&member.members()).is_some() {
            let mut inner = inner.clone();
            inner.whose.learn(key);
            self.value(member, &inner);
        }
        if self.known == before && !member.is_blank() {
            self.note(
                NoteKind::Ignored,
                &inner,
                format!("nothing is read from `{}`", cut(key)),
            );
        }
    }

    /// All elements of a list, or one element by itself.
    fn all<T: Kept + DeserializeOwned>(&mut self, value: Value<'_>, spot: &Spot) {
        self.each(value, spot, |reader, record: T, origin, unread| {
            reader.gathered.add(record, origin, unread, reader.notes);
        });
    }

    /// The same for elements that become something else.
    fn each<R: DeserializeOwned>(
        &mut self,
        value: Value<'_>,
        spot: &Spot,
        mut add: impl FnMut(&mut Self, R, Origin, Vec<Text>),
    ) {
        let mut one = |reader: &mut Self, path: String, read: Result<R, Value<'_>>| {
            let (record, unread) = match read {
                Ok(record) => (record, Vec::new()),
                Err(odd) if odd.is_null() => return,
                Err(odd) => match salvage(odd.as_str(), &path) {
                    Some((record, wrong)) => (record, wrong.into_iter().map(Text::from).collect()),
                    None => {
                        let spot = Spot { path, ..spot.clone() };
                        reader.note(
                            NoteKind::NotModelled,
                            &spot,
                            "this is not what AWS writes in this list, so it was left out",
                        );
                        return;
                    }
                },
            };
            reader.found += 1;
            let origin = reader.origin(path.into(), spot);
            add(reader, record, origin, unread);
        };
        if value.is_array() {
            value.each_as(|index, read| one(self, format!("{}[{index}]", spot.path), read));
        } else {
            let read = serde_json::from_str(value.as_str()).map_err(|_| value);
            one(self, spot.path.clone(), read);
        }
    }

    fn origin(&self, path: Text, spot: &Spot) -> Origin {
        Origin {
            is_part: false,
            file: self.file.clone(),
            path,
            account: spot.whose.account.clone(),
            region: spot.whose.region.clone(),
        }
    }

    fn note(&mut self, kind: NoteKind, spot: &Spot, text: impl Into<Text>) {
        let origin = self.origin(spot.path.as_str().into(), spot);
        self.notes.add(kind, &origin, None, text);
    }
}

/// What members such as `Region` and `AccountId` say about the rest.
fn whose(members: &[(Cow<'_, str>, Value<'_>)], outer: &Whose) -> Whose {
    let mut whose = outer.clone();
    for (key, member) in members {
        let is_about_place = matches!(
            normal(key).as_str(),
            "region" | "awsregion" | "account" | "accountid" | "awsaccountid" | "ownerid"
        );
        if let Some(text) = member.to_text().filter(|_| is_about_place) {
            whose.learn(&text);
        }
    }
    whose
}

/// A key in small letters, without underscores and hyphens.
fn normal(key: &str) -> String {
    let letters = key.chars().filter(|letter| !matches!(letter, '_' | '-'));
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

fn cut(key: &str) -> &str {
    const LONGEST: usize = 64;
    key.char_indices()
        .nth(LONGEST)
        .and_then(|(end, _)| key.get(..end))
        .unwrap_or(key)
}
