//! Pictures of structures: shown in a notebook, written as SVG or as text for other programs.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;

use super::report::write_bytes;
use super::table::Later;
use crate::model::Catalog;
use crate::report::picture::{MAX_BOXES, Picture as Drawing};

/// A structure, or where an item is used, as a tree from left to right.
///
/// A notebook shows it; ``to_svg`` writes it as a file every browser opens, ``to_dot`` and ``to_mermaid`` as text for
/// Graphviz and Mermaid. An assembly is opened once and marked with an arrow where it comes again.
#[pyclass(frozen, module = "partsbook")]
pub(crate) struct Picture {
    drawing: Arc<Later<Drawing>>,
    catalog: Option<Arc<Catalog>>,
}

impl Picture {
    pub(super) const fn new(drawing: Arc<Later<Drawing>>, catalog: Option<Arc<Catalog>>) -> Self {
        Self { drawing, catalog }
    }

    /// The text, written to a file when one is named.
    fn given(&self, py: Python<'_>, text: String, path: Option<PathBuf>, overwrite: bool) -> PyResult<String> {
        if let Some(path) = path {
            write_bytes(py, text.as_bytes(), &path, overwrite, self.catalog.as_deref())?;
        }
        Ok(text)
    }
}

#[pymethods]
impl Picture {
    /// The picture as SVG.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     A file to write it to as well.
    /// max_boxes
    ///     How many boxes are drawn; the title says how many more there are, and each box how many behind it.
    /// overwrite
    ///     Replace a file that this program did not write.
    ///
    /// Returns
    /// -------
    /// str
    ///     The picture.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, or cannot be written.
    ///
    /// Examples
    /// --------
    /// >>> sample_catalog().where_used("W220").picture.to_svg()[:4]
    /// '<svg'
    #[pyo3(signature = (path = None, *, max_boxes = MAX_BOXES, overwrite = false))]
    fn to_svg(&self, py: Python<'_>, path: Option<PathBuf>, max_boxes: usize, overwrite: bool) -> PyResult<String> {
        let text = py.detach(|| self.drawing.svg(max_boxes));
        self.given(py, text, path, overwrite)
    }

    /// The structure as text for Graphviz: each item once, an arrow from each assembly to what is in it.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     A file to write it to as well.
    /// overwrite
    ///     Replace a file that this program did not write.
    ///
    /// Returns
    /// -------
    /// str
    ///     The text.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, or cannot be written.
    #[pyo3(signature = (path = None, *, overwrite = false))]
    fn to_dot(&self, py: Python<'_>, path: Option<PathBuf>, overwrite: bool) -> PyResult<String> {
        let text = py.detach(|| self.drawing.dot());
        self.given(py, text, path, overwrite)
    }

    /// The structure as text for Mermaid.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     A file to write it to as well.
    /// overwrite
    ///     Replace a file that this program did not write.
    ///
    /// Returns
    /// -------
    /// str
    ///     The text.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, or cannot be written.
    #[pyo3(signature = (path = None, *, overwrite = false))]
    fn to_mermaid(&self, py: Python<'_>, path: Option<PathBuf>, overwrite: bool) -> PyResult<String> {
        let text = py.detach(|| self.drawing.mermaid());
        self.given(py, text, path, overwrite)
    }

    /// How many boxes the whole picture has.
    fn __len__(&self) -> usize {
        self.drawing.rows.len()
    }

    fn __repr__(&self) -> String {
        format!("Picture({:?}, {} boxes)", self.drawing.title, self.drawing.rows.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        py.detach(|| self.drawing.svg(MAX_BOXES))
    }
}
