//! The bytes of a workbook, shared by its readers.

use std::io::Cursor;
use std::sync::Arc;

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

/// Reads the shared bytes.
pub(super) type Input = Cursor<Bytes>;
