//! The figure pages: title bar, pictures with bubbles, the list, where the assembly is used.
//!
//! Rules: parts-book specification, sections 2 and 5.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Maker, styled};
use crate::report::cell::{Cell, Row};
use crate::report::frame::Show;
use crate::report::layout::wrapped_lines;
use crate::report::parts_book::figures::Drawing;
use crate::report::parts_book::lines::{Price, PrintedLine};
use crate::report::parts_book::picture::fit;
use crate::report::parts_book::plan::Page;
use crate::report::parts_book::{Book, BookSettings};
use crate::report::sheet::{Area, Bubble, Column, Freeze, Orientation, Picture, Sheet};
use crate::report::style::{Align, Line, NumberFormat, Style, colour};

/// Height of the box a picture is fitted into, in pixels.
const BOX_HEIGHT: u32 = 600;
/// Height of the rows a picture spans: 15 points are 20 pixels.
const PICTURE_ROW: (f64, u32) = (15.0, 20);
/// Rows of an empty box.
const EMPTY_BOX: u32 = 10;
/// Width and height of a bubble in pixels.
const BUBBLE: u32 = 24;
/// More languages than this stand below each other instead of side by side.
const SIDE_BY_SIDE: usize = 2;

/// The rows of one page on its sheet, from zero.
pub(in crate::report::parts_book) struct Block {
    pub(super) title: u32,
    pictures: Vec<u32>,
    header: u32,
    /// The row of each line of the page.
    pub(super) lines: Vec<u32>,
    end: u32,
}

/// The columns of the list.
struct Columns {
    names: u16,
    has_price: bool,
}

impl Columns {
    fn new(settings: &BookSettings) -> Self {
        let languages = settings.languages.len();
        let names = if languages > SIDE_BY_SIDE { 1 } else { u16::try_from(languages).unwrap_or(1) };
        Self { names, has_price: settings.prices }
    }

    /// Widths in characters: Pos, Part no, Rev, names, Qty, Unit, Marks, Remarks, Price, Fig.
    fn widths(&self) -> Vec<u8> {
        let name = match self.names {
            1 => 38,
            _ => 24,
        };
        let mut widths = vec![6, 15, 5];
        widths.extend(std::iter::repeat_n(name, usize::from(self.names)));
        widths.extend([6, 6, 7, 26]);
        if self.has_price {
            widths.push(11);
        }
        widths.push(6);
        widths
    }

    fn count(&self) -> u16 {
        8 + self.names + u16::from(self.has_price)
    }

    /// Width of all columns in pixels.
    fn pixels(&self) -> u32 {
        self.widths().iter().map(|width| u32::from(*width) * 7 + 5).sum()
    }
}

/// The rows of all pages; one below the other when they stand on one sheet.
pub(super) fn blocks(book: &Book, is_continuous: bool) -> Vec<Block> {
    let columns = Columns::new(&book.settings);
    let mut start = 0;
    let mut blocks = Vec::with_capacity(book.plan.pages.len());
    for (index, page) in book.plan.pages.iter().enumerate() {
        let drawings = book.figures.get(index).map(|figure| figure.drawings.as_slice()).unwrap_or_default();
        let block = block(page, drawings, &columns, start);
        if is_continuous {
            start = block.end;
        }
        blocks.push(block);
    }
    blocks
}

fn block(page: &Page, drawings: &[Drawing], columns: &Columns, start: u32) -> Block {
    // Title, subtitle, a blank row.
    let mut row = start + 3;
    let mut pictures = Vec::new();
    for drawing in drawings {
        pictures.push(row);
        row += picture_rows(drawing, columns) + 1;
    }
    let header = row;
    // Header, then the assembly itself.
    row += 2;
    let mut lines = Vec::with_capacity(page.lines.len());
    let mut in_group = false;
    for line in &page.lines {
        if line.is_attaching != in_group {
            // The heading, or the mark that closes the group.
            row += 1;
            in_group = line.is_attaching;
        }
        lines.push(row);
        row += 1;
    }
    row += u32::from(in_group);
    if !page.used_on.is_empty() {
        row += 2 + u32::try_from(page.used_on.len()).unwrap_or(u32::MAX / 2);
    }
    Block { title: start, pictures, header, lines, end: row + 1 }
}

fn picture_size(drawing: &Drawing, columns: &Columns) -> Option<(u32, u32)> {
    let picture = drawing.picture.as_ref()?;
    Some(fit(picture.width, picture.height, columns.pixels().saturating_sub(8), BOX_HEIGHT))
}

fn picture_rows(drawing: &Drawing, columns: &Columns) -> u32 {
    picture_size(drawing, columns).map_or(EMPTY_BOX, |(_, height)| height.div_ceil(PICTURE_ROW.1))
}

/// The sheets of all figures.
pub(super) fn sheets(maker: &Maker<'_>) -> Vec<Sheet> {
    let book = maker.book;
    let columns = Columns::new(&book.settings);
    if book.settings.is_continuous(book.plan.pages.len()) {
        let Some(name) = maker.places.figures.first() else { return Vec::new() };
        let mut sheet = empty_sheet(maker, name, &columns);
        for index in 0..book.plan.pages.len() {
            put(maker, &mut sheet, index, &columns);
        }
        return vec![sheet];
    }
    let one = |(index, name): (usize, &String)| {
        let mut sheet = empty_sheet(maker, name, &columns);
        put(maker, &mut sheet, index, &columns);
        if let Some(block) = maker.places.blocks.get(index) {
            sheet.print.repeat = Some((block.header, block.header));
            sheet.freeze = Freeze::At(block.title + 2, 0);
        }
        sheet
    };
    maker.places.figures.iter().enumerate().map(one).collect()
}

fn empty_sheet(maker: &Maker<'_>, name: &str, columns: &Columns) -> Sheet {
    let widths = columns.widths();
    let described = widths.iter().map(|width| Column::new("", "", Show::Text).width(f64::from(*width)));
    let mut sheet = Sheet::free(name, described.collect());
    sheet.freeze = Freeze::None;
    sheet.print = maker.print();
    sheet.print.orientation = Orientation::Portrait;
    sheet
}

/// Puts one page on a sheet.
fn put(maker: &Maker<'_>, sheet: &mut Sheet, index: usize, columns: &Columns) {
    let book = maker.book;
    let (Some(page), Some(block)) = (book.plan.pages.get(index), maker.places.blocks.get(index)) else { return };
    let last = columns.count() - 1;
    sheet.names.push((format!("fig_{:03}", page.figure), Area::new(block.title, 0, block.title, last)));
    put_title(maker, sheet, (index, page, block), columns);
    let drawings = book.figures.get(index).map(|figure| figure.drawings.as_slice()).unwrap_or_default();
    for (drawing, first) in drawings.iter().zip(&block.pictures) {
        put_picture(maker, sheet, (index, page), (drawing, *first), columns);
    }
    sheet.push(header(maker, columns));
    sheet.push(assembly(maker, page, columns));
    put_lines(maker, sheet, (page, block), columns);
    put_used_on(maker, sheet, page, columns);
    sheet.push(Row::default());
    sheet.print.area = Some(Area::new(0, 0, block.end.saturating_sub(1), last));
}

fn put_title(maker: &Maker<'_>, sheet: &mut Sheet, (index, page, block): (usize, &Page, &Block), columns: &Columns) {
    let settings = &maker.book.settings;
    let figure = page.figure.to_string();
    let title = maker.book.title_with(&maker.words, index, settings.language());
    let bar = Style { bold: true, size: 15, colour: Some(colour::INK), fill: Some(colour::HEADER), ..Style::default() };
    let width = usize::from(columns.count());
    let mut cells = vec![Cell::blank(); width];
    if let Some(cell) = cells.first_mut() {
        *cell = Cell::text(maker.say("fig_title", &[("n", &figure), ("title", &title)]));
    }
    if let Some(cell) = cells.last_mut() {
        *cell = maker.to_contents().style(Style { bold: false, size: 10, align: Align::Right, ..bar });
    }
    let row = Row { height: Some(26.0), new_page: block.title > 0, ..styled(cells, bar) };
    sheet.push(row);

    let under =
        Style { colour: Some(colour::GREY), fill: Some(colour::HEADER), line: Line::Header, ..Style::default() };
    let others = settings.languages.iter().skip(1).map(|language| maker.book.title_with(&maker.words, index, language));
    let number = maker.words.number(page.item).unwrap_or_default();
    let revision = page.revision.as_deref().filter(|_| !number.is_empty());
    let number = match revision {
        Some(revision) => format!("{number}  {} {revision}", maker.say("rev", &[])),
        None => number.to_owned(),
    };
    let mut parts: Vec<String> = Vec::new();
    for part in std::iter::once(number).chain(others) {
        if !part.is_empty() && part != title && !parts.contains(&part) {
            parts.push(part);
        }
    }
    let mut cells = vec![Cell::blank(); width];
    if let Some(cell) = cells.first_mut() {
        *cell = Cell::text(parts.join("   ·   "));
    }
    let machine = [settings.model.as_deref(), settings.serial.as_deref()];
    let machine: Vec<String> = machine.into_iter().flatten().map(|text| maker.words.clean(text).into_owned()).collect();
    if let Some(cell) = cells.last_mut() {
        *cell = Cell::text(machine.join(" ")).style(Style { align: Align::Right, ..under });
    }
    sheet.push(styled(cells, under));
    sheet.push(Row::default().height(8.0));
}

fn put_picture(
    maker: &Maker<'_>,
    sheet: &mut Sheet,
    (index, page): (usize, &Page),
    (drawing, first): (&Drawing, u32),
    columns: &Columns,
) {
    let rows = picture_rows(drawing, columns);
    let last = columns.count() - 1;
    for row in 0..rows {
        let mut cells = Vec::new();
        if row == 0 && drawing.picture.is_none() {
            let style = Style {
                line: Line::Box,
                colour: Some(colour::GREY),
                align: Align::Centre,
                italic: true,
                ..Style::default()
            };
            cells.push(Cell::text(maker.say("no_drawing", &[])).style(style));
        }
        sheet.push(Row::new(cells).height(PICTURE_ROW.0));
    }
    sheet.push(Row::default().height(8.0));
    let (Some(picture), Some((width, height))) = (&drawing.picture, picture_size(drawing, columns)) else {
        sheet.merged.push(Area::new(first, 0, first + rows - 1, last));
        return;
    };
    let title = maker.book.title_with(&maker.words, index, maker.book.settings.language());
    // In the middle of the list.
    let left = columns.pixels().saturating_sub(width) / 2;
    sheet.pictures.push(Picture {
        row: first,
        column: 0,
        x: left,
        y: 0,
        width,
        height,
        data: picture.bytes.as_slice().into(),
        alternative: maker.say("alt", &[("n", &page.figure.to_string()), ("title", &title)]),
        target: None,
    });
    if !maker.book.settings.bubbles {
        return;
    }
    for callout in &drawing.callouts {
        let Some((x, y)) = callout.place else { continue };
        let line = page.lines.iter().position(|line| line.source.plain_position() == callout.position);
        sheet.bubbles.push(Bubble {
            row: first,
            column: 0,
            x: left + corner(x, width),
            y: corner(y, height),
            size: BUBBLE,
            text: callout.position.clone(),
            target: line.and_then(|line| maker.line_place(page.figure, line)),
        });
    }
}

/// The top or left edge of a bubble whose centre is at a share of a side.
pub(super) fn corner(share: Decimal, side: u32) -> u32 {
    let centre = share.checked_mul(Decimal::from(side)).map(|centre| crate::values::half_up(centre, 0));
    let edge = centre.and_then(|centre| centre.to_u32()).unwrap_or_default().saturating_sub(BUBBLE / 2);
    // At the rim it stays inside the picture.
    edge.min(side.saturating_sub(BUBBLE))
}

fn header(maker: &Maker<'_>, columns: &Columns) -> Row {
    let settings = &maker.book.settings;
    let right = Style::header().align(Align::Right);
    let mut cells = vec![
        Cell::text(maker.say("pos", &[])),
        Cell::text(maker.say("part_no", &[])),
        Cell::text(maker.say("rev", &[])),
    ];
    if columns.names == 1 {
        cells.push(Cell::text(maker.say("description", &[])));
    } else {
        for language in &settings.languages {
            cells.push(Cell::text(crate::tables::labels::text("book.description", language, &[])));
        }
    }
    cells.push(Cell::text(maker.say("qty", &[])).style(right));
    // Off the numbers, as the units below it.
    let unit = Style { indent: 1, ..Style::header().align(Align::Left) };
    cells.push(Cell::text(maker.say("unit", &[])).style(unit));
    cells.extend(["marks", "remarks"].map(|key| Cell::text(maker.say(key, &[]))));
    if columns.has_price {
        cells.push(Cell::text(format!("{} {}", maker.say("price", &[]), settings.currency)).style(right));
    }
    cells.push(Cell::text(maker.say("fig", &[])).style(right));
    styled(cells, Style::header())
}

/// Line 0: the assembly itself.
fn assembly(maker: &Maker<'_>, page: &Page, columns: &Columns) -> Row {
    let words = &maker.words;
    let line = PrintedLine {
        position: "0".to_owned(),
        number: words.number(page.item).map(str::to_owned),
        revision: page.revision.clone().filter(|_| words.number(page.item).is_some()),
        names: words.names(page.item),
        quantity: None,
        is_as_required: false,
        unit: None,
        marks: words.marks(page.item),
        remarks: String::new(),
        price: Price::None,
    };
    let bold = Style { bold: true, ..Style::body() };
    list_row(maker, &line, columns, "REF", (false, bold), Cell::blank())
}

fn put_lines(maker: &Maker<'_>, sheet: &mut Sheet, (page, _): (&Page, &Block), columns: &Columns) {
    let mut in_group = false;
    for line in &page.lines {
        if line.is_attaching != in_group {
            let text = if line.is_attaching { maker.say("attaching_parts", &[]) } else { "***".to_owned() };
            sheet.push(group_row(&text, columns));
            in_group = line.is_attaching;
        }
        let printed = maker.words.line(line);
        let quantity = match printed.quantity {
            None if printed.is_as_required => "AR",
            _ => "",
        };
        let link = match line.figure {
            Some(figure) => maker.to_figure(figure, figure.to_string()),
            None => Cell::blank(),
        };
        sheet.push(list_row(maker, &printed, columns, quantity, (true, Style::body()), link));
    }
    if in_group {
        sheet.push(group_row("***", columns));
    }
}

fn group_row(text: &str, columns: &Columns) -> Row {
    let mut cells = vec![Cell::blank(); usize::from(columns.count())];
    if let Some(cell) = cells.get_mut(3) {
        *cell = Cell::text(text);
    }
    styled(cells, Style { italic: true, colour: Some(colour::GREY), ..Style::body() })
}

fn list_row(
    maker: &Maker<'_>,
    line: &PrintedLine,
    columns: &Columns,
    quantity: &str,
    (is_child, base): (bool, Style),
    to_figure: Cell,
) -> Row {
    let right = base.align(Align::Right);
    let wrapped = Style { wrap: true, ..base };
    let number = line.number.as_deref().map_or_else(Cell::blank, Cell::code);
    let revision = line.revision.as_deref().map_or_else(Cell::blank, Cell::code);
    let mut cells = vec![Cell::code(&line.position), number, revision];
    let dot = if is_child { ". " } else { "" };
    let name = |name: &crate::report::parts_book::lines::Name| {
        if name.text.is_empty() { String::new() } else { format!("{dot}{}", name.text) }
    };
    if columns.names == 1 {
        // Below each other only names in their own language stand; without any, the one there is, in italics.
        let mut own: Vec<String> = line.names.iter().filter(|name| !name.is_fallback).map(name).collect();
        let is_fallback = own.iter().all(String::is_empty);
        if is_fallback {
            own = line.names.first().map(name).into_iter().collect();
        }
        own.retain(|name| !name.is_empty());
        own.dedup();
        cells.push(Cell::text(own.join("\n")).style(Style { italic: is_fallback, ..wrapped }));
    } else {
        cells.extend(
            line.names.iter().map(|own| Cell::text(name(own)).style(Style { italic: own.is_fallback, ..wrapped })),
        );
    }
    cells.push(match line.quantity {
        Some(quantity) => Cell::decimal(quantity).style(right),
        None => Cell::text(quantity).style(right),
    });
    cells.push(line.unit.as_deref().map_or_else(Cell::blank, |unit| {
        let style = Style { indent: 1, align: Align::Left, ..base };
        Cell::text(maker.words.clean(unit).into_owned()).style(style)
    }));
    cells.push(Cell::text(&line.marks));
    cells.push(Cell::text(&line.remarks).style(wrapped));
    if columns.has_price {
        cells.push(match line.price {
            Price::None => Cell::blank(),
            Price::Known(price) => Cell::decimal(price).style(right.number(NumberFormat::Grouped(decimals(price)))),
            Price::OnRequest | Price::Missing => Cell::text(maker.say("on_request", &[])).style(right),
        });
    }
    cells.push(to_figure.style(right));
    let widths = columns.widths();
    let height = cells
        .iter()
        .zip(&widths)
        .filter(|(cell, _)| cell.style.is_some_and(|style| style.wrap))
        .map(|(cell, width)| match &cell.content {
            crate::report::cell::CellContent::Text(text) => wrapped_lines(text, usize::from(*width) * 9 / 8),
            _ => 1,
        })
        .max()
        .unwrap_or(1);
    let mut row = styled(cells, base);
    row.height = Some(f64::from(u16::try_from(height.min(26)).unwrap_or(1) * 15 + 1));
    row
}

fn decimals(price: Decimal) -> u8 {
    u8::try_from(price.normalize().scale().max(2)).unwrap_or(2)
}

fn put_used_on(maker: &Maker<'_>, sheet: &mut Sheet, page: &Page, columns: &Columns) {
    if page.used_on.is_empty() {
        return;
    }
    sheet.push(Row::default().height(10.0));
    let heading = Style { bold: true, line: Line::Header, colour: Some(colour::INK), ..Style::default() };
    let mut cells = vec![Cell::blank(); usize::from(columns.count())];
    let quantity = usize::from(3 + columns.names);
    for (at, text) in [
        (0, maker.say("used_on", &[])),
        (3, maker.say("description", &[])),
        (quantity, maker.say("qty", &[])),
        (quantity + 2, maker.say("pos", &[])),
    ] {
        if let Some(cell) = cells.get_mut(at) {
            *cell = Cell::text(text);
        }
    }
    if let Some(cell) = cells.get_mut(quantity) {
        cell.style = Some(heading.align(Align::Right));
    }
    sheet.push(styled(cells, heading));
    for used in &page.used_on {
        let parent = used.figure.checked_sub(1).and_then(|index| maker.book.plan.pages.get(index));
        let line = parent.and_then(|parent| {
            parent
                .lines
                .iter()
                .position(|line| line.figure == Some(page.figure) && line.source.shown_position() == used.position)
        });
        let text = maker.say("fig_n", &[("n", &used.figure.to_string())]);
        let mut cells = vec![Cell::blank(); usize::from(columns.count())];
        let title = used
            .figure
            .checked_sub(1)
            .map(|index| maker.book.title_with(&maker.words, index, maker.book.settings.language()));
        let number = parent.and_then(|parent| maker.words.number(parent.item)).unwrap_or_default();
        let values = [
            (
                0,
                line.map_or_else(
                    || maker.to_figure(used.figure, &*text),
                    |line| maker.to_line(used.figure, line, &*text),
                ),
            ),
            (1, Cell::code(number)),
            (3, Cell::text(title.unwrap_or_default())),
            (
                quantity,
                used.quantity.map_or_else(|| Cell::text("AR"), Cell::decimal).style(Style::body().align(Align::Right)),
            ),
            (quantity + 2, Cell::code(&used.position)),
        ];
        for (at, value) in values {
            if let Some(cell) = cells.get_mut(at) {
                *cell = value;
            }
        }
        sheet.push(styled(cells, Style::body()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 5: 848×600, x 0.25, y 0.5: centre (212, 300), top left (200, 288).
    #[test]
    fn a_bubble_stands_around_its_centre() {
        let share = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!((corner(share("0.25"), 848), corner(share("0.5"), 600)), (200, 288));
        assert_eq!(corner(Decimal::ZERO, 848), 0);
    }
}
