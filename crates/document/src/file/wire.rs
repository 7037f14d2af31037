//! How single values stand in JSON.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::id::{Id, Kind, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;
use serde_json::{Map, Value};

use super::Error;
use super::fields::Fields;
use super::path::Path;
use crate::document::Mode;
use crate::text;
use crate::words::{self, Words, value_of, word_of};

/// A value with a JSON form.
pub(super) trait Wire: Sized {
    fn write(&self) -> Value;
    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error>;
}

impl Wire for Rc<str> {
    fn write(&self) -> Value {
        Value::from(self.as_ref())
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        Ok(string(value, path)?.into())
    }
}

fn string<'v>(value: &'v Value, path: &Path<'_>) -> Result<&'v str, Error> {
    let text = value.as_str().ok_or_else(|| path.error("a text is expected here"))?;
    if text.len() > text::LONGEST_NAME && text.chars().count() > text::LONGEST_NAME {
        return Err(path.error("this text has more than 256 characters"));
    }
    Ok(text)
}

impl<T> Wire for Id<T> {
    fn write(&self) -> Value {
        Value::from(self.as_str())
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        Ok(Id::new(string(value, path)?))
    }
}

impl Wire for bool {
    fn write(&self) -> Value {
        Value::from(*self)
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        value
            .as_bool()
            .ok_or_else(|| path.error("true or false is expected here"))
    }
}

/// Values that are written as numbers.
macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Wire for $number {
            fn write(&self) -> Value {
                Value::from(*self)
            }

            fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
                value
                    .as_i64()
                    .and_then(|number| number.try_into().ok())
                    .ok_or_else(|| path.error(format!("a whole number from {} to {} is expected here", <$number>::MIN, <$number>::MAX)))
            }
        })*
    };
}

numbers!(u8, u16, u32, i32);

/// Values that are written as text and read with `FromStr`.
macro_rules! texts {
    ($($value:ty: $what:literal;)*) => {
        $(impl Wire for $value {
            fn write(&self) -> Value {
                Value::from(self.to_string())
            }

            fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
                let wrong = || path.error(concat!($what, " is expected here"));
                string(value, path)?.parse().map_err(|_| wrong())
            }
        })*
    };
}

texts! {
    Ipv4Addr: "an IPv4 address";
    Ipv6Addr: "an IPv6 address";
    IpAddr: "an IP address";
}

/// Ranges; host bits are cut off, as AWS does it.
macro_rules! ranges {
    ($($value:ty: $what:literal;)*) => {
        $(impl Wire for $value {
            fn write(&self) -> Value {
                Value::from(self.trunc().to_string())
            }

            fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
                let wrong = || path.error(concat!($what, " is expected here"));
                string(value, path)?.parse().map(|net: Self| net.trunc()).map_err(|_| wrong())
            }
        })*
    };
}

ranges! {
    Ipv4Net: "an IPv4 CIDR, as in 10.0.0.0/16,";
    Ipv6Net: "an IPv6 CIDR, as in 2001:db8::/56,";
    IpNet: "a CIDR, as in 10.0.0.0/16,";
}

/// Values that are one of some words.
macro_rules! choices {
    ($($value:ty: $words:expr;)*) => {
        $(impl Wire for $value {
            fn write(&self) -> Value {
                Value::from(word_of($words, self))
            }

            fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
                choice(value, path, $words)
            }
        })*
    };
}

const ACTIONS: Words<AclAction> = &[("allow", AclAction::Allow), ("deny", AclAction::Deny)];
const TUNNELS: Words<Tunnel> = &[("up", Tunnel { up: true }), ("down", Tunnel { up: false })];

choices! {
    Role: words::ROLES;
    InterfaceState: words::INTERFACE_STATES;
    NatState: words::NAT_STATES;
    EndpointState: words::ENDPOINT_STATES;
    PeeringState: words::PEERING_STATES;
    AttachmentState: words::ATTACHMENT_STATES;
    VirtualInterfaceKind: words::VIRTUAL_INTERFACES;
    Preference: words::PREFERENCES;
    LoadBalancerKind: words::LOAD_BALANCERS;
    ListenerProtocol: words::LISTENER_PROTOCOLS;
    ServiceState: words::SERVICE_STATES;
    Effect: words::EFFECTS;
    AddressType: words::ADDRESS_TYPES;
    BlockMode: words::BLOCK_MODES;
    ExclusionMode: words::EXCLUSION_MODES;
    ResolverDirection: words::RESOLVER_DIRECTIONS;
    Mode: words::MODES;
    AclAction: ACTIONS;
    Tunnel: TUNNELS;
}

fn choice<T: Copy>(value: &Value, path: &Path<'_>, words: Words<T>) -> Result<T, Error> {
    let text = string(value, path)?;
    value_of(words, text).ok_or_else(|| {
        let names = || words.iter().map(|(word, _)| *word);
        let listed = names().collect::<Vec<_>>().join(", ");
        path.advise(
            format!("one of {listed} is expected here"),
            text::did_you_mean(text, names()),
        )
    })
}

impl Wire for Kind {
    fn write(&self) -> Value {
        Value::from(self.word())
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        let text = string(value, path)?;
        let words = Kind::ALL.map(Kind::word);
        Kind::from_word(text)
            .ok_or_else(|| path.advise("a kind of element is expected here", text::did_you_mean(text, words)))
    }
}

impl Wire for Ref {
    fn write(&self) -> Value {
        let mut object = Map::new();
        object.insert("kind".into(), self.kind.write());
        object.insert("id".into(), self.id.write());
        Value::Object(object)
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        let mut fields = Fields::of(value, *path)?;
        let reference = Ref::new(fields.required("kind")?, fields.required::<Rc<str>>("id")?);
        fields.finish()?;
        Ok(reference)
    }
}

/// `tcp 443`, as in the text form.
impl Wire for Traffic {
    fn write(&self) -> Value {
        Value::from(text::format_traffic(*self))
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        text::parse_traffic(string(value, path)?).map_err(|error| path.advise(error.problem, error.fix))
    }
}

/// `"private"`, or the Elastic IP.
impl Wire for NatConnectivity {
    fn write(&self) -> Value {
        match self {
            NatConnectivity::Public(address) => address.write(),
            NatConnectivity::Private => Value::from("private"),
        }
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        if value.as_str() == Some("private") {
            return Ok(NatConnectivity::Private);
        }
        Ipv4Addr::read(value, path)
            .map(NatConnectivity::Public)
            .map_err(|_| path.error("\"private\" or a public IPv4 address is expected here"))
    }
}

/// `"bgp"`, or the static prefixes.
impl Wire for VpnRouting {
    fn write(&self) -> Value {
        match self {
            VpnRouting::Bgp => Value::from("bgp"),
            VpnRouting::Static(prefixes) => prefixes.write(),
        }
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        match value {
            Value::Array(_) => Wire::read(value, path).map(VpnRouting::Static),
            _ if value.as_str() == Some("bgp") => Ok(VpnRouting::Bgp),
            _ => Err(path.error("\"bgp\" or a list of static prefixes is expected here")),
        }
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Wire::write)
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(None),
            value => T::read(value, path).map(Some),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self) -> Value {
        self.iter().map(Wire::write).collect()
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        let items = value.as_array().ok_or_else(|| path.error("a list is expected here"))?;
        items
            .iter()
            .enumerate()
            .map(|(index, item)| T::read(item, &path.item(index)))
            .collect()
    }
}

impl<T: Wire + Ord> Wire for SortedSet<T> {
    fn write(&self) -> Value {
        self.iter().map(Wire::write).collect()
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        Ok(Vec::<T>::read(value, path)?.into_iter().collect())
    }
}

impl<T: Wire + Copy> Wire for [T; 2] {
    fn write(&self) -> Value {
        self.iter().map(Wire::write).collect()
    }

    fn read(value: &Value, path: &Path<'_>) -> Result<Self, Error> {
        match Vec::read(value, path)?.as_slice() {
            [one, two] => Ok([*one, *two]),
            _ => Err(path.error("a list of two is expected here")),
        }
    }
}
