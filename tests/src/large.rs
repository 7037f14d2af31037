//! An account as large as they come, as `aws … describe-*` tells it: for measuring imports. Made up, and the same every time.

use std::fmt::Write;

use serde_json::{Value, json};

const OWNER: &str = "111122223333";
const SUBNETS: usize = 4;
/// As many interfaces in each subnet.
const INTERFACES: usize = 50;

/// The answers in one object, indented as the program prints them; 50 VPCs have 10,000 interfaces and 17 MB.
pub fn account(vpcs: usize) -> String {
    let each = |make: fn(usize) -> Vec<Value>| Value::Array((0..vpcs).flat_map(make).collect());
    let lists = json!({
        "Vpcs": each(|vpc| vec![json!({
            "OwnerId": OWNER, "InstanceTenancy": "default", "IsDefault": false, "VpcId": id("vpc", vpc), "State": "available",
            "CidrBlock": format!("10.{vpc}.0.0/16"), "DhcpOptionsId": "dopt-1", "Tags": named("team", vpc),
            "CidrBlockAssociationSet": [{"AssociationId": id("vpc-cidr-assoc", vpc), "CidrBlock": format!("10.{vpc}.0.0/16"),
                "CidrBlockState": {"State": "associated"}}],
        })]),
        "Subnets": each(|vpc| (0..SUBNETS).map(|subnet| subnet_of(vpc, subnet)).collect()),
        "RouteTables": each(route_tables),
        "InternetGateways": each(|vpc| vec![json!({
            "InternetGatewayId": id("igw", vpc), "OwnerId": OWNER, "Tags": [], "Attachments": [{"State": "available", "VpcId": id("vpc", vpc)}],
        })]),
        "SecurityGroups": each(groups),
        "NetworkAcls": each(|vpc| vec![acl(vpc)]),
        "NetworkInterfaces": each(|vpc| {
            (0..SUBNETS * INTERFACES).map(|number| interface(vpc, number)).collect()
        }),
    });
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write!(text, "{lists:#}");
    text
}

const GROUPS: [&str; 3] = ["web", "app", "db"];

fn id(kind: &str, number: usize) -> String {
    format!("{kind}-0{number:016x}")
}

fn named(name: &str, number: usize) -> Value {
    json!([{"Key": "Name", "Value": format!("{name}-{number}")}, {"Key": "cost-centre", "Value": "4711"}])
}

fn subnet_of(vpc: usize, subnet: usize) -> Value {
    let zone = if subnet.is_multiple_of(2) {
        "eu-west-1a"
    } else {
        "eu-west-1b"
    };
    json!({
        "AvailabilityZone": zone, "AvailabilityZoneId": "euw1-az1", "AvailableIpAddressCount": 201, "CidrBlock": format!("10.{vpc}.{subnet}.0/24"),
        "DefaultForAz": false, "MapPublicIpOnLaunch": subnet < 2, "State": "available", "SubnetId": id("subnet", vpc * SUBNETS + subnet),
        "VpcId": id("vpc", vpc), "OwnerId": OWNER, "AssignIpv6AddressOnCreation": false, "Ipv6CidrBlockAssociationSet": [],
        "Tags": named("subnet", subnet), "EnableDns64": false, "Ipv6Native": false,
    })
}

fn route_tables(vpc: usize) -> Vec<Value> {
    let local = json!({"DestinationCidrBlock": format!("10.{vpc}.0.0/16"), "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"});
    let out = json!({"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": id("igw", vpc), "Origin": "CreateRoute", "State": "active"});
    let table = |public: bool| {
        let of = |subnet: usize| {
            json!({"Main": false, "RouteTableAssociationId": id("rtbassoc", vpc * SUBNETS + subnet),
            "RouteTableId": id("rtb", vpc * 2 + usize::from(public)), "SubnetId": id("subnet", vpc * SUBNETS + subnet),
            "AssociationState": {"State": "associated"}})
        };
        let main = json!({"Main": true, "RouteTableAssociationId": id("rtbassoc-main", vpc), "RouteTableId": id("rtb", vpc * 2),
            "AssociationState": {"State": "associated"}});
        json!({
            "Associations": if public { vec![of(0), of(1)] } else { vec![main, of(2), of(3)] },
            "PropagatingVgws": [], "RouteTableId": id("rtb", vpc * 2 + usize::from(public)),
            "Routes": if public { vec![local.clone(), out.clone()] } else { vec![local.clone()] },
            "Tags": [], "VpcId": id("vpc", vpc), "OwnerId": OWNER,
        })
    };
    vec![table(false), table(true)]
}

fn groups(vpc: usize) -> Vec<Value> {
    let everywhere = json!([{"IpProtocol": "-1", "UserIdGroupPairs": [], "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": []}]);
    let from = |port: u16, source: Value, group: Value| {
        json!([{"IpProtocol": "tcp", "FromPort": port, "ToPort": port,
        "UserIdGroupPairs": group, "IpRanges": source, "Ipv6Ranges": [], "PrefixListIds": []}])
    };
    let group = |number: usize, name: &str, permissions: Value| {
        json!({
            "GroupId": id("sg", vpc * 3 + number), "GroupName": name, "Description": name, "VpcId": id("vpc", vpc), "OwnerId": OWNER, "Tags": [],
            "IpPermissions": permissions, "IpPermissionsEgress": everywhere.clone(),
        })
    };
    let members = |number: usize| json!([{"GroupId": id("sg", vpc * 3 + number), "UserId": OWNER}]);
    vec![
        group(0, "web", from(443, json!([{"CidrIp": "0.0.0.0/0"}]), json!([]))),
        group(1, "app", from(8080, json!([]), members(0))),
        group(2, "db", from(5432, json!([]), members(1))),
    ]
}

fn acl(vpc: usize) -> Value {
    let entry = |number: usize, action: &str, egress: bool| json!({"CidrBlock": "0.0.0.0/0", "Egress": egress, "Protocol": "-1", "RuleAction": action, "RuleNumber": number});
    let of = |subnet: usize| {
        json!({"NetworkAclAssociationId": id("aclassoc", vpc * SUBNETS + subnet), "NetworkAclId": id("acl", vpc),
        "SubnetId": id("subnet", vpc * SUBNETS + subnet)})
    };
    json!({
        "Associations": (0..SUBNETS).map(of).collect::<Vec<Value>>(), "IsDefault": true, "NetworkAclId": id("acl", vpc), "VpcId": id("vpc", vpc),
        "OwnerId": OWNER, "Tags": [],
        "Entries": [entry(100, "allow", true), entry(32767, "deny", true), entry(100, "allow", false), entry(32767, "deny", false)],
    })
}

fn interface(vpc: usize, number: usize) -> Value {
    let subnet = number / INTERFACES;
    let all = vpc * SUBNETS * INTERFACES + number;
    let address = format!("10.{vpc}.{subnet}.{}", 10 + number % INTERFACES);
    let dns = format!(
        "ip-10-{vpc}-{subnet}-{}.eu-west-1.compute.internal",
        10 + number % INTERFACES
    );
    let public = json!({"IpOwnerId": "amazon", "PublicDnsName": format!("ec2-{all}.eu-west-1.compute.amazonaws.com"),
        "PublicIp": format!("198.51.{}.{}", all / 250 % 250, all % 250)});
    let mut address_entry = json!({"Primary": true, "PrivateDnsName": dns, "PrivateIpAddress": address});
    let mut interface = json!({
        "Attachment": {"AttachTime": "2026-03-05T20:41:28+00:00", "AttachmentId": id("eni-attach", all), "DeleteOnTermination": true,
            "DeviceIndex": 0, "NetworkCardIndex": 0, "InstanceId": id("i", all), "InstanceOwnerId": OWNER, "Status": "attached"},
        "AvailabilityZone": if subnet.is_multiple_of(2) { "eu-west-1a" } else { "eu-west-1b" }, "Description": "",
        "Groups": [{"GroupId": id("sg", vpc * 3 + number % 3), "GroupName": GROUPS.get(number % 3)}],
        "InterfaceType": "interface", "Ipv6Addresses": [], "MacAddress": "02:00:00:00:00:01", "NetworkInterfaceId": id("eni", all),
        "OwnerId": OWNER, "PrivateDnsName": dns, "PrivateIpAddress": address, "RequesterManaged": false, "SourceDestCheck": true,
        "Status": "in-use", "SubnetId": id("subnet", vpc * SUBNETS + subnet), "TagSet": named("server", all), "VpcId": id("vpc", vpc),
    });
    if subnet < 2
        && let (Some(interface), Some(entry)) = (interface.as_object_mut(), address_entry.as_object_mut())
    {
        entry.insert("Association".to_owned(), public.clone());
        interface.insert("Association".to_owned(), public);
    }
    if let Some(interface) = interface.as_object_mut() {
        interface.insert("PrivateIpAddresses".to_owned(), json!([address_entry]));
    }
    interface
}
