"""What goes to one customer: only its own lines, real prices, comments it may see, and its name."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb

if TYPE_CHECKING:
    from pathlib import Path

COMPANY = {"key": ["currency", "country"], "value": ["EUR", "FI"]}
CUSTOMERS = {
    "customer": ["C1", "C2"],
    "name": ["Alfa Oy", "Beta Oy"],
    "business_id": ["111", "222"],
    "free_freight_limit": [Decimal(100), None],
}


def read(**tables: dict[str, list[Any]]) -> pb.Catalog:
    common = {
        "company": COMPANY,
        "customers": CUSTOMERS,
        "items": {"item": ["P", "Q"], "gross_price": [Decimal(100), Decimal(30)], "vat_rate": [24, 24]},
    }
    return pb.read(common | tables)


def texts(path: Path) -> list[Any]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_quote_and_a_delivery_list_hold_the_customers_own_orders() -> None:
    catalog = read(
        order_lines={
            "customer": ["C1", "C2", None, None, None],
            "business_id": [None, None, "111", "222", None],
            "item": ["P", "P", "Q", "Q", "P"],
            "quantity": [1, 2, 3, 4, 5],
        }
    )
    for answer in (catalog.quote("C1"), catalog.delivery_list("C1")):
        assert answer["quantity"] == [1, 3]
    for answer in (catalog.quote("C2"), catalog.delivery_list("C2")):
        assert answer["quantity"] == [2, 4]
    assert len(catalog.quote("C1", {"item": ["P"], "quantity": [9]})) == 1


def test_a_quote_takes_discounts_of_lines_and_free_freight_as_the_live_one_does() -> None:
    lines = {"item": ["P", "Q"], "quantity": [2, 1], "special_discount": [50, None]}
    quote = read().quote("C1", lines, logistics=Decimal(10), special_discount=Decimal(10))
    assert quote["amount"] == [Decimal(100), Decimal(27)]
    assert dict(zip(quote.more[0]["name"], quote.more[0]["amount"], strict=True))["logistics"] == 0
    paid = read().quote("C1", {"item": ["Q"], "quantity": [1]}, logistics=Decimal(10))
    assert dict(zip(paid.more[0]["name"], paid.more[0]["amount"], strict=True))["logistics"] == 10


@pytest.mark.parametrize("kind", ["S", "I", "X", "internal"])
def test_comments_leave_only_when_nothing_says_that_they_are_internal(kind: str) -> None:
    catalog = read(
        customer_comments={
            "customer": ["C1", "C1"],
            "item": ["P", "P"],
            "text": ["told", "secret"],
            "kind": [None, kind],
        }
    )
    lines = {"item": ["P"], "quantity": [1]}
    assert catalog.quote("C1", lines)["comment"] == ["told"]
    assert catalog.delivery_list("C1", lines)["comment"] == ["told"]


def test_a_price_list_has_no_amounts_where_there_is_no_price(tmp_path: Path) -> None:
    catalog = read(
        items={"item": ["P", "Q", "R"], "gross_price": [Decimal(77), Decimal(55), None]},
        customer_prices={"customer": ["C1"], "item": ["Q"], "price": [None], "kind": ["X"]},
    )
    catalog.price_list("C1").to_excel(tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    rows = {row[0].value: [cell.value for cell in row[1:] if cell.value is not None] for row in sheet.iter_rows()}
    assert rows["P"] == [1, 77, 77, "EUR", "Priced"]
    assert rows["Q"] == [1, "EUR", "Blocked"]
    assert rows["R"] == [1, "EUR", "On request"]


def test_a_price_list_says_where_a_discount_is_for_multiples_only(tmp_path: Path) -> None:
    catalog = read(
        customer_prices={
            "customer": ["C1", "C1"],
            "item": ["P", "P"],
            "price": [90, 80],
            "min_quantity": [12, 30],
            "kind": ["B", "N"],
        },
        customer_discounts={
            "customer": ["C1", "C1"],
            "item": ["P", "Q"],
            "percent": [10, 20],
            "min_quantity": [12, 6],
            "multiples_only": ["Y", "Y"],
        },
    )
    answer = catalog.price_list("C1")
    steps = [(row.item, row.quantity, row.multiple, row.invoice_net_price) for row in answer]
    assert steps == [
        ("P", 1, None, 100),
        ("P", 12, None, 90),
        ("P", 12, 12, 81),
        ("P", 30, None, 80),
        ("Q", 1, None, 30),
        ("Q", 6, 6, 24),
    ]
    for item, quantity, multiple, price in steps:
        asked = catalog.price("C1", item, quantity if multiple else quantity + Decimal("0.5"))
        assert asked.invoice_net_price == price
    answer.to_excel(tmp_path / "list.xlsx")
    assert "Only multiples of" in texts(tmp_path / "list.xlsx")


def test_documents_name_the_customer(tmp_path: Path) -> None:
    catalog = read(order_lines={"customer": ["C1"], "item": ["P"], "quantity": [1]})
    for name, answer in {
        "quote": catalog.quote("C1"),
        "delivery": catalog.delivery_list("C1"),
        "prices": catalog.price_list("C1"),
    }.items():
        assert answer["customer"] == ["C1"] * len(answer)
        answer.to_excel(tmp_path / f"{name}.xlsx")
        assert "Customer: C1 Alfa Oy" in texts(tmp_path / f"{name}.xlsx")
