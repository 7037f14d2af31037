//! Damaged and hostile files: never a panic, never a neighbour lost, never a secret shown.

use document::import::{self, Import, Source};
use document::{file, link, text};
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
