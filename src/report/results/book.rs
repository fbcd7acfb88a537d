//! A spare-parts book as frames: its pages, its lines as they are printed, its quality.

use rust_decimal::Decimal;

use crate::report::frame::{Frame, Show};
use crate::report::parts_book::lines::{Price, PrintedLine};
use crate::report::parts_book::plan::{BookLine, LineKind, Page};
use crate::report::parts_book::{Book, quality};

/// The pages in order.
///
/// Columns: `figure`, `item` (blank when it is protected), `revision`, `title` (first language), `depth` (0 is the
/// machine), `used_on` (`figure/position`, joined by `, `), `per_machine`, `lines`, `pictures`.
#[must_use]
pub fn pages_frame(book: &Book) -> Frame {
    let pages = &book.plan.pages;
    let language = book.settings.language();
    let used = |page: &Page| {
        let places: Vec<String> =
            page.used_on.iter().map(|used| format!("{}/{}", used.figure, used.position)).collect();
        (!places.is_empty()).then(|| places.join(", "))
    };
    let shown = |page: &Page| book.shown_number(page.item).map(str::to_owned);
    Frame::new("book_pages")
        .integer("figure", Show::Integer, pages.iter().map(|page| whole(page.figure)))
        .strings("item", Show::Code, pages.iter().map(shown))
        .strings(
            "revision",
            Show::Code,
            pages.iter().map(|page| page.revision.clone().filter(|_| book.shown_number(page.item).is_some())),
        )
        .strings("title", Show::Text, (0..pages.len()).map(|index| Some(book.title(index, language))))
        .integer("depth", Show::Integer, pages.iter().map(|page| whole(page.depth)))
        .strings("used_on", Show::Text, pages.iter().map(used))
        .decimal("per_machine", Show::Quantity, pages.iter().map(|page| page.per_machine))
        .integer("lines", Show::Integer, pages.iter().map(|page| whole(page.lines.len())))
        .integer(
            "pictures",
            Show::Integer,
            book.figures
                .iter()
                .map(|figure| whole(figure.drawings.iter().filter(|drawing| drawing.picture.is_some()).count())),
        )
        .findings(book.findings.clone())
}

/// The lines in print order.
///
/// Columns: `figure`, `assembly`, `position` (with a dash when it is not illustrated), `item` (blank when it is
/// protected), `revision`, `description` (first language), `quantity` (blank for as required), `unit`, `kind` (`ORD`,
/// `RF`, `NP`, `IP`), `marks`, `remarks`, `price` (only when prices are printed), `see_figure`, `per_machine`, `origin`.
#[must_use]
pub fn lines_frame(book: &Book) -> Frame {
    let rows: Vec<(&Page, &BookLine, PrintedLine)> = book
        .plan
        .pages
        .iter()
        .enumerate()
        .flat_map(|(index, page)| {
            page.lines.iter().zip(book.printed_lines(index)).map(move |(line, printed)| (page, line, printed))
        })
        .collect();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Frame::new("book_lines")
        .integer("figure", Show::Integer, rows.iter().map(|(page, ..)| whole(page.figure)))
        .text("assembly", Show::Code, rows.iter().map(|(page, ..)| book.shown_number(page.item)))
        .strings("position", Show::Code, rows.iter().map(|(.., printed)| some(&printed.position)))
        .strings("item", Show::Code, rows.iter().map(|(.., printed)| printed.number.clone()))
        .strings("revision", Show::Code, rows.iter().map(|(.., printed)| printed.revision.clone()))
        .strings(
            "description",
            Show::Text,
            rows.iter().map(|(.., printed)| printed.names.first().and_then(|name| some(&name.text))),
        )
        .decimal("quantity", Show::Quantity, rows.iter().map(|(.., printed)| printed.quantity))
        .strings("unit", Show::Code, rows.iter().map(|(.., printed)| printed.unit.clone()))
        .text("kind", Show::Code, rows.iter().map(|(_, line, _)| Some(kind(line.kind))))
        .strings("marks", Show::Text, rows.iter().map(|(.., printed)| some(&printed.marks)))
        .strings("remarks", Show::Text, rows.iter().map(|(.., printed)| some(&printed.remarks)))
        .decimal(
            "price",
            Show::Money(2),
            rows.iter().map(|(.., printed)| match printed.price {
                Price::Known(price) => Some(price),
                Price::None | Price::OnRequest | Price::Missing => None,
            }),
        )
        .integer("see_figure", Show::Integer, rows.iter().map(|(_, line, _)| line.figure.and_then(whole)))
        .decimal("per_machine", Show::Quantity, rows.iter().map(|(_, line, _)| book.plan.total(line.source.item)))
        .strings(
            "origin",
            Show::Origin,
            rows.iter().map(|(_, line, _)| line.source.origin.as_ref().map(ToString::to_string)),
        )
        .findings(book.findings.clone())
}

/// D1 to D9, the score and the gate.
///
/// Columns: `measure` (`D1` … `D9`, `score`, `gate`), `text`, `value` (shares 0 to 1, counts, score 0 to 100, gate 1 or
/// 0), `part` and `whole` (the two counts of a share).
#[must_use]
pub fn quality_frame(book: &Book) -> Frame {
    type Row = (String, String, Decimal, Option<(usize, usize)>);
    let measures = quality::measures(&book.quality);
    let words = |key: &str| crate::tables::labels::text(&format!("book.{key}"), book.settings.language(), &[]);
    let mut rows: Vec<Row> = measures
        .into_iter()
        .map(|(name, value, counts)| {
            let text = words(&format!("quality_{}", name.to_lowercase()));
            (name.to_owned(), text, crate::values::half_up(value, 4), counts)
        })
        .collect();
    let passes = book.quality.passes;
    rows.push(("score".to_owned(), words("score"), book.quality.score, None));
    let verdict = words(if passes { "gate_pass" } else { "gate_fail" });
    rows.push(("gate".to_owned(), verdict, Decimal::from(u8::from(passes)), None));
    Frame::new("book_quality")
        .text("measure", Show::Code, rows.iter().map(|(name, ..)| Some(name.as_str())))
        .text("text", Show::Text, rows.iter().map(|(_, text, ..)| Some(text.as_str())))
        .decimal("value", Show::Number, rows.iter().map(|(_, _, value, _)| Some(*value)))
        .integer("part", Show::Integer, rows.iter().map(|(.., counts)| counts.and_then(|(part, _)| whole(part))))
        .integer("whole", Show::Integer, rows.iter().map(|(.., counts)| counts.and_then(|(_, all)| whole(all))))
        .findings(book.findings.clone())
}

/// The word of a kind of line.
#[must_use]
pub const fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Orderable => "ORD",
        LineKind::Reference => "RF",
        LineKind::NotProcurable => "NP",
        LineKind::Protected => "IP",
    }
}

fn whole(count: usize) -> Option<i64> {
    i64::try_from(count).ok()
}
