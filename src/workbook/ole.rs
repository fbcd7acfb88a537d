//! The container of old workbooks: finds the one stream that holds the workbook.

use super::binary::{u16_at, u32_at};

/// Sector numbers from here on are no sectors.
const LAST: u32 = 0xFFFF_FFFA;

/// The workbook stream of an OLE container; nothing when the container is damaged.
pub(super) fn workbook_stream(file: &[u8]) -> Option<Vec<u8>> {
    let shift = u32::from(u16_at(file, 30)?);
    if !(7..=16).contains(&shift) {
        return None;
    }
    let size = 1_usize.checked_shl(shift)?;
    let fat = allocation_table(file, size)?;
    let directory = chain(file, size, &fat, u32_at(file, 48)?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    // Names are told apart without case.
    let named = |name: &str| {
        let wanted: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let is = |entry: &&&[u8]| entry.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(&wanted));
        entries.iter().find(is).copied()
    };
    let entry = named("Workbook").or_else(|| named("Book"))?;
    let (start, length) = (u32_at(entry, 116)?, usize::try_from(u32_at(entry, 120)?).ok()?);
    let mut stream = if length >= usize::try_from(u32_at(file, 56)?).ok()? {
        chain(file, size, &fat, start)?
    } else {
        let root = entries.first()?;
        let mini = chain(file, size, &fat, u32_at(root, 116)?)?;
        let table = numbers(&chain(file, size, &fat, u32_at(file, 60)?)?);
        let mini_size = 1_usize.checked_shl(u32::from(u16_at(file, 32)?))?;
        collect(&table, u32_at(entry, 116)?, |sector| piece(&mini, sector, mini_size, 0))?
    };
    stream.truncate(length);
    Some(stream)
}

/// For each sector the one that follows it.
fn allocation_table(file: &[u8], size: usize) -> Option<Vec<u32>> {
    let mut table_sectors: Vec<u32> = numbers(file.get(76..512)?);
    let mut next = u32_at(file, 68)?;
    let mut steps = file.len().checked_div(size)?;
    while next < LAST && steps > 0 {
        let sector = numbers(piece(file, next, size, size.max(512))?);
        let (last, sectors) = sector.split_last()?;
        table_sectors.extend(sectors);
        next = *last;
        steps = steps.checked_sub(1)?;
    }
    let mut table = Vec::new();
    for sector in table_sectors.into_iter().filter(|&sector| sector < LAST) {
        if table.len().checked_mul(size)? > file.len().saturating_mul(2).saturating_add(size << 8) {
            break;
        }
        table.extend(numbers(piece(file, sector, size, size.max(512))?));
    }
    Some(table)
}

/// The content of a chain of sectors.
fn chain(file: &[u8], size: usize, table: &[u32], start: u32) -> Option<Vec<u8>> {
    collect(table, start, |sector| piece(file, sector, size, size.max(512)))
}

/// Follows a chain; one that is longer than its table turns in a circle.
fn collect<'a>(table: &[u32], start: u32, piece: impl Fn(u32) -> Option<&'a [u8]>) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let (mut sector, mut steps) = (start, table.len().saturating_add(1));
    while sector < LAST {
        steps = steps.checked_sub(1)?;
        content.extend_from_slice(piece(sector)?);
        sector = table.get(usize::try_from(sector).ok()?).copied()?;
    }
    Some(content)
}

/// One sector; the last of a file may be cut short.
fn piece(bytes: &[u8], sector: u32, size: usize, header: usize) -> Option<&[u8]> {
    let from = usize::try_from(sector).ok()?.checked_mul(size)?.checked_add(header)?;
    let rest = bytes.get(from..)?;
    Some(rest.get(..size).unwrap_or(rest))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|&number| u32::from_le_bytes(number)).collect()
}
