from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import partsbook as pb
from partsbook.cli import jobs, output, tasks
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
        (["explode", "x.xlsx", "--item", "A", "--on", "2026-11-20xyz"], "is not a date"),
        (["explode", "x.xlsx", "--item", "A", "--on", "2026-02-30"], "is not a date"),
        (["explode", "x.xlsx", "--item", "A", "--quantity", "1,000"], "write 1000 or 1,"),
        (["explode", "x.xlsx", "--item", "A", "--quantity", "1.250"], "write 1250 or 1.2500,"),
        (["explode", "x.xlsx", "--item", "A", "--quantity", "10 %"], '"10 %" is not a number'),
        (["explode", "x.xlsx", "--item", "A", "--levels", "-1"], "'--levels': \"-1\" is not between 0 and"),
        (["where-used", "x.xlsx", "--item", "A", "--levels", "5000000000"], "'--levels'"),
        (["where-used", "x.xlsx", "--item", "A", "--levels", "9" * 40], "'--levels'"),
        (["variants", "x.xlsx", "--product", "A", "--limit", "-1"], "'--limit'"),
        (["campaign", "x.xlsx", "--name", "A", "--escalate-days", "-1"], "'--escalate-days'"),
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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "empty"], "no .xlsx"),
        (["check", "nothing.csv"], "the file is empty"),
        (["check", "items.csv", "--synonym", "itm=Tuote"], "the nearest are item"),
        (["check", "items.csv", "--sheet", "items.csv=itemz"], "there is no table `itemz`"),
        (["check", "items.csv", "--sheet", "item.csv=items"], 'no workbook has a sheet "item.csv"'),
        (["explode", "items.csv", "--item", "A20"], 'the nearest is "A200"'),
        (["explode", "items.csv", "--item", "A200", "--quantity", "-1"], "not above zero"),
        (["explode", "items.csv", "--item", "A200", "--kind", "built"], "--serial"),
        (["explode", "items.csv", "--item", "A200", "-o", "empty"], "empty is a folder"),
        (["explode", "items.csv", "--item", "A200", "-o", "nowhere/x.xlsx"], "the folder nowhere does not exist"),
        (["explode", "items.csv", "--item", "A200", "-o", "items.csv"], "is an input"),
        (["explode", "items.csv", "--item", "A200", "-o", "mine.xlsx"], "--overwrite"),
        (["explode", "items.csv", "--item", "A200", "-o", "x.pdf"], "end it in .xlsx or .csv"),
        (["price", "items.csv"], "there are no lines to price"),
        (["price", "items.csv", "--item", "W220"], "--customer"),
        (["price", "items.csv", "--item", "W220", "--customer", "9"], "`partsbook tables SOURCES`"),
        (["price", "items.csv", "--lines", "missing.csv"], "missing.csv: file not found"),
        (["variants", "items.csv", "--product", "X"], 'product "X" is not in the catalog'),
        (["variant-check", "items.csv", "--product", "X", "--selection", "red"], "PROPERTY=VALUE"),
        (["book", "items.csv", "--item", "A200"], "name a file with -o"),
        (["quote", "items.csv", "--customer", "1"], "name a file with -o"),
        (["price", "items.csv", "--item", "W220", "--customer", "9", "--lines", "items.csv"], "name one of them"),
        (["tables", "items.csv", "-o", "mine.csv"], "a .csv does not tell which program wrote it"),
        (["book", "items.csv", "-o", "b.xlsx"], "no machine"),
        (["book", "items.csv", "-o", "b.csv"], "end it in .xlsx"),
        (["run", "items.csv"], "there is nothing to do"),
        (["template", "t.csv"], "end it in .xlsx"),
        (["template", "empty"], "empty is a folder"),
        (["template", "t.xlsx", "--table", "itemz"], 'no table named "itemz"'),
        (["demo", "items.csv"], "items.csv is a file"),
    ],
)
def test_nothing_is_written_by_a_call_that_fails(
    arguments: list[str],
    words: str,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = source.parent
    monkeypatch.chdir(folder)
    (folder / "empty").mkdir()
    (folder / "nothing.csv").touch()
    (folder / "mine.xlsx").write_bytes(b"precious")
    (folder / "mine.csv").write_bytes(b"precious")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert "Traceback" not in printed.err
    assert len(printed.err.splitlines()) <= 2
    assert printed.out == ""
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to the administrator")
def test_a_folder_that_may_not_be_written_is_named(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = source.parent / "shut"
    folder.mkdir(mode=0o555)
    assert run(["explode", str(source), "--item", "A200", "-o", str(folder / "x.xlsx")]) == 2
    assert "no permission" in capsys.readouterr().err


def test_a_workbook_that_is_there_is_replaced_when_it_is_ours(source: Path) -> None:
    path = source.parent / "tables.xlsx"
    assert run(["tables", str(source), "-o", str(path)]) == 0
    assert run(["tables", str(source), "-o", str(path)]) == 0
    assert path.read_bytes().startswith(b"PK")


def test_findings_are_grouped_for_people(source: Path) -> None:
    source.write_text(ITEMS + "".join(f"X{row};Screw;cheap\n" for row in range(7)), encoding="utf-8")
    lines = output.grouped(pb.read(source).findings)
    assert lines[0].startswith("E-NUMBER  ")
    assert lines[0].endswith(": 7")
    assert "cell C4" in lines[1]
    assert '"cheap" as gross_price' in lines[1]
    assert "    … and 2 more; -o FILE.xlsx writes them all" in lines
    assert any(line.startswith("  fix ") for line in lines)
    assert all(not line or line.strip() for line in lines)
    assert lines[-1] == "7 E, 0 W, 0 I"
    source.write_text(ITEMS, encoding="utf-8")
    assert output.grouped(pb.read(source).findings) == ["nothing found that is doubtful"]


def test_findings_printed_for_a_program_have_one_line_each(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text(ITEMS + "X1;Screw;cheap\n", encoding="utf-8")
    run(["check", str(source)])
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_book_is_made(source: Path, tmp_path: Path) -> None:
    lines = tmp_path / "bom.csv"
    lines.write_text("parent;position;item;quantity\nA200;10;W220;2\n", encoding="utf-8")
    items = tmp_path / "spares.csv"
    items.write_text("item;description;spare\nW220;Bearing;Y\nA200;Crusher;N\n", encoding="utf-8")
    path = tmp_path / "book.xlsx"
    assert run(["book", str(items), str(lines), "--item", "A200", "-o", str(path)]) in {0, 1}
    assert path.read_bytes().startswith(b"PK")
    assert source.exists()


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
    used = {argument for job in jobs.TASKS.values() for argument in jobs.arguments(job)}
    assert used <= set(PARAMETERS)
    assert set(PARAMETERS) == used


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
        ("product=S; selection=C=RED, W=100", {"product": "S", "selection": "C=RED, W=100"}),
        (' Item = "W220" ;', {"item": "W220"}),
    ],
)
def test_arguments_of_a_task_are_read(text: str, expected: dict[str, str]) -> None:
    assert tasks.parse(text) == expected


@pytest.mark.parametrize("text", ["W220", "=W220", "item=A; item=B"])
def test_arguments_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"W220|twice"):
        tasks.parse(text)


def test_open_questions_come_with_the_option_that_settles_them() -> None:
    for argument, said in [
        ('synonyms={"Name": "item"}', "--synonym item=Name"),
        ('synonyms={"Ref. Mouser": "item"}', '--synonym "item=Ref. Mouser"'),
        ('sheets={"Order for Jupiter": "bom"}', '--sheet "Order for Jupiter=bom"'),
        ('sheets={"data.csv": "-"}', "--sheet data.csv=-"),
    ]:
        assert output.option(argument) == said


def test_every_question_of_a_reading_has_its_option(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = pb.read({"R12.csv": b"Index,Qty,Description,Shop code\nR1,1,x,A"})
    assert len(catalog.questions) > 0
    told: list[str] = []
    monkeypatch.setattr(output, "note", told.append)
    output.ask(catalog.questions)
    assert sum(line.startswith("  option ") for line in told) == len(catalog.questions)
    assert capsys.readouterr().out == ""


def test_findings_at_the_terminal_say_row_or_cell() -> None:
    catalog = pb.read({"bom.csv": b"item,qty\nA,x\nTotal,1\nTotal,2\n"})
    lines = output.grouped(catalog.findings)
    assert any(line.startswith('    bom.csv, cell B2 "x" as quantity') for line in lines), lines
    assert any(line.startswith("    bom.csv, row 3") for line in lines), lines


def test_what_is_doubtful_about_an_answer_is_told_behind_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, edited = tmp_path / "items.csv", tmp_path / "edit.xlsx"
    source.write_text("item;gross_price\nA1;1\n", encoding="utf-8")
    assert run(["edit", str(source), "--table", "items", "-o", str(edited)]) == 0
    source.write_text("item;gross_price\nB1;1\n", encoding="utf-8")
    told: list[str] = []
    monkeypatch.setattr(output, "note", told.append)
    assert run(["changes", str(source), "--edited", str(edited)]) == 1
    assert any(line.startswith("E-EDIT-KEY ") for line in told), told
    told.clear()
    assert run(["check", str(edited)]) == 0
    assert not any(line.startswith("I-") for line in told), "a list of findings says it itself"


def test_a_locale_settles_numbers_wherever_it_stands(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    customers = source.parent / "customers.csv"
    customers.write_text("customer\n1001\n", encoding="utf-8")
    call = ["price", str(source), str(customers), "--customer", "1001", "--item", "W220", "--quantity", "1.000"]
    for options, quantity in ((["--locale", "fi"], "1000"), (["--locale", "en-US"], "1.000")):
        assert run([*call, *options]) == 0
        assert next(csv.DictReader(io.StringIO(capsys.readouterr().out)))["quantity"] == quantity


def test_help_offers_the_files_that_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    for command, words in (("explode", ".svg"), ("price", ".csv"), ("book", "(.xlsx)")):
        run([command, "--help"])
        said = " ".join(capsys.readouterr().out.split())
        assert words in said.partition("--output PATH")[2].partition("--overwrite")[0]
        assert (".svg" in said) == (command == "explode")


def wide(columns: int, texts: int = 3) -> pb.Table:
    """Return a table of a number and some texts, then numbers."""
    names = {f"text_number_{place}": ["words " * 8] * 2 for place in range(texts)}
    return pb.table("wide", {"item": ["A1", "A2"], **names, **{f"column_{n}": [n, n] for n in range(columns)}})


def unstyled(printed: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", printed).splitlines()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_shows_what_can_be_read(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    output.show(wide(40), "en")
    lines = unstyled(capsys.readouterr().out)
    assert all(len(line) <= width for line in lines)
    assert sum(line.startswith("A1 ") for line in lines) == 1
    assert any("words words" in line for line in lines), "texts are not cut into letters"
    told = " ".join(" ".join(lines).partition("… and ")[2].split())
    assert told.endswith("-o FILE.xlsx writes them all")
    assert "column_39" in told
    output.show(wide(1, texts=0), "en")
    assert "more column" not in capsys.readouterr().out


def test_a_terminal_begins_with_what_is_read_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = pb.read({"items": {"item": ["A1"], "gross_price": [5]}, "customers": {"customer": ["C1"]}})
    lines = {"remark": ["soon"], "item": ["A1"], "customer": ["C1"], "quantity": [2]}
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    output.show(catalog.price_lines(lines), "en")
    titles = unstyled(capsys.readouterr().out)[:4]
    assert any(line.split()[:3] == ["customer", "item", "quantity"] for line in titles), titles


def test_findings_speak_of_options(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text(ITEMS + "X1;Screw;1.000\n", encoding="utf-8")
    assert run(["check", str(source)]) == 1
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["fix"].endswith("give `--locale`")
    assert row["message"].endswith("give `--locale`")
    assert any(line.endswith("give `--locale`") for line in output.grouped(pb.read(source).findings))
    for python, here in (
        ("`sheets=`", "--sheet"),
        ("`synonyms=`", "--synonym"),
        ("`catalog.tables`", "tables SOURCES"),
    ):
        assert here in output.said_here(f"see {python}")


def test_questions_are_shown_with_the_options_that_settle_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = pb.read({"R12.csv": b"Index,Qty,Description,Shop code\nR1,1,x,A"})
    told: list[str] = []
    monkeypatch.setattr(output, "note", told.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    output.show(catalog.questions, "en")
    assert sum(line.startswith("  option ") for line in told) == len(catalog.questions) > 0
    assert capsys.readouterr().out == ""
