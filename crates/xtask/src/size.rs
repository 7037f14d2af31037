//! What the first load transfers.

use std::{fs, io::Write, path::Path};

use crate::{Failure, Result, pins, shell, site};

/// By how many kB the README may be off, so that not every change has to touch it.
const README_OFF_BY: usize = 4;

#[derive(Debug)]
pub struct Part {
    /// The address relative to the site's folder.
    pub name: String,
    pub raw: usize,
    pub brotli: usize,
}

/// All that is transferred before the page shows something.
#[derive(Debug)]
pub struct FirstLoad(Vec<Part>);

/// Measures the first load of `site` and what comes later, and prints both.
pub fn measure(site: &Path) -> Result<FirstLoad> {
    let (first_load, later) = shell::long_step("Measuring the first load", || {
        let later = [part(site, site::REST)?, part(site, site::IMPORTER)?];
        Ok((FirstLoad(parts(site)?), later))
    })?;
    let line = |name: &str, raw: usize, brotli: usize| println!("  {name:<24}{raw:>9}{brotli:>9} brotli");
    for part in &first_load.0 {
        line(&part.name, part.raw, part.brotli);
    }
    line(
        "in all",
        first_load.0.iter().map(|part| part.raw).sum(),
        first_load.bytes(),
    );
    for part in later {
        line(&format!("later: {}", part.name), part.raw, part.brotli);
    }
    println!(
        "  first load {} bytes (limit {})",
        first_load.bytes(),
        pins::FIRST_LOAD_LIMIT
    );
    Ok(first_load)
}

impl FirstLoad {
    /// After brotli.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|part| part.brotli).sum()
    }

    pub fn within_limit(&self) -> Result<()> {
        let (bytes, limit) = (self.bytes(), pins::FIRST_LOAD_LIMIT);
        if bytes > limit {
            Err(Failure::TooLarge { bytes, limit })
        } else {
            Ok(())
        }
    }

    /// Fails unless the README says the limit that every run of the tests holds this to.
    pub fn matches_readme(&self) -> Result<()> {
        let path = shell::root().join("README.md");
        let readme = fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
        let limit = pins::FIRST_LOAD_LIMIT / 1000;
        let said = readme
            .split_once("first load of the page is about ")
            .and_then(|(_, rest)| rest.split_once(&format!(" kB after brotli, and at most {limit} kB")))
            .and_then(|(number, _)| number.parse::<usize>().ok());
        let now = self.bytes() / 1000;
        match said {
            Some(said) if said.abs_diff(now) <= README_OFF_BY => Ok(()),
            _ => {
                let sentence =
                    format!("the first load of the page is about {now} kB after brotli, and at most {limit} kB");
                Err(Failure::missing("README.md", format!("it must say: {sentence}")))
            }
        }
    }
}

fn parts(site: &Path) -> Result<Vec<Part>> {
    let index = site.join("index.html");
    let html = fs::read_to_string(&index).map_err(|source| Failure::file(&index, source))?;
    let mut parts = Vec::new();
    for name in first_load(&html) {
        parts.push(part(site, &name)?);
    }
    Ok(parts)
}

fn part(site: &Path, name: &str) -> Result<Part> {
    let path = site.join(name);
    let bytes = fs::read(&path).map_err(|source| Failure::file(&path, source))?;
    Ok(Part {
        name: name.to_owned(),
        raw: bytes.len(),
        brotli: brotli_len(&bytes).map_err(|source| Failure::file(&path, source))?,
    })
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
