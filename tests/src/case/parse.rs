/// A case file, taken apart but not yet understood.
#[derive(Debug)]
pub struct Case {
    pub title: String,
    pub rules: Vec<String>,
    pub network: String,
    pub sections: Vec<Section>,
}

/// One `== …` section after the network.
#[derive(Debug)]
pub struct Section {
    /// The number of its first line, from 1.
    pub line: usize,
    /// `flow`, `variant`, `try` or `issues`.
    pub kind: String,
    /// What follows the kind on the same line.
    pub head: String,
    pub lines: Vec<String>,
}

pub(super) fn parse(text: &str) -> Result<Case, String> {
    let mut lines = text.lines().enumerate();
    let title = match lines.next() {
        Some((_, line)) if line.starts_with("# ") => line[2..].to_owned(),
        _ => return Err("the first line must be `# ID: title`".to_owned()),
    };
    let (mut rules, mut page) = (Vec::new(), None);
    let mut sections: Vec<Section> = Vec::new();
    for (index, line) in lines {
        if let Some(head) = line.strip_prefix("== ") {
            let (kind, head) = head.split_once(' ').unwrap_or((head, ""));
            let section = Section {
                line: index + 1,
                kind: kind.to_owned(),
                head: head.to_owned(),
                lines: Vec::new(),
            };
            sections.push(section);
        } else if let Some(section) = sections.last_mut() {
            section.lines.push(line.to_owned());
        } else if let Some(value) = line.strip_prefix("rules: ") {
            rules = value.split_whitespace().map(str::to_owned).collect();
        } else if let Some(value) = line.strip_prefix("page: ") {
            page = Some(value.to_owned());
        } else if !line.trim().is_empty() {
            return Err(format!(
                "line {}: expected `page: …`, `rules: …` or a section",
                index + 1
            ));
        }
    }
    if rules.is_empty() || page.is_none() {
        return Err("the header must name the page and the rules".to_owned());
    }
    if sections.first().is_none_or(|section| section.kind != "network") {
        return Err("the first section must be `== network`".to_owned());
    }
    let network = sections.remove(0).lines.join("\n");
    Ok(Case {
        title,
        rules,
        network,
        sections,
    })
}

impl Section {
    /// The lines that say something.
    pub(super) fn content(&self) -> impl Iterator<Item = &str> {
        self.lines
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty())
    }
}
