"""Where answers go: a workbook, a CSV file, or the terminal."""

from __future__ import annotations

import ast
import csv
import re
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from click import echo
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid

from partsbook import Explanation, Findings, Table
from partsbook.cli.files import Workbook, for_people, is_for_customer
from partsbook.errors import ReportError

if TYPE_CHECKING:
    from pathlib import Path

    from partsbook import Finding

_TERMINAL_ROWS = 40
# Endings of files with a picture of an answer, for answers that have one.
_PICTURES = (".svg", ".dot", ".mmd")
# Blanks between columns at the terminal, and letters of a line of a title.
_GAP = 1
_TITLE = 12
# Places of one kind of finding that are shown.
_PLACES = 5


def check(path: Path, *, is_table: bool, has_picture: bool = True) -> None:
    """See whether a file can be written, before a long computation.

    Raises
    ------
    ReportError
        The name ends in nothing that can be written, is a folder, or is in a folder that is not there.
    """
    endings: tuple[str, ...] = (".xlsx", ".csv") if is_table else (".xlsx",)
    if is_table and has_picture:
        endings += _PICTURES
    if path.is_dir():
        raise ReportError(f"{path} is a folder", f"name a file in it, such as {path / 'answer.xlsx'}")
    if path.suffix.lower() not in endings:
        raise ReportError(
            f'"{path.name}" is not a name of a file that can be written', f"end it in {' or '.join(endings)}"
        )
    if not path.parent.is_dir():
        raise ReportError(f"the folder {path.parent} does not exist", "make it first, or write somewhere else")


def write(answer: Any, path: Path, *, overwrite: bool, language: str) -> None:
    """Write an answer as the kind of file its name asks for.

    A document for a customer has the same columns and prices as a CSV file that it has as a workbook.

    Raises
    ------
    ReportError
        The name ends in nothing that can be written, or writing failed.
    """
    picture = answer.picture if isinstance(answer, Table) else None
    check(path, is_table=isinstance(answer, Table), has_picture=picture is not None)
    if picture is not None and path.suffix.lower() in _PICTURES:
        kinds = {".svg": picture.to_svg, ".dot": picture.to_dot, ".mmd": picture.to_mermaid}
        kinds[path.suffix.lower()](path, overwrite=overwrite)
    elif not isinstance(answer, Table):
        # The languages of a book are its own.
        answer.to_excel(path, overwrite=overwrite)
    elif path.suffix.lower() == ".csv":
        _sent(answer, language).to_csv(path, overwrite=overwrite)
    else:
        answer.to_excel(path, overwrite=overwrite, language=language)


def _sent(answer: Table, language: str) -> Table:
    """Return a document for a customer as the customer may see it; other answers as they are."""
    return for_people(answer, language) if is_for_customer(answer) else answer


def holds_findings(answer: Any, path: Path) -> bool:
    """Return whether the file that an answer was written to tells what is doubtful about it."""
    if isinstance(answer, Findings):
        return True
    if isinstance(answer, Table):
        return path.suffix.lower() == ".xlsx" and not is_for_customer(answer)
    return not isinstance(answer, Workbook)


def ask(questions: Table) -> None:
    """Tell what is open, with lines to paste: an option, an argument of `read`, a row of a `synonyms` sheet."""
    for row in questions:
        place = f'{row.workbook}, sheet "{row.sheet}"' if row.sheet else str(row.workbook)
        note(f"question: {place}: {row.question}")
        note(f"  option          {option(row.argument)}")
        note(f"  in Python       {row.argument}")
        if row.sheet_row:
            note(f"  synonyms sheet  {row.sheet_row}")


def option(argument: str) -> str:
    """Return the option of the command line that says what an argument of `read` says."""
    name, _, value = argument.partition("=")
    if name == "locale":
        return f"--locale {ast.literal_eval(value)}"
    ((key, means),) = ast.literal_eval(value).items()
    said = f"--synonym {means}={key}" if name == "synonyms" else f"--sheet {key}={means}"
    flag, _, rest = said.partition(" ")
    return said if rest.isascii() and re.fullmatch(r"[\w.=-]+", rest) else f'{flag} "{rest}"'


def show(answer: Table, language: str) -> None:
    """Print an answer: its first rows for a person at a terminal, all of it as CSV for a program."""
    if not sys.stdout.isatty():
        sent = _sent(answer, language)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(sent.columns)
        rows = zip(*(sent[name] for name in sent.columns), strict=True)
        speaks = isinstance(answer, Findings)
        writer.writerows(
            [said_here(cell) if isinstance(cell, str) else cell for cell in row] if speaks else row for row in rows
        )
        return
    console = Console()
    if isinstance(answer, Findings):
        for line in grouped(answer):
            console.print(line, highlight=False, markup=False)
        return
    if isinstance(answer, Explanation):
        console.print(str(answer), highlight=False, markup=False)
        return
    if not len(answer):
        console.print("no rows")
        return
    if answer.name == "questions":
        # To be pasted: whole, and as options.
        ask(answer)
        return
    _show_rows(console, for_people(answer, language))


def _show_rows(console: Console, answer: Table) -> None:
    """Print the first rows with the columns that are read first, as many as can be read beside each other."""
    rows = answer[:_TERMINAL_ROWS]
    filled = [name for name in answer.columns if any(row[name] is not None for row in rows)]
    widths = {name: _width(name, [row[name] for row in rows], console.width) for name in filled}
    shown: list[str] = []
    room = console.width
    for name in filled:
        room -= widths[name] + _GAP
        if room < -_GAP and shown:
            break
        shown.append(name)
    grid = Grid(title=None, box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for name in shown:
        is_text = any(isinstance(row[name], str) for row in rows)
        width = min(widths[name], console.width)
        grid.add_column(_title(name), justify="left" if is_text else "right", overflow="fold", width=width)
    for row in rows:
        grid.add_row(*(_cell(row[name]) for name in shown))
    console.print(grid)
    more = len(answer) - len(rows)
    if more > 0:
        console.print(f"… and {more} more rows; -o FILE.xlsx writes them all")
    if hidden := filled[len(shown) :]:
        noun = "column" if len(hidden) == 1 else "columns"
        words = f"… and {len(hidden)} more {noun} ({', '.join(hidden)}); -o FILE.xlsx writes them all"
        console.print(words, highlight=False, markup=False)


def _title(name: str) -> str:
    """Return the name of a column on lines that are not much wider than numbers are."""
    return "\n".join(line.replace(" ", "") for line in textwrap.wrap(name.replace("_", "_ "), _TITLE))


def _width(name: str, values: list[object], console: int) -> int:
    """Return the letters a column needs; long texts take several lines, shorter ones on a narrow terminal."""
    longest = max((cell_len(_cell(value)) for value in values), default=0)
    if any(isinstance(value, str) for value in values):
        longest = min(longest, max(16, console // 5))
    return max(longest, *map(cell_len, _title(name).splitlines()))


def doubts(answer: Any) -> None:
    """Tell what is doubtful about an answer that does not say it itself, as a list of findings does."""
    if isinstance(answer, Findings) or not (answer.findings.errors or answer.findings.warnings):
        return
    for line in grouped(answer.findings):
        note(line)
    if not sys.stderr.isatty():
        for finding in answer.findings:
            if finding.severity == "E":
                echo(said_here(finding.message), err=True)


# What messages call things in Python, and what they are on the command line.
_SAID_HERE = {
    "`catalog.tables`": "`partsbook tables SOURCES`",
    "`family.complete(selection)`": "`partsbook variant-complete`",
    "`sheets=`": "`--sheet SHEET=TABLE`",
    "`sheets`": "`--sheet SHEET=TABLE`",
    "`synonyms=`": "`--synonym FIELD=TITLE`",
    "the `locale`": "`--locale`",
    "`serial=`": "`--serial`",
    "`source=`": "the one workbook on the command line",
    "ask for it to be overwritten": "add `--overwrite`",
}


def said_here(words: str) -> str:
    """Return a message with the options of the command line in place of arguments in Python."""
    for python, here in _SAID_HERE.items():
        words = words.replace(python, here)
    return words


def grouped(findings: Findings) -> list[str]:
    """Return the findings as lines to read: one group a code, worst first, with the first places and what to do."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    if not groups:
        return ["nothing found that is doubtful"]
    lines: list[str] = []
    for code, group in groups.items():
        first = group[0]
        lines.append(f"{code}  {first.title}: {len(group)}")
        lines += [f"    {said_here(place)}" for place in map(_place, group[:_PLACES]) if place]
        if len(group) > _PLACES:
            lines.append(f"    … and {len(group) - _PLACES} more; -o FILE.xlsx writes them all")
        lines += [f"  expected  {said_here(first.expected)}"] if first.expected else []
        lines += [f"  fix       {said_here(first.fix)}"] if first.fix else []
        lines.append("")
    return [*lines, summary(findings)]


def note(words: str) -> None:
    """Tell a person at the terminal something; a program that reads our output is left alone."""
    if sys.stderr.isatty():
        Console(stderr=True).print(words, highlight=False, markup=False)


def tell(words: str) -> None:
    """Tell something that must not be missed: a program that reads our output may keep it in its log."""
    if sys.stderr.isatty():
        note(words)
    else:
        echo(words, err=True)


def summary(findings: Findings) -> str:
    """Return how many findings there are, by severity."""
    return f"{findings.errors} E, {findings.warnings} W, {findings.notes} I"


def _place(finding: Finding) -> str:
    """Return where a finding is and what was found there."""
    place = ", ".join(
        part
        for part in (
            finding.workbook,
            f'sheet "{finding.sheet}"' if finding.sheet else None,
            _cell_or_row(finding.cell),
        )
        if part
    )
    value = f' "{finding.value}"' if finding.value is not None else ""
    field = f" as {finding.field}" if finding.field and value else ""
    detail = f": {finding.detail}" if finding.detail else ""
    return " ".join(f"{place}{value}{field}{detail}".split())


def _cell_or_row(cell: str | None) -> str | None:
    """Return a place in a sheet: its cell, its row or its column."""
    if not cell:
        return None
    if cell.isdigit():
        return f"row {cell}"
    return f"column {cell}" if cell.isalpha() else f"cell {cell}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
