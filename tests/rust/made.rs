//! Files made byte by byte, so that tests can break them on purpose: packages, old workbooks, binary workbooks.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What a made cell holds.
#[derive(Clone, Debug)]
pub(crate) enum Made<'a> {
    /// Nothing.
    Blank,
    /// A text of the table of strings.
    Text(&'a str),
    /// A text that stands in the cell.
    Inline(&'a str),
    /// A number.
    Number(f64),
    /// A number in the short form of 30 bits, hundredths when it says so.
    Short(i32, bool),
    /// A number and the number of its style: 1 shows `00000`, 2 percent, 3 a date, 4 a duration.
    Styled(f64, u16),
    /// True or false.
    Flag(bool),
    /// `#N/A`.
    Missing,
    /// A formula whose result is this text.
    Formula(&'a str),
    /// A formula whose result is an error.
    FormulaError,
    /// A formula whose result is true.
    FormulaFlag,
}

/// The number formats of the styles, in order; a number is one of the formats every program knows.
pub(crate) const FORMATS: [(u16, &str); 5] = [(0, ""), (164, "00000"), (10, ""), (165, "yyyy-mm-dd"), (166, "[h]:mm")];

/// A zip archive of these parts.
pub(crate) fn package<B: AsRef<[u8]>>(parts: &[(&str, B)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        zip.write_all(content.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The relations of a part: id, kind and target.
fn relations(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", list.iter().map(one).collect::<String>())
}

/// The parts of an xlsx whose one sheet, named `Items`, has this XML.
pub(crate) fn xlsx_parts(sheet: &str, strings: &str) -> Vec<(&'static str, String)> {
    vec![
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relations(&[("r", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Items\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "sharedStrings", "sharedStrings.xml")]),
        ),
        ("xl/sharedStrings.xml", strings.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ]
}

/// An xlsx whose one sheet, named `Items`, has this XML.
pub(crate) fn xlsx(sheet: &str) -> Vec<u8> {
    package(&xlsx_parts(sheet, "<sst uniqueCount=\"1\"><si><t>Item</t></si></sst>"))
}

/// An ods whose content has these tables.
pub(crate) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles/><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<manifest:manifest/>".to_owned();
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    package(&[("mimetype", mimetype), ("content.xml", content), ("META-INF/manifest.xml", manifest)])
}

/// A compound file whose one stream, named `Workbook`, has this content.
pub(crate) fn compound(stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(512);
    // The table of sectors, the directory and the stream, in this order.
    let tables = (sectors + 2).div_ceil(127);
    let directory = tables;
    let first = tables + 1;
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables];
    table.push(END);
    table.extend((1..sectors).map(|step| u32::try_from(first + step).unwrap()));
    table.push(END);
    table.resize(tables * 128, u32::MAX);
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(24, 0);
    file.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(number(tables));
    file.extend(number(directory));
    file.extend([0; 4]);
    file.extend(4096_u32.to_le_bytes());
    file.extend(END.to_le_bytes());
    file.extend([0; 4]);
    file.extend(END.to_le_bytes());
    file.extend([0; 4]);
    file.extend((0..109).flat_map(|at| if at < tables { number(at) } else { [0xFF; 4] }));
    file.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    let entry = |name: &str, kind: u8, start: u32, length: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let letters = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(letters.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([0xFF; 8]);
        entry.extend(if kind == 5 { [1, 0, 0, 0] } else { [0xFF; 4] });
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(number(length));
        entry.resize(128, 0);
        entry
    };
    file.extend(entry("Root Entry", 5, END, 0));
    file.extend(entry("Workbook", 2, u32::try_from(first).unwrap(), length));
    file.resize(512 * (first + 1), 0);
    file.extend(stream);
    file.resize(512 * (first + 1 + sectors), 0);
    file
}

/// One record of an old workbook.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// A text of an old workbook: length, width of its characters, characters.
fn old_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut data = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    if text.is_ascii() {
        data.push(0);
        data.extend(text.bytes());
    } else {
        data.push(1);
        data.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    }
    data
}

/// All texts of the table of strings, in order.
fn texts<'a>(rows: &[Vec<Made<'a>>]) -> Vec<&'a str> {
    rows.iter().flatten().filter_map(|cell| if let Made::Text(text) = cell { Some(*text) } else { None }).collect()
}

/// The workbook stream of an old workbook with one sheet of this name.
pub(crate) fn old_stream(name: &str, rows: &[Vec<Made<'_>>]) -> Vec<u8> {
    let beginning = |kind: u16| {
        let data: Vec<u8> = [0x0600, kind, 0, 0, 0, 0, 0, 0].iter().flat_map(|word: &u16| word.to_le_bytes()).collect();
        record(0x0809, &data)
    };
    let mut stream = beginning(5);
    stream.extend(record(0x0042, &1200_u16.to_le_bytes()));
    stream.extend(record(0x0022, &[0, 0]));
    for (id, code) in FORMATS.iter().filter(|(_, code)| !code.is_empty()) {
        stream.extend(record(0x041E, &[id.to_le_bytes().as_slice(), &old_text(code)].concat()));
    }
    for (id, _) in FORMATS {
        let mut style = vec![0, 0];
        style.extend(id.to_le_bytes());
        style.resize(20, 0);
        stream.extend(record(0x00E0, &style));
    }
    let texts = texts(rows);
    let count = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let mut table = [count, count].concat();
    table.extend(texts.iter().flat_map(|text| old_text(text)));
    let mut pieces = table.chunks(8224);
    let mut strings = record(0x00FC, pieces.next().unwrap_or_default());
    strings.extend(pieces.flat_map(|piece| record(0x003C, piece)));
    let sheet_at = stream.len() + 4 + 8 + name.len() + strings.len() + 4;
    let mut bound = u32::try_from(sheet_at).unwrap().to_le_bytes().to_vec();
    bound.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
    bound.extend(name.bytes());
    stream.extend(record(0x0085, &bound));
    stream.extend(strings);
    stream.extend(record(0x000A, &[]));
    assert_eq!(stream.len(), sheet_at);
    stream.extend(beginning(0x10));
    let mut next_text = 0_u32;
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let place =
                |style: u16| [row, column, style].iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
            let with = |style: u16, data: &[u8]| [place(style).as_slice(), data].concat();
            let formula = |result: [u8; 8]| with(0, &[result.as_slice(), &[0; 6], &[3, 0, 0x1E, 1, 0]].concat());
            match cell {
                Made::Blank => {}
                Made::Text(_) => {
                    stream.extend(record(0x00FD, &with(0, &next_text.to_le_bytes())));
                    next_text += 1;
                }
                Made::Inline(text) => stream.extend(record(0x0204, &with(0, &old_text(text)))),
                Made::Number(number) => stream.extend(record(0x0203, &with(0, &number.to_le_bytes()))),
                Made::Short(number, hundredths) => {
                    let short = (number << 2) | 2 | i32::from(*hundredths);
                    stream.extend(record(0x027E, &with(0, &short.to_le_bytes())));
                }
                Made::Styled(number, style) => stream.extend(record(0x0203, &with(*style, &number.to_le_bytes()))),
                Made::Flag(flag) => stream.extend(record(0x0205, &with(0, &[u8::from(*flag), 0]))),
                Made::Missing => stream.extend(record(0x0205, &with(0, &[0x2A, 1]))),
                Made::Formula(text) => {
                    stream.extend(record(0x0006, &formula([0, 0, 0, 0, 0, 0, 0xFF, 0xFF])));
                    stream.extend(record(0x0207, &old_text(text)));
                }
                Made::FormulaError => stream.extend(record(0x0006, &formula([2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]))),
                Made::FormulaFlag => stream.extend(record(0x0006, &formula([1, 0, 1, 0, 0, 0, 0xFF, 0xFF]))),
            }
        }
    }
    stream.extend(record(0x000A, &[]));
    stream
}

/// An old workbook with one sheet of this name.
pub(crate) fn xls(name: &str, rows: &[Vec<Made<'_>>]) -> Vec<u8> {
    compound(&old_stream(name, rows))
}

/// One record of a binary workbook; its length may be a lie.
pub(crate) fn binary_record(kind: u16, length: usize, data: &[u8]) -> Vec<u8> {
    let [low, high] = [u8::try_from(kind & 0x7F).unwrap(), u8::try_from(kind >> 7).unwrap()];
    let mut record = if kind < 128 { vec![low] } else { vec![low | 0x80, high] };
    let mut length = length;
    loop {
        let seven = u8::try_from(length & 0x7F).unwrap();
        length >>= 7;
        record.push(if length > 0 { seven | 0x80 } else { seven });
        if length == 0 {
            break;
        }
    }
    record.extend(data);
    record
}

fn binary(kind: u16, data: &[u8]) -> Vec<u8> {
    binary_record(kind, data.len(), data)
}

/// A text of a binary workbook: length and characters of two bytes.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    [length.as_slice(), &units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>()].concat()
}

/// The parts of a binary workbook with one sheet of this name.
pub(crate) fn xlsb_parts(name: &str, rows: &[Vec<Made<'_>>]) -> Vec<(&'static str, Vec<u8>)> {
    let mut book = binary(131, &[]);
    book.extend(binary(153, &[0; 12]));
    book.extend(binary(143, &[]));
    book.extend(binary(156, &[vec![0, 0, 0, 0, 1, 0, 0, 0], wide("r1"), wide(name)].concat()));
    book.extend(binary(144, &[]));
    book.extend(binary(132, &[]));
    let mut styles = binary(278, &[]);
    let custom = || FORMATS.iter().filter(|(_, code)| !code.is_empty());
    styles.extend(binary(615, &u32::try_from(custom().count()).unwrap().to_le_bytes()));
    for (id, code) in custom() {
        styles.extend(binary(44, &[id.to_le_bytes().to_vec(), wide(code)].concat()));
    }
    styles.extend(binary(616, &[]));
    styles.extend(binary(617, &u32::try_from(FORMATS.len()).unwrap().to_le_bytes()));
    for (id, _) in FORMATS {
        let mut style = vec![0xFF, 0xFF];
        style.extend(id.to_le_bytes());
        style.resize(16, 0);
        styles.extend(binary(47, &style));
    }
    styles.extend(binary(618, &[]));
    styles.extend(binary(279, &[]));
    let texts = texts(rows);
    let count = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let mut strings = binary(159, &[count, count].concat());
    for text in texts {
        strings.extend(binary(19, &[vec![0], wide(text)].concat()));
    }
    strings.extend(binary(160, &[]));
    vec![
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", relations(&[("r", "officeDocument", "xl/workbook.bin")]).into_bytes()),
        ("xl/workbook.bin", book),
        (
            "xl/_rels/workbook.bin.rels",
            relations(&[
                ("r1", "worksheet", "worksheets/sheet1.bin"),
                ("r2", "styles", "styles.bin"),
                ("r3", "sharedStrings", "sharedStrings.bin"),
            ])
            .into_bytes(),
        ),
        ("xl/styles.bin", styles),
        ("xl/sharedStrings.bin", strings),
        ("xl/worksheets/sheet1.bin", binary_sheet(rows)),
    ]
}

/// The part of a sheet of a binary workbook; its second row and its fourth column are hidden.
fn binary_sheet(rows: &[Vec<Made<'_>>]) -> Vec<u8> {
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let mut sheet = binary(129, &[]);
    sheet.extend(binary(148, &numbers(&[0, 9, 0, 9])));
    sheet.extend(binary(390, &[]));
    sheet.extend(binary(60, &[numbers(&[3, 3, 2304, 0]), vec![1, 0]].concat()));
    sheet.extend(binary(391, &[]));
    sheet.extend(binary(145, &[]));
    let mut next_text = 0_u32;
    for (row, cells) in (0_u32..).zip(rows) {
        let hidden = if row == 1 { 0x10 } else { 0 };
        sheet.extend(binary(0, &[numbers(&[row, 0]), vec![0x2C, 1, 0, hidden, 0, 0, 0, 0, 0]].concat()));
        for (column, cell) in (0_u32..).zip(cells) {
            let with = |style: u16, data: &[u8]| [numbers(&[column, u32::from(style)]).as_slice(), data].concat();
            let formula = |data: &[u8]| with(0, &[data, &[0, 0, 3, 0, 0, 0, 0x1E, 1, 0, 0, 0, 0, 0]].concat());
            let record = match cell {
                Made::Blank => continue,
                Made::Text(_) => {
                    next_text += 1;
                    binary(7, &with(0, &(next_text - 1).to_le_bytes()))
                }
                Made::Inline(text) => binary(6, &with(0, &wide(text))),
                Made::Number(number) => binary(5, &with(0, &number.to_le_bytes())),
                Made::Short(number, hundredths) => {
                    let short = (number << 2) | 2 | i32::from(*hundredths);
                    binary(2, &with(0, &short.to_le_bytes()))
                }
                Made::Styled(number, style) => binary(5, &with(*style, &number.to_le_bytes())),
                Made::Flag(flag) => binary(4, &with(0, &[u8::from(*flag)])),
                Made::Missing => binary(3, &with(0, &[0x2A])),
                Made::Formula(text) => binary(8, &formula(&wide(text))),
                Made::FormulaError => binary(11, &formula(&[0x2A])),
                Made::FormulaFlag => binary(10, &formula(&[1])),
            };
            sheet.extend(record);
        }
    }
    sheet.extend(binary(146, &[]));
    sheet.extend(binary(177, &1_u32.to_le_bytes()));
    sheet.extend(binary(176, &numbers(&[5, 6, 0, 1])));
    sheet.extend(binary(178, &[]));
    sheet.extend(binary(130, &[]));
    sheet
}

/// A binary workbook with one sheet of this name.
pub(crate) fn xlsb(name: &str, rows: &[Vec<Made<'_>>]) -> Vec<u8> {
    package(&xlsb_parts(name, rows))
}
