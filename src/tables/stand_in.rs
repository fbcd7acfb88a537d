//! Columns that serve where no title names a required one: the order code or the name of a thing as its number.
//!
//! Real parts lists often have no item numbers. Their lines are then told apart by the number of the manufacturer or
//! supplier, else by the name; the finding says so, and how to choose otherwise.

use super::content::{Content, Sample};
use super::layout::MappedColumn;
use super::mapping::Mapping;
use super::titles::Title;
use crate::finding::{Finding, codes};
use crate::origin::column_letters;
use crate::values::fold_title;

/// Fields that tell things apart, the surest first.
const NUMBERS: &[&str] = &["manufacturer_part_no", "supplier_item_no"];
/// Folded titles that hold the number of the thing when it is not designators.
const REFERENCES: &[&str] = &["reference", "ref", "refno", "references"];
/// Folded titles of a type, which tells things apart.
const MODELS: &[&str] = &["型号", "规格型号", "model", "modelno", "typ", "type"];
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
        "bom" if !mapping.has("item") && mapping.has("quantity") => {
            if let Some(title) = item(mapping, titles, sample) {
                filled.push(("item", title));
            }
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

/// The column that tells the things of a parts list apart.
fn item(mapping: &mut Mapping, titles: &[Title], sample: &Sample<'_>) -> Option<String> {
    let is_filled = |column: u32| {
        let (filled, all) = sample.filled(column);
        filled * 100 >= all * FILLED_PERCENT
    };
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
    let name = by_field(mapping, "description")?;
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
