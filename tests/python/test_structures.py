"""The worked examples of the structures and recall specifications, asked from Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

_AS_OF = date(2026, 6, 30)


def _catalog(**tables: str) -> pb.Catalog:
    """Read tables written as lines of values separated by blanks; a dash is a blank."""
    frames = {}
    for name, text in tables.items():
        titles, *rows = [line.split() for line in text.strip().splitlines()]
        columns = zip(*rows, strict=True)
        frames[name] = {
            title: [None if value == "-" else value for value in column]
            for title, column in zip(titles, columns, strict=True)
        }
    return pb.read(frames, as_of=_AS_OF)


def test_su4_service_structure() -> None:
    catalog = _catalog(
        items="item spare module\nM1 - -\nG1 - -\nG2 - Y\nK1 - -\nB10 Y -\nH1 Y -\nS1 Y -\nX1 - -",
        bom="""parent position item quantity
            M1 10 G1 1
            M1 20 G2 2
            G1 10 B10 4
            G1 20 H1 1
            G1 30 K1 1
            K1 10 S1 2
            K1 20 B10 6
            G2 10 S1 1
            G2 20 X1 3""",
    )
    lines = {row.item: row.quantity for row in catalog.service_structure("M1")}
    assert lines == {"B10": 10, "H1": 1, "S1": 2, "G2": 2}


def test_su5_buildable_and_su7_roll_up() -> None:
    catalog = _catalog(
        units="unit integer decimals\npcs Y 0\nkg N 3",
        items="""item unit cost own_cost weight_kg
            T pcs - 30 -
            S1 pcs - 2.50 -
            S2 pcs - 8 -
            V pcs - - -
            C1 pcs 4.20 - 0.3
            C2 pcs 11.50 - 1.2
            C3 pcs 0.35 - 0.02
            C4 kg 26.00 - 2""",
        bom="""parent position item quantity kind
            T 10 S1 2 -
            T 20 S2 1 -
            T 30 C3 5 -
            S1 10 C1 2 -
            S1 20 C2 1 -
            S2 10 S1 1 -
            S2 20 C2 4 -
            S2 30 V 1 PHANTOM
            V 10 C1 3 -
            V 20 C4 0.25 -""",
        stock="item on_hand\nS1 3\nC1 20\nC2 15\nC3 40\nC4 1.3",
    )
    built = catalog.buildable("T")
    assert {row.maximum for row in built} == {2}
    assert {row.item: row.short for row in built if row.short} == {"C1": 1, "C2": 3}
    top = catalog.roll_up("T")[0]
    assert (top.cost, top.weight_kg) == (Decimal("172.05"), Decimal("11.7"))


def test_su11_comparison() -> None:
    catalog = _catalog(
        bom="""parent position item revision quantity
            OLD 10 A 1 2
            OLD 20 B - 1
            OLD 30 C - 4
            NEW 10 A 2 2
            NEW 20 D - 1
            NEW 30 C - 5
            NEW 40 E - 1""",
    )
    rows = catalog.compare("OLD", "NEW")
    assert [(row.position, row.change) for row in rows] == [
        ("10", "REV"),
        ("20", "REPLACED"),
        ("30", "QTY"),
        ("40", "ADDED"),
    ]


def test_recall_and_freeze_name_what_is_there() -> None:
    catalog = _catalog(
        bom="parent position item quantity\nM 10 PUMP 1",
        customers="customer name\nC1 First\nC2 Second",
        machines="serial model item customer delivery_date\nSN1 M M C1 2023-05-01\nSN2 M M C2 2023-06-01",
        as_built="serial parent item revision quantity lot\nSN1 M PUMP B 1 L11\nSN2 M PUMP B 1 L12",
        recalls="campaign item lots\nR1 PUMP L12",
    )
    machines = catalog.recall("R1")
    assert [(row.serial, row.grade) for row in machines] == [("SN2", "CONFIRMED")]
    assert [table.name for table in machines.more][-1] == "recall_cleared"
    assert [row.item for row in catalog.freeze("SN1")] == ["PUMP"]
    with pytest.raises(pb.AftersalesError, match="R1"):
        catalog.recall("R2")
    with pytest.raises(ValueError, match="shares"):
        catalog.recall("R1", completion=2)


def test_the_command_line_asks_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "parent,position,item,quantity\nOLD,10,A,2\nNEW,10,A,3\n"
    (tmp_path / "bom.csv").write_text(rows, encoding="utf-8")
    source = str(tmp_path / "bom.csv")
    assert run(["compare", source, "--old", "OLD", "--new", "NEW", "--old-on", "2026-01-01"]) == 0
    assert ",QTY," in capsys.readouterr().out
    assert run(["roll-up", source, "--item", "OLD"]) == 0
    assert run(["recall", source, "--campaign", "R1"]) == 2
    assert "R1" in capsys.readouterr().err
