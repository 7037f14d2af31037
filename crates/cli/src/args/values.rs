//! Values of options: ports, messages, formats, expectations.

use document::{Expectation, text};
use lexopt::Parser;
use reach::flow_log;
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

/// `5` is every field up to version 5.
pub(super) fn log_format(value: &str) -> Result<flow_log::Format, Failure> {
    let version = value.strip_prefix('v').unwrap_or(value).parse();
    if let Ok(version @ 2..=10) = version {
        return Ok(flow_log::Format::up_to(version));
    }
    flow_log::Format::parse(value).map_err(|unknown| {
        let names = flow_log::Field::ALL.iter().map(|field| field.name());
        let fix = text::did_you_mean(&unknown.0, names)
            .unwrap_or_else(|| "Write a version from 2 to 10, or fields, as in \"interface-id action\"".to_owned());
        Failure::new(format!("--flow-log-format: `{}` is not a field", unknown.0)).fix(fix)
    })
}

pub(super) fn log_window(value: &str) -> Result<flow_log::Seen, Failure> {
    let times = value.split_once('-').and_then(|(start, end)| {
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start <= end).then_some((start, end))
    });
    let wrong = || {
        Failure::new(format!("--flow-log-window cannot be `{value}`"))
            .fix("Write two times in Unix seconds, as in 1432917027-1432917142")
    };
    let (start, end) = times.ok_or_else(wrong)?;
    Ok(flow_log::Seen {
        start,
        end,
        ..flow_log::Seen::ONE_PACKET
    })
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
