//! The bytes of a workbook, shared by its readers: in memory, or in their file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Packages from this size on stay in their file, where the system can read a file at any place: nothing of them is held
/// but what is being unpacked.
pub(super) const KEPT_IN_FILE: u64 = if cfg!(any(unix, windows)) { 8 << 20 } else { u64::MAX };

/// The bytes of a file; clones share them.
#[derive(Clone)]
pub(super) enum Bytes {
    Memory(Arc<Vec<u8>>),
    /// An open file, and its size.
    File(Arc<File>, u64),
}

/// The most that one packed byte becomes when it is unpacked.
pub(super) const DEFLATE_MAX: u64 = 1032;

impl Bytes {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::File(_, size) => *size,
        }
    }

    /// Reads what begins at this place; nothing at the end.
    fn read_at(&self, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(bytes) => {
                let place = usize::try_from(place).unwrap_or(usize::MAX);
                let mut rest = bytes.get(place..).unwrap_or_default();
                rest.read(buffer)
            }
            Self::File(file, size) => {
                let rest = usize::try_from(size.saturating_sub(place)).unwrap_or(usize::MAX).min(buffer.len());
                read_file_at(file, place, buffer.get_mut(..rest).unwrap_or_default())
            }
        }
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, place)
}

#[cfg(windows)]
fn read_file_at(file: &File, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, place)
}

#[cfg(not(any(unix, windows)))]
fn read_file_at(_: &File, _: u64, _: &mut [u8]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Reads the shared bytes; each clone at a place of its own.
#[derive(Clone)]
pub(super) struct Input {
    bytes: Bytes,
    place: u64,
}

impl Input {
    pub(super) const fn new(bytes: Bytes) -> Self {
        Self { bytes, place: 0 }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read_at(self.place, buffer)?;
        self.place = self.place.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(offset) => self.bytes.len().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.place.checked_add_signed(offset),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_and_memory_give_the_same() {
        let content: Vec<u8> = (0..=255).cycle().take(1000).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&content).unwrap();
        for bytes in [Bytes::Memory(Arc::new(content.clone())), Bytes::File(Arc::new(file), 1000)] {
            assert_eq!(bytes.len(), 1000);
            let mut input = Input::new(bytes);
            let mut other = input.clone();
            assert_eq!(other.seek(SeekFrom::End(-10)).unwrap(), 990);
            let mut all = Vec::new();
            assert_eq!(input.read_to_end(&mut all).unwrap(), 1000);
            assert_eq!(all, content);
            all.clear();
            assert_eq!(other.read_to_end(&mut all).unwrap(), 10, "each clone has a place of its own");
            assert_eq!(all, content[990..]);
            assert_eq!(other.seek(SeekFrom::Current(-1)).unwrap(), 999);
            assert!(other.seek(SeekFrom::End(-1001)).is_err());
            assert_eq!(other.seek(SeekFrom::Start(5000)).unwrap(), 5000);
            assert_eq!(other.read(&mut [0; 8]).unwrap(), 0);
        }
    }
}
