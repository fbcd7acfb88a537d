//! Which assembly each row of the `bom` table belongs to: named by the row, by its level, or by its sheet.
//!
//! Rule: structures specification, section 1. A sheet with neither parents nor levels is the list of one product, the
//! one the sheet (or, when the sheet has a name that says nothing, the workbook) is named after.

use crate::finding::codes::structure as codes;
use crate::finding::{Finding, Findings};
use crate::tables::{Part, Symbol, Table, Texts};

/// The assembly of each row.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Parents {
    /// One a row of the table; none for tops and for rows that are left out.
    pub(in crate::model) parents: Vec<Option<Symbol>>,
}

/// Finds the assembly of each row.
pub(in crate::model) fn parents(table: &Table, texts: &mut Texts, findings: &mut Findings) -> Parents {
    let mut parents = Vec::with_capacity(table.len());
    let place = |part: &Part, name: &str| {
        let index = table.columns().iter().position(|column| &*column.name == name)?;
        part.columns.get(index).copied().flatten()
    };
    let (named, levels, items) = (table.text("parent"), table.text("level"), table.text("item"));
    for (index, part) in table.parts().iter().enumerate() {
        let end = table.parts().get(index + 1).map_or(table.len(), |next| next.first);
        let rows = part.first..end;
        if place(part, "level").is_some() {
            let depth =
                Depth { dotted: rows.clone().any(|row| levels.get(row).is_some_and(|l| is_dotted(texts.get(l)))) };
            let mut outline = Outline::default();
            for row in rows {
                let level = levels.get(row).map(|level| texts.get(level));
                let found = outline.next(row, level.and_then(|level| depth.of(level)), items.get(row));
                let left_out = found.as_ref().is_err();
                if let Err(problem) = &found
                    && items.get(row).is_some()
                {
                    findings.push(problem.finding(table, row, level));
                }
                parents.push(if left_out { None } else { named.get(row).or(found.unwrap_or_default()) });
            }
            continue;
        }
        let whole_sheet = if place(part, "parent").is_none() && rows.clone().all(|row| named.get(row).is_none()) {
            let name = sheet_product(&part.sheet.workbook, &part.sheet.sheet);
            if !rows.is_empty() {
                findings.push(Finding::new(&codes::I_PARENT_SHEET).at(part.sheet.clone()).field("parent").value(&name));
            }
            Some(texts.intern(&name))
        } else {
            None
        };
        for row in rows {
            let parent = named.get(row).or(whole_sheet);
            if parent.is_none()
                && let (Some(item), Some(origin)) = (items.get(row), table.cell(row, "item"))
            {
                findings.push(Finding::new(&codes::I_LINE_TOP).at(origin).field("item").value(texts.get(item)));
            }
            parents.push(parent);
        }
    }
    parents.resize(table.len(), None);
    Parents { parents }
}

/// How the levels of one sheet are written.
struct Depth {
    dotted: bool,
}

impl Depth {
    /// Depth of a level text; none when it cannot be read.
    fn of(&self, level: &str) -> Option<u32> {
        let level = level.trim_matches(|c: char| c == '.' || c.is_whitespace());
        if self.dotted {
            let mut parts = 0;
            // `1.0` is the assembly above `1.1`.
            let zeros = level.trim_end_matches(".0");
            for part in if zeros.is_empty() { level } else { zeros }.split('.') {
                if part.is_empty() || !part.chars().all(char::is_alphanumeric) {
                    return None;
                }
                parts += 1;
            }
            Some(parts)
        } else {
            level.parse().ok()
        }
    }
}

/// True for `1.2`, also with a point at the end; not for `1.` and not for the leading points of `..2`.
fn is_dotted(level: &str) -> bool {
    level.trim_matches(|c: char| c == '.' || c.is_whitespace()).contains('.')
}

/// Why a row with a level is left out.
enum Problem {
    Unreadable,
    Jump { from: u32, to: u32 },
    Branch { of: usize },
}

impl Problem {
    fn finding(&self, table: &Table, row: usize, level: Option<&str>) -> Finding {
        let (code, detail) = match self {
            Self::Unreadable => (&codes::E_LEVEL, None),
            Self::Jump { from, to } => {
                (&codes::E_LEVEL_JUMP, Some(format!("the levels go from {from} to {to}; the row is left out")))
            }
            Self::Branch { of } => {
                let above = table.sheet_row(*of).map_or(0, |row| u64::from(row) + 1);
                (&codes::E_LEVEL_JUMP, Some(format!("left out with row {above}, below which it stands")))
            }
        };
        let mut finding = Finding::new(code).field("level").value(level.unwrap_or_default());
        finding.origin = table.cell(row, "level");
        finding.detail = detail;
        finding
    }
}

/// The rows above, one a level.
#[derive(Default)]
struct Outline {
    above: Vec<(u32, Symbol)>,
    left_out: Option<(u32, usize)>,
    last: Option<u32>,
}

impl Outline {
    /// The assembly of the next row; none for a top.
    fn next(&mut self, row: usize, depth: Option<u32>, item: Option<Symbol>) -> Result<Option<Symbol>, Problem> {
        let Some(depth) = depth else {
            // Without a level nobody knows what stands below the row: everything deeper than the row before it.
            self.left_out = Some((self.last.unwrap_or(0), row));
            return Err(Problem::Unreadable);
        };
        if let Some((left, of)) = self.left_out {
            if depth > left {
                return Err(Problem::Branch { of });
            }
            self.left_out = None;
        }
        while self.above.last().is_some_and(|&(level, _)| level >= depth) {
            self.above.pop();
        }
        let above = self.above.last().copied();
        if let Some((level, _)) = above
            && depth > level + 1
        {
            self.left_out = Some((depth, row));
            return Err(Problem::Jump { from: level, to: depth });
        }
        let Some(item) = item else {
            self.left_out = Some((depth, row));
            return Err(Problem::Unreadable);
        };
        self.above.push((depth, item));
        self.last = Some(depth);
        Ok(above.map(|(_, item)| item))
    }
}

/// Names of sheets that say nothing about the product, letters only.
const PLAIN_NAMES: &[&str] = &[
    "sheet",
    "taul",
    "taulukko",
    "tabelle",
    "blatt",
    "blad",
    "feuil",
    "hoja",
    "foglio",
    "工作表",
    "bom",
    "ebom",
    "mbom",
    "billofmaterials",
    "billofmaterial",
    "bomlines",
    "bomitems",
    "partslist",
    "partlist",
    "parts",
    "structure",
    "lines",
    "components",
    "materials",
    "list",
    "osaluettelo",
    "rakenne",
    "tuoterakenne",
    "stückliste",
    "stueckliste",
    "struktur",
    "stuklijst",
    "onderdelenlijst",
    "stycklista",
    "物料清单",
    "零件清单",
    "物料表",
];

/// The product a whole sheet is about: the sheet's name, or the workbook's when the sheet's says nothing.
fn sheet_product(workbook: &str, sheet: &str) -> String {
    let letters: String = sheet.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() && sheet.chars().all(|c| !c.is_ascii_digit()) || PLAIN_NAMES.contains(&letters.as_str()) {
        let file = workbook.rsplit(['/', '\\']).next().unwrap_or(workbook);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        return stem.trim().to_owned();
    }
    sheet.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_that_says_nothing_leaves_the_name_to_the_workbook() {
        assert_eq!(sheet_product("M100.xlsx", "Sheet1"), "M100");
        assert_eq!(sheet_product("bikes.csv", ""), "bikes");
        assert_eq!(sheet_product("all.xlsx", "M200"), "M200");
        assert_eq!(sheet_product("all.xlsx", "4711"), "4711");
        assert_eq!(sheet_product("VCO v1.2.xlsx", "BOM"), "VCO v1.2");
    }

    #[test]
    fn levels_are_numbers_or_dotted() {
        assert_eq!(Depth { dotted: false }.of("..3"), Some(3));
        assert_eq!(Depth { dotted: true }.of("1"), Some(1));
        assert_eq!(Depth { dotted: true }.of("1.10.2."), Some(3));
        assert_eq!(Depth { dotted: true }.of("1..2"), None);
        assert_eq!(
            ["1.0", "1.1", "1.10", "1.1.0"].map(|level| Depth { dotted: true }.of(level)),
            [1, 2, 2, 2].map(Some)
        );
        assert_eq!(Depth { dotted: false }.of("two"), None);
    }
}
