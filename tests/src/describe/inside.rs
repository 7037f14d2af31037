//! VPCs and what is in them.

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::sorted::SortedSet;
use reach::topology::*;
use serde_json::{Value, json};

use super::{Lists, tags};

pub(super) fn vpcs(topology: &Topology, lists: &mut Lists) {
    for (id, vpc) in topology.vpcs.iter() {
        let cidrs = vpc
            .cidrs
            .iter()
            .map(|cidr| json!({"CidrBlock": cidr.to_string(), "CidrBlockState": {"State": "associated"}}));
        let ipv6 = vpc.ipv6_cidrs.iter();
        let ipv6 =
            ipv6.map(|cidr| json!({"Ipv6CidrBlock": cidr.to_string(), "Ipv6CidrBlockState": {"State": "associated"}}));
        lists.push(
            "Vpcs",
            json!({
                "VpcId": id.as_str(), "OwnerId": vpc.account.as_deref(), "Region": &*vpc.region, "State": "available",
                "CidrBlock": vpc.cidrs.first().map(ToString::to_string),
                "CidrBlockAssociationSet": cidrs.collect::<Vec<_>>(), "Ipv6CidrBlockAssociationSet": ipv6.collect::<Vec<_>>(),
                "EnableDnsSupport": {"Value": vpc.dns_support}, "EnableDnsHostnames": {"Value": vpc.dns_hostnames},
                "Tags": tags(vpc.name.as_ref()),
            }),
        );
    }
}

pub(super) fn subnets(topology: &Topology, lists: &mut Lists) {
    for (id, subnet) in topology.subnets.iter() {
        let ipv6 = subnet.ipv6_cidr.iter();
        let ipv6 =
            ipv6.map(|cidr| json!({"Ipv6CidrBlock": cidr.to_string(), "Ipv6CidrBlockState": {"State": "associated"}}));
        lists.push(
            "Subnets",
            json!({
                "SubnetId": id.as_str(), "VpcId": subnet.vpc.as_str(), "AvailabilityZone": &*subnet.zone,
                "CidrBlock": subnet.cidr.map(|cidr| cidr.to_string()), "Ipv6CidrBlockAssociationSet": ipv6.collect::<Vec<_>>(),
                "Tags": tags(subnet.name.as_ref()),
            }),
        );
    }
}

pub(super) fn filters(topology: &Topology, lists: &mut Lists) {
    for (id, group) in topology.security_groups.iter() {
        let default = topology
            .vpcs
            .get(&group.vpc)
            .and_then(|vpc| vpc.default_security_group.as_ref());
        let permissions = |rules: &[Rule]| rules.iter().map(permission).collect::<Vec<_>>();
        lists.push(
            "SecurityGroups",
            json!({
                "GroupId": id.as_str(), "GroupName": if default == Some(id) { "default" } else { id.as_str() },
                "VpcId": group.vpc.as_str(), "Tags": tags(group.name.as_ref()),
                "IpPermissions": permissions(&group.inbound), "IpPermissionsEgress": permissions(&group.outbound),
            }),
        );
    }
    for (id, acl) in topology.network_acls.iter() {
        let own = topology
            .subnets
            .iter()
            .filter(|(_, subnet)| subnet.network_acl.as_ref() == Some(id));
        let subnets = own.map(|(subnet, _)| json!({"SubnetId": subnet.as_str(), "NetworkAclId": id.as_str()}));
        let default = topology
            .vpcs
            .get(&acl.vpc)
            .and_then(|vpc| vpc.default_network_acl.as_ref());
        let entries = acl.inbound.iter().map(|entry| acl_entry(entry, false));
        let entries = entries.chain(acl.outbound.iter().map(|entry| acl_entry(entry, true)));
        let last = |egress: bool| json!({"RuleNumber": 32767, "Egress": egress, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"});
        lists.push(
            "NetworkAcls",
            json!({
                "NetworkAclId": id.as_str(), "VpcId": acl.vpc.as_str(), "IsDefault": default == Some(id),
                "Associations": subnets.collect::<Vec<_>>(), "Tags": tags(acl.name.as_ref()),
                "Entries": entries.chain([last(true), last(false)]).collect::<Vec<_>>(),
            }),
        );
    }
    for (id, list) in topology.prefix_lists.iter() {
        let of_service = list
            .service
            .as_ref()
            .map(|service| format!("com.amazonaws.{}.{service}", list.region));
        lists.push(
            "PrefixLists",
            json!({
                "PrefixListId": id.as_str(), "PrefixListName": of_service.as_deref().or(list.name.as_deref()),
                "PrefixListArn": format!("arn:aws:ec2:{}:111122223333:prefix-list/{id}", list.region),
                "Cidrs": list.entries.iter().map(ToString::to_string).collect::<Vec<_>>(),
            }),
        );
    }
}

fn permission(rule: &Rule) -> Value {
    let (protocol, from, to) = traffic(rule.traffic);
    let mut one = json!({"IpProtocol": protocol, "FromPort": from, "ToPort": to});
    let words = rule.description.as_deref();
    match &rule.peer {
        RulePeer::Cidr(net @ IpNet::V4(_)) => {
            one["IpRanges"] = json!([{"CidrIp": net.to_string(), "Description": words}]);
        }
        RulePeer::Cidr(net) => one["Ipv6Ranges"] = json!([{"CidrIpv6": net.to_string(), "Description": words}]),
        RulePeer::PrefixList(list) => {
            one["PrefixListIds"] = json!([{"PrefixListId": list.as_str(), "Description": words}])
        }
        RulePeer::SecurityGroup(group) => {
            one["UserIdGroupPairs"] = json!([{"GroupId": group.as_str(), "Description": words}]);
        }
    }
    one
}

fn traffic(traffic: Traffic) -> (String, Option<i64>, Option<i64>) {
    let any = |part: Option<u8>| Some(part.map_or(-1, i64::from));
    let ports = |range: PortRange| (Some(range.from.into()), Some(range.to.into()));
    match traffic {
        Traffic::All => ("-1".to_owned(), None, None),
        Traffic::Tcp(range) => ("tcp".to_owned(), ports(range).0, ports(range).1),
        Traffic::Udp(range) => ("udp".to_owned(), ports(range).0, ports(range).1),
        Traffic::Icmp { kind, code } => ("icmp".to_owned(), any(kind), any(code)),
        Traffic::Icmpv6 { kind, code } => ("icmpv6".to_owned(), any(kind), any(code)),
        Traffic::Protocol(number) => (number.to_string(), None, None),
    }
}

fn acl_entry(entry: &AclEntry, egress: bool) -> Value {
    let (word, from, to) = traffic(entry.traffic);
    let protocol = match word.as_str() {
        "tcp" => "6",
        "udp" => "17",
        "icmp" => "1",
        "icmpv6" => "58",
        other => other,
    };
    let field = if matches!(entry.cidr, IpNet::V4(_)) {
        "CidrBlock"
    } else {
        "Ipv6CidrBlock"
    };
    let action = if entry.action == AclAction::Allow {
        "allow"
    } else {
        "deny"
    };
    let mut one = json!({
        "RuleNumber": entry.number, "Egress": egress, "Protocol": protocol, "RuleAction": action, field: entry.cidr.to_string(),
    });
    match protocol {
        "6" | "17" => one["PortRange"] = json!({"From": from, "To": to}),
        "1" | "58" => one["IcmpTypeCode"] = json!({"Type": from, "Code": to}),
        _ => {}
    }
    one
}

pub(super) fn interfaces(topology: &Topology, lists: &mut Lists) {
    for (id, interface) in topology.interfaces.iter() {
        let mut addresses = Vec::new();
        if let Some(own) = interface.ipv4 {
            addresses.push(json!({"Primary": true, "PrivateIpAddress": own.to_string()}));
        }
        addresses.extend(
            interface
                .secondary_ipv4
                .iter()
                .map(|own| json!({"Primary": false, "PrivateIpAddress": own.to_string()})),
        );
        let groups = interface
            .security_groups
            .iter()
            .map(|group| json!({"GroupId": group.as_str()}));
        let (kind, requester, words) = match interface.role {
            Role::Function => ("lambda", "123:app", "AWS Lambda VPC ENI-app"),
            Role::Database => ("interface", "amazon-rds", "RDSNetworkInterface"),
            Role::Instance | Role::Other => ("interface", "", ""),
        };
        let owner = interface
            .instance
            .as_deref()
            .or((interface.role == Role::Instance).then_some(id.as_str()));
        let available = interface.state == InterfaceState::Available;
        lists.push(
            "NetworkInterfaces",
            json!({
                "NetworkInterfaceId": id.as_str(), "SubnetId": interface.subnet.as_str(), "InterfaceType": kind,
                "RequesterId": requester, "Description": words, "Status": if available { "available" } else { "in-use" },
                "PrivateIpAddress": interface.ipv4.map(|own| own.to_string()), "PrivateIpAddresses": addresses,
                "Ipv6Addresses": interface.ipv6.iter().map(|own| json!({"Ipv6Address": own.to_string()})).collect::<Vec<_>>(),
                "Association": interface.public_ipv4.map(|own| json!({"PublicIp": own.to_string()})),
                "Attachment": owner.map(|owner| json!({"InstanceId": owner, "DeviceIndex": 0, "Status": "attached"})),
                "Groups": groups.collect::<Vec<_>>(), "SourceDestCheck": interface.source_dest_check,
                "TagSet": tags(interface.name.as_ref()),
            }),
        );
        if interface.state == InterfaceState::Stopped {
            lists.push(
                "Instances",
                json!({"InstanceId": owner, "State": {"Name": "stopped"}, "SubnetId": "x",
                "NetworkInterfaces": [{"NetworkInterfaceId": id.as_str()}]}),
            );
        }
    }
}

pub(super) fn gateways(topology: &Topology, lists: &mut Lists) {
    let attached = |vpc: &Option<VpcId>| {
        let one = vpc
            .iter()
            .map(|vpc| json!({"State": "available", "VpcId": vpc.as_str()}));
        one.collect::<Vec<_>>()
    };
    for (id, gateway) in topology.internet_gateways.iter() {
        let (name, attachments) = (tags(gateway.name.as_ref()), attached(&gateway.vpc));
        lists.push(
            "InternetGateways",
            json!({"InternetGatewayId": id.as_str(), "Attachments": attachments, "Tags": name}),
        );
    }
    for (id, gateway) in topology.egress_only_internet_gateways.iter() {
        let (name, attachments) = (tags(gateway.name.as_ref()), attached(&gateway.vpc));
        let one = json!({"EgressOnlyInternetGatewayId": id.as_str(), "Attachments": attachments, "Tags": name});
        lists.push("EgressOnlyInternetGateways", one);
    }
    for (id, gateway) in topology.nat_gateways.iter() {
        let (kind, public) = match gateway.connectivity {
            NatConnectivity::Public(public) => ("public", Some(public.to_string())),
            NatConnectivity::Private => ("private", None),
        };
        lists.push(
            "NatGateways",
            json!({
                "NatGatewayId": id.as_str(), "SubnetId": gateway.subnet.as_str(), "State": nat_state(gateway.state), "ConnectivityType": kind,
                "NatGatewayAddresses": [{"PrivateIp": gateway.ipv4.to_string(), "PublicIp": public, "IsPrimary": true}],
                "Tags": tags(gateway.name.as_ref()),
            }),
        );
    }
    for (id, gateway) in topology.regional_nat_gateways.iter() {
        let mut addresses: Vec<Value> = gateway
            .public_ipv4
            .iter()
            .map(|own| json!({"PublicIp": own.to_string()}))
            .collect();
        for (index, zone) in gateway.zones.iter().enumerate() {
            match addresses.get_mut(index) {
                Some(address) => address["AvailabilityZone"] = json!(&**zone),
                None => addresses.push(json!({"AvailabilityZone": &**zone})),
            }
        }
        lists.push(
            "NatGateways",
            json!({
                "NatGatewayId": id.as_str(), "VpcId": gateway.vpc.as_str(), "State": nat_state(gateway.state), "ConnectivityType": "public",
                "AvailabilityMode": "regional", "RouteTableId": gateway.route_table.as_ref().map(RouteTableId::as_str),
                "AutoProvisionZones": if gateway.zones.is_empty() { "enabled" } else { "disabled" },
                "NatGatewayAddresses": addresses, "Tags": tags(gateway.name.as_ref()),
            }),
        );
    }
}

fn nat_state(state: NatState) -> &'static str {
    match state {
        NatState::Pending => "pending",
        NatState::Available => "available",
        NatState::Failed => "failed",
        NatState::Deleting => "deleting",
        NatState::Deleted => "deleted",
    }
}

/// Tables with their associations; the routes of local ranges and gateway endpoints are there, as AWS lists them.
pub(super) fn routes(topology: &Topology, lists: &mut Lists) {
    let mut vpcs = SortedSet::new();
    for (id, table) in topology.route_tables.iter() {
        let mut associations = Vec::new();
        let vpc = topology.vpcs.get(&table.vpc);
        if vpc.is_some_and(|vpc| vpc.main_route_table.as_ref() == Some(id)) {
            associations.push(json!({"Main": true, "RouteTableId": id.as_str()}));
        }
        for (subnet, record) in topology.subnets.iter() {
            if record.route_table.as_ref() == Some(id) {
                associations.push(
                    json!({"Main": false, "SubnetId": subnet.as_str(), "AssociationState": {"State": "associated"}}),
                );
            }
        }
        let internet = topology
            .internet_gateways
            .iter()
            .map(|(id, record)| (id.as_str(), &record.route_table));
        let vpn = topology
            .vpn_gateways
            .iter()
            .map(|(id, record)| (id.as_str(), &record.route_table));
        for (gateway, of) in internet.chain(vpn) {
            if of.as_ref() == Some(id) {
                associations.push(json!({"Main": false, "GatewayId": gateway}));
            }
        }
        let mut routes: Vec<Value> = table.routes.iter().map(|route| route_of(route, topology)).collect();
        for cidr in vpc.iter().flat_map(|vpc| &vpc.cidrs) {
            if !table
                .routes
                .iter()
                .any(|route| route.destination == Destination::Cidr(IpNet::V4(*cidr)))
            {
                routes.push(json!({"DestinationCidrBlock": cidr.to_string(), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}));
            }
        }
        for (endpoint, record) in topology.gateway_endpoints.iter() {
            if record.route_tables.contains(id) {
                let list = format!("pl-of-{}", record.service);
                routes
                    .push(json!({"DestinationPrefixListId": list, "GatewayId": endpoint.as_str(), "State": "active"}));
            }
        }
        let propagating = table
            .propagating
            .iter()
            .map(|gateway| json!({"GatewayId": gateway.as_str()}));
        lists.push(
            "RouteTables",
            json!({
                "RouteTableId": id.as_str(), "VpcId": table.vpc.as_str(), "Associations": associations, "Routes": routes,
                "PropagatingVgws": propagating.collect::<Vec<_>>(), "Tags": tags(table.name.as_ref()),
            }),
        );
        vpcs.insert(table.vpc.clone());
    }
}

fn route_of(route: &Route, topology: &Topology) -> Value {
    let mut one = match &route.destination {
        Destination::Cidr(net @ IpNet::V4(_)) => json!({"DestinationCidrBlock": net.to_string()}),
        Destination::Cidr(net) => json!({"DestinationIpv6CidrBlock": net.to_string()}),
        Destination::PrefixList(list) => json!({"DestinationPrefixListId": list.as_str()}),
    };
    let Target::Element(target) = &route.target else {
        match &route.target {
            Target::NotModelled(words) => one["LocalGatewayId"] = json!(&**words),
            _ => one["GatewayId"] = json!("local"),
        }
        one["State"] = json!("active");
        return one;
    };
    one[field(target)] = json!(&*target.id);
    one["State"] = json!(if lives(target, topology) { "active" } else { "blackhole" });
    one
}

/// Whether a route to it works, as AWS says.
fn lives(target: &Ref, topology: &Topology) -> bool {
    match topology.get(target) {
        None => false,
        Some(Element::PeeringConnection(_, peering)) => peering.state == PeeringState::Active,
        Some(Element::NatGateway(_, gateway)) => gateway.state == NatState::Available,
        Some(Element::RegionalNatGateway(_, gateway)) => gateway.state == NatState::Available,
        Some(_) => true,
    }
}

fn field(target: &Ref) -> &'static str {
    match target.kind {
        Kind::NatGateway | Kind::RegionalNatGateway => "NatGatewayId",
        Kind::TransitGateway => "TransitGatewayId",
        Kind::PeeringConnection => "VpcPeeringConnectionId",
        Kind::EgressOnlyInternetGateway => "EgressOnlyInternetGatewayId",
        Kind::NetworkInterface => "NetworkInterfaceId",
        _ => "GatewayId",
    }
}
