//! Explosions and uses as frames.

use rust_decimal::Decimal;

use super::replacement::item_unit;
use crate::model::{Catalog, CustomerId, ItemId, Machine};
use crate::report::frame::{Frame, Show};
use crate::structure::{
    Availability, Buildable, Certainty, Change, CompareEntry, Comparison, CustomerTotal, Explosion, FieldUse, Figure,
    FrozenStructure, Reach, RollUp, RollUpCheck, RollUpRow, ServiceStructure, Through, WhereUsed,
};
use crate::tables::sentence::joined;
use crate::tables::{Symbol, labels};

/// Items of a path that are shown at each end when it is longer than both together.
const PATH_ENDS: usize = 25;

/// `M100 > A200 > W220`; the middle of a very long path is left out, and how many items that are is said.
#[must_use]
pub fn path_text(catalog: &Catalog, path: &[ItemId], language: &str) -> String {
    let names = |items: &[ItemId]| items.iter().map(|&item| catalog.item_number(item)).collect::<Vec<_>>().join(" > ");
    match (path.get(..PATH_ENDS), path.len().checked_sub(PATH_ENDS).and_then(|from| path.get(from..))) {
        (Some(first), Some(last)) if path.len() > 2 * PATH_ENDS => {
            let left_out = (path.len() - 2 * PATH_ENDS).to_string();
            let more = labels::text("path.more", language, &[("n", &left_out)]);
            format!("{} > … {more} … > {}", names(first), names(last))
        }
        _ => names(path),
    }
}

/// What makes a position doubtful, in words.
fn doubt(sure: &Certainty, language: &str) -> Option<String> {
    (!sure.doubts.is_empty()).then(|| joined(&sure.doubts, "; ", language))
}

/// The list of an explosion: one row a line, depth-first.
#[must_use]
pub fn explosion_frame(catalog: &Catalog, found: &Explosion, language: &str) -> Frame {
    let rows = &found.rows;
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    let sure = |row: usize| found.certainty.get(row);
    Frame::new("explosion")
        .integer("level", Show::Level, rows.iter().map(|row| Some(i64::from(row.level))))
        .text("parent", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.parent))))
        .text("position", Show::Code, rows.iter().map(|row| text(row.position)))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .text("revision", Show::Code, rows.iter().map(|row| text(row.latest.or(row.revision))))
        .text("line_revision", Show::Code, rows.iter().map(|row| text(row.latest.and(row.revision))))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| row.quantity))
        .text("unit", Show::Text, rows.iter().map(|row| text(row.unit).or_else(|| item_unit(catalog, row.item))))
        .decimal("total_quantity", Show::Quantity, rows.iter().map(|row| row.total.quantity()))
        .text(
            "total_unit",
            Show::Text,
            rows.iter().map(|row| text(catalog.structure().unit(row.item)).or_else(|| item_unit(catalog, row.item))),
        )
        .text("kind", Show::Code, rows.iter().map(|row| Some(row.kind.name())))
        .flag("as_required", rows.iter().map(|row| Some(row.as_required)))
        .decimal("certainty", Show::Number, (0..rows.len()).map(|row| sure(row).map(|sure| sure.share)))
        .strings("doubt", Show::Text, (0..rows.len()).map(|row| doubt(sure(row)?, language)))
        .strings("path", Show::Text, (0..rows.len()).map(|row| Some(path_text(catalog, &found.path(row), language))))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|row| row.place.origin(catalog).map(|origin| origin.to_string())),
        )
        .findings(found.findings.clone())
}

/// The totals of an explosion: one row an item, by item number.
#[must_use]
pub fn explosion_summed_frame(catalog: &Catalog, found: &Explosion, language: &str) -> Frame {
    let rows = &found.summed;
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    Frame::new("explosion_summed")
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .decimal("total_quantity", Show::Quantity, rows.iter().map(|row| row.total.quantity()))
        .text("unit", Show::Text, rows.iter().map(|row| text(row.unit).or_else(|| item_unit(catalog, row.item))))
        .text("kind", Show::Code, rows.iter().map(|row| Some(row.kind.name())))
        .integer("lines", Show::Integer, rows.iter().map(|row| Some(i64::from(row.lines))))
        .flag("is_leaf", rows.iter().map(|row| Some(row.is_leaf)))
        .findings(found.findings.clone())
}

/// Uses of an item: assemblies, or machines, or machines by customer, as the question was.
#[must_use]
pub fn where_used_frame(catalog: &Catalog, found: &WhereUsed, language: &str) -> Frame {
    match found.options.to {
        Reach::Top => assemblies(catalog, found, language),
        Reach::Machines | Reach::Customers => machines(catalog, found, language),
    }
}

/// Why a line counts that does not name the item itself.
fn stand_in(through: Through) -> Option<&'static str> {
    (through != Through::Named).then(|| through.name())
}

fn assemblies(catalog: &Catalog, found: &WhereUsed, language: &str) -> Frame {
    let rows = &found.uses(catalog);
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    let unit = item_unit(catalog, found.item);
    let lines = catalog.bom_lines();
    let origin = |row: &crate::structure::Use| {
        lines.structure().line(row.line).and_then(|line| lines.origin(line)).map(|origin| origin.to_string())
    };
    Frame::new("where_used")
        .integer("level", Show::Level, rows.iter().map(|row| Some(i64::from(row.level))))
        .text("parent", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.parent))))
        .text("parent_revision", Show::Code, rows.iter().map(|row| text(row.parent_revision)))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.parent, language)))
        .text("position", Show::Code, rows.iter().map(|row| text(row.position)))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.named))))
        .text("revision", Show::Code, rows.iter().map(|row| text(row.revision)))
        .text("through", Show::Code, rows.iter().map(|row| stand_in(row.through)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| row.quantity))
        .text("unit", Show::Text, rows.iter().map(|row| text(row.unit).or(unit)))
        .decimal("total_quantity", Show::Quantity, rows.iter().map(|row| row.total.quantity()))
        .flag("is_top", rows.iter().map(|row| Some(row.is_top)))
        .strings("path", Show::Text, rows.iter().map(|row| Some(path_text(catalog, &found.path(row), language))))
        .strings("origin", Show::Origin, rows.iter().map(origin))
        .findings(found.findings.clone())
}

fn machines(catalog: &Catalog, found: &WhereUsed, language: &str) -> Frame {
    let rows = &found.field;
    let table = catalog.table("machines");
    let machine = |row: &FieldUse| catalog.machines().get(row.machine).copied();
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    let of =
        |row: &FieldUse, field: fn(&Machine) -> Option<Symbol>| text(machine(row).and_then(|machine| field(&machine)));
    let status = table.text("status");
    let project = |row: &FieldUse| catalog.projects().get(row.project?).map(|project| catalog.text(project.number));
    let unit = item_unit(catalog, found.item);
    let name = if found.options.to == Reach::Customers { "where_used_customers" } else { "where_used_machines" };
    Frame::new(name)
        .integer("level", Show::Level, rows.iter().map(|row| Some(i64::from(row.level))))
        .text("customer", Show::Code, rows.iter().map(|row| row.customer.map(|id| catalog.customer_number(id))))
        .text("customer_name", Show::Text, rows.iter().map(|row| customer_text(catalog, row.customer, "name")))
        .text("country", Show::Code, rows.iter().map(|row| customer_text(catalog, row.customer, "country")))
        .text("project", Show::Code, rows.iter().map(project))
        .text("serial", Show::Code, rows.iter().map(|row| of(row, |machine| machine.serial)))
        .text("model", Show::Code, rows.iter().map(|row| of(row, |machine| machine.model)))
        .text("parent", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.top))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.top, language)))
        .date("delivery_date", rows.iter().map(|row| machine(row).and_then(|machine| machine.delivery_date)))
        .text("status", Show::Code, rows.iter().map(|row| text(status.get(machine(row)?.row as usize))))
        .text("structure", Show::Code, rows.iter().map(|row| Some(row.structure.name())))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.named))))
        .text("through", Show::Code, rows.iter().map(|row| stand_in(row.through)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| row.quantity.quantity()))
        .decimal("machines", Show::Quantity, rows.iter().map(|row| Some(row.machines)))
        .decimal("total_quantity", Show::Quantity, rows.iter().map(|row| row.total.quantity()))
        .text("unit", Show::Text, rows.iter().map(|_| unit))
        .strings("path", Show::Text, rows.iter().map(|row| Some(path_text(catalog, &row.path, language))))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|row| table.origin(machine(row)?.row as usize).map(|origin| origin.to_string())),
        )
        .findings(found.findings.clone())
}

/// What each customer has of an item.
#[must_use]
pub fn where_used_totals_frame(catalog: &Catalog, found: &WhereUsed) -> Frame {
    let rows: &[CustomerTotal] = &found.customers;
    Frame::new("where_used_totals")
        .text("customer", Show::Code, rows.iter().map(|row| row.customer.map(|id| catalog.customer_number(id))))
        .text("customer_name", Show::Text, rows.iter().map(|row| customer_text(catalog, row.customer, "name")))
        .text("country", Show::Code, rows.iter().map(|row| customer_text(catalog, row.customer, "country")))
        .text("item", Show::Code, rows.iter().map(|_| Some(catalog.item_number(found.item))))
        .decimal("machines", Show::Quantity, rows.iter().map(|row| row.machines.quantity()))
        .decimal("total_quantity", Show::Quantity, rows.iter().map(|row| row.total.quantity()))
        .text("unit", Show::Text, rows.iter().map(|_| item_unit(catalog, found.item)))
        .findings(found.findings.clone())
}

/// A service structure: one row a line, in the order of the engineering structure.
#[must_use]
pub fn service_structure_frame(catalog: &Catalog, found: &ServiceStructure, language: &str) -> Frame {
    let rows = &found.lines;
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    let number = |item: Option<ItemId>| item.map(|item| catalog.item_number(item));
    let positions = |positions: &[Symbol]| {
        let texts: Vec<&str> = positions.iter().map(|&position| catalog.text(position)).collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    };
    Frame::new("service_structure")
        .text("page", Show::Code, rows.iter().map(|row| number(row.page)))
        .text("in_module", Show::Code, rows.iter().map(|row| number(row.in_module)))
        .strings("position", Show::Code, rows.iter().map(|row| positions(&row.positions)))
        .text("item", Show::Code, rows.iter().map(|row| number(Some(row.item))))
        .text("revision", Show::Code, rows.iter().map(|row| text(row.revision)))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| row.quantity.quantity()))
        .text("unit", Show::Text, rows.iter().map(|row| text(row.unit)))
        .flag("as_required", rows.iter().map(|row| Some(row.as_required)))
        .flag("module", rows.iter().map(|row| Some(row.is_module)))
        .flag("ip", rows.iter().map(|row| Some(row.is_ip)))
        .flag("standard", rows.iter().map(|row| Some(row.is_standard)))
        .flag("procurable", rows.iter().map(|row| Some(row.is_procurable)))
        .findings(found.findings.clone())
}

/// What of assemblies is available: one row an item, in the order asked.
#[must_use]
pub fn available_frame(catalog: &Catalog, found: &Availability, language: &str) -> Frame {
    let rows = &found.rows;
    let limiting = |items: &[ItemId]| {
        let names: Vec<&str> = items.iter().map(|&item| catalog.item_number(item)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    Frame::new("available")
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .flag("is_virtual", rows.iter().map(|row| Some(row.is_virtual)))
        .decimal("own_stock", Show::Quantity, rows.iter().map(|row| Some(row.own)))
        .decimal("from_parts", Show::Quantity, rows.iter().map(|row| row.from_parts.quantity()))
        .decimal("available", Show::Quantity, rows.iter().map(|row| row.available.quantity()))
        .text("unit", Show::Text, rows.iter().map(|row| row.unit.map(|unit| catalog.text(unit))))
        .strings("limiting", Show::Text, rows.iter().map(|row| limiting(&row.limiting)))
        .findings(found.findings.clone())
}

/// What can be built: for each product its items, with what is used, built and missing for one more.
///
/// The first row of a product is the product itself: its `built` is the maximum, its `left` the own stock, which is not
/// counted in it.
#[must_use]
pub fn buildable_frame(catalog: &Catalog, found: &[Buildable], language: &str) -> Frame {
    let rows: Vec<(&Buildable, &crate::structure::BuildRow)> =
        found.iter().flat_map(|found| found.rows.iter().map(move |row| (found, row))).collect();
    let short = |row: &(&Buildable, &crate::structure::BuildRow)| {
        row.0.shortages.iter().find(|short| short.item == row.1.item).copied()
    };
    let findings = found.iter().flat_map(|found| found.findings.iter().cloned()).collect();
    Frame::new("buildable")
        .text("product", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.0.item))))
        .decimal("maximum", Show::Quantity, rows.iter().map(|row| row.0.maximum.quantity()))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.1.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.1.item, language)))
        .flag("is_virtual", rows.iter().map(|row| Some(row.1.is_virtual)))
        .decimal("required", Show::Quantity, rows.iter().map(|row| Some(row.1.required)))
        .decimal("used", Show::Quantity, rows.iter().map(|row| Some(row.1.used)))
        .decimal("built", Show::Quantity, rows.iter().map(|row| Some(row.1.built)))
        .decimal("left", Show::Quantity, rows.iter().map(|row| Some(row.1.left)))
        .decimal("short", Show::Quantity, rows.iter().map(|row| short(row).map(|short| short.quantity)))
        .decimal("to_buy", Show::Quantity, rows.iter().map(|row| short(row).map(|short| short.to_buy)))
        .text("unit", Show::Text, rows.iter().map(|row| row.1.unit.map(|unit| catalog.text(unit))))
        .flag("is_limiting", rows.iter().map(|row| Some(row.1.is_limiting)))
        .findings(findings)
}

/// Cost and weight: one row an item.
#[must_use]
pub fn roll_up_frame(catalog: &Catalog, found: &RollUp, language: &str) -> Frame {
    let rows = &found.rows(catalog);
    let money = money(catalog);
    Frame::new("roll_up")
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .flag("is_assembly", rows.iter().map(|row| Some(row.is_assembly)))
        .decimal("cost", money, rows.iter().map(|row| row.cost.value.quantity()))
        .flag("cost_complete", rows.iter().map(|row| Some(row.cost.is_complete)))
        .decimal("own_cost", money, rows.iter().map(|row| row.own_cost))
        .decimal("rolled_cost", money, rows.iter().map(|row| row.rolled_cost.quantity()))
        .decimal("given_cost", money, rows.iter().map(|row| row.cost.given))
        .decimal("weight_kg", Show::Number, rows.iter().map(|row| row.weight.value.quantity()))
        .flag("weight_complete", rows.iter().map(|row| Some(row.weight.is_complete)))
        .decimal("rolled_weight_kg", Show::Number, rows.iter().map(|row| row.rolled_weight.quantity()))
        .decimal("given_weight_kg", Show::Number, rows.iter().map(|row| row.weight.given))
        .findings(found.findings.clone())
}

/// Amounts of the company are shown with the decimals of its prices; the values keep all.
fn money(catalog: &Catalog) -> Show {
    let decimals = catalog.company().integer("price_decimals").filter(|decimals| (2..=6).contains(decimals));
    Show::Money(decimals.and_then(|decimals| u8::try_from(decimals).ok()).unwrap_or(2))
}

/// The check row: what the parts make up, counted from the top down, beside what was rolled up.
#[must_use]
pub fn roll_up_check_frame(catalog: &Catalog, found: &RollUp, checks: &[RollUpCheck]) -> Frame {
    let rows = found.rows(catalog);
    let both: Vec<(&RollUpCheck, Option<&RollUpRow>)> =
        checks.iter().map(|check| (check, rows.iter().find(|row| row.item == check.item))).collect();
    let rolled = |row: Option<&RollUpRow>, pick: fn(&RollUpRow) -> Figure| pick(row?).quantity();
    let cost: fn(&RollUpRow) -> Figure = |row| row.rolled_cost;
    let weight: fn(&RollUpRow) -> Figure = |row| row.rolled_weight;
    let difference = |one: Option<Decimal>, two: Option<Decimal>| one?.checked_sub(two?);
    // A part is what the item master says; only an assembly is rolled up.
    let costs = |row: Option<&RollUpRow>| match row {
        Some(part) if !part.is_assembly => part.cost.value.quantity(),
        row => rolled(row, cost),
    };
    let weights = |row: Option<&RollUpRow>| match row {
        Some(part) if !part.is_assembly => part.weight.value.quantity(),
        row => rolled(row, weight),
    };
    let money = money(catalog);
    Frame::new("roll_up_check")
        .text("item", Show::Code, both.iter().map(|(check, _)| Some(catalog.item_number(check.item))))
        .integer("parts", Show::Integer, both.iter().map(|(check, _)| i64::try_from(check.parts).ok()))
        .decimal("rolled_cost", money, both.iter().map(|(_, row)| costs(*row)))
        .decimal("cost_of_parts", money, both.iter().map(|(check, _)| check.cost.quantity()))
        .decimal(
            "cost_difference",
            money,
            both.iter().map(|(check, row)| difference(check.cost.quantity(), costs(*row))),
        )
        .decimal("rolled_weight_kg", Show::Number, both.iter().map(|(_, row)| weights(*row)))
        .decimal("weight_of_parts_kg", Show::Number, both.iter().map(|(check, _)| check.weight.quantity()))
        .decimal(
            "weight_difference_kg",
            Show::Number,
            both.iter().map(|(check, row)| difference(check.weight.quantity(), weights(*row))),
        )
}

/// Differences of two structures: one row a line that differs.
#[must_use]
pub fn compare_frame(catalog: &Catalog, found: &Comparison, language: &str) -> Frame {
    let rows = &found.rows;
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    let number = |entry: Option<CompareEntry>| entry.map(|entry| catalog.item_number(entry.item));
    let name = |entry: Option<CompareEntry>| catalog.description(entry?.item, language);
    let changes = |changes: &[Change]| changes.iter().map(|change| change.name()).collect::<Vec<_>>().join(", ");
    let origin = |entry: Option<CompareEntry>| Some(entry?.place?.origin(catalog)?.to_string());
    Frame::new("compare")
        .integer("level", Show::Level, rows.iter().map(|row| Some(i64::from(row.level))))
        .strings("path", Show::Text, rows.iter().map(|row| Some(path_text(catalog, &row.path, language))))
        .text("position", Show::Code, rows.iter().map(|row| text(row.position)))
        .strings("change", Show::Text, rows.iter().map(|row| Some(changes(&row.changes))))
        .text("old_item", Show::Code, rows.iter().map(|row| number(row.old)))
        .text("old_revision", Show::Code, rows.iter().map(|row| text(row.old.and_then(|old| old.revision))))
        .decimal("old_quantity", Show::Quantity, rows.iter().map(|row| row.old.and_then(|old| old.quantity.quantity())))
        .text("new_item", Show::Code, rows.iter().map(|row| number(row.new)))
        .text("new_revision", Show::Code, rows.iter().map(|row| text(row.new.and_then(|new| new.revision))))
        .decimal("new_quantity", Show::Quantity, rows.iter().map(|row| row.new.and_then(|new| new.quantity.quantity())))
        .text("description", Show::Text, rows.iter().map(|row| name(row.new).or_else(|| name(row.old))))
        .decimal("difference", Show::Quantity, rows.iter().map(|row| row.difference))
        .text("verdict", Show::Code, rows.iter().map(|row| row.verdict.map(crate::structure::Verdict::name)))
        .decimal("cost_effect", money(catalog), rows.iter().map(|row| row.cost_effect))
        .decimal("old_stock", Show::Quantity, rows.iter().map(|row| row.old_stock))
        .strings("old_origin", Show::Origin, rows.iter().map(|row| origin(row.old)))
        .strings("new_origin", Show::Origin, rows.iter().map(|row| origin(row.new)))
        .findings(found.findings.clone())
}

/// The as-built rows of a delivery, with the columns of the `as_built` table.
#[must_use]
pub fn as_built_frame(catalog: &Catalog, found: &FrozenStructure) -> Frame {
    let rows = &found.rows;
    let text = |symbol: Option<Symbol>| symbol.map(|symbol| catalog.text(symbol));
    Frame::new("as_built")
        .text("serial", Show::Code, rows.iter().map(|_| Some(found.serial.as_str())))
        .text("parent", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.parent))))
        .text("position", Show::Code, rows.iter().map(|row| text(row.position)))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("revision", Show::Code, rows.iter().map(|row| text(row.revision)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| row.quantity))
        .text("lot", Show::Code, rows.iter().map(|row| text(row.lot)))
        .text("component_serial", Show::Code, rows.iter().map(|row| text(row.component_serial)))
        .findings(found.findings.clone())
}

/// A column of the customer's row.
fn customer_text<'a>(catalog: &'a Catalog, customer: Option<CustomerId>, field: &str) -> Option<&'a str> {
    let row = catalog.customers().get(customer?)?.row?;
    catalog.table("customers").text(field).get(row as usize).map(|symbol| catalog.text(symbol))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::catalog;
    use crate::report::frame::FrameValue;
    use crate::structure::{ExplosionOptions, WhereUsedOptions, explode, where_used};

    #[test]
    fn frames_hold_what_was_found() {
        let catalog = catalog(&[
            ("items", "item,description_en,unit\nM,Machine,pcs\nA,Assembly,pcs\nW,Wheel,pcs\n"),
            ("bom", "parent,position,item,quantity\nM,10,A,2\nA,20,W,1.5\n"),
            ("machines", "project,item,quantity\nP1,M,3\n"),
            ("projects", "project,customer\nP1,C1\n"),
            ("customers", "customer,name,country\nC1,Aalto Oy,FI\n"),
        ]);
        let (top, wheel) = (catalog.item("M").unwrap(), catalog.item("W").unwrap());
        let found = explode(&catalog, top, Decimal::ONE, &ExplosionOptions::default()).unwrap();
        let frame = explosion_frame(&catalog, &found, "en");
        assert_eq!(frame.len(), 2);
        assert_eq!(frame.value(1, "path"), FrameValue::Text("M > A > W"));
        assert_eq!(frame.value(1, "total_quantity"), FrameValue::Decimal(Decimal::from(3)));
        assert_eq!(frame.value(1, "origin"), FrameValue::Text("test.xlsx, sheet \"bom\", row 3"));
        assert_eq!(explosion_summed_frame(&catalog, &found, "en").value(1, "description"), FrameValue::Text("Wheel"));
        let used = where_used(&catalog, wheel, &WhereUsedOptions::default()).unwrap();
        let frame = where_used_frame(&catalog, &used, "en");
        assert_eq!(frame.value(1, "is_top"), FrameValue::Flag(true));
        assert_eq!(frame.value(0, "quantity"), FrameValue::Decimal(Decimal::new(15, 1)));
        let used =
            where_used(&catalog, wheel, &WhereUsedOptions { to: Reach::Customers, ..Default::default() }).unwrap();
        let frame = where_used_frame(&catalog, &used, "en");
        assert_eq!(frame.value(0, "customer_name"), FrameValue::Text("Aalto Oy"));
        assert_eq!(frame.value(0, "total_quantity"), FrameValue::Decimal(Decimal::from(9)));
        assert_eq!(where_used_totals_frame(&catalog, &used).value(0, "country"), FrameValue::Text("FI"));
    }

    #[test]
    fn frames_of_what_is_built_compared_and_kept() {
        use crate::structure::{
            BuildOptions, BuildWanted, CompareOptions, CompareSide, RollUpOptions, ServiceOptions, availability,
            buildable, compare, freeze, roll_up, service_structure,
        };
        let catalog = catalog(&[
            (
                "items",
                "item,description_en,unit,spare,cost,weight_kg\nM,Machine,pcs,,,\nN,Newer,pcs,,,\nW,Wheel,pcs,Y,2.5,1\n",
            ),
            ("bom", "parent,position,item,quantity\nM,10,W,2\nN,10,W,3\n"),
            ("stock", "item,on_hand\nW,5\n"),
            ("machines", "serial,item,delivery_date\nSN1,M,2026-01-01\n"),
        ]);
        let (old, new) = (catalog.item("M").unwrap(), catalog.item("N").unwrap());
        let service = service_structure(&catalog, old, &ServiceOptions::default()).unwrap();
        let frame = service_structure_frame(&catalog, &service, "en");
        assert_eq!(
            (frame.value(0, "item"), frame.value(0, "position")),
            (FrameValue::Text("W"), FrameValue::Text("10"))
        );
        let frame = available_frame(&catalog, &availability(&catalog, &[old], None, None), "en");
        assert_eq!(
            (frame.value(0, "from_parts"), frame.value(0, "limiting")),
            (FrameValue::Decimal(2.into()), FrameValue::Text("W"))
        );
        let built = buildable(&catalog, &[BuildWanted { item: old, at_most: None }], &BuildOptions::default());
        let frame = buildable_frame(&catalog, &built, "en");
        assert_eq!(
            (frame.value(0, "maximum"), frame.value(1, "to_buy")),
            (FrameValue::Decimal(2.into()), FrameValue::Decimal(1.into()))
        );
        let rolled = roll_up(&catalog, Some(&[new]), &RollUpOptions::default());
        assert_eq!(roll_up_frame(&catalog, &rolled, "en").value(0, "cost"), FrameValue::Decimal(Decimal::new(75, 1)));
        let found =
            compare(&catalog, &CompareSide::new(old), &CompareSide::new(new), &CompareOptions::default()).unwrap();
        let frame = compare_frame(&catalog, &found, "en");
        assert_eq!(
            (frame.value(0, "change"), frame.value(0, "difference")),
            (FrameValue::Text("QTY"), FrameValue::Decimal(1.into()))
        );
        let frame = as_built_frame(&catalog, &freeze(&catalog, "SN1", None).unwrap());
        assert_eq!(
            (frame.value(0, "parent"), frame.value(0, "quantity")),
            (FrameValue::Text("M"), FrameValue::Decimal(2.into()))
        );
    }

    #[test]
    fn a_very_long_path_is_shortened() {
        let lines: Vec<String> = (0..200).map(|level| format!("L{level},L{},1\n", level + 1)).collect();
        let catalog = catalog(&[("bom", &format!("parent,item,quantity\n{}", lines.concat()))]);
        let top = catalog.item("L0").unwrap();
        let found = explode(&catalog, top, Decimal::ONE, &ExplosionOptions::default()).unwrap();
        let path = path_text(&catalog, &found.path(199), "en");
        assert!(path.starts_with("L0 > L1 >") && path.contains("… 151 more …") && path.ends_with("> L200"));
        assert!(path_text(&catalog, &found.path(199), "de").contains(" > … 151 weitere … > "));
        for language in labels::LANGUAGES {
            assert!(path_text(&catalog, &found.path(199), language).contains("151"), "{language}");
        }
    }
}
