"""Workbooks nobody here wrote: every item, quantity, unit, level and price against another program's reading of them.

Where the lists stand was established by looking at the sheets. The cells are read again with openpyxl, with the csv
module, and for .xls and .ods from what LibreOffice makes of them. Without the shared folder the tests are skipped.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import warnings
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

import partsbook as pb

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = Path(__file__).parents[3] / "shared" / "data" / "workbooks"
_SOFFICE = shutil.which("soffice")
_AS_OF = date(2026, 6, 30)

pytestmark = pytest.mark.skipif(not _FOLDER.is_dir(), reason="the shared workbooks are not there")


class _List(NamedTuple):
    """One list on one sheet: where it stands, and facts about it."""

    file: str
    sheet: str
    table: str
    rows: tuple[range, ...]
    # Field and column: a letter, or a title of a CSV file.
    columns: dict[str, str]
    # A row counts when this column has a value.
    filled: str
    records: int
    total: str
    first: str
    last: str


def _span(first: int, last: int) -> tuple[range, ...]:
    return (range(first, last + 1),)


def _module(file: str, sheet: str, last: int, facts: tuple[int, str, str, str]) -> _List:
    """Return the list of a module: designators, quantity and order code, from row 4 on."""
    columns = {"position": "A", "quantity": "B", "item": "G"}
    return _List(f"{file}.xlsx", sheet, "bom", _span(4, last), columns, "item", *facts)


def _csv(file: str, table: str, columns: dict[str, str], facts: tuple[int, str, str, str]) -> _List:
    return _List(f"{file}.csv", "", table, (), columns, "item", *facts)


_PACKS = {"item": "A", "quantity": "E", "unit": "G", "supplier": "C"}
_QUANTITY_FIRST = {"quantity": "A", "item": "B"}
_FEEDER = {"item": "Part Name", "quantity": "Quantity"}
_BREAKS = {"item": "part", "min_quantity": "quantity", "price": "price", "currency": "price_currency"}

_LISTS = [
    _List("stick__BOM.xlsx", "Sheet1", "bom", (range(3, 21), range(27, 32)), _PACKS, "item", 23, "35", "1", "5"),
    _List(
        "Moveo_BOM.xlsx",
        "Hoja 1",
        "bom",
        _span(5, 64),
        {"item": "B", "description": "C", "quantity": "D"},
        "item",
        60,
        "431.8",
        "1",
        "127",
    ),
    _List(
        "Moveo_BOM.xlsx",
        "Hoja 1",
        "bom",
        _span(6, 37),
        {"item": "F", "description": "H", "quantity": "J"},
        "item",
        32,
        "39",
        "202",
        "232",
    ),
    _List(
        "Reuse__BOM.xlsx",
        "Structure",
        "bom",
        _span(2, 47),
        {"level": "A", "item": "B", "quantity": "D"},
        "item",
        43,
        "109",
        "Creality ender 3",
        "entretoise",
    ),
    _List(
        "V2_BOM.xlsx",
        "small 3d v2",
        "bom",
        _span(7, 179),
        _QUANTITY_FIRST,
        "quantity",
        166,
        "578",
        "Setscrew din914 m3 6mm",
        "Velcro Cable Tie",
    ),
    _List(
        "V2_BOM.xlsx",
        "Copia de small 3d v2",
        "bom",
        _span(7, 179),
        _QUANTITY_FIRST,
        "quantity",
        166,
        "578",
        "Setscrew din914 m3 6mm",
        "Velcro Cable Tie",
    ),
    _List(
        "V2_BOM.xlsx",
        "costs",
        "bom",
        _span(7, 191),
        _QUANTITY_FIRST,
        "quantity",
        172,
        "584",
        "Setscrew din914 m3 6mm",
        "Parts post-processing",
    ),
    _List(
        "V2_BOM.xlsx",
        "Order for Jupiter",
        "order_lines",
        _span(7, 191),
        {"quantity": "B", "item": "C"},
        "quantity",
        172,
        "584",
        "Setscrew din914 m3 6mm",
        "Parts post-processing",
    ),
    _List(
        "Master_parts_list.xlsx",
        "Sheet1",
        "bom",
        _span(5, 46),
        {"item": "A", "quantity": "B", "unit_cost": "J"},
        "item",
        39,
        "68",
        "Z_Assy",
        "Spacers_0.25",
    ),
    _List(
        "openDogV3__BOM.ods",
        "Sheet1",
        "bom",
        _span(4, 58),
        {"item": "B", "description": "C", "quantity": "D"},
        "quantity",
        41,
        "1791",
        "Motor",
        "Spacers",
    ),
    _List(
        "物料清单.xlsx",
        "Sheet1",
        "bom",
        _span(3, 34),
        {"item": "A", "quantity": "B"},
        "item",
        32,
        "88",
        "M3x6螺丝",
        "磁铁",
    ),
    _List(
        "物料清单.xlsx",
        "Sheet1",
        "bom",
        _span(37, 67),
        {"item": "A", "quantity": "B"},
        "item",
        31,
        "136",
        "印制板",
        "9x9x12mm 散热器",
    ),
    _List(
        "BOM_v3.0_nonsplit.xlsx",
        "two_ax_PCB",
        "bom",
        _span(2, 44),
        {"quantity": "A", "item": "H"},
        "item",
        36,
        "157",
        "2211169",
        "2467817",
    ),
    _List(
        "BOM_v3.1rc.xlsx",
        "two_ax_PCB",
        "bom",
        _span(2, 43),
        {"quantity": "A", "item": "E"},
        "item",
        42,
        "194",
        "GRM188R61C225KE15D",
        "ABM3B-8.000MHZ-10-1-U-T",
    ),
    _List(
        "foot_contact_switch_v1.xlsx",
        "Tabelle1",
        "bom",
        _span(4, 16),
        {"quantity": "A", "item": "F"},
        "item",
        13,
        "20",
        "370103009",
        "WR06X5600FTL",
    ),
    _List(
        "stepper__BOM.xls",
        "Sheet1",
        "bom",
        _span(4, 27),
        {"item": "B", "unit_cost": "D", "quantity": "E"},
        "item",
        24,
        "27.50",
        "AS5600模组",
        "GRBL 4轴",
    ),
    _List(
        "stepper__BOM.xls",
        "Sheet2",
        "bom",
        _span(2, 93),
        {"position": "A", "item": "B", "quantity": "D", "unit_cost": "G"},
        "item",
        92,
        "770",
        "底座安装板-步进电机",
        "激光切割加工",
    ),
    _module("Branches", "Branches v4.0", 29, (19, "42", "667-ERJ-3EKF2200V", "649-67996-406HLF")),
    _module("Elements", "Elements v0.21", 50, (39, "146", "667-ERJ-3EKF33R0V", "649-68002-106HLF")),
    _module("Links", "Links v4", 23, (14, "42", "667-ERJ-3EKF51R0V", "649-67996-410HLF")),
    _module("Plaits", "Plaits v5.0", 49, (40, "144", "667-ERJ-2RKF1002X", "710-61201021621")),
    _module("Rings", "Rings v3.0", 56, (46, "124", "667-ERJ-8GEYJ4R7V", "649-68002-106HLF")),
    _module("Shades", "Shades v4.0", 28, (15, "69", "667-ERA-2AEB104X", "855-M7582-46")),
    _module("Shades", "Shades v3.1", 26, (16, "66", "667-ERJ3-EKF1001V", "517-9691020000DA")),
    _module("Streams", "Streams v0.5", 55, (43, "144", "667-ERJ-8GEYJ4R7V", "649-221111-00010T4LF")),
    _module("Streams", "Streams Bargraph v0.2", 13, (6, "30", "667-ERJ3EKF1500V", "649-67996-406HLF")),
    _module("Warps", "Warps v3.0", 52, (41, "105", "667-ERJ-8GEYJ4R7V", "649-68002-106HLF")),
    _module("Yarns", "Yarns v0.3", 47, (36, "99", "652-CR0603FX-51R0ELF", "737-DJN-005-B")),
    _csv(
        "demo__bom_items",
        "bom",
        {"parent": "part", "item": "sub_part", "quantity": "quantity"},
        (228, "3169.62500", "72", "83"),
    ),
    _csv("demo__internal_price_breaks", "price_lists", _BREAKS, (258, "394.00000", "73", "656")),
    _csv("demo__sell_price_breaks", "price_lists", _BREAKS, (2, "6.00000", "113", "113")),
    _csv("demo__supplier_price_breaks", "price_lists", _BREAKS, (1001, "542730.00000", "177", "1026")),
    _csv(
        "demo__parts",
        "items",
        {"item": "IPN", "description": "description", "unit": "units"},
        (15, "None", "002.01-PCB", "MAST"),
    ),
    _csv("demo__stock_items", "stock", {"item": "part", "on_hand": "quantity"}, (1106, "436965.37040", "28", "38")),
    _csv(
        "demo__supplier_parts",
        "items",
        {"item": "part", "supplier": "supplier", "description": "description"},
        (773, "None", "43", "897"),
    ),
    _csv(
        "parts_list",
        "bom",
        {"parent": "assembly", "item": "part #", "quantity": "# req in assy", "unit_cost": "cost pp "},
        (46, "87.5", "1401-0043-0032", "2911-0014-0001"),
    ),
    _csv("bom-8", "bom", _FEEDER, (26, "44.2", "frame-8", "shaft-collar")),
    _csv("bom_455c72", "bom", _FEEDER, (27, "40.2", "frame", "shaft-collar")),
    _csv("bom_546a9f", "bom", _FEEDER, (21, "34.2", "frame-8", "shaft-collar")),
]
# Sheets that are no tables: empty ones, a calculation, and row numbers of another file.
_NO_LISTS = {
    ("stick__BOM.xlsx", "Sheet2"),
    ("Reuse__BOM.xlsx", "Feuil1"),
    ("foot_contact_switch_v1.xlsx", "Tabelle2"),
    ("foot_contact_switch_v1.xlsx", "Tabelle3"),
    ("stepper__BOM.xls", "Sheet3"),
    ("demo__bom_substitutes.csv", ""),
}
_NUMBERS = {"quantity", "unit_cost", "price", "min_quantity", "on_hand"}
# Dashes and words where a number is meant to be missing.
_NOTHING = {"", "-", "---"}


def _path(file: str) -> Path:
    (found,) = (path for path in _FOLDER.iterdir() if path.name.endswith(file))
    return found


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which LibreOffice has put what it makes of old and open workbooks."""
    folder = tmp_path_factory.mktemp("converted")
    if _SOFFICE:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        files = [str(path) for path in _FOLDER.iterdir() if path.suffix in {".xls", ".ods"}]
        command = [_SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


def _csv_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give row numbers and values; texts with a comma that nobody quoted are put together."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = list(csv.reader(file))
    for number, row in enumerate(rows, start=2):
        values = list(row)
        while len(values) > len(titles):
            rest = next(at for at, value in enumerate(values) if value.startswith(" "))
            values[rest - 1 : rest + 1] = [",".join(values[rest - 1 : rest + 1])]
        yield number, dict(zip(titles, values, strict=True))


def _sheet_records(path: Path, one: _List) -> Iterator[tuple[int, dict[str, Any]]]:
    with warnings.catch_warnings():
        # What openpyxl does not keep of a workbook does not matter here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    sheet = book[one.sheet]
    for number in (number for rows in one.rows for number in rows):
        yield (
            number,
            {column: sheet.cell(number, column_index_from_string(column)).value for column in one.columns.values()},
        )


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip().strip("\xa0")
    return text or None


def _number(value: object) -> tuple[Decimal | None, str | None]:
    """Return a number and the unit behind it: 12个 is twelve pieces, 一卷 is no number."""
    if isinstance(value, int | float):
        return Decimal(format(value, ".15g")), None
    text = (_text(value) or "").lstrip("$")
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(\D*)", text)
    if text in _NOTHING or not found:
        return None, None
    return Decimal(found[1].replace(",", ".")), found[2].strip() or None


def _expected(one: _List, converted: Path) -> dict[int, dict[str, Any]]:
    """Return what another program reads, by row."""
    path = _path(one.file)
    if path.suffix in {".xls", ".ods"}:
        if not _SOFFICE:
            pytest.skip("LibreOffice is not there")
        path = converted / f"{path.stem}.xlsx"
    records = _csv_records(path) if path.suffix == ".csv" else _sheet_records(path, one)
    rows = {}
    for number, record in records:
        if _text(record[one.columns[one.filled]]) is None:
            continue
        row: dict[str, Any] = {}
        for field, column in one.columns.items():
            value = record[column]
            if field in _NUMBERS:
                row[field], unit = _number(value)
                if unit and field == "quantity":
                    row["unit"] = unit
            elif field == "unit":
                # `50 cnt` is the pack the price is for: the unit is cnt.
                row[field] = (_text(value) or "").split()[-1] if _text(value) else None
            else:
                row[field] = _text(value)
        rows[number] = row
    return rows


@cache
def _catalog(path: Path) -> pb.Catalog:
    return pb.read(path, as_of=_AS_OF)


def _place(row: dict[str, Any]) -> tuple[str, int]:
    """Return sheet and row of a record."""
    found = re.search(r'(?:sheet "([^"]*)", )?(?:cell [A-Z]+|row )(\d+)$', row.get("origin_cell") or row["origin"])
    assert found, row
    return found[1] or "", int(found[2])


def _found(one: _List) -> dict[tuple[int, str], dict[str, Any]]:
    """Return what was read of a sheet, by row and item: two lists may stand side by side."""
    rows = [(_place(row), row) for row in _catalog(_path(one.file)).table(one.table).rows()]
    return {(number, row["item"]): row for (sheet, number), row in rows if sheet == one.sheet}


@pytest.mark.parametrize("one", _LISTS, ids=lambda one: f"{one.file} {one.sheet}".strip())
def test_every_cell_is_what_another_program_reads(one: _List, converted: Path) -> None:
    expected = _expected(one, converted)
    found = _found(one)
    for number, row in expected.items():
        got = {field: found[number, row["item"]].get(field) for field in row}
        # A column that no rule uses is kept as it stands.
        kept = {field for field in _NUMBERS if isinstance(got.get(field), str)}
        got |= {field: _number(got[field])[0] for field in kept}
        assert {field: _text(value) if isinstance(value, str) else value for field, value in got.items()} == row, number
    field = next((field for field in ("quantity", "min_quantity", "on_hand") if field in one.columns), None)
    total = sum((row[field] or 0 for row in expected.values()), Decimal(0)) if field else None
    items = [row["item"] for row in expected.values()]
    assert (len(items), str(total), items[0], items[-1]) == (one.records, one.total, one.first, one.last)


@pytest.mark.parametrize("file", sorted({one.file for one in _LISTS}))
def test_nothing_else_is_read(file: str, converted: Path) -> None:
    lists = [one for one in _LISTS if one.file == file]
    expected = {
        (one.table, one.sheet, number, row["item"])
        for one in lists
        for number, row in _expected(one, converted).items()
    }
    catalog = _catalog(_path(file))
    tables = {row.table for row in catalog.tables if row.table}
    found = {(table, *_place(row), row["item"]) for table in tables for row in catalog.table(table).rows()}
    assert found == expected
    sheets = {(file, row.sheet) for row in catalog.tables if not row.table}
    assert sheets == {(name, sheet) for name, sheet in _NO_LISTS if name == file}


def test_every_file_is_looked_at() -> None:
    files = {path.name for path in _FOLDER.iterdir()} - {"MANIFEST.md"}
    assert len(files) == 32
    known = {_path(file).name for file in [*(one.file for one in _LISTS), *(file for file, _ in _NO_LISTS)]}
    assert known == files


def test_levels_are_those_that_the_rows_show() -> None:
    # Three assemblies; their parts are set off by blanks, one of them by one blank only.
    rows = _catalog(_path("Master_parts_list.xlsx")).table("bom").rows()
    counts = {level: sum(row["level"] == level for row in rows) for level in ("1", "2")}
    assert counts == {"1": 3, "2": 36}
    assert [row["item"] for row in rows if row["level"] == "1"] == ["Z_Assy", "X_Assy", "Y_Assy"]
    # Dotted levels: four tops, the third number twice as it stands in the sheet.
    levels = [row["level"] for row in _catalog(_path("Reuse__BOM.xlsx")).table("bom").rows()]
    assert [level for level in levels if "." not in level] == ["1", "2", "3", "3"]
    assert [sum(level.startswith(f"{top}.") for level in levels) for top in "123"] == [0, 7, 32]
    assert levels.count("3.10") == 2
    # All other lists have none.
    flat = [
        one for one in _LISTS if one.table == "bom" and one.file not in {"Master_parts_list.xlsx", "Reuse__BOM.xlsx"}
    ]
    for one in flat:
        assert "level" not in _catalog(_path(one.file)).table("bom").columns, one.file
