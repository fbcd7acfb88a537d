//! Values that stand on a sheet and are not seen there, each planted into a small workbook.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// Cell formats by number: plain, white, white by theme, white by number, grey on grey, tiny, `;;;`, three blank texts,
/// a fixed text, `[White]`, white on dark blue, almost white, black on black, light grey.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode=";;;"/>
<numFmt numFmtId="171" formatCode="&quot;&quot;;&quot;&quot;;&quot;&quot;"/>
<numFmt numFmtId="172" formatCode="&quot;price on request&quot;"/><numFmt numFmtId="173" formatCode="[White]0.00"/></numFmts>
<fonts><font><sz val="11"/><color theme="1"/></font><font><sz val="11"/><color rgb="FFFFFFFF"/></font>
<font><color theme="0"/></font><font><color indexed="9"/></font><font><color rgb="FF445566"/></font><font><sz val="1"/></font>
<font><color theme="0" tint="-0.04"/></font><font><color rgb="FFBFBFBF"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FF445566"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="3"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="8"/></patternFill></fill></fills>
<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="2" fillId="0"/><xf fontId="3" fillId="0"/>
<xf fontId="4" fillId="2"/><xf fontId="5" fillId="0"/><xf numFmtId="170" fontId="0" fillId="0"/>
<xf numFmtId="171" fontId="0" fillId="0"/><xf numFmtId="172" fontId="0" fillId="0"/><xf numFmtId="173" fontId="0" fillId="0"/>
<xf fontId="1" fillId="3"/><xf fontId="6" fillId="0"/><xf fontId="0" fillId="4"/><xf fontId="7" fillId="0"/></cellXfs>
<dxfs><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf>
<dxf><font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FFC00000"/></patternFill></fill></dxf></dxfs></styleSheet>"#;
const STRINGS: &str = r#"<sst><si><t>offer</t></si>
<si><r><t>offer</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>cost</t></r></si></sst>"#;

/// A workbook of one sheet "S" with these contents and parts.
fn package(sheet: &str, added: &[(&str, &str)]) -> Vec<u8> {
    let workbook = r#"<workbook><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations =
        r#"<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let parts = [
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts.iter().chain(added) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn told(bytes: &[u8]) -> Vec<String> {
    let findings = check_safe(bytes, "out.xlsx", &[]);
    findings
        .iter()
        .map(|finding| {
            let values = [&finding.value, &finding.detail].map(|text| text.clone().unwrap_or_default());
            format!("{} | {}", finding.code.id, values.concat())
        })
        .collect()
}

fn cells(cells: &str) -> String {
    format!("<sheetData><row r=\"1\">{cells}</row></sheetData>")
}

#[test]
fn values_that_their_format_hides_are_named_with_their_cells() {
    let text = |style: u32| format!("<c r=\"F1\" s=\"{style}\" t=\"inlineStr\"><is><t>cost</t></is></c>");
    let number = |style: u32| format!("<c r=\"F1\" s=\"{style}\"><v>41.7731</v></c>");
    let ink = "W-SAFE-INVISIBLE | the font has the colour of what is behind it: F1";
    let nothing = "W-SAFE-INVISIBLE | the number format shows nothing: F1";
    for (cell, expected) in [
        (text(1), ink),
        (number(2), ink),
        (text(3), ink),
        (text(4), ink),
        (text(11), ink),
        (text(12), ink),
        (number(9), ink),
        (text(5), "W-SAFE-INVISIBLE | the font is too small to be read: F1"),
        (number(6), nothing),
        (text(6), nothing),
        (number(7), nothing),
        (number(8), "W-SAFE-INVISIBLE | the number format shows a fixed text in place of the value: F1"),
    ] {
        assert_eq!(told(&package(&cells(&cell), &[])), [expected], "{cell}");
    }
    for cell in [
        number(0),
        text(0),
        text(10),
        text(13),
        text(7),
        text(9),
        text(8),
        "<c r=\"F1\" s=\"1\"/>".to_owned(),
        "<c r=\"F1\" s=\"1\" t=\"str\"><f>IF(A1=0,\"\",1)</f><v></v></c>".to_owned(),
        "<c r=\"F1\" s=\"7\"><v>0</v></c>".to_owned(),
    ] {
        assert_eq!(told(&package(&cells(&cell), &[])), Vec::<String>::new(), "{cell}");
    }
}

#[test]
fn many_cells_of_one_kind_are_one_finding() {
    let rows: String = (1..=300)
        .map(|row| {
            format!("<row r=\"{row}\"><c r=\"B{row}\" s=\"1\"><v>5</v></c><c r=\"C{row}\" s=\"1\"><v>5</v></c></row>")
        })
        .collect();
    let sheet = format!("<sheetData>{rows}</sheetData>");
    assert_eq!(
        told(&package(&sheet, &[])),
        ["W-SAFE-INVISIBLE | the font has the colour of what is behind it: B1:C300"]
    );
}

#[test]
fn conditional_formats_merges_and_parts_of_texts_hide_too() {
    let cell = "<c r=\"F1\" t=\"inlineStr\"><is><t>cost</t></is></c>";
    let rule =
        |rule: &str| format!("{}<conditionalFormatting sqref=\"F1:F9\">{rule}</conditionalFormatting>", cells(cell));
    let conditional = "W-SAFE-INVISIBLE | a conditional format can hide them: F1";
    for (sheet, expected) in [
        (rule("<cfRule type=\"expression\" dxfId=\"0\"><formula>TRUE</formula></cfRule>"), conditional),
        (rule("<cfRule type=\"expression\" dxfId=\"1\"><formula>TRUE</formula></cfRule>"), conditional),
        (
            rule("<cfRule type=\"iconSet\"><iconSet showValue=\"0\"/></cfRule>"),
            "W-SAFE-INVISIBLE | a conditional format shows icons or bars in their place: F1",
        ),
        (
            format!("{}<mergeCells><mergeCell ref=\"E1:G1\"/></mergeCells>", cells(cell)),
            "W-SAFE-INVISIBLE | they lie under merged cells: F1",
        ),
        (
            cells("<c r=\"F1\" t=\"inlineStr\"><is><r><t>a</t></r><r><rPr><sz val=\"1\"/></rPr><t>b</t></r></is></c>"),
            "W-SAFE-INVISIBLE | a part of the text has the colour of what is behind it, or is too small to be read: F1",
        ),
    ] {
        assert_eq!(told(&package(&sheet, &[])), [expected], "{sheet}");
    }
    for sheet in [
        rule("<cfRule type=\"expression\" dxfId=\"2\"><formula>TRUE</formula></cfRule>"),
        format!("{}<mergeCells><mergeCell ref=\"F1:G1\"/></mergeCells>", cells(cell)),
    ] {
        assert_eq!(told(&package(&sheet, &[])), Vec::<String>::new(), "{sheet}");
    }
}

#[test]
fn rows_and_columns_too_small_to_be_seen_are_hidden() {
    let cell = "<c r=\"F9\"><v>5</v></c>";
    let row = |attributes: &str| format!("<sheetData><row r=\"9\" {attributes}>{cell}</row></sheetData>");
    let column = |attributes: &str| format!("<cols><col min=\"6\" max=\"6\" {attributes}/></cols>{}", row(""));
    let format = |attributes: &str| format!("<sheetFormatPr {attributes}/>{}", row(""));
    for (sheet, expected) in [
        (row("ht=\"0.5\" customHeight=\"1\""), "rows 9:9"),
        (row("hidden=\"1\""), "rows 9:9"),
        (format("defaultRowHeight=\"0.5\" customHeight=\"1\""), "rows 9:9"),
        (column("width=\"0.01\""), "columns F:F, 0.01 wide"),
        (column("width=\"9\" hidden=\"1\""), "columns F:F"),
        (format("defaultRowHeight=\"15\" defaultColWidth=\"0\""), "columns F:F"),
    ] {
        assert_eq!(told(&package(&sheet, &[])), [format!("E-SAFE-HIDDEN-CELLS | {expected}")], "{sheet}");
    }
    // A gap between blocks, and columns nobody uses, hide nothing.
    for sheet in [
        format!("<cols><col min=\"7\" max=\"16384\" hidden=\"1\"/></cols>{}", row("")),
        format!("<sheetData><row r=\"8\" ht=\"2\"/><row r=\"9\">{cell}</row></sheetData>"),
        format("defaultRowHeight=\"15\""),
    ] {
        assert_eq!(told(&package(&sheet, &[])), Vec::<String>::new(), "{sheet}");
    }
}

#[test]
fn titles_of_a_styled_table_may_be_white() {
    let relations =
        r#"<Relationships><Relationship Id="rId1" Type="t/table" Target="../tables/table1.xml"/></Relationships>"#;
    let table = r#"<table ref="B1:B3"><tableStyleInfo name="TableStyleMedium2"/></table>"#;
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", relations), ("xl/tables/table1.xml", table)];
    let sheet =
        |row: u32| format!("<sheetData><row r=\"{row}\"><c r=\"B{row}\" s=\"1\"><v>5</v></c></row></sheetData>");
    assert_eq!(told(&package(&sheet(1), &parts)), Vec::<String>::new());
    assert_eq!(told(&package(&sheet(2), &parts)).len(), 1);
}

#[test]
fn what_the_file_keeps_and_no_cell_shows_is_told() {
    let shown = cells("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>20.5</v></c>");
    let strings = [("xl/sharedStrings.xml", STRINGS)];
    let left = told(&package(&shown, &strings));
    assert_eq!(left, ["W-SAFE-LEFTOVER | offercosta text that no cell shows"]);
    let both = cells(
        "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" s=\"10\" t=\"s\"><v>1</v></c>",
    );
    let part = told(&package(&both, &strings));
    assert_eq!(part.len(), 1, "white on a dark ground is seen: {part:?}");
    assert!(part[0].ends_with("too small to be read: B1"));
    let chart = "<c><numCache><pt><v>20.5</v></pt><pt><v>41.7731</v></pt></numCache></c>";
    let charted = told(&package(&cells("<c r=\"B1\"><v>20.5</v></c>"), &[("xl/charts/chart1.xml", chart)]));
    assert_eq!(charted, ["W-SAFE-LEFTOVER | 41.7731numbers of a chart that no cell holds"]);
    let waiting = cells("<c r=\"B1\"><f>1+1</f></c>");
    assert_eq!(
        told(&package(&waiting, &[("xl/charts/chart1.xml", chart)])),
        Vec::<String>::new(),
        "not calculated yet"
    );
    let scenario = format!(
        "{}<scenarios><scenario name=\"low\"><inputCells r=\"B1\" val=\"9\"/></scenario></scenarios>",
        cells("")
    );
    assert_eq!(told(&package(&scenario, &[])), ["W-SAFE-LEFTOVER | lowscenarios: other values for cells"]);
}

#[test]
fn properties_that_tell_nothing_new_are_no_warning() {
    let core = |who: &str, class: &str| {
        format!("<coreProperties><lastModifiedBy>{who}</lastModifiedBy><category>{class}</category></coreProperties>")
    };
    let shown = cells("<c r=\"A1\" t=\"inlineStr\"><is><t>Mylly Oy, Tampere</t></is></c>");
    let app = "<Properties><Company>Mill Ltd</Company><AppVersion>16.0300</AppVersion></Properties>";
    for (who, class, expected) in [
        ("Mylly Oy", "03-06", 0),
        ("partsbook 0.1.0", "", 0),
        ("Mill Ltd", "", 0),
        ("Anna", "", 1),
        ("partsbook Anna", "dear customers", 2),
        ("Mylly Oy", "Mill Ltd", 1),
    ] {
        let parts = [("docProps/core.xml", &*core(who, class)), ("docProps/app.xml", app)];
        assert_eq!(told(&package(&shown, &parts)).len(), expected, "{who}");
    }
}

#[test]
fn a_forbidden_word_may_end_where_the_format_does() {
    let strings = [("xl/sharedStrings.xml", STRINGS)];
    let shared = package(&cells("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"10\" t=\"s\"><v>1</v></c>"), &strings);
    let runs = "<c r=\"B1\" t=\"inlineStr\"><is><r><t>offer</t></r><r><t>cost</t></r></is></c>";
    for bytes in [shared, package(&cells(runs), &[])] {
        for word in ["cost", "offercost"] {
            let findings = check_safe(&bytes, "out.xlsx", &[word.to_owned()]);
            assert_eq!(findings.iter().next().unwrap().origin.as_ref().unwrap().cell(), "B1", "{word}");
        }
    }
}

#[test]
fn notes_of_one_kind_are_one() {
    let sheet = format!(
        "{}<headerFooter><oddHeader>&amp;LA</oddHeader><oddFooter>&amp;P</oddFooter><evenFooter>B</evenFooter></headerFooter>",
        cells("")
    );
    assert_eq!(told(&package(&sheet, &[])), ["I-SAFE-HEADER | A; B2 of them: S"]);
}
