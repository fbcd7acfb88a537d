//! Levels that a parts list shows by how its rows look: indented cells, blanks, points or dashes before the item, groups
//! of rows.
//!
//! Used only for structures with neither a column of levels nor one of parents, and only when the evidence is plain: the
//! first row stands furthest left, a good part of the rows stands further right, and depths that fit no order are few.
//! Rules: structures specification, section 1.

use std::collections::BTreeMap;

use super::column::{Value, Values};
use super::layout::Layout;
use super::table::Table;
use super::texts::{Symbol, Texts};
use crate::finding::{Finding, codes};
use crate::origin::Origin;
use crate::workbook::{Cell, CellValue, RowOutline};

/// At least one row of so many must stand further right than the first.
const SHARE: usize = 3;
/// At most one row of so many may stand where no other row of its level stands.
const STRAY_SHARE: usize = 10;

/// How the text of a cell is set off from the left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Indent of the cell.
    indent: u8,
    /// Width of the blanks before the text.
    blanks: u8,
    /// Characters before the text when points, dashes or lines are among them.
    signs: u8,
}

impl Shape {
    fn of(cell: &Cell<'_>) -> Self {
        let mut shape = Self { indent: cell.format.indent, ..Self::default() };
        if let CellValue::Text(text) = cell.value {
            let width = |char| match char {
                '\t' => 4,
                '\u{3000}' => 2,
                _ => 1,
            };
            let blanks: usize = text.chars().take_while(|char| char.is_whitespace()).map(width).sum();
            shape.blanks = u8::try_from(blanks).unwrap_or(u8::MAX);
            let head = text.len() - without_signs(text).len();
            let head = text.get(..head).unwrap_or_default();
            if head.chars().any(is_sign) {
                shape.signs = u8::try_from(head.chars().count()).unwrap_or(u8::MAX);
            }
        }
        shape
    }

    const fn is_deeper(self, other: Self) -> bool {
        let Self { indent, blanks, signs } = other;
        self.indent >= indent
            && self.blanks >= blanks
            && self.signs >= signs
            && (self.indent > indent || self.blanks > blanks || self.signs > signs)
    }
}

/// Points, dashes and lines that are drawn before a text.
const fn is_sign(char: char) -> bool {
    matches!(
        char,
        '.' | '-' | '>' | '|' | '+' | '•' | '·' | '»' | '→' | '\u{2013}' | '\u{2014}' | '\u{2500}'..='\u{257F}'
    )
}

/// The text behind the signs and blanks it begins with; the whole text when nothing would be left.
fn without_signs(text: &str) -> &str {
    let rest = text.trim_start_matches(|char: char| is_sign(char) || char.is_whitespace());
    if rest.is_empty() { text } else { rest }
}

/// A row with a name only: an assembly when deeper rows follow, else a heading.
struct Heading {
    row: u32,
    values: Vec<(usize, Value)>,
    shapes: [Shape; 2],
}

/// What the rows of a sheet look like.
pub(super) struct Shown {
    /// Columns of the item and of its name.
    columns: [Option<u32>; 2],
    current: [Shape; 2],
    /// Row of the sheet and shapes of each row of the table, from `first` on.
    rows: Vec<(u32, [Shape; 2])>,
    first: usize,
    headings: Vec<Heading>,
    outline: RowOutline,
}

/// How the levels of a sheet were found.
struct Evidence {
    what: &'static str,
    levels: Vec<u32>,
    /// Rows that stand where no other row of their level does.
    stray: Vec<usize>,
    has_signs: bool,
}

impl Shown {
    /// Looks at the rows of a structure that has neither levels nor parents; nothing for other sheets.
    pub(super) fn new(layout: &Layout, table: &Table) -> Option<Self> {
        if layout.spec.name != "bom" || layout.has("level") || layout.has("parent") {
            return None;
        }
        let column = |is_it: &dyn Fn(&str) -> bool| {
            layout.columns.iter().find(|mapped| is_it(&mapped.field)).map(|mapped| mapped.column)
        };
        let columns = [column(&|field| field == "item"), column(&|field| field.starts_with("description"))];
        Some(Self {
            columns,
            current: [Shape::default(); 2],
            rows: Vec::new(),
            first: table.len(),
            headings: Vec::new(),
            outline: RowOutline::default(),
        })
    }

    /// Takes the groups of rows, which are known when the sheet has ended.
    pub(super) fn see_outline(&mut self, outline: &RowOutline) {
        self.outline = outline.clone();
    }

    /// Looks at a cell of the current row.
    pub(super) fn see(&mut self, cell: &Cell<'_>) {
        for (own, shape) in self.columns.iter().zip(&mut self.current) {
            if *own == Some(cell.column) {
                *shape = Shape::of(cell);
            }
        }
    }

    /// The shapes of the current row, which ends.
    pub(super) fn take(&mut self) -> [Shape; 2] {
        std::mem::take(&mut self.current)
    }

    /// Keeps a row that holds a name only, until it is known what follows it.
    pub(super) fn heading(&mut self, row: u32, values: Vec<(usize, Value)>, shapes: [Shape; 2]) {
        self.headings.push(Heading { row, values, shapes });
    }

    /// Notes that a row is used. Rows with a name only directly above it that stand further left are assemblies:
    /// they are added to the table before it, and their row numbers returned.
    pub(super) fn used(&mut self, row: u32, shapes: [Shape; 2], table: &mut Table) -> Vec<u32> {
        let mut below = shapes;
        let mut from = self.headings.len();
        for (index, heading) in self.headings.iter().enumerate().rev() {
            let [item, name] = heading.shapes;
            let [item_below, name_below] = below;
            let is_below = item_below.is_deeper(item) || (item_below == item && name_below.is_deeper(name));
            if !is_below {
                break;
            }
            (below, from) = (heading.shapes, index);
        }
        let mut added = Vec::new();
        for heading in self.headings.drain(..).skip(from) {
            table.push_row(heading.row, heading.values);
            self.rows.push((heading.row, heading.shapes));
            added.push(heading.row);
        }
        self.rows.push((row, shapes));
        added
    }

    /// Gives the rows their levels when they show them: fills the column `level`, and says how.
    pub(super) fn settle(
        self,
        table: &mut Table,
        texts: &mut Texts,
        place: &Origin,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let Some(found) = self.evidence() else {
            self.say_unused(table, texts, place, findings);
            return None;
        };
        let column = usize::from(found.what.contains("names"));
        let column = self.columns.get(column).copied().flatten();
        table.finish();
        let index = table.column_index("level", "level", || Values::Text(Vec::new()));
        if let Some(column) = column {
            table.place_column(index, column);
        }
        let depth = found.levels.iter().copied().max().unwrap_or(1);
        let names: Vec<Symbol> = (0..=depth).map(|level| texts.intern(&level.to_string())).collect();
        let levels = found.levels.iter().map(|&level| names.get(level as usize).copied());
        table.set_texts(index, self.first, levels);
        if found.has_signs {
            let items = table.text("item");
            let plain: Vec<Option<Symbol>> = (self.first..self.first + self.rows.len())
                .map(|row| {
                    let own = items.get(row)?;
                    let text = texts.get(own);
                    let rest = without_signs(text).to_owned();
                    let is_plain = rest.len() == text.len();
                    Some(if is_plain { own } else { texts.intern(&rest) })
                })
                .collect();
            let items = table.column_index("item", "item", || Values::Text(Vec::new()));
            table.set_texts(items, self.first, plain.into_iter());
        }
        let at = |row: usize| {
            let row = self.rows.get(row).map_or(0, |(row, _)| *row);
            column.map_or_else(|| place.at_row(row), |column| place.at(row, column))
        };
        let first = found.levels.iter().position(|&level| level > 1).unwrap_or(0);
        let tops = found.levels.iter().filter(|&&level| level == 1).count();
        let detail = format!(
            "{depth} levels in {} rows, told by {}; {tops} {} no assembly above",
            self.rows.len(),
            found.what,
            if tops == 1 { "row has" } else { "rows have" },
        );
        findings.push(Finding::new(&codes::reading::I_LEVELS).at(at(first)).field("level").detail(detail));
        findings.extend(found.stray.iter().map(|&row| {
            let level = found.levels.get(row).copied().unwrap_or(1);
            let detail = format!("it stands where no other row of its level does; read as level {level}");
            Finding::new(&codes::reading::W_LEVEL_UNSURE).at(at(row)).field("level").detail(detail)
        }));
        Some(format!("levels told by {}", found.what))
    }

    /// The first evidence that is plain enough.
    fn evidence(&self) -> Option<Evidence> {
        type Measure = (&'static str, fn(&[Shape; 2]) -> u8);
        let measures: [Measure; 6] = [
            ("the indent of the `item` cells", |shapes| shapes[0].indent),
            ("points or dashes before `item`", |shapes| shapes[0].signs),
            ("blanks before `item`", |shapes| shapes[0].blanks),
            ("the indent of the names", |shapes| shapes[1].indent),
            ("points or dashes before the names", |shapes| shapes[1].signs),
            ("blanks before the names", |shapes| shapes[1].blanks),
        ];
        let evidence = |what, widths: &[u16]| {
            let has_signs = what == measures[1].0;
            levels(widths).map(|(levels, stray)| Evidence { what, levels, stray, has_signs })
        };
        let found = measures.iter().find_map(|(what, measure)| {
            let widths: Vec<u16> = self.rows.iter().map(|(_, shapes)| u16::from(measure(shapes))).collect();
            evidence(what, &widths)
        });
        found.or_else(|| {
            let widths: Vec<u16> = self.rows.iter().map(|(row, _)| u16::from(self.outline.level(*row))).collect();
            evidence("the groups of rows", &widths)
        })
    }

    /// Names blanks that look like levels and are not read as such.
    fn say_unused(&self, table: &Table, texts: &Texts, place: &Origin, findings: &mut Vec<Finding>) {
        let is_set_off = |shapes: &[Shape; 2]| shapes[0].blanks > 0 || shapes[0].indent > 0;
        let indented = self.rows.iter().filter(|(_, shapes)| is_set_off(shapes)).count();
        let widths = self.rows.iter().map(|(_, shapes)| (shapes[0].blanks, shapes[0].indent));
        let differ = widths.clone().zip(widths.skip(1)).any(|(one, two)| one != two);
        if indented * SHARE < self.rows.len() || !differ {
            return;
        }
        let Some(index) = self.rows.iter().position(|(_, shapes)| is_set_off(shapes)) else { return };
        let row = self.rows.get(index).map_or(0, |(row, _)| *row);
        let at = self.columns[0].map_or_else(|| place.at_row(row), |column| place.at(row, column));
        let mut finding = Finding::new(&codes::reading::W_LEVEL_BLANKS).at(at).field("item");
        finding.value = table.text("item").get(self.first + index).map(|symbol| texts.get(symbol).to_owned());
        findings.push(finding.detail(format!("{indented} of {} rows are set off in no plain order", self.rows.len())));
    }
}

/// The levels that widths from the left show, from 1, and the rows that stand where no other row of their level does;
/// nothing when the widths are no plain evidence.
fn levels(widths: &[u16]) -> Option<(Vec<u32>, Vec<usize>)> {
    let first = *widths.first()?;
    let deeper = widths.iter().filter(|&&width| width > first).count();
    if deeper == 0 || deeper * SHARE < widths.len() || widths.iter().any(|&width| width < first) {
        return None;
    }
    let (widths, mut stray) = on_grid(first, widths);
    let mut open: Vec<u16> = Vec::new();
    let levels = widths
        .iter()
        .enumerate()
        .map(|(row, &width)| {
            let before = open.len();
            while open.last().is_some_and(|&last| last > width) {
                open.pop();
            }
            if open.last() != Some(&width) {
                if open.len() < before {
                    stray.push(row);
                }
                open.push(width);
            }
            u32::try_from(open.len()).unwrap_or(u32::MAX)
        })
        .collect();
    stray.sort_unstable();
    stray.dedup();
    (stray.len() * STRAY_SHARE <= widths.len()).then_some((levels, stray))
}

/// The widths with few strays brought to multiples of the usual step, and which rows those are.
fn on_grid(first: u16, widths: &[u16]) -> (Vec<u16>, Vec<usize>) {
    let mut steps: BTreeMap<u16, usize> = BTreeMap::new();
    for (one, two) in widths.iter().zip(widths.iter().skip(1)).filter(|(one, two)| two > one) {
        *steps.entry(two.abs_diff(*one)).or_default() += 1;
    }
    let step = steps.iter().max_by(|a, b| a.1.cmp(b.1).then(a.0.cmp(b.0))).map_or(1, |(step, _)| *step).max(1);
    let off = |width: u16| width.abs_diff(first).checked_rem(step).unwrap_or(0);
    let stray: Vec<usize> =
        widths.iter().enumerate().filter(|&(_, &width)| off(width) != 0).map(|(row, _)| row).collect();
    if stray.is_empty() || stray.len() * STRAY_SHARE > widths.len() {
        return (widths.to_vec(), Vec::new());
    }
    let mut settled: Vec<u16> = Vec::with_capacity(widths.len());
    for &width in widths {
        let rest = off(width);
        let near = settled.last().copied().filter(|last| rest != 0 && last.abs_diff(width) < step);
        let rounded = if rest.saturating_mul(2) >= step { width.saturating_add(step - rest) } else { width - rest };
        settled.push(near.unwrap_or(rounded));
    }
    (settled, stray)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn widths_become_levels() {
        let found = |widths: &[u16]| levels(widths);
        assert_eq!(found(&[0, 2, 2, 4, 2]), Some((vec![1, 2, 2, 3, 2], vec![])));
        assert_eq!(found(&[1, 2, 3, 1, 2]), Some((vec![1, 2, 3, 1, 2], vec![])));
        assert_eq!(found(&[0, 3, 5, 9, 3, 0]), Some((vec![1, 2, 3, 4, 2, 1], vec![])));
        // One blank too few among many: the row belongs to its neighbours.
        let mut widths = vec![0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
        widths[5] = 1;
        assert_eq!(found(&widths), Some((vec![1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], vec![5])));
        // No evidence: all alike, the first row further right, too few, no order.
        for widths in [&[0, 0, 0][..], &[2, 2], &[1, 0, 1], &[0, 0, 0, 0, 1], &[0, 4, 1, 3, 2, 4, 1], &[]] {
            assert_eq!(found(widths), None, "{widths:?}");
        }
    }

    #[test]
    fn signs_before_a_text() {
        assert_eq!(without_signs("..A-1"), "A-1");
        assert_eq!(without_signs("├─ B"), "B");
        assert_eq!(without_signs("---"), "---");
        let format = crate::workbook::NumberFormat::general();
        let shape = |text| Shape::of(&Cell { row: 0, column: 0, value: CellValue::Text(text), format, shared: false });
        assert_eq!(shape("  - A"), Shape { indent: 0, blanks: 2, signs: 4 });
        assert_eq!(shape("\tA"), Shape { indent: 0, blanks: 4, signs: 0 });
        assert_eq!(shape("A - B"), Shape::default());
    }

    proptest! {
        /// Levels of any tree, drawn with any step, come back.
        #[test]
        fn drawn_levels_come_back(moves in prop::collection::vec(0_u32..6, 1..40), step in 1_u16..6, margin in 0_u16..3) {
            let mut expected = vec![1_u32];
            for up in moves {
                let last = *expected.last().unwrap();
                expected.push(if up == 0 { last + 1 } else { last.saturating_sub(up - 1).max(1) });
            }
            let widths: Vec<u16> = expected.iter().map(|&level| margin + step * u16::try_from(level - 1).unwrap()).collect();
            let deeper = expected.iter().filter(|&&level| level > 1).count();
            let found = levels(&widths);
            prop_assert_eq!(found, (deeper > 0 && deeper * SHARE >= expected.len()).then(|| (expected, vec![])));
        }
    }
}
