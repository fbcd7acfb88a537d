//! Questions about product structures.

use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::arguments;
use super::catalog::Catalog;
use super::report::language_named;
use super::table::Table;
use super::watch::{heard, watched};
use crate::model;
use crate::report::picture::{explosion_picture, where_used_picture};
use crate::report::results::replacement::{
    interchange_frame, interchange_matrix_frame, supersession_chains_frame, supersession_frame,
    supersession_steps_frame,
};
use crate::report::results::structure::{
    explosion_frame, explosion_summed_frame, where_used_frame, where_used_totals_frame,
};
use crate::structure::{
    ExplosionOptions, FieldStructures, Interchange, ParentRevisions, Reach, StructureError, StructureKind,
    WhereUsedOptions, explode_watched, free_stock, interchange_matrix, resolve_supersession, supersession_chains,
    where_used_watched,
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
    ///     One row a line, depth-first in position order. Columns: ``level`` (int, 1 is direct), ``parent``,
    ///     ``position``, ``item``, ``description`` (text), ``revision`` (text, the newest released one that may
    ///     replace the revision of the line; in a built or maintained structure the one delivered),
    ///     ``line_revision`` (text, that of the line, where it is another), ``quantity`` (decimal, for one parent,
    ///     in ``unit``), ``unit`` (text), ``total_quantity`` (decimal, in the whole, in ``total_unit``),
    ///     ``total_unit``, ``kind`` (text), ``as_required`` (bool), ``certainty`` (decimal, 0 to 1), ``doubt``,
    ///     ``path``, ``origin`` (text).
    ///
    ///     Its ``more`` holds the totals: one row an item, by item number. Columns: ``item``, ``description``,
    ///     ``total_quantity`` (decimal, in ``unit``), ``unit``, ``kind``, ``lines`` (int), ``is_leaf`` (bool).
    ///     ``picture`` shows it.
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
        item, quantity: "int | float | Decimal" = Decimal::ONE, *, on: "date | None" = None, serial = None, levels: "int | None" = None, kind = "designed", language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn explode(
        &self,
        py: Python<'_>,
        item: &str,
        #[pyo3(from_py_with = arguments::quantity)] quantity: Decimal,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        serial: Option<String>,
        #[pyo3(from_py_with = arguments::levels)] levels: Option<u32>,
        kind: &str,
        language: &str,
    ) -> PyResult<Table> {
        let kinds = [StructureKind::Designed, StructureKind::Built, StructureKind::Maintained];
        let kind = chosen("kind", kind, &kinds.map(|kind| (kind.name(), kind)))?;
        let language = language_named(language)?.code();
        let options = ExplosionOptions { on, serial, levels, kind, ..ExplosionOptions::default() };
        let found = heard(py, |tell| explode_watched(&self.model, self.model.item(item)?, quantity, &options, tell))?;
        let found = Arc::new(found);
        let (catalog, rows) = (Arc::clone(&self.model), Arc::clone(&found));
        let table = Table::later(move || explosion_frame(&catalog, &rows, language), &self.model);
        let (catalog, totals) = (Arc::clone(&self.model), Arc::clone(&found));
        let table = table.with_later(move || explosion_summed_frame(&catalog, &totals, language));
        let catalog = Arc::clone(&self.model);
        Ok(table.drawn(move || explosion_picture(&catalog, &found, language)))
    }

    /// List every place an item is used, nearest parents first.
    ///
    /// Without switches the answer is what the sheets say on the day: lines that name the item, in the newest revision of
    /// each assembly. What would follow from interchangeability is a judgement, and is added only when asked for.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item, as text.
    /// revision
    ///     Only lines that name this revision of the item, or none; all revisions by default.
    /// on
    ///     Only lines that are effective on this day; the catalog's ``as_of`` by default.
    /// levels
    ///     Only uses up to this level, 1 is direct; all by default. Quantities are over all paths in any case.
    /// to
    ///     Where to end: ``"top"`` products, delivered ``"machines"``, or the ``"customers"`` who have them.
    /// structures
    ///     For machines and customers. ``"both"``: what was recorded for a machine where something was, else the structure
    ///     valid at its delivery, which is what is known best. ``"working"``: the structure valid at delivery for all.
    ///     ``"frozen"``: only what was recorded, as built and since.
    /// parent_revisions
    ///     ``"newest"``: lines of the newest revision of each assembly, as it is built today. ``"all"``: lines of its older
    ///     revisions too; sums stay those of the newest one and are blank where only older ones lead.
    /// tops_only
    ///     Only assemblies that are in no other, each with its path; by default every assembly on the way.
    /// interchangeable
    ///     With a revision: also lines that name a revision which it may replace.
    /// alternates
    ///     Also lines in which the item is an alternative that is not used now, and lines that name an item for which it
    ///     may be taken by the ``alternates`` sheet.
    /// supersessions
    ///     Also lines that name an older item which is replaced by this one in the end.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row an assembly and line: lines that name the item, then what stands for it (``through`` says why:
    ///     ``REVISION``, ``ALTERNATE``, ``SUPERSESSION``), each ordered by level, parent, position. Columns:
    ///     ``level`` (int, 1 is direct), ``parent``, ``parent_revision``, ``description`` (of the parent),
    ///     ``position``, ``item``, ``revision``, ``through`` (text), ``quantity`` (decimal, of the line, in
    ///     ``unit``), ``unit`` (text), ``total_quantity`` (decimal, the item's pieces in one of the assembly over
    ///     all paths), ``is_top`` (bool), ``path`` (text, proves it), ``origin`` (text).
    ///
    ///     With ``to="machines"`` one row a machine, with ``to="customers"`` by customer first. Columns: ``level``,
    ///     ``customer``, ``customer_name``, ``country``, ``project``, ``serial``, ``model``, ``parent`` (text, the
    ///     item of the machine), ``description``, ``delivery_date`` (date), ``status``, ``structure`` (what was
    ///     looked into), ``item``, ``through`` (text), ``quantity`` (decimal, in one machine), ``machines``
    ///     (decimal, how many), ``total_quantity`` (decimal), ``unit``, ``path``, ``origin`` (text). Its ``more``
    ///     holds what each customer has: ``customer``, ``customer_name``, ``country``, ``item``, ``machines``,
    ///     ``total_quantity``, ``unit``. ``picture`` shows it.
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
    /// Rule: structures specification, sections 2, 3, 7 and 8. ``E-CYCLE`` for each loop met. Time grows with the lines
    /// above the item; the texts of the rows are made when they are first looked at.
    ///
    /// Examples
    /// --------
    /// >>> sample_catalog().where_used("W220")["parent"]
    /// ['A310', 'A200']
    #[pyo3(signature = (
        item, *, revision = None, on: "date | None" = None, levels: "int | None" = None, to = "top", structures = "both", parent_revisions = "newest",
        tops_only = false, interchangeable = false, alternates = false, supersessions = false, language = "en"
    ))]
    #[expect(clippy::too_many_arguments, clippy::fn_params_excessive_bools, reason = "keyword-only in Python")]
    fn where_used(
        &self,
        py: Python<'_>,
        item: &str,
        revision: Option<String>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        #[pyo3(from_py_with = arguments::levels)] levels: Option<u32>,
        to: &str,
        structures: &str,
        parent_revisions: &str,
        tops_only: bool,
        interchangeable: bool,
        alternates: bool,
        supersessions: bool,
        language: &str,
    ) -> PyResult<Table> {
        let to =
            chosen("to", to, &[("top", Reach::Top), ("machines", Reach::Machines), ("customers", Reach::Customers)])?;
        let kinds = [
            ("both", FieldStructures::Both),
            ("working", FieldStructures::Working),
            ("frozen", FieldStructures::Frozen),
        ];
        let structures = chosen("structures", structures, &kinds)?;
        let kinds = [("newest", ParentRevisions::Newest), ("all", ParentRevisions::All)];
        let parent_revisions = chosen("parent_revisions", parent_revisions, &kinds)?;
        if to == Reach::Top && structures == FieldStructures::Frozen {
            return Err(PyValueError::new_err(
                "frozen structures are those of machines: ask with to=\"machines\" or to=\"customers\"",
            ));
        }
        let language = language_named(language)?.code();
        let options = WhereUsedOptions {
            revision,
            on,
            levels,
            to,
            structures,
            parent_revisions,
            tops_only,
            interchangeable,
            alternates,
            supersessions,
        };
        let found = heard(py, |tell| where_used_watched(&self.model, self.model.item(item)?, &options, tell))?;
        let found = Arc::new(found);
        let (catalog, rows) = (Arc::clone(&self.model), Arc::clone(&found));
        let table = Table::later(move || where_used_frame(&catalog, &rows, language), &self.model);
        let totals = (to == Reach::Customers).then(|| where_used_totals_frame(&self.model, &found));
        let catalog = Arc::clone(&self.model);
        let table = table.drawn(move || where_used_picture(&catalog, &found, language));
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
    #[pyo3(signature = (item, *, revision = None, on: "date | None" = None, parent = None, language = "en"))]
    fn interchange(
        &self,
        py: Python<'_>,
        item: &str,
        revision: Option<&str>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
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

    /// Say for every two revisions of items whether one may be taken for the other.
    ///
    /// Parameters
    /// ----------
    /// items
    ///     Numbers of the items; all that have revisions by default.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a delivered revision, by item number and sequence. Columns: ``item``, ``description``, ``revision``,
    ///     ``status``, ``released``, ``latest``, and for each name of a revision ``→ name``: ``FULL`` (both ways),
    ///     ``FORWARD`` (it may replace the delivered one), ``COND`` (under a condition, or all pieces together),
    ///     ``BACKWARD`` (only the delivered one may replace it), ``NONE``.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     An item is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 2. An interchangeable change makes a new revision, any other a new number.
    #[pyo3(signature = (items: "str | list[str] | tuple[str, ...] | None" = None, *, on: "date | None" = None, language = "en"))]
    fn interchange_matrix(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = arguments::items)] items: Option<Vec<String>>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let frame = watched(py, None, |_| {
            let items =
                items.map(|items| items.iter().map(|item| self.model.item(item)).collect::<Result<Vec<_>, _>>());
            let found =
                interchange_matrix(&self.model, items.transpose()?.as_deref(), on.unwrap_or(self.model.as_of()));
            Ok::<_, StructureError>(interchange_matrix_frame(&self.model, &found, language))
        })?;
        Ok(Table::of(frame, &self.model))
    }

    /// List chains of replacements, and how long the stock of the old items lasts.
    ///
    /// Months of stock are free stock by mean monthly demand: what the ``demand`` sheet has for the twelve months before the
    /// day, or since its first day when that is later. Blank where nothing was asked for: the stock does not run out.
    ///
    /// Parameters
    /// ----------
    /// item
    ///     Number of the item the chain begins with; all chains from their first items by default.
    /// on
    ///     The day; the catalog's ``as_of`` by default.
    /// language
    ///     Language of the descriptions.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a step, by the chain's first item. Columns: ``item``, ``step``, ``old``, ``new``, ``description``,
    ///     ``type``, ``ratio``, ``pieces`` (new pieces for one of the first item), ``policy``, ``from``, ``backward``
    ///     (the old one may still be taken for the new one), ``free_stock``, ``monthly_demand``, ``months``, ``run_out``
    ///     (all four of the old item), ``note``, ``origin``.
    ///
    /// Raises
    /// ------
    /// ModelError
    ///     The item is not in the catalog.
    ///
    /// Notes
    /// -----
    /// Rule: structures specification, section 3. ``E-SUP-CYCLE`` for each loop.
    #[pyo3(signature = (item = None, *, on: "date | None" = None, language = "en"))]
    fn supersessions(
        &self,
        py: Python<'_>,
        item: Option<&str>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        language: &str,
    ) -> PyResult<Table> {
        let language = language_named(language)?.code();
        let frame = watched(py, None, |_| {
            let item = item.map(|item| self.model.item(item)).transpose()?;
            let found = supersession_chains(&self.model, item, on.unwrap_or(self.model.as_of()));
            Ok::<_, StructureError>(supersession_chains_frame(&self.model, &found, language))
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
    #[pyo3(signature = (item, quantity: "int | float | Decimal" = Decimal::ONE, on: "date | None" = None, *, language = "en"))]
    fn resolve_supersession(
        &self,
        py: Python<'_>,
        item: &str,
        #[pyo3(from_py_with = arguments::quantity)] quantity: Decimal,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
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

/// What a word stands for, or an error that says which words there are.
fn chosen<T: Copy>(name: &str, word: &str, words: &[(&str, T)]) -> PyResult<T> {
    words.iter().find(|(known, _)| *known == word).map(|&(_, value)| value).ok_or_else(|| {
        let known: Vec<String> = words.iter().map(|(known, _)| format!("\"{known}\"")).collect();
        PyValueError::new_err(format!("{name} is {}, not \"{word}\"", known.join(" or ")))
    })
}

/// The revisions of an item that the `revisions` table names.
pub(super) fn revisions(catalog: &model::Catalog, item: &str) -> Vec<String> {
    let table = catalog.table("revisions");
    let (items, names) = (table.text("item"), table.text("revision"));
    let own = (0..table.len()).filter(|&row| items.get(row).is_some_and(|symbol| catalog.text(symbol) == item));
    own.filter_map(|row| names.get(row)).map(|name| catalog.text(name).to_owned()).collect()
}
