//! Taking over an Arrow stream that another library made: one of the two unsafe places of the crate, with `memory`.
//!
//! The Arrow C stream interface hands over a struct of function pointers behind a capsule. No safe call can turn such
//! a pointer into a value, so this module does it in one line, after the checks that can be made.

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::error::table_error;

/// Name of the capsule, fixed by the interface.
pub(super) const CAPSULE: &std::ffi::CStr = c"arrow_array_stream";

/// The stream of any object with `__arrow_c_stream__`, which is told of under the name of its table.
pub(super) fn open(name: &str, object: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let capsule = object.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
    // Checks that the capsule has the name which promises a stream, and that its pointer is not null.
    let pointer = capsule.pointer_checked(Some(CAPSULE))?.cast::<FFI_ArrowArrayStream>();
    if !pointer.is_aligned() {
        return Err(table_error("the table's Arrow stream is not aligned".to_owned(), None));
    }
    #[expect(unsafe_code, reason = "the Arrow C stream interface passes a raw pointer; see the module's text")]
    // SAFETY: the capsule is named `arrow_array_stream`, so its pointer is an aligned, live `ArrowArrayStream`; it is
    // moved out and an empty stream left behind, as the interface asks of a consumer; `capsule` lives until after that.
    let stream = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr()) };
    stream.map_err(|error| {
        let kind = object.get_type().name().map_or_else(|_| "object".to_owned(), |kind| kind.to_string());
        if object.hasattr("to_frame").unwrap_or(false) {
            return table_error(
                format!("table \"{name}\" is a {kind}, which is one column; a table has named columns"),
                Some("make it a table with `to_frame()`".to_owned()),
            );
        }
        let said = error.to_string();
        let said = said.strip_prefix("C Data interface error: ").unwrap_or(&said);
        table_error(
            format!("table \"{name}\" cannot be read from a {kind}: {said}"),
            Some("turn columns of a type of that library's own into text, numbers, dates or yes/no first".to_owned()),
        )
    })
}
