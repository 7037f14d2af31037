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
        purpose: "A network of your own",
        parent: "anywhere",
    },
    PaletteItem {
        places: Placeable::Subnet,
        glyph: Glyph::Subnet,
        title: "Subnet",
        purpose: "A part of a VPC, with its own routes",
        parent: "in a VPC",
    },
    PaletteItem {
        places: Placeable::Instance,
        glyph: Glyph::Instance,
        title: "Instance",
        purpose: "A server with an address",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::Database,
        glyph: Glyph::Database,
        title: "Database",
        purpose: "RDS: a managed database",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::Function,
        glyph: Glyph::Function,
        title: "Lambda function",
        purpose: "Code that reaches into a subnet",
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
        purpose: "Lets private subnets call out",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::Peering,
        glyph: Glyph::Peering,
        title: "Peering connection",
        purpose: "Joins two VPCs directly",
        parent: "between two VPCs",
    },
    PaletteItem {
        places: Placeable::GatewayEndpoint,
        glyph: Glyph::GatewayEndpoint,
        title: "Gateway endpoint",
        purpose: "S3 or DynamoDB without the internet, free",
        parent: "on a VPC",
    },
    PaletteItem {
        places: Placeable::InterfaceEndpoint,
        glyph: Glyph::InterfaceEndpoint,
        title: "Interface endpoint",
        purpose: "A service’s own address in a subnet",
        parent: "in a subnet",
    },
    PaletteItem {
        places: Placeable::VpnGateway,
        glyph: Glyph::VpnGateway,
        title: "VPN gateway",
        purpose: "The VPC’s end of a VPN",
        parent: "on a VPC",
    },
    PaletteItem {
        places: Placeable::Site,
        glyph: Glyph::Site,
        title: "On-premises site",
        purpose: "An office or data centre",
        parent: "anywhere",
    },
];
