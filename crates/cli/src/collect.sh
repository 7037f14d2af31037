#!/bin/sh
# Reads what decides about reachability in an AWS account, and changes nothing: only describe, get, list and search calls.
#
#   reachlight collect > collect.sh
#   sh collect.sh eu-west-1 us-east-1 > network.json     (without Regions: the one that aws is configured for)
#   reachlight import network.json -o network.reach
#
# Needs the aws command and the right to read (such as the policies ViewOnlyAccess or ReadOnlyAccess). A call that is refused is
# left out with a line on standard error. Keys of VPN tunnels and of Direct Connect are not asked for.
# For several accounts run it once for each, with another AWS_PROFILE, and import all files together.

set -u
account=$(aws sts get-caller-identity --query Account --output text) || exit 2
[ $# -gt 0 ] || set -- "$(aws configure get region || echo us-east-1)"

# One answer: {"AccountId": …, "Region": …, "NAME": ANSWER}. The arguments after the name are those of aws.
answer() {
  name=$1
  shift
  if text=$(aws --region "$region" --output json "$@" 2>/dev/null) && [ -n "$text" ]; then
    printf '{"AccountId": "%s", "Region": "%s", "%s": %s}\n' "$account" "$region" "$name" "$text"
  else
    echo "collect: left out, $region: aws $1 $2" >&2
  fi
}

# An answer that does not say what it is about: {"ID-KEY": "ID", …}.
about() {
  key=$1
  id=$2
  shift 2
  text=$(aws --region "$region" --output json "$@" 2>/dev/null)
  case $text in
    *:*) printf '{"%s": "%s", %s\n' "$key" "$id" "${text#*\{}" ;;
    '') echo "collect: left out, $region: aws $1 $2 of $id" >&2 ;;
  esac
}

ids() {
  aws --region "$region" --output text "$@" 2>/dev/null
}

for region in "$@"; do
  for call in vpcs subnets route-tables security-groups security-group-rules network-acls managed-prefix-lists prefix-lists \
    network-interfaces instances addresses internet-gateways egress-only-internet-gateways nat-gateways \
    vpc-peering-connections vpc-endpoints vpc-endpoint-service-configurations security-group-vpc-associations \
    vpc-block-public-access-options vpc-block-public-access-exclusions \
    vpn-gateways customer-gateways client-vpn-endpoints \
    transit-gateways transit-gateway-attachments transit-gateway-vpc-attachments transit-gateway-peering-attachments \
    transit-gateway-connects transit-gateway-route-tables; do
    answer "describe-$call" ec2 "describe-$call"
  done
  answer VpnConnections ec2 describe-vpn-connections --query 'VpnConnections[].{VpnConnectionId: VpnConnectionId, State: State,
    CustomerGatewayId: CustomerGatewayId, VpnGatewayId: VpnGatewayId, TransitGatewayId: TransitGatewayId,
    VpnConcentratorId: VpnConcentratorId, Routes: Routes, VgwTelemetry: VgwTelemetry, Tags: Tags, Options: {
    StaticRoutesOnly: Options.StaticRoutesOnly, EnableAcceleration: Options.EnableAcceleration,
    TunnelInsideIpVersion: Options.TunnelInsideIpVersion, TunnelBandwidth: Options.TunnelBandwidth,
    TransportTransitGatewayAttachmentId: Options.TransportTransitGatewayAttachmentId,
    TunnelOptions: Options.TunnelOptions[].{TunnelInsideCidr: TunnelInsideCidr, TunnelInsideIpv6Cidr: TunnelInsideIpv6Cidr}}}'
  for id in $(ids ec2 describe-vpcs --query 'Vpcs[].VpcId'); do
    about VpcId "$id" ec2 describe-vpc-attribute --vpc-id "$id" --attribute enableDnsSupport --query '{EnableDnsSupport: EnableDnsSupport}'
    about VpcId "$id" ec2 describe-vpc-attribute --vpc-id "$id" --attribute enableDnsHostnames --query '{EnableDnsHostnames: EnableDnsHostnames}'
  done
  for id in $(ids ec2 describe-managed-prefix-lists --query "PrefixLists[?OwnerId!='AWS'].PrefixListId"); do
    about PrefixListId "$id" ec2 get-managed-prefix-list-entries --prefix-list-id "$id"
  done
  for id in $(ids ec2 describe-transit-gateway-route-tables --query 'TransitGatewayRouteTables[].TransitGatewayRouteTableId'); do
    about TransitGatewayRouteTableId "$id" ec2 search-transit-gateway-routes --transit-gateway-route-table-id "$id" \
      --filters Name=state,Values=active,blackhole
    about TransitGatewayRouteTableId "$id" ec2 get-transit-gateway-route-table-associations --transit-gateway-route-table-id "$id"
    about TransitGatewayRouteTableId "$id" ec2 get-transit-gateway-route-table-propagations --transit-gateway-route-table-id "$id"
    answer references ec2 get-transit-gateway-prefix-list-references --transit-gateway-route-table-id "$id"
  done
  for id in $(ids ec2 describe-client-vpn-endpoints --query 'ClientVpnEndpoints[].ClientVpnEndpointId'); do
    answer routes-of-client-vpn ec2 describe-client-vpn-routes --client-vpn-endpoint-id "$id"
    answer rules-of-client-vpn ec2 describe-client-vpn-authorization-rules --client-vpn-endpoint-id "$id"
    answer networks-of-client-vpn ec2 describe-client-vpn-target-networks --client-vpn-endpoint-id "$id"
  done
  for id in $(ids ec2 describe-vpc-endpoint-service-configurations --query 'ServiceConfigurations[].ServiceId'); do
    about ServiceId "$id" ec2 describe-vpc-endpoint-service-permissions --service-id "$id"
  done
  answer of-load-balancers elbv2 describe-load-balancers
  answer of-target-groups elbv2 describe-target-groups
  for arn in $(ids elbv2 describe-load-balancers --query 'LoadBalancers[].LoadBalancerArn'); do
    about LoadBalancerArn "$arn" elbv2 describe-listeners --load-balancer-arn "$arn"
    about LoadBalancerArn "$arn" elbv2 describe-load-balancer-attributes --load-balancer-arn "$arn"
  done
  for arn in $(ids elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupArn'); do
    about TargetGroupArn "$arn" elbv2 describe-target-health --target-group-arn "$arn"
    about TargetGroupArn "$arn" elbv2 describe-target-group-attributes --target-group-arn "$arn"
  done
  answer gateways-of-direct-connect directconnect describe-direct-connect-gateways
  for id in $(ids directconnect describe-direct-connect-gateways --query 'directConnectGateways[].directConnectGatewayId'); do
    answer associations-of-direct-connect directconnect describe-direct-connect-gateway-associations --direct-connect-gateway-id "$id"
  done
  answer virtualInterfaces directconnect describe-virtual-interfaces --query 'virtualInterfaces[].{virtualInterfaceId: virtualInterfaceId,
    virtualInterfaceName: virtualInterfaceName, virtualInterfaceType: virtualInterfaceType, virtualInterfaceState: virtualInterfaceState,
    virtualGatewayId: virtualGatewayId, directConnectGatewayId: directConnectGatewayId, region: region, asn: asn, mtu: mtu,
    siteLinkEnabled: siteLinkEnabled, routeFilterPrefixes: routeFilterPrefixes, tags: tags,
    bgpPeers: bgpPeers[].{bgpPeerId: bgpPeerId, asn: asn, bgpStatus: bgpStatus}}'
done
