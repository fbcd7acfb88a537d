"""Bulk pricing beside the same cascade written as SQL on DuckDB, in turns in one process.

The data are those of ``pricing.rs``: price and discount rows of customers, segments, customer groups and districts on
items and discount groups, with validity, minimum quantity, currency and kind. Both sides begin with tables that are
read and end with an Arrow table of the same columns, which are compared line by line before anything is timed. Where SQL
divides by a rate it uses floating point; that is why some amounts in foreign currency differ by their last digit.

    python tests/bench/pricing_peer.py [--lines 1000000] [--rules 500000] [--rounds 5] [--ours] [--skewed] [--write]

With ``--skewed`` one customer has 100 000 rules more and all lines are this customer's. With ``--write`` the lines are
priced once and written to a workbook, and the memory of that is looked at while it goes on.
"""

# ruff: noqa: E501, S608 - SQL of one level on one line, made of our own names

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import partsbook as pb

DAY = dt.date(2026, 6, 30)
RATE = Decimal("0.92")
GROUPS, SEGMENTS, CLASSES, DISTRICTS = 500, 100, 200, 50


def codes(prefix: str, numbers: np.ndarray, blank: np.ndarray | None = None) -> pa.Array:
    """Numbers as texts such as ``P17``; blank where told."""
    texts = pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")
    return texts if blank is None else pc.if_else(pa.array(blank), None, texts)


def money(cents: np.ndarray, decimals: int = 2) -> pa.Array:
    """Whole numbers of the last decimal as exact decimals."""
    digits = np.stack([cents.astype(np.int64), cents.astype(np.int64) >> 63], axis=1)
    return pa.Array.from_buffers(pa.decimal128(18, decimals), len(cents), [None, pa.py_buffer(digits)])


def rule_columns(dice: np.random.Generator, rows: int, items: int, customers: int, skew: int) -> dict[str, pa.Array]:
    """Selector, target and validity of rule rows; the last ones, so many, are all of the first customer."""
    rows += skew
    kind = dice.integers(20, size=rows)
    kind[rows - skew :] %= 12
    customer = dice.integers(customers, size=rows)
    customer[rows - skew :] = 0
    of_customer = kind <= 11
    of_segment = (kind == 12) | (kind == 17)
    of_class = ((kind >= 13) & (kind <= 15)) | (kind == 18)
    of_district = (kind == 16) | (kind == 19)
    on_item = (kind <= 8) | ((kind >= 12) & (kind <= 16))
    days = dice.integers(400, size=rows)
    ends = dice.integers(300, size=rows) - 60
    first = np.datetime64(DAY) - days
    last = np.datetime64(DAY) + ends
    return {
        "id": pa.array(np.arange(1, rows + 1)),
        "customer": codes("C", customer, ~of_customer),
        "segment": codes("S", dice.integers(SEGMENTS, size=rows), ~of_segment),
        "customer_group": codes("K", dice.integers(CLASSES, size=rows), ~of_class),
        "district": codes("D", dice.integers(DISTRICTS, size=rows), ~of_district),
        "item": codes("P", dice.integers(items, size=rows), ~on_item),
        "discount_group": codes("G", dice.integers(GROUPS, size=rows), on_item),
        "valid_from": pc.if_else(pa.array(dice.integers(2, size=rows) == 0), pa.array(first.astype("M8[D]")), None),
        "valid_to": pc.if_else(pa.array(dice.integers(4, size=rows) == 0), pa.array(last.astype("M8[D]")), None),
        "min_quantity": pc.if_else(
            pa.array(dice.integers(3, size=rows) == 0),
            money(np.array([5, 10, 50, 100])[dice.integers(4, size=rows)], 0),
            None,
        ),
    }


def tables(items: int, customers: int, rules: int, skew: int) -> dict[str, pa.Table]:
    """All sheets of the company."""
    dice = np.random.default_rng(42)
    gross = dice.integers(100_000, size=items) + 100
    prices = rule_columns(dice, rules, items, customers, skew)
    rows = rules + skew
    prices["price"] = money(dice.integers(100_000, size=rows) + 1)
    prices["currency"] = pc.if_else(pa.array(dice.integers(8, size=rows) == 0), "USD", None)
    prices["kind"] = pc.if_else(pa.array(dice.integers(3, size=rows) == 0), "B", None)
    discounts = rule_columns(dice, rules, items, customers, skew)
    discounts["percent"] = money(dice.integers(400, size=rows), 1)
    discounts["slot"] = pa.array(dice.integers(3, size=rows) + 1)
    segments = pc.binary_join_element_wise(
        codes("S", dice.integers(SEGMENTS, size=customers)), codes("S", dice.integers(SEGMENTS, size=customers)), ";"
    )
    return {
        "company": pa.table({"key": ["currency", "country", "discount_slots"], "value": ["EUR", "FI", "3"]}),
        "exchange_rates": pa.table({"currency": ["USD"], "rate": [RATE]}),
        "discount_groups": pa.table(
            {"discount_group": codes("G", np.arange(GROUPS)), "base_discount": money(dice.integers(20, size=GROUPS), 0)}
        ),
        "items": pa.table(
            {
                "item": codes("P", np.arange(items)),
                "discount_group": codes("G", dice.integers(GROUPS, size=items)),
                "gross_price": money(gross),
                "cost": money(gross * 6, 3),
            }
        ),
        "customers": pa.table(
            {
                "customer": codes("C", np.arange(customers)),
                "customer_group": codes("K", dice.integers(CLASSES, size=customers)),
                "district": codes("D", dice.integers(DISTRICTS, size=customers)),
                "segments": segments,
            }
        ),
        "customer_prices": pa.table(prices),
        "customer_discounts": pa.table(discounts),
    }


def order_lines(items: int, customers: int, lines: int) -> pa.Table:
    """Lines to price."""
    dice = np.random.default_rng(7)
    return pa.table(
        {
            "customer": codes("C", dice.integers(customers, size=lines)),
            "item": codes("P", dice.integers(items, size=lines)),
            "quantity": money(dice.integers(20, size=lines) + 1, 0),
            "currency": pc.if_else(pa.array(dice.integers(5, size=lines) == 0), "USD", None),
        }
    )


# Every level with reference code, selector, target, and what decides between rows.
NEWEST = "(currency is null)::int"
CHEAPEST = "price"
PRICE_LEVELS = [
    (2, "customer", "item", NEWEST),
    (3, "customer", "discount_group", NEWEST),
    (4, "segment", "item", CHEAPEST),
    (5, "customer_group", "item", NEWEST),
    (6, "district", "item", CHEAPEST),
    (7, "segment", "discount_group", CHEAPEST),
    (8, "customer_group", "discount_group", NEWEST),
    (9, "district", "discount_group", CHEAPEST),
]
DISCOUNT_LEVELS = [
    (5, "customer", "item"),
    (6, "customer", "discount_group"),
    (7, "segment", "item"),
    (8, "customer_group", "item"),
    (9, "district", "item"),
    (10, "segment", "discount_group"),
    (11, "customer_group", "discount_group"),
    (12, "district", "discount_group"),
]

# Rows valid on the day, with what orders them as numbers: made once, as our index is.
SET_UP = f"""
create table item_rows as select *, row_number() over () as id from items;
create table segments as select customer, unnest(string_split(segments, ';')) as segment from customers;
create table segments_once as select distinct customer, segment from segments;
create table prices as select id, customer, segment, customer_group, district, item, discount_group, price, currency,
  coalesce(kind, 'N') as kind, coalesce(min_quantity, 0)::int as least,
  coalesce(epoch(valid_from)::bigint // 86400, -1000000)::int as start from customer_prices
  where coalesce(valid_from, date '0001-01-01') <= date '{DAY}'
    and coalesce(valid_to, date '9999-12-31') >= date '{DAY}';
create table discounts as select id, customer, segment, customer_group, district, item, discount_group, percent, slot,
  coalesce(min_quantity, 0)::int as least,
  coalesce(epoch(valid_from)::bigint // 86400, -1000000)::int as start from customer_discounts
  where coalesce(valid_from, date '0001-01-01') <= date '{DAY}'
    and coalesce(valid_to, date '9999-12-31') >= date '{DAY}';
"""


def own_currency_code(level: int) -> str:
    """Reference code of a level; one level has two."""
    return "case when r.currency = l.currency and l.currency <> 'EUR' then 8 else 9 end" if level == 8 else str(level)


def candidates(rules: str, selector: str, target: str, columns: str, condition: str) -> str:
    """Lines joined with the rows of one level."""
    by_segment = "join segments_once s on s.customer = l.customer" if selector == "segment" else ""
    who = "s.segment" if selector == "segment" else f"l.{selector}"
    return (
        f"select l.line, {columns} from open_lines l {by_segment} join {rules} r on r.{selector} = {who} "
        f"and r.{target} = l.{target} and r.least <= l.quantity {condition}"
    )


def cascade() -> str:
    """Give the whole cascade as one query over ``order_lines``."""
    in_currency = "and (r.currency is null or r.currency = 'EUR' or r.currency = l.currency)"
    prices = " union all ".join(
        candidates(
            "prices",
            selector,
            target,
            f"""struct_pack(level := {code * 2} + (r.currency is distinct from l.currency or l.currency = 'EUR')::int,
            least := -r.least, start := -r.start, tie := {"r." + tie if tie == "price" else tie.replace("currency", "r.currency")},
            newer := -r.id) as rank, r.id, r.price, r.kind, '{selector}_{target}' as level,
            (l.currency <> 'EUR' and r.currency is not distinct from l.currency) as foreign_row, {own_currency_code(code)} as basis""",
            in_currency,
        )
        for code, selector, target, tie in PRICE_LEVELS
    )
    discounts = " union all ".join(
        candidates(
            "discounts",
            selector,
            target,
            f"""r.slot, struct_pack(level := {code}, least := -r.least, start := -r.start, more := -r.percent,
            newer := -r.id) as rank, r.percent, {code} as basis""",
            "",
        ).replace("open_lines", "gross_lines")
        for code, selector, target in DISCOUNT_LEVELS
    )
    return f"""
with open_lines as materialized (
  select o.line, o.customer, o.item, o.quantity::int as quantity,
    coalesce(o.currency, 'EUR') as currency, case when o.currency = 'USD' then {RATE} else 1.00 end as rate,
    i.discount_group, i.gross_price, i.id as item_id, c.customer_group, c.district
  from order_lines o join item_rows i on i.item = o.item join customers c on c.customer = o.customer),
found as (select line, min_by(struct_pack(price := price, kind := kind, foreign_row := foreign_row, basis := basis, level := level,
    id := id), rank)
  as hit from ({prices}) group by line),
priced as materialized (select l.*, coalesce(hit.kind, '') as kind, coalesce(hit.basis, 18) as price_basis,
    coalesce(hit.foreign_row, false) as in_invoice_currency, coalesce(hit.level, 'item_gross') as level,
    case when hit is null then 'items, cell C' || (item_id + 1) else 'customer_prices, cell K' || (hit.id + 1) end as origin,
    case when hit is null then gross_price::decimal(12,6)
      when hit.foreign_row then round(hit.price * {RATE}, 6)::decimal(12,6) else hit.price::decimal(12,6) end as price
  from open_lines l left join found f using (line)),
gross_lines as materialized (select * from priced where kind in ('', 'B')),
slots as (select line, slot, min_by(struct_pack(percent := percent, basis := basis), rank) as hit
  from ({discounts}) group by line, slot),
pivoted as (select line, any_value(hit) filter (slot = 1) as one, any_value(hit) filter (slot = 2) as two,
  any_value(hit) filter (slot = 3) as three from slots group by line),
settled as (select p.*, case when kind in ('', 'B') then coalesce(one.percent, g.base_discount, 0) else 0 end::decimal(5,2)
    as discount1, coalesce(two.percent, 0)::decimal(5,2) as discount2, coalesce(three.percent, 0)::decimal(5,2) as discount3,
    case when kind not in ('', 'B') then 4 else coalesce(one.basis, 13) end as discount_basis1,
    case when kind not in ('', 'B') then 4 else two.basis end as discount_basis2,
    case when kind not in ('', 'B') then 4 else three.basis end as discount_basis3
  from priced p left join pivoted using (line) left join discount_groups g on g.discount_group = p.discount_group),
factors as (select *, (100 - discount1)::decimal(5,2) * (100 - discount2)::decimal(5,2) * (100 - discount3)::decimal(5,2)
    as per_million from settled),
rounded as (select *, round(per_million::decimal(20,6) * 0.000001::decimal(7,6), 4)::decimal(9,4) as discount_factor from factors)
select line, customer, item, quantity, currency, price, replace(kind, 'B', '') as kind, discount1, discount2, discount3, price_basis,
  discount_basis1, discount_basis2, discount_basis3, in_invoice_currency, level, origin,
  case when in_invoice_currency then currency else 'EUR' end as agreed_currency, null::decimal(5,2) as vat_override,
  true as may_sell, case when price = 0 then 'no_price' else 'priced' end as state,
  round(price::decimal(20,6) * per_million * 0.000001::decimal(7,6), 2)::decimal(18,2) as net_price, discount_factor,
  round(price::decimal(20,6) * discount_factor, 2)::decimal(18,2) as invoice_net_price,
  round((price::decimal(20,6) * discount_factor)::double / rate::double, 2)::decimal(18,2) as invoice_net_price_foreign,
  round((price::decimal(20,6) * discount_factor * quantity)::double / rate::double, 2)::decimal(18,2) as total,
  round(gross_price::double / rate::double, 6)::decimal(18,6) as standard_price
from rounded order by line
"""


COMPARED = [
    "price", "kind", "discount1", "discount2", "discount3", "price_basis", "discount_basis1", "discount_basis2",
    "discount_basis3", "in_invoice_currency", "net_price", "discount_factor", "invoice_net_price",
    "invoice_net_price_foreign", "total", "standard_price", "level", "origin", "agreed_currency", "may_sell", "state",
]  # fmt: skip


def differences(ours: pa.Table, theirs: pa.Table) -> dict[str, int]:
    """Count the lines in which a column differs."""
    found = {}
    for name in COMPARED:
        one, two = ours[name].combine_chunks(), theirs[name].combine_chunks()
        if pa.types.is_decimal(one.type):
            one, two = one.cast(pa.decimal128(38, 9)), two.cast(pa.decimal128(38, 9))
        elif pa.types.is_integer(one.type):
            one, two = one.cast(pa.int64()), two.cast(pa.int64())
        elif pa.types.is_string(two.type):
            one, two = pc.fill_null(one.cast(pa.string()), ""), two.cast(pa.string())
        same = pc.or_kleene(pc.equal(one, two), pc.and_(pc.is_null(one), pc.is_null(two)))
        count = pc.sum(pc.invert(pc.fill_null(same, fill_value=False))).as_py()
        if count:
            found[name] = count
    return found


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def resident() -> float:
    """Memory of the process now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def highest() -> float:
    """Highest memory of the process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def say(what: str, walls: list[tuple[float, float]], lines: int) -> float:
    """Print median and best; give the median."""
    wall = statistics.median(wall for wall, _ in walls)
    processor = statistics.median(processor for _, processor in walls)
    best = min(wall for wall, _ in walls)
    print(
        f"{what:32} {wall:8.3f} s wall (best {best:.3f}), {processor:8.3f} s processor, {lines / wall / 1e6:6.2f} M lines/s"
    )
    return wall


def written(catalog: pb.Catalog, lines: pa.Table) -> None:
    """Write priced lines to a workbook and print what that takes."""
    table = catalog.price_lines(lines)
    before, seen, done = resident(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            seen.append(resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "priced lines.xlsx"
        wall, processor = measured(lambda: table.to_excel(path))
        size = path.stat().st_size / 1e6
    done.set()
    watcher.join()
    print(
        f"{len(table)} lines x {len(table.columns)} columns written: {wall:.1f} s wall, {processor:.1f} s processor, {size:.0f} MB"
    )
    print(f"memory before {before:.0f} MB, highest while writing {max(seen):.0f} MB, {max(seen) - before:.0f} MB more")


def single(catalog: pb.Catalog, items: int, customers: int) -> None:
    """One price at a time."""
    asked = [(f"C{number * 7919 % customers}", f"P{number * 104_729 % items}") for number in range(50_000)]
    price = catalog.price
    for _ in range(3):
        wall, processor = measured(lambda: [price(customer, item, 5) and None for customer, item in asked])
        print(
            f"one price at a time: {wall / len(asked) * 1e6:.2f} us wall, {processor / len(asked) * 1e6:.2f} us processor"
        )


def options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in [
        ("lines", 1_000_000),
        ("rules", 500_000),
        ("items", 100_000),
        ("customers", 20_000),
        ("rounds", 5),
    ]:
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--ours", action="store_true", help="without the peer")
    parser.add_argument("--skewed", action="store_true", help="one customer with 100 000 rules more and all lines")
    parser.add_argument("--write", action="store_true", help="write the priced lines, nothing else")
    return parser.parse_args()


def main() -> int:
    """Check that both sides say the same, then time them in turns."""
    asked = options()
    sheets = tables(asked.items, asked.customers, asked.rules, 100_000 if asked.skewed else 0)
    lines = order_lines(asked.items, 1 if asked.skewed else asked.customers, asked.lines)
    print(
        f"python {sys.version.split()[0]}, duckdb {duckdb.__version__}, pyarrow {pa.__version__}, {os.cpu_count()} cores"
    )
    print(f"{asked.lines} lines, {asked.items} items, {asked.customers} customers, twice {asked.rules} rules")
    before = resident()
    sys.stdout.flush()
    catalog = pb.read(sheets, as_of=DAY)
    read = resident()
    build = measured(lambda: catalog.price("C1", "P1"))
    print(
        f"price book {build[0]:.2f} s wall, {build[1]:.2f} s processor; tables {read - before:.0f} MB, book {resident() - read:.0f} MB"
    )
    if asked.write:
        written(catalog, lines)
        return 0
    single(catalog, asked.items, asked.customers)
    ours: list[tuple[float, float]] = []
    if asked.ours:
        ours = [measured(lambda: pa.table(catalog.price_lines(lines))) for _ in range(asked.rounds)]
        say("partsbook", ours, asked.lines)
        lists = [measured(lambda: pa.table(catalog.price_list("C1", quantities=1))) for _ in range(asked.rounds)]
        say("price list of one customer", lists, asked.items)
        print(f"highest memory {highest():.0f} MB")
        return 0
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("set preserve_insertion_order = true")
    numbered = lines.append_column("line", pa.array(np.arange(1, len(lines) + 1, dtype=np.int32)))
    for name, table in {**sheets, "order_lines": numbered}.items():
        connection.register("source", table)
        connection.execute(f"create table {name} as from source")
    peer_build = measured(lambda: connection.execute(SET_UP))
    print(f"duckdb tables of valid rows {peer_build[0]:.2f} s wall, {peer_build[1]:.2f} s processor")
    query = cascade()
    peer: list[tuple[float, float]] = []
    answers: dict[str, pa.Table] = {}

    def ask_us() -> None:
        answers["ours"] = pa.table(catalog.price_lines(lines))

    def ask_them() -> None:
        answers["theirs"] = connection.sql(query).to_arrow_table()

    for number in range(asked.rounds):
        ours.append(measured(ask_us))
        peer.append(measured(ask_them))
        if number == 0:
            found = differences(answers["ours"], answers["theirs"])
            print(f"lines that differ, by column: {found or 'none'}", flush=True)
            assert "net_price" not in found
        answers.clear()
    one, two = say("partsbook", ours, asked.lines), say("duckdb", peer, asked.lines)
    cpu = statistics.median(b for _, b in peer) / statistics.median(b for _, b in ours)
    print(f"ratio {two / one:.1f} by wall, {cpu:.1f} by processor; highest memory {highest():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
