//! VPCs, subnets and route tables.

use super::attributes::Attributes;
use super::ends::Links;
use super::{Reader, Resource};
use crate::import::raw::{self, Pages, State, Text};

impl Reader<'_> {
    pub(super) fn of_vpcs(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_vpc" | "aws_default_vpc" => self.vpc(resource, of),
            "aws_vpc_ipv4_cidr_block_association" => self.range(resource, of, "cidr_block"),
            "aws_vpc_ipv6_cidr_block_association" => self.range(resource, of, "ipv6_cidr_block"),
            "aws_subnet" | "aws_default_subnet" => self.subnet(resource, of),
            "aws_route_table" | "aws_default_route_table" => self.route_table(resource, of),
            "aws_route" => self.single_route(resource, of),
            "aws_route_table_association" => self.table_association(resource, of),
            "aws_main_route_table_association" => {
                self.ends.mains.extend(of.text("vpc_id").zip(of.text("route_table_id")));
            }
            "aws_vpn_gateway_route_propagation" => self.propagation(resource, of),
            "aws_vpc_block_public_access_options" => self.block_public_access(resource, of),
            "aws_vpc_block_public_access_exclusion" => self.exclusion(resource, of),
            _ => return false,
        }
        true
    }

    fn vpc(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let ipv6 = of.text("ipv6_cidr_block");
        let mut ranges: Vec<raw::CidrAssociation> = Vec::new();
        for block in of.blocks("cidr_block_associations") {
            ranges.push(raw::CidrAssociation {
                cidr_block: block.text("cidr_block"),
                cidr_block_state: State {
                    state: block.text("state"),
                },
            });
        }
        let links = Links {
            main_table: of.text("main_route_table_id").or(of.text("default_route_table_id")),
            default_acl: of.text("default_network_acl_id"),
            default_group: of.text("default_security_group_id"),
            origin: self.origin(resource, of),
        };
        self.ends.vpcs.entry(id.clone()).or_insert(links);
        let record = raw::Vpc {
            vpc_id: Some(id),
            owner_id: of.text("owner_id"),
            region: self.whose(resource, of).region,
            cidr_block: of.text("cidr_block"),
            cidr_block_association_set: ranges,
            ipv6_cidr_block_association_set: ipv6.into_iter().map(ipv6_range).collect(),
            enable_dns_support: of.flag("enable_dns_support"),
            enable_dns_hostnames: of.flag("enable_dns_hostnames"),
            tags: self.tags(resource, of),
            ..raw::Vpc::default()
        };
        self.add(record, resource, of);
    }

    fn range(&mut self, resource: &Resource, of: &Attributes<'_>, attribute: &str) {
        if let (Some(vpc), Some(cidr)) = (of.text("vpc_id"), of.text(attribute)) {
            self.ends.ranges.push((vpc, cidr));
        } else {
            self.left_out(resource, of, "it names no VPC or no range");
        }
    }

    fn subnet(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let ipv6 = of.text("ipv6_cidr_block");
        let record = raw::Subnet {
            subnet_id: Some(id),
            vpc_id: of.text("vpc_id"),
            owner_id: of.text("owner_id"),
            cidr_block: of.text("cidr_block"),
            ipv6_cidr_block_association_set: ipv6.into_iter().map(ipv6_range).collect(),
            availability_zone: of.text("availability_zone"),
            map_public_ip_on_launch: of.flag("map_public_ip_on_launch"),
            tags: self.tags(resource, of),
            ..raw::Subnet::default()
        };
        self.add(record, resource, of);
    }

    fn route_table(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let is_default = resource.kind() == "aws_default_route_table";
        let id = match is_default {
            true => of.first(&["default_route_table_id", "id"]),
            false => of.first(&["id", "route_table_id"]),
        };
        let Some(id) = self.known(id, resource, of) else { return };
        let mut associations: Vec<_> = of.blocks("associations").iter().map(association).collect();
        if is_default {
            associations.push(raw::RouteTableAssociation {
                main: Some(true),
                ..raw::RouteTableAssociation::default()
            });
        }
        let mut routes = Vec::new();
        for name in ["route", "routes"] {
            routes.extend(of.blocks(name).iter().map(|block| route(block, "")));
        }
        let gateways = of.texts("propagating_vgws").into_iter();
        let record = raw::RouteTable {
            route_table_id: Some(id),
            vpc_id: of.text("vpc_id"),
            owner_id: of.text("owner_id"),
            associations: Pages(associations),
            propagating_vgws: Pages(gateways.map(propagating).collect()),
            routes: Pages(routes),
            tags: self.tags(resource, of),
        };
        self.add(record, resource, of);
    }

    fn single_route(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let mut one = route(of, "destination_");
        one.state = of.text("state").filter(|state| &**state == "blackhole");
        one.origin = of
            .text("origin")
            .filter(|origin| &**origin == "EnableVgwRoutePropagation");
        let record = raw::RouteTable {
            route_table_id: of.text("route_table_id"),
            routes: Pages(vec![one]),
            ..raw::RouteTable::default()
        };
        self.add(record, resource, of);
    }

    fn table_association(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let record = raw::RouteTable {
            route_table_id: of.text("route_table_id"),
            associations: Pages(vec![association(of)]),
            ..raw::RouteTable::default()
        };
        self.add(record, resource, of);
    }

    fn propagation(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let gateway = of.text("vpn_gateway_id");
        let record = raw::RouteTable {
            route_table_id: of.text("route_table_id"),
            propagating_vgws: Pages(gateway.into_iter().map(propagating).collect()),
            ..raw::RouteTable::default()
        };
        self.add(record, resource, of);
    }

    fn block_public_access(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let whose = self.whose(resource, of);
        let record = raw::BlockPublicAccessOptions {
            aws_account_id: of.text("aws_account_id").or(whose.account).or(Some("".into())),
            aws_region: of.text("aws_region").or(whose.region),
            internet_gateway_block_mode: of.text("internet_gateway_block_mode"),
        };
        self.add(record, resource, of);
    }

    fn exclusion(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(id) = self.id(resource, of) else { return };
        let arn = of.text("resource_arn").or_else(|| {
            let region = self.whose(resource, of).region.unwrap_or_default();
            let (kind, of) = match (of.text("vpc_id"), of.text("subnet_id")) {
                (Some(vpc), _) => ("vpc", vpc),
                (None, subnet) => ("subnet", subnet?),
            };
            Some(format!("arn:aws:ec2:{region}::{kind}/{of}").into())
        });
        let record = raw::BlockPublicAccessExclusion {
            exclusion_id: Some(id),
            internet_gateway_exclusion_mode: of.text("internet_gateway_exclusion_mode"),
            resource_arn: arn,
            state: None,
        };
        self.add(record, resource, of);
    }
}

fn ipv6_range(cidr: Text) -> raw::Ipv6CidrAssociation {
    raw::Ipv6CidrAssociation {
        ipv6_cidr_block: Some(cidr),
        ..raw::Ipv6CidrAssociation::default()
    }
}

fn propagating(gateway: Text) -> raw::PropagatingVgw {
    raw::PropagatingVgw {
        gateway_id: Some(gateway),
    }
}

fn association(of: &Attributes<'_>) -> raw::RouteTableAssociation {
    raw::RouteTableAssociation {
        main: of.flag("main").filter(|main| *main),
        subnet_id: of.text("subnet_id"),
        gateway_id: of.text("gateway_id"),
        ..raw::RouteTableAssociation::default()
    }
}

/// A route in a table, or, with `destination_` before the names of its ranges, one by itself.
fn route(of: &Attributes<'_>, prefix: &str) -> raw::Route {
    let ranges = |name: &str| of.text(&format!("{prefix}{name}"));
    raw::Route {
        destination_cidr_block: ranges("cidr_block"),
        destination_ipv6_cidr_block: ranges("ipv6_cidr_block"),
        destination_prefix_list_id: of.text("destination_prefix_list_id"),
        gateway_id: of.text("gateway_id"),
        nat_gateway_id: of.text("nat_gateway_id"),
        transit_gateway_id: of.text("transit_gateway_id"),
        vpc_peering_connection_id: of.text("vpc_peering_connection_id"),
        network_interface_id: of.text("network_interface_id"),
        instance_id: of
            .text("instance_id")
            .filter(|_| of.text("network_interface_id").is_none()),
        egress_only_internet_gateway_id: of.text("egress_only_gateway_id"),
        vpc_endpoint_id: of.text("vpc_endpoint_id"),
        local_gateway_id: of.text("local_gateway_id"),
        carrier_gateway_id: of.text("carrier_gateway_id"),
        core_network_arn: of.text("core_network_arn"),
        odb_network_arn: of.text("odb_network_arn"),
        origin: None,
        state: None,
    }
}
