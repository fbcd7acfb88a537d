"""Quotes, rule check, comparison, copies and simulation, as Python sees them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import partsbook as pb

AS_OF = date(2026, 6, 30)


def read(**more: dict[str, list[object]]) -> pb.Catalog:
    tables: dict[str, dict[str, list[object]]] = {
        "company": {"key": ["currency", "country"], "value": ["EUR", "FI"]},
        "customers": {"customer": ["C1", "C2", "E1"], "channel": ["CHANNEL", None, "END_USER"]},
        "items": {
            "item": ["A", "B", "C"],
            "gross_price": [Decimal("127.35"), Decimal("4.445"), Decimal(980)],
            "vat_rate": [Decimal(13)] * 3,
        },
    }
    return pb.read(tables | more, as_of=AS_OF)


def test_pp8_a_quote_with_freight_and_tax() -> None:
    lines = {"item": ["A", "B", "C"], "quantity": [3, 10, 1]}
    quote = read().quote("C1", lines, logistics=Decimal(85))
    assert quote["amount"] == [Decimal("382.05"), Decimal("44.45"), Decimal(980)]
    totals = dict(zip(quote.more[0]["name"], quote.more[0]["amount"], strict=True))
    assert (totals["tax"], totals["total"]) == (Decimal("182.85"), Decimal("1674.35"))
    taxed = read().quote("C1", lines, logistics=Decimal(85), logistics_taxable=True)
    assert taxed.more[0]["amount"][-1] == Decimal("1685.40")


def test_pp9_no_quote_for_an_end_user() -> None:
    with pytest.raises(pb.PricingError, match="E-CHANNEL-ONLY"):
        read().quote("E1", {"item": ["A"], "quantity": [1]})


def test_a_hidden_row_is_named_with_the_row_that_hides_it() -> None:
    prices: dict[str, list[object]] = {
        "customer": ["C1", "C1"],
        "item": ["A", "A"],
        "price": [Decimal(100), Decimal(90)],
    }
    check = read(customer_prices=prices).check_rules()
    assert check["code"] == ["W-RULE-DUPLICATE", "W-RULE-HIDDEN"]
    assert check["id"] == [1, 1]
    assert check["other"][1] is not None


def test_two_catalogs_are_compared_by_customer_item_and_level() -> None:
    prices: dict[str, list[object]] = {"customer": ["C1"], "item": ["A"], "price": [Decimal(100)]}
    lines = {"customer": ["C1", "C2"], "item": ["A", "A"], "quantity": [2, 2]}
    compared = pb.compare_prices(read(), read(customer_prices=prices), lines)
    assert compared["difference"] == [Decimal("-54.7"), Decimal(0)]
    assert compared["levels"] == ["item_gross > customer_item", "item_gross"]
    assert compared.more[0]["by"][0] == "all"


def test_discounts_are_copied_with_what_the_reference_forgets() -> None:
    discounts: dict[str, list[object]] = {
        "customer": ["C1", "C1", "C2"],
        "item": ["A", "B", "B"],
        "percent": [Decimal(10), Decimal(5), Decimal(5)],
        "multiples_only": [True, None, None],
        "campaign": ["SPRING", None, None],
    }
    copied = read(customer_discounts=discounts).copy_discounts("C1", "C2")
    assert (copied["customer"], copied["item"], copied["multiples_only"]) == (["C2"], ["A"], [True])
    assert copied["campaign"] == ["SPRING"]
    assert len(copied.findings) == 1
    customer = read().copy_customer("C1", "C3", {"channel": "END_USER"})
    assert (customer["customer"], customer["channel"]) == (["C3"], ["END_USER"])


def test_pp10_the_simulation_of_the_specification() -> None:
    history: dict[str, list[object]] = {
        "customer": ["C1", "C1", "C2"],
        "item": ["A", "B", "C"],
        "quantity": [100, 40, 10],
        "list_price": [Decimal(50), Decimal(120), Decimal(900)],
        "net_price": [Decimal("42.50"), Decimal(108), Decimal(900)],
        "cost": [Decimal(30), Decimal(70), Decimal(610)],
    }
    prices = {"A": Decimal(55), "B": Decimal(114), "C": Decimal(990)}
    simulated = read(sales_history=history).simulate(prices)
    total = simulated.more[0][0]
    assert (total.revenue_before, total.revenue_after) == (Decimal(17570), Decimal(18679))
    elastic = read(sales_history=history).simulate(prices, elasticity=Decimal("-0.8"))
    assert elastic.more[1]["value"] == [Decimal("1.061702"), Decimal("1.058262"), Decimal("1.059981")]


def test_a_simulation_is_in_company_currency_and_says_over_what_margins_are_known() -> None:
    history: dict[str, list[object]] = {
        "date": [AS_OF] * 3,
        "customer": ["C1"] * 3,
        "item": ["A", "B", "C"],
        "quantity": [10, 10, 1],
        "list_price": [100, 100, 7],
        "net_price": [100, 100, 7],
        "cost": [50, None, 3],
        "currency": ["USD", "EUR", "SEK"],
    }
    rates: dict[str, list[object]] = {"currency": ["USD"], "rate": [Decimal("0.9")]}
    simulated = read(sales_history=history, exchange_rates=rates).simulate({"A": Decimal(90), "B": Decimal(110)})
    assert simulated["currency"] == ["EUR", "EUR"]
    assert simulated["exchange_rate"] == [Decimal("0.9"), Decimal(1)]
    assert simulated["margin_before"] == [Decimal(450), None]
    total = simulated.more[0][0]
    assert (total.currency, total.revenue_before, total.revenue_after) == ("EUR", Decimal(1900), Decimal(2000))
    assert (total.revenue_with_cost_before, total.margin_before, total.margin_after) == (900, 450, 450)
    assert sorted(finding.code for finding in simulated.findings) == ["E-RATE", "W-HISTORY-COST"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"elasticity": Decimal("0.5")}, "`elasticity` is 0.5"),
        ({"by_item": {"A": Decimal(1)}}, 'by_item["A"]` is 1'),
        ({"by_item": {"NOPE": Decimal(-1)}}, '`by_item` is about "NOPE"'),
        ({"by_family": {"NOPE": Decimal(-1)}}, '`by_family` is about "NOPE"'),
    ],
)
def test_a_simulation_refuses_an_elasticity_that_means_nothing(given: dict[str, Any], said: str) -> None:
    with pytest.raises(pb.PricingError, match=re.escape(said)):
        read().simulate({"A": Decimal(55)}, **given)


def test_new_prices_that_cannot_be_tried_are_findings() -> None:
    history: dict[str, list[object]] = {
        "item": ["A"],
        "quantity": [2],
        "list_price": [50],
        "net_price": [40],
        "cost": [1],
    }
    simulated = read(sales_history=history).simulate({"A": Decimal(-5), "NOPE": Decimal(5)})
    assert simulated["revenue_after"] == [Decimal(80)]
    assert [finding.code for finding in simulated.findings] == ["E-ITEM-UNKNOWN", "E-PRICE"]
