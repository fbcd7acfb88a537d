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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::testing::catalog;
    use crate::report::frame::FrameValue;

    #[test]
    fn frames_have_one_row_an_answer() {
        let catalog = catalog(&[
            ("properties", "property,name_en,type\nW,Width,NUMBER\nname,,LIST\n"),
            ("property_values", "property,value,code,name_en\nW,50,,\nW,100,,\nname,x,,\n"),
            ("products", "product,base_price\nSHELF,10\n"),
            ("product_values", "product,property\nSHELF,W\nSHELF,name\n"),
            ("variant_bom", "parent,position,item,quantity,condition\nSHELF,10,BOARD,W/50,\nSHELF,20,FOOT,4,W=100\n"),
            ("models", "product,sku,W,active\nSHELF,OLD,50,N\n"),
        ]);
        let family = Family::new(Arc::new(catalog), "SHELF").unwrap();
        let variants = variants_frame(&family.variants(10));
        assert_eq!(variants.len(), 2);
        assert_eq!(variants.value(0, "sku"), FrameValue::Text("OLD"));
        assert_eq!(variants.value(0, "active"), FrameValue::Flag(false));
        assert_eq!(variants.value(0, "model"), FrameValue::Text("test.xlsx, sheet \"models\", row 2"));
        assert_eq!(variants.value(1, "W"), FrameValue::Text("100"));
        assert_eq!(variants.value(1, "property name"), FrameValue::Text("x"));
        assert_eq!(variants.value(1, "price"), FrameValue::Decimal(10.into()));

        let properties = family_properties_frame(&family, "en");
        assert_eq!(properties.len(), 3);
        assert_eq!(properties.value(0, "property_name"), FrameValue::Text("Width"));
        assert_eq!(properties.value(1, "default"), FrameValue::Flag(false));

        let checks = family_checks_frame(&family.checks());
        assert_eq!(checks.value(1, "subject"), FrameValue::Text("SHELF 20 FOOT"));
        assert_eq!(checks.value(1, "variants"), FrameValue::Text("1"));
        assert_eq!(checks.value(1, "percent"), FrameValue::Decimal(50.into()));

        let structure = variant_structure_frame(&family.resolve(&[("W", "100")]).unwrap());
        assert_eq!(structure.len(), 2);
        assert_eq!(structure.value(0, "quantity"), FrameValue::Decimal(2.into()));
        assert_eq!(structure.value(1, "level"), FrameValue::Integer(1));
    }
}
