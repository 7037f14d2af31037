use document::Expectation;
use reach::trace::Trace;

/// Whether the trace came out as its author expects.
pub(crate) fn holds(expectation: &Expectation, trace: &Trace) -> bool {
    match expectation {
        Expectation::Verdict(verdict) => trace.verdict == *verdict,
        Expectation::Code(code) => first_code(trace) == Some(code),
    }
}

pub(crate) fn first_code(trace: &Trace) -> Option<&'static str> {
    trace.first_blocker()?.finding.reason.shown_code()
}

pub(crate) fn in_words(expectation: &Expectation) -> &str {
    match expectation {
        Expectation::Verdict(verdict) => verdict.word(),
        Expectation::Code(code) => code,
    }
}
