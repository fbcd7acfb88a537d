//! Solids: an outline extruded along an axis, drawn with shaded facets, visible edges and see-through holes.

use super::canvas::{Canvas, Line};
use super::geometry::{Axis, Flat, Space, View, area, brightness, circle, clip, nearness, pairs};

/// Grey of the lit and of the dark side of a material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Machined or painted metal.
    Light,
    /// Cast iron, raw steel.
    Steel,
    /// Rubber, plastic, friction lining.
    Dark,
}

impl Tone {
    fn grey(self, brightness: f32) -> u8 {
        let (dark, light) = match self {
            Self::Light => (176.0, 254.0),
            Self::Steel => (140.0, 232.0),
            Self::Dark => (62.0, 132.0),
        };
        // Steps of four keep the pictures small without visible bands.
        let grey: f32 = dark + (light - dark) * brightness;
        ((grey / 4.0).round() * 4.0).clamp(0.0, 255.0) as u8
    }
}

/// One piece of a part.
#[derive(Clone, Debug)]
pub(super) enum Solid {
    /// An extruded outline; `near` is the coordinate of the end that is seen.
    Prism(Prism),
    /// A bent round bar: rope, hose, spring wire.
    Bar { points: Vec<Space>, width: f32, tone: Tone },
    /// A line on a surface.
    Mark { points: Vec<Space>, closed: bool },
}

/// An outline extruded along an axis, with holes that go through.
#[derive(Clone, Debug)]
pub(super) struct Prism {
    pub(super) axis: Axis,
    pub(super) outline: Vec<(f32, f32)>,
    pub(super) holes: Vec<Vec<(f32, f32)>>,
    pub(super) near: f32,
    pub(super) far: f32,
    /// Size of the near end relative to the far end, around `centre`.
    pub(super) taper: f32,
    pub(super) centre: (f32, f32),
    pub(super) tone: Tone,
}

impl Prism {
    pub(super) fn new(axis: Axis, outline: Vec<(f32, f32)>, near: f32, far: f32) -> Self {
        let outline = if area(&outline) < 0.0 { outline.into_iter().rev().collect() } else { outline };
        Self { axis, outline, holes: Vec::new(), near, far, taper: 1.0, centre: (0.0, 0.0), tone: Tone::Light }
    }

    /// A round bar around `centre`.
    pub(super) fn round(axis: Axis, centre: (f32, f32), radius: f32, near: f32, far: f32) -> Self {
        Self { centre, ..Self::new(axis, circle(centre, radius, 64), near, far) }
    }

    pub(super) fn bore(mut self, radius: f32) -> Self {
        self.holes.push(circle(self.centre, radius, 48));
        self
    }

    pub(super) fn hole(mut self, centre: (f32, f32), radius: f32) -> Self {
        self.holes.push(circle(centre, radius, 24));
        self
    }

    pub(super) fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    pub(super) fn taper(mut self, taper: f32) -> Self {
        self.taper = taper;
        self
    }

    fn near_point(&self, (a, b): (f32, f32)) -> Space {
        let (ca, cb) = self.centre;
        self.axis.at(self.near, (ca + (a - ca) * self.taper, cb + (b - cb) * self.taper))
    }

    fn far_point(&self, point: (f32, f32)) -> Space {
        self.axis.at(self.far, point)
    }

    fn draw(&self, canvas: &mut Canvas, view: &View, at: Space) {
        let near = |p| view.project(at.plus(self.near_point(p)));
        let far = |p| view.project(at.plus(self.far_point(p)));
        self.draw_sides(canvas, &near, &far);
        for hole in &self.holes {
            self.draw_hole(canvas, hole, &near, &far);
        }
        let front: Vec<Flat> = self.outline.iter().map(|p| near(*p)).collect();
        let holes: Vec<Vec<Flat>> = self.holes.iter().map(|hole| hole.iter().map(|p| near(*p)).collect()).collect();
        let mut face: Vec<&[Flat]> = vec![&front];
        face.extend(holes.iter().map(Vec::as_slice));
        canvas.fill(&face, self.tone.grey(brightness(self.axis.visible_end())));
        canvas.stroke(&front, true, Line::Thick);
        for hole in &holes {
            canvas.stroke(hole, true, Line::Thin);
        }
    }

    fn draw_sides(&self, canvas: &mut Canvas, near: &dyn Fn((f32, f32)) -> Flat, far: &dyn Fn((f32, f32)) -> Flat) {
        let edges: Vec<_> = pairs(&self.outline).collect();
        let normal = |((a, b), (c, d)): ((f32, f32), (f32, f32))| {
            let length = (c - a).hypot(d - b).max(1e-6);
            ((d - b) / length, (a - c) / length)
        };
        let mut visible: Vec<_> = edges.iter().copied().filter(|e| self.axis.facing(normal(*e)) > 1e-4).collect();
        let depth = |((a, b), (c, d)): ((f32, f32), (f32, f32))| nearness(self.axis.at(0.0, (a + c, b + d)));
        visible.sort_by(|x, y| depth(*x).total_cmp(&depth(*y)));
        for edge in visible {
            let quad = [near(edge.0), near(edge.1), far(edge.1), far(edge.0)];
            let (na, nb) = normal(edge);
            canvas.fill(&[&quad], self.tone.grey(brightness(self.axis.at(0.0, (na, nb)))));
            canvas.stroke(&[far(edge.0), far(edge.1)], false, Line::Thick);
        }
        for (before, after) in pairs(&edges) {
            let (one, two) = (normal(before), normal(after));
            let (sees_one, sees_two) = (self.axis.facing(one) > 1e-4, self.axis.facing(two) > 1e-4);
            let bend = one.0 * two.0 + one.1 * two.1;
            if sees_one != sees_two {
                canvas.stroke(&[near(after.0), far(after.0)], false, Line::Thick);
            } else if sees_one && bend < 0.86 {
                canvas.stroke(&[near(after.0), far(after.0)], false, Line::Thin);
            }
        }
    }

    /// The wall of a hole as far as it is seen through the near rim; what lies behind stays visible.
    fn draw_hole(
        &self,
        canvas: &mut Canvas,
        hole: &[(f32, f32)],
        near: &dyn Fn((f32, f32)) -> Flat,
        far: &dyn Fn((f32, f32)) -> Flat,
    ) {
        let rim: Vec<Flat> = hole.iter().map(|p| near(*p)).collect();
        for (p, q) in pairs(hole) {
            let inward = (-(q.1 - p.1), q.0 - p.0);
            if self.axis.facing(inward) <= 0.0 {
                continue;
            }
            let wall = clip(&[near(p), near(q), far(q), far(p)], &rim);
            if wall.len() > 2 {
                canvas.fill(&[&wall], self.tone.grey(brightness(self.axis.at(0.0, inward)) * 0.55));
            }
        }
        let back: Vec<Flat> = hole.iter().map(|p| far(*p)).collect();
        let opening = clip(&back, &rim);
        if opening.len() > 2 {
            canvas.stroke(&opening, true, Line::Thin);
        }
    }
}

impl Solid {
    pub(super) fn draw(&self, canvas: &mut Canvas, view: &View, at: Space) {
        match self {
            Self::Prism(prism) => prism.draw(canvas, view, at),
            Self::Bar { points, width, tone } => {
                let flat: Vec<Flat> = points.iter().map(|p| view.project(at.plus(*p))).collect();
                let width = width * view.scale;
                canvas.pen(&flat, false, width + 4.4, 20, None);
                canvas.pen(&flat, false, width, tone.grey(0.35), None);
                canvas.pen(&flat, false, width * 0.72, tone.grey(0.65), None);
                canvas.pen(&flat, false, width * 0.36, tone.grey(1.0), None);
            }
            Self::Mark { points, closed } => {
                let flat: Vec<Flat> = points.iter().map(|p| view.project(at.plus(*p))).collect();
                canvas.stroke(&flat, *closed, Line::Thin);
            }
        }
    }

    /// Points that enclose the solid, for fitting and for leaders.
    pub(super) fn corners(&self) -> Vec<Space> {
        match self {
            Self::Prism(prism) => {
                let near = prism.outline.iter().map(|p| prism.near_point(*p));
                near.chain(prism.outline.iter().map(|p| prism.far_point(*p))).collect()
            }
            Self::Bar { points, .. } | Self::Mark { points, .. } => points.clone(),
        }
    }
}
