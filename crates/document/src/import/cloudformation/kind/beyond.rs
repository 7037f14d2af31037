//! What has a part in networks, and is not read.

/// Whether a type that is not read lets packets through, stops them or sends them.
pub(in crate::import::cloudformation) fn is_beyond(kind: &str) -> bool {
    const HARMLESS: [&str; 26] = [
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
        "VPCDHCPOptionsAssociation",
        "Volume",
        "VolumeAttachment",
    ];
    const BEYOND: [&str; 29] = [
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
        "SageMaker::NotebookInstance",
        "Serverless::Function",
        "Transfer::Server",
        "WorkSpaces::Workspace",
    ];
    const FAMILIES: [&str; 8] = [
        "NetworkFirewall::",
        "NetworkManager::",
        "VpcLattice::",
        "GlobalAccelerator::",
        "DirectConnect::",
        "Route53Resolver::",
        "RAM::",
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
