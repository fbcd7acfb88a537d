//! The Python boundary.
use pyo3::prelude::*;
#[pymodule]
mod _partsbook {
}
