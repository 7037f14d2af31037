//! Load balancers, their listeners, target groups and targets.

use super::attributes::Attributes;
use super::ends::{Place, Wants};
use super::{Reader, Resource};
use crate::import::raw::{self, Pages};

impl Reader<'_> {
    pub(super) fn of_balancers(&mut self, resource: &Resource, of: &Attributes<'_>) -> bool {
        match resource.kind() {
            "aws_lb" | "aws_alb" => self.balancer(resource, of),
            "aws_lb_listener" | "aws_alb_listener" => self.listener(resource, of),
            "aws_lb_target_group" | "aws_alb_target_group" => self.target_group(resource, of),
            "aws_lb_target_group_attachment" | "aws_alb_target_group_attachment" => self.target(resource, of),
            _ => return false,
        }
        true
    }

    fn balancer(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(arn) = self.known(of.first(&["arn", "id"]), resource, of) else {
            return;
        };
        let mut wants = Wants::default();
        let mut subnets = of.texts("subnets");
        for block in of.blocks("subnet_mapping") {
            let Some(subnet) = block.text("subnet_id") else {
                continue;
            };
            if !subnets.contains(&subnet) {
                subnets.push(subnet.clone());
            }
            let mut place = Place::of(&subnet, block.text("private_ipv4_address"));
            place.allocation = block.text("allocation_id");
            wants.places.push(place);
        }
        self.ends.balancers.insert(arn.clone(), wants);
        let attribute = of.flag("enable_cross_zone_load_balancing").map(|on| raw::Attribute {
            key: Some("load_balancing.cross_zone.enabled".into()),
            value: Some(on.to_string().into()),
        });
        let zones = subnets.into_iter().map(|subnet| raw::LoadBalancerZone {
            subnet_id: Some(subnet),
            ..raw::LoadBalancerZone::default()
        });
        let kind = of.text("load_balancer_type").unwrap_or_else(|| "application".into());
        let is_application = &*kind == "application";
        let scheme = match of.flag("internal") {
            Some(true) => "internal",
            _ if &*kind == "gateway" => "internal",
            _ => "internet-facing",
        };
        let record = raw::LoadBalancer {
            load_balancer_arn: Some(arn),
            load_balancer_name: of.text("name").or(Some(resource.address.clone())),
            scheme: Some(scheme.into()),
            vpc_id: of.text("vpc_id"),
            kind: Some(kind),
            availability_zones: zones.collect(),
            security_groups: of.texts("security_groups"),
            enforce_security_group_inbound_rules_on_private_link_traffic: of
                .flag("enforce_security_group_inbound_rules_on_private_link_traffic"),
            // Application Load Balancers always spread over zones, whatever the attribute says.
            attributes: attribute.into_iter().filter(|_| !is_application).collect(),
            ..raw::LoadBalancer::default()
        };
        self.add(record, resource, of);
    }

    fn listener(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(arn) = self.known(of.first(&["arn", "id"]), resource, of) else {
            return;
        };
        let actions = of.blocks("default_action").into_iter().map(|action| {
            let forward = action.blocks("forward").into_iter();
            let groups = forward.flat_map(|forward| forward.blocks("target_group"));
            raw::Action {
                kind: action.text("type"),
                target_group_arn: action.text("target_group_arn"),
                forward_config: raw::ForwardConfig {
                    target_groups: groups
                        .map(|group| raw::WeightedGroup {
                            target_group_arn: group.text("arn"),
                            weight: group.number("weight"),
                        })
                        .collect(),
                },
            }
        });
        let record = raw::Listener {
            listener_arn: Some(arn),
            load_balancer_arn: of.text("load_balancer_arn"),
            port: of.number("port").filter(|port| *port != 0),
            protocol: of.text("protocol"),
            default_actions: actions.collect(),
        };
        self.add(record, resource, of);
    }

    fn target_group(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let Some(arn) = self.known(of.first(&["arn", "id"]), resource, of) else {
            return;
        };
        let preserve = of.flag("preserve_client_ip").map(|on| raw::Attribute {
            key: Some("preserve_client_ip.enabled".into()),
            value: Some(on.to_string().into()),
        });
        let record = raw::TargetGroup {
            target_group_arn: Some(arn),
            target_group_name: of.text("name"),
            protocol: of.text("protocol"),
            port: of.number("port").filter(|port| *port != 0),
            vpc_id: of.text("vpc_id"),
            target_type: of.text("target_type"),
            attributes: preserve.into_iter().collect(),
            ..raw::TargetGroup::default()
        };
        self.add(record, resource, of);
    }

    fn target(&mut self, resource: &Resource, of: &Attributes<'_>) {
        let target = raw::Target {
            id: of.text("target_id"),
            port: of.number("port").filter(|port| *port != 0),
            availability_zone: of.text("availability_zone"),
        };
        let record = raw::TargetGroup {
            target_group_arn: of.text("target_group_arn"),
            target_health_descriptions: Pages(vec![raw::TargetHealthDescription {
                target,
                ..raw::TargetHealthDescription::default()
            }]),
            ..raw::TargetGroup::default()
        };
        self.add(record, resource, of);
    }
}
