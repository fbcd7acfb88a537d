//! The bytes of a workbook, shared by its readers, and a budget that bounds what one step of reading may unpack.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The file in memory; clones share it.
#[derive(Clone)]
pub(super) struct Bytes(pub(super) Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The most that one packed byte becomes when it is unpacked.
pub(super) const DEFLATE_MAX: u64 = 1032;

/// How many packed bytes may still be read; a clone shares the number.
#[derive(Clone)]
pub(super) struct Budget {
    left: Arc<AtomicU64>,
    full: u64,
}

impl Budget {
    /// So many packed bytes that their unpacked form stays within `unpacked_bytes`.
    pub(super) fn new(unpacked_bytes: u64) -> Self {
        let full = (unpacked_bytes / DEFLATE_MAX).max(1 << 16);
        Self { left: Arc::new(AtomicU64::new(u64::MAX)), full }
    }

    /// Allows the full amount again: called whenever reading has delivered something.
    pub(super) fn refill(&self) {
        self.left.store(self.full, Ordering::Relaxed);
    }

    /// Allows any amount: for parts whose size has been checked.
    pub(super) fn lift(&self) {
        self.left.store(u64::MAX, Ordering::Relaxed);
    }

    /// True when the budget is used up.
    pub(super) fn is_spent(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    fn take(&self, bytes: usize) -> bool {
        let left = self.left.load(Ordering::Relaxed).saturating_sub(u64::try_from(bytes).unwrap_or(u64::MAX));
        self.left.store(left, Ordering::Relaxed);
        left > 0
    }
}

/// Reads the shared bytes, within the budget.
#[derive(Clone)]
pub(super) struct Input {
    cursor: Cursor<Bytes>,
    budget: Budget,
}

impl Input {
    pub(super) fn new(bytes: Bytes, budget: Budget) -> Self {
        Self { cursor: Cursor::new(bytes), budget }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.cursor.read(buffer)?;
        if self.budget.take(bytes) {
            Ok(bytes)
        } else {
            Err(io::Error::other("one cell unpacks to more than the limit"))
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.cursor.seek(to)
    }
}
