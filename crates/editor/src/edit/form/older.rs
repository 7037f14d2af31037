//! What the kinds with an inspector of their own have besides it.

use reach::id::{Kind, Ref};
use reach::topology::{AddressType, EgressOnlyInternetGateway, Element, Role, RouteTableId, VpcId};

use super::Form;
use crate::edit::field;

impl Form<'_> {
    pub(super) fn egress_only(&mut self, record: &mut EgressOnlyInternetGateway) {
        let vpcs = self.all(&[Kind::Vpc], |_| true);
        self.maybe_one((field::VPC, "VPC"), "Detached", vpcs, &mut record.vpc);
    }

    pub(super) fn older(&mut self, element: &mut Element) {
        match element {
            Element::Vpc(_, record) => self.account(&mut record.account),
            Element::InternetGateway(_, record) => self.edge(record.vpc.as_ref(), &mut record.route_table),
            Element::VpnGateway(_, record) => self.edge(record.vpc.as_ref(), &mut record.route_table),
            Element::VpnConnection(_, record) => self.vpn_options(record),
            Element::NetworkInterface(_, record) => {
                self.heading("Kind");
                let labels: &'static [_] = &[
                    ("instance", "Instance"),
                    ("database", "Database"),
                    ("function", "Function"),
                    ("other", "Network interface alone"),
                ];
                let words = [
                    ("instance", Role::Instance),
                    ("database", Role::Database),
                    ("function", Role::Function),
                    ("other", Role::Other),
                ];
                self.choice((field::TYPE, "Belongs to"), labels, &words, &mut record.role);
                if matches!(record.role, Role::Database | Role::Function) {
                    return;
                }
                self.switch(
                    (field::MASQUERADES, "Sends on with its own address"),
                    &mut record.masquerades,
                );
                self.hint("As a NAT instance does; needs the source/destination check off");
            }
            Element::GatewayEndpoint(_, record) => {
                let labels: &'static [_] = &[("ipv4", "IPv4"), ("ipv6", "IPv6"), ("dualstack", "Both")];
                let words = [
                    ("ipv4", AddressType::Ipv4),
                    ("ipv6", AddressType::Ipv6),
                    ("dualstack", AddressType::Dualstack),
                ];
                self.choice(
                    (field::ADDRESS_TYPE, "Address type"),
                    labels,
                    &words,
                    &mut record.address_type,
                );
                self.endpoint_policy(&mut record.policy);
            }
            Element::InterfaceEndpoint(_, record) => {
                self.heading("More");
                let services = self.all(&[Kind::EndpointService], |_| true);
                let named = (field::PROVIDER, "Endpoint service");
                self.maybe_one(named, "None: a service of AWS", services, &mut record.provider);
                if record.provider.is_some() {
                    record.service = "".into();
                } else if record.service.is_empty() {
                    record.service = "ssm".into();
                }
                let named = (field::SERVICE_REGION, "Region of the service");
                self.maybe_word(named, &mut record.service_region, "a Region", "eu-west-1");
                self.hint("Empty is the VPC’s own");
                let named = (field::INBOUND_RESOLVER_ONLY, "Private DNS for inbound Resolvers only");
                self.switch(named, &mut record.inbound_resolver_only);
                self.endpoint_policy(&mut record.policy);
            }
            _ => {}
        }
    }

    /// The gateway route table: where what comes in goes first (RT-43).
    fn edge(&mut self, vpc: Option<&VpcId>, table: &mut Option<RouteTableId>) {
        let Some(vpc) = vpc else { return };
        let tables = self.in_vpc(Kind::RouteTable, &Ref::from(vpc));
        let named = (field::EDGE_TABLE, "Gateway route table");
        self.maybe_one(named, "None: straight to the receiver", tables, table);
        self.hint("Leads what comes in through an appliance first");
    }
}
