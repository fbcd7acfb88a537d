//! Opens a file or bytes as a workbook and reads its sheets.

use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::Visit;
use super::csv::CsvBook;
use super::error::WorkbookError;
use super::input::{Bytes, Input, KEPT_IN_FILE};
use super::limits::{LimitKind, Limits};
use super::meter::Meter;
use super::ods::OdsBook;
use super::package::{Package, check_parts};
use super::sheet::{SheetInfo, SheetNotes};
use super::sniff::{Container, Kind, OleContent, container, kind_of_ole, kind_of_package};
use super::xls::XlsBook;
use super::xlsb::XlsbBook;
use super::xlsx::XlsxBook;
use crate::values::hex;

/// Where the bytes of a workbook are.
#[derive(Clone, Debug)]
pub enum Source {
    /// In a file.
    Path(PathBuf),
    /// In memory.
    Bytes {
        /// What messages call the workbook.
        name: String,
        /// The content of the file; shared, so that it is held once however often it is read.
        data: Arc<Vec<u8>>,
    },
}

/// The reader of one file format.
enum Book {
    Xlsx(Box<XlsxBook>),
    Xlsb(Box<XlsbBook>),
    Xls(Box<XlsBook>),
    Ods(Box<OdsBook>),
    Csv(CsvBook),
}

/// An open workbook.
pub struct Workbook {
    name: Arc<str>,
    sha256: String,
    path: Option<PathBuf>,
    kind: Kind,
    size: usize,
    sheets: Vec<SheetInfo>,
    limits: Limits,
    /// Cells of each sheet, as far as they were read.
    counted: Vec<u64>,
    book: Book,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// From this size on a file is fingerprinted while it is opened.
const LARGE: u64 = 1 << 20;

/// So much of a large file tells whether it is a package.
const HEAD: u64 = 1 << 12;

/// Opens a workbook; its kind is told by its content.
///
/// A small file is read once and kept; of a large package the parts are read as they are needed, and it must not be
/// changed meanwhile. Sheets are unpacked when they are read.
///
/// # Errors
///
/// [`WorkbookError`]: the file is missing, unreadable, empty, no workbook, password protected, damaged or over a limit.
pub fn open(source: &Source, limits: &Limits) -> Result<Workbook, WorkbookError> {
    let (name, path, bytes) = match source {
        Source::Path(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            (Arc::from(name), Some(path.clone()), read_file(path, limits)?)
        }
        Source::Bytes { name, data } => {
            let name = Arc::from(name.as_str());
            check_size(&name, data.len() as u64, limits)?;
            (name, None, Bytes::Memory(Arc::clone(data)))
        }
    };
    let size = bytes.len();
    if size == 0 {
        return Err(WorkbookError::Empty { workbook: name });
    }
    let hashed = Input::new(bytes.clone());
    let (sha256, opened) = if size < LARGE {
        (fingerprint_of(hashed), open_book(bytes, &name, limits))
    } else {
        std::thread::scope(|scope| {
            let again = hashed.clone();
            let hash = scope.spawn(move || fingerprint_of(hashed));
            let opened = open_book(bytes, &name, limits);
            (hash.join().unwrap_or_else(|_| fingerprint_of(again)), opened)
        })
    };
    let (book, kind, sheets) = opened?;
    let sha256 = sha256.map_err(|cause| WorkbookError::Io { workbook: name.clone(), cause })?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if sheets.len() > limits.sheets {
        let (found, limit) = (sheets.len() as u64, limits.sheets as u64);
        return Err(WorkbookError::Limit { workbook: name, which: LimitKind::Sheets, found, limit });
    }
    let counted = vec![0; sheets.len()];
    Ok(Workbook { name, sha256, path, kind, size, sheets, limits: limits.clone(), counted, book })
}

/// SHA-256, as hexadecimal digits.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The fingerprint of what stands behind the current place.
fn fingerprint_of(mut input: Input) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match input.read(&mut chunk)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(chunk.get(..read).unwrap_or_default()),
        }
    }
}

/// The reader for these bytes.
fn open_book(bytes: Bytes, name: &Arc<str>, limits: &Limits) -> Result<(Book, Kind, Vec<SheetInfo>), WorkbookError> {
    let no_workbook = |what| WorkbookError::NotAWorkbook { workbook: name.clone(), what };
    // What stays in its file has been looked at: it is a package.
    let memory = match &bytes {
        Bytes::Memory(memory) => Some(memory),
        Bytes::File(..) => None,
    };
    match memory.map_or(Container::Zip, |memory| container(memory)) {
        Container::Text => {
            let (book, sheets) = CsvBook::open(memory.map(|memory| memory.as_slice()).unwrap_or_default());
            Ok((Book::Csv(book), Kind::Csv, sheets))
        }
        Container::Other(what) => Err(no_workbook(what)),
        Container::Ole => {
            let memory = memory.map(|memory| memory.as_slice()).unwrap_or_default();
            kind_of_ole(memory).map_err(|content| match content {
                OleContent::Encrypted => WorkbookError::Password { workbook: name.clone() },
                OleContent::Other(what) => no_workbook(what),
            })?;
            let (book, sheets) = XlsBook::open(memory, name)?;
            Ok((Book::Xls(Box::new(book)), Kind::Xls, sheets))
        }
        Container::Zip => {
            check_parts(Input::new(bytes.clone()), bytes.len(), name, limits)?;
            let mut package = Package::open(Input::new(bytes), name)?;
            package.check(limits)?;
            let kind = kind_of_package(&mut package, name)?;
            Ok(match kind {
                Kind::Xlsb => {
                    let (book, sheets) = XlsbBook::open(package, name)?;
                    (Book::Xlsb(Box::new(book)), kind, sheets)
                }
                Kind::Ods => {
                    let (book, sheets) = OdsBook::open(package, name, limits)?;
                    (Book::Ods(Box::new(book)), kind, sheets)
                }
                _ => {
                    let (book, sheets) = XlsxBook::open(package, name, limits)?;
                    (Book::Xlsx(Box::new(book)), kind, sheets)
                }
            })
        }
    }
}

/// The bytes of a file, no more than the limit allows.
fn read_file(path: &Path, limits: &Limits) -> Result<Bytes, WorkbookError> {
    let workbook: Arc<str> = Arc::from(path.to_string_lossy());
    let failed = |cause: std::io::Error| match cause.kind() {
        ErrorKind::NotFound => WorkbookError::NotFound { workbook: workbook.clone() },
        ErrorKind::PermissionDenied => WorkbookError::NotReadable { workbook: workbook.clone() },
        _ => WorkbookError::Io { workbook: workbook.clone(), cause },
    };
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let told = file.metadata().map_err(failed)?;
    if told.is_dir() {
        return Err(failed(std::io::Error::from(ErrorKind::IsADirectory)));
    }
    check_size(&workbook, told.len(), limits)?;
    let mut bytes = Vec::new();
    if told.is_file() && told.len() >= KEPT_IN_FILE {
        std::io::Read::by_ref(&mut file).take(HEAD).read_to_end(&mut bytes).map_err(failed)?;
        if matches!(container(&bytes), Container::Zip) {
            return Ok(Bytes::File(Arc::new(file), told.len()));
        }
    }
    bytes.reserve_exact(usize::try_from(told.len()).unwrap_or(0).saturating_sub(bytes.len()).saturating_add(1));
    let rest = limits.file_bytes.saturating_add(1).saturating_sub(bytes.len() as u64);
    file.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    check_size(&workbook, bytes.len() as u64, limits)?;
    Ok(Bytes::Memory(Arc::new(bytes)))
}

fn check_size(workbook: &Arc<str>, found: u64, limits: &Limits) -> Result<(), WorkbookError> {
    let limit = limits.file_bytes;
    if found <= limit {
        return Ok(());
    }
    Err(WorkbookError::Limit { workbook: workbook.clone(), which: LimitKind::FileBytes, found, limit })
}

impl Workbook {
    /// File name, or the name the caller gave.
    #[must_use]
    pub const fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// SHA-256 of the file, 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Size of the file in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Where the file is; nothing for bytes.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// File format.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The sheets in the order of their tabs, hidden ones too.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The same workbook for another thread, so that several sheets are read at once; nothing when its format is read by
    /// one thread only.
    ///
    /// Each counts the cells that it has given itself: [`Self::check_cells`] holds those of all to the limit.
    #[must_use]
    pub fn beside(&self) -> Option<Self> {
        let Book::Xlsx(book) = &self.book else { return None };
        Some(Self {
            name: self.name.clone(),
            sha256: self.sha256.clone(),
            path: self.path.clone(),
            kind: self.kind,
            size: self.size,
            sheets: self.sheets.clone(),
            limits: self.limits.clone(),
            counted: vec![0; self.counted.len()],
            book: Book::Xlsx(book.clone()),
        })
    }

    /// How many cells this reader of the workbook has given of a sheet.
    #[must_use]
    pub fn cells_of(&self, index: usize) -> u64 {
        self.counted.get(index).copied().unwrap_or(0)
    }

    /// Refuses a workbook whose sheets have more cells together than its limit.
    ///
    /// # Errors
    ///
    /// [`WorkbookError::Limit`], as reading one sheet after the other ends.
    pub fn check_cells(&self, cells: u64) -> Result<(), WorkbookError> {
        let limit = self.limits.cells;
        if cells <= limit {
            return Ok(());
        }
        let found = limit.saturating_add(1);
        Err(WorkbookError::Limit { workbook: self.name.clone(), which: LimitKind::Cells, found, limit })
    }

    /// Gives every cell that is not blank to `visit`, row by row and from left to right, and returns what else was seen.
    ///
    /// Memory does not grow with the sheet (for .xls with its used rectangle). Charts have no cells.
    ///
    /// # Errors
    ///
    /// [`WorkbookError`] for a damaged sheet, a limit, or a sheet that is not there; and whatever `visit` returns.
    pub fn read_sheet(&mut self, index: usize, visit: &mut Visit<'_>) -> Result<SheetNotes, WorkbookError> {
        let Some(sheet) = self.sheets.get(index) else {
            return Err(WorkbookError::NoSheet {
                workbook: self.name.clone(),
                number: index.saturating_add(1),
                sheets: self.sheets.len(),
            });
        };
        if sheet.is_chart {
            return Ok(SheetNotes::default());
        }
        let others = self.counted.iter().enumerate().filter(|&(other, _)| other != index);
        let before = others.fold(0_u64, |sum, (_, &cells)| sum.saturating_add(cells));
        let mut meter = Meter::new(&self.name, &self.limits, &sheet.name, before);
        let notes = match &mut self.book {
            Book::Xlsx(book) => book.read(index, sheet, &mut meter, visit),
            Book::Xlsb(book) => book.read(index, &mut meter, visit),
            Book::Xls(book) => book.read(index, &mut meter, visit),
            Book::Ods(book) => book.read(index, &mut meter, visit),
            Book::Csv(book) => book.read(&mut meter, visit),
        }?;
        if let Some(counted) = self.counted.get_mut(index) {
            *counted = notes.cells;
        }
        Ok(notes)
    }
}
