//! Values of options: ports, messages, formats, expectations.

use document::{Expectation, text};
use lexopt::Parser;
use reach::topology::{PortRange, Traffic};

use super::words;
use crate::failure::Failure;

pub(super) fn ports(parser: &mut Parser, option: &str) -> Result<PortRange, Failure> {
    let value = words(parser.value()?)?;
    text::parse_ports(&value).map_err(|_| {
        Failure::new(format!("{option} cannot be `{value}`")).fix("Write a port or a range, as in 443 or 8000-8010")
    })
}

/// The type is optional: what comes next is it if it begins with a digit and is no file.
pub(super) fn icmp(parser: &mut Parser) -> Result<Traffic, Failure> {
    let mut message = parser.optional_value();
    if message.is_none()
        && let Some(mut rest) = parser.try_raw_args()
    {
        let is_message = |next: &std::ffi::OsStr| {
            next.to_str().is_some_and(|next| {
                !next.is_empty() && next.bytes().all(|byte| byte.is_ascii_digit() || b"/*".contains(&byte))
            })
        };
        if rest.peek().is_some_and(is_message) {
            message = rest.next();
        }
    }
    let message = message.map(words).transpose()?.unwrap_or_default();
    text::parse_traffic(&format!("icmp {message}")).map_err(|_| {
        Failure::new(format!("--icmp cannot be `{message}`")).fix("Write a type or type/code, as in 8 or 3/4")
    })
}

pub(super) fn protocol(parser: &mut Parser) -> Result<Traffic, Failure> {
    let value = words(parser.value()?)?;
    let number = value.parse().map_err(|_| {
        Failure::new(format!("--proto cannot be `{value}`")).fix("Write a protocol's number from 0 to 255, as in 47")
    })?;
    Ok(Traffic::Protocol(number))
}

pub(super) fn only_one(traffic: &mut Option<Traffic>, value: Traffic) -> Result<(), Failure> {
    match traffic.replace(value) {
        None => Ok(()),
        Some(_) => Err(Failure::new("a flow has one protocol").fix("Use one of --tcp, --udp, --icmp and --proto")),
    }
}

pub(super) fn assertion(word: String) -> Result<Expectation, Failure> {
    if let Some(known) = Expectation::from_word(&word) {
        return Ok(known);
    }
    let codes = || reach::reason::all().filter_map(|reason| reason.shown_code());
    if codes().any(|code| code == word) {
        return Ok(Expectation::Code(word.into()));
    }
    let known = Expectation::WORDS.into_iter().chain(codes());
    let fix =
        text::did_you_mean(&word, known).unwrap_or_else(|| format!("Use {} or a code", Expectation::WORDS.join(", ")));
    Err(Failure::new(format!("--assert cannot be `{word}`")).fix(fix))
}
