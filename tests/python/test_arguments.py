"""Arguments given wrong are refused with their name, what was given and what is expected."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import partsbook as pb
from sample import AS_OF, sample_catalog, sample_tables

if TYPE_CHECKING:
    from pathlib import Path

LINES = {"item": ["W220"], "quantity": [1]}
HUGE = 10**40


@pytest.mark.parametrize(
    ("argument", "value", "expected"),
    [
        ("on", pd.NaT, "a date or None"),
        ("on", "2026-01-01", "a date or None"),
        ("entered_kind", "Q", "only the special one"),
        ("special_discount", 500, "from -100 to 100"),
        ("entered_discounts", [500], "999.99"),
        ("entered_discounts", [1, 2, 3, 4], "a line has three"),
        ("entered_discounts", 5, "a list of up to three"),
        ("entered_price", Decimal("NaN"), "at most 28 digits"),
        ("entered_price", True, "an int, a Decimal or a float"),
        ("exchange_rate", float("inf"), "at most 28 digits"),
        ("quantity", HUGE, "at most 28 digits"),
        ("quantity", Decimal("1e30"), "at most 28 digits"),
        ("quantity", None, "an int, a Decimal or a float"),
    ],
)
def test_a_question_for_a_price(argument: str, value: object, expected: str) -> None:
    with pytest.raises((TypeError, ValueError), match=expected) as raised:
        sample_catalog().price("1001", "W220", **{argument: value})  # type: ignore[arg-type]
    assert f"`{argument}`" in str(raised.value)


def test_arguments_that_are_right_are_taken() -> None:
    price = sample_catalog().price("1001", "W220", 1.5, entered_price=50, entered_discounts=(10, None, -20))
    assert price.price is not None
    assert sample_catalog().price("1001", "W220", entered_price=50, entered_kind="e").net_price == 50
    on = pd.Timestamp("2026-01-01")
    assert sample_catalog().price("1001", "W220", on=on).net_price == Decimal("41.10")


@pytest.mark.parametrize(
    ("argument", "value", "expected"),
    [
        ("logistics", -10, "0 or more"),
        ("tax_rate", 500, "from 0 to 100"),
        ("tax_rate", -5, "from 0 to 100"),
        ("special_discount", 150, "from -100 to 100"),
        ("exchange_rate", 0, "above 0"),
        ("exchange_rate", Decimal(-1), "above 0"),
    ],
)
def test_a_quote(argument: str, value: object, expected: str) -> None:
    with pytest.raises(ValueError, match=expected) as raised:
        sample_catalog().quote("1001", LINES, **{argument: value})  # type: ignore[arg-type]
    assert f"`{argument}`" in str(raised.value)


@pytest.mark.parametrize(("argument", "value"), [("freight", -10), ("tax", 500), ("spare_lines", -1)])
def test_a_written_quote(tmp_path: Path, argument: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"`{argument}` is int {value}; it is"):
        sample_catalog().write_quote(tmp_path / "quote.xlsx", "1001", LINES, **{argument: value})  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_days_and_counts_of_other_questions() -> None:
    catalog = sample_catalog()
    with pytest.raises(TypeError, match="`as_of` is NaTType NaT"):
        pb.read(sample_tables(), as_of=pd.NaT)
    with pytest.raises(TypeError, match="`on` is NaTType NaT"):
        catalog.where_used("W220", on=pd.NaT)
    for levels in (-1, 10**20):
        with pytest.raises(ValueError, match=r"`levels` is int .* a whole number from 0"):
            catalog.explode("A200", levels=levels)
    with pytest.raises(ValueError, match=r'`limits\["rows"\]` is int -1'):
        pb.read(sample_tables(), limits={"rows": -1})


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"item": ["W220"], "quantity": [10**30]}, 'column "quantity" .* at most 28 digits'),
        ({"item": ["W220"], "quantity": [Decimal("inf")]}, 'column "quantity" .* at most 28 digits'),
        ({"item": ["W220", "W220"], "quantity": [1, "z"]}, "holds int 1 and str 'z'"),
        ({"item": 5, "quantity": 1}, 'column "item" .* is int 5; a column is a list'),
        ({"item": "W220", "quantity": 1}, "is str 'W220'; a column is a list"),
        ([5], "row 1 .* is int 5; a row is a dict"),
        (5, "a list of dicts, not int 5"),
        (pl.Series("item", ["W220"]), "one column; a table has named columns"),
        (
            pl.DataFrame({"item": ["W220"], "quantity": pl.Series([1], dtype=pl.Int128)}),
            "cannot be read from a DataFrame",
        ),
    ],
)
def test_lines(lines: object, expected: str) -> None:
    with pytest.raises((TypeError, ValueError, pb.TableError), match=expected) as raised:
        sample_catalog().price_lines(lines)
    assert "C Data interface" not in str(raised.value)


def test_missing_values_of_pandas_are_blank() -> None:
    lines = {"item": ["W220"] * 3, "quantity": [pd.NA, float("nan"), 2], "date": [pd.NaT, None, AS_OF]}
    assert [row.state for row in sample_catalog().price_lines(lines)] == ["no_price", "no_price", "priced"]


def test_a_date_that_no_calendar_has_is_a_finding() -> None:
    days = pa.array([2**31 - 1, 0], pa.int32()).cast(pa.date32())
    lines = pa.table({"item": ["W220", "W220"], "quantity": [1, 1], "date": days})
    (finding,) = sample_catalog().price_lines(lines).findings
    assert (finding.code, finding.cell, finding.field) == ("E-DATE", "C2", "date")
    assert "2147483647" in str(finding.value)


def test_tables_by_name_may_be_rows_and_are_named_when_they_are_nothing() -> None:
    rows = [{"item": "A", "gross_price": 1}, {"item": "B"}]
    assert pb.read({"items": rows}, as_of=AS_OF).table("items")["item"] == ["A", "B"]
    assert pb.table("wishes", rows)["gross_price"] == [1, None]
    for wrong in (["currency"], 5):
        with pytest.raises(TypeError, match='"company"'):
            pb.read({"company": wrong})


def test_one_name_does_where_several_may_be(tmp_path: Path) -> None:
    catalog = sample_catalog()
    assert catalog.price_list("1001", "W220")["item"] == ["W220"]
    assert catalog.price_list("1001", ("W220",), quantities=10)["quantity"] == [10]
    with pytest.raises(TypeError, match="`items` holds int 5"):
        catalog.price_list("1001", [5])  # type: ignore[list-item]
    pb.template(tmp_path / "items.xlsx", tables="items")
    assert (tmp_path / "items.xlsx").exists()


def test_a_file_has_the_name_of_what_is_in_it(tmp_path: Path) -> None:
    table = sample_catalog().price_list("1001")
    for path in ("prices.csv", "prices.xls", "prices.xlsm", "prices"):
        with pytest.raises(pb.ReportError, match=r"no name for a workbook, which ends in \.xlsx") as raised:
            table.to_excel(tmp_path / path)
        assert "to_csv" in str(raised.value.hint)
    with pytest.raises(pb.ReportError, match=r"no name for a text file, which ends in \.csv"):
        table.to_csv(tmp_path / "prices.XLSX")
    assert not list(tmp_path.iterdir())
    table.to_excel(tmp_path / "PRICES.XLSX")
    table.to_csv(tmp_path / "prices.txt")


def test_answers_of_one_kind_are_put_together() -> None:
    catalog = sample_catalog()
    lines = [
        {"item": ["W220"], "quantity": [1]},
        {"item": ["S100"], "quantity": [3]},
        {"item": [None], "quantity": [1]},
    ]
    tables = [pa.table(catalog.price_lines(one)).drop_columns(["item", "quantity"]) for one in lines]
    assert pa.concat_tables(tables).num_rows == len(lines)
