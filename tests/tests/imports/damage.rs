//! Damaged and hostile files: never a panic, never a neighbour lost, never a secret shown.

use document::import::{self, Import, Source};
use document::inputs::answer::{Answer, Outcome};
use document::inputs::{Given, Inputs, Refusal};
use document::{file, link, text};
use serde_json::json;
use tests::random::Dice;

use crate::{folders, notes, sources};

/// Stands in every field that holds something secret.
const SECRET: &str = "hunter2-do-not-show";

fn with_secrets() -> String {
    let key = SECRET;
    format!(
        r#"{{
  "VpnConnections": [{{"VpnConnectionId": "vpn-1", "State": "available", "VpnGatewayId": "vgw-1", "CustomerGatewayId": "cgw-1",
    "CustomerGatewayConfiguration": "<xml><pre_shared_key>{key}</pre_shared_key></xml>", "PreSharedKeyArn": "{key}",
    "Options": {{"StaticRoutesOnly": true, "TunnelOptions": [{{"TunnelInsideCidr": "169.254.1.0/30", "PreSharedKey": "{key}"}}]}},
    "Routes": [{{"DestinationCidrBlock": "192.168.0.0/16", "State": "available"}}]}}],
  "VpnGateways": [{{"VpnGatewayId": "vgw-1", "State": "available", "VpcAttachments": [{{"VpcId": "vpc-1", "State": "attached"}}]}}],
  "CustomerGateways": [{{"CustomerGatewayId": "cgw-1", "BgpAsn": "65000", "CertificateArn": "{key}", "DeviceName": "{key}"}}],
  "Vpcs": [{{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "UserData": "{key}"}}],
  "Reservations": [{{"Instances": [{{"InstanceId": "i-1", "UserData": "{key}", "KeyName": "{key}", "State": {{"Name": "running"}},
    "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.1.10", "MetadataOptions": {{"Token": "{key}"}}}}]}}],
  "Subnets": [{{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}}],
  "virtualInterfaces": [{{"virtualInterfaceId": "dxvif-1", "virtualInterfaceType": "private", "virtualGatewayId": "vgw-1",
    "virtualInterfaceState": "available", "authKey": "{key}", "customerRouterConfig": "{key}",
    "bgpPeers": [{{"authKey": "{key}", "bgpStatus": "up"}}]}}],
  "ClientVpnEndpoints": [{{"ClientVpnEndpointId": "cvpn-1", "ClientCidrBlock": "172.20.0.0/22", "Status": {{"Code": "available"}},
    "SelfServicePortalUrl": "{key}", "AuthenticationOptions": [{{"MutualAuthentication": {{"ClientRootCertificateChain": "{key}"}}}}]}}],
  "DBInstances": [{{"MasterUserPassword": "{key}"}}],
  "UserData": {{"Value": "{key}"}}
}}"#
    )
}

fn everything_shown(import: &Import) -> String {
    let mut shown = text::format(&import.document);
    shown += &file::write(&import.document);
    shown += &notes(import);
    shown += &format!("{import:?}");
    let link = link::encode(&import.document);
    // A link is packed: what is in it is what it opens as.
    let opened = link.ok().and_then(|link| link::decode(&link).ok());
    shown += &opened.map(|document| text::format(&document)).unwrap_or_default();
    for error in &import.errors {
        shown += &error.to_string();
    }
    shown
}

fn read(bytes: &[u8]) -> Import {
    let source = Source {
        name: "network.json".to_owned(),
        bytes: bytes.to_vec(),
    };
    import::read([source])
}

/// What the page is told of the same file: the diagram, the report, or why there is none.
fn told_to_the_page(bytes: &[u8]) -> String {
    let mut inputs = Inputs::default();
    let refused: Vec<Refusal> = inputs
        .add("network.json", bytes.to_vec(), Given::ByName)
        .err()
        .into_iter()
        .collect();
    let Ok(gathered) = inputs.finish("network.json") else {
        return Answer::Refused(refused).write();
    };
    let outcome = Outcome {
        notes: gathered.notes,
        missing: gathered.missing,
        refused,
    };
    text::format(&gathered.document) + &Answer::Read(outcome).write()
}

#[test]
fn secrets_are_not_told_to_the_page() {
    let aws = with_secrets();
    for whole in terraform_with_secrets().iter().chain([&aws]) {
        let told = told_to_the_page(whole.as_bytes());
        assert!(told.contains("vpn-1") && !told.contains(SECRET), "{told}");
        for end in (1..whole.len()).step_by(101) {
            assert!(!told_to_the_page(&whole.as_bytes()[..end]).contains(SECRET), "{end}");
        }
    }
}

#[test]
fn secrets_are_dropped_where_they_are_read() {
    let whole = with_secrets();
    let import = read(whole.as_bytes());
    assert!(import.errors.is_empty(), "{:?}", import.errors);
    let shown = everything_shown(&import);
    assert!(
        shown.contains("vpn-1") && shown.contains("dxvif-1") && shown.contains("cvpn-1"),
        "{shown}"
    );
    assert!(!shown.contains(SECRET), "{shown}");
}

/// The same in Terraform's files: attributes, variables, and what is marked as sensitive.
fn terraform_with_secrets() -> [String; 3] {
    let key = SECRET;
    let resources = [
        ("aws_vpc", json!({"id": "vpc-1", "cidr_block": "10.0.0.0/16"})),
        (
            "aws_subnet",
            json!({"id": "subnet-1", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24", "availability_zone": "us-east-1a"}),
        ),
        (
            "aws_instance",
            json!({"id": "i-1", "subnet_id": "subnet-1", "private_ip": "10.0.1.10", "user_data": key, "user_data_base64": key,
            "password_data": key, "key_name": key}),
        ),
        ("aws_vpn_gateway", json!({"id": "vgw-1", "vpc_id": "vpc-1"})),
        (
            "aws_vpn_connection",
            json!({"id": "vpn-1", "vpn_gateway_id": "vgw-1", "customer_gateway_id": "cgw-1", "tunnel1_preshared_key": key,
            "tunnel2_preshared_key": key, "customer_gateway_configuration": key, "preshared_key_arn": key}),
        ),
        (
            "aws_dx_private_virtual_interface",
            json!({"id": "dxvif-1", "vpn_gateway_id": "vgw-1", "bgp_auth_key": key}),
        ),
        (
            "aws_db_instance",
            json!({"id": "db", "identifier": "db-secret", "password": key, "username": key, "db_subnet_group_name": "none"}),
        ),
        (
            "aws_ec2_client_vpn_endpoint",
            json!({"id": "cvpn-1", "client_cidr_block": "172.20.0.0/22", "self_service_portal_url": key}),
        ),
        (
            "aws_lambda_function",
            json!({"function_name": "f", "environment": [{"variables": {"KEY": key}}]}),
        ),
        (
            "aws_secretsmanager_secret_version",
            json!({"id": "x", "secret_string": key}),
        ),
        ("random_password", json!({"result": key, "id": key})),
    ];
    let shown = resources.iter().map(|(kind, values)| {
        json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x", "values": values, "sensitive_values": {"password": true}})
    });
    let shown = json!({"root_module": {"resources": shown.collect::<Vec<_>>()}, "outputs": {"key": {"value": key}}});
    let kept = resources.iter().map(|(kind, values)| {
        json!({"mode": "managed", "type": kind, "name": "x", "instances": [{"attributes": values, "private": key}]})
    });
    let changes = resources.iter().map(|(kind, values)| {
        let change = json!({"actions": ["update"], "before": values, "after": values, "after_unknown": {"user_data": true}, "after_sensitive": {"user_data": true}});
        json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x", "change": change})
    });
    let provider = json!({"aws": {"name": "aws", "expressions": {"region": {"constant_value": "us-east-1"}, "secret_key": {"constant_value": key}}}});
    [
        json!({"format_version": "1.0", "terraform_version": "1.11.4", "values": shown}).to_string(),
        json!({"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {"key": {"value": key}}, "resources": kept.collect::<Vec<_>>()})
            .to_string(),
        json!({"format_version": "1.2", "terraform_version": "1.11.4", "variables": {"key": {"value": key}}, "planned_values": {},
            "resource_changes": changes.collect::<Vec<_>>(), "configuration": {"provider_config": provider, "root_module": {"variables": {"key": {"default": key}}}}})
        .to_string(),
    ]
}

#[test]
fn secrets_of_terraform_are_dropped_where_they_are_read() {
    for whole in terraform_with_secrets() {
        let import = read(whole.as_bytes());
        assert!(import.errors.is_empty(), "{:?}", import.errors);
        let shown = everything_shown(&import);
        assert!(
            shown.contains("vpn-1") && shown.contains("dxvif-1") && shown.contains("10.0.1.10"),
            "{shown}"
        );
        assert!(!shown.contains(SECRET), "{shown}");
        for end in (1..whole.len()).step_by(101) {
            assert!(
                !everything_shown(&read(&whole.as_bytes()[..end])).contains(SECRET),
                "{end}"
            );
        }
        for wrong in ["{}", "[1]", "12", "true", "null"] {
            let damaged = whole.replace("\"10.0.1.10\"", wrong).replace("\"vgw-1\"", wrong);
            assert!(!everything_shown(&read(damaged.as_bytes())).contains(SECRET), "{wrong}");
        }
    }
}

#[test]
fn secrets_are_in_no_error_message() {
    let whole = with_secrets();
    for end in (1..whole.len()).step_by(13) {
        let cut = &whole.as_bytes()[..end];
        let import = read(cut);
        assert!(!import.errors.is_empty(), "{end}");
        assert!(!everything_shown(&import).contains(SECRET), "{end}");
    }
    // A wrong type beside each secret: the element is mended, not quoted.
    for wrong in ["{}", "[1]", "12", "true", "\"x\"", "null"] {
        let damaged = whole
            .replace("\"available\"", wrong)
            .replace("\"169.254.1.0/30\"", wrong);
        assert!(!everything_shown(&read(damaged.as_bytes())).contains(SECRET), "{wrong}");
    }
}

#[test]
fn damage_anywhere_is_an_error_or_a_network() {
    let mut dice = Dice::new(7);
    let pieces: [&[u8]; 12] = [
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b",",
        b"null",
        b"-1",
        b"1e999",
        b"\\ud800",
        b"{\"VpcId\":{}}",
        &[0xFF],
    ];
    for source in folders().iter().flat_map(|folder| sources(folder)) {
        for _ in 0..60 {
            let mut bytes = source.bytes.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                let end = (at + dice.below(8)).min(bytes.len());
                let piece = dice.pick(&pieces).copied().unwrap_or_default();
                bytes.splice(at..end, piece.iter().copied());
            }
            let import = read(&bytes);
            let written = text::format(&import.document);
            assert!(text::parse(&written).is_ok(), "{written}");
            let _ = reach::resolve(&import.document.topology);
        }
    }
}
