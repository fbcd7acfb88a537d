"""The engine against the plain oracle on dense random rules: overlaps, ties, zero rows, campaigns, write-downs.

``PARTSBOOK_ORACLE_LINES=200000`` prices that many lines; by default a few thousand.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

import partsbook as pb
from oracle_pricing import Oracle, World

TODAY = date(2026, 6, 30)
LINES_A_WORLD = 250
WORLDS = max(1, int(os.environ.get("PARTSBOOK_ORACLE_LINES", "5000")) // LINES_A_WORLD)
BATCHES = 10
SELECTORS = ("customer", "business_id", "segment", "customer_group", "district")
Row = dict[str, Any]


def dec(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


class Maker:
    """Random worlds, small enough that most rules meet most lines."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311

    def one(self, *values: Any) -> Any:  # noqa: ANN401
        return self.random.choice(values)

    def amount(self, *values: str | None) -> Decimal | None:
        return dec(self.random.choice(values))

    def selector(self) -> Row:
        """One selector mostly; two sometimes, as the routine reads them."""
        codes = {
            "customer": ("C1", "C2", "C3", "c1 "),
            "business_id": ("B1", "B2"),
            "segment": ("S1", "S2", "S3", "S4"),
            "customer_group": ("K1", "K2"),
            "district": ("D1", "D2"),
        }
        names = self.random.sample(SELECTORS, self.one(1, 1, 1, 1, 2))
        return {name: self.one(*codes[name]) if name in names else None for name in SELECTORS}

    def dates(self) -> Row:
        around = [TODAY + timedelta(days=days) for days in (-1, 0, 1, -200, 200)]
        first, last = self.one(None, None, *around), self.one(None, None, *around)
        campaign = self.one(None, None, None, "X", "Y")
        if first and last and first > last:
            first = None
        return {"valid_from": first, "valid_to": last, "campaign": campaign}

    def price_row(self, number: int) -> Row:
        on_item = self.one(True, False)
        return {
            "id": number,
            **self.selector(),
            "item": self.one("P1", "P2", "P3") if on_item else None,
            "discount_group": None if on_item else self.one("G1", "G2"),
            "price": self.amount("0", "10", "10", "12.5", "99.123456", "7.77"),
            "kind": self.one(None, "N", "E", "B"),
            "currency": self.one(None, "EUR", "USD", "SEK", "usd "),
            "min_quantity": self.amount(None, "0", "1", "5", "6"),
            **self.dates(),
        }

    def discount_row(self, number: int) -> Row:
        on_item = self.one(True, False)
        return {
            "id": number,
            **self.selector(),
            "item": self.one("P1", "P2", "P3") if on_item else None,
            "discount_group": None if on_item else self.one("G1", "G2", "**"),
            "percent": self.amount("0", "5", "12.5", "3", "33.33", "100", "-10", "-25", "-999.99", "999.99"),
            "slot": self.one(None, 1, 2, 3),
            "min_quantity": self.amount(None, "0", "1", "5", "6"),
            "multiples_only": self.one(None, False, True),
            **self.dates(),
        }

    def list_row(self, number: int) -> Row:
        return {
            "id": number,
            "item": self.one("P1", "P2", "P3"),
            "price": self.amount("0", "70", "70", "90.25", "81.333333"),
            "kind": self.one(None, None, "N", "E", "O", "K"),
            "currency": self.one(None, "EUR", "USD", "SEK"),
            "country": self.one(None, None, "FI", "SE"),
            "site": self.one(None, None, "0", "2", "3"),
            "min_quantity": self.amount(None, "0", "1", "5"),
            "max_quantity": self.amount(None, "0", "5", "99"),
            **self.dates(),
        }

    def item(self, number: str, group: str | None) -> Row:
        return {
            "item": number,
            "discount_group": group,
            "gross_price": self.amount("100", "59.95", "0", "1234.5678"),
            "net_price": self.amount(None, None, None, "88.8"),
            "store_price": self.amount(None, None, "149.9"),
            "price_quantity": self.amount(None, None, "10", "100"),
            "cost": self.amount(None, "33.33", "0.004", "61.7"),
            "vat_rate": self.amount("25.5", "14", "0"),
            "writedown": self.amount(None, None, "25", "50", "75", "100"),
            "visibility": self.one(None, "V", "W"),
        }

    def world(self) -> World:
        customers = [
            ("C1", "B1", "K1", "D1", "S3", "USD", "FI", "2", "5"),
            ("C2", "B1", "K2", "D2", "S4;S2", None, None, None, None),
            ("C3", "B2", None, "D1", None, "EUR", "SE", "0", "2.5"),
        ]
        titles = ("customer", "business_id", "customer_group", "district", "segments", "currency", "country", "site")
        return World(
            company={
                "currency": "EUR",
                "country": "FI",
                "customer_price_default_kind": self.one("N", "E", "B"),
                "discount_slots": self.one(1, 2, 3),
                "price_decimals": self.one(2, 3, 4, 5, 6),
                "prices_include_vat": self.one(True, False),
                "district_from_order": self.one(True, False),
                "vat_registered_countries": self.one((), ("SE",), ("SE", "NO")),
            },
            customers=[{**dict(zip(titles, row, strict=False)), "special_discount": dec(row[8])} for row in customers],
            segments=[
                {"segment": name, "parent": up} for name, up in (("S1", None), ("S2", "S1"), ("S3", "S2"), ("S4", "S1"))
            ],
            items=[self.item("P1", "G1"), self.item("P2", "G2"), self.item("P3", None)],
            discount_groups=[
                {"discount_group": "G1", "base_discount": self.amount("20", "0")},
                {"discount_group": "G2", "base_discount": self.amount(None, "7.5")},
            ],
            customer_prices=[self.price_row(number) for number in range(1, 1 + self.one(0, 10, 40, 120))],
            customer_discounts=[self.discount_row(number) for number in range(1, 1 + self.one(0, 20, 60, 150))],
            price_lists=[self.list_row(number) for number in range(1, 1 + self.one(0, 10, 40))],
            exchange_rates=[
                {"currency": "USD", "rate": Decimal("0.9"), "date": date(2026, 1, 1)},
                {"currency": "USD", "rate": Decimal("0.8765"), "date": TODAY},
                {"currency": "USD", "rate": Decimal("0.7"), "date": TODAY + timedelta(days=1)},
                {"currency": "SEK", "rate": Decimal("0.0873"), "date": None},
            ],
            vat_rates=[
                {"country": "SE", "item": "P1", "rate": Decimal(12)},
                *([{"country": "SE", "item": None, "rate": Decimal(25)}] if self.one(True, False) else []),
            ],
        )

    def line(self) -> Row:
        return {
            "customer": self.one("C1", "C2", "C3", "C1", "C2", "C3", None, "C9"),
            "business_id": self.one(None, None, None, "B1", "B2"),
            "customer_group": self.one(None, "K1", "K2"),
            "item": self.one("P1", "P2", "P3", "p1 "),
            "quantity": self.amount("1", "5", "6", "12", "-6", "0", "6.5", "99"),
            "currency": self.one(None, "EUR", "USD", "USD", "SEK"),
            "exchange_rate": self.amount(None, None, "1.25", "0.013", "0"),
            "country": self.one(None, "FI", "SE", "NO"),
            "site": self.one(None, "2", "0", "3"),
            "campaign": self.one(None, None, "X", "Y"),
            "order_district": self.one(None, "D1", "D2"),
            "entered_price": self.amount(None, None, None, None, None, "0", "50", "19.999999"),
            "entered_kind": self.one(None, None, None, "N", "E"),
            "entered_discounts": [self.amount(None, None, None, "0", "7.5", "-20", "120") for _ in range(3)],
            "special_discount": self.amount(None, None, "0", "3"),
        }


def columns(rows: list[Row]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def read(world: World) -> pb.Catalog:
    company = {**world.company, "vat_registered_countries": ";".join(world.company["vat_registered_countries"])}
    words = [("Y" if value else "N") if isinstance(value, bool) else str(value) for value in company.values()]
    rows = {name: rows for name, rows in vars(world).items() if name != "company" and rows}
    tables: dict[str, Any] = {"company": {"key": list(company), "value": words}}
    return pb.read(tables | {name: columns(all_rows) for name, all_rows in rows.items()}, as_of=TODAY)


def asked_columns(lines: list[Row]) -> dict[str, list[Any]]:
    flat = [
        {**line, **{f"entered_discount{number}": line["entered_discounts"][number - 1] for number in (1, 2, 3)}}
        for line in lines
    ]
    table = columns(flat)
    del table["entered_discounts"]
    return table


def differences(answer: Row, expected: Row) -> list[str]:
    """Compare every column that the oracle answers."""
    wrong = []
    for name, want in expected.items():
        if name == "standard_prices":
            if answer["standard_price"] not in want:
                wrong.append(f"standard_price: {answer['standard_price']}, one of {sorted(want)} is right")
        elif name == "total":
            if answer["state"].startswith("priced") and answer["total"] != want:
                wrong.append(f"total: {answer['total']}, right is {want}")
        elif name == "may_sell" and want is None:
            continue
        elif answer[name] != want:
            wrong.append(f"{name}: {answer[name]}, right is {want}")
    return wrong


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_agrees_with_the_oracle(batch: int) -> None:
    compared = 0
    bases: set[int] = set()
    for seed in range(batch, WORLDS, BATCHES):
        maker = Maker(seed)
        world = maker.world()
        oracle = Oracle(world, TODAY)
        lines = [maker.line() for _ in range(LINES_A_WORLD)]
        answers = read(world).price_lines(asked_columns(lines)).rows()
        assert len(answers) == len(lines)
        for line, answer in zip(lines, answers, strict=True):
            expected = oracle.answer(line)
            wrong = differences(answer, expected)
            assert not wrong, f"world {seed}, line {line}:\n" + "\n".join(wrong)
            bases.add(expected["price_basis"])
            compared += 1
    assert compared == LINES_A_WORLD * len(range(batch, WORLDS, BATCHES))
    assert WORLDS < BATCHES or len(bases) > 3
