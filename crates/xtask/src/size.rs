//! What the first load transfers.

use std::{fs, io::Write, path::Path};

use crate::{Failure, Result, pins, shell};

#[derive(Debug)]
pub struct Part {
    /// The address relative to the site's folder.
    pub name: String,
    pub raw: usize,
    pub brotli: usize,
}

/// Prints the sizes of the first load and fails if they are over the budget.
pub fn check(site: &Path) -> Result<()> {
    let parts = shell::long_step("Measuring the first load", || measure(site))?;
    let total = |size: fn(&Part) -> usize| parts.iter().map(size).sum::<usize>();
    let (raw, brotli) = (total(|part| part.raw), total(|part| part.brotli));
    for part in &parts {
        println!("  {:<24}{:>9}{:>9} brotli", part.name, part.raw, part.brotli);
    }
    println!(
        "  {:<24}{raw:>9}{brotli:>9} brotli (budget {})",
        "first load, bytes",
        pins::FIRST_LOAD_BUDGET
    );
    if brotli > pins::FIRST_LOAD_BUDGET {
        return Err(Failure::TooLarge {
            bytes: brotli,
            budget: pins::FIRST_LOAD_BUDGET,
        });
    }
    Ok(())
}

fn measure(site: &Path) -> Result<Vec<Part>> {
    let index = site.join("index.html");
    let html = fs::read_to_string(&index).map_err(|source| Failure::file(&index, source))?;
    let mut parts = Vec::new();
    for name in first_load(&html) {
        let path = site.join(&name);
        let bytes = fs::read(&path).map_err(|source| Failure::file(&path, source))?;
        parts.push(Part {
            raw: bytes.len(),
            brotli: brotli_len(&bytes).map_err(|source| Failure::file(&path, source))?,
            name,
        });
    }
    Ok(parts)
}

/// The files a browser asks for to show the page of `html`: itself and what its head links to.
/// (A browser test holds this list to what Chromium really asks for.)
pub fn first_load(html: &str) -> Vec<String> {
    let mut names = vec!["index.html".to_owned()];
    for attribute in ["href=\"./", "src=\"./"] {
        for rest in html.split(attribute).skip(1) {
            if let Some((name, _)) = rest.split_once('"')
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn brotli_len(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    Ok(encoder.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_is_the_page_and_what_it_links_to() {
        let html = r#"<link href="./a.css"><script src="./b.js"></script><a href="https://elsewhere">x</a><link href="./a.css">"#;
        assert_eq!(first_load(html), ["index.html", "a.css", "b.js"]);
    }
}
