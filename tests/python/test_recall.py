"""The recall and campaign sections of the warranty specification, asked from Python, the command line and workbooks."""

from __future__ import annotations

import re
import threading
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb
from partsbook.cli.main import run
from recalculation import recalculated
from sample import AS_OF, catalog_of
from test_interrupt import interrupted

if TYPE_CHECKING:
    from pathlib import Path

# Warranty and recall specification, section 5, worked example.
WORKED = {
    "bom": """parent position item revision quantity
        M 10 PUMP C 1
        KIT-P 10 PUMP - 1
        PUMP 10 SEAL - 1""",
    "machines": """serial item delivery_date customer
        SN1 M 2022-01-01 C1
        SN2 M 2022-01-01 C1
        SN3 M 2022-01-01 C2
        SN4 M 2022-01-01 C3
        SN5 M 2022-01-01 C2
        SN6 M 2022-01-01 C4""",
    "as_built": """serial parent item revision quantity lot
        SN1 M PUMP B 1 L11
        SN2 M PUMP B 1 L12
        SN3 M PUMP C 1 L12
        SN5 M PUMP B 1 L12
        SN6 M PUMP B 2 L12""",
    "service_events": """date serial action item revision quantity lot old_item old_lot source_order
        2023-12-01 SN1 REPLACE PUMP C 1 L12 PUMP L11 I1
        2024-01-15 SN5 REPLACE PUMP D 1 L40 PUMP L12 -""",
    "spare_sales": """date invoice customer item revision lot quantity
        2023-11-01 I1 C5 PUMP C L12 3
        2023-11-02 I2 C1 KIT-P - - 2
        2023-11-03 I3 C2 PUMP C L11 1""",
    "customers": """customer name country email
        C1 One FI one@example.com
        C2 Two FI two@example.com
        C3 Three DE three@example.com
        C4 Four DE four@example.com
        C5 Five SE five@example.com""",
    "stock": "item location on_hand blocked\nPUMP H1 6 1\nKIT-P H1 2 -\nPUMP-D H1 4 -",
    "items": "item\nPUMP-D",
    "recalls": """campaign item revisions lots replacement_item ratio operation_hours priority date
        R1 PUMP B,C L12 PUMP-D 1 2 SAFETY 2024-03-01""",
    "campaign_status": """campaign serial date state
        R1 SN2 2026-03-01 NOTIFIED
        R1 SN2 2026-04-02 REMEDIED
        R1 SN3 2026-03-01 UNREACHABLE""",
}


def _asked(
    catalog: pb.Catalog, completion: Decimal | int | None = None, p_suspect: Decimal | int | None = None
) -> pb.Recall:
    """Ask for the worked example without a row of the recalls sheet."""
    return catalog.recall(
        item="PUMP",
        revisions=["B", "C"],
        lots=["L12"],
        replacement_item="PUMP-D",
        operation_hours=2,
        priority="SAFETY",
        on=date(2024, 3, 1),
        completion=completion,
        p_suspect=p_suspect,
    )


@pytest.mark.parametrize("is_campaign", [True, False])
def test_wr11_the_worked_example(*, is_campaign: bool) -> None:
    catalog = catalog_of(**WORKED)
    found = catalog.recall("R1") if is_campaign else _asked(catalog)
    assert [(row.serial, row.grade, row.quantity) for row in found] == [
        ("SN1", "CONFIRMED", 1),
        ("SN2", "CONFIRMED", 1),
        ("SN3", "CONFIRMED", 1),
        ("SN6", "CONFIRMED", 2),
        ("SN4", "SUSPECT", 1),
    ]
    assert found.machines.rows() == found.rows()
    assert {row.path for row in found} == {"M > PUMP"}
    assert all(row.reason and row.origin for row in found)
    assert [(row.serial, row.reason) for row in found.cleared if row.serial] == [
        ("SN5", "revision D is not affected"),
        ("SN5", "replaced 2024-01-15"),
    ]
    assert [(row.customer, row.grade, row.quantity) for row in found.loose] == [
        ("C5", "CONFIRMED", 2),
        ("C1", "SUSPECT", 2),
    ]
    assert [row.path for row in found.loose] == [None, "KIT-P > PUMP"]
    need = found.need[0]
    assert (need.confirmed, need.suspect, need.needed, need.to_buy, need.hours) == (7, 3, 9, 5, 10)
    assert [row.customer for row in found.contacts] == ["C1", "C2", "C3", "C4", "C5"]
    assert [(row.item, row.pieces) for row in found.block_stock] == [("PUMP", 6), ("KIT-P", 2)]
    assert (found.campaign, found.on) == ("R1" if is_campaign else "PUMP", date(2024, 3, 1))


def test_wr12_shares_from_the_call_and_from_the_company() -> None:
    catalog = catalog_of(**WORKED)
    shares: dict[str, Any] = {"completion": Decimal("0.8"), "p_suspect": 0}
    assert catalog.recall("R1", **shares).need[0].needed == 6
    assert _asked(catalog, **shares).need[0].needed == 6
    settings = catalog_of(**WORKED, company="key value\ncompletion 0.8\np_suspect 0")
    assert settings.recall("R1").need[0].needed == 6


def test_wr13_campaign_numbers() -> None:
    states = ["REMEDIED"] * 84 + ["UNREACHABLE"] * 9 + ["SCRAPPED"] * 4 + ["NOTIFIED"] * 23 + ["NOT_AFFECTED"] * 5
    serials = [f"SN{number}" for number in range(125)]
    days = [date(2026, 1, 10)] * 125 + [date(2026, 4, 10)] * 125
    rows = {"campaign": ["R1"] * 250, "serial": serials * 2, "date": days, "state": ["NOTIFIED"] * 125 + states}
    catalog = pb.read(
        {"campaign_status": rows, "recalls": {"campaign": ["R1"], "item": ["P"], "priority": ["SAFETY"]}}, as_of=AS_OF
    )
    found = catalog.campaign("R1")
    assert found.affected == 120
    assert (found.completion, found.adjusted, found.reachable) == (Decimal(70), Decimal("72.41"), Decimal("78.5"))
    numbers = found[0]
    assert (numbers.scope, numbers.affected, numbers.remedied, numbers.urgent) == ("all", 120, 84, 23)
    assert {row.scope for row in found} == {"all", "priority", "country", "week", "quarter"}
    assert [row.key for row in found if row.scope == "priority"] == ["SAFETY"]
    quarters = [(row.quarter, row.population, row.remedied, row.unreachable, row.removed) for row in found.quarters]
    assert quarters == [("2026-Q1", 125, 0, 0, 0), ("2026-Q2", 125, 84, 9, 9)]
    assert found.quarters[0].notified_from == date(2026, 1, 10)
    assert catalog.campaign("R1", escalate_days=200)[0].urgent == 0
    with pytest.raises(pb.AftersalesError, match="R1"):
        catalog.campaign("R9")


def test_states_go_back_only_with_reopen_and_the_recall_adds_what_has_no_row() -> None:
    status = """campaign serial date state action
        R1 SN1 2026-03-01 UNREACHABLE -
        R1 SN1 2026-03-02 REMEDIED -
        R1 SN1 2026-03-03 NOTIFIED -
        R1 SN2 2026-03-01 REMEDIED -
        R1 SN2 2026-03-03 SCHEDULED REOPEN
        R1 sn3 2026-03-03 NOTIFIED -"""
    found = catalog_of(**{**WORKED, "campaign_status": status}).campaign("R1")
    states = {row.serial or row.sale_line: row.state for row in found.status}
    assert (states["SN1"], states["SN2"], states["SN6"], states["I2"]) == (
        "REMEDIED",
        "SCHEDULED",
        "IDENTIFIED",
        "IDENTIFIED",
    )
    said = {finding.code: finding.detail for finding in found.findings}
    assert "W-STATE" in said
    assert said["W-RECALL-SERIAL"] == 'perhaps "SN3" is meant'
    # SN2 1, SN3 1, SN4 1, SN6 2, I1 2, I2 2; SN1 is done.
    assert found[0].parts_needed == 9
    assert [row.state for row in found.history if row.serial == "SN2"] == ["IDENTIFIED", "REMEDIED", "SCHEDULED"]


def test_wr14_a_loop_is_named() -> None:
    catalog = catalog_of(
        bom="parent item quantity\nA B 1\nB A 1",
        machines="serial item customer\nSN1 M C1",
        as_built="serial parent item revision quantity\nSN1 A B 1 1\nSN1 B A 1 2",
    )
    found = catalog.recall(item="B", revisions=["1"])
    assert ("E-CYCLE", "A > B > A") in {(finding.code, finding.value) for finding in found.findings}
    assert found[0].grade == "CONFIRMED"


def test_limits_of_a_call() -> None:
    catalog = catalog_of(
        bom="parent item quantity\nM PUMP 1",
        machines="""serial item production_date delivery_date customer
            SN1 M 2025-01-10 2025-02-10 C1
            SN2 M 2025-03-10 2025-04-10 C1
            SN3 M - - C1""",
        as_built="""serial parent item revision quantity lot component_serial
            SN1 M PUMP A 1 L099 K7
            SN2 M PUMP A 1 L150 K12
            SN3 M PUMP A 1 L1500 K12""",
    )

    def grades(**limits: object) -> list[str]:
        found = catalog.recall(item="PUMP", **limits)  # type: ignore[arg-type]
        return [f"{row.serial} {row.grade}" for row in found]

    assert grades(lots=["L100-L199"]) == ["SN2 CONFIRMED"]
    assert grades(serials=["K1-K9"]) == ["SN1 CONFIRMED"]
    assert grades(delivered=(date(2025, 3, 1), None)) == ["SN2 CONFIRMED", "SN3 SUSPECT"]
    assert grades(produced=(None, date(2025, 1, 31))) == ["SN1 CONFIRMED", "SN3 SUSPECT"]
    wide = catalog.recall(item="PUMP")
    assert "W-RECALL-WIDE" in {finding.code for finding in wide.findings}
    assert len(wide) == 3
    with pytest.raises(ValueError, match="campaign, or an item"):
        catalog.recall()
    with pytest.raises(ValueError, match="limits need an item"):
        catalog.recall("R1", lots=["L1"])
    with pytest.raises(ValueError, match="before it begins"):
        grades(delivered=(date(2025, 2, 1), date(2025, 1, 1)))
    with pytest.raises(pb.StructureError, match="no revision"):
        grades(revisions=["Q"])
    with pytest.raises(pb.ModelError, match="PUMPE"):
        catalog.recall(item="PUMPE")


def test_bad_data_is_named_and_nothing_is_guessed() -> None:
    catalog = catalog_of(
        bom="parent item quantity\nM PUMP 1",
        machines="serial item customer delivery_date\nSNO1 M C1 2025-01-01\nSNO1 M C1 2025-01-01\nSN2 M C9 2025-01-01",
        as_built="serial parent item revision quantity lot\nSN01 M PUMP A 1 L5\nSN2 M PUMP A 1 L5",
        service_events="date serial action item quantity\n2025-05-01 SN2 REMOVE PUMP 3",
        customers="customer name\nC1 One",
    )
    assert "E-SERIAL-DUP" in {finding.code for finding in catalog.findings}
    found = catalog.recall(item="PUMP", lots=["L5"])
    said = {finding.code: finding for finding in found.findings}
    assert said["W-RECALL-SERIAL"].value == "SN01"
    assert said["W-RECALL-SERIAL"].detail == 'perhaps "SNO1" is meant'
    assert "E-EVENT-QTY" in said
    # The machine of the mistyped number is judged by its structure, the number by what is recorded of it.
    assert {row.serial: row.grade for row in found} == {"SN01": "CONFIRMED", "SNO1": "SUSPECT"}
    assert "W-CONTACT-MISSING" in said
    assert [row.customer for row in found.contacts] == ["C1", None]


def test_old_stock_alternatives_and_gaps_of_the_records_are_suspect() -> None:
    catalog = catalog_of(
        bom="""parent position item revision quantity valid_from valid_to alt_group alt_rank
            M 10 PUMP A 1 - 2025-02-28 - -
            M 10 PUMP B 1 2025-03-01 - - -
            M 20 SEAL - 1 - - G 1
            M 20 RING - 1 - - G 2""",
        revisions="item revision seq released interchange\nPUMP A 1 2020-01-01 -\nPUMP B 2 2025-03-01 NONE",
        machines="""serial item production_date delivery_date customer
            SN1 M 2025-04-01 2025-04-20 C1
            SN2 M 2026-02-01 2026-02-20 C1
            SN3 M 2025-04-01 2025-04-20 C1""",
        as_built="serial parent item revision quantity\nSN3 M RING - 1",
    )
    assert [(row.serial, row.grade) for row in catalog.recall(item="PUMP", revisions=["A"])] == [
        ("SN1", "SUSPECT"),
        ("SN3", "SUSPECT"),
    ]
    assert [row.serial for row in catalog.recall(item="RING") if row.grade == "CONFIRMED"] == ["SN3"]
    rows = {row.item: row for row in catalog.explode("M", serial="SN1", kind="built")}
    assert rows["PUMP"].certainty < Decimal("0.9")
    assert "older stock" in rows["PUMP"].doubt
    assert "RING is an alternative" in rows["SEAL"].doubt
    later = {row.item: row for row in catalog.explode("M", serial="SN2", kind="built")}
    assert later["PUMP"].certainty >= Decimal("0.9")
    assert later["PUMP"].doubt is None
    recorded = catalog.explode("M", serial="SN3", kind="maintained")
    assert [(row.item, row.certainty) for row in recorded] == [("RING", 1)]


def test_the_workbook_is_ready_for_letters_and_follows_its_lists(tmp_path: Path) -> None:
    catalog = catalog_of(**WORKED)
    catalog.recall("R1").to_excel(tmp_path / "recall.xlsx")
    book = openpyxl.load_workbook(tmp_path / "recall.xlsx")
    assert book.sheetnames[:9] == [
        "Machines",
        "Loose",
        "Contacts",
        "Block stock",
        "Need",
        "Campaign",
        "Quarters",
        "Status",
        "Past states",
    ]
    contacts = book["Contacts"]
    assert not contacts.merged_cells.ranges
    titles = [cell.value for cell in contacts[1]]
    assert titles[:2] == ["Customer", "Name"]
    assert [row[0].value for row in contacts.iter_rows(min_row=2)] == ["C1", "C2", "C3", "C4", "C5"]
    with_mail = [sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if "@" in str(cell.value)]
    assert set(with_mail) == {"Contacts"}
    numbers = contacts[2][titles.index("Machines") :]
    assert [cell.value for cell in numbers if cell.data_type == "f"]
    (again,) = recalculated([tmp_path / "recall.xlsx"], tmp_path)
    stored = openpyxl.load_workbook(tmp_path / "recall.xlsx", data_only=True)
    computed = openpyxl.load_workbook(again, data_only=True)
    compared = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    before, after = (b[sheet.title][cell.coordinate].value for b in (stored, computed))
                    assert (before or "") == pytest.approx(after or ""), (sheet.title, cell.coordinate, cell.value)
                    compared += 1
    assert compared > 60


def test_command_line_and_tasks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bom.csv").write_text("parent,item,quantity\nM,PUMP,1\n", encoding="utf-8")
    (tmp_path / "machines.csv").write_text(
        "serial,item,customer,delivery_date\nSN1,M,C1,2025-01-01\nSN2,M,C1,2026-01-01\n", encoding="utf-8"
    )
    (tmp_path / "tasks.csv").write_text(
        'task,arguments,output\nrecall,"item=PUMP; delivered=2025-06-01..; campaign=PUMP leaks",recall.xlsx\n'
        "campaign,name=R1,campaign.xlsx\n",
        encoding="utf-8",
    )
    (tmp_path / "campaign_status.csv").write_text(
        "campaign,serial,date,state\nR1,SN1,2026-01-01,REMEDIED\n", encoding="utf-8"
    )
    source = str(tmp_path)
    run(["recall", source, "--item", "PUMP", "--delivered", "..2025-06-30", "--as-of", "2026-06-30"])
    out = capsys.readouterr().out
    assert "SN1" in out
    assert "SN2" not in out
    run(["campaign", source, "--name", "R1", "--as-of", "2026-06-30"])
    assert "all,R1,2026-06-30,1," in capsys.readouterr().out
    run(["run", source, "--as-of", "2026-06-30"])
    assert openpyxl.load_workbook(tmp_path / "recall.xlsx").sheetnames[0] == "Machines"
    assert openpyxl.load_workbook(tmp_path / "campaign.xlsx").sheetnames[0] == "Campaign"
    assert run(["recall", source]) == 2
    assert "neither a campaign nor an item" in capsys.readouterr().err


def test_a_recall_stops_when_asked() -> None:
    count = 60_000
    serials = [f"SN{number}" for number in range(count)]
    machines = {"serial": serials, "item": ["M"] * count, "customer": ["C1"] * count}
    lines = {"parent": ["M", "A"], "item": ["A", "P"], "quantity": ["1", "1"]}
    catalog = pb.read({"bom": lines, "machines": machines}, as_of=AS_OF)

    def work() -> None:
        while True:
            catalog.recall(item="P")

    assert threading.current_thread() is threading.main_thread()
    assert interrupted(work, 0.5) < 1.0


def test_reasons_follow_the_language() -> None:
    catalog = catalog_of(**WORKED)
    english, finnish = catalog.recall("R1"), catalog.recall("R1", language="fi")
    assert finnish[0].reason == "revisio C, erä L12"
    for table in ("machines", "loose", "cleared"):
        ours, theirs = getattr(english, table)["reason"], getattr(finnish, table)["reason"]
        assert len(ours) == len(theirs) > 0
        assert all(one != other for one, other in zip(ours, theirs, strict=True))
    shown = catalog.explode("M", serial="SN4", kind="built", language="de")
    assert [row.doubt for row in shown] == [None] or all("reason." not in str(row.doubt) for row in shown)


def test_the_lists_of_a_recall_are_printed_up_to_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "recall.xlsx"
    catalog_of(**WORKED).recall("R1").to_excel(path, language="fi")
    with zipfile.ZipFile(path) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    area = re.search(r"_xlnm\.Print_Area[^>]*>Koneet!\$A\$1:\$([A-Z]+)\$(\d+)<", workbook)
    assert area is not None
    # Title, a blank line and the titles of the columns, then five rows.
    assert (area[1], area[2]) == ("K", "8")
    assert re.search(r"_xlnm\.Print_Titles[^>]*>Koneet!\$3:\$3<", workbook)
