from __future__ import annotations

import io
import pickle
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

import partsbook as pb
from sample import AS_OF, sample_tables

if TYPE_CHECKING:
    from pathlib import Path


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Nimikkeet"
    for row in (["Nimikenumero", "Kuvaus", "Bruttohinta"], ["W220", "Laakeri", "12,50"], ["X1", "Ruuvi", "viisi"]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_from_path_bytes_and_file_alike(tmp_path: Path) -> None:
    path = tmp_path / "parts.xlsx"
    path.write_bytes(workbook())
    for source in (path, str(path), workbook(), bytearray(workbook()), io.BytesIO(workbook()), [path], tmp_path):
        catalog = pb.read(source, as_of=AS_OF)
        assert catalog.table("items")["item"] == ["W220", "X1"]
        assert catalog.table("items")["gross_price"] == [Decimal("12.50"), None]


def test_findings_are_rows_with_place_and_words() -> None:
    findings = pb.read(workbook(), as_of=AS_OF).findings
    assert (findings.errors, len(findings)) == (1, 1)
    finding = findings[0]
    assert isinstance(finding, pb.Finding)
    assert (finding.code, finding.severity, finding.cell, finding.row, finding.column) == (
        "E-NUMBER",
        "E",
        "C3",
        3,
        "C",
    )
    assert (finding.sheet, finding.field, finding.value) == ("Nimikkeet", "gross_price", "viisi")
    assert finding.expected in finding.message
    assert finding.fix in str(finding)
    assert finding["cell"] == "C3"
    assert findings["cell"] == ["C3"]
    assert list(findings) == [finding]
    assert findings.rows()[0]["code"] == "E-NUMBER"


def test_strictness_is_asked_for() -> None:
    findings = pb.read(workbook(), as_of=AS_OF).findings
    with pytest.raises(pb.FindingsError, match="1 error") as caught:
        findings.raise_for_errors()
    assert caught.value.findings["cell"] == ["C3"]
    assert isinstance(caught.value, pb.PartsbookError)
    pb.read(sample_tables(), as_of=AS_OF).findings.raise_for_errors()


def test_what_was_understood_is_said() -> None:
    tables = pb.read(workbook(), as_of=AS_OF).tables
    assert tables[0].table == "items"
    assert tables[0].header_row == 1
    assert "Nimikenumero → item" in tables[0].columns_mapped


def test_what_is_open_is_asked_with_lines_to_paste() -> None:
    lines = {"Part name": ["frame", "motor"], "Quantity": [1, 2]}
    catalog = pb.read({"pump bom": lines}, as_of=AS_OF)
    assert catalog.table("bom")["item"] == ["frame", "motor"]
    assert catalog.questions[0].argument == 'synonyms={"Part name": "item"}'
    assert catalog.questions[0].sheet_row == "item | Part name"
    assert 'synonyms={"Part name": "item"}' in catalog.tables[0].questions
    assert "bom 2 of 2 titles" in catalog.tables[0].scores
    with pytest.raises(pb.TableError, match="no column `itme`"):
        pb.read({"pump bom": lines}, as_of=AS_OF, synonyms={"Part name": "itme"})


def test_a_matrix_is_unpivoted_with_its_cells() -> None:
    catalog = pb.read({"Stock": {"Item": ["A", "B"], "Helsinki": [1, 2], "Tampere": [3, None]}}, as_of=AS_OF)
    stock = catalog.table("stock")
    assert list(zip(stock["item"], stock["location"], [int(found) for found in stock["on_hand"]], strict=True)) == [
        ("A", "Helsinki", 1),
        ("B", "Helsinki", 2),
        ("A", "Tampere", 3),
    ]


def test_equal_catalogs_are_equal_and_have_one_hash(catalog: pb.Catalog) -> None:
    again = pb.read(sample_tables(), as_of=AS_OF)
    other = pb.read(sample_tables(), as_of=date(2026, 7, 1))
    assert catalog == again == pickle.loads(pickle.dumps(catalog))  # noqa: S301 - our own bytes
    assert hash(catalog) == hash(again)
    assert catalog != other


def test_a_saved_catalog_loads_as_it_was(catalog: pb.Catalog, tmp_path: Path) -> None:
    path = tmp_path / "catalog.bin"
    catalog.save(path)
    loaded = pb.load(path)
    assert loaded == catalog
    assert loaded.as_of == AS_OF
    (tmp_path / "other").write_text("no catalog")
    with pytest.raises(pb.ModelError, match="not a saved catalog"):
        pb.load(tmp_path / "other")
    saved = path.read_bytes()
    for content, message in [
        (saved.replace(b"catalog 3\n", b"catalog 1\n", 1), "saved in format 1 by an older version"),
        (saved.replace(b"catalog 3\n", b"catalog 7\n", 1), "saved in format 7 by a newer version"),
        (saved[: len(saved) // 2], "damaged"),
    ]:
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(pb.ModelError, match=message) as told:
            pb.load(tmp_path / "other")
        assert "make a new one from the workbooks" in (told.value.hint or "")
    with pytest.raises(FileNotFoundError):
        pb.load(tmp_path / "missing")


def test_titles_and_sheets_can_be_named_by_the_caller() -> None:
    given = {"stuff": {"Tuote": ["A"], "Hinta euroina": ["1,5"]}}
    for synonyms in (
        {"Tuote": "item", "Hinta euroina": "gross_price"},
        {"item": "Tuote", "gross_price": "Hinta euroina"},
    ):
        catalog = pb.read(given, as_of=AS_OF, sheets={"stuff": "items"}, synonyms=synonyms)
        assert catalog.table("items")["gross_price"] == [Decimal("1.5")]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"locale": "finnish!"}, ValueError, "not a locale"),
        ({"limits": {"cell": 1}}, ValueError, "there are file_bytes"),
        ({"sheets": {"items": "itemz"}}, pb.TableError, "no table"),
        ({"progress": 5}, TypeError, "callable"),
    ],
)
def test_a_wrong_argument_says_what_is_right(arguments: dict[str, object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        pb.read(sample_tables(), as_of=AS_OF, **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [5, None, {"items": 5}, [["a"]]])
def test_what_cannot_be_read_is_named(source: object) -> None:
    with pytest.raises(TypeError, match="cannot read"):
        pb.read(source)


def test_nothing_to_read_is_an_error() -> None:
    with pytest.raises(TypeError, match="nothing to read"):
        pb.read()


def test_bad_files_are_errors_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing\.xlsx"):
        pb.read(tmp_path / "missing.xlsx")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    with pytest.raises(pb.WorkbookError, match="empty") as caught:
        pb.read(tmp_path / "empty.xlsx")
    assert caught.value.hint
    (tmp_path / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(pb.WorkbookError, match="not a workbook"):
        pb.read(tmp_path / "picture.xlsx")


def test_progress_is_told_and_can_stop_the_work() -> None:
    told: list[tuple[int, int]] = []
    pb.read(sample_tables(), as_of=AS_OF, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)


def test_an_unknown_table_names_the_known_ones(catalog: pb.Catalog) -> None:
    with pytest.raises(KeyError, match="items"):
        catalog.table("itemz")
    assert len(catalog.table("stock")) == 0


def test_the_schema_is_a_table() -> None:
    schema = pb.schema()
    required = [row.field for row in schema if row.table == "items" and row.required == "Y"]
    assert required == ["item"]
    assert {"company", "items", "bom", "customers"} <= set(schema["table"])


def test_a_folder_is_not_read_from_its_own_answers(tmp_path: Path) -> None:
    (tmp_path / "parts.xlsx").write_bytes(workbook())
    first = pb.read(tmp_path, as_of=AS_OF)
    pb.template(tmp_path / "own.xlsx", tables=["segments"])
    first.price_list(items=["W220"]).to_excel(tmp_path / "prices.xlsx")
    again = pb.read(tmp_path, as_of=AS_OF)
    left_out = [finding for finding in again.findings if finding.workbook == "prices.xlsx"]
    assert [finding.code for finding in left_out] == ["I-SHEET-SKIPPED"]
    assert not len(again.table("price_lists"))
    assert again.price_list(items=["W220"]).rows() == first.price_list(items=["W220"]).rows()
