//! The picture of the machine for the cover of the book: the hoist on its girder.

use super::canvas::Canvas;
use super::geometry::{Axis, Flat, Space, View, circle, rounded};
use super::sheet::{TitleBlock, draw_frame};
use super::solid::{Prism, Solid, Tone};
use crate::demo::DemoError;

/// A box by its corner nearest to the origin and its size.
fn cuboid(low: Space, size: Space, tone: Tone) -> Solid {
    let centre = (low.u + size.u / 2.0, low.v + size.v / 2.0);
    let outline = rounded(centre, size.u, size.v, 0.0);
    Solid::Prism(Prism { centre, tone, ..Prism::new(Axis::W, outline, low.w + size.w, low.w) })
}

fn round(axis: Axis, centre: (f32, f32), radius: f32, near: f32, far: f32, tone: Tone) -> Solid {
    Solid::Prism(Prism::round(axis, centre, radius, near, far).tone(tone))
}

/// An I girder along `u`, its top at `w` = 0.
fn girder(v: f32, from: f32, to: f32) -> Solid {
    let (flange, web, height) = (58.0, 9.0, 150.0);
    let outline = vec![
        (v - flange, 0.0),
        (v - flange, -16.0),
        (v - web, -16.0),
        (v - web, 16.0 - height),
        (v - flange, 16.0 - height),
        (v - flange, -height),
        (v + flange, -height),
        (v + flange, 16.0 - height),
        (v + web, 16.0 - height),
        (v + web, -16.0),
        (v + flange, -16.0),
        (v + flange, 0.0),
    ];
    Solid::Prism(Prism::new(Axis::U, outline, from, to).tone(Tone::Light))
}

fn wheels(v: f32) -> Vec<Solid> {
    [430.0, 90.0]
        .into_iter()
        .flat_map(|u| {
            [
                round(Axis::V, (u, 38.0), 38.0, v + 18.0, v - 18.0, Tone::Steel),
                round(Axis::V, (u, 38.0), 46.0, v + 26.0, v + 18.0, Tone::Light),
                round(Axis::V, (u, 38.0), 14.0, v + 34.0, v + 26.0, Tone::Steel),
            ]
        })
        .collect()
}

fn drum() -> Vec<Solid> {
    let (centre, mut solids) = ((0.0, 175.0), Vec::new());
    solids.push(round(Axis::U, centre, 98.0, 424.0, 440.0, Tone::Light));
    for groove in (0..20_u8).rev() {
        let near = 112.0 + 15.6 * f32::from(groove);
        solids.push(round(Axis::U, centre, 74.0, near + 10.0, near + 15.6, Tone::Steel));
        solids.push(round(Axis::U, centre, 79.0, near, near + 10.6, Tone::Light));
    }
    solids.push(round(Axis::U, centre, 98.0, 96.0, 112.0, Tone::Light));
    solids
}

fn motor() -> Vec<Solid> {
    let (centre, mut solids) = ((0.0, 175.0), Vec::new());
    for rib in (0..11_u8).rev() {
        let near = -210.0 + 17.0 * f32::from(rib);
        solids.push(round(Axis::U, centre, 70.0, near + 8.0, near + 17.0, Tone::Steel));
        solids.push(round(Axis::U, centre, 79.0, near, near + 8.0, Tone::Light));
    }
    solids.push(cuboid(Space::new(-150.0, -34.0, 246.0), Space::new(80.0, 68.0, 44.0), Tone::Light));
    solids.push(round(Axis::U, centre, 76.0, -246.0, -212.0, Tone::Light));
    for radius in [58.0, 44.0, 30.0, 16.0] {
        let points = circle(centre, radius, 64).into_iter().map(|p| Axis::U.at(-246.0, p)).collect();
        solids.push(Solid::Mark { points, closed: true });
    }
    solids
}

fn hook_block(u: f32, v: f32, w: f32) -> Vec<Solid> {
    let mut solids = Vec::new();
    for (side, top) in [(-46.0, 100.0), (46.0, 100.0)] {
        solids.push(Solid::Bar {
            points: vec![Space::new(u + side, v, top), Space::new(u + side, v, w + 20.0)],
            width: 7.0,
            tone: Tone::Steel,
        });
    }
    solids.push(round(Axis::V, (u, w), 62.0, v + 10.0, v - 10.0, Tone::Steel));
    let plate = |near: f32| {
        let outline = vec![
            (u - 30.0, w - 96.0),
            (u + 30.0, w - 96.0),
            (u + 52.0, w + 20.0),
            (u + 24.0, w + 52.0),
            (u - 24.0, w + 52.0),
            (u - 52.0, w + 20.0),
        ];
        Solid::Prism(Prism::new(Axis::V, outline, near, near - 12.0))
    };
    solids.push(plate(v - 14.0));
    solids.push(plate(v + 30.0));
    solids.push(round(Axis::V, (u, w), 18.0, v + 40.0, v + 30.0, Tone::Steel));
    let mut hook = vec![Space::new(u, v + 8.0, w - 96.0), Space::new(u, v + 8.0, w - 118.0)];
    hook.extend((0..=32_u8).map(|i| {
        let angle = (100.0 - 8.6 * f32::from(i)).to_radians();
        Space::new(u + 40.0 * angle.cos(), v + 8.0, w - 160.0 + 40.0 * angle.sin())
    }));
    solids.push(Solid::Bar { points: hook, width: 24.0, tone: Tone::Light });
    solids
}

/// The view in which everything just fits above the title block.
fn fitted(solids: &[Solid]) -> View {
    let unit = View { scale: 1.0, shift: Flat::new(0.0, 0.0) };
    let corners = solids.iter().flat_map(Solid::corners).map(|p| unit.project(p));
    let (left, top, right, bottom) = corners
        .fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |(left, top, right, bottom), p| {
            (left.min(p.x), top.min(p.y), right.max(p.x), bottom.max(p.y))
        });
    let scale = (1480.0 / (right - left)).min(900.0 / (bottom - top));
    let middle = (f32::midpoint(left, right) * scale, f32::midpoint(top, bottom) * scale);
    View { scale, shift: Flat::new(780.0 - middle.0, 502.0 - middle.1) }
}

/// The cover picture.
pub(crate) fn hero(title: TitleBlock<'_>) -> Result<Vec<u8>, DemoError> {
    let mut canvas = Canvas::new()?;
    let mut solids = vec![girder(-190.0, -300.0, 640.0)];
    solids.extend(wheels(-190.0));
    // End carriages across the girders, the far one first.
    solids.push(cuboid(Space::new(470.0, -230.0, 60.0), Space::new(46.0, 470.0, 56.0), Tone::Light));
    solids.push(cuboid(Space::new(440.0, -96.0, 70.0), Space::new(110.0, 196.0, 210.0), Tone::Steel));
    solids.push(cuboid(Space::new(430.0, -104.0, 62.0), Space::new(14.0, 212.0, 226.0), Tone::Light));
    solids.extend(hook_block(270.0, 0.0, -470.0));
    solids.extend(drum());
    solids.push(cuboid(Space::new(-20.0, -104.0, 62.0), Space::new(112.0, 208.0, 222.0), Tone::Steel));
    solids.push(cuboid(Space::new(-34.0, -110.0, 56.0), Space::new(14.0, 220.0, 234.0), Tone::Light));
    solids.push(cuboid(Space::new(0.0, -230.0, 60.0), Space::new(46.0, 118.0, 56.0), Tone::Light));
    solids.extend(motor());
    solids.push(cuboid(Space::new(140.0, 112.0, 64.0), Space::new(250.0, 76.0, 168.0), Tone::Light));
    let door = [(152.0, 76.0), (378.0, 76.0), (378.0, 220.0), (152.0, 220.0)];
    solids.push(Solid::Mark { points: door.map(|p| Axis::V.at(188.0, p)).to_vec(), closed: true });
    solids.push(round(Axis::V, (362.0, 150.0), 7.0, 194.0, 188.0, Tone::Dark));
    solids.push(cuboid(Space::new(0.0, 112.0, 60.0), Space::new(46.0, 128.0, 56.0), Tone::Light));
    solids.push(girder(240.0, -300.0, 640.0));
    solids.extend(wheels(240.0));
    let origin = Space::new(0.0, 0.0, 0.0);
    let view = fitted(&solids);
    for solid in &solids {
        solid.draw(&mut canvas, &view, origin);
    }
    draw_frame(&mut canvas, title);
    canvas.png()
}
