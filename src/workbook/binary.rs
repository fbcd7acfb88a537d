//! What old and binary workbooks have in common: short numbers, error codes, styles, and a table of texts.

use std::collections::HashMap;

use chrono::NaiveDateTime;

use super::cell::CellValue;
use super::convert::duration;
use super::format::NumberFormat;
use crate::values::{DateSystem, date_from_serial};

/// What a number format makes of a day number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    No,
    Date,
    Duration,
}

/// A cell style, as far as it changes what a cell means.
#[derive(Debug)]
pub(super) struct Style {
    pub(super) format: NumberFormat,
    moment: Moment,
}

/// The cell styles of a workbook, by number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    codes: HashMap<u16, String>,
    styles: Vec<Style>,
}

impl Styles {
    /// Takes in a number format of the workbook.
    pub(super) fn add_format(&mut self, id: u16, code: String) {
        self.codes.insert(id, code);
    }

    /// Takes in the next style: the number of its format, and how far texts are indented.
    pub(super) fn add_style(&mut self, id: u16, indent: u8) {
        let own = self.codes.get(&id).map(String::as_str);
        let moment = match (id, own) {
            (14..=22 | 27..=36 | 45 | 47 | 50..=58, _) => Moment::Date,
            (46, _) => Moment::Duration,
            (_, code) => moment(code.unwrap_or_default()),
        };
        let format = NumberFormat::from_code(own.unwrap_or_else(|| known(id))).indented(indent);
        self.styles.push(Style { format, moment });
    }

    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        self.styles.get(style).map_or_else(|| NumberFormat::general(), |style| &style.format)
    }

    /// The number as its style means it.
    pub(super) fn value(&self, number: f64, style: usize, system: DateSystem) -> CellValue<'static> {
        match self.styles.get(style).map_or(Moment::No, |style| style.moment) {
            Moment::No => CellValue::Number(number),
            Moment::Duration => duration(number),
            Moment::Date => {
                let day: Result<NaiveDateTime, _> = date_from_serial(number, system);
                day.map_or(CellValue::Serial(number), CellValue::DateTime)
            }
        }
    }
}

/// Codes of the formats that every program knows.
const fn known(id: u16) -> &'static str {
    match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "mm-dd-yy",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "m/d/yy h:mm",
        46 => "[h]:mm:ss",
        48 => "##0.0E+0",
        49 => "@",
        _ => "?",
    }
}

/// What a format code makes of a day number: letters of dates and times outside quotes and brackets tell a date, hours,
/// minutes or seconds alone in brackets a duration.
fn moment(code: &str) -> Moment {
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            ';' => return Moment::No,
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.by_ref().find(|&char| char == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|&char| char != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if ["h", "m", "s"].iter().any(|unit| !inside.is_empty() && inside.replace(unit, "").is_empty()) {
                    return Moment::Duration;
                }
            }
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return Moment::Date,
            _ => {}
        }
    }
    Moment::No
}

/// A number of 30 bits: a whole number or the upper part of a double, and whether it stands for hundredths.
#[expect(clippy::float_arithmetic, reason = "the file format says: divided by one hundred")]
pub(super) fn short_number(raw: u32) -> f64 {
    let number =
        if raw & 2 == 0 { f64::from_bits(u64::from(raw & !3) << 32) } else { f64::from(raw.cast_signed() >> 2) };
    if raw & 1 == 0 { number } else { number / 100.0 }
}

/// An error value as the spreadsheet shows it; those of later programs have no name here.
pub(super) const fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR",
    }
}

/// A table of texts in one piece: equal numbers give texts at the same address.
#[derive(Debug, Default)]
pub(super) struct TextList {
    text: String,
    ends: Vec<usize>,
}

impl TextList {
    /// Where the next text is written to.
    pub(super) const fn open(&mut self) -> &mut String {
        &mut self.text
    }

    /// Ends the text that was written.
    pub(super) fn close(&mut self) {
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let number = usize::try_from(number).ok()?;
        let from = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(from..*self.ends.get(number)?)
    }
}

/// Characters of two bytes each, added to a text.
pub(super) fn push_wide(bytes: &[u8], text: &mut String) {
    let units = bytes.as_chunks::<2>().0.iter().map(|&unit| u16::from_le_bytes(unit));
    text.extend(char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(f64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_and_durations() {
        for (code, expected) in [
            ("General", Moment::No),
            ("0.00E+00", Moment::No),
            ("[Red]0.00;\"days\"d", Moment::No),
            ("\\d0", Moment::No),
            ("yyyy-mm-dd", Moment::Date),
            ("[$-409]d-mmm", Moment::Date),
            ("h:mm AM/PM", Moment::Date),
            ("[h]:mm", Moment::Duration),
            ("[ss]", Moment::Duration),
            ("[]0", Moment::No),
            ("\"never closed", Moment::No),
        ] {
            assert_eq!(moment(code), expected, "{code}");
        }
    }

    #[test]
    fn short_numbers() {
        let raw = |number: i32| ((number << 2) | 2).cast_unsigned();
        let upper = u32::try_from(1.5_f64.to_bits() >> 32).unwrap();
        let numbers = [raw(-5), raw(250) | 1, upper].map(|raw| short_number(raw).to_string());
        assert_eq!(numbers, ["-5", "2.5", "1.5"]);
    }

    #[test]
    fn texts_by_number() {
        let mut list = TextList::default();
        for text in ["a", "", "ö"] {
            list.open().push_str(text);
            list.close();
        }
        assert_eq!((0..4).map(|number| list.get(number)).collect::<Vec<_>>(), [Some("a"), Some(""), Some("ö"), None]);
    }
}
