//! The fields of flow-log records and the formats made of them (FL-02, FL-03).
//! AWS page: vpc/latest/userguide/flow-log-records.html

/// Declares the fields in the order of a full line, each with its name and the version that brought it.
macro_rules! fields {
    ($($field:ident $name:literal $version:literal;)*) => {
        /// One field of a record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($field,)*
        }

        impl Field {
            /// Every field, in the order of a full line.
            pub const ALL: &[Field] = &[$(Field::$field,)*];

            /// As AWS writes it: `pkt-srcaddr`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Field::$field => $name,)*
                }
            }

            /// The version of the record format that brought the field.
            pub const fn version(self) -> u8 {
                match self {
                    $(Field::$field => $version,)*
                }
            }
        }
    };
}

fields! {
    Version "version" 2;
    AccountId "account-id" 2;
    InterfaceId "interface-id" 2;
    Source "srcaddr" 2;
    Destination "dstaddr" 2;
    SourcePort "srcport" 2;
    DestinationPort "dstport" 2;
    Protocol "protocol" 2;
    Packets "packets" 2;
    Bytes "bytes" 2;
    Start "start" 2;
    End "end" 2;
    Action "action" 2;
    LogStatus "log-status" 2;
    VpcId "vpc-id" 3;
    SubnetId "subnet-id" 3;
    InstanceId "instance-id" 3;
    TcpFlags "tcp-flags" 3;
    Type "type" 3;
    PacketSource "pkt-srcaddr" 3;
    PacketDestination "pkt-dstaddr" 3;
    Region "region" 4;
    AzId "az-id" 4;
    SublocationType "sublocation-type" 4;
    SublocationId "sublocation-id" 4;
    PacketSourceService "pkt-src-aws-service" 5;
    PacketDestinationService "pkt-dst-aws-service" 5;
    FlowDirection "flow-direction" 5;
    TrafficPath "traffic-path" 5;
    EcsClusterArn "ecs-cluster-arn" 7;
    EcsClusterName "ecs-cluster-name" 7;
    EcsContainerInstanceArn "ecs-container-instance-arn" 7;
    EcsContainerInstanceId "ecs-container-instance-id" 7;
    EcsContainerId "ecs-container-id" 7;
    EcsSecondContainerId "ecs-second-container-id" 7;
    EcsServiceName "ecs-service-name" 7;
    EcsTaskDefinitionArn "ecs-task-definition-arn" 7;
    EcsTaskArn "ecs-task-arn" 7;
    EcsTaskId "ecs-task-id" 7;
    RejectReason "reject-reason" 8;
    ResourceId "resource-id" 9;
    EncryptionStatus "encryption-status" 10;
}

impl Field {
    fn by_name(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }
}

/// Which fields a flow log writes, in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    fields: Vec<Field>,
}

/// A name in a format that is no field's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField(pub String);

impl Format {
    /// What a flow log writes if nobody chose: the fields of version 2.
    pub fn default_format() -> Self {
        Self::up_to(2)
    }

    /// Every field up to this version, in the order of a full line.
    pub fn up_to(version: u8) -> Self {
        let fields = Field::ALL.iter().copied();
        Self {
            fields: fields.filter(|field| field.version() <= version).collect(),
        }
    }

    /// Reads `${version} ${vpc-id}` as AWS writes formats, or the bare names; at least one.
    pub fn parse(text: &str) -> Result<Self, UnknownField> {
        let name = |word: &str| {
            let bare = word
                .strip_prefix("${")
                .and_then(|word| word.strip_suffix('}'))
                .unwrap_or(word);
            Field::by_name(bare).ok_or_else(|| UnknownField(bare.to_owned()))
        };
        let fields: Vec<Field> = text.split_whitespace().map(name).collect::<Result<_, _>>()?;
        if fields.is_empty() {
            return Err(UnknownField(String::new()));
        }
        Ok(Self { fields })
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The highest version among the fields (FL-03).
    pub fn version(&self) -> u8 {
        self.fields.iter().map(|field| field.version()).max().unwrap_or(2)
    }

    pub fn is_default(&self) -> bool {
        *self == Self::default_format()
    }
}
