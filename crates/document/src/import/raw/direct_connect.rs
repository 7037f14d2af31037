//! Direct Connect's own calls write small first letters, folders of configurations write capital ones.

use super::{Tag, Text, raw};

raw! {
    DirectConnectGateway {
        #[serde(alias = "directConnectGatewayId")]
        direct_connect_gateway_id: Option<Text>,
        #[serde(alias = "directConnectGatewayName")]
        direct_connect_gateway_name: Option<Text>,
        #[serde(alias = "amazonSideAsn")]
        amazon_side_asn: Option<i64>,
        #[serde(alias = "ownerAccount")]
        owner_account: Option<Text>,
        #[serde(alias = "directConnectGatewayState")]
        direct_connect_gateway_state: Option<Text>,
    }

    DirectConnectGatewayAssociation {
        #[serde(alias = "associationId")]
        association_id: Option<Text>,
        #[serde(alias = "directConnectGatewayId")]
        direct_connect_gateway_id: Option<Text>,
        #[serde(alias = "associationState")]
        association_state: Option<Text>,
        #[serde(alias = "associatedGateway")]
        associated_gateway: AssociatedGateway,
        #[serde(alias = "virtualGatewayId")]
        virtual_gateway_id: Option<Text>,
        #[serde(alias = "allowedPrefixesToDirectConnectGateway")]
        allowed_prefixes_to_direct_connect_gateway: Vec<AllowedPrefix>,
    }

    AssociatedGateway {
        #[serde(alias = "id")]
        id: Option<Text>,
        #[serde(rename = "Type", alias = "type")]
        kind: Option<Text>,
        #[serde(alias = "region")]
        region: Option<Text>,
    }

    AllowedPrefix {
        #[serde(alias = "cidr")]
        cidr: Option<Text>,
    }

    /// Its `authKey` is not a field: it is secret.
    VirtualInterface {
        #[serde(alias = "virtualInterfaceId")]
        virtual_interface_id: Option<Text>,
        #[serde(alias = "virtualInterfaceName")]
        virtual_interface_name: Option<Text>,
        #[serde(alias = "virtualInterfaceType")]
        virtual_interface_type: Option<Text>,
        #[serde(alias = "virtualInterfaceState")]
        virtual_interface_state: Option<Text>,
        #[serde(alias = "virtualGatewayId")]
        virtual_gateway_id: Option<Text>,
        #[serde(alias = "directConnectGatewayId")]
        direct_connect_gateway_id: Option<Text>,
        #[serde(alias = "location")]
        location: Option<Text>,
        #[serde(alias = "region")]
        region: Option<Text>,
        #[serde(alias = "asn")]
        asn: Option<i64>,
        #[serde(alias = "mtu")]
        mtu: Option<i64>,
        #[serde(alias = "siteLinkEnabled")]
        site_link_enabled: Option<bool>,
        #[serde(alias = "bgpPeers")]
        bgp_peers: Vec<BgpPeer>,
        #[serde(alias = "routeFilterPrefixes")]
        route_filter_prefixes: Vec<AllowedPrefix>,
        #[serde(alias = "tags")]
        tags: Vec<Tag>,
    }

    BgpPeer {
        #[serde(alias = "bgpPeerId")]
        bgp_peer_id: Option<Text>,
        #[serde(alias = "asn")]
        asn: Option<i64>,
        #[serde(alias = "bgpStatus")]
        bgp_status: Option<Text>,
        #[serde(alias = "bgpPeerState")]
        bgp_peer_state: Option<Text>,
    }
}
