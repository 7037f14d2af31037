//! The machine itself (PW-02, SD-01): running, and allowed to handle packets for others.
//! AWS page: vpc/latest/userguide/work-with-nat-instances.html

use super::Move;
use super::scene::{Scene, change};
use crate::reason::reasons;
use crate::topology::{Element, InterfaceState, NetworkInterface};
use crate::trace::{Hop, Step as Look};

reasons! {
    START: "fix-start" ["PW-02"] "Start it",
        "Start {at}.",
        "AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html";
    ATTACH: "fix-attach-interface" ["PW-02"] "Attach it",
        "Attach {at} to an instance that runs.",
        "vpc/latest/userguide/using-eni.html";
    CHECK_OFF: "fix-source-dest-check-off" ["SD-01"] "Turn the source/destination check off",
        "Turn off the source/destination check of {at}.",
        "vpc/latest/userguide/work-with-nat-instances.html";
    MASQUERADE: "fix-masquerade" ["NG-11"] "Let it translate addresses",
        "Let {at} send on with its own address, as a NAT instance does.",
        "vpc/latest/userguide/VPC_NAT_Instance.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let at = scene.at();
    let edit = |reason, how: fn(&mut NetworkInterface)| {
        change(scene, at, reason, Vec::new(), |element| match element {
            Element::NetworkInterface(_, interface) => {
                how(interface);
                Some(())
            }
            _ => None,
        })
    };
    let record = at.to_id().and_then(|id| scene.state.topology.interfaces.get(&id));
    let state = record.map(|record| record.state);
    let found = match (scene.code(), state) {
        ("BAD_STATE", Some(InterfaceState::Stopped)) => edit(&START, |record| record.state = InterfaceState::InUse),
        ("BAD_STATE", Some(InterfaceState::Available)) => edit(&ATTACH, |record| record.state = InterfaceState::InUse),
        ("ENI_SOURCE_DEST_CHECK_RESTRICTION", Some(_)) => edit(&CHECK_OFF, |record| record.source_dest_check = false),
        _ => None,
    };
    found.into_iter().chain(masquerade(scene)).collect()
}

/// A machine on the way passed the packet on as it was, and the internet gateway knows no public address for its sender.
fn masquerade(scene: &Scene<'_>) -> Option<Move> {
    if scene.code() != "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" {
        return None;
    }
    let interfaces = &scene.state.topology.interfaces;
    let is_between = |hop: &&Hop| {
        let record = hop.at.to_id().and_then(|id| interfaces.get(&id));
        let is_middle = |record: &NetworkInterface| !record.source_dest_check && record.public_ipv4.is_some();
        matches!(hop.step, Look::Interface) && record.is_some_and(is_middle)
    };
    let at = &scene.hops().iter().rev().find(is_between)?.at;
    change(scene, at, &MASQUERADE, Vec::new(), |element| match element {
        Element::NetworkInterface(_, interface) => {
            interface.masquerades = true;
            Some(())
        }
        _ => None,
    })
}
