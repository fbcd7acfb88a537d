"""What is written to be edited or filled in comes back as what it was, and changes come back as changes."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

import partsbook as pb
from partsbook.cli.main import run
from sample import AS_OF, sample_catalog

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KEY = "partsbook key items"
_LETTERS = "ABCXYZabc0123456789-./_ äöÅß中文"

_words = st.text(_LETTERS, min_size=0, max_size=12).map(lambda text: f"T{text}".strip())
_codes = st.text("ABCX0123456789-./Ä中", max_size=10).map(lambda text: f"0Q{text}")
_decimals = st.decimals(min_value=-99_999_999, max_value=99_999_999, places=4).map(Decimal.normalize)
_dates = st.dates(date(1901, 1, 1), date(9998, 12, 31))
_COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "description_en": _words,
    "gross_price": _decimals,
    "lead_days": st.integers(-9_999, 9_999),
    "spare": st.booleans(),
    "unit": _codes,
}


def _said(value: object) -> str | None:
    """Return a value as the table of changes writes it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "Y" if value else "N"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _sheet(path: Path) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.load_workbook(path)
    return book, book.worksheets[0]


def _rows(sheet: Worksheet) -> tuple[list[Any], list[list[Any]]]:
    first, *rest = ([cell.value for cell in row] for row in sheet.iter_rows())
    return first, rest


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_edits_come_back_exactly(data: st.DataObject) -> None:
    numbers = data.draw(st.lists(_codes, min_size=1, max_size=8, unique=True))
    blanks = {name: st.none() | values for name, values in _COLUMNS.items()}
    items: dict[str, list[Any]] = {"item": numbers}
    for name, values in blanks.items():
        items[name] = [data.draw(values) for _ in numbers]
    catalog = pb.read({"items": items}, as_of=AS_OF)
    names = [name for name in catalog.table("items").columns if name != "origin"]
    language = data.draw(st.sampled_from(["en", "fi", "sv", "de", "nl", "zh"]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.xlsx"
        catalog.table("items").to_excel(path, editable=True, language=language)
        assert len(catalog.changes(path)) == 0
        book, sheet = _sheet(path)
        head, rows = _rows(sheet)
        assert head[0] == _KEY
        expected: set[tuple[Any, ...]] = set()
        records = {number: {name: items[name][at] for name in names} for at, number in enumerate(numbers)}
        kept = []
        for row, number in zip(rows, numbers, strict=True):
            action = data.draw(st.sampled_from(["keep", "keep", "change", "remove"]))
            if action == "remove":
                expected.add(("removed", number, None, None, None))
                continue
            if action == "change":
                column = data.draw(st.sampled_from([name for name in names if name != "item"]))
                new = data.draw(blanks[column])
                row[1 + names.index(column)] = new
                if _said(new) != _said(records[number][column]):
                    expected.add(("changed", number, column, _said(records[number][column]), _said(new)))
            kept.append(row)
        for count in range(data.draw(st.integers(0, 3))):
            number = f"NEW{count}"
            added = {"item": number, **{name: data.draw(blanks[name]) for name in names if name != "item"}}
            kept.append([None, *(added[name] for name in names)])
            expected |= {
                ("added", number, name, None, _said(value)) for name, value in added.items() if value is not None
            }
        # Sorted, with the columns in another order, one more column, a blank row and another look.
        data.draw(st.randoms(use_true_random=False)).shuffle(kept)
        order = data.draw(st.permutations(range(len(head))))
        sheet.delete_rows(1, sheet.max_row)
        for row in [head, *kept]:
            sheet.append([row[at] for at in order] + (["my remark"] if row is head else ["look"]))
        sheet["B2"].font = Font(bold=True)
        sheet.row_dimensions[2].hidden = True
        book.save(path)
        found = catalog.changes(path)
        got = {(row.change, row.key, row.column, row.before, row.after) for row in found}
        assert got == expected
        assert len(found) == len(expected)
        assert {finding.code for finding in found.findings} <= {"I-EDIT-COLUMN", "I-HIDDEN", "I-TRIM"}


def _edited(tmp_path: Path) -> tuple[pb.Catalog, Path, openpyxl.Workbook, Worksheet]:
    catalog = sample_catalog()
    path = tmp_path / "items.xlsx"
    catalog.table("items").to_excel(path, editable=True)
    book, sheet = _sheet(path)
    return catalog, path, book, sheet


def _codes_of(catalog: pb.Catalog, path: Path, book: openpyxl.Workbook) -> list[str]:
    book.save(path)
    found = catalog.changes(path)
    assert len(found) == 0, "nothing is guessed"
    return [finding.code for finding in found.findings]


def test_what_breaks_the_round_trip_is_a_finding(tmp_path: Path) -> None:
    catalog, path, book, sheet = _edited(tmp_path)
    keys = [cell.value for cell in sheet["A"]]
    sheet["A3"] = keys[1]
    assert _codes_of(catalog, path, book) == ["E-EDIT-KEY-DUP", "E-EDIT-KEY-DUP", "W-EDIT-REMOVED"]
    sheet["A3"] = "K2-abc"
    assert _codes_of(catalog, path, book) == ["E-EDIT-KEY", "W-EDIT-REMOVED"]
    sheet["A3"] = keys[2]
    sheet["E3"] = "a lot"
    assert _codes_of(catalog, path, book) == ["E-NUMBER"]
    sheet.delete_cols(1)
    assert _codes_of(catalog, path, book) == ["E-EDIT-NO-KEY"]


def test_changes_are_a_table_like_others(tmp_path: Path) -> None:
    catalog, path, book, sheet = _edited(tmp_path)
    assert sheet["E1"].value == "List price"
    sheet["E2"] = 13_000
    book.save(path)
    found = catalog.changes(path)
    row = found[0]
    assert (row.change, row.key, row.column, row.before, row.after) == (
        "changed",
        "A200",
        "gross_price",
        "12500",
        "13000",
    )
    assert row.origin == 'items.xlsx, sheet "items", cell E2'
    assert row.source == "items, cell D2"
    found.to_excel(tmp_path / "changes.xlsx")
    assert openpyxl.load_workbook(tmp_path / "changes.xlsx").sheetnames[0] == "Changes"


def test_columns_of_the_users_own_come_back_too(tmp_path: Path) -> None:
    text = "item,quantity,Documentation comments,Website; provider,Documentation comments\nA,1,x,y,z\nB,2,,,\n"
    catalog = pb.read({"bom.csv": text.encode()}, as_of=AS_OF)
    path = tmp_path / "bom.xlsx"
    catalog.table("bom").to_excel(path, editable=True)
    assert len(catalog.changes(path)) == 0
    book, sheet = _sheet(path)
    titles = [cell.value for cell in sheet[1]]
    for cell, title in zip(sheet[3], titles, strict=True):
        if title not in {_KEY.replace("items", "bom"), "Item", "Quantity"}:
            cell.value = f"new {cell.column}"
    book.save(path)
    found = catalog.changes(path)
    assert [(row.change, row.key, row.before) for row in found] == [("changed", "row 3", None)] * 3
    assert len({row.column for row in found}) == 3
    assert {row.column for row in found} >= {"Documentation comments", "Website; provider"}
    assert [finding.code for finding in found.findings] == []


def test_the_key_column_is_grey_and_takes_no_typing(tmp_path: Path) -> None:
    _, _, _, sheet = _edited(tmp_path)
    rule = sheet.data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.type, rule.errorStyle or "stop") == ("A2:A5", "textLength", "stop")
    assert sheet["A2"].fill.fgColor.rgb == "FFE4EAF1"
    assert not sheet.protection.sheet, "else rows could not be sorted"


def test_only_tables_that_were_read_can_be_edited(tmp_path: Path) -> None:
    catalog = sample_catalog()
    with pytest.raises(ValueError, match="is an answer"):
        catalog.explode("A200").to_excel(tmp_path / "x.xlsx", editable=True)
    path = tmp_path / "items.xlsx"
    catalog.table("items").to_excel(path, editable=True)
    with pytest.raises(pb.ReportError, match="exists"):
        catalog.table("items").to_excel(path, editable=True)
    catalog.table("items").to_excel(path, editable=True, overwrite=True)


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "items.csv"
    source.write_text("item;gross_price\nA1;1\nB2;2\n", encoding="utf-8")
    path = tmp_path / "edit.xlsx"
    assert run(["edit", str(source), "--table", "items", "-o", str(path)]) == 0
    book, sheet = _sheet(path)
    sheet["C3"] = 5
    book.save(path)
    assert run(["changes", str(source), "--edited", str(path)]) == 0
    assert "changed,items,B2,gross_price,2,5" in capsys.readouterr().out
    assert run(["edit", str(source), "--table", "itemz", "-o", str(tmp_path / "x.xlsx")]) == 2
    capsys.readouterr()
    assert run(["edit", str(source), "--table", "bom", "-o", str(tmp_path / "x.xlsx")]) == 2
    said = capsys.readouterr().err
    assert "no rows of `bom` were read" in said
    assert "rows were read of items" in said
    assert not (tmp_path / "x.xlsx").exists()


def test_findings_begin_with_what_to_fix_first(tmp_path: Path) -> None:
    catalog = pb.read(
        {
            "items": {"item": ["A", "B", "C"], "gross_price": ["cheap", "1", "2"]},
            "stock": {"item": ["C", "C"], "on_hand": ["many", "few"]},
            "sales_history": {"item": ["A", "B", "A"], "quantity": [2, 5, 1], "net_price": [10, 7, 10]},
            "bom": {"parent": ["A"], "item": ["B"], "quantity": ["two"]},
        },
        as_of=AS_OF,
    )
    first = catalog.findings.more[0]
    row = first[0]
    assert (row.severity, row.code, row["count"], row.sales_concerned) == ("E", "E-NUMBER", 4, Decimal(65))
    path = tmp_path / "findings.xlsx"
    catalog.findings.to_excel(path)
    assert openpyxl.load_workbook(path).sheetnames == ["Fix first", "Findings", "About"]


def test_a_mapping_is_remembered_when_asked(tmp_path: Path) -> None:
    source = tmp_path / "data.csv"
    source.write_text("Ref;Stk.;Pris\nA;2;1,234\n", encoding="utf-8")
    file = tmp_path / "partsbook-mapping.csv"
    told: dict[str, Any] = {
        "sheets": {"data": "items"},
        "synonyms": {"Ref": "item", "Pris": "gross_price"},
        "locale": "fi",
    }
    pb.read(source, as_of=AS_OF, **told)
    assert not file.exists(), "only when asked"
    pb.read(source, as_of=AS_OF, remember=True, **told)
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "what,name,means",
        "sheet,data,items",
        "title,Pris,gross_price",
        "title,Ref,item",
        "locale,,fi",
    ]
    catalog = pb.read(source, as_of=AS_OF)
    assert catalog.table("items")[0].gross_price == Decimal("1.234")
    assert catalog.tables[1].reason == "remembered here and used: sheets 1, titles 2, locale 1"
    assert pb.read(tmp_path, as_of=AS_OF).table("items")[0].gross_price == Decimal("1.234")
    file.write_text("what,name,means\nsheet,gone,bom\nnonsense\n", encoding="utf-8")
    codes = [finding.code for finding in pb.read(source, as_of=AS_OF).findings if "MAPPING" in finding.code]
    assert codes == ["E-MAPPING", "W-MAPPING-STALE"]
    with pytest.raises(ValueError, match="beside it"):
        pb.read({"items": {"item": ["A"]}}, remember=True)
    file.unlink()
    assert run(["check", str(source), "--sheet", "data=items", "--synonym", "item=Ref", "--remember"]) == 1
    assert "title,Ref,item" in file.read_text(encoding="utf-8-sig")


_SCHEMA = [row for row in pb.schema().rows() if row["field"]]
_SETTINGS = {row["table"] for row in pb.schema().rows() if not row["field"] and row["type"] == "keyvalue"}
_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "code": _codes,
    "text": _words,
    "codes": st.lists(st.from_regex(r"[A-Z]{2}[0-9]{1,3}", fullmatch=True), min_size=1, max_size=3).map(";".join),
    "decimal": _decimals,
    "money": _decimals,
    "percent": _decimals,
    "fraction": st.decimals(0, 1, places=6).map(Decimal.normalize),
    "integer": st.integers(-999_999, 999_999),
    "date": _dates,
    "flag": st.booleans(),
}


@cache
def _template(table: str, language: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        pb.template(path, tables=[table], language=language)
        return path.read_bytes()


@pytest.mark.parametrize("table", sorted({row["table"] for row in _SCHEMA} - _SETTINGS))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), language=st.sampled_from(["en", "fi", "zh"]))
def test_a_template_that_is_filled_in_is_read_without_loss(table: str, data: st.DataObject, language: str) -> None:
    fields = [row for row in _SCHEMA if row["table"] == table]
    names = [re.sub("_xx$", f"_{language}", row["field"]) for row in fields]
    records = []
    for _ in range(data.draw(st.integers(1, 3))):
        record = {}
        for name, row in zip(names, fields, strict=True):
            values = (
                st.sampled_from(re.split(r"\s*\|\s*", row["choices"]))
                if row["type"] == "choice"
                else _KINDS[row["type"]]
            )
            may_be_blank = row["required"] == "" and len(names) > 3
            record[name] = data.draw(values | values | st.none() if may_be_blank else values)
        # A row without any value is no record.
        assume(any(value is not None for value in record.values()))
        records.append(record)
    book = openpyxl.load_workbook(io.BytesIO(_template(table, language)))
    sheet = book.worksheets[1]
    for at, record in enumerate(records, start=2):
        for column, value in enumerate(record.values(), start=1):
            sheet.cell(at, column).value = ("Y" if value else "N") if isinstance(value, bool) else value
    filled = io.BytesIO()
    book.save(filled)
    catalog = pb.read(filled.getvalue(), as_of=AS_OF)
    read = catalog.table(table).rows()
    assert len(read) == len(records), [str(finding) for finding in catalog.findings]
    for row, record in zip(read, records, strict=True):
        assert {name: row.get(name) for name in record} == record
