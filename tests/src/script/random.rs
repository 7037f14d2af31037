//! Hands that do anything: whatever they do, nothing panics and every invariant holds.

use super::{Stage, invariant};

/// What hands may do; `@` stands for any element, `#` for any point.
const LINES: &[&str] = &[
    "click @",
    "shift-click @",
    "double-click @",
    "tap @",
    "drag @ into @",
    "drag @ by #",
    "hold @ over @",
    "key escape",
    "pull @ to @",
    "pull @ to #",
    "click handle of @",
    "click #",
    "box # #",
    "key delete",
    "key ctrl+z",
    "key ctrl+y",
    "key ctrl+d",
    "key right",
    "key shift+up",
    "key tab",
    "key ctrl+down",
    "key alt+right",
    "key t",
    "key c",
    "key v",
    "key enter",
    "key space",
    "key [",
    "key ]",
    "key 1",
    "key 2",
    "zoom 20",
    "zoom -20",
    "pan #",
    "pinch 1.3",
    "palette vpc at #",
    "palette subnet into @",
    "palette instance into @",
    "palette nat-gateway into @",
    "palette internet-gateway into @",
    "palette gateway-endpoint into @",
    "palette interface-endpoint into @",
    "palette vpn-gateway into @",
    "palette site at #",
    "palette transit-gateway at #",
    "palette transit-gateway-route-table at #",
    "palette direct-connect-gateway at #",
    "palette egress-only-internet-gateway into @",
    "palette regional-nat-gateway into @",
    "palette network-load-balancer into @",
    "palette gateway-load-balancer into @",
    "palette client-vpn-endpoint into @",
    "palette inbound-resolver into @",
    "palette outbound-resolver into @",
    "place endpoint-service",
    "place gateway-load-balancer-endpoint",
    "place customer-gateway",
    "place hosted-zone",
    "place resolver-rule",
    "place block-public-access",
    "place prefix-list",
    "place route-table",
    "place appliance",
    "place subnet",
    "place instance",
    "place database",
    "select @",
    "select @ @",
    "focus @",
    "connect @ @",
    "set @ name = thing",
    "set @ cidr = 10.0.0.0/20",
    "set @ cidr = 10.9.0.0/24",
    "set @ ipv4 = 10.0.1.30",
    "set @ subnet = @",
    "set @ vpc = @",
    "set @ route-table = @",
    "set @ groups = @",
    "set @ zone = us-east-1b",
    "set @ region = eu-west-1",
    "row @ routes add 0.0.0.0/0 @",
    "row @ routes remove 1",
    "row @ routes change 1 1 @",
    "row @ inbound-rules add tcp 443 @",
    "row @ inbound-rules remove 0",
    "row @ propagation add @",
    "row @ associations add @",
    "row @ route-tables add @",
    "row @ subnets add @",
    "row @ transit-routes add 10.0.0.0/8 @",
    "row @ transit-routes add 10.7.0.0/16 blackhole",
    "row @ associated add @",
    "row @ propagating add @",
    "row @ associated remove 0",
    "row @ gateways change 0 1 10.0.0.0/16",
    "row @ listeners add tcp 80 @",
    "row @ authorizations add 0.0.0.0/0 eng",
    "row @ exclusions add @ egress",
    "row @ records add www.example.internal 10.0.0.9 @",
    "set @ association = none",
    "set @ association = @",
    "set @ default-propagations = off",
    "set @ asn = 64999",
    "set @ gateway = @",
    "set @ type = public",
    "set @ mode = ingress",
    "set @ full-access = off",
    "set @ vpcs = @",
    "row @ hosts add server-9 192.168.0.99",
    "peering @ accept",
    "peering @ delete",
    "add-missing-routes",
    "show flow 0",
    "forget flow 0",
    "step 3",
    "command swap-flow",
    "command next-step",
    "undo",
    "redo",
    "viewport 700 500",
];

pub fn run(sample: &str, seed: u64, steps: usize) -> Result<(), String> {
    let mut stage = Stage::new(document::Document::default());
    stage.open(sample)?;
    let mut dice = Dice(seed);
    let mut done = Vec::new();
    for _ in 0..steps {
        let template = dice.choose(LINES).copied().unwrap_or_default();
        let line = filled(template, &stage, &mut dice);
        done.push(line.clone());
        // A line that cannot be done here (nothing drawn, no handle) is no failure; a broken invariant is.
        let outcome = stage.line(&line);
        let broken = match outcome {
            Err(error) if error.contains("mere move") => Err(error),
            _ => invariant::check(&stage.session),
        };
        broken.map_err(|error| format!("seed {seed} of {sample}:\nopen {sample}\n{}\n{error}", done.join("\n")))?;
    }
    invariant::undo_all(&mut stage).map_err(|error| format!("seed {seed} of {sample}:\n{}\n{error}", done.join("\n")))
}

fn filled(template: &str, stage: &Stage, dice: &mut Dice) -> String {
    let known = stage.session.derived().network.topology();
    let ids: Vec<String> = known.references().iter().map(|of| of.id.to_string()).collect();
    let mut line = String::new();
    for character in template.chars() {
        match character {
            '@' => line.push_str(dice.choose(&ids).map_or("internet", String::as_str)),
            '#' => line.push_str(&format!(
                "{},{}",
                dice.below(1400) as i32 - 400,
                dice.below(1000) as i32 - 300
            )),
            other => line.push(other),
        }
    }
    line
}

/// The same numbers for the same seed, on every machine (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    fn choose<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let index = self.below(all.len() as u64);
        all.get(usize::try_from(index).ok()?)
    }
}
