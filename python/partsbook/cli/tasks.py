"""The tasks sheet: each active row is a job; results land beside the workbook, failures in a Findings workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import partsbook
from partsbook.cli import jobs, output
from partsbook.cli.parameters import FILES, PARAMETERS
from partsbook.errors import PartsbookError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partsbook import Catalog, Row

_FAILURES = "Findings.xlsx"


def _between(names: Iterable[str]) -> re.Pattern[str]:
    # A comma or semicolon ends an argument only where the next one begins, so that lists may have commas too, and so
    # may selections: POWER=90, COLOR=RED.
    return re.compile(rf"[;,\n]\s*(?=(?:{'|'.join(names)})\s*=)|[;\n]\s*(?=[A-Za-z_]+\s*=)", re.IGNORECASE)


@dataclass
class Done:
    """What was done: a line for each task, and how many could not be."""

    lines: list[str] = field(default_factory=list)
    failed: int = 0


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


def do_all(catalog: Catalog, *, folder: Path, overwrite: bool, language: str, failures: str = _FAILURES) -> Done:
    """Do every active task of the catalog's tasks sheet.

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
    for number, row in enumerate(rows, start=1):
        try:
            path = _do(catalog, row, number, folder, overwrite=overwrite, language=language)
        except Exception as error:  # noqa: BLE001 - whatever stops one task, the others are done
            done.failed += 1
            hint = error.hint if isinstance(error, PartsbookError) else None
            message = (
                error.message if isinstance(error, PartsbookError) else str(error.args[0] if error.args else error)
            )
            cells = (_value(row, "task"), _value(row, "arguments"), _value(row, "origin"), message, hint)
            for column, cell in zip(failed.values(), cells, strict=True):
                column.append(str(cell or ""))
            done.lines.append(f"{_value(row, 'origin')}: {_value(row, 'task')} failed: {message}")
        else:
            done.lines.append(f"{_value(row, 'task')}: {path} written")
    if done.failed:
        path = folder / failures
        partsbook.table("task_findings", failed).to_excel(path, overwrite=overwrite, language=language)
        done.lines.append(f"{path} written: what went wrong with {done.failed} of {len(rows)} tasks")
    return done


def _do(catalog: Catalog, row: Row, number: int, folder: Path, *, overwrite: bool, language: str) -> Path:
    """Do one task and return the file that was written."""
    name = str(_value(row, "task") or "").strip().lower().replace("_", "-").replace(" ", "-")
    job = jobs.TASKS.get(jobs.OTHER_NAMES.get(name, name))
    if job is None:
        raise PartsbookError(f'there is no task "{_value(row, "task")}"', f"there are {', '.join(jobs.TASKS)}")
    allowed = jobs.arguments(job)
    # Fields of a new customer may be called as arguments of other jobs are.
    names = allowed if "changes" in allowed else PARAMETERS
    given = parse(str(_value(row, "arguments") or ""), names)
    values: dict[str, Any] = {}
    for argument, text in given.items():
        if argument not in allowed:
            known = ", ".join(allowed) or "none"
            raise PartsbookError(f'"{name}" has no argument "{argument}"', f"its arguments are: {known}")
        try:
            values[argument] = _beside(folder, argument, PARAMETERS[argument].read(text))
        except ValueError as error:
            raise PartsbookError(f"{argument}: {error}") from error
    missing = [argument for argument, required in allowed.items() if required and argument not in values]
    if missing:
        raise PartsbookError(f'"{name}" needs {", ".join(missing)}', f"write for example {missing[0]}=…")
    if "edited" in values:
        values["edited"] = str(folder / values["edited"])
    if "language" in allowed:
        language = str(values.setdefault("language", language))
    path = _target(folder, str(_value(row, "output") or f"{number:02d} {name}.xlsx"))
    output.write(job(catalog, **values), path, overwrite=overwrite, language=language)
    return path


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
