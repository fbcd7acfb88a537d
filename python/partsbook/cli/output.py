"""Where answers go: a workbook, a CSV file, or the terminal."""

from __future__ import annotations

import ast
import csv
import re
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table as Grid

from partsbook import Explanation, Findings, Table
from partsbook.errors import ReportError

if TYPE_CHECKING:
    from pathlib import Path

    from partsbook import Finding

_TERMINAL_ROWS = 40
# Endings of files with a picture of an answer, for answers that have one.
_PICTURES = (".svg", ".dot", ".mmd")
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
        answer.to_csv(path, overwrite=overwrite)
    else:
        answer.to_excel(path, overwrite=overwrite, language=language)


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


def show(answer: Table) -> None:
    """Print an answer: its first rows for a person at a terminal, all of it as CSV for a program."""
    if not sys.stdout.isatty():
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        columns = [answer[name] for name in answer.columns]
        writer.writerows(zip(*columns, strict=True))
        return
    console = Console()
    if isinstance(answer, Findings):
        for line in grouped(answer):
            console.print(line, highlight=False, markup=False)
        return
    if isinstance(answer, Explanation):
        console.print(str(answer), highlight=False, markup=False)
        return
    rows = answer[:_TERMINAL_ROWS]
    if not rows:
        console.print("no rows")
        return
    grid = Grid(title=None, box=None, pad_edge=False)
    shown = [name for name in answer.columns if any(row[name] is not None for row in rows)]
    for name in shown:
        numbers = all(not isinstance(row[name], str) for row in rows)
        grid.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(_cell(row[name]) for name in shown))
    console.print(grid)
    more = len(answer) - len(rows)
    if more > 0:
        console.print(f"… and {more} more rows; -o FILE.xlsx writes them all")


def doubts(answer: Any) -> None:
    """Tell what is doubtful about an answer that was shown; a list of findings says it itself."""
    if not isinstance(answer, Findings) and (answer.findings.errors or answer.findings.warnings):
        for line in grouped(answer.findings):
            note(line)


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
        lines += [f"    {place}" for place in map(_place, group[:_PLACES]) if place]
        if len(group) > _PLACES:
            lines.append(f"    … and {len(group) - _PLACES} more; -o FILE.xlsx writes them all")
        lines += [f"  expected  {first.expected}"] if first.expected else []
        lines += [f"  fix       {first.fix}"] if first.fix else []
        lines.append("")
    return [*lines, summary(findings)]


def note(words: str) -> None:
    """Tell a person at the terminal something; a program that reads our output is left alone."""
    if sys.stderr.isatty():
        Console(stderr=True).print(words, highlight=False, markup=False)


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
