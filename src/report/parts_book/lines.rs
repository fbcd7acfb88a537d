//! What is printed of each line: number, names, quantity, marks, remarks and price, with nothing in it that is protected.
//!
//! Rules: parts-book specification, sections 2, 4, 5 and 10.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::catalog_source::{CatalogSource, Supply};
use super::plan::{BookLine, LineKind, OrderInstead};
use super::request::IpPolicy;
use super::settings::BookSettings;
use super::source::Source;
use super::succession::{RevisionNote, Succession};
use crate::model::{Catalog, ItemId};
use crate::report::safe::Protected;
use crate::tables::labels::text;
use crate::values::half_up;

/// A name in one language of the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The name; empty when the item has none at all.
    pub text: String,
    /// The item has none in this language: it is that of the first language, or of any.
    pub is_fallback: bool,
}

/// A price as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// Nothing: prices are off, or the line cannot be ordered.
    None,
    /// Of one unit.
    Known(Decimal),
    /// On application.
    OnRequest,
    /// There should be one; printed as on application.
    Missing,
}

/// One line as the reader sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedLine {
    /// Position; with a dash when it is not illustrated.
    pub position: String,
    /// Item number; none for protected parts.
    pub number: Option<String>,
    /// Delivered revision.
    pub revision: Option<String>,
    /// Name in each language of the book.
    pub names: Vec<Name>,
    /// Quantity in one assembly.
    pub quantity: Option<Decimal>,
    /// The quantity is as required.
    pub is_as_required: bool,
    /// Unit.
    pub unit: Option<String>,
    /// Marks: `W` wear, `S` strategic, `C` commissioning, `K` kit, `!` safety.
    pub marks: String,
    /// Remarks.
    pub remarks: String,
    /// Price.
    pub price: Price,
}

/// The texts of a catalog for one book.
pub(super) struct Wording<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) settings: &'a BookSettings,
    pub(super) source: &'a CatalogSource,
    pub(super) succession: &'a Succession,
    pub(super) protected: &'a Protected,
    kits_of: BTreeMap<ItemId, ItemId>,
    kits: BTreeSet<ItemId>,
}

impl<'a> Wording<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        settings: &'a BookSettings,
        source: &'a CatalogSource,
        succession: &'a Succession,
        protected: &'a Protected,
    ) -> Self {
        let table = catalog.table("kits");
        let (kits, items) = (table.text("kit"), table.text("item"));
        let (mut kits_of, mut all_kits) = (BTreeMap::new(), BTreeSet::new());
        for row in 0..table.len() {
            let id = |symbol: Option<crate::tables::Symbol>| symbol.and_then(|symbol| catalog.items().find(symbol));
            all_kits.extend(id(kits.get(row)));
            if let (Some(kit), Some(item)) = (id(kits.get(row)), id(items.get(row)))
                && !source.part(kit).is_protected
            {
                kits_of.entry(item).or_insert(kit);
            }
        }
        Self { catalog, settings, source, succession, protected, kits_of, kits: all_kits }
    }

    /// A text of the book in its first language.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        text(&format!("book.{key}"), self.settings.language(), values)
    }

    /// The number of an item; none when it is protected.
    pub(super) fn number(&self, item: ItemId) -> Option<&'a str> {
        (!self.source.part(item).is_protected).then(|| self.catalog.item_number(item))
    }

    /// A text of the data without protected numbers.
    pub(super) fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.protected.clean(text)
    }

    /// The text of an item's column.
    pub(super) fn field(&self, item: ItemId, name: &str) -> Option<&'a str> {
        let row = self.catalog.items().get(item)?.row()?;
        let symbol = self.catalog.table("items").text(name).get(row)?;
        Some(self.catalog.text(symbol)).filter(|text| !text.is_empty())
    }

    fn flag(&self, item: ItemId, name: &str) -> bool {
        let row = self.catalog.items().get(item).and_then(crate::model::Item::row);
        row.and_then(|row| self.catalog.table("items").flag(name).get(row)).unwrap_or(false)
    }

    fn decimal(&self, item: ItemId, name: &str) -> Option<Decimal> {
        let row = self.catalog.items().get(item)?.row()?;
        self.catalog.table("items").decimal(name).get(row)
    }

    /// The item's own name in a language; a column without language counts for the first one.
    pub(super) fn own_name(&self, item: ItemId, language: &str) -> Option<&'a str> {
        let own = self.field(item, &format!("description_{language}"));
        own.or_else(|| self.field(item, "description").filter(|_| language == self.settings.language()))
    }

    /// The name of an item in a language, as it is printed.
    pub(super) fn name(&self, item: ItemId, language: &str) -> Name {
        if let Some(own) = self.own_name(item, language) {
            return Name { text: self.clean(own).into_owned(), is_fallback: false };
        }
        let mut languages = self.settings.languages.iter();
        let other = languages
            .find_map(|language| self.own_name(item, language))
            .or_else(|| self.catalog.description(item, self.settings.language()));
        Name { text: self.clean(other.unwrap_or_default()).into_owned(), is_fallback: other.is_some() }
    }

    /// The name of an item in the first language.
    pub(super) fn first_name(&self, item: ItemId) -> String {
        self.name(item, self.settings.language()).text
    }

    pub(super) fn names(&self, item: ItemId) -> Vec<Name> {
        self.settings.languages.iter().map(|language| self.name(item, language)).collect()
    }

    /// The price of an orderable part, when prices are printed.
    pub(super) fn price(&self, item: ItemId, kind: LineKind) -> Price {
        if !self.settings.prices || kind != LineKind::Orderable {
            return Price::None;
        }
        self.price_of(item)
    }

    /// The price of a part, whether it is printed or not.
    pub(super) fn price_of(&self, item: ItemId) -> Price {
        if self.flag(item, "poa") {
            return Price::OnRequest;
        }
        let price = self.decimal(item, "gross_price").or_else(|| self.decimal(item, "net_price"));
        let per = self.decimal(item, "price_quantity").filter(|per| *per > Decimal::ZERO).unwrap_or(Decimal::ONE);
        match price.and_then(|price| price.checked_div(per)) {
            // A price per hundred can be less than a cent for one.
            Some(price) => Price::Known(half_up(price, if per == Decimal::ONE { 2 } else { 4 })),
            None => Price::Missing,
        }
    }

    /// Marks of a part.
    pub(super) fn marks(&self, item: ItemId) -> String {
        let class = self.field(item, "class").unwrap_or_default().to_ascii_uppercase();
        let is_kit = class == "KIT" || self.kits.contains(&item);
        let marks = [
            ("W", class == "WEAR" || self.flag(item, "wear")),
            ("S", class == "STRATEGIC"),
            ("C", class == "COMMISSIONING"),
            ("K", is_kit),
            ("!", self.flag(item, "safety")),
        ];
        marks.iter().filter(|(_, is_set)| *is_set).map(|(mark, _)| *mark).collect::<Vec<_>>().join(" ")
    }

    /// One line as it is printed.
    pub(super) fn line(&self, line: &BookLine) -> PrintedLine {
        let item = line.source.item;
        let is_protected = line.kind == LineKind::Protected;
        let position = line.source.plain_position();
        PrintedLine {
            position: if line.is_not_illustrated && !position.is_empty() { format!("-{position}") } else { position },
            number: self.number(item).map(str::to_owned),
            revision: line.source.revision.clone().filter(|_| !is_protected),
            names: self.names(item),
            quantity: line.source.quantity,
            is_as_required: line.source.is_as_required,
            unit: line.source.unit.clone().or_else(|| self.field(item, "unit").map(str::to_owned)),
            marks: self.marks(item),
            remarks: self.remarks(line),
            price: self.price(item, line.kind),
        }
    }

    fn remarks(&self, line: &BookLine) -> String {
        let item = line.source.item;
        let mut remarks: Vec<String> = Vec::new();
        let unknown = self.catalog.items().get(item).is_some_and(|item| !item.is_known());
        if unknown {
            remarks.push(self.say("unknown_item", &[]));
        }
        if line.kind != LineKind::Protected
            && let Some(figure) = line.figure
        {
            remarks.push(self.say("see_fig", &[("n", &figure.to_string())]));
        }
        match line.kind {
            LineKind::Protected => remarks.push(self.protected_text(line.instead.as_ref())),
            LineKind::NotProcurable if !unknown => remarks.push(self.not_procurable(item, line.instead.as_ref())),
            _ => {}
        }
        if line.kind != LineKind::Protected {
            self.history(item, line.source.revision.as_deref(), &mut remarks);
        }
        let own = line.source.remarks.as_deref().map(|remark| self.clean(remark));
        match own {
            Some(own) if !own.trim().is_empty() => remarks.push(own.trim().to_owned()),
            _ if line.source.is_as_required => remarks.push(self.say("as_required", &[])),
            _ => {}
        }
        remarks.join("; ")
    }

    fn protected_text(&self, instead: Option<&OrderInstead>) -> String {
        match (self.settings.ip_policy, instead) {
            (IpPolicy::Mask | IpPolicy::Hide, _) => self.say("not_supplied", &[]),
            (IpPolicy::Nha, None) => self.say("contact_service", &[]),
            (IpPolicy::Nha, Some(instead)) => {
                let number = self.catalog.item_number(instead.item);
                match &instead.place {
                    Some((figure, position)) => {
                        self.say("order_nha", &[("item", number), ("f", &figure.to_string()), ("p", position)])
                    }
                    None => self.say("order_machine", &[("item", number)]),
                }
            }
        }
    }

    fn not_procurable(&self, item: ItemId, instead: Option<&OrderInstead>) -> String {
        match (self.source.supply(item), instead) {
            (Supply::InKit, _) if self.kits_of.contains_key(&item) => {
                let kit = self.kits_of.get(&item).map_or("", |kit| self.catalog.item_number(*kit));
                self.say("supplied_in_kit", &[("kit", kit)])
            }
            (Supply::MadeLocally, _) => self.say("made_locally", &[]),
            (_, Some(instead)) => self.say("not_procurable", &[("onha", self.catalog.item_number(instead.item))]),
            (_, None) => self.say("contact_service", &[]),
        }
    }

    fn history(&self, item: ItemId, revision: Option<&str>, remarks: &mut Vec<String>) {
        match revision.and_then(|revision| self.succession.revision_note(self.catalog, item, revision)) {
            Some(RevisionNote::SuppliedAs(latest)) => remarks.push(self.say("supplied_as", &[("x", latest)])),
            Some(RevisionNote::NewerDoesNotFit) => remarks.push(self.say("newer_revision", &[])),
            None => {}
        }
        let old = self.catalog.item_number(item);
        let ends: Vec<String> = self
            .succession
            .of(item)
            .iter()
            .filter_map(|end| Some(format!("{} ({})", self.number(end.new)?, ratio(&end.kind, end.ratio))))
            .collect();
        if !ends.is_empty() {
            remarks.push(format!("{old} → {}", ends.join(" + ")));
        }
    }
}

/// A ratio as people write it: old pieces to new ones.
pub(super) fn ratio(kind: &str, ratio: Option<Decimal>) -> String {
    let ratio = ratio.map_or_else(|| "?".to_owned(), |ratio| ratio.normalize().to_string());
    if kind == "MERGE" { format!("{ratio} : 1") } else { format!("1 : {ratio}") }
}
