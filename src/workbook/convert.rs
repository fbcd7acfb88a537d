//! What calamine and OpenDocument tell, in our words.

use std::sync::Arc;

use calamine::{SheetType, SheetVisible};
use chrono::TimeDelta;

use super::cell::CellValue;
use super::sheet::{SheetInfo, Visibility};

#[expect(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "days as a double; the range is checked")]
pub(super) fn duration(days: f64) -> CellValue<'static> {
    let milliseconds = (days * 86_400_000.0).round();
    if milliseconds.is_finite() && milliseconds.abs() < 1e15 {
        CellValue::Duration(TimeDelta::milliseconds(milliseconds as i64))
    } else {
        CellValue::Serial(days)
    }
}

/// `PT12H30M15.5S`, as OpenDocument writes durations and times of day.
pub(super) fn iso_duration(text: &str) -> Option<TimeDelta> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (days, clock) = text.strip_prefix('P')?.split_once('T')?;
    let mut milliseconds = match days.strip_suffix('D') {
        Some(days) => days.parse::<i64>().ok()?.checked_mul(86_400_000)?,
        None if days.is_empty() => 0,
        None => return None,
    };
    let mut rest = clock;
    while let Some(end) = rest.find(|char: char| char.is_ascii_alphabetic()) {
        let (number, unit) = rest.split_at(end);
        let factor = match unit.as_bytes().first()? {
            b'H' => 3_600_000,
            b'M' => 60_000,
            b'S' => 1000,
            _ => return None,
        };
        let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
        let part = whole.parse::<i64>().ok()?.checked_mul(factor)?;
        let fraction =
            format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?.checked_mul(factor)?.checked_div(1000)?;
        milliseconds = milliseconds.checked_add(part)?.checked_add(fraction)?;
        rest = unit.get(1..)?;
    }
    TimeDelta::try_milliseconds(if negative { milliseconds.checked_neg()? } else { milliseconds })
}

/// The sheets in the order of their tabs.
pub(super) fn sheet_infos(sheets: &[calamine::Sheet]) -> Vec<SheetInfo> {
    sheets
        .iter()
        .map(|sheet| SheetInfo {
            name: Arc::from(sheet.name.as_str()),
            visibility: match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            },
            is_chart: sheet.typ != SheetType::WorkSheet,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_open_document() {
        for (text, milliseconds) in
            [("PT1H30M", 5_400_000), ("PT12H00M00.5S", 43_200_500), ("-PT1S", -1000), ("P1DT0H", 86_400_000)]
        {
            assert_eq!(iso_duration(text), Some(TimeDelta::milliseconds(milliseconds)), "{text}");
        }
        for text in ["", "PT", "P1Y", "1H", "PTxH", "PT1X"] {
            assert!(iso_duration(text).is_none_or(|duration| duration.is_zero()), "{text}");
        }
    }
}
