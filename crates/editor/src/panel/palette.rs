//! What can be added, each with one line about what it is for.

use crate::message::Placeable;
use crate::scene::Glyph;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaletteItem {
    pub places: Placeable,
    pub glyph: Glyph,
    pub title: &'static str,
    pub purpose: &'static str,
    /// Where it goes: "in a subnet".
    pub parent: &'static str,
}

/// The items whose title or purpose holds every typed word.
pub fn palette_items(typed: &str) -> impl Iterator<Item = &'static PaletteItem> {
    let typed = typed.to_ascii_lowercase();
    PALETTE.iter().filter(move |item| {
        let text = format!("{} {}", item.title, item.purpose).to_ascii_lowercase();
        typed.split_whitespace().all(|word| text.contains(word))
    })
}

pub const PALETTE: &[PaletteItem] = &[
    PaletteItem {
        places: Placeable::Vpc,
        glyph: Glyph::Vpc,
        title: "VPC",
        purpose: "A private network of its own",
        parent: "anywhere on the canvas",
    },
    PaletteItem {
        places: Placeable::Subnet,
        glyph: Glyph::Subnet,
        title: "Subnet",
        purpose: "A part of a VPC in one zone",
        parent: "in a VPC",
    },
    PaletteItem {
        places: Placeable::Instance,
        glyph: Glyph::Instance,
        title: "Instance",
        purpose: "A server that sends and receives",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::Database,
        glyph: Glyph::Database,
        title: "Database",
        purpose: "A database with a private address",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::Function,
        glyph: Glyph::Function,
        title: "Function",
        purpose: "A Lambda function inside the VPC",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::InternetGateway,
        glyph: Glyph::InternetGateway,
        title: "Internet gateway",
        purpose: "The VPC’s door to the internet",
        parent: "on a VPC",
    },
    PaletteItem {
        places: Placeable::NatGateway,
        glyph: Glyph::NatGateway,
        title: "NAT gateway",
        purpose: "Lets private subnets reach out, and nobody in",
        parent: "in a public subnet",
    },
    PaletteItem {
        places: Placeable::Peering,
        glyph: Glyph::Peering,
        title: "Peering",
        purpose: "Joins two VPCs by private addresses",
        parent: "between two VPCs",
    },
    PaletteItem {
        places: Placeable::GatewayEndpoint,
        glyph: Glyph::GatewayEndpoint,
        title: "Gateway endpoint",
        purpose: "A private route to S3 or DynamoDB",
        parent: "on a subnet, or on a VPC for its private subnets",
    },
    PaletteItem {
        places: Placeable::InterfaceEndpoint,
        glyph: Glyph::InterfaceEndpoint,
        title: "Interface endpoint",
        purpose: "A private address for an AWS service",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::VpnGateway,
        glyph: Glyph::VpnGateway,
        title: "VPN gateway",
        purpose: "The VPC’s end of a VPN connection",
        parent: "on a VPC",
    },
    PaletteItem {
        places: Placeable::Site,
        glyph: Glyph::Site,
        title: "On-premises site",
        purpose: "An office or a data centre",
        parent: "anywhere on the canvas",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_finds_its_item_first() {
        for item in PALETTE {
            assert_eq!(
                palette_items(item.title).next().map(|found| found.title),
                Some(item.title)
            );
        }
    }

    #[test]
    fn every_typed_word_must_occur() {
        let titles: Vec<_> = palette_items(" endpoint  INTERFACE").map(|item| item.title).collect();
        assert_eq!(titles, ["Interface endpoint"]);
        assert_eq!(palette_items("").count(), PALETTE.len());
        assert_eq!(palette_items("lightsail").count(), 0);
    }
}
