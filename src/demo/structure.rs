//! Structures of the machines, their revisions and replacements, and the pages of the spare-parts book.

use std::collections::BTreeSet;

use super::DemoError;
use super::assemblies::{ASSEMBLIES, Assembly};
use super::drawing::{Drawing, Shape, TitleBlock, explode};
use super::items::Master;
use super::sheet::{Cell, Page};

/// One line of a structure, its marks taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) position: &'static str,
    /// Short name of the item.
    pub(crate) item: &'static str,
    pub(crate) quantity: &'static str,
    marks: Vec<&'static str>,
}

impl Line {
    pub(crate) fn mark(&self, name: &str) -> &'static str {
        self.marks.iter().find_map(|mark| mark.strip_prefix(name)).unwrap_or("")
    }

    pub(crate) fn hidden(&self) -> bool {
        self.marks.contains(&"hidden")
    }

    fn reference(&self) -> bool {
        self.mark("kind=") == "REFERENCE"
    }
}

/// The lines of an assembly in sheet order.
pub(crate) fn lines(assembly: &Assembly) -> Vec<Line> {
    let parse = |text: &'static str| {
        let mut words = text.split_whitespace();
        Some(Line { position: words.next()?, item: words.next()?, quantity: words.next()?, marks: words.collect() })
    };
    assembly.lines.split(';').filter_map(parse).collect()
}

/// Assemblies that get a page in the book: those with a spare, or with an assembly that has a page.
pub(crate) fn paged(master: &Master) -> BTreeSet<&'static str> {
    let mut pages = BTreeSet::new();
    loop {
        let before = pages.len();
        for assembly in ASSEMBLIES {
            let printed = |line: &Line| pages.contains(line.item) || is_spare(master, line);
            if lines(assembly).iter().any(printed) {
                pages.insert(assembly.item);
            }
        }
        if pages.len() == before {
            return pages;
        }
    }
}

fn is_spare(master: &Master, line: &Line) -> bool {
    !line.reference() && master.item(line.item).is_some_and(|item| item.spare)
}

/// A drawing with its figure, its assembly and its file.
pub(crate) struct Figure {
    pub(crate) number: String,
    pub(crate) assembly: &'static Assembly,
    pub(crate) drawing: Drawing,
}

impl Figure {
    pub(crate) fn file(&self) -> String {
        format!("drawings/{}.png", self.assembly.item)
    }
}

/// Assemblies whose drawings are still at the engineering office.
const NOT_DRAWN: &[&str] = &["HX-2500", "LT-1200", "HM-150", "TM-250", "AB-150", "FR-700", "AB-810", "AB-240"];

/// Draws every assembly with spares that has a drawing.
pub(crate) fn figures(master: &Master) -> Result<Vec<Figure>, DemoError> {
    let pages = paged(master);
    let mut figures = Vec::new();
    for assembly in ASSEMBLIES.iter().filter(|a| pages.contains(a.item) && !NOT_DRAWN.contains(&a.item)) {
        let parts = parts_of(master, assembly, &pages);
        let title = assembly.en.to_uppercase();
        let block = TitleBlock {
            figure: assembly.item,
            title: &title,
            machine: if ["HY", "AB-6", "AB-8"].iter().any(|start| assembly.item.starts_with(start)) {
                "LT-1200"
            } else {
                "HX-4000"
            },
            maker: "KAARNAHARJU LIFTING",
        };
        let number = (figures.len() + 1).to_string();
        figures.push(Figure { number, assembly, drawing: explode(&parts, block)? });
    }
    Ok(figures)
}

/// What is drawn of an assembly, from front to back; parts that the book does not print have no position.
fn parts_of(master: &Master, assembly: &Assembly, pages: &BTreeSet<&'static str>) -> Vec<(String, Shape)> {
    let mut seen = BTreeSet::new();
    let mut order: Vec<Line> = Vec::new();
    for line in lines(assembly).into_iter().filter(|line| !line.hidden() && !line.reference()) {
        if !seen.insert(line.position) {
            continue;
        }
        // Fixing parts stand in front of what they fix.
        let fixed = line.mark("on=");
        let place = order.iter().position(|other| other.position == fixed).unwrap_or(order.len());
        order.insert(place, line);
    }
    let part = |line: Line| {
        let item = master.item(line.item)?;
        let printed = item.spare || pages.contains(line.item);
        Some((if printed { line.position.to_owned() } else { String::new() }, item.shape))
    };
    order.into_iter().filter_map(part).collect()
}

/// `Rakenteet`: all structures as one list, parent by parent.
pub(crate) fn bom_page(master: &Master) -> Page {
    let mut page = Page::new(
        "Rakenteet",
        "bom",
        &[
            "Emonimike",
            "Pos",
            "Alinimike",
            "Komponentin nimi",
            "Revisio",
            "Määrä",
            "Yksikkö",
            "Kind",
            "Alkupvm",
            "Loppupvm",
            "Alkaen sarjanumerosta",
            "Vaihtoehtoryhmä",
            "alt_rank",
            "attach_to_position",
            "Huomautus",
        ],
    );
    for assembly in ASSEMBLIES {
        for line in lines(assembly) {
            let Some(item) = master.item(line.item) else { continue };
            let (group, rank) = line.mark("alt=").split_once('/').unwrap_or(("", ""));
            let spoiled = (assembly.item, line.position) == ("FR-700", "20");
            page.push(vec![
                Cell::from(assembly.item),
                Cell::from(line.position),
                Cell::from(item.number.clone()),
                Cell::from(item.fi.clone()),
                Cell::from(line.mark("rev=")),
                if spoiled { Cell::from("n. 4") } else { Cell::number(line.quantity) },
                Cell::from(item.unit),
                Cell::from(line.mark("kind=")),
                Cell::date(line.mark("from=")),
                Cell::date(line.mark("to=")),
                Cell::from(line.mark("sn=")),
                Cell::from(group),
                Cell::number(rank),
                Cell::from(line.mark("on=")),
                Cell::from(if line.hidden() { "ei kuvassa" } else { "" }),
            ]);
            if spoiled {
                // Somebody counted "about 4" brackets.
                page.slip(5, "E-NUMBER");
            }
        }
        if assembly.item == "TM-250" {
            // The drum AB-100 was to be mentioned here; a letter O was typed for a zero.
            let row = ["TM-250", "90", "AB-1O0", "Köysirumpu", "", "", "kpl", "REFERENCE"];
            let mut cells: Vec<Cell> = row.iter().map(|text| Cell::from(*text)).collect();
            if let Some(cell) = cells.get_mut(5) {
                *cell = Cell::from(1);
            }
            page.push(cells);
            page.slip(2, "E-ITEM-UNKNOWN");
        }
    }
    page
}

/// Revisions, replacements and alternates.
pub(crate) fn change_pages(master: &Master) -> Vec<Page> {
    let item = |name: &str| master.number(name);
    let mut revisions = Page::from_lines(
        "Revisions",
        "revisions",
        &[
            ("Item", 'i'),
            ("Revision", 't'),
            ("Seq", 'n'),
            ("Released", 'd'),
            ("Status", 't'),
            ("Interchange", 't'),
            ("Condition", 't'),
        ],
        &item,
        "HX-4000|A|1|2021-03-15|RELEASED||
         HX-4000|B|2|2023-09-01|RELEASED|NONE|
         HX-4000|C|3|2025-07-01|RELEASED|FORWARD|
         AB-100|A|1|2021-03-15|RELEASED||
         AB-100|B|2|2022-10-10|RELEASED|FULL|
         AB-100|C|3|2024-05-20|RELEASED|FORWARD|
         AB-110|A|1|2021-03-15|WITHDRAWN||
         AB-110|B|2|2022-02-01|RELEASED|FULL|
         AB-110|C|3|2023-11-06|RELEASED|FORWARD|
         AB-110|D|4|2025-08-18|RELEASED|NONE|
         AB-130|A|1|2021-03-15|RELEASED||
         AB-130|B|2|2024-01-22|RELEASED|COND|vain öljyn PAO 220 kanssa
         AB-141|A|1|2021-03-15|WITHDRAWN||
         AB-141|B|2|2022-06-13|RELEASED|FORWARD|
         AB-141|C|3|2025-02-03|RELEASED|SET|
         AB-310|A|1|2021-03-15|RELEASED||
         AB-310|B|2|2022-09-05|RELEASED|FULL|
         AB-310|C|3|2024-11-11|RELEASED|FULL|
         CTRL-88|C|1|2023-04-17|RELEASED||
         CTRL-88|D|2|2025-05-05|RELEASED|FORWARD|
         CTRL-88|E|3|2026-10-01|DRAFT|FORWARD|
         HM-100|A|1|2021-03-15|RELEASED||
         HM-100|B|2|2024-05-20|RELEASED|FULL|",
    );
    // Revisions of assemblies that were never changed are kept in the drawing archive, not here.
    revisions.title = vec!["Revisiohistoria".to_owned()];
    let supersessions = Page::from_lines(
        "Korvaavuudet",
        "supersessions",
        &[
            ("Vanha numero", 'i'),
            ("Uusi numero", 'i'),
            ("Tyyppi", 't'),
            ("Kerroin", 'n'),
            ("Alkaen", 'd'),
            ("Policy", 't'),
            ("Järjestys", 'n'),
            ("Huomautus", 't'),
        ],
        &item,
        "BR.7|BR.8|ONE|1|2025-01-01|USE_UP||kantavuus nostettu
         BD.3|BD.4|ONE|1|2024-06-01|IMMEDIATE||
         BL.3|BL.4|AND|2|2024-06-01|USE_UP||pari
         BL.3|BC.4|AND|1|2024-06-01|USE_UP||kela vaihdetaan samalla
         CT.3|CT.4|OR|1|2025-03-01|USE_UP|1|
         CT.3|CT.5|OR|1|2025-03-01|USE_UP|2|jos CT.4 loppu
         SE.6|SE.7|ONE|1|2023-01-01|IMMEDIATE||
         SE.5|SE.6|ONE|1|2021-06-01|SCRAP||vanha sarja
         WG.1|WG.2|ONE|1|2025-10-01|USE_UP||
         FL.2|FL.1|ONE|1|2024-09-01|IMMEDIATE||hienompi suodatus
         HH.3|HH.4|ONE|0.5|2025-05-01|USE_UP||pidempi letku katkaistaan kahdeksi",
    );
    let alternates = Page::from_lines(
        "Alternates",
        "alternates",
        &[
            ("Item", 'i'),
            ("Alt", 'i'),
            ("Direction", 't'),
            ("Ratio", 'n'),
            ("scope_parent", 't'),
            ("From", 'd'),
            ("To", 'd'),
        ],
        &item,
        "OI.2|OI.4|ONE_WAY|1|||
         SE.9|SE.8|ONE_WAY|1|AB-112||
         RP.4|RP.5|ONE_WAY|1||2025-01-01|
         PX.1|PX.2|TWO_WAY|1|||
         BU.4|BU.5|ONE_WAY|1|AB-820|2025-01-01|2026-12-31",
    );
    vec![revisions, supersessions, alternates]
}

/// Everything the book needs besides items and structures.
pub(crate) fn book_pages(master: &Master, figures: &[Figure]) -> Vec<Page> {
    let item = |name: &str| master.number(name);
    let book = Page::from_lines(
        "Book",
        "book",
        &[("Key", 't'), ("Value", 't')],
        &item,
        "top_item|HX-4000
         top_revision|C
         serial|4711
         model|HX-4000
         customer|1001
         project|P-2025-014
         delivery_date|2025-10-06
         book_no|SPB-HX4000-4711
         book_revision|2
         issue_date|2026-11-20
         languages|en,fi,de,zh
         currency|EUR
         paper|A4
         title_en|Spare parts book – wire rope hoist HX-4000
         title_fi|Varaosakirja – köysinostin HX-4000
         title_de|Ersatzteilkatalog – Seilzug HX-4000
         title_zh|备件手册 – 钢丝绳葫芦 HX-4000
         picture|drawings/HX-4000-cover.png",
    );
    let mut drawings = Page::new(
        "drawings",
        "drawings",
        &["figure", "assembly", "sheet_no", "file", "title_en", "title_fi", "title_de", "title_zh"],
    );
    let mut callouts = Page::new("callouts", "callouts", &["figure", "sheet_no", "position", "x", "y"]);
    for figure in figures {
        let a = figure.assembly;
        drawings.push(vec![
            Cell::from(figure.number.clone()),
            Cell::from(a.item),
            Cell::from("1"),
            Cell::from(figure.file()),
            Cell::from(a.en),
            Cell::from(a.fi),
            Cell::from(a.de),
            Cell::from(a.zh),
        ]);
        for balloon in &figure.drawing.balloons {
            callouts.push(vec![
                Cell::from(figure.number.clone()),
                Cell::from("1"),
                Cell::from(balloon.position.clone()),
                Cell::number(&format!("{:.4}", balloon.x)),
                Cell::number(&format!("{:.4}", balloon.y)),
            ]);
        }
    }
    let mut unseen = Page::new("not_illustrated", "not_illustrated", &["assembly", "position"]);
    let pages = paged(master);
    for assembly in ASSEMBLIES.iter().filter(|a| pages.contains(a.item)) {
        for line in lines(assembly).iter().filter(|line| line.hidden() && is_spare(master, line)) {
            unseen.push(vec![Cell::from(assembly.item), Cell::from(line.position)]);
        }
    }
    let kits = Page::from_lines(
        "Kits",
        "kits",
        &[("Kit", 'i'), ("Item", 'i'), ("Quantity", 'n')],
        &item,
        "SK.1|SE.7|1
         SK.1|OR.9|1
         SK.1|SE.9|1
         SK.1|OR.10|1
         SK.2|SE.3|1
         SK.2|SE.9|1
         SK.2|OR.8|2
         SK.3|OR.4|2
         SK.3|OR.6|1
         SK.5|OR.1|8",
    );
    let texts = Page::from_lines(
        "Texts",
        "texts",
        &[("key", 't'), ("text_en", 't'), ("text_fi", 't'), ("text_de", 't'), ("text_zh", 't')],
        &item,
        "safety|Lower the load and lock the main switch before any work. Only trained personnel may open the brake.|Laske kuorma ja lukitse pääkytkin ennen töitä. Jarrun saa avata vain koulutettu henkilö.|Vor allen Arbeiten Last absetzen und Hauptschalter verriegeln. Die Bremse darf nur geschultes Personal öffnen.|作业前请放下载荷并锁定主开关。制动器只能由经过培训的人员打开。
         ordering|Please give the serial number of the machine, the item number and the quantity.|Ilmoita tilauksessa koneen sarjanumero, nimikenumero ja määrä.|Bitte Seriennummer der Maschine, Artikelnummer und Menge angeben.|订购时请注明设备序列号、零件号和数量。
         terms|Prices exclude VAT. Delivery FCA Rautalampi. Warranty for parts 6 months.|Hinnat ilman alv. Toimitus FCA Rautalampi. Varaosien takuu 6 kk.|Preise ohne MwSt. Lieferung FCA Rautalampi. Garantie auf Teile 6 Monate.|价格不含税。交货条件 FCA Rautalampi。备件保修期6个月。
         address|Kaarnaharju Nostolaitteet Oy, Harjukatu 12, 77700 Rautalampi, Finland, parts@kaarnaharju.example|Kaarnaharju Nostolaitteet Oy, Harjukatu 12, 77700 Rautalampi, varaosat@kaarnaharju.example|Kaarnaharju Nostolaitteet Oy, Harjukatu 12, 77700 Rautalampi, Finnland|Kaarnaharju Nostolaitteet Oy, Harjukatu 12, 77700 Rautalampi, 芬兰",
    );
    let revisions = Page::from_lines(
        "book_revisions",
        "book_revisions",
        &[("book_revision", 't'), ("date", 'd'), ("author", 't'), ("text_en", 't'), ("text_fi", 't'), ("figures", 't')],
        &item,
        "1|2025-10-06|M. Harju|First issue|Ensimmäinen painos|
         2|2026-11-20|M. Harju|Brake revision C, hoist motor 7.5 kW|Jarru revisio C, nostomoottori 7,5 kW|9,10",
    );
    vec![book, drawings, callouts, unseen, kits, texts, revisions]
}
