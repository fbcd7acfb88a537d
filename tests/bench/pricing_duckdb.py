"""The same cascade as SQL on DuckDB, against the engine, in one run: ``python tests/bench/pricing_duckdb.py [lines]``.

The SQL answers less than the engine does: customer x item, customer group x item, customer x discount group and customer
group x discount group in company currency, then the gross price; one discount slot with four levels and the base
discount. Both are checked to give the same net price on every line.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date

import duckdb
import polars as pl

import partsbook as pb

TODAY = date(2026, 6, 30)
ITEMS, CUSTOMERS, RULES = 100_000, 20_000, 500_000
TARGETS = [
    ("customer", "item"),
    ("customer_group", "item"),
    ("customer", "discount_group"),
    ("customer_group", "discount_group"),
]


def best(table: str, column: str, extra: str) -> str:
    """All levels as one ranked join; ``extra`` is the level's own last tie-break."""
    parts = []
    for level, (selector, target) in enumerate(TARGETS):
        on_line = {"customer": "l.customer", "customer_group": "c.customer_group", "item": "l.item"}
        left = {**on_line, "discount_group": "i.discount_group"}
        parts.append(
            f"select l.line, {level} as level, r.{column} as value, r.min_quantity, r.valid_from, r.id "  # noqa: S608
            f"from lines l join customers c using (customer) join items i using (item) "
            f"join {table} r on r.{selector} = {left[selector]} and r.{target} = {left[target]} "
            f"where coalesce(r.min_quantity, 0) <= l.quantity and coalesce(r.valid_from, date '{TODAY}') <= date '{TODAY}' "
            f"and coalesce(r.valid_to, date '{TODAY}') >= date '{TODAY}'"
        )
    order = f"level, coalesce(min_quantity, 0) desc, coalesce(valid_from, date '1-1-1') desc, {extra} id desc"
    return (
        f"select line, value from ({' union all '.join(parts)}) "  # noqa: S608
        f"qualify row_number() over (partition by line order by {order}) = 1"
    )


def rules(dice: random.Random, column: str) -> pl.DataFrame:
    """Half of the rows on items, half of the selectors customers."""
    rows: dict[str, list[object]] = {
        name: [] for name in ("id", "customer", "customer_group", "item", "discount_group")
    }
    rest: dict[str, list[object]] = {name: [] for name in ("min_quantity", "valid_from", "valid_to", column)}
    for number in range(1, RULES + 1):
        kind = dice.choices(range(4), (10, 5, 3, 2))[0]
        rows["id"].append(number)
        rows["customer"].append(f"C{dice.randrange(CUSTOMERS)}" if kind in (0, 2) else None)
        rows["customer_group"].append(f"K{dice.randrange(200)}" if kind in (1, 3) else None)
        rows["item"].append(f"P{dice.randrange(ITEMS)}" if kind < 2 else None)
        rows["discount_group"].append(f"G{dice.randrange(500)}" if kind > 1 else None)
        rest["min_quantity"].append(dice.choice((None, None, 5, 10)))
        rest["valid_from"].append(dice.choice((None, date(2026, 1, dice.randint(1, 28)))))
        rest["valid_to"].append(dice.choice((None, None, date(2026, dice.randint(4, 12), 1))))
        rest[column].append(dice.randint(1, 100_000) / 100 if column == "price" else dice.randint(0, 40))
    return pl.DataFrame(rows | rest).with_columns(pl.col(column).cast(pl.Decimal(18, 2)))


def main(lines: int) -> None:
    """Make the data, run both, compare, print the ratio."""
    dice = random.Random(7)  # noqa: S311
    item_rows = {
        "item": [f"P{number}" for number in range(ITEMS)],
        "discount_group": [f"G{dice.randrange(500)}" for _ in range(ITEMS)],
        "gross_price": [dice.randint(100, 100_000) / 100 for _ in range(ITEMS)],
    }
    items = pl.DataFrame(item_rows).with_columns(pl.col("gross_price").cast(pl.Decimal(18, 2)))
    numbers = [f"C{number}" for number in range(CUSTOMERS)]
    customers = pl.DataFrame({"customer": numbers, "customer_group": [f"K{dice.randrange(200)}" for _ in numbers]})
    groups = pl.DataFrame({"discount_group": [f"G{number}" for number in range(500)], "base_discount": [7] * 500})
    prices, discounts = rules(dice, "price"), rules(dice, "percent")
    asked = {
        "line": list(range(lines)),
        "customer": [f"C{dice.randrange(CUSTOMERS)}" for _ in range(lines)],
        "item": [f"P{dice.randrange(ITEMS)}" for _ in range(lines)],
        "quantity": [dice.randint(1, 20) for _ in range(lines)],
    }
    order = pl.DataFrame(asked)
    company = {"key": ["currency", "customer_price_default_kind", "discount_slots"], "value": ["EUR", "B", "1"]}
    tables = {"company": company, "items": items, "customers": customers, "discount_groups": groups}
    catalog = pb.read(tables | {"customer_prices": prices, "customer_discounts": discounts}, as_of=TODAY)
    catalog.price(None, "P0")  # compiles the rules
    start = time.perf_counter()
    ours = pl.DataFrame(catalog.price_lines(order.with_columns(pl.col("line").cast(pl.String))))
    engine = time.perf_counter() - start
    base = duckdb.connect()
    base.sql("set threads to 2")
    for name, frame in {**tables, "prices": prices, "discounts": discounts, "lines": order}.items():
        if name != "company":
            base.register("frame", frame)
            base.sql(f"create table {name} as from frame")
    query = (
        f"with p as ({best('prices', 'price', '')}), d as ({best('discounts', 'percent', 'value desc,')}) "  # noqa: S608
        "select l.line, round(coalesce(p.value, i.gross_price) * (1 - coalesce(d.value, g.base_discount) / 100::decimal(18,2)), 2) net "
        "from lines l join items i using (item) left join p using (line) left join d using (line) "
        "left join discount_groups g on g.discount_group = i.discount_group order by l.line"
    )
    start = time.perf_counter()
    theirs = base.sql(query).pl()
    sql = time.perf_counter() - start
    wrong = sum(abs(float(a) - float(b)) > 0.0051 for a, b in zip(ours["net_price"], theirs["net"], strict=True))
    print(f"{lines} lines: engine {engine:.2f} s, SQL {sql:.2f} s, ratio {sql / engine:.1f}; {wrong} lines differ")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
