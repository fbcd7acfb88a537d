//! The worked example of the specification and its acceptance cases, from tables to the finished file.

use std::fmt::Write as _;
use std::io::Read;
use std::sync::Arc;

use calamine::{Data, Reader};
use rust_decimal::Decimal;

use super::*;
use crate::model::testing::catalog;
use crate::report::cell::CellContent;
use crate::report::reading_back::{inside, sheet_names, values};
use crate::report::results::book::{lines_frame, pages_frame, quality_frame};
use crate::report::sheet::Body;
use crate::report::xlsx::GO_ON;

const BOM: &str = "parent,position,item,quantity,unit\n\
    M100,10,A200,1,pcs\nM100,20,A300,2,pcs\nM100,30,B900,4,pcs\nM100,40,D700,1,pcs\n\
    A200,10,S210,1,pcs\nA200,20,W220,2,pcs\nA200,30,X230,1,pcs\nA200,40,B900,8,pcs\n\
    A300,10,A310,1,pcs\nA300,20,W320,3,pcs\nA310,10,N311,1,pcs\nA310,20,W220,1,pcs\n\
    D700,10,N701,2,pcs\nD700,20,N702,1,pcs\n";
const ITEMS: &str = "item,description_en,description_fi,spare,ip,gross_price,poa,class,safety\n\
    M100,Conveyor,Kuljetin,,,,,,\nA200,Gear unit,Vaihde,Y,,1200,,,\nA300,Frame,Runko,,,,,,\n\
    A310,Bearing house,Laakeripesä,,,,,,\nB900,\"Bolt M12×40, see X230\",Ruuvi M12×40,Y,,0.45,,STANDARD,\n\
    D700,Drive,Käyttö,,,,,,\nS210,Shaft,Akseli,Y,,,,,Y\nW220,Seal,,Y,,12.345,,WEAR,\nX230,Cam disc X230,Nokkalevy,Y,Y,,,,\n\
    W320,Bearing,Laakeri,Y,,,Y,WEAR,\nN311,Housing,Pesä,,,,,,\nN701,Motor,Moottori,,,,,,\nN702,Coupling,Kytkin,,,,,,\n";
const BOOK: &str = "key,value\ntop_item,M100\nserial,SN-0042\nmodel,CV-12\ncustomer,C1\ncustomer_name,Example Ltd\n\
    delivery_date,2025-05-20\nbook_no,B-77\nbook_revision,2\nissue_date,2026-01-15\nlanguages,\"en,fi\"\n";
const DRAWINGS: &str =
    "figure,assembly,sheet_no,file\nM100,M100,1,m100.png\nA200,A200,1,a200.png\nA300,A300,1,a300.png\n";
const CALLOUTS: &str = "figure,sheet_no,position,x,y\nM100,1,10,0.25,0.5\nM100,1,20,0.5,0.5\nA200,1,10,0.1,0.1\n\
    A200,1,20,0.2,0.2\nA200,1,30,0.3,0.3\nA300,1,10,,\nA300,1,20,,\n";

type Sheets<'a> = Vec<(&'a str, String)>;

fn tables() -> Sheets<'static> {
    [
        ("bom", BOM),
        ("items", ITEMS),
        ("book", BOOK),
        ("drawings", DRAWINGS),
        ("callouts", CALLOUTS),
        ("not_illustrated", "assembly,position\nM100,30\n"),
        ("texts", "key,text_en,text_fi\nsafety,Lock the drive. Never open X230.,Lukitse käyttö.\n"),
        ("book_revisions", "book_revision,date,author,text_en\n1,2025-06-01,AB,First issue\n2,2026-01-15,AB,Seals\n"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .to_vec()
}

/// The same tables with a text of one of them changed.
fn changed(name: &str, from: &str, to: &str) -> Sheets<'static> {
    let mut tables = tables();
    let table = tables.iter_mut().find(|(own, _)| *own == name).unwrap();
    assert!(table.1.contains(from));
    table.1 = table.1.replace(from, to);
    tables
}

fn book_of(tables: &Sheets<'_>, request: BookRequest) -> Book {
    let folder = tempfile::tempdir().unwrap();
    let mut drawn = tiny_skia::Pixmap::new(350, 248).unwrap();
    drawn.fill(tiny_skia::Color::from_rgba8(230, 236, 240, 255));
    for name in ["m100.png", "a200.png", "a300.png"] {
        std::fs::write(folder.path().join(name), drawn.encode_png().unwrap()).unwrap();
    }
    let sheets: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let request = BookRequest { folder: Some(folder.path().to_owned()), ..request };
    Book::new(&Arc::new(catalog(&sheets)), &request).unwrap()
}

fn example(request: BookRequest) -> Book {
    book_of(&tables(), request)
}

/// Every part of the file as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut raw = Vec::new();
            file.read_to_end(&mut raw).unwrap();
            (file.name().unwrap().into_owned(), String::from_utf8_lossy(&raw).into_owned())
        })
        .collect()
}

#[track_caller]
fn assert_nowhere(bytes: &[u8], numbers: &[&str]) {
    let parts = parts(bytes);
    assert!(parts.len() > 10);
    for (name, text) in parts {
        for number in numbers {
            assert!(!text.contains(number) && !name.contains(number), "{number} stands in {name}");
        }
    }
}

fn codes_of(book: &Book) -> Vec<&str> {
    book.findings.iter().map(|finding| finding.code.id).collect()
}

#[test]
fn pb1_pages_and_lines_of_the_worked_example() {
    let book = example(BookRequest::default());
    let pages: Vec<&str> = book.plan.pages.iter().map(|page| book.catalog().item_number(page.item)).collect();
    assert_eq!(pages, ["M100", "A200", "A300", "A310"]);
    let lines: Vec<String> = book
        .plan
        .lines()
        .map(|(page, line)| {
            let kind = crate::report::results::book::kind(line.kind);
            format!("{} {} {} {kind}", page.figure, line.source.position, book.catalog().item_number(line.source.item))
        })
        .collect();
    assert_eq!(
        lines,
        [
            "1 10 A200 ORD",
            "1 20 A300 RF",
            "1 30 B900 ORD",
            "2 10 S210 ORD",
            "2 20 W220 ORD",
            "2 30 X230 IP",
            "2 40 B900 ORD",
            "3 10 A310 RF",
            "3 20 W320 ORD",
            "4 20 W220 ORD"
        ]
    );
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_nowhere(&bytes, &["D700", "N311", "N701", "N702"]);
    let index: Vec<Vec<String>> = values(&bytes, "Index-No")
        .into_iter()
        .skip_while(|row| row.first() != Some(&Data::String("Part no".to_owned())))
        .skip(1)
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(index.len(), 10);
    let places: Vec<String> =
        index.iter().filter(|row| row[0] == "W220").map(|row| format!("{},{}", row[2], row[3])).collect();
    assert_eq!(places, ["2,20", "4,20"]);
    assert_eq!(
        sheet_names(&bytes),
        [
            "Cover",
            "Revisions",
            "Info",
            "Contents",
            "F001 Conveyor",
            "F002 Gear unit",
            "F003 Frame",
            "F004 Bearing house",
            "Index-No",
            "Index-Name-en",
            "Index-Name-fi",
            "Where used"
        ]
    );
}

#[test]
fn pb2_totals_per_machine() {
    let book = example(BookRequest::default());
    for (item, total) in [("W220", 4), ("B900", 12), ("W320", 6), ("A200", 1), ("S210", 1)] {
        let id = book.catalog().item(item).unwrap();
        assert_eq!(book.plan.total(id), Some(Decimal::from(total)), "{item}");
        assert!(book.plan.spares.contains(&(id, Some(Decimal::from(total)))), "{item}");
    }
}

#[test]
fn pb3_a_protected_number_is_nowhere_in_the_file() {
    for (ip_policy, text) in [
        (IpPolicy::Nha, "order next higher assembly A200, fig 1 position 10"),
        (IpPolicy::Mask, "not supplied separately"),
    ] {
        let book = example(BookRequest { ip_policy: Some(ip_policy), bubbles: Some(true), ..BookRequest::default() });
        let line = &book.printed_lines(1)[2];
        assert_eq!((line.number.as_deref(), line.remarks.as_str(), line.price), (None, text, lines::Price::None));
        assert_eq!(line.names[0].text, "Cam disc •••");
        assert!(codes_of(&book).contains(&"W-DRAWING-TEXT"));
        let bytes = book.to_bytes(GO_ON).unwrap();
        assert_nowhere(&bytes, &["X230"]);
        assert!(inside(&bytes, "xl/sharedStrings.xml").contains("see •••"));
    }
    let book = example(BookRequest { ip_policy: Some(IpPolicy::Hide), ..BookRequest::default() });
    assert_eq!(book.plan.pages[1].lines.len(), 3);
    assert_eq!((book.quality.orphan_callouts, book.figures[1].called.len()), (0, 2));
    assert_nowhere(&book.to_bytes(GO_ON).unwrap(), &["X230", "Cam disc"]);
}

#[test]
fn pb4_without_an_assembly_to_order_service_is_asked() {
    let book = book_of(&changed("items", "A200,Gear unit,Vaihde,Y", "A200,Gear unit,Vaihde,"), BookRequest::default());
    assert_eq!(book.plan.pages[0].lines[0].kind, LineKind::Reference);
    assert_eq!(book.printed_lines(1)[2].remarks, "contact service");
    assert!(codes_of(&book).contains(&"W-ONHA-NONE"));
}

#[test]
fn pb5_quality_numbers() {
    let book = example(BookRequest { prices: Some(true), internal: true, ..BookRequest::default() });
    let frame = quality_frame(&book);
    let values: Vec<String> = (0..frame.len())
        .map(|row| match frame.value(row, "value") {
            crate::report::FrameValue::Decimal(value) => value.normalize().to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, ["0.75", "0.7778", "1", "0", "0", "0.9375", "0", "0", "0.8", "86.5", "1"]);
    let codes = codes_of(&book);
    for code in ["W-TEXT-MISSING", "W-PRICE-MISSING"] {
        assert_eq!(codes.iter().filter(|own| **own == code).count(), 1, "{code}");
    }
    assert_eq!(codes.iter().filter(|code| **code == "W-CALLOUT-MISSING").count(), 2);
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_eq!(sheet_names(&bytes).last().unwrap(), "QA");
    assert!(!sheet_names(&example(BookRequest::default()).to_bytes(GO_ON).unwrap()).contains(&"QA".to_owned()));
}

#[test]
fn pb8_odd_numbers_come_back_unchanged() {
    let odd = ["00120", "1E5", "=A1", "MAR1", "-10", "123456789012345678", "1-2", "+5", "@x"];
    let mut items = "item,description_en,spare\nM100,Machine,\n".to_owned();
    let mut bom = "parent,position,item,quantity\n".to_owned();
    for (index, number) in odd.iter().enumerate() {
        writeln!(items, "{number},=Part,Y").unwrap();
        writeln!(bom, "M100,{},{number},1", (index + 1) * 10).unwrap();
    }
    let tables = vec![("items", items), ("bom", bom)];
    let book = book_of(&tables, BookRequest { item: Some("M100".into()), ..BookRequest::default() });
    let bytes = book.to_bytes(GO_ON).unwrap();
    let sheet = values(&bytes, "F001 Machine");
    for number in odd {
        assert!(sheet.iter().any(|row| row[1] == Data::String(number.to_owned())), "{number}");
    }
    let mut workbook = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    for name in workbook.sheet_names() {
        assert_eq!(workbook.worksheet_formula(&name).unwrap().used_cells().count(), 0, "{name}");
    }
    assert!(codes_of(&book).contains(&"W-STRUCT-CURRENT"));
}

#[test]
fn pb9_order_of_positions() {
    let tables = vec![
        ("items", "item,spare,description_en\nM,,Machine\nP,Y,Part\n".to_owned()),
        ("bom", "parent,position,item,quantity\nM,10B,P,1\nM,2,P,1\nM,10,P,1\nM,-10A,P,1\nM,9,P,1\n".to_owned()),
    ];
    let book = book_of(&tables, BookRequest { item: Some("M".into()), ..BookRequest::default() });
    let positions: Vec<String> = book.printed_lines(0).into_iter().map(|line| line.position).collect();
    assert_eq!(positions, ["2", "9", "10", "-10A", "10B"]);
}

#[test]
fn pb10_and_pb11_orders_of_the_indexes() {
    let tables = vec![
        (
            "items",
            "item,spare,description_fi\nM,,Kone\nA1,Y,Venttiili\n1A,Y,Äänenvaimennin\nO5,Y,Akseli\n05,Y,Öljy\n"
                .to_owned(),
        ),
        ("bom", "parent,position,item,quantity\nM,1,1A,1\nM,2,05,1\nM,3,O5,1\nM,4,A1,1\n".to_owned()),
    ];
    let request = BookRequest {
        item: Some("M".into()),
        languages: vec!["fi".into()],
        index_order: Some(NumberOrder::Ata),
        ..BookRequest::default()
    };
    let book = book_of(&tables, request);
    let rows = index::by_number(&book.plan, &book.source, NumberOrder::Ata);
    let numbers: Vec<&str> = rows.iter().map(|row| book.catalog().item_number(row.item)).collect();
    assert_eq!(numbers, ["A1", "05", "O5", "1A"]);
    let bytes = book.to_bytes(GO_ON).unwrap();
    let names: Vec<String> = values(&bytes, "Nimihakemisto-fi").iter().skip(4).map(|row| row[0].to_string()).collect();
    assert_eq!(names, ["Akseli", "Venttiili", "Äänenvaimennin", "Öljy"]);
}

#[test]
fn pb13_long_titles_give_two_sheets_and_every_link_resolves() {
    let mut tables = changed("items", "Gear unit", "Hydraulic power unit, complete, left side");
    let items = tables.iter_mut().find(|(name, _)| *name == "items").unwrap();
    items.1 = items.1.replace("A300,Frame", "A300,\"Bob's [frame]: complete, for the left side / 2\"");
    items.1 =
        items.1.replace("Hydraulic power unit, complete, left side", "\"Hydraulic power unit, complete, left side\"");
    let book = book_of(&tables, BookRequest { bubbles: Some(true), ..BookRequest::default() });
    assert_eq!(book.quality.dangling_links, 0);
    let made = book.to_workbook();
    let links = made.sheets().iter().flat_map(|sheet| match &sheet.body {
        Body::Rows(rows) => rows.iter().flat_map(|row| &row.cells).collect::<Vec<_>>(),
        Body::Frame(_) => Vec::new(),
    });
    assert!(links.filter(|cell| matches!(cell.content, CellContent::Link { .. })).count() > 40);
    let names = sheet_names(&book.to_bytes(GO_ON).unwrap());
    assert!(names.iter().all(|name| name.chars().count() <= 31), "{names:?}");
    // A link to a sheet that is not there is counted.
    let mut broken = ReportBook::new(crate::report::Language::English);
    let mut sheet = crate::report::Sheet::free("one", Vec::new());
    sheet.push(crate::report::cell::Row::new(vec![crate::report::cell::Cell::link(
        crate::report::cell::Target::sheet("two"),
        "x",
    )]));
    broken.add(sheet);
    assert_eq!(sheets::dangling_links(&broken), 1);
}

#[test]
fn pb14_same_inputs_same_bytes() {
    let request = || BookRequest { bubbles: Some(true), prices: Some(true), ..BookRequest::default() };
    let bytes = example(request()).to_bytes(GO_ON).unwrap();
    assert!(bytes == example(request()).to_bytes(GO_ON).unwrap());
    assert!(inside(&bytes, "xl/drawings/drawing1.xml").contains("prst=\"ellipse\""));
}

#[test]
fn a_continuous_book_has_its_figures_on_one_sheet() {
    let book = example(BookRequest { layout: Some(Layout::Continuous), bubbles: Some(true), ..BookRequest::default() });
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert_eq!(sheet_names(&bytes)[4], "Figures");
    assert_eq!(book.quality.dangling_links, 0);
    let sheet = inside(&bytes, "xl/worksheets/sheet5.xml");
    assert!(sheet.contains("<rowBreaks count=\"3\""), "one page break before each figure but the first");
    let lines = values(&bytes, "Figures");
    assert_eq!(lines.iter().filter(|row| row[0] == Data::String("Pos".into())).count(), 4);
}

#[test]
fn prices_are_printed_only_when_asked() {
    let with = example(BookRequest { prices: Some(true), ..BookRequest::default() });
    let prices: Vec<lines::Price> = with.printed_lines(1).into_iter().map(|line| line.price).collect();
    let seal = lines::Price::Known("12.35".parse().unwrap());
    let bolt = lines::Price::Known("0.45".parse().unwrap());
    assert_eq!(prices, [lines::Price::Missing, seal, lines::Price::None, bolt]);
    assert_nowhere(&example(BookRequest::default()).to_bytes(GO_ON).unwrap(), &["12.345", "12.35", ">1200<", "0.45"]);
}

#[test]
fn frozen_lines_come_before_everything_else() {
    let mut tables = tables();
    tables.push((
        "as_built",
        "serial,parent,item,revision,quantity,position\nSN-0042,M100,A200,B,1,10\nSN-0042,A200,W220,C,3,20\n"
            .to_owned(),
    ));
    let book = book_of(&tables, BookRequest::default());
    assert!(matches!(book.basis(), Basis::AsBuilt(Some(_))));
    let frame = lines_frame(&book);
    assert_eq!(frame.len(), 2);
    assert_eq!(frame.value(1, "item"), crate::report::FrameValue::Text("W220"));
    assert_eq!(frame.value(1, "quantity"), crate::report::FrameValue::Decimal(Decimal::from(3)));
    assert_eq!(frame.value(1, "revision"), crate::report::FrameValue::Text("C"));
    assert_eq!(pages_frame(&book).len(), 2);
}

#[test]
fn attaching_parts_follow_what_they_fix() {
    let mut tables = changed(
        "bom",
        "parent,position,item,quantity,unit\n",
        "parent,position,item,quantity,unit,attach_to_position\n",
    );
    let bom = tables.iter_mut().find(|(name, _)| *name == "bom").unwrap();
    bom.1 = bom.1.replace("M100,30,B900,4,pcs", "M100,30,B900,4,pcs,10");
    let book = book_of(&tables, BookRequest::default());
    let page = values(&book.to_bytes(GO_ON).unwrap(), "F001 Conveyor");
    let texts: Vec<String> =
        page.iter().map(|row| format!("{} {} {}", row[0], row[1], row[3]).trim().to_owned()).collect();
    let at = texts.iter().position(|text| text.starts_with("10 A200")).unwrap();
    assert_eq!(texts[at + 1], "Attaching parts");
    assert!(texts[at + 2].starts_with("-30 B900"));
    assert_eq!(texts[at + 3], "***");
    assert!(texts[at + 4].starts_with("20 A300"));
}

#[test]
fn bad_input_is_printed_and_named() {
    let mut tables =
        changed("bom", "A200,40,B900,8,pcs", "A200,40,B900,-8,pcs\nA200,20,Q999,1,pcs\nA200,60,M100,1,pcs");
    tables.push(("supersessions", "old,new,type,ratio\nW320,W321,ONE,2\nS210,S211,ONE,1\nS211,S210,ONE,1\n".into()));
    let drawings = tables.iter_mut().find(|(name, _)| *name == "drawings").unwrap();
    drawings.1 = drawings.1.replace("a300.png", "../a300.png").replace("a200.png", "none.png");
    let callouts = tables.iter_mut().find(|(name, _)| *name == "callouts").unwrap();
    callouts.1.push_str("M100,1,40,0.1,0.1\nM100,1,99,0.1,0.1\nNOWHERE,1,10,0.1,0.1\nA300,1,20,1.5,0.1\n");
    let book = book_of(&tables, BookRequest::default());
    let codes = codes_of(&book);
    for code in ["E-CYCLE", "E-PATH", "E-PICTURE", "E-POS-DUP", "E-SUP-CYCLE", "W-CALLOUT-ORPHAN", "W-CALLOUT-RANGE"] {
        assert!(codes.contains(&code), "{code} not in {codes:?}");
    }
    // A callout to a part that is not printed is no mistake; 99 and NOWHERE are.
    assert_eq!(book.quality.orphan_callouts, 1);
    assert!(!book.quality.passes);
    let gear = book.printed_lines(1);
    assert_eq!(gear[0].remarks, "not procurable, order A200");
    let unknown = gear.iter().find(|line| line.number.as_deref() == Some("Q999")).unwrap();
    assert!(unknown.remarks.contains("unknown item"));
    assert_eq!(gear.last().unwrap().quantity, None);
    assert_eq!(book.printed_lines(2)[1].remarks, "W320 → W321 (1 : 2)");
    let bytes = book.to_bytes(GO_ON).unwrap();
    assert!(sheet_names(&bytes).contains(&"Superseded".to_owned()));
}

#[test]
fn wrong_calls_say_what_is_there() {
    let sheets = tables();
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let catalog = Arc::new(catalog(&sheets));
    let error = |request: BookRequest| Book::new(&catalog, &request).unwrap_err().to_string();
    assert_eq!(
        error(BookRequest { item: Some("M10".into()), ..BookRequest::default() }),
        "item \"M10\" is not in the catalog; the nearest is \"M100\""
    );
    assert!(error(BookRequest { serial: Some("SN-9".into()), ..BookRequest::default() }).contains("SN-9"));
    assert_eq!(
        error(BookRequest { item: Some("N311".into()), ..BookRequest::default() }),
        "nothing to print: \"N311\" has no spare parts in its structure"
    );
    assert_eq!(
        error(BookRequest { weights: Some([Decimal::ONE; 5]), ..BookRequest::default() }),
        "the weights of the score add up to 5, not to 1"
    );
    for error in [BookError::NoMachine, BookError::Nothing { top: "x".into() }] {
        assert!(error.hint().is_some());
    }
}

/// The guard finds what a fault would let through.
#[test]
fn a_leak_is_never_handed_out() {
    let mut book = example(BookRequest::default());
    book.settings.project = Some("X230".into());
    assert!(book.to_bytes(GO_ON).is_ok(), "texts of the data are cleaned");
    let protected = Protected::new(["cv-12"].into_iter(), std::iter::empty());
    let other = example(BookRequest::default()).to_bytes(GO_ON).unwrap();
    let error = BookError::from(ReportError::from(safe_to_send(&other, "book.xlsx", &protected).unwrap_err()));
    assert!(error.to_string().contains("CV-12") && error.hint().is_some(), "{error}");
}

#[test]
fn a_book_stops_when_it_is_told_to() {
    let sheets = tables();
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let catalog = Arc::new(catalog(&sheets));
    let request = BookRequest::default();
    let asked = |stop_at: usize| {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let watch = |_: usize, _: usize| count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1 != stop_at;
        let made = Book::watched(&catalog, &request, &watch);
        (matches!(made, Err(BookError::Stopped)), count.into_inner())
    };
    let (is_stopped, all) = asked(0);
    assert!(!is_stopped && all > 8, "{all}");
    for stop_at in [1, all / 2, all] {
        assert_eq!(asked(stop_at), (true, stop_at));
    }
}
