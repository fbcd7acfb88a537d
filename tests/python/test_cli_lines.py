"""Files that are named beside the sources: lines to price or to quote, new prices, the other side of a comparison."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = "item;description;gross_price;cost;ip\nA1;Pump;10;4;\nA2;Seal;20;8;\nA3;Controller;900;400;Y\n"
CUSTOMERS = "customer;name;business_id\n1001;Mylly Oy;FI1\n1002;Saha Oy;FI2\n"
ORDERS = (
    "order;customer;business_id;item;quantity\n"
    "1;1001;;A1;2\n1;1002;;A2;3\n2;;FI1;A2;5\n2;;FI2;A1;7\n3;;;A1;11\n3;1002;FI1;A1;13\n"
)
AS_OF = ["--as-of", "2026-06-30"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("items.csv", ITEMS), ("customers.csv", CUSTOMERS), ("order_lines.csv", ORDERS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


SOURCES = ["items.csv", "customers.csv", "order_lines.csv", *AS_OF]


def printed(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, str]], str]:
    """Return the rows and the messages that were printed."""
    said = capsys.readouterr()
    return list(csv.DictReader(io.StringIO(said.out))), said.err


def workbook(path: Path, **sheets: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def form(path: Path) -> list[tuple[Any, Any]]:
    """Return item and quantity of the filled lines of a quote."""
    numbers = {"A1", "A2", "A3"}
    rows = openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)
    found = []
    for row in rows:
        for place, cell in enumerate(row):
            if cell in numbers:
                found.append(
                    (cell, next((value for value in row[place + 1 :] if isinstance(value, (int, float))), None))
                )
    return found


def test_the_other_side_is_read_as_the_first_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "after.csv").write_text("Artikel;Neupreis\nA1;1.000\nA2;2.000\n", encoding="utf-8")
    options = ["--sheet", "after.csv=items", "--synonym", "item=Artikel", "--synonym", "gross_price=Neupreis"]
    call = ["compare-prices", *SOURCES, "--after", "after.csv, customers.csv", "-o", "c.xlsx", "--overwrite"]
    assert run([*call, *options, "--locale", "de"]) == 0
    rows = openpyxl.load_workbook("c.xlsx").worksheets[0].iter_rows(values_only=True)
    assert any(1000 in row for row in rows), "1.000 is a thousand in German"
    assert run([*call, *options, "--sheet", "efter.csv=items"]) == 2
    assert 'no workbook has a sheet "efter.csv"' in capsys.readouterr().err
    assert folder


def test_every_price_that_cannot_be_read_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sales_history.csv").write_text(
        "date;item;quantity;list_price;net_price\n2026-01-05;A1;4;10;9\n2026-01-05;A2;4;20;18\n", encoding="utf-8"
    )
    (folder / "new.csv").write_text("item;price\nA1;11,5\nA2;1.000\nA3;dear\nA9;-5\n", encoding="utf-8")
    call = ["simulate", *SOURCES, "sales_history.csv", "--prices-file", "new.csv"]
    assert run([*call, "-o", "s.csv"]) == 1
    said = capsys.readouterr().err.splitlines()
    for cell, code in (("B3", "E-NUMBER"), ("B4", "E-NUMBER"), ("B5", "E-PRICE")):
        assert len([line for line in said if f"new.csv, cell {cell}:" in line and code in line]) == 1, (cell, said)
    assert run([*call, "-o", "s.xlsx"]) == 1
    findings = [str(cell.value) for row in openpyxl.load_workbook("s.xlsx")["Findings"] for cell in row]
    assert "E-NUMBER" in findings
    assert "new.csv" in findings
    assert run([*call, "--locale", "fi", "-o", "s.csv", "--overwrite"]) == 1
    assert "cell B3" not in capsys.readouterr().err, "1.000 is a thousand in Finnish"
    with (folder / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "1000" in file.read()
    (folder / "new.csv").write_text("item;price\nA1;x\nA2;1.000\n", encoding="utf-8")
    assert run(call) == 2
    said_all = capsys.readouterr().err
    assert "cell B2" in said_all
    assert "cell B3" in said_all
    assert "it needs the columns" not in said_all


def test_lines_of_a_quote_are_told_where_they_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "customer;item;quantity\n1001;A1;x\n;A2;1.000\n1001;A1;-1\n1001;;3\n1002;A2;4\n;A2;5\n"
    (folder / "wanted.csv").write_text(text, encoding="utf-8")
    call = ["quote", *SOURCES, "--customer", "1001", "--lines", "wanted.csv", "-o", "q.xlsx"]
    assert run(call) == 1
    said = capsys.readouterr().err.splitlines()
    for words in ("cell C2: not a number", "cell C3: not a number", "cell B5: item not in the items table"):
        assert len([line for line in said if f"wanted.csv, {words}" in line]) == 1, (words, said)
    assert any("row 4: quantity -1" in line for line in said)
    assert any("row 6: a line of 1002, not of 1001; left out" in line for line in said)
    assert [item for item, _ in form(folder / "q.xlsx")] == ["A1", "A2", "A1", "A2"]
    assert ("A2", 5) in form(folder / "q.xlsx")
    assert "`locale`" not in "".join(said)
    assert "--locale" in "".join(said)

    assert run(["delivery-list", *SOURCES, "--customer", "1001", "--lines", "wanted.csv"]) == 1
    rows, err = printed(capsys)
    assert [(row["item"], row["quantity"]) for row in rows] == [
        ("A1", ""),
        ("A2", ""),
        ("A1", "-1"),
        ("", "3"),
        ("A2", "5"),
    ]
    assert "wanted.csv, cell C2" in err
    (folder / "others.csv").write_text("customer;item;quantity\n1002;A2;4\n", encoding="utf-8")
    assert run(["quote", *SOURCES, "--customer", "1001", "--lines", "others.csv", "-o", "q2.xlsx"]) == 2
    assert "others.csv has no line for customer 1001" in capsys.readouterr().err
    assert not (folder / "q2.xlsx").exists()


def test_a_quote_has_the_order_lines_of_its_customer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quote", *SOURCES, "--customer", "1001", "-o", "q.xlsx"]) == 0
    assert form(folder / "q.xlsx") == [("A1", 2), ("A2", 5)], "its number, else its business id"
    assert run(["delivery-list", *SOURCES, "--customer", "1002"]) == 0
    rows, _ = printed(capsys)
    assert [(row["item"], row["quantity"]) for row in rows] == [("A2", "3"), ("A1", "7"), ("A1", "13")]
    assert run(["quote", "items.csv", "customers.csv", "--customer", "1002", "-o", "empty.xlsx"]) == 0
    assert form(folder / "empty.xlsx") == []
    workbook(folder / "tasks.xlsx", tasks=[["task", "customer", "output"], ["quote", "1001", "same.xlsx"]])
    assert run(["run", "tasks.xlsx", *SOURCES]) == 0
    assert form(folder / "same.xlsx") == form(folder / "q.xlsx")


def test_lines_of_a_file_stand_in_place_of_the_order_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook(
        folder / "all.xlsx",
        Tilausrivit=[["customer", "item", "quantity"], ["1001", "A2", 4]],
        Stock=[["item", "warehouse", "on_hand"], ["A1", "W", 5]],
    )
    call = ["items.csv", "customers.csv", "order_lines.csv", "all.xlsx", "--lines", "all.xlsx", *AS_OF]
    assert run(["price", *call]) == 0
    rows, _ = printed(capsys)
    assert [(row["item"], row["quantity"], row["total"]) for row in rows] == [("A2", "4", "80")]
    assert run(["compare-prices", *call, "--on-after", "2026-07-01"]) == 0
    assert len(printed(capsys)[0]) == 1
    assert run(["price", *call, "--item", "A1", "--customer", "1001"]) == 2


def test_what_a_customer_may_not_see_is_in_no_csv(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["price-list", *SOURCES, "--customer", "1001"]
    shown = ["item", "description", "min_quantity", "standard_price", "net_price", "currency", "state"]
    assert run(call) == 0
    rows, _ = printed(capsys)
    assert list(rows[0]) == shown
    controller = next(row for row in rows if row["item"] == "A3")
    assert (controller["standard_price"], controller["net_price"], controller["state"]) == ("", "", "On request")
    assert run([*call, "-o", "p.csv", "--language", "de"]) == 0
    text = (folder / "p.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == ",".join(shown)
    assert "900" not in text
    assert "Auf Anfrage" in text
    assert run(["price-list", *SOURCES]) == 0
    assert "level" in printed(capsys)[0][0], "for the company's own eyes"
    whole = pb.read("items.csv", "customers.csv").price_list("1001")
    assert "price_basis" in whole.columns


def test_what_is_doubtful_about_lines_of_a_file_names_the_file(folder: Path) -> None:
    (folder / "wanted.csv").write_text("Order 7\n\nitem;quantity\nA1;2\nA9;1\nA2;x\n", encoding="utf-8")
    for command in (["price"], ["compare-prices", "--on-after", "2026-07-01"]):
        assert run([*command, *SOURCES, "--lines", "wanted.csv", "-o", "p.xlsx"]) == 1
        rows = openpyxl.load_workbook(folder / "p.xlsx")["Findings"].iter_rows(values_only=True)
        found = [row for row in rows if "wanted.csv" in row]
        assert any("E-ITEM-UNKNOWN" in row and "A5" in row for row in found), found
        assert any("E-NUMBER" in row and "B6" in row for row in found), found


def test_one_price_takes_what_an_order_line_may_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["price", *SOURCES, "--customer", "1001", "--item", "A1", "--quantity", "2"]
    assert run([*call, "--special-discount", "10", "--entered-discount1", "50"]) == 0
    rows, _ = printed(capsys)
    assert [(row["discount1"], row["total"]) for row in rows] == [("50", "9")]
    assert run([*call, "--entered-price", "7", "--entered-kind", "N", "--explain", "--language", "de"]) == 0
    rows, _ = printed(capsys)
    assert any("in der Zeile eingegebener Preis 7" in row["text"] for row in rows)
    assert run([*call, "--currency", "USD", "--exchange-rate", "0.5"]) == 0
    rows, _ = printed(capsys)
    assert rows[0]["invoice_net_price_foreign"] == "20"
    assert run(["price", *SOURCES, "--site", "3"]) == 2
    assert "an item is missing" in capsys.readouterr().err
    assert folder


def test_a_price_list_is_a_ladder_or_at_one_quantity(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "customer_prices.csv").write_text("customer;item;price;min_quantity\n1001;A1;9;5\n", encoding="utf-8")
    call = ["price-list", *SOURCES, "customer_prices.csv", "--customer", "1001", "--items", "A1"]
    assert run(call) == 0
    rows, _ = printed(capsys)
    assert [row["min_quantity"] for row in rows] == ["1", "5"]
    assert run([*call, "--quantities", "6"]) == 0
    rows, _ = printed(capsys)
    assert [(row["min_quantity"], row["net_price"]) for row in rows] == [("6", "9")]
    assert run([*call, "--quantities", "some"]) == 2
