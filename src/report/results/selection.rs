//! Answers about one selection of a product family as frames: checked, completed, split, where used.

use crate::report::frame::{Frame, Show};
use crate::variants::{Check, Family, ItemUse, OpenProperty, Split};

/// What stands between a selection and a variant; without rows it is one: `result` (`broken`, `undecided`, `missing`),
/// `rule`, `property`, `message`, `origin`.
#[must_use]
pub fn family_check_frame(check: &Check) -> Frame {
    struct Row<'a> {
        result: &'a str,
        rule: Option<&'a str>,
        property: Option<&'a str>,
        message: Option<&'a str>,
        origin: Option<String>,
    }
    let blank = |result| Row { result, rule: None, property: None, message: None, origin: None };
    let mut rows = Vec::new();
    rows.extend(check.broken.iter().map(|broken| Row {
        rule: Some(&broken.rule),
        message: Some(broken.message.as_str()).filter(|text| !text.is_empty()),
        origin: broken.origin.as_ref().map(ToString::to_string),
        ..blank("broken")
    }));
    rows.extend(check.open.iter().map(|rule| Row { rule: Some(rule), ..blank("undecided") }));
    rows.extend(check.missing.iter().map(|property| Row { property: Some(property), ..blank("missing") }));
    Frame::new("family_check")
        .text("result", Show::Code, rows.iter().map(|row| Some(row.result)))
        .text("rule", Show::Code, rows.iter().map(|row| row.rule))
        .text("property", Show::Code, rows.iter().map(|row| row.property))
        .text("message", Show::Text, rows.iter().map(|row| row.message))
        .text("origin", Show::Origin, rows.iter().map(|row| row.origin.as_deref()))
}

/// One row a value that is still possible: `property`, `property_name`, `value`, `name`, `default`. An open property
/// for which no value is left has one row with a blank value.
#[must_use]
pub fn family_complete_frame(family: &Family, open: &[OpenProperty], language: &str) -> Frame {
    let mut rows: Vec<(&OpenProperty, Option<&str>)> = Vec::new();
    for property in open {
        if property.values.is_empty() {
            rows.push((property, None));
        }
        rows.extend(property.values.iter().map(|value| (property, Some(value.as_str()))));
    }
    let known = |name: &str| family.properties().iter().find(|property| property.name == name);
    let name = |property: &str, value: &str| {
        known(property)?.values.iter().find(|known| known.value == value)?.names.get(language)
    };
    Frame::new("family_complete")
        .text("property", Show::Code, rows.iter().map(|(open, _)| Some(open.property.as_str())))
        .text(
            "property_name",
            Show::Text,
            rows.iter().map(|(open, _)| known(&open.property).and_then(|known| known.names.get(language))),
        )
        .text("value", Show::Code, rows.iter().map(|(_, value)| *value))
        .text("name", Show::Text, rows.iter().map(|(open, value)| value.and_then(|value| name(&open.property, value))))
        .flag("default", rows.iter().map(|(open, value)| value.map(|value| open.default.as_deref() == Some(value))))
}

/// One row a new product: `product`, one column a fixed property, `variants` (text, because counts have any size),
/// `models` (numbers of the existing models that move to it).
#[must_use]
pub fn family_split_frame(split: &Split) -> Frame {
    let rows = &split.products;
    let mut frame =
        Frame::new("family_split").text("product", Show::Text, rows.iter().map(|row| Some(row.name.as_str())));
    let properties: Vec<&str> =
        rows.first().map(|row| row.fixed.iter().map(|(property, _)| property.as_str()).collect()).unwrap_or_default();
    for (place, property) in properties.into_iter().enumerate() {
        let is_taken = ["product", "variants", "models"].contains(&property);
        let name = if is_taken { format!("property {property}") } else { property.to_owned() };
        frame =
            frame.text(&name, Show::Code, rows.iter().map(|row| row.fixed.get(place).map(|(_, value)| value.as_str())));
    }
    frame
        .strings("variants", Show::Code, rows.iter().map(|row| Some(row.count.to_string())))
        .strings("models", Show::Text, rows.iter().map(|row| (!row.models.is_empty()).then(|| row.models.join(", "))))
        .findings(split.findings.clone())
}

/// In which variants an item is used: `item`, `variants` (text), `percent`, `condition`, `least`, `greatest` (quantity
/// for one product).
#[must_use]
pub fn family_where_used_frame(found: &ItemUse) -> Frame {
    let rows = [found];
    Frame::new("family_where_used")
        .text("item", Show::Code, rows.iter().map(|row| Some(row.item.as_str())))
        .strings("variants", Show::Code, rows.iter().map(|row| Some(row.variants.to_string())))
        .decimal("percent", Show::Percent, rows.iter().map(|row| row.percent))
        .text("condition", Show::Text, rows.iter().map(|row| Some(row.condition.as_str())))
        .decimal("least", Show::Quantity, rows.iter().map(|row| row.least))
        .decimal("greatest", Show::Quantity, rows.iter().map(|row| row.greatest))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;
    use crate::report::frame::FrameValue;

    fn family() -> Family {
        let catalog = catalog(&[
            ("properties", "property,name_en,type\nC,Colour,LIST\nW,Width,NUMBER\n"),
            ("property_values", "property,value,name_en\nC,RED,Red\nC,BLUE,Blue\nW,50,\nW,100,\n"),
            ("products", "product\nSHELF\n"),
            ("product_values", "product,property\nSHELF,C\nSHELF,W\n"),
            ("variant_rules", "rule,product,kind,if,then,message_en\nR1,SHELF,REQUIRES,C=RED,W=100,Red is wide only\n"),
            ("variant_bom", "parent,position,item,quantity,condition\nSHELF,10,BOARD,W/50,\nSHELF,20,FOOT,4,W=100\n"),
        ]);
        Family::new(Arc::new(catalog), "SHELF").unwrap()
    }

    #[test]
    fn a_selection_is_checked_and_completed() {
        let family = family();
        let frame = family_check_frame(&family.check(&[("C", "BLUE")]).unwrap());
        assert!((0..frame.len()).any(|row| frame.value(row, "property") == FrameValue::Text("W")));
        let frame = family_complete_frame(&family, &family.complete(&[("C", "BLUE")]).unwrap(), "en");
        assert_eq!(frame.len(), 2);
        assert_eq!(frame.value(0, "property_name"), FrameValue::Text("Width"));
        let frame = family_check_frame(&family.check(&[("C", "RED"), ("W", "50")]).unwrap());
        assert_eq!(frame.value(0, "result"), FrameValue::Text("broken"));
        assert_eq!(frame.value(0, "message"), FrameValue::Text("Red is wide only"));
        assert!(family_check_frame(&family.check(&[("C", "RED"), ("W", "100")]).unwrap()).is_empty());
    }

    #[test]
    fn a_family_is_split_and_asked_for_an_item() {
        let family = family();
        let frame = family_split_frame(&family.split(&["C"]).unwrap());
        assert_eq!(frame.len(), 2);
        assert_eq!(frame.value(0, "C"), FrameValue::Text("RED"));
        let frame = family_where_used_frame(&family.where_used("FOOT").unwrap());
        assert_eq!(frame.value(0, "greatest"), FrameValue::Decimal(4.into()));
    }
}
