//! Questions about product families.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};
use rust_decimal::Decimal;

use super::catalog::Catalog;
use super::error::{class, guard, guard_plain};
use super::report::language_named;
use super::table::Table;
use super::watch::watched;
use crate::model;
use crate::report::results::selection::{
    family_check_frame, family_complete_frame, family_split_frame, family_where_used_frame,
};
use crate::report::results::variants::{
    family_checks_frame, family_properties_frame, variant_structure_frame, variants_frame,
};
use crate::variants::{self, VariantError};

#[pymethods]
impl Catalog {
    /// A product family: a product with properties, values and rules.
    ///
    /// Parameters
    /// ----------
    /// product
    ///     Name of the product in the ``products`` table.
    ///
    /// Returns
    /// -------
    /// Family
    ///     To be asked for its variants.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     There is no such product.
    fn family(&self, py: Python<'_>, product: &str) -> PyResult<Family> {
        let family = guard(py, || variants::Family::new(Arc::clone(&self.model), product))?;
        Ok(Family { family, catalog: Arc::clone(&self.model) })
    }
}

/// A product with properties, values and rules, and the variants they leave.
#[pyclass(frozen, module = "partsbook")]
pub(crate) struct Family {
    family: variants::Family,
    catalog: Arc<model::Catalog>,
}

#[pymethods]
impl Family {
    /// Name of the product.
    #[getter]
    fn product(&self) -> &str {
        self.family.product()
    }

    /// The values that are offered.
    ///
    /// Parameters
    /// ----------
    /// language
    ///     Language of the names.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a value, in property order, then value order. Columns: ``property``, ``property_name``, ``type``,
    ///     ``unit``, ``value``, ``code``, ``name``, ``default``, ``origin``.
    #[pyo3(signature = (language = "en"))]
    fn properties(&self, py: Python<'_>, language: &str) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let frame = guard_plain(py, || family_properties_frame(&self.family, language))?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// How many variants there are.
    ///
    /// Parameters
    /// ----------
    /// condition
    ///     Only variants that fulfil it, such as ``POWER=90 and not COLOR in {RED, BLUE}``.
    ///
    /// Returns
    /// -------
    /// int
    ///     The exact number, however large.
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     The condition is not understood, or the rules are too entangled for an exact count.
    #[pyo3(signature = (condition = None))]
    fn count<'py>(&self, py: Python<'py>, condition: Option<&str>) -> PyResult<Bound<'py, PyInt>> {
        let count = guard(py, || self.family.count(condition))?;
        if !count.is_exact() {
            return Err(class::VariantError::new_err((
                format!(
                    "E-COUNT-SIZE: product \"{}\" has {count} variants; the exact number was not found",
                    self.family.product()
                ),
                Some("count with a condition, or split the product"),
            )));
        }
        Ok(py.get_type::<PyInt>().call1((count.value().to_string(),))?.cast_into::<PyInt>()?)
    }

    /// List the variants, in property order, then value order.
    ///
    /// Parameters
    /// ----------
    /// limit
    ///     List at most so many; ``W-LIST-CUT`` says when there are more.
    /// condition
    ///     Only variants that fulfil it, such as ``POWER=90 and not COLOR in {RED, BLUE}``.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a variant. Columns: ``sku``, ``name``, one a property, ``price``, ``model``.
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     The condition is not understood.
    #[pyo3(signature = (limit = variants::MAX_LIST, condition = None, *, progress: "object" = None))]
    fn variants(
        &self,
        py: Python<'_>,
        limit: usize,
        condition: Option<&str>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let frame = watched(py, progress.as_ref(), |_| {
            let listed = match condition {
                Some(condition) => self.family.variants_where(limit, condition)?,
                None => self.family.variants(limit),
            };
            Ok::<_, VariantError>(variants_frame(&listed))
        })?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// Check a selection against the rules.
    ///
    /// Parameters
    /// ----------
    /// selection
    ///     Values of some or all properties: ``{"POWER": "90"}``.
    ///
    /// Returns
    /// -------
    /// Table
    ///     What stands between the selection and a variant; without rows it is one. Columns: ``result`` (``broken``: a
    ///     rule is broken whatever else is chosen, ``undecided``: a rule that open properties decide, ``missing``: a
    ///     property without value), ``rule``, ``property``, ``message``, ``origin``.
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     A property or value does not exist.
    #[pyo3(signature = (selection: "dict[str, str | int | Decimal]"))]
    fn check(&self, py: Python<'_>, selection: Selection) -> PyResult<Table> {
        let frame = guard(py, || self.family.check(&pairs(&selection)).map(|found| family_check_frame(&found)))?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// What may still be chosen after a selection.
    ///
    /// Parameters
    /// ----------
    /// selection
    ///     Values of some properties.
    /// language
    ///     Language of the names.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a value with which the selection can still become a variant, in property order, then value order.
    ///     Columns: ``property``, ``property_name``, ``value`` (blank when none is left), ``name``, ``default``.
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     A property or value does not exist.
    #[pyo3(signature = (selection: "dict[str, str | int | Decimal]", *, language = "en"))]
    fn complete(&self, py: Python<'_>, selection: Selection, language: &str) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let frame = guard(py, || {
            let open = self.family.complete(&pairs(&selection))?;
            Ok::<_, VariantError>(family_complete_frame(&self.family, &open, language))
        })?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// Split the product: one new product for each allowed combination of values of some properties.
    ///
    /// Parameters
    /// ----------
    /// properties
    ///     Names of the properties that become fixed.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a new product, in value order. Columns: ``product``, one a fixed property, ``variants`` (text,
    ///     because counts have any size; they add up to ``count()``), ``models``.
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     A property does not exist or is named twice, or there are too many combinations.
    fn split(&self, py: Python<'_>, properties: Vec<String>) -> PyResult<Table> {
        let frame = watched(py, None, |_| {
            let names: Vec<&str> = properties.iter().map(String::as_str).collect();
            self.family.split(&names).map(|found| family_split_frame(&found))
        })?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// In which variants an item is used, and how much of it.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row. Columns: ``item``, ``variants`` (text, because counts have any size), ``percent``, ``condition``,
    ///     ``least`` and ``greatest`` (quantity for one product among the variants that have it).
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     No line of the product has the item.
    fn where_used(&self, py: Python<'_>, item: String) -> PyResult<Table> {
        let frame = watched(py, None, |_| self.family.where_used(&item).map(|found| family_where_used_frame(&found)))?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// The items of one variant.
    ///
    /// Parameters
    /// ----------
    /// selection
    ///     A value for every property: ``{"POWER": "90", "COLOR": "RED"}``.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line. Columns: ``level``, ``parent``, ``position``, ``item``, ``revision``, ``quantity`` (for one
    ///     parent), ``total`` (for one product), ``unit``, ``condition``, ``origin``.
    ///
    /// Raises
    /// ------
    /// VariantError
    ///     A property or value does not exist, or a value is missing.
    #[pyo3(signature = (selection: "dict[str, str | int | Decimal]"))]
    fn resolve(&self, py: Python<'_>, selection: Selection) -> PyResult<Table> {
        let frame = guard(py, || self.family.resolve(&pairs(&selection)).map(|found| variant_structure_frame(&found)))?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// What may be wrong with the family: values no variant has, rules that never matter, models that break rules.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a check. Columns: ``check``, ``subject``, ``variants`` (text, because counts have any size),
    ///     ``percent``, ``detail``, ``origin``.
    fn checks(&self, py: Python<'_>) -> PyResult<Table> {
        let frame = watched(py, None, |_| Ok::<_, VariantError>(family_checks_frame(&self.family.checks())))?;
        Ok(Table::of(frame, &self.catalog))
    }

    /// The price of one variant.
    ///
    /// Parameters
    /// ----------
    /// selection
    ///     A value for every property.
    ///
    /// Returns
    /// -------
    /// Decimal or None
    ///     Base price and the surcharges due, rounded once to 0.01; ``None`` when the product has no base price.
    #[pyo3(signature = (selection: "dict[str, str | int | Decimal]"))]
    fn price(&self, py: Python<'_>, selection: Selection) -> PyResult<Option<Decimal>> {
        guard(py, || self.family.price(&pairs(&selection)).map(|found| found.price))
    }

    /// The least, the greatest and the mean price over all variants.
    ///
    /// Returns
    /// -------
    /// tuple of Decimal or None
    ///     Least, greatest, mean; each ``None`` when the product has no base price.
    fn price_range(&self, py: Python<'_>) -> PyResult<(Option<Decimal>, Option<Decimal>, Option<Decimal>)> {
        guard(py, || self.family.price_range().map(|range| (range.least, range.greatest, range.mean)))
    }

    fn __repr__(&self) -> String {
        let names: Vec<String> = self
            .family
            .properties()
            .iter()
            .map(|property| format!("{} ({})", property.name, property.values.len()))
            .collect();
        format!("Family {}: {}", self.family.product(), names.join(", "))
    }
}

/// The values selected, by property.
type Selection = BTreeMap<String, Chosen>;

/// A value as the caller writes it: a text as it is, a number in its digits.
pub(crate) struct Chosen(String);

impl<'py> FromPyObject<'_, 'py> for Chosen {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.extract::<String>() {
            return Ok(Self(text));
        }
        let number = if value.is_instance_of::<PyBool>() { None } else { value.extract::<Decimal>().ok() };
        let number = number.ok_or_else(|| PyTypeError::new_err("a value is a text or a number"))?;
        Ok(Self(number.normalize().to_string()))
    }
}

fn pairs(selection: &Selection) -> Vec<(&str, &str)> {
    selection.iter().map(|(property, value)| (property.as_str(), value.0.as_str())).collect()
}
