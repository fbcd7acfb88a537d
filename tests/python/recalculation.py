"""Workbooks computed anew by LibreOffice, which trusts no stored result here."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
    """Return copies of workbooks in which every formula was computed anew, under the same names."""
    out = folder / "recalculated"
    _converted(paths, "xlsx", folder, out)
    return [out / path.name for path in paths]


def printed(path: Path, folder: Path) -> str:
    """Return the text of a workbook as it is printed, computed anew."""
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext (Poppler) reads the printed pages")
    out = folder / "printed"
    _converted([path], "pdf", folder, out)
    command = [pdftotext, "-layout", str(out / f"{path.stem}.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def _converted(paths: list[Path], kind: str, folder: Path, out: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice (LibreOffice Calc) recalculates the workbooks")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    names = [str(path) for path in paths]
    options = [f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([soffice, *options, "--outdir", str(out), *names], check=True, capture_output=True, timeout=300)
