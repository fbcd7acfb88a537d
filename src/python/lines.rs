//! Lines of the caller: read as order lines are, each row a line, and kept as they were given.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::arrow_in::{self, Given};
use super::error::{guard_plain, table_error};
use super::plain;
use crate::finding::codes::reading::E_ITEM_TYPE;
use crate::finding::{Finding, Findings};
use crate::pricing::PriceBook;
use crate::tables::{self, InputTable, Reading, Texts};

/// Name of the table that lines are read as.
pub(super) const LINES: &str = "order_lines";

/// Lines of the caller.
pub(super) struct Lines {
    /// What was read of them: as many rows as were given.
    pub(super) reading: Reading,
    /// The columns as they were given.
    pub(super) given: InputTable,
    /// The same as another library holds them.
    pub(super) passed: Option<Arc<Given>>,
}

impl Lines {
    /// Reads lines: a table of another library, a dict of titles and lists, or a list of dicts.
    pub(super) fn of(py: Python<'_>, lines: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (given, passed) = if lines.hasattr("__arrow_c_stream__")? {
            let passed = arrow_in::taken(py, LINES, lines)?;
            (arrow_in::table(py, LINES, &passed)?, Some(Arc::new(passed)))
        } else if let Ok(columns) = lines.cast::<PyDict>() {
            (plain::table(LINES, columns)?, None)
        } else if let Ok(rows) = lines.cast::<PyList>() {
            (plain::table_of_rows(LINES, rows)?, None)
        } else {
            return Err(PyTypeError::new_err(format!(
                "lines is a table with `__arrow_c_stream__`, a dict of titles and lists, or a list of dicts, not {}",
                plain::kind(lines)
            )));
        };
        let reading = guard_plain(py, || tables::read_lines(&given))?;
        if reading.tables.contains_key(LINES) || given.columns.is_empty() {
            return Ok(Self { reading, given, passed });
        }
        let has = |field: &str| reading.sheets.iter().flat_map(|sheet| &sheet.mapped).any(|(_, own)| own == field);
        let missing = if has("item") && !has("quantity") { "quantity" } else { "item" };
        let words = reading.findings.iter().next().map(Finding::message);
        Err(table_error(
            format!("the lines have no column that is known to be the {missing}"),
            words.or_else(|| Some("name the columns customer, item, quantity".to_owned())),
        ))
    }
}

/// The caller's lines, else those of the catalog.
pub(super) fn with_lines<T>(
    book: &PriceBook,
    own: Option<&Lines>,
    work: impl FnOnce(&tables::Table, &Texts) -> T,
) -> T {
    let none = tables::Table::new(LINES);
    match own {
        Some(own) => work(own.reading.tables.get(LINES).unwrap_or(&none), &own.reading.texts),
        None => work(book.catalog().table(LINES), book.catalog().texts()),
    }
}

/// What is doubtful about an answer, with what is about the lines it was asked for. A line whose item could not be read
/// says what stands there.
pub(super) fn with_findings(findings: Findings, book: &PriceBook, own: Option<&Lines>) -> Findings {
    let said = own.map_or_else(|| book.catalog().findings(), |own| &own.reading.findings);
    let unread: HashMap<_, &Finding> = said
        .iter()
        .filter(|finding| finding.code.id == E_ITEM_TYPE.id)
        .filter_map(|finding| Some((finding.origin.as_ref()?, finding)))
        .collect();
    let told = |finding: Finding| {
        let known = finding.origin.as_ref().filter(|_| finding.value.is_none()).and_then(|origin| unread.get(origin));
        known.map_or(finding, |&known| known.clone())
    };
    let own = own.iter().flat_map(|own| own.reading.findings.iter().cloned());
    let mut findings: Findings = findings.into_iter().map(told).chain(own).collect();
    findings.sort();
    findings
}
