"""Lines handed over: each is answered in its place, and comes back as it was given."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import partsbook as pb
from sample import AS_OF, sample_catalog

if TYPE_CHECKING:
    from pathlib import Path


def frames(columns: dict[str, Any]) -> list[Any]:
    """Return the same lines as every kind of table that lines can be."""
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [columns, rows, pl.DataFrame(columns, strict=False), pa.table(columns), pd.DataFrame(columns, dtype=object)]


def states(table: pb.Table) -> list[str]:
    return [row.state for row in table]


@pytest.mark.parametrize("kind", range(5))
def test_every_line_is_answered_in_its_place(kind: int) -> None:
    catalog = sample_catalog()
    items = ["W220", None, "  ", "Total", "item", None, "W220", None]
    orders = ["Total", "Summe", "1", None, "order", None, "Yhteensä", "note"]
    quantities = [1, 1, None, 2, 2, None, 3, None]
    lines = frames({"order": orders, "item": items, "quantity": quantities})[kind]
    priced = catalog.price_lines(lines)
    assert priced["item"] == items
    assert priced["order"] == orders
    assert states(priced) == ["priced", *["no_price"] * 5, "priced", "no_price"]
    unknown = [finding for finding in priced.findings if finding.code == "E-ITEM-UNKNOWN"]
    assert [finding.row for finding in unknown] == [3, 4, 5, 6, 7, 9]
    assert {finding.field for finding in unknown} == {"item"}
    quote = catalog.quote("1001", lines)
    assert [row.state for row in quote] == ["priced", *["on_request"] * 5, "priced", "on_request"]
    assert len(catalog.delivery_list("1001", lines)) == len(items)
    comparison = pb.compare_prices(catalog, catalog, lines)
    assert [row.amount_before is not None for row in comparison] == [state == "priced" for state in states(priced)]
    for answer in (quote, comparison):
        assert [finding.row for finding in answer.findings if finding.code == "E-ITEM-UNKNOWN"] == [3, 4, 5, 6, 7, 9]


@pytest.mark.parametrize("item", [2.5, True, date(2026, 3, 4), datetime(2026, 3, 4, 5, 6)])  # noqa: DTZ001
def test_a_line_whose_item_is_no_text_stays_and_says_what_stands_there(item: object) -> None:
    priced = sample_catalog().price_lines({"item": [item, item], "quantity": [1, 2]})
    assert priced["item"] == [item, item]
    assert states(priced) == ["no_price", "no_price"]
    assert [(finding.code, finding.cell) for finding in priced.findings] == [
        ("E-ITEM-TYPE", "A2"),
        ("E-ITEM-TYPE", "A3"),
    ]


def test_many_lines_with_gaps_keep_their_places() -> None:
    items = [None if row % 97 == 0 else "Total" if row % 89 == 0 else "W220" for row in range(5_000)]
    quantities = [None if row % 97 == 0 else row for row in range(5_000)]
    lines = pl.DataFrame({"item": items, "quantity": quantities, "row": range(5_000)})
    priced = pl.DataFrame(sample_catalog().price_lines(lines))
    assert priced.select(lines.columns).equals(lines)
    expected = ["priced" if item == "W220" else "no_price" for item in items]
    assert priced["state"].to_list() == expected


def test_order_lines_of_a_sheet_stay_where_the_spreadsheet_changed_the_item(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "order_lines"
    rows = [
        ["order", "line", "item", "quantity"],
        ["1", 1, "W220", 2],
        ["1", 2, datetime(2026, 4, 3), 1],  # noqa: DTZ001
        ["1", 3, 4.1, 1],
        ["1", 4, None, 5],
        [None, None, None, None],
        ["Total", None, None, 9],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "orders.xlsx"
    book.save(path)
    catalog = pb.read({"items": {"item": ["W220", "4.10"], "gross_price": [10, 7]}}, path, as_of=AS_OF)
    priced = catalog.price_lines()
    assert priced["line"] == ["1", "2", "3", "4"]
    assert states(priced) == ["priced", "no_price", "no_price", "no_price"]
    said = [(finding.code, finding.cell) for finding in priced.findings]
    assert said == [("E-ITEM-TYPE", "C3"), ("E-ITEM-TYPE", "C4"), ("E-ITEM-UNKNOWN", "C5")]
    in_catalog = [(finding.code, finding.cell) for finding in catalog.findings if finding.severity == "E"]
    assert in_catalog == said
    assert any(finding.code == "I-ROWS-LEFT-OUT" for finding in catalog.findings)


def given() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "Artikel": ["W220", None, " S100 ", "A200"],
            "Menge": [1.5, None, 2.0, 3.0],
            "Memo": ["x ", None, "", "z"],
            "total": [1, 2, 3, None],
            "weight": [1.5, float("nan"), None, 2e300],
            "urgent": [True, None, False, True],
            "moment": [datetime(2026, 1, 1, 3, 4, 5), None, None, None],  # noqa: DTZ001
            "day": [date(2026, 1, 1), None, None, None],
            "kind of order": pl.Series(["a", "b", "a", None], dtype=pl.Categorical),
            "nothing": pl.Series([None] * 4, dtype=pl.Null),
            "small": pl.Series([1, 2, 3, None], dtype=pl.Int8),
            "price": [Decimal("1.50"), None, None, None],
            "price_given": ["a", "b", "c", "d"],
        }
    )


def test_columns_come_back_under_their_names_with_their_types_and_values() -> None:
    lines = given()
    priced = sample_catalog().price_lines(lines)
    # Two have the names of results.
    names = {"total": "total_given", "price": "price_given_given"}
    back = pl.DataFrame(priced)
    expected = lines.rename(names)
    assert back.columns[: len(expected.columns)] == expected.columns
    assert back.select(expected.columns).equals(expected, null_equal=True)
    assert back.select(expected.columns).schema == expected.schema
    assert states(priced) == ["priced", "no_price", "priced", "priced"]


def test_chunks_of_lines_stay_chunks() -> None:
    lines = pa.concat_tables([pa.table(given().to_arrow()), pa.table(given().to_arrow())])
    priced = pa.table(sample_catalog().price_lines(lines))
    priced.validate(full=True)
    assert priced.column("Memo").equals(lines.column("Memo"))
    assert priced.schema.field("small").type == pa.int8()
    assert priced.column("state").to_pylist() == ["priced", "no_price", "priced", "priced"] * 2
    empty = pa.table(sample_catalog().price_lines(lines.slice(0, 0)))
    assert empty.schema.field("Menge").type == pa.float64()
    assert empty.num_rows == 0


def test_values_of_dicts_stay_what_they_are() -> None:
    moment = datetime(2026, 1, 1, 3, 4, tzinfo=timezone.utc).replace(tzinfo=None)
    lines: dict[str, list[Any]] = {
        "item": ["W220"],
        "quantity": [2],
        "remarks": ["  as ever "],
        "weight": [0.1],
        "seen": [moment],
        "ok": [True],
    }
    row = sample_catalog().price_lines(lines).rows()[0]
    assert {name: row[name] for name in lines} == {name: values[0] for name, values in lines.items()}
    assert isinstance(row["quantity"], int)


def test_given_columns_are_written_and_shown(tmp_path: Path) -> None:
    priced = sample_catalog().price_lines(given())
    path = tmp_path / "priced.xlsx"
    priced.to_excel(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    titles = [cell.value for cell in sheet[3]]
    # What is read stands first, under the caller's own titles.
    assert titles[:2] == ["Artikel", "Menge"]
    values = dict(zip(titles, (cell.value for cell in sheet[4]), strict=True))
    assert (values["Artikel"], values["Menge"], values["Weight"]) == ("W220", 1.5, 1.5)
    assert values["Moment"] == "2026-01-01 03:04:05"
    priced.to_csv(tmp_path / "priced.csv")
    first = (tmp_path / "priced.csv").read_text(encoding="utf-8-sig").splitlines()[4]
    assert first.startswith("A200,3,z,,2e300,true,")
    assert "2e300" in repr(priced)
    frame = priced.to_pandas()
    assert (frame["weight"].dtype.kind, frame["moment"].dtype.kind) == ("f", "M")


def test_a_column_without_a_value_of_any_library_is_read() -> None:
    columns: dict[str, list[Any]] = {"item": ["A", "B"], "gross_price": [1, 2], "drawing": [None, None]}
    for items in frames(columns)[2:]:
        table = pb.read({"items": items}, as_of=AS_OF).table("items")
        assert (table["item"], table["drawing"]) == (["A", "B"], [None, None])
    only = pl.DataFrame({"item": [None, None], "quantity": [None, None]})
    assert states(sample_catalog().price_lines(only)) == ["no_price", "no_price"]
    assert len(pb.table("blank", only)) == 2
    assert len(sample_catalog().quote("1001", pl.DataFrame({"item": ["W220"], "quantity": [1], "note": [None]}))) == 1
