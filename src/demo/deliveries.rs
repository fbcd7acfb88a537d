//! What was delivered: machines with serial numbers, projects, frozen parts, service events and spare parts sold, one
//! recall and how far it has come.

use std::collections::BTreeSet;

use super::assemblies::ASSEMBLIES;
use super::items::Master;
use super::rng::Seeded;
use super::sheet::{Cell, Page};
use super::structure::lines;

/// Machines by serial number: model, revision, production, delivery, dealer, customer, project, hours.
const MACHINES: &str = "\
4711|HX-4000|HX-4000|C|2025-08-25|2025-10-06|2025-10-20||1001|P-2025-014|3150|ACTIVE
4712|HX-4000|HX-4000|C|2025-08-28|2025-10-06|2025-10-20||1001|P-2025-014|2980|ACTIVE
4713|HX-4000|HX-4000|C|2025-09-15|2025-10-27|2025-11-10||1012|P-2025-017|2210|ACTIVE
4714|HX-4000|HX-4000|C|2025-10-13|2025-11-24|2025-12-08|3001|3002|P-2025-019|2640|ACTIVE
4715|HX-4000|HX-4000|C|2025-10-16|2025-11-24|2025-12-08|3001|3002|P-2025-019|2590|ACTIVE
4716|HX-4000|HX-4000|C|2025-11-17|2026-01-12|2026-02-02|4001|4002||1875|ACTIVE
4717|HX-4000|HX-4000|C|2026-01-19|2026-03-02|2026-03-23|5001|5002|P-2026-002|1430|ACTIVE
4718|HX-4000|HX-4000|C|2026-01-22|2026-03-02|2026-03-23|5001|5002|P-2026-002|1410|ACTIVE
4719|HX-4000|HX-4000|C|2026-03-09|2026-04-20|2026-05-04||2002||1120|ACTIVE
4720|HX-4000|HX-4000|C|2026-05-18|2026-06-29|2026-07-13||1011|P-2026-006|610|ACTIVE
4655|HX-4000|HX-4000|B|2023-11-20|2024-01-15|2024-02-05||1002|P-2023-031|9870|ACTIVE
4656|HX-4000|HX-4000|B|2024-02-12|2024-03-25|2024-04-15|2001|2004||8120|ACTIVE
4657|HX-4000|HX-4000|B|2024-05-27|2024-07-08|2024-08-12||3004||7340|ACTIVE
4658|HX-4000|HX-4000|B|2025-03-17|2025-04-28|2025-05-19|4001|4003||4480|ACTIVE
4601|HX-4000|HX-4000|A|2021-10-04|2021-11-22|2021-12-13||1010||17650|ACTIVE
2501|HX-2500|HX-2500|A|2024-08-19|2024-09-30|2024-10-14|1004|1013||3960|ACTIVE
2502|HX-2500|HX-2500|B|2025-02-03|2025-03-17|2025-03-31|1004|1007||3120|ACTIVE
2503|HX-2500|HX-2500|B|2025-05-12|2025-06-23|2025-08-11||2005|P-2025-011|2870|ACTIVE
2504|HX-2500|HX-2500|B|2025-05-14|2025-06-23|2025-08-11||2005|P-2025-011|2790|ACTIVE
2505|HX-2500|HX-2500|B|2025-12-01|2026-01-26|2026-02-09|3001|3006||1510|ACTIVE
2506|HX-2500|HX-2500|B|2026-02-16|2026-03-30|2026-04-13||5004||990|ACTIVE
2507|HX-2500|HX-2500|B|2026-06-01|2026-08-17|2026-08-31||1009||420|ACTIVE
1201|LT-1200|LT-1200|A|2024-10-07|2024-11-11|2024-11-18||1008||2260|ACTIVE
1202|LT-1200|LT-1200|A|2025-04-07|2025-05-12|2025-05-19|4001|4005||1840|ACTIVE
1203|LT-1200|LT-1200|A|2025-11-10|2025-12-15|2026-01-12||2007||905|ACTIVE
1204|LT-1200|LT-1200|A|2026-04-13|2026-05-18|2026-06-01|5001|5004||310|ACTIVE";

/// What the other machines have on record: the parts with serial numbers and the assemblies above them.
const AS_BUILT: &str = "\
4712|HX-4000|HM-100|B|1|10|
4712|HM-100|AB-140||1|10|
4712|AB-140|AB-141|C|1|20|
4712|AB-141|BC.4||1|20|BT-24-0131
4714|HX-4000|HM-100|B|1|10|
4714|HM-100|AB-140||1|10|
4714|AB-140|AB-141|C|1|20|
4714|AB-141|BC.4||1|20|BT-24-0122
4716|HM-100|AB-140||1|10|
4716|AB-140|AB-141|C|1|20|
4716|AB-141|BC.4||1|20|";

/// Lots of the brake coils above, in the same order as they occur.
const COIL_LOTS: [&str; 4] = ["L117", "L131", "L122", ""];

/// Parts of machine 4711 with a serial number of their own, by assembly and position.
const SERIALS_4711: &[(&str, &str, &str)] = &[
    ("HM-100", "20", "VK-25-0118"),
    ("HM-100", "40", "KR-25-0077"),
    ("AB-140", "10", "AN-7-55210"),
    ("AB-141", "20", "BT-24-0117"),
];

/// Machine 4711 as it was built: every line of the structure valid on its production date, frozen.
fn frozen_4711() -> String {
    let mut rows = String::new();
    let mut open = vec!["HX-4000"];
    let mut seen = BTreeSet::new();
    while let Some(parent) = open.pop() {
        let Some(assembly) = ASSEMBLIES.iter().find(|assembly| assembly.item == parent) else { continue };
        if !seen.insert(parent) {
            continue;
        }
        for line in lines(assembly) {
            let (from, to) = (line.mark("from="), line.mark("to="));
            let is_valid = (from.is_empty() || from <= "2025-08-25") && (to.is_empty() || to >= "2025-08-25");
            let is_first = !line.mark("alt=").ends_with("/2") && !line.mark("alt=").ends_with("/3");
            if !is_valid || !is_first || line.mark("kind=") == "REFERENCE" {
                continue;
            }
            let own = SERIALS_4711.iter().find(|(of, at, _)| *of == parent && *at == line.position);
            let serial = own.map_or("", |(_, _, serial)| serial);
            let revision = line.mark("rev=");
            let fields = ["4711", parent, line.item, revision, line.quantity, line.position, serial];
            rows.push_str(&fields.join("|"));
            rows.push('\n');
            open.push(line.item);
        }
    }
    rows
}

/// Deliveries, projects, what was built and serviced, and the recall.
#[expect(clippy::too_many_lines, reason = "a list of sheets")]
pub(crate) fn pages(master: &Master) -> Vec<Page> {
    let item = |name: &str| master.number(name);
    let machines = Page::from_lines(
        "Deliveries",
        "machines",
        &[
            ("Serial number", 't'),
            ("Model", 't'),
            ("Item number", 't'),
            ("Revision", 't'),
            ("Production date", 'd'),
            ("Delivery date", 'd'),
            ("Commissioning date", 'd'),
            ("Dealer", 't'),
            ("Customer", 't'),
            ("Project no", 't'),
            ("Hours run", 'n'),
            ("Status", 't'),
        ],
        &item,
        MACHINES,
    )
    .titled(&["Delivered machines", "Updated by the project office every Friday"]);
    let projects = Page::from_lines(
        "Projects",
        "projects",
        &[("project", 't'), ("customer", 't'), ("name", 't'), ("date", 'd'), ("status", 't')],
        &item,
        "P-2023-031|1002|Paperikone PM4, rullankäsittely|2023-05-22|CLOSED
         P-2025-011|2005|Höglager Malmö, 2 telfrar|2025-01-13|CLOSED
         P-2025-014|1001|Lappeenranta, konttisatama, 2 nostinta|2025-04-07|CLOSED
         P-2025-017|1012|Telakkahalli 3|2025-05-05|CLOSED
         P-2025-019|3002|Umschlaghalle Duisburg|2025-06-16|CLOSED
         P-2026-002|5002|青岛前湾港 2 台|2025-09-08|CLOSED
         P-2026-006|1011|Massahalli, Kuopio|2026-01-19|OPEN",
    );
    let mut built = Page::from_lines(
        "as_built",
        "as_built",
        &[
            ("serial", 't'),
            ("parent", 't'),
            ("item", 'i'),
            ("revision", 't'),
            ("quantity", 'n'),
            ("position", 't'),
            ("component_serial", 't'),
        ],
        &item,
        &format!("{}{AS_BUILT}", frozen_4711()),
    );
    built.headers.push("lot");
    let (coil, mut lots) = (Cell::from(item("BC.4")), COIL_LOTS.iter());
    for row in &mut built.rows {
        let lot = if row.get(2) == Some(&coil) { lots.next().copied().unwrap_or("") } else { "" };
        row.push(Cell::from(lot));
    }
    let events = Page::from_lines(
        "service_events",
        "service_events",
        &[
            ("date", 'd'),
            ("serial", 't'),
            ("action", 't'),
            ("item", 'i'),
            ("revision", 't'),
            ("quantity", 'n'),
            ("lot", 't'),
            ("component_serial", 't'),
            ("old_item", 'i'),
            ("old_lot", 't'),
            ("source_order", 't'),
            ("parent", 't'),
        ],
        &item,
        "2026-02-11|4711|REPLACE|BD.4||1|||BD.4||26011|AB-141
         2026-06-03|4711|REPLACE|BC.4||1|L140|BT-26-0012|BC.4|L117|26054|AB-141
         2026-03-24|4712|REPLACE|RP.4||62.5|||RP.4||26020|RP-500
         2026-05-06|4714|REPLACE|SE.7||1|||SE.7||26039|AB-110
         2026-04-15|4655|REPLACE|AB-110|C|1|||AB-110||26031|AB-100
         2026-08-19|4601|REPLACE|PU.3||3|||PU.3||26071|AB-310
         2026-09-09|4716|INSTALL|PX.2||1|||||26080|AB-440
         2026-09-30|1201|REPLACE|CY.2||1||HN-26-771|CY.2||26088|AB-820",
    );
    let recalls = Page::from_lines(
        "recalls",
        "recalls",
        &[
            ("campaign", 't'),
            ("item", 'i'),
            ("lots", 't'),
            ("delivery_from", 'd'),
            ("delivery_to", 'd'),
            ("replacement_item", 'i'),
            ("ratio", 'n'),
            ("operation_hours", 'n'),
            ("priority", 't'),
            ("date", 'd'),
        ],
        &item,
        "RC-2026-01|BC.4|L110-L129|2025-09-01|2026-03-31|BC.5|1|2.5|SAFETY|2026-10-12",
    );
    let sales = Page::from_lines(
        "spare_sales",
        "spare_sales",
        &[
            ("date", 'd'),
            ("invoice", 't'),
            ("customer", 't'),
            ("item", 'i'),
            ("lot", 't'),
            ("quantity", 'n'),
            ("installed_serial", 't'),
        ],
        &item,
        "2025-11-18|25211|2004|BC.4|L118|2|
         2026-01-14|26007|4001|BC.4|L126|1|
         2026-03-05|26016|1004|AB-141||1|
         2026-05-20|26054|1001|BC.4|L140|1|4711
         2026-05-11|26044|3001|BC.4|L140|4|
         2026-08-03|26069|2005|BD.4||2|",
    );
    let status = Page::from_lines(
        "campaign_status",
        "campaign_status",
        &[("campaign", 't'), ("serial", 't'), ("sale_line", 't'), ("date", 'd'), ("state", 't'), ("action", 't')],
        &item,
        "RC-2026-01|4713||2026-10-14|NOTIFIED|
         RC-2026-01|4714||2026-10-14|NOTIFIED|
         RC-2026-01|4715||2026-10-14|NOTIFIED|
         RC-2026-01|4716||2026-10-15|NOTIFIED|
         RC-2026-01|4717||2026-10-15|NOTIFIED|
         RC-2026-01|4718||2026-10-15|NOTIFIED|
         RC-2026-01|4714||2026-10-20|SCHEDULED|
         RC-2026-01|4715||2026-10-20|SCHEDULED|
         RC-2026-01|4714||2026-10-28|REMEDIED|
         RC-2026-01|4715||2026-10-28|REMEDIED|
         RC-2026-01|4713||2026-11-05|NOT_AFFECTED|
         RC-2026-01|4716||2026-11-09|UNREACHABLE|
         RC-2026-01||25211|2026-10-16|NOTIFIED|
         RC-2026-01||25211|2026-11-12|REMEDIED|",
    );
    vec![machines, projects, built, events, recalls, sales, status]
}

/// Stock of the spare parts in the two warehouses.
pub(crate) fn stock(master: &Master) -> Page {
    let mut page =
        Page::new("Varastosaldot", "stock", &["Tuotekoodi", "Varastokoodi", "Saldo", "Varattu", "Tilauksessa"]);
    let mut seeded = Seeded::new(77);
    for (place, item) in master.sold().into_iter().enumerate() {
        let count = seeded.below(if item.cents < 2000 { 120 } else { 9 });
        let held = i64::try_from(count).unwrap_or(0);
        page.push(vec![
            Cell::from(item.number.clone()),
            Cell::from(if place % 11 == 7 { "SHA" } else { "RAU" }),
            Cell::from(held),
            if count > 6 && seeded.below(3) == 0 { Cell::from(held / 4) } else { Cell::Blank },
            if count < 2 { Cell::from(10) } else { Cell::Blank },
        ]);
    }
    page
}
