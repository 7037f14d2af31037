//! The expectation lines of a flow.

/// `allowed`, or `blocked return CODE ingress at ELEMENT row ROW`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) word: String,
    pub(super) leg: Option<&'static str>,
    pub(super) code: Option<String>,
    pub(super) direction: Option<&'static str>,
    pub(super) at: Option<String>,
    pub(super) row: Option<String>,
}

pub(super) fn verdict(line: &str) -> Result<Verdict, String> {
    let mut words = line.split_whitespace();
    let word = words.next().unwrap_or_default();
    if !["allowed", "partial", "blocked", "unknown"].contains(&word) {
        return Err(format!("`{word}` is not a verdict"));
    }
    let mut verdict = Verdict {
        word: word.to_owned(),
        ..Verdict::default()
    };
    if word != "allowed" {
        verdict.leg = Some("forward");
    }
    while let Some(word) = words.next() {
        let mut value = |what: &str| words.next().map(str::to_owned).ok_or(format!("`{word}` needs {what}"));
        match word {
            "return" => verdict.leg = Some("return"),
            "forward" => verdict.leg = Some("forward"),
            "ingress" => verdict.direction = Some("in"),
            "egress" => verdict.direction = Some("out"),
            "at" => verdict.at = Some(value("an element")?),
            "row" => verdict.row = Some(value("a row")?),
            code if code
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') =>
            {
                verdict.code = Some(code.to_owned());
            }
            other => return Err(format!("`{other}` is not understood in a verdict")),
        }
    }
    Ok(verdict)
}

/// `INVALID(CODE) RULE` taken apart.
pub(super) fn call<'a>(line: &'a str, name: &str) -> Option<(&'a str, Option<&'a str>)> {
    let rest = line.strip_prefix(name)?.strip_prefix('(')?;
    let (code, rest) = rest.split_once(')')?;
    Some((code, rest.split_whitespace().next()))
}
