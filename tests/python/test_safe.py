from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path


def _book(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = "W220", 41.1
    sheet["B1"].comment = Comment("cost 12", "Anna")
    sheet.column_dimensions["D"].hidden = True
    sheet["D1"] = "X230"
    sheet["E1"], sheet["E1"].number_format = 12.5, ";;;"
    hidden = book.create_sheet("Costs")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = 12.5
    book.defined_names["margin"] = DefinedName("margin", attr_text="0.38", hidden=True)
    book.properties.lastModifiedBy = "Anna"
    book.save(path)


def test_everything_a_reader_does_not_see_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    _book(path)
    findings = pb.check_safe(path, ["x230", "12.50"])
    found = {(finding.code, finding.value, finding.cell) for finding in findings if finding.severity != "I"}
    assert found == {
        ("E-SAFE-FORBIDDEN", "x230", "D1"),
        ("E-SAFE-FORBIDDEN", "12.50", "A1"),
        ("E-SAFE-FORBIDDEN", "12.50", "E1"),
        ("E-SAFE-HIDDEN-CELLS", "columns D:D", "D"),
        ("E-SAFE-HIDDEN-NAME", "margin = 0.38", None),
        ("E-SAFE-HIDDEN-SHEET", "veryHidden", None),
        ("W-SAFE-COMMENT", "cost 12", "B1"),
        ("W-SAFE-INVISIBLE", None, "E1"),
        ("W-SAFE-NAME", "margin = 0.38", None),
        ("W-SAFE-PROPERTY", "Anna", None),
    }


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.xlsx"):
        pb.check_safe(tmp_path / "nothing.xlsx")


def test_the_command_says_whether_a_file_may_be_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, words = tmp_path / "sent.xlsx", tmp_path / "words.txt"
    _book(path)
    words.write_text("Costs\n", encoding="utf-8")
    assert run(["check-safe", str(path), "--forbid", "W220", "--forbid-file", str(words)]) == 1
    said = capsys.readouterr().out
    assert "cell A1: text that must not leave is inside (E-SAFE-FORBIDDEN)" in said
    assert "not safe to send" in said
    clean = tmp_path / "clean.csv"
    clean.write_text("item;price\nW220;1\n", encoding="utf-8")
    assert run(["check-safe", str(clean)]) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("offer.pdf", b"%PDF-1.7\n1 0 obj\n"), ("offer.csv.gz", b"\x1f\x8b\x08\x00\x00"), ("offer.xlsx", b"")],
)
def test_a_file_that_is_not_looked_into_is_not_called_safe(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert run(["check-safe", str(path)]) == 1
    said = capsys.readouterr().out
    assert "E-SAFE-FORMAT" in said
    assert "not safe to send" in said


def test_a_cost_is_found_in_a_formula_a_rule_and_a_text(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"], sheet["C2"] = "=41.7731*1.5", "Einkaufspreis 41,7731 EUR"
    sheet["D2"], sheet["D2"].font = "hidden", Font(color="FFFFFFFF")
    sheet["E2"], sheet["E2"].font = "title", Font(color="FFFFFFFF")
    sheet["E2"].fill = PatternFill("solid", fgColor="FF1F497D")
    sheet.conditional_formatting.add("F2", FormulaRule(formula=["$B2<41.7731"], font=Font(color="FFFF0000")))
    book.save(path)
    found = {(finding.code, finding.cell) for finding in pb.check_safe(path, ["41.7731"])}
    assert found == {
        ("E-SAFE-FORBIDDEN", "B2"),
        ("E-SAFE-FORBIDDEN", "C2"),
        ("E-SAFE-FORBIDDEN", "F2"),
        ("W-SAFE-INVISIBLE", "D2"),
    }
    told = next(finding for finding in pb.check_safe(path) if finding.code == "W-SAFE-INVISIBLE")
    assert told.detail == "the font has the colour of what is behind it: D2"


def test_the_command_writes_a_quote(tmp_path: Path) -> None:
    items, customers, lines = tmp_path / "items.csv", tmp_path / "customers.csv", tmp_path / "wanted.csv"
    items.write_text("item;gross_price\nW220;10\nW330;20\n", encoding="utf-8")
    customers.write_text("customer;name\n1001;Mylly Oy\n", encoding="utf-8")
    lines.write_text("item;quantity\nW220;3\n", encoding="utf-8")
    path = tmp_path / "quote.xlsx"
    sources = [str(items), str(customers), "--as-of", "2026-06-30", "--customer", "1001", "-o", str(path)]
    assert run(["quote", *sources, "--lines", str(lines), "--freight", "5", "--tax", "25.5"]) == 0
    cells = [cell.value for row in openpyxl.load_workbook(path, data_only=True).worksheets[0] for cell in row]
    assert 42.65 in cells, "30.00, freight 5.00, VAT 25.5 % of 30.00"
    sheet = tmp_path / "prices.xlsx"
    sources[-1] = str(sheet)
    assert run(["quote", *sources, "--price-sheet", "--language", "fi"]) == 0
    assert openpyxl.load_workbook(sheet).sheetnames[0] == "Hinnasto"
    sources[5] = "END"
    assert run(["quote", *sources]) == 2
