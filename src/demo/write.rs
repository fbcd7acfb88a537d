//! Which sheets stand in which file, and writing them all.

use std::path::{Path, PathBuf};

use super::drawing::{TitleBlock, hero};
use super::items::Master;
use super::sheet::{Page, write_workbook};
use super::structure::{Figure, bom_page, book_pages, change_pages, figures};
use super::{company, deliveries, prices, variants};

/// Why the demo could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A picture could not be drawn or encoded.
    #[error("a drawing of the demo could not be made")]
    Drawing,
    /// A workbook could not be written.
    #[error("{} could not be written: {source}", path.display())]
    Workbook {
        /// The workbook.
        path: PathBuf,
        /// What the writer said.
        source: rust_xlsxwriter::XlsxError,
    },
    /// A file or folder could not be written.
    #[error("{} could not be written: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A file of the demo company and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Where it was written.
    pub path: PathBuf,
    /// One line for people.
    pub description: &'static str,
}

/// The mistakes left in the files on purpose: file, sheet, cell, code of the finding they must raise.
pub const HONEST_MISTAKES: &[(&str, &str, &str, &str)] = &[
    // A blank behind the item number of a rope sheave.
    ("Nimikkeet ja rakenteet.xlsx", "Nimikkeet", "A330", "I-TRIM"),
    // The cost of a contactor is looked up on a sheet that was cut short: #N/A.
    ("Nimikkeet ja rakenteet.xlsx", "Nimikkeet", "M369", "E-CELL-ERROR"),
    // AB-1O0 with the letter O in place of AB-100.
    ("Nimikkeet ja rakenteet.xlsx", "Rakenteet", "C138", "E-ITEM-UNKNOWN"),
    // "n. 4" (about 4) as a quantity.
    ("Nimikkeet ja rakenteet.xlsx", "Rakenteet", "F252", "E-NUMBER"),
    // Customer 1004 entered again after it had moved.
    ("Asiakkaat ja hinnat 2026.xlsx", "Asiakkaat", "A42", "E-KEY-DUP"),
    // A price valid from September to the January before.
    ("Asiakkaat ja hinnat 2026.xlsx", "Asiakashinnat", "O48", "E-DATE-ORDER"),
    // A price for customer 1099, who does not exist.
    ("Asiakkaat ja hinnat 2026.xlsx", "Asiakashinnat", "A49", "E-CUSTOMER-UNKNOWN"),
    // One row for a customer and for a segment at once.
    ("Asiakkaat ja hinnat 2026.xlsx", "Asiakashinnat", "A50", "W-RULE-SELECTORS"),
    // The old catalogue number 3-12 that the spreadsheet program took for a date.
    ("Price lists.xlsx", "Price list", "A22", "E-ITEM-TYPE"),
];

const ITEMS: &str = "Nimikkeet ja rakenteet.xlsx";
const CUSTOMERS: &str = "Asiakkaat ja hinnat 2026.xlsx";
const DELIVERIES: &str = "Deliveries.xlsx";
const VARIANTS: &str = "Shelf variants.xlsx";
const LISTS: &str = "Price lists.xlsx";
const BOOK: &str = "Spare parts book.xlsx";
const TASKS: &str = "Tasks.xlsx";
const ORDERS: &str = "Tilausrivit 2026.csv";
const COVER: &str = "drawings/HX-4000-cover.png";

/// A workbook to be written: file, what it holds, author, the author's date format, sheets.
pub(super) struct Book {
    pub(super) file: &'static str,
    description: &'static str,
    author: &'static str,
    date: &'static str,
    pub(super) pages: Vec<Page>,
}

/// All workbooks in the order in which they are written.
pub(super) fn books(master: &Master, figures: &[Figure]) -> Vec<Book> {
    let finnish = "d.m.yyyy";
    let mut structure = vec![master.page(), bom_page(master)];
    structure.extend(change_pages(master));
    structure.extend(company::code_pages());
    structure.push(deliveries::stock(master));
    let mut customers = company::pages();
    customers.extend(prices::agreement_pages(master));
    let book = |file, description, author, date, pages| Book { file, description, author, date, pages };
    vec![
        book(
            ITEMS,
            "600 items in four languages, structures, revisions, replacements, stock",
            "Tekninen toimisto",
            finnish,
            structure,
        ),
        book(
            CUSTOMERS,
            "40 customers in 5 countries, segments, agreed prices and discounts",
            "Varaosamyynti",
            finnish,
            customers,
        ),
        book(
            DELIVERIES,
            "machines by serial number, projects, as-built parts, service events, parts sold, a recall",
            "Project office",
            "yyyy-mm-dd",
            deliveries::pages(master),
        ),
        book(
            VARIANTS,
            "the shelf family HL-500: properties, rules, surcharges, structure",
            "Product management",
            "yyyy-mm-dd",
            variants::pages(master),
        ),
        book(
            LISTS,
            "price lists with quantity steps, exchange rates, sales of last year",
            "Sales control",
            "yyyy-mm-dd",
            prices::list_pages(master),
        ),
        book(
            BOOK,
            "the book: drawings, callouts, kits, texts",
            "Documentation",
            "yyyy-mm-dd",
            book_pages(master, figures),
        ),
        book(TASKS, "what `run` is asked to do", "Varaosamyynti", finnish, vec![tasks()]),
    ]
}

fn tasks() -> Page {
    Page::from_lines(
        "tasks",
        "tasks",
        &[("task", 't'), ("arguments", 't'), ("output", 't'), ("active", 't')],
        &|name: &str| name.to_owned(),
        "price_lines|on=2026-11-20|priced-orders.xlsx|Y
         price_list|customer=1001; on=2026-11-20|price-list-1001.xlsx|Y
         where_used|item=BR1080; to=customers|where-used-BR1080.xlsx|Y
         explode|item=HX-4000; on=2026-11-20|structure-HX-4000.xlsx|Y
         variants|product=HL-500|variants-HL-500.xlsx|Y
         parts_book|serial=4711|parts-book-4711.xlsx|Y
         recall|campaign=RC-2026-01|recall-RC-2026-01.xlsx|Y
         campaign|name=RC-2026-01|campaign-RC-2026-01.xlsx|Y",
    )
}

/// Writes the files of the demo company into a folder and lists them; equal bytes on every run.
///
/// # Errors
///
/// [`DemoError`] when a file or the folder cannot be written or a picture cannot be made.
pub fn write_inputs(folder: &Path) -> Result<Vec<InputFile>, DemoError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| DemoError::File { path, source }
    };
    let drawings = folder.join("drawings");
    std::fs::create_dir_all(&drawings).map_err(failed(&drawings))?;
    let master = Master::new();
    let figures = figures(&master)?;
    let mut files = Vec::new();
    for book in books(&master, &figures) {
        let path = folder.join(book.file);
        write_workbook(&path, &book.pages, book.author, book.date)?;
        files.push(InputFile { path, description: book.description });
    }
    let orders = folder.join(ORDERS);
    // The byte order mark is what spreadsheet programs expect before letters such as ä.
    let text = format!("\u{FEFF}{}", prices::order_lines(&master));
    std::fs::write(&orders, text).map_err(failed(&orders))?;
    files.push(InputFile {
        path: orders,
        description: "120 order lines of last week, with semicolons and decimal commas",
    });
    let title = TitleBlock {
        figure: "HX-4000",
        title: "WIRE ROPE HOIST 4 T ON GIRDERS",
        machine: "COVER",
        maker: "KAARNAHARJU LIFTING",
    };
    let cover = folder.join(COVER);
    std::fs::write(&cover, hero(title)?).map_err(failed(&cover))?;
    files.push(InputFile { path: cover, description: "the machine, for the cover of the book" });
    for figure in &figures {
        let path = folder.join(figure.file());
        std::fs::write(&path, &figure.drawing.png).map_err(failed(&path))?;
        files.push(InputFile { path, description: "exploded view with numbered balloons" });
    }
    Ok(files)
}
