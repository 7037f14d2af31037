//! A page of `--help` read back: the text that people see is the only list of options.

/// What a page says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Page {
    pub(super) about: String,
    pub(super) switches: Vec<Switch>,
}

/// An option, with its dashes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Switch {
    pub(super) name: String,
    /// One word in capitals for a value, or the words that it can be; nothing if it takes none.
    pub(super) values: Vec<String>,
    pub(super) words: String,
}

impl Page {
    pub(super) fn read(text: &str) -> Self {
        let mut page = Page {
            about: text.lines().next().unwrap_or_default().trim_end_matches('.').to_owned(),
            switches: Vec::new(),
        };
        let mut of_line = 0;
        for line in text.lines() {
            let inside = line.strip_prefix("  ");
            match inside.filter(|inside| inside.starts_with('-')) {
                Some(inside) => of_line = page.add(inside),
                None if line.starts_with("     ") => page.go_on(of_line, line.trim()),
                None => of_line = 0,
            }
        }
        page
    }

    /// A line of options; how many it names.
    fn add(&mut self, line: &str) -> usize {
        let switches = switches(line);
        let added = switches.len();
        for switch in switches {
            match self.switches.iter_mut().find(|known| known.name == switch.name) {
                Some(known) => known.values.extend(switch.values),
                None => self.switches.push(switch),
            }
        }
        added
    }

    fn go_on(&mut self, of_line: usize, words: &str) {
        let start = self.switches.len().saturating_sub(of_line);
        for switch in self.switches.iter_mut().skip(start) {
            if !switch.words.is_empty() {
                switch.words.push(' ');
            }
            switch.words.push_str(words);
        }
    }
}

/// `--from SPEC, --to SPEC   the ends: …`: options with their values, commas between them, then the words.
fn switches(line: &str) -> Vec<Switch> {
    let mut all = Vec::new();
    let mut rest = line;
    loop {
        let (name, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let (name, mut more) = without_comma(name);
        let mut value = "";
        rest = after;
        if !more && !after.starts_with(' ') {
            let (word, after) = after.split_once(' ').unwrap_or((after, ""));
            (value, more) = without_comma(word);
            rest = after;
        }
        all.push(Switch {
            name: name.to_owned(),
            values: value
                .split('|')
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
                .collect(),
            words: String::new(),
        });
        if !more {
            break;
        }
    }
    for switch in &mut all {
        rest.trim().clone_into(&mut switch.words);
    }
    all
}

fn without_comma(word: &str) -> (&str, bool) {
    word.strip_suffix(',').map_or((word, false), |word| (word, true))
}

#[cfg(test)]
mod tests {
    use super::{Page, Switch};

    fn switch(name: &str, values: &[&str], words: &str) -> Switch {
        Switch {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            words: words.to_owned(),
        }
    }

    #[test]
    fn a_page_is_read_as_people_read_it() {
        let text = "About it.\n\nUsage: it\n\n  --from SPEC, --to SPEC   the ends, and\n                           more\n  \
            --fills-its-column WHAT one blank, no more\n  --format text|json\n                           below\n  \
            -o FILE                  where\n  --flag                   without a value\n  --way a                  first\n  --way b                  second\n";
        let expected = [
            switch("--from", &["SPEC"], "the ends, and more"),
            switch("--to", &["SPEC"], "the ends, and more"),
            switch("--fills-its-column", &["WHAT"], "one blank, no more"),
            switch("--format", &["text", "json"], "below"),
            switch("-o", &["FILE"], "where"),
            switch("--flag", &[], "without a value"),
            switch("--way", &["a", "b"], "first"),
        ];
        let page = Page::read(text);
        assert_eq!(
            (page.about.as_str(), page.switches.as_slice()),
            ("About it", &expected[..])
        );
    }
}
