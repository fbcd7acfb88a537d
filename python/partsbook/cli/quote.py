"""Workbooks for customers: quotes that recalculate by themselves, and the check before a file is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import partsbook
from partsbook.cli import output
from partsbook.cli.parameters import PARAMETERS, Parameter, several

if TYPE_CHECKING:
    from collections.abc import Callable

    from partsbook import Catalog

_PATH = click.Path(path_type=Path)


def quote_command(
    reading: list[click.Parameter],
    read: Callable[[dict[str, Any]], Catalog],
    kind: Callable[[str, Parameter], click.ParamType[Any]],
    writing: list[click.Parameter],
) -> click.Command:
    """Return the subcommand that writes a quote or, without lines to fill in, a price sheet."""

    def callback(path: Path, lines: Path | None, *, price_sheet: bool, **options: Any) -> int:
        """Write a quote for a customer: a workbook that recalculates by itself when quantities are changed."""
        filled = None
        if lines is not None:
            read_lines = partsbook.read(lines, sheets={lines.name: "order_lines"}, locale=options["locale"])
            filled = read_lines.table("order_lines")
        names = ("customer", "items", "on", "currency", "freight", "tax", "language", "overwrite")
        asked = {name: options.pop(name) for name in names}
        catalog = read(options)
        errors = catalog.findings.errors
        if price_sheet:
            catalog.write_price_sheet(path, **asked)
        else:
            left_out = catalog.write_quote(path, lines=filled, **asked)
            errors += left_out.errors
            for line in output.grouped(left_out) if len(left_out) else []:
                output.note(line)
        output.note(f"{path} written; findings: {output.summary(catalog.findings)}")
        return 1 if errors else 0

    def option(name: str, parameter: Parameter, *, required: bool = False) -> click.Option:
        return click.Option([f"--{name}"], type=kind(name, parameter), required=required, help=parameter.help)

    params = [
        *reading,
        option("customer", PARAMETERS["customer"], required=True),
        click.Option(["--lines"], type=_PATH, help="Workbook with the lines to fill in: item, quantity."),
        option("items", Parameter(several, "Items to choose from, with commas between them; all by default.")),
        option("on", PARAMETERS["on"]),
        option("currency", Parameter(PARAMETERS["currency"].convert, "Currency; the customer's by default.")),
        option("freight", PARAMETERS["freight"]),
        option("tax", PARAMETERS["tax"]),
        click.Option(["--price-sheet"], is_flag=True, help=PARAMETERS["price_sheet"].help),
        click.Option(["-o", "--output", "path"], type=_PATH, required=True, help="File to write (.xlsx)."),
        *writing,
    ]
    return click.Command("quote", params=params, callback=callback, help=callback.__doc__)


def check_safe_command() -> click.Command:
    """Return the subcommand that looks into files before they are sent."""

    def callback(files: tuple[Path, ...], forbid: tuple[str, ...], forbid_file: Path | None) -> int:
        """Look for what a file holds beside what its reader sees: hidden sheets, names, comments, links."""
        forbidden = list(forbid)
        if forbid_file is not None:
            forbidden += [line.strip() for line in forbid_file.read_text(encoding="utf-8").splitlines()]
        status = 0
        for file in files:
            findings = partsbook.check_safe(file, forbidden)
            for finding in findings:
                if finding.severity != "I":
                    click.echo(finding.message)
            verdict = "not safe to send" if findings.errors else "safe to send"
            click.echo(f"{file}: {verdict} ({output.summary(findings)})")
            status = max(status, 1 if findings.errors else 0)
        return status

    params = [
        click.Argument(["files"], nargs=-1, required=True, type=_PATH),
        click.Option(["--forbid"], multiple=True, help="Text that must not be inside; may be given several times."),
        click.Option(["--forbid-file"], type=_PATH, help="File with such texts, one a line."),
    ]
    return click.Command("check-safe", params=params, callback=callback, help=callback.__doc__)
