//! The company, its customers and the codes around them.

use super::sheet::{Cell, Page};

const CUSTOMERS: &str = "\
1001|Saimaan Satamanosto Oy|9100001-4|KEY|FI-S|PORT;RENTAL|PG1|EUR|FI|fi|END_USER|3|Lappeenranta|30 pv netto|Harju
1002|Kymen Paperikoneet Oy|9100002-2|OEM|FI-S|PAPER|PG1|EUR|FI|fi|END_USER|0|Kouvola|30 pv netto|Harju
1003|Pielisen Teräs Oy|9100003-0|END|FI-E|STEEL||EUR|FI|fi|END_USER|0|Joensuu|14 pv -2 %, 30 pv netto|Harju
1004|Lakeuden Konehuolto Oy|9100004-9|DEALER|FI-W|WORKSHOP|PG2|EUR|FI|fi|CHANNEL|0|Seinäjoki|30 pv netto|Niemi
1005|Lakeuden Konehuolto Oy, Vaasa|9100004-9|DEALER|FI-W|WORKSHOP|PG2|EUR|FI|sv|CHANNEL|0|Vaasa|30 pv netto|Niemi
1006|Tunturin Kaivostekniikka Oy|9100006-5|END|FI-N|STEEL;WORKSHOP||EUR|FI|fi|END_USER|2|Sodankylä|30 pv netto|Niemi
1007|Vuoksen Logistiikka Oy|9100007-3|END|FI-S|WHS||EUR|FI|fi|END_USER|0|Imatra|14 pv netto|Harju
1008|Hämeen Elintarvike Oy|9100008-1|END|FI-S|FOOD||EUR|FI|fi|END_USER|0|Hämeenlinna|30 pv netto|Harju
1009|Nosturivuokraamo Kurki Oy|9100009-6|RENTAL|FI-S|RENTAL|PG2|EUR|FI|fi|CHANNEL|5|Vantaa|30 pv netto|Harju
1010|Perämeren Varustamo Oy|9100010-9|END|FI-N|PORT||EUR|FI|fi|END_USER|0|Kemi|30 pv netto|Niemi
1011|Savon Sellu Engineering Oy|9100011-7|OEM|FI-E|PAPER|PG1|EUR|FI|fi|END_USER|0|Kuopio|45 pv netto|Harju
1012|Turun Telakkapalvelu Oy|9100012-5|KEY|FI-W|PORT;STEEL|PG1|EUR|FI|fi|END_USER|2.5|Turku|30 pv netto|Niemi
1013|Keskusvarasto Tammer Oy|9100013-3|END|FI-W|WHS||EUR|FI|fi|END_USER|0|Tampere|14 pv netto|Niemi
1014|Karjalan Puutyöt Oy|9100014-1|END|FI-E|IND||EUR|FI|fi|END_USER|0|Nurmes|ennakko|Harju
1015|Uudenmaan Kiinteistöhuolto Oy|9100015-6|SERVICE|FI-S|WORKSHOP|PG2|EUR|FI|fi|CHANNEL|0|Espoo|30 pv netto|Harju
1016|Ahvenan Laivaustekniikka Ab|9100016-4|END|FI-W|PORT||EUR|FI|sv|END_USER|0|Maarianhamina|30 pv netto|Niemi
2001|Mälarlyft AB|559900-1018|DEALER|SE|WORKSHOP|PG2|SEK|SE|sv|CHANNEL|0|Västerås|30 dagar netto|Lindgren
2002|Norrlands Gruvservice AB|559900-1026|KEY|SE|STEEL|PG1|SEK|SE|sv|END_USER|3|Kiruna|30 dagar netto|Lindgren
2003|Västkustens Hamnteknik AB|559900-1034|END|SE|PORT||SEK|SE|sv|END_USER|0|Göteborg|30 dagar netto|Lindgren
2004|Värmlands Pappersbruk AB|559900-1042|END|SE|PAPER||SEK|SE|sv|END_USER|0|Karlstad|45 dagar netto|Lindgren
2005|Skånska Lagerautomation AB|559900-1059|OEM|SE|WHS|PG1|SEK|SE|sv|END_USER|0|Malmö|30 dagar netto|Lindgren
2006|Bergslagens Stålverk AB|559900-1067|END|SE|STEEL||SEK|SE|sv|END_USER|0|Avesta|30 dagar netto|Lindgren
2007|Hyrlyft i Stockholm AB|559900-1075|RENTAL|SE|RENTAL|PG2|SEK|SE|sv|CHANNEL|4|Solna|20 dagar netto|Lindgren
2008|Dalarnas Kranservice AB|559900-1083|SERVICE|SE|WORKSHOP|PG2|SEK|SE|sv|CHANNEL|0|Falun|30 dagar netto|Lindgren
3001|Krananlagen Nordhoff GmbH|DE999100017|DEALER|DACH|WORKSHOP|PG2|EUR|DE|de|CHANNEL|0|Bremen|30 Tage netto|Schröder
3002|Rheinhafen Umschlag GmbH|DE999100025|KEY|DACH|PORT|PG1|EUR|DE|de|END_USER|2|Duisburg|30 Tage netto|Schröder
3003|Stahlbau Eifeler GmbH & Co. KG|DE999100033|END|DACH|STEEL||EUR|DE|de|END_USER|0|Trier|14 Tage 2 %, 30 netto|Schröder
3004|Papierfabrik Lautertal GmbH|DE999100041|END|DACH|PAPER||EUR|DE|de|END_USER|0|Heilbronn|30 Tage netto|Schröder
3005|Fördertechnik Ostalb AG|DE999100058|OEM|DACH|WHS;AUTO|PG1|EUR|DE|de|END_USER|0|Aalen|60 Tage netto|Schröder
3006|Molkerei Allgäuer Land eG|DE999100066|END|DACH|FOOD||EUR|DE|de|END_USER|0|Kempten|30 Tage netto|Schröder
3007|Hebezeug-Service Sachsen GmbH|DE999100074|SERVICE|DACH|WORKSHOP|PG2|EUR|DE|de|CHANNEL|0|Chemnitz|30 Tage netto|Schröder
4001|Maaskade Hijstechniek B.V.|NL999100011B01|DEALER|BENELUX|WORKSHOP|PG2|EUR|NL|nl|CHANNEL|0|Rotterdam|30 dagen netto|Schröder
4002|Waalhaven Terminal B.V.|NL999100023B01|KEY|BENELUX|PORT|PG1|EUR|NL|nl|END_USER|3|Rotterdam|30 dagen netto|Schröder
4003|Veluwe Papier B.V.|NL999100035B01|END|BENELUX|PAPER||EUR|NL|nl|END_USER|0|Apeldoorn|30 dagen netto|Schröder
4004|Noordzee Offshore Service B.V.|NL999100047B01|END|BENELUX|PORT||USD|NL|en|END_USER|0|Den Helder|45 dagen netto|Schröder
4005|Brabant Magazijnbouw B.V.|NL999100059B01|OEM|BENELUX|WHS|PG1|EUR|NL|nl|END_USER|0|Eindhoven|30 dagen netto|Schröder
5001|宁波北仑起重设备有限公司|91330206MA9X00001A|DEALER|APAC|WORKSHOP|PG3|CNY|CN|zh|CHANNEL|0|宁波|预付30%|Chen
5002|青岛前湾港口机械有限公司|91370211MA9X00002B|KEY|APAC|PORT|PG3|CNY|CN|zh|END_USER|2|青岛|60天|Chen
5003|上海松江造纸装备有限公司|91310117MA9X00003C|OEM|APAC|PAPER|PG3|USD|CN|zh|END_USER|0|上海|30天|Chen
5004|苏州工业园物流设备有限公司|91320594MA9X00004D|END|APAC|WHS||CNY|CN|zh|END_USER|0|苏州|预付100%|Chen";

/// The customer numbers in the order of the sheet.
pub(crate) fn customers() -> Vec<(&'static str, &'static str, &'static str)> {
    let fields = |line: &'static str| {
        let mut parts = line.split('|');
        Some((parts.next()?, parts.nth(6)?, parts.next()?))
    };
    CUSTOMERS.lines().filter_map(fields).collect()
}

/// Company, customers and segments.
pub(crate) fn pages() -> Vec<Page> {
    let same = |name: &str| name.to_owned();
    let company = Page::from_lines(
        "Company",
        "company",
        &[("Key", 't'), ("Value", 't')],
        &same,
        "name|Kaarnaharju Nostolaitteet Oy
         currency|EUR
         country|FI
         language|fi
         locale|fi-FI
         customer_price_default_kind|E
         discount_slots|2
         price_decimals|2
         prices_include_vat|N
         vat_registered_countries|FI
         ip_policy|nha",
    );
    let mut customers = Page::from_lines(
        "Asiakkaat",
        "customers",
        &[
            ("Asiakasnro", 't'),
            ("Asiakkaan nimi", 't'),
            ("Y-tunnus", 't'),
            ("Asiakasryhmä", 't'),
            ("Piiri", 't'),
            ("Asiakassegmentti", 't'),
            ("price_group", 't'),
            ("Valuutta", 't'),
            ("Maa", 't'),
            ("Kieli", 't'),
            ("Channel", 't'),
            ("special_discount", 'n'),
            ("Postitoimipaikka", 't'),
            ("Maksuehto", 't'),
            ("Myyjä", 't'),
        ],
        &same,
        CUSTOMERS,
    );
    // The workshop in Seinäjoki was entered a second time after it had moved.
    let again = customers.rows.get(3).cloned().unwrap_or_default();
    customers.push(again);
    if let Some(cell) = customers.rows.last_mut().and_then(|row| row.get_mut(12)) {
        *cell = Cell::from("Nurmo");
    }
    customers.slip(0, "E-KEY-DUP");
    let segments = Page::from_lines(
        "Segments",
        "segments",
        &[("Segment", 't'), ("Parent", 't'), ("Name", 't')],
        &same,
        "ALL||Kaikki asiakkaat
         IND|ALL|Teollisuus
         PAPER|IND|Paperi ja sellu
         STEEL|IND|Teräs ja kaivos
         FOOD|IND|Elintarvike
         AUTO|IND|Autoteollisuus
         LOG|ALL|Logistiikka
         PORT|LOG|Satamat
         WHS|LOG|Varastot
         SRV|ALL|Palvelut
         WORKSHOP|SRV|Huoltoliikkeet
         RENTAL|SRV|Vuokraamot",
    );
    vec![customers, segments, company]
}

/// Discount groups, product groups and units, kept with the items.
pub(crate) fn code_pages() -> Vec<Page> {
    let same = |name: &str| name.to_owned();
    let discounts = Page::from_lines(
        "Alennusryhmät",
        "discount_groups",
        &[("Ryhmän koodi", 't'), ("Selite", 't'), ("Perusalennus", 'n')],
        &same,
        "A1|Laakerit|10
         A2|Tiivisteet|15
         B1|Kiinnikkeet|25
         C1|Mekaaniset osat|5
         D1|Sähköosat|0
         E1|Hydrauliikka|8
         F1|Tarvikkeet|20
         G1|Kokoonpanot|3
         H1|Köydet, koukut, jarrut|5
         S1|Hyllyt|12.5",
    );
    let groups = Page::from_lines(
        "Product groups",
        "product_groups",
        &[("group", 't'), ("parent", 't'), ("name_fi", 't'), ("name_en", 't'), ("name_de", 't'), ("name_zh", 't')],
        &same,
        "MACH||Koneet|Machines|Maschinen|整机
         ASSY|MACH|Kokoonpanot|Assemblies|Baugruppen|总成
         MECH||Mekaniikka|Mechanics|Mechanik|机械件
         BEAR|MECH|Laakerit|Bearings|Lager|轴承
         SEAL|MECH|Tiivisteet|Seals|Dichtungen|密封件
         FAST|MECH|Kiinnikkeet|Fasteners|Verbindungselemente|紧固件
         SHAFT|MECH|Akselit|Shafts|Wellen|轴类
         TRANS|MECH|Voimansiirto|Transmission|Antriebstechnik|传动件
         BRAKE|MECH|Jarrut|Brakes|Bremsen|制动件
         FRAME|MECH|Rungot|Frames|Rahmen|机架件
         LIFT||Nostovälineet|Lifting gear|Hebezeug|起重件
         ROPE|LIFT|Köydet|Ropes|Seile|钢丝绳
         HOOK|LIFT|Koukut|Hooks|Haken|吊钩
         TRAVEL|LIFT|Siirto|Travel|Fahrwerk|运行机构
         ELEC||Sähkö|Electrics|Elektrik|电气
         MOTOR|ELEC|Moottorit|Motors|Motoren|电机
         DRIVE|ELEC|Käytöt|Drives|Antriebe|驱动器
         CONTR|ELEC|Ohjaus|Controls|Steuerung|控制件
         SENS|ELEC|Anturit|Sensors|Sensoren|传感器
         CABLE|ELEC|Kaapelit|Cables|Kabel|电缆
         HYDR||Hydrauliikka|Hydraulics|Hydraulik|液压
         PUMP|HYDR|Pumput|Pumps|Pumpen|泵
         VALVE|HYDR|Venttiilit|Valves|Ventile|阀
         CONS||Tarvikkeet|Consumables|Verbrauchsmaterial|耗材
         LABEL|CONS|Tarrat|Labels|Schilder|标签
         SHELF||Hyllyt|Shelves|Regale|货架",
    );
    let units = Page::from_lines(
        "Units",
        "units",
        &[("unit", 't'), ("integer", 't'), ("decimals", 'n'), ("base_unit", 't'), ("factor", 'n')],
        &same,
        "kpl|Y|0||
         m|N|2||
         kg|N|3||
         l|N|2||",
    );
    vec![discounts, groups, units]
}
