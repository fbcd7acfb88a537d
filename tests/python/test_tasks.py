"""The tasks sheet: arguments in columns of their own, rows that are not done, and what is told of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from partsbook.cli import jobs
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

TITLES = ["task", "customer", "item", "Quantity", "on", "Price-Sheet", "output", "active"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "items.csv").write_text("item;gross_price\nA1;10\nA2;20\n", encoding="utf-8")
    (tmp_path / "customers.csv").write_text("customer;name\n1001;Mylly Oy\n", encoding="utf-8")
    (tmp_path / "customer_prices.csv").write_text(
        "customer;item;price;valid_from\n1001;A1;7;2026-02-01\n", encoding="utf-8"
    )
    return tmp_path


def do(folder: Path, titles: list[str], *rows: list[Any], options: tuple[str, ...] = ()) -> int:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "tasks"
    for row in (titles, *rows):
        sheet.append(row)
    book.save(folder / "do.xlsx")
    sources = [str(folder / name) for name in ("do.xlsx", "items.csv", "customers.csv", "customer_prices.csv")]
    return run(["run", *sources, "--as-of", "2026-06-30", *options])


def cells(path: Path) -> list[Any]:
    return [cell.value for row in openpyxl.load_workbook(path).worksheets[0] for cell in row if cell.value is not None]


def failures(folder: Path) -> list[str]:
    titles, *rows = (
        openpyxl.load_workbook(folder / "Findings.xlsx").worksheets[0].iter_rows(min_row=3, values_only=True)
    )
    told = [dict(zip(titles, row, strict=True)) for row in rows]
    return [f"{row['Origin']}: {row['Message']} | {row.get('Hint') or ''}" for row in told]


def test_arguments_may_have_columns_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    january = date(2026, 1, 31)
    assert (
        do(
            folder,
            [*TITLES, "Remarks"],
            ["price", 1001, "A1", 3, january, None, "winter.xlsx", "Y", "as agreed"],
            ["price", 1001, "A1", 1.5, None, None, "summer.xlsx", None, None],
            ["quote", "1001", None, None, None, True, "sheet.xlsx", "yes", None],
            ["price", "9999", "A1", None, None, None, "off.xlsx", "N", None],
        )
        == 0
    )
    assert capsys.readouterr().err == "", "quiet when piped"
    assert 30 in cells(folder / "winter.xlsx"), "the list price, before the customer had its own"
    assert 10.5 in cells(folder / "summer.xlsx")
    assert "Price sheet" in openpyxl.load_workbook(folder / "sheet.xlsx").sheetnames[0]
    assert not (folder / "off.xlsx").exists()
    assert not (folder / "Findings.xlsx").exists()


def test_a_row_that_says_something_else_is_not_done(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        do(
            folder,
            [*TITLES, "custmer", "arguments"],
            ["price-list", None, None, None, None, None, "1.xlsx", None, "1001", None],
            ["price", "1001", "A1", "1.000", None, None, "2.xlsx", None, None, None],
            ["price", "1001", "A1", 1, None, None, "3.xlsx", "vielleicht", None, None],
            ["price", "1001", "A1", 1, None, None, "4.xlsx", None, None, "item=A2"],
            ["price-list", "=1/0", None, None, None, None, "5.xlsx", None, None, None],
            ["explode", None, "A1", None, "2026-11-20xyz", None, "6.xlsx", None, None, None],
            ["price_lnes", None, None, None, None, None, "7.xlsx", None, None, None],
        )
        == 1
    )
    told = failures(folder)
    expected = [
        '"price-list" has no argument "custmer"',
        'quantity: "1.000" is ambiguous; write 1000 or 1',
        'found "vielleicht" as active',
        'the argument "item" is given twice',
        "formula without a stored result",
        'on: "2026-11-20xyz" is not a date',
        'there is no task "price_lnes"',
    ]
    assert len(told) == len(expected)
    for number, (line, words) in enumerate(zip(told, expected, strict=True), start=2):
        assert line.startswith(f'do.xlsx, sheet "tasks", row {number}: '), line
        assert words in line
    names = told[-1].partition("|")[2]
    assert all(name in names for name in (*jobs.TASKS, "price-lines", "parts-book"))
    assert sorted(path.name for path in folder.glob("*.xlsx")) == ["Findings.xlsx", "do.xlsx"]
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(expected) + 1, "a log keeps every failure, and where they are listed"
    assert all(any(words in line for line in said) for words in expected)
    assert do(folder, TITLES, ["price", "1001", "A1", "1.000", None, None, "2.xlsx"], options=("--locale", "en")) == 0


def test_no_file_of_a_run_is_replaced_by_another_one(folder: Path) -> None:
    assert (
        do(
            folder,
            TITLES,
            ["price", "1001", "A1", 2, None, None, "same.xlsx"],
            ["price", "1001", "A2", 3, None, None, "Same.xlsx"],
            ["price", "1001", "A2", 3, None, None, "findings"],
        )
        == 1
    )
    assert 14 in cells(folder / "same.xlsx")
    told = failures(folder)
    assert '"Same.xlsx" is another file of this run: do.xlsx, sheet "tasks", row 2: price' in told[0]
    assert '"findings.xlsx" is another file of this run' in told[1]


def test_what_is_doubtful_in_the_lines_of_a_task_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "wanted.csv").write_text("customer;item;quantity\n1001;A1;x\n1001;A2;2\n1002;A2;9\n", encoding="utf-8")
    row = ["quote", "1001", None, None, None, None, "q.xlsx", None, "wanted.csv"]
    assert do(folder, [*TITLES, "lines"], row) == 1
    told = failures(folder)
    assert "wanted.csv, cell C2: not a number (E-NUMBER)" in told[0]
    assert "wanted.csv, row 4: a line of 1002, not of 1001; left out" in told[1]
    assert "wanted.csv, cell C2" in capsys.readouterr().err
    assert (folder / "q.xlsx").exists()
