//! Whether a workbook is safe to send.

use std::path::PathBuf;

use pyo3::prelude::*;

use super::error::{class, file_error, guard_plain};
use super::findings::Findings;
use crate::report::safe::check_safe as look_into;

/// Look for what a file holds beside what its reader sees, before it is sent to somebody outside.
///
/// Parameters
/// ----------
/// path
///     The file: .xlsx, .xlsm, .ods, or text such as .csv, .txt, .html, .svg.
/// forbidden
///     Texts that must not be anywhere in it: item numbers, customers, cost values. Looked for in every text of every
///     part of the file, in any case, as whole words. Numbers are found by value, however cells format them and texts
///     spell them (``1 234,50`` for 1234.5), and inside formulas.
///
/// Returns
/// -------
/// Findings
///     Worst first. Severity E must not be sent: hidden sheets, names and shapes, rows and columns that hold something
///     and cannot be seen, links to other workbooks, connections, pivot caches, embedded files, custom XML, macros,
///     change history, forbidden texts, and files or parts that cannot be looked into. W should be looked at: comments,
///     document properties, printer settings, values that cannot be seen (letters in the colour of their ground or too
///     small, number formats and conditional formats that show nothing or something else, cells under merged cells) and
///     values that no cell shows (scenarios, old texts, numbers of charts); one row for each kind and sheet, whose
///     ``detail`` names the cells. I is only told, one row for each kind: headers, text boxes, alternative texts,
///     pictures, names. Properties that name the program, the company or what stands on a sheet are no finding.
///
/// Raises
/// ------
/// FileNotFoundError
///     There is no such file.
///
/// Examples
/// --------
/// >>> from pathlib import Path
/// >>> from tempfile import mkdtemp
/// >>> path = Path(mkdtemp()) / "prices.xlsx"
/// >>> sample_catalog().write_price_sheet(path, "1001")
/// >>> pb.check_safe(path, ["A200"])[0].code
/// 'E-SAFE-FORBIDDEN'
#[pyfunction]
#[pyo3(signature = (path, forbidden = Vec::new()))]
pub(super) fn check_safe(py: Python<'_>, path: PathBuf, forbidden: Vec<String>) -> PyResult<Py<Findings>> {
    let bytes = py.detach(|| std::fs::read(&path)).map_err(|error| {
        let problem = if error.kind() == std::io::ErrorKind::NotFound { ": file not found" } else { " cannot be read" };
        let message = format!("{}{problem}", path.display());
        file_error(&error, message.clone()).unwrap_or_else(|| class::ReportError::new_err((message, None::<String>)))
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let findings = guard_plain(py, || look_into(&bytes, &name, &forbidden))?;
    Findings::new(py, findings, None)
}
