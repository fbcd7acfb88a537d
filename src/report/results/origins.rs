//! The deciding cells of prices, as text.

use std::sync::OnceLock;

use crate::origin::Origin;
use crate::pricing::{Deciding, Place, PriceBook, PriceColumns};
use crate::report::frame::{Numbered, TextData};
use crate::tables::Table;

/// The deciding cell of each line, as [`PriceBook::origin`] says it.
pub(super) fn origins(book: &PriceBook, columns: &PriceColumns) -> TextData {
    texts(book, &columns.places)
}

fn texts(book: &PriceBook, places: &[Option<Place>]) -> TextData {
    let fields = Fields { book, known: Default::default() };
    TextData::numbered(places.len(), |row| fields.cell((*places.get(row)?)?))
}

/// What [`Deciding`] can be.
const DECIDING: usize = 9;

const fn number(what: Deciding) -> usize {
    match what {
        Deciding::CustomerPrice => 0,
        Deciding::Coefficient => 1,
        Deciding::Percent => 2,
        Deciding::ListPrice => 3,
        Deciding::NetPrice => 4,
        Deciding::GrossPrice => 5,
        Deciding::StorePrice => 6,
        Deciding::Cost => 7,
        Deciding::BaseDiscount => 8,
    }
}

/// Fields in which deciding values stand, each looked up once.
struct Fields<'a> {
    book: &'a PriceBook,
    known: [OnceLock<Field<'a>>; DECIDING],
}

/// A field, and what its cells are called in each part of the table.
struct Field<'a> {
    table: &'a Table,
    parts: Vec<Cells>,
}

/// Cells of one part of a table, from its first row on.
struct Cells {
    first: usize,
    /// The name up to the row; the whole name where one cell holds the value of all rows.
    name: String,
    has_rows: bool,
}

impl Fields<'_> {
    fn cell(&self, place: Place) -> Option<Numbered<'_>> {
        let known = self.known.get(number(place.what))?;
        known.get_or_init(|| Field::of(self.book, place)).cell(place.row as usize)
    }
}

impl<'a> Field<'a> {
    /// The field of a place.
    fn of(book: &'a PriceBook, place: Place) -> Self {
        let table = book.catalog().table(place.source().table());
        let column = table.columns().iter().position(|column| &*column.name == place.field());
        let cells = table.parts().iter().filter_map(|part| {
            let cell = table.cell(part.first, place.field())?;
            let has_rows = !part.fixed.iter().any(|(fixed, ..)| Some(*fixed) == column);
            let name = if has_rows {
                // The first row of the part is in the first row of its sheet for once.
                let mut name = Origin { row: Some(0), ..cell }.to_string();
                name.pop();
                name
            } else {
                cell.to_string()
            };
            Some(Cells { first: part.first, name, has_rows })
        });
        Self { table, parts: cells.collect() }
    }

    #[inline]
    fn cell(&self, row: usize) -> Option<Numbered<'_>> {
        let cells = match self.parts.as_slice() {
            [only] => Some(only).filter(|only| only.first <= row),
            parts => parts.get(parts.partition_point(|part| part.first <= row).checked_sub(1)?),
        }?;
        let sheet_row = self.table.sheet_row(row)?;
        Some(Numbered { name: &cells.name, number: cells.has_rows.then(|| u64::from(sheet_row) + 1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::build::build;
    use crate::tables::{Decimals, Reading, Texts, Value, Values};
    use chrono::NaiveDate;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    const ALL: [Deciding; DECIDING] = [
        Deciding::CustomerPrice,
        Deciding::Coefficient,
        Deciding::Percent,
        Deciding::ListPrice,
        Deciding::NetPrice,
        Deciding::GrossPrice,
        Deciding::StorePrice,
        Deciding::Cost,
        Deciding::BaseDiscount,
    ];

    /// Items in one sheet, customer prices in three, of which one lacks the price and one has it in one cell.
    fn book() -> PriceBook {
        let mut texts = Texts::new();
        let mut item = |number: u32| Value::Text(texts.intern(&format!("P{number}")));
        let table = |name: &str, fields: &[&str]| {
            let mut table = Table::new(name);
            table.column_index("item", "item", || Values::Text(Vec::new()));
            for field in fields {
                table.column_index(field, field, || Values::Decimal(Decimals::default()));
            }
            table
        };
        let mut items = table("items", &["gross_price", "cost"]);
        items.begin_part(Origin::sheet("a.csv".into(), "".into()), vec![Some(0), Some(27), None]);
        (0..40).for_each(|row| items.push_row(row * 30, [(0, item(row)), (1, Value::Decimal(7.into()))]));
        let mut prices = table("customer_prices", &["price"]);
        let parts = [(Some(2), vec![]), (None, vec![]), (None, vec![(1, 0, 3)])];
        for (number, (column, fixed)) in (0..).zip(parts) {
            let sheet = Origin::sheet("价格.xlsx".into(), format!("sheet {number}").into());
            prices.begin_part_under(sheet, vec![Some(0), column], fixed);
            (0..4).for_each(|row| prices.push_row(row + 8 + number, [(0, item(row)), (1, Value::Decimal(5.into()))]));
        }
        let tables: BTreeMap<_, _> = [items, prices]
            .map(|mut table| {
                table.finish();
                (table.name().to_owned(), table)
            })
            .into();
        let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
        PriceBook::new(Arc::new(build(Reading { tables, texts, ..Reading::default() }, day)))
    }

    #[test]
    fn every_cell_is_called_as_its_origin_is() {
        let book = book();
        let every = ALL.into_iter().flat_map(|what| (0..45).map(move |row| Some(Place { what, row })));
        let places: Vec<Option<Place>> = every.chain([None]).collect();
        let texts = texts(&book, &places);
        let slow: Vec<Option<String>> = places
            .iter()
            .map(|place| place.and_then(|place| book.origin(place)).map(|origin| origin.to_string()))
            .collect();
        assert_eq!(texts.len(), places.len());
        (0..places.len()).for_each(|row| assert_eq!(texts.get(row), slow[row].as_deref(), "{:?}", places[row]));
        let named = |row: usize| slow[row].as_deref().unwrap_or_default();
        assert_eq!(named(0), "价格.xlsx, sheet \"sheet 0\", cell C9");
        assert_eq!(named(4), "价格.xlsx, sheet \"sheet 1\", row 10");
        assert_eq!(named(11), "价格.xlsx, sheet \"sheet 2\", cell D1");
        assert!(slow.iter().any(Option::is_none) && slow.iter().flatten().any(|name| name == "a.csv, cell AB1171"));
        assert!(ALL.iter().map(|what| number(*what)).eq(0..DECIDING));
    }
}
