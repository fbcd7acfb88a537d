//! Iterators whose items are known to type checkers.

use std::convert::Infallible;
use std::marker::PhantomData;

use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use pyo3::{type_hint_identifier, type_hint_subscript};

/// A Python iterator over objects of the type `T`.
pub(crate) struct Each<'py, T>(Bound<'py, PyIterator>, PhantomData<T>);

impl<'py, T: IntoPyObject<'py>> Each<'py, T> {
    /// Iterates over a list of such objects.
    pub(super) fn of(py: Python<'py>, items: Vec<T>) -> PyResult<Self> {
        Ok(Self(items.into_pyobject(py)?.try_iter()?, PhantomData))
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Each<'py, T> {
    type Target = PyIterator;
    type Output = Bound<'py, PyIterator>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterator"), T::OUTPUT_TYPE);

    fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}
