//! The dictionary of titles: which table a sheet name means, and which columns a title may mean, in six languages.
//!
//! Sources, the former wins: `header-aliases.csv` (the dictionary, with its few other names translated by
//! `dictionary-map.csv`), then `extra-aliases.csv`. In the latter the sheet `*` stands for every table that has the
//! field; language `=` takes over all titles of another field (`sheet.field`), with `*` where the dictionary has none;
//! a language with `!` adds the title although the dictionary gives it to another column. The canonical name is always
//! known. Rules: workbook specification, section 1.

use std::collections::HashMap;

use super::dictionary::{DICTIONARIES, LONGEST_TITLE, SHEET_NAME, after_number, word_ends};
use super::schema::{self, FieldSpec, Form, Required, TableSpec};
pub use super::words::{choice, flag};

/// Languages of the dictionary, in the order of `SchemaRow::aliases`.
pub const LANGUAGES: [&str; 6] = ["en", "fi", "sv", "de", "nl", "zh"];

/// A table that a sheet name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetMatch {
    /// Canonical name of the table.
    pub table: &'static str,
    /// The name was met with its diacritics, not only without.
    pub exact: bool,
    /// Something stands before or after the name: a year, a site, a number.
    pub suffix: bool,
}

/// One line of documentation of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaRow {
    /// Canonical name of the table.
    pub table: &'static str,
    /// Canonical name of the column; blank for the line of the table.
    pub field: &'static str,
    /// Type of the values; `rows` or `keyvalue` for the line of the table.
    pub kind: &'static str,
    /// `Y`, `column`, `one of …`, or blank.
    pub required: String,
    /// Part of what identifies a row.
    pub key: bool,
    /// Allowed words, separated by ` | `.
    pub choices: String,
    /// What it holds.
    pub description: &'static str,
    /// Known titles in the languages of [`LANGUAGES`], separated by `; `.
    pub aliases: [String; 6],
}

/// The tables a sheet name may mean: the whole name first, else the longest part of it that ends where a word ends
/// (`Prices 2026`, `BOM_v3.0`, `01 Hinnasto Tampere`).
#[must_use]
pub fn sheet_tables(title: &str) -> Vec<SheetMatch> {
    let title = title.trim();
    if title.len() > LONGEST_TITLE {
        return Vec::new();
    }
    let lists = &DICTIONARIES.sheets;
    if let Some((tables, exact)) = lists.get(title) {
        return sheet_matches(tables, exact, false);
    }
    for start in [0, after_number(title)] {
        let Some(rest) = title.get(start..) else { continue };
        if start > 0
            && let Some((tables, exact)) = lists.get(rest)
        {
            return sheet_matches(tables, exact, true);
        }
        for end in word_ends(rest).into_iter().rev() {
            if let Some(prefix) = rest.get(..end)
                && let Some((tables, exact)) = lists.get(prefix)
            {
                return sheet_matches(tables, exact, true);
            }
        }
    }
    Vec::new()
}

/// All columns of a table that a title may mean, the canonical name first. More than one: the other columns decide.
///
/// Beside schema columns these are the dictionary's columns that no rule uses (see [`kept_field`]), and language columns
/// under the name with their language (`description_fi`).
#[must_use]
pub fn fields(table: &str, title: &str) -> Vec<&'static str> {
    let mut fields: Vec<_> = tables_knowing(title).filter(|(name, _)| *name == table).map(|(_, field)| field).collect();
    // Somebody who writes the canonical name means it, whatever else the dictionary knows under that title.
    if let Some(canonical) = fields.iter().copied().find(|field| *field == title.trim()) {
        fields = vec![canonical];
    }
    fields
}

/// Every table and column that a title may mean, in the order of the schema; the canonical name first in each table.
pub fn tables_knowing(title: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let found = DICTIONARIES.titles_of(title);
    (0..found.len()).filter_map(move |index| found.get(index).copied())
}

/// The column is in the dictionary but not in the schema: it is kept as text and carried to outputs that list the row.
#[must_use]
pub fn kept_field(table: &str, field: &str) -> bool {
    let in_schema = schema::table(table).is_some_and(|table| table.field(field).is_some());
    !in_schema && DICTIONARIES.entries.iter().any(|entry| entry.table == table && entry.field == field)
}

/// The known titles of a column in one language, in the order of the dictionary; of the sheet itself for a blank field.
pub fn titles(table: &str, field: &str, language: &str) -> impl Iterator<Item = &'static str> {
    let field = if field.is_empty() { SHEET_NAME } else { field.strip_suffix("_xx").unwrap_or(field) };
    DICTIONARIES
        .entries
        .iter()
        .filter(move |entry| entry.table == table && entry.field == field && entry.language == language)
        .map(|entry| entry.alias)
}

/// The schema as rows: each table and each of its columns, with the known titles.
#[must_use]
pub fn schema_rows() -> Vec<SchemaRow> {
    let mut known: HashMap<(&str, &str, &str), String> = HashMap::new();
    for entry in &DICTIONARIES.entries {
        let list = known.entry((entry.table, entry.field, entry.language)).or_default();
        if !list.is_empty() {
            list.push_str("; ");
        }
        list.push_str(entry.alias);
    }
    let mut aliases =
        |table, field| LANGUAGES.map(|language| known.remove(&(table, field, language)).unwrap_or_default());
    let mut rows = Vec::new();
    for table in schema::tables() {
        rows.push(SchemaRow {
            table: table.name,
            field: "",
            kind: if table.form == Form::KeyValue { "keyvalue" } else { "rows" },
            required: String::new(),
            key: false,
            choices: String::new(),
            description: table.description,
            aliases: aliases(table.name, SHEET_NAME),
        });
        rows.extend(table.fields.iter().map(|field| SchemaRow {
            table: table.name,
            field: field.name,
            kind: field.kind.name(),
            required: required_text(table, field),
            key: field.key,
            choices: field.choices.join(" | "),
            description: field.description,
            aliases: aliases(table.name, field.base()),
        }));
    }
    rows
}

fn required_text(table: &TableSpec, field: &FieldSpec) -> String {
    match field.required {
        Required::No => String::new(),
        Required::Value => "Y".to_owned(),
        Required::Column => "column".to_owned(),
        Required::OneOf(group) => {
            let members = table.fields.iter().filter(|other| other.required == Required::OneOf(group));
            format!("one of {}", members.map(|other| other.name).collect::<Vec<_>>().join(", "))
        }
    }
}

fn sheet_matches(tables: &[&'static str], exact: bool, suffix: bool) -> Vec<SheetMatch> {
    tables.iter().map(|table| SheetMatch { table, exact, suffix }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::dictionary::{DICTIONARY, EXTRA, HAN, LANGUAGE_WORDS, MAP, fold_diacritics};
    use crate::tables::embedded;
    use crate::values::fold_title;

    fn tables_of(title: &str) -> Vec<&'static str> {
        sheet_tables(title).into_iter().map(|found| found.table).collect()
    }

    #[test]
    fn every_line_of_the_files_is_used() {
        for (lines, parsed) in [
            embedded::counted::<4>(DICTIONARY),
            embedded::counted::<4>(MAP),
            embedded::counted::<4>(EXTRA),
            embedded::counted::<2>(LANGUAGE_WORDS),
            embedded::counted::<2>(HAN),
        ] {
            assert_eq!(lines, parsed);
            assert!(lines > 0);
        }
        assert_eq!(embedded::counted::<4>(DICTIONARY).0, 16_767);
        for [sheet, field, table, to] in embedded::rows::<4>(MAP) {
            assert!(embedded::rows::<4>(DICTIONARY).any(|row| row[0] == sheet && row[1] == field), "{sheet}.{field}");
            let spec = schema::table(table).unwrap();
            assert!(to == SHEET_NAME || sheet == "item_properties" || spec.field(to).is_some(), "{table}.{to}");
        }
        for [sheet, field, language, alias] in embedded::rows::<4>(EXTRA) {
            let known = |name: &str| {
                schema::table(name).is_some_and(|table| field == SHEET_NAME || table.field(field).is_some())
                    || kept_field(name, field)
            };
            assert!(if sheet == "*" { schema::tables().iter().any(|table| known(table.name)) } else { known(sheet) });
            if language == "=" {
                let (table, source) = alias.split_once('.').unwrap();
                assert!(titles(table, source, "en").next().is_some(), "{alias}");
            } else {
                assert!(LANGUAGES.contains(&language.trim_end_matches('!')), "{language}");
            }
        }
        let traditional: Vec<_> = embedded::rows::<2>(HAN).collect();
        assert!(traditional.iter().all(|[from, to]| from.chars().count() == to.chars().count()));
    }

    #[test]
    fn every_title_of_the_dictionary_is_found() {
        let mut seen = 0;
        for entry in &DICTIONARIES.entries {
            if fold_title(entry.alias).is_empty() {
                assert!(entry.alias.chars().all(|c| !c.is_alphanumeric()), "{}", entry.alias);
            } else if entry.field == SHEET_NAME {
                assert!(tables_of(entry.alias).contains(&entry.table), "{}", entry.alias);
            } else {
                let found = fields(entry.table, entry.alias);
                let is_canonical = found.iter().any(|field| fold_title(field) == fold_title(entry.alias));
                assert!(
                    found.contains(&entry.field) || is_canonical,
                    "{} {} {}",
                    entry.table,
                    entry.field,
                    entry.alias
                );
                seen += 1;
            }
        }
        assert!(seen > 15_000);
    }

    #[test]
    fn every_canonical_name_is_found() {
        for table in schema::tables() {
            assert!(sheet_tables(table.name).iter().any(|found| found.table == table.name && found.exact));
            for field in &table.fields {
                assert_eq!(fields(table.name, field.base()), [field.base()], "{}", table.name);
                let spaced = field.base().replace('_', " ");
                assert!(fields(table.name, &spaced).contains(&field.base()), "{} {spaced}", table.name);
            }
        }
    }

    #[test]
    fn every_table_has_names_in_six_languages() {
        for table in schema::tables() {
            for language in LANGUAGES {
                assert!(titles(table.name, "", language).next().is_some(), "{} {language}", table.name);
            }
        }
    }

    #[test]
    fn sheet_names_with_and_without_suffix() {
        for (title, table) in [
            ("Prices 2026", "price_lists"),
            ("BOM_v3.0", "bom"),
            ("Hinnasto 2026 Tampere", "price_lists"),
            ("Prices2026", "price_lists"),
            ("01 Nimikkeet", "items"),
            ("价格表2026", "price_lists"),
            ("Customer prices old", "customer_prices"),
            ("CustomerPrices2026", "customer_prices"),
        ] {
            let found = sheet_tables(title);
            assert_eq!(found.first().map(|found| (found.table, found.suffix)), Some((table, true)), "{title}");
        }
        assert_eq!(sheet_tables("items"), [SheetMatch { table: "items", exact: true, suffix: false }]);
        assert!(tables_of("Stueckliste").contains(&"bom"));
        assert!(tables_of("stuckliste").contains(&"bom"));
        assert!(sheet_tables("Sheet1").is_empty());
        assert!(sheet_tables("").is_empty());
        assert!(sheet_tables("2026").is_empty());
        assert!(tables_of("Huoltohistoria").contains(&"service_events"));
    }

    #[test]
    fn titles_of_columns() {
        for (table, title, field) in [
            ("items", "Part number", "item"),
            ("items", "  PART-NO. ", "item"),
            ("items", "Ｐａｒｔ　Ｎｏ", "item"),
            ("items", "零件号", "item"),
            ("items", "零件號", "item"),
            ("items", "Kuvaus FI", "description_fi"),
            ("items", "Description EN", "description_en"),
            ("items", "description_en", "description_en"),
            ("items", "Nimitys (fi)", "description_fi"),
            ("items", "名称 EN", "description_en"),
            ("items", "名称EN", "description_en"),
            ("items", "英文名称", "description_en"),
            ("items", "Description (Czech)", "description_cs"),
            ("items", "description_no", "description_no"),
            ("products", "Name FI", "name_fi"),
            ("drawings", "Title (en)", "title_en"),
            ("variant_rules", "message_sv", "message_sv"),
            ("as_built", "Part number", "item"),
            ("machines", "Sarjanumero", "serial"),
            ("stock", "location", "location"),
            ("stock", "Varasto", "location"),
            ("supersessions", "Old part no", "old"),
            ("order_lines", "Order date", "date"),
            ("bom", "Maara", "quantity"),
        ] {
            assert!(fields(table, title).contains(&field), "{table} {title}: {:?}", fields(table, title));
        }
        assert!(fields("products", "Name no").is_empty());
        assert!(fields("items", "%").is_empty());
        assert!(fields("items", "Quite unknown title").is_empty());
        assert!(tables_knowing("Serial no").any(|(table, _)| table == "as_built"));
        assert!(kept_field("items", "brand"));
        assert!(!kept_field("items", "item"));
        assert!(!kept_field("items", "nonsense"));
    }

    /// Structures specification, section 0.1: every word of the table of synonyms.
    #[test]
    fn synonyms_of_the_specification() {
        let mut others = Vec::new();
        for (table, field, list) in [
            (
                "items",
                "item",
                "item;part no;part number;nimike;nimikenumero;tuotenumero;Artikelnummer;Teilenummer;Sachnummer;artikelnummer;onderdeelnummer;配件编码;物料编码;零件号",
            ),
            (
                "items",
                "description",
                "description;name;kuvaus;nimitys;Benennung;Bezeichnung;omschrijving;benaming;名称;描述",
            ),
            (
                "bom",
                "parent",
                "parent;assembly;ylänimike;kokoonpano;Baugruppe;Oberteil;samenstelling;hoofdartikel;上级;父件;总成",
            ),
            ("bom", "position", "position;item no;positio;osanumero;Pos;Position;positie;序号;位置号"),
            ("bom", "revision", "revision;revisio;Revision;Index;revisie;版本"),
            ("bom", "quantity", "quantity;määrä;kpl;Menge;Anzahl;aantal;hoeveelheid;数量"),
            ("bom", "unit", "unit;uom;yksikkö;Einheit;ME;eenheid;单位"),
            ("price_lists", "price", "price;list price;hinta;Preis;Listenpreis;prijs;价格;单价"),
            ("items", "cost", "cost;unit cost;kustannus;omakustannus;Kosten;Herstellkosten;kostprijs;成本"),
            ("machines", "serial", "serial;serial no;sarjanumero;Seriennummer;Fabriknummer;serienummer;序列号;机号"),
            ("as_built", "lot", "lot;batch;erä;eränumero;Charge;Los;partij;batch;批次"),
            ("customers", "customer", "customer;asiakas;Kunde;klant;客户"),
            ("demand", "date", "date;pvm;päivä;päivämäärä;Datum;datum;日期"),
            ("stock", "on_hand", "on hand;stock;saldo;varastosaldo;Bestand;voorraad;库存"),
            ("items", "lead_days", "lead time;toimitusaika;Lieferzeit;Wiederbeschaffungszeit;levertijd;交期"),
            ("items", "weight_kg", "weight;paino;Gewicht;gewicht;重量"),
            ("drawings", "file", "drawing;piirustus;Zeichnung;tekening;图号;图纸"),
            ("items", "remarks", "remarks;note;huomautus;Bemerkung;opmerking;备注"),
            ("items", "supplier", "supplier;toimittaja;Lieferant;leverancier;供应商"),
            ("items", "spare", "spare;spare part;varaosa;Ersatzteil;reserveonderdeel;备件;可服务配件"),
        ] {
            for title in list.split(';').filter(|title| !fields(table, title).contains(&field)) {
                others.push(format!("{table}.{field} {title}: {}", fields(table, title).join(" ")));
            }
        }
        // The dictionary wins over the table of synonyms.
        assert_eq!(others, [] as [&str; 0], "\n{}\n", others.join("\n"));
    }

    #[test]
    fn titles_with_two_meanings_in_one_table_are_known() {
        let mut lines: Vec<String> = Vec::new();
        let titles: std::collections::BTreeMap<_, _> = DICTIONARIES.titles.exact.iter().collect();
        for (title, meanings) in titles {
            for table in schema::tables() {
                let of_table: Vec<_> =
                    meanings.iter().filter(|(name, _)| *name == table.name).map(|(_, field)| *field).collect();
                let of_table: Vec<_> =
                    of_table.into_iter().filter(|field| fields(table.name, title).contains(field)).collect();
                if of_table.len() > 1 {
                    lines.push(format!("{} {title}: {}", table.name, of_table.join(" ")));
                }
            }
        }
        let known: Vec<&str> = include_str!("ambiguous-titles.txt").lines().collect();
        assert_eq!(lines, known, "\n{}\n", lines.join("\n"));
    }

    #[test]
    fn the_schema_as_rows() {
        let rows = schema_rows();
        let columns: usize = schema::tables().iter().map(|table| 1 + table.fields.len()).sum();
        assert_eq!(rows.len(), columns);
        let item = rows.iter().find(|row| row.table == "items" && row.field == "item").unwrap();
        assert_eq!((item.kind, item.required.as_str(), item.key), ("code", "Y", true));
        assert!(item.aliases.iter().all(|list| !list.is_empty()));
        let parent = rows.iter().find(|row| row.table == "bom" && row.field == "parent").unwrap();
        assert_eq!(parent.required, "one of parent, level");
    }

    #[test]
    fn folding() {
        assert_eq!(fold_title(" Min. order-qty_(pcs) "), "minorderqtypcs");
        assert_eq!(fold_title("ＡＢＣ１２"), "abc12");
        assert_eq!(fold_title("Määrä"), "määrä");
        assert_eq!(fold_title("Ma\u{308}a\u{308}ra\u{308}"), "määrä");
        assert_eq!(fold_diacritics("määrä"), "maara");
        assert_eq!(fold_diacritics("größe"), "grosse");
        assert_eq!(fold_diacritics("數量"), "数量");
    }
}
