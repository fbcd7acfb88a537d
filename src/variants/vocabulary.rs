//! Properties and values of the catalog: what conditions, lists and models may name. Variants specification, section 1.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::codes::variants as codes;
use crate::finding::{Finding, Findings};
use crate::model::Catalog;
use crate::origin::Origin;
use crate::tables::{Table, Value};

/// What the values of a property are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts in their written form: `020` is not `20`.
    List,
    /// Numbers: 20 is 20.0.
    Number,
    /// Yes and no.
    Bool,
}

impl Kind {
    /// The word of the `properties` sheet.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "LIST",
            Self::Number => "NUMBER",
            Self::Bool => "BOOL",
        }
    }
}

/// Names by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<(String, String)>);

impl Names {
    /// The filled cells of a row in the columns `field` and `field_xx`.
    pub(crate) fn read(catalog: &Catalog, table: &Table, field: &str, row: usize) -> Self {
        let languages = table.columns().iter().filter_map(|column| {
            let rest = column.name.strip_prefix(field)?;
            let language = if rest.is_empty() { rest } else { rest.strip_prefix('_')? };
            let text = catalog.text(table.text(&column.name).get(row)?);
            Some((language.to_owned(), text.to_owned()))
        });
        Self(languages.collect())
    }

    /// The name in a language, else in English, else in the first language that has one.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        let own = |wanted: &str| self.0.iter().find(|(language, _)| language == wanted);
        own(language).or_else(|| own("en")).or_else(|| self.0.first()).map(|(_, text)| text.as_str())
    }
}

/// One row of `property_values`.
#[derive(Clone, Debug)]
pub(crate) struct ValueEntry {
    pub(crate) text: String,
    pub(crate) code: Option<String>,
    pub(crate) names: Names,
    pub(crate) number: Option<Decimal>,
    active: bool,
    order: i64,
}

/// One property of the catalog with all its values.
#[derive(Clone, Debug)]
pub(crate) struct PropertyEntry {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) unit: Option<String>,
    pub(crate) names: Names,
    pub(crate) origin: Option<Origin>,
    pub(crate) order: i64,
    pub(crate) values: Vec<ValueEntry>,
    /// What is doubtful about the values; told for the products that have the property.
    pub(crate) findings: Vec<Finding>,
}

impl PropertyEntry {
    /// The value written this way; numbers of a NUMBER property compare as numbers.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        let exact = self.values.iter().position(|value| value.text == text);
        exact.or_else(|| {
            let wanted = if self.kind == Kind::Number { number(text)? } else { return None };
            self.values.iter().position(|value| value.number == Some(wanted))
        })
    }

    pub(crate) fn is_active(&self, value: usize) -> bool {
        self.values.get(value).is_some_and(|value| value.active)
    }

    /// All active values, in their order.
    pub(crate) fn all_active(&self) -> Vec<usize> {
        let mut active: Vec<(i64, usize)> =
            self.values.iter().enumerate().filter(|(_, v)| v.active).map(|(index, v)| (v.order, index)).collect();
        active.sort_unstable();
        active.into_iter().map(|(_, index)| index).collect()
    }

    pub(crate) fn nearest_value(&self, text: &str) -> String {
        nearest(text, self.values.iter().map(|value| value.text.as_str()))
    }
}

/// All properties of a catalog.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    entries: Vec<PropertyEntry>,
    by_name: BTreeMap<String, usize>,
    sets: BTreeMap<(String, usize), Vec<String>>,
}

impl Vocabulary {
    pub(crate) fn read(catalog: &Catalog) -> Self {
        let mut vocabulary = Self::default();
        let table = catalog.table("properties");
        let text = |field: &str, row| table.text(field).get(row).map(|symbol| catalog.text(symbol));
        for row in 0..table.len() {
            let Some(name) = text("property", row) else { continue };
            if vocabulary.by_name.contains_key(name) {
                continue;
            }
            let kind = match text("type", row).map(str::to_uppercase).as_deref() {
                Some("NUMBER") => Kind::Number,
                Some("BOOL") => Kind::Bool,
                _ => Kind::List,
            };
            vocabulary.by_name.insert(name.to_owned(), vocabulary.entries.len());
            vocabulary.entries.push(PropertyEntry {
                name: name.to_owned(),
                kind,
                unit: text("unit", row).map(str::to_owned),
                names: Names::read(catalog, table, "name", row),
                origin: table.origin(row),
                order: table.integer("order").get(row).unwrap_or(i64::MAX),
                values: Vec::new(),
                findings: Vec::new(),
            });
        }
        vocabulary.read_values(catalog);
        vocabulary.read_sets(catalog);
        vocabulary
    }

    fn read_values(&mut self, catalog: &Catalog) {
        let table = catalog.table("property_values");
        let (properties, values, codes) = (table.text("property"), table.text("value"), table.text("code"));
        for row in 0..table.len() {
            let (Some(property), Some(value)) = (properties.get(row), values.get(row)) else { continue };
            let Some(entry) = self.find(catalog.text(property)).and_then(|index| self.entries.get_mut(index)) else {
                continue;
            };
            let new = ValueEntry {
                text: catalog.text(value).to_owned(),
                code: codes.get(row).map(|code| catalog.text(code).to_owned()),
                names: Names::read(catalog, table, "name", row),
                number: number(catalog.text(value)),
                active: table.flag("active").get(row).unwrap_or(true),
                order: table.integer("order").get(row).unwrap_or(i64::MAX),
            };
            entry.add(new, table.cell(row, "value"));
        }
        for entry in self.entries.iter_mut().filter(|entry| entry.kind == Kind::Bool && entry.values.is_empty()) {
            entry.values.extend(["Y", "N"].map(|text| ValueEntry {
                text: text.to_owned(),
                code: None,
                names: Names::default(),
                number: None,
                active: true,
                order: i64::MAX,
            }));
        }
    }

    fn read_sets(&mut self, catalog: &Catalog) {
        let table = catalog.table("value_sets");
        let (sets, properties, values) = (table.text("set"), table.text("property"), table.text("value"));
        for row in 0..table.len() {
            let (Some(set), Some(property), Some(value)) = (sets.get(row), properties.get(row), values.get(row)) else {
                continue;
            };
            if let Some(property) = self.find(catalog.text(property)) {
                let key = (catalog.text(set).to_owned(), property);
                self.sets.entry(key).or_default().push(catalog.text(value).to_owned());
            }
        }
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn get(&self, property: usize) -> Option<&PropertyEntry> {
        self.entries.get(property)
    }

    /// Number of properties.
    pub(crate) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// The values of a set of that name for a property.
    pub(crate) fn set(&self, name: &str, property: usize) -> Option<&[String]> {
        self.sets.get(&(name.to_owned(), property)).map(Vec::as_slice)
    }

    pub(crate) fn nearest_property(&self, name: &str) -> String {
        nearest(name, self.entries.iter().map(|entry| entry.name.as_str()))
    }
}

impl PropertyEntry {
    /// Adds a value unless it is one that is already there.
    fn add(&mut self, new: ValueEntry, cell: Option<Origin>) {
        let note = |code, detail: String| {
            let finding = Finding::new(code).field("value").value(new.text.clone()).detail(detail);
            match cell {
                Some(origin) => finding.at(origin),
                None => finding,
            }
        };
        if self.kind == Kind::Number && new.number.is_none() {
            let detail = format!("{} is a NUMBER property", self.name);
            self.findings.push(note(&crate::finding::codes::reading::E_NUMBER, detail));
            return;
        }
        let spelling = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
        let twin = self.values.iter().find(|old| {
            (self.kind == Kind::Number && old.number == new.number) || spelling(&old.text) == spelling(&new.text)
        });
        let Some(twin) = twin else {
            self.values.push(new);
            return;
        };
        if twin.text == new.text {
            return;
        }
        let is_same = self.kind == Kind::Number;
        let taken = if is_same { "; taken as one value" } else { "; taken as two values" };
        let detail = format!("{} has \"{}\" and \"{}\"{taken}", self.name, twin.text, new.text);
        self.findings.push(note(&codes::W_VALUE_TWIN, detail));
        if !is_same {
            self.values.push(new);
        }
    }
}

/// A number written with a decimal point or comma.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.replacen(',', ".", 1).parse().ok())
}

/// The values of a cell: separated by `;`, else by `,`; a value in double quotes may contain both.
pub(crate) fn list(text: &str) -> Vec<String> {
    let mut quoted = false;
    let mut outside = text.chars().filter(|&letter| {
        if letter == '"' {
            quoted = !quoted;
        }
        letter == ';' && !quoted
    });
    let separator = if outside.next().is_some() { ';' } else { ',' };
    let mut values = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            letter if letter == separator && !quoted => values.push(String::new()),
            letter => {
                if let Some(last) = values.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

/// A cell of any type as text; none when blank.
pub(crate) fn cell_text(catalog: &Catalog, value: Value) -> Option<String> {
    match value {
        Value::Blank => None,
        Value::Text(symbol) => Some(catalog.text(symbol).to_owned()),
        Value::Decimal(number) => Some(number.normalize().to_string()),
        Value::Date(date) => Some(date.to_string()),
        Value::Flag(flag) => Some(if flag { "Y" } else { "N" }.to_owned()),
        Value::Integer(number) => Some(number.to_string()),
    }
}

/// The name most like one that was not found, as the end of a sentence.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let lower = wanted.to_lowercase();
    let best = names
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| distance * 5 <= lower.chars().count().max(name.chars().count()) * 2)
        .min();
    best.map_or_else(String::new, |(_, name)| format!("; the nearest is \"{name}\""))
}

/// Adds a finding about a cell.
pub(crate) fn note(
    findings: &mut Findings,
    code: &'static crate::finding::Code,
    (table, row, field): (&Table, usize, &str),
    value: Option<&str>,
    detail: String,
) {
    let mut finding = Finding::new(code).field(field).detail(detail);
    if let Some(origin) = table.cell(row, field) {
        finding = finding.at(origin);
    }
    if let Some(value) = value {
        finding = finding.value(value);
    }
    findings.push(finding);
}
