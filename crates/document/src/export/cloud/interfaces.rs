//! Network interfaces, and the instances that they belong to.

use std::rc::Rc;

use reach::id::Ref;
use reach::sorted::SortedMap;
use reach::topology::*;

use super::{Builder, Key, Value, field, id_of, ids_of, text};

/// AWS's own name for its newest image.
const IMAGE: &str = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

impl Builder<'_> {
    pub(super) fn interfaces(&mut self) {
        let mut instances: SortedMap<Rc<str>, Vec<InterfaceId>> = SortedMap::new();
        for (id, it) in self.topology.interfaces.iter() {
            self.interface(id, it);
            match it.role {
                Role::Instance => {
                    let owner = it.instance.clone().unwrap_or_else(|| id.text());
                    instances.entry(owner).or_default().push(id.clone());
                }
                Role::Database | Role::Function => {
                    self.note(
                        &id.into(),
                        "a network interface stands for it; the database or function makes its own",
                    );
                }
                Role::Other => {}
            }
        }
        for (owner, interfaces) in instances.iter() {
            self.instance(owner, interfaces);
        }
    }

    fn interface(&mut self, id: &InterfaceId, it: &NetworkInterface) {
        let of = Ref::from(id);
        let Some(vpc) = self.network.vpc_of(&it.subnet).cloned() else {
            return;
        };
        self.enter(&vpc);
        let groups: Vec<Rc<str>> = self
            .network
            .security_groups_of(id)
            .iter()
            .map(|group| group.text())
            .collect();
        let mut fields = vec![
            field(["SubnetId", "subnet_id"], id_of(&it.subnet.text())),
            field(["GroupSet", "security_groups"], ids_of(groups.iter())),
            field(
                ["SourceDestCheck", "source_dest_check"],
                Value::Is(it.source_dest_check),
            ),
        ];
        if let Some(primary) = it.ipv4 {
            let all: Vec<_> = std::iter::once(primary)
                .chain(it.secondary_ipv4.iter().copied())
                .collect();
            let each = all.iter().map(|address| {
                vec![
                    field(["PrivateIpAddress", ""], text(address)),
                    field(["Primary", ""], Value::Is(*address == primary)),
                ]
            });
            fields.push(field(["PrivateIpAddresses", ""], Value::Blocks(each.collect())));
            fields.push(field(["", "private_ips"], Value::List(all.iter().map(text).collect())));
        }
        if !it.ipv6.is_empty() {
            self.note(&of, "its IPv6 addresses are left out");
        }
        self.add_element(&of, ["AWS::EC2::NetworkInterface", "aws_network_interface"], fields);
        if let Some(public) = it.public_ipv4 {
            let address = self.elastic_address(&of, &public.to_string());
            let fields = vec![
                field(
                    ["AllocationId", "allocation_id"],
                    Value::To(address, ["AllocationId", "id"]),
                ),
                field(["NetworkInterfaceId", "network_interface_id"], id_of(&of.id)),
            ];
            let key = Key(of.id.clone(), "address association".to_owned());
            self.add(key, ["AWS::EC2::EIPAssociation", "aws_eip_association"], fields);
        }
    }

    fn instance(&mut self, owner: &Rc<str>, interfaces: &[InterfaceId]) {
        let Some(first) = interfaces.first() else { return };
        let vpc = self
            .topology
            .interfaces
            .get(first)
            .and_then(|it| self.network.vpc_of(&it.subnet))
            .cloned();
        if let Some(vpc) = vpc {
            self.enter(&vpc);
        }
        let image = self.ask("ImageId", "The image of the instances", Some(IMAGE));
        let cards = interfaces.iter().enumerate().map(|(index, id)| {
            vec![
                field(["NetworkInterfaceId", "network_interface_id"], id_of(&id.text())),
                field(["DeviceIndex", ""], text(index)),
                field(["", "device_index"], Value::Number(index as i64)),
            ]
        });
        let fields = vec![
            field(["ImageId", "ami"], image),
            field(["InstanceType", "instance_type"], text("t3.micro")),
            field(
                ["NetworkInterfaces", "network_interface"],
                Value::Blocks(cards.collect()),
            ),
        ];
        let name = self.topology.given_name(&first.into()).unwrap_or(owner).to_string();
        let key = Key(owner.clone(), "instance".to_owned());
        self.add(key, ["AWS::EC2::Instance", "aws_instance"], fields).name = Some(name);
    }
}
