"""The price analysis and the way from list price to pocket, as Python and the command line see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import partsbook as pb
from partsbook.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 6, 30)
Columns = dict[str, list[Any]]


def columns(names: str, *rows: tuple[Any, ...]) -> Columns:
    return {name: [row[place] for row in rows] for place, name in enumerate(names.split())}


def read(**tables: Columns) -> pb.Catalog:
    common = {"customers": columns("customer tier", ("C1", "A"), ("C2", "B"))}
    return pb.read(common | tables, as_of=AS_OF)


def test_pp17_the_value_driver_of_the_example() -> None:
    sizes, prices = [10, 20, 40, 80, 60], [50, 82, 130, 215, 310]
    rows = [(item, 1, 1, "NORMAL", "FAN", *one) for item, *one in zip("ABCDE", sizes, prices, strict=True)]
    names = "item quantity_per_product cost category family family_order price"
    issues = read(priced_parts=columns(names, *rows)).analyse_prices()
    assert [(row.code, row.item) for row in issues] == [("W-CORRIDOR", "E"), ("W-FAMILY-INVERSION", "D")]
    families, members = issues.more
    assert (families[0].exponent, families[0].factor) == (Decimal("0.707571"), Decimal("9.80391"))
    assert [round(ratio, 3) for ratio in members["ratio"]] == [
        Decimal(text) for text in ("1.000", "1.004", "0.975", "1.745", "0.987")
    ]


def test_the_examples_of_quantities_and_currencies() -> None:
    catalog = read(
        company=columns("key value", ("currency", "EUR")),
        items=columns("item gross_price", ("A", 10), ("B", 100)),
        price_lists=columns(
            "item price currency min_quantity max_quantity",
            ("A", 10, None, 1, 9),
            ("A", Decimal("8.90"), None, 10, 999),
            ("B", 104, "USD", None, None),
        ),
        exchange_rates=columns("currency rate", ("USD", Decimal("0.925925926"))),
    )
    issues = {row.code: row for row in catalog.analyse_prices()}
    assert set(issues) == {"W-QTY-TOTAL", "W-FX"}
    assert issues["W-FX"].price == Decimal("96.296296")
    assert issues["W-FX"].detail.endswith("3.7 % apart")
    assert not any(row.code == "W-FX" for row in catalog.analyse_prices(fx_percent=4))
    with pytest.raises(pb.PricingError, match="`fx_percent` is -4; expected 0 or more percent"):
        catalog.analyse_prices(fx_percent=-4)


def test_pp12_the_kit_of_the_example() -> None:
    catalog = read(
        items=columns("item gross_price", ("FILTER", 40), ("SEAL", Decimal("12.5")), ("OIL", 30), ("KIT", 38)),
        kits=columns("kit item quantity", ("KIT", "FILTER", 1), ("KIT", "SEAL", 2), ("KIT", "OIL", 1)),
        sales_history=columns("date item quantity", (date(2026, 5, 1), "KIT", 10)),
    )
    issues = catalog.analyse_prices()
    assert issues["code"] == ["W-KIT-DISCOUNT", "W-KIT-BELOW-PART"], "the most money first"
    assert issues["limit"] == [Decimal(76), Decimal(40)]
    assert issues["at_stake"] == [Decimal(380), Decimal(20)]


def test_core_parts_have_no_price_and_standard_parts_are_at_cost() -> None:
    parts = columns(
        "item quantity_per_product cost category price",
        ("BOLT", 1, 40, "STANDARD", 50),
        ("CORE", 1, 100, "CORE_IP", 500),
    )
    issues = read(items={"item": ["BOLT", "CORE"]}, priced_parts=parts).analyse_prices()
    assert issues["code"] == ["E-IP-PRICED", "W-ZERO-MARGIN-BROKEN"]
    assert (issues["price"], issues["limit"]) == ([Decimal(500), Decimal(50)], [None, Decimal(40)])


HISTORY = columns(
    "date customer item quantity list_price net_price rebate freight terms_cost virtual_credit",
    (date(2026, 5, 1), "C1", "X", 1, 5000, 4250, 85, 60, Decimal("42.50"), Decimal("127.50")),
)


def test_what_is_left_of_the_list_price_in_the_example() -> None:
    answer = read(items={"item": ["X"]}, sales_history=HISTORY).waterfall()
    row = answer[0]
    assert (row.on_invoice_discount, row.invoice_amount, row.pocket_amount) == (
        Decimal(750),
        Decimal(4250),
        Decimal(3935),
    )
    assert row.leakage_percent == Decimal("21.3")
    assert row.tier == "A", "of the customer, when the line says none"
    html = answer._repr_html_()
    assert html.startswith("<svg")
    assert [name in html for name in ("Discount on the invoice", "Cost of payment terms", "-127.5", "3935")] == [
        True
    ] * 4
    german = read(items={"item": ["X"]}, sales_history=HISTORY).waterfall(language="de")._repr_html_()
    assert all(word in german for word in ("Vom Listenpreis", "Rabatt auf Rechnung", "Verbleibender Betrag"))
    assert "http" not in html.replace("http://www.w3.org/2000/svg", ""), "nothing from outside"


def test_what_is_left_is_added_in_company_currency() -> None:
    history = columns(
        "date customer item quantity list_price net_price currency",
        (date(2026, 1, 5), "C1", "X", 10, 100, 90, "USD"),
        (date(2026, 1, 5), "C1", "X", 10, 100, 90, "EUR"),
        (date(2026, 1, 5), "C1", "X", 10, 100, 90, "SEK"),
    )
    rates = columns("currency rate", ("USD", Decimal("0.9")))
    answer = read(items={"item": ["X"]}, sales_history=history, exchange_rates=rates).waterfall()
    assert (answer["list_amount"], answer["currency"]) == ([Decimal(900), Decimal(1000)], ["EUR", "EUR"])
    total = answer.more[0][0]
    assert (total.list_amount, total.pocket_amount, total.currency) == (Decimal(1900), Decimal(1710), "EUR")
    assert [finding.code for finding in answer.findings] == ["E-RATE"]


def test_both_are_written_as_sheets_by_the_command_line(tmp_path: Path) -> None:
    source = tmp_path / "sales.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "sales_history"
    book.active.append(list(HISTORY))
    book.active.append([column[0] for column in HISTORY.values()])
    items = book.create_sheet("items")
    items.append(["item", "gross_price", "cost"])
    items.append(["X", 90, 100])
    book.save(source)
    for command, sheets in (
        ("analyse-prices", ["Hinta-analyysi", "Perheet", "Sovitus koon mukaan"]),
        ("waterfall", ["Vesiputous", "Vesiputouksen summat"]),
    ):
        path = tmp_path / f"{command}.xlsx"
        arguments = [command, str(source), "--as-of", "2026-06-30", "--language", "fi", "-o", str(path)]
        assert run(arguments) == 0
        assert openpyxl.load_workbook(path).sheetnames[: len(sheets)] == sheets
