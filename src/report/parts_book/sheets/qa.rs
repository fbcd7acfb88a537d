//! The quality sheet of the internal copy: D1 to D9, the gate, the score, and what is doubtful.
//!
//! Rules: parts-book specification, section 9. It is never part of a customer's copy.

use super::{Maker, styled};
use crate::finding::Severity;
use crate::report::cell::{Cell, Row};
use crate::report::frame::Show;
use crate::report::parts_book::quality::measures;
use crate::report::sheet::{Column, Freeze, Orientation, Sheet};
use crate::report::style::{Align, Line, NumberFormat, Style, colour};

/// The sheet.
pub(super) fn sheet(maker: &Maker<'_>) -> Sheet {
    let name = maker.places.qa.clone().unwrap_or_default();
    let columns = [22.0, 46.0, 18.0, 34.0, 56.0].map(|width| Column::new("", "", Show::Text).width(width));
    let mut sheet = Sheet::free(&name, columns.to_vec());
    sheet.freeze = Freeze::None;
    sheet.print = maker.print();
    sheet.print.orientation = Orientation::Landscape;
    sheet.tab = Some(colour::ERROR.1);
    sheet.push(
        Row::new(vec![Cell::text(&name).style(Style::title()), Cell::blank(), Cell::blank(), maker.to_contents()])
            .height(26.0),
    );
    sheet.push(Row::new(vec![Cell::text(maker.say("internal", &[])).style(Style::subtitle())]));
    sheet.push(Row::default());
    numbers(maker, &mut sheet);
    findings(maker, &mut sheet);
    sheet
}

fn numbers(maker: &Maker<'_>, sheet: &mut Sheet) {
    let quality = &maker.book.quality;
    let (verdict, colours) = if quality.passes { ("gate_pass", colour::NOTE) } else { ("gate_fail", colour::ERROR) };
    let strong = Style { bold: true, size: 13, ..Style::default() };
    sheet.push(Row::new(vec![
        Cell::text(maker.say("score", &[])).style(strong),
        Cell::decimal(quality.score).style(strong.number(NumberFormat::Fixed(1)).align(Align::Left)),
        Cell::blank(),
        Cell::text(maker.say(verdict, &[]))
            .style(Style { bold: true, align: Align::Centre, ..Style::default() }.colours(colours)),
    ]));
    sheet.push(Row::default());
    for (name, value, counts) in measures(quality) {
        let text = maker.say(&format!("quality_{}", name.to_lowercase()), &[]);
        let number = match counts {
            Some(_) => Style::body().number(NumberFormat::Custom("0.0000")),
            None => Style::body().number(NumberFormat::Fixed(0)),
        };
        let counts = counts.map_or_else(String::new, |(part, whole)| format!("{part} / {whole}"));
        let value = Cell::decimal(crate::values::half_up(value, 4)).style(number);
        let counts = Cell::text(counts).style(Style::body().align(Align::Right));
        sheet.push(styled(vec![Cell::code(name), Cell::text(text), value, counts], Style::body()));
    }
    sheet.push(Row::default());
}

fn findings(maker: &Maker<'_>, sheet: &mut Sheet) {
    if maker.book.findings.iter().next().is_none() {
        return;
    }
    let header =
        [maker.label("code"), maker.label("title"), maker.label("value"), maker.label("origin"), maker.label("detail")];
    sheet.push(styled(header.map(Cell::text).to_vec(), Style::header()));
    let wrap = Style { wrap: true, line: Line::Row, top: true, ..Style::default() };
    for finding in &maker.book.findings {
        let colours = match finding.severity() {
            Severity::Error => colour::ERROR,
            Severity::Warning => colour::WARNING,
            Severity::Info => colour::NOTE,
        };
        let place = finding.origin.as_ref().map(ToString::to_string).unwrap_or_default();
        let texts = [
            finding.code.title.to_owned(),
            finding.value.clone().unwrap_or_default(),
            place,
            finding.detail.clone().unwrap_or_default(),
        ];
        let code = Cell::code(finding.code.id).style(Style { ..wrap }.colours(colours));
        let cells = std::iter::once(code).chain(texts.map(|text| Cell::text(text).style(wrap)));
        sheet.push(Row::new(cells.collect()));
    }
}
