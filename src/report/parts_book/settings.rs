//! What a book is about and how it is made: the call, then the `book` sheet, then `company`.
//!
//! Rules: parts-book specification, section 1. The `book` sheet is about one machine; what it says of that machine counts
//! only when the book is about the same one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::BookError;
use super::index::NumberOrder;
use super::plan::Mode;
use super::request::{BookRequest, IpPolicy, Layout};
use crate::model::{Catalog, ItemId, Machine, ModelError, Settings};
use crate::report::sheet::Paper;

/// Weights of the score for D3, D2, D1, D6, D9.
const WEIGHTS: [Decimal; 5] = [
    Decimal::from_parts(30, 0, 0, false, 2),
    Decimal::from_parts(25, 0, 0, false, 2),
    Decimal::from_parts(20, 0, 0, false, 2),
    Decimal::from_parts(15, 0, 0, false, 2),
    Decimal::from_parts(10, 0, 0, false, 2),
];
/// More figures than this stand on one sheet by default.
const MOST_SHEETS: usize = 200;

/// Everything that is settled before the book is planned.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent options of one call")]
pub struct BookSettings {
    /// The machine's item.
    pub top: ItemId,
    /// Its revision.
    pub top_revision: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Number of the customer.
    pub customer: Option<String>,
    /// Name of the customer.
    pub customer_name: Option<String>,
    /// Project.
    pub project: Option<String>,
    /// Day of delivery.
    pub delivery_date: Option<NaiveDate>,
    /// Number of the book.
    pub book_no: String,
    /// Revision of the book.
    pub book_revision: String,
    /// Day of issue.
    pub issue_date: NaiveDate,
    /// Languages in order; at least one.
    pub languages: Vec<String>,
    /// Currency of prices.
    pub currency: String,
    /// Paper.
    pub paper: Paper,
    /// Titles by language.
    pub titles: BTreeMap<String, String>,
    /// Picture file of the logo.
    pub logo: Option<String>,
    /// Picture file of the machine.
    pub picture: Option<String>,
    /// Name of the company.
    pub company: Option<String>,
    /// Which lines are printed.
    pub mode: Mode,
    /// How protected parts are printed.
    pub ip_policy: IpPolicy,
    /// Order of the number index.
    pub index_order: NumberOrder,
    /// Prints prices.
    pub prices: bool,
    /// How figures are spread over sheets; none for one sheet a figure up to 200 of them.
    pub layout: Option<Layout>,
    /// Draws position bubbles.
    pub bubbles: bool,
    /// Adds the `QA` sheet.
    pub internal: bool,
    /// The structure is asked for this book sheet's machine.
    pub is_of_book_sheet: bool,
    /// Weights of the score for D3, D2, D1, D6, D9.
    pub weights: [Decimal; 5],
}

impl BookSettings {
    /// Settles a request.
    ///
    /// # Errors
    /// When no machine is named, or one that the catalog does not know.
    pub fn new(catalog: &Catalog, request: &BookRequest) -> Result<Self, BookError> {
        let book = Settings::from_table(catalog.table("book"), catalog.texts());
        let company = catalog.company();
        let is_own = match (&request.serial, &request.item) {
            (Some(serial), _) => book.text("serial") == Some(serial),
            (None, Some(item)) => book.text("top_item") == Some(item),
            (None, None) => true,
        };
        let none = Settings::default();
        let own = if is_own { &book } else { &none };
        let from_sheet = |key: &str| if request.item.is_some() { None } else { own.text(key).map(str::to_owned) };
        let serial = request.serial.clone().or_else(|| from_sheet("serial"));
        let machine = match &serial {
            None => None,
            Some(serial) => match catalog.machine(serial) {
                Ok(id) => catalog.machines().get(id),
                // A serial number that only as-built lines or the book sheet know.
                Err(error) => {
                    let known =
                        catalog.texts().find(serial).is_some_and(|s| !catalog.machines().as_built(s).is_empty());
                    if request.serial.is_some() && !is_own && !known {
                        return Err(error.into());
                    }
                    None
                }
            },
        };
        let top = top(catalog, request, own, machine, serial.as_deref())?;
        let number = catalog.item_number(top);
        let of_machine = |symbol: Option<crate::tables::Symbol>| symbol.map(|symbol| catalog.text(symbol).to_owned());
        let customer = customer(catalog, request, own, machine)?;
        let customer_name = match &customer {
            Some(customer) => own
                .text("customer_name")
                .filter(|_| own.text("customer") == Some(customer))
                .map(str::to_owned)
                .or_else(|| customer_name(catalog, customer)),
            None => own.text("customer_name").map(str::to_owned),
        };
        let project = machine.and_then(|machine| machine.project).and_then(|id| catalog.projects().get(id));
        let weights = request.weights.unwrap_or(WEIGHTS);
        let sum: Decimal =
            weights.iter().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight)).unwrap_or_default();
        if sum != Decimal::ONE {
            return Err(BookError::Weights { sum });
        }
        let name_of_book = serial.clone().unwrap_or_else(|| number.to_owned());
        Ok(Self {
            top,
            top_revision: own
                .text("top_revision")
                .map(str::to_owned)
                .or_else(|| of_machine(machine.and_then(|machine| machine.revision))),
            model: own
                .text("model")
                .map(str::to_owned)
                .or_else(|| of_machine(machine.and_then(|machine| machine.model))),
            project: own
                .text("project")
                .map(str::to_owned)
                .or_else(|| project.map(|project| catalog.text(project.number).to_owned())),
            delivery_date: machine.and_then(Machine::built_on).or_else(|| own.date("delivery_date")),
            book_no: own.text("book_no").map_or_else(|| format!("SPB-{name_of_book}"), str::to_owned),
            book_revision: own.text("book_revision").unwrap_or("1").to_owned(),
            issue_date: request.issue_date.or_else(|| own.date("issue_date")).unwrap_or(catalog.as_of()),
            languages: languages(request, &book, company),
            currency: book.text("currency").or_else(|| company.text("currency")).unwrap_or("EUR").to_owned(),
            paper: match book.text("paper") {
                Some(paper) if paper.eq_ignore_ascii_case("letter") => Paper::Letter,
                _ => Paper::A4,
            },
            titles: own
                .iter()
                .filter_map(|(key, setting)| Some((key.strip_prefix("title_")?.to_owned(), setting.value.clone())))
                .collect(),
            logo: book.text("logo").map(str::to_owned),
            picture: own.text("picture").map(str::to_owned),
            company: company.text("name").map(str::to_owned),
            mode: request.mode.or_else(|| Mode::from_name(company.text("book_mode")?)).unwrap_or_default(),
            ip_policy: request
                .ip_policy
                .or_else(|| IpPolicy::from_name(company.text("ip_policy")?))
                .unwrap_or_default(),
            index_order: request
                .index_order
                .or_else(|| NumberOrder::from_name(company.text("index_order")?))
                .unwrap_or_default(),
            prices: request.prices.unwrap_or_else(|| company.flag("book_prices", false)),
            layout: request.layout.or_else(|| Layout::from_name(company.text("layout")?)),
            bubbles: request.bubbles.unwrap_or_else(|| company.flag("bubbles", false)),
            internal: request.internal,
            is_of_book_sheet: is_own,
            weights,
            serial,
            customer,
            customer_name,
        })
    }

    /// The first language: that of headings and words.
    #[must_use]
    pub fn language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// True when all figures stand on one sheet.
    #[must_use]
    pub fn is_continuous(&self, figures: usize) -> bool {
        match self.layout {
            Some(layout) => layout == Layout::Continuous,
            None => figures > MOST_SHEETS,
        }
    }

    /// The title of the book in a language, where the sheet gives one.
    #[must_use]
    pub fn title(&self, language: &str) -> Option<&str> {
        self.titles.get(language).map(String::as_str).filter(|title| !title.is_empty())
    }
}

fn top(
    catalog: &Catalog,
    request: &BookRequest,
    own: &Settings,
    machine: Option<&Machine>,
    serial: Option<&str>,
) -> Result<ItemId, BookError> {
    if let Some(item) = &request.item {
        return Ok(catalog.item(item)?);
    }
    if let Some(item) = machine.and_then(|machine| machine.item) {
        return Ok(item);
    }
    match (own.text("top_item"), serial) {
        (Some(item), _) => Ok(catalog.item(item)?),
        (None, Some(serial)) => Err(BookError::NoItem { serial: serial.to_owned() }),
        (None, None) => Err(BookError::NoMachine),
    }
}

fn customer(
    catalog: &Catalog,
    request: &BookRequest,
    own: &Settings,
    machine: Option<&Machine>,
) -> Result<Option<String>, ModelError> {
    if let Some(customer) = &request.customer {
        let id = catalog.customer(customer)?;
        return Ok(Some(catalog.customer_number(id).to_owned()));
    }
    let of_machine = machine.and_then(|machine| machine.customer).map(|id| catalog.customer_number(id).to_owned());
    Ok(own.text("customer").map(str::to_owned).or(of_machine))
}

fn customer_name(catalog: &Catalog, number: &str) -> Option<String> {
    let id = catalog.customer(number).ok()?;
    let row = catalog.customers().get(id)?.row? as usize;
    let table = catalog.table("customers");
    table.text("name").get(row).map(|symbol| catalog.text(symbol).to_owned())
}

fn languages(request: &BookRequest, book: &Settings, company: &Settings) -> Vec<String> {
    let split = |text: &str| -> Vec<String> {
        text.split([',', ';', ' ', '/'])
            .map(|part| part.trim().to_lowercase())
            .filter(|part| !part.is_empty())
            .collect()
    };
    let mut wanted: Vec<String> = request.languages.iter().flat_map(|text| split(text)).collect();
    if wanted.is_empty() {
        wanted = split(book.text("languages").or_else(|| company.text("language")).unwrap_or("en"));
    }
    let mut languages: Vec<String> = Vec::new();
    for language in wanted {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    if languages.is_empty() {
        languages.push("en".to_owned());
    }
    languages
}
