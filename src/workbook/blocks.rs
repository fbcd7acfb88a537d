//! Cells of an xlsx sheet in blocks: those of a large sheet are unpacked and parsed in a thread of its own while the
//! cells of the block before are used.

use std::io::Read;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use super::error::WorkbookError;
use super::guard::guarded;
use super::scan::{Block, SheetPass, SheetScan, Unreadable};

/// Blocks that may wait to be used.
const WAITING: usize = 4;

/// Why the cells ended too early.
pub(super) enum Broken {
    /// The sheet says why.
    Sheet(Unreadable),
    /// What unpacks it panicked.
    Panicked,
    /// Whoever uses the cells says why.
    Refused(WorkbookError),
}

/// Gives all cells of a sheet to `give`, block by block, and returns what else was seen; with `beside` the sheet is
/// unpacked and parsed in a thread of its own.
pub(super) fn read<R: Read + Send>(
    mut sheet: SheetPass<R>,
    beside: bool,
    give: &mut dyn FnMut(&Block) -> Result<(), WorkbookError>,
) -> Result<SheetScan, Broken> {
    let mut refused = None;
    let outcome = if beside {
        thread::scope(|scope| {
            let (full, filled) = sync_channel::<Block>(WAITING);
            let (empty, emptied) = channel();
            let parser = scope.spawn(move || {
                parse(&mut sheet, &mut |block| {
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
        parse(&mut sheet, &mut |mut block| match give(&block) {
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
fn parse<R: Read>(
    sheet: &mut SheetPass<R>,
    hand_over: &mut dyn FnMut(Block) -> Option<Block>,
) -> Result<SheetScan, Broken> {
    let mut block = Block::default();
    loop {
        let outcome = guarded(|| sheet.fill(&mut block)).ok_or(Broken::Panicked)?;
        // What was read before the damage is used, so that the first problem of the sheet is the one reported.
        let Some(next) = hand_over(block) else { return Ok(SheetScan::default()) };
        block = next;
        if let Some(scan) = outcome.map_err(Broken::Sheet)? {
            return Ok(scan);
        }
    }
}
