//! Sum, freight, tax and total below the lines, and what the customer is told.

use rust_decimal::Decimal;

use super::calculation::{LEFT_OUT, VAT};
use super::data::{Data, HALF_UP, ITEM, Line, Plan, QUANTITY, letters, literal, row};
use super::form::text;
use crate::report::cell::{Cell, FormulaResult, Row, quoted};
use crate::report::layout::wrapped_lines;
use crate::report::sheet::{Area, Sheet};
use crate::report::style::{Align, Line as Rule, NumberFormat, Style, colour};

/// A cell of a row below the lines: column, formula, what it comes to, look.
type Figure = (u16, String, FormulaResult, Style);

/// Writes the rows below the lines.
pub(super) fn totals(data: &Data, plan: &Plan, sheet: &mut Sheet) {
    let mut totals = Totals::new(data, plan, sheet);
    totals.sum();
    totals.freight();
    let contained = totals.taxes();
    totals.total();
    for row in contained {
        sheet.push(row);
    }
    comments(data, plan, sheet);
}

/// The rows below the lines as they come about.
struct Totals<'a> {
    data: &'a Data,
    plan: &'a Plan,
    sheet: &'a mut Sheet,
    /// Amounts of the lines.
    amounts: String,
    /// Their tax rates.
    vats: String,
    /// Cells the total adds up.
    parts: Vec<String>,
    sum: Decimal,
    /// Freight charged, and its cell when there is one.
    freight: (Decimal, Option<String>),
    total: Decimal,
}

impl<'a> Totals<'a> {
    fn new(data: &'a Data, plan: &'a Plan, sheet: &'a mut Sheet) -> Self {
        let sum = data.lines.iter().filter_map(|line| Some(line.amount?.amount)).sum();
        Self {
            data,
            plan,
            sheet,
            amounts: lines(data, "", plan.amount, plan.first_line),
            vats: calculated(data, plan, VAT),
            parts: Vec::new(),
            sum,
            freight: (Decimal::ZERO, None),
            total: sum,
        }
    }

    /// Adds a row, and its amount to the total.
    fn push(&mut self, row: Row) -> String {
        self.sheet.push(row);
        let cell = format!("${}${}", letters(self.plan.amount), self.sheet.len());
        self.parts.push(cell.clone());
        cell
    }

    fn sum(&mut self) {
        let style = Style { bold: true, line: Rule::Total, ..money() };
        let formula = format!("=ROUND(SUM({}),2)", self.amounts);
        let figure = (self.plan.amount, formula, FormulaResult::Number(self.sum), style);
        self.push(total_row(self.plan, Cell::text(self.data.words.sum), vec![figure]));
    }

    fn freight(&mut self) {
        let Some(fee) = self.data.freight else { return };
        let sum = self.parts.join("+");
        let mut charged = "quote_freight".to_owned();
        if self.data.free_freight_limit.is_some() {
            charged = format!("IF(quote_free_from<={sum},0,{charged})");
        }
        let formula = format!("=IF(COUNT({})=0,0,{charged})", self.amounts);
        let is_free = self.data.free_freight_limit.is_some_and(|limit| limit <= self.sum);
        let has_line = self.data.lines.iter().any(|line| line.amount.is_some());
        let fee = if has_line && !is_free { fee } else { Decimal::ZERO };
        let figure = (self.plan.amount, formula, FormulaResult::Number(fee), money());
        let cell = self.push(total_row(self.plan, Cell::text(self.data.words.freight), vec![figure]));
        self.freight = (fee, Some(cell));
        self.total += fee;
    }

    /// A row for each tax rate, blank while no line has it; contained tax stands below the total and is handed back.
    fn taxes(&mut self) -> Vec<Row> {
        let is_contained = self.data.steps.include_vat;
        let bases: Vec<Option<Decimal>> = self.data.rates.iter().map(|rate| base(self.data, *rate)).collect();
        // The largest base; of two equal ones that of the higher rate.
        let used = bases.iter().zip(0..).filter_map(|(base, at): (&Option<Decimal>, usize)| Some(((*base)?, at)));
        let main = used.max().map(|(_, at)| at);
        let first = self.sheet.len() + 1 + usize::from(is_contained);
        let mut contained = Vec::new();
        for (number, (&rate, base)) in self.data.rates.iter().zip(bases).enumerate() {
            let freight =
                if self.data.freight_taxable && main == Some(number) { self.freight.0 } else { Decimal::ZERO };
            let row = self.tax_row(rate, base.map(|base| base + freight), first + number);
            if is_contained {
                contained.push(row);
            } else {
                self.total += base.and_then(|base| added_tax(base + freight, rate)).unwrap_or_default();
                self.push(row);
            }
        }
        contained
    }

    fn tax_row(&self, rate: Decimal, base: Option<Decimal>, row: usize) -> Row {
        let words = self.data.words;
        let (rate_column, base_column, amount_column) =
            (self.plan.net_price - 1, self.plan.net_price, self.plan.amount);
        let base_cell = format!("${}${row}", letters(base_column));
        let if_used = |shown: &str| format!("=IF(COUNTIF({},{rate})=0,\"\",{shown})", self.vats);
        let (label, tax, amount): (_, _, fn(Decimal, Decimal) -> Option<Decimal>) = if self.data.steps.include_vat {
            (words.vat_contained, format!("{base_cell}-{base_cell}/(1+{rate}/100)"), contained_tax)
        } else {
            (words.vat_row, format!("{base_cell}*{rate}/100"), added_tax)
        };
        let number = |value: Option<Decimal>| value.map_or_else(|| text(""), FormulaResult::Number);
        let percent = NumberFormat::Percent(self.data.rate_decimals);
        let label = Cell::formula(if_used(&literal(label)), text(base.map_or("", |_| label)));
        let figures = vec![
            (rate_column, if_used(&rate.to_string()), number(base.map(|_| rate)), money().number(percent)),
            (base_column, if_used(&format!("ROUND({},2)", self.base(rate))), number(base), money()),
            (
                amount_column,
                format!("=IF(ISNUMBER({base_cell}),ROUND({tax},2),\"\")"),
                number(base.and_then(|base| amount(base, rate))),
                money(),
            ),
        ];
        total_row(self.plan, label, figures)
    }

    /// What bears tax of a rate: its lines, and the freight where that is taxed with them.
    fn base(&self, rate: Decimal) -> String {
        let lines = format!("SUMIFS({},{},{rate})", self.amounts, self.vats);
        let Some(freight) = self.freight.1.as_ref().filter(|_| self.data.freight_taxable) else { return lines };
        // A rate without lines comes last, even after lines that cost nothing.
        let weight = |rate: Decimal| {
            format!("IF(COUNTIF({1},{rate})=0,-1,ROUND(SUMIFS({0},{1},{rate}),2))", self.amounts, self.vats)
        };
        let others = self.data.rates.iter().filter(|other| **other != rate).map(|&other| {
            let sign = if other < rate { ">=" } else { ">" };
            format!("{}{sign}{}", weight(rate), weight(other))
        });
        match others.collect::<Vec<_>>().join(",").as_str() {
            "" => format!("{lines}+{freight}"),
            is_main => format!("{lines}+IF(AND({is_main}),{freight},0)"),
        }
    }

    fn total(&mut self) {
        let (data, plan) = (self.data, self.plan);
        let style = Style { bold: true, size: 12, line: Rule::Total, ..money() };
        let label = format!("{} {}", data.words.total, data.steps.currency);
        // SUM passes over the blank texts of rates that are not used.
        let formula = format!("=ROUND(SUM({}),2)", self.parts.join(","));
        let figure = (plan.amount, formula, FormulaResult::Number(self.total), style);
        let mut row = total_row(plan, Cell::text(label), vec![figure]);
        if let Some(cell) = row.cells.get_mut(usize::from(ITEM)) {
            *cell = incomplete(data, plan);
        }
        self.sheet.push(row.height(20.0));
    }
}

/// How many lines are not in the total.
fn incomplete(data: &Data, plan: &Plan) -> Cell {
    let left_out = format!("SUM({})", calculated(data, plan, LEFT_OUT));
    let told = format!(" {}", data.words.incomplete);
    let formula = format!("=IF({left_out}>0,{left_out}&{},\"\")", literal(&told));
    let open = data.lines.iter().filter(|line| data.is_left_out(line)).count();
    let shown = if open > 0 { format!("{open}{told}") } else { String::new() };
    Cell::formula(formula, text(shown)).style(Style { bold: true, colour: Some(colour::ERROR.1), ..Style::default() })
}

/// What the customer is told about the whole quote.
fn comments(data: &Data, plan: &Plan, sheet: &mut Sheet) {
    if data.comments.is_empty() {
        return;
    }
    sheet.push(Row::default());
    sheet.push(Row::new(vec![Cell::blank(), Cell::text(data.words.comments).style(Style::heading())]).height(20.0));
    let widths = sheet.columns.get(usize::from(ITEM)..).unwrap_or_default().iter().filter_map(|column| column.width);
    let width = widths.map(crate::report::paper::whole).sum();
    for comment in &data.comments {
        let at = u32::try_from(sheet.len()).unwrap_or(u32::MAX);
        sheet.merged.push(Area::new(at, ITEM, at, plan.note));
        let style = Style { wrap: true, top: true, align: Align::Left, ..Style::default() };
        let lines = u16::try_from(wrapped_lines(comment, width)).unwrap_or(u16::MAX).clamp(1, 27);
        let row = Row::new(vec![Cell::blank(), Cell::text(comment).style(style)]);
        sheet.push(row.height(f64::from(lines * 15)));
    }
}

/// A column of all lines.
fn lines(data: &Data, sheet: &str, column: u16, first: u32) -> String {
    let column = letters(column);
    format!("{sheet}${column}${}:${column}${}", row(first, 0), row(first, data.lines.len().saturating_sub(1)))
}

/// A column of all lines of the calculation.
fn calculated(data: &Data, plan: &Plan, column: u16) -> String {
    lines(data, &format!("{}!", quoted(&plan.calculation)), column, plan.first_calculation)
}

fn money() -> Style {
    Style { align: Align::Right, shrink: true, number: NumberFormat::Grouped(2), ..Style::default() }
}

/// Sum of the lines of a rate; none without such a line.
fn base(data: &Data, rate: Decimal) -> Option<Decimal> {
    let amount = |line: &Line| {
        let texts = line.position.checked_sub(1).and_then(|index| data.items.get(index));
        texts.filter(|texts| texts.vat == rate).and(line.amount).map(|amount| amount.amount)
    };
    data.lines.iter().filter_map(amount).reduce(|sum, amount| sum + amount)
}

fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, HALF_UP)
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
fn total_row(plan: &Plan, label: Cell, figures: Vec<Figure>) -> Row {
    let mut cells = vec![Cell::blank(); usize::from(plan.note) + 1];
    let line = figures.last().map_or(Rule::None, |(_, _, _, style)| style.line);
    let bold = figures.last().is_some_and(|(_, _, _, style)| style.bold);
    for cell in cells.iter_mut().take(usize::from(plan.amount)).skip(usize::from(QUANTITY)) {
        cell.style = Some(Style { line, ..Style::default() });
    }
    if let Some(cell) = cells.get_mut(usize::from(QUANTITY)) {
        *cell = label.style(Style { bold, line, ..Style::default() });
    }
    for (column, formula, result, style) in figures {
        if let Some(cell) = cells.get_mut(usize::from(column)) {
            *cell = Cell::formula(formula, result).style(style);
        }
    }
    Row::new(cells)
}
