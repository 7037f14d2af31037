//! Watched flows: a line along the path of the trace, dashed up to what stops it, dotted beyond.

use reach::id::Direction;
use reach::trace::{Leg, Trace};

use super::edges::chain;
use super::field::{Field, Stop, segments, through};
use super::journey::{HopPlace, Journey, label, name_of_stop};
use super::words::{pill_text, sign};
use super::{Anchor, FlowLine, Pill, Source};
use crate::Outcome;
use crate::kernel::geometry::{Rect, World};
use crate::kernel::polyline::{crossing, length, nearest, point_at, split};
use crate::kernel::route_edge::Segment;

/// From what stops a packet to the sign that says so.
const BEFORE: i32 = 24;

pub(super) fn lines(source: &Source<'_>, field: &mut Field) -> Vec<FlowLine> {
    let mut used: Vec<Segment> = Vec::new();
    let mut lines = Vec::new();
    for (index, trace) in source.traces.iter().enumerate().take(source.document.flows.len()) {
        let Some(journey) = Journey::of(source, field, trace) else {
            continue;
        };
        let mut drawn = draw(field, &journey, &used);
        let outcome = Outcome::of(trace);
        if outcome == Outcome::Refused {
            drawn.stop = refusal(field, &journey, trace, &drawn.path);
        }
        drawn.keep_apart(&lines);
        used.extend(segments(&drawn.path).chain(segments(&drawn.ghost)));
        let text = pill_text(trace, &name_of_stop(source, &journey.receiver));
        let stop = drawn
            .stop
            .filter(|_| matches!(outcome, Outcome::Blocked | Outcome::Refused));
        lines.push(FlowLine {
            flow: index,
            outcome,
            stations: stations(field, &journey, trace, &drawn.whole),
            arrives: !matches!(journey.stopped, Some((Leg::Forward, _))),
            path: drawn.path,
            ghost: drawn.ghost,
            stop,
            label: label(source, &journey, trace, &text),
            pill: Pill {
                rect: Rect::default(),
                sign: sign(trace).into(),
                text: text.into(),
                anchor: Anchor::Middle,
            },
        });
    }
    lines
}

#[derive(Default)]
struct Drawn {
    path: Vec<World>,
    ghost: Vec<World>,
    stop: Option<World>,
    /// Path and ghost together.
    whole: Vec<World>,
}

impl Drawn {
    /// A sign does not cover that of another line: it stands a little earlier.
    fn keep_apart(&mut self, lines: &[FlowLine]) {
        let on = |path: &[World], at: &World| point_at(path, nearest(path, *at)) == Some(*at);
        let covered = |at: World| {
            let near = |other: World| (other.x - at.x).abs() < BEFORE && (other.y - at.y).abs() < BEFORE;
            lines.iter().filter_map(|line| line.stop).any(near)
        };
        let Some(stop) = self.stop.filter(|stop| covered(*stop)) else {
            return;
        };
        let path = if on(&self.path, &stop) { &self.path } else { &self.ghost };
        let distance = nearest(path, stop);
        let mut earlier = (1..=12)
            .map(|step| distance - step * 8)
            .filter(|distance| *distance >= 0);
        let free = earlier.find_map(|distance| point_at(path, distance).filter(|at| !covered(*at)));
        let ends = self.path.last() == self.stop.as_ref();
        self.stop = free.or(self.stop);
        if ends && let Some(stop) = self.stop {
            self.end_at(nearest(&self.path, stop));
        }
    }

    /// The line ends here; what was left of it is dotted.
    fn end_at(&mut self, distance: i32) {
        let (before, after) = split(&self.path, distance);
        let beyond = std::mem::take(&mut self.ghost);
        self.stop = before.last().copied();
        self.path = before;
        self.ghost = after;
        let joined = self.ghost.last() == beyond.first();
        self.ghost.extend(beyond.into_iter().skip(usize::from(joined)));
    }
}

fn draw(field: &mut Field, journey: &Journey, used: &[Segment]) -> Drawn {
    let path = chain(field, &journey.reached, used);
    match &journey.stopped {
        None => Drawn {
            whole: path.clone(),
            path,
            ..Drawn::default()
        },
        Some((Leg::Forward, HopPlace::At(_))) => lost(field, journey, path, used),
        Some((Leg::Forward, place)) => {
            let at = where_on(field, &path, place, false);
            let (before, after) = split(&path, at);
            Drawn {
                stop: before.last().copied(),
                path: before,
                ghost: after,
                whole: path,
            }
        }
        Some((Leg::Return, place)) => lost_on_the_way_back(field, journey, path, place, used),
    }
}

/// The line ends right before what dropped the packet; a dotted one goes on to where it wanted to go.
fn lost(field: &mut Field, journey: &Journey, path: Vec<World>, used: &[Segment]) -> Drawn {
    let last = journey.reached.last();
    let own: Vec<Segment> = used.iter().copied().chain(segments(&path)).collect();
    let mut ghost = match last {
        Some(last) if *last != journey.receiver => field.connect(last, &journey.receiver, path.last().copied(), &own),
        _ => Vec::new(),
    };
    if path.len() < 2 {
        let (before, after) = split(&ghost, BEFORE.min(length(&ghost) / 2));
        return Drawn {
            stop: before.last().copied(),
            path: before,
            ghost: after,
            whole: ghost,
        };
    }
    if let (Some(entry), Some(exit), Some(rect)) = (path.last(), ghost.first(), last.and_then(|last| field.rect(last)))
    {
        ghost.splice(0..0, through(rect, *entry, *exit));
    }
    let long = length(&path);
    let whole = path.iter().chain(&ghost).copied().collect();
    let mut drawn = Drawn {
        stop: None,
        path,
        ghost,
        whole,
    };
    drawn.end_at(long - BEFORE.min(long / 2));
    drawn
}

/// The request arrives; the sign stands where the reply ends, and a dotted line leads there if the request came another way.
fn lost_on_the_way_back(
    field: &mut Field,
    journey: &Journey,
    path: Vec<World>,
    place: &HopPlace,
    used: &[Segment],
) -> Drawn {
    if let HopPlace::At(stop) = place
        && !journey.reached.contains(stop)
    {
        let own: Vec<Segment> = used.iter().copied().chain(segments(&path)).collect();
        let ghost = field.connect(&journey.receiver, stop, path.last().copied(), &own);
        let long = length(&ghost);
        return Drawn {
            stop: point_at(&ghost, long - BEFORE.min(long / 2)),
            whole: path.clone(),
            path,
            ghost,
        };
    }
    let at = where_on(field, &path, place, true);
    Drawn {
        stop: point_at(&path, at),
        whole: path.clone(),
        path,
        ghost: Vec::new(),
    }
}

/// Before what has the policy: the endpoint on the way, else the service itself. The line goes on, for the packets do.
fn refusal(field: &Field, journey: &Journey, trace: &Trace, path: &[World]) -> Option<World> {
    let at = &trace.authorization.as_ref()?.at;
    let is_there = |stop: &&Stop| matches!(stop, Stop::Node((of, _)) if of == at);
    let holder = journey.reached.iter().find(is_there).unwrap_or(&journey.receiver);
    point_at(path, where_on(field, path, &HopPlace::At(holder.clone()), false))
}

/// How far along the line something happens; `back` for the reply, which comes from the line's end.
fn where_on(field: &Field, path: &[World], place: &HopPlace, back: bool) -> i32 {
    let long = length(path);
    let rect = place.stop().and_then(|stop| field.rect(stop));
    match (place, rect) {
        (HopPlace::Border(_, direction), Some(rect)) => {
            // A packet of the request leaves a subnet where the line first crosses its border; the reply where it last does.
            let from_the_end = (*direction == Direction::In) != back;
            border(path, rect, from_the_end).unwrap_or(long / 2)
        }
        (HopPlace::Beside(_, direction), Some(_)) if (*direction == Direction::Out) != back => BEFORE.min(long / 2),
        (HopPlace::Beside(..), Some(_)) => long - BEFORE.min(long / 2),
        (HopPlace::At(_), Some(rect)) => {
            let centre = nearest(path, rect.centre());
            let away =
                |distance: &i32| point_at(path, *distance).is_none_or(|point| !rect.inflated(10).contains(point));
            let step = if back { 4 } else { -4 };
            (0..60)
                .map(|count| centre + count * step)
                .find(away)
                .unwrap_or(centre)
                .clamp(0, long)
        }
        _ => long / 2,
    }
}

fn border(path: &[World], rect: Rect, from_the_end: bool) -> Option<i32> {
    if from_the_end {
        let turned: Vec<World> = path.iter().rev().copied().collect();
        crossing(&turned, rect).map(|at| length(path) - at)
    } else {
        crossing(path, rect)
    }
}

/// Where each hop stands, so that a step of the trace can be shown.
fn stations(field: &Field, journey: &Journey, trace: &Trace, whole: &[World]) -> Vec<(usize, World)> {
    let mut stations = Vec::new();
    for (index, place) in journey.hops.iter().enumerate() {
        let at = match place {
            HopPlace::At(stop) | HopPlace::Beside(stop, _) => field.rect(stop).map(Rect::centre),
            HopPlace::Border(Stop::Frame(_), direction) => {
                let back = index >= trace.forward.len();
                let rect = place.stop().and_then(|stop| field.rect(stop));
                rect.and_then(|rect| border(whole, rect, (*direction == Direction::In) != back))
                    .and_then(|distance| point_at(whole, distance))
            }
            _ => None,
        };
        stations.extend(at.map(|at| (index, at)));
    }
    stations
}
