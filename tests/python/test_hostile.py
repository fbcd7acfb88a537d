"""Files made to do harm: the process lives on, the error is ours, and little memory is taken."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import zipfile
from typing import TYPE_CHECKING

import pytest

import partsbook as pb

if TYPE_CHECKING:
    from pathlib import Path

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"


def _relations(*targets: tuple[str, str, str]) -> str:
    one = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    inside = "".join(one.format(key, _RELATIONS, kind, target) for key, kind, target in targets)
    return f"<Relationships>{inside}</Relationships>"


def _xlsx(path: Path, sheet: str, strings: str = "<sst/>", sheets: str = '<sheet name="Items" r:id="r1"/>') -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("_rels/.rels", _relations(("r", "officeDocument", "xl/workbook.xml")))
        book.writestr("xl/workbook.xml", f"<workbook><sheets>{sheets}</sheets></workbook>")
        book.writestr("xl/_rels/workbook.xml.rels", _relations(("r1", "worksheet", "worksheets/sheet1.xml")))
        book.writestr("xl/sharedStrings.xml", strings)
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def _ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", f'<office:body><table:table table:name="A">{rows}</table:table></office:body>')
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the files; each would end a careless process."""
    folder = tmp_path_factory.mktemp("hostile")
    text = '<row r="1"><c t="s"><v>0</v></c></row>'
    long = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>{}</text:p>'
    row = '<table:table-row table:number-rows-repeated="4000000000">{}</table:table-cell></table:table-row>'
    looping = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00")
    looping += bytes(512 - len(looping))
    looping[44:48], looping[76:80] = (1).to_bytes(4, "little"), (0).to_bytes(4, "little")
    looping[48:52] = (1).to_bytes(4, "little")
    looping += (1).to_bytes(4, "little") * 128 + "Workbook\0".encode("utf-16-le").ljust(512, b"\0")
    (folder / "loop.xls").write_bytes(looping)
    (folder / "wide.csv").write_bytes(b"a;" * (8 << 20))
    return {
        "promise": _xlsx(
            folder / "promise.xlsx", _SHEET.format(text), '<sst uniqueCount="4000000000"><si><t>Item</t></si></sst>'
        ),
        "index": _xlsx(folder / "index.xlsx", _SHEET.format(text)),
        "bomb": _xlsx(folder / "bomb.xlsx", _SHEET.format(" " * (1 << 25))),
        "twice": _xlsx(
            folder / "twice.xlsx", _SHEET.format(""), sheets='<sheet name="A" r:id="r1"/><sheet name="B" r:id="r1"/>'
        ),
        "repeated": _ods(folder / "repeated.ods", row.format(long.format("x" * 100_000))),
        "loop": folder / "loop.xls",
        "wide": folder / "wide.csv",
    }


_SAID = {
    "index": r'sheet "Items": .*string index not found',
    "bomb": r"the limit `ratio` is 200",
    "twice": r"two sheets are one part",
    "repeated": r"the limit `(cells|unpacked_bytes)` is",
    "loop": r"the container of the workbook",
    "wide": r"the limit `columns` is 16384",
}


@pytest.mark.parametrize("name", sorted(_SAID))
def test_the_error_names_limit_or_part(name: str, made: dict[str, Path]) -> None:
    path = made[name]
    limits: dict[str, int] | None = {"unpacked_bytes": 64 << 20, "cells": 100_000} if name == "repeated" else None
    with pytest.raises(pb.WorkbookError, match=_SAID[name]) as caught:
        pb.read(path, limits=limits)
    assert path.name in str(caught.value)


def test_a_promise_is_not_believed(made: dict[str, Path]) -> None:
    assert [row.reason for row in pb.read(made["promise"]).tables] != []


def test_the_process_lives_on_in_little_memory(made: dict[str, Path]) -> None:
    paths = [str(path) for path in made.values()]
    program = """
        import resource, sys
        import partsbook as pb
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        for path in sys.argv[1:]:
            try:
                pb.read(path, limits={"unpacked_bytes": 256 << 20, "cells": 100_000})
            except pb.PartsbookError as error:
                assert str(error)
        # The figure of getrusage is at least that of the process that started this one.
        with open("/proc/self/status") as status:
            print("alive", next(line.split()[1] for line in status if line.startswith("VmHWM")))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *paths],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.startswith("alive"), done.stderr
    assert int(done.stdout.split()[1]) < 400 << 10
