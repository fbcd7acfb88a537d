//! The workbooks of recalls and campaigns: the lists, and summaries that are formulas over them.
//!
//! Rule: warranty and recall specification, section 7. The contacts stand in a flat sheet with its titles in the first
//! row, one row a letter, as a mail merge wants them; contact data stands nowhere else. Texts are compared with `EXACT`:
//! as criteria of `SUMIFS`, 007 and 7 would be the same customer.

use crate::aftersales::{Campaign, CampaignState, Recall};
use crate::model::Catalog;
use crate::origin::column_letters;
use crate::report::Language;
use crate::report::cell::{Cell, CellContent, FormulaResult, Row, quoted};
use crate::report::frame::{Frame, FrameValue, Show};
use crate::report::results::aftersales::{
    campaign_history_frame, campaign_objects_frame, campaign_quarters_frame, campaign_sheet_frame,
    recall_block_stock_frame, recall_cleared_frame, recall_contacts_frame, recall_loose_frame, recall_machines_frame,
    recall_need_frame,
};
use crate::report::results::people::{for_people, lay_aside};
use crate::report::sheet::{Area, Body, Sheet};
use crate::tables::labels;

/// Comparisons beyond which a summary is written as values: a workbook must open in seconds.
const MOST_COMPARISONS: usize = 40_000_000;
/// Rows of a list that stays on one sheet.
const MOST_ROWS: usize = 1_000_000;

/// The sheets of a recall: machines, loose parts, contacts, stock to block, need, numbers, status, history, what was
/// cleared.
#[must_use]
pub fn recall_sheets(catalog: &Catalog, found: &Recall, status: &Campaign, language: Language) -> Vec<Sheet> {
    let code = language.code();
    let machines = List::new(&recall_machines_frame(catalog, found, code), language);
    let loose = List::new(&recall_loose_frame(catalog, found, code), language);
    let pieces = |key: Option<&str>, grade: Option<&str>| {
        let of = |list: &List| {
            let grade = grade.map(|grade| list.is("grade", &word("grade", grade, code)));
            list.sum("quantity", [key.map(|key| list.like("customer", key)), grade])
        };
        added([of(&machines), of(&loose)])
    };
    let contacts = for_people(&recall_contacts_frame(catalog, found), code);
    let live = |row: u32, field: &str, _: &Place<'_>| {
        let key = place_of(&contacts, "customer").map(|column| format!("${column}{row}"));
        let key = key.as_deref();
        match field {
            "machines" => Some(added([machines.sum("machines", [key.map(|key| machines.like("customer", key))])])),
            "confirmed" => Some(pieces(key, Some("CONFIRMED"))),
            "suspect" => Some(pieces(key, Some("SUSPECT"))),
            "loose" => Some(added([loose.sum("quantity", [key.map(|key| loose.like("customer", key))])])),
            _ => None,
        }
    };
    let is_small = is_small(contacts.len(), machines.len + loose.len);
    let contacts_sheet = summary(&contacts, language, false, is_small, &live);
    let need = for_people(&recall_need_frame(catalog, found), code);
    let live = |_: u32, field: &str, at: &Place<'_>| {
        let line = at.cell("need_line");
        let of = |list: &List, grade: &str| {
            let grade = Some(list.is("grade", &word("grade", grade, code)));
            list.sum("quantity", [line.as_ref().map(|line| list.equals("need_line", line)), grade])
        };
        let machines_field = if line.is_some() { "need_machines" } else { "machines" };
        match field {
            "confirmed" => Some(added([of(&machines, "CONFIRMED"), of(&loose, "CONFIRMED")])),
            "suspect" => Some(added([of(&machines, "SUSPECT"), of(&loose, "SUSPECT")])),
            "needed" => Some(format!(
                "={}*ROUNDUP(ROUND({}*({}+{}*{}),9),0)",
                at.cell("ratio")?,
                at.cell("completion")?,
                at.cell("confirmed")?,
                at.cell("p_suspect")?,
                at.cell("suspect")?
            )),
            "to_buy" => Some(format!("=MAX(0,{}-{})", at.cell("needed")?, at.cell("free_stock")?)),
            "machines" => {
                let line = line.as_ref().map(|line| machines.equals("need_line", line));
                Some(added([machines.sum(machines_field, [line])]))
            }
            "hours" => Some(format!("={}*{}", at.cell("machines")?, at.cell("operation_hours")?)),
            _ => None,
        }
    };
    let need_sheet = summary(&need, language, true, is_small, &live);
    let block = List::new(&recall_block_stock_frame(catalog, found, code), language).sheet;
    let cleared = List::new(&recall_cleared_frame(catalog, found, code), language).sheet;
    let mut sheets = vec![machines.sheet, loose.sheet, contacts_sheet, block, need_sheet];
    sheets.extend(campaign_sheets(catalog, status, language));
    sheets.push(cleared);
    sheets
}

/// The sheets of a campaign: numbers, quarters, status, history.
#[must_use]
pub fn campaign_sheets(catalog: &Catalog, found: &Campaign, language: Language) -> Vec<Sheet> {
    let code = language.code();
    let objects = List::new(&campaign_objects_frame(catalog, found), language);
    let history = List::new(&campaign_history_frame(found), language);
    let state_is = |list: &List, state: CampaignState| Some(list.is("state", &word("state", state.name(), code)));
    let scopes = campaign_sheet_frame(catalog, found);
    let numbers = for_people(&scopes, code);
    let live = |_: u32, field: &str, at: &Place<'_>| {
        let FrameValue::Text(scope) = scopes.value(at.index, "scope") else { return None };
        let key = at.cell("key");
        // A group without name is asked for with the blank cell of its key.
        let group = match scope {
            "priority" | "country" => key.as_ref().map(|key| objects.like(scope, key)),
            _ => None,
        };
        let open = || {
            let open: Vec<String> = CampaignState::ALL
                .into_iter()
                .filter(|state| state.is_open())
                .filter_map(|state| state_is(&objects, state))
                .collect();
            Some(format!("({})", open.join("+")))
        };
        let affected = at.cell("affected")?;
        let rate = |remedied: &str, whole: &str| format!("=IF({whole}<=0,\"\",ROUND(100*{remedied}/({whole}),2))");
        if let Some(state) = CampaignState::ALL.into_iter().find(|state| state.name().to_lowercase() == field) {
            let sum = if matches!(scope, "week" | "quarter") {
                let day = at.cell("date")?;
                history.count([state_is(&history, state), Some(history.spans(&day))])
            } else {
                objects.count([group, state_is(&objects, state)])
            };
            return Some(added([sum]));
        }
        match field {
            "affected" => {
                let all: Option<Vec<String>> =
                    CampaignState::ALL.iter().map(|state| at.cell(&state.name().to_lowercase())).collect();
                let all = all?;
                Some(format!("=SUM({}:{})-{}", all.first()?, all.last()?, at.cell("not_affected")?))
            }
            "completion" => Some(rate(&at.cell("remedied")?, &affected)),
            "adjusted" => Some(rate(&at.cell("remedied")?, &format!("{affected}-{}", at.cell("scrapped")?))),
            "reachable" => {
                let whole = format!("{affected}-{}-{}", at.cell("scrapped")?, at.cell("unreachable")?);
                Some(rate(&at.cell("remedied")?, &whole))
            }
            "parts_needed" => {
                let sum = objects.sum("parts", [group, open()])?;
                Some(format!("=ROUNDUP(ROUND({sum},9),0)"))
            }
            "urgent" => {
                let old = objects.range("days_open").map(|days| format!("({days}>{})", found.escalate_days));
                let safety = objects.range("priority").map(|priority| format!("({priority}=\"SAFETY\")"));
                Some(old.zip(safety).map_or_else(
                    || "=0".to_owned(),
                    |(old, safety)| added([objects.count([group, Some(safety), Some(old)])]),
                ))
            }
            _ => None,
        }
    };
    let is_small = is_small(numbers.len() * CampaignState::ALL.len(), objects.len + history.len);
    let numbers_sheet = summary(&numbers, language, true, is_small, &live);
    let quarters = for_people(&campaign_quarters_frame(found), code);
    let live = |_: u32, field: &str, at: &Place<'_>| {
        let of = |states: &[CampaignState]| {
            let words: Vec<String> = states.iter().filter_map(|state| state_is(&history, *state)).collect();
            let words = (!words.is_empty()).then(|| format!("({})", words.join("+")));
            Some(added([history.count([words, Some(history.spans(&at.cell("date")?))])]))
        };
        match field {
            "population" => of(&[]),
            "remedied" => of(&[CampaignState::Remedied]),
            "unreachable" => of(&[CampaignState::Unreachable]),
            "removed" => of(&[CampaignState::Scrapped, CampaignState::NotAffected]),
            _ => None,
        }
    };
    let quarters_sheet = summary(&quarters, language, true, is_small, &live);
    vec![numbers_sheet, quarters_sheet, objects.sheet, history.sheet]
}

/// The word of a name in a language, as [`for_people`] writes it.
fn word(column: &str, name: &str, language: &str) -> String {
    labels::known(&format!("{column}.{name}"), language).unwrap_or(name).to_owned()
}

/// False when formulas over the lists would take too long, or a list goes on with a second sheet.
const fn is_small(rows: usize, list: usize) -> bool {
    list <= MOST_ROWS && rows.saturating_mul(list) <= MOST_COMPARISONS
}

/// A formula of what was found of some sums; 0 without any.
fn added<const N: usize>(sums: [Option<String>; N]) -> String {
    let sums: Vec<String> = sums.into_iter().flatten().collect();
    if sums.is_empty() { "=0".to_owned() } else { format!("={}", sums.join("+")) }
}

/// A list that summaries ask.
struct List {
    sheet: Sheet,
    len: usize,
}

impl List {
    fn new(frame: &Frame, language: Language) -> Self {
        let code = language.code();
        let shown = for_people(frame, code);
        let title = title_of(frame, code);
        let len = shown.len();
        let mut sheet = Sheet::from_frame(&title, shown, &|name| labels::label(name, code)).titled(&title, []);
        for column in &mut sheet.columns {
            if column.field == "reason" {
                column.width = Some(50.0);
                column.wrap = true;
            }
        }
        lay_aside(&frame.name, &mut sheet);
        sheet.print.area = printed(&sheet, len);
        Self { sheet, len }
    }

    /// The cells of a column; none when the list or the column is empty.
    fn range(&self, field: &str) -> Option<String> {
        let column = self.sheet.columns.iter().position(|column| column.field == field)?;
        let column = u16::try_from(column).ok()?;
        let first = self.sheet.first_row();
        let last = first.checked_add(u32::try_from(self.len.checked_sub(1)?).ok()?)?;
        Some(format!("{}!{}", quoted(&self.sheet.name), Area::new(first, column, last, column).absolute()))
    }

    /// The column holds the text of a cell; a column without any value is blank everywhere.
    fn like(&self, field: &str, cell: &str) -> String {
        self.range(field).map_or_else(|| format!("({cell}=\"\")"), |range| format!("EXACT({range},{cell})"))
    }

    fn is(&self, field: &str, word: &str) -> String {
        self.range(field).map_or_else(|| "0".to_owned(), |range| format!("({range}=\"{word}\")"))
    }

    fn equals(&self, field: &str, cell: &str) -> String {
        self.range(field).map_or_else(|| "0".to_owned(), |range| format!("({range}={cell})"))
    }

    /// The days of a row hold the day of a cell.
    fn spans(&self, cell: &str) -> String {
        match (self.range("from"), self.range("to")) {
            (Some(from), Some(to)) => format!("({from}<={cell})*({to}>={cell})"),
            _ => "0".to_owned(),
        }
    }

    /// The sum of a column over the rows that fit; none without rows.
    fn sum<const N: usize>(&self, field: &str, conditions: [Option<String>; N]) -> Option<String> {
        let values = self.range(field)?;
        let conditions: Vec<String> = conditions.into_iter().flatten().collect();
        Some(match conditions.as_slice() {
            [] => format!("SUM({values})"),
            [one] => format!("SUMPRODUCT({one}*1,{values})"),
            many => format!("SUMPRODUCT({},{values})", many.join("*")),
        })
    }

    /// How many rows fit; none without rows.
    fn count<const N: usize>(&self, conditions: [Option<String>; N]) -> Option<String> {
        let conditions: Vec<String> = conditions.into_iter().flatten().collect();
        (self.len > 0 && !conditions.is_empty()).then(|| format!("SUMPRODUCT({}*1)", conditions.join("*")))
    }
}

fn title_of(frame: &Frame, language: &str) -> String {
    labels::known(&format!("sheet.{}", frame.name), language)
        .map_or_else(|| labels::label(&frame.name, language), str::to_owned)
}

/// What is printed of a list with reasons: up to the reason. What proves it stands right of that, for the screen; with it
/// the print would be too small to read.
fn printed(sheet: &Sheet, len: usize) -> Option<Area> {
    let reason = sheet.columns.iter().position(|column| column.field == "reason").filter(|_| len <= MOST_ROWS)?;
    let rows = u32::try_from(len).ok()?;
    let last = sheet.first_row().checked_add(rows)?.saturating_sub(1);
    Some(Area::new(0, 0, last, u16::try_from(reason).ok()?))
}

/// The letters of a column of a frame.
fn place_of(frame: &Frame, field: &str) -> Option<String> {
    let column = frame.columns.iter().position(|column| column.name == field)?;
    Some(column_letters(u32::try_from(column).ok()?))
}

/// A row of a summary while its formulas are written.
struct Place<'a> {
    frame: &'a Frame,
    /// Row of the frame, from zero.
    index: usize,
    /// Row of the sheet as it shows it.
    row: u32,
}

impl Place<'_> {
    /// The cell of a column in this row; none without the column.
    fn cell(&self, field: &str) -> Option<String> {
        place_of(self.frame, field).map(|column| format!("{column}{}", self.row))
    }
}

/// A sheet of which some columns are formulas; without title its first row holds the titles of the columns.
fn summary(
    frame: &Frame,
    language: Language,
    is_titled: bool,
    is_live: bool,
    live: &dyn Fn(u32, &str, &Place<'_>) -> Option<String>,
) -> Sheet {
    let code = language.code();
    let title = title_of(frame, code);
    let mut sheet = Sheet::from_frame(&title, frame.clone(), &|name| labels::label(name, code));
    if is_titled {
        sheet = sheet.titled(&title, []);
    }
    let first = sheet.first_row();
    let mut rows = Vec::new();
    for (index, offset) in (0..frame.len()).zip(1_u32..) {
        let row = first.saturating_add(offset);
        let at = Place { frame, index, row };
        let cells = frame.columns.iter().map(|column| {
            let value = column.data.get(index);
            let result = match value {
                FrameValue::Decimal(value) => Some(FormulaResult::Number(value)),
                FrameValue::Integer(value) => Some(FormulaResult::Number(value.into())),
                FrameValue::Blank if column.show == Show::Percent => Some(FormulaResult::Text(String::new())),
                _ => None,
            };
            let formula = result.filter(|_| is_live).and_then(|result| Some((live(row, &column.name, &at)?, result)));
            match (formula, value) {
                (Some((formula, result)), _) => Cell::formula(formula, result),
                // Only lines handed over have the last two.
                (None, FrameValue::Blank | FrameValue::Number(_) | FrameValue::Moment(_)) => Cell::blank(),
                (None, FrameValue::Text(text)) if column.show == Show::Code => Cell::code(text),
                (None, FrameValue::Text(text)) => Cell::text(text),
                (None, FrameValue::Decimal(value)) => Cell::decimal(value),
                (None, FrameValue::Integer(value)) => Cell::integer(value),
                (None, FrameValue::Date(value)) => Cell::date(value),
                (None, FrameValue::Flag(value)) => Cell::new(CellContent::Flag(value)),
            }
        });
        rows.push(Row::new(cells.collect()));
    }
    sheet.body = Body::Rows(rows);
    sheet
}
