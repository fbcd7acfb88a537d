"""An annotated copy is the user's workbook with marks in it, and with nothing lost."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

import partsbook as pb
from partsbook.cli.main import run
from sample import AS_OF

_WORKBOOKS = Path(__file__).parents[3] / "shared" / "data" / "workbooks"
_SCALE = ColorScaleRule(start_type="min", start_color="FFFFFFFF", end_type="max", end_color="FFAACCEE")
_THIN = Side(style="thin", color="FF336699")


def _rich(path: Path) -> None:
    """Write a workbook with many features: items with two values that are no numbers, a bom, a chart."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Read me"
    first["A1"] = "How this workbook is used"
    first["A1"].font = Font(name="Georgia", size=20, bold=True)
    first.merge_cells("A1:D1")
    sheet = book.create_sheet("Items")
    sheet.append(["Item", "Description", "Gross price", "Valid from", "Cost"])
    for row, price in enumerate([12.5, "cheap", 7, "12 EUR each", 3.25], start=2):
        sheet.append([f"W{row}", f"Part {row}", price, date(2026, 1, row), None])
        sheet.cell(row, 5).value = f"=C{row}*0.5" if not isinstance(price, str) else None
        cell = sheet.cell(row, 3)
        cell.number_format = '#,##0.00 "€"'
        cell.font = Font(name="Courier New", italic=True, color="FF00AA00")
        cell.border = Border(left=_THIN, bottom=_THIN)
        cell.alignment = Alignment(horizontal="center", indent=1)
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", fgColor="FFDDDDDD")
    sheet["C3"].comment = Comment("ask the supplier", "Ann")
    sheet["A2"].comment = Comment("our best seller", "Ann")
    sheet["B2"].hyperlink = "https://example.org/part"
    sheet.add_table(Table(displayName="ItemsTable", ref="A1:E6"))
    sheet.conditional_formatting.add("C2:C6", CellIsRule(operator="greaterThan", formula=["10"], font=Font(bold=True)))
    sheet.conditional_formatting.add("C2:C6", _SCALE)
    choices = DataValidation(type="list", formula1='"W2,W3"', allow_blank=True)
    choices.add("A2:A99")
    sheet.add_data_validation(choices)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["D"].hidden = True
    sheet.print_title_rows = "1:1"
    sheet.print_area = "A1:E6"
    sheet.oddFooter.center.text = "Confidential &P"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.tabColor = "FFAA0000"
    lines = book.create_sheet("BOM")
    lines.append(["Parent", "Pos", "Item", "Quantity"])
    lines.append(["W6", "10", "W2", 2])
    lines.append(["W6", "20", None, 4])
    lines.append(["W6", "30", "W4", "two"])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=6), titles_from_data=True)
    lines.add_chart(chart, "F2")
    book.defined_names["Rates"] = DefinedName("Rates", attr_text="Items!$C$2:$C$6")
    lines.defined_names["Local"] = DefinedName("Local", attr_text="BOM!$A$2")
    book.active = 1
    book.save(path)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "parts.xlsx"
    _rich(path)
    return path


def test_the_copy_keeps_every_feature(original: Path, tmp_path: Path) -> None:
    before = original.read_bytes()
    copy = tmp_path / "copy.xlsx"
    catalog = pb.read(original, as_of=AS_OF)
    copies = catalog.annotated_copy(copy)
    assert original.read_bytes() == before, "the original is not touched"
    assert [(row.source, row.problem) for row in copies] == [("parts.xlsx", None)]
    old, new = openpyxl.load_workbook(original), openpyxl.load_workbook(copy)
    assert new.sheetnames == ["Findings", "Read me", "Items", "BOM"]
    assert new.active.title == old.active.title == "Items"
    marked = {(finding.sheet, finding.cell) for finding in catalog.findings if finding.severity != "I" and finding.row}
    assert {("Items", "C3"), ("Items", "C5"), ("BOM", "C3"), ("BOM", "D4")} <= marked
    assert copies[0].cells == len(marked)
    compared = 0
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = new[sheet.title][cell.coordinate]
                assert other.value == cell.value
                for part in ("font", "border", "alignment", "protection", "number_format"):
                    assert repr(getattr(other, part)) == repr(getattr(cell, part)), (cell.coordinate, part)
                is_marked = (sheet.title, cell.coordinate) in marked
                assert (repr(other.fill) != repr(cell.fill)) == is_marked, cell.coordinate
                compared += 1
        other = new[sheet.title]
        assert other.freeze_panes == sheet.freeze_panes
        assert other.merged_cells.ranges == sheet.merged_cells.ranges
        assert other.print_area == sheet.print_area
        assert other.print_title_rows == sheet.print_title_rows
        assert set(other.tables) == set(sheet.tables)
        assert set(other.defined_names) == set(sheet.defined_names)
        assert len(other.conditional_formatting) == len(sheet.conditional_formatting)
        assert len(other.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert other.oddFooter.center.text == sheet.oddFooter.center.text
    assert compared > 40
    assert new["Items"]["C3"].comment.text.startswith("ask the supplier\n\nnot a number (E-NUMBER)")
    assert new["Items"]["A2"].comment.text == "our best seller"
    assert "expected a number" in new["Items"]["C5"].comment.text
    assert new["Items"]["B2"].hyperlink.target == "https://example.org/part"
    assert new.defined_names["Rates"].attr_text == "Items!$C$2:$C$6"


def test_parts_that_are_not_touched_are_the_same_bytes(original: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    catalog = pb.read(original, as_of=AS_OF)
    catalog.annotated_copy(copy)
    before, after = _parts(original), _parts(copy)
    same = {name for name, part in before.items() if after[name] == part}
    assert {"xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/tables/table1.xml", "xl/theme/theme1.xml"} <= same
    assert "xl/worksheets/sheet1.xml" in same, "a sheet without findings"
    again = tmp_path / "again.xlsx"
    catalog.annotated_copy(again)
    assert again.read_bytes() == copy.read_bytes()


def test_the_sheet_in_front_leads_to_the_cells(original: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    pb.read(original, as_of=AS_OF).annotated_copy(copy, language="de")
    sheet = openpyxl.load_workbook(copy).worksheets[0]
    assert sheet.title == "Befunde"
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert {"'Items'!C3", "'BOM'!C3", "'Items'!A1"} <= links


def test_a_corrected_copy_is_read_without_findings_of_its_own(original: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    pb.read(original, as_of=AS_OF).annotated_copy(copy)
    book = openpyxl.load_workbook(copy)
    book["Items"]["C3"], book["Items"]["C5"], book["BOM"]["C3"], book["BOM"]["D4"] = 1, 2, "W3", 2
    book.save(copy)
    codes = {finding.code for finding in pb.read(copy, as_of=AS_OF).findings}
    assert not codes & {"E-NUMBER", "E-KEY-BLANK"}
    tables = pb.read(copy, as_of=AS_OF).tables
    assert tables[0].reason == "by its name a sheet of findings, of help, or about the workbook"


def test_a_text_file_becomes_a_workbook(tmp_path: Path) -> None:
    source = tmp_path / "items.csv"
    source.write_text('item;description;gross_price\n00120;"A; B";cheap\n', encoding="utf-8")
    copy = tmp_path / "items.xlsx"
    pb.read(source, as_of=AS_OF).annotated_copy(copy)
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["Findings", "items"]
    assert [cell.value for cell in book["items"][2]] == ["00120", "A; B", "cheap"]
    assert "E-NUMBER" in book["items"]["C2"].comment.text


def test_what_cannot_be_annotated_says_what_to_do(tmp_path: Path, original: Path) -> None:
    old = next(iter(_WORKBOOKS.glob("*.xls")), None)
    if old is None:
        pytest.skip("no old workbook here")
    source = Path(shutil.copy(old, tmp_path / "old.xls"))
    target = tmp_path / "out"
    with pytest.raises(pb.ReportError, match=r"is no \.xlsx or \.xlsm workbook") as caught:
        pb.read(source, as_of=AS_OF).annotated_copy(target)
    assert "save it as an ordinary .xlsx" in str(caught.value.hint)
    assert not target.exists(), "nothing is half written"
    copies = pb.read(source, original, as_of=AS_OF).annotated_copy(target)
    assert [bool(row.problem) for row in copies] == [True, False]
    assert [path.name for path in target.iterdir()] == ["parts-checked.xlsx"]


def test_wrong_targets_are_refused(tmp_path: Path, original: Path) -> None:
    catalog = pb.read(original, as_of=AS_OF)
    before = original.read_bytes()
    with pytest.raises(pb.ReportError, match="is an input"):
        catalog.annotated_copy(original, overwrite=True)
    with pytest.raises(pb.ReportError, match=r"must end in \.xlsx"):
        catalog.annotated_copy(tmp_path / "copy.xlsm")
    with pytest.raises(ValueError, match="there are parts"):
        catalog.annotated_copy(tmp_path / "copy.xlsx", source="other.xlsx")
    copy = tmp_path / "copy.xlsx"
    catalog.annotated_copy(copy)
    with pytest.raises(pb.ReportError, match="exists"):
        catalog.annotated_copy(copy)
    catalog.annotated_copy(copy, overwrite=True)
    original.write_bytes(before + b" ")
    with pytest.raises(pb.ReportError, match="has changed since it was read"):
        catalog.annotated_copy(tmp_path / "late.xlsx")
    assert not (tmp_path / "late.xlsx").exists()


def test_from_the_command_line_and_the_tasks_sheet(original: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    assert run(["check", str(original), "--annotate", str(copy)]) == 1
    assert openpyxl.load_workbook(copy).sheetnames[0] == "Findings"
    book = openpyxl.load_workbook(original)
    tasks = book.create_sheet("tasks")
    tasks.append(["task", "arguments", "output"])
    tasks.append(["annotate", None, "from tasks.xlsx"])
    book.save(original)
    run(["run", str(original)])
    assert openpyxl.load_workbook(tmp_path / "from tasks.xlsx").sheetnames[0] == "Findings"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not here")
def test_libreoffice_opens_the_copy_with_its_notes(original: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    pb.read(original, as_of=AS_OF).annotated_copy(copy)
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(copy)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    book = openpyxl.load_workbook(out / "copy.xlsx")
    assert book.sheetnames == ["Findings", "Read me", "Items", "BOM"]
    assert "ask the supplier" in book["Items"]["C3"].comment.text
    assert "E-NUMBER" in book["Items"]["C3"].comment.text
    assert book["BOM"]["D4"].fill.fgColor.rgb == "FFF9D9D6"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.skipif(not _WORKBOOKS.exists(), reason="the workbooks of real projects are not here")
@pytest.mark.parametrize("path", sorted(_WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.stem[:30])
def test_workbooks_of_real_projects_lose_nothing(path: Path, tmp_path: Path) -> None:
    catalog = pb.read(path, as_of=AS_OF)
    copy = tmp_path / "copy.xlsx"
    catalog.annotated_copy(copy)
    before, after = _parts(path), _parts(copy)
    assert set(before) <= set(after)
    old, new = openpyxl.load_workbook(path), openpyxl.load_workbook(copy)
    assert new.sheetnames[1:] == old.sheetnames
    compared = 0
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and not cell.has_style:
                    continue  # not in the file: a marked one has the style of its row
                other = new[sheet.title][cell.coordinate]
                assert (other.value, other.number_format) == (cell.value, cell.number_format)
                assert (other.font.name, other.font.b, other.font.sz) == (cell.font.name, cell.font.b, cell.font.sz)
                compared += 1
    assert compared > 0


def test_a_copy_is_not_written_into_a_folder_called_like_a_file(tmp_path: Path) -> None:
    source = tmp_path / "items.csv"
    source.write_text("item;gross_price\nW220;cheap\n", encoding="utf-8")
    with pytest.raises(pb.ReportError, match=r"copy\.csv") as told:
        pb.read(source, as_of=AS_OF).annotated_copy(tmp_path / "copy.csv")
    assert "ending .xlsx" in (told.value.hint or "")
    assert run(["check", str(source), "--annotate", str(tmp_path / "copy.csv")]) == 2
    assert not (tmp_path / "copy.csv").exists()
    # Any other name that is not there yet is that of a folder.
    assert run(["check", str(source), "--annotate", str(tmp_path / "copies.2026")]) == 1
    assert (tmp_path / "copies.2026" / "items-checked.xlsx").is_file()


def test_a_whole_row_is_called_a_row_in_the_lists_of_findings(tmp_path: Path) -> None:
    source = tmp_path / "bom.csv"
    source.write_text("item,qty\nA,x\nTotal,1\nTotal,2\n", encoding="utf-8")
    catalog = pb.read(source, as_of=AS_OF)
    catalog.findings.to_excel(tmp_path / "findings.xlsx", language="de")
    catalog.annotated_copy(tmp_path / "copy.xlsx", language="de")
    for name, letter in (("findings.xlsx", "F"), ("copy.xlsx", "E")):
        book = openpyxl.load_workbook(tmp_path / name)
        sheet = book["Befunde"]
        assert {"B2", "Zeile 3"} <= {cell.value for cell in sheet[letter]}, name
    first = openpyxl.load_workbook(tmp_path / "findings.xlsx").worksheets[0]
    assert {"Fehler", "Hinweis"} <= {cell.value for cell in first["A"]}
