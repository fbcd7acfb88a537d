//! Recalls and campaigns: who has a defective part, and how far its replacement has come.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use pyo3::PyClassInitializer;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rust_decimal::Decimal;

use super::arguments;
use super::catalog::Catalog;
use super::report::{book_of, input_paths, language_named, not_editable};
use super::structure::revisions;
use super::table::Table;
use super::watch::watched;
use crate::aftersales::{
    self, AftersalesError, CampaignOptions, RecallOptions, RecallRule, recall_by_rules, recall_rules,
};
use crate::finding::Findings;
use crate::model;
use crate::report::ReportError;
use crate::report::results::aftersales::{
    campaign_frame, campaign_history_frame, campaign_objects_frame, campaign_quarters_frame, recall_block_stock_frame,
    recall_cleared_frame, recall_contacts_frame, recall_loose_frame, recall_machines_frame, recall_need_frame,
};
use crate::report::results::recall_book::{campaign_sheets, recall_sheets};
use crate::report::write::{WriteOptions, write_book};
use crate::structure::StructureError;
use crate::tables::labels;
use crate::values::Watch;

/// First and last day; none is open.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

#[pymethods]
impl Catalog {
    /// Find every machine and customer hit by a recall, with the evidence.
    ///
    /// Parameters
    /// ----------
    /// campaign
    ///     Name of the campaign in the ``recalls`` sheet; beside ``item`` only the name of the answer.
    /// item
    ///     Number of a defective item, for a recall that the ``recalls`` sheet does not have.
    /// revisions
    ///     Affected revisions of the item; all by default.
    /// lots
    ///     Affected lots, or ranges such as ``"L100-L199"``, compared by letters and number.
    /// serials
    ///     Affected serial numbers of the component, or such ranges.
    /// delivered, produced
    ///     First and last day of delivery or production of the machines; ``None`` is open.
    /// replacement_item
    ///     Number of the item that is fitted instead.
    /// ratio
    ///     New pieces for one old; 1 by default.
    /// operation_hours
    ///     Hours of work on one machine.
    /// priority
    ///     Priority, such as ``"SAFETY"``.
    /// on
    ///     The day; that of the campaign, else the catalog's ``as_of``.
    /// completion
    ///     Share of the pieces that will be replaced, for the need of parts; that of the ``company`` sheet, else 1.
    /// p_suspect
    ///     Share of the suspect pieces that will turn out to be affected; that of the ``company`` sheet, else 0.5.
    /// language
    ///     Language of the descriptions.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Returns
    /// -------
    /// Recall
    ///     One row a place of a machine that is confirmed or suspect: worst grade first, then by serial number. Columns:
    ///     ``grade``, ``serial``, ``customer``, ``item``, ``revision``, ``lot``, ``quantity`` (pieces in all machines of
    ///     the row), ``reason``, ``rests_on`` (RECORDED, DESIGNED, SALE, MACHINE), ``certainty`` (0 to 1, of what the
    ///     structure says), ``path`` from the machine down, ``origin`` … Loose parts, contacts, stock to block, need,
    ///     status and what was cleared are its attributes.
    ///
    /// Raises
    /// ------
    /// AftersalesError
    ///     There is no such campaign, or a share is not between 0 and 1.
    /// ModelError
    ///     The item is not in the catalog.
    /// StructureError
    ///     Nothing names a revision.
    /// ValueError
    ///     Neither a campaign nor an item is given, or limits without item.
    ///
    /// Notes
    /// -----
    /// Rule: warranty and recall specification, section 5. CONFIRMED rests on records only. ``W-RECALL-WIDE`` without
    /// any limit, ``W-RECALL-BLIND`` for machines without any structure, ``W-CONTACT-MISSING``, ``E-EVENT-QTY``.
    #[pyo3(signature = (
        campaign = None, *, item = None, revisions = None, lots = None, serials = None,
        delivered: "tuple[date | None, date | None] | None" = None,
        produced: "tuple[date | None, date | None] | None" = None, replacement_item = None,
        ratio: "int | Decimal | None" = None, operation_hours: "int | Decimal | None" = None, priority = None, on: "date | None" = None,
        completion: "int | Decimal | None" = None, p_suspect: "int | Decimal | None" = None, language = "en",
        progress: "object" = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only in Python")]
    fn recall(
        &self,
        py: Python<'_>,
        campaign: Option<&str>,
        item: Option<&str>,
        revisions: Option<Vec<String>>,
        lots: Option<Vec<String>>,
        serials: Option<Vec<String>>,
        delivered: Option<Days>,
        produced: Option<Days>,
        replacement_item: Option<&str>,
        ratio: Option<Decimal>,
        operation_hours: Option<Decimal>,
        priority: Option<String>,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        completion: Option<Decimal>,
        p_suspect: Option<Decimal>,
        language: &str,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Py<Recall>> {
        let language = language_named(language)?.code();
        let standard = RecallOptions::of(&self.model);
        let options = RecallOptions {
            on,
            completion: completion.unwrap_or(standard.completion),
            p_suspect: p_suspect.unwrap_or(standard.p_suspect),
        };
        if [options.completion, options.p_suspect].iter().any(|share| *share < Decimal::ZERO || *share > Decimal::ONE) {
            return Err(PyValueError::new_err("completion and p_suspect are shares from 0 to 1"));
        }
        let is_limited = revisions.is_some()
            || lots.is_some()
            || serials.is_some()
            || delivered.is_some()
            || produced.is_some()
            || replacement_item.is_some()
            || ratio.is_some()
            || operation_hours.is_some()
            || priority.is_some();
        let (name, rules) = match (campaign, item) {
            (None, None) => return Err(PyValueError::new_err("give the name of a campaign, or an item")),
            (Some(_), None) if is_limited => {
                return Err(PyValueError::new_err("limits need an item; those of a campaign stand in its sheet"));
            }
            (Some(campaign), None) => (campaign, recall_rules(&self.model, campaign)?),
            (name, Some(item)) => {
                if ratio.is_some_and(|ratio| ratio <= Decimal::ZERO) {
                    return Err(PyValueError::new_err("ratio is above zero"));
                }
                let rule = RecallRule {
                    revisions: self.known_revisions(item, revisions.unwrap_or_default())?,
                    lots: lots.unwrap_or_default(),
                    serials: serials.unwrap_or_default(),
                    delivery: in_order("delivered", delivered)?,
                    production: in_order("produced", produced)?,
                    replacement_item: replacement_item.map(|item| self.model.item(item)).transpose()?,
                    ratio: ratio.unwrap_or(Decimal::ONE),
                    operation_hours,
                    priority,
                    ..RecallRule::new(self.model.item(item)?)
                };
                (name.unwrap_or(item), vec![rule])
            }
        };
        let (found, status) = watched(py, progress.as_ref(), |tell| {
            let found = recall_by_rules(&self.model, name, rules, &options, tell)?;
            let status = CampaignOptions { on: Some(self.model.as_of()), ..CampaignOptions::of(&self.model) };
            let status = aftersales::campaign(&self.model, name, Some(&found), &status)?;
            Ok::<_, AftersalesError>((found, status))
        })?;
        Recall::new(py, &self.model, found, status, language)
    }

    /// Count how far a campaign has come, from its rows in the ``campaign_status`` sheet.
    ///
    /// Machines and sales that the recall finds and no row names are IDENTIFIED since the day of the campaign.
    ///
    /// Parameters
    /// ----------
    /// name
    ///     Name of the campaign in the ``campaign_status`` or ``recalls`` sheet.
    /// on
    ///     The day; rows after it are left out. The catalog's ``as_of`` by default.
    /// escalate_days
    ///     Open objects of priority SAFETY are urgent after this many days; those of the ``company`` sheet, else 90.
    /// language
    ///     Language of workbooks.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Returns
    /// -------
    /// Campaign
    ///     The numbers: a row for all, then by priority, country, week and quarter, as ``scope`` says. Columns: how many
    ///     are in each state, ``affected`` (all but NOT_AFFECTED), ``completion``, ``adjusted`` (without SCRAPPED) and
    ///     ``reachable`` (without UNREACHABLE too) in percent with two decimals, ``parts_needed`` for what is open,
    ///     ``urgent``. Status, quarters and history are its attributes.
    ///
    /// Raises
    /// ------
    /// AftersalesError
    ///     There is no such campaign.
    ///
    /// Notes
    /// -----
    /// Rule: warranty and recall specification, section 6. ``W-STATE`` for a row after REMEDIED without REOPEN.
    #[pyo3(signature = (name, *, on: "date | None" = None, escalate_days = None, language = "en", progress: "object" = None))]
    fn campaign(
        &self,
        py: Python<'_>,
        name: &str,
        #[pyo3(from_py_with = arguments::on)] on: Option<NaiveDate>,
        escalate_days: Option<u32>,
        language: &str,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Py<Campaign>> {
        language_named(language)?;
        let standard = CampaignOptions::of(&self.model);
        let options = CampaignOptions { on, escalate_days: escalate_days.unwrap_or(standard.escalate_days) };
        let found = watched(py, progress.as_ref(), |tell| {
            let recall = match recall_rules(&self.model, name) {
                Ok(rules) => Some(recall_by_rules(&self.model, name, rules, &RecallOptions::of(&self.model), tell)?),
                Err(AftersalesError::UnknownCampaign { .. }) => None,
                Err(error) => return Err(error),
            };
            aftersales::campaign(&self.model, name, recall.as_ref(), &options)
        })?;
        Campaign::new(py, &self.model, found)
    }
}

impl Catalog {
    /// The revisions, when anything names each of them.
    fn known_revisions(&self, item: &str, named: Vec<String>) -> PyResult<Vec<String>> {
        match named.iter().find(|name| self.model.texts().find(name).is_none()) {
            None => Ok(named),
            Some(revision) => Err(StructureError::UnknownRevision {
                item: item.to_owned(),
                revision: revision.clone(),
                known: revisions(&self.model, item),
            }
            .into()),
        }
    }
}

fn in_order(name: &str, days: Option<Days>) -> PyResult<Days> {
    match days {
        Some((Some(from), Some(to))) if from > to => {
            Err(PyValueError::new_err(format!("{name} ends on {to}, before it begins on {from}")))
        }
        days => Ok(days.unwrap_or_default()),
    }
}

/// A recall worked out: machines, loose parts, contacts, stock to block, need, status, and what was cleared.
///
/// A table of the affected pieces in machines; the other tables are its attributes, and sheets of its workbook. There
/// every number of a summary is a formula over its list, and the contacts are ready for a mail merge.
#[pyclass(frozen, extends = Table, module = "partsbook")]
pub(crate) struct Recall {
    catalog: Arc<model::Catalog>,
    found: aftersales::Recall,
    status: aftersales::Campaign,
    language: &'static str,
}

impl Recall {
    fn new(
        py: Python<'_>,
        catalog: &Arc<model::Catalog>,
        found: aftersales::Recall,
        status: aftersales::Campaign,
        language: &'static str,
    ) -> PyResult<Py<Self>> {
        let own = Self { catalog: Arc::clone(catalog), found, status, language };
        let machines = Table::of(recall_machines_frame(catalog, &own.found, language), catalog);
        let rest = [
            recall_loose_frame(catalog, &own.found, language),
            recall_contacts_frame(catalog, &own.found),
            recall_block_stock_frame(catalog, &own.found, language),
            recall_need_frame(catalog, &own.found),
            campaign_objects_frame(catalog, &own.status),
            recall_cleared_frame(catalog, &own.found, language),
        ];
        let table = rest.into_iter().fold(machines, Table::with);
        Py::new(py, PyClassInitializer::from(table).add_subclass(own))
    }
}

#[pymethods]
impl Recall {
    /// Name of the campaign.
    #[getter]
    fn campaign(&self) -> &str {
        &self.found.campaign
    }

    /// The day the machines were looked at.
    #[getter]
    fn on(&self) -> NaiveDate {
        self.found.on
    }

    /// Affected pieces in machines; the table itself.
    #[getter]
    fn machines(&self) -> Table {
        Table::of(recall_machines_frame(&self.catalog, &self.found, self.language), &self.catalog)
    }

    /// Affected pieces that were sold and are not known to be fitted.
    #[getter]
    fn loose(&self) -> Table {
        Table::of(recall_loose_frame(&self.catalog, &self.found, self.language), &self.catalog)
    }

    /// Customers to tell: one row a customer, by number. Only here stand names, addresses and telephone numbers.
    #[getter]
    fn contacts(&self) -> Table {
        Table::of(recall_contacts_frame(&self.catalog, &self.found), &self.catalog)
    }

    /// Own stock to block, in the order of the ``stock`` sheet.
    #[getter]
    fn block_stock(&self) -> Table {
        Table::of(recall_block_stock_frame(&self.catalog, &self.found, self.language), &self.catalog)
    }

    /// Replacement parts and hours of work, by affected item.
    #[getter]
    fn need(&self) -> Table {
        Table::of(recall_need_frame(&self.catalog, &self.found), &self.catalog)
    }

    /// Each machine and sale with its state in the ``campaign_status`` sheet.
    #[getter]
    fn status(&self) -> Table {
        Table::of(campaign_objects_frame(&self.catalog, &self.status), &self.catalog)
    }

    /// What is not affected, and why.
    #[getter]
    fn cleared(&self) -> Table {
        Table::of(recall_cleared_frame(&self.catalog, &self.found, self.language), &self.catalog)
    }

    /// Write the recall as a workbook: lists, contacts for a mail merge, and summaries that follow the lists.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// overwrite
    ///     Replace a file that this program did not write. An own workbook is always replaced, an input never.
    /// language
    ///     Language of titles, labels and descriptions: en, fi, sv, de, nl or zh.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, is open elsewhere, or cannot be written.
    /// ValueError
    ///     ``editable``: this is an answer, not a table that was read.
    #[pyo3(signature = (path, *, overwrite = false, language = "en", progress: "object" = None, editable = false))]
    fn to_excel(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        language: &str,
        progress: Option<Bound<'_, PyAny>>,
        editable: bool,
    ) -> PyResult<()> {
        if editable {
            return Err(not_editable(&self.found.campaign));
        }
        let language = language_named(language)?;
        watched(py, progress.as_ref(), |tell| {
            let catalog = &*self.catalog;
            let mut all = catalog.findings().clone();
            all.extend(self.found.findings.clone());
            all.extend(self.status.findings.clone());
            all.sort();
            let title = format!("{}: {}", labels::label("sheet.recall", language.code()), self.found.campaign);
            let sheets = recall_sheets(catalog, &self.found, &self.status, language);
            write(&all, title, (sheets, catalog), language, (&path, overwrite), tell)
        })
    }
}

/// How far a campaign has come.
///
/// A table of its numbers: all, then by priority, country, week and quarter.
#[pyclass(frozen, extends = Table, module = "partsbook")]
pub(crate) struct Campaign {
    catalog: Arc<model::Catalog>,
    found: aftersales::Campaign,
}

impl Campaign {
    fn new(py: Python<'_>, catalog: &Arc<model::Catalog>, found: aftersales::Campaign) -> PyResult<Py<Self>> {
        let own = Self { catalog: Arc::clone(catalog), found };
        let table = Table::of(campaign_frame(catalog, &own.found), catalog)
            .with(campaign_quarters_frame(&own.found))
            .with(campaign_objects_frame(catalog, &own.found))
            .with(campaign_history_frame(&own.found));
        Py::new(py, PyClassInitializer::from(table).add_subclass(own))
    }
}

#[pymethods]
impl Campaign {
    /// Name of the campaign.
    #[getter]
    fn campaign(&self) -> &str {
        &self.found.campaign
    }

    /// The day it was counted on.
    #[getter]
    fn on(&self) -> NaiveDate {
        self.found.on
    }

    /// Machines and sales that are affected: all but those found in order.
    #[getter]
    fn affected(&self) -> usize {
        self.found.numbers.affected
    }

    /// REMEDIED of affected, in percent.
    #[getter]
    fn completion(&self) -> Option<Decimal> {
        self.found.numbers.completion
    }

    /// REMEDIED of affected without SCRAPPED, in percent.
    #[getter]
    fn adjusted(&self) -> Option<Decimal> {
        self.found.numbers.adjusted
    }

    /// REMEDIED of affected without SCRAPPED and UNREACHABLE, in percent.
    #[getter]
    fn reachable(&self) -> Option<Decimal> {
        self.found.numbers.reachable
    }

    /// The quarterly table in the style of 49 CFR 573.7: days of notification, population, remedied, unreachable,
    /// removed from the population.
    #[getter]
    fn quarters(&self) -> Table {
        Table::of(campaign_quarters_frame(&self.found), &self.catalog)
    }

    /// Each machine and sale with its state.
    #[getter]
    fn status(&self) -> Table {
        Table::of(campaign_objects_frame(&self.catalog, &self.found), &self.catalog)
    }

    /// Each state of each machine and sale with its first and last day.
    #[getter]
    fn history(&self) -> Table {
        Table::of(campaign_history_frame(&self.found), &self.catalog)
    }

    /// Write the campaign as a workbook whose numbers follow the lists of states.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     The file to write. It appears when it is whole.
    /// overwrite
    ///     Replace a file that this program did not write. An own workbook is always replaced, an input never.
    /// language
    ///     Language of titles and labels: en, fi, sv, de, nl or zh.
    /// progress
    ///     ``True`` for a bar on the terminal, or a callable that takes (done, total).
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     The file exists and is not ours, is an input, is open elsewhere, or cannot be written.
    /// ValueError
    ///     ``editable``: this is an answer, not a table that was read.
    #[pyo3(signature = (path, *, overwrite = false, language = "en", progress: "object" = None, editable = false))]
    fn to_excel(
        &self,
        py: Python<'_>,
        path: PathBuf,
        overwrite: bool,
        language: &str,
        progress: Option<Bound<'_, PyAny>>,
        editable: bool,
    ) -> PyResult<()> {
        if editable {
            return Err(not_editable(&self.found.campaign));
        }
        let language = language_named(language)?;
        watched(py, progress.as_ref(), |tell| {
            let catalog = &*self.catalog;
            let mut all = catalog.findings().clone();
            all.extend(self.found.findings.clone());
            all.sort();
            let title = format!("{}: {}", labels::label("sheet.campaign", language.code()), self.found.campaign);
            let sheets = campaign_sheets(catalog, &self.found, language);
            write(&all, title, (sheets, catalog), language, (&path, overwrite), tell)
        })
    }
}

/// Writes sheets as a workbook.
fn write(
    findings: &Findings,
    title: String,
    (sheets, catalog): (Vec<crate::report::Sheet>, &model::Catalog),
    language: crate::report::Language,
    (path, overwrite): (&PathBuf, bool),
    tell: Watch<'_>,
) -> Result<(), ReportError> {
    let book = book_of(sheets, findings, title, Some(catalog), language, path);
    let cancel = || !tell(0, 1);
    let inputs = input_paths(Some(catalog));
    write_book(&book, path, &WriteOptions { overwrite, inputs: &inputs, cancel: &cancel })?;
    tell(1, 1);
    Ok(())
}
