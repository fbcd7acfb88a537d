//! Agreements with customers, price lists and exchange rates.

use super::company::customers;
use super::items::Master;
use super::rng::Seeded;
use super::sheet::{Cell, Page};

/// A column: its title, the word that fills it, its kind as in [`Page::from_lines`].
type Column = (&'static str, &'static str, char);

const PRICE_COLUMNS: &[Column] = &[
    ("Asiakasnro", "customer", 't'),
    ("Y-tunnus", "business", 't'),
    ("Segmentti", "segment", 't'),
    ("Asiakasryhmä", "group", 't'),
    ("Piiri", "district", 't'),
    ("price_group", "pricegroup", 't'),
    ("Tuotekoodi", "item", 'i'),
    ("Alennusryhmä", "discount", 't'),
    ("product_group", "family", 't'),
    ("Sopimushinta", "price", 'm'),
    ("Coefficient", "coefficient", 'n'),
    ("Valuutta", "currency", 't'),
    ("Hintalaji", "kind", 't'),
    ("Minimimäärä", "min", 'n'),
    ("Alkupvm", "from", 'd'),
    ("Loppupvm", "to", 'd'),
    ("Kampanja", "campaign", 't'),
];

/// `slip=` names the finding that a row with a mistake must raise, and the word at fault.
const PRICES: &str = "\
customer=1001 item=BR.8 price=19.90 kind=E from=2026-01-01 to=2026-12-31
customer=1001 item=BR.8 price=17.80 kind=E min=10 from=2026-01-01 to=2026-12-31
customer=1001 item=BR.8 price=15.90 kind=N min=50 from=2026-01-01
customer=1001 item=BR.8 price=20.40 kind=E from=2025-01-01 to=2025-12-31
business=9100001-4 item=BR.8 price=20.90 kind=B
segment=PORT item=BR.8 price=21.80 kind=B
segment=ALL item=BR.8 price=20.40 kind=B min=100
group=KEY item=BR.8 price=23.50 currency=USD kind=B
group=KEY item=BR.8 price=21.40 kind=B from=2026-03-01
district=FI-S item=BR.8 price=22.60 kind=B
customer=1001 item=RP.4 price=6.95 kind=E min=50
customer=1001 discount=S1 price=24.00 kind=B min=25
customer=1002 discount=B1 price=0.12 kind=N min=1000
business=9100004-9 item=HK.3 price=228.00 kind=N from=2026-01-01 to=2026-12-31
customer=1004 item=HK.3 price=221.50 kind=E min=4 from=2026-01-01
customer=1009 item=PU.3 price=149.00 kind=E
customer=1012 item=EM.6 price=695.00 kind=N from=2026-02-01 to=2027-01-31
customer=2001 item=BR.8 price=219.00 currency=SEK kind=E from=2026-01-01
customer=2001 item=BD.4 price=980.00 currency=SEK kind=E
customer=2002 item=RP.4 price=86.00 currency=SEK kind=N min=60
segment=STEEL item=BD.4 price=82.50 kind=B
district=SE item=SE.7 price=59.00 currency=SEK kind=B
customer=3001 item=BR.8 price=18.90 kind=E min=20
customer=3002 item=AB-110 price=589.00 kind=E from=2026-01-01
customer=3002 item=AB-110 price=559.00 kind=N min=3 from=2026-01-01
group=DEALER item=LS.1 price=29.90 kind=B
group=DEALER item=LS.1 price=26.90 kind=B min=10
group=OEM discount=B1 price=0.15 kind=B from=2026-06-01 to=2026-08-31 campaign=KESA26
segment=RENTAL discount=F1 price=6.90 kind=B min=20
district=DACH item=GR.1 price=9.80 kind=B
customer=4002 item=RP.4 price=7.10 kind=N min=100
customer=4004 item=BR.8 price=21.50 currency=USD kind=E
customer=5001 item=BR.8 price=159.00 currency=CNY kind=E
customer=5002 item=BD.4 price=620.00 currency=CNY kind=N
customer=5003 item=PU.3 price=172.00 currency=USD kind=E
customer=5004 item=CTRL-88 kind=X
district=APAC item=FD.5 kind=X
pricegroup=PG1 family=MECH coefficient=0.85
pricegroup=PG1 family=BEAR coefficient=0.82
pricegroup=PG1 item=PU.3 coefficient=0.78
pricegroup=PG2 family=ELEC coefficient=0.88
pricegroup=PG2 family=LIFT coefficient=0.90
pricegroup=PG3 family=MACH coefficient=0.92
customer=3005 item=CP.4 price=118.00 kind=E from=2026-09-30 to=2026-01-01 slip=E-DATE-ORDER@from
customer=1099 item=SE.7 price=6.20 kind=N from=2026-01-01 slip=E-CUSTOMER-UNKNOWN@customer
customer=2003 segment=PORT item=WH.3 price=149.00 kind=E slip=W-RULE-SELECTORS@customer
customer=4001 discount=F1 price=7.90 kind=B min=12
customer=3007 item=BL.4 price=39.00 kind=E
customer=2008 item=LS.1 price=289.00 currency=SEK kind=E min=5
group=SERVICE item=BD.4 price=84.00 kind=B from=2026-11-01 to=2026-11-30 campaign=JARRU26
customer=1016 item=FL.1 price=17.50 kind=E";

const DISCOUNT_COLUMNS: &[Column] = &[
    ("Asiakasnro", "customer", 't'),
    ("Y-tunnus", "business", 't'),
    ("Segmentti", "segment", 't'),
    ("Asiakasryhmä", "group", 't'),
    ("Piiri", "district", 't'),
    ("Tuotekoodi", "item", 'i'),
    ("Alennusryhmä", "discount", 't'),
    ("Alennusprosentti", "percent", 'n'),
    ("Alennuslaji", "slot", 'n'),
    ("Minimimäärä", "min", 'n'),
    ("Monikerta", "multiples", 't'),
    ("Alkupvm", "from", 'd'),
    ("Loppupvm", "to", 'd'),
    ("Kampanja", "campaign", 't'),
];

const DISCOUNTS: &str = "\
customer=1001 discount=A1 percent=18 slot=1
customer=1001 discount=A1 percent=22 slot=1 min=20
customer=1001 discount=** percent=2 slot=2
customer=1001 item=SE.7 percent=25 slot=1 min=10 multiples=K
business=9100004-9 discount=C1 percent=20 slot=1
business=9100004-9 discount=** percent=5 slot=1
customer=1004 item=BD.4 percent=27.5 slot=1 from=2026-01-01 to=2026-12-31
segment=PORT discount=H1 percent=12 slot=1
segment=ALL discount=F1 percent=22 slot=1 from=2026-01-01
segment=WORKSHOP discount=D1 percent=15 slot=1
segment=WORKSHOP item=LS.1 percent=18 slot=1 min=4
group=DEALER discount=A1 percent=20 slot=1
group=DEALER discount=A2 percent=25 slot=1
group=DEALER discount=C1 percent=18 slot=1
group=DEALER discount=E1 percent=16 slot=1
group=DEALER discount=** percent=3 slot=2 from=2026-01-01
group=OEM discount=D1 percent=10 slot=1
group=OEM discount=B1 percent=35 slot=1
group=SERVICE discount=** percent=8 slot=1
group=RENTAL discount=H1 percent=15 slot=1
district=DACH discount=E1 percent=10 slot=1
district=BENELUX discount=C1 percent=9 slot=1
district=SE discount=** percent=1.5 slot=2
district=APAC discount=G1 percent=6 slot=1
customer=2005 discount=B1 percent=40 slot=1 min=500
customer=2005 item=SC.5 percent=45 slot=1 min=200 multiples=K
customer=3005 discount=D1 percent=12 slot=1 campaign=KESA26 from=2026-06-01 to=2026-08-31
segment=ALL item=FL.1 percent=30 slot=1 campaign=SUODATIN26 from=2026-10-01 to=2026-12-31
customer=1011 item=GW.6 percent=-28
customer=1002 discount=E1 percent=-22
segment=FOOD item=GR.5 percent=-15
group=KEY discount=G1 percent=-30
district=FI-N discount=S1 percent=-25
customer=1015 discount=** percent=999.99
customer=5003 item=HP.3 percent=-999.99
customer=3001 discount=A2 percent=30 slot=1 min=100";

const LIST_COLUMNS: &[Column] = &[
    ("Article number", "item", 'i'),
    ("Description", "text", 't'),
    ("List price", "price", 'm'),
    ("Price kind", "kind", 't'),
    ("Currency", "currency", 't'),
    ("Country", "country", 't'),
    ("Min qty", "min", 'n'),
    ("Max qty", "max", 'n'),
    ("Valid from", "from", 'd'),
    ("Valid to", "to", 'd'),
    ("Campaign", "campaign", 't'),
];

const LISTS: &str = "\
item=BR.5 price=13.90 kind=N currency=EUR min=1 max=9 from=2026-01-01
item=BR.5 price=12.60 kind=N currency=EUR min=10 max=99 from=2026-01-01
item=BR.5 price=11.20 kind=N currency=EUR min=100 max=9999 from=2026-01-01
item=SE.7 price=7.40 currency=EUR min=1 max=49 from=2026-01-01
item=SE.7 price=6.60 currency=EUR min=50 max=9999 from=2026-01-01
item=RP.4 price=8.90 currency=EUR min=1 max=99 from=2026-01-01
item=RP.4 price=8.10 currency=EUR min=100 max=9999 from=2026-01-01
item=HK.3 price=2890 currency=SEK country=SE from=2026-01-01
item=BD.4 price=1090 currency=SEK country=SE from=2026-01-01
item=BD.4 price=1050 currency=SEK from=2026-07-01
item=AB-110 price=5290 currency=CNY from=2026-01-01
item=AB-310 price=2190 currency=CNY country=CN from=2026-01-01
item=AB-310 price=268.00 currency=USD from=2026-01-01
item=EM.6 price=899.00 currency=USD from=2026-01-01
item=EM.6 price=829.00 kind=E currency=EUR country=DE from=2026-04-01 to=2026-12-31
item=PN.1 price=139.00 kind=N currency=EUR country=NL
item=FL.1 price=16.90 kind=N currency=EUR from=2026-10-01 to=2026-12-31 campaign=SUODATIN26
item=OI.2 price=9.20 kind=N currency=EUR min=1 max=19.99
item=OI.2 price=8.10 kind=N currency=EUR min=20 max=199.99
item=OI.2 price=7.20 kind=N currency=EUR min=200 max=99999";

fn page(name: &'static str, table: &'static str, columns: &[Column], master: &Master, text: &str) -> Page {
    let titles: Vec<&'static str> = columns.iter().map(|column| column.0).collect();
    let mut page = Page::new(name, table, &titles);
    for line in text.lines() {
        let find = |word: &str| {
            line.split(' ').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == word).map_or("", |(_, v)| v)
        };
        page.push(columns.iter().map(|(_, word, kind)| cell(master, *kind, find(word))).collect());
        if let Some((code, word)) = find("slip").split_once('@') {
            let known =
                ["E-DATE-ORDER", "E-CUSTOMER-UNKNOWN", "W-RULE-SELECTORS"].into_iter().find(|known| *known == code);
            if let (Some(code), Some(column)) = (known, columns.iter().position(|column| column.1 == word)) {
                page.slip(column, code);
            }
        }
    }
    page
}

fn cell(master: &Master, kind: char, text: &str) -> Cell {
    match kind {
        'n' => Cell::number(text),
        'm' => text.parse().map_or(Cell::Blank, Cell::Money),
        'd' => Cell::date(text),
        'i' if !text.is_empty() => Cell::from(master.number(text)),
        _ => Cell::from(text),
    }
}

/// Prices and discounts agreed with customers.
pub(crate) fn agreement_pages(master: &Master) -> Vec<Page> {
    let prices = page("Asiakashinnat", "customer_prices", PRICE_COLUMNS, master, PRICES)
        .titled(&["Asiakashinnat 2026", "Ylläpitäjä: varaosamyynti / Harju"]);
    let discounts = page("Asiakasalennukset", "customer_discounts", DISCOUNT_COLUMNS, master, DISCOUNTS);
    vec![prices, discounts]
}

/// Price lists, exchange rates, value added tax and what was sold.
pub(crate) fn list_pages(master: &Master) -> Vec<Page> {
    let mut lists = page("Price list", "price_lists", LIST_COLUMNS, master, LISTS);
    for row in &mut lists.rows {
        let number = match row.first() {
            Some(Cell::Text(number)) => number.clone(),
            _ => continue,
        };
        if let (Some(item), Some(text)) = (master.items.iter().find(|item| item.number == number), row.get_mut(1)) {
            *text = Cell::from(item.fi.clone());
        }
    }
    // The number 3-12 of an old catalogue was turned into a date by the spreadsheet program.
    let old = ["", "Coupling spider 24/32 (old catalogue)", "", "", "EUR"].map(Cell::from);
    lists.push(old.into_iter().chain([Cell::Blank, Cell::Blank, Cell::Blank, Cell::date("2026-01-01")]).collect());
    if let Some(row) = lists.rows.last_mut() {
        for (column, value) in [(0, Cell::date("2026-12-03")), (2, Cell::cents(1490))] {
            if let Some(cell) = row.get_mut(column) {
                *cell = value;
            }
        }
    }
    lists.slip(0, "E-ITEM-TYPE");
    let same = |name: &str| name.to_owned();
    let rates = Page::from_lines(
        "Exchange rates",
        "exchange_rates",
        &[("Currency", 't'), ("Exchange rate", 'n'), ("Rate date", 'd')],
        &same,
        "SEK|0.0871|2025-10-01
         SEK|0.0885|2026-01-02
         SEK|0.0902|2026-07-01
         SEK|0.0897|2026-11-02
         USD|0.9180|2025-10-01
         USD|0.9120|2026-01-02
         USD|0.9015|2026-07-01
         USD|0.8990|2026-11-02
         CNY|0.1264|2025-10-01
         CNY|0.1258|2026-01-02
         CNY|0.1249|2026-07-01
         CNY|0.1243|2026-11-02",
    );
    let vat = Page::from_lines(
        "vat_rates",
        "vat_rates",
        &[("country", 't'), ("item", 't'), ("rate", 'n')],
        &same,
        "FI||25.5
         SE||25
         DE||19
         NL||21
         CN||13",
    );
    vec![lists, rates, vat, sales(master)]
}

/// What was sold during the year before.
fn sales(master: &Master) -> Page {
    let mut page = Page::new(
        "sales_history",
        "sales_history",
        &["date", "customer", "item", "quantity", "list_price", "net_price", "cost", "currency"],
    );
    let (mut seeded, sold, customers) = (Seeded::new(2025), master.sold(), customers());
    for step in 0..160_usize {
        let Some(item) = sold.get(seeded.below(sold.len())) else { continue };
        let Some((customer, _, _)) = customers.get(seeded.below(customers.len())) else { continue };
        let quantity = 1 + seeded.below(if item.cents < 2000 { 40 } else { 6 });
        let rebate = i64::try_from(seeded.below(24)).unwrap_or(0);
        page.push(vec![
            Cell::date(&format!("2025-{:02}-{:02}", 1 + step * 12 / 160, 1 + seeded.below(28))),
            Cell::from(*customer),
            Cell::from(item.number.clone()),
            Cell::from(i64::try_from(quantity).unwrap_or(1)),
            Cell::cents(item.cents),
            Cell::cents(item.cents.saturating_mul(100 - rebate) / 100),
            Cell::cents(item.cost),
            Cell::from("EUR"),
        ]);
    }
    page
}

/// The order lines of last week as the order system exports them: semicolons, decimal commas.
pub(crate) fn order_lines(master: &Master) -> String {
    let favourites =
        ["BR.8", "SE.7", "RP.4", "BD.4", "HK.3", "LS.1", "AB-110", "AB-310", "PU.3", "FL.1", "OI.2", "EM.6"];
    let header =
        "Tilausnro;Rivi;Asiakasnro;Tuotekoodi;Nimitys;Määrä;Yksikkö;Valuutta;country;campaign;Yksikköhinta;Päivämäärä";
    let mut text = format!("{header}\r\n");
    let (mut seeded, sold, customers) = (Seeded::new(4711), master.sold(), customers());
    let mut order = 26_100_u32;
    let mut line = 0_u32;
    let mut buyer = ("1001", "EUR", "FI");
    for step in 0..120_usize {
        if line == 0 || seeded.below(4) == 0 {
            order += 1;
            line = 0;
            buyer = if step < 4 { buyer } else { seeded.pick_or(&customers, buyer) };
        }
        line += 1;
        let wanted = favourites.get(seeded.below(favourites.len())).filter(|_| seeded.below(2) == 0 || step < 8);
        let found = wanted.and_then(|name| master.item(name)).or_else(|| sold.get(seeded.below(sold.len())).copied());
        let Some(item) = found else { continue };
        let kinds = if item.cents > 20_000 { 5 } else { 12 };
        let whole = [1, 1, 2, 2, 4, 5, 6, 10, 12, 20, 25, 50].get(seeded.below(kinds)).copied().unwrap_or(1);
        let quantity = if item.unit == "kpl" { whole.to_string() } else { format!("{whole},5") };
        let price = if step % 23 == 17 {
            format!("{},{:02}", item.cents * 9 / 1000, item.cents * 9 / 10 % 100)
        } else {
            String::new()
        };
        let campaign = if item.number == master.number("FL.1") { "SUODATIN26" } else { "" };
        let name = item.fi.replace(';', ",").replace('"', "");
        let date = format!("{}.11.2026", 16 + step / 24);
        let (customer, currency, country) = buyer;
        let row = format!(
            "{order};{};{customer};{};{name};{quantity};{};{currency};{country};{campaign};{price};{date}\r\n",
            line * 10,
            item.number,
            item.unit,
        );
        text.push_str(&row);
    }
    text
}
