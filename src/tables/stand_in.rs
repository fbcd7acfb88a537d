//! Columns that serve where no title names the one that is needed: the order code or the name of a thing as its number.
//!
//! Real parts lists often have no item numbers. Their lines are then told apart by the number of the manufacturer or
//! supplier, by the type, by the entry of a parts library, else by the name; the finding says so, and how to choose
//! otherwise. A column under the name of the list itself (`BOM`) holds the words for what is listed.

use super::content::{Content, Sample};
use super::layout::MappedColumn;
use super::mapping::Mapping;
use super::titles::Title;
use crate::finding::{Finding, codes};
use crate::origin::column_letters;
use crate::values::fold_title;

/// The words for a thing.
pub(super) const DESCRIPTION: &str = "description";
/// Fields that tell things apart, the surest first.
const NUMBERS: &[&str] = &["manufacturer_part_no", "supplier_item_no"];
/// Folded titles that hold the number of the thing when it is not designators.
const REFERENCES: &[&str] = &["reference", "ref", "refno", "references"];
/// Folded titles of a type, which tells things apart.
const MODELS: &[&str] = &["型号", "规格型号", "model", "modelno", "typ", "type"];
/// Folded titles of the entry in a library of parts: one drawing symbol may stand for many things, so that it serves only
/// where every line has its own.
const LIBRARY: &[&str] = &["libref", "libraryref", "libraryreference", "librefname", "librarypart"];
/// A number serves when it is there in so many of a hundred lines.
const FILLED_PERCENT: usize = 60;

/// Gives a required field that no title names another column; the fields and the titles that serve.
pub(super) fn fill(
    mapping: &mut Mapping,
    titles: &[Title],
    sample: &Sample<'_>,
    named: bool,
) -> Vec<(&'static str, String)> {
    let mut filled = Vec::new();
    match mapping.spec.name {
        "bom" => {
            if !mapping.has("item") && mapping.has("quantity") {
                filled.extend(item(mapping, titles, sample).map(|title| ("item", title)));
            }
            if mapping.has("item") && !mapping.columns.iter().any(|own| own.field.starts_with(DESCRIPTION)) {
                filled.extend(words_of_the_list(mapping, titles, sample).map(|title| (DESCRIPTION, title)));
            }
        }
        // An order may name what is ordered by its name only.
        "order_lines" if named && !mapping.has("item") && mapping.has("quantity") => {
            filled.extend(item(mapping, titles, sample).map(|title| ("item", title)));
        }
        // A sheet that is named as stock and has quantities: what else should they be?
        "stock" if named && mapping.has("item") && !mapping.has("on_hand") => {
            let quantity = titles.iter().find(|title| {
                let is_free = mapping.columns.iter().all(|own| own.column != title.column);
                is_free && super::aliases::fields("bom", &title.text).contains(&"quantity")
            });
            if let Some(title) = quantity {
                mapping.columns.push(MappedColumn {
                    column: title.column,
                    title: title.text.clone(),
                    field: "on_hand".to_owned(),
                });
                filled.push(("on_hand", title.text.clone()));
            }
        }
        _ => {}
    }
    for (field, title) in &filled {
        let place = mapping.columns.iter().find(|own| own.field == *field).map(|own| own.column);
        let origin = place
            .map_or_else(|| mapping.place.clone(), |column| mapping.place.at(mapping.place.row.unwrap_or(0), column));
        let letters = place.map(column_letters).unwrap_or_default();
        mapping.findings.push(
            Finding::new(&codes::reading::W_STANDS_IN).at(origin).field(*field).value(title).detail(format!(
                "no title names `{field}`: column {letters} is read as it; to choose another one: synonyms={{\"TITLE\": \"{field}\"}}"
            )),
        );
    }
    filled
}

/// The column under the name of the list itself, when it holds words: `BOM ID | BOM | Quantity`.
fn words_of_the_list(mapping: &mut Mapping, titles: &[Title], sample: &Sample<'_>) -> Option<String> {
    let names_the_list = |text: &str| {
        let mut hits = super::aliases::sheet_tables(text).into_iter();
        hits.any(|hit| hit.table == mapping.spec.name && !hit.suffix)
    };
    let title = titles.iter().find(|title| {
        let is_free = mapping.columns.iter().all(|own| own.column != title.column);
        is_free && names_the_list(&title.text) && sample.are_words(title.column) && is_filled(sample, title.column)
    })?;
    let (column, text) = (title.column, title.text.clone());
    mapping.columns.push(MappedColumn { column, title: text.clone(), field: DESCRIPTION.to_owned() });
    Some(text)
}

/// True when a column has a value in most lines.
fn is_filled(sample: &Sample<'_>, column: u32) -> bool {
    let (filled, all) = sample.filled(column);
    filled * 100 >= all * FILLED_PERCENT
}

/// The column that tells the things of a parts list apart.
fn item(mapping: &mut Mapping, titles: &[Title], sample: &Sample<'_>) -> Option<String> {
    let is_filled = |column: u32| is_filled(sample, column);
    let by_field = |mapping: &Mapping, field: &str| mapping.columns.iter().position(|own| own.field == field);
    let number = NUMBERS
        .iter()
        .filter_map(|field| by_field(mapping, field))
        .find(|&index| mapping.columns.get(index).is_some_and(|own| is_filled(own.column)));
    if let Some(own) = number.and_then(|index| mapping.columns.get_mut(index)) {
        "item".clone_into(&mut own.field);
        return Some(own.title.clone());
    }
    let reference = titles.iter().find(|title| {
        let is_free = mapping.columns.iter().all(|own| own.column != title.column);
        is_free
            && REFERENCES.contains(&fold_title(&title.text).as_str())
            && sample.content(title.column) == Content::Others
            && is_filled(title.column)
    });
    if let Some(title) = reference {
        let (column, text) = (title.column, title.text.clone());
        mapping.columns.push(MappedColumn { column, title: text.clone(), field: "item".to_owned() });
        return Some(text);
    }
    let model = by_field(mapping, "spec")
        .and_then(|index| mapping.columns.get_mut(index))
        .filter(|own| MODELS.contains(&fold_title(&own.title).as_str()) && is_filled(own.column));
    if let Some(own) = model {
        "item".clone_into(&mut own.field);
        return Some(own.title.clone());
    }
    let library = titles.iter().find(|title| {
        let is_free = mapping.columns.iter().all(|own| own.column != title.column);
        is_free
            && LIBRARY.contains(&fold_title(&title.text).as_str())
            && is_filled(title.column)
            && sample.are_apart(title.column)
    });
    if let Some(title) = library {
        let (column, text) = (title.column, title.text.clone());
        mapping.columns.push(MappedColumn { column, title: text.clone(), field: "item".to_owned() });
        return Some(text);
    }
    let name = by_field(mapping, DESCRIPTION)?;
    let own = mapping.columns.get_mut(name).filter(|own| is_name(&own.title) && is_filled(own.column))?;
    "item".clone_into(&mut own.field);
    Some(own.title.clone())
}

/// Folded words of a title that names a thing; a description says too much to tell things apart.
const NAMES: &[&str] =
    &["name", "nimi", "nimitys", "benämning", "benennung", "bezeichnung", "benaming", "naam", "名称", "品名", "名"];

fn is_name(title: &str) -> bool {
    let folded = fold_title(title);
    NAMES.iter().any(|word| folded.contains(word))
}
