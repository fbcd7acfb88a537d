"""Every formula of every kind of workbook, computed anew, gives the result that was stored with it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb
from recalculation import recalculated
from sample import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

# Kinds that must hold formulas; the others must only not hold wrong ones.
WITH_FORMULAS = {"quote", "quote-freight", "price-sheet", "recall", "recall-fi", "campaign"}


def _catalog(tmp_path: Path) -> pb.Catalog:
    folder = tmp_path / "demo"
    files = pb.write_demo(folder)
    sources = [path for path in files["path"] if path.endswith((".xlsx", ".csv"))]
    return pb.read(*sources, as_of=AS_OF)


def _written(catalog: pb.Catalog, folder: Path) -> list[Path]:
    """Write one workbook of every kind there is."""
    customers = catalog.table("customers")
    # Columns a demo company may lack are blank.
    channel = [row["customer"] for row in customers.rows() if row.get("channel") != "END_USER"]
    abroad = next(row["customer"] for row in customers.rows() if row["currency"] not in (None, "EUR"))
    customer = channel[0]
    prices = catalog.price_list(customer)
    items = list(dict.fromkeys(prices["item"]))[:80]
    lines = {"customer": [customer] * 80, "item": items, "quantity": [Decimal(n) / 2 for n in range(1, 81)]}
    tables: dict[str, Any] = {
        "findings": catalog.findings,
        "sheets": catalog.tables,
        "items": catalog.table("items"),
        "price-list": prices,
        "price-lines": catalog.price_lines(lines),
        "explanation": catalog.price(customer, items[0]).explain(),
        "explosion": catalog.explode(catalog.table("bom")["parent"][0], Decimal(3)),
        "where-used": catalog.where_used(catalog.table("bom")["item"][0]),
        "schema": pb.schema(),
    }
    for name, table in tables.items():
        table.to_excel(folder / f"{name}.xlsx")
    pb.template(folder / "template.xlsx")
    catalog.write_quote(folder / "quote.xlsx", customer, lines, items=items)
    catalog.write_quote(
        folder / "quote-freight.xlsx", channel[-1], lines, freight=Decimal("45.5"), freight_taxable=True
    )
    recall = catalog.recall(catalog.table("recalls")["campaign"][0])
    recall.to_excel(folder / "recall.xlsx")
    recall.to_excel(folder / "recall-fi.xlsx", language="fi")
    catalog.campaign(recall.campaign).to_excel(folder / "campaign.xlsx")
    catalog.write_price_sheet(folder / "price-sheet.xlsx", abroad, items[:60], language="fi")
    return sorted(folder.glob("*.xlsx"))


def _same(stored: object, computed: object) -> bool:
    if isinstance(stored, (int, float)) and isinstance(computed, (int, float)):
        return stored == pytest.approx(computed, rel=1e-12, abs=1e-12)
    return (stored or "") == (computed or "")


def test_every_stored_result_is_what_its_formula_computes(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    paths = _written(_catalog(tmp_path), folder)
    assert len(paths) > 12
    for path, again in zip(paths, recalculated(paths, tmp_path), strict=True):
        formulas, stored, computed = (
            openpyxl.load_workbook(path),
            openpyxl.load_workbook(path, data_only=True),
            openpyxl.load_workbook(again, data_only=True),
        )
        compared = 0
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    before = stored[sheet.title][cell.coordinate].value
                    after = computed[sheet.title][cell.coordinate].value
                    assert _same(before, after), (path.name, sheet.title, cell.coordinate, cell.value, before, after)
                    compared += 1
        assert compared > 0 or path.stem not in WITH_FORMULAS, path.name
