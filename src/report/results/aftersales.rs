//! Recalls and campaigns as frames. Contact data stands in the list of contacts only.

use rust_decimal::Decimal;

use super::structure::path_text;
use crate::aftersales::{
    Campaign, CampaignNumbers, CampaignPeriod, CampaignState, Grade, Recall, RecallLoose, RecallMachine,
};
use crate::finding::Findings;
use crate::model::{Catalog, ItemId, Machine};
use crate::report::frame::{Frame, Show};
use crate::tables::{Sentence, Symbol};

fn text(catalog: &Catalog, symbol: Option<Symbol>) -> Option<&str> {
    symbol.map(|symbol| catalog.text(symbol))
}

/// A column of a customer's row, by the customer's number.
fn of_customer<'a>(catalog: &'a Catalog, customer: Option<Symbol>, field: &str) -> Option<&'a str> {
    let row = catalog.customers().get(catalog.customers().find(customer?)?)?.row?;
    text(catalog, catalog.table("customers").text(field).get(row as usize))
}

fn machine_of<'a>(catalog: &'a Catalog, row: &RecallMachine) -> Option<&'a Machine> {
    catalog.machines().get(row.machine?)
}

/// Affected pieces in machines, CONFIRMED before SUSPECT, by serial number.
#[must_use]
pub fn recall_machines_frame(catalog: &Catalog, found: &Recall, language: &str) -> Frame {
    let rows: Vec<&RecallMachine> = found.machines.iter().filter(|row| row.grade != Grade::Cleared).collect();
    let frame = machines(catalog, "recall_machines", &rows, language);
    let frame = frame.decimal("machines", Show::Quantity, found.machine_counts(catalog, false).into_iter().map(Some));
    if found.need.len() < 2 {
        return frame.findings(found.findings.clone());
    }
    frame
        .integer("need_line", Show::Integer, rows.iter().map(|row| need_line(found, row.rule)))
        .decimal("need_machines", Show::Quantity, found.machine_counts(catalog, true).into_iter().map(Some))
        .findings(found.findings.clone())
}

/// The row of the need that the pieces belong to; told where there are several.
fn need_line(found: &Recall, rule: usize) -> Option<i64> {
    found.need_line(rule).and_then(|line| i64::try_from(line).ok())
}

fn machines(catalog: &Catalog, name: &str, rows: &[&RecallMachine], language: &str) -> Frame {
    let table = catalog.table("machines");
    let (status, country) = (table.text("status"), table.text("country"));
    let of = |row: &RecallMachine, view: crate::tables::table::TextView<'_>| {
        machine_of(catalog, row).and_then(|machine| view.get(machine.row as usize))
    };
    Frame::new(name)
        .text("grade", Show::Code, rows.iter().map(|row| Some(row.grade.name())))
        .text("serial", Show::Code, rows.iter().map(|row| text(catalog, row.serial)))
        .text("model", Show::Code, rows.iter().map(|row| text(catalog, machine_of(catalog, row)?.model)))
        .text("customer", Show::Code, rows.iter().map(|row| text(catalog, row.customer)))
        .text("customer_name", Show::Text, rows.iter().map(|row| of_customer(catalog, row.customer, "name")))
        .text(
            "country",
            Show::Code,
            rows.iter()
                .map(|row| text(catalog, of(row, country)).or_else(|| of_customer(catalog, row.customer, "country"))),
        )
        .date("delivery_date", rows.iter().map(|row| machine_of(catalog, row)?.delivery_date))
        .text("status", Show::Code, rows.iter().map(|row| text(catalog, of(row, status))))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .text("revision", Show::Code, rows.iter().map(|row| text(catalog, row.revision)))
        .text("lot", Show::Code, rows.iter().map(|row| text(catalog, row.lot)))
        .text("component_serial", Show::Code, rows.iter().map(|row| text(catalog, row.component_serial)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| Some(row.quantity)))
        .strings("reason", Show::Text, rows.iter().map(|row| Some(row.reason.text(language))))
        .text("rests_on", Show::Code, rows.iter().map(|row| Some(row.basis.name())))
        .decimal("certainty", Show::Number, rows.iter().map(|row| row.certainty))
        .strings("path", Show::Text, rows.iter().map(|row| path_of(catalog, &row.path, language)))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|row| {
                let own = || table.origin(machine_of(catalog, row)?.row as usize);
                row.place.and_then(|place| place.origin(catalog)).or_else(own).map(|origin| origin.to_string())
            }),
        )
}

fn path_of(catalog: &Catalog, path: &[ItemId], language: &str) -> Option<String> {
    (path.len() > 1).then(|| path_text(catalog, path, language))
}

/// Affected pieces sold and not known to be fitted, CONFIRMED before SUSPECT, in the order of the sales.
#[must_use]
pub fn recall_loose_frame(catalog: &Catalog, found: &Recall, language: &str) -> Frame {
    let rows: Vec<&RecallLoose> = found.loose.iter().filter(|row| row.grade != Grade::Cleared).collect();
    let table = catalog.table("spare_sales");
    let frame = Frame::new("recall_loose")
        .text("grade", Show::Code, rows.iter().map(|row| Some(row.grade.name())))
        .text("customer", Show::Code, rows.iter().map(|row| text(catalog, row.customer)))
        .text("customer_name", Show::Text, rows.iter().map(|row| of_customer(catalog, row.customer, "name")))
        .text("invoice", Show::Code, rows.iter().map(|row| text(catalog, row.invoice)))
        .date("date", rows.iter().map(|row| row.date))
        .text("sold_item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.sold_item))))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .text("revision", Show::Code, rows.iter().map(|row| text(catalog, row.revision)))
        .text("lot", Show::Code, rows.iter().map(|row| text(catalog, row.lot)))
        .decimal("sold", Show::Quantity, rows.iter().map(|row| Some(row.sold)))
        .decimal("installed", Show::Quantity, rows.iter().map(|row| Some(row.installed)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| Some(row.quantity)))
        .strings("reason", Show::Text, rows.iter().map(|row| Some(row.reason.text(language))))
        .strings("path", Show::Text, rows.iter().map(|row| path_of(catalog, &row.path, language)))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|row| table.origin(row.row as usize).map(|origin| origin.to_string())),
        )
        .findings(found.findings.clone());
    if found.need.len() < 2 {
        return frame;
    }
    frame.integer("need_line", Show::Integer, rows.iter().map(|row| need_line(found, row.rule)))
}

/// What is not affected, and why: machines, then sales.
#[must_use]
pub fn recall_cleared_frame(catalog: &Catalog, found: &Recall, language: &str) -> Frame {
    struct Cleared<'a> {
        serial: Option<Symbol>,
        invoice: Option<Symbol>,
        customer: Option<Symbol>,
        item: ItemId,
        revision: Option<Symbol>,
        lot: Option<Symbol>,
        quantity: Decimal,
        reason: &'a Sentence,
        path: &'a [ItemId],
        origin: Option<String>,
    }
    let place = |row: &RecallMachine| {
        let own = || catalog.table("machines").origin(machine_of(catalog, row)?.row as usize);
        row.place.and_then(|place| place.origin(catalog)).or_else(own).map(|origin| origin.to_string())
    };
    let sale =
        |row: &RecallLoose| catalog.table("spare_sales").origin(row.row as usize).map(|origin| origin.to_string());
    let fitted = found.machines.iter().filter(|row| row.grade == Grade::Cleared).map(|row| Cleared {
        serial: row.serial,
        invoice: None,
        customer: row.customer,
        item: row.item,
        revision: row.revision,
        lot: row.lot,
        quantity: row.quantity,
        reason: &row.reason,
        path: &row.path,
        origin: place(row),
    });
    let sold = found.loose.iter().filter(|row| row.grade == Grade::Cleared).map(|row| Cleared {
        serial: None,
        invoice: row.invoice,
        customer: row.customer,
        item: row.item,
        revision: row.revision,
        lot: row.lot,
        quantity: row.quantity,
        reason: &row.reason,
        path: &row.path,
        origin: sale(row),
    });
    let rows: Vec<Cleared<'_>> = fitted.chain(sold).collect();
    Frame::new("recall_cleared")
        .text("serial", Show::Code, rows.iter().map(|row| text(catalog, row.serial)))
        .text("invoice", Show::Code, rows.iter().map(|row| text(catalog, row.invoice)))
        .text("customer", Show::Code, rows.iter().map(|row| text(catalog, row.customer)))
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("revision", Show::Code, rows.iter().map(|row| text(catalog, row.revision)))
        .text("lot", Show::Code, rows.iter().map(|row| text(catalog, row.lot)))
        .decimal("quantity", Show::Quantity, rows.iter().map(|row| Some(row.quantity)))
        .strings("reason", Show::Text, rows.iter().map(|row| Some(row.reason.text(language))))
        .strings("path", Show::Text, rows.iter().map(|row| path_of(catalog, row.path, language)))
        .strings("origin", Show::Origin, rows.iter().map(|row| row.origin.clone()))
        .findings(found.findings.clone())
}

/// Customers to tell: one row a customer, ready for letters.
#[must_use]
pub fn recall_contacts_frame(catalog: &Catalog, found: &Recall) -> Frame {
    let rows = &found.contacts;
    let fields = ["name", "contact", "channel", "language", "phone", "email", "street", "postcode", "city", "country"];
    let serials = |serials: &[Symbol]| {
        let names: Vec<&str> = serials.iter().map(|&serial| catalog.text(serial)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let mut frame =
        Frame::new("recall_contacts").text("customer", Show::Code, rows.iter().map(|row| text(catalog, row.customer)));
    for field in fields {
        let show = if matches!(field, "postcode" | "phone") { Show::Code } else { Show::Text };
        frame = frame.text(field, show, rows.iter().map(|row| of_customer(catalog, row.customer, field)));
    }
    frame
        .decimal("machines", Show::Quantity, rows.iter().map(|row| Some(row.machines)))
        .strings("serials", Show::Text, rows.iter().map(|row| serials(&row.serials)))
        .decimal("confirmed", Show::Quantity, rows.iter().map(|row| Some(row.confirmed)))
        .decimal("suspect", Show::Quantity, rows.iter().map(|row| Some(row.suspect)))
        .decimal("loose", Show::Quantity, rows.iter().map(|row| Some(row.loose)))
        .findings(found.findings.clone())
}

/// Stock to block, in the order of the stock table.
#[must_use]
pub fn recall_block_stock_frame(catalog: &Catalog, found: &Recall, language: &str) -> Frame {
    let rows = &found.block;
    let table = catalog.table("stock");
    Frame::new("recall_block_stock")
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("description", Show::Text, rows.iter().map(|row| catalog.description(row.item, language)))
        .text("location", Show::Code, rows.iter().map(|row| text(catalog, row.location)))
        .decimal("on_hand", Show::Quantity, rows.iter().map(|row| Some(row.on_hand)))
        .decimal("blocked", Show::Quantity, rows.iter().map(|row| Some(row.blocked)))
        .text("affected_item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.affected))))
        .decimal("pieces", Show::Quantity, rows.iter().map(|row| row.pieces.quantity()))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|row| table.origin(row.row as usize).map(|origin| origin.to_string())),
        )
        .findings(found.findings.clone())
}

/// Replacement parts and labour, by affected item.
#[must_use]
pub fn recall_need_frame(catalog: &Catalog, found: &Recall) -> Frame {
    let rows = &found.need;
    let replacement = |row: &crate::aftersales::RecallNeed| row.replacement_item.map(|item| catalog.item_number(item));
    let options = found.options;
    let mut frame = Frame::new("recall_need");
    if rows.len() > 1 {
        frame = frame.integer("need_line", Show::Integer, (1..).zip(rows).map(|(line, _)| Some(line)));
    }
    frame
        .text("item", Show::Code, rows.iter().map(|row| Some(catalog.item_number(row.item))))
        .text("replacement_item", Show::Code, rows.iter().map(replacement))
        .decimal("ratio", Show::Number, rows.iter().map(|row| Some(row.ratio)))
        .decimal("confirmed", Show::Quantity, rows.iter().map(|row| Some(row.confirmed)))
        .decimal("suspect", Show::Quantity, rows.iter().map(|row| Some(row.suspect)))
        .decimal("completion", Show::Number, rows.iter().map(|_| Some(options.completion)))
        .decimal("p_suspect", Show::Number, rows.iter().map(|_| Some(options.p_suspect)))
        .decimal("needed", Show::Quantity, rows.iter().map(|row| row.needed))
        .decimal("free_stock", Show::Quantity, rows.iter().map(|row| Some(row.free_stock)))
        .decimal("to_buy", Show::Quantity, rows.iter().map(|row| row.to_buy))
        .decimal("machines", Show::Quantity, rows.iter().map(|row| Some(row.machines)))
        .decimal("operation_hours", Show::Number, rows.iter().map(|row| row.operation_hours))
        .decimal("hours", Show::Number, rows.iter().map(|row| row.hours))
        .findings(found.findings.clone())
}

/// The numbers of a campaign: all, then by priority, country, week and quarter; `scope` says which.
#[must_use]
pub fn campaign_frame(catalog: &Catalog, found: &Campaign) -> Frame {
    numbers_frame(catalog, found, found.weeks.iter())
}

/// The same as its sheet shows it: of the weeks the first, the last and those in which something changed.
#[must_use]
pub fn campaign_sheet_frame(catalog: &Catalog, found: &Campaign) -> Frame {
    let before = std::iter::once(None).chain(found.weeks.iter().map(|week| Some(&week.numbers)));
    let weeks = found.weeks.iter().zip(before).enumerate();
    let told = weeks.filter(|(index, (week, before))| {
        index + 1 == found.weeks.len() || before.is_none_or(|before| *before != week.numbers)
    });
    numbers_frame(catalog, found, told.map(|(_, (week, _))| week))
}

fn numbers_frame<'a>(
    catalog: &'a Catalog,
    found: &'a Campaign,
    weeks: impl Iterator<Item = &'a CampaignPeriod>,
) -> Frame {
    let mut rows: Vec<(&str, String, Option<chrono::NaiveDate>, &CampaignNumbers)> =
        vec![("all", found.campaign.clone(), Some(found.on), &found.numbers)];
    rows.extend(
        found
            .priorities
            .iter()
            .map(|group| ("priority", group.priority.clone().unwrap_or_default(), Some(found.on), &group.numbers)),
    );
    rows.extend(found.countries.iter().map(|group| {
        let country = text(catalog, group.country).unwrap_or_default();
        ("country", country.to_owned(), Some(found.on), &group.numbers)
    }));
    rows.extend(weeks.map(|week| ("week", week.name.clone(), Some(week.end), &week.numbers)));
    rows.extend(found.quarters.iter().map(|row| ("quarter", row.name.clone(), Some(row.end), &row.numbers)));
    let whole = |count: usize| i64::try_from(count).ok();
    let is_period = |scope: &str| matches!(scope, "week" | "quarter");
    let mut frame = Frame::new("campaign")
        .text("scope", Show::Code, rows.iter().map(|row| Some(row.0)))
        .text("key", Show::Text, rows.iter().map(|row| Some(row.1.as_str()).filter(|key| !key.is_empty())))
        .date("date", rows.iter().map(|row| row.2))
        .integer("affected", Show::Integer, rows.iter().map(|row| whole(row.3.affected)));
    for state in CampaignState::ALL {
        let name = state.name().to_lowercase();
        frame = frame.integer(&name, Show::Integer, rows.iter().map(|row| whole(row.3.count(state))));
    }
    frame
        .decimal("completion", Show::Percent, rows.iter().map(|row| row.3.completion))
        .decimal("adjusted", Show::Percent, rows.iter().map(|row| row.3.adjusted))
        .decimal("reachable", Show::Percent, rows.iter().map(|row| row.3.reachable))
        .decimal("parts_needed", Show::Quantity, rows.iter().map(|row| row.3.parts_needed))
        .integer("urgent", Show::Integer, rows.iter().map(|row| whole(row.3.urgent).filter(|_| !is_period(row.0))))
        .findings(found.findings.clone())
}

/// Each machine and sale of a campaign with its state.
#[must_use]
pub fn campaign_objects_frame(catalog: &Catalog, found: &Campaign) -> Frame {
    let rows = &found.objects;
    let name =
        |is_machine: bool| rows.iter().map(move |row| (row.is_machine == is_machine).then_some(row.name.as_str()));
    Frame::new("campaign_objects")
        .text("serial", Show::Code, name(true))
        .text("sale_line", Show::Code, name(false))
        .text("country", Show::Code, rows.iter().map(|row| text(catalog, row.country)))
        .text("priority", Show::Code, rows.iter().map(|row| row.priority.as_deref()))
        .text("state", Show::Code, rows.iter().map(|row| Some(row.state.name())))
        .date("since", rows.iter().map(|row| row.since))
        .integer("days_open", Show::Integer, rows.iter().map(|row| row.days_open))
        .decimal("pieces", Show::Quantity, rows.iter().map(|row| row.pieces))
        .decimal("parts", Show::Quantity, rows.iter().map(|row| row.parts))
        .flag("is_urgent", rows.iter().map(|row| Some(row.is_urgent)))
        .findings(found.findings.clone())
}

/// Each state of each machine and sale, with its first and last day; the last one lasts to the day of the question.
/// States that were followed on the same day are left out.
#[must_use]
pub fn campaign_history_frame(found: &Campaign) -> Frame {
    let mut rows = Vec::new();
    for object in &found.objects {
        for (index, &(from, state)) in object.history.iter().enumerate() {
            let next = object.history.get(index + 1).map(|(day, _)| *day);
            let to = next.map_or(Some(found.on), |next| next.pred_opt());
            if let Some(to) = to.filter(|to| from <= *to) {
                rows.push((object, state, from, to));
            }
        }
    }
    let name = |is_machine: bool| {
        rows.iter().map(move |row| (row.0.is_machine == is_machine).then_some(row.0.name.as_str())).collect::<Vec<_>>()
    };
    Frame::new("campaign_history")
        .text("serial", Show::Code, name(true))
        .text("sale_line", Show::Code, name(false))
        .text("state", Show::Code, rows.iter().map(|row| Some(row.1.name())))
        .date("from", rows.iter().map(|row| Some(row.2)))
        .date("to", rows.iter().map(|row| Some(row.3)))
        .findings(found.findings.clone())
}

/// The quarterly table of a campaign, in the style of 49 CFR 573.7.
#[must_use]
pub fn campaign_quarters_frame(found: &Campaign) -> Frame {
    let rows = &found.quarters;
    let whole = |count: usize| i64::try_from(count).ok();
    Frame::new("campaign_quarters")
        .text("quarter", Show::Code, rows.iter().map(|row| Some(row.name.as_str())))
        .date("date", rows.iter().map(|row| Some(row.end)))
        .date("notified_from", rows.iter().map(|row| row.notified.map(|(first, _)| first)))
        .date("notified_to", rows.iter().map(|row| row.notified.map(|(_, last)| last)))
        .integer("population", Show::Integer, rows.iter().map(|row| whole(row.population)))
        .integer("remedied", Show::Integer, rows.iter().map(|row| whole(row.remedied)))
        .integer("unreachable", Show::Integer, rows.iter().map(|row| whole(row.unreachable)))
        .integer("removed", Show::Integer, rows.iter().map(|row| whole(row.removed)))
        .findings(Findings::clone(&found.findings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aftersales::{CampaignOptions, RecallOptions, campaign, recall};
    use crate::model::testing::catalog;
    use crate::report::frame::FrameValue;

    #[test]
    fn frames_of_a_recall() {
        let catalog = catalog(&[
            ("bom", "parent,item,revision,quantity\nM,P,A,1\n"),
            ("machines", "serial,item,delivery_date,customer\nSN1,M,2025-01-01,C1\nSN2,M,2025-01-01,C1\n"),
            ("as_built", "serial,parent,item,revision,quantity\nSN1,M,P,A,1\nSN2,M,P,B,1\n"),
            (
                "spare_sales",
                "date,invoice,customer,item,revision,quantity\n2025-01-01,I1,C1,P,A,2\n2025-01-01,I2,C1,P,B,2\n",
            ),
            ("customers", "customer,name,country,email\nC1,Aalto Oy,FI,parts@example.com\n"),
            ("stock", "item,location,on_hand\nP,H1,3\n"),
            ("recalls", "campaign,item,revisions,replacement_item\nR1,P,A,Q\n"),
            ("campaign_status", "campaign,serial,date,state\nR1,SN1,2026-01-01,REMEDIED\n"),
        ]);
        let found = recall(&catalog, "R1", &RecallOptions::default()).unwrap();
        let frame = recall_machines_frame(&catalog, &found, "en");
        assert_eq!((frame.len(), frame.value(0, "customer_name")), (1, FrameValue::Text("Aalto Oy")));
        assert_eq!(frame.value(0, "origin"), FrameValue::Text("test.xlsx, sheet \"as_built\", row 2"));
        assert!(frame.column("email").is_none(), "contact data stands in the contacts only");
        assert_eq!(recall_loose_frame(&catalog, &found, "en").value(0, "quantity"), FrameValue::Decimal(2.into()));
        let cleared = recall_cleared_frame(&catalog, &found, "en");
        assert_eq!((cleared.len(), cleared.value(1, "invoice")), (2, FrameValue::Text("I2")));
        let contacts = recall_contacts_frame(&catalog, &found);
        assert_eq!(contacts.value(0, "email"), FrameValue::Text("parts@example.com"));
        assert_eq!(
            (contacts.value(0, "serials"), contacts.value(0, "confirmed")),
            (FrameValue::Text("SN1"), FrameValue::Decimal(3.into()))
        );
        assert_eq!(recall_block_stock_frame(&catalog, &found, "en").value(0, "pieces"), FrameValue::Decimal(3.into()));
        assert_eq!(recall_need_frame(&catalog, &found).value(0, "needed"), FrameValue::Decimal(3.into()));
        let status = campaign(&catalog, "R1", Some(&found), &CampaignOptions::default()).unwrap();
        let frame = campaign_frame(&catalog, &status);
        assert_eq!(
            (frame.value(0, "affected"), frame.value(0, "completion")),
            (FrameValue::Integer(2), FrameValue::Decimal(50.into()))
        );
        assert_eq!(campaign_objects_frame(&catalog, &status).value(1, "sale_line"), FrameValue::Text("I1"));
        assert_eq!(campaign_quarters_frame(&status).value(0, "remedied"), FrameValue::Integer(1));
    }

    #[test]
    fn a_sheet_lists_the_weeks_in_which_something_changed() {
        let catalog = catalog(&[
            ("recalls", "campaign,item\nR1,P\n"),
            (
                "campaign_status",
                "campaign,serial,date,state\nR1,SN1,2026-01-07,IDENTIFIED\nR1,SN2,2026-01-08,IDENTIFIED\n\
                 R1,SN1,2026-01-28,NOTIFIED\nR1,SN1,2026-01-29,NOTIFIED\nR1,SN1,2026-03-04,REMEDIED\n",
            ),
        ]);
        let found = campaign(&catalog, "R1", None, &CampaignOptions::default()).unwrap();
        let weeks = |frame: &Frame| -> Vec<String> {
            let rows = (0..frame.len()).filter(|&row| frame.value(row, "scope") == FrameValue::Text("week"));
            rows.map(|row| match frame.value(row, "key") {
                FrameValue::Text(week) => week.to_owned(),
                other => panic!("{other:?}"),
            })
            .collect()
        };
        assert_eq!(weeks(&campaign_frame(&catalog, &found)).len(), 26);
        let told = campaign_sheet_frame(&catalog, &found);
        assert_eq!(weeks(&told), ["2026-W02", "2026-W05", "2026-W10", "2026-W27"]);
        assert_eq!(told.value(told.len() - 1, "scope"), FrameValue::Text("quarter"));
    }
}
