//! The sheet the receiver fills in: head, lines, totals.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Purpose;
use super::calculation::{FACTOR, POSITION, PRICE, PRICED, STEP, VAT};
use super::data::{DESCRIPTION, DISCOUNT, Data, ITEM, Line, MOST, NUMBER, Plan, QUANTITY, UNIT, letters, literal, row};
use super::tables::{UNIT_PRICE, quantities};
use crate::report::cell::{Cell, FormulaResult, Row};
use crate::report::frame::Show;
use crate::report::sheet::{Allowed, Area, Column, Freeze, Orientation, Protection, Sheet, Validation};
use crate::report::style::{Align, Line as Rule, NumberFormat, Style, colour};

/// Rows above the head: title, company, blank.
const ABOVE: usize = 3;
/// Column of the values on the right of the head.
const RIGHT: u16 = 6;
/// Rows between head and lines: blank, help, blank, column titles.
const BETWEEN: usize = 4;

/// The head: label, value, name for formulas.
type Entry = (String, Cell, &'static str);

/// The first line, from zero.
pub(super) fn first_line(data: &Data) -> u32 {
    let rows = left(data).len().max(right(data).len());
    u32::try_from(ABOVE + rows + BETWEEN).unwrap_or(u32::MAX)
}

fn input(number: NumberFormat) -> Style {
    Style { unlocked: true, fill: Some(colour::INPUT), line: Rule::Box, number, ..Style::default() }
}

fn left(data: &Data) -> Vec<Entry> {
    let words = data.words;
    let value = Style { bold: true, align: Align::Left, ..Style::default() };
    vec![
        (words.customer.to_owned(), Cell::text(&data.customer_name).style(value), ""),
        (words.customer_number.to_owned(), Cell::code(&data.customer).style(value), ""),
        (words.reference.to_owned(), Cell::blank().style(input(NumberFormat::Text)), ""),
    ]
}

fn right(data: &Data) -> Vec<Entry> {
    let words = data.words;
    let steps = &data.steps;
    let value = Style { align: Align::Right, ..Style::default() };
    let money = value.number(NumberFormat::Grouped(2));
    let special = Cell::decimal(steps.special_discount).style(input(NumberFormat::General).align(Align::Right));
    let mut entries = vec![
        (words.date.to_owned(), Cell::date(steps.on).style(value.number(NumberFormat::Date)), ""),
        (words.currency.to_owned(), Cell::text(steps.currency.as_ref()).style(value), ""),
        (words.special.to_owned(), special, "quote_discount"),
    ];
    if data.is_foreign() {
        let label = format!("{} ({}/{})", words.rate, steps.company_currency, steps.currency);
        entries.push((label, Cell::decimal(steps.rate).style(value), "quote_rate"));
    }
    if let (Some(freight), Purpose::Quote) = (data.freight, data.purpose) {
        entries.push((words.freight.to_owned(), Cell::decimal(freight).style(money), "quote_freight"));
        if let Some(limit) = data.free_freight_limit {
            entries.push((words.free_from.to_owned(), Cell::decimal(limit).style(money), "quote_free_from"));
        }
    }
    entries
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

fn columns(data: &Data, plan: &Plan) -> Vec<Column> {
    (NUMBER..=plan.note)
        .map(|column| {
            let width = match column {
                NUMBER => 5.0,
                ITEM => 18.0,
                DESCRIPTION => 36.0,
                UNIT => 8.0,
                QUANTITY => 11.0,
                _ if Some(column) == plan.step => 16.0,
                _ if column == plan.amount || column == plan.price => 14.0,
                _ if column == plan.net_price => 13.0,
                _ if column == plan.note => 18.0,
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
    let label = Style::subtitle();
    let (mut left, mut right) = (left(data).into_iter(), right(data).into_iter());
    loop {
        let (left, right) = (left.next(), right.next());
        if left.is_none() && right.is_none() {
            break;
        }
        let at = u32::try_from(sheet.len()).unwrap_or(u32::MAX);
        let mut cells = vec![Cell::blank(); usize::from(RIGHT) + 1];
        let mut put = |column: u16, cell: Cell| {
            if let Some(place) = cells.get_mut(usize::from(column)) {
                *place = cell;
            }
        };
        for (entry, label_column, column) in [(left, NUMBER, DESCRIPTION), (right, QUANTITY, RIGHT)] {
            let Some((text, cell, name)) = entry else { continue };
            put(label_column, Cell::text(text).style(label));
            put(column, cell);
            if !name.is_empty() {
                sheet.names.push((name.to_owned(), Area::new(at, column, at, column)));
            }
        }
        sheet.push(Row::new(cells));
    }
    sheet.push(Row::default());
    let basis = if data.steps.include_vat { words.with_vat } else { words.without_vat };
    sheet.push(Row::new(vec![Cell::text(format!("{} {basis}", words.fill_in)).style(label)]));
    sheet.push(Row::default());
    let header = (NUMBER..=plan.note).map(|column| {
        let is_number = column == QUANTITY || column == DISCOUNT || (column >= plan.price && column < plan.note);
        let align = if is_number { Align::Right } else { Align::Left };
        let indent = u8::from(Some(column) == plan.step || column == plan.note);
        Cell::text(title(data, plan, column)).style(Style { indent, ..Style::header().align(align) })
    });
    sheet.push(Row::new(header.collect()).height(34.0));
}

fn text(text: impl Into<String>) -> FormulaResult {
    FormulaResult::Text(text.into())
}

fn line_row(data: &Data, plan: &Plan, at: usize, line: &Line) -> Row {
    let (words, steps) = (data.words, &data.steps);
    let is_quote = data.purpose == Purpose::Quote;
    let body = Style { top: false, ..Style::body() };
    let right = Style { align: Align::Right, ..body };
    let calculated = |column: u16| plan.calculated(column, at);
    let (position, step, price) = (calculated(POSITION), calculated(STEP), calculated(PRICE));
    let (priced, factor) = (calculated(PRICED), calculated(FACTOR));
    let rate = if data.is_foreign() { "/quote_rate" } else { "" };
    let index = line.position.checked_sub(1);
    let (item, texts) = (index.and_then(|at| steps.items.get(at)), index.and_then(|at| data.items.get(at)));
    let looked_up = |name: &str, found: Option<&str>| {
        let formula = format!("=IF({position}>0,INDEX({name},{position})&\"\",\"\")");
        Cell::formula(formula, text(found.unwrap_or_default())).style(body)
    };
    let number = |formula: String, result: Option<Decimal>, format: NumberFormat| {
        Cell::formula(formula, result.map_or_else(|| text(""), FormulaResult::Number)).style(right.number(format))
    };
    let item_cell = match (line.item.as_str(), is_quote) {
        ("", _) => Cell::blank().style(input(NumberFormat::Text)),
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
    cells.push(number(formula, amount.map(|amount| amount.price), UNIT_PRICE));
    for slot in &data.slots {
        let formula = format!("=IF(ISNUMBER({price}),INDEX(step_discount{},{step}),\"\")", slot + 1);
        let percent = line.step.and_then(|step| step.terms.discounts.get(*slot).copied()).filter(|_| amount.is_some());
        cells.push(number(formula, percent, NumberFormat::General));
    }
    let formula = format!("=IF(ISNUMBER({price}),ROUND({price}*{factor}{rate},{}),\"\")", steps.decimals);
    cells.push(number(formula, amount.map(|amount| amount.net_price), UNIT_PRICE));
    let formula = format!("=IF(ISNUMBER({price}),ROUND({price}*{factor}*{priced}{rate},2),{price})");
    let shown = match (amount, found) {
        (Some(amount), _) => FormulaResult::Number(amount.amount),
        (None, Some((step, item))) => text(data.no_price(item, &step.terms)),
        (None, None) => text(""),
    };
    cells.push(Cell::formula(formula, shown).style(right.number(NumberFormat::Grouped(2))));
    if plan.vat.is_some() {
        let vat = texts.map(|texts| texts.vat).filter(|_| amount.is_some());
        cells.push(number(format!("={}", calculated(VAT)), vat, NumberFormat::General));
    }
    cells.push(note(data, at, plan, line).style(Style {
        colour: Some(colour::ERROR.1),
        indent: 1,
        align: Align::Left,
        ..body
    }));
    Row::new(cells).height(18.0)
}

fn note(data: &Data, at: usize, plan: &Plan, line: &Line) -> Cell {
    let words = data.words;
    let own = |column: u16| format!("${}{}", letters(column), row(plan.first_line, at));
    let (position, priced) = (plan.calculated(POSITION, at), plan.calculated(PRICED, at));
    let formula = format!(
        "=IF({item}=\"\",IF({quantity}=\"\",\"\",{missing}),IF({position}<0,{unknown},IF({priced}=0,{bad},\"\")))",
        item = own(ITEM),
        quantity = own(QUANTITY),
        missing = literal(words.missing_item),
        unknown = literal(words.unknown_item),
        bad = literal(words.bad_quantity),
    );
    let shown = match (line.item.is_empty(), line.quantity) {
        (true, Some(_)) => words.missing_item,
        (false, _) if line.priced.is_zero() => words.bad_quantity,
        _ => "",
    };
    Cell::formula(formula, text(shown))
}

/// Sum, freight, tax and total below the lines.
#[expect(clippy::too_many_lines, reason = "one row after the other, as they stand on the sheet")]
fn totals(data: &Data, plan: &Plan, sheet: &mut Sheet) {
    let words = data.words;
    let count = data.lines.len();
    let range = |column: u16, first: u32, sheet: &str| {
        format!("{sheet}${0}${1}:${0}${2}", letters(column), row(first, 0), row(first, count.max(1) - 1))
    };
    let amounts = range(plan.amount, plan.first_line, "");
    let prefix = format!("{}!", crate::report::cell::quoted(&plan.calculation));
    let vats = range(VAT, plan.first_calculation, &prefix);
    let amount_cell = |row: usize| format!("${}${row}", letters(plan.amount));
    let has_line = data.lines.iter().any(|line| line.amount.is_some());
    let sum: Decimal = data.lines.iter().filter_map(|line| Some(line.amount?.amount)).sum();
    let money = Style { align: Align::Right, number: NumberFormat::Grouped(2), ..Style::default() };
    let bold = Style { bold: true, ..money };
    let rule = |style: Style| Style { line: Rule::Total, ..style };

    sheet.push(total_row(plan, words.sum, vec![(plan.amount, format!("=ROUND(SUM({amounts}),2)"), sum, rule(bold))]));
    let sum_cell = amount_cell(sheet.len());
    if data.purpose == Purpose::PriceSheet {
        return;
    }
    let mut parts = vec![sum_cell.clone()];
    let mut freight = (Decimal::ZERO, String::new());
    if let Some(fee) = data.freight {
        let is_free = data.free_freight_limit.is_some_and(|limit| limit <= sum);
        let free = data.free_freight_limit.map_or_else(String::new, |_| format!("IF(quote_free_from<={sum_cell},0,"));
        let end = if free.is_empty() { "" } else { ")" };
        let formula = format!("=IF(COUNT({amounts})=0,0,{free}quote_freight{end})");
        let charged = if has_line && !is_free { fee } else { Decimal::ZERO };
        sheet.push(total_row(plan, words.freight, vec![(plan.amount, formula, charged, money)]));
        freight = (charged, amount_cell(sheet.len()));
        parts.push(freight.1.clone());
    }
    let mut total = sum + freight.0;
    let mut contained = Vec::new();
    // Contained tax stands below the total.
    let first = sheet.len() + 1 + usize::from(data.steps.include_vat);
    let bases = bases(data);
    let main = bases.iter().zip(0..).max_by_key(|&(base, at): &(&Decimal, usize)| (*base, at)).map(|(_, at)| at);
    for (number, (&rate, &lines)) in data.rates.iter().zip(&bases).enumerate() {
        let at = first + number;
        let rate_cell = format!("${}${at}", letters(plan.net_price - 1));
        let base_cell = format!("${}${at}", letters(plan.net_price));
        let of_rate =
            |number: usize| format!("SUMIFS({amounts},{vats},${}${})", letters(plan.net_price - 1), first + number);
        let (mut base, mut base_formula) = (lines, of_rate(number));
        if data.freight_taxable && !freight.1.is_empty() {
            // At the rate of the largest part of the lines; of two equal ones at the higher.
            let others = (0..bases.len()).filter(|&other| other != number).map(|other| {
                let sign = if other < number { ">=" } else { ">" };
                format!("ROUND({},2){sign}ROUND({},2)", of_rate(number), of_rate(other))
            });
            let is_main = others.collect::<Vec<_>>().join(",");
            let added =
                if is_main.is_empty() { freight.1.clone() } else { format!("IF(AND({is_main}),{},0)", freight.1) };
            base_formula = format!("{base_formula}+{added}");
            if main == Some(number) {
                base += freight.0;
            }
        }
        let (label, formula, tax) = if data.steps.include_vat {
            (
                words.vat_contained,
                format!("=ROUND({base_cell}-{base_cell}/(1+{rate_cell}/100),2)"),
                contained_tax(base, rate),
            )
        } else {
            (words.vat_row, format!("=ROUND({base_cell}*{rate_cell}/100,2)"), added_tax(base, rate))
        };
        let tax = tax.unwrap_or_default();
        let percent = Style { align: Align::Right, number: NumberFormat::Custom("0.##\" %\""), ..Style::default() };
        let mut tax_row = total_row(
            plan,
            label,
            vec![
                (plan.net_price, format!("=ROUND({base_formula},2)"), base, money),
                (plan.amount, formula, tax, money),
            ],
        );
        let percent = if rate.fract().is_zero() { percent.number(NumberFormat::Percent(0)) } else { percent };
        if let Some(cell) = tax_row.cells.get_mut(usize::from(plan.net_price - 1)) {
            *cell = Cell::decimal(rate).style(percent);
        }
        if data.steps.include_vat {
            contained.push(tax_row);
        } else {
            total += tax;
            sheet.push(tax_row);
            parts.push(amount_cell(at));
        }
    }
    let formula = format!("=ROUND({},2)", parts.join("+"));
    let label = format!("{} {}", words.total, data.steps.currency);
    let mut row = total_row(plan, &label, vec![(plan.amount, formula, total, rule(Style { size: 12, ..bold }))]);
    for cell in row.cells.iter_mut().skip(usize::from(plan.net_price)).take(1) {
        cell.style = Some(rule(Style::default()));
    }
    if let Some(cell) = row.cells.get_mut(usize::from(ITEM)) {
        let requested = literal(words.on_request);
        let formula = format!(
            "=IF(COUNTIF({amounts},{requested})>0,COUNTIF({amounts},{requested})&{},\"\")",
            literal(&format!(" {}", words.incomplete))
        );
        let open = data.lines.iter().filter(|line| on_request(data, line)).count();
        let shown = if open > 0 { format!("{open} {}", words.incomplete) } else { String::new() };
        *cell = Cell::formula(formula, text(shown)).style(Style {
            bold: true,
            colour: Some(colour::ERROR.1),
            ..Style::default()
        });
    }
    sheet.push(row.height(20.0));
    for row in contained {
        sheet.push(row);
    }
}

/// Sum of the lines of each rate.
fn bases(data: &Data) -> Vec<Decimal> {
    let of_rate = |rate: &Decimal| {
        let is_of_rate = |line: &&Line| {
            let texts = line.position.checked_sub(1).and_then(|index| data.items.get(index));
            texts.is_some_and(|texts| texts.vat == *rate)
        };
        data.lines.iter().filter(is_of_rate).filter_map(|line| Some(line.amount?.amount)).sum()
    };
    data.rates.iter().map(of_rate).collect()
}

fn on_request(data: &Data, line: &Line) -> bool {
    let item = line.position.checked_sub(1).and_then(|index| data.steps.items.get(index));
    let found = line.step.as_ref().zip(item).filter(|_| line.amount.is_none());
    found.is_some_and(|(step, item)| data.no_price(item, &step.terms) == data.words.on_request)
}

fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// `rate · base`, rounded once.
fn added_tax(base: Decimal, rate: Decimal) -> Option<Decimal> {
    Some(cents(base.checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)?))
}

/// `gross − gross / (1 + rate)`, rounded once.
fn contained_tax(gross: Decimal, rate: Decimal) -> Option<Decimal> {
    let factor = Decimal::ONE.checked_add(rate.checked_div(Decimal::ONE_HUNDRED)?)?;
    Some(cents(gross.checked_sub(gross.checked_div(factor)?)?))
}

/// A row below the lines: a label and formulas in some columns.
fn total_row(plan: &Plan, label: &str, values: Vec<(u16, String, Decimal, Style)>) -> Row {
    let mut cells = vec![Cell::blank(); usize::from(plan.note) + 1];
    let line = values.last().map_or(Rule::None, |(_, _, _, style)| style.line);
    let bold = values.last().is_some_and(|(_, _, _, style)| style.bold);
    for cell in cells.iter_mut().take(usize::from(plan.amount)).skip(usize::from(QUANTITY)) {
        cell.style = Some(Style { line, ..Style::default() });
    }
    if let Some(cell) = cells.get_mut(usize::from(QUANTITY)) {
        *cell = Cell::text(label).style(Style { bold, line, ..Style::default() });
    }
    for (column, formula, result, style) in values {
        if let Some(cell) = cells.get_mut(usize::from(column)) {
            *cell = Cell::formula(formula, FormulaResult::Number(result)).style(style);
        }
    }
    Row::new(cells)
}

fn validations(data: &Data, plan: &Plan, sheet: &mut Sheet) {
    let words = data.words;
    let count = u32::try_from(data.lines.len()).unwrap_or(u32::MAX).max(1);
    let last = plan.first_line.saturating_add(count).saturating_sub(1);
    let mut rule = |area: Area, allowed: Allowed, message: &str| {
        sheet.validations.push(Validation { area, allowed, message: message.to_owned(), strict: true });
    };
    let column = |column: u16| Area::new(plan.first_line, column, last, column);
    let percent = || Allowed::Between(Decimal::ZERO, Decimal::ONE_HUNDRED);
    if data.purpose == Purpose::Quote {
        rule(column(ITEM), Allowed::From("=ix_item".to_owned()), words.choose_item);
    }
    rule(column(QUANTITY), Allowed::Between(Decimal::new(1, 6), MOST), words.type_quantity);
    rule(column(DISCOUNT), percent(), words.type_discount);
    let special = u32::try_from(ABOVE + 2).unwrap_or(u32::MAX);
    rule(Area::new(special, RIGHT, special, RIGHT), percent(), "");
}
