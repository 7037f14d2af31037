//! How the fields of the newer records are written: one flag a field for what differs from the usual, then only that.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net};
use reach::id::{Id, Record, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;

use super::{Context, Recorded};
use crate::link::coder::{Coded, Coder, Stop};
use crate::link::rows::{address, explicit4, ipv4};
use crate::link::topology::lane::{FLAGS, NETS, NUMBERS, REFERENCES, TEXTS};
use crate::records::{Blank, Usual, for_fields, for_rows};
use crate::words::{self, Words};

/// A value that writes itself, or reads what was written.
pub(super) trait Packed: Blank + Clone + PartialEq {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self>;
}

macro_rules! records {
    ($($record:ident { $($field:ident $(= $default:expr)?),* $(,)? })*) => {
        $(impl Recorded for $record {
            fn blank() -> Self {
                Self::usual()
            }

            fn code(&mut self, _: &Id<Self>, context: &mut Context, coder: &mut Coder) -> Coded<()> {
                let usual = Self::usual();
                let flags = coder.flags(FLAGS, [$(self.$field != usual.$field),*])?;
                let mut flags = flags.into_iter();
                $(if flags.next() == Some(true) {
                    self.$field = self.$field.pack(context, coder)?;
                })*
                Ok(())
            }
        })*
    };
}

for_fields!(records);

macro_rules! rows {
    ($($row:ident { $($field:ident $(= $default:expr)?),* $(,)? })*) => {
        $(impl Packed for $row {
            fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
                let mut row = self.clone();
                let usual = Self::usual();
                let flags = coder.flags(FLAGS, [$(row.$field != usual.$field),*])?;
                let mut flags = flags.into_iter();
                $(if flags.next() == Some(true) {
                    row.$field = row.$field.pack(context, coder)?;
                })*
                Ok(row)
            }
        })*
    };
}

for_rows!(rows);

impl Packed for bool {
    fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let [value] = coder.flags(FLAGS, [*self])?;
        Ok(value)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Packed for $number {
            fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
                coder.small(NUMBERS, *self)
            }
        })*
    };
}

numbers!(u8, u16, u32);

impl Packed for Rc<str> {
    fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
        coder.text(TEXTS, self)
    }
}

impl<T: Record> Packed for Id<T> {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        context.names.id(self, coder)
    }
}

impl Packed for Ref {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        context.names.any(self, REFERENCES, TEXTS, coder)
    }
}

impl Packed for IpNet {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        context.nets.code(*self, NETS, coder)
    }
}

impl Packed for Ipv4Addr {
    fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
        coder.bytes(NETS, self.octets()).map(Ipv4Addr::from)
    }
}

impl Packed for IpAddr {
    fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
        address(*self, None, NUMBERS, NETS, coder)
    }
}

impl Packed for Ipv4Net {
    fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
        explicit4(*self, NETS, coder)
    }
}

/// The address by its place in the subnet.
impl Packed for EndpointSubnet {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let subnet = self.subnet.pack(context, coder)?;
        let range = context.range_of(&subnet);
        let ipv4 = ipv4(self.ipv4, range, NUMBERS, NETS, coder)?;
        Ok(EndpointSubnet { subnet, ipv4 })
    }
}

impl Packed for Destination {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        super::filter::destination(self, context, coder)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let [is_some] = coder.flags(FLAGS, [self.is_some()])?;
        if !is_some {
            return Ok(None);
        }
        match self {
            Some(value) => value.pack(context, coder).map(Some),
            None => T::blank().pack(context, coder).map(Some),
        }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        coder.list(NUMBERS, self, &T::blank(), |coder, value| value.pack(context, coder))
    }
}

impl<T: Packed + Ord> Packed for SortedSet<T> {
    fn pack(&self, context: &mut Context, coder: &mut Coder) -> Coded<Self> {
        let values: Vec<T> = self.iter().cloned().collect();
        Ok(values.pack(context, coder)?.into_iter().collect())
    }
}

/// Values that are one of some words; the order of the words is frozen, further ones come after.
macro_rules! choices {
    ($($value:ty: $words:expr;)*) => {
        $(impl Packed for $value {
            fn pack(&self, _: &mut Context, coder: &mut Coder) -> Coded<Self> {
                choice(*self, $words, coder)
            }
        })*
    };
}

choices! {
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
    NatState: words::NAT_STATES;
    EndpointState: words::ENDPOINT_STATES;
}

fn choice<T: Copy + PartialEq>(value: T, words: Words<T>, coder: &mut Coder) -> Coded<T> {
    let index = words.iter().position(|(_, known)| *known == value).unwrap_or(0);
    let index = coder.index(NUMBERS, index)?;
    words.get(index).map(|(_, value)| *value).ok_or(Stop::Damaged)
}
