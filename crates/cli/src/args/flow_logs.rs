//! How flow-log lines are written, and what only the caller knows about them: how much passed, and when.

use document::text;
use reach::flow_log::{Connection, Field, Format, Record, Seen};
use reach::trace::Leg;

use crate::failure::Failure;

/// Of one bare packet without any other header.
const BYTES_OF_A_PACKET: u64 = 40;

#[derive(Debug)]
pub(crate) struct FlowLogs {
    pub(crate) format: Format,
    packets: u64,
    bytes: Option<u64>,
    window: Window,
    /// Of the lines about the reply.
    reply_window: Option<Window>,
    connection: Connection,
}

/// Unix seconds.
type Window = (u64, u64);

impl Default for FlowLogs {
    fn default() -> Self {
        let one = Seen::ONE_PACKET;
        Self {
            format: Format::default_format(),
            packets: one.packets,
            bytes: None,
            window: (one.start, one.end),
            reply_window: None,
            connection: one.connection,
        }
    }
}

impl FlowLogs {
    /// Sets one option, without its dashes.
    pub(super) fn set(&mut self, option: &str, value: &str) -> Result<(), Failure> {
        match option {
            "flow-log-format" => self.format = format(value)?,
            "flow-log-packets" => self.packets = number(option, value)?,
            "flow-log-bytes" => self.bytes = Some(number(option, value)?),
            "flow-log-window" => self.window = window(option, value)?,
            "flow-log-reply-window" => self.reply_window = Some(window(option, value)?),
            "flow-log-connection" => self.connection = connection(value)?,
            other => {
                let known = OPTIONS.iter().copied();
                let fix = text::did_you_mean(other, known).unwrap_or_else(|| "See reachlight trace --help".to_owned());
                return Err(Failure::new(format!("`--{other}` is not an option here")).fix(fix));
            }
        }
        Ok(())
    }

    /// What the line about this record says of amounts and times.
    pub(crate) fn seen(&self, record: &Record) -> Seen {
        let (start, end) = match record.leg {
            Leg::Forward => self.window,
            Leg::Return => self.reply_window.unwrap_or(self.window),
        };
        Seen {
            packets: self.packets,
            bytes: self
                .bytes
                .unwrap_or_else(|| self.packets.saturating_mul(BYTES_OF_A_PACKET)),
            start,
            end,
            connection: self.connection,
        }
    }
}

const OPTIONS: [&str; 6] = [
    "flow-log-format",
    "flow-log-packets",
    "flow-log-bytes",
    "flow-log-window",
    "flow-log-reply-window",
    "flow-log-connection",
];

/// `5` is every field up to version 5.
fn format(value: &str) -> Result<Format, Failure> {
    let version = value.strip_prefix('v').unwrap_or(value).parse();
    if let Ok(version @ 2..=10) = version {
        return Ok(Format::up_to(version));
    }
    Format::parse(value).map_err(|unknown| {
        let names = Field::ALL.iter().map(|field| field.name());
        let fix = text::did_you_mean(&unknown.0, names)
            .unwrap_or_else(|| "Write a version from 2 to 10, or fields, as in \"interface-id action\"".to_owned());
        Failure::new(format!("--flow-log-format: `{}` is not a field", unknown.0)).fix(fix)
    })
}

fn number(option: &str, value: &str) -> Result<u64, Failure> {
    let wrong = |_| Failure::new(format!("--{option} cannot be `{value}`")).fix("Write a number, as in 4");
    value.parse().map_err(wrong)
}

fn window(option: &str, value: &str) -> Result<Window, Failure> {
    let times = value.split_once('-').and_then(|(start, end)| {
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start <= end).then_some((start, end))
    });
    times.ok_or_else(|| {
        Failure::new(format!("--{option} cannot be `{value}`"))
            .fix("Write two times in Unix seconds, as in 1432917027-1432917142")
    })
}

fn connection(value: &str) -> Result<Connection, Failure> {
    match value {
        "opens" => Ok(Connection::Opens),
        "opens-and-closes" => Ok(Connection::OpensAndCloses),
        "goes-on" => Ok(Connection::GoesOn),
        _ => Err(Failure::new(format!("--flow-log-connection cannot be `{value}`"))
            .fix("Write opens, opens-and-closes or goes-on")),
    }
}
