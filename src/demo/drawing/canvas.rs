//! The paper: filled outlines, lines, dots and lettering on white.

use tiny_skia::{Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use super::font;
use super::geometry::Flat;
use crate::demo::DemoError;

/// Width and height of every drawing, in pixels.
pub(super) const PAPER: (u32, u32) = (1600, 1100);

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Visible outline.
    Thick,
    /// Inner edge, leader, frame.
    Thin,
    /// Axis: long dash, dot.
    Axis,
}

/// A white sheet of paper being drawn on.
pub(super) struct Canvas {
    pixmap: Pixmap,
}

impl Canvas {
    pub(super) fn new() -> Result<Self, DemoError> {
        let mut pixmap = Pixmap::new(PAPER.0, PAPER.1).ok_or(DemoError::Drawing)?;
        pixmap.fill(Color::WHITE);
        Ok(Self { pixmap })
    }

    /// Fills the area between the outlines (even-odd), grey 0 black to 255 white.
    pub(super) fn fill(&mut self, outlines: &[&[Flat]], grey: u8) {
        if let Some(path) = path(outlines, true) {
            let paint = ink(grey);
            self.pixmap.fill_path(&path, &paint, FillRule::EvenOdd, Transform::identity(), None);
            // A hair line in the same tone closes the seam between neighbouring facets.
            if outlines.len() == 1 {
                let stroke = Stroke { width: 0.9, ..Stroke::default() };
                self.pixmap.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
            }
        }
    }

    pub(super) fn stroke(&mut self, points: &[Flat], closed: bool, line: Line) {
        let (width, grey, dash) = match line {
            Line::Thick => (2.3, 20, None),
            Line::Thin => (1.3, 50, None),
            Line::Axis => (1.2, 90, StrokeDash::new(vec![22.0, 6.0, 3.0, 6.0], 0.0)),
        };
        self.pen(points, closed, width, grey, dash);
    }

    /// A line of any width, for ropes, hoses and springs.
    pub(super) fn pen(&mut self, points: &[Flat], closed: bool, width: f32, grey: u8, dash: Option<StrokeDash>) {
        if let Some(path) = path(&[points], closed) {
            let stroke =
                Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, dash, ..Stroke::default() };
            self.pixmap.stroke_path(&path, &ink(grey), &stroke, Transform::identity(), None);
        }
    }

    pub(super) fn disc(&mut self, centre: Flat, radius: f32, grey: u8) {
        if let Some(path) = PathBuilder::from_circle(centre.x, centre.y, radius) {
            self.pixmap.fill_path(&path, &ink(grey), FillRule::Winding, Transform::identity(), None);
        }
    }

    pub(super) fn ring(&mut self, centre: Flat, radius: f32, width: f32) {
        if let Some(path) = PathBuilder::from_circle(centre.x, centre.y, radius) {
            let stroke = Stroke { width, ..Stroke::default() };
            self.pixmap.stroke_path(&path, &ink(20), &stroke, Transform::identity(), None);
        }
    }

    /// Lettering with its left end on the base line at `start`; returns its width.
    pub(super) fn letter(&mut self, text: &str, start: Flat, height: f32, weight: f32) -> f32 {
        let mut x = start.x;
        for character in text.chars() {
            for stroke in font::strokes(character) {
                let points: Vec<Flat> = stroke
                    .iter()
                    .map(|(a, b)| Flat::new(x + a * height / 6.0, start.y - height + b * height / 6.0))
                    .collect();
                self.pen(&points, false, weight, 20, None);
            }
            x += font::ADVANCE * height / 6.0;
        }
        x - start.x
    }

    /// Lettering centred on a point.
    pub(super) fn letter_centred(&mut self, text: &str, centre: Flat, height: f32, weight: f32) {
        let width = font::width(text, height);
        self.letter(text, Flat::new(centre.x - width / 2.0, centre.y + height / 2.0), height, weight);
    }

    /// Lettering that is made smaller when it would be wider than the room.
    pub(super) fn letter_within(&mut self, text: &str, start: Flat, height: f32, weight: f32, room: f32) {
        let fitted = height.min(height * room / font::width(text, height).max(1.0));
        let lifted = Flat::new(start.x, start.y - (height - fitted) / 2.0);
        self.letter(text, lifted, fitted, weight);
    }

    /// The sheet as a greyscale PNG of 64 tones, which keeps a book of drawings small.
    pub(super) fn png(&self) -> Result<Vec<u8>, DemoError> {
        let grey: Vec<u8> = self.pixmap.pixels().iter().map(|pixel| tone64(pixel.red())).collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, PAPER.0, PAPER.1);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Best);
        encoder.set_filter(png::FilterType::NoFilter);
        let mut writer = encoder.write_header().map_err(|_| DemoError::Drawing)?;
        writer.write_image_data(&grey).map_err(|_| DemoError::Drawing)?;
        writer.finish().map_err(|_| DemoError::Drawing)?;
        Ok(bytes)
    }
}

/// The nearest of 64 tones, pure white and black kept.
fn tone64(grey: u8) -> u8 {
    if grey > 250 { 255 } else { grey & 0xFC }
}

fn ink(grey: u8) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(grey, grey, grey, 255);
    paint.anti_alias = true;
    paint
}

fn path(outlines: &[&[Flat]], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for outline in outlines {
        let mut points = outline.iter();
        let Some(first) = points.next() else { continue };
        builder.move_to(first.x, first.y);
        for point in points {
            builder.line_to(point.x, point.y);
        }
        if closed {
            builder.close();
        }
    }
    builder.finish()
}
