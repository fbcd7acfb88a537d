//! Answers about product families as frames.

use crate::report::frame::{Frame, Show};
use crate::variants::{Checks, Family, Resolved, Variants};

/// One row a variant: `sku`, `name`, one column a property, `price`, `model` (place of the existing model).
///
/// A property named like one of the other columns gets `property ` in front.
#[must_use]
pub fn variants_frame(variants: &Variants) -> Frame {
    let rows = &variants.rows;
    let mut frame = Frame::new("variants").text("sku", Show::Code, rows.iter().map(|row| row.sku.as_deref())).text(
        "name",
        Show::Text,
        rows.iter().map(|row| Some(row.name.as_str())),
    );
    for (index, property) in variants.properties.iter().enumerate() {
        let is_taken = ["sku", "name", "price", "model", "active"].contains(&property.as_str());
        let name = if is_taken { format!("property {property}") } else { property.clone() };
        frame = frame.text(&name, Show::Code, rows.iter().map(|row| row.values.get(index).map(String::as_str)));
    }
    frame
        .decimal("price", Show::Money(2), rows.iter().map(|row| row.price))
        .strings("model", Show::Origin, rows.iter().map(|row| row.model.as_ref().map(ToString::to_string)))
        .flag("active", rows.iter().map(|row| row.is_active))
        .findings(variants.findings.clone())
}

/// One row a value offered, in property order, then value order: `property`, `property_name`, `type`, `unit`, `value`,
/// `code`, `name`, `default`, `origin`.
#[must_use]
pub fn family_properties_frame(family: &Family, language: &str) -> Frame {
    let rows: Vec<_> = family
        .properties()
        .iter()
        .flat_map(|property| property.values.iter().enumerate().map(move |(place, value)| (property, place, value)))
        .collect();
    Frame::new("family_properties")
        .text("property", Show::Code, rows.iter().map(|(property, _, _)| Some(property.name.as_str())))
        .text("property_name", Show::Text, rows.iter().map(|(property, _, _)| property.names.get(language)))
        .text("type", Show::Code, rows.iter().map(|(property, _, _)| Some(property.kind.word())))
        .text("unit", Show::Code, rows.iter().map(|(property, _, _)| property.unit.as_deref()))
        .text("value", Show::Code, rows.iter().map(|(_, _, value)| Some(value.value.as_str())))
        .text("code", Show::Code, rows.iter().map(|(_, _, value)| value.code.as_deref()))
        .text("name", Show::Text, rows.iter().map(|(_, _, value)| value.names.get(language)))
        .flag("default", rows.iter().map(|(property, place, _)| Some(property.default == *place)))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|(property, _, _)| property.origin.as_ref().map(ToString::to_string)),
        )
        .findings(family.findings().clone())
}

/// One row a check: `check`, `subject`, `variants`, `percent`, `detail`, `origin`.
///
/// `variants` is text, because counts have any size; a lower bound says `at least`.
#[must_use]
pub fn family_checks_frame(checks: &Checks) -> Frame {
    let rows = &checks.rows;
    Frame::new("family_checks")
        .text("check", Show::Text, rows.iter().map(|row| Some(row.kind.word())))
        .text("subject", Show::Code, rows.iter().map(|row| Some(row.subject.as_str())))
        .strings("variants", Show::Text, rows.iter().map(|row| Some(row.count.to_string())))
        .decimal("percent", Show::Percent, rows.iter().map(|row| row.percent))
        .text("detail", Show::Text, rows.iter().map(|row| Some(row.detail.as_str()).filter(|text| !text.is_empty())))
        .strings("origin", Show::Origin, rows.iter().map(|row| row.origin.as_ref().map(ToString::to_string)))
        .findings(checks.findings.clone())
}

/// One row a line of a resolved structure: `level`, `parent`, `position`, `item`, `revision`, `quantity` (for one
/// parent), `total` (for one product), `unit`, `condition`, `origin`.
#[must_use]
pub fn variant_structure_frame(resolved: &Resolved) -> Frame {
    let rows = &resolved.lines;
    Frame::new("variant_structure")
        .integer("level", Show::Level, rows.iter().map(|row| i64::try_from(row.level).ok()))
        .text("parent", Show::Code, rows.iter().map(|row| Some(row.parent.as_str())))
        .text("position", Show::Code, rows.iter().map(|row| row.position.as_deref()))
        .text("item", Show::Code, rows.iter().map(|row| Some(row.item.as_str())))
        .text("revision", Show::Code, rows.iter().map(|row| row.revision.as_deref()))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| row.quantity))
        .decimal("total", Show::Quantity, rows.iter().map(|row| row.total))
        .text("unit", Show::Code, rows.iter().map(|row| row.unit.as_deref()))
        .text(
            "condition",
            Show::Text,
            rows.iter().map(|row| Some(row.condition.as_str()).filter(|text| !text.is_empty())),
        )
        .strings("origin", Show::Origin, rows.iter().map(|row| row.origin.as_ref().map(ToString::to_string)))
        .findings(resolved.findings.clone())
}
