from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

import partsbook as pb
from sample import AS_OF, sample_tables

if TYPE_CHECKING:
    from pathlib import Path


def test_a_book_has_pages_lines_and_a_quality(catalog: pb.Catalog, tmp_path: Path) -> None:
    book = catalog.parts_book(item="A200", languages=["en"])
    assert book.pages["item"][0] == "A200"
    assert {"A310", "W220"} <= set(book.lines["item"])
    assert book.quality["measure"][-2:] == ["score", "gate"]
    assert isinstance(book.findings, pb.Findings)
    assert "A200" in repr(book)
    path = tmp_path / "book.xlsx"
    book.to_excel(path)
    assert len(openpyxl.load_workbook(path).sheetnames) > 4
    first = path.read_bytes()
    book.to_excel(path)
    assert path.read_bytes() == first, "same input, same bytes"


def test_a_book_that_cannot_be_made_says_why(catalog: pb.Catalog, tmp_path: Path) -> None:
    with pytest.raises(pb.ReportError, match="no machine") as caught:
        catalog.parts_book()
    assert caught.value.hint is not None
    with pytest.raises(pb.ModelError, match="A200"):
        catalog.parts_book(item="A20")
    with pytest.raises(ValueError, match="spares"):
        catalog.parts_book(item="A200", mode="some")
    with pytest.raises(pb.ReportError, match="does not exist"):
        catalog.parts_book(item="A200").to_excel(tmp_path / "nowhere" / "book.xlsx")
    assert not list(tmp_path.iterdir())


def test_replacements_and_supersessions_are_answered() -> None:
    tables = sample_tables()
    tables["supersessions"] = {"old": ["W220"], "new": ["S100"], "type": ["ONE"], "ratio": [2]}
    tables["alternates"] = {"item": ["W220"], "alt": ["S100"], "direction": ["ONE_WAY"], "ratio": [1]}
    tables["stock"] = {"item": ["S100"], "on_hand": [50], "allocated": [20]}
    catalog = pb.read(tables, as_of=AS_OF)
    supplied = catalog.resolve_supersession("W220", 3)
    assert [(row.item, row.quantity, row.unit) for row in supplied] == [("S100", 6, "pcs")]
    assert supplied.more[0].rows()[0]["old"] == "W220"
    assert catalog.interchange("W220")["item"] == ["W220", "S100"]
    with pytest.raises(pb.StructureError, match="not above zero"):
        catalog.resolve_supersession("W220", 0)
    with pytest.raises(pb.ModelError, match="W220"):
        catalog.interchange("W22O")
    with pytest.raises(pb.StructureError, match="no revision"):
        catalog.interchange("W220", revision="Z")
