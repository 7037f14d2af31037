//! The types, family by family.

use super::Kind;
use crate::import::cloudformation::lower::{Lower, balancer, filter, gateway, interface, itself, transit, vpc};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "EC2::VPC",
        "aws_vpc",
        "CidrBlock EnableDnsHostnames EnableDnsSupport",
        "Ipv4IpamPoolId",
        vpc::vpc,
    ),
    kind(
        "EC2::VPCCidrBlock",
        "",
        "",
        "VpcId CidrBlock Ipv6CidrBlock AmazonProvidedIpv6CidrBlock Ipv4IpamPoolId Ipv6IpamPoolId",
        vpc::range,
    ),
    kind(
        "EC2::Subnet",
        "aws_subnet",
        "VpcId CidrBlock Ipv6CidrBlock AvailabilityZone MapPublicIpOnLaunch",
        "Ipv4IpamPoolId Ipv6IpamPoolId",
        vpc::subnet,
    ),
    kind(
        "EC2::SubnetCidrBlock",
        "",
        "",
        "SubnetId Ipv6CidrBlock Ipv6IpamPoolId",
        vpc::subnet_range,
    ),
    same("EC2::RouteTable", "aws_route_table", "VpcId"),
    same(
        "EC2::Route",
        "aws_route",
        "RouteTableId DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId GatewayId NatGatewayId InstanceId \
         NetworkInterfaceId TransitGatewayId VpcEndpointId VpcPeeringConnectionId EgressOnlyInternetGatewayId=egress_only_gateway_id \
         CarrierGatewayId LocalGatewayId CoreNetworkArn OdbNetworkArn",
    ),
    same(
        "EC2::SubnetRouteTableAssociation",
        "aws_route_table_association",
        "SubnetId RouteTableId",
    ),
    same(
        "EC2::GatewayRouteTableAssociation",
        "aws_route_table_association",
        "GatewayId RouteTableId",
    ),
    same("EC2::InternetGateway", "aws_internet_gateway", ""),
    kind(
        "EC2::VPCGatewayAttachment",
        "",
        "",
        "VpcId InternetGatewayId VpnGatewayId",
        gateway::attachment,
    ),
    same(
        "EC2::EgressOnlyInternetGateway",
        "aws_egress_only_internet_gateway",
        "VpcId",
    ),
    kind(
        "EC2::NatGateway",
        "aws_nat_gateway",
        "SubnetId VpcId AllocationId ConnectivityType AvailabilityMode PrivateIpAddress=private_ip SecondaryPrivateIpAddresses",
        "AvailabilityZoneAddresses",
        gateway::nat,
    ),
    kind(
        "EC2::VPCPeeringConnection",
        "aws_vpc_peering_connection",
        "VpcId PeerVpcId PeerRegion",
        "PeerOwnerId PeerRoleArn",
        gateway::peering,
    ),
    kind(
        "EC2::VPCEndpoint",
        "aws_vpc_endpoint",
        "VpcId VpcEndpointType ServiceName ServiceRegion SubnetIds SecurityGroupIds RouteTableIds IpAddressType DnsOptions",
        "PolicyDocument PrivateDnsEnabled",
        gateway::endpoint,
    ),
    kind(
        "EC2::VPCEndpointService",
        "aws_vpc_endpoint_service",
        "AcceptanceRequired NetworkLoadBalancerArns GatewayLoadBalancerArns",
        "SupportedRegions",
        gateway::endpoint_service,
    ),
    kind(
        "EC2::VPCEndpointServicePermissions",
        "",
        "",
        "ServiceId AllowedPrincipals",
        gateway::principals,
    ),
    kind("EC2::EIP", "aws_eip", "InstanceId=instance", "", itself),
    kind(
        "EC2::EIPAssociation",
        "aws_eip_association",
        "InstanceId NetworkInterfaceId PrivateIpAddress",
        "AllocationId EIP",
        interface::address_association,
    ),
    kind(
        "EC2::NetworkInterface",
        "aws_network_interface",
        "SubnetId Description GroupSet=security_groups InterfaceType SourceDestCheck",
        "PrivateIpAddress PrivateIpAddresses Ipv6Addresses",
        interface::interface,
    ),
    same(
        "EC2::NetworkInterfaceAttachment",
        "aws_network_interface_attachment",
        "NetworkInterfaceId InstanceId DeviceIndex",
    ),
    kind(
        "EC2::Instance",
        "aws_instance",
        "SourceDestCheck",
        "SubnetId PrivateIpAddress SecurityGroupIds SecurityGroups Ipv6Addresses NetworkInterfaces AvailabilityZone LaunchTemplate",
        interface::instance,
    ),
    kind(
        "EC2::LaunchTemplate",
        "",
        "",
        "LaunchTemplateData LaunchTemplateName",
        |_| {},
    ),
    kind(
        "RDS::DBSubnetGroup",
        "aws_db_subnet_group",
        "SubnetIds DBSubnetGroupName=name",
        "",
        itself,
    ),
    kind(
        "RDS::DBInstance",
        "aws_db_instance",
        "VPCSecurityGroups=vpc_security_group_ids DBSubnetGroupName=db_subnet_group_name DBClusterIdentifier=cluster_identifier AvailabilityZone \
         PubliclyAccessible",
        "",
        interface::database,
    ),
    kind(
        "RDS::DBCluster",
        "aws_rds_cluster",
        "VpcSecurityGroupIds DBSubnetGroupName=db_subnet_group_name DBClusterIdentifier=cluster_identifier",
        "",
        itself,
    ),
    same("Lambda::Function", "aws_lambda_function", "VpcConfig"),
    same(
        "EFS::MountTarget",
        "aws_efs_mount_target",
        "SubnetId SecurityGroups IpAddress",
    ),
    kind(
        "EC2::SecurityGroup",
        "aws_security_group",
        "VpcId GroupName=name",
        "SecurityGroupIngress SecurityGroupEgress",
        filter::group,
    ),
    kind(
        "EC2::SecurityGroupIngress",
        "aws_vpc_security_group_ingress_rule",
        "IpProtocol FromPort ToPort CidrIp=cidr_ipv4 CidrIpv6 SourcePrefixListId=prefix_list_id Description",
        "GroupId GroupName SourceSecurityGroupId SourceSecurityGroupName",
        filter::rule,
    ),
    kind(
        "EC2::SecurityGroupEgress",
        "aws_vpc_security_group_egress_rule",
        "IpProtocol FromPort ToPort CidrIp=cidr_ipv4 CidrIpv6 DestinationPrefixListId=prefix_list_id Description",
        "GroupId DestinationSecurityGroupId",
        filter::rule,
    ),
    same(
        "EC2::SecurityGroupVpcAssociation",
        "aws_vpc_security_group_vpc_association",
        "GroupId=security_group_id VpcId",
    ),
    same("EC2::NetworkAcl", "aws_network_acl", "VpcId"),
    kind(
        "EC2::NetworkAclEntry",
        "aws_network_acl_rule",
        "NetworkAclId RuleNumber RuleAction Egress Protocol CidrBlock Ipv6CidrBlock",
        "PortRange Icmp",
        filter::acl_entry,
    ),
    same(
        "EC2::SubnetNetworkAclAssociation",
        "aws_network_acl_association",
        "SubnetId NetworkAclId",
    ),
    same(
        "EC2::PrefixList",
        "aws_ec2_managed_prefix_list",
        "PrefixListName=name AddressFamily Entries=entry",
    ),
    same("EC2::VPNGateway", "aws_vpn_gateway", "AmazonSideAsn"),
    kind(
        "EC2::VPNGatewayRoutePropagation",
        "",
        "",
        "RouteTableIds VpnGatewayId",
        gateway::propagation,
    ),
    same("EC2::CustomerGateway", "aws_customer_gateway", "BgpAsn BgpAsnExtended"),
    kind(
        "EC2::VPNConnection",
        "aws_vpn_connection",
        "CustomerGatewayId VpnGatewayId TransitGatewayId StaticRoutesOnly EnableAcceleration TunnelInsideIpVersion TunnelBandwidth \
         TransportTransitGatewayAttachmentId LocalIpv4NetworkCidr RemoteIpv4NetworkCidr VpnConcentratorId",
        "VpnTunnelOptionsSpecifications",
        gateway::vpn,
    ),
    same(
        "EC2::VPNConnectionRoute",
        "aws_vpn_connection_route",
        "VpnConnectionId DestinationCidrBlock",
    ),
    same(
        "EC2::ClientVpnEndpoint",
        "aws_ec2_client_vpn_endpoint",
        "ClientCidrBlock VpcId SplitTunnel SecurityGroupIds TransitGatewayConfiguration",
    ),
    same(
        "EC2::ClientVpnTargetNetworkAssociation",
        "aws_ec2_client_vpn_network_association",
        "ClientVpnEndpointId SubnetId",
    ),
    same(
        "EC2::ClientVpnRoute",
        "aws_ec2_client_vpn_route",
        "ClientVpnEndpointId DestinationCidrBlock TargetVpcSubnetId",
    ),
    same(
        "EC2::ClientVpnAuthorizationRule",
        "aws_ec2_client_vpn_authorization_rule",
        "ClientVpnEndpointId TargetNetworkCidr AccessGroupId AuthorizeAllGroups",
    ),
    same(
        "EC2::TransitGateway",
        "aws_ec2_transit_gateway",
        "AmazonSideAsn TransitGatewayCidrBlocks AutoAcceptSharedAttachments DefaultRouteTableAssociation AssociationDefaultRouteTableId \
         DefaultRouteTablePropagation PropagationDefaultRouteTableId VpnEcmpSupport DnsSupport SecurityGroupReferencingSupport MulticastSupport",
    ),
    kind(
        "EC2::TransitGatewayAttachment",
        "aws_ec2_transit_gateway_vpc_attachment",
        "TransitGatewayId VpcId",
        "SubnetIds Options",
        transit::attachment,
    ),
    kind(
        "EC2::TransitGatewayVpcAttachment",
        "aws_ec2_transit_gateway_vpc_attachment",
        "TransitGatewayId VpcId",
        "SubnetIds AddSubnetIds Options",
        transit::attachment,
    ),
    kind(
        "EC2::TransitGatewayPeeringAttachment",
        "aws_ec2_transit_gateway_peering_attachment",
        "TransitGatewayId PeerTransitGatewayId PeerRegion",
        "PeerAccountId",
        transit::peering,
    ),
    kind(
        "EC2::TransitGatewayConnect",
        "aws_ec2_transit_gateway_connect",
        "TransportTransitGatewayAttachmentId=transport_attachment_id",
        "",
        transit::connect,
    ),
    same(
        "EC2::TransitGatewayRouteTable",
        "aws_ec2_transit_gateway_route_table",
        "TransitGatewayId",
    ),
    same(
        "EC2::TransitGatewayRouteTableAssociation",
        "aws_ec2_transit_gateway_route_table_association",
        "TransitGatewayAttachmentId TransitGatewayRouteTableId",
    ),
    same(
        "EC2::TransitGatewayRouteTablePropagation",
        "aws_ec2_transit_gateway_route_table_propagation",
        "TransitGatewayAttachmentId TransitGatewayRouteTableId",
    ),
    same(
        "EC2::TransitGatewayRoute",
        "aws_ec2_transit_gateway_route",
        "TransitGatewayRouteTableId TransitGatewayAttachmentId DestinationCidrBlock Blackhole",
    ),
    same(
        "EC2::VPCBlockPublicAccessOptions",
        "aws_vpc_block_public_access_options",
        "InternetGatewayBlockMode",
    ),
    same(
        "EC2::VPCBlockPublicAccessExclusion",
        "aws_vpc_block_public_access_exclusion",
        "InternetGatewayExclusionMode SubnetId VpcId",
    ),
    same(
        "DirectConnect::DirectConnectGateway",
        "aws_dx_gateway",
        "AmazonSideAsn DirectConnectGatewayName=name",
    ),
    kind(
        "DirectConnect::DirectConnectGatewayAssociation",
        "aws_dx_gateway_association",
        "DirectConnectGatewayId=dx_gateway_id AssociatedGatewayId",
        "AllowedPrefixesToDirectConnectGateway",
        transit::dx_association,
    ),
    kind(
        "DirectConnect::PrivateVirtualInterface",
        "aws_dx_private_virtual_interface",
        "VirtualInterfaceName=name VirtualGatewayId=vpn_gateway_id DirectConnectGatewayId=dx_gateway_id ConnectionId Mtu \
         EnableSiteLink=sitelink_enabled",
        "BgpPeers",
        transit::line,
    ),
    kind(
        "DirectConnect::TransitVirtualInterface",
        "aws_dx_transit_virtual_interface",
        "VirtualInterfaceName=name DirectConnectGatewayId=dx_gateway_id ConnectionId Mtu EnableSiteLink=sitelink_enabled",
        "BgpPeers",
        transit::line,
    ),
    kind(
        "DirectConnect::PublicVirtualInterface",
        "aws_dx_public_virtual_interface",
        "VirtualInterfaceName=name ConnectionId RouteFilterPrefixes",
        "BgpPeers",
        transit::line,
    ),
    same(
        "NetworkManager::VpcAttachment",
        "aws_networkmanager_vpc_attachment",
        "VpcArn",
    ),
    kind(
        "ElasticLoadBalancingV2::LoadBalancer",
        "aws_lb",
        "Name Type=load_balancer_type Subnets SecurityGroups SubnetMappings=subnet_mapping \
         EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        "Scheme LoadBalancerAttributes",
        balancer::balancer,
    ),
    kind(
        "ElasticLoadBalancingV2::Listener",
        "aws_lb_listener",
        "LoadBalancerArn Port Protocol",
        "DefaultActions",
        balancer::listener,
    ),
    kind(
        "ElasticLoadBalancingV2::TargetGroup",
        "aws_lb_target_group",
        "Name Port Protocol TargetType VpcId",
        "Targets TargetGroupAttributes",
        balancer::target_group,
    ),
];

const fn kind(
    from: &'static str,
    to: &'static str,
    plain: &'static str,
    more: &'static str,
    make: fn(&mut Lower<'_, '_>),
) -> Kind {
    Kind {
        from,
        to,
        plain,
        more,
        make,
    }
}

/// One that is the same in both.
const fn same(from: &'static str, to: &'static str, plain: &'static str) -> Kind {
    kind(from, to, plain, "", itself)
}
