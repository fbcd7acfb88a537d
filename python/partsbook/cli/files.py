"""Workbooks that a job reads or makes beside its answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import partsbook
from partsbook.errors import PartsbookError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from partsbook import Catalog, Findings


@dataclass(frozen=True)
class Workbook:
    """A workbook that is written by a method of its own, such as a quote."""

    write: Callable[[Path, bool], object]
    findings: Findings

    def to_excel(self, path: Path, *, overwrite: bool = False) -> None:
        """Write it."""
        self.write(path, overwrite)


def catalog_of(paths: list[str], like: Catalog) -> Catalog:
    """Return the catalog of other workbooks, as of the day of this one."""
    return partsbook.read(*map(Path, paths), as_of=like.as_of)


def new_prices(path: str) -> dict[str, Decimal]:
    """Return the price by item number of a workbook or CSV file with the columns item and price.

    Raises
    ------
    PartsbookError
        No row has both.
    """
    name = Path(path).name
    rows = partsbook.read(Path(path), sheets={name: "price_lists"}).table("price_lists")
    prices: dict[str, Decimal] = {}
    if {"item", "price"} <= set(rows.columns):
        pairs = zip(rows["item"], rows["price"], strict=True)
        prices = {item: price for item, price in pairs if item is not None and price is not None}
    if not prices:
        raise PartsbookError(f"{name} has no new prices", "it needs the columns item and price")
    return prices
