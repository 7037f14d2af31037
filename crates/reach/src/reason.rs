//! The registry of reasons: every code, its rule ids, its words and its AWS page.
//!
//! Each rule file declares its own [`Reason`]s; [`ALL`] lists them. The words are templates: `{name}` is filled from the
//! facts of a [`crate::trace::Finding`], and nothing else in the engine contains a sentence.

/// One way in which a component decides.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// A code of `codes.md`, or a name in lower case for what lets the packet go on (which is never shown as a code).
    pub code: &'static str,
    /// The rules of the specification that say so, the deciding one first.
    pub rules: &'static [&'static str],
    /// A few words, as on a chip: "No route".
    pub title: &'static str,
    /// One or two sentences with `{places}`.
    pub words: &'static str,
    /// The AWS page, without `https://docs.aws.amazon.com/`.
    pub page: &'static str,
    /// Rests on what is commonly known, not on an AWS page (tag K of the specification).
    pub assumed: bool,
}

impl Reason {
    /// The code as users see it; `None` for a reason that stops nothing and has no code of AWS's.
    pub fn shown_code(&self) -> Option<&'static str> {
        self.code
            .starts_with(|first: char| first.is_ascii_uppercase())
            .then_some(self.code)
    }
}

/// The answer depends on something that this program does not model (DEC-26).
pub static NOT_MODELLED: Reason = Reason {
    code: "UNSUPPORTED_COMPONENT",
    rules: &[],
    title: "Not modelled",
    words: "{at} is not modelled, so nobody can say whether the packet gets through.",
    page: "vpc/latest/reachability/explanation-codes.html",
    assumed: false,
};
