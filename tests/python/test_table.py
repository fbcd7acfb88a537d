from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import partsbook as pb

if TYPE_CHECKING:
    from pathlib import Path


def typed() -> pb.Table:
    return pb.table(
        "typed",
        {
            "text": ["a", None, ""],
            "decimal": [Decimal("1.50"), None, Decimal("-0.125")],
            "date": [date(2026, 3, 31), None, date(1900, 3, 1)],
            "flag": [True, None, False],
            "integer": [1, None, -7],
        },
    )


def test_a_row_is_reached_by_name_key_and_place(items: pb.Table) -> None:
    row = items[2]
    assert row.item == row["item"] == row[0] == "W220"
    assert row.gross_price == Decimal("41.10")
    assert row._asdict() == dict(row) == items.rows()[2]
    assert list(row) == [row[name] for name in items.columns]
    assert len(row) == len(items.columns)
    assert "gross_price" in dir(row)
    assert repr(row).startswith("Row(item='W220', ")
    assert row == items[2]
    assert hash(row) == hash(items[2])
    assert row != items[1]


def test_a_table_is_indexed_like_a_list(items: pb.Table) -> None:
    assert len(items) == 4
    assert items[-1].item == "S100"
    assert [row.item for row in items] == items["item"] == ["A200", "A310", "W220", "S100"]
    assert [row.item for row in items[::-2]] == ["S100", "A310"]
    assert items[5:] == []


@pytest.mark.parametrize("index", [4, -5])
def test_a_row_that_is_not_there_says_how_many_there_are(items: pb.Table, index: int) -> None:
    with pytest.raises(IndexError, match=f"no row {index}; the table has 4"):
        items[index]


def test_a_column_that_is_not_there_says_which_there_are(items: pb.Table) -> None:
    with pytest.raises(KeyError, match="there are item, description_en"):
        items["price"]
    with pytest.raises(AttributeError, match='no column "price"'):
        _ = items[0].price


def test_values_keep_their_types() -> None:
    assert typed().rows() == [
        {"text": "a", "decimal": Decimal("1.50"), "date": date(2026, 3, 31), "flag": True, "integer": 1},
        {"text": None, "decimal": None, "date": None, "flag": None, "integer": None},
        {"text": "", "decimal": Decimal("-0.125"), "date": date(1900, 3, 1), "flag": False, "integer": -7},
    ]


def test_polars_reads_and_gives_back_the_same() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(typed())
    assert frame.schema == typed().to_polars().schema
    assert frame.schema["decimal"] == polars.Decimal(38, 6)
    assert frame.schema["date"] == polars.Date
    assert pb.table("typed", frame).rows() == typed().rows()


def test_pyarrow_reads_and_gives_back_the_same() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(typed())
    kinds = ["string", "decimal128(38, 6)", "date32[day]", "bool", "int64"]
    assert [str(field.type) for field in table.schema] == kinds
    assert pb.table("typed", table).rows() == typed().rows()
    assert typed().to_arrow() == table


def test_duckdb_reads_and_gives_back_the_same() -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    connection = duckdb.connect()
    connection.register("t", typed().to_arrow())
    assert connection.sql("select sum(decimal) from t").fetchall() == [(Decimal("1.375"),)]
    assert pb.table("typed", connection.sql("from t")).rows() == typed().rows()


def test_pandas_keeps_decimals_and_dates() -> None:
    pandas = pytest.importorskip("pandas")
    frame = typed().to_pandas()
    assert list(frame.columns) == typed().columns
    assert frame["decimal"][0] == Decimal("1.50")
    assert frame["date"][0] == date(2026, 3, 31)
    assert str(frame["integer"].dtype) == "Int64"
    back = pb.table("typed", pandas.DataFrame({"text": ["a", None], "number": [1.5, None], "whole": [1, 2]}))
    assert back.rows() == [
        {"text": "a", "number": Decimal("1.5"), "whole": 1},
        {"text": None, "number": None, "whole": 2},
    ]


def test_every_width_of_every_type_is_read() -> None:
    pa = pytest.importorskip("pyarrow")
    columns: dict[str, tuple[Any, Any]] = {
        **{f"i{bits}": (pa.array([1, None], f"int{bits}"), 1) for bits in (8, 16, 32, 64)},
        **{f"u{bits}": (pa.array([1, None], f"uint{bits}"), 1) for bits in (8, 16, 32)},
        "u64": (pa.array([2**63 + 1, None], "uint64"), Decimal(2**63 + 1)),
        "f32": (pa.array([0.1, None], "float32"), Decimal("0.1")),
        "f64": (pa.array([0.1, None], "float64"), Decimal("0.1")),
        "d128": (pa.array([Decimal("1.25"), None], pa.decimal128(10, 2)), Decimal("1.25")),
        "d256": (pa.array([Decimal("1.25"), None], pa.decimal256(60, 2)), Decimal("1.25")),
        "text": (pa.array(["x", None], "string"), "x"),
        "large": (pa.array(["x", None], "large_string"), "x"),
        "view": (pa.array(["x", None], pa.string_view()), "x"),
        "words": (pa.array(["x", None]).dictionary_encode(), "x"),
        "flag": (pa.array([True, None]), True),
        "nothing": (pa.nulls(2), None),
        "d32": (pa.array([date(2026, 1, 2), None], "date32"), date(2026, 1, 2)),
        "d64": (pa.array([date(2026, 1, 2), None], "date64"), date(2026, 1, 2)),
        **{
            f"t_{unit}": (pa.array([datetime(2026, 1, 2), None], pa.timestamp(unit)), date(2026, 1, 2))  # noqa: DTZ001
            for unit in ("s", "ms", "us", "ns")
        },
    }
    table = pb.table("all", pa.table({name: array for name, (array, _) in columns.items()}))
    assert table[0]._asdict() == {name: expected for name, (_, expected) in columns.items()}
    assert all(value is None for value in table[1])


def test_batches_are_read_as_one_table() -> None:
    pa = pytest.importorskip("pyarrow")
    whole = pa.concat_tables([pa.table({"item": ["A"]}), pa.table({"item": ["B", None]})])
    assert pb.table("batches", whole)["item"] == ["A", "B", None]


def test_a_decimal_of_too_many_digits_is_kept_as_text() -> None:
    pa = pytest.importorskip("pyarrow")
    huge = "9" * 38
    assert pb.table("huge", pa.table({"n": pa.array([Decimal(huge)], pa.decimal128(38, 0))}))["n"] == [huge]


def test_a_column_that_is_no_cell_value_is_refused_by_name() -> None:
    pa = pytest.importorskip("pyarrow")
    with pytest.raises(pb.TableError, match='column "lists" of table "odd"') as caught:
        pb.table("odd", pa.table({"lists": [[1, 2]]}))
    assert caught.value.hint is not None


def test_a_stream_is_taken_only_once() -> None:
    pa = pytest.importorskip("pyarrow")

    class Once:
        def __init__(self) -> None:
            self.capsule = pa.table({"item": ["A"]}).__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.capsule

    once = Once()
    assert pb.table("first", once)["item"] == ["A"]
    with pytest.raises(pb.TableError, match="already released"):
        pb.table("second", once)


def test_an_object_that_only_looks_like_a_stream_is_refused() -> None:
    class Liar:
        def __arrow_c_stream__(self) -> object:
            return "no capsule"

    with pytest.raises(TypeError):
        pb.read(Liar())


@given(st.lists(st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, places=6))))
def test_decimals_cross_arrow_exactly(numbers: list[Decimal | None]) -> None:
    pa = pytest.importorskip("pyarrow")
    fitting = [number if number is None or abs(number) < Decimal(10) ** 20 else None for number in numbers]
    table = pb.table("numbers", {"n": fitting})
    assert pa.table(table).column("n").to_pylist() == fitting


def test_shown_in_a_notebook_everything_is_escaped(items: pb.Table) -> None:
    html = items._repr_html_()
    assert "Screw &lt;M8&gt;" in html
    assert "<M8>" not in html
    assert "4 rows" in html
    many = pb.table("many", {"n": list(range(100))})
    assert "100 rows, the first 20 shown" in many._repr_html_()
    assert many._repr_html_().count("<tr>") == 21


def test_a_csv_file_has_plain_values_and_is_not_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "typed.csv"
    typed().to_csv(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == typed().columns
    assert rows[1][:3] == ["a", "1.5", "2026-03-31"]
    with pytest.raises(pb.ReportError):
        typed().to_csv(path)
    typed().to_csv(path, overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["typed.csv"]
