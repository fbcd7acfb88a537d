//! What the parts of the machines look like: each shape is a pile of solids, the farthest first.
//!
//! A part begins at `u` = 0, its end towards the viewer, and is centred on the axis.

use super::geometry::{Axis, circle, rounded, toothed};
use super::pieces::{
    Pile, bar, block, bolts, cabinet, cylinder, device, drum, gearcase, hexagon, hook, hose, housing, motor, pendant,
    pump, ring_mark, rolling_bearing, rope, scissor, sheave, spring, terminals, turn, upright, wheel, with_holes,
};
use super::solid::{Prism, Solid, Tone};

/// The kinds of parts the demo machines are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Bearing,
    RollerBearing,
    ThrustBearing,
    Bushing,
    Seal,
    ORing,
    Circlip,
    Washer,
    Shim,
    Spacer,
    Shaft,
    PinionShaft,
    Pin,
    Key,
    Gear,
    RingGear,
    Cover,
    Housing,
    Gearcase,
    Drum,
    RopeGuide,
    Sheave,
    Wheel,
    Coupling,
    Spider,
    BrakeDisc,
    BrakeCoil,
    Spring,
    Motor,
    GearUnit,
    Fan,
    FanCover,
    BoltsFour,
    BoltsSix,
    Screw,
    Nut,
    Plate,
    SidePlate,
    Bracket,
    Rope,
    Hook,
    Wedge,
    Buffer,
    Cabinet,
    Device,
    WideDevice,
    Terminals,
    Pendant,
    Switch,
    Sensor,
    Cable,
    Pump,
    ValveBlock,
    Valve,
    Tank,
    Filter,
    Hose,
    Fitting,
    Cylinder,
    Piston,
    Platform,
    Scissor,
    Frame,
    Label,
    Can,
    Module,
}

/// A drawn part: its solids and its length along the axis.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) solids: Vec<Solid>,
    pub(super) length: f32,
    /// Places beside the axis that get an axis line of their own.
    pub(super) side_axes: Vec<(f32, f32)>,
}

/// The drawn part for a shape.
#[expect(clippy::too_many_lines, reason = "one arm for each shape, nothing to share")]
pub(super) fn build(shape: Shape) -> Part {
    match shape {
        Shape::Bearing => rolling_bearing(62.0, 30.0, 28.0, 12),
        Shape::RollerBearing => rolling_bearing(80.0, 42.0, 40.0, 16),
        Shape::ThrustBearing => Pile::new()
            .add(bar(18.0, 28.0, 54.0).bore(30.0))
            .add(bar(10.0, 18.0, 48.0).bore(34.0).tone(Tone::Dark))
            .add(bar(0.0, 10.0, 54.0).bore(30.0))
            .part(28.0),
        Shape::Bushing => Pile::new().add(bar(0.0, 52.0, 34.0).bore(26.0)).part(52.0),
        Shape::Seal => Pile::new()
            .add(bar(0.0, 14.0, 58.0).bore(40.0).tone(Tone::Dark))
            .add(bar(2.0, 6.0, 44.0).bore(34.0).tone(Tone::Steel))
            .part(14.0),
        Shape::ORing => Pile::new().add(bar(0.0, 7.0, 60.0).bore(53.0).tone(Tone::Dark)).part(7.0),
        Shape::Circlip => {
            let mut outline: Vec<(f32, f32)> = (0..=40_u8)
                .map(|i| turn((44.0, 0.0), (55.0 + 350.0 * f32::from(i) / 40.0 * 0.94).to_radians()))
                .collect();
            outline.extend(
                (0..=40_u8).rev().map(|i| turn((36.0, 0.0), (55.0 + 350.0 * f32::from(i) / 40.0 * 0.94).to_radians())),
            );
            Pile::new().add(Prism::new(Axis::U, outline, 0.0, 5.0)).part(5.0)
        }
        Shape::Washer => Pile::new().add(bar(0.0, 6.0, 34.0).bore(18.0)).part(6.0),
        Shape::Shim => Pile::new().add(bar(9.0, 11.0, 56.0).bore(40.0)).add(bar(0.0, 2.0, 56.0).bore(40.0)).part(11.0),
        Shape::Spacer => Pile::new().add(bar(0.0, 26.0, 42.0).bore(31.0)).part(26.0),
        Shape::Shaft => Pile::new()
            .add(bar(232.0, 238.0, 19.0).taper(1.2))
            .add(bar(180.0, 232.0, 23.0))
            .add(bar(92.0, 180.0, 31.0))
            .add(bar(80.0, 92.0, 38.0))
            .add(bar(6.0, 80.0, 26.0))
            .add(bar(0.0, 6.0, 26.0).taper(0.84))
            .add(Prism::new(Axis::W, rounded((44.0, 0.0), 46.0, 11.0, 5.0), 26.5, 22.0).tone(Tone::Steel))
            .part(238.0),
        Shape::PinionShaft => Pile::new()
            .add(bar(170.0, 210.0, 21.0))
            .add(bar(150.0, 170.0, 28.0))
            .add(Prism::new(Axis::U, toothed(44.0, 8.0, 18), 84.0, 150.0))
            .add(bar(70.0, 84.0, 30.0))
            .add(bar(6.0, 70.0, 22.0))
            .add(bar(0.0, 6.0, 22.0).taper(0.84))
            .part(210.0),
        Shape::Pin => Pile::new().add(bar(5.0, 96.0, 15.0)).add(bar(0.0, 5.0, 15.0).taper(0.75)).part(96.0),
        Shape::Key => Pile::new().add(Prism::new(Axis::W, rounded((26.0, 0.0), 52.0, 14.0, 6.5), 6.0, -6.0)).part(52.0),
        Shape::Gear => Pile::new()
            .add(Prism::new(Axis::U, toothed(92.0, 9.0, 36), 8.0, 40.0))
            .add(with_holes(bar(4.0, 8.0, 70.0).tone(Tone::Steel), 52.0, 9.0, 6))
            .add(bar(0.0, 8.0, 34.0).bore(20.0))
            .part(40.0),
        Shape::RingGear => Pile::new()
            .add(with_holes(Prism::new(Axis::U, toothed(108.0, 9.0, 44), 0.0, 30.0).bore(70.0), 84.0, 5.0, 8))
            .part(30.0),
        Shape::Cover => Pile::new()
            .add(with_holes(bar(12.0, 26.0, 88.0).bore(34.0), 75.0, 6.0, 6))
            .add(bar(0.0, 12.0, 56.0).taper(0.90).bore(34.0))
            .part(26.0),
        Shape::Housing => housing(),
        Shape::Gearcase => gearcase(),
        Shape::Drum => drum(),
        Shape::RopeGuide => Pile::new()
            .add(with_holes(bar(0.0, 26.0, 104.0).bore(84.0), 94.0, 4.0, 10))
            .add(Prism {
                centre: (-92.0, 0.0),
                ..Prism::new(Axis::U, rounded((-98.0, 0.0), 40.0, 66.0, 5.0), -6.0, 32.0)
            })
            .part(32.0),
        Shape::Sheave => sheave(92.0),
        Shape::Wheel => wheel(),
        Shape::Coupling => Pile::new()
            .add(bar(58.0, 84.0, 34.0).bore(18.0))
            .add(bar(46.0, 58.0, 56.0).bore(18.0))
            .add(Prism::new(Axis::U, toothed(54.0, 14.0, 8), 34.0, 46.0).tone(Tone::Dark))
            .add(bar(22.0, 34.0, 56.0).bore(18.0))
            .add(bar(0.0, 22.0, 34.0).bore(18.0))
            .part(84.0),
        Shape::Spider => Pile::new()
            .add(Prism::new(Axis::U, toothed(56.0, 24.0, 6), 0.0, 22.0).bore(16.0).tone(Tone::Dark))
            .part(22.0),
        Shape::BrakeDisc => Pile::new()
            .add(bar(10.0, 18.0, 76.0).bore(26.0).tone(Tone::Dark))
            .add(bar(6.0, 12.0, 72.0).bore(26.0))
            .add(bar(0.0, 6.0, 76.0).bore(44.0).tone(Tone::Dark))
            .part(18.0),
        Shape::BrakeCoil => Pile::new()
            .add(bar(0.0, 46.0, 84.0).bore(30.0).tone(Tone::Steel))
            .solid(ring_mark(0.0, 66.0))
            .solid(ring_mark(0.0, 48.0))
            .part(46.0),
        Shape::Spring => spring(30.0, 96.0, 6, 9.0),
        Shape::Motor => motor(82.0, 250.0),
        Shape::GearUnit => {
            let mut part = Pile::new()
                .add(block((0.0, 0.0), (150.0, 170.0), 34.0, 36.0, 128.0).tone(Tone::Steel))
                .add(block((0.0, 0.0), (164.0, 184.0), 38.0, 20.0, 36.0))
                .add(with_holes(bar(10.0, 20.0, 66.0), 56.0, 5.0, 6))
                .add(bar(-52.0, 10.0, 22.0))
                .part(128.0);
            part.length = 128.0;
            part
        }
        Shape::Fan => {
            let mut pile = Pile::new().add(bar(10.0, 26.0, 66.0).tone(Tone::Steel));
            for centre in circle((0.0, 0.0), 44.0, 8) {
                let angle = centre.1.atan2(centre.0);
                let blade = [(-20.0, -4.0), (22.0, -4.0), (22.0, 4.0), (-20.0, 4.0)]
                    .map(|p| turn(p, angle))
                    .map(|p| (p.0 + centre.0, p.1 + centre.1));
                pile = pile.add(Prism::new(Axis::U, blade.to_vec(), -4.0, 10.0));
            }
            pile.add(bar(-6.0, 10.0, 20.0).bore(11.0)).part(28.0)
        }
        Shape::FanCover => {
            let mut pile = Pile::new().add(bar(8.0, 62.0, 86.0)).add(bar(0.0, 8.0, 86.0).taper(0.92));
            for radius in [62.0, 50.0, 38.0, 26.0, 14.0] {
                pile = pile.solid(ring_mark(0.0, radius));
            }
            pile.part(62.0)
        }
        Shape::BoltsFour => bolts(4, 66.0, 12.0, 46.0),
        Shape::BoltsSix => bolts(6, 74.0, 10.0, 40.0),
        Shape::Screw => bolts(1, 0.0, 17.0, 74.0),
        Shape::Nut => {
            let mut nut = hexagon((0.0, 0.0), 30.0, 0.0, 24.0);
            nut = nut.bore(16.0);
            Pile::new().add(nut).part(24.0)
        }
        Shape::Plate => Pile::new()
            .add(
                block((0.0, 0.0), (230.0, 170.0), 12.0, 0.0, 10.0)
                    .hole((-98.0, -68.0), 7.0)
                    .hole((98.0, -68.0), 7.0)
                    .hole((-98.0, 68.0), 7.0)
                    .hole((98.0, 68.0), 7.0),
            )
            .part(10.0),
        Shape::SidePlate => {
            let outline =
                vec![(-70.0, -110.0), (70.0, -110.0), (104.0, 20.0), (70.0, 112.0), (-70.0, 112.0), (-104.0, 20.0)];
            Pile::new()
                .add(Prism::new(Axis::U, outline, 0.0, 14.0).bore(26.0).hole((0.0, 84.0), 11.0).hole((0.0, -86.0), 9.0))
                .part(14.0)
        }
        Shape::Bracket => Pile::new()
            .add(block((0.0, 20.0), (110.0, 110.0), 8.0, 62.0, 74.0).hole((0.0, 34.0), 13.0))
            .add(upright((37.0, 0.0), (74.0, 110.0), -46.0, -34.0))
            .part(74.0),
        Shape::Rope => rope(),
        Shape::Hook => hook(),
        Shape::Wedge => {
            let outline = vec![(-34.0, 60.0), (34.0, 60.0), (16.0, -60.0), (-16.0, -60.0)];
            Pile::new().add(Prism::new(Axis::U, outline, 0.0, 30.0).hole((0.0, 26.0), 12.0)).part(30.0)
        }
        Shape::Buffer => Pile::new()
            .add(
                block((0.0, 0.0), (96.0, 96.0), 8.0, 54.0, 64.0)
                    .hole((-36.0, -36.0), 5.0)
                    .hole((36.0, 36.0), 5.0)
                    .hole((36.0, -36.0), 5.0)
                    .hole((-36.0, 36.0), 5.0),
            )
            .add(bar(8.0, 54.0, 36.0).tone(Tone::Dark))
            .add(bar(0.0, 8.0, 36.0).taper(0.8).tone(Tone::Dark))
            .part(64.0),
        Shape::Cabinet => cabinet(),
        Shape::Device => device(72.0, 104.0, 76.0),
        Shape::WideDevice => device(130.0, 168.0, 96.0),
        Shape::Terminals => terminals(),
        Shape::Pendant => pendant(),
        Shape::Switch => Pile::new()
            .add(block((0.0, 0.0), (60.0, 110.0), 8.0, 6.0, 50.0))
            .add(block((0.0, 0.0), (52.0, 102.0), 6.0, 0.0, 6.0))
            .add(Prism::round(Axis::W, (28.0, 0.0), 12.0, 74.0, 55.0).tone(Tone::Steel))
            .add(Prism::round(Axis::V, (28.0, 92.0), 18.0, 8.0, -8.0).tone(Tone::Dark))
            .part(50.0),
        Shape::Sensor => Pile::new()
            .add(bar(96.0, 120.0, 9.0).tone(Tone::Dark))
            .add(bar(20.0, 96.0, 16.0))
            .add(hexagon((0.0, 0.0), 28.0, 44.0, 56.0))
            .add(bar(20.0, 44.0, 16.0))
            .add(bar(0.0, 20.0, 15.0).tone(Tone::Dark))
            .part(120.0),
        Shape::Cable => hose(34.0),
        Shape::Pump => pump(),
        Shape::ValveBlock => Pile::new()
            .add(
                block((0.0, 0.0), (170.0, 100.0), 3.0, 0.0, 76.0)
                    .hole((-52.0, 20.0), 13.0)
                    .hole((0.0, 20.0), 13.0)
                    .hole((52.0, 20.0), 13.0)
                    .hole((-26.0, -24.0), 8.0)
                    .hole((26.0, -24.0), 8.0),
            )
            .part(76.0),
        Shape::Valve => Pile::new()
            .add(bar(96.0, 118.0, 13.0).tone(Tone::Steel))
            .add(hexagon((0.0, 0.0), 24.0, 78.0, 96.0))
            .add(bar(60.0, 78.0, 18.0))
            .add(block((0.0, 0.0), (58.0, 58.0), 6.0, 10.0, 60.0).tone(Tone::Dark))
            .add(hexagon((0.0, 0.0), 14.0, 0.0, 10.0))
            .part(118.0),
        Shape::Tank => Pile::new()
            .add(block((0.0, -10.0), (230.0, 150.0), 16.0, 0.0, 170.0))
            .add(Prism::round(Axis::W, (60.0, -60.0), 26.0, 84.0, 65.0).tone(Tone::Steel))
            .add(Prism::round(Axis::W, (110.0, 40.0), 16.0, 78.0, 65.0))
            .add(block((0.0, -40.0), (16.0, 60.0), 6.0, -3.0, 0.0).tone(Tone::Dark))
            .part(170.0),
        Shape::Filter => Pile::new()
            .add(bar(22.0, 112.0, 40.0).taper(1.0).tone(Tone::Light))
            .solid(ring_mark(22.0, 30.0))
            .add(bar(8.0, 22.0, 44.0).tone(Tone::Steel).bore(18.0))
            .part(112.0),
        Shape::Hose => hose(26.0),
        Shape::Fitting => Pile::new()
            .add(bar(30.0, 52.0, 14.0).tone(Tone::Steel))
            .add(hexagon((0.0, 0.0), 24.0, 14.0, 30.0))
            .add(bar(0.0, 14.0, 16.0).bore(9.0))
            .part(52.0),
        Shape::Cylinder => cylinder(),
        Shape::Piston => Pile::new()
            .add(bar(176.0, 190.0, 44.0))
            .add(bar(168.0, 176.0, 40.0).tone(Tone::Dark))
            .add(bar(154.0, 168.0, 44.0))
            .add(bar(8.0, 154.0, 20.0))
            .add(bar(0.0, 8.0, 14.0).tone(Tone::Steel))
            .part(190.0),
        Shape::Platform => Pile::new()
            .add(upright((90.0, 0.0), (180.0, 320.0), -10.0, 10.0))
            .solid(Solid::Mark {
                points: [(14.0, -146.0), (166.0, -146.0), (166.0, 146.0), (14.0, 146.0)]
                    .map(|p| Axis::W.at(10.0, p))
                    .to_vec(),
                closed: true,
            })
            .part(180.0),
        Shape::Scissor => scissor(),
        Shape::Frame => Pile::new()
            .add(
                Prism::new(Axis::U, rounded((0.0, 0.0), 250.0, 200.0, 8.0), 0.0, 50.0)
                    .hole((0.0, 0.0), 62.0)
                    .hole((-102.0, 78.0), 9.0)
                    .hole((102.0, 78.0), 9.0)
                    .hole((102.0, -78.0), 9.0)
                    .hole((-102.0, -78.0), 9.0),
            )
            .part(50.0),
        Shape::Label => Pile::new()
            .add(block((0.0, 0.0), (130.0, 84.0), 8.0, 0.0, 3.0))
            .solid(Solid::Mark {
                points: [(-48.0, 20.0), (48.0, 20.0)].map(|p| Axis::U.at(0.0, p)).to_vec(),
                closed: false,
            })
            .solid(Solid::Mark {
                points: [(-48.0, 0.0), (48.0, 0.0)].map(|p| Axis::U.at(0.0, p)).to_vec(),
                closed: false,
            })
            .solid(Solid::Mark {
                points: [(-48.0, -20.0), (10.0, -20.0)].map(|p| Axis::U.at(0.0, p)).to_vec(),
                closed: false,
            })
            .part(3.0),
        Shape::Can => Pile::new()
            .add(Prism::round(Axis::W, (40.0, 0.0), 40.0, 50.0, -60.0))
            .add(Prism::round(Axis::W, (40.0, 0.0), 14.0, 64.0, 50.0).tone(Tone::Dark))
            .part(80.0),
        Shape::Module => Pile::new()
            .add(block((0.0, 0.0), (190.0, 130.0), 10.0, 26.0, 150.0).tone(Tone::Steel))
            .add(block((0.0, 0.0), (204.0, 144.0), 12.0, 12.0, 26.0))
            .add(bar(0.0, 12.0, 46.0).bore(26.0))
            .part(150.0),
    }
}
