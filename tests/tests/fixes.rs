//! Every flow of every case that is not allowed: its fixes are proved, as a whole and line by line.

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let trials = tests::case::files(&folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
            let run = move || tests::case::fixes(&path).map(|_| ()).map_err(Into::into);
            Trial::test(name.display().to_string(), run)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
