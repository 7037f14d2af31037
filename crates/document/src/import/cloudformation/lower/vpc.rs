//! VPCs, subnets and their ranges.

use super::{Attributes, Lower, put};
use crate::import::cloudformation::value::{Value, text};

/// AWS makes a main route table, a default group and a default network ACL for each VPC; no template says so.
pub(in crate::import::cloudformation) fn vpc(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    let id = it.id();
    for (attribute, name) in [
        ("main_route_table_id", "MainRouteTable"),
        ("default_network_acl_id", "DefaultNetworkAcl"),
        ("default_security_group_id", "DefaultSecurityGroup"),
    ] {
        all.insert(attribute.to_owned(), format!("{id}.{name}").into());
    }
    it.push(it.kind.to, all);
}

/// A further range of a VPC, of the one family or the other.
pub(in crate::import::cloudformation) fn range(it: &mut Lower<'_, '_>) {
    let vpc = it.property("VpcId");
    let mut all = Attributes::new();
    put(&mut all, "vpc_id", vpc.clone());
    let ipv4 = it.property("CidrBlock");
    if !ipv4.is_nothing() {
        put(&mut all, "cidr_block", ipv4);
        return it.push("aws_vpc_ipv4_cidr_block_association", all);
    }
    let said = it.property("Ipv6CidrBlock");
    if !said.is_nothing() {
        put(&mut all, "ipv6_cidr_block", said);
        return it.push("aws_vpc_ipv6_cidr_block_association", all);
    }
    let chosen = vpc.text().map(|vpc| it.evaluator.ipv6_of(vpc)).unwrap_or_default();
    // Where several are chosen, each of these resources stands for all of them.
    for range in chosen {
        if let Some(range) = range.text() {
            let words = format!("AWS chooses the IPv6 range: {range} stands for it");
            it.assume("AmazonProvidedIpv6CidrBlock", &words);
        }
        let mut all = all.clone();
        put(&mut all, "ipv6_cidr_block", range);
        it.push("aws_vpc_ipv6_cidr_block_association", all);
    }
}

pub(in crate::import::cloudformation) fn subnet(it: &mut Lower<'_, '_>) {
    let mut all = it.attributes();
    if !all.contains_key("availability_zone") {
        let region = it.evaluator.region(it.at);
        put(&mut all, "availability_zone", text(format!("{region}a")));
        it.assume("", "AWS chooses its Availability Zone: a was taken");
    }
    it.push(it.kind.to, all);
}

pub(in crate::import::cloudformation) fn subnet_range(it: &mut Lower<'_, '_>) {
    if let (Value::Text(subnet), Value::Text(range) | Value::Unknown(range)) =
        (it.property("SubnetId"), it.property("Ipv6CidrBlock"))
    {
        it.made.subnet_ranges.push((subnet.into(), range.into()));
    }
}
