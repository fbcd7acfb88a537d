"""Where-used of a common part beside igraph and rustworkx, on the same lines in the same run, each on one thread.

1 000 000 items, 5 000 000 lines, 12 levels. The peers answer which items are above the part; `where_used` also says how
many of the part each of them has, exactly, and the path that proves it. Both figures are printed: the call, which finds
the assemblies and sums, and the call with every text of every row made and handed over as Arrow.

    pip install igraph rustworkx numpy polars
    maturin develop --profile fast
    RAYON_NUM_THREADS=1 python tests/bench/structure_peer.py
"""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import igraph
import numpy as np
import polars as pl
import pyarrow as pa
import rustworkx

import partsbook as pb

if TYPE_CHECKING:
    from collections.abc import Callable

ITEMS, LINES, LEVELS = 1_000_000, 5_000_000, 12
ANCESTORS, ROWS = 35_000, 1_800


def best(work: Callable[[], Any], runs: int = 25) -> tuple[float, Any]:
    """Return the shortest processor time of several runs in seconds, and the last answer."""
    shortest, answer = float("inf"), None
    for _ in range(runs):
        answer = None
        began = time.process_time()
        answer = work()
        shortest = min(shortest, time.process_time() - began)
    return shortest, answer


def made() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return parents, items and quantities; lines go from one of the levels to the next."""
    dice = np.random.default_rng(42)
    per_level = ITEMS // LEVELS
    level = np.arange(LINES) % (LEVELS - 1)
    number = np.arange(LINES) // (LEVELS - 1)
    number = np.where(number < per_level, number, dice.integers(0, per_level, LINES))
    parents = level * per_level + dice.integers(0, per_level, LINES)
    return parents, (level + 1) * per_level + number, dice.integers(1, 5, LINES)


def main() -> None:
    """Print the figures."""
    parents, items, quantities = made()
    names = np.char.add("P", np.char.zfill(np.arange(ITEMS).astype(str), 7))
    dice = np.random.default_rng(7)
    leaf = np.arange(ITEMS) >= ITEMS - ITEMS // LEVELS
    cents = [
        Decimal(int(value)).scaleb(-2) if last else None
        for value, last in zip(dice.integers(1, 10**5, ITEMS), leaf, strict=True)
    ]
    master = pl.DataFrame({"item": names, "unit": "pcs"}).with_columns(
        pl.Series("cost", cents, dtype=pl.Decimal(18, 2)),
        pl.Series("weight_kg", cents, dtype=pl.Decimal(18, 2)),
    )
    bom = pl.DataFrame({"parent": names[parents], "item": names[items], "quantity": quantities})
    began = time.process_time()
    catalog = pb.read({"items": master, "bom": bom}, as_of=date(2026, 6, 30))
    print(f"read and link from frames        {time.process_time() - began:8.2f} s")

    graph = igraph.Graph(n=ITEMS, edges=np.column_stack([parents, items]), directed=True)
    other: Any = rustworkx.PyDiGraph(multigraph=True)
    other.add_nodes_from([None] * ITEMS)
    other.add_edges_from_no_data(list(zip(parents.tolist(), items.tolist(), strict=True)))

    middle = 6 * (ITEMS // LEVELS)
    counts = {part: len(graph.subcomponent(part, mode="in")) - 1 for part in range(middle, middle + 40)}
    part = min(counts, key=lambda part: abs(counts[part] - ANCESTORS))
    name = str(names[part])
    ours, answer = best(lambda: catalog.where_used(name))
    whole, table = best(lambda: pa.table(catalog.where_used(name)), 5)
    by_igraph, above = best(lambda: graph.subcomponent(part, mode="in"))
    by_rustworkx, others = best(lambda: rustworkx.ancestors(other, part))
    assert (
        {str(names[node]) for node in above} - {name} == set(answer["parent"]) == {str(names[node]) for node in others}
    )
    print(
        f"where-used, {counts[part]} ancestors      {ours * 1e3:8.2f} ms; with all rows as Arrow {whole * 1e3:.2f} ms"
    )
    for library, seconds in (("igraph", by_igraph), ("rustworkx", by_rustworkx)):
        ratios = f"{seconds / ours:6.1f} times; {seconds / whole:.1f} with rows"
        print(f"  {library + ', the set alone':<30} {seconds * 1e3:8.2f} ms, {ratios}")
    assert len(table) >= counts[part]

    first = 7 * (ITEMS // LEVELS)
    lengths = {top: len(catalog.explode(str(names[top]))) for top in range(first, first + 40)}
    product = min(lengths, key=lambda top: abs(lengths[top] - ROWS))
    exploded, _ = best(lambda: catalog.explode(str(names[product])))
    print(f"explosion of {lengths[product]} lines         {exploded * 1e3:8.2f} ms")
    rolled, _ = best(catalog.roll_up, 3)
    print(f"roll-up of all items, as a table {rolled:8.2f} s")


if __name__ == "__main__":
    main()
