//! Pages that are written by a test and kept in the repository.

use std::path::Path;

/// The page says this; with `UPDATE=1` it is made to.
pub fn compare(page: &Path, text: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(page, text).map_err(|error| format!("{}: {error}", page.display()));
    }
    let written = std::fs::read_to_string(page).unwrap_or_default();
    if written == text {
        Ok(())
    } else {
        Err(format!("{}: run with UPDATE=1 to write it anew", page.display()))
    }
}
