//! How to use the book, its signs, safety, ordering, address and terms.
//!
//! Rules: parts-book specification, sections 3 and 10 (safety-relevant spares must be named).

use super::{Maker, styled};
use crate::report::cell::{Cell, Row};
use crate::report::frame::Show;
use crate::report::layout::wrapped_lines;
use crate::report::parts_book::index::IndexRow;
use crate::report::parts_book::source::Source;
use crate::report::sheet::{Area, Column, Freeze, Orientation, Sheet};
use crate::report::style::{Line, Style, colour};

/// Widths of the three columns, in characters.
const WIDTHS: [u8; 3] = [18, 58, 16];

/// The sheet.
pub(super) fn info(maker: &Maker<'_>) -> Sheet {
    let columns = WIDTHS.map(|width| Column::new("", "", Show::Text).width(f64::from(width)));
    let mut sheet = Sheet::free(&maker.places.info, columns.to_vec());
    sheet.freeze = Freeze::None;
    sheet.print = maker.print();
    sheet.print.orientation = Orientation::Portrait;
    sheet.push(
        Row::new(vec![Cell::text(&maker.places.info).style(Style::title()), Cell::blank(), maker.to_contents()])
            .height(26.0),
    );
    section(maker, &mut sheet, "how_to_use", Some(maker.say("how_to_use_text", &[])));
    legend(maker, &mut sheet);
    section(maker, &mut sheet, "safety", None);
    safety_parts(maker, &mut sheet);
    section(maker, &mut sheet, "ordering", Some(maker.say("ordering_text", &[])));
    section(maker, &mut sheet, "terms", None);
    section(maker, &mut sheet, "address", None);
    sheet
}

fn heading(sheet: &mut Sheet, text: String) {
    sheet.push(Row::default().height(10.0));
    let style = Style { line: Line::Header, ..Style::heading() };
    sheet.push(styled(vec![Cell::text(text), Cell::blank(), Cell::blank()], style).height(20.0));
}

/// A heading and the text of the `texts` sheet in each language; else the usual text; else nothing.
fn section(maker: &Maker<'_>, sheet: &mut Sheet, key: &str, usual: Option<String>) {
    let mut texts = maker.texts(key);
    if texts.is_empty() {
        texts.extend(usual);
    }
    if texts.is_empty() {
        return;
    }
    heading(sheet, maker.say(key, &[]));
    for text in texts {
        paragraph(sheet, &text);
    }
}

/// A text over all columns.
fn paragraph(sheet: &mut Sheet, text: &str) {
    let row = sheet.first_row() + u32::try_from(sheet.len()).unwrap_or_default();
    let width: usize = WIDTHS.iter().map(|width| usize::from(*width)).sum();
    let lines = u16::try_from(wrapped_lines(text, width.saturating_sub(4)).min(26)).unwrap_or(1);
    let style = Style { wrap: true, top: true, ..Style::default() };
    sheet.push(styled(vec![Cell::text(text), Cell::blank(), Cell::blank()], style).height(f64::from(lines * 15 + 4)));
    sheet.merged.push(Area::new(row, 0, row, 2));
}

fn legend(maker: &Maker<'_>, sheet: &mut Sheet) {
    heading(sheet, maker.say("legend", &[]));
    let signs = [
        ("W", "mark_w"),
        ("S", "mark_s"),
        ("C", "mark_c"),
        ("K", "mark_k"),
        ("!", "mark_safety"),
        ("AR", "as_required"),
        ("REF", "legend_ref"),
        (". ", "legend_dot"),
        ("-10", "legend_dash"),
        ("***", "legend_end"),
        ("1 : 2", "legend_ratio"),
    ];
    for (sign, key) in signs {
        let sign = Cell::code(sign).style(Style { bold: true, ..Style::body() });
        let cells = vec![sign, Cell::text(maker.say(key, &[])), Cell::blank()];
        sheet.push(styled(cells, Style::body()));
    }
    let see = maker.say("see_fig", &[("n", "n")]);
    sheet.push(styled(
        vec![
            Cell::text(see).style(Style { bold: true, ..Style::body() }),
            Cell::text(maker.say("legend_reference", &[])),
            Cell::blank(),
        ],
        Style::body(),
    ));
    for text in maker.texts("legend") {
        paragraph(sheet, &text);
    }
}

/// The spares that matter for health and safety, with their first places.
fn safety_parts(maker: &Maker<'_>, sheet: &mut Sheet) {
    let mut seen = std::collections::BTreeSet::new();
    let rows: Vec<IndexRow> = super::lists::index_rows(maker.book)
        .into_iter()
        .filter(|row| maker.book.source.part(row.item).is_safety && seen.insert(row.item))
        .collect();
    if rows.is_empty() {
        return;
    }
    heading(sheet, maker.say("safety_parts", &[]));
    for row in rows {
        let number = maker.words.number(row.item).map_or_else(Cell::blank, Cell::code);
        let place = maker.say("fig_pos", &[("n", &row.figure.to_string()), ("p", &row.position)]);
        let name = Style { wrap: true, ..Style::body() };
        sheet.push(styled(
            vec![
                number,
                Cell::text(maker.words.first_name(row.item)).style(name),
                maker.to_line(row.figure, row.line, place),
            ],
            Style { colour: Some(colour::INK), ..Style::body() },
        ));
    }
}
