use super::{Tag, Text, raw};

raw! {
    NetworkInterface {
        network_interface_id: Option<Text>,
        subnet_id: Option<Text>,
        vpc_id: Option<Text>,
        owner_id: Option<Text>,
        availability_zone: Option<Text>,
        interface_type: Option<Text>,
        description: Option<Text>,
        requester_id: Option<Text>,
        status: Option<Text>,
        source_dest_check: Option<bool>,
        private_ip_address: Option<Text>,
        private_ip_addresses: Vec<PrivateAddress>,
        ipv6_addresses: Vec<Ipv6Address>,
        association: PublicAddress,
        attachment: Attachment,
        groups: Vec<Group>,
        #[serde(alias = "Tags")]
        tag_set: Vec<Tag>,
    }

    PrivateAddress {
        primary: Option<bool>,
        private_ip_address: Option<Text>,
        association: PublicAddress,
    }

    PublicAddress {
        public_ip: Option<Text>,
        carrier_ip: Option<Text>,
        customer_owned_ip: Option<Text>,
    }

    Ipv6Address {
        ipv6_address: Option<Text>,
    }

    Attachment {
        device_index: Option<i64>,
        instance_id: Option<Text>,
        status: Option<Text>,
    }

    Group {
        group_id: Option<Text>,
    }

    Reservation {
        owner_id: Option<Text>,
        instances: Vec<Instance>,
    }

    Instance {
        instance_id: Option<Text>,
        state: InstanceState,
        subnet_id: Option<Text>,
        vpc_id: Option<Text>,
        private_ip_address: Option<Text>,
        public_ip_address: Option<Text>,
        ipv6_address: Option<Text>,
        source_dest_check: Option<bool>,
        security_groups: Vec<Group>,
        network_interfaces: Vec<NetworkInterface>,
        tags: Vec<Tag>,
    }

    InstanceState {
        name: Option<Text>,
    }

    /// An Elastic IP address.
    Address {
        allocation_id: Option<Text>,
        public_ip: Option<Text>,
        network_interface_id: Option<Text>,
        private_ip_address: Option<Text>,
        instance_id: Option<Text>,
    }
}
