//! The tables the lines look up: items, and their prices at every quantity.

use rust_decimal::Decimal;

use super::data::{Data, in_a_cell, letters, literal, row};
use super::words::Words;
use crate::pricing::{ItemSteps, Kind, Step};
use crate::report::Language;
use crate::report::cell::{Cell, FormulaResult, Row};
use crate::report::frame::Show;
use crate::report::sheet::{Area, Column, Protection, Sheet};
use crate::report::style::{Align, NumberFormat, Style};

/// Unit prices: at least two decimals, at most four are shown.
pub(super) const UNIT_PRICE: NumberFormat = NumberFormat::Custom("#,##0.00##");

/// Gives each column of a table a name.
fn name_columns(sheet: &mut Sheet, names: &[&str]) {
    let last = sheet.first_row().saturating_add(u32::try_from(sheet.len()).unwrap_or(u32::MAX)).saturating_sub(1);
    let first = sheet.first_row();
    sheet.names = (0..)
        .zip(names)
        .filter(|(_, name)| !name.is_empty())
        .map(|(column, name)| ((*name).to_owned(), Area::new(first, column, last.max(first), column)))
        .collect();
}

/// The items: one row each.
pub(super) fn items_sheet(data: &Data, name: &str) -> Sheet {
    let words = data.words;
    let mut columns = vec![
        Column::new("", words.item, Show::Code),
        Column::new("", words.description, Show::Text),
        Column::new("", words.unit, Show::Text),
        Column::new("", words.vat, Show::Number),
        Column::new("", words.first_row, Show::Integer),
        Column::new("", words.last_row, Show::Integer),
    ];
    let mut names = vec!["ix_item", "ix_desc", "ix_unit", "ix_vat", "ix_first", "ix_last"];
    let has_comments = data.has_item_comments();
    if has_comments {
        columns.push(Column::new("", words.comment, Show::Text).width(50.0).wrap());
        names.push("ix_comment");
    }
    let mut sheet = Sheet::new(name, columns).titled(words.items, []);
    sheet.protection = Some(Protection::default());
    let whole = |value: usize| Cell::integer(i64::try_from(value).unwrap_or(i64::MAX));
    for (item, texts) in data.steps.items.iter().zip(&data.items) {
        let mut cells = vec![
            Cell::code(&item.item),
            Cell::text(&texts.description),
            Cell::text(&texts.unit),
            Cell::decimal(texts.vat),
            whole(texts.first),
            whole(texts.last),
        ];
        cells.extend(has_comments.then(|| Cell::text(&texts.comment)));
        sheet.push(Row::new(cells));
    }
    name_columns(&mut sheet, &names);
    sheet
}

/// The price steps: one row an item and range of quantities.
pub(super) fn steps_sheet(data: &Data, name: &str) -> Sheet {
    let words = data.words;
    let steps = &data.steps;
    let mut columns = vec![
        Column::new("", words.number, Show::Level).width(7.0),
        Column::new("", words.item, Show::Code),
        Column::new("", words.description, Show::Text),
        Column::new("", words.step, Show::Text).width(18.0),
        Column::new("", words.begins, Show::Number),
    ];
    if data.has_multiples {
        columns.push(Column::new("", words.multiple, Show::Number));
    }
    columns.push(Column::new("", format!("{} {}", words.price, steps.company_currency), Show::Number));
    let mut names =
        vec!["step_row".to_owned(), String::new(), String::new(), "step_text".to_owned(), "step_from".to_owned()];
    names.extend(data.has_multiples.then(|| "step_multiple".to_owned()));
    names.push("step_price".to_owned());
    for slot in &data.slots {
        columns.push(Column::new("", format!("{} {}", words.discount, slot + 1), Show::Number));
        names.push(format!("step_discount{}", slot + 1));
    }
    columns.push(Column::new("", words.special_applies, Show::Text).width(18.0));
    names.push("step_special".to_owned());
    columns.push(Column::new("", format!("{} {}", words.net_price, steps.currency), Show::Number));
    let lines = [format!("{} {}", data.customer, data.customer_name), words.steps_help.to_owned()];
    let mut sheet = Sheet::new(name, columns).titled(words.steps, lines.iter().map(String::as_str));
    sheet.protection = Some(Protection::default());
    let first = sheet.first_row();
    let mut number = 0;
    for (item, texts) in steps.items.iter().zip(&data.items) {
        for step in &item.steps {
            let next = item.steps.iter().map(|step| step.from).find(|from| *from > step.from);
            let text = quantities(step, next, words, data.language);
            sheet.push(step_row(data, (item, step), &texts.description, text, (number, row(first, number))));
            number += 1;
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    name_columns(&mut sheet, &names);
    sheet
}

fn step_row(
    data: &Data,
    (item, step): (&ItemSteps, &Step),
    description: &str,
    text: String,
    (number, row): (usize, usize),
) -> Row {
    let steps = &data.steps;
    let terms = &step.terms;
    let price = terms.price.filter(|_| item.may_sell);
    let unit = Style { align: Align::Right, indent: 1, number: UNIT_PRICE, ..Style::body() };
    let language = data.language.words();
    let applies = if terms.kind == Kind::Net { language.no } else { language.yes };
    let mut cells = vec![
        Cell::integer(i64::try_from(number.saturating_add(1)).unwrap_or(i64::MAX)),
        Cell::code(&item.item),
        Cell::text(description),
        Cell::text(text),
        unless_zero(step.from, |from| {
            Cell::decimal(from).style(Style::body().number(NumberFormat::Grouped(from_decimals(from))))
        }),
    ];
    cells.extend(data.has_multiples.then(|| unless_zero(step.multiple, Cell::decimal)));
    let price_column = u16::try_from(cells.len()).unwrap_or_default();
    let shown = price.map_or_else(|| Cell::text(data.no_price(item, terms)), |price| Cell::decimal(in_a_cell(price)));
    cells.push(shown.style(unit));
    let percent = unit.number(NumberFormat::Fixed(data.percent_decimals));
    let mut factor = String::new();
    for (column, slot) in (price_column + 1..).zip(&data.slots) {
        cells.push(Cell::decimal(terms.discounts.get(*slot).copied().unwrap_or_default()).style(percent));
        factor = format!("{factor}(1-${}{row}/100)*", letters(column));
    }
    let special_column = price_column + 1 + u16::try_from(data.slots.len()).unwrap_or(3);
    cells.push(Cell::text(applies).style(Style { indent: 1, align: Align::Left, ..Style::body() }));
    let rate = if data.is_foreign() { "/quote_rate" } else { "" };
    let price_cell = format!("${}{row}", letters(price_column));
    let formula = format!(
        "=IF(AND(ISNUMBER({price_cell}),quote_discount_note=\"\"),ROUND({price_cell}*IF(${}{row}={},ROUND({factor}(1-N(quote_discount)/100),4),1){rate},{}),\"\")",
        letters(special_column),
        literal(language.yes),
        steps.decimals
    );
    let net = data
        .discount(steps.special_discount)
        .and_then(|special| terms.line(Decimal::ONE, special, steps.rate, steps.decimals))
        .filter(|_| item.may_sell);
    let result = net.map_or(FormulaResult::Text(String::new()), |line| FormulaResult::Number(line.net_price));
    cells.push(Cell::formula(formula, result).style(unit));
    Row::new(cells)
}

/// A blank cell where there is nothing to say; formulas take it as zero.
fn unless_zero(value: Decimal, shown: impl FnOnce(Decimal) -> Cell) -> Cell {
    if value.is_zero() { Cell::blank() } else { shown(value) }
}

/// The end of the range before, where a range begins a millionth after it.
fn after(from: Decimal) -> Option<Decimal> {
    from.checked_sub(Decimal::new(1, 6)).map(|end| end.normalize()).filter(|end| end.scale() < from.scale())
}

/// Decimals the beginning of a range is shown with: without the millionth that keeps it off the range before.
fn from_decimals(from: Decimal) -> u8 {
    let from = from.normalize();
    u8::try_from(after(from).unwrap_or(from).scale()).unwrap_or(6)
}

/// For which quantities a step holds, in signs every language reads.
pub(super) fn quantities(step: &Step, next: Option<Decimal>, words: &Words, language: Language) -> String {
    let shown = |value: Decimal| match language {
        Language::English | Language::Chinese => value.normalize().to_string(),
        _ => value.normalize().to_string().replace('.', ","),
    };
    let lower = match (step.from.is_zero(), after(step.from.normalize())) {
        (true, _) => None,
        (false, Some(end)) => Some((">", end)),
        (false, None) => Some(("", step.from)),
    };
    let upper = next.map(|next| match after(next.normalize()) {
        Some(end) => ("", end),
        None => ("<", next),
    });
    let range = match (lower, upper) {
        (None, None) => words.all.to_owned(),
        (None, Some(("", end))) => format!("≤ {}", shown(end)),
        (None, Some((_, end))) => format!("< {}", shown(end)),
        (Some(("", from)), None) => format!("≥ {}", shown(from)),
        (Some((_, from)), None) => format!("> {}", shown(from)),
        (Some((above, from)), Some((below, end))) => {
            format!("{above}{} – {below}{}", shown(from), shown(end))
        }
    };
    if step.multiple.is_zero() { range } else { format!("{range}, n × {}", shown(step.multiple)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_millionth_between_ranges_is_not_shown() {
        let decimals = |text: &str| from_decimals(text.parse().unwrap());
        assert_eq!(["0", "10", "9.000001", "2.500001", "2.5", "0.25"].map(decimals), [0, 0, 0, 1, 1, 2]);
    }
}
