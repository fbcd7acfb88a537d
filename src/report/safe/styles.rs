//! The formats of cells in an .xlsx package, as far as they decide whether a value can be seen.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::number_format::{NumberFormat, Shows, Value};
use super::unseen::Reason;
use super::walk::{Attributes, Node, walk};

/// Letters up to this height in points are not read by anybody.
const TINY: u32 = 2;
/// Colours whose red, green and blue differ by no more than this are one to the eye.
const NEAR: u8 = 16;
const WHITE: Rgb = Rgb([255; 3]);
const BLACK: Rgb = Rgb([0; 3]);
/// The colours of old workbooks, from number 8.
const INDEXED: [u32; 56] = [
    0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x80_0000, 0x00_8000,
    0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080, 0xC0_C0C0, 0x80_8080, 0x99_99FF, 0x99_3366, 0xFF_FFCC, 0xCC_FFFF,
    0x66_0066, 0xFF_8080, 0x00_66CC, 0xCC_CCFF, 0x00_0080, 0xFF_00FF, 0xFF_FF00, 0x00_FFFF, 0x80_0080, 0x80_0000,
    0x00_8080, 0x00_00FF, 0x00_CCFF, 0xCC_FFFF, 0xCC_FFCC, 0xFF_FF99, 0x99_CCFF, 0xFF_99CC, 0xCC_99FF, 0xFF_CC99,
    0x33_66FF, 0x33_CCCC, 0x99_CC00, 0xFF_CC00, 0xFF_9900, 0xFF_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966,
    0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];
/// The colours of the usual theme, in the order formats count them.
const THEME: [u32; 12] = [
    0xFF_FFFF, 0x00_0000, 0xEE_ECE1, 0x1F_497D, 0x4F_81BD, 0xC0_504D, 0x9B_BB59, 0x80_64A2, 0x4B_ACC6, 0xF7_9646,
    0x00_00FF, 0x80_0080,
];
/// The names of the colours of a theme, in the same order.
const THEME_NAMES: [&str; 12] =
    ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) [u8; 3]);

impl Rgb {
    const fn of(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self([red, green, blue])
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = text.get(text.len().checked_sub(6)?..)?;
        u32::from_str_radix(digits, 16).ok().map(Self::of)
    }

    fn is_near(self, other: Self) -> bool {
        self.0.iter().zip(other.0).all(|(own, other)| own.abs_diff(other) <= NEAR)
    }

    /// Lighter by so many thousandths of the way to white, or darker to black.
    fn tinted(self, thousandths: i32) -> Self {
        Self(self.0.map(|part| {
            let part = i32::from(part);
            let way = if thousandths < 0 { part } else { 255 - part };
            u8::try_from((part + way * thousandths / 1000).clamp(0, 255)).unwrap_or(u8::MAX)
        }))
    }
}

/// A colour as a format names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Rgb(Rgb),
    Theme(usize, i32),
    Indexed(usize),
    Automatic,
}

impl Colour {
    fn of(attributes: &Attributes) -> Self {
        let number = |name: &str| attributes.get(name).and_then(|text| text.parse::<usize>().ok());
        let tint = attributes
            .get("tint")
            .and_then(|text| Decimal::from_str(text).ok().or_else(|| Decimal::from_scientific(text).ok()));
        let tint = tint.and_then(|tint| tint.checked_mul(Decimal::ONE_THOUSAND)?.to_i32()).unwrap_or(0);
        if let Some(rgb) = attributes.get("rgb").and_then(Rgb::parse) {
            Self::Rgb(rgb.tinted(tint))
        } else if let Some(theme) = number("theme") {
            Self::Theme(theme, tint)
        } else {
            number("indexed").map_or(Self::Automatic, Self::Indexed)
        }
    }

    /// The colour itself; nothing for an automatic one.
    pub(super) fn rgb(self, theme: &[Rgb], indexed: &[Rgb]) -> Option<Rgb> {
        match self {
            Self::Rgb(rgb) => Some(rgb),
            Self::Theme(number, tint) => theme.get(number).map(|rgb| rgb.tinted(tint)),
            Self::Indexed(64) => Some(BLACK),
            Self::Indexed(65) => Some(WHITE),
            Self::Indexed(number) => indexed
                .get(number)
                .copied()
                .or_else(|| INDEXED.get(number.checked_sub(8).unwrap_or(number)).copied().map(Rgb::of)),
            Self::Automatic => None,
        }
    }
}

/// A font: its colour, and whether it is too small to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    colour: Colour,
    is_tiny: bool,
}

impl Default for Font {
    fn default() -> Self {
        Self { colour: Colour::Automatic, is_tiny: false }
    }
}

impl Font {
    /// Takes over what an element of a font says.
    pub(super) fn read(&mut self, element: &str, attributes: &Attributes) {
        match element {
            "color" => self.colour = Colour::of(attributes),
            "sz" => {
                let size = attributes.get("val").and_then(|size| Decimal::from_str(size).ok());
                self.is_tiny = size.is_some_and(|size| size <= Decimal::from(TINY));
            }
            _ => {}
        }
    }

    /// Whether it may hide anything.
    pub(super) fn is_unusual(self) -> bool {
        self.is_tiny || self.colour != Colour::Automatic
    }
}

/// What is behind the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    None,
    Solid(Colour),
    /// A pattern or a gradient.
    Other,
}

/// The format of a cell.
#[derive(Clone, Debug, Default)]
struct Style {
    font: Font,
    ground: Option<Rgb>,
    format: NumberFormat,
}

/// What a conditional format changes.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    colour: Option<Colour>,
    ground: Option<Colour>,
    shows_nothing: bool,
}

/// The formats of a workbook.
#[derive(Default)]
pub(super) struct Styles {
    cells: Vec<Style>,
    changes: Vec<Change>,
    theme: Vec<Rgb>,
    indexed: Vec<Rgb>,
}

impl Styles {
    pub(super) fn new(styles: &[u8], theme: &[u8]) -> Self {
        let mut read = Reading::default();
        walk(styles, |node| match node {
            Node::Open(element, attributes) => read.open(element, attributes),
            Node::Close(element, _) => read.close(element),
            Node::Text(_) => {}
        });
        let mut this =
            Self { cells: Vec::new(), changes: read.changes, theme: theme_colours(theme), indexed: read.indexed };
        for [format, font, fill] in read.cells {
            let ground = match usize::try_from(fill).ok().and_then(|fill| read.fills.get(fill)) {
                None | Some(Fill::None) => Some(WHITE),
                Some(Fill::Solid(colour)) => this.rgb(*colour),
                Some(Fill::Other) => None,
            };
            let font = usize::try_from(font).ok().and_then(|font| read.fonts.get(font).copied()).unwrap_or_default();
            let format = read.formats.get(&format).cloned().unwrap_or_default();
            this.cells.push(Style { font, ground, format });
        }
        this
    }

    fn rgb(&self, colour: Colour) -> Option<Rgb> {
        colour.rgb(&self.theme, &self.indexed)
    }

    /// Why a value in a cell of this format cannot be seen.
    pub(super) fn hides(&self, style: usize, value: Value) -> Option<Reason> {
        let style = self.cells.get(style)?;
        let (shows, colour) = style.format.shows(value);
        match shows {
            Shows::Nothing => return Some(Reason::Format),
            Shows::Fixed => return Some(Reason::FixedText),
            Shows::Value => {}
        }
        if style.font.is_tiny {
            return Some(Reason::Tiny);
        }
        let ink = colour.or_else(|| self.ink(style.font)).unwrap_or(BLACK);
        style.ground.filter(|ground| ink.is_near(*ground)).map(|_| Reason::Ink)
    }

    fn ink(&self, font: Font) -> Option<Rgb> {
        self.rgb(font.colour)
    }

    /// Why a part of a text with a font of its own cannot be seen in a cell of this format.
    pub(super) fn hides_part(&self, style: usize, font: Font) -> Option<Reason> {
        let ground = self.cells.get(style).map_or(Some(WHITE), |style| style.ground)?;
        let ink = self.ink(font).unwrap_or(BLACK);
        (font.is_tiny || ink.is_near(ground)).then_some(Reason::Part)
    }

    /// Whether a conditional format makes what it applies to unseen.
    pub(super) fn change_hides(&self, change: usize) -> bool {
        let Some(change) = self.changes.get(change) else { return false };
        let ground = change.ground.map_or(Some(WHITE), |ground| self.rgb(ground));
        let ink = change.colour.and_then(|colour| self.rgb(colour));
        change.shows_nothing || ink.zip(ground).is_some_and(|(ink, ground)| ink.is_near(ground))
    }
}

/// A styles part under way.
#[derive(Default)]
struct Reading {
    /// The elements that are open.
    open: Vec<String>,
    formats: BTreeMap<u32, NumberFormat>,
    fonts: Vec<Font>,
    fills: Vec<Fill>,
    /// Number format, font and fill of each cell format.
    cells: Vec<[u32; 3]>,
    changes: Vec<Change>,
    indexed: Vec<Rgb>,
}

impl Reading {
    fn is_in(&self, element: &str) -> bool {
        self.open.iter().any(|open| open == element)
    }

    fn open(&mut self, element: &str, attributes: &Attributes) {
        let number = |name: &str| attributes.get(name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
        if self.is_in("dxf") {
            self.change(element, attributes);
        } else {
            match element {
                "numFmt" => {
                    let code = attributes.get("formatCode").unwrap_or_default();
                    self.formats.insert(number("numFmtId"), NumberFormat::new(code));
                }
                "font" if self.is_in("fonts") => self.fonts.push(Font::default()),
                "fill" if self.is_in("fills") => self.fills.push(Fill::None),
                "patternFill" | "gradientFill" => self.fill(match attributes.get("patternType") {
                    Some("solid") => Fill::Solid(Colour::Automatic),
                    None | Some("none") if element == "patternFill" => Fill::None,
                    _ => Fill::Other,
                }),
                "fgColor" if self.fills.last().is_some_and(|fill| matches!(fill, Fill::Solid(_))) => {
                    self.fill(Fill::Solid(Colour::of(attributes)));
                }
                "color" | "sz" if self.is_in("font") => {
                    if let Some(font) = self.fonts.last_mut() {
                        font.read(element, attributes);
                    }
                }
                "xf" if self.is_in("cellXfs") => {
                    self.cells.push([number("numFmtId"), number("fontId"), number("fillId")]);
                }
                "dxf" => self.changes.push(Change::default()),
                "rgbColor" => self.indexed.extend(attributes.get("rgb").and_then(Rgb::parse)),
                _ => {}
            }
        }
        self.open.push(element.to_owned());
    }

    fn fill(&mut self, fill: Fill) {
        if let Some(last) = self.fills.last_mut() {
            *last = fill;
        }
    }

    fn change(&mut self, element: &str, attributes: &Attributes) {
        let is_font = self.is_in("font");
        let Some(change) = self.changes.last_mut() else { return };
        match element {
            "color" if is_font => change.colour = Some(Colour::of(attributes)),
            // A solid fill of a conditional format has its colour as that of the ground.
            "bgColor" => change.ground = Some(Colour::of(attributes)),
            "numFmt" => {
                let format = NumberFormat::new(attributes.get("formatCode").unwrap_or_default());
                change.shows_nothing = format.shows(Value::Number(2.0)).0 == Shows::Nothing;
            }
            _ => {}
        }
    }

    fn close(&mut self, element: &str) {
        if self.open.last().is_some_and(|open| open == element) {
            self.open.pop();
        }
    }
}

/// The colours of a theme in the order formats count them.
fn theme_colours(theme: &[u8]) -> Vec<Rgb> {
    let mut colours: Vec<Rgb> = THEME.into_iter().map(Rgb::of).collect();
    let mut current: Option<usize> = None;
    walk(theme, |node| match node {
        Node::Open(element @ ("srgbClr" | "sysClr"), attributes) => {
            let name = if element == "sysClr" { "lastClr" } else { "val" };
            let rgb = attributes.get(name).and_then(Rgb::parse);
            if let Some((place, rgb)) = current.and_then(|place| colours.get_mut(place)).zip(rgb) {
                *place = rgb;
            }
        }
        Node::Open(element, _) => current = THEME_NAMES.iter().position(|name| *name == element),
        _ => {}
    });
    colours
}
