"""Where answers go: a workbook, a CSV file, or the terminal."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table as Grid

from partsbook import Findings, Table
from partsbook.errors import ReportError

if TYPE_CHECKING:
    from pathlib import Path

_TERMINAL_ROWS = 40


def write(answer: Any, path: Path, *, overwrite: bool, language: str) -> None:
    """Write an answer as the kind of file its name asks for.

    Raises
    ------
    ReportError
        The name ends in nothing that can be written, or writing failed.
    """
    writers = {
        ".xlsx": lambda: answer.to_excel(path, overwrite=overwrite, language=language),
        ".csv": lambda: answer.to_csv(path, overwrite=overwrite),
    }
    writer = writers.get(path.suffix.lower())
    if writer is None or (path.suffix.lower() == ".csv" and not isinstance(answer, Table)):
        names = ".xlsx or .csv" if isinstance(answer, Table) else ".xlsx"
        raise ReportError(f'"{path.name}" is not a name of a file that can be written', f"end it in {names}")
    writer()


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
        for finding in answer[:_TERMINAL_ROWS]:
            console.print(finding.message, highlight=False, markup=False)
        more = len(answer) - _TERMINAL_ROWS
        if more > 0:
            console.print(f"… and {more} more; -o FILE.xlsx writes them all")
        return
    grid = Grid(title=None, box=None, pad_edge=False)
    rows = answer[:_TERMINAL_ROWS]
    for name in answer.columns:
        numbers = all(not isinstance(row[name], str) for row in rows)
        grid.add_column(name, justify="right" if numbers and rows else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(_cell(value) for value in row))
    console.print(grid)
    more = len(answer) - len(rows)
    if more > 0:
        console.print(f"… and {more} more rows; -o FILE.xlsx writes them all")


def note(words: str) -> None:
    """Tell a person at the terminal something; a program that reads our output is left alone."""
    if sys.stderr.isatty():
        Console(stderr=True).print(words, highlight=False, markup=False)


def summary(findings: Findings) -> str:
    """Return how many findings there are, by severity."""
    return f"{findings.errors} E, {findings.warnings} W, {findings.notes} I"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
