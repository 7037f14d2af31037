//! Colours of pictures, the page's own (`www/tokens.css`), and how each thing looks. Everything is an attribute: style sheets are
//! forbidden in many places where pictures are shown.

use crate::Outcome;
use crate::scene::Tone;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub(super) canvas: &'static str,
    pub(super) surface: &'static str,
    pub(super) raised: &'static str,
    pub(super) sunken: &'static str,
    pub(super) line: &'static str,
    pub(super) text: &'static str,
    pub(super) quiet: &'static str,
    pub(super) on_sign: &'static str,
    site: &'static str,
    compute: &'static str,
    network: &'static str,
    storage: &'static str,
    verdicts: [(&'static str, &'static str); 4],
}

const LIGHT: Ink = Ink {
    canvas: "#f6f7f9",
    surface: "#ffffff",
    raised: "#ffffff",
    sunken: "#f1f3f6",
    line: "#c9d0da",
    text: "#111827",
    quiet: "#475467",
    on_sign: "#ffffff",
    site: "#6b7787",
    compute: "#d86613",
    network: "#8c4fff",
    storage: "#6b8f10",
    verdicts: [
        ("#0b6fb8", "#e6f1fa"),
        ("#8a5a00", "#fbf1dc"),
        ("#c2410c", "#fdece3"),
        ("#5f6a7d", "#eef0f3"),
    ],
};

const DARK: Ink = Ink {
    canvas: "#0c1017",
    surface: "#12161f",
    raised: "#181e29",
    sunken: "#171c26",
    line: "#374253",
    text: "#eef1f6",
    quiet: "#aab4c3",
    on_sign: "#12161f",
    site: "#8d99aa",
    compute: "#ed7100",
    network: "#a677ff",
    storage: "#7aa116",
    verdicts: [
        ("#56b4e9", "#10293b"),
        ("#e0b252", "#32270f"),
        ("#ff8a4c", "#3a1d10"),
        ("#8b98ab", "#1d2430"),
    ],
};

const TEAL: &str = "#00a4a6";
const GREEN: &str = "#7aa116";

impl Ink {
    pub(super) const fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => LIGHT,
            Theme::Dark => DARK,
        }
    }

    /// A line's colour, and a soft one behind words.
    pub(super) const fn verdict(&self, outcome: Outcome) -> (&'static str, &'static str) {
        let [allowed, partial, blocked, unknown] = self.verdicts;
        match outcome {
            Outcome::Allowed => allowed,
            Outcome::Partial => partial,
            Outcome::Blocked | Outcome::Refused => blocked,
            Outcome::Unknown => unknown,
        }
    }

    pub(super) const fn tone(&self, tone: Tone) -> &'static str {
        match tone {
            Tone::Region | Tone::Private => TEAL,
            Tone::Public => GREEN,
            Tone::Vpc => "#8c4fff",
            Tone::Site => self.site,
        }
    }

    pub(super) fn family(&self, family: &str) -> &'static str {
        match family {
            "compute" => self.compute,
            "storage" => self.storage,
            "database" => "#c925d1",
            "security" => "#dd344c",
            "subnet" => TEAL,
            "site" => self.site,
            _ => self.network,
        }
    }
}
