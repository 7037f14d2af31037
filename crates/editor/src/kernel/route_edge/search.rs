//! The cheapest way over the grid.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::grid::Grid;
use super::{Port, Request};
use crate::kernel::geometry::{Rect, Side, World, hull};

/// A bend is worth a detour of this many pixels.
const BEND: u32 = 40;
/// Gives up after this many steps.
const MOST_STEPS: usize = 60_000;
const NOWHERE: u32 = u32::MAX;

const fn direction(side: Side) -> u8 {
    match side {
        Side::Right => 0,
        Side::Bottom => 1,
        Side::Left => 2,
        Side::Top => 3,
    }
}

struct Search<'a> {
    grid: &'a Grid,
    best: Vec<u32>,
    came: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32, u32)>>,
    /// Around all ports where it may end.
    goal: Rect,
}

pub(super) fn shortest(grid: &Grid, request: &Request<'_>) -> Option<Vec<World>> {
    let states = grid.xs.len() * grid.ys.len() * 4;
    let mut search = Search {
        grid,
        best: vec![NOWHERE; states],
        came: vec![NOWHERE; states],
        queue: BinaryHeap::new(),
        goal: hull(
            request
                .to
                .iter()
                .map(|port| Rect::new(port.stub().x, port.stub().y, 0, 0)),
        )?,
    };
    let mut starts: Vec<(usize, Port)> = Vec::new();
    for port in request.from {
        if let Some(index) = grid.find(port.stub()) {
            starts.push((index, *port));
            search.push(index, direction(port.side), port.cost, NOWHERE);
        }
    }
    let goals: Vec<(usize, Port)> = request
        .to
        .iter()
        .filter_map(|port| Some((grid.find(port.stub())?, *port)))
        .collect();
    let (state, goal) = search.run(&goals)?;
    let (path, first) = search.path_to(state);
    let start = starts
        .iter()
        .filter(|(index, port)| (*index, direction(port.side)) == first)
        .min_by_key(|(_, port)| port.cost)?;
    let mut points = vec![start.1.at];
    points.extend(path);
    points.push(goal.at);
    Some(points)
}

impl Search<'_> {
    fn push(&mut self, index: usize, direction: u8, cost: u32, came: u32) {
        let state = index * 4 + usize::from(direction);
        let Some(best) = self.best.get_mut(state) else {
            return;
        };
        if cost >= *best {
            return;
        }
        *best = cost;
        if let Some(cell) = self.came.get_mut(state) {
            *cell = came;
        }
        self.queue
            .push(Reverse((cost.saturating_add(self.left(index)), cost, state as u32)));
    }

    /// At least this much is still to go.
    fn left(&self, index: usize) -> u32 {
        let (at, goal) = (self.grid.point(index), self.goal);
        let beyond = |value: i32, from: i32, to: i32| value.clamp(from, to).abs_diff(value);
        beyond(at.x, goal.x, goal.right()) + beyond(at.y, goal.y, goal.bottom())
    }

    fn run(&mut self, goals: &[(usize, Port)]) -> Option<(usize, Port)> {
        let mut found: Option<(u32, usize, Port)> = None;
        for _ in 0..MOST_STEPS {
            let Some(Reverse((guess, cost, state))) = self.queue.pop() else {
                break;
            };
            if found.as_ref().is_some_and(|(best, ..)| guess >= *best) {
                break;
            }
            let (index, heading) = (state as usize / 4, (state % 4) as u8);
            if self.best.get(state as usize).is_some_and(|best| *best < cost) {
                continue;
            }
            for (_, port) in goals.iter().filter(|(goal, _)| *goal == index) {
                let wanted = (direction(port.side) + 2) % 4;
                if heading == (wanted + 2) % 4 {
                    continue;
                }
                let total = cost + port.cost + if heading == wanted { 0 } else { BEND };
                if found.as_ref().is_none_or(|(best, ..)| total < *best) {
                    found = Some((total, state as usize, *port));
                }
            }
            for turn in [0, 1, 3] {
                let next = (heading + turn) % 4;
                if let Some((to, toll)) = self.grid.step(index, next) {
                    let bend = if turn == 0 { 0 } else { BEND };
                    self.push(to, next, cost.saturating_add(toll).saturating_add(bend), state);
                }
            }
        }
        found.map(|(_, state, port)| (state, port))
    }

    /// The points from the start, and the grid point and heading of the start.
    fn path_to(&self, goal: usize) -> (Vec<World>, (usize, u8)) {
        let mut points = Vec::new();
        let mut state = goal;
        loop {
            points.push(self.grid.point(state / 4));
            match self.came.get(state) {
                Some(&came) if came != NOWHERE => state = came as usize,
                _ => break,
            }
        }
        points.reverse();
        (points, (state / 4, (state % 4) as u8))
    }
}
