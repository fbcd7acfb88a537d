"""Reading one price sheet with partsbook and with other readers of .xlsx: time and memory, each in its own process.

python tests/bench/read_peers.py [--rows 200000] [--rounds 5]

Needs XlsxWriter to make the file, and partsbook built for release (`pip install .` or `maturin develop --release`).
Readers that are not installed are left out and named. What each one does is not the same: see the column "gives".
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

TITLES = (
    "Customer",
    "Item",
    "Price",
    "Kind",
    "Currency",
    "Min quantity",
    "Valid from",
    "Valid to",
    "Campaign",
    "Description",
    "Coefficient",
    "Discount group",
)
SHEET = "Customer prices"


def write(path: Path, rows: int) -> None:
    """Write the sheet: seven texts, three decimals and two dates a row, texts in the table of strings."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(path)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(SHEET)
    sheet.write_row(0, 0, TITLES)
    start = date(2023, 3, 15)
    for row in range(1, rows + 1):
        sheet.write_string(row, 0, f"C{row % 20_000:05}")
        sheet.write_string(row, 1, f"P-{row * 7 % 100_000:06}")
        sheet.write_number(row, 2, row % 99_991 / 100)
        sheet.write_string(row, 3, "NEB"[row % 3])
        sheet.write_string(row, 4, ("EUR", "SEK", "USD")[row % 3])
        sheet.write_number(row, 5, row % 12)
        sheet.write_datetime(row, 6, start + timedelta(row % 900), day)
        sheet.write_datetime(row, 7, start + timedelta((row + 365) % 900), day)
        sheet.write_string(row, 8, ("Spring", "Autumn")[row % 2])
        sheet.write_string(row, 9, f"Bearing housing {row % 500} x {row % 37}")
        sheet.write_number(row, 10, row % 77 / 64)
        sheet.write_string(row, 11, f"G{row % 60:02}")
    workbook.close()


def with_partsbook(path: str) -> int:
    """Read a catalog and count the rows of its one table."""
    import partsbook

    catalog = partsbook.read(path)
    return next(sheet["rows_read"] for sheet in catalog.tables.rows() if sheet["rows_read"])


def with_fastexcel(path: str) -> int:
    """Read into polars by fastexcel."""
    import fastexcel

    return fastexcel.read_excel(path).load_sheet(0).to_polars().height


def with_calamine(path: str) -> int:
    """Read into lists of Python objects by python-calamine."""
    import python_calamine

    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1


def with_pandas(path: str) -> int:
    """Read into pandas by python-calamine."""
    import pandas as pd

    return len(pd.read_excel(path, engine="calamine"))


def with_openpyxl(path: str) -> int:
    """Read rows of Python objects by openpyxl."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


#: Name, modules, function, what one gets, at most so many rounds.
READERS: tuple[tuple[str, tuple[str, ...], Callable[[str], int], str, int], ...] = (
    ("partsbook", ("partsbook",), with_partsbook, "checked catalog, exact decimals, a cell for every value", 99),
    ("fastexcel", ("fastexcel", "polars"), with_fastexcel, "polars frame, floats", 99),
    ("python-calamine", ("python-calamine",), with_calamine, "lists of objects, floats", 99),
    ("pandas", ("pandas", "python-calamine"), with_pandas, "pandas frame, floats", 3),
    ("openpyxl", ("openpyxl",), with_openpyxl, "tuples of objects one by one, floats, nothing kept", 1),
)


def is_installed(module: str) -> bool:
    """Tell whether the module can be imported."""
    return importlib.util.find_spec(module.replace("-", "_")) is not None


def peak_kib() -> int:
    """Largest resident set of this process; what `getrusage` tells on Linux includes the process that started it."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def child(name: str, path: str) -> None:
    """Read once and print what it took: seconds of the reading alone, KiB of the whole process."""
    import resource

    read, modules = next((reader[2], reader[1]) for reader in READERS if reader[0] == name)
    for module in modules:
        __import__(module.replace("-", "_"))
    Path(path).read_bytes()  # The file is in the cache of the system for all of them.
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    rows = read(path)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"rows": rows, "seconds": seconds, "cpu": cpu, "kib": peak_kib() or after.ru_maxrss}))


def main() -> None:
    """Measure all readers in turns and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(*arguments.child)
        return
    present = [reader for reader in READERS if all(map(is_installed, reader[1]))]
    absent = [reader[0] for reader in READERS if reader not in present]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prices.xlsx"
        write(path, arguments.rows)
        size = path.stat().st_size
        found: dict[str, list[dict[str, float]]] = {reader[0]: [] for reader in present}
        for turn in range(arguments.rounds):
            for name, _, _, _, most in present:
                if turn < most:
                    command = [sys.executable, __file__, "--child", name, str(path)]
                    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                    if result["rows"] != arguments.rows:
                        sys.exit(f"{name} read {result['rows']} rows of {arguments.rows}")
                    found[name].append(result)
    print(
        f"{arguments.rows:,} rows × {len(TITLES)} columns, {size / 1e6:.1f} MB .xlsx, median of up to"
        f" {arguments.rounds} runs in turns, {os.cpu_count()} cores, Python {platform.python_version()}\n"
    )
    print("| reader | gives | wall s | CPU s | peak MiB | wall ÷ partsbook |")
    print("|---|---|---:|---:|---:|---:|")
    own = statistics.median(run["seconds"] for run in found["partsbook"])
    for name, modules, _, gives, _ in present:
        runs = found[name]
        wall, cpu, kib = (statistics.median(run[key] for run in runs) for key in ("seconds", "cpu", "kib"))
        versions = ", ".join(f"{module} {importlib.metadata.version(module)}" for module in modules)
        print(f"| {versions} | {gives} | {wall:.2f} | {cpu:.2f} | {kib / 1024:.0f} | {wall / own:.2f} |")
    if absent:
        print(f"\nnot installed: {', '.join(absent)}")


if __name__ == "__main__":
    main()
