//! The sheet that shows how each line is computed: item, price step, discount and factor, one column each.

use rust_decimal::Decimal;

use super::Purpose;
use super::data::{
    ALL_OFF, DISCOUNT, Data, ITEM, Line, MISSING, MOST, Plan, QUANTITY, UNKNOWN, in_a_cell, letters, literal, row,
};
use crate::report::cell::{Cell, FormulaResult, Row};
use crate::report::frame::Show;
use crate::report::sheet::{Column, Protection, Sheet};

/// First row of the lines, from zero: title, explanation, blank row, header.
pub(super) const FIRST: u32 = 4;

/// Columns.
pub(super) const POSITION: u16 = 1;
pub(super) const PRICED: u16 = 2;
const LAST: u16 = 3;
const BEGINS: u16 = 4;
const MULTIPLE: u16 = 5;
pub(super) const STEP: u16 = 6;
pub(super) const PRICE: u16 = 7;
pub(super) const SPECIAL: u16 = 8;
pub(super) const FACTOR: u16 = 9;
pub(super) const VAT: u16 = 10;
pub(super) const LEFT_OUT: u16 = 11;

pub(super) fn calculation_sheet(data: &Data, plan: &Plan, name: &str) -> Sheet {
    let words = data.words;
    let titles = [
        words.number,
        words.row_of_item,
        words.quantity,
        words.last_row,
        words.begins,
        words.multiple,
        words.row_of_step,
        words.price,
        words.special,
        words.factor,
        words.vat,
        words.left_out,
    ];
    let columns = titles.iter().map(|title| Column::new("", *title, Show::Number).width(15.0)).collect();
    let mut sheet = Sheet::new(name, columns).titled(words.calculation, [words.calculation_help]);
    sheet.filter = false;
    sheet.protection = Some(Protection::default());
    for (number, line) in data.lines.iter().enumerate() {
        sheet.push(line_row(data, plan, number, line));
    }
    sheet
}

fn number(value: Decimal) -> FormulaResult {
    FormulaResult::Number(value)
}

fn index(value: usize) -> FormulaResult {
    FormulaResult::Number(value.into())
}

fn nothing() -> FormulaResult {
    FormulaResult::Text(String::new())
}

fn line_row(data: &Data, plan: &Plan, at: usize, line: &Line) -> Row {
    let own = |column: u16| format!("${}{}", letters(column), row(FIRST, at));
    let quantity = plan.form_cell(QUANTITY, at);
    let position = match data.purpose {
        Purpose::PriceSheet => Cell::integer(line.place()),
        Purpose::Quote => Cell::formula(position(&plan.form_cell(ITEM, at), &quantity), number(line.place().into())),
    };
    let priced = format!(
        "=IF(ISNUMBER({quantity}),IF({quantity}>0,IF({quantity}<={MOST},IF(ROUND({quantity},6)={quantity},{quantity},0),0),0),0)"
    );
    let (position_cell, priced_cell) = (own(POSITION), own(PRICED));
    let range = |name: &str| {
        format!("INDEX({name},INDEX(ix_first,{position_cell})):INDEX({name},INDEX(ix_last,{position_cell}))")
    };
    let last = format!(
        "=IF(AND({position_cell}>0,{priced_cell}>0),INDEX(ix_first,{position_cell})-1+SUMPRODUCT(({}<={priced_cell})*1),0)",
        range("step_from")
    );
    let (last_cell, begins_cell, multiple_cell, step_cell) = (own(LAST), own(BEGINS), own(MULTIPLE), own(STEP));
    let step = line.step.unwrap_or_default();
    let begins = Cell::formula(format!("=IF({last_cell}>0,N(INDEX(step_from,{last_cell})),0)"), number(step.from));
    let mut cells = vec![
        Cell::integer(i64::try_from(at.saturating_add(1)).unwrap_or(i64::MAX)),
        position,
        Cell::formula(priced, number(line.priced)),
        Cell::formula(last, index(line.last)),
    ];
    if data.has_multiples {
        // In millionths everything is a whole number, and exact.
        let (micros, multiples) = (format!("ROUND({priced_cell}*1000000,0)"), range("step_multiple"));
        let divisor = format!("ROUND({multiples}*1000000,0)");
        let rest = format!("{micros}-{divisor}*INT({micros}/({divisor}+({multiples}=0)))");
        cells.extend([
            begins,
            Cell::formula(
                format!(
                    "=IF({last_cell}>0,SUMPRODUCT(MAX(({}={begins_cell})*(({rest})=0)*{multiples})),0)",
                    range("step_from")
                ),
                number(step.multiple),
            ),
            Cell::formula(
                format!(
                    "=IF({multiple_cell}>0,SUMPRODUCT(({}={begins_cell})*({multiples}={multiple_cell})*{}),{last_cell})",
                    range("step_from"),
                    range("step_row")
                ),
                index(line.row),
            ),
        ]);
    } else {
        cells.extend([begins, Cell::integer(0_i64), Cell::formula(format!("={last_cell}"), index(line.row))]);
    }
    let item = line.position.checked_sub(1).and_then(|index| data.steps.items.get(index));
    let price = match (line.price, item) {
        (Some(price), _) => number(in_a_cell(price)),
        (None, Some(item)) if line.row > 0 => FormulaResult::Text(data.no_price(item, &step.terms).to_owned()),
        _ => nothing(),
    };
    let base_cell = own(PRICE);
    let discount = plan.form_cell(DISCOUNT, at);
    let slots = data
        .slots
        .iter()
        .fold(String::new(), |factors, slot| format!("{factors}(1-INDEX(step_discount{},{step_cell})/100)*", slot + 1));
    let factor = format!(
        "=IF(AND(ISNUMBER({base_cell}),ISNUMBER({special})),IF(INDEX(step_special,{step_cell})={},ROUND({slots}(1-{special}/100),4),1),\"\")",
        literal(data.language.words().yes),
        special = own(SPECIAL),
    );
    let factor_cell = own(FACTOR);
    let texts = line.position.checked_sub(1).and_then(|index| data.items.get(index)).filter(|_| line.amount.is_some());
    let nothing_asked = match data.purpose {
        Purpose::Quote => format!("{position_cell}=0"),
        // Who wants none of an item takes its quantity away.
        Purpose::PriceSheet => format!("OR({position_cell}=0,{})", is_blank(&quantity)),
    };
    cells.extend([
        Cell::formula(format!("=IF({step_cell}>0,INDEX(step_price,{step_cell}),\"\")"), price),
        Cell::formula(special(data, &discount), line.special.map_or_else(nothing, number)),
        Cell::formula(factor, line.amount.map_or_else(nothing, |amount| number(amount.factor))),
        Cell::formula(
            format!("=IF(ISNUMBER({factor_cell}),INDEX(ix_vat,{position_cell}),\"\")"),
            texts.map_or_else(nothing, |item| number(item.vat)),
        ),
        Cell::formula(
            format!("=IF({nothing_asked},0,IF(ISNUMBER({factor_cell}),0,1))"),
            index(usize::from(data.is_left_out(line))),
        ),
    ]);
    Row::new(cells)
}

/// True for a cell with nothing in it; a wrong formula in it is something.
pub(super) fn is_blank(cell: &str) -> String {
    format!("IF(ISERROR({cell}),FALSE,{cell}=\"\")")
}

/// The row of the item that is typed: as it stands, else without the blanks that are copied with it.
fn position(item: &str, quantity: &str) -> String {
    // MATCH takes these signs as wildcards.
    let key = |text: String| {
        ["~", "*", "?"].iter().fold(text, |text, sign| format!("SUBSTITUTE({text},\"{sign}\",\"~{sign}\")"))
    };
    let typed = key(format!("{item}&\"\""));
    let without_blanks = format!("TRIM(SUBSTITUTE({item}&\"\",\"\u{a0}\",\" \"))");
    let trimmed = key(without_blanks.clone());
    format!(
        "=IF(ISERROR({item}),{MISSING},IF({without_blanks}=\"\",IF({},0,{MISSING}),\
         IFERROR(MATCH({typed},ix_item,0),IFERROR(MATCH({trimmed},ix_item,0),{UNKNOWN}))))",
        is_blank(quantity)
    )
}

/// The special discount of a line: its own, else that of the quote; blank when it is no percent that may be given.
fn special(data: &Data, discount: &str) -> String {
    format!(
        "=IF(ISERROR({discount}),\"\",IF({discount}=\"\",IF(quote_discount_note=\"\",N(quote_discount),\"\"),\
         IF({},{discount},\"\")))",
        is_discount(data, discount)
    )
}

/// True for a cell with a percent that may be given.
pub(super) fn is_discount(data: &Data, cell: &str) -> String {
    format!("IF(ISNUMBER({cell}),AND({cell}>={},{cell}<={ALL_OFF}),FALSE)", data.least_discount)
}
