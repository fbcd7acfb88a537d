"""The check of files before they are sent."""

from __future__ import annotations

from pathlib import Path

import click

import partsbook
from partsbook.cli import output

_PATH = click.Path(path_type=Path)


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
