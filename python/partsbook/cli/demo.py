"""The worked example: writes the workbooks of a small company, does every task they ask for, and says what to open."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

import partsbook
from partsbook.cli import tasks
from partsbook.cli.files import Reading
from partsbook.errors import ReportError

_RESULTS = "results"
# The day the example is about: the same results on every day.
_AS_OF = date(2026, 11, 20)
# What a newcomer should see first, best first; those that were made are named.
_OPEN_FIRST = ("parts-book", "priced-orders", "where-used", "price-list", "structure", "Findings")


def make(folder: Path) -> int:
    """Write the example into a folder and return the exit status.

    Returns
    -------
    int
        0 when every task was done, 1 when one was not.
    """
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder} is a file", "name a folder; it is made when it is not there")
    start = time.perf_counter()
    files = partsbook.write_demo(folder)
    _say("wrote the workbooks of the demo company", start)
    drawings = 0
    for file in files:
        path = Path(file.path)
        if path.suffix == ".png":
            drawings += 1
        else:
            click.echo(f"    {path.name:<36} {file.description}")
    click.echo(f"    {'drawings':<36} {drawings} pictures: exploded views with numbered balloons, the cover")

    start = time.perf_counter()
    workbooks = [path for path in files["path"] if Path(path).suffix in {".xlsx", ".csv"}]
    reading = Reading(as_of=_AS_OF)
    catalog = reading.read(*map(Path, workbooks))
    rows = sum(sheet.rows_read or 0 for sheet in catalog.tables)
    _say(f"read them: {rows} rows, as of {_AS_OF}", start)
    findings = catalog.findings
    click.echo(
        f"    findings: {findings.errors} E, {findings.warnings} W, {findings.notes} I (some are left in on purpose)"
    )

    results = folder / _RESULTS
    results.mkdir(exist_ok=True)
    findings.to_excel(results / "Findings.xlsx", overwrite=True)
    start = time.perf_counter()
    done = tasks.do_all(catalog, reading, folder=results, overwrite=True, language="en", failures="Task findings.xlsx")
    _say(f"did the tasks of its `tasks` sheet: {len(done.lines)}", start)
    for line in done.lines:
        click.echo(f"    {line}")

    made = sorted(results.iterdir())
    first = [path for name in _OPEN_FIRST for path in made if path.name.startswith(name)][:3]
    click.echo("\nOpen first:")
    for path in first:
        click.echo(f"    {path}")
    return 1 if done.failed else 0


def _say(what: str, start: float) -> None:
    click.echo(f"{time.perf_counter() - start:6.2f} s  {what}")
