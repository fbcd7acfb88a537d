//! Questions about product structures.

use chrono::NaiveDate;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::catalog::Catalog;
use super::report::language_named;
use super::table::Table;
use super::watch::watched;
use crate::model;
use crate::report::results::replacement::{interchange_frame, supersession_frame, supersession_steps_frame};
use crate::report::results::structure::{
    explosion_frame, explosion_summed_frame, where_used_frame, where_used_totals_frame,
};
use crate::structure::{
    ExplosionOptions, Interchange, Reach, StructureError, StructureKind, WhereUsedOptions, explode, free_stock,
    resolve_supersession, where_used,
};

#[pymethods]
impl Catalog {
    /// List everything an item is made of, depth-first in position order.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// quantity
    ///     How many of it.
    /// on
    ///     Only lines that are effective on this day; the catalog's ``as_of`` by default.
    /// serial
    ///     Serial number of the machine, for lines that are valid for some serial numbers only.
    /// levels
    ///     How many levels are opened; all by default.
    /// kind
    ///     ``"designed"``: valid on the day. ``"built"``: what left the factory under the serial number.
    ///     ``"maintained"``: as built, and what was fitted and removed since. Where nothing was frozen both are
    ///     reconstructed from the structure valid at delivery: ``certainty`` (0 to 1) and ``doubt`` say how sure each
    ///     row is, and why not.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a line, with level, parent, item, quantity in one parent and in the whole. Its ``more`` holds the
    ///     totals: one row an item.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item or the serial number is not in the catalog.
    /// StructureError
    ///     The quantity is not above zero, or a serial number is missing.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification. ``E-CYCLE`` for each loop met. Time grows with the rows returned.
    ///
    /// Examples
    /// --------
    /// >>> sample_catalog().explode("A200")["item"]
    /// ['A310', 'W220', 'S100', 'S100']
    #[pyo3(signature = (
        item, quantity: "int | Decimal" = Decimal::ONE, *, on = None, serial = None, levels = None, kind = "designed", language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn explode(
        &self,
        py: Python<'_>,
        item: &str,
        quantity: Decimal,
        on: Option<NaiveDate>,
        serial: Option<String>,
        levels: Option<u32>,
        kind: &str,
        language: &str,
    ) -> PyResult<Table> {
        let kinds = [StructureKind::Designed, StructureKind::Built, StructureKind::Maintained];
        let kind = kinds.into_iter().find(|known| known.name() == kind).ok_or_else(|| {
            PyValueError::new_err(format!("kind is \"designed\", \"built\" or \"maintained\", not \"{kind}\""))
        })?;
        let language = language_named(language)?.code();
        let options = ExplosionOptions { on, serial, levels, kind, ..ExplosionOptions::default() };
        let (rows, totals) = watched(py, None, |_| {
            let found = explode(&self.model, self.model.item(item)?, quantity, &options)?;
            let rows = explosion_frame(&self.model, &found, language);
            Ok::<_, StructureError>((rows, explosion_summed_frame(&self.model, &found, language)))
        })?;
        Ok(Table::of(rows, &self.model).with(totals))
    }

    /// List every place an item is used, nearest parents first.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// revision
    ///     Only lines that name this revision of the item, or none.
    /// on
    ///     Only lines that are effective on this day; the catalog's ``as_of`` by default.
    /// levels
    ///     Only uses up to this level, 1 is direct; all by default.
    /// to
    ///     Where to end: ``"top"`` products, delivered ``"machines"``, or the ``"customers"`` who have them.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an assembly and line, ordered by level, parent, position; with ``to="machines"`` one row a machine,
    ///     with ``to="customers"`` by customer first, and its ``more`` holds what each customer has.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    /// StructureError
    ///     Nothing names the revision.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification. ``E-CYCLE`` for each loop met. Time grows with the rows returned.
    ///
    /// Examples
    /// --------
    /// >>> sample_catalog().where_used("W220")["parent"]
    /// ['A310', 'A200']
    #[pyo3(signature = (item, *, revision = None, on = None, levels = None, to = "top", language = "en"))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn where_used(
        &self,
        py: Python<'_>,
        item: &str,
        revision: Option<String>,
        on: Option<NaiveDate>,
        levels: Option<u32>,
        to: &str,
        language: &str,
    ) -> PyResult<Table> {
        let to = match to {
            "top" => Reach::Top,
            "machines" => Reach::Machines,
            "customers" => Reach::Customers,
            _ => {
                return Err(PyValueError::new_err(format!(
                    "to is \"top\", \"machines\" or \"customers\", not \"{to}\""
                )));
            }
        };
        let language = language_named(language)?.code();
        let options = WhereUsedOptions { revision, on, levels, to };
        let (rows, totals) = watched(py, None, |_| {
            let found = where_used(&self.model, self.model.item(item)?, &options)?;
            let totals = (to == Reach::Customers).then(|| where_used_totals_frame(&self.model, &found));
            Ok::<_, StructureError>((where_used_frame(&self.model, &found, language), totals))
        })?;
        let table = Table::of(rows, &self.model);
        Ok(totals.into_iter().fold(table, Table::with))
    }

    /// List what may be taken instead of an item: newer revisions, alternative items, and what may replace those.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// revision
    ///     Revision that was delivered; without it, what holds for all revisions.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// parent
    ///     Assembly the item is in: lets in what may replace it there only.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     The item itself, then what may replace it, by number of steps. Columns: ``item``, ``description``,
    ///     ``revision``, ``ratio`` (new pieces for one old), ``may_be_chosen`` (no for drafts and withdrawn revisions),
    ///     ``all_pieces`` (only all together), ``conditional``, ``conditions``, ``origin``.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    /// StructureError
    ///     Nothing names the revision.
    #[pyo3(signature = (item, *, revision = None, on = None, parent = None, language = "en"))]
    fn interchange(
        &self,
        py: Python<'_>,
        item: &str,
        revision: Option<&str>,
        on: Option<NaiveDate>,
        parent: Option<&str>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let frame = watched(py, None, |_| {
            let id = self.model.item(item)?;
            let parent = parent.map(|parent| self.model.item(parent)).transpose()?;
            let revision = revision
                .map(|revision| {
                    self.model.texts().find(revision).ok_or_else(|| StructureError::UnknownRevision {
                        item: item.to_owned(),
                        revision: revision.to_owned(),
                        known: revisions(&self.model, item),
                    })
                })
                .transpose()?;
            let on = on.unwrap_or(self.model.as_of());
            let found = Interchange::new(&self.model).replacements((id, revision), on, parent);
            Ok::<_, StructureError>(interchange_frame(&self.model, &found, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }

    /// What is supplied for an order when items have been superseded.
    ///
    /// Free stock is what the ``stock`` table has on hand, less what is reserved or blocked.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item ordered, as text.
    /// quantity
    ///     Quantity ordered.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an item supplied. Columns: ``item``, ``description``, ``quantity``, ``unit``. Its ``more`` holds each
    ///     step on the way.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    /// StructureError
    ///     The quantity is not above zero.
    #[pyo3(signature = (item, quantity: "int | Decimal" = Decimal::ONE, on = None, *, language = "en"))]
    fn resolve_supersession(
        &self,
        py: Python<'_>,
        item: &str,
        quantity: Decimal,
        on: Option<NaiveDate>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let (rows, steps) = watched(py, None, |_| {
            let id = self.model.item(item)?;
            if quantity <= Decimal::ZERO {
                return Err(StructureError::Quantity { quantity });
            }
            let on = on.unwrap_or(self.model.as_of());
            let found = resolve_supersession(&self.model, id, quantity, on, &free_stock(&self.model));
            let rows = supersession_frame(&self.model, &found, language);
            Ok((rows, supersession_steps_frame(&self.model, &found)))
        })?;
        Ok(Table::of(rows, &self.model).with(steps))
    }
}

/// The revisions of an item that the `revisions` table names.
pub(super) fn revisions(catalog: &model::Catalog, item: &str) -> Vec<String> {
    let table = catalog.table("revisions");
    let (items, names) = (table.text("item"), table.text("revision"));
    let own = (0..table.len()).filter(|&row| items.get(row).is_some_and(|symbol| catalog.text(symbol) == item));
    own.filter_map(|row| names.get(row)).map(|name| catalog.text(name).to_owned()).collect()
}
