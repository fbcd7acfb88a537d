//! The one mapping of errors to Python exceptions. The exceptions themselves are Python classes (`partsbook.errors`).

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::io;
use std::panic::{self, AssertUnwindSafe, UnwindSafe};

use pyo3::exceptions::{PyFileNotFoundError, PyIsADirectoryError, PyPermissionError};
use pyo3::prelude::*;

use crate::report::parts_book::BookError;
use crate::{aftersales, demo, model, pricing, report, structure, tables, variants, workbook};

/// The exception classes, as `partsbook.errors` defines them.
pub(crate) mod class {
    pyo3::import_exception!(partsbook.errors, PartsbookError);
    pyo3::import_exception!(partsbook.errors, WorkbookError);
    pyo3::import_exception!(partsbook.errors, TableError);
    pyo3::import_exception!(partsbook.errors, ModelError);
    pyo3::import_exception!(partsbook.errors, PricingError);
    pyo3::import_exception!(partsbook.errors, ReportError);
    pyo3::import_exception!(partsbook.errors, AftersalesError);
    pyo3::import_exception!(partsbook.errors, StructureError);
    pyo3::import_exception!(partsbook.errors, VariantError);
    pyo3::import_exception!(partsbook.errors, FindingsError);
}

impl From<model::ModelError> for PyErr {
    fn from(error: model::ModelError) -> Self {
        class::ModelError::new_err((error.to_string(), error.hint()))
    }
}

impl From<workbook::WorkbookError> for PyErr {
    fn from(error: workbook::WorkbookError) -> Self {
        use workbook::WorkbookError::{Io, NotFound, NotReadable};
        let message = error.to_string();
        match &error {
            NotFound { .. } => PyFileNotFoundError::new_err(message),
            NotReadable { .. } => PyPermissionError::new_err(message),
            Io { cause, .. } => file_error(cause, message.clone())
                .unwrap_or_else(|| class::WorkbookError::new_err((message, error.hint()))),
            _ => class::WorkbookError::new_err((message, error.hint())),
        }
    }
}

impl From<tables::TableError> for PyErr {
    fn from(error: tables::TableError) -> Self {
        use tables::TableError::{Folder, Workbook};
        match error {
            Workbook(error) => error.into(),
            Folder { ref source, .. } => file_error(source, error.to_string())
                .unwrap_or_else(|| class::TableError::new_err((error.to_string(), error.hint()))),
            error => class::TableError::new_err((error.to_string(), error.hint())),
        }
    }
}

impl From<pricing::PricingError> for PyErr {
    fn from(error: pricing::PricingError) -> Self {
        match error {
            pricing::PricingError::Model(error) => error.into(),
            error => class::PricingError::new_err((error.to_string(), error.hint())),
        }
    }
}

impl From<structure::StructureError> for PyErr {
    fn from(error: structure::StructureError) -> Self {
        match error {
            structure::StructureError::Model(error) => error.into(),
            error => class::StructureError::new_err((error.to_string(), error.hint())),
        }
    }
}

impl From<aftersales::AftersalesError> for PyErr {
    fn from(error: aftersales::AftersalesError) -> Self {
        match error {
            aftersales::AftersalesError::Model(error) => error.into(),
            error => class::AftersalesError::new_err((error.to_string(), error.hint())),
        }
    }
}

impl From<variants::VariantError> for PyErr {
    fn from(error: variants::VariantError) -> Self {
        match error {
            variants::VariantError::Model(error) => error.into(),
            error => class::VariantError::new_err((said_with_cause(&error), error.hint())),
        }
    }
}

impl From<report::ReportError> for PyErr {
    fn from(error: report::ReportError) -> Self {
        class::ReportError::new_err((said_with_cause(&error), error.hint()))
    }
}

impl From<BookError> for PyErr {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Model(error) => error.into(),
            BookError::Report(error) => error.into(),
            error => class::ReportError::new_err((error.to_string(), error.hint())),
        }
    }
}

impl From<demo::DemoError> for PyErr {
    fn from(error: demo::DemoError) -> Self {
        class::ReportError::new_err((said_with_cause(&error), None::<String>))
    }
}

/// The sentence of an error, and what the system or a library said where the sentence does not repeat it.
fn said_with_cause(error: &dyn Error) -> String {
    let said = error.to_string();
    match error.source().map(ToString::to_string) {
        Some(cause) if !said.contains(&cause) => format!("{said}: {cause}"),
        _ => said,
    }
}

/// The built-in exception for a file that is missing or may not be touched; none for other failures.
pub(crate) fn file_error(error: &io::Error, message: String) -> Option<PyErr> {
    match error.kind() {
        io::ErrorKind::NotFound => Some(PyFileNotFoundError::new_err(message)),
        io::ErrorKind::PermissionDenied => Some(PyPermissionError::new_err(message)),
        io::ErrorKind::IsADirectory => Some(PyIsADirectoryError::new_err(message)),
        _ => None,
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps a panic inside [`guard`] from printing: it is told as an exception instead.
pub(crate) fn install_panic_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
            PLACE.with_borrow_mut(|slot| *slot = place);
        } else {
            previous(info);
        }
    }));
}

/// Runs work without the interpreter lock; a panic in it becomes a `PartsbookError`.
///
/// Panics are bugs, ours or of a library that met a file it did not expect; they must not escape as
/// `PanicException`, which `except Exception` misses.
pub(crate) fn guard<T: Send, E: Into<PyErr> + Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    py.detach(|| caught(AssertUnwindSafe(work))).map_err(|bug| internal(&bug))?.map_err(Into::into)
}

/// As [`guard`], for work that cannot fail.
pub(crate) fn guard_plain<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| caught(AssertUnwindSafe(work))).map_err(|bug| internal(&bug))
}

pub(super) fn caught<T>(work: impl FnOnce() -> T + UnwindSafe) -> Result<T, String> {
    let before = GUARDED.replace(true);
    let result = panic::catch_unwind(work);
    GUARDED.set(before);
    result.map_err(|payload| {
        let place = PLACE.with_borrow_mut(Option::take).unwrap_or_else(|| "unknown place".to_owned());
        format!("{} ({place})", said(payload.as_ref()))
    })
}

fn said(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&'static str>().copied())
        .unwrap_or("no message")
}

pub(super) fn internal(bug: &str) -> PyErr {
    class::PartsbookError::new_err((
        format!("an error in the program itself: {bug}"),
        Some("nothing was written; please report it together with the input that caused it"),
    ))
}

/// A `TableError`.
pub(crate) fn table_error(message: String, hint: Option<String>) -> PyErr {
    class::TableError::new_err((message, hint))
}
