//! Recall: which machines and customers have a defective part, and what is needed to replace it.
//!
//! Rule: warranty and recall specification, section 5. Each machine is judged by what was fitted on the day of the
//! campaign: recorded lines by their revision, lot and serial number, designed lines by the revisions that could have
//! been fitted. CONFIRMED holds only pieces that are recorded as affected; CONFIRMED and SUSPECT together hold every piece
//! that may be.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::AftersalesError;
use super::lists::{RecallBlock, RecallContact, RecallNeed};
use super::loose::{RecallLoose, Sales};
use super::rule::{Grade, RecallRule, recall_rules};
use crate::finding::codes::aftersales as codes;
use crate::finding::{Finding, Findings};
use crate::model::{Catalog, ItemId, MachineId, SerialKey};
use crate::structure::{BuildPeriod, Candidate, Delivered, Figure, Place, containing};
use crate::tables::{Sentence, Symbol};
use crate::values::{UNWATCHED, Watch};

/// How a recall is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecallOptions {
    /// The day; by default that of the campaign, else the catalog's.
    pub on: Option<NaiveDate>,
    /// Share of the pieces that will be replaced.
    pub completion: Decimal,
    /// Share of the suspect pieces that will turn out to be affected.
    pub p_suspect: Decimal,
}

impl Default for RecallOptions {
    fn default() -> Self {
        Self { on: None, completion: Decimal::ONE, p_suspect: Decimal::new(5, 1) }
    }
}

impl RecallOptions {
    /// The shares of the `company` sheet; where it has none, the usual ones.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let (own, company) = (Self::default(), catalog.company());
        Self {
            completion: company.decimal("completion").unwrap_or(own.completion),
            p_suspect: company.decimal("p_suspect").unwrap_or(own.p_suspect),
            ..own
        }
    }
}

/// What a judgement about a machine rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecallBasis {
    /// An as-built line or a service event.
    Recorded,
    /// The structure valid at delivery.
    Designed,
    /// A spare part sold for this machine, without a service event.
    Sale,
    /// The row of the machine itself.
    Machine,
}

impl RecallBasis {
    /// The word used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "RECORDED",
            Self::Designed => "DESIGNED",
            Self::Sale => "SALE",
            Self::Machine => "MACHINE",
        }
    }
}

/// Pieces of an affected item in a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallMachine {
    /// The machine; none for a serial number that is not in the machines table.
    pub machine: Option<MachineId>,
    /// Its serial number; none for machines of a project without one.
    pub serial: Option<Symbol>,
    /// Number of its customer.
    pub customer: Option<Symbol>,
    /// The affected item.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Its lot.
    pub lot: Option<Symbol>,
    /// Its serial number.
    pub component_serial: Option<Symbol>,
    /// How many pieces.
    pub quantity: Decimal,
    /// How sure it is.
    pub grade: Grade,
    /// Why.
    pub reason: Sentence,
    /// What that rests on.
    pub basis: RecallBasis,
    /// Which row of the recall decides.
    pub rule: usize,
    /// Where the piece stands.
    pub place: Option<Place>,
    /// How sure it is that the position holds what the structure says; none where the judgement rests on a record.
    pub certainty: Option<Decimal>,
    /// The items from the machine down to the piece.
    pub path: Vec<ItemId>,
}

/// An assembly or kit that contains an affected item; the item itself is one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallGoods {
    /// Which row of the recall.
    pub rule: usize,
    /// The assembly, kit or item.
    pub item: ItemId,
    /// Lines down to the affected item; 0 for the item itself.
    pub level: u32,
    /// Pieces of the affected item in one of it.
    pub quantity: Figure,
    /// The items from it down to the affected one.
    pub path: Vec<ItemId>,
}

/// Everything a recall campaign needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    /// Name of the campaign.
    pub campaign: String,
    /// The day.
    pub on: NaiveDate,
    /// How it was worked out.
    pub options: RecallOptions,
    /// What is affected.
    pub rules: Vec<RecallRule>,
    /// Pieces in machines: worst grade first, then by serial number.
    pub machines: Vec<RecallMachine>,
    /// Pieces sold as spare parts: worst grade first, then in the order of the sales.
    pub loose: Vec<RecallLoose>,
    /// Assemblies and kits that contain affected items.
    pub goods: Vec<RecallGoods>,
    /// Stock to block, in the order of the stock table.
    pub block: Vec<RecallBlock>,
    /// Replacement parts and labour, by affected item.
    pub need: Vec<RecallNeed>,
    /// Customers to tell, by number; those without one last.
    pub contacts: Vec<RecallContact>,
    /// What is doubtful.
    pub findings: Findings,
}

impl Recall {
    /// The worst grade of a machine; none when it has none of the items.
    #[must_use]
    pub fn grade_of(&self, serial: Symbol) -> Option<Grade> {
        self.machines.iter().filter(|row| row.serial == Some(serial)).map(|row| row.grade).min()
    }
}

/// Works out a campaign of the `recalls` table.
///
/// # Errors
/// No row names the campaign, or an option is not a share.
pub fn recall(catalog: &Catalog, campaign: &str, options: &RecallOptions) -> Result<Recall, AftersalesError> {
    recall_by_rules(catalog, campaign, recall_rules(catalog, campaign)?, options, UNWATCHED)
}

/// Works out a campaign that is described by the caller. `watch` is told the number of machines done and in all.
///
/// # Errors
/// There is no rule, an option is not a share, or the caller asks to stop.
pub fn recall_by_rules(
    catalog: &Catalog,
    campaign: &str,
    rules: Vec<RecallRule>,
    options: &RecallOptions,
    watch: Watch<'_>,
) -> Result<Recall, AftersalesError> {
    for (name, value) in [("completion", options.completion), ("p_suspect", options.p_suspect)] {
        if value.is_sign_negative() && !value.is_zero() || value > Decimal::ONE {
            return Err(AftersalesError::Share { name, value });
        }
    }
    if rules.is_empty() {
        return Err(AftersalesError::NoRule);
    }
    let on = options.on.or(rules.iter().filter_map(|rule| rule.date).max()).unwrap_or(catalog.as_of());
    let mut findings = Findings::new();
    for rule in rules.iter().filter(|rule| rule.is_wide()) {
        let mut finding = Finding::new(&codes::W_RECALL_WIDE).field("item").value(catalog.item_number(rule.item));
        finding.origin.clone_from(&rule.origin);
        findings.push(finding);
    }
    let work = Work { catalog, rules: &rules, on, delivered: Delivered::new(catalog), watch };
    let goods = work.goods(on, &mut findings);
    let mut machines = work.machines(&mut findings)?;
    let mut sales = Sales::new(&work);
    sales.read(&goods, &mut findings)?;
    let Sales { mut loose, fitted, .. } = sales;
    machines.extend(fitted);
    let serial = |row: &RecallMachine| row.serial.map_or("", |serial| catalog.text(serial));
    machines.sort_by(|a, b| {
        a.grade
            .cmp(&b.grade)
            .then_with(|| a.serial.is_none().cmp(&b.serial.is_none()))
            .then_with(|| SerialKey::new(serial(a)).cmp(&SerialKey::new(serial(b))))
            .then_with(|| a.machine.cmp(&b.machine))
            .then_with(|| a.item.cmp(&b.item))
    });
    loose.sort_by_key(|row| (row.grade, row.row));
    let block = work.block(&goods);
    let need = work.need(&machines, &loose, options);
    let contacts = work.contacts(&machines, &loose, &mut findings);
    findings.sort();
    let (campaign, options) = (campaign.to_owned(), *options);
    Ok(Recall { campaign, on, options, rules, machines, loose, goods, block, need, contacts, findings })
}

/// What the steps of a recall share.
pub(super) struct Work<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) rules: &'a [RecallRule],
    pub(super) on: NaiveDate,
    pub(super) delivered: Delivered<'a>,
    pub(super) watch: Watch<'a>,
}

impl<'a> Work<'a> {
    pub(super) fn text(&self, symbol: Option<Symbol>) -> Option<&'a str> {
        symbol.map(|symbol| self.catalog.text(symbol))
    }

    /// Says how far the work is.
    pub(super) fn tell(&self, done: usize, all: usize) -> Result<(), AftersalesError> {
        if (self.watch)(done, all) { Ok(()) } else { Err(AftersalesError::Stopped) }
    }

    /// The assemblies and kits that contain affected items on a day.
    pub(super) fn goods(&self, on: NaiveDate, findings: &mut Findings) -> Vec<RecallGoods> {
        let period = BuildPeriod { valid_on: on, first: on, last: on, ..BuildPeriod::of_spare(on) };
        let mut goods = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let fits = |revision: Option<Symbol>| self.may_be(rule, rule.item, rule.item, revision, &period).is_some();
            let found = containing(self.catalog, rule.item, on, fits, findings);
            goods.extend(found.into_iter().map(|found| RecallGoods {
                rule: index,
                item: found.item,
                level: found.level,
                quantity: found.quantity,
                path: found.path,
            }));
        }
        goods
    }

    /// Why an affected piece may be where a line names an item and revision.
    pub(super) fn may_be(
        &self,
        rule: &RecallRule,
        parent: ItemId,
        item: ItemId,
        revision: Option<Symbol>,
        period: &BuildPeriod,
    ) -> Option<Candidate> {
        self.delivered.candidate((parent, item, revision), period, |found, revision| {
            found == rule.item && self.text(revision).is_none_or(|revision| rule.has_revision(revision))
        })
    }
}
