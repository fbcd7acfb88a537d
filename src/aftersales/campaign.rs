//! How far a campaign has come: the state of each machine and sale, rates of completion, weeks and quarters.
//!
//! Rule: warranty and recall specification, section 6. Of the rows of one object the latest counts; what was remedied
//! stays so unless a row says REOPEN.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use super::error::AftersalesError;
use super::machines::Alike;
use super::recall::Recall;
use super::rule::Grade;
use crate::finding::codes::aftersales as codes;
use crate::finding::{Finding, Findings};
use crate::model::Catalog;
use crate::tables::Symbol;
use crate::values::half_up;

/// A country and its objects.
type InCountry<'a> = (Option<Symbol>, Vec<&'a CampaignObject>);

/// State of one object of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CampaignState {
    /// Found to be affected.
    Identified,
    /// The customer was told.
    Notified,
    /// The customer answered.
    Acknowledged,
    /// A day for the work is agreed.
    Scheduled,
    /// Done.
    Remedied,
    /// The customer cannot be found.
    Unreachable,
    /// The customer does not want it.
    Refused,
    /// The machine is no more.
    Scrapped,
    /// Inspected and found in order.
    NotAffected,
}

impl CampaignState {
    /// All states, in their order.
    pub const ALL: [Self; 9] = [
        Self::Identified,
        Self::Notified,
        Self::Acknowledged,
        Self::Scheduled,
        Self::Remedied,
        Self::Unreachable,
        Self::Refused,
        Self::Scrapped,
        Self::NotAffected,
    ];

    /// The word of the `state` column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identified => "IDENTIFIED",
            Self::Notified => "NOTIFIED",
            Self::Acknowledged => "ACKNOWLEDGED",
            Self::Scheduled => "SCHEDULED",
            Self::Remedied => "REMEDIED",
            Self::Unreachable => "UNREACHABLE",
            Self::Refused => "REFUSED",
            Self::Scrapped => "SCRAPPED",
            Self::NotAffected => "NOT_AFFECTED",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == word)
    }

    /// True while something is still to be done.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Identified | Self::Notified | Self::Acknowledged | Self::Scheduled)
    }
}

/// How a campaign is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CampaignOptions {
    /// The day; rows after it are left out. By default the catalog's.
    pub on: Option<NaiveDate>,
    /// Open objects of a safety campaign are urgent after this many days.
    pub escalate_days: u32,
}

impl CampaignOptions {
    /// The days of the `company` sheet; where it has none, the usual ones.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let own = Self::default();
        Self { escalate_days: catalog.company().integer("escalate_days").unwrap_or(own.escalate_days), ..own }
    }
}

impl Default for CampaignOptions {
    fn default() -> Self {
        Self { on: None, escalate_days: 90 }
    }
}

/// One machine or sale of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignObject {
    /// Serial number, or the name of the sale line.
    pub name: String,
    /// It is a machine.
    pub is_machine: bool,
    /// Country of the machine, else of its customer.
    pub country: Option<Symbol>,
    /// Its state on the day.
    pub state: CampaignState,
    /// Since when; none when only the recall names it.
    pub since: Option<NaiveDate>,
    /// First day a row names it.
    pub first: Option<NaiveDate>,
    /// When the customer was told.
    pub notified: Option<NaiveDate>,
    /// Priority of its rows of the recall, the most urgent one.
    pub priority: Option<String>,
    /// Affected pieces; known only with a recall.
    pub pieces: Option<Decimal>,
    /// Replacement pieces for them.
    pub parts: Option<Decimal>,
    /// Days since it was first named, while something is to be done.
    pub days_open: Option<i64>,
    /// Open in a safety campaign for longer than allowed.
    pub is_urgent: bool,
    /// Each state and its day.
    pub history: Vec<(NaiveDate, CampaignState)>,
}

impl CampaignObject {
    /// The state on a day; none before the first row.
    fn state_on(&self, day: NaiveDate) -> Option<CampaignState> {
        self.history.iter().take_while(|(on, _)| *on <= day).last().map(|(_, state)| *state)
    }
}

/// Counts and rates of a group of objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CampaignNumbers {
    /// How many objects are in each state, in the order of [`CampaignState::ALL`].
    pub states: [usize; 9],
    /// Affected objects: all but those found in order.
    pub affected: usize,
    /// REMEDIED of affected, in percent with two decimals.
    pub completion: Option<Decimal>,
    /// REMEDIED of affected without SCRAPPED.
    pub adjusted: Option<Decimal>,
    /// REMEDIED of affected without SCRAPPED and UNREACHABLE.
    pub reachable: Option<Decimal>,
    /// Replacement pieces for what is still open; known only with a recall.
    pub parts_needed: Option<Decimal>,
    /// Open objects of a safety campaign that are too old.
    pub urgent: usize,
}

impl CampaignNumbers {
    /// How many objects are in a state.
    #[must_use]
    pub fn count(&self, state: CampaignState) -> usize {
        CampaignState::ALL.iter().zip(self.states).find(|(own, _)| **own == state).map_or(0, |(_, count)| count)
    }

    fn new(states: impl Iterator<Item = CampaignState>) -> Self {
        let mut numbers = Self::default();
        for state in states {
            for (own, count) in CampaignState::ALL.iter().zip(&mut numbers.states) {
                *count += usize::from(*own == state);
            }
        }
        let all: usize = numbers.states.iter().sum();
        numbers.affected = all - numbers.count(CampaignState::NotAffected);
        let remedied = numbers.count(CampaignState::Remedied);
        let adjusted = numbers.affected - numbers.count(CampaignState::Scrapped);
        numbers.completion = share(remedied, numbers.affected);
        numbers.adjusted = share(remedied, adjusted);
        numbers.reachable = share(remedied, adjusted - numbers.count(CampaignState::Unreachable));
        numbers
    }
}

fn share(part: usize, whole: usize) -> Option<Decimal> {
    let (part, whole) = (Decimal::from(part), Decimal::from(whole));
    Some(half_up(part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?, 2))
}

/// The objects of one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignGroup {
    /// The country; none for objects without one.
    pub country: Option<Symbol>,
    /// Their numbers.
    pub numbers: CampaignNumbers,
}

/// The objects of one priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignPriority {
    /// The priority; none for objects without one.
    pub priority: Option<String>,
    /// Their numbers.
    pub numbers: CampaignNumbers,
}

/// The numbers at the end of a week or quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignPeriod {
    /// Its name: `2026-W05`, `2026-Q1`.
    pub name: String,
    /// Its last day, or the day of the question in the last one.
    pub end: NaiveDate,
    /// First and last day customers were told, up to the end.
    pub notified: Option<(NaiveDate, NaiveDate)>,
    /// Objects named up to the end.
    pub population: usize,
    /// Remedied up to the end.
    pub remedied: usize,
    /// Unreachable at the end.
    pub unreachable: usize,
    /// Removed from the population: scrapped or found in order.
    pub removed: usize,
    /// All numbers at the end.
    pub numbers: CampaignNumbers,
}

/// How far a campaign has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its name.
    pub campaign: String,
    /// The day.
    pub on: NaiveDate,
    /// Its priority: the most urgent one.
    pub priority: Option<String>,
    /// Open objects of a safety campaign are urgent after this many days.
    pub escalate_days: u32,
    /// Its objects: machines first, by name.
    pub objects: Vec<CampaignObject>,
    /// The numbers of all.
    pub numbers: CampaignNumbers,
    /// The numbers of each priority, SAFETY first, then by name; without one last.
    pub priorities: Vec<CampaignPriority>,
    /// The numbers of each country, by code; without one last.
    pub countries: Vec<CampaignGroup>,
    /// Each week from the first row to the day.
    pub weeks: Vec<CampaignPeriod>,
    /// Each quarter from the first row to the day.
    pub quarters: Vec<CampaignPeriod>,
    /// What is doubtful.
    pub findings: Findings,
}

/// Counts a campaign from its rows in `campaign_status`; with a recall also what has no row yet, and the parts needed.
///
/// # Errors
/// [`AftersalesError::UnknownCampaign`] when neither a row nor a recall names it.
pub fn campaign(
    catalog: &Catalog,
    name: &str,
    recall: Option<&Recall>,
    options: &CampaignOptions,
) -> Result<Campaign, AftersalesError> {
    let on = options.on.unwrap_or(catalog.as_of());
    let mut findings = Findings::new();
    let (priority, is_recall) = priority(catalog, name, recall);
    let mut objects = from_rows(catalog, name, on, &mut findings);
    if let Some(recall) = recall {
        add_recall(catalog, recall, on, &mut objects);
    }
    if objects.is_empty() && recall.is_none() && !is_recall {
        return Err(AftersalesError::UnknownCampaign { campaign: name.to_owned(), known: known(catalog) });
    }
    let mut list: Vec<CampaignObject> = objects.into_values().collect();
    for object in &mut list {
        object.priority = object.priority.take().or_else(|| priority.clone());
        let age = object.first.map(|first| on.signed_duration_since(first).num_days());
        object.days_open = age.filter(|_| object.state.is_open());
        object.is_urgent = is_safety(object.priority.as_deref())
            && object.days_open.is_some_and(|days| days > i64::from(options.escalate_days));
    }
    let numbers = |objects: &[&CampaignObject]| {
        let mut numbers = CampaignNumbers::new(objects.iter().map(|object| object.state));
        numbers.urgent = objects.iter().filter(|object| object.is_urgent).count();
        numbers.parts_needed = recall.and_then(|_| {
            let mut parts = objects.iter().filter(|object| object.state.is_open()).filter_map(|object| object.parts);
            parts.try_fold(Decimal::ZERO, Decimal::checked_add).map(|sum| sum.ceil())
        });
        numbers
    };
    let mut by_priority: BTreeMap<(bool, bool, &str), Vec<&CampaignObject>> = BTreeMap::new();
    for object in &list {
        let text = object.priority.as_deref();
        let key = (text.is_none(), !is_safety(text), text.unwrap_or_default());
        by_priority.entry(key).or_default().push(object);
    }
    let priorities = by_priority
        .into_values()
        .map(|objects| {
            let priority = objects.first().and_then(|object| object.priority.clone());
            CampaignPriority { priority, numbers: numbers(&objects) }
        })
        .collect();
    let mut by_country: BTreeMap<(bool, &str), InCountry<'_>> = BTreeMap::new();
    for object in &list {
        let text = object.country.map_or("", |country| catalog.text(country));
        by_country
            .entry((object.country.is_none(), text))
            .or_insert_with(|| (object.country, Vec::new()))
            .1
            .push(object);
    }
    let countries = by_country
        .into_values()
        .map(|(country, objects)| CampaignGroup { country, numbers: numbers(&objects) })
        .collect();
    let all: Vec<&CampaignObject> = list.iter().collect();
    let totals = numbers(&all);
    findings.sort();
    Ok(Campaign {
        campaign: name.to_owned(),
        on,
        priority,
        escalate_days: options.escalate_days,
        numbers: totals,
        priorities,
        countries,
        weeks: periods(&list, on, week),
        quarters: periods(&list, on, quarter),
        objects: list,
        findings,
    })
}

fn is_safety(priority: Option<&str>) -> bool {
    priority.is_some_and(|priority| priority.eq_ignore_ascii_case("SAFETY"))
}

/// The most urgent of some priorities: SAFETY, else the first one.
fn most_urgent<'a>(priorities: impl Iterator<Item = &'a str>) -> Option<String> {
    priorities.min_by_key(|priority| !is_safety(Some(*priority))).map(str::to_owned)
}

/// Priority of a campaign, and whether the `recalls` table has it.
fn priority(catalog: &Catalog, name: &str, recall: Option<&Recall>) -> (Option<String>, bool) {
    if let Some(recall) = recall {
        return (most_urgent(recall.rules.iter().filter_map(|rule| rule.priority.as_deref())), true);
    }
    let table = catalog.table("recalls");
    let (names, priorities) = (table.text("campaign"), table.text("priority"));
    let wanted = catalog.texts().find(name);
    let mut rows = (0..table.len()).filter(|&row| wanted.is_some() && names.get(row) == wanted).peekable();
    let is_there = rows.peek().is_some();
    let all = rows.filter_map(|row| priorities.get(row)).map(|priority| catalog.text(priority));
    (most_urgent(all), is_there)
}

fn known(catalog: &Catalog) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for table in ["recalls", "campaign_status"].map(|name| catalog.table(name)) {
        let names = table.text("campaign");
        known.extend((0..table.len()).filter_map(|row| names.get(row)).map(|name| catalog.text(name).to_owned()));
    }
    known.sort();
    known.dedup();
    known
}

/// Machines before sales, then by name.
type Objects = BTreeMap<(bool, String), CampaignObject>;

fn new_object(catalog: &Catalog, name: &str, is_machine: bool) -> CampaignObject {
    let machine = catalog.texts().find(name).filter(|_| is_machine).and_then(|serial| catalog.machines().find(serial));
    let machine = machine.and_then(|id| catalog.machines().get(id));
    let own = machine.and_then(|machine| catalog.table("machines").text("country").get(machine.row as usize));
    let of_customer = || {
        let row = catalog.customers().get(machine?.customer?)?.row?;
        catalog.table("customers").text("country").get(row as usize)
    };
    CampaignObject {
        name: name.to_owned(),
        is_machine,
        country: own.or_else(of_customer),
        state: CampaignState::Identified,
        since: None,
        first: None,
        notified: None,
        priority: None,
        pieces: None,
        parts: None,
        days_open: None,
        is_urgent: false,
        history: Vec::new(),
    }
}

fn from_rows(catalog: &Catalog, name: &str, on: NaiveDate, findings: &mut Findings) -> Objects {
    let table = catalog.table("campaign_status");
    let (names, serials, sales) = (table.text("campaign"), table.text("serial"), table.text("sale_line"));
    let (days, states, actions) = (table.date("date"), table.text("state"), table.text("action"));
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    let wanted = catalog.texts().find(name);
    let mut rows: Vec<(NaiveDate, usize)> = (0..table.len())
        .filter(|&row| wanted.is_some() && names.get(row) == wanted)
        .filter_map(|row| Some((days.get(row).filter(|day| *day <= on)?, row)))
        .collect();
    rows.sort_unstable();
    let (mut objects, alike) = (Objects::new(), Alike::new(catalog));
    for (day, row) in rows {
        let Some(state) = text(states.get(row)).and_then(CampaignState::parse) else { continue };
        let (is_machine, object) = match (text(serials.get(row)), text(sales.get(row))) {
            (Some(serial), _) => (true, serial),
            (None, Some(sale)) => (false, sale),
            (None, None) => continue,
        };
        let is_known = catalog.texts().find(object).is_some_and(|serial| catalog.machines().find(serial).is_some());
        if let Some(near) = alike.suggestion(object).filter(|_| is_machine && !is_known) {
            let mut finding = Finding::new(&codes::W_RECALL_SERIAL).field("serial").value(object);
            finding.origin = table.cell(row, "serial");
            findings.push(finding.detail(near));
        }
        let object =
            objects.entry((!is_machine, object.to_owned())).or_insert_with(|| new_object(catalog, object, is_machine));
        let may_reopen = text(actions.get(row)).is_some_and(|action| action.eq_ignore_ascii_case("REOPEN"));
        if object.state == CampaignState::Remedied && state != CampaignState::Remedied && !may_reopen {
            let mut finding = Finding::new(&codes::W_STATE).field("state").value(state.name());
            finding.origin = table.cell(row, "state");
            findings.push(finding.detail(format!("\"{}\" was REMEDIED before", object.name)));
            continue;
        }
        object.first = object.first.or(Some(day));
        if state == CampaignState::Notified {
            object.notified = object.notified.or(Some(day));
        }
        if object.state != state || object.since.is_none() {
            object.since = Some(day);
        }
        object.state = state;
        object.history.push((day, state));
    }
    objects
}

/// Adds what a recall names and no row does, from its day on, and the pieces.
fn add_recall(catalog: &Catalog, recall: &Recall, on: NaiveDate, objects: &mut Objects) {
    let start = recall.rules.iter().filter_map(|rule| rule.date).min().unwrap_or(recall.on);
    let sum = |now: Option<Decimal>, more: Option<Decimal>| {
        Some(now.unwrap_or_default().checked_add(more.unwrap_or_default()).unwrap_or(Decimal::MAX))
    };
    let mut add = |name: String, is_machine: bool, country: Option<Symbol>, (rule, pieces): (usize, Decimal)| {
        let object =
            objects.entry((!is_machine, name.clone())).or_insert_with(|| new_object(catalog, &name, is_machine));
        let rule = recall.rules.get(rule);
        object.country = object.country.or(country);
        object.pieces = sum(object.pieces, Some(pieces));
        object.parts = sum(object.parts, rule.and_then(|rule| rule.ratio.checked_mul(pieces)));
        let both = [object.priority.as_deref(), rule.and_then(|rule| rule.priority.as_deref())];
        object.priority = most_urgent(both.into_iter().flatten());
        if start <= on && object.first.is_none_or(|first| first > start) {
            object.history.insert(0, (start, CampaignState::Identified));
            object.first = Some(start);
            object.since = object.since.or(Some(start));
        }
    };
    for row in recall.machines.iter().filter(|row| row.grade != Grade::Cleared) {
        let name = row.serial.map(|serial| catalog.text(serial).to_owned());
        let of_row = || {
            let machine = row.machine.and_then(|id| catalog.machines().get(id));
            machine.map_or_else(String::new, |machine| format!("machines row {}", machine.row + 1))
        };
        add(name.unwrap_or_else(of_row), true, None, (row.rule, row.quantity));
    }
    let country = |customer: Option<Symbol>| {
        let row = catalog.customers().get(catalog.customers().find(customer?)?)?.row?;
        catalog.table("customers").text("country").get(row as usize)
    };
    for row in recall.loose.iter().filter(|row| row.grade != Grade::Cleared) {
        let invoice = row.invoice.map(|invoice| catalog.text(invoice));
        let is_alone = recall.loose.iter().filter(|other| other.invoice == row.invoice).count() == 1;
        let name = match invoice {
            Some(invoice) if is_alone => invoice.to_owned(),
            Some(invoice) => format!("{invoice}/{}", catalog.item_number(row.sold_item)),
            None => format!("sale row {}", row.row + 1),
        };
        add(name, false, country(row.customer), (row.rule, row.quantity));
    }
}

/// Name and last day of the week of a day.
fn week(day: NaiveDate) -> (String, NaiveDate) {
    let iso = day.iso_week();
    let rest = 6 - day.weekday().num_days_from_monday();
    let end = day.checked_add_days(Days::new(u64::from(rest))).unwrap_or(day);
    (format!("{}-W{:02}", iso.year(), iso.week()), end)
}

/// Name and last day of the quarter of a day.
fn quarter(day: NaiveDate) -> (String, NaiveDate) {
    let quarter = day.month0() / 3 + 1;
    let (year, month) = if quarter == 4 { (day.year() + 1, 1) } else { (day.year(), quarter * 3 + 1) };
    let end = NaiveDate::from_ymd_opt(year, month, 1).and_then(|next| next.pred_opt()).unwrap_or(day);
    (format!("{}-Q{quarter}", day.year()), end)
}

/// The numbers at the end of each period from the first row to the day.
fn periods(
    objects: &[CampaignObject],
    on: NaiveDate,
    of: impl Fn(NaiveDate) -> (String, NaiveDate),
) -> Vec<CampaignPeriod> {
    let mut periods = Vec::new();
    let mut next = objects.iter().filter_map(|object| object.first).min();
    while let Some(day) = next.filter(|day| *day <= on) {
        let (name, last) = of(day);
        let end = last.min(on);
        let told: Vec<NaiveDate> =
            objects.iter().filter_map(|object| object.notified).filter(|day| *day <= end).collect();
        let numbers = CampaignNumbers::new(objects.iter().filter_map(|object| object.state_on(end)));
        periods.push(CampaignPeriod {
            name,
            end,
            notified: told.iter().min().copied().zip(told.iter().max().copied()),
            population: numbers.states.iter().sum(),
            remedied: numbers.count(CampaignState::Remedied),
            unreachable: numbers.count(CampaignState::Unreachable),
            removed: numbers.count(CampaignState::Scrapped) + numbers.count(CampaignState::NotAffected),
            numbers,
        });
        next = last.succ_opt();
    }
    periods
}
