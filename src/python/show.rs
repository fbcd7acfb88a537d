//! How a result table is shown to a person: as text and as HTML.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::report::frame::{Frame, FrameColumn, FrameData, FrameValue, Show};

/// Rows shown before "and so many more".
const ROWS: usize = 20;
/// Characters of a text shown in a text table.
const WIDTH: usize = 40;

/// A value as a person reads it; money gets its decimals, nothing is rounded.
pub(super) fn shown(value: FrameValue<'_>, show: Show) -> String {
    match value {
        FrameValue::Blank => String::new(),
        FrameValue::Text(text) => text.to_owned(),
        FrameValue::Date(date) => date.to_string(),
        FrameValue::Flag(flag) => if flag { "yes" } else { "no" }.to_owned(),
        FrameValue::Integer(number) => number.to_string(),
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
    matches!(*column.data, FrameData::Decimal(_) | FrameData::Integer(_) | FrameData::Small(_))
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

/// The first rows as an HTML table with a caption that counts them; every text is escaped.
pub(super) fn html(frame: &Frame) -> String {
    let mut out = String::from(
        "<table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">\
         <caption style=\"text-align:left;caption-side:top;padding:0 0 .4em\"><b>",
    );
    let _infallible = write!(out, "{}</b>: {}", escaped(&frame.name), count(frame));
    out.push_str("</caption><thead><tr>");
    for column in &frame.columns {
        let _infallible =
            write!(out, "<th style=\"{}border-bottom:1px solid\">{}</th>", cell_style(column), escaped(&column.name));
    }
    out.push_str("</tr></thead><tbody>");
    for row in 0..frame.len().min(ROWS) {
        out.push_str("<tr>");
        for column in &frame.columns {
            let value = shown(column.data.get(row), column.show);
            let _infallible = write!(out, "<td style=\"{}\">{}</td>", cell_style(column), escaped(&value));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    out
}

fn cell_style(column: &FrameColumn) -> &'static str {
    if is_number(column) {
        "text-align:right;white-space:nowrap;padding:.15em .6em;"
    } else {
        "text-align:left;white-space:pre-line;padding:.15em .6em;"
    }
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
}
