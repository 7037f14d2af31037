//! Watched flows with their verdicts.

use std::rc::Rc;

use super::ends::spot;
use super::words::{pill_text, sign};
use super::{Edge, FlowLine, Group, Pill, Source};
use crate::kernel::geometry::{Rect, World};
use crate::kernel::route_edge::elbow;
use crate::kernel::text::{Type, width};

pub(super) fn lines(source: &Source<'_>, _groups: &[Rc<Group>], _edges: &[Rc<Edge>]) -> Vec<FlowLine> {
    let flows = source.document.flows.iter().zip(source.traces).enumerate();
    flows
        .filter_map(|(index, (flow, trace))| {
            let question = &flow.question;
            let from = source.spot_rect(&spot(source, &question.from, &question.to)?)?;
            let to = source.spot_rect(&spot(source, &question.to, &question.from)?)?;
            let path = elbow(from, to);
            let text = pill_text(trace);
            let sign = sign(trace);
            let middle = path.get(path.len() / 2).copied().unwrap_or(World::new(0, 0));
            let wide = width(&text, Type::Pill) + width(sign, Type::Pill) + 28;
            Some(FlowLine {
                flow: index,
                verdict: trace.verdict,
                path,
                ghost: Vec::new(),
                stop: None,
                pill: Pill {
                    rect: Rect::around(middle, wide, 24),
                    sign: sign.into(),
                    text: text.clone().into(),
                },
                stations: Vec::new(),
                label: text.into(),
            })
        })
        .collect()
}
