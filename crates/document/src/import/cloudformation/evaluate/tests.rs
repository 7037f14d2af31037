//! Expressions and what they come out as, in one template.

use std::collections::BTreeMap;

use super::Evaluator;
use crate::import::cloudformation::stack::stacks;
use crate::import::cloudformation::template::Template;
use crate::import::cloudformation::value::Value;
use crate::import::cloudformation::yaml;
use crate::import::place::Whose;
use crate::import::raw::Text;
use crate::import::report::Notes;

const TEMPLATE: &str = "
Parameters:
  Name: {Type: String, Default: shop}
  List: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Asked: {Type: String}
  Key: {Type: String, NoEcho: true, Default: secret}
  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /latest}
  First: {Type: 'AWS::EC2::AvailabilityZone::Name'}
  Second: {Type: 'AWS::EC2::AvailabilityZone::Name'}
  Given: {Type: Number, Default: 1}
Mappings:
  Map: {shop: {size: 20, zones: [x, y]}}
Conditions:
  Yes: !Equals [!Ref Name, shop]
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Condition No]
  Either: !Or [!Condition No, !Condition Yes]
  Unknown: !Equals [!Ref Asked, x]
  DecidedAnyway: !Or [!Condition Unknown, !Condition Yes]
  Circle: !Not [!Condition Circle]
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Ref First}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}
  Unmade: {Type: AWS::EC2::Subnet, Condition: No, Properties: {CidrBlock: 10.0.2.0/24}}
  Nat: {Type: AWS::EC2::NatGateway}
  Circle: {Type: AWS::EC2::Subnet, Properties: {CidrBlock: !GetAtt Circle.CidrBlock}}
";

/// Text, `[lists]`, `{maps}`, `-` for nothing, `?` before what is not known.
fn shown(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Value::Map(members) => {
            let members = members.iter().map(|(name, value)| format!("{name}={}", shown(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
        }
        Value::Unknown(words) => format!("?{words}"),
    }
}

fn check(cases: &[(&str, &str)]) {
    let mut whole = TEMPLATE.to_owned() + "Outputs:\n";
    for (index, (expression, _)) in cases.iter().enumerate() {
        whole += &format!("  O{index:03}: {{Value: {expression}}}\n");
    }
    let whole = yaml::read(&whole).unwrap_or_default();
    let templates = [Template::new("net.yaml".into(), &whole)];
    let said = Whose {
        region: Some("eu-west-1".into()),
        account: None,
    };
    let stacks = stacks(&templates, &said, &mut Notes::default());
    let given: BTreeMap<Text, Text> = [("Given".into(), "7".into())].into();
    let mut evaluator = Evaluator::new(&stacks, &given);
    let outputs = &stacks[0].template.outputs;
    assert_eq!(outputs.len(), cases.len());
    for ((expression, expected), output) in cases.iter().zip(outputs.values()) {
        assert_eq!(shown(&evaluator.value(0, &output.value)), *expected, "{expression}");
    }
}

#[test]
fn references_lead_to_values() {
    check(&[
        ("!Ref Name", "shop"),
        ("!Ref Given", "7"),
        ("!Ref List", "[a b c]"),
        ("!Ref Vpc", "Vpc"),
        ("!Ref Asked", "?Asked"),
        ("!Ref Key", "?Key"),
        ("!Ref Image", "?Image"),
        ("[!Ref First, !Ref Second]", "[eu-west-1a eu-west-1b]"),
        ("!Ref Nowhere", "?Nowhere"),
        ("!Ref Unmade", "?Unmade"),
        ("!Ref 'AWS::Region'", "eu-west-1"),
        ("!Ref 'AWS::StackName'", "net"),
        ("!Ref 'AWS::NoValue'", "-"),
        ("[1, !Ref 'AWS::NoValue', 2]", "[1 2]"),
        ("{a: 1, b: !Ref 'AWS::NoValue'}", "{a=1}"),
        ("!ImportValue there", "?ImportValue there"),
        ("'{{resolve:ssm:/port}}'", "?{{resolve:ssm:/port}}"),
    ]);
}

#[test]
fn attributes_are_ids_or_what_is_said() {
    check(&[
        ("!GetAtt Vpc.CidrBlock", "10.0.0.0/16"),
        ("!GetAtt [Vpc, VpcId]", "Vpc"),
        ("!GetAtt Vpc.DefaultSecurityGroup", "Vpc.DefaultSecurityGroup"),
        ("!GetAtt Vpc.Ipv6CidrBlocks", "[2001:db8:0:100::/56]"),
        ("!GetAtt Subnet.AvailabilityZone", "eu-west-1a"),
        ("!GetAtt Group.GroupId", "Group"),
        ("!GetAtt Group.VpcId", "Vpc"),
        ("!GetAtt Nat.EniId", "?Nat.EniId"),
        ("!GetAtt Unmade.CidrBlock", "?Unmade"),
        ("!GetAtt Nowhere.Arn", "?Nowhere.Arn"),
        ("!GetAtt Circle.CidrBlock", "??"),
    ]);
}

#[test]
fn functions_are_worked_out() {
    check(&[
        (
            "!Sub '${Name}-${AWS::Region}-${Vpc.CidrBlock}-${!Not}'",
            "shop-eu-west-1-10.0.0.0/16-${Not}",
        ),
        ("!Sub ['${Own}/${Name}', {Own: !Select [1, !Ref List]}]", "b/shop"),
        ("!Sub '${Asked}-x'", "?Asked-x"),
        ("!Join ['-', [a, !Ref Name, !Ref List]]", "a-shop-a-b-c"),
        ("!Split ['/', a/b/c]", "[a b c]"),
        ("!Select ['2', !Split ['/', a/b/c]]", "c"),
        ("!Select [3, [a]]", "?Fn::Select?"),
        ("!Select [1, !Ref Asked]", "?Asked[1]"),
        ("!FindInMap [Map, !Ref Name, size]", "20"),
        ("!Select [1, !FindInMap [Map, shop, zones]]", "y"),
        ("!FindInMap [Map, none, size, {DefaultValue: 5}]", "5"),
        ("!FindInMap [Map, none, size]", "?Map.none.size"),
        ("!GetAZs ''", "[eu-west-1a eu-west-1b eu-west-1c]"),
        ("!Select [1, !GetAZs us-west-2]", "us-west-2b"),
        ("!Cidr [10.0.0.0/16, 2, 8]", "[10.0.0.0/24 10.0.1.0/24]"),
        (
            "!Cidr [!GetAtt Vpc.CidrBlock, '3', '12']",
            "[10.0.0.0/20 10.0.16.0/20 10.0.32.0/20]",
        ),
        (
            "!Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 2, 64]",
            "[2001:db8:0:100::/64 2001:db8:0:101::/64]",
        ),
        ("!Cidr [10.0.0.0/30, 9, 1]", "?Fn::Cidr?"),
        ("!Cidr [!Ref Asked, 2, 8]", "?ranges of Asked"),
        ("!Base64 x", "x"),
        ("{'Fn::Length': !Ref List}", "3"),
        ("!Transform {Name: AWS::Include}", "?Fn::Transform?"),
        (
            "!Sub ['${Start}${End}', {Start: !Select [0, !Split ['00::/56', !Select [0, !GetAtt Vpc.Ipv6CidrBlocks]]], End: '01::/64'}]",
            "2001:db8:0:101::/64",
        ),
    ]);
}

#[test]
fn conditions_hold_or_not_or_are_not_known() {
    check(&[
        ("!If [Yes, 1, 2]", "1"),
        ("!If [No, 1, 2]", "2"),
        ("!If [Both, 1, 2]", "2"),
        ("!If [Either, 1, 2]", "1"),
        ("!If [Unknown, 1, 2]", "?Unknown?"),
        ("!If [DecidedAnyway, 1, 2]", "1"),
        ("!If [Circle, 1, 2]", "?Circle?"),
        ("!If [Nowhere, 1, 2]", "?Nowhere?"),
    ]);
}
