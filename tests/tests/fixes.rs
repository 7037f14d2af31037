//! Every flow of every case that is not allowed: its fixes are proved, as a whole and line by line. What has none stands in `crates/reach/FIXES.md`.

use std::path::Path;

fn main() {
    tests::case::each(|path| {
        let known = documented()?;
        let flows = tests::case::fixes(path)?;
        let mut unfixed = flows.into_iter().filter_map(|flow| flow.unfixed);
        match unfixed.find(|(place, _)| !known.contains(place)) {
            Some((place, flow)) => Err(format!("nothing fixes {place}, and FIXES.md does not say why: {flow}")),
            None => Ok(()),
        }
    });
}

/// `CODE KIND`, once for each kind of a row of the tables.
fn documented() -> Result<Vec<String>, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reach/FIXES.md");
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let row = |line: &str| {
        let mut cells = line.split('|').map(|cell| cell.trim().to_owned()).skip(1);
        let code = cells.next()?.strip_prefix('`')?.strip_suffix('`')?.to_owned();
        let kinds = cells.next()?;
        Some(
            kinds
                .split(", ")
                .map(|kind| format!("{code} {kind}"))
                .collect::<Vec<_>>(),
        )
    };
    Ok(text.lines().filter_map(row).flatten().collect())
}
