//! A question in one line, as it is typed where commands are: "app-1 to s3 443", "trace db-1 -> 10.1.1.20 udp 53".

use std::rc::Rc;

use reach::question::{End, Question};
use reach::topology::{Element, Role};

use super::super::words;
use super::draft::{Draft, Picker};

/// Between the two ends, longest first where one holds another.
const BETWEEN: [&str; 5] = [" to ", "->", "→", " reach ", ">"];
/// What may stand before the sender.
const BEFORE: [&str; 5] = ["trace from ", "trace ", "can ", "does ", "from "];
const PROTOCOLS: [&str; 5] = ["tcp", "udp", "icmp", "icmpv6", "all"];
/// What is called by its use.
const USES: [(&str, &str, &str); 10] = [
    ("https", "tcp", "443"),
    ("http", "tcp", "80"),
    ("ssh", "tcp", "22"),
    ("rdp", "tcp", "3389"),
    ("dns", "udp", "53"),
    ("mysql", "tcp", "3306"),
    ("postgres", "tcp", "5432"),
    ("ping", "icmp", ""),
    ("anything", "all", ""),
    ("any", "all", ""),
];

/// A question that was typed in one line, and how it reads: "app-1 → S3, tcp 443".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub question: Question,
    pub words: Rc<str>,
}

impl Picker {
    /// `None` if the line is no question, or not whole yet; else the question, or what is wrong with it.
    pub fn typed(&self, line: &str) -> Option<Result<Typed, Rc<str>>> {
        let (from, rest) = halves(line)?;
        let (to, traffic) = with_traffic(rest);
        if from.is_empty() || to.is_empty() {
            return None;
        }
        Some(self.asked(from, &to, traffic))
    }

    fn asked(&self, from: &str, to: &str, traffic: Option<(String, String)>) -> Result<Typed, Rc<str>> {
        let (from, to) = (self.named(from), self.named(to));
        let (protocol, ports) = traffic.unwrap_or_else(|| ("tcp".to_owned(), self.usual_port(&to)));
        let draft = Draft {
            from,
            to,
            protocol: protocol.into(),
            ports: ports.into(),
            ..Draft::default()
        };
        let question = self.question(&draft, None).map_err(|wrong| wrong.text)?;
        let words = words::question(self.topology(), &question);
        Ok(Typed { question, words })
    }

    /// The end that is called so, or the only one whose name begins so.
    fn named(&self, typed: &str) -> Rc<str> {
        let typed = strip(typed, "the ").unwrap_or(typed);
        let (length, bytes) = (typed.len(), typed.as_bytes());
        let begins = |text: &str| {
            text.as_bytes()
                .get(..length)
                .is_some_and(|start| start.eq_ignore_ascii_case(bytes))
        };
        let texts = self.suggestions.iter().map(|one| &one.text);
        let mut all = texts.filter(|text| begins(text));
        match (all.clone().find(|text| text.len() == length), all.next(), all.next()) {
            (Some(whole), ..) => Rc::clone(whole),
            (None, Some(only), None) => Rc::clone(only),
            _ => typed.into(),
        }
    }

    /// Databases are asked at their own port, everything else at HTTPS.
    fn usual_port(&self, to: &str) -> String {
        let end = self.suggestions.iter().find(|one| *one.text == *to).map(|one| &one.end);
        let record = match end {
            Some(End::Element(of)) => self.topology().get(of),
            _ => None,
        };
        match record {
            Some(Element::NetworkInterface(_, record)) if record.role == Role::Database => "3306".to_owned(),
            _ => "443".to_owned(),
        }
    }
}

/// The sender, and everything after the word between the ends.
fn halves(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_end_matches('?');
    let (from, to) = BETWEEN.iter().find_map(|between| line.split_once(between))?;
    let from = from.trim();
    let from = BEFORE.iter().find_map(|word| strip(from, word)).unwrap_or(from);
    Some((from.trim(), to.trim()))
}

fn strip<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// The receiver, and the protocol and ports behind it.
fn with_traffic(rest: &str) -> (String, Option<(String, String)>) {
    let mut words: Vec<&str> = rest
        .split_whitespace()
        .filter(|word| *word != "on" && *word != "port")
        .collect();
    let last = words.last().map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    if words.len() < 2 {
        return (words.join(" "), None);
    }
    if let Some((_, protocol, ports)) = USES.iter().find(|(name, ..)| *name == last) {
        words.pop();
        return (words.join(" "), Some(((*protocol).to_owned(), (*ports).to_owned())));
    }
    if PROTOCOLS.contains(&&*last) {
        words.pop();
        return (words.join(" "), Some((last, String::new())));
    }
    if !last.starts_with(|letter: char| letter.is_ascii_digit()) || !last.chars().all(is_of_ports) {
        return (words.join(" "), None);
    }
    words.pop();
    let protocol = words.last().map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    let protocol = if words.len() > 1 && PROTOCOLS.contains(&&*protocol) {
        words.pop();
        protocol
    } else {
        "tcp".to_owned()
    };
    (words.join(" "), Some((protocol, last)))
}

fn is_of_ports(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '-' | '–')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_falls_into_ends_and_traffic() {
        assert_eq!(halves("app-1 to s3 443"), Some(("app-1", "s3 443")));
        assert_eq!(halves("Trace from app-1 -> s3"), Some(("app-1", "s3")));
        assert_eq!(halves("can web-1 reach db-1?"), Some(("web-1", "db-1")));
        assert_eq!(halves("zoom in"), None);
        let traffic = |text: &str| {
            let (to, traffic) = with_traffic(text);
            let (protocol, ports) = traffic.unwrap_or_default();
            format!("{to}|{protocol}|{ports}")
        };
        assert_eq!(traffic("s3"), "s3||");
        assert_eq!(traffic("s3 443"), "s3|tcp|443");
        assert_eq!(traffic("10.0.0.9 udp 53"), "10.0.0.9|udp|53");
        assert_eq!(traffic("my db on port 1024-65535"), "my db|tcp|1024-65535");
        assert_eq!(traffic("web-1 ping"), "web-1|icmp|");
        assert_eq!(traffic("web-1 ICMP"), "web-1|icmp|");
        assert_eq!(traffic("443"), "443||");
    }
}
