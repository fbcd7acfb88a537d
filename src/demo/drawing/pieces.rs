//! Pieces that several shapes share, and the shapes that take more than a few lines.

use super::geometry::{Axis, Space, circle, rounded};
use super::shapes::Part;
use super::solid::{Prism, Solid, Tone};

/// Collects solids from the far end to the near end.
pub(super) struct Pile(Vec<Solid>);

impl Pile {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn add(mut self, prism: Prism) -> Self {
        self.0.push(Solid::Prism(prism));
        self
    }

    pub(super) fn solid(mut self, solid: Solid) -> Self {
        self.0.push(solid);
        self
    }

    pub(super) fn part(self, length: f32) -> Part {
        Part { solids: self.0, length, side_axes: Vec::new() }
    }
}

pub(super) fn bar(near: f32, far: f32, radius: f32) -> Prism {
    Prism::round(Axis::U, (0.0, 0.0), radius, near, far)
}

fn bar_at(centre: (f32, f32), near: f32, far: f32, radius: f32) -> Prism {
    Prism::round(Axis::U, centre, radius, near, far)
}

pub(super) fn block(centre: (f32, f32), size: (f32, f32), corner: f32, near: f32, far: f32) -> Prism {
    Prism { centre, ..Prism::new(Axis::U, rounded(centre, size.0, size.1, corner), near, far) }
}

/// A box standing on top of something: bottom at `low`, extruded upwards.
pub(super) fn upright(centre: (f32, f32), size: (f32, f32), low: f32, high: f32) -> Prism {
    Prism { centre, ..Prism::new(Axis::W, rounded(centre, size.0, size.1, 0.0), high, low) }
}

pub(super) fn with_holes(mut prism: Prism, radius: f32, hole: f32, count: usize) -> Prism {
    for centre in circle((0.0, 0.0), radius, count) {
        let turned = turn(centre, std::f32::consts::PI / count as f32);
        prism = prism.hole(turned, hole);
    }
    prism
}

pub(super) fn turn((a, b): (f32, f32), angle: f32) -> (f32, f32) {
    (a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos())
}

pub(super) fn hexagon(centre: (f32, f32), radius: f32, near: f32, far: f32) -> Prism {
    Prism { centre, ..Prism::new(Axis::U, circle(centre, radius, 6), near, far) }
}

pub(super) fn ring_mark(u: f32, radius: f32) -> Solid {
    Solid::Mark { points: circle((0.0, 0.0), radius, 64).into_iter().map(|p| Axis::U.at(u, p)).collect(), closed: true }
}

/// Bolts on a circle, those farther from the viewer first.
pub(super) fn bolts(count: usize, circle_radius: f32, size: f32, length: f32) -> Part {
    let mut places: Vec<(f32, f32)> = circle((0.0, 0.0), circle_radius, count)
        .into_iter()
        .map(|p| turn(p, std::f32::consts::PI / count as f32))
        .collect();
    places.sort_by(|p, q| (p.0 + p.1).total_cmp(&(q.0 + q.1)));
    let mut pile = Pile::new();
    for place in &places {
        pile = pile
            .add(bar_at(*place, length * 0.55, length, size * 0.50).tone(Tone::Steel))
            .add(bar_at(*place, size * 0.75, length * 0.6, size * 0.56))
            .add(hexagon(*place, size, 0.0, size * 0.66));
    }
    Part { side_axes: places, ..pile.part(length) }
}

pub(super) fn rolling_bearing(radius: f32, bore: f32, width: f32, rollers: usize) -> Part {
    let (outer, inner) = (radius * 0.84, bore + (radius - bore) * 0.26);
    let mut pile = Pile::new()
        .add(bar(width * 0.25, width, radius * 0.86).bore(bore).tone(Tone::Dark))
        .add(bar(0.0, width, radius).bore(outer));
    let middle = f32::midpoint(outer, inner);
    let ball = (outer - inner) * 0.50;
    let mut places = circle((0.0, 0.0), middle, rollers);
    places.sort_by(|p, q| (p.0 + p.1).total_cmp(&(q.0 + q.1)));
    for place in places {
        pile = pile.add(bar_at(place, width * 0.08, width * 0.16, ball).taper(0.72));
    }
    pile.add(bar(0.0, width * 0.25, inner).bore(bore)).part(width)
}

pub(super) fn motor(radius: f32, length: f32) -> Part {
    let mut pile = Pile::new().add(bar(length * 0.93, length, radius * 0.97).taper(1.03).tone(Tone::Steel));
    let ribs: u8 = 9;
    for rib in (0..ribs).rev() {
        let near = length * (0.22 + 0.68 * f32::from(rib) / f32::from(ribs));
        pile = pile.add(bar(near + length * 0.03, near + length * 0.08, radius * 0.90).tone(Tone::Steel)).add(bar(
            near,
            near + length * 0.035,
            radius,
        ));
    }
    pile.add(upright((length * 0.55, 0.0), (length * 0.34, radius * 0.95), radius * 0.75, radius * 1.38))
        .add(upright((length * 0.55, 0.0), (length * 0.38, radius * 1.06), radius * 1.38, radius * 1.46))
        .add(with_holes(bar(length * 0.14, length * 0.22, radius * 1.18), radius * 1.04, radius * 0.07, 4))
        .add(bar(length * 0.10, length * 0.14, radius * 0.62).tone(Tone::Steel))
        .add(bar(-length * 0.12, length * 0.10, radius * 0.20))
        .part(length)
}

fn coil(radius: f32, length: f32, turns: u8) -> Vec<Space> {
    let steps = u16::from(turns) * 40;
    (0..=steps)
        .map(|i| {
            let angle = std::f32::consts::TAU * f32::from(i) / 40.0;
            Axis::U.at(length * (1.0 - f32::from(i) / f32::from(steps)), (radius * angle.cos(), radius * angle.sin()))
        })
        .collect()
}

/// A helical spring: half turns behind the axis first, then those in front of it.
pub(super) fn spring(radius: f32, length: f32, turns: u8, wire: f32) -> Part {
    let mut pile = Pile::new();
    let points = coil(radius, length, turns);
    for wanted in [false, true] {
        let mut run: Vec<Space> = Vec::new();
        for point in &points {
            if (point.v + point.w >= -1.0) == wanted {
                run.push(*point);
            } else if run.len() > 1 {
                pile = pile.solid(Solid::Bar { points: std::mem::take(&mut run), width: wire, tone: Tone::Light });
            }
        }
        if run.len() > 1 {
            pile = pile.solid(Solid::Bar { points: run, width: wire, tone: Tone::Light });
        }
    }
    pile.part(length)
}

pub(super) fn drum() -> Part {
    let mut pile = Pile::new().add(bar(352.0, 366.0, 98.0)).add(bar(340.0, 352.0, 86.0).tone(Tone::Steel));
    for groove in (0..21_u8).rev() {
        let near = 26.0 + 15.0 * f32::from(groove);
        pile = pile.add(bar(near + 10.0, near + 15.0, 76.0).tone(Tone::Steel)).add(bar(near, near + 11.0, 81.0));
    }
    pile.add(bar(14.0, 26.0, 86.0).tone(Tone::Steel))
        .add(with_holes(bar(0.0, 14.0, 98.0).bore(40.0), 68.0, 5.0, 8))
        .part(366.0)
}

pub(super) fn housing() -> Part {
    let flange = rounded((0.0, 0.0), 190.0, 190.0, 26.0);
    let mut base = Prism::new(Axis::U, flange, 58.0, 78.0).bore(56.0);
    for (a, b) in [(-76.0, -76.0), (-76.0, 76.0), (76.0, -76.0), (76.0, 76.0)] {
        base = base.hole((a, b), 10.0);
    }
    Pile::new()
        .add(base)
        .add(bar(22.0, 58.0, 82.0).bore(56.0).taper(0.96))
        .add(with_holes(bar(0.0, 22.0, 84.0).bore(62.0), 73.0, 4.5, 6))
        .part(78.0)
}

pub(super) fn gearcase() -> Part {
    Pile::new()
        .add(block((0.0, -10.0), (210.0, 190.0), 30.0, 30.0, 130.0).tone(Tone::Steel))
        .add(upright((80.0, 0.0), (100.0, 230.0), -122.0, -104.0))
        .add(
            block((0.0, -10.0), (226.0, 206.0), 34.0, 8.0, 30.0)
                .hole((-48.0, -6.0), 40.0)
                .hole((52.0, -16.0), 30.0)
                .hole((-96.0, 70.0), 6.0)
                .hole((96.0, 70.0), 6.0)
                .hole((96.0, -92.0), 6.0)
                .hole((-96.0, -92.0), 6.0),
        )
        .part(130.0)
}

pub(super) fn sheave(radius: f32) -> Part {
    Pile::new()
        .add(bar(34.0, 44.0, radius).taper(0.92).tone(Tone::Light))
        .add(bar(20.0, 34.0, radius * 0.84).tone(Tone::Steel))
        .add(with_holes(bar(6.0, 20.0, radius * 0.88).taper(1.12).bore(radius * 0.26), radius * 0.56, radius * 0.12, 6))
        .add(bar(0.0, 6.0, radius * 0.38).bore(radius * 0.26))
        .part(44.0)
}

pub(super) fn wheel() -> Part {
    Pile::new()
        .add(bar(52.0, 64.0, 104.0))
        .add(bar(14.0, 52.0, 88.0))
        .add(bar(2.0, 14.0, 104.0).bore(74.0))
        .add(with_holes(bar(16.0, 24.0, 74.0).bore(30.0).tone(Tone::Steel), 54.0, 8.0, 6))
        .add(bar(0.0, 24.0, 42.0).bore(30.0))
        .part(64.0)
}

pub(super) fn hook() -> Part {
    let bend: Vec<Space> = (0..=34_u8)
        .map(|i| {
            let angle = (100.0 - 7.4 * f32::from(i)).to_radians();
            Space::new(24.0, 52.0 * angle.cos(), -96.0 + 52.0 * angle.sin())
        })
        .collect();
    let mut throat = vec![Space::new(24.0, 0.0, -12.0), Space::new(24.0, -4.0, -34.0)];
    throat.extend(bend);
    Pile::new()
        .solid(Solid::Bar { points: throat, width: 32.0, tone: Tone::Light })
        .add(Prism::round(Axis::W, (24.0, 0.0), 22.0, 6.0, -18.0))
        .add(Prism::round(Axis::W, (24.0, 0.0), 15.0, 58.0, 6.0).tone(Tone::Steel))
        .part(48.0)
}

pub(super) fn rope() -> Part {
    let mut pile = Pile::new();
    for layer in (0..6_u8).rev() {
        let u = 12.0 * f32::from(layer);
        let points: Vec<Space> = circle((0.0, 0.0), 66.0, 60).into_iter().map(|p| Axis::U.at(u, p)).collect();
        let closed = points.iter().copied().chain(points.first().copied()).collect();
        pile = pile.solid(Solid::Bar { points: closed, width: 11.0, tone: Tone::Steel });
    }
    let end = vec![Space::new(0.0, 66.0, 0.0), Space::new(-6.0, 68.0, -40.0), Space::new(-16.0, 80.0, -84.0)];
    pile.solid(Solid::Bar { points: end, width: 11.0, tone: Tone::Steel }).part(72.0)
}

pub(super) fn hose(radius: f32) -> Part {
    let points: Vec<Space> = (0..=30_u8)
        .map(|i| {
            let t = f32::from(i) / 30.0;
            Space::new(120.0 * t, radius * (t * 6.2).sin(), radius * 0.7 * (t * 3.1).sin())
        })
        .collect();
    Pile::new()
        .add(hexagon((0.0, 0.0), 17.0, 120.0, 146.0))
        .solid(Solid::Bar { points, width: 17.0, tone: Tone::Dark })
        .add(hexagon((0.0, 0.0), 17.0, -22.0, 4.0))
        .part(140.0)
}

pub(super) fn cylinder() -> Part {
    Pile::new()
        .add(bar(292.0, 322.0, 24.0).tone(Tone::Steel))
        .add(bar(96.0, 292.0, 46.0))
        .add(bar(82.0, 96.0, 52.0))
        .add(bar(0.0, 82.0, 20.0).tone(Tone::Light))
        .add(Prism::round(Axis::V, (-10.0, 0.0), 32.0, 20.0, -20.0).bore(16.0))
        .part(322.0)
}

pub(super) fn pump() -> Part {
    Pile::new()
        .add(block((0.0, 0.0), (96.0, 120.0), 14.0, 36.0, 120.0).tone(Tone::Steel))
        .add(Prism::round(Axis::W, (80.0, 0.0), 18.0, 74.0, 58.0))
        .add(block((0.0, 0.0), (150.0, 96.0), 30.0, 16.0, 36.0).hole((-58.0, 0.0), 9.0).hole((58.0, 0.0), 9.0))
        .add(bar(6.0, 16.0, 40.0))
        .add(bar(-34.0, 6.0, 13.0))
        .part(120.0)
}

pub(super) fn device(width: f32, height: f32, depth: f32) -> Part {
    let mut pile = Pile::new().add(block((0.0, 0.0), (width, height), 4.0, depth * 0.35, depth)).add(block(
        (0.0, 0.0),
        (width, height * 0.58),
        4.0,
        0.0,
        depth * 0.35,
    ));
    for i in 0..3_u8 {
        let a = width * (-0.3 + 0.3 * f32::from(i));
        pile = pile
            .add(bar_at((a, height * 0.39), depth * 0.30, depth * 0.35, width * 0.09).tone(Tone::Steel))
            .add(bar_at((a, -height * 0.39), depth * 0.30, depth * 0.35, width * 0.09).tone(Tone::Steel));
    }
    pile.add(block((0.0, 0.0), (width * 0.44, height * 0.22), 2.0, -3.0, 0.0).tone(Tone::Steel)).part(depth)
}

pub(super) fn cabinet() -> Part {
    Pile::new()
        .add(block((0.0, 0.0), (220.0, 290.0), 4.0, 12.0, 110.0))
        .add(block((0.0, 0.0), (212.0, 282.0), 4.0, 0.0, 12.0))
        .add(block((84.0, 0.0), (14.0, 44.0), 5.0, -8.0, 0.0).tone(Tone::Dark))
        .add(block((-30.0, 90.0), (90.0, 46.0), 3.0, -2.0, 0.0).tone(Tone::Steel))
        .part(110.0)
}

pub(super) fn pendant() -> Part {
    let mut pile = Pile::new()
        .solid(Solid::Bar {
            points: vec![Space::new(24.0, 0.0, 100.0), Space::new(26.0, 6.0, 140.0), Space::new(40.0, 30.0, 168.0)],
            width: 15.0,
            tone: Tone::Dark,
        })
        .add(block((0.0, 0.0), (66.0, 200.0), 16.0, 8.0, 48.0));
    for i in 0..5_u8 {
        let b = 70.0 - 34.0 * f32::from(i);
        let tone = if i == 0 { Tone::Dark } else { Tone::Steel };
        pile = pile.add(bar_at((0.0, b), 0.0, 8.0, 12.0).tone(tone));
    }
    pile.part(48.0)
}

pub(super) fn terminals() -> Part {
    let mut pile = Pile::new().add(block((0.0, 0.0), (210.0, 26.0), 0.0, 34.0, 40.0).tone(Tone::Steel));
    for i in 0..9_u8 {
        let a = -88.0 + 22.0 * f32::from(i);
        pile = pile
            .add(block((a, 0.0), (18.0, 60.0), 2.0, 0.0, 34.0))
            .add(bar_at((a, 18.0), -2.0, 0.0, 5.0).tone(Tone::Dark));
    }
    pile.part(40.0)
}

pub(super) fn scissor() -> Part {
    let arm = |slope: f32, near: f32| {
        let outline = vec![
            (-170.0, -70.0 * slope - 14.0),
            (170.0, 70.0 * slope - 14.0),
            (170.0, 70.0 * slope + 14.0),
            (-170.0, -70.0 * slope + 14.0),
        ];
        Prism::new(Axis::U, outline, near, near + 16.0).hole((0.0, 0.0), 8.0)
    };
    Pile::new().add(arm(-1.0, 24.0)).add(arm(1.0, 0.0)).add(bar(-8.0, 0.0, 14.0)).part(40.0)
}
