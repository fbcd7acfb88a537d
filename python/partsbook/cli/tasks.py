"""The tasks sheet: each active row is a job; results land beside the workbook, failures in a Findings workbook."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import partsbook
from partsbook.cli import files, jobs, output
from partsbook.cli.parameters import FILES, PARAMETERS
from partsbook.errors import PartsbookError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partsbook import Catalog, Finding, Row

_FAILURES = "Findings.xlsx"
# The columns of every tasks sheet; those beside them are arguments.
_COLUMNS = ("task", "arguments", "output", "active", "origin")


def _between(names: Iterable[str]) -> re.Pattern[str]:
    # A comma or semicolon ends an argument only where the next one begins, so that lists may have commas too, and so
    # may selections: POWER=90, COLOR=RED.
    return re.compile(rf"[;,\n]\s*(?=(?:{'|'.join(names)})\s*=)|[;\n]\s*(?=[A-Za-z_]+\s*=)", re.IGNORECASE)


@dataclass
class Done:
    """What was done.

    Attributes
    ----------
    lines
        A line for each task, and for what else is to be told.
    troubles
        Those of the lines that must not be missed.
    failed
        How many tasks could not be done.
    errors
        How many findings of severity E are about what the tasks read or answered, and not in what they wrote.
    """

    lines: list[str] = field(default_factory=list)
    troubles: set[str] = field(default_factory=set)
    failed: int = 0
    errors: int = 0

    def trouble(self, words: str) -> None:
        """Add a line that must not be missed."""
        self.lines.append(words)
        self.troubles.add(words)


def parse(arguments: str, names: Iterable[str] = PARAMETERS) -> dict[str, str]:
    """Return names and texts of arguments such as ``item=W220; to=customers``.

    A comma ends an argument before one of the names only.

    Raises
    ------
    ValueError
        A part is not ``name=value``, or a name comes twice.
    """
    found: dict[str, str] = {}
    for part in _between(names).split(arguments.strip().strip(";,")):
        if not part.strip():
            continue
        name, sign, value = part.partition("=")
        name = name.strip().lower()
        if not sign or not name:
            msg = f'"{part.strip()}" is not an argument; write name=value'
            raise ValueError(msg)
        if name in found:
            msg = f'the argument "{name}" is given twice'
            raise ValueError(msg)
        found[name] = value.strip().strip('"“”').strip()
    return found


@dataclass(frozen=True)
class _Run:
    """What all tasks of a run have in common."""

    catalog: Catalog
    reading: files.Reading
    folder: Path
    overwrite: bool
    language: str
    # Files of this run, as names that differ in more than capitals, and what wrote them.
    taken: dict[str, str]
    # What could not be read, by the place of its row.
    unread: dict[str, Finding]
    remarks: frozenset[str]


def do_all(
    catalog: Catalog,
    reading: files.Reading,
    *,
    folder: Path,
    overwrite: bool,
    language: str,
    failures: str = _FAILURES,
) -> Done:
    """Do every active task of the catalog's tasks sheet.

    A row with something in it that cannot be read is not done: it would be another task.

    Raises
    ------
    PartsbookError
        There is no task to do.
    """
    rows = [row for row in catalog.table("tasks") if _value(row, "active") is not False]
    if not rows:
        raise PartsbookError(
            "there is nothing to do: no active row in a `tasks` sheet",
            "add a sheet `tasks` with the columns task, arguments, output, active",
        )
    done = Done()
    failed: dict[str, list[str]] = {"task": [], "arguments": [], "origin": [], "message": [], "hint": []}

    def tell(row: Row, message: str, hint: str | None) -> None:
        cells = (_value(row, "task"), _value(row, "arguments"), _value(row, "origin"), message, hint)
        for column, cell in zip(failed.values(), cells, strict=True):
            column.append(output.said_here(str(cell or "")))

    taken = {failures.casefold(): "what went wrong with the tasks"}
    run = _Run(catalog, reading, folder, overwrite, language, taken, _unread(catalog), _remarks())
    for number, row in enumerate(rows, start=1):
        try:
            path, findings = _do(run, row, number)
        except Exception as error:  # noqa: BLE001 - whatever stops one task, the others are done
            done.failed += 1
            message, hint = _said(error)
            tell(row, message, hint)
            done.trouble(f"{_value(row, 'origin')}: {_value(row, 'task')} failed: {message}")
        else:
            done.lines.append(f"{_value(row, 'task')}: {path} written")
            for finding in findings:
                done.errors += 1
                tell(row, finding.message, finding.fix)
                done.trouble(f"{_value(row, 'task')}: {finding.message}")
            for words in reading.notes:
                tell(row, words, None)
                done.trouble(f"{_value(row, 'task')}: {words}")
        done.errors += reading.errors
        reading.notes, reading.errors = [], 0
    if failed["task"]:
        path = folder / failures
        partsbook.table("task_findings", failed).to_excel(path, overwrite=overwrite, language=language)
        wrong = f"what went wrong with {done.failed} of {len(rows)} tasks" if done.failed else "what is to be looked at"
        done.trouble(f"{path} written: {wrong}")
    return done


def _said(error: Exception) -> tuple[str, str | None]:
    """Return what an error says, and its hint."""
    if isinstance(error, PartsbookError):
        return error.message, error.hint
    return str(error.args[0] if error.args else error), None


def _unread(catalog: Catalog) -> dict[str, Finding]:
    """Return the first thing in each row of the tasks sheet that could not be read, by the place of the row."""
    places = {row["origin"] for row in catalog.table("tasks").rows()}
    found: dict[str, Finding] = {}
    for finding in catalog.findings:
        if finding.severity == "E" and files.row_of(finding) in places:
            found.setdefault(files.row_of(finding), finding)
    return found


def _do(run: _Run, row: Row, number: int) -> tuple[Path, list[Finding]]:
    """Do one task; return the file that was written, and the findings of severity E that are not in it."""
    if finding := run.unread.get(_value(row, "origin")):
        raise PartsbookError(finding.message, finding.fix)
    name = _name(str(_value(row, "task") or ""))
    job = jobs.TASKS[name]
    values = _arguments(run, row, name)
    language = run.language
    if "language" in jobs.arguments(job):
        language = str(values.setdefault("language", language))
    written = _folded(str(_value(row, "task"))).replace("_", "-")
    path = _target(run.folder, str(_value(row, "output") or f"{number:02d} {written}.xlsx"))
    place = str(path.relative_to(run.folder)).casefold()
    if place in run.taken:
        raise PartsbookError(
            f'"{path.name}" is another file of this run: {run.taken[place]}', "give the output another name"
        )
    output.check(path, is_table=name not in jobs.WORKBOOKS, has_picture=name in jobs.PICTURED)
    answer = jobs.do(job, run.catalog, run.reading, values)
    output.write(answer, path, overwrite=run.overwrite, language=language)
    run.taken[place] = f"{_value(row, 'origin')}: {_value(row, 'task')}"
    apart = () if output.holds_findings(answer, path) else answer.findings
    return path, [finding for finding in apart if finding.severity == "E"]


def _name(written: str) -> str:
    """Return the name of a task."""
    name = written.strip().lower().replace("_", "-").replace(" ", "-")
    name = jobs.OTHER_NAMES.get(name, name)
    if name not in jobs.TASKS:
        known = sorted([*jobs.TASKS, *jobs.OTHER_NAMES])
        near = difflib.get_close_matches(name, known, 1)
        nearest = f"the nearest is {near[0]}; " if near else ""
        raise PartsbookError(
            f'there is no task "{written}"', f"{nearest}there are {', '.join(known)}; also with _ or a blank for -"
        )
    return name


def _arguments(run: _Run, row: Row, name: str) -> dict[str, Any]:
    """Return the values of a task's arguments: of the column `arguments`, and of columns of their own."""
    allowed = jobs.arguments(jobs.TASKS[name])
    # Fields of a new customer may be called as arguments of other jobs are.
    names = allowed if "changes" in allowed else PARAMETERS
    given = parse(str(_value(row, "arguments") or ""), names)
    for column, cell in _own_columns(row, run.remarks).items():
        if column in given:
            raise PartsbookError(f'the argument "{column}" is given twice', "name it in one column only")
        given[column] = cell
    values: dict[str, Any] = {}
    for argument, text in given.items():
        if argument not in allowed:
            known = ", ".join(allowed) or "none"
            raise PartsbookError(f'"{name}" has no argument "{argument}"', f"its arguments are: {known}")
        try:
            read = PARAMETERS[argument].read(text, run.reading.locale)
            values[argument] = _beside(run.folder, argument, read)
        except ValueError as error:
            raise PartsbookError(f"{argument}: {error}") from error
    missing = [argument for argument, required in allowed.items() if required and argument not in values]
    if missing:
        raise PartsbookError(f'"{name}" needs {", ".join(missing)}', f"write for example {missing[0]}=…")
    return values


def _own_columns(row: Row, remarks: frozenset[str]) -> dict[str, str]:
    """Return the filled cells of columns that are not those of every tasks sheet, by the name of their argument."""
    found: dict[str, str] = {}
    for column in row.keys():  # noqa: SIM118 - a row is not a dict
        name = _folded(column)
        if column not in _COLUMNS and name not in remarks and row[column] is not None:
            if name in found:
                raise PartsbookError(f'the argument "{name}" is given twice', "name it in one column only")
            found[name] = str(row[column])
    return found


def _remarks() -> frozenset[str]:
    """Return the titles of columns that are for people only."""
    rows = [row for row in partsbook.schema().rows() if row["field"] in {"remarks", "description_xx"}]
    cells = [str(row[column] or "") for row in rows for column in row if column.startswith("titles_")]
    return frozenset(_folded(title) for cell in cells for title in cell.split(";"))


def _folded(title: str) -> str:
    return re.sub(r"[\s_-]+", "_", title.strip().lower())


def _beside(folder: Path, argument: str, value: Any) -> Any:
    """Return the value of an argument; names of files become paths beside the workbook."""
    if argument not in FILES:
        return value
    paths = [str(_file(folder, name)) for name in (value if isinstance(value, list) else [value])]
    return paths if isinstance(value, list) else paths[0]


def _file(folder: Path, name: str) -> Path:
    """Return a file beside the workbook; a task neither reads nor writes others."""
    wanted = PurePath(name.strip())
    if wanted.is_absolute() or ".." in wanted.parts:
        raise PartsbookError(f'the file "{name}" is not beside the workbook', "give a file name without a folder")
    return folder / wanted


def _target(folder: Path, name: str) -> Path:
    """Return the file beside the workbook that a task may write."""
    path = _file(folder, name)
    return path if path.suffix else path.with_suffix(".xlsx")


def _value(row: Row, column: str) -> Any:
    """Return a value of a row, nothing when the sheet lacks the column."""
    return row[column] if column in row.keys() else None  # noqa: SIM118 - a row is not a dict
