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
