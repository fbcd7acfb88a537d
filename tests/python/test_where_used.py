"""Where-used with its switches, pictures, chains and the matrix: from Python, the command line and the tasks sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = {
    "items": {
        "item": ["M", "A", "P", "OLD"],
        "description_en": ["Machine", "Arm <left>", "Pin", "Old pin"],
        "cost": [None, None, "1.5", None],
    },
    "bom": {
        "parent": ["M", "A", "L"],
        "position": ["10", "20", "30"],
        "item": ["A", "P", "OLD"],
        "revision": [None, "A", None],
        "quantity": ["2", "3", "4"],
    },
    "revisions": {
        "item": ["P", "P"],
        "revision": ["A", "B"],
        "seq": ["1", "2"],
        "status": ["RELEASED", "RELEASED"],
        "interchange": [None, "FORWARD"],
    },
    "supersessions": {"old": ["OLD"], "new": ["P"], "type": ["ONE"], "ratio": ["2"], "policy": ["USE_UP"]},
    "stock": {"item": ["OLD"], "on_hand": ["30"]},
    "demand": {
        "date": [f"2025-{month:02}-15" for month in range(1, 13)],
        "item": ["OLD"] * 12,
        "quantity": ["2.5"] * 12,
    },
}


@pytest.fixture(scope="module")
def catalog() -> pb.Catalog:
    return pb.read(_TABLES, as_of=date(2025, 12, 31))


def test_switches_add_rows_that_say_why(catalog: pb.Catalog) -> None:
    assert catalog.where_used("P")["parent"] == ["A", "M"]
    assert len(catalog.where_used("P", revision="B")) == 0
    rows = catalog.where_used("P", revision="B", interchangeable=True, supersessions=True)
    assert [(row.parent, row.item, row.through, row.total_quantity) for row in rows] == [
        ("A", "P", "REVISION", 3),
        ("M", "P", "REVISION", 6),
        ("L", "OLD", "SUPERSESSION", 8),
    ]
    assert catalog.where_used("P", tops_only=True)["path"] == ["M > A > P"]
    with pytest.raises(ValueError, match="frozen structures are those of machines"):
        catalog.where_used("P", structures="frozen")
    with pytest.raises(ValueError, match='structures is "both" or "working" or "frozen"'):
        catalog.where_used("P", structures="moon")


def test_rows_are_made_when_they_are_looked_at(catalog: pb.Catalog) -> None:
    table = catalog.where_used("P")
    assert len(table) == 2
    assert pa.table(table).column("total_quantity").to_pylist() == [Decimal(3), Decimal(6)]
    assert table.findings.errors == 0


def test_the_current_structure_shows_the_latest_revision(catalog: pb.Catalog) -> None:
    rows = catalog.explode("M")
    assert [(row.item, row.revision, row.line_revision) for row in rows] == [("A", None, None), ("P", "B", "A")]


def test_pictures_are_text_and_files(catalog: pb.Catalog, tmp_path: Path) -> None:
    picture = catalog.where_used("P").picture
    assert picture is not None
    assert len(picture) == 3
    svg = picture.to_svg(tmp_path / "p.svg")
    assert svg == (tmp_path / "p.svg").read_text(encoding="utf-8") == picture._repr_html_()
    assert "Arm &lt;left&gt;" in svg
    picture.to_svg(tmp_path / "p.svg")
    (tmp_path / "mine.svg").write_text("mine", encoding="utf-8")
    with pytest.raises(pb.ReportError, match="mine"):
        picture.to_svg(tmp_path / "mine.svg")
    down = catalog.explode("M").picture
    assert down is not None
    assert "n0 -> n1" in down.to_dot(tmp_path / "m.dot")
    assert down.to_mermaid().startswith("%% generator: partsbook")
    assert catalog.buildable("M").picture is None
    assert catalog.where_used("P").picture is not catalog.where_used("P").picture


def test_chains_matrix_and_check_row(catalog: pb.Catalog) -> None:
    (chain,) = catalog.supersessions()
    assert (chain.old, chain.new, chain.pieces, chain.monthly_demand, chain.months) == (
        "OLD",
        "P",
        2,
        Decimal("2.5"),
        12,
    )
    assert chain.run_out == date(2026, 12, 31), "365 days"
    matrix = catalog.interchange_matrix(["P"])
    assert [[row["→ A"], row["→ B"], row.latest] for row in matrix] == [[None, "FORWARD", "B"], ["BACKWARD", None, "B"]]
    (check,) = catalog.roll_up("M").more[0]
    assert (check.rolled_cost, check.cost_of_parts, check.cost_difference, check.parts) == (9, 9, 0, 2)


def test_the_command_line_and_the_tasks_sheet(tmp_path: Path, catalog: pb.Catalog) -> None:
    del catalog
    lines = ["parent,position,item,quantity", "M,10,A,2", "A,20,P,3"]
    (tmp_path / "bom.csv").write_text("\n".join(lines), encoding="utf-8")
    tasks = [
        "task,arguments,output",
        'where-used,"item=P, tops_only=yes, alternates=yes",used.xlsx',
        "where-used,item=P,used.svg",
        "explode,item=M,m.mmd",
        "supersessions,,chains.xlsx",
        "interchange-matrix,,matrix.xlsx",
    ]
    (tmp_path / "tasks.csv").write_text("\n".join(tasks), encoding="utf-8")
    assert run(["run", str(tmp_path)]) == 0
    assert (tmp_path / "used.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "m.mmd").read_text(encoding="utf-8").startswith("%% generator")
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"used.xlsx", "chains.xlsx", "matrix.xlsx"}
    source = str(tmp_path / "bom.csv")
    target = tmp_path / "m.dot"
    assert run(["explode", source, "--item", "M", "-o", str(target)]) == 0
    assert "digraph" in target.read_text(encoding="utf-8")
    assert run(["where-used", source, "--item", "P", "--supersessions", "--parent-revisions", "all"]) == 0
    assert run(["buildable", source, "--item", "M", "-o", str(tmp_path / "b.svg")]) == 2
