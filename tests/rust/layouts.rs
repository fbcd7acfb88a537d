//! Layouts of sheets that people really have: titles in two rows, several tables on a sheet, merged cells, Excel tables,
//! matrices (workbook specification, section 1).

use _partsbook::tables::{Input, InputColumn, InputTable, ReadOptions, Reading, TableError};
use rust_xlsxwriter::{Format, Table, Workbook};

use crate::books::{bytes, found, input, options, problems, reading, rows, try_read};

fn facts(read: &Reading) -> Vec<String> {
    read.sheets
        .iter()
        .map(|sheet| {
            let table = sheet.table.as_deref().unwrap_or("-");
            format!("{table} {} {}+{}", sheet.extent, sheet.rows_read, sheet.left_out.rows())
        })
        .collect()
}

fn cell(read: &Reading, table: &str, row: usize, field: &str) -> String {
    read.tables[table].cell(row, field).unwrap().cell()
}

#[test]
fn titles_in_two_rows_are_joined() {
    let read = reading(&[("Items", "Parts of 2026\n\nItem|Name||Price\n|en|fi|EUR\nA|Bolt|Pultti|5\nB|Nut|Mutteri|6")]);
    assert_eq!(rows(&read, "items", &["item", "description_en", "description_fi"]), ["A Bolt Pultti", "B Nut Mutteri"]);
    let sheet = &read.sheets[0];
    assert_eq!((sheet.first_title_row, sheet.header_row), (Some(2), Some(3)));
    assert_eq!(sheet.title, "Parts of 2026");
    // One price a row, its currency in the second row of titles.
    let read = reading(&[("Prices", "Item|Price|\n|EUR|USD\nA|5|6\nB|7|")]);
    assert_eq!(rows(&read, "price_lists", &["item", "price", "currency"]), ["A 5 EUR", "B 7 EUR", "A 6 USD"]);
    assert_eq!(cell(&read, "price_lists", 2, "price"), "C3");
    assert_eq!(cell(&read, "price_lists", 2, "currency"), "C2");
}

#[test]
fn a_matrix_of_prices_is_unpivoted() {
    let read = reading(&[("Price list 2026", "Item|Description|1+|10+|100+\nA|Bolt|5|4.5|4\nB|Nut|6||x")]);
    assert_eq!(
        rows(&read, "price_lists", &["item", "price", "min_quantity"]),
        ["A 5 1", "B 6 1", "A 4.5 10", "A 4 100", "B - 100"].map(str::to_owned)[..4]
    );
    assert_eq!(problems(&read.findings), ["E-NUMBER test.xlsx, sheet \"Price list 2026\", cell E3"]);
    let detail = found(&read.findings, "E-NUMBER")[0].detail.clone().unwrap();
    assert!(detail.ends_with("under \"100+\" in E1"), "{detail}");
    assert_eq!(read.sheets[0].rows_read, 2);
    // Years are years or quantities: nothing is read, and asked.
    let read = reading(&[("Prices", "Item|2025|2026\nA|5|6")]);
    assert_eq!(facts(&read)[0].split(' ').next(), Some("-"));
    assert!(!read.sheets[0].questions.is_empty());
    // Currencies tell by themselves, whatever the name of the sheet.
    let read = reading(&[("Sheet1", "Part no|EUR|USD|CHF\nA|1|2|3")]);
    assert_eq!(rows(&read, "price_lists", &["item", "price", "currency"]), ["A 1 EUR", "A 2 USD", "A 3 CHF"]);
}

#[test]
fn customers_and_places_are_an_axis_when_the_name_says_so() {
    let read = reading(&[("Customer prices", "Item|C001|C002|Total\nA|5|6|11\nB||7|7")]);
    assert_eq!(rows(&read, "customer_prices", &["customer", "item", "price"]), ["C001 A 5", "C002 A 6", "C002 B 7"]);
    assert_eq!(cell(&read, "customer_prices", 2, "customer"), "C1");
    let read = reading(&[("Stock", "Item|Helsinki|Tampere\nA|5|0\nB|1|2\nC||")]);
    assert_eq!(
        rows(&read, "stock", &["item", "location", "on_hand"]),
        ["A Helsinki 5", "B Helsinki 1", "A Tampere 0", "B Tampere 2"]
    );
    // A row without any stock is named.
    assert_eq!(read.sheets[0].left_out.without_values, [3]);
    assert_eq!(read.sheets[0].rows_read + read.sheets[0].left_out.rows(), 3);
    // The same titles under a name that says nothing are a question.
    let read = reading(&[("Sheet1", "Item|Helsinki|Tampere\nA|5|0")]);
    assert_eq!(read.sheets[0].table, None);
    assert!(!read.sheets[0].questions.is_empty());
}

#[test]
fn tables_under_each_other_are_read_each_with_its_titles() {
    let read = reading(&[(
        "Sheet1",
        "Pump\nItem|Qty|Description\nA|1|Bolt\nB|2|Nut\n\nSpare prices\nPart number|Price|Currency|Valid from\nA|5|EUR|\nB|6|EUR|\nC|7|EUR|@2026-01-01",
    )]);
    assert_eq!(facts(&read), ["bom A2:C4 2+0", "price_lists A7:D10 3+0"]);
    assert_eq!(read.sheets[1].title, "Spare prices");
    assert_eq!(rows(&read, "price_lists", &["item", "price", "currency"]), ["A 5 EUR", "B 6 EUR", "C 7 EUR"]);
    assert_eq!(cell(&read, "price_lists", 2, "price"), "B10");
    assert_eq!(problems(&read.findings), Vec::<String>::new());
    // The same titles once more are no second table.
    let read = reading(&[("BOM", "Item|Qty\nA|1\n\nOptions\nItem|Qty\nB|2")]);
    assert_eq!(facts(&read), ["bom A1:B6 2+2"]);
    assert_eq!(read.sheets[0].left_out.heading_texts, ["Options"]);
}

#[test]
fn tables_side_by_side_are_read_each_with_its_titles() {
    let read = reading(&[("BOM", "Item|Qty||Item|Qty|Unit\nA|1||X|7|m\nB|2||Y|8|kg\n|||Z|9|m")]);
    assert_eq!(facts(&read), ["bom A1:B3 2+0", "bom D1:F4 3+0"]);
    assert_eq!(rows(&read, "bom", &["item", "quantity", "unit"]), ["A 1 -", "B 2 -", "X 7 m", "Y 8 kg", "Z 9 m"]);
    assert_eq!(cell(&read, "bom", 4, "quantity"), "E4");
    assert_eq!(found(&read.findings, "E-HEADER-DUP").len(), 0);
    let read = reading(&[("BOM", "Item|Qty|Item|Qty\nA|1|X|7\nB|2|Y|8")]);
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["A 1", "B 2", "X 7", "Y 8"]);
    // A blank column in one table is no border.
    let read = reading(&[("BOM", "Item|Description||Qty|Unit\nA|Bolt||1|m\nB|Nut||2|m")]);
    assert_eq!(facts(&read), ["bom A1:E3 2+0"]);
}

/// A workbook with merged cells.
pub(crate) fn merged() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("BOM").unwrap();
    let plain = Format::new();
    for (column, title) in (0..).zip(["Parent", "Item", "Qty"]) {
        sheet.write(0, column, title).unwrap();
    }
    sheet.merge_range(1, 0, 3, 0, "M", &plain).unwrap();
    for (row, item) in (1..).zip(["A", "B", "C"]) {
        sheet.write(row, 1, item).unwrap();
        sheet.write(row, 2, row).unwrap();
    }
    sheet.merge_range(4, 0, 4, 2, "Motor", &plain).unwrap();
    sheet.write(4, 1, "hidden").unwrap();
    sheet.write(5, 0, "N").unwrap();
    sheet.write(5, 1, "D").unwrap();
    sheet.write(5, 2, 9).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn merged_cells_give_their_value_to_all_their_rows() {
    let read = try_read(&[bytes("test.xlsx", merged())], &ReadOptions::default()).unwrap();
    assert_eq!(rows(&read, "bom", &["parent", "item", "quantity"]), ["M A 1", "M B 2", "M C 3", "N D 9"]);
    assert_eq!(cell(&read, "bom", 2, "parent"), "A4");
    assert_eq!(read.sheets[0].left_out.heading_texts, ["Motor"]);
    let detail = found(&read.findings, "I-MERGED")[0].detail.clone().unwrap();
    assert_eq!(detail, "1 area merged over rows; 1 value under merged cells not read");
}

fn excel_tables() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("BOM").unwrap();
    for (row, line) in (4..).zip([["Item", "Qty"], ["A", "1"], ["B", "2"], ["C", "3"]]) {
        for (column, text) in (1..).zip(line) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, text).unwrap(),
            };
        }
    }
    sheet.add_table(4, 1, 6, 2, &Table::new()).unwrap();
    sheet.write(20, 1, "a note").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn an_excel_table_decides_titles_and_extent() {
    let read = try_read(&[bytes("test.xlsx", excel_tables())], &ReadOptions::default()).unwrap();
    assert_eq!(facts(&read), ["bom B5:C7 2+0"]);
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["A 1", "B 2"]);
    let outside = found(&read.findings, "I-ROWS-LEFT-OUT")[0].detail.clone().unwrap();
    assert_eq!(outside, "outside the Excel table: rows 8, 21");
}

#[test]
fn a_line_with_its_item_only_is_no_heading() {
    let read = reading(&[("Order lines", "Customer|Item|Qty\nC|A|2\n|B\nC|D|1")]);
    assert_eq!(rows(&read, "order_lines", &["item", "quantity"]), ["A 2", "B -", "D 1"]);
    assert_eq!(read.sheets[0].left_out.headings, [] as [u32; 0]);
    // A line with its customer only is named, not dropped.
    let read = reading(&[("Order lines", "Customer|Item|Qty\nC|A|2\nC\nC|D|1")]);
    assert_eq!(problems(&read.findings), ["E-KEY-BLANK test.xlsx, sheet \"Order lines\", cell B3"]);
    // In a structure a word between lines is a heading, a number or several lines are items.
    let read =
        reading(&[("BOM", "Item|Qty\nA|2\nMotor\nB|1\nM6 x 20\nC|1\nOil\nGrease\nGlue\nD|1\nNote 1:|made here")]);
    assert_eq!(
        rows(&read, "bom", &["item", "quantity"]),
        ["A 2", "B 1", "M6 x 20 -", "C 1", "Oil -", "Grease -", "Glue -", "D 1"]
    );
    assert_eq!(read.sheets[0].left_out.heading_texts, ["Motor", "Note 1:"]);
    let detail = found(&read.findings, "I-ROWS-LEFT-OUT")[0].detail.clone().unwrap();
    assert_eq!(detail, "2 rows seem to hold a heading or a note only (\"Motor\", \"Note 1:\"): 3, 11");
}

#[test]
fn tables_of_one_column_are_read() {
    let text = InputColumn::Text(vec![Some("A".to_owned()), Some("B".to_owned())]);
    let table = InputTable { name: "items".to_owned(), columns: vec![("item".to_owned(), text)] };
    let read = try_read(&[Input::Table(table)], &ReadOptions::default()).unwrap();
    assert_eq!(rows(&read, "items", &["item"]), ["A", "B"]);
    let read = reading(&[("Items", "Part number\nA\nB\nC")]);
    assert_eq!(rows(&read, "items", &["item"]), ["A", "B", "C"]);
    // A name that says nothing is not enough.
    assert_eq!(reading(&[("Sheet1", "Part number\nA\nB")]).sheets[0].table, None);
}

#[test]
fn synonyms_of_unknown_columns_are_refused() {
    let wrong =
        try_read(&[input("test.xlsx", &[("BOM", "Ref|Qty\nA|1")])], &options(&[("itme", "Ref")], &[])).unwrap_err();
    assert!(matches!(wrong, TableError::UnknownField { .. }));
    assert_eq!(wrong.to_string(), "there is no column `itme`");
    assert!(wrong.hint().unwrap().starts_with("the nearest are item"), "{:?}", wrong.hint());
    let read = reading(&[("Synonyms", "field|header\nitme|Ref\nquantity|Stk"), ("BOM", "Item|Stk\nA|1")]);
    assert_eq!(problems(&read.findings), ["E-SYNONYM test.xlsx, sheet \"Synonyms\", cell A2"]);
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["A 1"]);
}

#[test]
fn order_codes_and_names_stand_in_for_item_numbers() {
    let read = reading(&[("Sheet1", "Index|Qty|Description|Ref. Mouser\nR1|2|Resistor|667-A\nR2|1|Diode|667-B")]);
    assert_eq!(rows(&read, "bom", &["item", "quantity", "description"]), ["667-A 2 Resistor", "667-B 1 Diode"]);
    assert_eq!(problems(&read.findings), ["W-STANDS-IN test.xlsx, sheet \"Sheet1\", cell D1"]);
    assert_eq!(read.sheets[0].questions[0].argument, "synonyms={\"Ref. Mouser\": \"item\"}");
    assert_eq!(read.sheets[0].questions[0].sheet_row, "item | Ref. Mouser");
    let read = reading(&[("Sheet1", "Part name|Quantity\nframe|2\nmotor|1\ngear|2")]);
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["frame 2", "motor 1", "gear 2"]);
    // An order may name what it orders by name; a name alone is a heading then.
    let read = reading(&[("Order 17", "Quantity|Name\n|Hardware\n5|Bolt M3\n2|Nut M3\n|Wiring\n1|Cable")]);
    assert_eq!(rows(&read, "order_lines", &["item", "quantity"]), ["Bolt M3 5", "Nut M3 2", "Cable 1"]);
    assert_eq!(read.sheets[0].left_out.heading_texts, ["Hardware", "Wiring"]);
    assert_eq!(problems(&read.findings), ["W-STANDS-IN test.xlsx, sheet \"Order 17\", cell B1"]);
    // The entry of a parts library serves where each line has its own.
    let parts = |last: &str| {
        let lines = format!("Quantity|Designator|LibRef\n14|C1, C2|GRM188\n2|U1|DRV8301\n1|U2|{last}");
        reading(&[("BOM", &lines)])
    };
    assert_eq!(rows(&parts("LM5109"), "bom", &["item", "quantity"]), ["GRM188 14", "DRV8301 2", "LM5109 1"]);
    assert_eq!(parts("DRV8301").sheets[0].table, None, "one symbol for two things");
    // A description says too much to tell things apart.
    let read = reading(&[("BOM", "Description|Quantity\nframe|2")]);
    assert_eq!(read.sheets[0].table, None);
}

#[test]
fn material_is_a_number_or_what_a_thing_is_made_of() {
    let read = reading(&[(
        "BOM",
        "Item|Quantity|Part number|Description|Material\n1|2|PRT-1|Shaft|Steel\n2|1|PRT-2|Housing|Al",
    )]);
    assert_eq!(rows(&read, "bom", &["position", "item", "material_grade"]), ["1 PRT-1 Steel", "2 PRT-2 Al"]);
    assert_eq!(problems(&read.findings), [] as [&str; 0]);
    let read = reading(&[("BOM", "Material|Description|Quantity\n100-1|Shaft|2\n100-2|Housing|1")]);
    assert_eq!(rows(&read, "bom", &["item", "quantity"]), ["100-1 2", "100-2 1"]);
    // Beside a title that may be a position it is asked.
    let read = reading(&[("BOM", "Item|Material|Quantity\n10|100-1|2\n20|100-2|1")]);
    assert_eq!(problems(&read.findings), ["E-HEADER-DUP test.xlsx, sheet \"BOM\", cell B1"]);
}

#[test]
fn a_column_under_the_name_of_the_list_describes_what_is_listed() {
    let read = reading(&[("Hoja 1", "BOM ID|BOM|QUANTITY\n1|Stepper NEMA 17|1\n2|Arduino Mega|1\n3|Fan|6")]);
    assert_eq!(rows(&read, "bom", &["item", "description"]), ["1 Stepper NEMA 17", "2 Arduino Mega", "3 Fan"]);
    assert_eq!(problems(&read.findings), ["W-STANDS-IN test.xlsx, sheet \"Hoja 1\", cell B1"]);
    // Numbers under it are no words, and a description goes before it.
    let read = reading(&[("Hoja 1", "BOM ID|BOM|QUANTITY\n1|700-1|1\n2|700-2|1\n3|700-3|6")]);
    assert!(!read.tables["bom"].has("description"));
    let read = reading(&[("BOM", "Item|BOM|Description|Qty\n1|Big pump|Shaft|1\n2|Big pump|Seal|1\n3|Big pump|Nut|6")]);
    assert_eq!(rows(&read, "bom", &["item", "description"])[0], "1 Shaft");
}

#[test]
fn tables_of_variants_are_unpivoted() {
    let said = |name: &str, text: &str, fields: &[&str]| {
        let read = reading(&[(name, text)]);
        let table = read.sheets[0].table.clone().unwrap_or_default();
        (table.clone(), if table.is_empty() { Vec::new() } else { rows(&read, &table, fields) })
    };
    let of =
        |table: &str, rows: &[&str]| (table.to_owned(), rows.iter().map(|&row| row.to_owned()).collect::<Vec<_>>());
    assert_eq!(
        said(
            "Product values",
            "Product|COLOR|W\nSHELF|red; blue|50;100\nDESK|grey|",
            &["product", "property", "values"]
        ),
        of("product_values", &["SHELF COLOR red; blue", "DESK COLOR grey", "SHELF W 50;100"])
    );
    assert_eq!(
        said("Group defaults", "Group|Mode|COLOR|W\nWALL|ADD|grey|20;40", &["group", "property", "values", "mode"]),
        of("group_defaults", &["WALL COLOR grey ADD", "WALL W 20;40 ADD"])
    );
    assert_eq!(
        said("Value sets", "Set|COLOR|W\nSTD|red; blue|50\nALL|grey|", &["set", "property", "value"]),
        of("value_sets", &["STD COLOR red", "STD COLOR blue", "ALL COLOR grey", "STD W 50"])
    );
    let values = "Property|Value 1|Value 2|Value 3\nCOLOR|red|blue|\nW|50|100|150";
    assert_eq!(
        said("Property values", values, &["property", "value", "order"]),
        of("property_values", &["COLOR red 1", "W 50 1", "COLOR blue 2", "W 100 2", "W 150 3"])
    );
    assert_eq!(
        said(
            "variant_bom",
            "Position|Item|SHELF|DESK\n10|SCREW|4|8\n20|BOARD|2|-",
            &["parent", "position", "item", "quantity"]
        ),
        of("variant_bom", &["SHELF 10 SCREW 4", "SHELF 20 BOARD 2", "DESK 10 SCREW 8"])
    );
    assert_eq!(
        said("Surcharges", "Condition|SHELF|DESK\nCOLOR=red|5|6.5\nW=100||9", &["product", "condition", "amount"]),
        of("surcharges", &["SHELF COLOR=red 5", "DESK COLOR=red 6.5", "DESK W=100 9"])
    );
    // Under a name that says nothing the same titles are a question.
    assert_eq!(reading(&[("Sheet1", "Condition|SHELF|DESK\nCOLOR=red|5|6.5")]).sheets[0].table, None);
}

#[test]
fn what_stands_below_settles_what_a_title_means() {
    let read = reading(&[("BOM", "N°|Reference|Quantity\n1|Lamp|1\n1.1|Bulb|2\n'1.2|Socket|1\n2|Rail|1\n2.1|Shoe|4")]);
    assert_eq!(rows(&read, "bom", &["level", "item"])[..2], ["1 Lamp", "1.1 Bulb"]);
    let read = reading(&[("BOM", "Part|Ref|Qty\nbearing|535198|2\nbearing|535198|2\nhub|902-0124-000|1")]);
    assert!(!read.tables["bom"].has("position"), "somebody else's number is no position");
}
