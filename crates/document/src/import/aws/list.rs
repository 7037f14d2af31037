//! Which key holds which things.

use super::{Reader, Spot};
use crate::import::json::Value;
use crate::import::raw::{self, Pages, Text, Told};
use crate::import::report::NoteKind;

impl Reader<'_> {
    /// Reads the list of this name, or one element of it. False for a name that is not known.
    pub(super) fn list(&mut self, name: &str, value: Value<'_>, spot: &Spot) -> bool {
        let is_known =
            self.inside(name, value, spot) || self.beyond(name, value, spot) || self.without_id(name, value, spot);
        self.known += usize::from(is_known);
        is_known
    }

    fn inside(&mut self, name: &str, value: Value<'_>, spot: &Spot) -> bool {
        match name {
            "vpcs" => self.all::<raw::Vpc>(value, spot),
            "subnets" => self.all::<raw::Subnet>(value, spot),
            "routetables" => self.all::<raw::RouteTable>(value, spot),
            "securitygroups" => self.all::<raw::SecurityGroup>(value, spot),
            "securitygrouprules" => self.all::<raw::SecurityGroupRule>(value, spot),
            "securitygroupvpcassociations" => self.all::<raw::SecurityGroupVpcAssociation>(value, spot),
            "networkacls" => self.all::<raw::NetworkAcl>(value, spot),
            "prefixlists" => self.all::<raw::PrefixList>(value, spot),
            "networkinterfaces" => self.all::<raw::NetworkInterface>(value, spot),
            "instances" => self.all::<raw::Instance>(value, spot),
            "reservations" => self.reservations(value, spot),
            "addresses" => self.all::<raw::Address>(value, spot),
            "internetgateways" => self.all::<raw::InternetGateway>(value, spot),
            "egressonlyinternetgateways" => self.all::<raw::EgressOnlyInternetGateway>(value, spot),
            "natgateways" => self.all::<raw::NatGateway>(value, spot),
            "vpcpeeringconnections" => self.all::<raw::VpcPeeringConnection>(value, spot),
            "vpcendpoints" => self.all::<raw::VpcEndpoint>(value, spot),
            "serviceconfigurations" => self.all::<raw::ServiceConfiguration>(value, spot),
            "vpcblockpublicaccessoptions" => self.all::<raw::BlockPublicAccessOptions>(value, spot),
            "vpcblockpublicaccessexclusions" => self.all::<raw::BlockPublicAccessExclusion>(value, spot),
            _ => return false,
        }
        true
    }

    /// What leads out of VPCs, and load balancers.
    fn beyond(&mut self, name: &str, value: Value<'_>, spot: &Spot) -> bool {
        match name {
            "vpngateways" => self.all::<raw::VpnGateway>(value, spot),
            "customergateways" => self.all::<raw::CustomerGateway>(value, spot),
            "vpnconnections" => self.all::<raw::VpnConnection>(value, spot),
            "clientvpnendpoints" => self.all::<raw::ClientVpnEndpoint>(value, spot),
            "transitgateways" => self.all::<raw::TransitGateway>(value, spot),
            "transitgatewayattachments"
            | "transitgatewayvpcattachments"
            | "transitgatewaypeeringattachments"
            | "transitgatewayconnects" => self.all::<raw::TransitGatewayAttachment>(value, spot),
            "transitgatewayroutetables" | "transitgatewaystaticroutes" | "transitgatewaypropagations" => {
                self.all::<raw::TransitGatewayRouteTable>(value, spot);
            }
            "directconnectgateways" => self.all::<raw::DirectConnectGateway>(value, spot),
            "directconnectgatewayassociations" => self.all::<raw::DirectConnectGatewayAssociation>(value, spot),
            "virtualinterfaces" => self.all::<raw::VirtualInterface>(value, spot),
            "attachments" => self.all::<raw::CoreNetworkAttachment>(value, spot),
            "loadbalancers" | "loadbalancerlisteners" | "loadbalancerattributes" => {
                self.all::<raw::LoadBalancer>(value, spot);
            }
            "listeners" => self.all::<raw::Listener>(value, spot),
            "targetgroups" | "loadbalancertargethealth" => self.all::<raw::TargetGroup>(value, spot),
            _ => return false,
        }
        true
    }

    /// Answers about one thing whose elements name it, or which lack its id.
    fn without_id(&mut self, name: &str, value: Value<'_>, spot: &Spot) -> bool {
        match name {
            "routes" => self.routes(value, spot),
            "authorizationrules" => self.parts(value, spot, |rule: raw::AuthorizationRule| raw::ClientVpnEndpoint {
                client_vpn_endpoint_id: rule.client_vpn_endpoint_id.clone(),
                authorization_rules: Pages(vec![rule]),
                ..raw::ClientVpnEndpoint::default()
            }),
            "clientvpntargetnetworks" => {
                self.parts(value, spot, |network: raw::ClientVpnTargetNetwork| {
                    raw::ClientVpnEndpoint {
                        client_vpn_endpoint_id: network.client_vpn_endpoint_id.clone(),
                        client_vpn_target_networks: Pages(vec![network]),
                        ..raw::ClientVpnEndpoint::default()
                    }
                });
            }
            "transitgatewayprefixlistreferences" => {
                self.parts(value, spot, |reference: raw::PrefixListReference| {
                    raw::TransitGatewayRouteTable {
                        transit_gateway_route_table_id: reference.transit_gateway_route_table_id.clone(),
                        transit_gateway_prefix_list_references: Pages(vec![reference]),
                        ..raw::TransitGatewayRouteTable::default()
                    }
                });
            }
            "transitgatewayroutetablepropagations" => self.table_parts(value, spot, |propagation, table| {
                table.transit_gateway_route_table_propagations = Told(Some(vec![propagation]));
            }),
            "associations" => self.table_parts(value, spot, |association, table| {
                table.associations = Pages(vec![association]);
            }),
            "entries" => self.entries(value, spot),
            _ => return false,
        }
        true
    }

    fn reservations(&mut self, value: Value<'_>, spot: &Spot) {
        self.each(value, spot, |reader, reservation: raw::Reservation, origin, unread| {
            for (index, instance) in reservation.instances.into_iter().enumerate() {
                let path = format!("{}.Instances[{index}]", origin.path);
                let unread = unread.iter().filter(|odd| odd.starts_with(&path)).cloned().collect();
                let mut origin = origin.clone();
                origin.path = path.into();
                if origin.account.is_none() {
                    origin.account = reservation.owner_id.clone();
                }
                reader.gathered.add(instance, origin, unread, reader.notes);
            }
        });
    }

    /// Of Client VPN endpoints, which they name, or of one transit gateway route table, which they do not.
    fn routes(&mut self, value: Value<'_>, spot: &Spot) {
        let names_endpoint = |route: Value<'_>| route.members().iter().any(|(key, _)| key == "ClientVpnEndpointId");
        let mut is_client_vpn = names_endpoint(value);
        value.each(|index, route| is_client_vpn |= index == 0 && names_endpoint(route));
        if is_client_vpn {
            self.parts(value, spot, |route: raw::ClientVpnRoute| raw::ClientVpnEndpoint {
                client_vpn_endpoint_id: route.client_vpn_endpoint_id.clone(),
                routes: Pages(vec![route]),
                ..raw::ClientVpnEndpoint::default()
            });
        } else {
            self.table_parts(value, spot, |route, table| table.routes = Pages(vec![route]));
        }
    }

    /// Elements that are parts of another record.
    fn parts<R: serde::de::DeserializeOwned, T: crate::import::gathered::Kept>(
        &mut self,
        value: Value<'_>,
        spot: &Spot,
        whole: impl Fn(R) -> T,
    ) {
        self.each(value, spot, |reader, part, origin, unread| {
            reader.gathered.add(whole(part), origin, unread, reader.notes);
        });
    }

    /// Parts of a transit gateway route table whose id only the file's name can say.
    fn table_parts<R: serde::de::DeserializeOwned>(
        &mut self,
        value: Value<'_>,
        spot: &Spot,
        fill: impl Fn(R, &mut raw::TransitGatewayRouteTable),
    ) {
        let Some(table) = self.id_in_name("tgw-rtb-", "transit gateway route table", value, spot) else {
            return;
        };
        self.parts(value, spot, |part| {
            let mut whole = raw::TransitGatewayRouteTable {
                transit_gateway_route_table_id: Some(table.clone()),
                ..raw::TransitGatewayRouteTable::default()
            };
            fill(part, &mut whole);
            whole
        });
    }

    fn entries(&mut self, value: Value<'_>, spot: &Spot) {
        let Some(list) = self.id_in_name("pl-", "prefix list", value, spot) else {
            return;
        };
        self.parts(value, spot, |entry| raw::PrefixList {
            prefix_list_id: Some(list.clone()),
            entries: Pages(vec![entry]),
            ..raw::PrefixList::default()
        });
    }

    /// An answer that lacks the id of what it is about: the id in the file's name, or a note.
    fn id_in_name(&mut self, prefix: &str, what: &str, value: Value<'_>, spot: &Spot) -> Option<Text> {
        if value.is_blank() {
            return None;
        }
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let from = name.find(prefix).and_then(|at| name.get(at..));
        let is_of_id = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let id = from.map(|from| from.split(|letter| !is_of_id(letter)).next().unwrap_or_default());
        let Some(id) = id.filter(|id| id.len() > prefix.len()) else {
            let text = format!(
                "this answer does not say of which {what} it is, so it was left out: `reachlight collect` writes a script that adds the id"
            );
            self.note(NoteKind::Ignored, spot, text);
            return None;
        };
        self.note(
            NoteKind::Assumed,
            spot,
            format!("taken for an answer about {id}, which the file's name says"),
        );
        Some(id.into())
    }
}
