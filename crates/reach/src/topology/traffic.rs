/// Destination ports of a rule, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    pub from: u16,
    pub to: u16,
}

impl PortRange {
    pub const ALL: PortRange = PortRange { from: 0, to: 65535 };

    pub const fn new(from: u16, to: u16) -> Self {
        Self { from, to }
    }

    pub const fn single(port: u16) -> Self {
        Self { from: port, to: port }
    }
}

/// Which packets a rule or a question is about, as the console asks for it (SG-06, NA-08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Traffic {
    All,
    Tcp(PortRange),
    Udp(PortRange),
    /// `None` is any type or any code.
    Icmp {
        kind: Option<u8>,
        code: Option<u8>,
    },
    Icmpv6 {
        kind: Option<u8>,
        code: Option<u8>,
    },
    /// Another protocol, by its number; ports are ignored.
    Protocol(u8),
}
