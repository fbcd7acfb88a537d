//! Service structures, what can be built, roll-ups, comparisons and frozen deliveries.

use chrono::NaiveDate;
use pyo3::prelude::*;

use super::arguments;
use super::catalog::Catalog;
use super::report::language_named;
use super::table::Table;
use super::watch::watched;
use crate::report::results::structure::{
    as_built_frame, available_frame, buildable_frame, compare_frame, roll_up_check_frame, roll_up_frame,
    service_structure_frame,
};
use crate::structure::{
    BuildOptions, BuildWanted, CompareOptions, CompareSide, RollUpOptions, ServiceOptions, StructureError,
    availability, buildable_watched, compare_watched, freeze, roll_up_check, roll_up_watched,
    service_structure_watched,
};

#[pymethods]
impl Catalog {
    /// Derive the service structure of an item: what can be ordered for it, and how many.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// on
    ///     Only lines that are effective on this day; the catalog's ``as_of`` by default.
    /// serial
    ///     Serial number of the machine.
    /// expose_content
    ///     Modules are opened too; their content names the module and counts in no sum.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a part that can be ordered, in the order of the engineering structure. Columns: ``page``,
    ///     ``in_module`` (text, the items whose page and module it is on), ``position`` (text, several with
    ///     commas), ``item``, ``revision``, ``description`` (text), ``quantity`` (decimal, in the whole product),
    ///     ``unit`` (text), ``as_required``, ``module``, ``ip``, ``standard``, ``procurable`` (bool).
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item or the serial number is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 4. ``E-SBOM-BALANCE`` when the quantities do not add up.
    #[pyo3(signature = (item, *, on: "date | None" = None, serial = None, expose_content = false, language = "en"))]
    fn service_structure(
        &self,
        py: Python<'_>,
        item: &str,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        serial: Option<String>,
        expose_content: bool,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let options = ServiceOptions { on, serial, expose_content, ..ServiceOptions::default() };
        let frame = watched(py, None, |tell| {
            let found = service_structure_watched(&self.model, self.model.item(item)?, &options, tell)?;
            Ok::<_, StructureError>(service_structure_frame(&self.model, &found, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }

    /// What is available of an item: its own stock, and what its parts on stock allow.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row. Columns: ``item``, ``description`` (text), ``is_virtual`` (bool, never on stock itself),
    ///     ``own_stock``, ``from_parts`` (decimal, what could be put together from the parts one level down),
    ///     ``available`` (decimal), ``unit`` (text, of all three), ``limiting`` (text, the parts that limit it,
    ///     with commas).
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 6. Reserved and blocked stock is not counted.
    #[pyo3(signature = (item, *, on: "date | None" = None, language = "en"))]
    fn available(
        &self,
        py: Python<'_>,
        item: &str,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let frame = watched(py, None, |_| {
            let found = availability(&self.model, &[self.model.item(item)?], on, None);
            Ok::<_, StructureError>(available_frame(&self.model, &found, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }

    /// How many of an item can be built from stock, over all levels and with shared parts counted once.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// use_alternates
    ///     The next ranks of a group of alternatives are taken where the first one is short.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an item, the product itself first. Columns: ``product`` (text), ``maximum`` (decimal, how many
    ///     of it can be built), ``item``, ``description`` (text), ``is_virtual`` (bool), ``required``, ``used``
    ///     (from stock), ``built``, ``left`` (on stock then), ``short`` and ``to_buy`` (for one more product)
    ///     (decimal, in ``unit``), ``unit`` (text), ``is_limiting`` (bool). Own stock of the product is its
    ///     ``left`` and not in ``maximum``.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 6.
    #[pyo3(signature = (item, *, on: "date | None" = None, use_alternates = false, language = "en"))]
    fn buildable(
        &self,
        py: Python<'_>,
        item: &str,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        use_alternates: bool,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let options = BuildOptions { on, use_alternates, ..BuildOptions::default() };
        let frame = watched(py, None, |tell| {
            let wanted = [BuildWanted { item: self.model.item(item)?, at_most: None }];
            let found = buildable_watched(&self.model, &wanted, &options, tell)?;
            Ok::<_, StructureError>(buildable_frame(&self.model, &found, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }

    /// Roll up cost and weight of an item and everything below it.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text; by default all items.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an item, all items in the order they were read. Columns: ``item``, ``description`` (text),
    ///     ``is_assembly`` (bool), ``cost`` (decimal, company currency, one unit), ``cost_complete`` (bool),
    ///     ``own_cost`` (of the assembly alone), ``rolled_cost`` (of everything below), ``given_cost`` (of the item
    ///     master), ``weight_kg`` (decimal, one unit), ``weight_complete`` (bool), ``rolled_weight_kg``,
    ///     ``given_weight_kg`` (decimal).
    ///
    ///     For one item its ``more`` holds the check row: the same sums from the top down to the parts. Columns:
    ///     ``item``, ``parts`` (int), ``rolled_cost``, ``cost_of_parts``, ``cost_difference``,
    ///     ``rolled_weight_kg``, ``weight_of_parts_kg``, ``weight_difference_kg`` (decimal).
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 8. ``W-ROLLUP-MISSING`` where a part has no cost or weight.
    #[pyo3(signature = (item = None, *, on: "date | None" = None, language = "en"))]
    fn roll_up(
        &self,
        py: Python<'_>,
        item: Option<&str>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let options = RollUpOptions { on, ..RollUpOptions::default() };
        let frame = watched(py, None, |tell| {
            let items = item.map(|item| self.model.item(item)).transpose()?.map(|item| vec![item]);
            let found = roll_up_watched(&self.model, items.as_deref(), &options, tell)?;
            let checks: Vec<_> = items.iter().flatten().map(|&item| roll_up_check(&self.model, item, on)).collect();
            let check = (!checks.is_empty()).then(|| roll_up_check_frame(&self.model, &found, &checks));
            Ok::<_, StructureError>((roll_up_frame(&self.model, &found, language), check))
        })?;
        let (rows, check) = frame;
        Ok(check.into_iter().fold(Table::of(rows, &self.model), Table::with))
    }

    /// Compare two structures: two items, two days, or two machines.
    ///
    /// Parameters
    /// ----------
    /// old
    ///     Number of the item the comparison starts from, as text.
    /// new
    ///     Number of the other item; the same item by default.
    /// old_on, new_on
    ///     The day of each side; the catalog's ``as_of`` by default.
    /// old_serial, new_serial
    ///     Serial number of the machine of each side.
    /// with_effect
    ///     Adds what the change costs, and the stock of the old parts.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line that differs, depth-first in the order of positions. Columns: ``level`` (int, 1 is
    ///     direct), ``path``, ``position`` (text), ``change`` (text: ``ADDED``, ``REMOVED``, ``REPLACED``, ``REV``,
    ///     ``QTY``, ``UNIT``, ``TEXT``, several with commas), ``old_item``, ``old_revision`` (text),
    ///     ``old_quantity`` (decimal, in the item's unit, for one parent), ``new_item``, ``new_revision``,
    ///     ``new_quantity``, ``description`` (text), ``difference`` (decimal, new less old), ``verdict`` (text,
    ///     whether the new part may replace the old one), ``cost_effect`` (decimal, company currency) and
    ///     ``old_stock`` (decimal), both only ``with_effect``, ``old_origin``, ``new_origin`` (text).
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     An item or serial number is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 9.
    #[pyo3(signature = (
        old, new = None, *, old_on: "date | None" = None, new_on: "date | None" = None, old_serial = None,
        new_serial = None, with_effect = false, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn compare(
        &self,
        py: Python<'_>,
        old: &str,
        new: Option<&str>,
        #[pyo3(from_py_with = arguments::old_on)] old_on: Option<NaiveDate>,
        #[pyo3(from_py_with = arguments::new_on)] new_on: Option<NaiveDate>,
        old_serial: Option<String>,
        new_serial: Option<String>,
        with_effect: bool,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let options = CompareOptions { with_effect, ..CompareOptions::default() };
        let frame = watched(py, None, |tell| {
            let old_item = self.model.item(old)?;
            let new_item = new.map_or(Ok(old_item), |new| self.model.item(new))?;
            let before = CompareSide { on: old_on, serial: old_serial, ..CompareSide::new(old_item) };
            let after = CompareSide { on: new_on, serial: new_serial, ..CompareSide::new(new_item) };
            let found = compare_watched(&self.model, &before, &after, &options, tell)?;
            Ok::<_, StructureError>(compare_frame(&self.model, &found, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }

    /// Freeze a delivery: the as-built rows of a machine, to keep in an `as_built` sheet.
    ///
    /// Parameters
    /// ----------
    /// serial
    ///     Serial number of the machine.
    /// on
    ///     The day; that of production or delivery by default.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line, each assembly once, depth-first, with the columns of the ``as_built`` table: ``serial``,
    ///     ``parent``, ``position``, ``item``, ``revision`` (text), ``quantity`` (decimal, in the item's unit, for one parent),
    ///     ``lot``, ``component_serial`` (text).
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The serial number is not in the catalog.
    /// StructureError
    ///     The machine names no item.
    #[pyo3(signature = (serial, *, on: "date | None" = None))]
    fn freeze(
        &self,
        py: Python<'_>,
        serial: &str,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
    ) -> PyResult<Table> {
        let frame = watched(py, None, |_| {
            let found = freeze(&self.model, serial, on)?;
            Ok::<_, StructureError>(as_built_frame(&self.model, &found))
        })?;
        Ok(Table::of(frame, &self.model))
    }
}
