//! What has a part in networks, and is not read.

/// Whether a type that is not read lets packets through, stops them or sends them.
pub(in crate::import::cloudformation) fn is_beyond(kind: &str) -> bool {
    const HARMLESS: [&str; 37] = [
        "CapacityReservation",
        "CapacityReservationFleet",
        "DHCPOptions",
        "EnclaveCertificateIamRoleAssociation",
        "FlowLog",
        "Host",
        "IPAM",
        "IPAMAllocation",
        "IPAMPool",
        "IPAMPoolCidr",
        "IPAMResourceDiscovery",
        "IPAMResourceDiscoveryAssociation",
        "IPAMScope",
        "KeyPair",
        "LaunchTemplate",
        "NetworkInsightsAccessScope",
        "NetworkInsightsAccessScopeAnalysis",
        "NetworkInsightsAnalysis",
        "NetworkInsightsPath",
        "NetworkInterfacePermission",
        "NetworkPerformanceMetricSubscription",
        "PlacementGroup",
        "SnapshotBlockPublicAccess",
        "CapacityManagerDataExport",
        "IPAMPrefixListResolver",
        "IPAMPrefixListResolverTarget",
        "SqlHaStandbyDetectedInstance",
        "TrafficMirrorFilter",
        "TrafficMirrorFilterRule",
        "TrafficMirrorSession",
        "TrafficMirrorTarget",
        "TransitGatewayMeteringPolicy",
        "TransitGatewayMeteringPolicyEntry",
        "VPCEndpointConnectionNotification",
        "VPCDHCPOptionsAssociation",
        "Volume",
        "VolumeAttachment",
    ];
    const BEYOND: [&str; 34] = [
        "AmazonMQ::Broker",
        "AppRunner::VpcConnector",
        "AutoScaling::AutoScalingGroup",
        "Batch::ComputeEnvironment",
        "DAX::Cluster",
        "DMS::ReplicationInstance",
        "DocDB::DBInstance",
        "ECS::Service",
        "EKS::Cluster",
        "EKS::Nodegroup",
        "EMR::Cluster",
        "ElastiCache::CacheCluster",
        "ElastiCache::ReplicationGroup",
        "ElastiCache::ServerlessCache",
        "ElasticBeanstalk::Environment",
        "ElasticLoadBalancing::LoadBalancer",
        "ElasticLoadBalancingV2::ListenerRule",
        "Elasticsearch::Domain",
        "FSx::FileSystem",
        "MSK::Cluster",
        "MemoryDB::Cluster",
        "Neptune::DBInstance",
        "OpenSearchService::Domain",
        "RDS::DBProxy",
        "Redshift::Cluster",
        "RAM::ResourceShare",
        "Route53Resolver::FirewallRuleGroupAssociation",
        "Route53Resolver::ResolverEndpoint",
        "Route53Resolver::ResolverRule",
        "Route53Resolver::ResolverRuleAssociation",
        "SageMaker::NotebookInstance",
        "Serverless::Function",
        "Transfer::Server",
        "WorkSpaces::Workspace",
    ];
    const FAMILIES: [&str; 5] = [
        "NetworkFirewall::",
        "NetworkManager::",
        "VpcLattice::",
        "GlobalAccelerator::",
        "ODB::",
    ];
    let Some(name) = kind.strip_prefix("AWS::") else {
        return false;
    };
    match name.strip_prefix("EC2::") {
        Some(own) => !HARMLESS.contains(&own),
        None => BEYOND.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_beyond;

    #[test]
    fn what_may_decide_is_told_from_what_does_not() {
        for kind in [
            "AWS::EC2::SomethingNew",
            "AWS::EC2::CarrierGateway",
            "AWS::NetworkFirewall::Firewall",
            "AWS::ElastiCache::CacheCluster",
            "AWS::Route53Resolver::ResolverRule",
        ] {
            assert!(is_beyond(kind), "{kind}");
        }
        for kind in [
            "AWS::EC2::FlowLog",
            "AWS::S3::Bucket",
            "AWS::DirectConnect::Connection",
            "AWS::IAM::Role",
            "Custom::Thing",
        ] {
            assert!(!is_beyond(kind), "{kind}");
        }
    }
}
