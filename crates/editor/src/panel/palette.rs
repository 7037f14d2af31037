//! What can be added, each with one line about what it is for.

use super::find::holds;
use crate::message::Placeable;
use crate::scene::Glyph;
use reach::sorted::sort_by_key;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaletteItem {
    pub places: Placeable,
    pub glyph: Glyph,
    pub title: &'static str,
    pub purpose: &'static str,
    /// Where it goes: "in a subnet".
    pub parent: &'static str,
    pub group: Group,
}

/// The parts of the palette. All but the first are folded up together until they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Basics,
    Tables,
    Gateways,
    Transit,
    OnPremises,
    PrivateLink,
    Names,
}

impl Group {
    /// All but the first.
    pub const FOLDED: [Group; 6] = [
        Group::Gateways,
        Group::Tables,
        Group::Transit,
        Group::OnPremises,
        Group::PrivateLink,
        Group::Names,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Group::Basics => "Basics",
            Group::Tables => "Tables and filters",
            Group::Gateways => "More ways out",
            Group::Transit => "Transit gateway",
            Group::OnPremises => "To people and sites",
            Group::PrivateLink => "Load balancers, PrivateLink",
            Group::Names => "Names",
        }
    }

    pub fn items(self) -> impl Iterator<Item = &'static PaletteItem> {
        FURTHER.iter().filter(move |item| item.group == self)
    }
}

/// The items whose title or purpose holds every typed word; those whose title does come first, and before these those whose title has them one after the other.
pub fn palette_items(typed: &str) -> Vec<&'static PaletteItem> {
    let (mut found, others): (Vec<_>, Vec<_>) = all().partition(|item| holds(item.title, typed));
    let by_purpose = |item: &&PaletteItem| holds(&format!("{} {}", item.title, item.purpose), typed);
    let phrase = typed.trim().to_ascii_lowercase();
    sort_by_key(&mut found, |item: &&PaletteItem| {
        !item.title.to_ascii_lowercase().contains(&phrase)
    });
    found.extend(others.into_iter().filter(by_purpose));
    found
}

const fn item(
    places: Placeable,
    glyph: Glyph,
    title: &'static str,
    purpose: &'static str,
    parent: &'static str,
) -> PaletteItem {
    PaletteItem {
        places,
        glyph,
        title,
        purpose,
        parent,
        group: Group::Basics,
    }
}

const fn among(group: Group, item: PaletteItem) -> PaletteItem {
    PaletteItem { group, ..item }
}

/// Everything that can be added.
pub fn all() -> impl Iterator<Item = &'static PaletteItem> {
    BASICS.iter().chain(FURTHER)
}

/// What is always shown.
#[rustfmt::skip]
pub static BASICS: &[PaletteItem] = &[
    item(Placeable::Vpc, Glyph::Vpc, "VPC", "A private network of its own", "anywhere on the canvas"),
    item(Placeable::Subnet, Glyph::Subnet, "Subnet", "A part of a VPC in one zone", "in a VPC"),
    item(Placeable::Instance, Glyph::Instance, "Instance", "A server that sends and receives", "in a subnet"),
    item(Placeable::Database, Glyph::Database, "Database", "A database with a private address", "in a subnet"),
    item(Placeable::Function, Glyph::Function, "Function", "A Lambda function inside the VPC", "in a subnet"),
    item(Placeable::InternetGateway, Glyph::InternetGateway, "Internet gateway", "The VPC’s door to the internet", "on a VPC"),
    item(Placeable::NatGateway, Glyph::NatGateway, "NAT gateway", "Lets private subnets reach out, and nobody in", "in a public subnet"),
    item(Placeable::Peering, Glyph::Peering, "Peering", "Joins two VPCs by private addresses", "between two VPCs"),
    item(Placeable::GatewayEndpoint, Glyph::GatewayEndpoint, "Gateway endpoint", "A private route to S3 or DynamoDB", "on a subnet, or on a VPC for its private subnets"),
    item(Placeable::InterfaceEndpoint, Glyph::InterfaceEndpoint, "Interface endpoint", "A private address for an AWS service", "in a subnet"),
    item(Placeable::VpnGateway, Glyph::VpnGateway, "VPN gateway", "The VPC’s end of a VPN connection", "on a VPC"),
    item(Placeable::Site, Glyph::Site, "On-premises site", "An office or a data centre", "anywhere on the canvas"),
];

/// What is folded up: the first screen does without it.
#[rustfmt::skip]
static FURTHER: &[PaletteItem] = &[
    among(Group::Tables, item(Placeable::RouteTable, Glyph::RouteTable, "Route table", "Where packets of its subnets go", "on a VPC, or on the subnet that follows it")),
    among(Group::Tables, item(Placeable::SecurityGroup, Glyph::SecurityGroup, "Security group", "Lets traffic in and out of its members", "on a VPC")),
    among(Group::Tables, item(Placeable::NetworkAcl, Glyph::NetworkAcl, "Network ACL", "Allows and denies at a subnet’s border", "on a VPC, or on the subnet that follows it")),
    among(Group::Tables, item(Placeable::PrefixList, Glyph::PrefixList, "Prefix list", "CIDRs under one name", "anywhere on the canvas")),
    among(Group::Tables, item(Placeable::BlockPublicAccess, Glyph::NetworkAcl, "Block Public Access", "Cuts a Region’s VPCs off from the internet", "anywhere on the canvas")),
    among(Group::Tables, item(Placeable::ResourcePolicy, Glyph::Bucket, "Resource policy", "What a bucket or table itself allows", "anywhere on the canvas")),
    among(Group::Gateways, item(Placeable::EgressOnlyInternetGateway, Glyph::EgressOnlyInternetGateway, "Egress-only gateway", "IPv6 out to the internet, and nobody in", "on a VPC")),
    among(Group::Gateways, item(Placeable::RegionalNatGateway, Glyph::NatGateway, "Regional NAT gateway", "One NAT gateway for all zones of a VPC", "on a VPC")),
    among(Group::Gateways, item(Placeable::NatInstance, Glyph::Instance, "NAT instance", "An instance that hides others behind its address", "in a public subnet")),
    among(Group::Gateways, item(Placeable::Appliance, Glyph::Instance, "Appliance", "An instance that looks at packets and sends them on", "in a subnet")),
    among(Group::Transit, item(Placeable::TransitGateway, Glyph::TransitGateway, "Transit gateway", "A router that joins many networks", "anywhere on the canvas")),
    among(Group::Transit, item(Placeable::TransitGatewayAttachment, Glyph::TransitGatewayAttachment, "Attachment", "Joins a VPC or connection to a transit gateway", "between a transit gateway and what it joins")),
    among(Group::Transit, item(Placeable::TransitGatewayRouteTable, Glyph::RouteTable, "Transit gateway route table", "Which attachments reach which", "on a transit gateway")),
    among(Group::OnPremises, item(Placeable::CustomerGateway, Glyph::CustomerGateway, "Customer gateway", "A site’s end of VPN connections", "on an on-premises site")),
    among(Group::OnPremises, item(Placeable::VpnConnection, Glyph::VpnConnection, "VPN connection", "Two tunnels over the internet", "between a site and a gateway")),
    among(Group::OnPremises, item(Placeable::DirectConnectGateway, Glyph::DirectConnect, "Direct Connect gateway", "Brings private lines to VPCs in any Region", "anywhere on the canvas")),
    among(Group::OnPremises, item(Placeable::VirtualInterface, Glyph::DirectConnect, "Virtual interface", "A site’s private line into AWS", "between a site and a gateway")),
    among(Group::OnPremises, item(Placeable::ClientVpnEndpoint, Glyph::ClientVpn, "Client VPN endpoint", "Lets people with a laptop into a VPC", "on a VPC, or on the subnet where they come in")),
    among(Group::PrivateLink, item(Placeable::NetworkLoadBalancer, Glyph::LoadBalancer, "Network Load Balancer", "Spreads connections over targets", "on a VPC, or on a subnet")),
    among(Group::PrivateLink, item(Placeable::ApplicationLoadBalancer, Glyph::LoadBalancer, "Application Load Balancer", "Spreads web requests over targets", "on a VPC, or on a subnet")),
    among(Group::PrivateLink, item(Placeable::GatewayLoadBalancer, Glyph::LoadBalancer, "Gateway Load Balancer", "Spreads packets over appliances", "on a VPC, or on a subnet")),
    among(Group::PrivateLink, item(Placeable::EndpointService, Glyph::Service, "Endpoint service", "Offers a load balancer to other VPCs", "anywhere on the canvas")),
    among(Group::PrivateLink, item(Placeable::GatewayLoadBalancerEndpoint, Glyph::InterfaceEndpoint, "Gateway LB endpoint", "Leads packets through appliances elsewhere", "in a subnet")),
    among(Group::Names, item(Placeable::HostedZone, Glyph::Dns, "Hosted zone", "Private names for addresses", "anywhere on the canvas")),
    among(Group::Names, item(Placeable::InboundResolver, Glyph::Dns, "Inbound Resolver", "Answers queries from outside the VPC", "in a subnet")),
    among(Group::Names, item(Placeable::OutboundResolver, Glyph::Dns, "Outbound Resolver", "Sends queries to servers elsewhere", "in a subnet")),
    among(Group::Names, item(Placeable::ResolverRule, Glyph::Dns, "Resolver rule", "Which names are asked elsewhere", "anywhere on the canvas")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_finds_its_item_first() {
        for item in all() {
            assert_eq!(
                palette_items(item.title).first().map(|found| found.title),
                Some(item.title)
            );
        }
    }

    #[test]
    fn every_typed_word_must_occur() {
        let titles: Vec<_> = palette_items(" endpoint  INTERFACE")
            .iter()
            .map(|item| item.title)
            .collect();
        assert_eq!(titles, ["Interface endpoint"]);
        let first = |typed| palette_items(typed).first().map(|item| item.title);
        assert_eq!(first("Gateway e"), Some("Gateway endpoint"));
        assert_eq!(palette_items("").len(), all().count());
        assert_eq!(palette_items("lightsail").len(), 0);
    }
}
