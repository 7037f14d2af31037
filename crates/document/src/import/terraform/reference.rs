//! What configurations refer to, in Terraform's words: `module.net["app"].subnets[0]`.

/// The key of one of several: `[0]` or `["app"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(usize),
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Key(Key),
}

/// The steps of a reference or of an address.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if let Some(inner) = rest.strip_prefix('[') {
            let (key, end) = key(inner);
            steps.extend(key.map(Step::Key));
            rest = end;
            continue;
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            break;
        }
        steps.push(Step::Name(name.to_owned()));
        rest = after;
    }
    steps
}

/// What stands in brackets, and what comes behind them.
fn key(inner: &str) -> (Option<Key>, &str) {
    let Some(quoted) = inner.strip_prefix('"') else {
        let (word, rest) = inner.split_once(']').unwrap_or((inner, ""));
        return (word.parse().ok().map(Key::Number), rest);
    };
    let mut text = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                let rest = quoted.get(at + 1..).unwrap_or_default();
                return (Some(Key::Text(text)), rest.strip_prefix(']').unwrap_or(rest));
            }
            '\\' => text.extend(letters.next().map(|(_, letter)| letter)),
            letter => text.push(letter),
        }
    }
    (Some(Key::Text(text)), "")
}

/// An address taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) module: ModulePath,
    /// `aws_subnet.private`, `data.aws_vpc.shared`.
    pub(super) block: String,
    pub(super) key: Option<Key>,
}

/// Modules from the outermost on, each with its key.
pub(super) type ModulePath = Vec<(String, Option<Key>)>;

impl Address {
    pub(super) fn of(text: &str) -> Option<Self> {
        let steps = steps(text);
        let (module, rest) = modules(&steps);
        let (block, rest) = block(rest)?;
        let key = match rest.first() {
            Some(Step::Key(key)) => Some(key.clone()),
            _ => None,
        };
        Some(Self { module, block, key })
    }
}

/// The modules at the beginning, and what follows.
fn modules(mut steps: &[Step]) -> (ModulePath, &[Step]) {
    let mut path = ModulePath::new();
    while let [Step::Name(word), Step::Name(name), rest @ ..] = steps
        && word == "module"
    {
        let (key, rest) = match rest {
            [Step::Key(key), rest @ ..] => (Some(key.clone()), rest),
            rest => (None, rest),
        };
        path.push((name.clone(), key));
        steps = rest;
    }
    (path, steps)
}

/// `aws_subnet.private` at the beginning, and what follows.
pub(super) fn block(steps: &[Step]) -> Option<(String, &[Step])> {
    match steps {
        [Step::Name(data), Step::Name(kind), Step::Name(name), rest @ ..] if data == "data" => {
            Some((format!("data.{kind}.{name}"), rest))
        }
        [Step::Name(kind), Step::Name(name), rest @ ..] => Some((format!("{kind}.{name}"), rest)),
        _ => None,
    }
}

/// Configurations list each reference with all that it begins with; only the whole ones say something.
pub(super) fn whole<'a>(references: &[&'a str]) -> Vec<&'a str> {
    let begins = |one: &str, other: &str| {
        other.len() > one.len()
            && other.starts_with(one)
            && matches!(other.as_bytes().get(one.len()), Some(b'.' | b'['))
    };
    let all = references.iter().copied();
    all.filter(|one| !references.iter().any(|other| begins(one, other)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Address, Key, steps, whole};

    #[test]
    fn addresses_are_taken_apart() {
        let address = Address::of(r#"module.net["a.b[\"c"].module.x[1].aws_subnet.private[2]"#).unwrap_or_default();
        let first = ("net".to_owned(), Some(Key::Text("a.b[\"c".to_owned())));
        assert_eq!(address.module, [first, ("x".to_owned(), Some(Key::Number(1)))]);
        assert_eq!(address.block, "aws_subnet.private");
        assert_eq!(address.key, Some(Key::Number(2)));
        for odd in ["", ".", "[", "[\"", "a[", "a[\"b", "]]", "module", "module.x"] {
            steps(odd);
            Address::of(odd);
        }
    }

    #[test]
    fn only_whole_references_count() {
        let all = ["aws_vpc.a.id", "aws_vpc.a", "aws_vpc.ab", "each.key"];
        assert_eq!(whole(&all), ["aws_vpc.a.id", "aws_vpc.ab", "each.key"]);
    }
}
