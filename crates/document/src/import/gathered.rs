//! Everything that was found, by id. Descriptions of one thing from several inputs are joined at once, whatever their order.

use std::collections::BTreeMap;

use super::raw::{self, Differing, Join, Text};
use super::report::{NoteKind, Notes, Origin};

/// One thing, as all inputs together describe it.
#[derive(Clone, Debug)]
pub(crate) struct Found<T> {
    pub(crate) record: T,
    /// The first of its places, by name.
    pub(crate) origin: Origin,
    /// Paths of what could not be read in it.
    pub(crate) unread: Vec<Text>,
    /// Something else may change it, and what is not known.
    pub(crate) is_doubtful: bool,
    differing: Differing,
    /// The file that spoke of it last.
    last: Text,
}

impl<T> Found<T> {
    /// Whether a path below it is of a field that decides nothing about packets.
    pub(crate) fn is_harmless(&self, path: &str) -> bool {
        const HARMLESS: [&str; 8] = [
            "Tags",
            "TagSet",
            "tags",
            "OwnerId",
            "Description",
            "GroupName",
            "State",
            "MapPublicIpOnLaunch",
        ];
        let rest = path
            .strip_prefix(&*self.origin.path)
            .unwrap_or(path)
            .trim_start_matches('.');
        let field = rest.split(['.', '[']).next().unwrap_or_default();
        HARMLESS.contains(&field)
    }

    /// A part of it, as if it had been found by itself.
    pub(crate) fn with<U>(&self, record: U, origin: Origin) -> Found<U> {
        Found::new(record, origin, Vec::new())
    }

    fn new(record: T, origin: Origin, unread: Vec<Text>) -> Self {
        Self {
            record,
            last: origin.file.clone(),
            origin,
            unread,
            is_doubtful: false,
            differing: Differing::new(),
        }
    }
}

pub(crate) type Table<T> = BTreeMap<Text, Found<T>>;

/// A kind of raw record that [`Gathered`] keeps.
pub(crate) trait Kept: Join {
    /// In words, for one and for several.
    const WORDS: (&'static str, &'static str);
    fn id(&self) -> Option<Text>;
    fn table(gathered: &mut Gathered) -> &mut Table<Self>;
}

macro_rules! gathered {
    ($($table:ident: $record:ident, $one:literal, $several:literal, |$this:ident| $id:expr;)*) => {
        /// The tables of raw records.
        #[derive(Debug, Default)]
        pub(crate) struct Gathered {
            $(pub(crate) $table: Table<raw::$record>,)*
            /// What every file held: `12 VPCs`.
            counts: BTreeMap<Text, BTreeMap<&'static str, (&'static str, usize)>>,
        }

        $(impl Kept for raw::$record {
            const WORDS: (&'static str, &'static str) = ($one, $several);

            fn id(&self) -> Option<Text> {
                let $this = self;
                $id
            }

            fn table(gathered: &mut Gathered) -> &mut Table<Self> {
                &mut gathered.$table
            }
        })*

        impl Gathered {
            /// Where inputs differ about a thing, and what could not be read.
            fn remarks(&self, notes: &mut Notes) {
                $(remarks($one, &self.$table, notes);)*
            }
        }
    };
}

gathered! {
    vpcs: Vpc, "VPC", "VPCs", |it| it.vpc_id.clone();
    subnets: Subnet, "subnet", "subnets", |it| it.subnet_id.clone();
    route_tables: RouteTable, "route table", "route tables", |it| it.route_table_id.clone();
    security_groups: SecurityGroup, "security group", "security groups", |it| it.group_id.clone();
    security_group_rules: SecurityGroupRule, "security group rule", "security group rules",
        |it| it.security_group_rule_id.clone();
    security_group_vpc_associations: SecurityGroupVpcAssociation, "security group association",
        "security group associations", |it| joined(&[&it.group_id, &it.vpc_id]);
    network_acls: NetworkAcl, "network ACL", "network ACLs", |it| it.network_acl_id.clone();
    prefix_lists: PrefixList, "prefix list", "prefix lists", |it| it.prefix_list_id.clone();
    network_interfaces: NetworkInterface, "network interface", "network interfaces",
        |it| it.network_interface_id.clone();
    instances: Instance, "instance", "instances", |it| it.instance_id.clone();
    addresses: Address, "Elastic IP address", "Elastic IP addresses",
        |it| it.allocation_id.clone().or_else(|| it.public_ip.clone());
    internet_gateways: InternetGateway, "internet gateway", "internet gateways", |it| it.internet_gateway_id.clone();
    egress_only_internet_gateways: EgressOnlyInternetGateway, "egress-only internet gateway",
        "egress-only internet gateways", |it| it.egress_only_internet_gateway_id.clone();
    nat_gateways: NatGateway, "NAT gateway", "NAT gateways", |it| it.nat_gateway_id.clone();
    vpc_peering_connections: VpcPeeringConnection, "peering connection", "peering connections",
        |it| it.vpc_peering_connection_id.clone();
    vpc_endpoints: VpcEndpoint, "endpoint", "endpoints", |it| it.vpc_endpoint_id.clone();
    service_configurations: ServiceConfiguration, "endpoint service", "endpoint services", |it| it.service_id.clone();
    vpn_gateways: VpnGateway, "virtual private gateway", "virtual private gateways", |it| it.vpn_gateway_id.clone();
    customer_gateways: CustomerGateway, "customer gateway", "customer gateways", |it| it.customer_gateway_id.clone();
    vpn_connections: VpnConnection, "VPN connection", "VPN connections", |it| it.vpn_connection_id.clone();
    client_vpn_endpoints: ClientVpnEndpoint, "Client VPN endpoint", "Client VPN endpoints",
        |it| it.client_vpn_endpoint_id.clone();
    transit_gateways: TransitGateway, "transit gateway", "transit gateways", |it| it.transit_gateway_id.clone();
    transit_gateway_attachments: TransitGatewayAttachment, "transit gateway attachment", "transit gateway attachments",
        |it| it.key();
    transit_gateway_route_tables: TransitGatewayRouteTable, "transit gateway route table",
        "transit gateway route tables", |it| it.transit_gateway_route_table_id.clone();
    core_network_attachments: CoreNetworkAttachment, "core network attachment", "core network attachments",
        |it| it.attachment_id.clone();
    direct_connect_gateways: DirectConnectGateway, "Direct Connect gateway", "Direct Connect gateways",
        |it| it.direct_connect_gateway_id.clone();
    direct_connect_gateway_associations: DirectConnectGatewayAssociation, "Direct Connect gateway association",
        "Direct Connect gateway associations",
        |it| joined(&[&it.direct_connect_gateway_id, it.associated()]);
    virtual_interfaces: VirtualInterface, "virtual interface", "virtual interfaces",
        |it| it.virtual_interface_id.clone();
    load_balancers: LoadBalancer, "load balancer", "load balancers", |it| it.load_balancer_arn.clone();
    listeners: Listener, "listener", "listeners", |it| it.listener_arn.clone();
    target_groups: TargetGroup, "target group", "target groups", |it| it.target_group_arn.clone();
    block_public_access_options: BlockPublicAccessOptions, "Block Public Access setting",
        "Block Public Access settings", |it| it.id();
    block_public_access_exclusions: BlockPublicAccessExclusion, "Block Public Access exclusion",
        "Block Public Access exclusions", |it| it.exclusion_id.clone();
}

impl raw::DirectConnectGatewayAssociation {
    /// The gateway at AWS's side.
    pub(crate) fn associated(&self) -> &Option<Text> {
        match &self.associated_gateway.id {
            None => &self.virtual_gateway_id,
            id => id,
        }
    }
}

impl raw::TransitGatewayAttachment {
    /// The lists of both transit gateways of a peering hold one attachment, each as its own: its id alone would join two things.
    fn key(&self) -> Option<Text> {
        let id = self.transit_gateway_attachment_id.clone()?;
        match &self.transit_gateway_id {
            Some(gateway) if self.resource_type.as_deref() == Some("peering") => Some(format!("{id}@{gateway}").into()),
            _ => Some(id),
        }
    }
}

impl raw::BlockPublicAccessOptions {
    fn id(&self) -> Option<Text> {
        joined(&[&self.aws_account_id, &self.aws_region])
    }
}

/// An id made of several; none if one of them is missing.
fn joined(parts: &[&Option<Text>]) -> Option<Text> {
    let parts: Option<Vec<&str>> = parts.iter().map(|part| part.as_deref()).collect();
    parts.map(|parts| parts.join(" ").into())
}

impl Gathered {
    /// Adds what a file says of a thing. `unread` are the paths of what could not be read there.
    pub(crate) fn add<T: Kept>(&mut self, record: T, origin: Origin, unread: Vec<Text>, notes: &mut Notes) {
        let Some(id) = record.id() else {
            let text = format!("this {} has no id", T::WORDS.0);
            notes.add(NoteKind::Ignored, &origin, None, text);
            return;
        };
        let file = origin.file.clone();
        let table = T::table(self);
        let Some(known) = table.get_mut(&id) else {
            table.insert(id, Found::new(record, origin, unread));
            self.count::<T>(file);
            return;
        };
        let is_new_here = known.last != file;
        known.last = file.clone();
        known.record.merge(record, "", &mut known.differing);
        known.unread.extend(unread);
        known.unread.sort();
        known.unread.dedup();
        let (account, region) = (&known.origin.account, &known.origin.region);
        let whose = (
            account.clone().max(origin.account.clone()),
            region.clone().max(origin.region.clone()),
        );
        if origin < known.origin {
            known.origin = origin;
        }
        (known.origin.account, known.origin.region) = whose;
        if is_new_here {
            self.count::<T>(file);
        }
    }

    /// Counts a thing once for each file that speaks of it.
    fn count<T: Kept>(&mut self, file: Text) {
        self.count_words(file, T::WORDS.0, T::WORDS.1);
    }

    /// Counts what becomes a record only later.
    pub(crate) fn count_words(&mut self, file: Text, one: &'static str, several: &'static str) {
        let counts = self.counts.entry(file).or_default();
        counts.entry(one).or_insert((several, 0)).1 += 1;
    }

    /// Adds what follows from other things, without counting it as read.
    pub(crate) fn imply<T: Kept>(&mut self, record: T, origin: Origin) {
        let Some(id) = record.id() else { return };
        let table = T::table(self);
        match table.get_mut(&id) {
            Some(known) => known.record.merge(record, "", &mut Differing::new()),
            None => {
                table.insert(id, Found::new(record, origin, Vec::new()));
            }
        }
    }

    /// Marks what a relation that is not known may be about.
    pub(crate) fn doubt(&mut self, id: &str) {
        let subnet = self.subnets.get_mut(id).map(|found| &mut found.is_doubtful);
        let table = self.route_tables.get_mut(id).map(|found| &mut found.is_doubtful);
        let acl = self.network_acls.get_mut(id).map(|found| &mut found.is_doubtful);
        let group = self.security_groups.get_mut(id).map(|found| &mut found.is_doubtful);
        for doubtful in [subnet, table, acl, group].into_iter().flatten() {
            *doubtful = true;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The remarks on all of it.
    pub(crate) fn tell(&self, notes: &mut Notes) {
        for (file, counts) in &self.counts {
            let origin = Origin {
                file: file.clone(),
                ..Origin::default()
            };
            notes.add(NoteKind::Read, &origin, None, counted(counts));
        }
        self.remarks(notes);
    }
}

fn counted(counts: &BTreeMap<&'static str, (&'static str, usize)>) -> String {
    let words = counts.iter().map(|(one, (several, count))| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn remarks<T>(what: &str, table: &Table<T>, notes: &mut Notes) {
    for (id, found) in table {
        if !found.differing.is_empty() {
            let fields: Vec<&str> = found.differing.iter().copied().collect();
            let text = format!(
                "the inputs differ about this {what} ({}): of two values the greater one was taken",
                fields.join(", ")
            );
            notes.add(NoteKind::Conflict, &found.origin, Some(id), text);
        }
        for path in &found.unread {
            let origin = Origin {
                path: path.clone(),
                ..found.origin.clone()
            };
            if notes.is_explained(&origin) {
                continue;
            }
            let text = format!("this part of the {what} is not what AWS writes there, so it was not understood");
            let kind = if found.is_harmless(path) {
                NoteKind::Ignored
            } else {
                NoteKind::NotModelled
            };
            notes.add(kind, &origin, Some(id), text);
        }
    }
}
