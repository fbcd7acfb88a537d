//! One drawing: parts exploded along their axis, balloons in a line beside them, frame and title block.

use super::canvas::{Canvas, Line, PAPER};
use super::geometry::{ABOVE, ALONG, Flat, Space, View};
use super::shapes::{Part, Shape, build};
use crate::demo::DemoError;

/// Radius of a balloon in pixels.
pub(crate) const BALLOON: f32 = 25.0;
/// Smallest distance between the middles of two balloons in a line.
const BALLOON_STEP: f32 = 62.0;
/// Room for parts and balloons: left, top, right, bottom.
const FIELD: (f32, f32, f32, f32) = (56.0, 56.0, 1544.0, 950.0);
/// More parts than this are drawn in two rows.
const ROW: usize = 8;

/// The finished picture and where its balloons are, as shares of width and height.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    pub(crate) png: Vec<u8>,
    pub(crate) balloons: Vec<Balloon>,
}

/// A numbered balloon; `x` and `y` run 0..1 from the top left corner of the picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Balloon {
    pub(crate) position: String,
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// What the title block says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TitleBlock<'a> {
    pub(crate) figure: &'a str,
    pub(crate) title: &'a str,
    pub(crate) machine: &'a str,
    pub(crate) maker: &'a str,
}

struct Placed {
    position: String,
    part: Part,
    at: Space,
    row: usize,
}

struct Leader {
    position: String,
    tip: Flat,
    centre: Flat,
}

/// Draws the parts of one assembly, the first one nearest to the viewer; a part without a position gets no balloon.
pub(crate) fn explode(parts: &[(String, Shape)], title: TitleBlock<'_>) -> Result<Drawing, DemoError> {
    let rows = if parts.len() > ROW { 2 } else { 1 };
    // Two rows may stand below or beside each other: the way that lets the parts be drawn largest is taken.
    let ways: &[f32] = if rows == 2 { &[0.0, 0.25, 0.5, 0.75, 1.0] } else { &[0.0] };
    let mut best: Option<(Vec<Placed>, View, Vec<Leader>)> = None;
    for beside in ways {
        let placed = place(parts, rows, *beside);
        let (view, leaders) = fit(&placed, rows);
        if best.as_ref().is_none_or(|(_, found, _)| view.scale > found.scale + 1e-4) {
            best = Some((placed, view, leaders));
        }
    }
    let Some((placed, view, leaders)) = best else { return Err(DemoError::Drawing) };
    let mut canvas = Canvas::new()?;
    for row in 0..rows {
        draw_axis(&mut canvas, &view, &placed, row);
    }
    let mut order: Vec<&Placed> = placed.iter().collect();
    order.sort_by(|p, q| (p.row, q.at.u).partial_cmp(&(q.row, p.at.u)).unwrap_or(std::cmp::Ordering::Equal));
    for one in order {
        for solid in &one.part.solids {
            solid.draw(&mut canvas, &view, one.at);
        }
    }
    draw_leaders(&mut canvas, &leaders);
    draw_frame(&mut canvas, title);
    let balloons = leaders
        .into_iter()
        .map(|leader| Balloon {
            position: leader.position,
            x: leader.centre.x / PAPER.0 as f32,
            y: leader.centre.y / PAPER.1 as f32,
        })
        .collect();
    Ok(Drawing { png: canvas.png()?, balloons })
}

/// Half the size of a part across the axis.
fn radius(part: &Part) -> f32 {
    let corners = part.solids.iter().flat_map(super::solid::Solid::corners);
    corners.map(|p| p.v.abs().max(p.w.abs())).fold(8.0, f32::max)
}

/// Puts the parts on one or two axes; `beside` 0 sets the second row below the first, 1 to the right of it.
fn place(parts: &[(String, Shape)], rows: usize, beside: f32) -> Vec<Placed> {
    let per_row = parts.len().div_ceil(rows).max(1);
    let mut placed: Vec<Placed> = Vec::with_capacity(parts.len());
    for (row, chunk) in parts.chunks(per_row).enumerate() {
        let mut u = 0.0;
        let mut previous: Option<f32> = None;
        for (position, shape) in chunk {
            let part = build(*shape);
            let size = radius(&part);
            if let Some(before) = previous {
                u += 26.0 + 0.42 * (before + size);
            }
            let at = Space::new(u, 0.0, 0.0);
            u += part.length;
            previous = Some(size);
            placed.push(Placed { position: position.clone(), part, at, row });
        }
        for one in placed.iter_mut().filter(|p| p.row == row) {
            one.at.u -= u / 2.0;
        }
    }
    if rows == 2 {
        let reach = |row: usize, way: f32| {
            let unit = View { scale: 1.0, shift: Flat::new(0.0, 0.0) };
            outline(&placed, &unit, row).map(|p| p.dot(ABOVE) * way).fold(0.0, f32::max)
        };
        let apart = reach(0, -1.0) + reach(1, 1.0) + 24.0;
        let (right, down) = (apart * beside / 0.5, apart * (1.0 - beside) / 0.866);
        for one in &mut placed {
            let half = if one.row == 0 { -0.5 } else { 0.5 };
            let (du, dv) = (right / 1.732 - down, right / 1.732 + down);
            one.at = one.at.plus(Space::new(half * du, half * dv, 0.0));
        }
    }
    placed
}

fn outline<'a>(placed: &'a [Placed], view: &'a View, row: usize) -> impl Iterator<Item = Flat> + 'a {
    placed.iter().filter(move |p| p.row == row).flat_map(move |one| points(one, view))
}

fn points<'a>(one: &'a Placed, view: &'a View) -> impl Iterator<Item = Flat> + 'a {
    one.part.solids.iter().flat_map(super::solid::Solid::corners).map(|p| view.project(one.at.plus(p)))
}

/// The largest scale at which parts and balloons stay inside the field.
fn fit(placed: &[Placed], rows: usize) -> (View, Vec<Leader>) {
    let mut scale = 2.3;
    let mut result = (View { scale, shift: Flat::new(0.0, 0.0) }, Vec::new());
    for _ in 0..60 {
        let view = View { scale, shift: Flat::new(0.0, 0.0) };
        let leaders = leaders(placed, &view, rows);
        let parts = (0..rows).flat_map(|row| outline(placed, &view, row)).map(|p| (p, 4.0));
        let bounds = parts.chain(leaders.iter().map(|l| (l.centre, BALLOON + 3.0))).fold(
            (f32::MAX, f32::MAX, f32::MIN, f32::MIN),
            |(left, top, right, bottom), (p, around)| {
                (left.min(p.x - around), top.min(p.y - around), right.max(p.x + around), bottom.max(p.y + around))
            },
        );
        let (left, top, right, bottom) = bounds;
        let shift = Flat::new(
            f32::midpoint(FIELD.0, FIELD.2) - f32::midpoint(left, right),
            f32::midpoint(FIELD.1, FIELD.3) - f32::midpoint(top, bottom),
        );
        let moved = leaders
            .into_iter()
            .map(|l| Leader { position: l.position, tip: l.tip.plus(shift, 1.0), centre: l.centre.plus(shift, 1.0) })
            .collect();
        result = (View { scale, shift }, moved);
        if right - left <= FIELD.2 - FIELD.0 && bottom - top <= FIELD.3 - FIELD.1 {
            break;
        }
        scale *= 0.965;
    }
    result
}

/// Balloons of the first row stand in a line above it, those of the second row below it.
fn leaders(placed: &[Placed], view: &View, rows: usize) -> Vec<Leader> {
    let mut all = Vec::with_capacity(placed.len());
    for row in 0..rows {
        let way = if row == 0 { 1.0 } else { -1.0 };
        let out = Flat::new(ABOVE.x * way, ABOVE.y * way);
        let line = outline(placed, view, row).map(|p| p.dot(out)).fold(f32::MIN, f32::max) + 62.0;
        let mut tips: Vec<(String, Flat, f32)> = placed
            .iter()
            .filter(|p| p.row == row && !p.position.is_empty())
            .map(|one| {
                let tip = tip(one, view, out);
                (one.position.clone(), tip, tip.dot(ALONG))
            })
            .collect();
        tips.sort_by(|a, b| a.2.total_cmp(&b.2));
        let places = spread(&tips.iter().map(|t| t.2).collect::<Vec<_>>());
        for ((position, tip, _), along) in tips.into_iter().zip(places) {
            let centre = Flat::new(0.0, 0.0).plus(ALONG, along).plus(out, line);
            all.push(Leader { position, tip, centre });
        }
    }
    all
}

/// The point of a part farthest out, on one of its solids and a little inside the edge.
fn tip(one: &Placed, view: &View, out: Flat) -> Flat {
    let mut best: Option<(f32, Vec<Flat>)> = None;
    for solid in &one.part.solids {
        let corners: Vec<Flat> = solid.corners().into_iter().map(|p| view.project(one.at.plus(p))).collect();
        let far = corners.iter().map(|p| p.dot(out)).fold(f32::MIN, f32::max);
        if best.as_ref().is_none_or(|(found, _)| far >= *found - 0.5) {
            best = Some((far, corners.into_iter().filter(|p| p.dot(out) > far - 2.0).collect()));
        }
    }
    let edge = best.map(|(_, edge)| edge).unwrap_or_default();
    let count = edge.len().max(1) as f32;
    let sum = edge.iter().fold(Flat::new(0.0, 0.0), |sum, p| sum.plus(*p, 1.0));
    Flat::new(sum.x / count, sum.y / count).plus(out, -7.0)
}

/// Moves sorted places apart to the balloon step, as little as possible.
fn spread(wanted: &[f32]) -> Vec<f32> {
    let mut groups: Vec<(f32, usize)> = Vec::new();
    for (index, place) in wanted.iter().enumerate() {
        // A group is its mean start and its size; groups that touch are joined.
        let mut group = (*place, 1_usize);
        while let Some(last) = groups.last().copied() {
            if last.0 + last.1 as f32 * BALLOON_STEP <= group.0 {
                break;
            }
            groups.pop();
            let joined = last.1 + group.1;
            let start =
                (last.0 * last.1 as f32 + (group.0 - last.1 as f32 * BALLOON_STEP) * group.1 as f32) / joined as f32;
            group = (start, joined);
        }
        groups.push(group);
        debug_assert!(groups.iter().map(|g| g.1).sum::<usize>() == index + 1);
    }
    groups.into_iter().flat_map(|(start, count)| (0..count).map(move |i| start + i as f32 * BALLOON_STEP)).collect()
}

fn draw_axis(canvas: &mut Canvas, view: &View, placed: &[Placed], row: usize) {
    let ends = placed.iter().filter(|p| p.row == row);
    let near = ends.clone().map(|p| p.at.u).fold(f32::MAX, f32::min) - 46.0;
    let far = ends.clone().map(|p| p.at.u + p.part.length).fold(f32::MIN, f32::max) + 46.0;
    let Some(first) = ends.clone().next() else { return };
    let line =
        |v: f32, w: f32, near: f32, far: f32| [Space::new(near, v, w), Space::new(far, v, w)].map(|p| view.project(p));
    canvas.stroke(&line(first.at.v, first.at.w, near, far), false, Line::Axis);
    for one in ends {
        for (v, w) in &one.part.side_axes {
            let reach = one.at.u + one.part.length + 70.0;
            canvas.stroke(&line(one.at.v + v, one.at.w + w, one.at.u - 20.0, reach), false, Line::Axis);
        }
    }
}

fn draw_leaders(canvas: &mut Canvas, leaders: &[Leader]) {
    for leader in leaders {
        let length = leader.tip.distance(leader.centre).max(1.0);
        let toward = Flat::new((leader.tip.x - leader.centre.x) / length, (leader.tip.y - leader.centre.y) / length);
        canvas.stroke(&[leader.centre.plus(toward, BALLOON), leader.tip], false, Line::Thin);
        canvas.disc(leader.tip, 4.2, 20);
        canvas.disc(leader.centre, BALLOON, 255);
        canvas.ring(leader.centre, BALLOON, 2.2);
        let height = if leader.position.len() > 2 { 17.0 } else { 22.0 };
        canvas.letter_centred(&leader.position, leader.centre, height, 2.4);
    }
}

/// Frame and title block, as on every drawing of the company.
pub(super) fn draw_frame(canvas: &mut Canvas, title: TitleBlock<'_>) {
    let corner = |left: f32, top: f32, right: f32, bottom: f32| {
        [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| Flat::new(x, y))
    };
    canvas.stroke(&corner(22.0, 22.0, 1578.0, 1078.0), true, Line::Thick);
    canvas.fill(&[&corner(840.0, 972.0, 1578.0, 1078.0)], 255);
    canvas.stroke(&corner(840.0, 972.0, 1578.0, 1078.0), true, Line::Thick);
    canvas.stroke(&[Flat::new(840.0, 1020.0), Flat::new(1578.0, 1020.0)], false, Line::Thin);
    canvas.stroke(&[Flat::new(1290.0, 972.0), Flat::new(1290.0, 1078.0)], false, Line::Thin);
    canvas.letter_within(title.maker, Flat::new(860.0, 1004.0), 16.0, 1.9, 410.0);
    canvas.letter_within(title.machine, Flat::new(1310.0, 1004.0), 16.0, 1.9, 250.0);
    canvas.letter_within(title.title, Flat::new(860.0, 1060.0), 22.0, 2.3, 410.0);
    canvas.letter_within(title.figure, Flat::new(1310.0, 1062.0), 26.0, 2.9, 250.0);
}
