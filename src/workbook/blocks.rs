//! Cells of an xlsx sheet in blocks: the XML is parsed in a thread of its own while the cells of the block before are used.

use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use calamine::{DataRef, Xlsx, XlsxCellReader, XlsxError};

use super::error::WorkbookError;
use super::guard::guarded;
use super::input::{Budget, Input};

/// Cells of one block at the most.
const CELLS: usize = 2048;
/// A block also ends when its cells own this many bytes of text, so that few large texts wait to be used.
const TEXT_BYTES: usize = 1 << 18;
/// Blocks that may wait to be used.
const WAITING: usize = 4;

/// A cell as calamine gives it, and its style.
pub(super) type RawCell<'s> = (calamine::Cell<DataRef<'s>>, usize);

/// Why the cells ended too early.
pub(super) enum Broken {
    /// The reader panicked.
    Panicked,
    /// One cell would unpack to more than the limit.
    Spent,
    /// The reader says why.
    Failed(XlsxError),
    /// Whoever uses the cells says why.
    Refused(WorkbookError),
}

/// Gives all cells of a sheet to `give`, block by block; with `beside` the XML is parsed in a thread of its own.
pub(super) fn read<'s>(
    reader: &'s mut Xlsx<Input>,
    sheet: &str,
    budget: &Budget,
    beside: bool,
    give: &mut dyn FnMut(&[RawCell<'s>]) -> Result<(), WorkbookError>,
) -> Result<(), Broken> {
    let mut refused = None;
    let outcome = if beside {
        thread::scope(|scope| {
            let (full, filled) = sync_channel::<Vec<RawCell<'s>>>(WAITING);
            let (empty, emptied) = channel();
            let parser = scope.spawn(move || {
                parse(reader, sheet, budget, &mut |block| {
                    full.send(block).ok()?;
                    Some(emptied.try_recv().unwrap_or_default())
                })
            });
            while let Ok(mut block) = filled.recv() {
                if let Err(error) = give(&block) {
                    refused = Some(error);
                    break;
                }
                block.clear();
                // Nobody needs an empty block any more when the sheet has ended.
                let _ = empty.send(block);
            }
            // The parser stops when nobody listens.
            drop(filled);
            parser.join().unwrap_or(Err(Broken::Panicked))
        })
    } else {
        parse(reader, sheet, budget, &mut |mut block| match give(&block) {
            Ok(()) => {
                block.clear();
                Some(block)
            }
            Err(error) => {
                refused = Some(error);
                None
            }
        })
    };
    refused.map_or(outcome, |error| Err(Broken::Refused(error)))
}

/// Parses the sheet and hands over each block for an empty one; stops when there is none in return.
fn parse<'s>(
    reader: &'s mut Xlsx<Input>,
    sheet: &str,
    budget: &Budget,
    hand_over: &mut dyn FnMut(Vec<RawCell<'s>>) -> Option<Vec<RawCell<'s>>>,
) -> Result<(), Broken> {
    budget.refill();
    let mut cells =
        guarded(|| reader.worksheet_cells_reader(sheet)).ok_or(Broken::Panicked)?.map_err(Broken::Failed)?;
    let mut block = Vec::with_capacity(CELLS);
    loop {
        let outcome = guarded(|| fill(&mut cells, budget, &mut block)).unwrap_or(Err(Broken::Panicked));
        // What was read before the damage is used, so that the first problem of the sheet is the one reported.
        let Some(next) = hand_over(block) else { return Ok(()) };
        block = next;
        if outcome? {
            return Ok(());
        }
    }
}

/// Fills a block; true at the end of the sheet.
fn fill<'s>(
    cells: &mut XlsxCellReader<'s, Input>,
    budget: &Budget,
    block: &mut Vec<RawCell<'s>>,
) -> Result<bool, Broken> {
    let mut text_bytes = 0_usize;
    while block.len() < CELLS && text_bytes < TEXT_BYTES {
        budget.refill();
        match cells.next_cell_with_style_id() {
            Ok(Some(cell)) => {
                if let DataRef::String(text) = cell.0.get_value() {
                    text_bytes = text_bytes.saturating_add(text.len());
                }
                block.push(cell);
            }
            Ok(None) => return Ok(true),
            Err(_) if budget.is_spent() => return Err(Broken::Spent),
            Err(error) => return Err(Broken::Failed(error)),
        }
    }
    Ok(false)
}
