//! `read`, `load`, `schema`: from sources to a catalog.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{Local, NaiveDate};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyMapping, PyString, PyTuple};

use super::catalog::Catalog;
use super::error::{file_error, guard};
use super::table::Table;
use super::watch::watched;
use super::{arguments, arrow_in};
use crate::model;
use crate::report::results::catalog::{codes_frame, schema_frame};
use crate::report::write::{WriteOptions, write_bytes};
use crate::tables::remembered::{self, Mapping};
use crate::tables::{self, Input, ReadOptions, schema};
use crate::values::Locale;
use crate::workbook::{Limits, Source};

/// Read workbooks into a catalog.
///
/// Parameters
/// ----------
/// sources
///     Paths of workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods, .csv) or of folders with workbooks, bytes of a workbook,
///     tables (anything with ``__arrow_c_stream__``: polars, pyarrow, pandas, DuckDB), or a dict of names and tables,
///     where a table may also be a dict of titles and lists, or a list of dicts, one a row.
/// as_of
///     The day every question without a date is about; today by default.
/// locale
///     Settles ``1,234`` and ``1/2/2026``: a language with or without a country, such as ``fi`` or ``en-US``.
/// synonyms
///     Titles and the fields they name: ``{"Tuote": "item"}``. A ``synonyms`` sheet does the same.
/// sheets
///     Sheets and the tables they are, for sheets whose name and titles do not tell: ``{"Sheet1": "bom"}``. A sheet can
///     also be named ``file.xlsx!Sheet1``; the table ``-`` leaves it out.
/// limits
///     Bounds on what is read: ``file_bytes``, ``unpacked_bytes``, ``ratio``, ``cells``, ``sheets``, ``columns``,
///     ``rows``.
/// progress
///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
/// remember
///     Keep ``locale``, ``synonyms`` and ``sheets`` in a file ``partsbook-mapping.csv`` beside the workbooks. It is read
///     the next time without being asked, said in ``catalog.tables``, and may be edited: one line a sheet, title or
///     locale. What is given in the call goes before it.
///
/// Returns
/// -------
/// Catalog
///     Everything that was read, linked. What is doubtful in the data is in its ``findings``.
///
/// Raises
/// ------
/// FileNotFoundError, PermissionError
///     A source is not there or may not be read.
/// WorkbookError
///     A source is not a workbook, is damaged, password protected, or over a limit.
/// TableError
///     A table handed over has a column that holds no cell values, or ``sheets`` names an unknown table.
///
/// Examples
/// --------
/// >>> import partsbook as pb
/// >>> items = {"item": ["A200", "W220"], "gross_price": [Decimal("1250.00"), Decimal("4.10")]}
/// >>> catalog = pb.read({"items": items}, as_of=date(2026, 6, 30))
/// >>> catalog.table("items")[1].gross_price
/// Decimal('4.10')
#[pyfunction]
#[pyo3(signature = (*sources: "object", as_of: "date | None" = None, locale = None, synonyms = None, sheets = None, limits: "dict[str, int] | None" = None, progress: "object" = None, remember = false) -> "Catalog")]
#[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
pub(super) fn read(
    py: Python<'_>,
    sources: &Bound<'_, PyTuple>,
    #[pyo3(from_py_with = arguments::as_of)] as_of: Option<NaiveDate>,
    locale: Option<&str>,
    synonyms: Option<BTreeMap<String, String>>,
    sheets: Option<BTreeMap<String, String>>,
    limits: Option<BTreeMap<String, Bound<'_, PyAny>>>,
    progress: Option<Bound<'_, PyAny>>,
    remember: bool,
) -> PyResult<Catalog> {
    let mut inputs = Vec::new();
    for source in sources {
        add(py, &source, &mut inputs)?;
    }
    if inputs.is_empty() {
        return Err(PyTypeError::new_err("nothing to read: name at least one workbook, folder or table"));
    }
    let titles = meanings(synonyms.unwrap_or_default());
    let mut synonyms = tables::Synonyms::default();
    for (title, field) in &titles {
        synonyms.add(field, title);
    }
    let mapping = remember.then(|| Mapping {
        sheets: sheets.clone().unwrap_or_default(),
        titles,
        locale: locale.map(str::to_owned),
    });
    let options = ReadOptions {
        locale: locale.map(locale_named).transpose()?,
        synonyms,
        sheets: sheets.unwrap_or_default(),
        limits: limits_from(limits.unwrap_or_default())?,
    };
    let as_of = as_of.unwrap_or_else(|| Local::now().date_naive());
    let catalog = watched(py, progress.as_ref(), move |tell| {
        let reading = tables::read(&inputs, &options, tell)?;
        Ok::<_, tables::TableError>(model::build::build(reading, as_of))
    })?;
    if let Some(mapping) = mapping {
        keep(py, &mapping, &catalog)?;
    }
    Ok(Catalog::from(catalog))
}

/// Writes what is to be remembered beside every workbook that was read.
fn keep(py: Python<'_>, mapping: &Mapping, catalog: &model::Catalog) -> PyResult<()> {
    let paths = catalog.sources().iter().filter_map(|source| source.path.as_deref());
    let files: BTreeSet<PathBuf> = paths.map(remembered::beside).collect();
    if files.is_empty() {
        return Err(PyValueError::new_err(
            "`remember` needs a workbook that is read from a file, to be kept beside it",
        ));
    }
    if mapping.is_empty() {
        return Ok(());
    }
    for file in files {
        let content = guard(py, || mapping.written(&file))?;
        // The user asked for it, and lines that are there are kept.
        let options = WriteOptions { overwrite: true, ..WriteOptions::default() };
        guard(py, || write_bytes(&file, &content, &options))?;
    }
    Ok(())
}

/// Load a catalog that was saved with ``catalog.save(path)``.
///
/// Parameters
/// ----------
/// path
///     The file that was saved.
///
/// Returns
/// -------
/// Catalog
///     Equal to the one that was saved, with its ``as_of``.
///
/// Raises
/// ------
/// FileNotFoundError, PermissionError
///     The file is not there or may not be read.
/// ModelError
///     The file is not a saved catalog, is damaged, or was saved in the format of another version; ``hint`` says how to
///     make a new one.
#[pyfunction]
pub(super) fn load(py: Python<'_>, path: PathBuf) -> PyResult<Catalog> {
    let bytes = py
        .detach(|| std::fs::read(&path))
        .map_err(|cause| file_error(&cause, format!("{}: {cause}", path.display())).unwrap_or_else(|| cause.into()))?;
    Ok(Catalog::from(guard(py, || model::Catalog::from_bytes(&bytes))?))
}

/// All tables and columns that are understood.
///
/// Returns
/// -------
/// Table
///     One row a table (``field`` blank) and one a column, in the order of the template. Columns: ``table``, ``field``,
///     ``type``, ``required``, ``key`` (whether it is part of what identifies a row), ``choices``, ``description``,
///     and the titles that are known, by language: ``titles_en`` …
///
/// Examples
/// --------
/// >>> import partsbook as pb
/// >>> pb.schema()[0].table
/// 'company'
#[pyfunction(name = "schema")]
pub(super) fn schema_table() -> Table {
    Table::from(schema_frame())
}

/// Every kind of finding: what it means, what was expected, and how to mend it.
///
/// Returns
/// -------
/// Table
///     One row a code, by area, and there errors first. Columns: ``code``, ``severity`` (E: a row or value is not used, W:
///     used but doubtful, I: a note), ``area`` (reading, model, pricing, analysis, structure, variants, aftersales, book,
///     report, changes, safe), ``title``, ``expected``, ``fix`` (text; the last two may be blank for notes).
///
/// Examples
/// --------
/// >>> import partsbook as pb
/// >>> [row.fix for row in pb.codes() if row.code == "E-CELL-ERROR"]
/// ['mend the formula in the cell, or type the value']
#[pyfunction(name = "codes")]
pub(super) fn codes_table() -> Table {
    Table::from(codes_frame())
}

/// Adds what a source stands for.
fn add(py: Python<'_>, source: &Bound<'_, PyAny>, inputs: &mut Vec<Input>) -> PyResult<()> {
    if source.is_instance_of::<PyBytes>() || source.is_instance_of::<PyByteArray>() {
        let name = format!("workbook {}", inputs.len() + 1);
        inputs.push(Input::Source(Source::Bytes { name, data: Arc::new(source.extract::<Vec<u8>>()?) }));
    } else if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        inputs.push(Input::Source(Source::Path(source.extract::<PathBuf>()?)));
    } else if source.hasattr("__arrow_c_stream__")? {
        let name = format!("table {}", inputs.len() + 1);
        inputs.push(Input::Table(arrow_in::read(py, &name, source)?));
    } else if let Ok(named) = source.cast::<PyMapping>() {
        for entry in named.items()? {
            let (name, table) = entry.extract::<(String, Bound<'_, PyAny>)>()?;
            inputs.push(named_input(py, &name, &table)?);
        }
    } else if source.is_instance_of::<PyList>() || source.is_instance_of::<PyTuple>() {
        for one in source.try_iter()? {
            let one = one?;
            if one.is_instance_of::<PyList>() || one.is_instance_of::<PyTuple>() {
                return Err(not_a_source(&one));
            }
            add(py, &one, inputs)?;
        }
    } else if source.hasattr("read")? {
        let name = source.getattr("name").and_then(|name| name.extract::<String>());
        let name = name.unwrap_or_else(|_| format!("workbook {}", inputs.len() + 1));
        let data = source.call_method0("read")?.extract::<Vec<u8>>()?;
        inputs.push(Input::Source(Source::Bytes { name, data: Arc::new(data) }));
    } else {
        return Err(not_a_source(source));
    }
    Ok(())
}

/// A table, or the bytes of a workbook, under the caller's name.
fn named_input(py: Python<'_>, name: &str, object: &Bound<'_, PyAny>) -> PyResult<Input> {
    if object.hasattr("__arrow_c_stream__")? {
        return Ok(Input::Table(arrow_in::read(py, name, object)?));
    }
    if object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>() {
        let data = object.extract::<Vec<u8>>()?;
        return Ok(Input::Source(Source::Bytes { name: name.to_owned(), data: Arc::new(data) }));
    }
    if let Ok(columns) = object.cast::<PyDict>() {
        // Plain lists by title: for small tables typed by hand.
        return Ok(Input::Table(super::plain::table(name, columns)?));
    }
    if let Ok(rows) = object.cast::<PyList>() {
        return Ok(Input::Table(super::plain::table_of_rows(name, rows)?));
    }
    Err(PyTypeError::new_err(format!(
        "cannot read table \"{name}\": it is {}; a table is anything with `__arrow_c_stream__` (polars, pyarrow, pandas, \
         DuckDB), a dict of titles and lists, a list of dicts, or the bytes of a workbook",
        super::plain::kind(object)
    )))
}

fn not_a_source(source: &Bound<'_, PyAny>) -> PyErr {
    let kind = source.get_type().name().map_or_else(|_| "this object".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "cannot read {kind}; a source is a path, bytes, a table with `__arrow_c_stream__` (polars, pyarrow, pandas, \
         DuckDB), or a dict of names and tables"
    ))
}

pub(super) fn locale_named(name: &str) -> PyResult<Locale> {
    Locale::from_name(name).ok_or_else(|| {
        PyValueError::new_err(format!("\"{name}\" is not a locale; a language such as fi, or en-US with a country"))
    })
}

/// Titles and their fields; turned round where only the left side is a field, because both ways of writing it look
/// natural.
fn meanings(given: BTreeMap<String, String>) -> Vec<(String, String)> {
    let is_field = schema::is_field;
    let turned = |(title, field): (String, String)| {
        if is_field(&title) && !is_field(&field) { (field, title) } else { (title, field) }
    };
    given.into_iter().map(turned).collect()
}

fn limits_from(given: BTreeMap<String, Bound<'_, PyAny>>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    for (name, value) in given {
        let value = arguments::whole(&value, &format!("limits[\"{name}\"]"), u64::MAX)?;
        let small = || u32::try_from(value).unwrap_or(u32::MAX);
        match name.as_str() {
            "file_bytes" => limits.file_bytes = value,
            "unpacked_bytes" => limits.unpacked_bytes = value,
            "ratio" => limits.ratio = value,
            "cells" => limits.cells = value,
            "sheets" => limits.sheets = usize::try_from(value).unwrap_or(usize::MAX),
            "columns" => limits.columns = small(),
            "rows" => limits.rows = small(),
            _ => {
                return Err(PyValueError::new_err(format!(
                    "no limit \"{name}\"; there are file_bytes, unpacked_bytes, ratio, cells, sheets, columns, rows"
                )));
            }
        }
    }
    Ok(limits)
}
