//! Cover, revisions and contents.
//!
//! Rules: parts-book specification, sections 1 and 3.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Maker, styled};
use crate::report::cell::{Cell, Row, Target};
use crate::report::frame::Show;
use crate::report::parts_book::catalog_source::Basis;
use crate::report::parts_book::figures::cell_text;
use crate::report::parts_book::picture::{Picture as Drawn, fit};
use crate::report::sheet::{Area, Column, Freeze, Orientation, Picture, Sheet};
use crate::report::style::{Align, Line, Style, colour};

/// Box of the logo and of the machine's picture, in pixels.
const LOGO: (u32, u32) = (300, 90);
const MACHINE: (u32, u32) = (690, 400);
/// Heights of rows: 15 points are 20 pixels.
const PICTURE_ROW: (f64, u32) = (15.0, 20);

/// The cover.
pub(super) fn cover(maker: &Maker<'_>) -> Sheet {
    let settings = &maker.book.settings;
    let columns = [3.0, 27.0, 64.0].map(|width| Column::new("", "", Show::Text).width(width));
    let mut sheet = Sheet::free(&maker.places.cover, columns.to_vec());
    sheet.freeze = Freeze::None;
    sheet.one_page = true;
    sheet.print = maker.print();
    sheet.print.orientation = Orientation::Portrait;
    sheet.print.footer = Some(String::new());

    if let Some(logo) = &maker.book.logo {
        picture(&mut sheet, logo, LOGO, settings.company.as_deref().unwrap_or_default());
    } else if let Some(company) = &settings.company {
        let style = Style { bold: true, size: 14, colour: Some(colour::GREY), ..Style::default() };
        sheet.push(Row::new(vec![Cell::blank(), Cell::text(maker.words.clean(company)).style(style)]).height(30.0));
    }
    sheet.push(Row::default().height(30.0));
    let title = Style { bold: true, size: 28, colour: Some(colour::INK), ..Style::default() };
    sheet.push(Row::new(vec![Cell::blank(), Cell::text(maker.title()).style(title)]).height(42.0));
    for language in settings.languages.iter().skip(1) {
        let other = match settings.title(language) {
            Some(title) => maker.words.clean(title).into_owned(),
            None => crate::tables::labels::text("book.title", language, &[]),
        };
        let style = Style { size: 16, colour: Some(colour::GREY), ..Style::default() };
        sheet.push(Row::new(vec![Cell::blank(), Cell::text(other).style(style)]).height(24.0));
    }
    let name = maker.words.first_name(settings.top);
    let machine = [settings.model.as_deref(), Some(name.as_str())];
    let machine: Vec<String> = machine
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .map(|text| maker.words.clean(text).into_owned())
        .collect();
    let style = Style { size: 18, colour: Some(colour::INK), ..Style::default() };
    sheet.push(Row::new(vec![Cell::blank(), Cell::text(machine.join("   ")).style(style)]).height(34.0));
    sheet.push(Row::default().height(16.0));
    if let Some(drawn) = &maker.book.machine {
        picture(&mut sheet, drawn, MACHINE, &machine.join(" "));
        sheet.push(Row::default().height(16.0));
    }
    for (name, value) in facts(maker) {
        let label = Style { colour: Some(colour::GREY), line: Line::Row, ..Style::default() };
        let value = value.style(Style { bold: true, line: Line::Row, align: Align::Left, ..Style::default() });
        sheet.push(Row::new(vec![Cell::blank(), Cell::text(name).style(label), value]).height(21.0));
    }
    if let Basis::Current(_) = maker.book.basis() {
        sheet.push(Row::default().height(12.0));
        let style = Style { bold: true, wrap: true, ..Style::default() }.colours(colour::WARNING);
        let text = format!("{} (W-STRUCT-CURRENT)", maker.say("current_structure", &[]));
        let row = sheet.first_row() + u32::try_from(sheet.len()).unwrap_or_default();
        sheet.push(
            Row::new(vec![Cell::blank(), Cell::text(text).style(style), Cell::blank().style(style)]).height(24.0),
        );
        sheet.merged.push(Area::new(row, 1, row, 2));
    }
    if settings.internal {
        sheet.push(Row::default().height(12.0));
        let style = Style { bold: true, ..Style::default() }.colours(colour::ERROR);
        sheet.push(Row::new(vec![Cell::blank(), Cell::text(maker.say("internal", &[])).style(style)]));
    }
    sheet.push(Row::default().height(16.0));
    sheet.push(Row::new(vec![
        Cell::blank(),
        Cell::link(Target::sheet(&maker.places.contents), maker.label("sheet.contents"))
            .style(Style { size: 12, ..Style::default() }),
    ]));
    for text in maker.texts("address").into_iter().take(1) {
        sheet.push(Row::default().height(16.0));
        for line in text.lines() {
            sheet.push(Row::new(vec![Cell::blank(), Cell::text(line).style(Style::subtitle())]));
        }
    }
    sheet
}

fn facts(maker: &Maker<'_>) -> Vec<(String, Cell)> {
    let settings = &maker.book.settings;
    let clean = |text: &str| maker.words.clean(text).into_owned();
    let code = |text: &Option<String>| text.as_deref().map(|text| Cell::code(clean(text)));
    let customer: Vec<String> =
        [&settings.customer_name, &settings.customer].into_iter().flatten().map(|text| clean(text)).collect();
    let top = maker.words.number(settings.top);
    let (source, date) = match maker.book.basis() {
        Basis::AsBuilt(date) => ("as_built_source", date),
        Basis::AtDelivery(date) => ("delivery_source", Some(date)),
        Basis::Current(date) => ("current_source", Some(date)),
    };
    let source = match date {
        Some(date) => format!("{}, {}", maker.say(source, &[]), shown(maker, date)),
        None => maker.say(source, &[]),
    };
    let facts: Vec<(String, Option<Cell>)> = vec![
        (maker.label("model"), code(&settings.model)),
        (maker.label("serial"), code(&settings.serial)),
        (maker.label("customer"), (!customer.is_empty()).then(|| Cell::text(customer.join("  ·  ")))),
        (maker.label("project"), code(&settings.project)),
        (maker.label("delivery_date"), settings.delivery_date.map(Cell::date)),
        (maker.label("top_item"), top.map(Cell::code)),
        (maker.label("top_revision"), code(&settings.top_revision).filter(|_| top.is_some())),
        (maker.say("structure_source", &[]), Some(Cell::text(source))),
        (maker.label("book_no"), Some(Cell::code(clean(&settings.book_no)))),
        (maker.label("book_revision"), Some(Cell::code(clean(&settings.book_revision)))),
        (maker.label("issue_date"), Some(Cell::date(settings.issue_date))),
        (maker.label("languages"), Some(Cell::text(settings.languages.join(", ")))),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// A date inside a sentence, as the cells of the book show dates.
fn shown(maker: &Maker<'_>, date: NaiveDate) -> String {
    let format = match maker.book.settings.language() {
        "fi" => "%-d.%-m.%Y",
        "de" => "%d.%m.%Y",
        "nl" => "%d-%m-%Y",
        _ => "%Y-%m-%d",
    };
    date.format(format).to_string()
}

/// Puts a picture below what is there, in the column after the margin.
fn picture(sheet: &mut Sheet, drawn: &Drawn, (box_width, box_height): (u32, u32), alternative: &str) {
    let (width, height) = fit(drawn.width, drawn.height, box_width, box_height);
    let row = sheet.first_row() + u32::try_from(sheet.len()).unwrap_or_default();
    for _ in 0..height.div_ceil(PICTURE_ROW.1) {
        sheet.push(Row::default().height(PICTURE_ROW.0));
    }
    let data: Arc<[u8]> = drawn.bytes.as_slice().into();
    let alternative = alternative.to_owned();
    sheet.pictures.push(Picture { row, column: 1, x: 0, y: 0, width, height, data, alternative, target: None });
}

/// The revisions of the book, newest first.
pub(super) fn revisions(maker: &Maker<'_>) -> Sheet {
    let catalog = maker.book.catalog();
    let table = catalog.table("book_revisions");
    let name = maker.places.revisions.clone().unwrap_or_default();
    let columns = vec![
        Column::new("book_revision", maker.label("book_revision"), Show::Code).width(12.0),
        Column::new("date", maker.label("date"), Show::Date).width(13.0),
        Column::new("author", maker.label("author"), Show::Text).width(20.0),
        Column::new("text", maker.label("text"), Show::Text).width(52.0).wrap(),
        Column::new("figures", maker.label("figures"), Show::Text).width(18.0),
    ];
    let mut sheet = maker.list(&name, columns);
    sheet.filter = false;
    let dates = table.date("date");
    let mut rows: Vec<usize> = (0..table.len()).collect();
    rows.sort_by(|&a, &b| {
        let name = |row| cell_text(catalog, table, row, "book_revision").unwrap_or_default();
        dates.get(b).cmp(&dates.get(a)).then_with(|| crate::values::natural_cmp(&name(b), &name(a)))
    });
    for row in rows {
        let text = |field: &str| {
            let text = cell_text(catalog, table, row, field);
            text.map(|text| maker.words.clean(&text).into_owned())
        };
        let languages = maker.book.settings.languages.iter();
        let said: Vec<String> =
            languages.filter_map(|language| text(&format!("text_{language}"))).chain(text("text")).collect();
        sheet.push(Row::new(vec![
            Cell::code(text("book_revision").unwrap_or_default()),
            dates.get(row).map_or_else(Cell::blank, Cell::date),
            Cell::text(text("author").unwrap_or_default()),
            Cell::text(said.join("\n")).style(Style { wrap: true, ..Style::body() }),
            Cell::text(text("figures").unwrap_or_default()),
        ]));
    }
    sheet
}

/// The contents: every sheet and every figure, with links.
pub(super) fn contents(maker: &Maker<'_>) -> Sheet {
    let book = maker.book;
    let places = &maker.places;
    let columns = vec![
        Column::new("figure", maker.label("figure"), Show::Code).width(9.0),
        Column::new("title", maker.label("title"), Show::Text).width(56.0).wrap(),
        Column::new("assembly", maker.label("assembly"), Show::Code).width(20.0),
        Column::new("used_on", maker.say("used_on", &[]), Show::Text).width(24.0).wrap(),
    ];
    let mut sheet = Sheet::new(&places.contents, columns);
    sheet.title = vec![Cell::text(&places.contents).style(Style::title())];
    sheet.filter = false;
    sheet.print = maker.print();
    sheet.print.orientation = Orientation::Portrait;
    let strong = Style { bold: true, ..Style::body() };
    let other =
        |name: &String| styled(vec![Cell::blank(), Cell::link(Target::sheet(name), name).style(strong)], Style::body());
    for name in [Some(&places.cover), places.revisions.as_ref(), Some(&places.info)].into_iter().flatten() {
        sheet.push(other(name));
    }
    for (index, page) in book.plan.pages.iter().enumerate() {
        let title = book.title_with(&maker.words, index, book.settings.language());
        let used: Vec<String> = page
            .used_on
            .iter()
            .map(|used| maker.say("fig_pos", &[("n", &used.figure.to_string()), ("p", &used.position)]))
            .collect();
        let depth = page.depth.min(10);
        let indent = u8::try_from(2 * depth).unwrap_or(20);
        let style = Style { indent, align: Align::Left, wrap: true, ..Style::body() };
        let cells = vec![
            maker.to_figure(page.figure, page.figure.to_string()).style(Style::body()),
            maker.to_figure(page.figure, title).style(style),
            maker.words.number(page.item).map_or_else(Cell::blank, Cell::code),
            Cell::text(used.join(", ")).style(Style { wrap: true, ..Style::body() }),
        ];
        sheet.push(Row::new(cells).level(u32::try_from(page.depth).unwrap_or(7).min(7)));
    }
    let lists = places.index_no.iter().chain(places.index_names.iter().map(|(_, name)| name));
    let lists = lists.chain(&places.kits).chain(&places.where_used).chain(&places.superseded).chain(&places.qa);
    for name in lists {
        sheet.push(other(name));
    }
    sheet
}
