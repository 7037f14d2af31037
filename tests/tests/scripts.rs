//! Runs every event script as a test of its own; `cargo test -p tests --test scripts drag` runs those with `drag` in their name.

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let trials = tests::script::files(&folder)
        .into_iter()
        .map(|path| {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
            Trial::test(name.unwrap_or_default(), move || {
                tests::script::run(&path).map_err(Into::into)
            })
        })
        .chain(random())
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

/// Random hands on three diagrams, some seeds each.
fn random() -> impl Iterator<Item = Trial> {
    let samples = ["s3-lab", "two-peered-vpcs", "on-premises-vpn"];
    let seeds = std::env::var("SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(4u64);
    samples.into_iter().map(move |sample| {
        Trial::test(format!("random-{sample}"), move || {
            (0..seeds)
                .try_for_each(|seed| tests::script::random::run(sample, seed, 60))
                .map_err(Into::into)
        })
    })
}
