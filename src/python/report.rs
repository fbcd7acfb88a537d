//! Files: result tables as workbooks and CSV, saved catalogs.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use pyo3::prelude::*;

use super::error::{class, file_error, guard_plain};
use super::show;
use super::table::Table;
use crate::report::frame::{Frame, FrameValue, Show};

#[pymethods]
impl Table {
    /// Writes the table as a CSV file: UTF-8, comma, first line the names of the columns.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// overwrite
    ///     Replace a file that exists.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists, or cannot be written.
    #[pyo3(signature = (path, *, overwrite = false))]
    fn to_csv(&self, py: Python<'_>, path: PathBuf, overwrite: bool) -> PyResult<()> {
        let bytes = guard_plain(py, || csv_bytes(&self.0))?.map_err(|error| {
            class::ReportError::new_err((format!("the table cannot be written: {error}"), None::<String>))
        })?;
        write_bytes(py, &bytes, path, overwrite)
    }
}

/// The frame as CSV: decimals with a point, dates as year-month-day, yes or no as Y and N.
fn csv_bytes(frame: &Frame) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(frame.columns.iter().map(|column| &column.name))?;
    for row in 0..frame.len() {
        writer.write_record(frame.columns.iter().map(|column| match column.data.get(row) {
            FrameValue::Flag(flag) => if flag { "Y" } else { "N" }.to_owned(),
            // Plain numbers: no percent sign and no padding, so that every program reads them back.
            value => show::shown(value, Show::Number),
        }))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Writes bytes to a temporary name in the folder of the target and moves them into place when they are whole.
pub(super) fn write_bytes(py: Python<'_>, bytes: &[u8], path: PathBuf, overwrite: bool) -> PyResult<()> {
    if !overwrite && path.exists() {
        return Err(class::ReportError::new_err((
            format!("{} exists", path.display()),
            Some("give another name, or `overwrite=True`"),
        )));
    }
    guard_plain(py, || replace(bytes, &path))?.map_err(|error| {
        let message = format!("{} cannot be written: {error}", path.display());
        file_error(&error, message.clone())
            .unwrap_or_else(|| class::ReportError::new_err((message, Some("the file that was there is unchanged"))))
    })
}

fn replace(bytes: &[u8], path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
