//! How a result table is shown to a person: as text and as HTML.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::report::frame::{Frame, FrameColumn, FrameData, FrameValue, Show, number_text};

/// Rows shown before "and so many more".
const ROWS: usize = 20;
/// Characters of a text shown in a text table.
const WIDTH: usize = 40;
/// Characters of the longest line of an HTML table.
const LINE: usize = 72;
/// Characters up to which the texts of a column of an HTML table are not divided.
const ONE_LINE: usize = 32;

/// A value as a person reads it; money gets its decimals, nothing is rounded.
pub(super) fn shown(value: FrameValue<'_>, show: Show) -> String {
    match value {
        FrameValue::Blank => String::new(),
        FrameValue::Text(text) => text.to_owned(),
        FrameValue::Date(date) => date.to_string(),
        FrameValue::Flag(flag) => if flag { "yes" } else { "no" }.to_owned(),
        FrameValue::Integer(number) => number.to_string(),
        FrameValue::Number(number) => number_text(number),
        FrameValue::Moment(moment) => moment.to_string(),
        FrameValue::Decimal(number) => match show {
            Show::Money(decimals) => padded(number, decimals),
            Show::Percent => format!("{} %", number.normalize()),
            _ => number.normalize().to_string(),
        },
    }
}

/// At least so many decimals, more when the value has more.
fn padded(number: Decimal, decimals: u8) -> String {
    let short = number.normalize();
    let places = usize::try_from(short.scale()).unwrap_or(0).max(usize::from(decimals));
    format!("{short:.places$}")
}

fn is_number(column: &FrameColumn) -> bool {
    matches!(*column.data, FrameData::Decimal(_) | FrameData::Integer(_) | FrameData::Small(_) | FrameData::Number(_))
}

/// `3 rows` and, when not all are shown, how many more there are.
fn count(frame: &Frame) -> String {
    let rows = frame.len();
    let noun = if rows == 1 { "row" } else { "rows" };
    if rows > ROWS { format!("{rows} {noun}, the first {ROWS} shown") } else { format!("{rows} {noun}") }
}

/// The first rows as a text table under a line with name and count.
pub(super) fn text(frame: &Frame) -> String {
    let cells: Vec<Vec<String>> = frame
        .columns
        .iter()
        .map(|column| {
            std::iter::once(column.name.clone())
                .chain((0..frame.len().min(ROWS)).map(|row| clipped(&shown(column.data.get(row), column.show))))
                .collect()
        })
        .collect();
    let widths: Vec<usize> =
        cells.iter().map(|column| column.iter().map(|cell| cell.chars().count()).max().unwrap_or(0)).collect();
    let mut out = format!("{}: {}", frame.name, count(frame));
    for line in 0..=frame.len().min(ROWS) {
        out.push('\n');
        let mut row = String::new();
        for ((column, cells), width) in frame.columns.iter().zip(&cells).zip(&widths) {
            let cell = cells.get(line).map_or("", String::as_str);
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            let (before, after) = if is_number(column) { (gap.as_str(), "") } else { ("", gap.as_str()) };
            let _infallible = write!(row, "  {before}{cell}{after}");
        }
        out.push_str(row.trim_end());
    }
    out
}

fn clipped(text: &str) -> String {
    let line = text.replace(['\n', '\r', '\t'], " ");
    if line.chars().count() <= WIDTH { line } else { line.chars().take(WIDTH - 1).chain(['…']).collect() }
}

/// The first rows as an HTML table with a caption that counts them; every text is escaped. A text longer than two lines
/// is cut, and shown whole when the reader points at it.
pub(super) fn html(frame: &Frame) -> String {
    let mut out = String::from(
        "<table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">\
         <caption style=\"text-align:left;caption-side:top;padding:0 0 .4em\"><b>",
    );
    let _infallible = write!(out, "{}</b>: {}", escaped(&frame.name), count(frame));
    out.push_str("</caption><thead><tr>");
    let styles: Vec<String> = frame.columns.iter().map(|column| cell_style(column, frame.len().min(ROWS))).collect();
    for (column, style) in frame.columns.iter().zip(&styles) {
        let _infallible = write!(out, "<th style=\"{style}border-bottom:1px solid\">{}</th>", escaped(&column.name));
    }
    out.push_str("</tr></thead><tbody>");
    for row in 0..frame.len().min(ROWS) {
        out.push_str("<tr>");
        for (column, style) in frame.columns.iter().zip(&styles) {
            let value = column.data.get(row);
            let short = cut(&value);
            let value = escaped(&shown(value, column.show));
            let _infallible = match short {
                Some(short) => write!(out, "<td style=\"{style}\" title=\"{value}\">{}</td>", escaped(&short)),
                None => write!(out, "<td style=\"{style}\">{value}</td>"),
            };
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    out
}

/// The beginning of a text too long to be shown.
fn cut(value: &FrameValue<'_>) -> Option<String> {
    let FrameValue::Text(text) = value else { return None };
    (text.chars().count() > 2 * LINE).then(|| text.chars().take(2 * LINE - 1).chain(['…']).collect())
}

/// Numbers stand at the right; what is short stays on one line, and longer texts get room for it on two.
fn cell_style(column: &FrameColumn, rows: usize) -> String {
    const PLACE: &str = "vertical-align:top;padding:.15em .6em;";
    if is_number(column) {
        return format!("text-align:right;white-space:nowrap;{PLACE}");
    }
    let letters = |row: usize| match column.data.get(row) {
        FrameValue::Text(text) => text.chars().count().min(2 * LINE),
        _ => 0,
    };
    let longest = (0..rows).map(letters).max().unwrap_or(0);
    if longest <= ONE_LINE {
        return format!("text-align:left;white-space:pre;{PLACE}");
    }
    // A letter is about half as wide as it is high.
    format!("text-align:left;white-space:pre-line;min-width:{}em;{PLACE}", longest.min(LINE) / 2)
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame::new("lines").text("item", Show::Code, [Some("A<1>"), Some("B")]).decimal(
            "price",
            Show::Money(2),
            [Some(Decimal::new(5, 1)), Some(Decimal::new(12_345, 3))],
        )
    }

    #[test]
    fn money_has_its_decimals_and_is_not_rounded() {
        insta::assert_snapshot!(text(&frame()), @"
        lines: 2 rows
          item   price
          A<1>    0.50
          B     12.345
        ");
    }

    #[test]
    fn html_is_escaped_and_numbers_stand_right() {
        let html = html(&frame());
        assert!(html.contains("A&lt;1&gt;") && !html.contains("A<1>"));
        assert!(html.contains("text-align:right"));
        assert!(html.contains("2 rows"));
    }

    #[test]
    fn html_keeps_numbers_of_items_on_a_line_and_cuts_endless_texts() {
        let endless = "a > ".repeat(100);
        let frame = Frame::new("lines").text("item", Show::Code, [Some("HX-4000")]).text(
            "path",
            Show::Text,
            [Some(endless.as_str())],
        );
        let html = html(&frame);
        assert!(html.contains("white-space:pre;vertical-align:top;padding:.15em .6em;\">HX-4000</td>"), "{html}");
        assert!(html.contains("min-width:36em") && html.contains("…</td>"), "{html}");
        assert!(html.contains(&format!("title=\"{}\"", endless.replace('>', "&gt;"))), "{html}");
    }
}
