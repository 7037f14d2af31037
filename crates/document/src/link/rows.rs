//! Networks, addresses and traffic: the small values of routes and rules.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::address::{ANY_IPV4, ANY_IPV6};
use reach::sorted::SortedMap;
use reach::topology::{PortRange, Traffic};

use super::coder::{Coded, Coder, Stop};

/// The networks that have been named so far; naming one again costs its number.
#[derive(Debug)]
pub(super) struct Nets {
    known: Vec<IpNet>,
    numbers: SortedMap<IpNet, usize>,
}

impl Nets {
    pub(super) fn new() -> Self {
        let mut nets = Self {
            known: Vec::new(),
            numbers: SortedMap::new(),
        };
        nets.learn(ANY_IPV4);
        nets.learn(ANY_IPV6);
        nets
    }

    pub(super) fn learn(&mut self, net: IpNet) {
        let number = self.known.len();
        if *self.numbers.entry(net).or_insert(number) == number {
            self.known.push(net);
        }
    }

    /// The number of a known network, or 0 and the network, which is known from then on. `kind` rides along in the low bits.
    pub(super) fn code(&mut self, net: IpNet, lane: usize, coder: &mut Coder) -> Coded<IpNet> {
        let net = net.trunc();
        let number = self.numbers.get(&net).map_or(0, |number| number + 1);
        let number = coder.index(lane, number)?;
        self.at_number(number, net, lane, coder)
    }

    pub(super) fn number_of(&self, net: IpNet) -> usize {
        self.numbers.get(&net.trunc()).map_or(0, |number| number + 1)
    }

    pub(super) fn at_number(&mut self, number: usize, net: IpNet, lane: usize, coder: &mut Coder) -> Coded<IpNet> {
        let net = match number.checked_sub(1) {
            None => explicit(net, lane, coder)?,
            Some(number) => *self.known.get(number).ok_or(Stop::Damaged)?,
        };
        self.learn(net);
        Ok(net)
    }
}

/// Prefix length (IPv6: 64 and more), then only the bytes that it covers.
pub(super) fn explicit(net: IpNet, lane: usize, coder: &mut Coder) -> Coded<IpNet> {
    const SIX: u8 = 64;
    let net = net.trunc();
    let length = match net {
        IpNet::V4(net) => net.prefix_len(),
        IpNet::V6(net) => net.prefix_len() + SIX,
    };
    let length = coder.byte(lane, length)?;
    let octets = match net.addr() {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            let mut octets = [0; 16];
            octets[..4].copy_from_slice(&[a, b, c, d]);
            octets
        }
        IpAddr::V6(address) => address.octets(),
    };
    let bits = if length < SIX { length } else { length - SIX };
    let covered = usize::from(bits.div_ceil(8));
    let mut read = [0_u8; 16];
    if covered > read.len() {
        return Err(Stop::Damaged);
    }
    for (byte, known) in read.iter_mut().zip(octets).take(covered) {
        *byte = coder.byte(lane, known)?;
    }
    let net = if length < SIX {
        let [a, b, c, d, ..] = read;
        Ipv4Net::new(Ipv4Addr::new(a, b, c, d), bits).map(|net| IpNet::V4(net.trunc()))
    } else {
        Ipv6Net::new(Ipv6Addr::from(read), bits).map(|net| IpNet::V6(net.trunc()))
    };
    net.map_err(|_| Stop::Damaged)
}

pub(super) fn explicit4(net: Ipv4Net, lane: usize, coder: &mut Coder) -> Coded<Ipv4Net> {
    match explicit(IpNet::V4(net), lane, coder)? {
        IpNet::V4(net) => Ok(net),
        IpNet::V6(_) => Err(Stop::Damaged),
    }
}

pub(super) fn explicit6(net: Ipv6Net, lane: usize, coder: &mut Coder) -> Coded<Ipv6Net> {
    match explicit(IpNet::V6(net), lane, coder)? {
        IpNet::V6(net) => Ok(net),
        IpNet::V4(_) => Err(Stop::Damaged),
    }
}

/// An address as its place in a range (from 1 up), or 0 and all of it.
pub(super) fn ipv4(
    address: Ipv4Addr,
    range: Option<Ipv4Net>,
    number: usize,
    raw: usize,
    coder: &mut Coder,
) -> Coded<Ipv4Addr> {
    let inside = range.filter(|range| range.contains(&address));
    let place = inside.map_or(0, |range| {
        u64::from(u32::from(address) - u32::from(range.network())) + 1
    });
    let place = coder.number(number, place)?;
    match (place.checked_sub(1), range) {
        (None, _) => Ok(Ipv4Addr::from(coder.bytes(raw, address.octets())?)),
        (Some(offset), Some(range)) => {
            let offset = u32::try_from(offset).map_err(|_| Stop::Damaged)?;
            let address = u32::from(range.network()).checked_add(offset).ok_or(Stop::Damaged)?;
            Ok(address.into())
        }
        (Some(_), None) => Err(Stop::Damaged),
    }
}

pub(super) fn ipv6(
    address: Ipv6Addr,
    range: Option<Ipv6Net>,
    number: usize,
    raw: usize,
    coder: &mut Coder,
) -> Coded<Ipv6Addr> {
    let offset = |range: Ipv6Net| {
        u128::from(address)
            .checked_sub(u128::from(range.network()))
            .and_then(|offset| u64::try_from(offset).ok())
    };
    let place = range
        .and_then(offset)
        .and_then(|offset| offset.checked_add(1))
        .unwrap_or(0);
    let place = coder.number(number, place)?;
    match (place.checked_sub(1), range) {
        (None, _) => Ok(Ipv6Addr::from(coder.bytes(raw, address.octets())?)),
        (Some(offset), Some(range)) => {
            let address = u128::from(range.network())
                .checked_add(offset.into())
                .ok_or(Stop::Damaged)?;
            Ok(address.into())
        }
        (Some(_), None) => Err(Stop::Damaged),
    }
}

pub(super) fn address(
    address: IpAddr,
    range: Option<IpNet>,
    number: usize,
    raw: usize,
    coder: &mut Coder,
) -> Coded<IpAddr> {
    let [is_v6] = coder.flags(number, [address.is_ipv6()])?;
    if is_v6 {
        let address = if let IpAddr::V6(address) = address {
            address
        } else {
            Ipv6Addr::UNSPECIFIED
        };
        let range = if let Some(IpNet::V6(range)) = range {
            Some(range)
        } else {
            None
        };
        return Ok(ipv6(address, range, number, raw, coder)?.into());
    }
    let address = if let IpAddr::V4(address) = address {
        address
    } else {
        Ipv4Addr::UNSPECIFIED
    };
    let range = if let Some(IpNet::V4(range)) = range {
        Some(range)
    } else {
        None
    };
    Ok(ipv4(address, range, number, raw, coder)?.into())
}

/// What rules and flows are mostly about. Frozen.
const USUAL: [Traffic; 20] = [
    Traffic::All,
    Traffic::Tcp(PortRange::single(443)),
    Traffic::Tcp(PortRange::single(80)),
    Traffic::Tcp(PortRange::single(22)),
    Traffic::Tcp(PortRange::single(3306)),
    Traffic::Tcp(PortRange::single(5432)),
    Traffic::Tcp(PortRange::single(8080)),
    Traffic::Tcp(PortRange::single(3389)),
    Traffic::Tcp(PortRange::ALL),
    Traffic::Udp(PortRange::ALL),
    Traffic::Icmp { kind: None, code: None },
    Traffic::Icmp {
        kind: Some(8),
        code: None,
    },
    Traffic::Tcp(PortRange::new(1024, 65535)),
    Traffic::Udp(PortRange::single(53)),
    Traffic::Tcp(PortRange::single(53)),
    Traffic::Tcp(PortRange::new(49152, 65535)),
    Traffic::Tcp(PortRange::new(32768, 65535)),
    Traffic::Icmpv6 { kind: None, code: None },
    Traffic::Tcp(PortRange::single(389)),
    Traffic::Udp(PortRange::new(1024, 65535)),
];

const TCP: usize = USUAL.len();
const UDP: usize = TCP + 1;
const ICMP: usize = TCP + 2;
const ICMPV6: usize = TCP + 3;
const PROTOCOL: usize = TCP + 4;

/// A number below 32; `bit` rides along.
pub(super) fn traffic(traffic: Traffic, bit: bool, lane: usize, coder: &mut Coder) -> Coded<(Traffic, bool)> {
    let usual = USUAL.iter().position(|known| *known == traffic);
    let code = usual.unwrap_or(match traffic {
        Traffic::Tcp(_) => TCP,
        Traffic::Udp(_) => UDP,
        Traffic::Icmp { .. } => ICMP,
        Traffic::Icmpv6 { .. } => ICMPV6,
        Traffic::Protocol(_) | Traffic::All => PROTOCOL,
    });
    let code = coder.index(lane, code * 2 + usize::from(bit))?;
    let (code, bit) = (code / 2, code % 2 == 1);
    if let Some(usual) = USUAL.get(code) {
        return Ok((*usual, bit));
    }
    let range = match traffic {
        Traffic::Tcp(range) | Traffic::Udp(range) => range,
        _ => PortRange::ALL,
    };
    let message = match traffic {
        Traffic::Icmp { kind, code } | Traffic::Icmpv6 { kind, code } => (kind, code),
        _ => (None, None),
    };
    let read = match code {
        TCP => Traffic::Tcp(ports(range, lane, coder)?),
        UDP => Traffic::Udp(ports(range, lane, coder)?),
        ICMP | ICMPV6 => {
            let (kind, detail) = (
                byte_or_any(message.0, lane, coder)?,
                byte_or_any(message.1, lane, coder)?,
            );
            if code == ICMP {
                Traffic::Icmp { kind, code: detail }
            } else {
                Traffic::Icmpv6 { kind, code: detail }
            }
        }
        PROTOCOL => {
            let number = if let Traffic::Protocol(number) = traffic {
                number
            } else {
                0
            };
            Traffic::Protocol(coder.byte(lane, number)?)
        }
        _ => return Err(Stop::Damaged),
    };
    Ok((read, bit))
}

/// The first port, then how many more.
pub(super) fn ports(range: PortRange, lane: usize, coder: &mut Coder) -> Coded<PortRange> {
    let from: u16 = coder.small(lane, range.from)?;
    let more: u16 = coder.small(lane, range.to.wrapping_sub(range.from))?;
    let to = from.checked_add(more).ok_or(Stop::Damaged)?;
    Ok(PortRange { from, to })
}

fn byte_or_any(value: Option<u8>, lane: usize, coder: &mut Coder) -> Coded<Option<u8>> {
    let code: u16 = coder.small(lane, value.map_or(0, |value| u16::from(value) + 1))?;
    match code.checked_sub(1) {
        None => Ok(None),
        Some(value) => u8::try_from(value).map(Some).map_err(|_| Stop::Damaged),
    }
}
