//! Endpoints, load balancers and services.

use reach::topology::*;
use serde_json::{Value, json};

use super::{Lists, region_of, tags};

pub(super) fn endpoints(topology: &Topology, lists: &mut Lists) {
    for (id, endpoint) in topology.gateway_endpoints.iter() {
        let service = format!(
            "com.amazonaws.{}.{}",
            region_of(topology, &endpoint.vpc),
            endpoint.service
        );
        let address_type = match endpoint.address_type {
            AddressType::Ipv4 => "ipv4",
            AddressType::Ipv6 => "ipv6",
            AddressType::Dualstack => "dualstack",
        };
        lists.push(
            "VpcEndpoints",
            json!({
                "VpcEndpointId": id.as_str(), "VpcEndpointType": "Gateway", "VpcId": endpoint.vpc.as_str(), "ServiceName": service,
                "State": state(endpoint.state), "IpAddressType": address_type, "PolicyDocument": policy(endpoint.policy.as_deref()),
                "RouteTableIds": endpoint.route_tables.iter().map(RouteTableId::as_str).collect::<Vec<_>>(),
                "Tags": tags(endpoint.name.as_ref()),
            }),
        );
    }
    for (id, endpoint) in topology.interface_endpoints.iter() {
        let region = endpoint
            .service_region
            .as_deref()
            .unwrap_or(region_of(topology, &endpoint.vpc));
        let service = match &endpoint.provider {
            Some(provider) => format!("com.amazonaws.vpce.{region}.vpce-svc-{provider}"),
            None => format!("com.amazonaws.{region}.{}", endpoint.service),
        };
        let groups = endpoint
            .security_groups
            .iter()
            .map(|group| json!({"GroupId": group.as_str()}));
        let interfaces = endpoint.subnets.iter().enumerate();
        let names: Vec<String> = interfaces
            .clone()
            .map(|(index, _)| format!("eni-{id}-{index}"))
            .collect();
        for (index, place) in interfaces {
            lists.push(
                "NetworkInterfaces",
                json!({
                    "NetworkInterfaceId": format!("eni-{id}-{index}"), "InterfaceType": "vpc_endpoint", "SubnetId": place.subnet.as_str(),
                    "PrivateIpAddress": place.ipv4.to_string(), "Description": format!("VPC Endpoint Interface {id}"),
                }),
            );
        }
        lists.push(
            "VpcEndpoints",
            json!({
                "VpcEndpointId": id.as_str(), "VpcEndpointType": "Interface", "VpcId": endpoint.vpc.as_str(), "ServiceName": service,
                "ServiceRegion": region, "State": state(endpoint.state), "PolicyDocument": policy(endpoint.policy.as_deref()),
                "SubnetIds": endpoint.subnets.iter().map(|place| place.subnet.as_str()).collect::<Vec<_>>(),
                "NetworkInterfaceIds": names, "Groups": groups.collect::<Vec<_>>(), "PrivateDnsEnabled": endpoint.private_dns,
                "DnsOptions": {"PrivateDnsOnlyForInboundResolverEndpoint": endpoint.inbound_resolver_only},
                "Tags": tags(endpoint.name.as_ref()),
            }),
        );
    }
    for (id, endpoint) in topology.gateway_load_balancer_endpoints.iter() {
        let vpc = topology.subnets.get(&endpoint.subnet).map(|subnet| subnet.vpc.as_str());
        lists.push(
            "VpcEndpoints",
            json!({
                "VpcEndpointId": id.as_str(), "VpcEndpointType": "GatewayLoadBalancer", "VpcId": vpc, "State": state(endpoint.state),
                "ServiceName": format!("com.amazonaws.vpce.us-east-1.vpce-svc-{}", endpoint.service), "SubnetIds": [endpoint.subnet.as_str()],
                "Tags": tags(endpoint.name.as_ref()),
            }),
        );
    }
}

fn state(state: EndpointState) -> &'static str {
    match state {
        EndpointState::PendingAcceptance => "PendingAcceptance",
        EndpointState::Pending => "Pending",
        EndpointState::Available => "Available",
        EndpointState::Rejected => "Rejected",
        EndpointState::Expired => "Expired",
        EndpointState::Failed => "Failed",
        EndpointState::Deleting => "Deleting",
        EndpointState::Deleted => "Deleted",
    }
}

fn policy(statements: Option<&[Statement]>) -> Value {
    let Some(statements) = statements else {
        return json!(
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
        );
    };
    let statements = statements.iter().map(|one| {
        let effect = if one.effect == Effect::Allow { "Allow" } else { "Deny" };
        let mut statement =
            json!({"Effect": effect, "Principal": &*one.principal, "Action": &*one.action, "Resource": &*one.resource});
        if let Some(net) = one.source_ip {
            statement["Condition"] = json!({"IpAddress": {"aws:SourceIp": net.to_string()}});
        } else if let Some(source) = &one.source {
            let key = if source.kind == reach::id::Kind::Vpc {
                "aws:SourceVpc"
            } else {
                "aws:SourceVpce"
            };
            statement["Condition"] = json!({"StringEquals": {key: &*source.id}});
        }
        for other in &one.conditions {
            match (&*other.operator, &*other.key) {
                ("Not", key @ ("Action" | "Resource")) => {
                    statement[key].take();
                    statement[format!("Not{key}")] = json!(other.values);
                }
                ("Is", _) => statement["Principal"] = json!({"Service": other.values}),
                (operator, key) => statement["Condition"][operator][key] = json!(other.values),
            }
        }
        statement
    });
    json!(json!({"Statement": statements.collect::<Vec<_>>()}).to_string())
}

pub(super) fn load_balancers(topology: &Topology, lists: &mut Lists) {
    for (id, balancer) in topology.load_balancers.iter() {
        let arn = arn(id);
        let kind = match balancer.kind {
            LoadBalancerKind::Network => "network",
            LoadBalancerKind::Application => "application",
            LoadBalancerKind::Gateway => "gateway",
        };
        let zones = balancer.subnets.iter().enumerate().map(|(index, place)| {
            let public = balancer.public_ipv4.get(index).map(ToString::to_string);
            let address = json!({"PrivateIPv4Address": place.ipv4.to_string(), "IpAddress": public});
            json!({"SubnetId": place.subnet.as_str(), "LoadBalancerAddresses": [address]})
        });
        lists.push(
            "LoadBalancers",
            json!({
                "LoadBalancerArn": arn, "LoadBalancerName": balancer.name.as_deref(), "Type": kind, "VpcId": balancer.vpc.as_str(),
                "Scheme": if balancer.internet_facing { "internet-facing" } else { "internal" }, "State": {"Code": "active"},
                "AvailabilityZones": zones.collect::<Vec<_>>(),
                "SecurityGroups": balancer.security_groups.iter().map(SecurityGroupId::as_str).collect::<Vec<_>>(),
                "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": if balancer.enforce_private_link { "on" } else { "off" },
            }),
        );
        let attribute = json!({"Key": "load_balancing.cross_zone.enabled", "Value": balancer.cross_zone.to_string()});
        lists.push(
            "LoadBalancerAttributes",
            json!({"LoadBalancerArn": arn, "Attributes": [attribute]}),
        );
        for (index, listener) in balancer.listeners.iter().enumerate() {
            listen(id, &arn, index, listener, balancer.preserve_client_ip, lists);
        }
    }
    for (id, service) in topology.endpoint_services.iter() {
        let state = match service.state {
            ServiceState::Available => "Available",
            ServiceState::Pending => "Pending",
            ServiceState::Failed => "Failed",
            ServiceState::Deleting => "Deleting",
            ServiceState::Deleted => "Deleted",
        };
        let regions = service.regions.iter().map(|region| json!({"Region": &**region}));
        let principals = service.principals.iter().map(|one| json!({"Principal": &**one}));
        lists.push(
            "ServiceConfigurations",
            json!({
                "ServiceId": format!("vpce-svc-{id}"), "ServiceState": state, "AcceptanceRequired": service.acceptance_required,
                "NetworkLoadBalancerArns": service.load_balancers.iter().map(arn).collect::<Vec<_>>(),
                "SupportedRegions": regions.collect::<Vec<_>>(), "PrivateDnsName": service.private_dns_name.as_deref(),
                "PrivateDnsNameConfiguration": {"State": if service.verified { "verified" } else { "pendingVerification" }},
                "AllowedPrincipals": principals.collect::<Vec<_>>(), "Tags": tags(service.name.as_ref()),
            }),
        );
    }
}

fn arn(id: &LoadBalancerId) -> String {
    format!("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/{id}")
}

fn listen(id: &LoadBalancerId, arn: &str, index: usize, listener: &Listener, preserve: bool, lists: &mut Lists) {
    let protocol = match listener.protocol {
        ListenerProtocol::Tcp => "TCP",
        ListenerProtocol::Udp => "UDP",
        ListenerProtocol::TcpUdp => "TCP_UDP",
        ListenerProtocol::Tls => "TLS",
        ListenerProtocol::Http => "HTTP",
        ListenerProtocol::Https => "HTTPS",
        ListenerProtocol::Geneve => "GENEVE",
    };
    let group = format!("arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/{id}/{index}");
    lists.push(
        "Listeners",
        json!({
            "ListenerArn": format!("{arn}/{index}"), "LoadBalancerArn": arn, "Port": listener.port, "Protocol": protocol,
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}],
        }),
    );
    let preserve = json!({"Key": "preserve_client_ip.enabled", "Value": preserve.to_string()});
    lists.push(
        "TargetGroups",
        json!({"TargetGroupArn": group, "TargetType": "instance", "Protocol": protocol, "Attributes": [preserve]}),
    );
    let targets = listener.targets.iter().map(|target| {
        let port = target.port.unwrap_or(listener.port);
        json!({"Target": {"Id": target.interface.as_str(), "Port": port}, "TargetHealth": {"State": "healthy"}})
    });
    lists.push(
        "LoadBalancerTargetHealth",
        json!({"TargetGroupArn": group, "TargetHealthDescriptions": targets.collect::<Vec<_>>()}),
    );
}
