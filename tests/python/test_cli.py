from __future__ import annotations

import csv
import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from partsbook.cli import jobs, tasks
from partsbook.cli.main import run
from partsbook.cli.parameters import PARAMETERS

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = "item;description;gross_price\nW220;Bearing;12,50\nA200;Crusher;1 250,00\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(ITEMS, encoding="utf-8")
    return path


def test_good_data_ends_with_0(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(source)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("severity,code,")
    assert printed.err == "", "quiet when piped"


def test_findings_of_severity_e_end_with_1(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text(ITEMS + "X1;Screw;cheap\n", encoding="utf-8")
    assert run(["check", str(source)]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["code"], row["cell"]) for row in rows] == [("E-NUMBER", "C4")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "missing.xlsx"], "missing.xlsx: file not found"),
        (["check"], "Missing argument 'SOURCES...'"),
        (["chek", "x.xlsx"], "No such command 'chek'"),
        (["where-used", "x.xlsx"], "Missing option '--item'"),
        (["where-used", "x.xlsx", "--item", "A", "--to", "moon"], '"moon" is none of top, machines, customers'),
        (["explode", "x.xlsx", "--item", "A", "--quantity", "many"], '"many" is not a number'),
        (["explode", "x.xlsx", "--item", "A", "--on", "31.3.2026"], "is not a date"),
        (["check", "x.xlsx", "--sheet", "S"], '"S" is not SHEET=TABLE'),
        (["check", "x.xlsx", "--colour"], "No such option"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_message(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert "Traceback" not in printed.err
    assert len(printed.err.splitlines()) <= 2
    assert printed.out == ""


def test_sheets_titles_and_locale_can_be_named(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text("Tuote;Hinnoittelu\nA;1,234\n", encoding="utf-8")
    call = ["check", str(source), "--sheet", "items.csv=items", "--synonym", "item=Tuote", "--locale", "fi"]
    assert run([*call, "--synonym", "gross_price=Hinnoittelu"]) == 0
    assert capsys.readouterr().err == ""


def test_the_program_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "partsbook", "--version"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("partsbook ")


def test_every_argument_of_every_job_is_described() -> None:
    used = {argument for job in jobs.JOBS.values() for argument in jobs.arguments(job)}
    assert used <= set(PARAMETERS)
    assert set(PARAMETERS) - used == {"lines"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("item=W220; to=customers", {"item": "W220", "to": "customers"}),
        (
            "customer=1001, items=W220, A200; on=2026-01-01",
            {"customer": "1001", "items": "W220, A200", "on": "2026-01-01"},
        ),
        ("condition=COLOUR = red", {"condition": "COLOUR = red"}),
        (' Item = "W220" ;', {"item": "W220"}),
    ],
)
def test_arguments_of_a_task_are_read(text: str, expected: dict[str, str]) -> None:
    assert tasks.parse(text) == expected


@pytest.mark.parametrize("text", ["W220", "=W220", "item=A; item=B"])
def test_arguments_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"W220|twice"):
        tasks.parse(text)
