//! The one look of all reports: colours, lines and number formats, independent of the file format.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::words::Language;

/// Colours as 0xRRGGBB.
pub mod colour {
    /// Text of headers and titles.
    pub const INK: u32 = 0x1F_2D3D;
    /// Secondary text.
    pub const GREY: u32 = 0x6B_7785;
    /// Header background.
    pub const HEADER: u32 = 0xE4_EAF1;
    /// Header background of columns that must be filled in.
    pub const REQUIRED: u32 = 0xFC_E8B8;
    /// Lines under the header and above totals.
    pub const RULE: u32 = 0x8A_98A8;
    /// Lines between rows.
    pub const HAIR: u32 = 0xDD_E2E8;
    /// Links.
    pub const LINK: u32 = 0x05_63C1;
    /// Background and text of errors.
    pub const ERROR: (u32, u32) = (0xF9_D9D6, 0x8E_1B13);
    /// Background and text of warnings.
    pub const WARNING: (u32, u32) = (0xFD_EFC8, 0x7A_5200);
    /// Background and text of notes.
    pub const NOTE: (u32, u32) = (0xDD_EBF7, 0x1F_4E79);
    /// Cells the reader fills in.
    pub const INPUT: u32 = 0xFF_FBE6;
}

/// Lines around a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Line {
    /// None.
    #[default]
    None,
    /// A hair line below: rows of lists.
    Row,
    /// A stronger line below: headers.
    Header,
    /// A stronger line above: totals.
    Total,
    /// Thin lines all around: forms.
    Box,
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// Text left, numbers right.
    #[default]
    General,
    /// Left.
    Left,
    /// In the middle.
    Centre,
    /// Right.
    Right,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    /// As typed.
    #[default]
    General,
    /// Never a number: `@`.
    Text,
    /// Fixed decimals.
    Fixed(u8),
    /// Fixed decimals, thousands apart.
    Grouped(u8),
    /// Percent points with fixed decimals: 15 is shown as 15 %.
    Percent(u8),
    /// A date, in the order of the language.
    Date,
    /// Any other format code.
    Custom(&'static str),
}

impl NumberFormat {
    /// The format code of the file; none for the general one.
    #[must_use]
    pub fn code(self, language: Language) -> Option<String> {
        let decimals = |count: u8| match count {
            0 => String::new(),
            _ => format!(".{}", "0".repeat(usize::from(count))),
        };
        match self {
            Self::General => None,
            Self::Text => Some("@".to_owned()),
            Self::Fixed(count) => Some(format!("0{}", decimals(count))),
            Self::Grouped(count) => Some(format!("#,##0{}", decimals(count))),
            Self::Percent(count) => Some(format!("0{}\" %\"", decimals(count))),
            Self::Date => Some(language.date_format().to_owned()),
            Self::Custom(code) => Some(code.to_owned()),
        }
    }
}

/// The look of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of a cell's look")]
pub struct Style {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Struck through.
    pub strike: bool,
    /// Long text goes on in the next line of the cell.
    pub wrap: bool,
    /// What is too wide is written smaller, so that a number never turns into `###`.
    pub shrink: bool,
    /// The reader may fill it in on a protected sheet.
    pub unlocked: bool,
    /// Text stands at the top rather than at the bottom.
    pub top: bool,
    /// Points; 0 is the usual size.
    pub size: u8,
    /// Text colour.
    pub colour: Option<u32>,
    /// Background.
    pub fill: Option<u32>,
    /// Lines.
    pub line: Line,
    /// Where the text stands.
    pub align: Align,
    /// Steps from the edge.
    pub indent: u8,
    /// How a number is shown.
    pub number: NumberFormat,
}

impl Style {
    /// The title of a sheet.
    #[must_use]
    pub fn title() -> Self {
        Self { bold: true, size: 16, colour: Some(colour::INK), ..Self::default() }
    }

    /// A line under the title.
    #[must_use]
    pub fn subtitle() -> Self {
        Self { colour: Some(colour::GREY), ..Self::default() }
    }

    /// A heading inside a sheet.
    #[must_use]
    pub fn heading() -> Self {
        Self { bold: true, size: 12, colour: Some(colour::INK), ..Self::default() }
    }

    /// The title of a column.
    #[must_use]
    pub fn header() -> Self {
        Self {
            bold: true,
            wrap: true,
            colour: Some(colour::INK),
            fill: Some(colour::HEADER),
            line: Line::Header,
            ..Self::default()
        }
    }

    /// A cell of a list.
    #[must_use]
    pub fn body() -> Self {
        Self { line: Line::Row, top: true, ..Self::default() }
    }

    /// A sum.
    #[must_use]
    pub fn total() -> Self {
        Self { bold: true, line: Line::Total, ..Self::default() }
    }

    /// A cell the reader fills in.
    #[must_use]
    pub fn input() -> Self {
        Self { line: Line::Box, fill: Some(colour::INPUT), unlocked: true, ..Self::default() }
    }

    /// The same as a link.
    #[must_use]
    pub const fn as_link(mut self) -> Self {
        self.underline = true;
        self.colour = Some(colour::LINK);
        self
    }

    /// The same with a number format.
    #[must_use]
    pub const fn number(mut self, number: NumberFormat) -> Self {
        self.number = number;
        self
    }

    /// The same with an alignment.
    #[must_use]
    pub const fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// The same with background and text colour.
    #[must_use]
    pub const fn colours(mut self, (fill, text): (u32, u32)) -> Self {
        self.fill = Some(fill);
        self.colour = Some(text);
        self
    }

    /// The format of the file.
    pub(crate) fn format(self, language: Language) -> Format {
        let mut format = Format::new();
        if self.bold {
            format = format.set_bold();
        }
        if self.italic {
            format = format.set_italic();
        }
        if self.underline {
            format = format.set_underline(FormatUnderline::Single);
        }
        if self.strike {
            format = format.set_font_strikethrough();
        }
        if self.wrap {
            format = format.set_text_wrap();
        }
        if self.shrink {
            format = format.set_shrink();
        }
        if self.unlocked {
            format = format.set_unlocked();
        }
        if self.size > 0 {
            format = format.set_font_size(self.size);
        }
        if let Some(colour) = self.colour {
            format = format.set_font_color(Color::RGB(colour));
        }
        if let Some(fill) = self.fill {
            format = format.set_background_color(Color::RGB(fill));
        }
        format = match self.line {
            Line::None => format,
            Line::Row => format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(colour::HAIR)),
            Line::Header => {
                format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(colour::RULE))
            }
            Line::Total => format.set_border_top(FormatBorder::Thin).set_border_top_color(Color::RGB(colour::RULE)),
            Line::Box => format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(colour::RULE)),
        };
        format = match self.align {
            Align::General => format,
            Align::Left => format.set_align(FormatAlign::Left),
            Align::Centre => format.set_align(FormatAlign::Center),
            Align::Right => format.set_align(FormatAlign::Right),
        };
        if self.top {
            format = format.set_align(FormatAlign::Top);
        }
        if self.indent > 0 {
            format = format.set_indent(self.indent);
        }
        match self.number.code(language) {
            Some(code) => format.set_num_format(code),
            None => format,
        }
    }
}

/// Most digits a number cell holds without loss.
const EXACT_DIGITS: usize = 15;

/// True when a number cell holds the decimal without loss; if not, it is written as text.
#[must_use]
pub fn fits_a_number_cell(value: Decimal) -> bool {
    let digits = value.mantissa().unsigned_abs();
    digits < EXACT_BELOW
        || value.normalize().mantissa().unsigned_abs().to_string().trim_end_matches('0').len() <= EXACT_DIGITS
}

/// The decimal as the closest number of a number cell; exact digits when [`fits_a_number_cell`].
///
/// By way of its digits, because the direct conversion may be off in the last one.
pub(crate) fn number(value: Decimal) -> f64 {
    let (digits, power) = (i64::try_from(value.mantissa()), POWERS.get(value.scale() as usize));
    if let (Ok(digits), Some(power)) = (digits, power)
        && u128::from(digits.unsigned_abs()) < EXACT_BELOW
    {
        #[expect(
            clippy::cast_precision_loss,
            clippy::float_arithmetic,
            reason = "both are exact, so the quotient is the closest number"
        )]
        return digits as f64 / power;
    }
    value.normalize().to_string().parse().unwrap_or_default()
}

/// Numbers of at most [`EXACT_DIGITS`] digits.
const EXACT_BELOW: u128 = 1_000_000_000_000_000;
/// Powers of ten that are exact.
const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_never_end_with_a_point() {
        for count in 0..7 {
            for format in [NumberFormat::Fixed(count), NumberFormat::Grouped(count), NumberFormat::Percent(count)] {
                let code = format.code(Language::English).unwrap();
                assert!(!code.ends_with('.') && !code.contains(".\""), "{code}");
            }
        }
        assert_eq!(NumberFormat::Percent(0).code(Language::German).unwrap(), "0\" %\"");
        assert_eq!(NumberFormat::Date.code(Language::German).unwrap(), "dd.mm.yyyy");
    }

    #[test]
    fn fifteen_digits_fit_and_sixteen_do_not() {
        assert!(fits_a_number_cell("999999999999999".parse().unwrap()));
        assert!(fits_a_number_cell("1234567890123.45".parse().unwrap()));
        assert!(fits_a_number_cell("123000000000000000000".parse().unwrap()));
        assert!(!fits_a_number_cell("9999999999999999".parse().unwrap()));
        assert!(!fits_a_number_cell("12345678901234.567".parse().unwrap()));
        assert!((number("0.30".parse().unwrap()) - 0.3).abs() < f64::EPSILON);
        for digits in [0, 1, -1, 3, 105, 33_333, 123_456_789_012_345, -999_999_999_999_999] {
            for scale in 0..20 {
                let value = Decimal::new(digits, scale);
                let closest: f64 = value.normalize().to_string().parse().unwrap();
                assert_eq!(number(value).to_bits(), closest.to_bits(), "{value}");
            }
        }
    }
}
