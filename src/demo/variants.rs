//! The shelf family: properties, values, rules, numbers, surcharges and its 150 % structure.

use super::items::Master;
use super::sheet::Page;

/// All sheets of the family `HL-500`.
#[expect(clippy::too_many_lines, reason = "a list of sheets")]
pub(crate) fn pages(master: &Master) -> Vec<Page> {
    let item = |name: &str| master.number(name);
    let page = |name, columns: &[(&'static str, char)], lines| Page::from_lines(name, name, columns, &item, lines);
    vec![
        page(
            "properties",
            &[("Property", 't'), ("Name en", 't'), ("Name fi", 't'), ("Type", 't'), ("Unit", 't'), ("Order", 'n')],
            "WIDTH|Width|Leveys|NUMBER|mm|1
             HEIGHT|Height|Korkeus|NUMBER|mm|2
             DEPTH|Depth|Syvyys|NUMBER|mm|3
             LEVELS|Shelf levels|Hyllytasot|NUMBER|kpl|4
             LOAD|Load per level|Tasokuorma|LIST|kg|5
             COLOR|Colour|Väri|LIST||6
             BACK|Back panel|Takaseinä|BOOL||7",
        ),
        page(
            "property_values",
            &[("Property", 't'), ("Value", 't'), ("Code", 't'), ("Name en", 't'), ("Name fi", 't'), ("Order", 'n'), ("Active", 't')],
            "WIDTH|800|08|800 mm|800 mm|1|Y
             WIDTH|1200|12|1200 mm|1200 mm|2|Y
             HEIGHT|1800|18|1800 mm|1800 mm|1|Y
             HEIGHT|2200|22|2200 mm|2200 mm|2|Y
             HEIGHT|2600|26|2600 mm|2600 mm|3|Y
             DEPTH|400|4|400 mm|400 mm|1|Y
             DEPTH|600|6|600 mm|600 mm|2|Y
             LEVELS|4|4|4 levels|4 tasoa|1|Y
             LEVELS|5|5|5 levels|5 tasoa|2|Y
             LEVELS|6|6|6 levels|6 tasoa|3|Y
             LOAD|150|L|150 kg|150 kg|1|Y
             LOAD|250|M|250 kg|250 kg|2|Y
             LOAD|400|H|400 kg|400 kg|3|Y
             COLOR|GREY|G|Light grey RAL 7035|Vaaleanharmaa RAL 7035|1|Y
             COLOR|BLUE|B|Blue RAL 5010|Sininen RAL 5010|2|Y
             COLOR|YELLOW|Y|Yellow RAL 1003|Keltainen RAL 1003|3|Y
             COLOR|ZINC|Z|Galvanised|Sinkitty|4|Y
             COLOR|GREEN|N|Green RAL 6011|Vihreä RAL 6011|5|N
             BACK|Y|R|With back panel|Takaseinällä|1|Y
             BACK|N|X|Open|Avoin|2|Y",
        ),
        page(
            "product_groups",
            &[("group", 't'), ("parent", 't'), ("name_en", 't'), ("name_fi", 't')],
            "STORAGE||Storage|Varastointi
             RACKS|STORAGE|Shelving|Hyllyt
             RACKS-SP|RACKS|Spare parts shelves|Varaosahyllyt",
        ),
        page(
            "group_defaults",
            &[("group", 't'), ("property", 't'), ("values", 't'), ("default_value", 't'), ("mode", 't')],
            "STORAGE|COLOR|GREY;BLUE;YELLOW;GREEN|GREY|SET
             RACKS|WIDTH|800;1200|1200|SET
             RACKS|HEIGHT|1800;2200;2600|2200|SET
             RACKS|DEPTH|400;600|400|SET
             RACKS|COLOR|ZINC||ADD
             RACKS-SP|COLOR|YELLOW||REMOVE
             RACKS-SP|LEVELS|4;5;6|5|SET
             RACKS-SP|LOAD|150;250;400|250|SET
             RACKS-SP|BACK|Y;N|N|SET",
        ),
        page(
            "products",
            &[("product", 't'), ("group", 't'), ("name_en", 't'), ("name_fi", 't'), ("base_price", 'm'), ("sku_template", 't'), ("unit", 't')],
            "HL-500|RACKS-SP|Spare parts shelf HL-500|Varaosahylly HL-500|249.00|HL5-{WIDTH.code}{HEIGHT.code}{DEPTH.code}-{LEVELS}{LOAD.code}{COLOR.code}{BACK.code}|kpl",
        ),
        page(
            "variant_rules",
            &[("rule", 't'), ("product", 't'), ("kind", 't'), ("if", 't'), ("then", 't'), ("message_en", 't'), ("message_fi", 't'), ("active", 't')],
            "R1|HL-500|EXCLUDES|HEIGHT=1800|LEVELS=6|Six levels do not fit into 1800 mm.|Kuusi tasoa ei mahdu 1800 millimetriin.|Y
             R2|HL-500|REQUIRES|LOAD=400|WIDTH=800|400 kg a level is only possible 800 mm wide.|Tasokuorma 400 kg vain 800 mm leveänä.|Y
             R3|HL-500|REQUIRES|HEIGHT=2600|DEPTH=600|A shelf of 2600 mm must be 600 mm deep to stand safely.|2600 mm hyllyn on oltava 600 mm syvä, jotta se seisoo turvallisesti.|Y
             R4|HL-500|EXCLUDES|COLOR=ZINC|BACK=Y|Back panels are not made galvanised.|Takaseinää ei valmisteta sinkittynä.|Y
             R5|HL-500|REQUIRES|HEIGHT=2600 and LOAD=400|LEVELS in {4,5}|At most five levels of 400 kg in 2600 mm.|2600 mm hyllyssä enintään viisi 400 kg tasoa.|Y",
        ),
        page(
            "variant_bom",
            &[("parent", 't'), ("position", 't'), ("item", 'i'), ("quantity", 't'), ("unit", 't'), ("condition", 't'), ("optional", 't')],
            "HL-500|10|SU.1|4|kpl|HEIGHT=1800
             HL-500|10|SU.2|4|kpl|HEIGHT=2200
             HL-500|10|SU.3|4|kpl|HEIGHT=2600
             HL-500|20|SB.1|LEVELS|kpl|WIDTH=800 and DEPTH=400
             HL-500|20|SB.2|LEVELS|kpl|WIDTH=800 and DEPTH=600
             HL-500|20|SB.3|LEVELS|kpl|WIDTH=1200 and DEPTH=400
             HL-500|20|SB.4|LEVELS|kpl|WIDTH=1200 and DEPTH=600
             HL-500|30|BM.1|2*LEVELS|kpl|WIDTH=800
             HL-500|30|BM.2|2*LEVELS|kpl|WIDTH=1200
             HL-500|40|BX.1|ceil(HEIGHT/1200)|kpl|WIDTH=800
             HL-500|40|BX.2|ceil(HEIGHT/1200)|kpl|WIDTH=1200
             HL-500|50|SC.5|8*LEVELS|kpl|
             HL-500|60|NU.2|8*LEVELS|kpl|
             HL-500|70|PL.3|1|kpl|BACK=Y and WIDTH=800|Y
             HL-500|70|PL.4|1|kpl|BACK=Y and WIDTH=1200|Y
             HL-500|80|LB.1|1|kpl|",
        ),
        page(
            "surcharges",
            &[("product", 't'), ("condition", 't'), ("amount", 'm'), ("percent", 'n'), ("per_unit_property", 't'), ("kind", 't'), ("order", 'n')],
            "HL-500|WIDTH=1200|48.00|||ABS|1
             HL-500|HEIGHT=2200|32.00|||ABS|2
             HL-500|HEIGHT=2600|71.00|||ABS|3
             HL-500|DEPTH=600|39.00|||ABS|4
             HL-500||14.50||LEVELS|ABS|5
             HL-500|LOAD=400||12||PCT_BASE|6
             HL-500|COLOR=ZINC||8||PCT_BASE|7
             HL-500|BACK=Y|55.00|||ABS|8",
        ),
        page(
            "models",
            &[("product", 't'), ("sku", 't'), ("WIDTH", 't'), ("HEIGHT", 't'), ("DEPTH", 't'), ("LEVELS", 't'), ("LOAD", 't'), ("COLOR", 't'), ("BACK", 't'), ("active", 't')],
            "HL-500|HL5-PERUS|1200|2200|400|5|250|GREY|N|Y
             HL-500|HL5-HUOLTO|800|1800|400|4|150|BLUE|Y|Y
             HL-500|HL5-RASKAS|800|2200|600|5|400|ZINC|N|Y
             HL-500|HL5-VANHA|1200|1800|400|6|150|GREY|N|N",
        ),
    ]
}
