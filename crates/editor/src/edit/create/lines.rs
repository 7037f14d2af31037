//! What the palette makes by a line between two things: where the line may start, and what to do in words.

use reach::id::{Kind, Ref};
use reach::topology::Topology;

use super::super::{Refused, containment};
use super::catalog;
use crate::message::Placeable;
use crate::words;

#[derive(Clone, Copy, Debug)]
pub struct Line {
    what: Placeable,
    from: &'static [Kind],
    /// "Click the VPC that asks, then the one that accepts".
    pub words: &'static str,
    /// After the first end: "the VPC that accepts".
    pub then: &'static str,
    /// "A peering joins two VPCs".
    about: &'static str,
    /// How many of which kinds there have to be, and what one of them is called.
    needs: &'static [(&'static [Kind], usize, &'static str)],
}

/// How the line is drawn; `None` for what is put down in one place.
pub fn of(what: Placeable) -> Option<Line> {
    let line = |from, words, then, (about, needs)| Line {
        what,
        from,
        words,
        then,
        about,
        needs,
    };
    Some(match what {
        Placeable::Peering => line(
            &[Kind::Vpc],
            "Click the VPC that asks, then the one that accepts",
            "the VPC that accepts",
            ("A peering joins two VPCs", &[(&[Kind::Vpc], 2, "a VPC")]),
        ),
        Placeable::TransitGatewayAttachment => line(
            &[Kind::TransitGateway, Kind::Vpc, Kind::DirectConnectGateway],
            "Click the transit gateway, then what it is attached to",
            "the other end",
            (
                "An attachment joins a transit gateway with a VPC or another network",
                &[
                    (&[Kind::TransitGateway], 1, "a transit gateway"),
                    (
                        &[Kind::Vpc, Kind::TransitGateway, Kind::DirectConnectGateway],
                        2,
                        "a VPC",
                    ),
                ],
            ),
        ),
        Placeable::VpnConnection => line(
            &[
                Kind::Site,
                Kind::CustomerGateway,
                Kind::VpnGateway,
                Kind::TransitGateway,
            ],
            "Click the site, then the gateway at AWS",
            "the other end",
            (
                "A VPN connection joins a site with a gateway at AWS",
                &[
                    (&[Kind::Site, Kind::CustomerGateway], 1, "an on-premises site"),
                    (
                        &[Kind::VpnGateway, Kind::TransitGateway],
                        1,
                        "a VPN gateway or a transit gateway",
                    ),
                ],
            ),
        ),
        Placeable::VirtualInterface => line(
            &[Kind::Site, Kind::DirectConnectGateway],
            "Click the site, then the Direct Connect gateway",
            "the other end",
            (
                "A virtual interface joins a site with a Direct Connect gateway",
                &[
                    (&[Kind::Site], 1, "an on-premises site"),
                    (&[Kind::DirectConnectGateway], 1, "a Direct Connect gateway"),
                ],
            ),
        ),
        _ => return None,
    })
}

impl Line {
    /// What has to be drawn before the line can be, in words.
    pub fn missing(&self, topology: &Topology) -> Option<String> {
        let there = |kinds: &[Kind]| {
            topology
                .references()
                .iter()
                .filter(|of| kinds.contains(&of.kind))
                .count()
        };
        let (.., what) = self.needs.iter().find(|(kinds, least, _)| there(kinds) < *least)?;
        Some(format!("{}: add {what} first.", self.about))
    }

    /// The first end that a click there means: what lies in a VPC means the VPC.
    pub fn start(&self, topology: &Topology, at: &Ref) -> Result<Ref, Refused> {
        if self.from.contains(&at.kind) {
            return Ok(at.clone());
        }
        let vpc = containment::vpc_of(topology, at);
        vpc.filter(|_| self.from.contains(&Kind::Vpc)).ok_or_else(|| {
            let (name, noun) = (words::name(topology, at), catalog::of(self.what).noun);
            format!("No {noun} starts at {name}. {}.", self.words).into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_goes_between_two_things_is_a_line() {
        for made in catalog::ALL {
            assert_eq!(
                of(made.what).is_some(),
                made.goes == catalog::Goes::Between,
                "{}",
                made.word
            );
        }
    }
}
