//! Runs every case file as a test of its own; `cargo test -p tests --test cases SB-04` runs one.

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let trials = tests::case::files(&folder)
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&folder)
                .unwrap_or(&path)
                .with_extension("")
                .display()
                .to_string();
            Trial::test(name, move || tests::case::run(&path).map_err(Into::into))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
