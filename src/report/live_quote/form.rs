//! The sheet the receiver fills in: head, lines, totals.

use rust_decimal::Decimal;

use super::Purpose;
use super::calculation::{FACTOR, POSITION, PRICE, PRICED, SPECIAL, STEP, VAT, is_blank, is_discount};
use super::data::{
    ALL_OFF, DESCRIPTION, DISCOUNT, Data, HALF_UP, ITEM, ItemTexts, Line, MISSING, MOST, NUMBER, Plan, QUANTITY, UNIT,
    UNKNOWN, letters, literal, row,
};
use super::tables::{UNIT_PRICE, quantities};
use super::totals::totals;
use crate::report::cell::{Cell, CellContent, FormulaResult, Row};
use crate::report::frame::Show;
use crate::report::layout::wrapped_lines;
use crate::report::sheet::{Allowed, Area, Column, Freeze, Orientation, Protection, Sheet, Validation};
use crate::report::style::{Align, Line as Rule, NumberFormat, Style, colour};

/// Rows above the head: title, company, blank.
const ABOVE: usize = 3;
/// Column of the values on the right of the head.
const RIGHT: u16 = 6;
/// Rows between head and lines: blank, help, blank, column titles.
const BETWEEN: usize = 4;

/// Widths of columns in characters.
const DESCRIPTION_WIDTH: u16 = 36;
const UNIT_WIDTH: u16 = 8;
const COMMENT_WIDTH: u16 = 32;
/// Height of a line in points, and what each further line of text adds.
const LINE_HEIGHT: usize = 18;
const MORE_HEIGHT: usize = 14;

/// An entry of the head.
struct Entry {
    label: String,
    value: Cell,
    /// Name of the value in formulas.
    name: &'static str,
    /// What stands behind the value, and its name.
    after: Option<(Cell, &'static str)>,
}

impl Entry {
    fn new(label: impl Into<String>, value: Cell) -> Self {
        Self { label: label.into(), value, name: "", after: None }
    }

    fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    fn followed_by(self, cell: Cell, name: &'static str) -> Self {
        Self { after: Some((cell, name)), ..self }
    }
}

/// The first line, from zero.
pub(super) fn first_line(data: &Data) -> u32 {
    let rows = left(data).len().max(right(data).len());
    u32::try_from(ABOVE + rows + BETWEEN).unwrap_or(u32::MAX)
}

fn input(number: NumberFormat) -> Style {
    Style { unlocked: true, top: true, fill: Some(colour::INPUT), line: Rule::Box, number, ..Style::default() }
}

fn left(data: &Data) -> Vec<Entry> {
    let words = data.words;
    let value = Style { bold: true, align: Align::Left, wrap: true, top: true, ..Style::default() };
    vec![
        Entry::new(words.customer, Cell::text(&data.customer_name).style(value)),
        Entry::new(words.customer_number, Cell::code(&data.customer).style(value)),
        Entry::new(words.reference, Cell::blank().style(input(NumberFormat::Text))),
    ]
}

fn right(data: &Data) -> Vec<Entry> {
    let words = data.words;
    let steps = &data.steps;
    let value = Style { align: Align::Right, top: true, shrink: true, ..Style::default() };
    let money = value.number(NumberFormat::Grouped(2));
    let special = Cell::decimal(steps.special_discount).style(input(NumberFormat::General).align(Align::Right));
    let mut entries = vec![
        Entry::new(words.date, Cell::date(steps.on).style(value.number(NumberFormat::Date))),
        Entry::new(words.currency, Cell::text(steps.currency.as_ref()).style(value)),
        Entry::new(words.special, special)
            .named("quote_discount")
            .followed_by(discount_note(data), "quote_discount_note"),
    ];
    if data.is_foreign() {
        let label = format!("{}: 1 {} =", words.rate, steps.currency);
        let beside = Style { align: Align::Left, indent: 1, top: true, ..Style::default() };
        let own = Cell::text(steps.company_currency.as_ref()).style(beside);
        entries
            .push(Entry::new(label, Cell::decimal(steps.rate).style(value)).named("quote_rate").followed_by(own, ""));
    }
    if let Some(freight) = data.freight {
        entries.push(Entry::new(words.freight, Cell::decimal(freight).style(money)).named("quote_freight"));
        if let Some(limit) = data.free_freight_limit {
            entries.push(Entry::new(words.free_from, Cell::decimal(limit).style(money)).named("quote_free_from"));
        }
    }
    entries
}

/// What is wrong with the discount of the whole quote; blank when nothing is.
fn discount_note(data: &Data) -> Cell {
    let told = bad_discount(data);
    let formula = format!(
        "=IF({},\"\",IF({},\"\",{}))",
        is_blank("quote_discount"),
        is_discount(data, "quote_discount"),
        literal(&told)
    );
    let is_good = data.discount(data.steps.special_discount).is_some();
    Cell::formula(formula, text(if is_good { String::new() } else { told })).style(Style {
        colour: Some(colour::ERROR.1),
        indent: 1,
        align: Align::Left,
        ..Style::default()
    })
}

fn bad_discount(data: &Data) -> String {
    format!("{} {}", data.words.bad_discount, data.discounts())
}

pub(super) fn form_sheet(data: &Data, plan: &Plan, name: &str) -> Sheet {
    let mut sheet = Sheet::free(name, columns(data, plan));
    sheet.protection = Some(Protection::default());
    sheet.freeze = Freeze::At(plan.first_line, DESCRIPTION);
    sheet.print.orientation = Orientation::Landscape;
    sheet.print.repeat = Some((plan.first_line.saturating_sub(1), plan.first_line.saturating_sub(1)));
    head(data, plan, &mut sheet);
    for (number, line) in data.lines.iter().enumerate() {
        sheet.push(line_row(data, plan, number, line));
    }
    totals(data, plan, &mut sheet);
    validations(data, plan, &mut sheet);
    sheet
}

/// Characters the sums may take: those of ten times the quote, or of ten of the dearest item. Larger ones are written
/// smaller.
fn width_of_sums(data: &Data) -> u16 {
    let sum: Decimal = data.lines.iter().filter_map(|line| Some(line.amount?.amount)).sum();
    let prices = data.steps.items.iter().flat_map(|item| &item.steps).filter_map(|step| step.terms.price);
    let dearest = prices.max().and_then(|price| price.checked_div(data.steps.rate)).unwrap_or_default();
    let digits = [sum.checked_mul(Decimal::TEN), dearest.checked_mul(Decimal::TEN)]
        .map(|value| value.unwrap_or(Decimal::MAX).trunc().abs().normalize().to_string().len().min(16));
    let digits = digits.into_iter().max().unwrap_or_default();
    u16::try_from(digits + digits / 3 + 4).unwrap_or(24)
}

fn columns(data: &Data, plan: &Plan) -> Vec<Column> {
    let sums = width_of_sums(data);
    (NUMBER..=plan.note)
        .map(|column| {
            let width = match column {
                NUMBER => 5.0,
                ITEM => 18.0,
                DESCRIPTION => f64::from(DESCRIPTION_WIDTH),
                UNIT => f64::from(UNIT_WIDTH),
                QUANTITY => 11.0,
                _ if Some(column) == plan.step => 16.0,
                // The total is bold and larger.
                _ if column == plan.amount => f64::from(sums + sums / 4).max(14.0),
                _ if column == plan.price => 14.0,
                _ if column == plan.net_price => f64::from(sums).max(13.0),
                _ if Some(column) == plan.comment => f64::from(COMMENT_WIDTH),
                _ if column == plan.note => 26.0,
                _ => 11.0,
            };
            Column::new("", title(data, plan, column), Show::Text).width(width)
        })
        .collect()
}

fn title(data: &Data, plan: &Plan, column: u16) -> String {
    let words = data.words;
    match column {
        NUMBER => words.number.to_owned(),
        ITEM => words.item.to_owned(),
        DESCRIPTION => words.description.to_owned(),
        UNIT => words.unit.to_owned(),
        QUANTITY => words.quantity.to_owned(),
        DISCOUNT => words.line_discount.to_owned(),
        _ if Some(column) == plan.step => words.step.to_owned(),
        _ if column == plan.price => words.price.to_owned(),
        _ if column == plan.net_price => words.net_price.to_owned(),
        _ if column == plan.amount => format!("{} {}", words.amount, data.steps.currency),
        _ if Some(column) == plan.vat => words.vat.to_owned(),
        _ if Some(column) == plan.comment => words.comment.to_owned(),
        _ if column == plan.note => words.note.to_owned(),
        _ => {
            let slot = data.slots.get(usize::from(column - plan.price).saturating_sub(1));
            slot.map_or_else(String::new, |slot| format!("{} {}", words.discount, slot + 1))
        }
    }
}

fn head(data: &Data, plan: &Plan, sheet: &mut Sheet) {
    let words = data.words;
    sheet.push(Row::new(vec![Cell::text(data.title()).style(Style::title())]).height(26.0));
    sheet.push(Row::new(vec![Cell::text(&data.company).style(Style::heading())]));
    sheet.push(Row::default());
    let label = Style { top: true, ..Style::subtitle() };
    let (mut left, mut right) = (left(data).into_iter(), right(data).into_iter());
    loop {
        let (left, right) = (left.next(), right.next());
        if left.is_none() && right.is_none() {
            break;
        }
        let at = u32::try_from(sheet.len()).unwrap_or(u32::MAX);
        let mut cells = vec![Cell::blank(); usize::from(RIGHT) + 2];
        let mut lines = 1;
        let mut put = |column: u16, cell: Cell| {
            if let Some(place) = cells.get_mut(usize::from(column)) {
                *place = cell;
            }
        };
        for (entry, label_column, column) in [(left, NUMBER, DESCRIPTION), (right, QUANTITY, RIGHT)] {
            let Some(Entry { label: text, value, name, after }) = entry else { continue };
            if let (DESCRIPTION, CellContent::Text(text) | CellContent::Code(text)) = (column, &value.content) {
                // A long name goes on below, over the next column too.
                sheet.merged.push(Area::new(at, column, at, column + 1));
                lines = wrapped_lines(text, usize::from(DESCRIPTION_WIDTH + UNIT_WIDTH - 4));
            }
            put(label_column, Cell::text(text).style(label));
            put(column, value);
            let after = after.into_iter().map(|(cell, name)| (column + 1, cell, name));
            for (column, cell, name) in after {
                put(column, cell);
                sheet.names.extend((!name.is_empty()).then(|| (name.to_owned(), Area::new(at, column, at, column))));
            }
            sheet.names.extend((!name.is_empty()).then(|| (name.to_owned(), Area::new(at, column, at, column))));
        }
        sheet.push(Row::new(cells).height(points(15, lines)));
    }
    sheet.push(Row::default());
    let basis = if data.steps.include_vat { words.with_vat } else { words.without_vat };
    sheet.push(Row::new(vec![Cell::text(format!("{} {basis}", words.fill_in)).style(label)]));
    sheet.push(Row::default());
    let header = (NUMBER..=plan.note).map(|column| {
        let is_number = column == QUANTITY
            || column == DISCOUNT
            || (plan.price..plan.comment.unwrap_or(plan.note)).contains(&column);
        let align = if is_number { Align::Right } else { Align::Left };
        let indent = u8::from([plan.step, plan.comment, Some(plan.note)].contains(&Some(column)));
        Cell::text(title(data, plan, column)).style(Style { indent, ..Style::header().align(align) })
    });
    sheet.push(Row::new(header.collect()).height(34.0));
}

/// Points for lines of text, the first of them this high.
fn points(first: usize, lines: usize) -> f64 {
    u16::try_from(first + lines.saturating_sub(1) * MORE_HEIGHT).map_or(400.0, |points| f64::from(points.min(400)))
}

/// Lines of text in a line of the quote.
fn text_lines(description: &str, comment: &str) -> usize {
    let lines = |text: &str, width: u16| wrapped_lines(text, usize::from(width));
    lines(description, DESCRIPTION_WIDTH).max(lines(comment, COMMENT_WIDTH))
}

/// Lines of text a line has room for; none where the program that shows it is to find its height.
fn room(data: &Data, line: &Line) -> Option<usize> {
    let lines = match line.position.checked_sub(1).and_then(|index| data.items.get(index)) {
        Some(texts) => text_lines(&texts.description, &texts.comment),
        None => 1,
    };
    let may_change = data.purpose == Purpose::Quote && data.has_long_texts;
    (lines > 1 || !may_change).then_some(lines)
}

/// Some item has texts that go on in a second line.
pub(super) fn has_long_texts(items: &[ItemTexts]) -> bool {
    items.iter().any(|texts| text_lines(&texts.description, &texts.comment) > 1)
}

pub(super) fn text(text: impl Into<String>) -> FormulaResult {
    FormulaResult::Text(text.into())
}

fn line_row(data: &Data, plan: &Plan, at: usize, line: &Line) -> Row {
    let (words, steps) = (data.words, &data.steps);
    let is_quote = data.purpose == Purpose::Quote;
    let room = room(data, line);
    let top = room != Some(1);
    let body = Style { top, ..Style::body() };
    let input = |number: NumberFormat| Style { top, ..input(number) };
    let right = Style { align: Align::Right, shrink: true, ..body };
    let calculated = |column: u16| plan.calculated(column, at);
    let (position, step, price) = (calculated(POSITION), calculated(STEP), calculated(PRICE));
    let (priced, factor) = (calculated(PRICED), calculated(FACTOR));
    let rate = if data.is_foreign() { "/quote_rate" } else { "" };
    let index = line.position.checked_sub(1);
    let (item, texts) = (index.and_then(|at| steps.items.get(at)), index.and_then(|at| data.items.get(at)));
    let looked_up = |name: &str, found: Option<&str>| {
        let formula = format!("=IF({position}>0,INDEX({name},{position})&\"\",\"\")");
        Cell::formula(formula, text(found.unwrap_or_default())).style(Style { wrap: true, ..body })
    };
    let number = |formula: String, result: Option<Decimal>, format: NumberFormat| {
        Cell::formula(formula, result.map_or_else(|| text(""), FormulaResult::Number)).style(right.number(format))
    };
    let item_cell = match (line.item.as_str(), is_quote) {
        ("", true) => Cell::blank().style(input(NumberFormat::Text)),
        (item, true) => Cell::code(item).style(input(NumberFormat::Text)),
        (item, false) => Cell::code(item).style(body),
    };
    let typed = |value: Option<Decimal>| {
        value.map_or_else(Cell::blank, Cell::decimal).style(input(NumberFormat::General).align(Align::Right))
    };
    let mut cells = vec![
        Cell::integer(i64::try_from(at.saturating_add(1)).unwrap_or(i64::MAX)).style(Style {
            colour: Some(colour::GREY),
            align: Align::Left,
            ..body
        }),
        item_cell,
        looked_up("ix_desc", texts.map(|texts| texts.description.as_str())),
        looked_up("ix_unit", texts.map(|texts| texts.unit.as_str())),
        typed(line.quantity),
        typed(line.discount),
    ];
    let found = line.step.as_ref().zip(item);
    if plan.step.is_some() {
        let shown = found.map(|(step, item)| {
            let next = item.steps.iter().map(|one| one.from).find(|from| *from > step.from);
            quantities(step, next, words, data.language)
        });
        let formula = format!("=IF({step}>0,INDEX(step_text,{step}),\"\")");
        let style = Style { indent: 1, align: Align::Left, ..body };
        cells.push(Cell::formula(formula, text(shown.unwrap_or_default())).style(style));
    }
    let amount = line.amount.as_ref();
    let formula = format!("=IF(ISNUMBER({price}),ROUND({price}{rate},6),\"\")");
    let in_currency =
        |price: Decimal| Some(price.checked_div(steps.rate)?.round_dp_with_strategy(6, HALF_UP).normalize());
    cells.push(number(formula, line.price.and_then(in_currency), UNIT_PRICE));
    let percent = NumberFormat::Fixed(data.percent_decimals);
    for slot in &data.slots {
        let formula = format!("=IF(ISNUMBER({price}),INDEX(step_discount{},{step}),\"\")", slot + 1);
        let found = line.step.and_then(|step| step.terms.discounts.get(*slot).copied());
        cells.push(number(formula, found.filter(|_| line.price.is_some()), percent));
    }
    let formula = format!("=IF(ISNUMBER({factor}),ROUND({price}*{factor}{rate},{}),\"\")", steps.decimals);
    cells.push(number(formula, amount.map(|amount| amount.net_price), UNIT_PRICE));
    let formula = format!(
        "=IF(ISNUMBER({factor}),ROUND({price}*{factor}*{priced}{rate},2),IF(ISNUMBER({price}),\"\",IF({position}={UNKNOWN},{},{price})))",
        literal(words.on_request)
    );
    let shown = match (amount, found) {
        (Some(amount), _) => FormulaResult::Number(amount.amount),
        (None, Some((step, item))) if line.price.is_none() => text(data.no_price(item, &step.terms)),
        _ => text(if line.place() == UNKNOWN { words.on_request } else { "" }),
    };
    cells.push(Cell::formula(formula, shown).style(right.number(NumberFormat::Grouped(2))));
    if plan.vat.is_some() {
        let vat = texts.map(|texts| texts.vat).filter(|_| amount.is_some());
        cells.push(number(format!("={}", calculated(VAT)), vat, NumberFormat::Fixed(data.rate_decimals)));
    }
    if plan.comment.is_some() {
        let mut comment = looked_up("ix_comment", texts.map(|texts| texts.comment.as_str()));
        comment.style = comment.style.map(|style| Style { indent: 1, align: Align::Left, ..style });
        cells.push(comment);
    }
    cells.push(note(data, at, plan, line).style(Style {
        colour: Some(colour::ERROR.1),
        indent: 1,
        align: Align::Left,
        wrap: true,
        ..body
    }));
    Row { height: room.map(|lines| points(LINE_HEIGHT, lines)), ..Row::new(cells) }
}

/// What is wrong with a line.
fn note(data: &Data, at: usize, plan: &Plan, line: &Line) -> Cell {
    let words = data.words;
    let quantity = format!("${}{}", letters(QUANTITY), row(plan.first_line, at));
    let calculated = |column: u16| plan.calculated(column, at);
    let position = calculated(POSITION);
    let told = |what: &str| literal(format!("{} {what}", words.bad_quantity).trim_end());
    // In a quote an item without quantity is a question; in a price sheet nobody asks for it.
    let no_quantity = if data.purpose == Purpose::Quote { told("") } else { "\"\"".to_owned() };
    let formula = format!(
        "=IF({position}=0,\"\",IF({position}={MISSING},{missing},IF({position}={UNKNOWN},{unknown},IF({priced}>0,\
         IF(ISNUMBER({special}),\"\",{discount}),IF(ISNUMBER({quantity}),\
         IF({quantity}<=0,{above_zero},IF({quantity}>{MOST},{at_most},{decimals})),\
         IF({blank},{no_quantity},{not_a_number}))))))",
        missing = literal(words.missing_item),
        unknown = literal(words.unknown_item),
        priced = calculated(PRICED),
        special = calculated(SPECIAL),
        discount = literal(&bad_discount(data)),
        above_zero = told(words.above_zero),
        at_most = told(words.at_most),
        decimals = told(words.most_decimals),
        blank = is_blank(&quantity),
        not_a_number = told(words.not_a_number),
    );
    Cell::formula(formula, text(noted(data, line)))
}

/// What the note comes to.
fn noted(data: &Data, line: &Line) -> String {
    let words = data.words;
    let bad_quantity = |what: &str| format!("{} {what}", words.bad_quantity);
    match (line.place(), line.quantity) {
        (0, _) => String::new(),
        (MISSING, _) => words.missing_item.to_owned(),
        (UNKNOWN, _) => words.unknown_item.to_owned(),
        _ if !line.priced.is_zero() && line.special.is_none() => bad_discount(data),
        _ if !line.priced.is_zero() => String::new(),
        (_, None) => words.bad_quantity.to_owned(),
        (_, Some(quantity)) if quantity <= Decimal::ZERO => bad_quantity(words.above_zero),
        (_, Some(quantity)) if quantity > MOST => bad_quantity(words.at_most),
        _ => bad_quantity(words.most_decimals),
    }
}

fn validations(data: &Data, plan: &Plan, sheet: &mut Sheet) {
    let words = data.words;
    let count = u32::try_from(data.lines.len()).unwrap_or(u32::MAX).max(1);
    let last = plan.first_line.saturating_add(count).saturating_sub(1);
    let mut rule = |area: Area, allowed: Allowed, message: &str| {
        sheet.validations.push(Validation { area, allowed, message: message.to_owned(), strict: true });
    };
    let column = |column: u16| Area::new(plan.first_line, column, last, column);
    let percent = || Allowed::Between(data.least_discount, ALL_OFF);
    let discounts = data.discounts();
    if data.purpose == Purpose::Quote {
        rule(column(ITEM), Allowed::From("=ix_item".to_owned()), words.choose_item);
    }
    rule(column(QUANTITY), Allowed::Between(Decimal::new(1, 6), MOST), words.type_quantity);
    rule(column(DISCOUNT), percent(), &format!("{discounts}. {}", words.type_discount));
    let special = u32::try_from(ABOVE + 2).unwrap_or(u32::MAX);
    rule(Area::new(special, RIGHT, special, RIGHT), percent(), &discounts);
}
