//! The sheets of one workbook, read at once where the file format allows it. What comes of it is the same as from reading
//! one after the other: each sheet has texts of its own, which are put together in the order of the sheets.

use rayon::prelude::*;

use super::{GoOn, ReadOptions, SheetRead, read_sheet};
use crate::tables::error::TableError;
use crate::tables::synonyms::Synonyms;
use crate::tables::texts::Texts;
use crate::workbook::Workbook;

/// A sheet with its own texts, and how many cells it has.
type Alone = Result<(SheetRead, Texts, u64), TableError>;

/// All sheets, in their order.
pub(super) fn read_sheets(
    workbook: &mut Workbook,
    synonyms: &Synonyms,
    options: &ReadOptions,
    texts: &mut Texts,
    go_on: GoOn<'_>,
) -> Result<Vec<SheetRead>, TableError> {
    let sheets = workbook.sheets().len();
    let Some(alone) = read_alone(workbook, synonyms, options, go_on) else {
        return (0..sheets).map(|index| read_sheet(workbook, index, synonyms, options, texts, go_on)).collect();
    };
    let mut cells = 0_u64;
    let together = |alone: Alone| {
        let (mut read, own, more) = alone?;
        cells = cells.saturating_add(more);
        workbook.check_cells(cells)?;
        let symbols: Vec<_> = own.iter().map(|(_, text)| texts.intern(text)).collect();
        for table in &mut read.tables {
            table.rename_texts(|symbol| symbols.get(Texts::index(symbol)).copied().unwrap_or(symbol));
        }
        Ok(read)
    };
    alone.into_iter().map(together).collect()
}

/// Every sheet by itself, several at once; nothing when one thread has to read them all.
fn read_alone(workbook: &Workbook, synonyms: &Synonyms, options: &ReadOptions, go_on: GoOn<'_>) -> Option<Vec<Alone>> {
    let sheets = workbook.sheets().len();
    if sheets < 2 {
        return None;
    }
    workbook.beside()?;
    let read = |own: &mut Option<Workbook>, index: usize| {
        let own = own.as_mut()?;
        let mut texts = Texts::new();
        let read = read_sheet(own, index, synonyms, options, &mut texts, go_on);
        Some(read.map(|read| (read, texts, own.cells_of(index))))
    };
    (0..sheets).into_par_iter().map_init(|| workbook.beside(), read).collect()
}
