"""Workbooks that a job reads or makes beside its answer."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import partsbook
from partsbook.errors import PartsbookError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal

    from partsbook import Catalog, Finding, Findings, Table

_LINES = "order_lines"


@dataclass
class Reading:
    """How all workbooks of one run are read.

    Attributes
    ----------
    notes
        What is to be told about files that were named beside the sources.
    errors
        How many of the notes stand for findings of severity E.
    """

    as_of: date
    locale: str | None = None
    sheets: dict[str, str] = field(default_factory=dict)
    synonyms: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    errors: int = 0
    _names: set[str] = field(default_factory=set)

    def read(self, *paths: Path, sheets: dict[str, str] | None = None, **options: Any) -> Catalog:
        """Return the catalog of workbooks; `sheets` holds where the user says nothing else."""
        catalog = partsbook.read(
            *paths,
            as_of=self.as_of,
            locale=self.locale,
            sheets={**(sheets or {}), **self.sheets},
            synonyms=self.synonyms,
            **options,
        )
        for row in catalog.tables:
            stem = Path(row.workbook).stem
            self._names |= {row.workbook, stem}
            if row.sheet:
                self._names |= {row.sheet, f"{row.workbook}!{row.sheet}", f"{stem}!{row.sheet}"}
        return catalog

    def check_sheets(self) -> None:
        """Refuse the name of a sheet that is in none of the workbooks: what it was to say would be lost silently.

        Raises
        ------
        PartsbookError
            There is no sheet of that name.
        """
        for name in self.sheets:
            if name not in self._names:
                near = difflib.get_close_matches(name, sorted(self._names), 3)
                hint = f"the nearest are {', '.join(near)}" if near else "`partsbook tables SOURCES` shows all sheets"
                raise PartsbookError(f'no workbook has a sheet "{name}"', hint)


@dataclass(frozen=True)
class Workbook:
    """A workbook that is written by a method of its own, such as a quote."""

    write: Callable[[Path, bool], object]
    findings: Findings

    def to_excel(self, path: Path, *, overwrite: bool = False) -> None:
        """Write it."""
        self.write(path, overwrite)


def findings_of(found: Iterable[Finding]) -> Findings:
    """Return some findings as a table of findings."""
    return with_findings(partsbook.table("found", {"item": []}), found).findings


# What follows is between the two halves of this program, and nobody else's.


def with_findings(answer: Table, found: Iterable[Finding]) -> Table:
    """Return an answer with these findings, such as those of a file that was named beside it."""
    return answer._with_findings(list(found))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def is_for_customer(answer: Table) -> bool:
    """Return whether an answer is a document that one customer gets."""
    return answer._is_for_customer  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def for_people(answer: Table, language: str) -> Table:
    """Return an answer as its sheet in a workbook shows it, without prices that nobody is told."""
    return answer._for_people(language)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def row_of(finding: Finding) -> str:
    """Return the place of the finding's row, as the column `origin` of a table that was read says it."""
    sheet = f'sheet "{finding.sheet}"' if finding.sheet else None
    return ", ".join(part for part in (finding.workbook, sheet, f"row {finding.row}") if part)


def priced(catalog: Catalog, lines: Catalog, on: date | None = None) -> Table:
    """Return the priced order lines of another catalog; what is doubtful about them has its place there."""
    return catalog._price_lines_of(lines, on)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def order_lines(path: str, reading: Reading, catalog: Catalog) -> Catalog:
    """Return the catalog of a workbook with order lines: of its sheets that are known to be that, else of all.

    Raises
    ------
    PartsbookError
        The workbook is a source too, and it is not plain which of its sheets has the lines.
    """
    name = Path(path).name
    alone = reading.read(Path(path))
    if _LINES not in alone.tables["table"]:
        others = sorted({row.sheet for row in alone.tables if row.workbook == name and row.sheet})
        if len(others) > 1 and name in catalog.tables["workbook"]:
            raise PartsbookError(
                f"none of the sheets of {name} is known to hold order lines: {', '.join(others)}",
                f'say which with --sheet "{name}!SHEET={_LINES}", or name a file with nothing else',
            )
        alone = reading.read(Path(path), sheets={name: _LINES})
    return alone


@dataclass(frozen=True)
class CustomerLines:
    """The lines of one customer: what is asked for, where, and what is doubtful in it."""

    rows: list[dict[str, Any]]
    places: list[str]
    findings: list[Finding]

    def note(self, found: Iterable[Finding], reading: Reading) -> None:
        """Note what was found about the rows when they were written and is not known yet, with its place."""
        known = {(row_of(finding), finding.code) for finding in self.findings}
        for finding in found:
            place = self.places[finding.row - 2] if finding.row else ""
            if (place, finding.code) not in known:
                reading.notes.append(f"{place}: {finding.title} ({finding.code})")
                reading.errors += finding.severity == "E"


def lines_of(catalog: Catalog, customer: str, path: str | None, reading: Reading) -> CustomerLines:
    """Return the lines of a customer in a workbook that was named for it, by default of its rows of `order_lines`.

    A row belongs to the customer it names, else to that of its business id; a row with neither to the customer the
    workbook was named for, in `order_lines` only where no row names anybody. Rows of others are told.

    Raises
    ------
    PartsbookError
        The workbook has lines, and none for this customer.
    """
    source = catalog if path is None else order_lines(path, reading, catalog)
    business_id = _business_id(catalog, customer)
    own: list[Any] = []
    others: list[str] = []
    rows = source.table(_LINES).rows()
    may_be_nobodys = path is not None or not any(row.get("customer") or row.get("business_id") for row in rows)
    for row in rows:
        named, by_id = row.get("customer"), row.get("business_id")
        is_own = named.casefold() == customer.casefold() if named else by_id == business_id if by_id else may_be_nobodys
        if is_own:
            own.append(row)
        else:
            others.append(f"{row['origin']}: a line of {named or by_id or 'nobody'}, not of {customer}; left out")
    if path is None:
        places = [row["origin"] for row in own]
        doubts = [finding for finding in catalog.price_lines().findings if row_of(finding) in places] if own else []
        return CustomerLines(_asked(catalog, own), places, doubts)
    left_out = {words.partition(": a line of ")[0] for words in others}
    found = _without_consequences(priced(catalog, source).findings)
    findings = [finding for finding in found if row_of(finding) not in left_out]
    if not own:
        why = [*others, *(finding.message for finding in findings)]
        raise PartsbookError(
            f"{Path(path).name} has no line for customer {customer}",
            "; ".join(why) or "it needs the columns item and quantity",
        )
    reading.notes += others
    for row in own:
        if row.get("quantity") is not None and row["quantity"] <= 0:
            reading.notes.append(f"{row['origin']}: quantity {row['quantity']} is not above zero")
    return CustomerLines(_asked(catalog, own), [row["origin"] for row in own], findings)


def _business_id(catalog: Catalog, customer: str) -> str | None:
    """Return the business id of a customer."""
    rows = (row for row in catalog.table("customers").rows() if row.get("customer") == customer)
    return next((row.get("business_id") for row in rows), None)


def _asked(catalog: Catalog, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what lines ask for, without what they do not say."""
    company = catalog.table("company").rows()
    blank_is_one = any(row.get("blank_quantity_is_one") for row in company)
    names = ("item", "quantity", "special_discount")
    asked = [{name: row[name] for name in names if row.get(name) is not None} for row in rows]
    return [{"quantity": 1, **row} if blank_is_one else row for row in asked]


def _column(table: Table, name: str) -> list[Any]:
    return table[name] if name in table.columns else []


def new_prices(path: str, reading: Reading) -> tuple[dict[str, Decimal], list[Finding]]:
    """Return the price by item number of a workbook or CSV file with the columns item and price, and what is doubtful.

    A row with a finding of severity E gives no price.

    Raises
    ------
    PartsbookError
        No row has both.
    """
    name = Path(path).name
    catalog = reading.read(Path(path), sheets={name: "price_lists"})
    rows = catalog.table("price_lists")
    found = _without_consequences(finding for finding in catalog.findings if finding.workbook)
    bad = {row_of(finding) for finding in found if finding.severity == "E"}
    columns = (_column(rows, column) for column in ("item", "price", "origin"))
    read = [row for row in zip(*columns, strict=False) if row[0] is not None and row[2] not in bad]
    prices = {item: price for item, price, _ in read if price is not None}
    if not prices:
        why = "; ".join(finding.message for finding in found)
        raise PartsbookError(f"{name} has no new prices that can be read", why or "it needs the columns item and price")
    return prices, found


def _without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without those of a price or quantity that is missing because its cell could not be read."""
    listed = list(findings)
    unread = {_cell(finding) for finding in listed if finding.code in {"E-NUMBER", "E-CELL-ERROR", "E-NO-CACHED-VALUE"}}
    missing = {"E-PRICE", "E-QUANTITY"}
    return [finding for finding in listed if finding.code not in missing or _cell(finding) not in unread]


def _cell(finding: Finding) -> tuple[str | None, ...]:
    return finding.workbook, finding.sheet, finding.cell
