//! demo
mod drawing;
/// Why
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A picture
    #[error("a picture could not be drawn")]
    Drawing,
}
#[cfg(test)]
mod try_out {
    use super::drawing::*;
    #[test]
    fn shots() {
        let t = TitleBlock { figure: "AB-110", title: "DRUM BEARING UNIT, NON-DRIVE END", machine: "HX-4000 WIRE ROPE HOIST", maker: "KAARNAHARJU LIFTING" };
        let lists: Vec<(&str, Vec<Shape>)> = vec![
            ("a", vec![Shape::BoltsSix, Shape::Cover, Shape::Seal, Shape::ORing, Shape::Bearing, Shape::Shaft, Shape::Housing]),
            ("b", vec![Shape::BoltsFour, Shape::FanCover, Shape::Fan, Shape::BrakeDisc, Shape::Spring, Shape::BrakeCoil, Shape::Motor, Shape::Key, Shape::Coupling, Shape::PinionShaft, Shape::Gear, Shape::Circlip, Shape::Gearcase]),
            ("c", vec![Shape::Hook, Shape::Nut, Shape::ThrustBearing, Shape::SidePlate, Shape::Sheave, Shape::RollerBearing, Shape::Washer, Shape::Pin, Shape::SidePlate, Shape::Wedge, Shape::Rope]),
            ("d", vec![Shape::Pendant, Shape::Label, Shape::Cabinet, Shape::Device, Shape::WideDevice, Shape::Terminals, Shape::Switch, Shape::Sensor, Shape::Plate, Shape::Cable]),
            ("e", vec![Shape::Pump, Shape::ValveBlock, Shape::Valve, Shape::Tank, Shape::Filter, Shape::Hose, Shape::Fitting, Shape::Cylinder, Shape::Piston, Shape::Can, Shape::Buffer, Shape::Bracket]),
            ("f", vec![Shape::Drum, Shape::RopeGuide, Shape::Wheel, Shape::RingGear, Shape::GearUnit, Shape::Frame, Shape::Platform, Shape::Scissor, Shape::Module, Shape::Shim, Shape::Spacer, Shape::Bushing, Shape::Screw]),
        ];
        for (n, l) in lists {
            let parts: Vec<(String, Shape)> = l.into_iter().enumerate().map(|(i, s)| (((i + 1) * 10).to_string(), s)).collect();
            let d = explode(&parts, t).unwrap();
            println!("{n} {}", d.png.len());
            std::fs::write(format!("/tmp/shot_{n}.png"), d.png).unwrap();
        }
        let h = hero(t).unwrap();
        println!("hero {}", h.len());
        std::fs::write("/tmp/shot_hero.png", h).unwrap();
    }
}
