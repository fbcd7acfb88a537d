"""Copied customers and agreements: rows to paste into the sheet they came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

AS_OF = date(2026, 6, 30)
# Finnish titles in an order of their own, and a column nobody reads.
TITLES = [
    "Alennusprosentti",
    "Hyväksyjä (sisäinen)",
    "Asiakasnro",
    "Tuotekoodi",
    "Minimimäärä",
    "Monikerta",
    "Kampanja",
]
ROWS: list[list[Any]] = [
    [10, "AB", "C1", "P1", 6, "K", "KESÄ"],
    [5, None, "C1", "P2", None, None, None],
    [5, None, "C2", "P2", None, None, None],
    [7.5, None, "C1", "00120", 10, None, None],
]


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Asiakasalennukset"
    sheet.append(["Alennukset 2026"])
    sheet.append([])
    sheet.append(TITLES)
    for row in rows:
        sheet.append(row)
    customers = book.create_sheet("Asiakkaat")
    customers.append(["Nimi", "Asiakasnro", "Y-tunnus"])
    customers.append(["Yksi Oy", "C1", "B1"])
    customers.append(["Kaksi Oy", "C2", "B2"])
    items = book.create_sheet("Tuotteet")
    items.append(["Tuotekoodi", "Myyntihinta"])
    for item in ("P1", "P2", "00120"):
        items.append([item, 100])
    book.save(path)
    return path


def read(path: Path) -> pb.Catalog:
    return pb.read(path, as_of=AS_OF)


def pasted(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == "Asiakasalennukset"
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_rows_fit_into_the_sheet_they_were_copied_from(tmp_path: Path) -> None:
    source = workbook(tmp_path / "prices.xlsx", ROWS)
    copied = read(source).copy_discounts("C1", "C2")
    assert [finding.code for finding in copied.findings] == ["W-COPY-EXISTS"]
    copied.to_excel(tmp_path / "paste.xlsx")
    titles, *rows = pasted(tmp_path / "paste.xlsx")
    assert titles[: len(TITLES)] == TITLES
    assert [row[2:5] for row in rows] == [["C2", "P1", 6], ["C2", "00120", 10]]
    assert [row[0] for row in rows] == [10, 7.5]
    assert rows[0][6] == "KESÄ"
    assert rows[0][1] is None, "what nobody reads is not copied"
    again = read(workbook(tmp_path / "after.xlsx", ROWS + [row[: len(TITLES)] for row in rows]))
    prices = {item: again.price("C2", item, 10).net_price for item in ("P1", "P2", "00120")}
    assert prices == {"P1": Decimal(100), "P2": Decimal(95), "00120": Decimal("92.5")}
    assert again.price("C2", "P1", 12, campaign="KESÄ").net_price == Decimal(90)
    twice = again.copy_discounts("C1", "C2")
    assert (len(twice), len(twice.findings)) == (0, 3), "refused: the target has them"


def test_a_customer_is_copied_in_the_columns_of_its_sheet(tmp_path: Path) -> None:
    source = workbook(tmp_path / "prices.xlsx", ROWS)
    copied = read(source).copy_customer("C1", "C3", {"name": "Kolme Oy"})
    copied.to_excel(tmp_path / "paste.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "paste.xlsx").worksheets[0]
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["Nimi", "Asiakasnro", "Y-tunnus"],
        ["Kolme Oy", "C3", "B1"],
    ]


def test_the_command_line_and_the_tasks_sheet_copy_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = workbook(tmp_path / "prices.xlsx", ROWS)
    path = tmp_path / "paste.xlsx"
    arguments = [str(source), "--as-of", "2026-06-30", "-o", str(path)]
    assert run(["copy-discounts", *arguments, "--source", "C1", "--business-id", "B2"]) == 0
    assert [row[2] for row in pasted(path)[1:]] == [None] * 3, "for a business id, not for a customer"
    assert run(["copy-customer", *arguments, "--source", "C1", "--customer", "C2"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert run(["copy-discounts", *arguments, "--source", "C1"]) == 2
    book = openpyxl.load_workbook(source)
    tasks = book.create_sheet("tasks")
    tasks.append(["task", "arguments", "output"])
    tasks.append(["copy_customer", "source=C1; customer=C4; changes=name=Neljä Oy, business_id=B4", "new customer"])
    tasks.append(["copy_discounts", "source=C1; customer=C2", "new discounts"])
    book.save(source)
    assert run(["run", str(source), "--as-of", "2026-06-30"]) == 0
    rows = list(openpyxl.load_workbook(tmp_path / "new customer.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[1] == ("Neljä Oy", "C4", "B4")
    assert len(pasted(tmp_path / "new discounts.xlsx")) == 3
